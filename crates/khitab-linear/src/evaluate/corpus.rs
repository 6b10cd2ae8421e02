//! Documents that become rows inside a fold.

use khitab_features::{CountedCorpus, CsrMatrix, Tfidf};

use crate::Error;

/// Documents that become rows only inside a fold, so that nothing learned from texts (terms,
/// idf) sees the test side.
pub trait Corpus: Sync {
    /// What is learned from the documents of a training side.
    type Learned;

    /// How many documents there are.
    fn documents(&self) -> usize;

    /// Learns from the documents of `train` and gives their rows.
    ///
    /// # Errors
    /// When the training side gives no column.
    fn train(&self, train: &[usize]) -> Result<(Self::Learned, CsrMatrix), Error>;

    /// The rows of the documents of `test`, which are needed when those of the training side no longer are.
    fn test(&self, learned: &Self::Learned, test: &[usize]) -> CsrMatrix;
}

/// Rows that were final from the start: nothing is learned from them.
impl Corpus for CsrMatrix {
    type Learned = ();

    fn documents(&self) -> usize {
        self.rows()
    }

    fn train(&self, train: &[usize]) -> Result<((), CsrMatrix), Error> {
        Ok(((), self.select(train)))
    }

    fn test(&self, (): &(), test: &[usize]) -> CsrMatrix {
        self.select(test)
    }
}

/// Terms are counted once; columns and idf are learned from the training side of each fold.
impl Corpus for CountedCorpus {
    type Learned = Tfidf;

    fn documents(&self) -> usize {
        self.rows()
    }

    fn train(&self, train: &[usize]) -> Result<(Tfidf, CsrMatrix), Error> {
        self.weigh(train)
            .map_err(|error| Error::data(error.to_string()))
    }

    fn test(&self, tfidf: &Tfidf, test: &[usize]) -> CsrMatrix {
        tfidf.rows(self, test)
    }
}
