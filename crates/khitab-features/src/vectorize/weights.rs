//! The weights of the columns, and rows made with them.

use super::fitted::LARGEST;
use crate::tfidf::Weighting;
use crate::vectorize::Scaling;
use crate::{Array, CsrMatrix, FeatureVector};

/// The weights of all columns: blocks of terms, then named features.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct ColumnWeights {
    /// One a block.
    pub(super) weightings: Vec<Weighting>,
    /// One past the last column of each block.
    pub(super) ends: Vec<u32>,
    /// One a term.
    pub(super) idf: Array<f32>,
    /// One a named feature.
    pub(super) scale: Vec<f32>,
}

impl ColumnWeights {
    /// The number of columns that are terms.
    pub(super) fn terms(&self) -> usize {
        self.idf.len()
    }

    /// The number of all columns.
    pub(super) fn width(&self) -> usize {
        self.idf.len() + self.scale.len()
    }

    /// Turns the counts of one row into weights; columns ascend.
    pub(super) fn weigh(&self, columns: &[u32], values: &mut [f32]) {
        let (idf, mut from) = (&*self.idf, 0);
        for (weighting, &end) in self.weightings.iter().zip(&self.ends) {
            let to = from + columns[from..].partition_point(|&column| column < end);
            let idf = |column| idf[column as usize];
            weighting.apply(idf, &columns[from..to], &mut values[from..to]);
            from = to;
        }
    }

    /// Appends a row of named features after the terms.
    pub(super) fn push_named(&self, row: (&[u32], &[f32]), out: &mut FeatureVector) {
        let first = self.terms() as u32;
        for (&column, &value) in row.0.iter().zip(row.1) {
            out.columns.push(first + column);
            out.values.push(value * self.scale[column as usize]);
        }
    }

    /// Puts the named features of `rows` beside the terms of `matrix`.
    pub(super) fn beside(
        &self,
        matrix: &CsrMatrix,
        named: &CsrMatrix,
        rows: impl Iterator<Item = usize>,
    ) -> CsrMatrix {
        let mut out = CsrMatrix::new(self.width());
        for (at, row) in rows.enumerate() {
            let (columns, values) = matrix.row(at);
            let mut whole = FeatureVector {
                columns: columns.to_vec(),
                values: values.to_vec(),
                provenance: Vec::new(),
            };
            self.push_named(named.row(row), &mut whole);
            out.push_row(&whole.columns, &whole.values);
        }
        out
    }
}

/// The factors of named features, from the rows fitted on.
pub(super) fn scales(
    scaling: Scaling,
    named: &CsrMatrix,
    rows: impl Iterator<Item = usize>,
) -> Vec<f32> {
    let mut largest = vec![0.0f32; named.columns()];
    if scaling == Scaling::MaxAbs {
        for row in rows {
            let (columns, values) = named.row(row);
            for (&column, &value) in columns.iter().zip(values) {
                let largest = &mut largest[column as usize];
                *largest = largest.max(value.abs());
            }
        }
    }
    largest
        .into_iter()
        .map(|largest| {
            if largest > 0.0 {
                largest.recip().min(LARGEST)
            } else {
                1.0
            }
        })
        .collect()
}
