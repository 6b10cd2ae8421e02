//! Checked rows and class numbers on their way to an algorithm, and what comes back.

use std::borrow::Cow;

use khitab_features::CsrMatrix;
use linfa::Label;

use crate::{
    Algorithm, ClassWeights, Convergence, Error, LinearModel, ValidParams,
    model::{Link, Scheme, Weights},
    params::{Regularised, at_most_the_largest_cost},
    solver::Solution,
};

/// Checked rows with the number of each row's class, ready for an [`Algorithm`].
#[derive(Debug)]
pub struct Task<'a> {
    rows: Cow<'a, CsrMatrix>,
    /// The class of each row, by number.
    targets: Vec<u32>,
    classes: usize,
    /// One weight above zero a row, when they differ.
    weights: Option<Vec<f64>>,
    warm: Option<&'a Weights>,
}

/// What an [`Algorithm`] learned, still without class names.
#[derive(Debug)]
pub struct Trained {
    pub(crate) weights: Weights,
    pub(crate) scheme: Scheme,
    pub(crate) link: Link,
    pub(crate) binarise: bool,
    pub(crate) convergence: Vec<Convergence>,
}

impl<'a> Task<'a> {
    /// Checks the parts against each other. Rows of weight zero are left out.
    fn new(
        rows: &'a CsrMatrix,
        targets: Vec<u32>,
        classes: usize,
        weights: Option<&[f32]>,
        warm: Option<&'a Weights>,
    ) -> Result<Self, Error> {
        check_sizes(rows, targets.len(), classes)?;
        check_finite(rows)?;
        let mut task = Self {
            rows: Cow::Borrowed(rows),
            targets,
            classes,
            weights: None,
            warm: None,
        };
        if let Some(weights) = weights {
            task.weigh(weights)?;
        }
        if let Some(warm) = warm {
            task.warm = Some(warm.fitting(rows.columns())?);
        }
        Ok(task)
    }

    fn weigh(&mut self, weights: &[f32]) -> Result<(), Error> {
        if weights.len() != self.targets.len() {
            let (rows, given) = (self.targets.len(), weights.len());
            return Err(Error::data(format!(
                "{rows} rows have {given} sample weights"
            )));
        }
        if let Some(row) = weights.iter().position(|w| !w.is_finite() || *w < 0.0) {
            let weight = weights[row];
            return Err(Error::data(format!(
                "row {row}: sample weight {weight} is not a finite number of at least zero"
            )));
        }
        let kept: Vec<usize> = (0..weights.len())
            .filter(|&row| weights[row] > 0.0)
            .collect();
        if kept.len() < weights.len() {
            self.rows = Cow::Owned(self.rows.select(&kept));
            self.targets = kept.iter().map(|&row| self.targets[row]).collect();
        }
        self.weights = Some(kept.iter().map(|&row| f64::from(weights[row])).collect());
        match self.counts().iter().position(|&count| count == 0) {
            Some(class) => Err(Error::data(format!(
                "every row of class {class} has sample weight zero"
            ))),
            None => Ok(()),
        }
    }

    /// The rows.
    #[must_use]
    pub fn rows(&self) -> &CsrMatrix {
        &self.rows
    }

    /// The class number of each row.
    #[must_use]
    pub fn targets(&self) -> &[u32] {
        &self.targets
    }

    /// How many classes there are.
    #[must_use]
    pub fn classes(&self) -> usize {
        self.classes
    }

    /// The weight of a row.
    #[must_use]
    pub fn weight(&self, row: usize) -> f64 {
        self.weights.as_ref().map_or(1.0, |weights| weights[row])
    }

    /// The summed weight of each class's rows.
    #[must_use]
    pub fn class_totals(&self) -> Vec<f64> {
        let mut totals = vec![0.0; self.classes];
        for (row, &class) in self.targets.iter().enumerate() {
            totals[class as usize] += self.weight(row);
        }
        totals
    }

    fn counts(&self) -> Vec<usize> {
        let mut counts = vec![0; self.classes];
        for &class in &self.targets {
            counts[class as usize] += 1;
        }
        counts
    }

