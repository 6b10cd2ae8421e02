//! The optimisers, one a file. Each takes a [`Problem`] of two classes and returns a [`Solution`].

pub(crate) mod coordinate;
pub(crate) mod crammer_singer;
pub(crate) mod dual_logistic;
pub(crate) mod dual_svm;
pub(crate) mod newton;

use khitab_features::CsrMatrix;

/// How a fit ended: a certificate rather than a promise.
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Convergence {
    /// The value of the objective at the weights returned.
    pub objective: f64,
    /// How far at most the objective lies above its minimum (primal minus dual value), where
    /// the solver knows a dual point.
    pub gap: Option<f64>,
    /// Passes over the rows, or outer iterations.
    pub iterations: usize,
    /// Whether the stopping rule was met before the last iteration allowed.
    pub converged: bool,
}

/// Two classes: weigh every row's loss by its cost and keep the weights small.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Problem<'a> {
    pub(crate) rows: &'a CsrMatrix,
    /// +1 or -1, one a row.
    pub(crate) signs: &'a [f64],
    /// C times class weight times sample weight, one a row; above zero.
    pub(crate) costs: &'a [f64],
    /// Whether a constant feature of value 1 stands behind the last column. It is
    /// regularised like the others, as LIBLINEAR's `-B 1` does.
    pub(crate) intercept: bool,
}

/// When to stop.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Stop {
    /// Largest violation of the optimality conditions.
    pub(crate) eps: f64,
    /// Stop as soon as the gap is at most this share of the objective.
    pub(crate) gap: Option<f64>,
    pub(crate) max_iterations: usize,
    pub(crate) seed: u64,
}

/// Weights of one hyperplane.
#[derive(Clone, Debug)]
pub(crate) struct Solution {
    /// One weight a column.
    pub(crate) weights: Vec<f64>,
    pub(crate) intercept: f64,
    pub(crate) convergence: Convergence,
}

impl Solution {
    /// Takes the weights of an augmented problem apart.
    pub(crate) fn new(weights: Vec<f64>, convergence: Convergence) -> Self {
        let (weights, intercept) = Self::split(weights);
        Self {
            weights,
            intercept,
            convergence,
        }
    }

    /// Weights and the intercept behind them.
    pub(crate) fn split(mut weights: Vec<f64>) -> (Vec<f64>, f64) {
        let intercept = weights.pop().unwrap_or(0.0);
        (weights, intercept)
    }
}

/// Numbers of four bytes on one line of cache.
const LINE: usize = 16;

impl Problem<'_> {
    pub(crate) fn len(&self) -> usize {
        self.signs.len()
    }

    /// Columns plus the constant one.
    pub(crate) fn width(&self) -> usize {
        self.rows.columns() + 1
    }

    /// The constant feature: 1 with an intercept, 0 without.
    pub(crate) fn constant(&self) -> f64 {
        f64::from(u8::from(self.intercept))
    }

    /// The decision value of a row under augmented weights.
    pub(crate) fn decision(&self, row: usize, weights: &[f64]) -> f64 {
        let (columns, values) = self.rows.row(row);
        dot(columns, values, weights) + self.constant() * weights[self.rows.columns()]
    }

    /// Touches every line of cache of a row before it is needed: rows are visited in random order,
    /// and so all their misses overlap with the work on the row before.
    #[inline]
    pub(crate) fn read_ahead(&self, row: usize) {
        let (columns, values) = self.rows.row(row);
        let columns = columns
            .iter()
            .step_by(LINE)
            .fold(0, |sum, &column| sum ^ column);
        let values = values.iter().step_by(LINE).map(|value| value.to_bits());
        std::hint::black_box(values.fold(columns, |sum, value| sum ^ value));
    }

    /// Adds `scale` times a row to augmented weights.
    pub(crate) fn add(&self, row: usize, scale: f64, weights: &mut [f64]) {
        let (columns, values) = self.rows.row(row);
        add_scaled(columns, values, scale, weights);
        weights[self.rows.columns()] += scale * self.constant();
    }

    /// The squared length of every row, the constant feature included.
    pub(crate) fn squared_norms(&self) -> Vec<f64> {
        (0..self.len())
            .map(|row| {
                let (_, values) = self.rows.row(row);
                values.iter().map(|&v| f64::from(v).powi(2)).sum::<f64>() + self.constant()
            })
            .collect()
    }
}

