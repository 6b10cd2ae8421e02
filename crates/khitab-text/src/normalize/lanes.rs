//! Sixty-four bytes of plain Arabic at a time.
//!
//! Most text is Arabic letters and ASCII. What a profile changes there is mostly one letter for
//! another of the same two bytes (أ إ آ ة ى, and capitals), and what it deletes are marks and
//! tatweel of the same block. Vector instructions do all of this for sixty-four bytes without
//! looking at single characters: they give the bytes with their letters replaced, a mask of the
//! bytes to delete, and a mask of the characters that only the table knows.

use fearless_simd::{Select, Simd, SimdBase, SimdInt, SimdMask};

use super::table::{ATTACHED, CHANGED, RARE, SAME, Table};
use crate::simd::{WIDTH, Window};

/// Letters that are replaced in most sentences; rarer ones go through the table.
const COMMON: [char; 5] = ['أ', 'إ', 'آ', 'ة', 'ى'];
/// A code that no character has.
const NONE: u8 = 0x80;
/// Ranges of codes that one pass can tell.
const RANGES: usize = 4;

/// Codes from the first on, as many as the second.
type Ranges = [(u8, u8); RANGES];

/// What a table makes of ASCII and U+0600 to U+067F; a code is the code point less 0x600.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Lanes {
    usable: bool,
    /// Codes that only the table can treat.
    special: Ranges,
    /// Codes that are deleted and belong to the letter before, unless they are special.
    deleted: Ranges,
    /// Code, and what is to be flipped in its second byte.
    seconds: [(u8, u8); COMMON.len()],
    /// Second byte after which the first byte is flipped from D8 to D9.
    raised: u8,
    /// What is added to a capital.
    lower: u8,
}

/// What becomes of sixty-four bytes.
#[derive(Default)]
pub(crate) struct Folded {
    /// First bytes of characters of two bytes that are deleted.
    pub(crate) deleted: u64,
    /// First bytes of characters that only the table can treat.
    pub(crate) special: u64,
}

impl Lanes {
    pub(crate) fn new(table: &Table) -> Self {
        let mut lanes = Self {
            seconds: [(NONE, 0); COMMON.len()],
            ..Self::default()
        };
        for (at, letter) in COMMON.into_iter().enumerate() {
            lanes.learn(at, letter, table);
        }
        lanes.learn_ascii(table);
        let entry = |code: u8| table.narrow[0x600 + usize::from(code)];
        let is_deleted = |code: u8| entry(code) & !SAME == CHANGED | ATTACHED;
        let mut special = runs(|code| !is_deleted(code) && !lanes.knows(code, entry(code)));
        let mut deleted = runs(|code| is_deleted(code) || !lanes.knows(code, entry(code)));
        deleted.retain(|(low, high)| (*low..=*high).any(is_deleted));
        // What does not fit is special; the smallest gaps between special ones are given up first.
        special.extend(deleted.drain(RANGES.min(deleted.len())..));
        special.sort_unstable();
        while special.len() > RANGES {
            let gap = |at: &usize| special[at + 1].0.saturating_sub(special[*at].1);
            let Some(at) = (0..special.len() - 1).min_by_key(gap) else {
                break;
            };
            special[at].1 = special.remove(at + 1).1.max(special[at].1);
        }
        lanes.special = ranges(&special);
        lanes.deleted = ranges(&deleted);
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
            if (old_first, first) != (0xD8, 0xD9) || self.raised != 0 {
                return;
            }
            self.raised = old;
        }
        self.seconds[at] = (code, old ^ second);
    }

    fn learn_ascii(&mut self, table: &Table) {
        let becomes = |c: u8| table.narrow[usize::from(c)].to_le_bytes()[0];
        let lower = |c: u8| becomes(c).wrapping_sub(c);
        let plain = |c: u8| table.narrow[usize::from(c)] & (RARE | CHANGED) == 0;
        self.lower = lower(b'A');
        self.usable = (0_u8..0x80).all(|c| {
            let expected = if c.is_ascii_uppercase() {
                self.lower
            } else {
                0
            };
            plain(c) && lower(c) == expected
        });
    }

    /// Whether a code of that entry stays or becomes what was learnt.
    fn knows(&self, code: u8, entry: u32) -> bool {
        if entry & (RARE | CHANGED) != 0 {
            return false;
        }
        entry & SAME != 0
            || entry.to_le_bytes()[..2] == [0xD8 + (code >> 6), 0x80 | code & 0x3F]
            || self.seconds.iter().any(|(known, _)| *known == code)
    }

    /// Whether the profile leaves ASCII to [`fold`](Self::fold).
    pub(crate) const fn usable(&self) -> bool {
        self.usable
    }

    /// Folds sixty-four bytes that start with a character into `out`, letter for letter.
    #[inline(always)]
    pub(crate) fn fold<S: Simd>(&self, simd: S, window: &Window, out: &mut [u8; WIDTH]) -> Folded {
        let mut folded = Folded::default();
        let mut specials = 0;
        for from in (0..WIDTH).step_by(S::u8s::N) {
            let before = load(simd, window, from);
            let bytes = load(simd, window, from + 1);
            let after = load(simd, window, from + 2);

            let first = bytes.simd_ge(0xC0);
            let foreign = first & !(bytes | 1).simd_eq(0xD9);
            // The code of a second byte; those of other bytes are at least `NONE`.
            let code = (bytes ^ 0x80) + only(simd, before.simd_eq(0xD9), 0x40);
            let code = code | only(simd, first, NONE);
            folded.special |= foreign.to_bitmask() << from;
            folded.deleted |= within::<S>(code, &self.deleted) << from;
            specials |= within::<S>(code, &self.special) << from;

            let raised = bytes.simd_eq(0xD8) & after.simd_eq(self.raised);
            let mut flip = only(simd, raised, 1);
            for (from, change) in self.seconds {
                flip |= only(simd, code.simd_eq(from), change);
            }
            let capital = (bytes - b'A').simd_lt(26);
            let bytes = (bytes ^ flip) + only(simd, capital, self.lower);
            bytes.store_slice(&mut out[from..][..S::u8s::N]);
        }
        // A character is told by its second byte.
        folded.deleted >>= 1;
        folded.special |= specials >> 1;
        folded
    }
}

