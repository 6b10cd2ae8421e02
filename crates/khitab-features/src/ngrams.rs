//! Word and character n-grams as 64-bit numbers, found without building their strings.
//!
//! A document is cut into [`Unit`]s (words or characters); every window of `min..=max`
//! units is one n-gram. Its number is folded unit by unit, so that the n-grams starting at
//! one unit cost one multiplication each and no allocation.

mod scan;

pub(crate) use scan::words as each_word;

use core::ops::RangeInclusive;

use khitab_text::Span;

/// Which runs of characters are words.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum TokenPattern {
    /// Letters, digits and the marks on them; at least two characters that are neither a
    /// mark nor tatweel. Harakat do not cut a word, the underscore of a hashtag does.
    #[default]
    Arabic,
    /// scikit-learn's `(?u)\b\w\w+\b`: letters, numbers and underscore, at least two.
    /// Python's `\w` leaves marks out, so harakat cut words; kept for parity.
    Sklearn,
    /// Whatever stands between white space, for texts whose words were cut before.
    Whitespace,
}

/// What the units of an n-gram are; the names are scikit-learn's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum Analyzer {
    /// Words, joined by one space.
    Word(TokenPattern),
    /// Characters of the whole text; a run of white space counts as one space.
    Char,
    /// Characters inside words, each word padded with one space on both sides.
    CharWb,
}

/// One word or one character of a document.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Unit {
    /// First byte in the analysed text.
    pub(crate) start: usize,
    /// One past the last byte; a padding space is empty.
    pub(crate) end: usize,
    /// The hash of the word, or the character itself.
    pub(crate) code: u64,
}

/// One n-gram of a document: its number and its units.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Gram {
    /// The number, spread over all bits.
    pub(crate) hash: u64,
    start: u32,
    len: u32,
}

impl Gram {
    /// Its units, at least one.
    #[inline]
    pub(crate) fn of(self, units: &[Unit]) -> &[Unit] {
        &units[self.start as usize..][..self.len as usize]
    }

    /// Its bytes in the analysed text.
    pub(crate) fn span(self, units: &[Unit]) -> Span {
        let units = self.of(units);
        Span::new(units[0].start, units[units.len() - 1].end)
    }
}

/// Room that is used again from document to document.
#[derive(Clone, Debug, Default)]
pub(crate) struct GramScratch {
    units: Vec<Unit>,
    grams: Vec<Gram>,
}

/// Units and n-grams are handed on when there are about so many, so that memory does not
/// grow with a document and they stay in the first cache.
const FULL: usize = 1024;

/// Finds the n-grams of one block.
#[derive(Clone, Debug)]
pub(crate) struct NgramScanner {
    analyzer: Analyzer,
    min: usize,
    max: usize,
    seed: u64,
}

impl NgramScanner {
    /// `block` keeps equal n-grams of two blocks apart.
    pub(crate) fn new(analyzer: Analyzer, range: &RangeInclusive<usize>, block: usize) -> Self {
        Self {
            analyzer,
            min: *range.start(),
            max: *range.end(),
            seed: mix(0x6B68_6974_6162_0001 ^ ((block as u64) << 48), 0),
        }
    }

    /// Whether no n-gram reaches past the white space around its word.
    pub(crate) fn ends_with_words(&self) -> bool {
        self.analyzer == Analyzer::CharWb
    }

    /// Calls `emit` with all n-grams of `text`, batch by batch, and the units they stand on.
    pub(crate) fn each(
        &self,
        text: &str,
        scratch: &mut GramScratch,
        emit: impl FnMut(&[Gram], &[Unit]),
    ) {
        let GramScratch { units, grams } = scratch;
        units.clear();
        grams.clear();
        let mut windows = Windows {
            scanner: self,
            units,
            grams,
            emit,
            base: 0,
            slid: false,
        };
        match self.analyzer {
            Analyzer::Word(pattern) => {
                scan::words(text, pattern, |start, end| {
                    let code = hash_word(&text.as_bytes()[start..end]);
                    windows.push(Unit { start, end, code });
                });
                windows.finish();
            }
            Analyzer::Char => {
                scan::characters(text, |unit| windows.push(unit));
                windows.finish();
            }
            Analyzer::CharWb => {
                scan::padded_words(text, |piece| match piece {
                    Some(unit) => windows.push(unit),
                    None => windows.finish_word(),
                });
            }
        }
        windows.flush();
    }

