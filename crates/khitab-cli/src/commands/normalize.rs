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
    match format {
        LineFormat::Text => stream::plain(line, |text| {
            normalizer.normalize(text).normalized().to_owned()
        }),
        LineFormat::Jsonl => match line.text() {
            Ok(text) => {
                let normalized = normalizer.normalize(text);
                stream::object(
                    line,
                    &Normalized {
                        text,
                        normalized: normalized.normalized(),
                    },
                )
            }
            Err(problem) => problem.into(),
        },
    }
}
