//! Where plain Arabic words and signs stand, a bit for every byte.
//!
//! The end of a word cannot be foretold, so that a loop over its letters is mispredicted at nearly
//! every word. Here the text is looked at sixty-four bytes at a time, and what stands in them is
//! read off two masks: one of the bytes in which words and signs begin, one in which they end.

use std::mem;

use fearless_simd::{Simd, SimdBase, SimdInt, SimdMask, dispatch};

use crate::simd::{self, Row, WIDTH, below, lookup};

/// Windows that are looked at together; the last one is only looked into by the one before.
const WINDOWS: usize = 9;

/// One bit for each of sixty-four bytes.
#[derive(Clone, Copy, Debug, Default)]
struct Masks {
    /// Letters and marks U+0620 to U+065F, tatweel among them.
    letters: u64,
    /// The marks and tatweel among them, which begin no word.
    marks: u64,
    /// Spaces and line ends.
    spaces: u64,
    /// The last bytes of signs that are tokens of their own, whatever stands before them.
    signs: u64,
    /// Those of two bytes.
    wide: u64,
    /// Bytes before which no sign stands alone.
    runs: u64,
}

impl Masks {
    /// Every mask through `change`.
    #[inline(always)]
    fn map(self, change: impl Fn(u64) -> u64) -> Self {
        Self {
            letters: change(self.letters),
            marks: change(self.marks),
            spaces: change(self.spaces),
            signs: change(self.signs),
            wide: change(self.wide),
            runs: change(self.runs),
        }
    }
}

/// The plain words and signs from one position on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Words {
    starts: u64,
    ends: u64,
    /// Where signs start.
    signs: u64,
    /// How far this goes: bytes of words, signs and spaces that are done with.
    pub(crate) done: usize,
    /// Bytes of the letters behind, up to something that is neither letter nor space.
    pub(crate) open: usize,
}

impl Words {
    /// The open word is one too.
    #[inline(always)]
    pub(crate) fn close(&mut self) {
        self.done += mem::take(&mut self.open);
        self.ends |= 1 << self.done;
    }

    /// Whether it is a sign that starts there.
    #[inline(always)]
    pub(crate) const fn is_sign(&self, start: usize) -> bool {
        self.signs >> start & 1 == 1
    }

    /// The same words in a text that has more bytes: those of the words go where `bytes` has a bit.
    #[inline(always)]
    pub(crate) fn spread<S: Simd>(self, simd: S, bytes: u64) -> Self {
        Self {
            starts: simd::spread(simd, self.starts, bytes),
            ends: simd::spread(simd, self.ends, bytes),
            ..self
        }
    }
}

impl Iterator for Words {
    type Item = (usize, usize);

    /// Where the next word or sign starts and ends.
    #[inline(always)]
    fn next(&mut self) -> Option<(usize, usize)> {
        if self.ends == 0 {
            return None;
        }
        let word = (self.starts.trailing_zeros(), self.ends.trailing_zeros());
        self.starts &= self.starts.wrapping_sub(1);
        self.ends &= self.ends - 1;
        Some((word.0 as usize, word.1 as usize))
    }
}

/// The letters of a text.
#[derive(Clone, Debug)]
pub(crate) struct Letters<'s> {
    bytes: &'s [u8],
    /// The byte of the first bit.
    base: usize,
    masks: [Masks; WINDOWS],
}

impl<'s> Letters<'s> {
    pub(crate) fn new(text: &'s str) -> Self {
        Self {
            bytes: text.as_bytes(),
            // Behind every text: the first look makes the masks.
            base: isize::MAX as usize,
            masks: [Masks::default(); WINDOWS],
        }
    }

    /// The signs of the next `reach` bytes, at most sixty-four, and the words behind which a space, a
    /// sign or the end of the text stands.
    ///
    /// No letter may stand before the character boundary `at`.
    #[inline(always)]
    pub(crate) fn words<S: Simd>(&mut self, simd: S, at: usize, reach: usize) -> Words {
        let masks = self.ahead(simd, at);
        // Where a sign ends must be within reach.
        let reached = below(reach);
        let lasts = masks.signs & reached >> 1;
        let wide = masks.wide & lasts;
        let stray = masks.marks & !(masks.letters << 1);
        let plain = (masks.letters | masks.spaces | lasts | wide >> 1) & !stray & reached;
        let plain = plain.trailing_ones() as usize;
        let letters = masks.letters & below(plain);
        let lasts = lasts & below(plain);
        let signs = (lasts & !wide | wide >> 1) & below(plain);
        let ends = !letters & (letters << 1) & below(plain);
        let open = (letters << ((WIDTH - plain) % WIDTH)).leading_ones() as usize;
        Words {
            starts: letters & !(letters << 1) | signs,
            ends: ends | lasts << 1,
            signs,
            done: plain - open,
            open,
        }
    }

