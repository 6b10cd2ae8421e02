//! L2-regularised logistic regression by dual coordinate descent.
//!
//! Yu, Huang, Lin: Dual coordinate descent methods for logistic regression and maximum entropy
//! models, Machine Learning 85, 2011; the problem of LIBLINEAR's `-s 7`. Weights lie in `f32` as long as
//! the tolerance is far above their rounding, as in `dual_svm`.

use super::{Convergence, Problem, Run, Solution, Stop, Weight, half_squared, log_loss, sigmoid};
use crate::random::Random;

/// Newton steps a row may take; a handful is usual.
const INNER_STEPS: usize = 100;

struct Dual<'a, W> {
    problem: Problem<'a>,
    /// alpha and cost - alpha, both stored: one of them is tiny and would drown in the other.
    pairs: Vec<[f64; 2]>,
    weights: Vec<W>,
    norms: Vec<f64>,
}

/// Solves the problem, from `warm` weights when there are some.
pub(crate) fn solve(problem: &Problem<'_>, stop: &Stop, warm: Option<&[f64]>) -> Solution {
    let mut narrow = Dual::<f32>::new(*problem, warm);
    let mut run = narrow.run(&stop.narrow(problem), 0);
    let mut dual = narrow.widened();
    if let Some(rest) = stop.rest(&run) {
        run = run.then(dual.run(&rest, 1));
    }
    let (objective, gap) = dual.certificate();
    let convergence = Convergence {
        objective,
        gap: Some(gap),
        iterations: run.iterations,
        converged: run.converged,
    };
    Solution::new(dual.weights, convergence)
}

impl<'a, W: Weight> Dual<'a, W> {
    fn new(problem: Problem<'a>, warm: Option<&[f64]>) -> Self {
        let mut weights = vec![W::default(); problem.width()];
        let mut pairs = Vec::with_capacity(problem.len());
        for row in 0..problem.len() {
            let (cost, sign) = (problem.costs[row], problem.signs[row]);
            let floor = (0.001 * cost).min(1e-8);
            // At the optimum alpha is cost times the probability of the other class.
            let share = warm.map(|w| sigmoid(-sign * problem.decision(row, w)));
            let alpha = share.map_or(floor, |s| (s * cost).clamp(floor, cost - floor));
            pairs.push([alpha, cost - alpha]);
            problem.add(row, sign * alpha, &mut weights);
        }
        Self {
            problem,
            pairs,
            weights,
            norms: problem.squared_norms(),
        }
    }

    /// Passes until a rule of `stop` holds.
    fn run(&mut self, stop: &Stop, stream: u64) -> Run {
        let mut random = Random::new(stop.seed, stream);
        let mut order: Vec<u32> = (0..self.problem.len()).map(|i| i as u32).collect();
        let least_inner = stop.eps.min(1e-8);
        let mut inner = 1e-2;
        let mut run = Run::default();
        while run.iterations < stop.max_iterations && !run.converged {
            run.iterations += 1;
            random.shuffle(&mut order);
            let (worst, steps) = self.pass(&order, inner);
            run.by_gap = run.ends_by_gap(stop, |share| self.within(share));
            run.converged = worst < stop.eps || run.by_gap;
            if steps <= order.len() / 10 {
                inner = least_inner.max(0.1 * inner);
            }
        }
        run
    }

    /// One pass over the rows; the largest violation met and the steps taken.
    fn pass(&mut self, order: &[u32], tolerance: f64) -> (f64, usize) {
        let (mut worst, mut steps) = (0.0f64, 0);
        for (at, &row) in order.iter().enumerate() {
            if let Some(&next) = order.get(at + 1) {
                self.problem.read_ahead(next as usize);
            }
            let (violation, taken) = self.update(row as usize, tolerance);
            worst = worst.max(violation);
            steps += taken;
        }
        (worst, steps)
    }

