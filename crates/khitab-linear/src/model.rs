//! A trained linear model: one weight a column and class, one intercept a class.

use khitab_features::{Array, CsrMatrix, FeatureVector};
use linfa::Label;

use crate::{
    Calibration, Convergence, Error,
    solver::{Solution, sigmoid},
    task::Trained,
};

/// How the hyperplanes of a model decide between its classes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Scheme {
    /// One hyperplane; above zero means the second class.
    Binary,
    /// One hyperplane a class, each against all others; the highest wins.
    OneVsRest,
    /// One hyperplane a pair of classes, above zero for the first of the pair; votes decide,
    /// and the sum of decision values when votes are equal.
    OneVsOne,
    /// One hyperplane a class, learned together; the highest wins.
    Joint,
}

/// How decision values become probabilities without calibration.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Link {
    /// They do not.
    None,
    /// 1 / (1 + exp(-d)) for each class, then made to sum to one.
    Sigmoid,
    /// exp(d) for each class, then made to sum to one.
    Softmax,
}

/// The weights of one or more hyperplanes.
///
/// A feature's weights lie side by side, since a document touches few features and needs all
/// their weights.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Weights {
    vectors: usize,
    columns: usize,
    values: Array<f32>,
    intercepts: Vec<f64>,
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

/// What a model says about one document.
#[derive(Clone, Debug, PartialEq)]
pub struct Score<L = String> {
    /// The class with the highest score.
    pub label: L,
    /// The number of that class.
    pub class: usize,
    /// One decision value a hyperplane.
    pub decisions: Vec<f64>,
    /// One probability a class, when the model has them.
    pub probabilities: Option<Vec<f64>>,
}

/// A linear classifier: classes in ascending order, weights, intercepts.
///
/// ```
/// use khitab_features::CsrMatrix;
/// use khitab_linear::Svm;
/// use linfa::ParamGuard;
///
/// let mut rows = CsrMatrix::new(2);
/// rows.push_row(&[0], &[1.0]);
/// rows.push_row(&[1], &[1.0]);
/// let model = Svm::params().check()?.learn(&rows, &["other", "call"], None)?;
/// assert_eq!(model.classes(), ["call", "other"]);
/// assert_eq!(model.score_row(&[1], &[1.0]).label, "call");
/// # Ok::<(), khitab_linear::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct LinearModel<L = String> {
    classes: Vec<L>,
    weights: Weights,
    scheme: Scheme,
    link: Link,
    binarise: bool,
    calibration: Option<Calibration>,
    convergence: Vec<Convergence>,
}

impl<L: Label> LinearModel<L> {
    pub(crate) fn assemble(classes: Vec<L>, trained: Trained) -> Self {
        let Trained {
            weights,
            scheme,
            link,
            binarise,
            convergence,
        } = trained;
        Self {
            classes,
            weights,
            scheme,
            link,
            binarise,
            calibration: None,
            convergence,
        }
    }

    /// The same model with calibrated probabilities.
    ///
    /// # Errors
    /// When there is not one sound map a decision value.
    pub fn with_calibration(mut self, calibration: Calibration) -> Result<Self, Error> {
        let values = if self.scheme == Scheme::Binary {
            1
        } else {
            self.classes.len()
        };
        if !calibration.is_sound(values) {
            return Err(Error::model("the calibration does not fit the model"));
        }
        self.calibration = Some(calibration);
        Ok(self)
    }

    /// The same model with every decision value lowered by as much.
    pub(crate) fn lowered(mut self, by: f64) -> Self {
        for intercept in &mut self.weights.intercepts {
            *intercept -= by;
        }
        self
    }

    /// The same model over other weights for the same hyperplanes.
    pub(crate) fn with_weights(mut self, weights: Weights) -> Self {
        debug_assert_eq!(self.weights.vectors(), weights.vectors());
        self.weights = weights;
        self
    }

    /// The calibration of the probabilities.
    #[must_use]
    pub fn calibration(&self) -> Option<&Calibration> {
        self.calibration.as_ref()
    }

    /// The number of a class.
    #[must_use]
    pub fn class_of(&self, label: &L) -> Option<usize> {
        self.classes.binary_search(label).ok()
    }

    /// The classes, ascending; a decision value above zero of a two-class model means the
    /// second.
    #[must_use]
    pub fn classes(&self) -> &[L] {
        &self.classes
    }

    /// The weights and intercepts.
    #[must_use]
    pub fn weights(&self) -> &Weights {
        &self.weights
    }

    /// How the hyperplanes decide.
    #[must_use]
    pub fn scheme(&self) -> Scheme {
        self.scheme
    }

    /// How decision values become probabilities without calibration.
    #[must_use]
    pub fn link(&self) -> Link {
        self.link
    }

    /// Whether every value above zero counts as one.
    #[must_use]
    pub fn binarises(&self) -> bool {
        self.binarise
    }

    /// How the fit of each hyperplane ended; empty for models without an optimiser.
    #[must_use]
    pub fn convergence(&self) -> &[Convergence] {
        &self.convergence
    }

