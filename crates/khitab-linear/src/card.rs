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
    /// The card as a page of Markdown.
    #[must_use]
    pub fn to_markdown(&self) -> String {
        let mut page = format!("# Model card: {} {}\n", self.name, self.version);
        let mut section = |heading: &str, body: String| {
            if !body.trim().is_empty() {
                page.push_str(&format!("\n## {heading}\n\n{}\n", body.trim_end()));
            }
        };
        section("Intended use", self.intended_use.clone());
        section("Limits", self.limits.clone());
        section(
            "Learner",
            format!("{} over {}", self.algorithm, self.features.join(", ")),
        );
        section("Classes", list(&self.classes));
        section(
            "Training data",
            lines(&self.training, |data| {
                let source = match data.source.as_str() {
                    "" => "source not stated",
                    source => source,
                };
                let (name, rows, hash) = (&data.name, data.rows, &data.sha256);
                format!("{name}: {rows} rows, {source}, SHA-256 `{hash}`")
            }),
        );
        section(
            "Metrics",
            lines(&self.metrics, |metric| {
                let interval = metric.low.zip(metric.high);
                let interval = interval.map_or(String::new(), |(low, high)| {
                    format!(" ({low:.4} to {high:.4})")
                });
                let (name, value, on) = (&metric.name, metric.value, &metric.on);
                format!("{name} {value:.4}{interval}, {on}")
            }),
        );
        section("Lexicons", list(&self.lexicons));
        section("Licence", self.licence.clone());
        section("Written by", self.written_by.clone());
        page
    }

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

fn lines<T>(all: &[T], line: impl Fn(&T) -> String) -> String {
    all.iter().map(|one| format!("- {}\n", line(one))).collect()
}

fn list(all: &BTreeMap<String, String>) -> String {
    all.iter()
        .map(|(name, text)| format!("- {name}: {text}\n"))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_has_a_section_for_what_is_known() {
        let card = Card {
            name: "posts".into(),
            version: "1".into(),
            algorithm: "svm".into(),
            features: vec!["word 1-2".into()],
            intended_use: "tests".into(),
            limits: "knows nothing".into(),
            training: vec![DataSource {
                name: "rows.jsonl".into(),
                sha256: "ab".into(),
                rows: 4,
                ..DataSource::default()
            }],
            metrics: vec![Measured {
                name: "macro-F1".into(),
                on: "5 folds".into(),
                value: 0.5,
                low: Some(0.25),
                high: Some(0.75),
            }],
            ..Card::default()
        };
        let page = card.to_markdown();
        assert!(page.starts_with("# Model card: posts 1\n\n## Intended use\n\ntests\n"));
        assert!(page.contains("- rows.jsonl: 4 rows, source not stated, SHA-256 `ab`\n"));
        assert!(page.contains("- macro-F1 0.5000 (0.2500 to 0.7500), 5 folds\n"));
        assert!(!page.contains("Licence"));
    }
}
