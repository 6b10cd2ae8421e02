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

/// A number that a weight is kept in while a solver runs. Half the bytes are half the misses of the near
/// caches, which is what a step on characters costs; sums are 64 bits wide in either case.
pub(crate) trait Weight: Copy + Default {
    fn wide(self) -> f64;
    fn narrow(number: f64) -> Self;
    /// Times a value of the matrix.
    fn times(self, value: f32) -> f64;
    /// Plus `scale` times a value of the matrix.
    fn plus(self, scale: f64, value: f32) -> Self;
}

impl Weight for f64 {
    fn wide(self) -> f64 {
        self
    }

    fn narrow(number: f64) -> Self {
        number
    }

    #[inline]
    fn times(self, value: f32) -> f64 {
        self * Self::from(value)
    }

    #[inline]
    fn plus(self, scale: f64, value: f32) -> Self {
        self + scale * Self::from(value)
    }
}

impl Weight for f32 {
    fn wide(self) -> f64 {
        f64::from(self)
    }

    fn narrow(number: f64) -> Self {
        number as Self
    }

    #[inline]
    fn times(self, value: f32) -> f64 {
        f64::from(self * value)
    }

    #[inline]
    fn plus(self, scale: f64, value: f32) -> Self {
        self + scale as Self * value
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
    #[inline]
    pub(crate) fn decision<W: Weight>(&self, row: usize, weights: &[W]) -> f64 {
        let (columns, values) = self.rows.row(row);
        dot(columns, values, weights) + self.constant() * weights[self.rows.columns()].wide()
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
    #[inline]
    pub(crate) fn add<W: Weight>(&self, row: usize, scale: f64, weights: &mut [W]) {
        let (columns, values) = self.rows.row(row);
        add_scaled(columns, values, scale, weights);
        let last = &mut weights[self.rows.columns()];
        *last = W::narrow(last.wide() + scale * self.constant());
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
#[inline]
pub(crate) fn dot<W: Weight>(columns: &[u32], values: &[f32], weights: &[W]) -> f64 {
    let (mut even, mut odd) = (0.0, 0.0);
    let (c, v) = (columns.chunks_exact(2), values.chunks_exact(2));
    if let ([c], [v]) = (c.remainder(), v.remainder()) {
        even = weights[*c as usize].times(*v);
    }
    for (c, v) in c.zip(v) {
        even += weights[c[0] as usize].times(v[0]);
        odd += weights[c[1] as usize].times(v[1]);
    }
    even + odd
}

/// Adds `scale` times a sparse row to dense weights.
#[inline]
pub(crate) fn add_scaled<W: Weight>(
    columns: &[u32],
    values: &[f32],
    scale: f64,
    weights: &mut [W],
) {
    for (&column, &value) in columns.iter().zip(values) {
        let weight = &mut weights[column as usize];
        *weight = weight.plus(scale, value);
    }
}

/// Passes that may run on weights of 32 bits.
pub(crate) const NARROW_PASSES: usize = 200;
/// The tolerance from which rounding of 32-bit weights would be seen in a gradient.
pub(crate) const NARROW_EPS: f64 = 1e-3;
/// The cost of a row from which weights could leave the range of 32 bits.
const NARROW_COST: f64 = 1e20;

impl Stop {
    /// The part of the way that weights of 32 bits can go.
    pub(crate) fn narrow(&self, problem: &Problem<'_>) -> Self {
        let fits = problem.costs.iter().all(|&cost| cost < NARROW_COST);
        let passes = if fits { NARROW_PASSES } else { 0 };
        Self {
            eps: self.eps.max(NARROW_EPS),
            max_iterations: self.max_iterations.min(passes),
            ..*self
        }
    }

    /// What is left after it, if anything is.
    pub(crate) fn rest(&self, run: &Run) -> Option<Self> {
        let max_iterations = self.max_iterations - run.iterations;
        let rest = Self {
            max_iterations,
            ..*self
        };
        let done = run.converged && (run.by_gap || self.eps >= NARROW_EPS);
        (!done && max_iterations > 0).then_some(rest)
    }
}

/// How the passes of a dual solver ended, or how far they have come.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Run {
    pub(crate) iterations: usize,
    pub(crate) converged: bool,
    /// Whether the gap was small enough, whatever the violations.
    pub(crate) by_gap: bool,
}

impl Run {
    /// Whether the gap, which costs as much as a pass, is due to be asked and `within` the share that `stop` allows.
    pub(crate) fn ends_by_gap(self, stop: &Stop, within: impl FnOnce(f64) -> bool) -> bool {
        self.iterations.is_multiple_of(8) && stop.gap.is_some_and(within)
    }

    /// This run and the one after it.
    pub(crate) fn then(self, next: Self) -> Self {
        Self {
            iterations: self.iterations + next.iterations,
            ..next
        }
    }
}

/// Half the squared length.
pub(crate) fn half_squared<W: Weight>(weights: &[W]) -> f64 {
    0.5 * weights.iter().map(|w| w.wide() * w.wide()).sum::<f64>()
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
    fn dot_takes_rows_of_any_length() {
        let weights = [1.0, 2.0, 4.0, 8.0];
        let narrow = weights.map(|weight| weight as f32);
        for length in 0..12 {
            let columns: Vec<u32> = (0..length).map(|at| at * 3 % 4).collect();
            let values = vec![0.5; columns.len()];
            let sum: f64 = columns.iter().map(|&c| 0.5 * weights[c as usize]).sum();
            assert_eq!(dot(&columns, &values, &weights), sum);
            assert_eq!(dot(&columns, &values, &narrow), sum);
        }
    }

    #[test]
    fn losses_do_not_overflow() {
        assert_eq!(log_loss(-800.0), 800.0);
        assert_eq!(log_loss(800.0), 0.0);
        assert_eq!((sigmoid(-800.0), sigmoid(800.0)), (0.0, 1.0));
    }
}
