//! Training parameters: unchecked while they are put together, valid once.

use std::sync::Arc;

use linfa::ParamGuard;
use serde::{Deserialize, Serialize};

use crate::{
    Error,
    solver::Stop,
    task::{Task, Trained},
};

/// What a kind of classifier must tell so that everything else (linfa's traits, splits,
/// evaluation, storage) works with it.
pub trait Algorithm: Clone + Send + Sync {
    /// A short name for model cards, such as `"logistic"`.
    fn name(&self) -> &'static str;

    /// Says which parameter is out of range.
    ///
    /// # Errors
    /// When a parameter is out of range or two of them exclude each other.
    fn check(&self) -> Result<(), Error>;

    /// Learns weights.
    ///
    /// # Errors
    /// When the rows do not fit the parameters.
    fn train(&self, task: &Task<'_>) -> Result<Trained, Error>;
}

/// Parameters on their way: set them one by one, then `fit` or `check`.
#[derive(Clone, Debug, PartialEq)]
pub struct Params<A>(ValidParams<A>);

/// Parameters whose values have been checked.
#[derive(Clone, Debug, PartialEq)]
pub struct ValidParams<A>(A);

impl<A> Params<A> {
    pub(crate) fn of(algorithm: A) -> Self {
        Self(ValidParams(algorithm))
    }

    pub(crate) fn with(mut self, change: impl FnOnce(&mut A)) -> Self {
        change(&mut self.0.0);
        self
    }
}

impl<A> ValidParams<A> {
    pub(crate) fn of(algorithm: A) -> Self {
        Self(algorithm)
    }

    pub(crate) fn into_algorithm(self) -> A {
        self.0
    }

    /// The classifier these parameters are for.
    pub fn algorithm(&self) -> &A {
        &self.0
    }
}

impl<A: Algorithm> ParamGuard for Params<A> {
    type Checked = ValidParams<A>;
    type Error = Error;

    fn check_ref(&self) -> Result<&ValidParams<A>, Error> {
        self.0.0.check()?;
        Ok(&self.0)
    }

    fn check(self) -> Result<ValidParams<A>, Error> {
        self.0.0.check()?;
        Ok(self.0)
    }
}

/// How much the rows of a class count.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum ClassWeights {
    /// Every row alike.
    #[default]
    Equal,
    /// Rows divided by (classes times rows of the class), so that every class weighs the same.
    Balanced,
    /// One weight a class, classes in ascending order.
    InOrder(Vec<f64>),
}

/// What keeps weights small.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub enum Penalty {
    /// ½ Σ w².
    #[default]
    L2,
    /// Σ |w|: most weights become zero.
    L1,
    /// `l1_share` Σ |w| + (1 - `l1_share`) ½ Σ w².
    ElasticNet {
        /// From 0 (L2) to 1 (L1).
        l1_share: f64,
    },
}

/// How more than two classes are taken apart.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Multiclass {
    /// Each class against all others.
    #[default]
    OneVsRest,
    /// Each pair of classes.
    OneVsOne,
    /// All classes in one problem: multinomial logistic regression, Crammer and Singer's SVM.
    Joint,
}

/// Where the weight of a column may lie and how hard it is held to zero.
///
/// Signs speak of the second of two classes in ascending order: a column that is
/// [`ColumnRule::at_most_zero`] may lower that class's decision value, never raise it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ColumnRule {
    pub(crate) lower: f64,
    pub(crate) upper: f64,
    pub(crate) penalty: f64,
}

impl ColumnRule {
    /// Any weight, the common penalty.
    pub const FREE: Self = Self {
        lower: f64::NEG_INFINITY,
        upper: f64::INFINITY,
        penalty: 1.0,
    };

    /// Keeps the weight at or below zero.
    #[must_use]
    pub const fn at_most_zero(self) -> Self {
        Self { upper: 0.0, ..self }
    }

    /// Keeps the weight at or above zero.
    #[must_use]
    pub const fn at_least_zero(self) -> Self {
        Self { lower: 0.0, ..self }
    }

    /// Keeps the weight between two values.
    #[must_use]
    pub const fn within(self, lower: f64, upper: f64) -> Self {
        Self {
            lower,
            upper,
            ..self
        }
    }

