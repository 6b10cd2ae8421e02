//! Naive Bayes in three forms, and the SVM that weighs its features by them.

use khitab_features::CsrMatrix;
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use crate::{
    Algorithm, Error, HingeLoss, Params,
    model::{Link, Scheme, Weights},
    params::{HasRegularised, Regularised, above_zero},
    solver::{Problem, Solution, dual_svm},
    task::{Task, Trained},
};

/// What a document is taken to be.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Event {
    /// A bag of counted features.
    #[default]
    Multinomial,
    /// A set of features that are there or not; values above zero count as there.
    Bernoulli,
    /// A bag, each class described by all the others: for classes of unequal size (Rennie et
    /// al. 2003).
    Complement,
}

/// Naive Bayes with additive smoothing, as scikit-learn's three classes.
///
/// ```
/// use khitab_linear::{Event, NaiveBayes};
/// use linfa::{Dataset, traits::{Fit, Predict}};
/// use ndarray::array;
///
/// let dataset = Dataset::new(array![[2.0, 0.0], [0.0, 1.0], [1.0, 0.0]], array!["a", "b", "a"]);
/// let model = NaiveBayes::params().event(Event::Bernoulli).fit(&dataset)?;
/// assert_eq!(model.predict(&dataset), dataset.targets);
/// # Ok::<(), khitab_linear::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct NaiveBayes {
    event: Event,
    alpha: f64,
}

impl NaiveBayes {
    /// Parameters at their defaults: multinomial, alpha 1.
    #[must_use]
    pub fn params() -> Params<Self> {
        Params::of(Self {
            event: Event::default(),
            alpha: 1.0,
        })
    }
}

impl Params<NaiveBayes> {
    /// Sets what a document is taken to be.
    #[must_use]
    pub fn event(self, event: Event) -> Self {
        self.with(|bayes| bayes.event = event)
    }

    /// Sets what is added to every count.
    #[must_use]
    pub fn alpha(self, alpha: f64) -> Self {
        self.with(|bayes| bayes.alpha = alpha)
    }
}

impl Algorithm for NaiveBayes {
    fn name(&self) -> &'static str {
        match self.event {
            Event::Multinomial => "multinomial naive bayes",
            Event::Bernoulli => "bernoulli naive bayes",
            Event::Complement => "complement naive bayes",
        }
    }

    fn check(&self) -> Result<(), Error> {
        above_zero("alpha", self.alpha)
    }

    fn train(&self, task: &Task<'_>) -> Result<Trained, Error> {
        let binarise = self.event == Event::Bernoulli;
        let counts = Counts::new(task, binarise)?;
        let mut planes: Vec<(Vec<f64>, f64)> = (0..task.classes())
            .map(|class| self.plane(&counts, class))
            .collect();
        let mut link = Link::Softmax;
        let mut scheme = Scheme::Joint;
        if let [first, second] = &mut planes[..] {
            // The softmax of two is the sigmoid of their difference.
            second.0.iter_mut().zip(&first.0).for_each(|(b, a)| *b -= a);
            second.1 -= first.1;
            planes.swap_remove(0);
            (link, scheme) = (Link::Sigmoid, Scheme::Binary);
        }
        let weights = Weights::from_columns(planes.into_iter());
        Ok(Trained {
            weights,
            scheme,
            link,
            binarise,
            convergence: Vec::new(),
        })
    }
}

/// Summed values by class and column, and summed row weights by class.
struct Counts {
    classes: Vec<Vec<f64>>,
    totals: Vec<f64>,
}

impl Counts {
    fn new(task: &Task<'_>, binarise: bool) -> Result<Self, Error> {
        let rows = task.rows();
        let mut classes = vec![vec![0.0; rows.columns()]; task.classes()];
        for (row, &class) in task.targets().iter().enumerate() {
            let (columns, values) = rows.row(row);
            for (&column, &value) in columns.iter().zip(values) {
                if value < 0.0 {
                    return Err(Error::data(format!(
                        "row {row}, column {column}: the value is {value}; naive bayes counts, \
                         so it must be at least zero"
                    )));
                }
                let value = if binarise {
                    f64::from(value > 0.0)
                } else {
                    f64::from(value)
                };
                classes[class as usize][column as usize] += task.weight(row) * value;
            }
        }
        Ok(Self {
            classes,
            totals: task.class_totals(),
        })
    }

    fn prior(&self, class: usize) -> f64 {
        (self.totals[class] / self.totals.iter().sum::<f64>()).ln()
    }
}

