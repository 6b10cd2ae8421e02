//! What was said about held-out rows, and how often it was right.

use khitab_features::CsrMatrix;
use linfa::Label;
use serde::Serialize;

use crate::{
    Error, LinearModel, Score,
    metrics::{self, Confusion},
};

/// What was said about one document, and what is true.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Prediction {
    /// The document.
    pub row: usize,
    /// The fold that tested it.
    pub fold: usize,
    /// The number of its true class.
    pub truth: usize,
    /// The number of the class predicted.
    pub predicted: usize,
    /// One value a class, the larger the likelier: probabilities where the model has them,
    /// otherwise decision values.
    pub scores: Vec<f64>,
    /// Whether the scores are probabilities.
    pub probable: bool,
}

/// Predicts rows with known labels; classes are numbered as in `classes`.
pub(super) fn predict<'l, L: Label + 'l>(
    model: &LinearModel<L>,
    rows: &CsrMatrix,
    labels: impl Iterator<Item = &'l L>,
    classes: &[L],
) -> Vec<Prediction> {
    let number = |label: &L| classes.binary_search(label).unwrap_or_default();
    let own: Vec<usize> = model.classes().iter().map(number).collect();
    let one = |(at, label): (usize, &L)| {
        let (columns, values) = rows.row(at);
        let Score {
            class,
            decisions,
            probabilities,
            ..
        } = model.score_row(columns, values);
        let probable = probabilities.is_some();
        let values = probabilities.unwrap_or_else(|| match model.class_values(&decisions)[..] {
            [decision] => vec![-decision, decision],
            ref all => all.to_vec(),
        });
        let mut scores = vec![if probable { 0.0 } else { f64::NEG_INFINITY }; classes.len()];
        own.iter()
            .zip(values)
            .for_each(|(&class, value)| scores[class] = value);
        let (truth, predicted) = (number(label), own[class]);
        Prediction {
            row: at,
            fold: 0,
            truth,
            predicted,
            scores,
            probable,
        }
    };
    labels.enumerate().map(one).collect()
}

/// The predictions of an experiment or of a model on held-out rows, and everything counted
/// from them.
#[derive(Clone, Debug, PartialEq)]
pub struct Evaluation<L = String> {
    pub(super) classes: Vec<L>,
    pub(super) predictions: Vec<Prediction>,
    pub(super) folds: usize,
}

impl<L: Label> Evaluation<L> {
    /// Tests a model on rows it has not seen.
    ///
    /// # Errors
    /// When the numbers of rows and labels differ.
    pub fn of(model: &LinearModel<L>, rows: &CsrMatrix, labels: &[L]) -> Result<Self, Error> {
        metrics::same_length(rows.rows(), labels.len())?;
        let all: Vec<L> = model.classes().iter().chain(labels).cloned().collect();
        let (classes, _) = crate::task::number(&all);
        let predictions = predict(model, rows, labels.iter(), &classes);
        Ok(Self {
            classes,
            predictions,
            folds: 1,
        })
    }

    /// The folds of one experiment put together.
    pub(crate) fn join(parts: Vec<Self>) -> Self {
        let classes = parts
            .first()
            .map_or_else(Vec::new, |part| part.classes.clone());
        let folds = parts.len();
        let predictions = parts
            .into_iter()
            .flat_map(|part| part.predictions)
            .collect();
        Self {
            classes,
            predictions,
            folds,
        }
    }

    /// The classes, ascending.
    #[must_use]
    pub fn classes(&self) -> &[L] {
        &self.classes
    }

    /// The predictions, fold by fold.
    #[must_use]
    pub fn predictions(&self) -> &[Prediction] {
        &self.predictions
    }

    /// Rows by true and predicted class, over all folds.
    #[must_use]
    pub fn confusion(&self) -> Confusion {
        self.count(|_| true)
    }

    /// Rows by true and predicted class, fold by fold.
    #[must_use]
    pub fn folds(&self) -> Vec<Confusion> {
        (0..self.folds)
            .map(|fold| self.count(|p| p.fold == fold))
            .collect()
    }

    fn count(&self, keep: impl Fn(&Prediction) -> bool) -> Confusion {
        let kept = self
            .predictions
            .iter()
            .filter(|p| keep(p))
            .map(|p| (p.truth, p.predicted));
        Confusion::of_pairs(self.classes.len(), kept)
    }

    /// Scores of a class and whether each row belongs to it, over all folds.
    #[must_use]
    pub fn ranking(&self, class: usize) -> (Vec<f64>, Vec<bool>) {
        self.predictions
            .iter()
            .map(|p| (p.scores[class], p.truth == class))
            .unzip()
    }
}
