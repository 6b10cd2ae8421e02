//! L2-regularised logistic regression by dual coordinate descent.
//!
//! Yu, Huang, Lin: Dual coordinate descent methods for logistic regression and maximum entropy
//! models, Machine Learning 85, 2011; the problem of LIBLINEAR's `-s 7`.

use super::{Convergence, Problem, Solution, Stop, half_squared, log_loss, sigmoid};
use crate::random::Random;

/// Newton steps a row may take; a handful is usual.
const INNER_STEPS: usize = 100;

struct Dual<'a> {
    problem: Problem<'a>,
    /// alpha and cost - alpha, both stored: one of them is tiny and would drown in the other.
    pairs: Vec<[f64; 2]>,
    weights: Vec<f64>,
    norms: Vec<f64>,
}

/// Solves the problem, from `warm` weights when there are some.
pub(crate) fn solve(problem: &Problem<'_>, stop: &Stop, warm: Option<&[f64]>) -> Solution {
    let mut dual = Dual::new(*problem, warm);
    let mut random = Random::new(stop.seed, 0);
    let mut order: Vec<u32> = (0..problem.len()).map(|i| i as u32).collect();
    let least_inner = stop.eps.min(1e-8);
    let mut inner = 1e-2;
    let mut iterations = 0;
    let mut converged = false;
    while iterations < stop.max_iterations && !converged {
        iterations += 1;
        random.shuffle(&mut order);
        let mut worst: f64 = 0.0;
        let mut steps = 0;
        for (at, &row) in order.iter().enumerate() {
            if let Some(&next) = order.get(at + 1) {
                dual.problem.read_ahead(next as usize);
            }
            let (violation, taken) = dual.update(row as usize, inner);
            worst = worst.max(violation);
            steps += taken;
        }
        converged = worst < stop.eps
            || (iterations % 8 == 0 && stop.gap.is_some_and(|share| dual.within(share)));
        if steps <= order.len() / 10 {
            inner = least_inner.max(0.1 * inner);
        }
    }
    let (objective, gap) = dual.certificate();
    let convergence = Convergence {
        objective,
        gap: Some(gap),
        iterations,
        converged,
    };
    Solution::new(dual.weights, convergence)
}

impl<'a> Dual<'a> {
    fn new(problem: Problem<'a>, warm: Option<&[f64]>) -> Self {
        let mut weights = vec![0.0; problem.width()];
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

    /// Solves for one alpha by Newton's method; returns its violation and the steps taken.
    ///
    /// The subproblem is 0.5 a (z - z0)² + b (z - z0) + z log z + (c - z) log(c - z). It is
    /// solved for whichever of alpha and c - alpha ends in the lower half, where Newton is safe.
    fn update(&mut self, row: usize, tolerance: f64) -> (f64, usize) {
        let (cost, sign) = (self.problem.costs[row], self.problem.signs[row]);
        let a = self.norms[row];
        let b = sign * self.problem.decision(row, &self.weights);
        let pair = self.pairs[row];
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
        let violation = gradient.abs();
        let mut steps = 0;
        while steps <= INNER_STEPS && gradient.abs() >= tolerance {
            let next = z - gradient / (a + cost / (cost - z) / z);
            z = if next <= 0.0 { 0.1 * z } else { next };
            gradient = slope(z);
            steps += 1;
        }
        if steps > 0 {
            self.pairs[row][side] = z;
            self.pairs[row][1 - side] = cost - z;
            let change = if side == 0 { z - before } else { before - z };
            self.problem.add(row, change * sign, &mut self.weights);
        }
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
        fixture.costs.fill(1e8);
        let solution = solve(&fixture.problem(), &stop(1e-2), None);
        assert!(solution.weights.iter().all(|w| w.is_finite()));
    }
}
