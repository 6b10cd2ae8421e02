//! A text beside its normalised form.

use crate::normalize::Rewritten;
use crate::offsets::Cursor;
use crate::{OffsetMap, Span};

/// An original text, its normalised form, and the way back between the two.
///
/// ```
/// use khitab_text::{Normalizer, Span};
/// let text = Normalizer::light().normalize("الحمـــد لله");
/// assert_eq!(text.normalized(), "الحمد لله");
/// assert_eq!(text.to_original(Span::new(0, 10)), Span::new(0, 16));
/// assert_eq!(text.to_normalized(Span::new(0, 16)), Span::new(0, 10));
/// ```
#[derive(Clone, Debug)]
pub struct Text<'a> {
    original: &'a str,
    normalized: String,
    offsets: OffsetMap,
    /// Whether words that were written in disguise stand in it as they are read.
    is_reading: bool,
}

impl<'a> Text<'a> {
    pub(crate) fn new(original: &'a str, normalized: String, offsets: OffsetMap) -> Self {
        Self {
            original,
            normalized,
            offsets,
            is_reading: false,
        }
    }

    /// The same text, of which some changes are readings of disguised words.
    pub(crate) fn of_readings(self) -> Self {
        Self {
            is_reading: true,
            ..self
        }
    }

    pub(crate) fn is_reading(&self) -> bool {
        self.is_reading
    }

    /// The memory of the normalised text and of the map, for the next text.
    pub(crate) fn take_memory(&mut self) -> Rewritten {
        Rewritten {
            text: core::mem::take(&mut self.normalized),
            map: core::mem::take(&mut self.offsets),
        }
    }

    /// The input, byte for byte.
    #[must_use]
    pub fn original(&self) -> &'a str {
        self.original
    }

    /// The input after the steps of the normaliser.
    #[must_use]
    pub fn normalized(&self) -> &str {
        &self.normalized
    }

    /// The input after the steps of the normaliser, for those who need no way back.
    #[must_use]
    pub fn into_normalized(self) -> String {
        self.normalized
    }

    /// The map between the two.
    #[must_use]
    pub fn offsets(&self) -> &OffsetMap {
        &self.offsets
    }

    /// The span of the original that a span of the normalised text stands for.
    ///
    /// Marks and tatweel that were deleted belong to the letter before them; controls inside
    /// are inside, controls at an edge are outside. O(log n).
    #[must_use]
    pub fn to_original(&self, span: Span) -> Span {
        self.fit(self.offsets.to_original(span))
    }

    /// The span of the normalised text that a span of the original became. O(log n).
    #[must_use]
    pub fn to_normalized(&self, span: Span) -> Span {
        self.offsets.to_normalized(span)
    }

    /// Answers [`to_original`](Self::to_original) for rising spans in constant time each.
    #[must_use]
    pub fn cursor(&self) -> Cursor<'_> {
        self.offsets.cursor()
    }

    /// Cuts what a span outside the normalised text would give.
    fn fit(&self, span: Span) -> Span {
        let len = self.original.len();
        Span::new(span.start().min(len), span.end().min(len))
    }
}
