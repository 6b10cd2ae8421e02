//! What a score means for those who must read what it brings up.
//!
//! A test set is half positive; a stream is not. These functions carry the rates of a test
//! over to a stream, and choose thresholds by what reviewers can bear.

use serde::{Deserialize, Serialize};

use crate::{Error, metrics::check_scores};

/// What a threshold does on a labelled set.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Threshold {
    /// Scores of at least this raise an alert.
    pub score: f64,
    /// Of the positives, the share found.
    pub recall: f64,
    /// Of the others, the share flagged.
    pub false_positive_rate: f64,
    /// Of the alerts, the share that is right on this set.
    pub precision: f64,
    /// Of all documents of this set, the share flagged.
    pub flagged: f64,
}

impl Threshold {
    /// The share of a stream that it flags, were a share `prevalence` of it positive.
    #[must_use]
    pub fn flagged_at(&self, prevalence: f64) -> f64 {
        self.recall * prevalence + self.false_positive_rate * (1.0 - prevalence)
    }
}

/// Precision when a share `prevalence` of a stream is positive, by Bayes' rule.
///
/// # Errors
/// When a rate lies outside 0..=1.
///
/// ```
/// use khitab_linear::review::precision_at_prevalence;
/// // 90 % found, 1 % of the rest flagged: fine on a test set, two alerts in eleven on a stream.
/// assert!(precision_at_prevalence(0.9, 0.01, 0.5)? > 0.98);
/// assert!((precision_at_prevalence(0.9, 0.01, 0.001)? - 0.0826).abs() < 1e-4);
/// # Ok::<(), khitab_linear::Error>(())
/// ```
pub fn precision_at_prevalence(
    recall: f64,
    false_positive_rate: f64,
    prevalence: f64,
) -> Result<f64, Error> {
    let rates = [
        ("recall", recall),
        ("false positive rate", false_positive_rate),
        ("prevalence", prevalence),
    ];
    for (name, rate) in rates {
        check_rate(name, rate)?;
    }
    let right = recall * prevalence;
    let wrong = false_positive_rate * (1.0 - prevalence);
    Ok(if right + wrong > 0.0 {
        right / (right + wrong)
    } else {
        0.0
    })
}

pub(crate) fn check_rate(name: &str, rate: f64) -> Result<(), Error> {
    if (0.0..=1.0).contains(&rate) {
        return Ok(());
    }
    Err(Error::parameter(format!(
        "{name} is {rate}: it must lie in 0..=1"
    )))
}

/// How many alerts a reviewer reads for each true find; `None` when nothing is ever found.
///
/// # Errors
/// As for [`precision_at_prevalence`].
pub fn alerts_per_find(
    recall: f64,
    false_positive_rate: f64,
    prevalence: f64,
) -> Result<Option<f64>, Error> {
    let precision = precision_at_prevalence(recall, false_positive_rate, prevalence)?;
    Ok((precision > 0.0).then(|| 1.0 / precision))
}

/// The highest of the `scores` of texts that nobody wants flagged which must stay unflagged, when at most a
/// `share` of them may be: any threshold above it keeps the limit. `None` when all may be flagged.
///
/// ```
/// use khitab_linear::review::highest_unflagged;
/// let scores = [0.9, 0.1, 0.4, 0.2];
/// assert_eq!(highest_unflagged(&scores, 0.0), Some(0.9));
/// assert_eq!(highest_unflagged(&scores, 0.25), Some(0.4));
/// assert_eq!(highest_unflagged(&scores, 1.0), None);
/// ```
#[must_use]
pub fn highest_unflagged(scores: &[f64], share: f64) -> Option<f64> {
    let allowed = (scores.len() as f64 * share) as usize;
    let mut falling = scores.to_vec();
    falling.sort_unstable_by(|a, b| b.total_cmp(a));
    falling.get(allowed).copied()
}

/// Every threshold that a set of scores allows, the strictest first: the operating points of the
/// precision-recall curve and of the ROC curve.
///
/// # Errors
/// When lengths differ or a score is no number.
///
/// ```
/// use khitab_linear::review::thresholds;
/// let curve = thresholds(&[0.9, 0.7, 0.7, 0.2], &[true, true, false, false])?;
/// let at: Vec<_> = curve.iter().map(|t| (t.score, t.recall, t.false_positive_rate)).collect();
/// assert_eq!(at, [(0.9, 0.5, 0.0), (0.7, 1.0, 0.5), (0.2, 1.0, 1.0)]);
/// # Ok::<(), khitab_linear::Error>(())
/// ```
pub fn thresholds(scores: &[f64], positive: &[bool]) -> Result<Vec<Threshold>, Error> {
    check_scores(scores, positive)?;
    let mut order: Vec<usize> = (0..scores.len()).collect();
    order.sort_unstable_by(|&a, &b| scores[b].total_cmp(&scores[a]));
    let positives = positive.iter().filter(|&&y| y).count() as f64;
    let others = positive.len() as f64 - positives;
    let (mut hits, mut misses) = (0.0, 0.0);
    let ties = order.chunk_by(|&a, &b| scores[a] == scores[b]);
    Ok(ties
        .map(|tie| {
            let right = tie.iter().filter(|&&row| positive[row]).count() as f64;
            hits += right;
            misses += tie.len() as f64 - right;
            Threshold {
                score: scores[tie[0]],
                recall: if positives > 0.0 {
                    hits / positives
                } else {
                    0.0
                },
                false_positive_rate: if others > 0.0 { misses / others } else { 0.0 },
                precision: hits / (hits + misses),
                flagged: (hits + misses) / positive.len() as f64,
            }
        })
        .collect())
}

