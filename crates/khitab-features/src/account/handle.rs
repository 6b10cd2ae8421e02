//! Handles that come back with another number.

/// A user name as re-registered accounts vary it (J5): its stem and its counter.
///
/// ```
/// use khitab_features::Handle;
/// let (old, new) = (Handle::new("@Abu_Tea_11"), Handle::new("abutea12"));
/// assert_eq!((old.counter(), new.counter()), (Some(11), Some(12)));
/// assert!(old.similarity(&new) > 0.9);
/// assert!(old.similarity(&Handle::new("coffee_time")) < 0.5);
/// ```
///
/// Source: the re-registration pattern of Berger and Morgan 2015. Common names collide: a
/// similarity is a reason to look, never an identification.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Handle {
    stem: Vec<char>,
    counter: Option<u64>,
}

/// Letters of a stem that are compared; longer handles do not exist.
const LONGEST: usize = 64;

impl Handle {
    /// Reads a handle: small letters, no separators, repeated letters once, the last number apart.
    #[must_use]
    pub fn new(handle: &str) -> Self {
        let tail = handle.trim_end_matches(|c: char| !c.is_alphanumeric());
        let digits = tail.len() - tail.trim_end_matches(|c: char| c.is_ascii_digit()).len();
        let (head, number) = tail.split_at(tail.len() - digits);
        let mut stem: Vec<char> = Vec::new();
        let letters = head
            .chars()
            .filter(|c| c.is_alphanumeric())
            .flat_map(char::to_lowercase);
        for c in letters.take(LONGEST) {
            if stem.last() != Some(&c) {
                stem.push(c);
            }
        }
        Self {
            stem,
            counter: number.parse().ok(),
        }
    }

    /// The handle without separators, repeats and its last number.
    #[must_use]
    pub fn stem(&self) -> String {
        self.stem.iter().collect()
    }

    /// The number at its end.
    #[must_use]
    pub fn counter(&self) -> Option<u64> {
        self.counter
    }

    /// How alike two stems are: 1 minus their edit distance over the longer length; 0 for stems
    /// of fewer than three letters, which say nothing.
    #[must_use]
    pub fn similarity(&self, other: &Self) -> f64 {
        let longer = self.stem.len().max(other.stem.len());
        if self.stem.len().min(other.stem.len()) < 3 {
            return 0.0;
        }
        1.0 - edits(&self.stem, &other.stem) as f64 / longer as f64
    }
}

/// Levenshtein distance in one row.
fn edits(a: &[char], b: &[char]) -> usize {
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, left) in a.iter().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, right) in b.iter().enumerate() {
            let replaced = diagonal + usize::from(left != right);
            diagonal = row[j + 1];
            row[j + 1] = replaced.min(row[j] + 1).min(diagonal + 1);
        }
    }
    row[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn handles_are_read_and_compared() {
        assert_eq!(Handle::new("__Soooq_2017__").stem(), "soq");
        assert_eq!(Handle::new("2017").counter(), Some(2017));
        assert_eq!(Handle::new("").counter(), None);
        assert_eq!(Handle::new("a1").similarity(&Handle::new("a2")), 0.0);
        assert_eq!(edits(&['a', 'b', 'c'], &['a', 'c']), 1);
        assert!(Handle::new("شاي_أخضر7").similarity(&Handle::new("شايأخضر8")) > 0.99);
    }
}
