//! Settings of a learner to choose from.

use std::collections::BTreeMap;

use khitab_linear::evaluate::Evaluation;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{Fault, Learner};

/// What a choice is made by; more is better.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Measure {
    /// The mean F1 of the classes.
    #[default]
    MacroF1,
    /// The share predicted right.
    Accuracy,
    /// Matthews' correlation.
    Mcc,
}

impl Measure {
    pub(super) fn of(self, evaluation: &Evaluation<String>) -> f64 {
        let confusion = evaluation.confusion();
        match self {
            Self::MacroF1 => confusion.macro_average().f1,
            Self::Accuracy => confusion.accuracy(),
            Self::Mcc => confusion.mcc(),
        }
    }
}

/// Every combination of some settings, the best of which is chosen on folds inside the rows that
/// are learned from.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Grid {
    /// What the choice is made by.
    #[serde(default)]
    pub measure: Measure,
    /// The inner folds.
    #[serde(default = "three")]
    pub folds: usize,
    /// The values of each setting, by its name in [`Learner`].
    pub over: BTreeMap<String, Vec<Value>>,
}

const fn three() -> usize {
    3
}

/// A grid larger than that is a mistake.
const MOST: usize = 10_000;

impl Grid {
    /// The learners of the grid, resolved: `base` with every combination of the settings.
    pub(super) fn entries(&self, base: &Learner) -> Result<Vec<Learner>, Fault> {
        if self.folds < 2 {
            return Err(Fault::new(["grid", "folds"], "must be at least 2"));
        }
        let size = self
            .over
            .values()
            .map(Vec::len)
            .try_fold(1usize, usize::checked_mul);
        if self.over.is_empty() || size.is_none_or(|size| size == 0 || size > MOST) {
            let rule = format!("a grid has 1 to {MOST} combinations of settings");
            return Err(Fault::new(["grid", "over"], rule));
        }
        let mut entries = vec![base.clone()];
        for (setting, values) in &self.over {
            let mut more = Vec::with_capacity(entries.len() * values.len());
            for entry in &entries {
                for (at, value) in values.iter().enumerate() {
                    let fault = |rule| Fault::new(["grid", "over", setting, &at.to_string()], rule);
                    more.push(with(entry, setting, value).map_err(fault)?);
                }
            }
            entries = more;
        }
        Ok(entries)
    }
}

/// The learner with one setting changed.
fn with(learner: &Learner, setting: &str, value: &Value) -> Result<Learner, String> {
    let mut entries = serde_json::to_value(learner).map_err(|error| error.to_string())?;
    entries[setting] = value.clone();
    let mut learner: Learner =
        serde_json::from_value(entries).map_err(|error| error.to_string())?;
    learner
        .resolve()
        .map_err(|(key, rule)| format!("{key} {rule}"))?;
    learner.check().map_err(|error| error.to_string())?;
    Ok(learner)
}
