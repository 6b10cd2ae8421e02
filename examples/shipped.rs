//! What the examples that rebuild the small shipped models share: sets by path, one recipe, a matrix of who
//! was trained on what and tested where.

use khitab::TextModel;
use khitab::experiment::{Experiment, Rows};
use khitab_linear::{DataSource, Storage, sha256};

use crate::reproduce::{Source, load};

/// A set under labels of the model.
pub struct Set {
    /// Its short name.
    pub name: &'static str,
    /// Texts and labels.
    pub rows: Rows,
    /// For the card.
    pub source: DataSource,
}

impl Set {
    /// Reads a set; `label` gives the label of a row, or nothing to leave the row out.
    ///
    /// # Errors
    /// As [`load`].
    pub fn read(
        name: &'static str,
        source: &Source,
        label: impl Fn(&serde_json::Value) -> Option<&'static str>,
    ) -> Result<Self, String> {
        let table = load(source)?.filter(|row| label(row).is_some());
        let rows = Rows {
            labels: table.labels(&label),
            texts: table.column("text"),
            ..Rows::default()
        };
        let source = DataSource {
            name: name.to_owned(),
            source: format!("{}; {}", source.from, source.licence),
            sha256: sha256(rows.texts.join("\n").as_bytes()),
            rows: rows.texts.len(),
        };
        Ok(Self { name, rows, source })
    }
}

/// The rows of several sets, one after another.
#[must_use]
pub fn together<'s>(sets: impl IntoIterator<Item = &'s Set>) -> Rows {
    let mut out = Rows::default();
    for set in sets {
        out.texts.extend_from_slice(&set.rows.texts);
        out.labels.extend_from_slice(&set.rows.labels);
    }
    out
}

/// Learns from `rows`; with the figures of grouped folds in the card where they are `measured`.
///
/// # Errors
/// When the experiment or the rows break a rule.
pub fn learn(
    experiment: &Experiment,
    rows: &Rows,
    measured: bool,
) -> Result<TextModel, Box<dyn std::error::Error>> {
    let prepared = experiment.prepare(rows)?;
    let report = if measured {
        let report = prepared.evaluate()?.report;
        println!(
            "folds, near-duplicates together: accuracy {:.3}, macro-F1 {:.3}",
            report.accuracy, report.macro_f1
        );
        Some(report)
    } else {
        None
    };
    Ok(prepared.train(report.as_ref())?)
}

/// The macro-F1 of a model on a set, or its accuracy where the set has one label.
///
/// # Errors
/// When the set is empty.
pub fn figure(model: &TextModel, set: &Set) -> Result<f64, Box<dyn std::error::Error>> {
    let evaluation = model.evaluate(&set.rows.texts, &set.rows.labels)?;
    let alone = set
        .rows
        .labels
        .iter()
        .all(|label| *label == set.rows.labels[0]);
    Ok(if alone {
        evaluation.confusion().accuracy()
    } else {
        evaluation.confusion().macro_average().f1
    })
}

/// Writes a model with weights of one byte where `--write FILE` asks for it.
///
/// # Errors
/// When the file cannot be written.
pub fn write(model: &TextModel) -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip_while(|argument| argument != "--write");
    let Some(path) = arguments.nth(1) else {
        return Ok(());
    };
    let mut bytes = Vec::new();
    model.write_as(&mut bytes, Storage::I8)?;
    std::fs::write(&path, &bytes)?;
    println!("\n{path}: {} bytes, sha256 {}", bytes.len(), sha256(&bytes));
    Ok(())
}