impl NaiveBayes {
    /// The weights and the intercept of a class.
    fn plane(&self, counts: &Counts, class: usize) -> (Vec<f64>, f64) {
        match self.event {
            Event::Multinomial => (
                log_shares(&counts.classes[class], self.alpha),
                counts.prior(class),
            ),
            Event::Complement => {
                let others = |column: usize| -> f64 {
                    let all: f64 = counts.classes.iter().map(|c| c[column]).sum();
                    all - counts.classes[class][column]
                };
                let columns = counts.classes[class].len();
                let others: Vec<f64> = (0..columns).map(others).collect();
                (
                    log_shares(&others, self.alpha)
                        .into_iter()
                        .map(|log| -log)
                        .collect(),
                    0.0,
                )
            }
            Event::Bernoulli => {
                let total = counts.totals[class] + 2.0 * self.alpha;
                let mut intercept = counts.prior(class);
                let weight = |&count: &f64| {
                    let there = (count + self.alpha) / total;
                    intercept += (-there).ln_1p();
                    there.ln() - (-there).ln_1p()
                };
                (
                    counts.classes[class].iter().map(weight).collect(),
                    intercept,
                )
            }
        }
    }
}

/// The logarithm of each smoothed count's share.
fn log_shares(counts: &[f64], alpha: f64) -> Vec<f64> {
    let total: f64 = counts.iter().map(|count| count + alpha).sum();
    counts
        .iter()
        .map(|count| ((count + alpha) / total).ln())
        .collect()
}

/// The SVM over features weighed by naive Bayes' log-ratio (Wang, Manning, ACL 2012).
///
/// Features are binarised; weights are pulled to their mean size by `1 - beta`.
///
/// ```
/// use khitab_linear::NbSvm;
/// use linfa::{Dataset, traits::{Fit, Predict}};
/// use ndarray::array;
///
/// let dataset = Dataset::new(array![[1.0, 0.0], [0.0, 1.0], [1.0, 0.0]], array!["a", "b", "a"]);
/// let model = NbSvm::params().beta(0.25).fit(&dataset)?;
/// assert_eq!(model.predict(&dataset), dataset.targets);
/// # Ok::<(), khitab_linear::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct NbSvm {
    shared: Regularised,
    alpha: f64,
    beta: f64,
}

impl NbSvm {
    /// Parameters at the paper's defaults: alpha 1, beta 0.25, C 1.
    #[must_use]
    pub fn params() -> Params<Self> {
        Params::of(Self {
            shared: Regularised::new(0.01, 1000),
            alpha: 1.0,
            beta: 0.25,
        })
    }
}

impl Params<NbSvm> {
    /// Sets what is added to every count.
    #[must_use]
    pub fn alpha(self, alpha: f64) -> Self {
        self.with(|svm| svm.alpha = alpha)
    }

    /// Sets how much of the SVM's own weights is kept: 0 is naive Bayes, 1 the plain SVM over
    /// its features.
    #[must_use]
    pub fn beta(self, beta: f64) -> Self {
        self.with(|svm| svm.beta = beta)
    }
}

impl HasRegularised for NbSvm {
    fn regularised(&mut self) -> &mut Regularised {
        &mut self.shared
    }
}

impl Algorithm for NbSvm {
    fn name(&self) -> &'static str {
        "nb-svm"
    }

    fn check(&self) -> Result<(), Error> {
        above_zero("alpha", self.alpha)?;
        if !(0.0..=1.0).contains(&self.beta) {
            let beta = self.beta;
            return Err(Error::parameter(format!(
                "beta is {beta}: it must lie in 0..=1"
            )));
        }
        self.shared.check_plain("nb-svm")
    }

    fn train(&self, task: &Task<'_>) -> Result<Trained, Error> {
        let counts = Counts::new(task, true)?;
        let costs = task.costs(&self.shared)?;
        let binary = task.classes() == 2;
        let wanted: Vec<usize> = if binary {
            vec![1]
        } else {
            (0..task.classes()).collect()
        };
        let solutions: Vec<Solution> = wanted
            .into_par_iter()
            .map(|class| self.solve(task, &counts, &costs, class))
            .collect();
        let scheme = if binary {
            Scheme::Binary
        } else {
            Scheme::OneVsRest
        };
        Ok(Trained {
            binarise: true,
            ..Trained::new(&solutions, scheme, Link::None)
        })
    }
}

