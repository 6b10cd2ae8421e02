//! An experiment that one file holds: data, features, learner, grid, splits, seed.
//!
//! ```
//! use khitab::experiment::{Experiment, Rows};
//! let file = r#"{
//!     "data": {"train": ["posts.jsonl"]},
//!     "features": [{"block": "word", "ngrams": [1, 1]}, {"block": "char_wb", "ngrams": [2, 3]}],
//!     "learner": {"kind": "svm", "c": 0.5},
//!     "splits": {"folds": 2, "group": ["none"]},
//!     "calibration": {"method": "platt", "folds": 2}
//! }"#;
//! let experiment: Experiment = serde_json::from_str(file)?;
//! let experiment = experiment.resolved()?;
//! let rows = Rows {
//!     texts: ["مطر غزير", "هدف جميل", "مطر خفيف", "هدف مبكر"].repeat(4).into_iter().map(String::from).collect(),
//!     labels: ["weather", "sport"].repeat(8).into_iter().map(String::from).collect(),
//!     ..Rows::default()
//! };
//! let prepared = experiment.prepare(&rows)?;
//! let outcome = prepared.evaluate()?;
//! assert_eq!(outcome.report.accuracy, 1.0);
//! let model = prepared.train(Some(&outcome.report))?;
//! assert_eq!(model.score("مطر").predicted, "weather");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! Files are opened by the command `khitab`; here are only their names.

mod block;
mod card;
mod grid;
mod learner;
mod run;
mod splits;

use std::collections::BTreeMap;
use std::fmt;

use khitab_linear::calibrate::Method;
use serde::{Deserialize, Serialize};

use crate::Measuring;

pub use block::{Block, Bound, Counted, Kind as BlockKind, Text};
pub use card::Purpose;
pub use grid::{Grid, Measure};
pub use learner::{ClassWeights, Intercept, Kind as LearnerKind, Learner, Penalty};
pub use run::{Outcome, Prepared, Rows, keep_together};
pub use splits::{Kind as SplitKind, Splits};

/// Everything that decides an experiment; the same one on the same rows gives the same bytes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Experiment {
    /// The name and version of this shape.
    #[serde(default = "schema")]
    pub schema: String,
    /// The seed of every random choice.
    #[serde(default)]
    pub seed: u64,
    /// The rows.
    pub data: Data,
    /// What is done to a text before it is cut.
    #[serde(default)]
    pub text: Text,
    /// The features, in the order of their columns; discourse features come last.
    #[serde(default = "word_and_char")]
    pub features: Vec<Block>,
    /// The learner.
    #[serde(default)]
    pub learner: Learner,
    /// Settings of the learner to choose from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub grid: Option<Grid>,
    /// What is tested on what.
    #[serde(default)]
    pub splits: Splits,
    /// How probabilities are learned; without it they are the learner's own, if it has any.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub calibration: Option<Calibrating>,
    /// How the figures are taken.
    #[serde(default)]
    pub measuring: Measuring,
    /// What the card says the model is for.
    #[serde(default)]
    pub card: Purpose,
}

/// Where rows come from and what their fields mean.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Data {
    /// Files of rows to learn from, one after another.
    pub train: Vec<String>,
    /// Files of rows to test on, for [`SplitKind::HeldOut`].
    #[serde(default)]
    pub test: Vec<String>,
    /// The field of the text.
    #[serde(default = "field_text")]
    pub text_field: String,
    /// The field of the label.
    #[serde(default = "field_label")]
    pub label_field: String,
    /// The field of a row's weight in training.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub weight_field: Option<String>,
    /// Fields and the value that a row must have there to be used.
    #[serde(default)]
    pub keep: BTreeMap<String, String>,
    /// The SHA-256 of every file: what is here is compared, what is not is filled in.
    #[serde(default)]
    pub sha256: BTreeMap<String, String>,
}

/// How probabilities are learned on inner folds.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Calibrating {
    /// The method.
    pub method: Method,
    /// The inner folds.
    pub folds: usize,
    /// Whether the boundary between two classes moves: to where the macro-F1 on the inner folds is best, or as far as
    /// the limits let it.
    pub boundary: bool,
    /// How much of each panel may be flagged there.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub limits: Option<Limits>,
}

/// How many of the rows of each panel may wrongly get a label; the boundary moves to the least value that keeps all limits.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Limits {
    /// The label.
    pub label: String,
    /// The field that names the panel of a row.
    pub field: String,
    /// The share of a panel's rows, 0 to 1; a panel that is not named has no limit.
    pub shares: BTreeMap<String, f64>,
}

impl Default for Calibrating {
    fn default() -> Self {
        Self {
            method: Method::Platt,
            folds: 5,
            boundary: false,
            limits: None,
        }
    }
}

impl Calibrating {
    fn check(&self) -> Result<(), Fault> {
        if self.folds < 2 {
            return Err(Fault::new(["calibration", "folds"], "must be at least 2"));
        }
        let Some(limits) = &self.limits else {
            return Ok(());
        };
        if !self.boundary {
            let rule = "are for a boundary that moves: set boundary = true";
            return Err(Fault::new(["calibration", "limits"], rule));
        }
        let mut shares = limits.shares.iter();
        shares.try_for_each(|(panel, &share)| {
            check_share(["calibration", "limits", "shares", panel], share)
        })
    }
}

