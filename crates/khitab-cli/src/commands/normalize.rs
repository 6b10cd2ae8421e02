//! `khitab normalize`: one line in, one line out.

use std::io::Write as _;
use std::path::Path;

use khitab::text::{Compat, Loss, Normalizer, Profile, Text};
use serde::Serialize;

use crate::args::{LineFormat, Normalize};
use crate::commands::stream;
use crate::lines::{Line, Made, Page};
use crate::problem::{Problem, Problems, Stop};
use crate::progress::Progress;
use crate::source::{Sink, Source};

/// What `--format jsonl` writes.
#[derive(Serialize)]
struct Normalized<'t> {
    text: &'t str,
    normalized: &'t str,
}

pub(crate) fn run(args: &Normalize, problems: &Problems) -> Result<(), Stop> {
    let preset = preset(&args.preset)?;
    if args.loss {
        let mut sink = Sink::create(args.streams.output.as_deref())?;
        let report = format!("hash: {}\n{}", preset.digest(), preset.loss());
        sink.write(report.as_bytes())?;
        return sink.finish();
    }
    if let Some(other) = &args.diff {
        let other = self::preset(other)?;
        return stream::map(&args.streams, problems, |line, page| {
            differences(line, &preset, &other, page)
        });
    }
    let format = args.format()?;
    stream::map(&args.streams, problems, |line, page| {
        one(line, &preset, format, page)
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

    fn loss(&self) -> Loss {
        match self {
            Self::Own(normalizer) => normalizer.loss(),
            Self::Published(compat) => compat.loss(),
        }
    }

    fn digest(&self) -> String {
        match self {
            Self::Own(normalizer) => normalizer.profile().digest(),
            Self::Published(compat) => compat.digest(),
        }
    }
}

/// The preset of that name, or the profile of that file.
pub(crate) fn preset(name: &str) -> Result<Preset, Stop> {
    let own = match name {
        "light" => Normalizer::light(),
        "search" => Normalizer::search(),
        "social" => Normalizer::social(),
        "strict" => Normalizer::strict(),
        _ if name.ends_with(".json") => {
            let text = Source::open(Path::new(name), &Progress::hidden())?.read_text()?;
            let profile: Profile =
                serde_json::from_str(&text).map_err(|error| Problem::in_file(name, error))?;
            Normalizer::new(profile)
        }
        _ => {
            let published = Compat::ALL.into_iter().find(|one| one.as_str() == name);
            return published.map(Preset::Published).ok_or_else(|| {
                let toolkits = Compat::ALL.map(Compat::as_str).join(", ");
                let names = format!("light, search, social, strict, {toolkits}");
                Stop::Usage(format!("no preset is called {name:?}; there are {names}"))
            });
        }
    };
    Ok(Preset::Own(own))
}

/// A row for each word of which the two make different texts.
fn differences(line: Line<'_>, left: &Preset, right: &Preset, page: &mut Page<'_>) -> Made {
    let text = match line.text() {
        Ok(text) => text,
        Err(problem) => return Ok(Some(problem)),
    };
    for found in left.normalize(text).diff(&right.normalize(text)) {
        let (start, word) = (found.span.start(), found.span.of(text));
        let (file, number) = (line.file, line.number);
        let (left, right) = (&found.left, &found.right);
        writeln!(page, "{file}\t{number}\t{start}\t{word}\t{left}\t{right}")?;
    }
    Ok(None)
}

fn one(line: Line<'_>, preset: &Preset, format: LineFormat, page: &mut Page<'_>) -> Made {
    match format {
        LineFormat::Text => stream::plain(line, page, |text, page| {
            page.write_all(preset.normalize(text).normalized().as_bytes())
        }),
        LineFormat::Jsonl => match line.text() {
            Ok(text) => {
                let normalized = preset.normalize(text);
                stream::object(
                    page,
                    &Normalized {
                        text,
                        normalized: normalized.normalized(),
                    },
                )
            }
            Err(problem) => Ok(Some(problem)),
        },
    }
}
