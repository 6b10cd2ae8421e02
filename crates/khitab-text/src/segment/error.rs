//! What can be wrong with files that a segmenter is made of.

use core::fmt;

/// A file for a [`Segmenter`](crate::Segmenter) or a [`LemmaTable`](crate::LemmaTable) that
/// cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SegmenterError(String);

impl SegmenterError {
    pub(crate) fn table(what: &str) -> Self {
        Self(format!("segmenter table {what}"))
    }

    pub(crate) fn line(number: usize, rule: impl fmt::Display) -> Self {
        Self(format!("lemma table line {number}: {rule}"))
    }
}

impl fmt::Display for SegmenterError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for SegmenterError {}