/// A share at the entry `path` lies between 0 and 1.
fn check_share<P: ToString>(path: impl IntoIterator<Item = P>, share: f64) -> Result<(), Fault> {
    if (0.0..=1.0).contains(&share) {
        return Ok(());
    }
    let rule = format!("{share} does not lie between 0 and 1");
    Err(Fault::new(path, rule))
}

/// A rule that an experiment breaks, and the entry that breaks it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// The way to the entry: keys, and numbers from zero inside lists.
    pub path: Vec<String>,
    /// The rule.
    pub rule: String,
}

impl Fault {
    fn new<P: ToString>(path: impl IntoIterator<Item = P>, rule: impl fmt::Display) -> Self {
        Self {
            path: path.into_iter().map(|key| key.to_string()).collect(),
            rule: rule.to_string(),
        }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.path.join("."), self.rule)
    }
}

impl std::error::Error for Fault {}

/// Word and character n-grams and logistic regression, for rows that are already in memory.
///
/// ```
/// use khitab::experiment::{Block, BlockKind, Experiment, Rows};
/// let words = Experiment { features: vec![Block::new(BlockKind::Word)], ..Experiment::default() };
/// let rows = Rows {
///     texts: ["مطر غزير", "هدف جميل", "مطر خفيف", "هدف مبكر"].map(String::from).into(),
///     labels: ["weather", "sport", "weather", "sport"].map(String::from).into(),
///     ..Rows::default()
/// };
/// let model = words.resolved()?.prepare(&rows)?.train(None)?;
/// assert_eq!(model.score("مطر").predicted, "weather");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
impl Default for Experiment {
    fn default() -> Self {
        Self {
            schema: schema(),
            seed: 0,
            data: Data::default(),
            text: Text::default(),
            features: word_and_char(),
            learner: Learner::default(),
            grid: None,
            splits: Splits::default(),
            calibration: None,
            measuring: Measuring::default(),
            card: Purpose::default(),
        }
    }
}

/// Rows in memory, under the usual names of fields.
impl Default for Data {
    fn default() -> Self {
        Self {
            train: vec!["rows given by the user".to_owned()],
            test: Vec::new(),
            text_field: field_text(),
            label_field: field_label(),
            weight_field: None,
            keep: BTreeMap::new(),
            sha256: BTreeMap::new(),
        }
    }
}

fn schema() -> String {
    Experiment::SCHEMA.to_owned()
}

fn field_text() -> String {
    "text".to_owned()
}

fn field_label() -> String {
    "label".to_owned()
}

fn word_and_char() -> Vec<Block> {
    vec![Block::new(BlockKind::Word), Block::new(BlockKind::CharWb)]
}

impl Experiment {
    /// The schema that experiments follow.
    pub const SCHEMA: &'static str = "khitab.experiment/1";

    /// The experiment with every default written out, after a check of every rule that needs no rows.
    ///
    /// # Errors
    /// Names the first entry that breaks a rule.
    pub fn resolved(mut self) -> Result<Self, Fault> {
        if self.schema != Self::SCHEMA {
            return Err(Fault::new(["schema"], format!("is not {:?}", Self::SCHEMA)));
        }
        if self.data.train.is_empty() {
            return Err(Fault::new(["data", "train"], "names no file"));
        }
        for (at, block) in self.features.iter_mut().enumerate() {
            block
                .resolve()
                .map_err(|(key, rule)| Fault::new(["features", &at.to_string(), key], rule))?;
        }
        block::check_all(&self.features)?;
        self.learner
            .resolve()
            .map_err(|(key, rule)| Fault::new(["learner", key], rule))?;
        self.learner
            .check()
            .map_err(|rule| Fault::new(["learner"], rule))?;
        self.check_named()?;
        if let Some(grid) = &self.grid {
            grid.entries(&self.learner)?;
        }
        self.splits.resolve(&self.data)?;
        self.check_shares()?;
        Ok(self)
    }

    /// Settings about discourse features want discourse features, and a learner to which no value is no weight.
    fn check_named(&self) -> Result<(), Fault> {
        let smooths = matches!(
            self.learner.kind,
            LearnerKind::NaiveBayes | LearnerKind::NbSvm
        );
        if smooths && self.features.iter().any(Block::leaves_out) {
            let rule = "smooths what was left out of the discourse features into a weight";
            return Err(Fault::new(["learner", "kind"], rule));
        }
        let asked = [
            ("risk", self.learner.risk.is_some()),
            ("named_penalty", self.learner.named_penalty.is_some()),
        ];
        let has = self.features.iter().any(Block::is_named);
        match asked.into_iter().find(|&(_, asked)| asked && !has) {
            Some((key, _)) => Err(Fault::new(
                ["learner", key],
                "is about discourse features, and none are asked for",
            )),
            None => Ok(()),
        }
    }

    fn check_shares(&self) -> Result<(), Fault> {
        let Measuring {
            precision, budget, ..
        } = self.measuring;
        for (key, share) in [("precision", precision), ("budget", budget)] {
            check_share(["measuring", key], share)?;
        }
        if self.measuring.resamples < 40 {
            let rule = "fewer than 40 do not show a 95 % interval";
            return Err(Fault::new(["measuring", "resamples"], rule));
        }
        self.calibration.as_ref().map_or(Ok(()), Calibrating::check)
    }
}

/// The name of a value as files write it.
fn named<T: Serialize>(value: &T) -> String {
    let value = serde_json::to_value(value).unwrap_or_default();
    value.as_str().unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests;