/// The bytes of characters that are not ASCII.
#[inline(always)]
pub(crate) fn wide_bytes<S: Simd>(simd: S, bytes: &[u8; WIDTH]) -> u64 {
    let mut wide = 0;
    for from in (0..WIDTH).step_by(S::u8s::N) {
        let bytes = S::u8s::from_slice(simd, &bytes[from..][..S::u8s::N]);
        wide |= bytes.simd_ge(0x80).to_bitmask() << from;
    }
    wide
}

#[inline(always)]
fn load<S: Simd>(simd: S, window: &Window, from: usize) -> S::u8s {
    S::u8s::from_slice(simd, &window[from..][..S::u8s::N])
}

/// `value` where the mask is set, else zero.
#[inline(always)]
fn only<S: Simd>(simd: S, mask: S::mask8s, value: u8) -> S::u8s {
    mask.select(S::u8s::splat(simd, value), S::u8s::splat(simd, 0))
}

/// Which codes lie in one of the ranges.
#[inline(always)]
fn within<S: Simd>(codes: S::u8s, ranges: &Ranges) -> u64 {
    let [a, b, c, d] = *ranges;
    let first = (codes - a.0).simd_lt(a.1) | (codes - b.0).simd_lt(b.1);
    let last = (codes - c.0).simd_lt(c.1) | (codes - d.0).simd_lt(d.1);
    (first | last).to_bitmask()
}

/// The runs of codes that are `wanted`: first and last of each.
fn runs(wanted: impl Fn(u8) -> bool) -> Vec<(u8, u8)> {
    let mut runs: Vec<(u8, u8)> = Vec::new();
    for code in (0..NONE).filter(|code| wanted(*code)) {
        match runs.last_mut() {
            Some((_, last)) if *last + 1 == code => *last = code,
            _ => runs.push((code, code)),
        }
    }
    runs
}

fn ranges(runs: &[(u8, u8)]) -> Ranges {
    let mut ranges = Ranges::default();
    for (range, (low, high)) in ranges.iter_mut().zip(runs) {
        *range = (*low, high - low + 1);
    }
    ranges
}