/// The threshold that finds most while at least a share `target` of alerts is right, were a
/// share `prevalence` of the stream positive; the strictest of those that find as many, `None`
/// when no threshold is that precise.
///
/// # Errors
/// When lengths differ, a score is no number, or a rate lies outside 0..=1.
pub fn threshold_for_precision(
    scores: &[f64],
    positive: &[bool],
    target: f64,
    prevalence: f64,
) -> Result<Option<Threshold>, Error> {
    check_rate("target precision", target)?;
    check_rate("prevalence", prevalence)?;
    let (mut best, mut most) = (None, 0.0);
    for threshold in thresholds(scores, positive)? {
        let Threshold {
            recall,
            false_positive_rate,
            ..
        } = threshold;
        let precision = precision_at_prevalence(recall, false_positive_rate, prevalence)?;
        if precision >= target && recall > most {
            (best, most) = (Some(threshold), recall);
        }
    }
    Ok(best)
}

/// The lowest threshold that flags at most `budget` of the documents, so that reviewers can
/// read them all; `None` when even the highest score is shared by more.
///
/// # Errors
/// When lengths differ or a score is no number.
pub fn threshold_for_budget(
    scores: &[f64],
    positive: &[bool],
    budget: usize,
) -> Result<Option<Threshold>, Error> {
    let flagged = |t: &Threshold| scores.iter().filter(|&&score| score >= t.score).count();
    let all = thresholds(scores, positive)?;
    // Flagged documents grow from threshold to threshold.
    let affordable = all.partition_point(|threshold| flagged(threshold) <= budget);
    Ok(affordable.checked_sub(1).map(|last| all[last]))
}

/// The lowest threshold that flags at most a share `budget` of a stream of which a share
/// `prevalence` is positive; `None` when even the strictest flags more.
///
/// # Errors
/// When lengths differ, a score is no number, or a rate lies outside 0..=1.
pub fn threshold_for_share(
    scores: &[f64],
    positive: &[bool],
    budget: f64,
    prevalence: f64,
) -> Result<Option<Threshold>, Error> {
    check_rate("budget", budget)?;
    check_rate("prevalence", prevalence)?;
    let all = thresholds(scores, positive)?;
    let affordable = all.partition_point(|t| t.flagged_at(prevalence) <= budget);
    Ok(affordable.checked_sub(1).map(|last| all[last]))
}

#[cfg(test)]
mod tests {
    use super::*;

    const SCORES: [f64; 6] = [0.9, 0.8, 0.7, 0.7, 0.4, 0.1];
    const POSITIVE: [bool; 6] = [true, true, false, true, true, false];

    #[test]
    fn precision_is_bought_with_recall() {
        let at = |target| threshold_for_precision(&SCORES, &POSITIVE, target, 4.0 / 6.0).unwrap();
        assert_eq!(at(1.0).map(|t| (t.score, t.recall)), Some((0.8, 0.5)));
        assert_eq!(at(0.7).map(|t| (t.score, t.recall)), Some((0.4, 1.0)));
        let rare = threshold_for_precision(&SCORES, &POSITIVE, 0.5, 0.001).unwrap();
        assert_eq!(rare.map(|t| t.score), Some(0.8));
        let worst = threshold_for_precision(&[0.9, 0.1], &[false, true], 0.9, 0.5).unwrap();
        assert_eq!(worst, None);
    }

    #[test]
    fn precision_is_not_given_away_where_nothing_more_is_found() {
        let scores = [0.9, 0.8, 0.7];
        let found = threshold_for_precision(&scores, &[true, false, false], 0.1, 0.5).unwrap();
        assert_eq!(found.map(|t| (t.score, t.precision)), Some((0.9, 1.0)));
    }

    #[test]
    fn a_score_that_is_no_number_is_refused() {
        let error = thresholds(&[f64::NAN], &[true]).unwrap_err();
        assert_eq!(error.to_string(), "row 0: the score is NaN");
    }

    #[test]
    fn a_budget_never_breaks_a_tie() {
        let at = |budget| threshold_for_budget(&SCORES, &POSITIVE, budget).unwrap();
        assert_eq!(at(3).map(|t| t.score), Some(0.8));
        assert_eq!(at(4).map(|t| t.score), Some(0.7));
        assert_eq!(at(0), None);
    }

    #[test]
    fn a_share_of_the_stream_is_mostly_false_alerts_when_the_class_is_rare() {
        let at = |budget, prevalence| {
            let found = threshold_for_share(&SCORES, &POSITIVE, budget, prevalence).unwrap();
            found.map(|threshold| threshold.score)
        };
        // At .8 half of the positives and nothing else; at .7 three quarters and half of the rest.
        assert_eq!(at(0.05, 0.1), Some(0.8));
        assert_eq!(at(0.6, 0.1), Some(0.4));
        assert_eq!(at(0.5, 0.1), Some(0.8));
        assert_eq!(at(0.01, 0.1), None);
    }

    #[test]
    fn rates_outside_their_range_are_refused() {
        let error = precision_at_prevalence(1.2, 0.0, 0.5).unwrap_err();
        assert_eq!(error.to_string(), "recall is 1.2: it must lie in 0..=1");
        assert_eq!(alerts_per_find(0.0, 0.1, 0.5).unwrap(), None);
        assert_eq!(alerts_per_find(1.0, 0.0, 0.5).unwrap(), Some(1.0));
    }
}