/// A sparse row times dense weights. Two sums run side by side, because one chain of additions
/// is bound by its latency.
pub(crate) fn dot(columns: &[u32], values: &[f32], weights: &[f64]) -> f64 {
    let (mut even, mut odd) = (0.0, 0.0);
    let (c, v) = (columns.chunks_exact(2), values.chunks_exact(2));
    if let ([c], [v]) = (c.remainder(), v.remainder()) {
        even = f64::from(*v) * weights[*c as usize];
    }
    for (c, v) in c.zip(v) {
        even += f64::from(v[0]) * weights[c[0] as usize];
        odd += f64::from(v[1]) * weights[c[1] as usize];
    }
    even + odd
}

/// Adds `scale` times a sparse row to dense weights.
pub(crate) fn add_scaled(columns: &[u32], values: &[f32], scale: f64, weights: &mut [f64]) {
    for (&column, &value) in columns.iter().zip(values) {
        weights[column as usize] += scale * f64::from(value);
    }
}

/// Half the squared length.
pub(crate) fn half_squared(weights: &[f64]) -> f64 {
    0.5 * weights.iter().map(|w| w * w).sum::<f64>()
}

/// log(1 + exp(-x)), without overflow.
pub(crate) fn log_loss(margin: f64) -> f64 {
    if margin > 0.0 {
        (-margin).exp().ln_1p()
    } else {
        margin.exp().ln_1p() - margin
    }
}

/// 1 / (1 + exp(-x)), without overflow.
pub(crate) fn sigmoid(x: f64) -> f64 {
    if x >= 0.0 {
        1.0 / (1.0 + (-x).exp())
    } else {
        let e = x.exp();
        e / (1.0 + e)
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use crate::random::Random;

    /// A seeded random problem: sparse rows, noisy signs, unequal costs.
    pub(crate) struct Fixture {
        pub(crate) rows: CsrMatrix,
        pub(crate) signs: Vec<f64>,
        pub(crate) costs: Vec<f64>,
        pub(crate) intercept: bool,
    }

    impl Fixture {
        pub(crate) fn new(rows: usize, columns: usize, seed: u64) -> Self {
            let mut random = Random::new(seed, 9);
            let mut matrix = CsrMatrix::new(columns);
            let mut signs = Vec::new();
            let mut costs = Vec::new();
            for _ in 0..rows {
                let kept: Vec<u32> = (0..columns as u32)
                    .filter(|_| random.below(3) == 0)
                    .collect();
                let values: Vec<f32> = kept
                    .iter()
                    .map(|_| random.below(2000) as f32 / 1000.0 - 1.0)
                    .collect();
                let lean: f32 = kept
                    .iter()
                    .zip(&values)
                    .map(|(c, v)| (*c as f32 - 2.0) * v)
                    .sum();
                let noise = random.below(10) == 0;
                signs.push(if (lean > 0.0) == noise { -1.0 } else { 1.0 });
                costs.push(0.5 + random.below(4) as f64);
                matrix.push_row(&kept, &values);
            }
            Self {
                rows: matrix,
                signs,
                costs,
                intercept: true,
            }
        }

        pub(crate) fn problem(&self) -> Problem<'_> {
            let Self {
                rows,
                signs,
                costs,
                intercept,
            } = self;
            Problem {
                rows,
                signs,
                costs,
                intercept: *intercept,
            }
        }
    }

    pub(crate) fn stop(eps: f64) -> Stop {
        Stop {
            eps,
            gap: None,
            max_iterations: 100_000,
            seed: 0,
        }
    }

    #[test]
    fn dot_takes_odd_and_even_rows() {
        let weights = [1.0, 2.0, 4.0, 8.0];
        assert_eq!(dot(&[], &[], &weights), 0.0);
        assert_eq!(dot(&[0, 1, 3], &[1.0, 1.0, 0.5], &weights), 7.0);
        assert_eq!(dot(&[0, 1, 2, 3], &[1.0; 4], &weights), 15.0);
    }

    #[test]
    fn losses_do_not_overflow() {
        assert_eq!(log_loss(-800.0), 800.0);
        assert_eq!(log_loss(800.0), 0.0);
        assert_eq!((sigmoid(-800.0), sigmoid(800.0)), (0.0, 1.0));
    }
}