    /// Appends the n-gram as a reader sees it.
    pub(crate) fn write(&self, text: &str, gram: &[Unit], out: &mut String) {
        for (at, unit) in gram.iter().enumerate() {
            if let Analyzer::Word(_) = self.analyzer {
                if at > 0 {
                    out.push(' ');
                }
                out.push_str(&text[unit.start..unit.end]);
            } else if let Some(c) = u32::try_from(unit.code).ok().and_then(char::from_u32) {
                out.push(c);
            }
        }
    }
}

/// Slides over the units of a document, or of one padded word after another.
struct Windows<'a, E> {
    scanner: &'a NgramScanner,
    units: &'a mut Vec<Unit>,
    grams: &'a mut Vec<Gram>,
    emit: E,
    /// The first unit whose n-grams are still to be made.
    base: usize,
    /// Whether units of the present word were handed on already.
    slid: bool,
}

impl<E: FnMut(&[Gram], &[Unit])> Windows<'_, E> {
    #[inline]
    fn push(&mut self, unit: Unit) {
        self.units.push(unit);
        if self.units.len() >= self.base + FULL + self.scanner.max {
            self.make(self.base + FULL);
            self.flush();
            self.slid = true;
        }
    }

    /// The end of a document, or of one of its words.
    #[inline]
    fn finish(&mut self) {
        self.make(self.units.len());
        if self.grams.len() >= FULL {
            self.flush();
        }
    }

    /// A padded word shorter than the shortest n-gram counts once, whole.
    #[inline]
    fn finish_word(&mut self) {
        let word = &self.units[self.base..];
        if word.len() < self.scanner.min && !self.slid {
            let number = word.iter().fold(self.scanner.seed, |h, u| mix(h, u.code));
            self.grams.push(Gram {
                hash: finish(number),
                start: self.base as u32,
                len: word.len() as u32,
            });
            self.base = self.units.len();
        }
        self.finish();
        self.slid = false;
    }

    /// Makes every n-gram that starts before unit `end`.
    #[inline]
    fn make(&mut self, end: usize) {
        let &NgramScanner { min, max, seed, .. } = self.scanner;
        for start in self.base..end {
            let mut number = seed;
            for (len, unit) in (1..).zip(self.units[start..].iter().take(max)) {
                number = mix(number, unit.code);
                if len >= min {
                    self.grams.push(Gram {
                        hash: finish(number),
                        start: start as u32,
                        len: len as u32,
                    });
                }
            }
        }
        self.base = end;
    }

    /// Hands on what is there and forgets the units that are done with.
    fn flush(&mut self) {
        (self.emit)(self.grams, self.units);
        self.grams.clear();
        self.units.drain(..self.base);
        self.base = 0;
    }
}

/// One step of the number of an n-gram: a bijection of `state` for a fixed `code` and the
/// other way round, so that a single unit never makes two n-grams collide.
#[inline]
fn mix(state: u64, code: u64) -> u64 {
    let h = (state ^ code).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    h ^ (h >> 32)
}

/// Spreads the last unit over all bits: tables use the low ones, sorted arrays the high ones.
#[inline]
fn finish(state: u64) -> u64 {
    let h = (state ^ (state >> 29)).wrapping_mul(0xD6E8_FEB8_6659_FD93);
    h ^ (h >> 32)
}

/// The number of a word: its bytes in little-endian groups of eight, then its length.
#[inline]
pub(crate) fn hash_word(bytes: &[u8]) -> u64 {
    let mut state = 0xA076_1D64_78BD_642F ^ bytes.len() as u64;
    let (groups, rest) = bytes.as_chunks::<8>();
    for group in groups {
        state = mix(state, u64::from_le_bytes(*group));
    }
    if !rest.is_empty() {
        let mut last = [0; 8];
        last[..rest.len()].copy_from_slice(rest);
        state = mix(state, u64::from_le_bytes(last));
    }
    finish(state)
}

