//! Where two classes part: learned from decision values of rows that the model has not seen.

use std::collections::BTreeMap;

use super::held_out::Held;
use crate::{Error, LinearModel, metrics, review};

/// Where the boundary between two classes is put, by the decision values of held-out rows.
#[derive(Clone, Debug)]
pub enum Boundary<L> {
    /// Where the macro-F1 is best.
    MacroF1,
    /// At the least value at which no panel has more rows flagged than its limit.
    Within(Limits<L>),
}

/// Panels of rows, and the share of each panel's rows that may wrongly be called `label`.
///
/// ```
/// use std::collections::BTreeMap;
/// use khitab_linear::evaluate::Limits;
/// let shares = BTreeMap::from([("news", 0.003), ("religion", 0.0)]);
/// let limits = Limits::new("support", &["news", "posts", "religion"], &shares)?;
/// // Posts have no limit; a panel that no row belongs to is a mistake.
/// assert!(Limits::new("support", &["posts"], &shares).is_err());
/// # let _ = limits;
/// # Ok::<(), khitab_linear::Error>(())
/// ```
#[derive(Clone, Debug)]
pub struct Limits<L> {
    label: L,
    /// The panel of each row, where it has a limit.
    panels: Vec<Option<usize>>,
    shares: Vec<f64>,
}

impl<L> Limits<L> {
    /// Limits for the panel of each row; rows of panels without one are not looked at.
    ///
    /// # Errors
    /// When a share lies outside 0..=1 or no row belongs to a panel with a limit.
    pub fn new<P: Ord + std::fmt::Debug>(
        label: L,
        panels: &[P],
        shares: &BTreeMap<P, f64>,
    ) -> Result<Self, Error> {
        let number: BTreeMap<&P, usize> = shares.keys().zip(0..).collect();
        for (panel, &share) in shares {
            review::check_rate(&format!("the limit of {panel:?}"), share)?;
            if !panels.contains(panel) {
                return Err(Error::data(format!(
                    "no row belongs to the panel {panel:?}"
                )));
            }
        }
        Ok(Self {
            label,
            panels: panels.iter().map(|one| number.get(one).copied()).collect(),
            shares: shares.values().copied().collect(),
        })
    }
}

impl<L: Clone> Boundary<L> {
    /// Fails unless it is about so many documents.
    pub(super) fn fits(&self, documents: usize) -> Result<(), Error> {
        match self {
            Self::MacroF1 => Ok(()),
            Self::Within(limits) => metrics::same_length(limits.panels.len(), documents),
        }
    }

    /// The same over some of the documents.
    pub(super) fn inside(&self, rows: &[usize]) -> Self {
        match self {
            Self::MacroF1 => Self::MacroF1,
            Self::Within(limits) => Self::Within(Limits {
                label: limits.label.clone(),
                panels: rows.iter().map(|&row| limits.panels[row]).collect(),
                shares: limits.shares.clone(),
            }),
        }
    }
}

impl<L: linfa::Label> Boundary<L> {
    /// The decision value at which `model` is to part its two classes.
    pub(super) fn place(&self, held: &[Held], model: &LinearModel<L>) -> Result<f64, Error> {
        if held.iter().any(|row| row.values.len() != 1) {
            return Err(Error::parameter("a boundary is placed between two classes"));
        }
        match self {
            Self::MacroF1 => Ok(best(held)),
            Self::Within(limits) => {
                let unknown = || Error::parameter("limits are about a label that no row has");
                let flagged = model.class_of(&limits.label).ok_or_else(unknown)?;
                within(held, limits, flagged)
            }
        }
    }
}

/// The decision value between two rows from which on saying the second class has the best macro-F1; of
/// several the one nearest to zero.
fn best(held: &[Held]) -> f64 {
    let mut rows: Vec<(f64, bool)> = held
        .iter()
        .map(|row| (row.values[0], row.class == 1))
        .collect();
    rows.sort_unstable_by(|a, b| a.0.total_cmp(&b.0));
    // Below the boundary: rows of the first class are right, of the second wrong.
    let positives = rows.iter().filter(|row| row.1).count();
    let (mut right, mut wrong) = (0, 0);
    let f1 = |hits: usize, misses: usize| 2.0 * hits as f64 / (2 * hits + misses) as f64;
    let mut best = (f64::MIN, 0.0_f64);
    for pair in rows.windows(2) {
        right += usize::from(!pair[0].1);
        wrong += usize::from(pair[0].1);
        if pair[0].0 == pair[1].0 {
            continue;
        }
        let misses = wrong + rows.len() - positives - right;
        let score = f1(right, misses) + f1(positives - wrong, misses);
        let place = f64::midpoint(pair[0].0, pair[1].0);
        if score > best.0 || score == best.0 && place.abs() < best.1.abs() {
            best = (score, place);
        }
    }
    best.1
}