    /// The end of the run of letters and marks that starts at the character boundary `at`.
    #[inline]
    pub(crate) fn end(&mut self, mut at: usize) -> usize {
        loop {
            let masks = dispatch!(simd::level(), simd => self.ahead(simd, at));
            let run = masks.letters.trailing_ones() as usize;
            at += run;
            if run < WIDTH {
                return at;
            }
        }
    }

    /// The bits of the bytes from `at` on.
    #[inline(always)]
    fn ahead<S: Simd>(&mut self, simd: S, at: usize) -> Masks {
        let mut place = at.wrapping_sub(self.base);
        if place >= (WINDOWS - 1) * WIDTH {
            self.base = at;
            mark(simd, self.bytes, at, &mut self.masks);
            place = 0;
        }
        let (window, bit) = (place / WIDTH, place % WIDTH);
        let [low, high] = [self.masks[window], self.masks[window + 1]];
        let join = |low: u64, high: u64| low >> bit | high << 1 << (WIDTH - 1 - bit);
        Masks {
            letters: join(low.letters, high.letters),
            marks: join(low.marks, high.marks),
            spaces: join(low.spaces, high.spaces),
            signs: join(low.signs, high.signs),
            wide: join(low.wide, high.wide),
            runs: 0,
        }
    }
}

/// Fills `windows` from the byte `at` on, with spaces behind the end.
#[inline(always)]
fn mark<S: Simd>(simd: S, bytes: &[u8], mut at: usize, windows: &mut [Masks; WINDOWS]) {
    let mut last: Option<&mut Masks> = None;
    for masks in windows {
        if at >= bytes.len() {
            // Nobody looks further.
            *masks = Masks {
                spaces: u64::MAX,
                ..Masks::default()
            };
            return;
        }
        let seconds = seconds_from(simd, bytes, at);
        // A character is its second byte and the one before.
        *masks = Masks {
            letters: seconds.letters | seconds.letters >> 1,
            marks: seconds.marks >> 1,
            signs: seconds.signs & !(seconds.runs >> 1) & !(seconds.wide & seconds.wide >> 2),
            ..seconds
        };
        if let Some(last) = last {
            last.signs &= !(seconds.runs << (WIDTH - 1) | last.wide & seconds.wide << (WIDTH - 2));
            last.letters |= seconds.letters << (WIDTH - 1);
            last.marks |= seconds.marks << (WIDTH - 1);
        }
        last = Some(masks);
        at += WIDTH;
    }
}

/// The second bytes of letters and marks from `at` on, and spaces, which stand behind the end.
///
/// Both ends of a text are read where it lies: what was just copied cannot be loaded at once.
#[inline(always)]
fn seconds_from<S: Simd>(simd: S, bytes: &[u8], at: usize) -> Masks {
    if at == 0
        && let Some(window) = bytes.first_chunk()
    {
        // One further, for there is no byte before; a first byte is no second one.
        let mut masks = second_bytes(simd, window).map(|mask| mask << 1);
        masks.spaces |= u64::from(matches!(bytes[0], b' ' | b'\n'));
        return masks;
    }
    if let Some(beyond) = (at + WIDTH).checked_sub(bytes.len())
        && beyond < WIDTH
        && let Some(window) = bytes.last_chunk()
    {
        let mut masks = second_bytes(simd, window).map(|mask| mask >> beyond);
        masks.spaces |= !below(WIDTH - beyond);
        return masks;
    }
    let mut filler = [b' '; WIDTH + 2];
    let window = simd::window(bytes, at, &mut filler);
    second_bytes(simd, window.first_chunk().unwrap_or(&[b' '; WIDTH + 1]))
}

