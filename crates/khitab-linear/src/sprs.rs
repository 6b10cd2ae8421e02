//! Conversions between [`Rows`] and the matrices of the `sprs` crate.

use khitab_features::CsrMatrix;
use sprs::CsMat;

use crate::{Error, Rows};

impl TryFrom<CsMat<f32>> for Rows {
    type Error = Error;

    /// Takes the matrix over, turned into compressed rows when it is stored by columns.
    fn try_from(matrix: CsMat<f32>) -> Result<Self, Error> {
        let matrix = if matrix.is_csr() {
            matrix
        } else {
            matrix.to_csr()
        };
        let width = matrix.cols();
        let (starts, columns, values) = matrix.into_raw_storage();
        let columns: Result<Vec<u32>, _> = columns.into_iter().map(u32::try_from).collect();
        columns
            .ok()
            .and_then(|columns| CsrMatrix::from_parts(starts, columns, values, width))
            .map(Self::from)
            .ok_or_else(|| Error::data(format!("{width} columns are more than a u32 counts")))
    }
}

impl From<&Rows> for CsMat<f32> {
    fn from(rows: &Rows) -> Self {
        let matrix = rows.as_ref();
        let (starts, columns, values) = matrix.parts();
        let columns = columns.iter().map(|&column| column as usize).collect();
        let shape = (matrix.rows(), matrix.columns());
        Self::new(shape, starts.to_vec(), columns, values.to_vec())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_and_back() {
        let mut matrix = CsrMatrix::new(4);
        matrix.push_row(&[1, 3], &[0.5, 2.0]);
        matrix.push_row(&[], &[]);
        matrix.push_row(&[0], &[1.0]);
        let rows = Rows::from(matrix);
        let other = CsMat::from(&rows);
        assert_eq!(Rows::try_from(other.to_csc()).unwrap(), rows);
        assert_eq!(Rows::try_from(other).unwrap(), rows);
    }
}
