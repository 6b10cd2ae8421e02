//! What a model says about itself.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::Error;

/// The card of a model: what it is for, what it was made from, how good it was found to be.
///
/// Follows the headings of Mitchell et al., Model Cards for Model Reporting (2019). A model
/// whose card does not say what it is for, what it must not be used for and what it was
/// trained on is not written.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Card {
    /// A short name.
    pub name: String,
    /// The version of the model.
    pub version: String,
    /// The version of the program that wrote it.
    pub written_by: String,
    /// The kind of classifier, such as `"logistic"`.
    pub algorithm: String,
    /// The training parameters, seed included.
    pub parameters: BTreeMap<String, serde_json::Value>,
    /// What the classes mean, by class.
    pub classes: BTreeMap<String, String>,
    /// The groups of features, such as `"word 1-2"`.
    pub features: Vec<String>,
    /// The SHA-256 of every lexicon behind the features, by name.
    pub lexicons: BTreeMap<String, String>,
    /// What it was trained on.
    pub training: Vec<DataSource>,
    /// What was measured, and on what.
    pub metrics: Vec<Measured>,
    /// What it is for.
    pub intended_use: String,
    /// Where it fails and what it must not be used for.
    pub limits: String,
    /// Under which licence the weights may be used.
    pub licence: String,
}

/// A data set that a model was trained or measured on.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct DataSource {
    /// Its name.
    pub name: String,
    /// Where it comes from and under which licence.
    pub source: String,
    /// The SHA-256 of the rows used.
    pub sha256: String,
    /// How many rows were used.
    pub rows: usize,
}

/// A measured value with its 95 % interval.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Measured {
    /// What was measured, such as `"macro-F1"`.
    pub name: String,
    /// On which rows and by which protocol.
    pub on: String,
    /// The value.
    pub value: f64,
    /// The lower end of the interval, when one was taken.
    pub low: Option<f64>,
    /// The upper end of the interval.
    pub high: Option<f64>,
}

impl Card {
    /// Refuses a card that leaves out what a reader must know.
    ///
    /// # Errors
    /// Names the first empty field.
    pub fn check(&self) -> Result<(), Error> {
        let fields = [
            ("name", self.name.trim()),
            ("intended_use", self.intended_use.trim()),
            ("limits", self.limits.trim()),
        ];
        if let Some((field, _)) = fields.into_iter().find(|(_, text)| text.is_empty()) {
            return Err(Error::model(format!(
                "the model card says nothing under {field}"
            )));
        }
        if self.training.is_empty() {
            return Err(Error::model("the model card names no training data"));
        }
        Ok(())
    }
}
