//! Where two profiles make different texts of one original.

use crate::{Normalizer, Span, Text};

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
        self.normalize(original).diff(&other.normalize(original))
    }
}

impl Text<'_> {
    /// The words of the original, cut at white space, of which the other text has something
    /// else. Both texts must be of the same original.
    ///
    /// ```
    /// use khitab_text::{Compat, Normalizer};
    /// let ours = Normalizer::search().normalize("هذا کریم");
    /// let theirs = Compat::ArabertV02.normalize("هذا کریم");
    /// let found = ours.diff(&theirs);
    /// assert_eq!((&*found[0].left, &*found[0].right), ("كريم", "ر م"));
    /// ```
    #[must_use]
    pub fn diff(&self, other: &Self) -> Vec<Difference> {
        debug_assert_eq!(self.original(), other.original());
        let original = self.original();
        let words = original.split_whitespace().map(|word| {
            let start = word.as_ptr() as usize - original.as_ptr() as usize;
            Span::new(start, start + word.len())
        });
        words
            .filter_map(|span| {
                let left = self.to_normalized(span).of(self.normalized()).trim();
                let right = other.to_normalized(span).of(other.normalized()).trim();
                (left != right).then(|| Difference {
                    span,
                    left: left.to_owned(),
                    right: right.to_owned(),
                })
            })
            .collect()
    }
}
