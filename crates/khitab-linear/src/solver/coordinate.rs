//! Logistic regression and squared-hinge SVM under L1, L2 or both, with a box a column.
//!
//! Minimises Σ l1|w| + ½ l2 w² + Σ loss over lower ≤ w ≤ upper by proximal Newton steps whose
//! quadratic models are solved by coordinate descent with shrinking: newGLMNET (Yuan, Ho, Lin,
//! JMLR 13, 2012; the problems of LIBLINEAR's `-s 5` and `-s 6`), with the L2 part and the box
//! handled in each coordinate's closed form.

mod weight;

use khitab_features::CsrMatrix;

pub(crate) use weight::Coordinate;

use super::{Convergence, Problem, Solution, Stop, log_loss, sigmoid};
use crate::random::Random;

/// The loss of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Loss {
    Logistic,
    SquaredHinge,
}

/// Keeps second derivatives above zero where no row has curvature.
const RIDGE: f64 = 1e-12;
const INNER_PASSES: usize = 1000;
const LINE_SEARCH_STEPS: usize = 30;
const SUFFICIENT: f64 = 0.01;

/// A column of the rows, stored together.
struct Columns {
    starts: Vec<usize>,
    rows: Vec<u32>,
    values: Vec<f32>,
}

struct Descent<'a> {
    problem: Problem<'a>,
    loss: Loss,
    coordinates: &'a [Coordinate],
    columns: Columns,
    weights: Vec<f64>,
    /// The decision value of each row.
    decisions: Vec<f64>,
    /// First and second derivative of each row's loss.
    slopes: Vec<f64>,
    bends: Vec<f64>,
    /// First and second derivative of each column's smooth part.
    gradient: Vec<f64>,
    hessian: Vec<f64>,
}

/// Solves the problem; `coordinates` has one entry a column and one for the constant.
pub(crate) fn solve(
    problem: &Problem<'_>,
    loss: Loss,
    coordinates: &[Coordinate],
    stop: &Stop,
    warm: Option<&[f64]>,
) -> Solution {
    let mut descent = Descent::new(*problem, loss, coordinates, warm);
    let mut random = Random::new(stop.seed, 0);
    // A tenth of LIBLINEAR's measure: by its own, Newton steps stop a per cent above its optimum.
    let tolerance = 0.1 * stop.eps * descent.rarer_share();
    let mut free: Vec<u32> = (0..coordinates.len() as u32).collect();
    let mut worst = f64::INFINITY;
    let mut first = None;
    let mut inner = 1.0;
    let mut iterations = 0;
    let mut converged = false;
    while iterations < stop.max_iterations && !converged {
        iterations += 1;
        descent.bend();
        let (violation, largest) = descent.look(&mut free, worst);
        worst = largest;
        let start = *first.get_or_insert(violation);
        if iterations == 1 {
            inner = start;
        }
        converged =
            violation <= tolerance * start || stop.gap.is_some_and(|share| descent.within(share));
        if converged {
            break;
        }
        let (step, moves, passes) = descent.newton_step(&mut free.clone(), inner, &mut random);
        if passes == 1 {
            inner *= 0.25;
        }
        if !descent.search(&free, &step, &moves) {
            break;
        }
    }
    descent.bend();
    let (objective, gap) = descent.certificate();
    // A weight without penalty or box leaves no feasible dual point but the optimum itself.
    let certain = coordinates.iter().all(Coordinate::is_held);
    let convergence = Convergence {
        objective,
        gap: certain.then_some(gap),
        iterations,
        converged,
    };
    Solution::new(descent.weights, convergence)
}

impl Columns {
    /// Turns rows into columns; the constant column comes last.
    fn new(matrix: &CsrMatrix, constant: bool) -> Self {
        let width = matrix.columns();
        let (_, all, _) = matrix.parts();
        let mut starts = vec![0; width + 2];
        all.iter()
            .for_each(|&column| starts[column as usize + 1] += 1);
        starts[width + 1] = if constant { matrix.rows() } else { 0 };
        for column in 0..=width {
            starts[column + 1] += starts[column];
        }
        let stored = starts[width + 1];
        let (mut rows, mut values) = (vec![0; stored], vec![1.0; stored]);
        let mut next = starts.clone();
        for row in 0..matrix.rows() {
            let (columns, stored) = matrix.row(row);
            let one = constant.then_some((width as u32, 1.0));
            for (column, value) in columns
                .iter()
                .copied()
                .zip(stored.iter().copied())
                .chain(one)
            {
                let at = next[column as usize];
                (rows[at], values[at]) = (row as u32, value);
                next[column as usize] += 1;
            }
        }
        Self {
            starts,
            rows,
            values,
        }
    }

    fn of(&self, column: usize) -> impl Iterator<Item = (usize, f64)> {
        let range = self.starts[column]..self.starts[column + 1];
        let rows = self.rows[range.clone()].iter().map(|&row| row as usize);
        rows.zip(self.values[range].iter().map(|&value| f64::from(value)))
    }
}

