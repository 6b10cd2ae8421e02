//! The averaged perceptron: as a small building block for rankers and taggers, and as a
//! classifier.

use std::iter;

use crate::{
    Algorithm, Error, Params,
    model::{Link, Scheme, Weights, argmax},
    params::above_zero,
    random::Random,
    solver::{Solution, dot},
    task::{Task, Trained},
};

/// Sparse weights that remember their own average over all steps.
///
/// Update towards the features of the right answer and away from those of the wrong one, call
/// [`AveragedWeights::step`] after each example, and use [`AveragedWeights::average`] at the
/// end (Freund, Schapire 1999; Collins 2002). One addition a touched feature: the running
/// average is kept as a correction, not as a second pass over all weights.
///
/// ```
/// use khitab_linear::AveragedWeights;
/// let mut weights = AveragedWeights::new(4);
/// // A ranker: features 0 and 2 belong to the right candidate, 1 and 2 to the wrong one.
/// for _ in 0..3 {
///     if weights.score(&[0, 2]) <= weights.score(&[1, 2]) {
///         weights.add(&[0, 2], 1.0);
///         weights.add(&[1, 2], -1.0);
///     }
///     weights.step();
/// }
/// assert_eq!(weights.average(), [1.0, -1.0, 0.0, 0.0]);
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct AveragedWeights {
    weights: Vec<f64>,
    /// Sum over updates of (steps before the update) times the update.
    missed: Vec<f64>,
    steps: f64,
}

impl AveragedWeights {
    /// Starts at zero.
    #[must_use]
    pub fn new(width: usize) -> Self {
        Self {
            weights: vec![0.0; width],
            missed: vec![0.0; width],
            steps: 0.0,
        }
    }

    /// The sum of the present weights of features that are on; unknown ones count nothing.
    #[must_use]
    pub fn score(&self, features: &[u32]) -> f64 {
        features
            .iter()
            .filter_map(|&f| self.weights.get(f as usize))
            .sum()
    }

    /// Adds `amount` to the weights of features that are on; unknown ones are passed over.
    pub fn add(&mut self, features: &[u32], amount: f64) {
        self.add_values(features.iter().copied().zip(iter::repeat(1.0)), amount);
    }

    fn add_values(&mut self, row: impl Iterator<Item = (u32, f32)>, amount: f64) {
        for (feature, value) in row {
            let (at, change) = (feature as usize, amount * f64::from(value));
            if let Some(weight) = self.weights.get_mut(at) {
                *weight += change;
                self.missed[at] += self.steps * change;
            }
        }
    }

    /// Counts one example as seen.
    pub fn step(&mut self) {
        self.steps += 1.0;
    }

    /// The mean of the weights after each step.
    #[must_use]
    pub fn average(&self) -> Vec<f64> {
        let steps = self.steps.max(1.0);
        self.weights
            .iter()
            .zip(&self.missed)
            .map(|(w, missed)| w - missed / steps)
            .collect()
    }
}

/// The averaged perceptron as a classifier; more than two classes are learned together.
///
/// ```
/// use khitab_linear::Perceptron;
/// use linfa::{Dataset, traits::{Fit, Predict}};
/// use ndarray::array;
///
/// let dataset = Dataset::new(array![[1.0, 0.0], [0.0, 1.0]], array!["a", "b"]);
/// let model = Perceptron::params().epochs(5).fit(&dataset)?;
/// assert_eq!(model.predict(&dataset), dataset.targets);
/// # Ok::<(), khitab_linear::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Perceptron {
    epochs: usize,
    seed: u64,
}

impl Perceptron {
    /// Parameters at their defaults: ten epochs, seed 0.
    #[must_use]
    pub fn params() -> Params<Self> {
        Params::of(Self {
            epochs: 10,
            seed: 0,
        })
    }
}

impl Params<Perceptron> {
    /// Sets the number of passes over the rows.
    #[must_use]
    pub fn epochs(self, epochs: usize) -> Self {
        self.with(|p| p.epochs = epochs)
    }

    /// Sets the seed of the order in which rows are visited.
    #[must_use]
    pub fn seed(self, seed: u64) -> Self {
        self.with(|p| p.seed = seed)
    }
}

impl Algorithm for Perceptron {
    fn name(&self) -> &'static str {
        "perceptron"
    }

    fn check(&self) -> Result<(), Error> {
        above_zero("epochs", self.epochs as f64)
    }

    fn train(&self, task: &Task<'_>) -> Result<Trained, Error> {
        let scheme = if task.classes() == 2 {
            Scheme::Binary
        } else {
            Scheme::Joint
        };
        let vectors = if task.classes() == 2 {
            1
        } else {
            task.classes()
        };
        let mut learners = vec![AveragedWeights::new(task.rows().columns() + 1); vectors];
        let mut random = Random::new(self.seed, 0);
        let mut order: Vec<usize> = (0..task.targets().len()).collect();
        for _ in 0..self.epochs {
            random.shuffle(&mut order);
            for &row in &order {
                visit(&mut learners, task, row);
            }
        }
        let weights: Vec<Vec<f64>> = learners.iter().map(AveragedWeights::average).collect();
        let weights = Weights::from_columns(weights.into_iter().map(Solution::split));
        Ok(Trained {
            weights,
            scheme,
            link: Link::None,
            binarise: false,
            convergence: Vec::new(),
        })
    }
}

/// One example: when the answer is wrong, towards the right class and away from the other.
fn visit(learners: &mut [AveragedWeights], task: &Task<'_>, row: usize) {
    let (columns, values) = task.rows().row(row);
    let bias = task.rows().columns();
    let target = task.targets()[row] as usize;
    let decide = |l: &AveragedWeights| dot(columns, values, &l.weights) + l.weights[bias];
    let decisions: Vec<f64> = learners.iter().map(decide).collect();
    let mut correct = |vector: usize, amount: f64| {
        let row = columns.iter().copied().zip(values.iter().copied());
        learners[vector].add_values(row.chain([(bias as u32, 1.0)]), amount);
    };
    if let [decision] = decisions[..] {
        let sign = if target == 1 { 1.0 } else { -1.0 };
        if sign * decision <= 0.0 {
            correct(0, sign * task.weight(row));
        }
    } else {
        let guess = argmax(&decisions);
        if guess != target {
            correct(target, task.weight(row));
            correct(guess, -task.weight(row));
        }
    }
    learners.iter_mut().for_each(AveragedWeights::step);
}

#[cfg(test)]
mod tests {
    use khitab_features::CsrMatrix;
    use linfa::ParamGuard;

    use super::*;

    #[test]
    fn the_average_is_the_mean_of_the_weights_after_each_step() {
        let mut averaged = AveragedWeights::new(2);
        let mut sums = [0.0; 2];
        for step in 0..7u32 {
            averaged.add(&[step % 2], f64::from(step));
            averaged.step();
            sums[0] += averaged.score(&[0]);
            sums[1] += averaged.score(&[1]);
        }
        for (mean, sum) in averaged.average().iter().zip(sums) {
            assert!((mean - sum / 7.0).abs() < 1e-12);
        }
    }

    #[test]
    fn three_classes_are_told_apart() {
        let mut rows = CsrMatrix::new(3);
        for column in 0..3 {
            rows.push_row(&[column], &[1.0]);
        }
        let labels = ["x", "y", "z"];
        let model = Perceptron::params()
            .check()
            .unwrap()
            .learn(&rows, &labels, None)
            .unwrap();
        assert_eq!(model.predict_rows(&rows), [0, 1, 2]);
    }
}