/// The decision value between the highest row that may not be flagged and the next above it.
fn within<L>(held: &[Held], limits: &Limits<L>, flagged: usize) -> Result<f64, Error> {
    // Toward the flagged class values rise.
    let toward = if flagged == 1 { 1.0 } else { -1.0 };
    let mut panels: Vec<Vec<f64>> = vec![Vec::new(); limits.shares.len()];
    for row in held.iter().filter(|row| row.class != flagged) {
        if let Some(panel) = limits.panels[row.row] {
            panels[panel].push(toward * row.values[0]);
        }
    }
    let barrier = panels
        .iter()
        .zip(&limits.shares)
        .filter_map(|(scores, &share)| review::highest_unflagged(scores, share))
        .max_by(f64::total_cmp)
        .ok_or_else(|| Error::data("every row of the panels with a limit may be flagged"))?;
    let above = held.iter().map(|row| toward * row.values[0]);
    let next = above
        .filter(|&value| value > barrier)
        .min_by(f64::total_cmp);
    Ok(toward * next.map_or(barrier + MARGIN, |next| f64::midpoint(barrier, next)))
}

/// How far above the last row the boundary lies where none may be flagged.
const MARGIN: f64 = 1e-3;

#[cfg(test)]
mod tests {
    use super::*;

    fn held(rows: &[(f64, usize)]) -> Vec<Held> {
        let row = |(row, &(value, class)): (usize, &(f64, usize))| Held {
            row,
            values: vec![value],
            class,
        };
        rows.iter().enumerate().map(row).collect()
    }

    #[test]
    fn the_best_boundary_lies_where_held_out_rows_part() {
        let apart = [(-3.0, 0), (-2.0, 0), (-1.0, 1), (0.5, 1), (1.0, 1)];
        assert_eq!(best(&held(&apart)), -1.5);
        // One row on the wrong side costs less than moving past three.
        let mixed = [
            (-3.0, 0),
            (-2.5, 1),
            (-2.0, 0),
            (-1.5, 0),
            (-1.0, 1),
            (2.0, 1),
        ];
        assert_eq!(best(&held(&mixed)), -1.25);
        assert_eq!(best(&held(&[(0.5, 0), (0.5, 1)])), 0.0);
    }

    #[test]
    fn limits_hold_whichever_class_is_flagged() {
        let rows = [(-1.0, 0), (0.2, 0), (0.4, 1), (0.6, 0), (0.9, 1)];
        let panels = ["news", "news", "", "verse", ""];
        let place = |rows: &[(f64, usize)], flagged, news, verse| {
            let shares = BTreeMap::from([("news", news), ("verse", verse)]);
            within(
                &held(rows),
                &Limits::new("", &panels, &shares).unwrap(),
                flagged,
            )
        };
        assert_eq!(place(&rows, 1, 0.0, 0.0).unwrap(), 0.75);
        // The verse may be flagged: then the second of two news decides.
        assert!((place(&rows, 1, 0.0, 1.0).unwrap() - 0.3).abs() < 1e-12);
        assert!((place(&rows, 1, 0.5, 1.0).unwrap() + 0.4).abs() < 1e-12);
        assert!(place(&rows, 1, 1.0, 1.0).is_err());
        let turned = rows.map(|(value, class)| (-value, 1 - class));
        assert_eq!(place(&turned, 0, 0.0, 0.0).unwrap(), -0.75);
        // No row above the one that may not be flagged.
        let last = [(-1.0, 0), (0.2, 0), (0.4, 1), (2.0, 0), (0.9, 1)];
        assert_eq!(place(&last, 1, 0.0, 0.0).unwrap(), 2.0 + MARGIN);
    }
}
