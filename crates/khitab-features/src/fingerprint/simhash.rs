//! SimHash (Charikar 2002): similar sets of word pairs have similar bits.

use core::fmt;
use core::str::FromStr;

/// 64 bits of which few differ between long texts that differ a little.
///
/// For texts of a hundred words and more; on short ones a single word moves many bits, and
/// [`crate::MinHash`] is the better guide.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct SimHash(pub u64);

impl SimHash {
    /// Each bit is what most of `numbers` have there.
    pub(super) fn new(numbers: &[u64]) -> Self {
        let mut balance = [0i64; 64];
        for number in numbers {
            for (bit, balance) in balance.iter_mut().enumerate() {
                *balance += ((number >> bit & 1) as i64) * 2 - 1;
            }
        }
        let set = balance.iter().enumerate().filter(|&(_, &sum)| sum > 0);
        Self(set.fold(0, |bits, (bit, _)| bits | 1 << bit))
    }

    /// The number of bits that differ.
    #[must_use]
    pub const fn distance(self, other: Self) -> u32 {
        (self.0 ^ other.0).count_ones()
    }
}

impl fmt::Display for SimHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:016x}", self.0)
    }
}

impl FromStr for SimHash {
    type Err = core::num::ParseIntError;

    fn from_str(s: &str) -> Result<Self, Self::Err> {
        u64::from_str_radix(s, 16).map(Self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn most_numbers_decide_each_bit() {
        assert_eq!(SimHash::new(&[0b110, 0b100, 0b101]), SimHash(0b100));
        assert_eq!(SimHash::new(&[]), SimHash(0));
        assert_eq!(SimHash(0b110).distance(SimHash(0b011)), 2);
        assert_eq!("00000000000000ff".parse(), Ok(SimHash(255)));
        assert_eq!(SimHash(255).to_string(), "00000000000000ff");
    }
}
