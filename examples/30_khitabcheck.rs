//! # KhitabCheck from its templates
//!
//! A functional test suite asks one narrow question a time: does the model still rank the text
//! that speaks above the text that mentions, when the mention is a headline, a fatwa, an exam
//! question? The cases are combinations of short templates, so that the two sides of a pair
//! differ in their voice and in little else.
//!
//! ```text
//! cargo run --example 30_khitabcheck -- \
//!     data/suites/khitabcheck.templates.toml data/suites/khitabcheck.jsonl
//! ```
//!
//! The same templates give the same bytes; a test compares them with the file that ships. The blind
//! part, `khitabcheck-blind`, is made in the same way; nobody develops against it.

use std::fs;
use std::process::ExitCode;

use khitab_examples::khitabcheck::{generate, templates, to_jsonl};

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [input, output] = arguments.as_slice() else {
        eprintln!("usage: 30_khitabcheck TEMPLATES.toml OUT.jsonl");
        return ExitCode::from(2);
    };
    match run(input, output) {
        Ok(message) => {
            println!("{message}");
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn run(input: &str, output: &str) -> Result<String, Box<dyn std::error::Error>> {
    // ## Read the templates
    let text = fs::read_to_string(input).map_err(|error| format!("{input}: {error}"))?;
    let templates = templates::read(&text).map_err(|error| format!("{input}: {error}"))?;

    // ## Fill them
    //
    // Each functionality takes 20 pairs, walking through groups, statements and places with
    // steps that reach all of them.
    let cases = generate(&templates)?;

    // ## Write one case a line
    fs::write(output, to_jsonl(&cases)?).map_err(|error| format!("{output}: {error}"))?;
    let (kinds, groups) = (templates.functionalities.len(), templates.targets.len());
    Ok(format!(
        "{} cases, {kinds} functionalities, {groups} groups",
        cases.len()
    ))
}
