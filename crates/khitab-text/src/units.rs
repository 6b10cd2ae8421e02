//! Spans counted in characters or UTF-16 code units instead of bytes.

use core::ops::Range;

use unicode_segmentation::GraphemeCursor;

use crate::{Span, Text};

/// What the positions of a span count.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Unit {
    /// Bytes of UTF-8: Rust, Go, files.
    #[default]
    Byte,
    /// Unicode scalar values: Python.
    Char,
    /// UTF-16 code units: JavaScript, Java, C#, Windows.
    Utf16,
}

impl Unit {
    /// How many units these bytes begin.
    fn count(self, bytes: &[u8]) -> usize {
        let starts = || bytes.iter().filter(|byte| **byte & 0xC0 != 0x80).count();
        match self {
            Self::Byte => bytes.len(),
            Self::Char => starts(),
            // Four bytes of UTF-8 are a pair of surrogates.
            Self::Utf16 => starts() + bytes.iter().filter(|byte| **byte >= 0xF0).count(),
        }
    }
}

/// Bytes between two counts that are kept: memory is a thirty-second of the text.
const STEP: usize = 256;

/// The positions of one text in another unit, both ways.
///
/// From bytes O(1), to bytes O(log n); building is one pass.
///
/// ```
/// use khitab_text::{Span, Unit, UnitIndex};
/// let text = "قال 😀 نعم";
/// let word = Span::new(12, 18);
/// let (chars, utf16) = (UnitIndex::new(text, Unit::Char), UnitIndex::new(text, Unit::Utf16));
/// assert_eq!(chars.of_bytes(word), 6..9);
/// assert_eq!(utf16.of_bytes(word), 7..10);
/// assert_eq!(utf16.to_bytes(7..10), Some(word));
/// assert_eq!(utf16.to_bytes(5..6), None, "half of the emoji");
/// ```
#[derive(Clone, Debug)]
pub struct UnitIndex<'t> {
    text: &'t str,
    unit: Unit,
    /// Units that begin before each multiple of `STEP`.
    before: Vec<usize>,
}

impl<'t> UnitIndex<'t> {
    /// Counts the units of `text`.
    #[must_use]
    pub fn new(text: &'t str, unit: Unit) -> Self {
        let steps = text.as_bytes().chunks(STEP).scan(0, |count, chunk| {
            let before = *count;
            *count += unit.count(chunk);
            Some(before)
        });
        Self {
            text,
            unit,
            before: steps.collect(),
        }
    }

    /// The span in units. A position inside a character counts as its end, one past the text
    /// as the end of the text.
    #[must_use]
    pub fn of_bytes(&self, span: Span) -> Range<usize> {
        self.count(span.start())..self.count(span.end())
    }

    /// The bytes of a range of units; `None` when it reaches past the text or an end of it
    /// lies within a character.
    #[must_use]
    pub fn to_bytes(&self, range: Range<usize>) -> Option<Span> {
        let (start, end) = (self.byte(range.start)?, self.byte(range.end)?);
        (start <= end).then(|| Span::new(start, end))
    }

    fn count(&self, at: usize) -> usize {
        let at = at.min(self.text.len());
        let step = (at / STEP).min(self.before.len().saturating_sub(1));
        let before = self.before.get(step).copied().unwrap_or_default();
        before + self.unit.count(&self.text.as_bytes()[step * STEP..at])
    }

    fn byte(&self, unit: usize) -> Option<usize> {
        let step = self
            .before
            .partition_point(|before| *before <= unit)
            .saturating_sub(1);
        let bytes = self.text.as_bytes();
        let mut at = step * STEP;
        let mut count = self.before.get(step).copied().unwrap_or_default();
        while at < bytes.len() {
            let begun = self.unit.count(&bytes[at..=at]);
            if begun > 0 && count >= unit {
                break;
            }
            count += begun;
            at += 1;
        }
        (count == unit && self.text.is_char_boundary(at)).then_some(at)
    }
}

/// A [`Text`] whose spans are counted in another unit, on both sides.
///
/// ```
/// use khitab_text::{Normalizer, Unit};
/// let text = Normalizer::light().normalize("الحمـــد لله");
/// let chars = text.in_units(Unit::Char);
/// assert_eq!(chars.to_original(0..5), Some(0..8));
/// assert_eq!(chars.to_normalized(0..8), Some(0..5));
/// ```
#[derive(Clone, Debug)]
pub struct TextUnits<'t> {
    text: &'t Text<'t>,
    original: UnitIndex<'t>,
    normalized: UnitIndex<'t>,
}

impl Text<'_> {
    /// Counts the units of both texts.
    #[must_use]
    pub fn in_units(&self, unit: Unit) -> TextUnits<'_> {
        TextUnits {
            text: self,
            original: UnitIndex::new(self.original(), unit),
            normalized: UnitIndex::new(self.normalized(), unit),
        }
    }
}

