//! Terms counted once, weighed for any set of rows.

use super::counts::{self, Counts};
use super::learned::Tfidf;
use super::reader::GramReader;
use super::{FittedVectorizer, Vectorizer, VectorizerError};
use crate::CsrMatrix;
use crate::vocabulary::TermList;

/// The counted terms of many texts, to be weighed fold by fold without leakage.
///
/// ```
/// use khitab_features::{Ngrams, Vectorizer};
/// let texts = ["كتاب جديد", "كتاب قديم", "بيت جديد", "بيت قديم"];
/// let vectorizer = Vectorizer::builder().block(Ngrams::words(1..=1)).build()?;
/// let corpus = vectorizer.count(&texts)?;
/// let (tfidf, train) = corpus.weigh(&[0, 1])?;
/// let test = tfidf.rows(&corpus, &[2, 3]);
/// assert_eq!((train.columns(), test.columns()), (3, 3)); // بيت is unknown to the train rows
/// # Ok::<(), khitab_features::VectorizerError>(())
/// ```
#[derive(Clone, Debug)]
pub struct CountedCorpus {
    pub(super) vectorizer: Vectorizer,
    pub(super) hashes: Vec<u64>,
    pub(super) blocks: Vec<u8>,
    pub(super) terms: TermList,
    chunks: Vec<Counts>,
    /// One past the last row of each chunk.
    ends: Vec<usize>,
    pub(super) named: Option<CsrMatrix>,
}

impl CountedCorpus {
    pub(super) fn new<T: AsRef<str> + Sync>(
        vectorizer: Vectorizer,
        texts: &[T],
        named: Option<CsrMatrix>,
    ) -> Self {
        let reader = GramReader::new(&vectorizer);
        let (first, chunks) = counts::count(&reader, texts);
        let ends = chunks
            .iter()
            .scan(0, |rows, chunk| {
                *rows += chunk.rows();
                Some(*rows)
            })
            .collect();
        Self {
            vectorizer,
            hashes: first.hashes,
            blocks: first.blocks,
            terms: first.terms,
            chunks,
            ends,
            named,
        }
    }

    /// The number of texts.
    #[must_use]
    pub fn rows(&self) -> usize {
        self.ends.last().copied().unwrap_or(0)
    }

    /// The number of distinct terms of all blocks, before any bound.
    #[must_use]
    pub fn terms(&self) -> usize {
        self.hashes.len()
    }

    /// Learns columns and weights from `rows` alone and gives their matrix.
    ///
    /// Terms that stand in none of `rows` have no column.
    ///
    /// # Errors
    /// When the bounds leave no term at all, or a row is past the end.
    pub fn weigh(&self, rows: &[usize]) -> Result<(Tfidf, CsrMatrix), VectorizerError> {
        let tfidf = self.learn(rows)?;
        let matrix = tfidf.rows(self, rows);
        Ok((tfidf, matrix))
    }

    /// As [`CountedCorpus::weigh`], without a matrix.
    ///
    /// # Errors
    /// As [`CountedCorpus::weigh`].
    pub fn learn(&self, rows: &[usize]) -> Result<Tfidf, VectorizerError> {
        if let Some(row) = rows.iter().find(|&&row| row >= self.rows()) {
            let all = self.rows();
            return Err(VectorizerError(format!(
                "row {row} is past the {all} rows counted"
            )));
        }
        Tfidf::new(self, rows.iter().copied(), rows.len())
    }

    /// Weighs all rows in place: the counts become the matrix.
    ///
    /// [`Vectorizer::count`] and then this is [`Vectorizer::fit`], and between the two the texts may go.
    ///
    /// # Errors
    /// When the bounds leave no term at all.
    pub fn fit(mut self) -> Result<(FittedVectorizer, CsrMatrix), VectorizerError> {
        let rows = self.rows();
        let tfidf = Tfidf::new(&self, 0..rows, rows)?;
        let chunks = core::mem::take(&mut self.chunks);
        let (fitted, mut matrix) = tfidf.into_fitted(&mut self, chunks);
        if let Some(named) = &self.named {
            matrix = fitted.weights.beside(&matrix, named, 0..rows);
        }
        Ok((fitted, matrix))
    }

    /// The chunk of a row and its number in it.
    pub(super) fn place(&self, row: usize) -> (&Counts, usize) {
        let chunk = self.ends.partition_point(|&end| end <= row);
        let first = chunk.checked_sub(1).map_or(0, |before| self.ends[before]);
        (&self.chunks[chunk], row - first)
    }

    pub(super) fn row_terms(&self, row: usize) -> impl Iterator<Item = u32> {
        let (chunk, row) = self.place(row);
        chunk.row_terms(row)
    }
}
