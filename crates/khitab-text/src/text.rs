//! A text beside its normalised form.

use crate::{OffsetMap, Span};

/// An original text, its normalised form, and the way back between the two.
///
/// ```
/// use khitab_text::{Normalizer, Span};
/// let text = Normalizer::light().normalize("الحمـــد لله");
/// assert_eq!(text.normalized(), "الحمد لله");
/// assert_eq!(text.to_original(Span::new(0, 10)), Span::new(0, 16));
/// ```
#[derive(Clone, Debug)]
pub struct Text<'a> {
    original: &'a str,
    normalized: String,
    offsets: OffsetMap,
}

impl<'a> Text<'a> {
    pub(crate) fn new(original: &'a str, normalized: String, offsets: OffsetMap) -> Self {
        Self {
            original,
            normalized,
            offsets,
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

    /// The span of the original that a span of the normalised text stands for.
    ///
    /// Marks and tatweel that were deleted belong to the letter before them.
    #[must_use]
    pub fn to_original(&self, span: Span) -> Span {
        self.offsets.to_original(span)
    }
}
