//! Crammer and Singer's SVM for many classes by the sequential dual method.
//!
//! Keerthi, Sundararajan, Chang, Hsieh, Lin: A sequential dual method for large scale
//! multi-class linear SVMs, KDD 2008; the problem of LIBLINEAR's `-s 4`.

use khitab_features::CsrMatrix;

use super::{Convergence, Stop, half_squared};
use crate::random::Random;

/// Many classes at once.
pub(crate) struct Margins<'a> {
    pub(crate) rows: &'a CsrMatrix,
    pub(crate) targets: &'a [u32],
    pub(crate) costs: &'a [f64],
    pub(crate) classes: usize,
    pub(crate) intercept: bool,
}

struct Dual<'a> {
    problem: &'a Margins<'a>,
    /// One a row and class; they sum to zero over the classes.
    alpha: Vec<f64>,
    /// A column's classes side by side; intercepts last.
    weights: Vec<f64>,
    /// Room for the slopes, and the values to be sorted, of one row.
    slopes: Vec<f64>,
    sorted: Vec<f64>,
}

/// Returns weights with a column's classes side by side, intercepts as the last column.
pub(crate) fn solve(problem: &Margins<'_>, stop: &Stop) -> (Vec<f64>, Convergence) {
    let classes = problem.classes;
    let mut dual = Dual {
        problem,
        alpha: vec![0.0; problem.targets.len() * classes],
        weights: vec![0.0; (problem.rows.columns() + 1) * classes],
        slopes: vec![0.0; classes],
        sorted: vec![0.0; classes],
    };
    let mut random = Random::new(stop.seed, 0);
    let mut order: Vec<u32> = (0..problem.targets.len()).map(|row| row as u32).collect();
    let mut iterations = 0;
    let mut converged = false;
    while iterations < stop.max_iterations && !converged {
        iterations += 1;
        random.shuffle(&mut order);
        let violation = order
            .iter()
            .fold(0.0, |worst: f64, &row| worst.max(dual.update(row as usize)));
        converged = violation < stop.eps;
    }
    let (objective, gap) = dual.certificate();
    (
        dual.weights,
        Convergence {
            objective,
            gap: Some(gap),
            iterations,
            converged,
        },
    )
}

impl Dual<'_> {
    fn each(&self, row: usize) -> impl Iterator<Item = (usize, f64)> + use<'_> {
        let Margins {
            rows,
            classes,
            intercept,
            ..
        } = *self.problem;
        let (columns, values) = rows.row(row);
        let constant = intercept.then_some((rows.columns() * classes, 1.0));
        let stored = columns.iter().zip(values);
        stored
            .map(move |(&c, &v)| (c as usize * classes, f64::from(v)))
            .chain(constant)
    }

    /// The decision value of each class, plus one for each wrong class, into `slopes`.
    fn look(&mut self, row: usize) {
        let target = self.problem.targets[row] as usize;
        let mut slopes = std::mem::take(&mut self.slopes);
        slopes.fill(1.0);
        slopes[target] = 0.0;
        for (at, value) in self.each(row) {
            let weights = &self.weights[at..at + slopes.len()];
            slopes
                .iter_mut()
                .zip(weights)
                .for_each(|(slope, w)| *slope += value * w);
        }
        self.slopes = slopes;
    }

    fn upper(&self, row: usize, class: usize) -> f64 {
        if class == self.problem.targets[row] as usize {
            self.problem.costs[row]
        } else {
            0.0
        }
    }

    /// Solves for the alphas of one row; returns how far they were from optimal.
    fn update(&mut self, row: usize) -> f64 {
        self.look(row);
        let classes = self.problem.classes;
        let own = row * classes;
        let mut highest = f64::NEG_INFINITY;
        let mut lowest = f64::INFINITY;
        for class in 0..classes {
            highest = highest.max(self.slopes[class]);
            if self.alpha[own + class] < self.upper(row, class) {
                lowest = lowest.min(self.slopes[class]);
            }
        }
        let violation = highest - lowest;
        let norm: f64 = self.each(row).map(|(_, value)| value * value).sum();
        if violation <= 1e-12 || norm <= 0.0 {
            return violation.max(0.0);
        }
        // Minimise Σ ½ norm a² + b a under a ≤ upper and Σ a = 0: a = min(upper, (level - b) / norm),
        // and the level is found by letting the tightest classes go free one by one.
        for class in 0..classes {
            let b = self.slopes[class] - norm * self.alpha[own + class];
            self.slopes[class] = b;
            self.sorted[class] = b + norm * self.upper(row, class);
        }
        self.sorted.sort_unstable_by(|a, b| b.total_cmp(a));
        let mut level = self.sorted[0] - norm * self.problem.costs[row];
        let mut free = 1;
        while free < classes && level < free as f64 * self.sorted[free] {
            level += self.sorted[free];
            free += 1;
        }
        level /= free as f64;
        let changes: Vec<f64> = (0..classes)
            .map(|class| {
                let alpha = ((level - self.slopes[class]) / norm).min(self.upper(row, class));
                let change = alpha - self.alpha[own + class];
                self.alpha[own + class] = alpha;
                change
            })
            .collect();
        let mut weights = std::mem::take(&mut self.weights);
        for (at, value) in self.each(row) {
            let places = weights[at..at + classes].iter_mut();
            places
                .zip(&changes)
                .for_each(|(weight, change)| *weight += value * change);
        }
        self.weights = weights;
        violation
    }

    fn certificate(&mut self) -> (f64, f64) {
        let norm = half_squared(&self.weights);
        let (mut losses, mut linear) = (0.0, 0.0);
        for row in 0..self.problem.targets.len() {
            self.look(row);
            let target = self.problem.targets[row] as usize;
            let own = self.slopes[target];
            let worst = self.slopes.iter().copied().fold(own, f64::max);
            losses += self.problem.costs[row] * (worst - own);
            let alphas = &self.alpha[row * self.problem.classes..][..self.problem.classes];
            linear += alphas.iter().sum::<f64>() - alphas[target];
        }
        let objective = norm + losses;
        (objective, (objective + norm + linear).max(0.0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::solver::tests::{Fixture, stop};

    #[test]
    fn the_gap_closes() {
        let fixture = Fixture::new(60, 8, 41);
        let targets: Vec<u32> = (0..60).map(|row| (row * 5 % 4) as u32).collect();
        let problem = Margins {
            rows: &fixture.rows,
            targets: &targets,
            costs: &fixture.costs,
            classes: 4,
            intercept: true,
        };
        let (
            _,
            Convergence {
                objective,
                gap,
                converged,
                ..
            },
        ) = solve(&problem, &stop(1e-7));
        assert!(
            converged && gap.unwrap() < 1e-5 * objective,
            "{gap:?} of {objective}"
        );
    }
}
