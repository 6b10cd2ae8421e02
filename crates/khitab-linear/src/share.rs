//! A share of counted things, and how sure it is.

use serde::{Deserialize, Serialize};

/// Hits among all, with the 95 % interval of Wilson (1927), which holds at 0 and at 1 too.
///
/// ```
/// use khitab_linear::Share;
/// let none = Share::of(0, 1_551);
/// assert_eq!((none.value, none.low), (0.0, 0.0));
/// assert!((none.high - 0.0025).abs() < 1e-4);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Share {
    /// How many have the property.
    pub hits: usize,
    /// How many there are.
    pub all: usize,
    /// Hits over all; 0 of nothing.
    pub value: f64,
    /// The lower end of the interval; 0 of nothing.
    pub low: f64,
    /// The upper end of the interval; 1 of nothing.
    pub high: f64,
}

impl Share {
    /// The share of `hits` among `all`.
    ///
    /// # Panics
    /// When there are more hits than things.
    #[must_use]
    pub fn of(hits: usize, all: usize) -> Self {
        /// The 97.5 % quantile of the normal distribution.
        const Z: f64 = 1.959_963_984_540_054;
        assert!(hits <= all, "{hits} of {all}");
        let (n, z2) = (all as f64, Z * Z);
        let value = if all == 0 { 0.0 } else { hits as f64 / n };
        let middle = n * value + z2 / 2.0;
        let half = Z * (n * value * (1.0 - value) + z2 / 4.0).sqrt();
        // At the ends the interval begins exactly where the share lies.
        let end =
            |exact: bool, value: f64, bound: f64| if exact { bound } else { value / (n + z2) };
        Self {
            hits,
            all,
            value,
            low: end(hits == 0, middle - half, 0.0),
            high: end(hits == all, middle + half, 1.0),
        }
    }

    /// The share of those that `hit` holds for.
    pub fn count(all: impl IntoIterator<Item = bool>) -> Self {
        let (mut hits, mut seen) = (0, 0);
        for hit in all {
            hits += usize::from(hit);
            seen += 1;
        }
        Self::of(hits, seen)
    }

    /// Nothing, where there is nothing to count.
    #[must_use]
    pub fn if_any(self) -> Option<Self> {
        (self.all > 0).then_some(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    // Newcombe (1998), table I: intervals of method 3, Wilson without correction.
    #[test]
    fn published_intervals() {
        for (hits, all, low, high) in [
            (81, 263, 0.2553, 0.3662),
            (15, 148, 0.0624, 0.1605),
            (0, 20, 0.0, 0.1611),
            (1, 29, 0.0061, 0.1718),
        ] {
            let share = Share::of(hits, all);
            assert!((share.low - low).abs() < 5e-5, "{share:?}");
            assert!((share.high - high).abs() < 5e-5, "{share:?}");
        }
    }

    #[test]
    fn ends_and_nothing() {
        let all = Share::of(7, 7);
        assert_eq!((all.value, all.high), (1.0, 1.0));
        let mirror = Share::of(0, 7);
        assert!((all.low - (1.0 - mirror.high)).abs() < 1e-12);
        let nothing = Share::count([]);
        assert_eq!((nothing.value, nothing.low, nothing.high), (0.0, 0.0, 1.0));
        assert_eq!(nothing.if_any(), None);
        assert_eq!(Share::count([true, false, true]).hits, 2);
    }
}
