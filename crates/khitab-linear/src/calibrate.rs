//! From decision values to probabilities that mean what they say.
//!
//! Maps are learned on decision values of rows the model has not seen: see
//! [`crate::evaluate::Experiment::calibrate`], which gets them from inner folds.

use serde::{Deserialize, Serialize};

use crate::{Error, metrics::same_length, model::within_32_bits, solver::sigmoid};

/// How a map from decision value to probability is learned.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Method {
    /// A sigmoid with slope and offset (Platt 1999, fitted as Lin, Lin, Weng 2007).
    #[default]
    Platt,
    /// Any rising step function, read with straight lines between the steps. Wants some
    /// hundreds of rows of each kind.
    Isotonic,
    /// Beta calibration (Kull, Silva Filho, Flach 2017): like Platt, but able to leave
    /// probabilities alone that are right already.
    Beta,
    /// One temperature that divides every decision value (Guo et al. 2017). Keeps the order
    /// of classes; the only method that treats all classes at once.
    Temperature,
}

/// A learned map from decision value to probability.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Map {
    /// sigmoid(slope d + offset).
    Sigmoid {
        /// What multiplies the decision value.
        slope: f64,
        /// What is added.
        offset: f64,
    },
    /// Straight lines between (decision, probability) points, flat outside.
    Isotonic {
        /// Decision values, ascending.
        decisions: Vec<f64>,
        /// Probabilities, not descending, one a decision value.
        probabilities: Vec<f64>,
    },
    /// sigmoid(a ln p - b ln(1 - p) + c) with p = sigmoid(d).
    Beta {
        /// What multiplies ln p; at least zero.
        a: f64,
        /// What multiplies -ln(1 - p); at least zero.
        b: f64,
        /// What is added.
        c: f64,
    },
}

/// The maps of a model.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Calibration {
    /// One map for the decision value of a two-class model; one a class otherwise, after which
    /// the probabilities are made to sum to one.
    PerClass(Vec<Map>),
    /// All decision values are divided by this before the model's own link.
    Temperature(f64),
}

impl Map {
    /// Learns a map from decision values and whether each row was positive.
    ///
    /// # Errors
    /// When lengths differ, one of the two kinds is missing, or a value is not finite and within
    /// 32 bits.
    ///
    /// ```
    /// use khitab_linear::calibrate::{Map, Method};
    /// let decisions = [-2.0, -1.0, -0.5, 0.5, 1.0, 2.0];
    /// let map = Map::learn(Method::Platt, &decisions, &[false, false, true, false, true, true])?;
    /// assert!(map.probability(-2.0) < 0.3 && map.probability(2.0) > 0.7);
    /// # Ok::<(), khitab_linear::Error>(())
    /// ```
    pub fn learn(method: Method, decisions: &[f64], positive: &[bool]) -> Result<Self, Error> {
        check(decisions, positive)?;
        Ok(match method {
            Method::Platt => platt(decisions, positive),
            Method::Isotonic => isotonic(decisions, positive),
            Method::Beta => beta(decisions, positive),
            Method::Temperature => {
                let pairs: Vec<Vec<f64>> = decisions.iter().map(|&d| vec![d]).collect();
                let classes: Vec<usize> = positive.iter().map(|&y| usize::from(y)).collect();
                let slope = 1.0 / temperature(&pairs, &classes, two_class_loss);
                Self::Sigmoid { slope, offset: 0.0 }
            }
        })
    }

    /// The probability of the positive class.
    #[must_use]
    pub fn probability(&self, decision: f64) -> f64 {
        match self {
            Self::Sigmoid { slope, offset } => sigmoid(slope * decision + offset),
            Self::Isotonic {
                decisions,
                probabilities,
            } => interpolate(decisions, probabilities, decision),
            Self::Beta { a, b, c } => {
                let [left, right] = beta_features(decision);
                sigmoid(a * left + b * right + c)
            }
        }
    }

    /// Whether a map read from elsewhere makes sense.
    pub(crate) fn is_sound(&self) -> bool {
        match self {
            Self::Sigmoid { slope, offset } => within_32_bits(*slope) && within_32_bits(*offset),
            Self::Beta { a, b, c } => {
                [a, b, c].into_iter().all(|x| within_32_bits(*x)) && *a >= 0.0 && *b >= 0.0
            }
            Self::Isotonic {
                decisions,
                probabilities,
            } => {
                !decisions.is_empty()
                    && decisions.len() == probabilities.len()
                    && decisions.iter().all(|d| within_32_bits(*d))
                    && decisions.is_sorted()
                    && probabilities.iter().all(|p| (0.0..=1.0).contains(p))
                    && probabilities.is_sorted()
            }
        }
    }
}

impl Calibration {
    /// Learns one temperature for the decision values of several classes learned together.
    ///
    /// # Errors
    /// When lengths differ, there is no row, or a row has another number of values than the
    /// first, a class beyond them, or a value that is not finite and within 32 bits.
    pub fn temperature(decisions: &[Vec<f64>], classes: &[usize]) -> Result<Self, Error> {
        same_length(decisions.len(), classes.len())?;
        if decisions.is_empty() {
            return Err(Error::data("there is no row to calibrate on"));
        }
        check_rows(decisions, classes)?;
        Ok(Self::Temperature(temperature(
            decisions,
            classes,
            softmax_loss,
        )))
    }

