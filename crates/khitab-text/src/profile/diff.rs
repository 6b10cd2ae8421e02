//! Where two profiles make different texts of one original.

use crate::{Normalizer, Span};

/// A word of the original that two normalisers treat differently.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// The word, in bytes of the original.
    pub span: Span,
    /// What the first makes of it.
    pub left: String,
    /// What the second makes of it.
    pub right: String,
}

impl Normalizer {
    /// The words of `original`, cut at white space, of which `other` makes something else.
    ///
    /// ```
    /// use khitab_text::Normalizer;
    /// let differences = Normalizer::light().diff(&Normalizer::search(), "قال أحمد");
    /// assert_eq!(differences.len(), 1);
    /// assert_eq!((&*differences[0].left, &*differences[0].right), ("أحمد", "احمد"));
    /// ```
    #[must_use]
    pub fn diff(&self, other: &Self, original: &str) -> Vec<Difference> {
        let (left, right) = (self.normalize(original), other.normalize(original));
        let words = original.split_whitespace().map(|word| {
            let start = word.as_ptr() as usize - original.as_ptr() as usize;
            Span::new(start, start + word.len())
        });
        words
            .filter_map(|span| {
                let left = left.to_normalized(span).of(left.normalized());
                let right = right.to_normalized(span).of(right.normalized());
                (left != right).then(|| Difference {
                    span,
                    left: left.to_owned(),
                    right: right.to_owned(),
                })
            })
            .collect()
    }
}
