//! `khitab normalize`: one line in, one line out.

use khitab::text::Normalizer;
use serde::Serialize;

use crate::args::{LineFormat, Normalize};
use crate::commands::stream;
use crate::lines::{Line, Outcome};
use crate::problem::{Problems, Stop};

/// What `--format jsonl` writes.
#[derive(Serialize)]
struct Normalized<'t> {
    text: &'t str,
    normalized: &'t str,
}

pub(crate) fn run(args: &Normalize, problems: &Problems) -> Result<(), Stop> {
    let normalizer = preset(&args.preset)?;
    stream::map(&args.streams, problems, |line| {
        one(line, &normalizer, args.format)
    })
}

/// The normaliser of that name.
pub(crate) fn preset(name: &str) -> Result<Normalizer, Stop> {
    match name {
        "light" => Ok(Normalizer::light()),
        "search" => Ok(Normalizer::search()),
        _ => Err(Stop::Usage(format!(
            "no preset is called {name:?}; there are light, search"
        ))),
    }
}

fn one(line: Line<'_>, normalizer: &Normalizer, format: LineFormat) -> Outcome {
    let text = match line.text() {
        Ok(text) => text,
        // The bytes go through unharmed, so that the lines of input and output stay side by side.
        Err(problem) if format == LineFormat::Text => {
            let output = [line.bytes, b"\n"].concat();
            return Outcome {
                output,
                refused: Some(problem),
            };
        }
        Err(problem) => return problem.into(),
    };
    let normalized = normalizer.normalize(text);
    let mut output = match format {
        LineFormat::Text => normalized.normalized().as_bytes().to_vec(),
        LineFormat::Jsonl => {
            let object = Normalized {
                text,
                normalized: normalized.normalized(),
            };
            match serde_json::to_vec(&object) {
                Ok(json) => json,
                Err(error) => return line.refuse(error).into(),
            }
        }
    };
    output.push(b'\n');
    Outcome {
        output,
        refused: None,
    }
}