    pub(crate) fn is_sound(&self, vectors: usize) -> bool {
        match self {
            Self::PerClass(maps) => maps.len() == vectors && maps.iter().all(Map::is_sound),
            Self::Temperature(t) => within_32_bits(*t) && within_32_bits(t.recip()) && *t > 0.0,
        }
    }
}

fn check(decisions: &[f64], positive: &[bool]) -> Result<(), Error> {
    same_length(decisions.len(), positive.len())?;
    if let Some(row) = decisions.iter().position(|d| !within_32_bits(*d)) {
        let decision = decisions[row];
        return Err(Error::data(format!(
            "row {row}: the decision value {decision:e} is not a finite number of 32 bits"
        )));
    }
    if positive.iter().all(|&y| y) || !positive.iter().any(|&y| y) {
        return Err(Error::data("calibration needs rows of both kinds"));
    }
    Ok(())
}

/// Whether every row has a value for each class, its own among them.
fn check_rows(decisions: &[Vec<f64>], classes: &[usize]) -> Result<(), Error> {
    let width = decisions.first().map_or(0, Vec::len);
    for (row, (values, &class)) in decisions.iter().zip(classes).enumerate() {
        let rule = if values.len() != width {
            format!("{} values, the first row has {}", values.len(), width)
        } else if class >= values.len() {
            format!("class {class} is not one of {}", values.len())
        } else if let Some(value) = values.iter().find(|value| !within_32_bits(**value)) {
            format!("the decision value {value:e} is not a finite number of 32 bits")
        } else {
            continue;
        };
        return Err(Error::data(format!("row {row}: {rule}")));
    }
    Ok(())
}

/// Targets are pulled off 0 and 1 by as much as the counts leave open.
fn platt(decisions: &[f64], positive: &[bool]) -> Map {
    let hits = positive.iter().filter(|&&y| y).count() as f64;
    let misses = positive.len() as f64 - hits;
    let (high, low) = ((hits + 1.0) / (hits + 2.0), 1.0 / (misses + 2.0));
    let targets: Vec<f64> = positive
        .iter()
        .map(|&y| if y { high } else { low })
        .collect();
    let features: Vec<[f64; 2]> = decisions.iter().map(|&d| [d, 1.0]).collect();
    let ([slope, offset], _) = small_logistic(&features, &targets);
    Map::Sigmoid { slope, offset }
}

/// ln p and -ln(1 - p) of p = sigmoid(d), without overflow.
fn beta_features(decision: f64) -> [f64; 2] {
    [
        -crate::solver::log_loss(decision),
        crate::solver::log_loss(-decision),
    ]
}

/// The likeliest coefficients of which `a` and `b` are not below zero, so that the map never falls.
fn beta(decisions: &[f64], positive: &[bool]) -> Map {
    let targets: Vec<f64> = positive.iter().map(|&y| f64::from(u8::from(y))).collect();
    let fit = |[left, right]: [f64; 2]| {
        let row = |d: &f64| {
            let [l, r] = beta_features(*d);
            [left * l, right * r, 1.0]
        };
        let features: Vec<[f64; 3]> = decisions.iter().map(row).collect();
        small_logistic(&features, &targets)
    };
    let (mut best, _) = fit([1.0, 1.0]);
    if best[0] < 0.0 || best[1] < 0.0 {
        // The loss is convex: its least value under the bounds lies where one of them holds.
        let mut least;
        (best, least) = fit([0.0, 0.0]);
        for side in [[1.0, 0.0], [0.0, 1.0]] {
            let (one, loss) = fit(side);
            if loss < least && one[0] >= 0.0 && one[1] >= 0.0 {
                (best, least) = (one, loss);
            }
        }
    }
    let [a, b, c] = best;
    Map::Beta { a, b, c }
}

/// Pool adjacent violators over rows sorted by decision value, equal values pooled first.
fn isotonic(decisions: &[f64], positive: &[bool]) -> Map {
    let mut order: Vec<usize> = (0..decisions.len()).collect();
    order.sort_unstable_by(|&a, &b| decisions[a].total_cmp(&decisions[b]));
    let mut blocks: Vec<Block> = Vec::new();
    for tie in order.chunk_by(|&a, &b| decisions[a] == decisions[b]) {
        let hits = tie.iter().filter(|&&row| positive[row]).count() as f64;
        let at = decisions[tie[0]];
        let mut block = Block {
            from: at,
            to: at,
            hits,
            rows: tie.len() as f64,
        };
        while let Some(last) = blocks.pop_if(|last| last.mean() >= block.mean()) {
            block = last.join(&block);
        }
        blocks.push(block);
    }
    let (mut at, mut p) = (Vec::new(), Vec::new());
    for block in &blocks {
        at.push(block.from);
        p.push(block.mean());
        if block.to > block.from {
            at.push(block.to);
            p.push(block.mean());
        }
    }
    Map::Isotonic {
        decisions: at,
        probabilities: p,
    }
}

