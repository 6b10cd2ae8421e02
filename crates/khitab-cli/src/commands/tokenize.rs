//! `khitab tokenize`: lines into tokens with their places.

use khitab::text::{Text, Token, Tokenizer, Unit, UnitIndex};
use serde::Serialize;

use crate::args::{LineFormat, SpanUnit, Tokenize};
use crate::commands::{normalize, stream};
use crate::lines::Outcome;
use crate::problem::{Problems, Stop};

/// What `--format jsonl` writes: offsets are those of the line as it was read.
#[derive(Serialize)]
struct Tokenized<'t> {
    text: &'t str,
    tokens: Vec<TokenRow<'t>>,
}

#[derive(Serialize)]
struct TokenRow<'t> {
    start: usize,
    end: usize,
    surface: &'t str,
    normalized: &'t str,
    kind: &'static str,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    inside: bool,
}

impl<'t> TokenRow<'t> {
    fn new(token: &Token, text: &'t Text<'t>, units: &UnitIndex<'_>) -> Self {
        let place = units.of_bytes(token.span);
        Self {
            start: place.start,
            end: place.end,
            surface: token.span.of(text.original()),
            normalized: token.normalized.of(text.normalized()),
            kind: token.kind.as_str(),
            inside: token.inside,
        }
    }
}

pub(crate) fn run(args: &Tokenize, problems: &Problems) -> Result<(), Stop> {
    let preset = normalize::preset(&args.preset)?;
    let tokenizer = Tokenizer::social();
    let unit = match args.units {
        SpanUnit::Byte => Unit::Byte,
        SpanUnit::Char => Unit::Char,
        SpanUnit::Utf16 => Unit::Utf16,
    };
    stream::map(&args.streams, problems, |line| {
        let original = match line.text() {
            Ok(text) => text,
            Err(problem) => return refused(args.format, problem),
        };
        let text = preset.normalize(original);
        let tokens = tokenizer.tokenize(&text);
        match args.format {
            LineFormat::Text => plain(&text, tokens.outer()),
            LineFormat::Jsonl => {
                let units = UnitIndex::new(original, unit);
                let tokens = tokens
                    .iter()
                    .map(|token| TokenRow::new(token, &text, &units))
                    .collect();
                stream::object(
                    line,
                    &Tokenized {
                        text: original,
                        tokens,
                    },
                )
            }
        }
    })
}

fn refused(format: LineFormat, problem: crate::problem::Problem) -> Outcome {
    // An empty line holds the place of the refused one.
    let output = if format == LineFormat::Text {
        b"\n".to_vec()
    } else {
        Vec::new()
    };
    Outcome {
        output,
        refused: Some(problem),
    }
}

fn plain<'k>(text: &Text<'_>, tokens: impl Iterator<Item = &'k Token>) -> Outcome {
    let mut output = Vec::with_capacity(text.normalized().len() + 16);
    for (index, token) in tokens.enumerate() {
        if index > 0 {
            output.push(b' ');
        }
        output.extend_from_slice(token.normalized.of(text.normalized()).as_bytes());
    }
    output.push(b'\n');
    Outcome {
        output,
        refused: None,
    }
}
