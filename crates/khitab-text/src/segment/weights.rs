//! What each feature counts: weights of eight bits, found by hash.

use std::borrow::Cow;

use super::SegmenterError;
use super::table::Table;

/// Feature weights as whole numbers from -127 to 127, 16 bits of fingerprint beside each.
#[derive(Clone, Debug)]
pub(crate) struct Weights(Table<3, 8>);

impl Weights {
    pub(crate) fn read(bytes: Cow<'static, [u8]>) -> Result<Self, SegmenterError> {
        Table::read(bytes).map(Self)
    }

    /// A number of its bytes.
    pub(crate) fn checksum(&self) -> u64 {
        self.0.checksum()
    }

    /// The weight of a feature; 0 when it has none.
    #[inline]
    pub(crate) fn get(&self, feature: u64) -> i32 {
        self.0.get(feature).map_or(0, |cell| cell as i32 - 128)
    }

    /// Makes the bytes of a table: weights are scaled so that the largest is 127, the `limit`
    /// largest that do not round to 0 are kept.
    pub(crate) fn build(weights: &[(u64, f32)], limit: usize) -> Vec<u8> {
        let largest = weights
            .iter()
            .fold(0.0_f32, |most, &(_, w)| most.max(w.abs()));
        let scale = 127.0 / largest.max(f32::MIN_POSITIVE);
        let mut kept: Vec<(u64, i32)> = weights
            .iter()
            .map(|&(feature, w)| (feature, (w * scale).round() as i32))
            .filter(|&(_, w)| w != 0)
            .collect();
        kept.sort_by_key(|&(feature, w)| (-w.abs(), feature));
        kept.truncate(limit);
        let pairs: Vec<_> = kept
            .into_iter()
            .map(|(feature, w)| (feature, (w + 128) as u32))
            .collect();
        Table::<3, 8>::build(&pairs)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weights_come_back_scaled() {
        let bytes = Weights::build(&[(1, 2.0), (2, -1.0), (3, 0.001), (4, 0.5)], 3);
        let weights = Weights::read(bytes.into()).expect("own bytes");
        assert_eq!(
            [1, 2, 3, 4, 5].map(|f| weights.get(f)),
            [127, -64, 0, 32, 0]
        );
    }
}
