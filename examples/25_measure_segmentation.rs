//! # What segmentation is good for
//!
//! Rows of JSONL with `text`, `label` and perhaps `group`. First the cue lists that ship are
//! matched under several rules for clitics, and hits are counted; then a linear model of words is
//! cross-validated on words as written and on words cut into clitics and stems. Only counts are
//! printed.
//!
//! ```text
//! cargo run --release --example 25_measure_segmentation -- dev.jsonl pro-isis
//! ```

use std::collections::BTreeSet;
use std::error::Error;
use std::fs;
use std::process::ExitCode;

use khitab_features::{
    Admit, Document, Matcher, Ngrams, Split, StemLength, Target, Tf, Tokens, Vectorizer,
};
use khitab_linear::evaluate::Experiment;
use khitab_linear::{Svm, split};
use linfa::ParamGuard;
use serde_json::Value;

struct Row {
    text: String,
    label: String,
    group: String,
}

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [path, positive] = arguments.as_slice() else {
        eprintln!("usage: 25_measure_segmentation ROWS.jsonl POSITIVE-LABEL");
        return ExitCode::from(2);
    };
    match run(path, positive) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run(path: &str, positive: &str) -> Result<(), Box<dyn Error>> {
    let text = fs::read_to_string(path).map_err(|error| format!("{path}: {error}"))?;
    let mut rows = Vec::new();
    for (at, line) in text.lines().enumerate() {
        rows.push(row(line, at).map_err(|rule| format!("{path} line {}: {rule}", at + 1))?);
    }
    matching(&rows, positive);
    classifying(&rows)
}

fn row(line: &str, at: usize) -> Result<Row, String> {
    let row: Value = serde_json::from_str(line).map_err(|error| error.to_string())?;
    let field = |name: &str| match &row[name] {
        Value::String(text) => Some(text.clone()),
        Value::Null => None,
        other => Some(other.to_string()),
    };
    Ok(Row {
        text: field("text").ok_or("there is no text")?,
        label: field("label").ok_or("there is no label")?,
        group: field("group").unwrap_or_else(|| at.to_string()),
    })
}

/// Only words that are written as a list has them.
struct Never;

impl Admit for Never {
    fn admits(&self, _: &Split<'_>) -> bool {
        false
    }
}

// ## Cue hits
fn matching(rows: &[Row], positive: &str) {
    let count = rows.iter().filter(|row| row.label == positive).count();
    println!("{count} rows {positive}, {} other", rows.len() - count);
    println!(
        "{:<24} {:>9} {:>9} {:>9} {:>9}",
        "", "hits", "hits", "rows hit", "rows hit"
    );
    println!(
        "{:<24} {positive:>9} {:>9} {positive:>9} {:>9}",
        "cuts", "other", "other"
    );
    let shipped = Matcher::shipped();
    report("none", &shipped.clone().with_admit(Never), rows, positive);
    let rule = shipped.clone().with_admit(StemLength);
    report("rule", &rule, rows, positive);
    report("rule and segmenter", shipped, rows, positive);
}

fn report(name: &str, matcher: &Matcher, rows: &[Row], positive: &str) {
    let (mut hits, mut with) = ([0; 2], [0; 2]);
    for row in rows {
        let document = Document::new(&row.text);
        // One word counts once, in however many lists it stands.
        let found: BTreeSet<_> = matcher
            .find(&document)
            .into_iter()
            .filter(|hit| matches!(hit.target, Target::Cue { .. }))
            .map(|hit| hit.span)
            .collect();
        let side = usize::from(row.label != positive);
        hits[side] += found.len();
        with[side] += usize::from(!found.is_empty());
    }
    println!(
        "{name:<24} {:>9} {:>9} {:>9} {:>9}",
        hits[0], hits[1], with[0], with[1]
    );
}

// ## Words against clitics and stems
//
// The same folds, the same model: TF-IDF of one and two words, a linear SVM.
fn classifying(rows: &[Row]) -> Result<(), Box<dyn Error>> {
    let labels: Vec<&str> = rows.iter().map(|row| row.label.as_str()).collect();
    let groups: Vec<&str> = rows.iter().map(|row| row.group.as_str()).collect();
    let folds = split::stratified_grouped(&labels, &groups, 5, Some(1))?;
    let texts: Vec<&str> = rows.iter().map(|row| row.text.as_str()).collect();
    println!("{:<24} {:>9} {:>9}", "words", "accuracy", "macro-F1");
    for (name, tokens) in [
        ("as written", Tokens::Words),
        ("clitics and stems", Tokens::Segmented),
        ("stems", Tokens::Stems),
    ] {
        let words = Ngrams::words(1..=2).tf(Tf::Sublinear).tokens(tokens);
        let vectorizer = Vectorizer::builder().block(words).build()?;
        let corpus = vectorizer.count(&texts)?;
        let params = Svm::params().c(1.0).check()?;
        let evaluation = Experiment::new(&params, &corpus, &labels)?.cross_validate(&folds)?;
        let confusion = evaluation.confusion();
        println!(
            "{name:<24} {:>9.4} {:>9.4}",
            confusion.accuracy(),
            confusion.macro_average().f1
        );
    }
    Ok(())
}
