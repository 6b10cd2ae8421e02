//! Training parameters: unchecked while they are put together, valid once.

use std::sync::Arc;

use linfa::ParamGuard;

use crate::{
    Error,
    solver::{Problem, Stop},
    train::{Task, Trained},
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

/// What all regularised classifiers share.
#[derive(Clone, Debug, PartialEq)]
pub struct Regularised {
    pub(crate) c: f64,
    pub(crate) eps: f64,
    pub(crate) gap: Option<f64>,
    pub(crate) max_iterations: usize,
    pub(crate) seed: u64,
    pub(crate) intercept: bool,
    pub(crate) class_weights: ClassWeights,
    /// One factor a column; shared, because a grid clones parameters.
    pub(crate) factors: Option<Arc<[f32]>>,
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
            class_weights: ClassWeights::Equal,
            factors: None,
        }
    }

    pub(crate) fn stop(&self, stream: u64) -> Stop {
        Stop {
            eps: self.eps,
            gap: self.gap,
            max_iterations: self.max_iterations,
            seed: self.seed.wrapping_add(stream),
        }
    }

    pub(crate) fn check(&self) -> Result<(), Error> {
        above_zero("c", self.c)?;
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
        for &factor in self.factors.iter().flat_map(|factors| factors.iter()) {
            above_zero("a penalty factor", f64::from(factor))?;
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

/// A classifier with [`Regularised`] settings; gives its [`Params`] their shared setters.
pub trait HasRegularised {
    /// The shared settings.
    fn regularised(&mut self) -> &mut Regularised;
}

impl<A: HasRegularised> Params<A> {
    fn set(self, change: impl FnOnce(&mut Regularised)) -> Self {
        self.with(|algorithm| change(algorithm.regularised()))
    }

    /// Sets C, the weight of the loss against the penalty (default 1).
    #[must_use]
    pub fn c(self, c: f64) -> Self {
        self.set(|s| s.c = c)
    }

    /// Sets the largest violation of the optimality conditions at which training stops.
    #[must_use]
    pub fn eps(self, eps: f64) -> Self {
        self.set(|s| s.eps = eps)
    }

    /// Stops as soon as the duality gap is at most this share of the objective.
    #[must_use]
    pub fn gap(self, share: f64) -> Self {
        self.set(|s| s.gap = Some(share))
    }

    /// Sets the largest number of passes or outer iterations.
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

    /// Sets how much the rows of each class count.
    #[must_use]
    pub fn class_weights(self, weights: ClassWeights) -> Self {
        self.set(|s| s.class_weights = weights)
    }

    /// Multiplies the penalty of each column by a factor: below 1 for a few trusted named
    /// features beside a million n-grams, above 1 to hold a column back.
    #[must_use]
    pub fn penalty_factors(self, factors: impl Into<Arc<[f32]>>) -> Self {
        let factors = factors.into();
        self.set(|s| s.factors = Some(factors))
    }
}

/// The signs and costs of one two-class problem; [`Problem`] borrows them.
pub(crate) struct TwoClass {
    pub(crate) signs: Vec<f64>,
    pub(crate) costs: Vec<f64>,
}

impl TwoClass {
    pub(crate) fn problem<'a>(&'a self, task: &'a Task<'_>, intercept: bool) -> Problem<'a> {
        Problem {
            rows: task.rows(),
            signs: &self.signs,
            costs: &self.costs,
            intercept,
        }
    }
}
