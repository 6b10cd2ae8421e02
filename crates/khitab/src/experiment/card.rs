//! The card of a model that an experiment made.

use khitab_features::Extractor;
use khitab_linear::significance::Interval;
use khitab_linear::{Card, DataSource, Measured, sha256};
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::block::Block;
use super::{Learner, Prepared};
use crate::{Error, EvaluationReport};

/// What only people can say of a model.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Purpose {
    /// A short name.
    pub name: String,
    /// What it is for.
    pub intended_use: String,
    /// Where it fails and what it must not be used for.
    pub limits: String,
    /// Under which licence the weights may be used.
    pub licence: String,
    /// Where the rows come from and under which licence.
    pub source: String,
}

impl Default for Purpose {
    fn default() -> Self {
        Self {
            name: "unnamed".into(),
            intended_use: "evidence for a human reviewer of texts like those it was trained on"
                .into(),
            limits: "knows only what its rows show; no verdict on a person".into(),
            licence: String::new(),
            source: String::new(),
        }
    }
}

impl Prepared<'_> {
    /// How the model was made, on what, and what was measured.
    pub(super) fn card(
        &self,
        learner: &Learner,
        rows: &[usize],
        report: Option<&EvaluationReport>,
    ) -> Result<Card, Error> {
        let experiment = self.experiment;
        let purpose = experiment.card.clone();
        let lexicons = self.extractor.as_ref().map(Extractor::version);
        let lexicons = lexicons.map(|version| ("discourse".to_owned(), version));
        let pairs = rows
            .iter()
            .map(|&row| (&*self.rows.texts[row], &*self.rows.labels[row]));
        // What the model looks for stands by itself: whoever scores with it reads that alone.
        let risk = learner.risk.as_ref().map(|risk| ("risk", json!(risk)));
        let made = [
            ("experiment", json!(experiment)),
            ("learner", json!(learner)),
        ];
        let parameters = made.into_iter().chain(risk);
        Ok(Card {
            name: purpose.name,
            version: "1".into(),
            written_by: concat!("khitab ", env!("CARGO_PKG_VERSION")).into(),
            algorithm: learner.algorithm(&self.rows.labels)?.into(),
            parameters: parameters
                .map(|(name, value)| (name.to_owned(), value))
                .collect(),
            features: experiment.features.iter().map(Block::describe).collect(),
            lexicons: lexicons.into_iter().collect(),
            training: vec![DataSource {
                name: experiment.data.train.join(", "),
                source: purpose.source,
                sha256: hash_of_rows(pairs),
                rows: rows.len(),
            }],
            metrics: report.map(measured).unwrap_or_default(),
            intended_use: purpose.intended_use,
            limits: purpose.limits,
            licence: purpose.licence,
            ..Card::default()
        })
    }
}

/// The figures of a report that a card repeats.
fn measured(report: &EvaluationReport) -> Vec<Measured> {
    let one = |name: String, interval: Interval| Measured {
        name,
        on: format!("{} rows, {}", report.rows, report.tested),
        value: interval.value,
        low: Some(interval.low),
        high: Some(interval.high),
    };
    let overall = [
        one("accuracy".into(), report.intervals.accuracy),
        one("macro-F1".into(), report.intervals.macro_f1),
        one("MCC".into(), report.intervals.mcc),
    ];
    let by_class = report
        .classes
        .iter()
        .map(|(label, class)| one(format!("F1 of {label}"), class.intervals.f1));
    overall.into_iter().chain(by_class).collect()
}

/// The SHA-256 of texts and labels in their order.
fn hash_of_rows<'a>(rows: impl Iterator<Item = (&'a str, &'a str)>) -> String {
    let mut bytes = Vec::new();
    for (text, label) in rows {
        bytes.extend_from_slice(text.as_bytes());
        bytes.push(b'\0');
        bytes.extend_from_slice(label.as_bytes());
        bytes.push(b'\n');
    }
    sha256(&bytes)
}