    /// The same task over other rows, with the targets that belong to them.
    pub(crate) fn over(&self, rows: CsrMatrix, targets: Vec<u32>, classes: usize) -> Task<'_> {
        let weights = self.weights.clone();
        Task {
            rows: Cow::Owned(rows),
            targets,
            classes,
            weights,
            warm: None,
        }
    }

    /// The rows named, as a task of their own.
    pub(crate) fn select(&self, rows: &[usize], targets: Vec<u32>) -> Task<'_> {
        let mut task = self.over(self.rows.select(rows), targets, 2);
        task.weights = self
            .weights
            .as_ref()
            .map(|w| rows.iter().map(|&row| w[row]).collect());
        task
    }

    /// Weights to start from.
    pub(crate) fn warm(&self) -> Option<&Weights> {
        self.warm
    }

    /// What a row's loss costs: C times class weight times sample weight.
    pub(crate) fn costs(&self, settings: &Regularised) -> Result<Vec<f64>, Error> {
        let by_class = self.class_weights(&settings.class_weights)?;
        let cost =
            |(row, &class): (usize, &u32)| settings.c * by_class[class as usize] * self.weight(row);
        let costs: Vec<f64> = self.targets.iter().enumerate().map(cost).collect();
        let most = costs.iter().copied().fold(0.0, f64::max);
        at_most_the_largest_cost("c times the weights of a row and its class", most)?;
        Ok(costs)
    }

    fn class_weights(&self, weights: &ClassWeights) -> Result<Vec<f64>, Error> {
        match weights {
            ClassWeights::Equal => Ok(vec![1.0; self.classes]),
            ClassWeights::Balanced => {
                let share = self.targets.len() as f64 / self.classes as f64;
                Ok(self
                    .counts()
                    .iter()
                    .map(|&count| share / count as f64)
                    .collect())
            }
            ClassWeights::InOrder(given) if given.len() == self.classes => Ok(given.clone()),
            ClassWeights::InOrder(given) => {
                let (given, classes) = (given.len(), self.classes);
                Err(Error::data(format!(
                    "{given} class weights were given for {classes} classes"
                )))
            }
        }
    }
}

impl Trained {
    pub(crate) fn new(solutions: &[Solution], scheme: Scheme, link: Link) -> Self {
        let convergence = solutions.iter().map(|s| s.convergence).collect();
        let weights = Weights::from_solutions(solutions);
        Self {
            weights,
            scheme,
            link,
            binarise: false,
            convergence,
        }
    }

    /// Refuses what could be written and not read again.
    pub(crate) fn finite(self) -> Result<Self, Error> {
        let objectives = self.convergence.iter().all(|c| c.objective.is_finite());
        if objectives && self.weights.are_numbers() {
            return Ok(self);
        }
        Err(Error::data(
            "training left the range of numbers: a parameter or a value of the rows is too large",
        ))
    }
}

fn check_sizes(rows: &CsrMatrix, targets: usize, classes: usize) -> Result<(), Error> {
    if rows.rows() != targets {
        let rows = rows.rows();
        return Err(Error::data(format!("{rows} rows have {targets} labels")));
    }
    if classes < 2 {
        return Err(Error::data(format!(
            "at least two classes are needed, not {classes}"
        )));
    }
    Ok(())
}

pub(crate) fn check_finite(rows: &CsrMatrix) -> Result<(), Error> {
    let (starts, columns, values) = rows.parts();
    let Some(at) = values.iter().position(|value| !value.is_finite()) else {
        return Ok(());
    };
    let row = starts.partition_point(|&start| start <= at) - 1;
    let (column, value) = (columns[at], values[at]);
    Err(Error::data(format!(
        "row {row}, column {column}: the value is {value}, not finite"
    )))
}

impl<A: Algorithm> ValidParams<A> {
    /// Learns from rows and labels directly, with one weight a row where they differ; `fit` of linfa comes
    /// down to this.
    ///
    /// # Errors
    /// When rows, labels and weights do not fit each other, a value is not finite, there are fewer than two
    /// classes, C times the weights of a row and its class is beyond 1e100, or a learned weight is not finite.
    pub fn learn<L: Label>(
        &self,
        rows: &CsrMatrix,
        labels: &[L],
        weights: Option<&[f32]>,
    ) -> Result<LinearModel<L>, Error> {
        self.learn_from(None, rows, labels, weights)
    }

    /// Learns, starting at the weights of an earlier model with the same classes and columns.
    ///
    /// # Errors
    /// As for [`ValidParams::learn`]; also when the earlier model has other classes or columns.
    pub fn learn_from<L: Label>(
        &self,
        earlier: Option<&LinearModel<L>>,
        rows: &CsrMatrix,
        labels: &[L],
        weights: Option<&[f32]>,
    ) -> Result<LinearModel<L>, Error> {
        let (classes, targets) = number(labels);
        if earlier.is_some_and(|model| model.classes() != classes) {
            return Err(Error::data("the earlier model has other classes"));
        }
        let warm = earlier.map(LinearModel::weights);
        let task = Task::new(rows, targets, classes.len(), weights, warm)?;
        let trained = self.algorithm().train(&task)?.finite()?;
        Ok(LinearModel::assemble(classes, trained))
    }
}

/// The classes in ascending order and the number of each label's class.
pub(crate) fn number<L: Label>(labels: &[L]) -> (Vec<L>, Vec<u32>) {
    // Classes are few: each label is looked up, and only new ones are copied.
    let mut classes: Vec<L> = Vec::new();
    for label in labels {
        if let Err(at) = classes.binary_search(label) {
            classes.insert(at, label.clone());
        }
    }
    let at = |label: &L| classes.binary_search(label).unwrap_or_default() as u32;
    let targets = labels.iter().map(at).collect();
    (classes, targets)
}
