//! Everything counted from the predictions on held-out rows.

use linfa::Label;
use serde::{Deserialize, Serialize};

use super::Evaluation;
use crate::{
    Error,
    metrics::{self, Bin, Confusion, Prf},
};

/// The figures of an [`Evaluation`], ready to be written.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Summary {
    /// Rows tested.
    pub rows: usize,
    /// Share predicted right.
    pub accuracy: f64,
    /// Each class alike.
    pub macro_average: Prf,
    /// Each class by its rows.
    pub weighted_average: Prf,
    /// All decisions at once.
    pub micro_average: Prf,
    /// Matthews' correlation.
    pub mcc: f64,
    /// One entry a class.
    pub classes: Vec<ClassSummary>,
    /// Rows by true class, then predicted class.
    pub confusion: Vec<Vec<u64>>,
    /// The macro-F1 of each fold.
    pub fold_macro_f1: Vec<f64>,
    /// What only probabilities have.
    pub probabilities: Option<ProbabilitySummary>,
}

/// The figures of one class.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ClassSummary {
    /// The class, as its `Debug` form without quotes.
    pub label: String,
    /// Rows of the class.
    pub support: u64,
    /// Precision, recall, F1.
    #[serde(flatten)]
    pub prf: Prf,
    /// How often a row of the class outranks another.
    pub roc_auc: Option<f64>,
    /// Average precision.
    pub pr_auc: Option<f64>,
}

/// How good probabilities are, over all (row, class) decisions: for two classes the second.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ProbabilitySummary {
    /// Mean squared error of the probability.
    pub brier: f64,
    /// Mean -ln of the probability of the true class.
    pub log_loss: f64,
    /// Expected calibration error.
    pub ece: f64,
    /// The reliability diagram behind it.
    pub bins: Vec<Bin>,
}

/// Bars of the reliability diagram.
const BINS: usize = 10;

impl<L: Label> Evaluation<L> {
    /// Everything counted.
    ///
    /// # Errors
    /// When there is no prediction.
    pub fn summary(&self) -> Result<Summary, Error> {
        let confusion = self.confusion();
        let classes: Result<Vec<ClassSummary>, Error> = (0..self.classes.len())
            .map(|class| self.class_summary(&confusion, class))
            .collect();
        let matrix = |truth| {
            (0..self.classes.len())
                .map(|p| confusion.get(truth, p))
                .collect()
        };
        Ok(Summary {
            rows: self.predictions.len(),
            accuracy: confusion.accuracy(),
            macro_average: confusion.macro_average(),
            weighted_average: confusion.weighted_average(),
            micro_average: confusion.micro_average(),
            mcc: confusion.mcc(),
            classes: classes?,
            confusion: (0..self.classes.len()).map(matrix).collect(),
            fold_macro_f1: self
                .folds()
                .iter()
                .map(|fold| fold.macro_average().f1)
                .collect(),
            probabilities: self.probability_summary()?,
        })
    }

    fn class_summary(&self, confusion: &Confusion, class: usize) -> Result<ClassSummary, Error> {
        let (scores, positive) = self.ranking(class);
        Ok(ClassSummary {
            label: format!("{:?}", self.classes[class])
                .trim_matches('"')
                .to_owned(),
            support: confusion.support(class),
            prf: confusion.class(class),
            roc_auc: metrics::roc_auc(&scores, &positive)?,
            pr_auc: metrics::pr_auc(&scores, &positive)?,
        })
    }

    fn probability_summary(&self) -> Result<Option<ProbabilitySummary>, Error> {
        if !self.predictions.iter().all(|p| p.probable) {
            return Ok(None);
        }
        let first = usize::from(self.classes.len() == 2);
        let (mut probabilities, mut positive) = (Vec::new(), Vec::new());
        for class in first..self.classes.len() {
            let (p, y) = self.ranking(class);
            probabilities.extend(p);
            positive.extend(y);
        }
        let given: Vec<f64> = self.predictions.iter().map(|p| p.scores[p.truth]).collect();
        let bins = metrics::reliability(&probabilities, &positive, BINS)?;
        Ok(Some(ProbabilitySummary {
            brier: metrics::brier(&probabilities, &positive)?,
            log_loss: metrics::log_loss(&given, &vec![true; given.len()])?,
            ece: metrics::ece(&bins),
            bins,
        }))
    }
}
