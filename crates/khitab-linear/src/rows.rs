//! Sparse rows as linfa records.

use khitab_features::CsrMatrix;
use linfa::dataset::Records;

/// A [`CsrMatrix`] that linfa accepts as records.
///
/// Both the matrix and the trait are foreign to this crate, hence a type of its own.
#[derive(Clone, Debug, PartialEq)]
pub struct Rows(CsrMatrix);

impl Rows {
    /// The matrix.
    #[must_use]
    pub fn into_inner(self) -> CsrMatrix {
        self.0
    }
}

impl From<CsrMatrix> for Rows {
    fn from(matrix: CsrMatrix) -> Self {
        Self(matrix)
    }
}

impl AsRef<CsrMatrix> for Rows {
    fn as_ref(&self) -> &CsrMatrix {
        &self.0
    }
}

impl Records for Rows {
    type Elem = f32;

    fn nsamples(&self) -> usize {
        self.0.rows()
    }

    fn nfeatures(&self) -> usize {
        self.0.columns()
    }
}
