//! Sixty-four bytes of plain Arabic at a time.
//!
//! Most text is Arabic letters and ASCII. What a profile changes there is mostly one letter for
//! another of the same two bytes (أ إ آ ة ى, and capitals), and what it deletes are marks and
//! tatweel of the same block. Vector instructions do all of this for sixty-four bytes without
//! looking at single characters: they give the bytes with their letters replaced, a mask of the
//! bytes to delete, and a mask of the characters that only the table knows.

use fearless_simd::{Select, Simd, SimdBase, SimdInt, SimdMask};

use super::table::{ATTACHED, CHANGED, RARE, SAME, Table};
use crate::simd::{Row, WIDTH, Window, lookup};

/// Letters that are replaced in most sentences; rarer ones go through the table.
const COMMON: [char; 5] = ['أ', 'إ', 'آ', 'ة', 'ى'];
/// A code that no character has.
const NONE: u8 = 0x80;
/// Rows of sixteen codes that hold a common letter.
const ROWS: usize = 2;
/// A bit for each row.
const BITS: Row = [1, 2, 4, 8, 16, 32, 64, 128, 0, 0, 0, 0, 0, 0, 0, 0];

/// A set of codes: by the low four bits of a code, a bit for each row that has it.
#[derive(Clone, Copy, Debug, Default)]
struct Codes(Row);

impl Codes {
    fn of(is_in: impl Fn(u8) -> bool) -> Self {
        let mut codes = Self::default();
        for code in (0..NONE).filter(|code| is_in(*code)) {
            codes.0[usize::from(code & 15)] |= 1 << (code >> 4);
        }
        codes
    }
}

/// What a table makes of ASCII and U+0600 to U+067F; a code is the code point less 0x600.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Lanes {
    usable: bool,
    /// Codes that only the table can treat.
    special: Codes,
    /// Codes that are deleted and belong to the letter before.
    deleted: Codes,
    /// The number of a row, and what is to be flipped in the second bytes of its codes.
    flips: [(u8, Row); ROWS],
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
        let mut lanes = Self::default();
        let known = COMMON.map(|letter| lanes.learn(letter, table).unwrap_or(NONE));
        lanes.learn_ascii(table);
        let entry = |code: u8| table.narrow[0x600 + usize::from(code)];
        let is_deleted = |code: u8| entry(code) & !SAME == CHANGED | ATTACHED;
        lanes.deleted = Codes::of(is_deleted);
        lanes.special = Codes::of(|code| {
            !is_deleted(code) && !stays(code, entry(code)) && !known.contains(&code)
        });
        lanes
    }

    /// Notes what becomes of a common letter, if it is one letter of this block; gives its code.
    fn learn(&mut self, letter: char, table: &Table) -> Option<u8> {
        let code = (letter as u32 - 0x600) as u8;
        let entry = table.entry(letter);
        let [first, second, ..] = entry.to_le_bytes();
        if entry & (RARE | CHANGED) != 0 || !matches!(first, 0xD8 | 0xD9) {
            return None;
        }
        let old = 0x80 | code & 0x3F;
        let old_first = 0xD8 + (code >> 6);
        if first != old_first {
            // One letter may go from D8 to D9; a second one would need a second test.
            if (old_first, first) != (0xD8, 0xD9) || self.raised != 0 {
                return None;
            }
            self.raised = old;
        }
        let of_code = |(row, flips): &&mut (u8, Row)| *row == code >> 4 || *flips == Row::default();
        let (row, flips) = self.flips.iter_mut().find(of_code)?;
        *row = code >> 4;
        flips[usize::from(code & 15)] = old ^ second;
        Some(code)
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
            let (low, row) = (code & 0x8F, code >> 4);
            let bit = lookup(simd, &BITS, row);
            let is_in = |codes: &Codes| !(lookup(simd, &codes.0, low) & bit).simd_eq(0);
            folded.special |= foreign.to_bitmask() << from;
            folded.deleted |= is_in(&self.deleted).to_bitmask() << from;
            specials |= is_in(&self.special).to_bitmask() << from;

            let raised = bytes.simd_eq(0xD8) & after.simd_eq(self.raised);
            let mut flip = only(simd, raised, 1);
            for (number, flips) in &self.flips {
                let flips = lookup(simd, flips, low);
                flip |= row.simd_eq(*number).select(flips, S::u8s::splat(simd, 0));
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

/// Whether a code of that entry is what it was.
fn stays(code: u8, entry: u32) -> bool {
    let same =
        entry & SAME != 0 || entry.to_le_bytes()[..2] == [0xD8 + (code >> 6), 0x80 | code & 0x3F];
    same && entry & (RARE | CHANGED) == 0
}
