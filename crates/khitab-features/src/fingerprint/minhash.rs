//! MinHash (Broder 1997): the share of word pairs that two texts have in common.

/// Bands of the index; texts that agree in all rows of one band are candidates.
pub(super) const BANDS: usize = 16;
/// Rows of a band: with 16 × 5 a pair of Jaccard .8 is met with .998, of .3 with .04.
pub(super) const ROWS: usize = 5;

const SIZE: usize = BANDS * ROWS;

/// What a permutation has when there is nothing to permute.
const NONE: u32 = u32::MAX;

/// The least of the word pairs of a text under each of 80 permutations.
///
/// The standard error of [`MinHash::jaccard`] is at most .056.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct MinHash([u32; SIZE]);

impl MinHash {
    pub(super) fn new(numbers: &[u64]) -> Self {
        let mut least = [NONE; SIZE];
        for &number in numbers {
            let folded = (number >> 32) as u32 ^ number as u32;
            for (seed, least) in (1u32..).zip(&mut least) {
                *least = (*least).min(permute(folded, seed));
            }
        }
        Self(least)
    }

    /// Takes values that [`MinHash::as_slice`] gave; `None` unless there are 80.
    #[must_use]
    pub fn from_slice(values: &[u32]) -> Option<Self> {
        values.try_into().ok().map(Self)
    }

    /// The least number under each permutation.
    #[must_use]
    pub fn as_slice(&self) -> &[u32] {
        &self.0
    }

    /// Whether it was taken of no word at all.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.iter().all(|&least| least == NONE)
    }

    /// An estimate of the Jaccard index of the two sets of word pairs, 0 to 1; a text
    /// without words is like no other.
    #[must_use]
    pub fn jaccard(&self, other: &Self) -> f64 {
        let equal = self.0.iter().zip(&other.0);
        let equal = equal.filter(|&(a, b)| a == b && *a != NONE).count();
        equal as f64 / SIZE as f64
    }

    /// One number a band: texts that share one are candidates. Half of a hash, since a candidate is compared
    /// anyway and a million texts share a band by chance once in four thousand looks.
    pub(super) fn bands(&self) -> impl Iterator<Item = u32> {
        let join = |hash, &row: &u32| crate::ngrams::join_hashes(hash, row.into());
        let hashes = self
            .0
            .chunks(ROWS)
            .map(move |rows| rows.iter().fold(0, join));
        hashes.map(|hash: u64| (hash >> 32) as u32)
    }
}

/// The finaliser of MurmurHash3, a bijection, begun at another place for every seed.
#[inline]
fn permute(number: u32, seed: u32) -> u32 {
    let mut h = number ^ seed.wrapping_mul(0x9E37_79B9);
    h = (h ^ (h >> 16)).wrapping_mul(0x85EB_CA6B);
    h = (h ^ (h >> 13)).wrapping_mul(0xC2B2_AE35);
    (h ^ (h >> 16)).min(NONE - 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ngrams::hash_word;

    fn numbers(range: core::ops::Range<u32>) -> Vec<u64> {
        range.map(|i| hash_word(&i.to_le_bytes())).collect()
    }

    #[test]
    fn the_estimate_is_near_the_jaccard_index() {
        let whole = MinHash::new(&numbers(0..1000));
        for (shared, expected) in [(1000, 1.0), (900, 0.9), (600, 0.6), (200, 0.2), (0, 0.0)] {
            let part = MinHash::new(&numbers(0..shared));
            let estimate = whole.jaccard(&part);
            assert!((estimate - expected).abs() < 0.12, "{shared}: {estimate}");
        }
    }

    #[test]
    fn values_go_out_and_come_back() {
        let minhash = MinHash::new(&numbers(0..10));
        assert_eq!(MinHash::from_slice(minhash.as_slice()), Some(minhash));
        assert_eq!(MinHash::from_slice(&[1, 2]), None);
        assert!(MinHash::new(&[]).is_empty());
    }
}