impl<'a> Descent<'a> {
    fn new(
        problem: Problem<'a>,
        loss: Loss,
        coordinates: &'a [Coordinate],
        warm: Option<&[f64]>,
    ) -> Self {
        let width = coordinates.len();
        let start = |(at, c): (usize, &Coordinate)| {
            warm.map_or(0.0, |weights| weights[at])
                .clamp(c.lower, c.upper)
        };
        let weights: Vec<f64> = coordinates.iter().enumerate().map(start).collect();
        let decisions = (0..problem.len())
            .map(|row| problem.decision(row, &weights))
            .collect();
        Self {
            problem,
            loss,
            coordinates,
            columns: Columns::new(problem.rows, problem.intercept),
            weights,
            decisions,
            slopes: vec![0.0; problem.len()],
            bends: vec![0.0; problem.len()],
            gradient: vec![0.0; width],
            hessian: vec![0.0; width],
        }
    }

    /// The share of the rarer sign: LIBLINEAR asks for more care where it is small.
    fn rarer_share(&self) -> f64 {
        let positive = self
            .problem
            .signs
            .iter()
            .filter(|&&sign| sign > 0.0)
            .count();
        let rarer = positive.min(self.problem.len() - positive).max(1);
        rarer as f64 / self.problem.len() as f64
    }

    /// The loss of a row, and its derivatives, at a decision value.
    fn row_loss(&self, row: usize, decision: f64) -> f64 {
        let margin = self.problem.signs[row] * decision;
        self.problem.costs[row]
            * match self.loss {
                Loss::Logistic => log_loss(margin),
                Loss::SquaredHinge => (1.0 - margin).max(0.0).powi(2),
            }
    }

    /// Takes the derivatives of all rows at the present weights.
    fn bend(&mut self) {
        for row in 0..self.problem.len() {
            let (sign, cost) = (self.problem.signs[row], self.problem.costs[row]);
            let margin = sign * self.decisions[row];
            (self.slopes[row], self.bends[row]) = match self.loss {
                Loss::Logistic => {
                    let miss = sigmoid(-margin);
                    (-sign * cost * miss, cost * miss * (1.0 - miss))
                }
                Loss::SquaredHinge => {
                    let slack = (1.0 - margin).max(0.0);
                    (
                        -2.0 * sign * cost * slack,
                        if slack > 0.0 { 2.0 * cost } else { 0.0 },
                    )
                }
            };
        }
    }

    /// Takes the derivatives of all columns, leaves in `free` those worth a step, and returns
    /// the summed and the largest violation. `worst` is the largest of the last time.
    fn look(&mut self, free: &mut Vec<u32>, worst: f64) -> (f64, f64) {
        let threshold = worst / self.problem.len() as f64;
        let (mut sum, mut largest) = (0.0, 0.0f64);
        free.clear();
        for column in 0..self.coordinates.len() {
            let (mut slope, mut bend) = (0.0, RIDGE);
            for (row, value) in self.columns.of(column) {
                slope += value * self.slopes[row];
                bend += value * value * self.bends[row];
            }
            let (c, weight) = (self.coordinates[column], self.weights[column]);
            self.gradient[column] = slope + c.l2 * weight;
            self.hessian[column] = bend + c.l2;
            let violation = c.violation(weight, self.gradient[column]);
            sum += violation;
            largest = largest.max(violation);
            if violation > 0.0 || !self.is_settled(column, threshold) {
                free.push(column as u32);
            }
        }
        (sum, largest)
    }

    /// Whether a weight sits at zero or at an end of its box, with the slope pressing it there.
    fn is_settled(&self, column: usize, threshold: f64) -> bool {
        let (c, weight, slope) = (
            self.coordinates[column],
            self.weights[column],
            self.gradient[column],
        );
        (weight == 0.0 && slope.abs() < c.l1 - threshold)
            || (weight <= c.lower && slope > c.l1 + threshold)
            || (weight >= c.upper && slope < -c.l1 - threshold)
    }

    /// Minimises the quadratic model over the free columns.
    ///
    /// Returns the new weights, what they change in each decision value, and the passes used.
    fn newton_step(
        &self,
        free: &mut [u32],
        tolerance: f64,
        random: &mut Random,
    ) -> (Vec<f64>, Vec<f64>, usize) {
        let mut next = self.weights.clone();
        let mut moves = vec![0.0; self.problem.len()];
        let mut active = free.len();
        let mut worst = f64::INFINITY;
        for pass in 1..=INNER_PASSES {
            random.shuffle(&mut free[..active]);
            let (mut sum, mut largest) = (0.0, 0.0f64);
            let mut at = 0;
            while at < active {
                let column = free[at] as usize;
                let c = self.coordinates[column];
                let curvature = self.hessian[column];
                let mut slope =
                    self.gradient[column] + (c.l2 + RIDGE) * (next[column] - self.weights[column]);
                for (row, value) in self.columns.of(column) {
                    slope += value * self.bends[row] * moves[row];
                }
                let violation = c.violation(next[column], slope);
                if violation == 0.0
                    && next[column] == 0.0
                    && slope.abs() < c.l1 - worst / self.problem.len() as f64
                {
                    active -= 1;
                    free.swap(at, active);
                    continue;
                }
                at += 1;
                sum += violation;
                largest = largest.max(violation);
                let target = c.minimum(next[column], slope, curvature);
                let change = target - next[column];
                // Also a change that moves no decision: short of the end of its box by a rounding, a
                // weight would stay in violation for ever.
                next[column] = target;
                if change.abs() > 1e-12 {
                    for (row, value) in self.columns.of(column) {
                        moves[row] += change * value;
                    }
                }
            }
            if sum <= tolerance {
                if active == free.len() {
                    return (next, moves, pass);
                }
                active = free.len();
                worst = f64::INFINITY;
            } else {
                worst = largest;
            }
        }
        (next, moves, INNER_PASSES)
    }

