//! Block J: how an account posts, adapts and comes back. Nothing here looks up anybody: all input
//! is what the caller gives, and no measure is a verdict on a person.

mod change;
mod handle;
mod time;

pub(crate) use change::tested_splits;
pub use change::{ChangePoint, change_point, change_points};
pub use handle::Handle;
pub use time::Timestamp;

use crate::FeatureVector;

/// When an account posts (J1): shares of the 24 hours and 7 days, in UTC, with their entropies.
///
/// Source: Ashcroft et al. 2015. Time zones and Ramadan move it; compare an account with itself.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct PostingProfile {
    /// Share of the posts in each hour.
    pub hours: [f64; 24],
    /// Share of the posts on each day, Monday first.
    pub days: [f64; 7],
    /// Entropy of the hours in bits, 0 to log2(24).
    pub hour_entropy: f64,
    /// Entropy of the days in bits, 0 to log2(7).
    pub day_entropy: f64,
}

impl PostingProfile {
    /// Counts the hours and days of `times`; all zero for none.
    ///
    /// ```
    /// use khitab_features::{PostingProfile, Timestamp};
    /// let times: Vec<Timestamp> = ["2017-09-15T08:00:00Z", "2017-09-15T08:30:00Z"]
    ///     .iter()
    ///     .filter_map(|time| time.parse().ok())
    ///     .collect();
    /// let profile = PostingProfile::new(&times);
    /// assert_eq!((profile.hours[8], profile.days[4], profile.hour_entropy), (1.0, 1.0, 0.0));
    /// ```
    #[must_use]
    pub fn new(times: &[Timestamp]) -> Self {
        let mut out = Self {
            hours: [0.0; 24],
            days: [0.0; 7],
            hour_entropy: 0.0,
            day_entropy: 0.0,
        };
        let one = 1.0 / times.len().max(1) as f64;
        for time in times {
            out.hours[time.hour()] += one;
            out.days[time.weekday()] += one;
        }
        out.hour_entropy = entropy(&out.hours);
        out.day_entropy = entropy(&out.days);
        out
    }
}

fn entropy(shares: &[f64]) -> f64 {
    let terms = shares.iter().filter(|share| **share > 0.0);
    terms
        .map(|share| -share * share.log2())
        .sum::<f64>()
        .max(0.0)
}

/// Burstiness of posting (J2): (σ − μ) / (σ + μ) of the gaps between posts, from -1 (a clock) over
/// 0 (chance) to 1 (bursts). `None` for fewer than three posts.
///
/// Source: Goh and Barabási 2008, as in Ferrara et al. 2016. News events burst too.
#[must_use]
pub fn burstiness(times: &[Timestamp]) -> Option<f64> {
    if times.len() < 3 {
        return None;
    }
    let mut sorted = times.to_vec();
    sorted.sort_unstable();
    let gaps: Vec<f64> = sorted
        .windows(2)
        .map(|pair| pair[1].seconds_since(pair[0]))
        .collect();
    let mean = gaps.iter().sum::<f64>() / gaps.len() as f64;
    let variance = gaps.iter().map(|gap| (gap - mean).powi(2)).sum::<f64>() / gaps.len() as f64;
    let deviation = variance.sqrt();
    let sum = deviation + mean;
    (sum > 0.0).then(|| (deviation - mean) / sum)
}

/// Style accommodation (J3): the slope, per window, of the cosine between an account's windows, in
/// order of time, and a reference vernacular. `None` for fewer than two windows.
///
/// Source: Smith et al. 2020. An event can move the vocabulary of everybody: compare accounts.
#[must_use]
pub fn accommodation(windows: &[FeatureVector], reference: &FeatureVector) -> Option<f64> {
    if windows.len() < 2 {
        return None;
    }
    let near: Vec<f64> = windows
        .iter()
        .map(|window| cosine(window, reference))
        .collect();
    let mean_x = (near.len() - 1) as f64 / 2.0;
    let mean_y = near.iter().sum::<f64>() / near.len() as f64;
    let (mut covariance, mut variance) = (0.0, 0.0);
    for (at, y) in near.iter().enumerate() {
        let x = at as f64 - mean_x;
        covariance += x * (y - mean_y);
        variance += x * x;
    }
    Some(covariance / variance)
}

fn cosine(a: &FeatureVector, b: &FeatureVector) -> f64 {
    let norm = |row: &FeatureVector| {
        let squares = row.values.iter().map(|value| f64::from(*value).powi(2));
        squares.sum::<f64>().sqrt()
    };
    let dot: f64 = a
        .iter()
        .map(|(id, value)| f64::from(value) * f64::from(b.get(id)))
        .sum();
    let norms = norm(a) * norm(b);
    if norms > 0.0 { dot / norms } else { 0.0 }
}

/// Naming shift (J4): where an account's share of self names against outsiders' names changes.
///
/// `posts` are the counts of self names and of outsiders' names of each post, in order of time;
/// posts with neither do not speak. The test is [`change_point`] on the share of each post.
/// Source: Rowe and Saif 2016. One quotation is no shift: a level below .05 needs several posts.
#[must_use]
pub fn naming_shift(posts: &[(f64, f64)], seed: u64) -> Option<ChangePoint> {
    let named: Vec<(usize, f64)> = posts
        .iter()
        .enumerate()
        .filter(|(_, (own, other))| own + other > 0.0)
        .map(|(at, (own, other))| (at, own / (own + other)))
        .collect();
    let shares: Vec<f64> = named.iter().map(|(_, share)| *share).collect();
    let mut found = change_point(&shares, seed)?;
    found.at = named[found.at].0;
    Some(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hours(hours: &[i64]) -> Vec<Timestamp> {
        hours
            .iter()
            .map(|hour| Timestamp::from_unix(hour * 3600))
            .collect()
    }

    #[test]
    fn burstiness_tells_clocks_from_bursts() {
        assert_eq!(burstiness(&hours(&[0, 1, 2, 3])), Some(-1.0));
        let bursts = burstiness(&hours(&[0, 0, 0, 0, 0, 0, 0, 0, 0, 500])).unwrap();
        assert!(bursts > 0.4, "{bursts}");
        assert_eq!(burstiness(&hours(&[1, 2])), None);
        assert_eq!(burstiness(&hours(&[1, 1, 1])), None);
    }

    #[test]
    fn accommodation_is_the_slope_of_the_cosine() {
        let row = |values: [f32; 2]| FeatureVector {
            columns: vec![0, 1],
            values: values.to_vec(),
            provenance: Vec::new(),
        };
        let reference = row([0.0, 1.0]);
        let nearer = [row([1.0, 0.0]), row([1.0, 1.0]), row([0.0, 1.0])];
        assert!((accommodation(&nearer, &reference).unwrap() - 0.5).abs() < 1e-9);
        assert_eq!(accommodation(&nearer[..1], &reference), None);
    }

    #[test]
    fn a_shift_of_names_is_placed_and_a_single_quotation_is_none() {
        let mut posts = vec![(0.0, 1.0); 12];
        posts.extend(vec![(0.0, 0.0); 3]);
        posts.extend(vec![(2.0, 0.0); 12]);
        let shift = naming_shift(&posts, 7).unwrap();
        assert_eq!((shift.at, shift.before, shift.after), (15, 0.0, 1.0));
        assert!(shift.level < 0.01);
        let mut one = vec![(0.0, 1.0); 20];
        one[9] = (1.0, 0.0);
        assert!(naming_shift(&one, 7).unwrap().level > 0.05);
    }
}
