//! Thirty-two bytes of plain Arabic at a time.
//!
//! Most text is Arabic letters and ASCII, and most of what a profile changes there is one letter
//! for another of the same two bytes: أ إ آ ة ى, and capitals. Such a piece needs no look at single
//! characters. The loops below run over arrays of fixed size without a branch, so that the
//! compiler turns them into vector instructions; anything else in the piece sends it to the
//! table.

use super::table::{CHANGED, RARE, SAME, Table};

/// Bytes taken at a time.
pub(crate) const LANES: usize = 32;
/// The bytes before and after that the loops look at.
pub(crate) const WINDOW: usize = LANES + 2;

/// Letters that are replaced in most sentences; rarer ones go through the table.
const COMMON: [char; 5] = ['أ', 'إ', 'آ', 'ة', 'ى'];
/// Code of a byte that is not the second byte of U+0600 to U+067F.
const OUTSIDE: u8 = 0x80;

/// One value in every lane, so that the loops load it instead of spreading it each time.
#[derive(Clone, Copy, Debug, Default)]
#[repr(align(32))]
struct Spread([u8; LANES]);

impl From<u8> for Spread {
    fn from(value: u8) -> Self {
        Self([value; LANES])
    }
}

/// What the fast path of a table knows, in codes: the code point less 0x600.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Lanes {
    usable: bool,
    /// Codes from the first on, as many as the second, that only the table can treat.
    special: [(Spread, Spread); 4],
    /// Code, and what is to be flipped in its second byte.
    seconds: [(Spread, Spread); COMMON.len()],
    /// Second byte after which the first byte is flipped from D8 to D9.
    raised: Spread,
    /// What is added to a capital.
    lower: Spread,
}

impl Lanes {
    pub(crate) fn new(table: &Table) -> Self {
        let mut lanes = Self {
            seconds: [(OUTSIDE.into(), 0.into()); COMMON.len()],
            ..Self::default()
        };
        for (at, letter) in COMMON.into_iter().enumerate() {
            lanes.learn(at, letter, table);
        }
        lanes.learn_ascii(table);
        let mut special: Vec<(u8, u8)> = (0..0x80)
            .filter(|&code| !lanes.knows(code, table))
            .map(|code| (code, code))
            .collect();
        // A few ranges that hold all of them: the smallest gaps are given up first.
        while special.len() > lanes.special.len() {
            let gap = |at: &usize| special[at + 1].0 - special[*at].1;
            let Some(at) = (0..special.len() - 1).min_by_key(gap) else {
                break;
            };
            special[at].1 = special.remove(at + 1).1;
        }
        for (place, (low, high)) in lanes.special.iter_mut().zip(special) {
            *place = (low.into(), (high - low + 1).into());
        }
        lanes
    }

    /// Notes what becomes of a common letter, if it is one letter of this block.
    fn learn(&mut self, at: usize, letter: char, table: &Table) {
        let code = (letter as u32 - 0x600) as u8;
        let entry = table.entry(letter);
        let [first, second, ..] = entry.to_le_bytes();
        if entry & (RARE | CHANGED) != 0 || !matches!(first, 0xD8 | 0xD9) {
            return;
        }
        let old = 0x80 | code & 0x3F;
        let old_first = 0xD8 + (code >> 6);
        if first != old_first {
            // One letter may go from D8 to D9; a second one would need a second test.
            if (old_first, first) != (0xD8, 0xD9) || self.raised.0[0] != 0 {
                return;
            }
            self.raised = old.into();
        }
        self.seconds[at] = (code.into(), (old ^ second).into());
    }

    fn learn_ascii(&mut self, table: &Table) {
        let becomes = |c: u8| table.narrow[usize::from(c)].to_le_bytes()[0];
        let lower = |c: u8| becomes(c).wrapping_sub(c);
        let added = lower(b'A');
        let plain = |c: u8| table.narrow[usize::from(c)] & (RARE | CHANGED) == 0;
        self.lower = added.into();
        self.usable = (0_u8..0x80).all(|c| {
            let expected = if c.is_ascii_uppercase() { added } else { 0 };
            plain(c) && lower(c) == expected
        });
    }

    /// Whether the loops treat a code as the table does.
    fn knows(&self, code: u8, table: &Table) -> bool {
        let entry = table.narrow[0x600 + usize::from(code)];
        if entry & (RARE | CHANGED) != 0 {
            return false;
        }
        entry & SAME != 0
            || entry.to_le_bytes()[..2] == [0xD8 + (code >> 6), 0x80 | code & 0x3F]
            || self.seconds.iter().any(|(known, _)| known.0[0] == code)
    }

    /// Folds the bytes of `window` but its first and last into `out`; `None` when only the
    /// table can, else how many of them are done: a character cut in two is left.
    #[inline]
    pub(crate) fn fold(&self, window: &[u8; WINDOW], out: &mut [u8; LANES]) -> Option<usize> {
        if !self.usable {
            return None;
        }
        let mut stop = [0_u8; LANES];
        for i in 0..LANES {
            let (before, byte, after) = (window[i], window[i + 1], window[i + 2]);
            let code = (byte & 0x3F) | (before << 6 & 0x40) | (mask((byte as i8) >= -64) & OUTSIDE);
            let mut bad = mask(byte >= 0xC0) & !mask(byte | 1 == 0xD9);
            for (low, count) in &self.special {
                bad |= mask(code.wrapping_sub(low.0[i]) < count.0[i]);
            }
            let mut flip = mask(byte == 0xD8) & mask(after == self.raised.0[i]) & 1;
            for (from, change) in &self.seconds {
                flip |= mask(code == from.0[i]) & change.0[i];
            }
            let capital = mask(byte.wrapping_sub(b'A') < 26);
            stop[i] = bad;
            out[i] = (byte ^ flip).wrapping_add(capital & self.lower.0[i]);
        }
        if stop.iter().fold(0, |all, bad| all | bad) != 0 {
            return None;
        }
        Some(LANES - usize::from(window[LANES] >= 0xC0))
    }
}

/// All bits or none.
#[inline]
const fn mask(condition: bool) -> u8 {
    (condition as u8).wrapping_neg()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use crate::{Normalizer, Profile};

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(256))]

        /// A text long enough for the lanes comes out as its characters do one by one.
        #[test]
        fn lanes_agree_with_the_table(source in "[\u{600}-\u{67F}ا-يa-zA-Z0-9 .،پ“]{0,200}") {
            for profile in [Profile::SEARCH, Profile::STRICT] {
                let mut profile = profile;
                profile.unicode = crate::normalize::Unicode::Keep;
                let normalizer = Normalizer::new(profile);
                let whole = normalizer.normalize(&source);
                let pieces: String = source
                    .chars()
                    .map(|c| normalizer.normalize(&c.to_string()).normalized().to_owned())
                    .collect();
                prop_assert_eq!(whole.normalized(), pieces);
            }
        }
    }
}