    /// Goes as far towards `next` as the objective truly falls; false when it does not.
    fn search(&mut self, free: &[u32], next: &[f64], moves: &[f64]) -> bool {
        let penalties = |weight: &dyn Fn(usize) -> f64| -> f64 {
            free.iter()
                .map(|&j| self.coordinates[j as usize].penalty(weight(j as usize)))
                .sum()
        };
        let before = penalties(&|j| self.weights[j]);
        let smooth: f64 = free
            .iter()
            .map(|&j| {
                let (c, j) = (self.coordinates[j as usize], j as usize);
                // The L2 slope is part of the penalty here, not of the gradient.
                (self.gradient[j] - c.l2 * self.weights[j]) * (next[j] - self.weights[j])
            })
            .sum();
        let promised = smooth + penalties(&|j| next[j]) - before;
        let losses = |size: f64| -> f64 {
            (0..moves.len())
                .map(|row| {
                    let old = self.decisions[row];
                    let new = old + size * moves[row];
                    self.row_loss(row, new) - self.row_loss(row, old)
                })
                .sum()
        };
        let mut size = 1.0;
        for _ in 0..LINE_SEARCH_STEPS {
            // A whole step ends where it was meant to, without a rounding.
            let at = |j: usize| match size {
                1.0 => next[j],
                _ => self.weights[j] + size * (next[j] - self.weights[j]),
            };
            let change = losses(size) + penalties(&at) - before;
            if change <= SUFFICIENT * size * promised {
                let moved: Vec<f64> = free.iter().map(|&j| at(j as usize)).collect();
                for (&j, weight) in free.iter().zip(moved) {
                    let c = self.coordinates[j as usize];
                    self.weights[j as usize] = weight.clamp(c.lower, c.upper);
                }
                let decisions = self.decisions.iter_mut().zip(moves);
                decisions.for_each(|(decision, by)| *decision += size * by);
                return true;
            }
            size *= 0.5;
        }
        false
    }

    fn within(&self, share: f64) -> bool {
        let (objective, gap) = self.certificate();
        gap <= share * objective
    }

    /// The objective and its distance to the dual value at the point that the slopes give.
    ///
    /// Needs the slopes of the present weights. Where a weight is held by L1 alone, the dual
    /// point is shrunk until it is feasible.
    fn certificate(&self) -> (f64, f64) {
        let penalty: f64 = self
            .coordinates
            .iter()
            .zip(&self.weights)
            .map(|(c, &w)| c.penalty(w))
            .sum();
        let losses: f64 = (0..self.problem.len())
            .map(|row| self.row_loss(row, self.decisions[row]))
            .sum();
        let pull = |column: usize| -> f64 {
            self.columns
                .of(column)
                .map(|(row, value)| -value * self.slopes[row])
                .sum()
        };
        let pulls: Vec<f64> = (0..self.coordinates.len()).map(pull).collect();
        let mut shrink = 1.0f64;
        for (c, &z) in self.coordinates.iter().zip(&pulls) {
            let open = if z > 0.0 { c.upper } else { -c.lower };
            if c.l2 == 0.0 && open.is_infinite() && z.abs() > c.l1 {
                shrink = shrink.min(c.l1 / z.abs());
            }
        }
        let conjugates: f64 = self
            .coordinates
            .iter()
            .zip(&pulls)
            .map(|(c, z)| c.conjugate(shrink * z))
            .sum();
        let row_conjugates: f64 = (0..self.problem.len())
            .map(|row| self.row_conjugate(row, shrink))
            .sum();
        let objective = penalty + losses;
        (
            objective,
            (objective + conjugates + row_conjugates).max(0.0),
        )
    }

    /// The conjugate of a row's loss at its shrunken slope.
    fn row_conjugate(&self, row: usize, shrink: f64) -> f64 {
        let cost = self.problem.costs[row];
        let slope = (shrink * self.slopes[row]).abs();
        match self.loss {
            Loss::Logistic => {
                let p = (slope / cost).clamp(0.0, 1.0);
                let entropy = |p: f64| if p > 0.0 { p * p.ln() } else { 0.0 };
                cost * (entropy(p) + entropy(1.0 - p))
            }
            Loss::SquaredHinge => slope * slope / (4.0 * cost) - slope,
        }
    }
}

#[cfg(test)]
mod tests;
