//! `khitab normalize`: one line in, one line out.

use khitab::text::{Compat, Normalizer, Text};
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
    let preset = preset(&args.preset)?;
    stream::map(&args.streams, problems, |line| {
        one(line, &preset, args.format)
    })
}

/// A preset of ours, or what another toolkit does, byte for byte.
pub(crate) enum Preset {
    Own(Normalizer),
    Published(Compat),
}

impl Preset {
    /// The text beside its normalised form.
    pub(crate) fn normalize<'a>(&self, original: &'a str) -> Text<'a> {
        match self {
            Self::Own(normalizer) => normalizer.normalize(original),
            Self::Published(compat) => compat.normalize(original),
        }
    }
}

/// The preset of that name.
pub(crate) fn preset(name: &str) -> Result<Preset, Stop> {
    let own = match name {
        "light" => Normalizer::light(),
        "search" => Normalizer::search(),
        "social" => Normalizer::social(),
        "strict" => Normalizer::strict(),
        _ => {
            let published = Compat::ALL.into_iter().find(|one| one.as_str() == name);
            return published.map(Preset::Published).ok_or_else(|| {
                let names = "light, search, social, strict, camel, pyarabic, lucene";
                Stop::Usage(format!("no preset is called {name:?}; there are {names}"))
            });
        }
    };
    Ok(Preset::Own(own))
}

fn one(line: Line<'_>, preset: &Preset, format: LineFormat) -> Outcome {
    match format {
        LineFormat::Text => {
            stream::plain(line, |text| preset.normalize(text).normalized().to_owned())
        }
        LineFormat::Jsonl => match line.text() {
            Ok(text) => {
                let normalized = preset.normalize(text);
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
