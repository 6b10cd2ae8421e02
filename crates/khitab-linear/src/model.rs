//! A trained linear model: one weight a column and class, one intercept a class.

mod weights;

use khitab_features::{CsrMatrix, FeatureVector};
use linfa::Label;

use crate::{Calibration, Convergence, Error, solver::sigmoid, task::Trained};

pub use weights::Weights;

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
