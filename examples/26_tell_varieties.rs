//! # Standard or spoken
//!
//! Rows of JSONL with `text` and a field that names the variety. `Variety::of` is asked about each text, and
//! the share of right answers is printed by name of variety. `--buckwalter` is for rows in that alphabet.
//!
//! ```text
//! cargo run --release --example 26_tell_varieties -- sib200/data.jsonl dialect arb test
//! zcat vardial/data.jsonl.gz | cargo run --release --example 26_tell_varieties -- - label MSA test --buckwalter
//! ```

use std::collections::BTreeMap;
use std::error::Error;
use std::fs;
use std::io::Read as _;
use std::process::ExitCode;

use khitab_text::{Alphabet, Transliterator, Variety};
use serde_json::Value;

fn main() -> ExitCode {
    let mut arguments: Vec<String> = std::env::args().skip(1).collect();
    let buckwalter = arguments.iter().any(|one| one == "--buckwalter");
    arguments.retain(|one| one != "--buckwalter");
    let [path, field, standard, split] = arguments.as_slice() else {
        eprintln!("usage: 26_tell_varieties ROWS.jsonl|- FIELD STANDARD SPLIT [--buckwalter]");
        return ExitCode::from(2);
    };
    match run(path, field, standard, split, buckwalter) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run(
    path: &str,
    field: &str,
    standard: &str,
    split: &str,
    buckwalter: bool,
) -> Result<(), Box<dyn Error>> {
    let rows = match path {
        "-" => {
            let mut text = String::new();
            std::io::stdin().read_to_string(&mut text)?;
            text
        }
        path => fs::read_to_string(path).map_err(|error| format!("{path}: {error}"))?,
    };
    let named = |name| Alphabet::named(name).ok_or("an alphabet that ships");
    let arabic = Transliterator::new(named("bw")?, named("ar")?);
    let mut right: BTreeMap<String, [usize; 2]> = BTreeMap::new();
    for (line, row) in (1..).zip(rows.lines()) {
        let row: Value =
            serde_json::from_str(row).map_err(|error| format!("line {line}: {error}"))?;
        let cell = |name: &str| row[name].as_str().ok_or(format!("line {line}: no {name}"));
        if cell("split")? != split || cell("text")?.is_empty() {
            continue;
        }
        let text = match buckwalter {
            true => arabic.map(&cell("text")?.replace("<UNK>", " ")),
            false => cell("text")?.to_owned(),
        };
        let label = cell(field)?;
        let is_standard = Variety::of(&text) == Variety::Standard;
        let counts = right.entry(label.to_owned()).or_default();
        counts[0] += 1;
        counts[1] += usize::from(is_standard == (label == standard));
    }
    println!("{:<8} {:>6} {:>9}", "variety", "texts", "accuracy");
    let mut spoken = Vec::new();
    for (label, [texts, right]) in &right {
        let share = *right as f64 / *texts as f64;
        println!("{label:<8} {texts:>6} {share:>9.4}");
        if label != standard {
            spoken.push(share);
        }
    }
    let mean = spoken.iter().sum::<f64>() / spoken.len().max(1) as f64;
    println!("{:<8} {:>6} {mean:>9.4}", "spoken", "mean");
    Ok(())
}