/// The number of two numbers in this order.
#[inline]
pub(crate) fn join_hashes(first: u64, second: u64) -> u64 {
    finish(mix(mix(0x6A09_E667_F3BC_C908, first), second))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn grams(analyzer: Analyzer, range: RangeInclusive<usize>, text: &str) -> Vec<String> {
        let scanner = NgramScanner::new(analyzer, &range, 0);
        let mut out = Vec::new();
        scanner.each(text, &mut GramScratch::default(), |grams, units| {
            out.extend(grams.iter().map(|gram| {
                let mut name = String::new();
                scanner.write(text, gram.of(units), &mut name);
                name
            }));
        });
        out
    }

    #[test]
    fn word_ngrams_join_words_with_a_space() {
        assert_eq!(
            grams(
                Analyzer::Word(TokenPattern::Arabic),
                1..=2,
                "ذهبَ الولد، إلى"
            ),
            ["ذهبَ", "ذهبَ الولد", "الولد", "الولد إلى", "إلى"]
        );
    }

    #[test]
    fn the_arabic_pattern_counts_letters_not_marks() {
        let arabic = |text| grams(Analyzer::Word(TokenPattern::Arabic), 1..=1, text);
        assert_eq!(arabic("وَ هوَ #يوم_الأرض ٢٥"), ["هوَ", "يوم", "الأرض", "٢٥"]);
        assert_eq!(arabic("وـــَ"), [""; 0]);
        let sklearn = |text| grams(Analyzer::Word(TokenPattern::Sklearn), 1..=1, text);
        assert_eq!(sklearn("مدرسَة #يوم_الأرض"), ["مدرس", "يوم_الأرض"]);
        let spaced = |text| grams(Analyzer::Word(TokenPattern::Whitespace), 1..=1, text);
        assert_eq!(
            spaced(" لا ، #يوم\n\u{1F389} "),
            ["لا", "،", "#يوم", "\u{1F389}"]
        );
    }

    #[test]
    fn char_wb_pads_words_and_counts_a_short_word_once() {
        assert_eq!(
            grams(Analyzer::CharWb, 2..=3, "لا  و"),
            [" ل", " لا", "لا", "لا ", "ا ", " و", " و ", "و "]
        );
        assert_eq!(grams(Analyzer::CharWb, 5..=6, "لا"), [" لا "]);
    }

    #[test]
    fn char_folds_runs_of_white_space() {
        assert_eq!(grams(Analyzer::Char, 2..=2, "ا \n ب"), ["ا ", " ب"]);
        assert_eq!(grams(Analyzer::Char, 2..=2, "ا\nب"), ["ا\n", "\nب"]);
    }

    #[test]
    fn long_documents_are_cut_nowhere() {
        let text = "اب ".repeat(3 * FULL);
        let words = grams(Analyzer::Word(TokenPattern::Arabic), 1..=3, &text);
        assert_eq!(words.len(), 3 * (3 * FULL) - 3);
        let long = "ا".repeat(2 * FULL);
        assert_eq!(grams(Analyzer::CharWb, 3..=3, &long).len(), 2 * FULL);
    }

    #[test]
    fn numbers_differ_between_blocks_and_between_ngrams() {
        let number = |block, text| {
            let mut last = 0;
            NgramScanner::new(Analyzer::Char, &(2..=2), block).each(
                text,
                &mut GramScratch::default(),
                |grams, _| last = grams[0].hash,
            );
            last
        };
        assert_ne!(number(0, "اب"), number(1, "اب"));
        assert_ne!(number(0, "اب"), number(0, "با"));
        assert_eq!(hash_word(b"12345678"), hash_word(b"12345678"));
        assert_ne!(hash_word(b"a"), hash_word(b"a\0"));
    }
}