    /// The same point with weights of 64 bits, summed up anew.
    fn widened(self) -> Dual<'a, f64> {
        let mut weights = vec![0.0; self.problem.width()];
        for (row, [alpha, _]) in self.pairs.iter().enumerate() {
            self.problem
                .add(row, alpha * self.problem.signs[row], &mut weights);
        }
        Dual {
            problem: self.problem,
            pairs: self.pairs,
            weights,
            norms: self.norms,
        }
    }

    /// Solves for one alpha by Newton's method; returns its violation and the steps taken.
    ///
    /// The subproblem is 0.5 a (z - z0)² + b (z - z0) + z log z + (c - z) log(c - z). It is
    /// solved for whichever of alpha and c - alpha ends in the lower half, where Newton is safe.
    /// The violation is that of alpha as it stands. LIBLINEAR takes it where Newton starts, which may
    /// be a tenth of alpha: a few rows then look far from optimal for passes after they are not.
    fn update(&mut self, row: usize, tolerance: f64) -> (f64, usize) {
        let (cost, sign) = (self.problem.costs[row], self.problem.signs[row]);
        let a = self.norms[row];
        let b = sign * self.problem.decision(row, &self.weights);
        let pair = self.pairs[row];
        let violation = (b + (pair[0] / pair[1]).ln()).abs();
        if violation < tolerance {
            return (violation, 0);
        }
        let side = usize::from(0.5 * a * (pair[1] - pair[0]) + b < 0.0);
        let b = if side == 0 { b } else { -b };
        let before = pair[side];
        let mut z = if cost - before < 0.5 * cost {
            0.1 * before
        } else {
            before
        };
        let slope = |z: f64| a * (z - before) + b + (z / (cost - z)).ln();
        let mut gradient = slope(z);
        let enough = tolerance.min(0.1 * violation);
        let mut steps = 0;
        while steps <= INNER_STEPS && gradient.abs() >= enough {
            let next = z - gradient / (a + cost / (cost - z) / z);
            z = if next <= 0.0 { 0.1 * z } else { next };
            gradient = slope(z);
            steps += 1;
        }
        self.pairs[row][side] = z;
        self.pairs[row][1 - side] = cost - z;
        let change = if side == 0 { z - before } else { before - z };
        self.problem.add(row, change * sign, &mut self.weights);
        (violation, steps)
    }

    fn within(&self, share: f64) -> bool {
        let (objective, gap) = self.certificate();
        gap <= share * objective
    }

    fn certificate(&self) -> (f64, f64) {
        let norm = half_squared(&self.weights);
        let entropy = |x: f64| if x > 0.0 { x * x.ln() } else { 0.0 };
        let mut loss = 0.0;
        let mut dual = -norm;
        for row in 0..self.problem.len() {
            let (cost, [alpha, rest]) = (self.problem.costs[row], self.pairs[row]);
            let margin = self.problem.signs[row] * self.problem.decision(row, &self.weights);
            loss += cost * log_loss(margin);
            dual += entropy(cost) - entropy(alpha) - entropy(rest);
        }
        let objective = norm + loss;
        (objective, (objective - dual).max(0.0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::solver::tests::{Fixture, stop};

    #[test]
    fn the_gradient_vanishes() {
        let fixture = Fixture::new(80, 10, 4);
        let problem = fixture.problem();
        let solution = solve(&problem, &stop(1e-9), None);
        let mut gradient = solution.weights.clone();
        gradient.push(solution.intercept);
        let weights = gradient.clone();
        for row in 0..problem.len() {
            let (sign, cost) = (problem.signs[row], problem.costs[row]);
            let slope = -sign * cost * sigmoid(-sign * problem.decision(row, &weights));
            problem.add(row, slope, &mut gradient);
        }
        assert!(gradient.iter().all(|g| g.abs() < 1e-6), "{gradient:?}");
        let gap = solution.convergence.gap.unwrap();
        assert!(gap < 1e-6 * solution.convergence.objective, "{gap}");
    }

    #[test]
    fn huge_costs_stay_finite() {
        let mut fixture = Fixture::new(40, 6, 5);
        for cost in [1e8, 1e40] {
            fixture.costs.fill(cost);
            let few = Stop {
                max_iterations: 300,
                ..stop(1e-2)
            };
            let solution = solve(&fixture.problem(), &few, None);
            assert!(solution.weights.iter().all(|w| w.is_finite()), "{cost}");
        }
    }
}