/// The second bytes of letters and marks, and spaces; the first byte is the one before.
///
/// In UTF-8, U+0620 to U+065F are D8 A0 to D8 BF and D9 80 to D9 9F; tatweel is D9 80 and the
/// marks begin at D9 8B.
#[inline(always)]
fn second_bytes<S: Simd>(simd: S, window: &[u8; WIDTH + 1]) -> Masks {
    let mut masks = Masks::default();
    for from in (0..WIDTH).step_by(S::u8s::N) {
        let first = S::u8s::from_slice(simd, &window[from..][..S::u8s::N]);
        let second = S::u8s::from_slice(simd, &window[from + 1..][..S::u8s::N]);
        let late = first.simd_eq(0xD9) & second.simd_lt(0xA0);
        let letters = (first.simd_eq(0xD8) & second.simd_ge(0xA0)) | late;
        let marks = late & (second.simd_eq(0x80) | second.simd_ge(0x8B));
        masks.letters |= letters.to_bitmask() << from;
        masks.marks |= marks.to_bitmask() << from;
        let spaces = second.simd_eq(b' ') | second.simd_eq(b'\n');
        masks.spaces |= spaces.to_bitmask() << from;

        // Comma, semicolon and question mark.
        let wide = second.simd_eq(0x8C) | second.simd_eq(0x9B) | second.simd_eq(0x9F);
        let wide = first.simd_eq(0xD8) & wide;
        let bit = lookup(simd, &BITS, second >> 4);
        let ascii = lookup(simd, &ASCII_SIGNS, second & 0x8F) & bit;
        masks.signs |= (wide | !ascii.simd_eq(0)).to_bitmask() << from;
        masks.wide |= wide.to_bitmask() << from;
        // The same sign again, or the variation that makes an emoji of it.
        let run = second.simd_eq(first) | second.simd_eq(0xEF);
        masks.runs |= run.to_bitmask() << from;
    }
    masks
}

/// A bit for every row of sixteen.
const BITS: Row = [1, 2, 4, 8, 16, 32, 64, 128, 0, 0, 0, 0, 0, 0, 0, 0];
/// The punctuation of ASCII but for the signs of hashtags and mentions: by the low four bits of a byte, a
/// bit for every row that has one.
const ASCII_SIGNS: Row = {
    let mut rows = [0; 16];
    let mut byte = 0_u8;
    while byte < 0x80 {
        if byte.is_ascii_punctuation() && !matches!(byte, b'#' | b'@') {
            rows[(byte & 15) as usize] |= 1 << (byte >> 4);
        }
        byte += 1;
    }
    rows
};

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn is_letter(c: char) -> bool {
        ('\u{0620}'..='\u{065F}').contains(&c)
    }

    /// The same, one character after the other.
    fn end(text: &str, at: usize) -> usize {
        text.len() - text[at..].trim_start_matches(is_letter).len()
    }

    /// How far words go with a space or the end behind them.
    fn words_end(text: &str) -> usize {
        let mut at = 0;
        loop {
            let start = text.len() - text[at..].trim_start_matches([' ', '\n']).len();
            let end = end(text, start);
            let mark = |c: char| c == '\u{0640}' || c >= '\u{064B}';
            let closed = end == text.len() || text[end..].starts_with([' ', '\n']);
            // A word of thirty-two letters is more than one look.
            let long = end - start >= WIDTH;
            if start == end || text[start..].starts_with(mark) || !closed || long {
                return start;
            }
            at = end;
        }
    }

    /// Words, and every sign on its own.
    fn words_and_signs(text: &str) -> Vec<(usize, usize)> {
        let (mut found, mut at) = (Vec::new(), 0);
        while let Some(c) = text[at..].chars().next() {
            let next = end(text, at).max(at + c.len_utf8());
            if !matches!(c, ' ' | '\n') {
                found.push((at, next));
            }
            at = next;
        }
        found
    }

    #[test]
    fn every_character_of_two_or_three_bytes_at_every_place() {
        for c in (0..0x1_0000).filter_map(char::from_u32) {
            let before = (c as usize) % 70;
            let text = format!("{}{c}ب.", "ب".repeat(before));
            assert_eq!(Letters::new(&text).end(0), end(&text, 0), "{c:?}");
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(256))]

        #[test]
        fn words_and_runs_agree_with_single_characters(pieces in proptest::collection::vec("[ء-ي]{0,9}[ \n]{1,2}|[ء-ي]{0,40}|[\u{61F}-\u{661}]{0,4}|.{0,2}|[!-/:«»،؛؟]{0,3}|[ \n]{0,90}", 0..40)) {
            let text: String = pieces.concat();
            let mut letters = Letters::new(&text);
            for (at, _) in text.char_indices() {
                prop_assert_eq!(letters.end(at), end(&text, at));
            }
            let (mut found, mut at) = (Vec::new(), 0);
            loop {
                let words = dispatch!(simd::level(), simd => letters.words(simd, at, WIDTH));
                found.extend(words.map(|(start, end)| (at + start, at + end)));
                at += words.done;
                if words.done == 0 || at >= text.len() {
                    break;
                }
            }
            let at = at.min(text.len());
            prop_assert!(at >= words_end(&text));
            prop_assert_eq!(found, words_and_signs(&text[..at]));
        }
    }
}
