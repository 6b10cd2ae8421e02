//! # What segmentation does to cue matching
//!
//! Rows of JSONL with `text` and `label`, matched with the cue lists that ship under four rules
//! for clitics; only counts are printed.
//!
//! ```text
//! cargo run --release --example 25_measure_segmentation -- dev.jsonl pro-isis
//! ```

use std::collections::BTreeSet;
use std::fs;
use std::process::ExitCode;

use khitab_features::{Admit, ConfirmedSplits, Document, Matcher, Split, Target};
use khitab_text::Segmenter;
use serde_json::Value;

/// Only words that are written as a list has them.
struct Never;

impl Admit for Never {
    fn admits(&self, _: &Split<'_>) -> bool {
        false
    }
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

fn run(path: &str, positive: &str) -> Result<(), String> {
    let text = fs::read_to_string(path).map_err(|error| format!("{path}: {error}"))?;
    let mut rows = Vec::new();
    for (at, line) in text.lines().enumerate() {
        let row: Value = serde_json::from_str(line)
            .map_err(|error| format!("{path} line {}: {error}", at + 1))?;
        let text = row["text"]
            .as_str()
            .ok_or_else(|| format!("{path} line {}: no text", at + 1))?;
        rows.push((text.to_owned(), row["label"].as_str() == Some(positive)));
    }
    let count = |wanted: bool| rows.iter().filter(|(_, is)| *is == wanted).count();
    println!("{} rows {positive}, {} other", count(true), count(false));
    println!(
        "{:<24} {:>9} {:>9} {:>9} {:>9}",
        "cuts", "hits", "hits", "rows hit", "rows hit"
    );
    println!(
        "{:<24} {positive:>9} {:>9} {positive:>9} {:>9}",
        "", "other", "other"
    );
    let shipped = Matcher::shipped();
    report("none", &shipped.clone().with_admit(Never), &rows);
    report("rule", shipped, &rows);
    for behind in [0.0, 20.0, 40.0, 80.0] {
        let confirmed = ConfirmedSplits::new(Segmenter::standard()).behind(behind);
        let matcher = shipped.clone().with_admit(confirmed);
        report(&format!("rule, confirmed to {behind}"), &matcher, &rows);
    }
    Ok(())
}

fn report(name: &str, matcher: &Matcher, rows: &[(String, bool)]) {
    let (mut hits, mut with) = ([0; 2], [0; 2]);
    for (text, positive) in rows {
        let document = Document::new(text);
        // One word counts once, in however many lists it stands.
        let found: BTreeSet<_> = matcher
            .find(&document)
            .into_iter()
            .filter(|hit| matches!(hit.target, Target::Cue { .. }))
            .map(|hit| hit.span)
            .collect();
        hits[usize::from(!positive)] += found.len();
        with[usize::from(!positive)] += usize::from(!found.is_empty());
    }
    println!(
        "{name:<24} {:>9} {:>9} {:>9} {:>9}",
        hits[0], hits[1], with[0], with[1]
    );
}
