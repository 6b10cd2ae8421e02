//! One change of level in a series.

/// Shuffles that the level is estimated from.
const SHUFFLES: usize = 999;
/// The shortest side of a split.
const SIDE: usize = 2;

/// Where the level of a series changes.
#[derive(Clone, Copy, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct ChangePoint {
    /// The first value of the new level.
    pub at: usize,
    /// The mean before it.
    pub before: f64,
    /// The mean from it on.
    pub after: f64,
    /// The difference of the means times the square root of n₁n₂/n.
    pub statistic: f64,
    /// The share of shuffled series that split as well: small means no chance.
    pub level: f64,
}

/// Finds the split of `values` into two levels that differ most, and how likely chance gives one
/// as good. `None` for fewer than four values or a constant series.
///
/// The statistic is the difference of the means, weighted by the square root of the harmonic
/// size of the two sides; its level comes from 999 shuffles with `seed`. The same input and seed
/// give the same numbers. Cost: the length times the shuffles.
///
/// ```
/// use khitab_features::change_point;
/// let found = change_point(&[1.0, 2.0, 1.0, 2.0, 1.0, 9.0, 8.0, 9.0, 8.0, 9.0], 1).unwrap();
/// assert_eq!(found.at, 5);
/// assert!(found.level < 0.05);
/// ```
#[must_use]
pub fn change_point(values: &[f64], seed: u64) -> Option<ChangePoint> {
    if values.len() < 2 * SIDE || values.iter().all(|value| *value == values[0]) {
        return None;
    }
    let (at, best) = best_split(values);
    let mut random = SplitMix(seed);
    let mut shuffled = values.to_vec();
    let mut as_good = 0_usize;
    for _ in 0..SHUFFLES {
        random.shuffle(&mut shuffled);
        as_good += usize::from(best_split(&shuffled).1 >= best - 1e-12);
    }
    let mean = |side: &[f64]| side.iter().sum::<f64>() / side.len() as f64;
    Some(ChangePoint {
        at,
        before: mean(&values[..at]),
        after: mean(&values[at..]),
        statistic: best,
        level: (as_good + 1) as f64 / (SHUFFLES + 1) as f64,
    })
}

/// All changes of level: the best split, then those of its two sides, as long as chance gives one as
/// good with a probability below `level`. Binary segmentation, Scott and Knott 1974.
///
/// The levels before and after are those of the stretch that was split. A weekly rhythm is no
/// chance to a shuffle: steps of a week or a month are safer than days.
#[must_use]
pub fn change_points(values: &[f64], level: f64, seed: u64) -> Vec<ChangePoint> {
    let mut found = tested_splits(values, level, seed);
    found.retain(|point| point.level < level);
    found
}

/// As [`change_points`], with the splits that were tested and not kept.
pub(crate) fn tested_splits(values: &[f64], level: f64, seed: u64) -> Vec<ChangePoint> {
    let mut tested = Vec::new();
    let mut stretches = vec![(0, values.len())];
    while let Some((start, end)) = stretches.pop() {
        let Some(mut point) = change_point(&values[start..end], seed) else {
            continue;
        };
        point.at += start;
        if point.level < level {
            stretches.extend([(start, point.at), (point.at, end)]);
        }
        tested.push(point);
    }
    tested.sort_by_key(|point| point.at);
    tested
}

fn best_split(values: &[f64]) -> (usize, f64) {
    let total: f64 = values.iter().sum();
    let length = values.len() as f64;
    let mut left: f64 = values[..SIDE].iter().sum();
    let mut best = (SIDE, 0.0);
    let last = values.len() - SIDE;
    for (at, value) in values.iter().enumerate().take(last + 1).skip(SIDE) {
        let size = at as f64;
        let difference = (total - left) / (length - size) - left / size;
        let weight = (size * (length - size) / length).sqrt();
        if difference.abs() * weight > best.1 {
            best = (at, difference.abs() * weight);
        }
        left += value;
    }
    best
}

/// The generator of Steele, Lea and Flood 2014: small, fast, the same everywhere.
struct SplitMix(u64);

impl SplitMix {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    fn shuffle(&mut self, values: &mut [f64]) {
        for at in (1..values.len()).rev() {
            let other = (self.next() % (at as u64 + 1)) as usize;
            values.swap(at, other);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_level_is_found() {
        let course: Vec<f64> = [0.0, 6.0, 2.0]
            .into_iter()
            .flat_map(|level| (0..12).map(move |i| level + f64::from(i % 3) * 0.1))
            .collect();
        let found = change_points(&course, 0.05, 3);
        assert_eq!(found.iter().map(|p| p.at).collect::<Vec<_>>(), [12, 24]);
        assert!(found[0].after > 3.0 && found[1].after < 3.0);
        assert_eq!(change_points(&[1.0; 9], 0.05, 3), []);
    }

    #[test]
    fn noise_has_no_change_and_the_same_seed_the_same_answer() {
        let noise: Vec<f64> = (0..40).map(|i| f64::from(i * 7919 % 13)).collect();
        let found = change_point(&noise, 3).unwrap();
        assert!(found.level > 0.1, "{found:?}");
        assert_eq!(change_point(&noise, 3), Some(found));
        assert_eq!(change_point(&[1.0; 30], 3), None);
        assert_eq!(change_point(&[1.0, 2.0, 3.0], 3), None);
    }
}