    /// Multiplies the penalty: below 1 for a few trusted named features beside a million
    /// n-grams, above 1 to hold a column back.
    #[must_use]
    pub const fn penalty(self, factor: f64) -> Self {
        Self {
            penalty: factor,
            ..self
        }
    }

    fn is_bounded(self) -> bool {
        self.lower > f64::NEG_INFINITY || self.upper < f64::INFINITY
    }
}

/// The rules of all columns; the last ones have one each.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Rules {
    rest: ColumnRule,
    /// Shared, because a grid clones parameters.
    last: Arc<[ColumnRule]>,
}

impl Rules {
    fn all(&self) -> impl Iterator<Item = &ColumnRule> {
        [&self.rest].into_iter().chain(self.last.iter())
    }

    fn check(&self) -> Result<(), Error> {
        for rule in self.all() {
            above_zero("a penalty factor", rule.penalty)?;
            if rule.lower > rule.upper || rule.lower.is_nan() || rule.upper.is_nan() {
                let ColumnRule { lower, upper, .. } = rule;
                return Err(Error::parameter(format!(
                    "no weight lies in {lower}..={upper}"
                )));
            }
        }
        Ok(())
    }

    pub(crate) fn are_bounded(&self) -> bool {
        self.all().any(|rule| rule.is_bounded())
    }

    /// One rule a column.
    pub(crate) fn over(&self, columns: usize) -> Result<Vec<ColumnRule>, Error> {
        let last = self.last.len();
        let Some(rest) = columns.checked_sub(last) else {
            return Err(Error::data(format!(
                "{last} column rules were given for {columns} columns"
            )));
        };
        let mut rules = vec![self.rest; rest];
        rules.extend_from_slice(&self.last);
        Ok(rules)
    }
}

/// What all regularised classifiers share.
#[derive(Clone, Debug, PartialEq)]
pub struct Regularised {
    pub(crate) c: f64,
    pub(crate) eps: f64,
    pub(crate) gap: Option<f64>,
    pub(crate) max_iterations: usize,
    pub(crate) seed: u64,
    pub(crate) intercept: bool,
    /// Whether the intercept goes without a penalty.
    pub(crate) free_intercept: bool,
    pub(crate) class_weights: ClassWeights,
    pub(crate) penalty: Penalty,
    pub(crate) multiclass: Multiclass,
    pub(crate) rules: Option<Rules>,
}

impl Regularised {
    pub(crate) fn new(eps: f64, max_iterations: usize) -> Self {
        Self {
            c: 1.0,
            eps,
            gap: None,
            max_iterations,
            seed: 0,
            intercept: true,
            free_intercept: false,
            class_weights: ClassWeights::Equal,
            penalty: Penalty::L2,
            multiclass: Multiclass::OneVsRest,
            rules: None,
        }
    }

    pub(crate) fn stop(&self, stream: usize) -> Stop {
        Stop {
            eps: self.eps,
            gap: self.gap,
            max_iterations: self.max_iterations,
            seed: self.seed.wrapping_add(stream as u64),
        }
    }

    pub(crate) fn check(&self) -> Result<(), Error> {
        above_zero("c", self.c)?;
        at_most_the_largest_cost("c", self.c)?;
        above_zero("eps", self.eps)?;
        if let Some(gap) = self.gap {
            above_zero("gap", gap)?;
        }
        if self.max_iterations == 0 {
            return Err(Error::parameter(
                "max_iterations is 0: it must be at least 1",
            ));
        }
        if let ClassWeights::InOrder(weights) = &self.class_weights {
            for &weight in weights {
                above_zero("a class weight", weight)?;
            }
        }
        if let Penalty::ElasticNet { l1_share } = self.penalty
            && !(0.0..=1.0).contains(&l1_share)
        {
            return Err(Error::parameter(format!(
                "l1_share is {l1_share}: it must lie in 0..=1"
            )));
        }
        self.rules.as_ref().map_or(Ok(()), Rules::check)
    }
}

impl Regularised {
    /// Checks; also refuses what only the solvers of two classes know.
    pub(crate) fn check_plain(&self, what: &str) -> Result<(), Error> {
        self.check()?;
        if self.penalty != Penalty::L2 || self.rules.is_some() || self.free_intercept {
            return Err(Error::parameter(format!(
                "{what} knows the plain L2 penalty only"
            )));
        }
        Ok(())
    }
}

