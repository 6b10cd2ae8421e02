//! `khitab tokenize`: lines into tokens with their places.

use std::io::{self, Write as _};

use khitab::text::{EditKind, Span, Text, Token, TokenReader, Tokenizer, Unit, UnitIndex};
use serde::ser::SerializeSeq as _;
use serde::{Serialize, Serializer};

use crate::args::{LineFormat, SpanUnit, Tokenize};
use crate::commands::normalize::{self, Preset};
use crate::commands::stream;
use crate::lines::{Made, Page};
use crate::problem::{Problems, Stop};

pub(crate) fn run(args: &Tokenize, problems: &Problems) -> Result<(), Stop> {
    let preset = normalize::preset(&args.preset)?;
    let format = args.format()?;
    if args.provenance && format == LineFormat::Text {
        let rule = "--provenance is a field of the objects: say --format jsonl";
        return Err(Stop::Usage(rule.into()));
    }
    let unit = match args.units {
        SpanUnit::Byte => Unit::Byte,
        SpanUnit::Char => Unit::Char,
        SpanUnit::Utf16 => Unit::Utf16,
    };
    stream::map(&args.streams, problems, |line, page| {
        match (line.text(), format) {
            (Ok(text), LineFormat::Text) => plain(text, &preset, page),
            (Ok(text), LineFormat::Jsonl) => {
                let tokens = TokenRows {
                    text,
                    preset: &preset,
                    units: UnitIndex::new(text, unit),
                    provenance: args.provenance,
                };
                stream::object(page, &Tokenized { text, tokens })
            }
            (Err(problem), LineFormat::Text) => stream::held(page, problem),
            (Err(problem), LineFormat::Jsonl) => Ok(Some(problem)),
        }
    })
}

/// Calls `each` with the tokens of a line, block by block, so that a line of any length takes the
/// memory of one block; with them their text and the byte of the line at which it begins. What
/// follows another toolkit is one block, for it may look at the whole line.
pub(crate) fn for_each_token<E>(
    line: &str,
    preset: &Preset,
    mut each: impl FnMut(usize, &Text<'_>, &Token) -> Result<(), E>,
) -> Result<(), E> {
    match preset {
        Preset::Own(normalizer) => {
            let mut done = Ok(());
            let mut reader = TokenReader::new(normalizer.clone(), Tokenizer::social());
            reader.for_each_block(line, |block| {
                let base = block.global(Span::new(0, 0)).start as usize;
                let mut tokens = block.local_tokens().iter();
                if done.is_ok() {
                    done = tokens.try_for_each(|token| each(base, block.text(), token));
                }
            });
            done
        }
        Preset::Published(compat) => {
            let text = compat.normalize(line);
            let tokens = Tokenizer::social().tokenize(&text);
            tokens.iter().try_for_each(|token| each(0, &text, token))
        }
    }
}

fn plain(line: &str, preset: &Preset, page: &mut Page<'_>) -> Made {
    let mut space: &[u8] = b"";
    for_each_token(line, preset, |_, text, token| -> io::Result<()> {
        if token.inside {
            return Ok(());
        }
        page.write_all(space)?;
        space = b" ";
        page.write_all(token.normalized.of(text.normalized()).as_bytes())
    })?;
    page.write_all(b"\n").map(|()| None)
}

/// What `--format jsonl` writes: offsets are those of the line as it was read.
#[derive(Serialize)]
struct Tokenized<'t> {
    text: &'t str,
    tokens: TokenRows<'t>,
}

/// The tokens of a line, found while they are written.
struct TokenRows<'t> {
    text: &'t str,
    preset: &'t Preset,
    units: UnitIndex<'t>,
    provenance: bool,
}

impl Serialize for TokenRows<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut rows = serializer.serialize_seq(None)?;
        for_each_token(self.text, self.preset, |base, text, token| {
            let span = Span::new(base + token.span.start(), base + token.span.end());
            let place = self.units.of_bytes(span);
            rows.serialize_element(&TokenRow {
                start: place.start,
                end: place.end,
                surface: token.span.of(text.original()),
                normalized: token.normalized.of(text.normalized()),
                kind: token.kind.as_str(),
                inside: token.inside,
                undone: self.provenance.then(|| Undone::of(text, token)),
            })
        })?;
        rows.end()
    }
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
    #[serde(skip_serializing_if = "Option::is_none")]
    undone: Option<Undone>,
}

/// How many characters of each kind the normaliser undid in a token; kinds of none are left out.
struct Undone(Vec<(EditKind, u32)>);

impl Undone {
    fn of(text: &Text<'_>, token: &Token) -> Self {
        let found = text.provenance(token.span);
        Self(
            found
                .kinds()
                .map(|kind| (kind, found.count(kind)))
                .collect(),
        )
    }
}

impl Serialize for Undone {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().copied())
    }
}