impl TextUnits<'_> {
    /// As [`Text::to_original`], in units on both sides. O(log n).
    #[must_use]
    pub fn to_original(&self, normalized: Range<usize>) -> Option<Range<usize>> {
        let span = self.normalized.to_bytes(normalized)?;
        Some(self.original.of_bytes(self.text.to_original(span)))
    }

    /// As [`Text::to_normalized`], in units on both sides. O(log n).
    #[must_use]
    pub fn to_normalized(&self, original: Range<usize>) -> Option<Range<usize>> {
        let span = self.original.to_bytes(original)?;
        Some(self.normalized.of_bytes(self.text.to_normalized(span)))
    }
}

impl Span {
    /// The span widened to whole grapheme clusters of `text`: what a reader sees as one letter.
    ///
    /// Spans of tokens hold all marks of their letters already; this also takes in joiners at
    /// the edge of a word and the other half of an emoji.
    ///
    /// ```
    /// use khitab_text::Span;
    /// assert_eq!(Span::new(0, 2).snapped("دٌم"), Span::new(0, 4));
    /// assert_eq!(Span::new(2, 4).snapped("دٌم"), Span::new(0, 4));
    /// ```
    #[must_use]
    pub fn snapped(self, text: &str) -> Self {
        let start = boundary(text, self.start(), GraphemeCursor::prev_boundary, 0);
        let end = boundary(text, self.end(), GraphemeCursor::next_boundary, text.len());
        Self::new(start, end)
    }
}

type Move = fn(
    &mut GraphemeCursor,
    &str,
    usize,
) -> Result<Option<usize>, unicode_segmentation::GraphemeIncomplete>;

/// `at` where it is a boundary, the next one in one direction where not.
fn boundary(text: &str, at: usize, go: Move, limit: usize) -> usize {
    if at >= text.len() {
        return text.len();
    }
    let mut cursor = GraphemeCursor::new(at, text.len(), true);
    // The whole text is at hand: the cursor never asks for more.
    if cursor.is_boundary(text, 0).unwrap_or(true) {
        return at;
    }
    go(&mut cursor, text, 0).ok().flatten().unwrap_or(limit)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use unicode_segmentation::UnicodeSegmentation;

    use super::*;
    use crate::{Normalizer, Tokenizer};

    const UNITS: [Unit; 3] = [Unit::Byte, Unit::Char, Unit::Utf16];

    #[test]
    fn long_texts_are_counted_across_steps() {
        let text = "قُلْ 😀 abc ".repeat(200);
        let (chars, utf16) = (
            UnitIndex::new(&text, Unit::Char),
            UnitIndex::new(&text, Unit::Utf16),
        );
        for (index, (at, c)) in text.char_indices().enumerate() {
            let span = Span::new(at, at + c.len_utf8());
            assert_eq!(chars.of_bytes(span), index..index + 1);
            assert_eq!(chars.to_bytes(index..index + 1), Some(span));
            assert_eq!(utf16.to_bytes(utf16.of_bytes(span)), Some(span));
        }
        let whole = Span::new(0, text.len());
        assert_eq!(utf16.of_bytes(whole), 0..text.encode_utf16().count());
        assert_eq!(utf16.to_bytes(0..text.len()), None);
    }

    #[test]
    fn an_empty_text_has_one_position() {
        for unit in UNITS {
            let index = UnitIndex::new("", unit);
            assert_eq!(index.of_bytes(Span::new(0, 7)), 0..0);
            assert_eq!(index.to_bytes(0..0), Some(Span::new(0, 0)));
            assert_eq!(index.to_bytes(0..1), None);
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(256) })]

        #[test]
        fn units_agree_with_bytes_on_both_sides(source in "[ابـ\u{64B}\u{651}\u{200C}ﷲa😀\u{1F468}\u{200D} ]{0,300}") {
            let text = Normalizer::search().normalize(&source);
            for unit in UNITS {
                let (here, there) = (UnitIndex::new(text.normalized(), unit), UnitIndex::new(&source, unit));
                let view = text.in_units(unit);
                for token in &Tokenizer::social().tokenize(&text) {
                    let range = here.of_bytes(token.normalized);
                    let original = there.of_bytes(text.to_original(token.normalized));
                    prop_assert_eq!(view.to_original(range), Some(original.clone()));
                    prop_assert_eq!(there.to_bytes(original), Some(token.span));
                }
            }
        }

        #[test]
        fn snapped_spans_end_between_clusters_and_marks_are_in_already(
            source in "([ابتـ][\u{64B}-\u{655}\u{670}\u{6D6}-\u{6DC}]{0,3}| ){0,30}",
            any in "\\PC{0,24}", start in 0..60_usize, len in 0..30_usize,
        ) {
            let ends: Vec<usize> = any.grapheme_indices(true).map(|(at, _)| at).chain([any.len()]).collect();
            let mut at = [start.min(any.len()), (start + len).min(any.len())];
            for at in &mut at {
                while !any.is_char_boundary(*at) { *at -= 1; }
            }
            let span = Span::new(at[0], at[1]);
            let snapped = span.snapped(&any);
            prop_assert!(snapped.contains(span));
            prop_assert!(ends.contains(&snapped.start()) && ends.contains(&snapped.end()));
            let text = Normalizer::search().normalize(&source);
            for token in &Tokenizer::social().tokenize(&text) {
                prop_assert_eq!(token.span.snapped(&source), token.span);
            }
        }
    }
}