pub(crate) fn above_zero(name: &str, value: f64) -> Result<(), Error> {
    if value.is_finite() && value > 0.0 {
        return Ok(());
    }
    let rule = "it must be a finite number above zero";
    Err(Error::parameter(format!("{name} is {value}: {rule}")))
}

/// What the loss of a row may cost at most. Dual solvers multiply two such numbers.
const LARGEST_COST: f64 = 1e100;

pub(crate) fn at_most_the_largest_cost(name: &str, cost: f64) -> Result<(), Error> {
    if cost <= LARGEST_COST {
        return Ok(());
    }
    Err(Error::parameter(format!(
        "{name} is {cost:e}: it must be at most {LARGEST_COST:e}"
    )))
}

/// A classifier with [`Regularised`] settings; gives its [`Params`] their shared setters.
pub trait HasRegularised {
    /// The shared settings.
    fn regularised(&mut self) -> &mut Regularised;
}

impl<A: HasRegularised> Params<A> {
    fn set(self, change: impl FnOnce(&mut Regularised)) -> Self {
        self.with(|algorithm| change(algorithm.regularised()))
    }

    /// Sets C, the weight of the loss against the penalty (default 1): above zero, and at most 1e100, also
    /// after it is multiplied by the weights of a row and of its class.
    #[must_use]
    pub fn c(self, c: f64) -> Self {
        self.set(|s| s.c = c)
    }

    /// Sets the largest violation of the optimality conditions at which training stops (default 0.01), in
    /// LIBLINEAR's measure for the solvers of the dual and a tenth of it for those of the primal.
    #[must_use]
    pub fn eps(self, eps: f64) -> Self {
        self.set(|s| s.eps = eps)
    }

    /// Stops as soon as the duality gap is at most this share of the objective (default: the gap is not
    /// asked); above zero.
    #[must_use]
    pub fn gap(self, share: f64) -> Self {
        self.set(|s| s.gap = Some(share))
    }

    /// Sets the largest number of passes or outer iterations, at least 1 (default 1000). A fit that ends by
    /// it is no error: its [`Convergence`](crate::Convergence) says that it did not converge.
    #[must_use]
    pub fn max_iterations(self, iterations: usize) -> Self {
        self.set(|s| s.max_iterations = iterations)
    }

    /// Sets the seed of the order in which rows or columns are visited (default 0).
    #[must_use]
    pub fn seed(self, seed: u64) -> Self {
        self.set(|s| s.seed = seed)
    }

    /// Whether to learn an intercept (default true).
    #[must_use]
    pub fn intercept(self, intercept: bool) -> Self {
        self.set(|s| s.intercept = intercept)
    }

    /// Takes the penalty off the intercept, as scikit-learn's lbfgs and newton-cg solvers do
    /// (otherwise it is a constant feature like others, as in LIBLINEAR). Such a fit is
    /// solved in the primal and has no gap.
    #[must_use]
    pub fn free_intercept(self) -> Self {
        self.set(|s| s.free_intercept = true)
    }

    /// Sets how much the rows of each class count (default equal).
    #[must_use]
    pub fn class_weights(self, weights: ClassWeights) -> Self {
        self.set(|s| s.class_weights = weights)
    }

    /// Sets the penalty (default L2).
    #[must_use]
    pub fn penalty(self, penalty: Penalty) -> Self {
        self.set(|s| s.penalty = penalty)
    }

    /// Sets how more than two classes are taken apart (default one against the rest).
    #[must_use]
    pub fn multiclass(self, multiclass: Multiclass) -> Self {
        self.set(|s| s.multiclass = multiclass)
    }

    /// Gives the last columns a rule each and all columns before them the rule `rest`.
    ///
    /// Vectorizers put named features last, after however many n-grams a fold has; so the
    /// rules stay true from fold to fold.
    #[must_use]
    pub fn column_rules(self, rest: ColumnRule, last: impl Into<Arc<[ColumnRule]>>) -> Self {
        let last = last.into();
        self.set(|s| s.rules = Some(Rules { rest, last }))
    }
}