struct Block {
    from: f64,
    to: f64,
    hits: f64,
    rows: f64,
}

impl Block {
    fn mean(&self) -> f64 {
        self.hits / self.rows
    }

    fn join(&self, next: &Self) -> Self {
        let Self {
            from, hits, rows, ..
        } = *self;
        Self {
            from,
            to: next.to,
            hits: hits + next.hits,
            rows: rows + next.rows,
        }
    }
}

fn interpolate(xs: &[f64], ys: &[f64], x: f64) -> f64 {
    let right = xs.partition_point(|&at| at < x);
    if right == 0 {
        return ys.first().copied().unwrap_or(0.5);
    }
    if right == xs.len() {
        return ys[right - 1];
    }
    let share = (x - xs[right - 1]) / (xs[right] - xs[right - 1]);
    ys[right - 1] + share * (ys[right] - ys[right - 1])
}

fn two_class_loss(decisions: &[f64], class: usize, scale: f64) -> f64 {
    let sign = if class == 1 { 1.0 } else { -1.0 };
    crate::solver::log_loss(sign * scale * decisions[0])
}

fn softmax_loss(decisions: &[f64], class: usize, scale: f64) -> f64 {
    let top = decisions.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let sum: f64 = decisions.iter().map(|d| (scale * (d - top)).exp()).sum();
    sum.ln() - scale * (decisions[class] - top)
}

/// The temperature of least loss, by golden section over its logarithm: the loss has one
/// minimum in 1 / temperature.
fn temperature(
    decisions: &[Vec<f64>],
    classes: &[usize],
    loss: impl Fn(&[f64], usize, f64) -> f64,
) -> f64 {
    let total = |log: f64| -> f64 {
        let scale = (-log).exp();
        decisions
            .iter()
            .zip(classes)
            .map(|(d, &class)| loss(d, class, scale))
            .sum()
    };
    let golden = (5.0_f64.sqrt() - 1.0) / 2.0;
    let (mut low, mut high) = (-6.0, 6.0);
    for _ in 0..60 {
        let (left, right) = (high - golden * (high - low), low + golden * (high - low));
        if total(left) <= total(right) {
            high = right;
        } else {
            low = left;
        }
    }
    f64::midpoint(low, high).exp()
}

/// Logistic regression over a handful of features with soft targets, by Newton's method with
/// backtracking: the weights and their loss. A ridge of 1e-9 keeps separable data finite in
/// effect.
fn small_logistic<const N: usize>(features: &[[f64; N]], targets: &[f64]) -> ([f64; N], f64) {
    const RIDGE: f64 = 1e-9;
    let product = |w: &[f64; N], x: &[f64; N]| -> f64 { w.iter().zip(x).map(|(w, x)| w * x).sum() };
    let loss = |w: &[f64; N]| -> f64 {
        let rows = features.iter().zip(targets).map(|(x, t)| {
            let margin = product(w, x);
            crate::solver::log_loss(margin) + (1.0 - t) * margin
        });
        rows.sum::<f64>() + 0.5 * RIDGE * product(w, w)
    };
    let mut weights = [0.0; N];
    let mut value = loss(&weights);
    for _ in 0..100 {
        let mut gradient = weights.map(|w| RIDGE * w);
        let mut hessian = [[0.0; N]; N];
        for (x, target) in features.iter().zip(targets) {
            let p = sigmoid(product(&weights, x));
            for i in 0..N {
                gradient[i] += (p - target) * x[i];
                for j in 0..N {
                    hessian[i][j] += p * (1.0 - p) * x[i] * x[j];
                }
            }
        }
        (0..N).for_each(|i| hessian[i][i] += RIDGE);
        let step = solve(hessian, gradient);
        let slope = product(&step, &gradient);
        if slope.abs() < 1e-12 {
            break;
        }
        let mut size = 1.0;
        loop {
            let mut next = weights;
            (0..N).for_each(|i| next[i] -= size * step[i]);
            let new = loss(&next);
            if new <= value - 1e-4 * size * slope {
                (weights, value) = (next, new);
                break;
            }
            size *= 0.5;
            if size < 1e-10 {
                return (weights, value);
            }
        }
    }
    (weights, value)
}

/// Solves a small positive definite system by elimination.
fn solve<const N: usize>(mut matrix: [[f64; N]; N], mut right: [f64; N]) -> [f64; N] {
    for pivot in 0..N {
        for row in pivot + 1..N {
            let factor = matrix[row][pivot] / matrix[pivot][pivot];
            let above = matrix[pivot];
            let pairs = matrix[row].iter_mut().zip(above).skip(pivot);
            pairs.for_each(|(entry, above)| *entry -= factor * above);
            right[row] -= factor * right[pivot];
        }
    }
    for row in (0..N).rev() {
        let known: f64 = (row + 1..N)
            .map(|column| matrix[row][column] * right[column])
            .sum();
        right[row] = (right[row] - known) / matrix[row][row];
    }
    right
}

#[cfg(test)]
mod tests;
