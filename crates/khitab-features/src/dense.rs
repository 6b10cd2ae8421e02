//! Dense arrays of `ndarray`, for methods that know no sparse ones.

use ndarray::{Array2, ArrayView2};

use crate::{CsrMatrix, FeatureVector};

impl CsrMatrix {
    /// Every value, zeros too: rows × columns × 4 bytes.
    ///
    /// ```
    /// use khitab_features::CsrMatrix;
    /// let mut matrix = CsrMatrix::new(3);
    /// matrix.push_row(&[2], &[1.5]);
    /// assert_eq!(matrix.to_dense(), ndarray::array![[0.0, 0.0, 1.5]]);
    /// assert_eq!(CsrMatrix::from_dense(matrix.to_dense().view()), matrix);
    /// ```
    #[must_use]
    pub fn to_dense(&self) -> Array2<f32> {
        let mut dense = Array2::zeros((self.rows(), self.columns()));
        for (row, mut out) in dense.rows_mut().into_iter().enumerate() {
            let (columns, values) = self.row(row);
            for (&column, &value) in columns.iter().zip(values) {
                out[column as usize] = value;
            }
        }
        dense
    }

    /// Keeps the values that are not zero.
    #[must_use]
    pub fn from_dense(dense: ArrayView2<'_, f32>) -> Self {
        let mut matrix = Self::new(dense.ncols());
        for row in dense.rows() {
            let stored = || (0u32..).zip(row).filter(|&(_, &value)| value != 0.0);
            let columns: Vec<u32> = stored().map(|(column, _)| column).collect();
            let values: Vec<f32> = stored().map(|(_, &value)| value).collect();
            matrix.push_row(&columns, &values);
        }
        matrix
    }

    /// Stacks rows that were made one by one; all lie inside `width` columns.
    ///
    /// # Panics
    /// When a column lies outside.
    #[must_use]
    pub fn from_vectors(rows: &[FeatureVector], width: usize) -> Self {
        let mut matrix = Self::new(width);
        for row in rows {
            matrix.push_row(&row.columns, &row.values);
        }
        matrix
    }
}
