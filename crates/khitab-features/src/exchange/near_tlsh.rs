//! The TLSH within a distance of another, without a look at each: multi-index hashing (Norouzi, Punjani and Fleet 2012)
//! over the body of the hash.

use rustc_hash::FxHashMap;

use super::search::TLSH_NEAR;
use crate::Tlsh;

/// The body of a TLSH, 128 buckets of two bits, is cut into bands of eight buckets.
const BANDS: u32 = 16;

/// A bucket that is one quarter off adds one to the distance, three quarters six. Sixteen bands that are all two off or
/// more are too far: an equal band saves two, one that is one off saves one, and a near hash saves two or more.
const SAVED: usize = 2;

const _: () = assert!(TLSH_NEAR <= 2 * BANDS - SAVED as u32);

/// Numbered hashes by what stands in each of their bands.
#[derive(Clone, Debug, Default)]
pub(super) struct NearTlsh {
    rows: FxHashMap<(u32, u16), Vec<u32>>,
}

impl NearTlsh {
    pub(super) fn insert(&mut self, tlsh: &Tlsh, row: u32) {
        for key in (0..BANDS).zip(tlsh.bands()) {
            self.rows.entry(key).or_default().push(row);
        }
    }

    /// All that may be near, in order; some that are far are among them.
    pub(super) fn candidates(&self, tlsh: &Tlsh) -> Vec<u32> {
        // A row stands here as often as it saves one.
        let mut saved: Vec<u32> = Vec::new();
        for (number, band) in (0..BANDS).zip(tlsh.bands()) {
            for band in [band, band].into_iter().chain(one_off(band)) {
                saved.extend(self.rows.get(&(number, band)).into_iter().flatten());
            }
        }
        saved.sort_unstable();
        let same = saved.chunk_by(|a, b| a == b);
        same.filter(|same| same.len() >= SAVED)
            .map(|same| same[0])
            .collect()
    }
}

/// The bands of which one bucket is one quarter higher or lower.
fn one_off(band: u16) -> impl Iterator<Item = u16> {
    (0..16).step_by(2).flat_map(move |bucket| {
        let quarter = (band >> bucket) & 3;
        let higher = (quarter < 3).then(|| band + (1 << bucket));
        let lower = (quarter > 0).then(|| band - (1 << bucket));
        [higher, lower].into_iter().flatten()
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const HASH: &str = "T1A0C02BF30C7004A00302CE11C012310FE1316E3383DAEC109C4B044046C78F6C48D830";

    #[test]
    fn neighbours_differ_in_one_bucket_by_one() {
        assert_eq!(one_off(0).count(), 8);
        let mut around: Vec<u16> = one_off(0b01_10).collect();
        around.retain(|band| *band < 16);
        assert_eq!(around, [0b01_11, 0b01_01, 0b10_10, 0b00_10]);
    }

    proptest! {
        /// Buckets moved by random steps: whatever is near by the distance is among the candidates.
        #[test]
        fn no_near_hash_is_missed(steps in proptest::collection::vec((0usize..64, 0u32..16), 0..40)) {
            let hash: Tlsh = HASH.parse().unwrap();
            let mut digits: Vec<char> = HASH.chars().collect();
            for (at, digit) in steps {
                let old = digits[8 + at].to_digit(16).unwrap();
                // One bucket of the two in a digit takes its value of the other.
                let new = (old & 0b1100) | (digit & 0b0011);
                digits[8 + at] = char::from_digit(new, 16).unwrap().to_ascii_uppercase();
            }
            let moved: Tlsh = digits.into_iter().collect::<String>().parse().unwrap();
            let mut index = NearTlsh::default();
            index.insert(&hash, 7);
            if hash.distance(&moved) <= TLSH_NEAR {
                prop_assert_eq!(index.candidates(&moved), [7]);
            }
        }
    }
}
