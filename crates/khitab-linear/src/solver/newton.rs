//! Multinomial logistic regression by Newton's method with conjugate gradients.
//!
//! Minimises ½ Σ|w|² + Σ cost · -ln softmax(w·x)[target]; intercepts are not penalised, as in
//! scikit-learn. Steps solve the Newton equation only as well as the gradient deserves (Nash
//! 2000) and are halved until the objective falls enough.

use khitab_features::CsrMatrix;

use super::{Convergence, Stop};

/// Many classes at once.
pub(crate) struct Multinomial<'a> {
    pub(crate) rows: &'a CsrMatrix,
    pub(crate) targets: &'a [u32],
    pub(crate) costs: &'a [f64],
    pub(crate) classes: usize,
    pub(crate) intercept: bool,
}

const LINE_SEARCH_STEPS: usize = 30;
const SUFFICIENT: f64 = 1e-4;
const MOST_PRODUCTS: usize = 200;

/// Returns weights with a column's classes side by side, intercepts as the last column.
pub(crate) fn solve(
    problem: &Multinomial<'_>,
    stop: &Stop,
    warm: Option<Vec<f64>>,
) -> (Vec<f64>, Convergence) {
    let mut weights = warm.unwrap_or_else(|| vec![0.0; problem.size()]);
    let mut shares = Vec::new();
    let mut objective = problem.objective(&weights, &mut shares);
    let mut start = None;
    let mut iterations = 0;
    let mut converged = false;
    while iterations < stop.max_iterations {
        let gradient = problem.gradient(&weights, &shares);
        let length = norm(&gradient);
        let start = *start.get_or_insert(length);
        converged = length <= stop.eps * start || length < 1e-10;
        if converged {
            break;
        }
        iterations += 1;
        // The closer to the optimum, the better the equation is solved.
        let tolerance = length * (length / start).sqrt().min(0.5);
        let step = problem.conjugate_gradients(&gradient, &shares, tolerance);
        let slope: f64 = gradient.iter().zip(&step).map(|(g, s)| g * s).sum();
        let mut size = 1.0;
        let mut moved = None;
        for _ in 0..LINE_SEARCH_STEPS {
            let next: Vec<f64> = weights
                .iter()
                .zip(&step)
                .map(|(w, s)| w + size * s)
                .collect();
            let mut next_shares = Vec::new();
            let value = problem.objective(&next, &mut next_shares);
            if value <= objective + SUFFICIENT * size * slope {
                moved = Some((next, next_shares, value));
                break;
            }
            size *= 0.5;
        }
        // No step lowers the objective: rounding is all that is left.
        let Some(moved) = moved else { break };
        (weights, shares, objective) = moved;
    }
    (
        weights,
        Convergence {
            objective,
            gap: None,
            iterations,
            converged,
        },
    )
}