impl NbSvm {
    fn solve(&self, task: &Task<'_>, counts: &Counts, costs: &[f64], class: usize) -> Solution {
        let ratio = self.log_ratio(counts, class);
        let rows = weigh(task.rows(), &ratio);
        let sign = |&target: &u32| if target as usize == class { 1.0 } else { -1.0 };
        let signs: Vec<f64> = task.targets().iter().map(sign).collect();
        let problem = Problem {
            rows: &rows,
            signs: &signs,
            costs,
            intercept: self.shared.intercept,
        };
        let stop = self.shared.stop(class);
        let mut solution = dual_svm::solve(&problem, HingeLoss::Squared, &stop, None);
        let size: f64 = solution.weights.iter().map(|w| w.abs()).sum();
        let mean = size / solution.weights.len().max(1) as f64;
        for (weight, ratio) in solution.weights.iter_mut().zip(&ratio) {
            *weight = ((1.0 - self.beta) * mean + self.beta * *weight) * ratio;
        }
        solution
    }

    /// How much likelier a feature is in the class than in the others, as a logarithm.
    fn log_ratio(&self, counts: &Counts, class: usize) -> Vec<f64> {
        let rest = |column: usize| -> f64 {
            let others = counts
                .classes
                .iter()
                .enumerate()
                .filter(|(other, _)| *other != class);
            others.map(|(_, counts)| counts[column]).sum()
        };
        let own = &counts.classes[class];
        let rest: Vec<f64> = (0..own.len()).map(rest).collect();
        let logs = log_shares(own, self.alpha)
            .into_iter()
            .zip(log_shares(&rest, self.alpha));
        logs.map(|(own, rest)| own - rest).collect()
    }
}

/// Binarised rows times a weight a column.
fn weigh(rows: &CsrMatrix, weights: &[f64]) -> CsrMatrix {
    let mut weighed = CsrMatrix::new(rows.columns());
    let mut values = Vec::new();
    for row in 0..rows.rows() {
        let (columns, old) = rows.row(row);
        let on = |value: f32| f64::from(value > 0.0);
        values.clear();
        values.extend(
            columns
                .iter()
                .zip(old)
                .map(|(&c, &v)| (on(v) * weights[c as usize]) as f32),
        );
        weighed.push_row(columns, &values);
    }
    weighed
}

#[cfg(test)]
mod tests {
    use linfa::ParamGuard;

    use super::*;

    fn rows() -> (CsrMatrix, [&'static str; 3]) {
        let mut rows = CsrMatrix::new(2);
        rows.push_row(&[0, 1], &[3.0, 1.0]);
        rows.push_row(&[1], &[2.0]);
        rows.push_row(&[0], &[1.0]);
        (rows, ["a", "b", "b"])
    }

    fn decision(event: Event, row: (&[u32], &[f32])) -> f64 {
        let (rows, labels) = rows();
        let model = NaiveBayes::params().event(event).check().unwrap();
        model
            .learn(&rows, &labels, None)
            .unwrap()
            .decisions(row.0, row.1)[0]
    }

    // Worked out by hand from the smoothed shares: a has counts (3, 1), b has (1, 2).
    #[test]
    fn by_hand() {
        let close = |a: f64, b: f64| assert!((a - b).abs() < 1e-6, "{a} is not {b}");
        let row = (&[0u32][..], &[2.0f32][..]);
        close(
            decision(Event::Multinomial, row),
            2f64.ln() + 2.0 * (0.4f64 / (4.0 / 6.0)).ln(),
        );
        // a: both there in 1 of 1, so 2/3 each; b: each there in 1 of 2, so 2/4 each.
        let bernoulli = 2f64.ln() + (0.25f64).ln() - (2.0f64 / 3.0 * (1.0 / 3.0)).ln();
        close(decision(Event::Bernoulli, row), bernoulli);
        // Complement of a is b and the other way round: shares (2/5, 3/5) and (4/6, 2/6).
        close(
            decision(Event::Complement, row),
            2.0 * ((0.4f64).ln() - (4.0f64 / 6.0).ln()),
        );
    }

    #[test]
    fn negative_values_are_refused() {
        let mut rows = CsrMatrix::new(1);
        rows.push_row(&[0], &[1.0]);
        rows.push_row(&[0], &[-1.0]);
        let params = NaiveBayes::params().check().unwrap();
        let error = params.learn(&rows, &[true, false], None).unwrap_err();
        assert!(
            error
                .to_string()
                .starts_with("row 1, column 0: the value is -1"),
            "{error}"
        );
    }

    #[test]
    fn nb_svm_with_beta_zero_follows_the_log_ratio() {
        let (rows, labels) = rows();
        let model = NbSvm::params()
            .beta(0.0)
            .check()
            .unwrap()
            .learn(&rows, &labels, None)
            .unwrap();
        let [first, second] = model.weights().as_slice() else {
            panic!("two columns")
        };
        // Binarised counts: a (1, 1), b (1, 1); so no feature speaks for either class.
        assert!(
            first.abs() < 1e-6 && second.abs() < 1e-6,
            "{first} {second}"
        );
    }
}