    /// One decision value a hyperplane for a sparse row.
    #[must_use]
    pub fn decisions(&self, columns: &[u32], values: &[f32]) -> Vec<f64> {
        let mut decisions = vec![0.0; self.weights.vectors()];
        self.weights
            .decide(columns, values, self.binarise, &mut decisions);
        decisions
    }

    /// The number of the class that decision values speak for; the first of equals.
    #[must_use]
    pub fn winner(&self, decisions: &[f64]) -> usize {
        match self.scheme {
            Scheme::Binary => usize::from(decisions[0] > 0.0),
            Scheme::OneVsRest | Scheme::Joint => argmax(decisions),
            Scheme::OneVsOne => argmax(&self.votes(decisions)),
        }
    }

    /// One value a class, the larger the likelier; a single one, that of the second class,
    /// when there are two.
    #[must_use]
    pub fn class_values(&self, decisions: &[f64]) -> Vec<f64> {
        if self.scheme == Scheme::OneVsOne {
            self.votes(decisions)
        } else {
            decisions.to_vec()
        }
    }

    /// Votes of the pairs, plus the summed decision values squeezed below half a vote.
    fn votes(&self, decisions: &[f64]) -> Vec<f64> {
        let classes = self.classes.len();
        let mut votes = vec![0.0; classes];
        let mut sums = vec![0.0; classes];
        let pairs = (0..classes).flat_map(|i| (i + 1..classes).map(move |j| (i, j)));
        for ((first, second), &decision) in pairs.zip(decisions) {
            votes[if decision > 0.0 { first } else { second }] += 1.0;
            sums[first] += decision;
            sums[second] -= decision;
        }
        let squeezed = |sum: f64| sum / (3.0 * (sum.abs() + 1.0));
        votes
            .iter()
            .zip(sums)
            .map(|(vote, sum)| vote + squeezed(sum))
            .collect()
    }

    /// One probability a class, when the model has them.
    #[must_use]
    pub fn probabilities(&self, decisions: &[f64]) -> Option<Vec<f64>> {
        let values = self.class_values(decisions);
        let both = |p: f64| vec![1.0 - p, p];
        match (&self.calibration, self.link, self.scheme) {
            (Some(Calibration::PerClass(maps)), _, Scheme::Binary) => {
                Some(both(maps[0].probability(values[0])))
            }
            (Some(Calibration::PerClass(maps)), ..) => {
                let each = maps.iter().zip(&values).map(|(map, &d)| map.probability(d));
                Some(shares(each.collect()))
            }
            (Some(Calibration::Temperature(t)), _, Scheme::Binary) => {
                Some(both(sigmoid(values[0] / t)))
            }
            (Some(Calibration::Temperature(t)), ..) => {
                Some(softmax(&values.iter().map(|d| d / t).collect::<Vec<_>>()))
            }
            (None, Link::None, _) | (None, _, Scheme::OneVsOne) => None,
            (None, _, Scheme::Binary) => Some(both(sigmoid(values[0]))),
            (None, Link::Sigmoid, _) => Some(shares(values.into_iter().map(sigmoid).collect())),
            (None, Link::Softmax, _) => Some(softmax(&values)),
        }
    }

    /// Scores a sparse row.
    #[must_use]
    pub fn score_row(&self, columns: &[u32], values: &[f32]) -> Score<L> {
        let decisions = self.decisions(columns, values);
        let class = self.winner(&decisions);
        let probabilities = self.probabilities(&decisions);
        Score {
            label: self.classes[class].clone(),
            class,
            decisions,
            probabilities,
        }
    }

    /// Scores one document.
    #[must_use]
    pub fn score(&self, document: &FeatureVector) -> Score<L> {
        self.score_row(&document.columns, &document.values)
    }

    /// The number of each row's class.
    #[must_use]
    pub fn predict_rows(&self, rows: &CsrMatrix) -> Vec<usize> {
        let mut decisions = vec![0.0; self.weights.vectors()];
        (0..rows.rows())
            .map(|row| {
                let (columns, values) = rows.row(row);
                self.weights
                    .decide(columns, values, self.binarise, &mut decisions);
                self.winner(&decisions)
            })
            .collect()
    }
}

/// Whether a number is finite and within the range of `f32`: such numbers can be multiplied and summed
/// in 64 bits.
pub(crate) fn within_32_bits(number: f64) -> bool {
    number.abs() <= f64::from(f32::MAX)
}

/// The first of the largest values.
pub(crate) fn argmax(values: &[f64]) -> usize {
    let mut best = 0;
    for (at, value) in values.iter().enumerate() {
        if *value > values[best] {
            best = at;
        }
    }
    best
}

/// Divides by the sum; equal shares when the sum is zero.
pub(crate) fn shares(mut values: Vec<f64>) -> Vec<f64> {
    let sum: f64 = values.iter().sum();
    let count = values.len() as f64;
    values
        .iter_mut()
        .for_each(|v| *v = if sum > 0.0 { *v / sum } else { 1.0 / count });
    values
}

/// exp(d) made to sum to one, without overflow.
pub(crate) fn softmax(decisions: &[f64]) -> Vec<f64> {
    let top = decisions.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    shares(decisions.iter().map(|d| (d - top).exp()).collect())
}

#[cfg(test)]
mod tests;