impl Multinomial<'_> {
    fn size(&self) -> usize {
        (self.rows.columns() + 1) * self.classes
    }

    /// Calls `add` with the place of the classes of each of a row's columns.
    fn each(&self, row: usize, mut add: impl FnMut(usize, f64)) {
        let (columns, values) = self.rows.row(row);
        for (&column, &value) in columns.iter().zip(values) {
            add(column as usize * self.classes, f64::from(value));
        }
        if self.intercept {
            add(self.rows.columns() * self.classes, 1.0);
        }
    }

    fn decide(&self, row: usize, weights: &[f64], out: &mut [f64]) {
        out.fill(0.0);
        self.each(row, |at, value| {
            for (sum, weight) in out.iter_mut().zip(&weights[at..at + self.classes]) {
                *sum += value * weight;
            }
        });
    }

    fn spread(&self, row: usize, amounts: &[f64], out: &mut [f64]) {
        self.each(row, |at, value| {
            for (sum, amount) in out[at..at + self.classes].iter_mut().zip(amounts) {
                *sum += value * amount;
            }
        });
    }

    fn penalised<'w>(&self, weights: &'w [f64]) -> &'w [f64] {
        &weights[..self.rows.columns() * self.classes]
    }

    /// The objective; fills `shares` with the probabilities of each row.
    fn objective(&self, weights: &[f64], shares: &mut Vec<f64>) -> f64 {
        shares.resize(self.targets.len() * self.classes, 0.0);
        let mut sum = 0.5 * self.penalised(weights).iter().map(|w| w * w).sum::<f64>();
        for (row, out) in shares.chunks_exact_mut(self.classes).enumerate() {
            self.decide(row, weights, out);
            let top = out.iter().copied().fold(f64::NEG_INFINITY, f64::max);
            let own = out[self.targets[row] as usize];
            out.iter_mut().for_each(|d| *d = (*d - top).exp());
            let total: f64 = out.iter().sum();
            out.iter_mut().for_each(|e| *e /= total);
            sum += self.costs[row] * (total.ln() + top - own);
        }
        sum
    }

    fn gradient(&self, weights: &[f64], shares: &[f64]) -> Vec<f64> {
        let mut gradient = vec![0.0; self.size()];
        gradient[..weights.len() - self.classes].copy_from_slice(self.penalised(weights));
        let mut amounts = vec![0.0; self.classes];
        for (row, shares) in shares.chunks_exact(self.classes).enumerate() {
            for (class, (amount, share)) in amounts.iter_mut().zip(shares).enumerate() {
                let own = f64::from(u8::from(class == self.targets[row] as usize));
                *amount = self.costs[row] * (share - own);
            }
            self.spread(row, &amounts, &mut gradient);
        }
        gradient
    }

    /// The second derivative times a vector.
    fn curve(&self, shares: &[f64], vector: &[f64]) -> Vec<f64> {
        let mut out = vec![0.0; vector.len()];
        out[..vector.len() - self.classes].copy_from_slice(self.penalised(vector));
        let mut along = vec![0.0; self.classes];
        for (row, shares) in shares.chunks_exact(self.classes).enumerate() {
            self.decide(row, vector, &mut along);
            let mean: f64 = along.iter().zip(shares).map(|(a, p)| a * p).sum();
            for (a, p) in along.iter_mut().zip(shares) {
                *a = self.costs[row] * p * (*a - mean);
            }
            self.spread(row, &along, &mut out);
        }
        out
    }

    /// Solves curve(step) = -gradient until the residual is short enough.
    fn conjugate_gradients(&self, gradient: &[f64], shares: &[f64], tolerance: f64) -> Vec<f64> {
        let mut step = vec![0.0; gradient.len()];
        let mut residual: Vec<f64> = gradient.iter().map(|g| -g).collect();
        let mut direction = residual.clone();
        let mut squared = norm(&residual).powi(2);
        for _ in 0..MOST_PRODUCTS {
            if squared.sqrt() <= tolerance {
                break;
            }
            let curved = self.curve(shares, &direction);
            let bend: f64 = direction.iter().zip(&curved).map(|(d, c)| d * c).sum();
            // Equal intercepts in all classes change nothing: a direction without curvature.
            if bend <= 1e-300 {
                break;
            }
            let size = squared / bend;
            add(&mut step, size, &direction);
            add(&mut residual, -size, &curved);
            let next = norm(&residual).powi(2);
            let keep = next / squared;
            squared = next;
            direction
                .iter_mut()
                .zip(&residual)
                .for_each(|(d, r)| *d = r + keep * *d);
        }
        step
    }
}

fn add(sum: &mut [f64], scale: f64, amounts: &[f64]) {
    sum.iter_mut()
        .zip(amounts)
        .for_each(|(sum, amount)| *sum += scale * amount);
}

fn norm(vector: &[f64]) -> f64 {
    vector.iter().map(|x| x * x).sum::<f64>().sqrt()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::solver::tests::{Fixture, stop};

    #[test]
    fn the_gradient_vanishes_and_agrees_with_differences() {
        let fixture = Fixture::new(60, 6, 31);
        let targets: Vec<u32> = (0..60).map(|row| (row * 7 % 3) as u32).collect();
        let problem = Multinomial {
            rows: &fixture.rows,
            targets: &targets,
            costs: &fixture.costs,
            classes: 3,
            intercept: true,
        };
        let (weights, convergence) = solve(&problem, &stop(1e-9), None);
        assert!(convergence.converged);
        let mut shares = Vec::new();
        let best = problem.objective(&weights, &mut shares);
        let gradient = problem.gradient(&weights, &shares);
        assert!(norm(&gradient) < 1e-6, "{}", norm(&gradient));
        for at in 0..weights.len() {
            let mut other = weights.clone();
            other[at] += 1e-3;
            assert!(problem.objective(&other, &mut shares) >= best);
        }
    }
}
