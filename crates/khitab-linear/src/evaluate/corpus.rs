//! Documents that become rows inside a fold.

use khitab_features::{CountedCorpus, CsrMatrix};

use crate::Error;

/// Documents that become rows only inside a fold, so that nothing learned from texts (terms,
/// idf) sees the test side.
pub trait Corpus: Sync {
    /// How many documents there are.
    fn documents(&self) -> usize;

    /// Learns from the documents of `train` and gives the rows of both sides.
    ///
    /// # Errors
    /// When the training side gives no column.
    fn fold(&self, train: &[usize], test: &[usize]) -> Result<(CsrMatrix, CsrMatrix), Error>;
}

/// Rows that were final from the start: nothing is learned from them.
impl Corpus for CsrMatrix {
    fn documents(&self) -> usize {
        self.rows()
    }

    fn fold(&self, train: &[usize], test: &[usize]) -> Result<(CsrMatrix, CsrMatrix), Error> {
        Ok((self.select(train), self.select(test)))
    }
}

/// Terms are counted once; columns and idf are learned from the training side of each fold.
impl Corpus for CountedCorpus {
    fn documents(&self) -> usize {
        self.rows()
    }

    fn fold(&self, train: &[usize], test: &[usize]) -> Result<(CsrMatrix, CsrMatrix), Error> {
        let (tfidf, rows) = self
            .weigh(train)
            .map_err(|error| Error::data(error.to_string()))?;
        Ok((rows, tfidf.rows(self, test)))
    }
}
