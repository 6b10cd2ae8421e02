//! The weights of hyperplanes, those of one column side by side.

use khitab_features::Array;

use super::within_32_bits;
use crate::{Error, solver::Solution};

/// The weights of one or more hyperplanes.
///
/// A feature's weights lie side by side, since a document touches few features and needs all
/// their weights.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Weights {
    vectors: usize,
    columns: usize,
    values: Array<f32>,
    pub(super) intercepts: Vec<f64>,
}

impl Weights {
    /// Takes `values[column * intercepts.len() + vector]`.
    ///
    /// # Errors
    /// When sizes do not fit or a number is not finite; intercepts too lie within the range of 32 bits.
    pub fn new(values: impl Into<Array<f32>>, intercepts: Vec<f64>) -> Result<Self, Error> {
        let values = values.into();
        let vectors = intercepts.len();
        if vectors == 0 || !values.len().is_multiple_of(vectors) {
            let count = values.len();
            return Err(Error::model(format!(
                "{count} weights do not divide by {vectors} vectors"
            )));
        }
        let weights = Self {
            vectors,
            columns: values.len() / vectors,
            values,
            intercepts,
        };
        if !weights.are_numbers() {
            return Err(Error::model("a weight is not a finite number of 32 bits"));
        }
        Ok(weights)
    }

    /// Whether all are finite and within 32 bits, so that every sum of them is finite in 64.
    pub(crate) fn are_numbers(&self) -> bool {
        self.values.all_within(f32::MAX) && self.intercepts.iter().all(|b| within_32_bits(*b))
    }

    pub(crate) fn from_solutions(solutions: &[Solution]) -> Self {
        Self::from_columns(solutions.iter().map(|s| (s.weights.clone(), s.intercept)))
    }

    /// Lays hyperplanes, each with its intercept, side by side.
    pub(crate) fn from_columns(planes: impl ExactSizeIterator<Item = (Vec<f64>, f64)>) -> Self {
        let vectors = planes.len();
        let (mut columns, mut values, mut intercepts) = (0, Vec::new(), Vec::new());
        for (at, (plane, intercept)) in planes.enumerate() {
            columns = plane.len();
            values.resize(columns * vectors, 0.0);
            for (column, weight) in plane.into_iter().enumerate() {
                values[column * vectors + at] = weight as f32;
            }
            intercepts.push(intercept);
        }
        Self {
            vectors,
            columns,
            values: values.into(),
            intercepts,
        }
    }

    /// Takes a column's hyperplanes side by side, intercepts last.
    pub(crate) fn from_interleaved(mut weights: Vec<f64>, vectors: usize) -> Self {
        let intercepts = weights.split_off(weights.len() - vectors);
        let columns = weights.len() / vectors;
        let values: Vec<f32> = weights.into_iter().map(|weight| weight as f32).collect();
        Self {
            vectors,
            columns,
            values: values.into(),
            intercepts,
        }
    }

    /// A column's hyperplanes side by side, intercepts last.
    pub(crate) fn interleaved(&self) -> Vec<f64> {
        let weights = self.values.iter().map(|&weight| f64::from(weight));
        weights.chain(self.intercepts.iter().copied()).collect()
    }

    /// How many hyperplanes there are.
    #[must_use]
    pub fn vectors(&self) -> usize {
        self.vectors
    }

    /// How many columns there are.
    #[must_use]
    pub fn columns(&self) -> usize {
        self.columns
    }

    /// One weight a hyperplane for a column; empty for a column the model does not know.
    #[must_use]
    pub fn of(&self, column: usize) -> &[f32] {
        let at = column * self.vectors;
        self.values.get(at..at + self.vectors).unwrap_or(&[])
    }

    /// All weights, those of one column side by side.
    #[must_use]
    pub fn as_slice(&self) -> &[f32] {
        &self.values
    }

    /// One intercept a hyperplane.
    #[must_use]
    pub fn intercepts(&self) -> &[f64] {
        &self.intercepts
    }

    /// Adds the decision values of a row to the intercepts; columns beyond the model count
    /// nothing.
    ///
    /// # Panics
    /// When `out` has not one place a hyperplane.
    pub fn decide(&self, columns: &[u32], values: &[f32], binarise: bool, out: &mut [f64]) {
        out.copy_from_slice(&self.intercepts);
        let all = &*self.values;
        for (&column, &value) in columns.iter().zip(values) {
            let value = if binarise {
                f64::from(u8::from(value > 0.0))
            } else {
                f64::from(value)
            };
            let at = column as usize * self.vectors;
            let weights = all.get(at..at + self.vectors).unwrap_or_default();
            for (sum, &weight) in out.iter_mut().zip(weights) {
                *sum += value * f64::from(weight);
            }
        }
    }

    pub(crate) fn fitting(&self, columns: usize) -> Result<&Self, Error> {
        if self.columns == columns {
            return Ok(self);
        }
        let own = self.columns;
        Err(Error::data(format!(
            "the earlier model has {own} columns, the rows have {columns}"
        )))
    }

    /// One hyperplane with its intercept last.
    pub(crate) fn augmented(&self, vector: usize) -> Option<Vec<f64>> {
        let intercept = *self.intercepts.get(vector)?;
        let weights = self.values.iter().skip(vector).step_by(self.vectors);
        Some(weights.map(|&w| f64::from(w)).chain([intercept]).collect())
    }
}
