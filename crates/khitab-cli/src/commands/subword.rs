//! `khitab subword`: vocabularies of pieces, learned and used.

use std::io::{self, Write as _};
use std::iter;

use khitab::text::Normalizer;
use khitab::text::subword::{Subword, SubwordError, SubwordKind, SubwordPiece, SubwordTrainer};
use serde::Serialize;

use crate::args::{self, LineFormat, SubwordEncode, SubwordTrain, Vocabulary};
use crate::commands::normalize::{self, Preset};
use crate::commands::stream;
use crate::lines::{Line, Made, Page};
use crate::problem::{Problem, Problems, Stop};
use crate::progress::Progress;
use crate::source::{self, Sink, Source};

pub(crate) fn run(args: &args::Subword, problems: &Problems) -> Result<(), Stop> {
    match args {
        args::Subword::Train(args) => train(args, problems),
        args::Subword::Encode(args) => encode(args, problems),
    }
}

fn train(args: &SubwordTrain, problems: &Problems) -> Result<(), Stop> {
    let normalizer = own(&args.preset)?;
    // A profile that the file cannot hold is better refused now than after an hour.
    Subword::stock_normalizer(&normalizer).map_err(|error| Stop::Usage(error.to_string()))?;
    let kind = match args.kind {
        Vocabulary::Bpe => SubwordKind::Bpe,
        Vocabulary::Wordpiece => SubwordKind::WordPiece,
        Vocabulary::Unigram => SubwordKind::Unigram,
    };
    source::check_output(&args.streams.files, args.streams.output.as_deref())?;
    let trainer =
        SubwordTrainer::new(kind, args.vocabulary.get()).min_frequency(args.min_frequency);
    let progress = Progress::bytes();
    let texts = stream::texts(&args.streams.files, &progress, problems);
    let refused = |error: SubwordError| Problem::in_file("subword train", error);
    let model = trainer.train(&normalizer, texts).map_err(refused)?;
    progress.finish();
    let json = model.to_json().map_err(refused)?;
    let mut sink = Sink::create(args.streams.output.as_deref())?;
    sink.write(json.as_bytes())?;
    sink.finish()
}

/// A piece as `--format jsonl` writes it.
#[derive(Serialize)]
struct Piece {
    id: u32,
    piece: String,
    start: usize,
    end: usize,
}

fn encode(args: &SubwordEncode, problems: &Problems) -> Result<(), Stop> {
    let format = args.format()?;
    let name = args.model.display().to_string();
    let json = Source::open(&args.model, &Progress::hidden())?.read_text()?;
    let normalizer = match &args.preset {
        Some(preset) => own(preset)?,
        None => trained_with(&json).ok_or_else(|| {
            Stop::Usage(format!(
                "{name}: made with none of light, search, strict; say --preset"
            ))
        })?,
    };
    let model = Subword::from_json(&json, &normalizer);
    let model = model.map_err(|error| Problem::in_file(name, error))?;
    stream::map(&args.streams, problems, |line, page| {
        one(line, &model, format, page)
    })
}

fn one(line: Line<'_>, model: &Subword, format: LineFormat, page: &mut Page<'_>) -> Made {
    // What a model refuses it refuses in the first block, before anything is written.
    let begun = line.text().and_then(|text| {
        let mut blocks = model.encode_blocks(text);
        let first = blocks.next().transpose();
        let first = first
            .map_err(|error| line.refuse(error))?
            .unwrap_or_default();
        Ok((text, first, blocks))
    });
    let (text, first, rest) = match (begun, format) {
        (Ok(begun), _) => begun,
        (Err(problem), LineFormat::Jsonl) => return Ok(Some(problem)),
        (Err(problem), LineFormat::Text) => return stream::held(page, problem),
    };
    let blocks = iter::once(Ok(first)).chain(rest);
    let blocks = blocks.map(|block| block.map_err(io::Error::other));
    match format {
        LineFormat::Jsonl => object(text, blocks, page)?,
        LineFormat::Text => ids(blocks, page)?,
    }
    page.write_all(b"\n").map(|()| None)
}

type Blocks = Vec<SubwordPiece>;

fn ids(blocks: impl Iterator<Item = io::Result<Blocks>>, page: &mut Page<'_>) -> io::Result<()> {
    let mut space = "";
    for block in blocks {
        for piece in block? {
            write!(page, "{space}{}", piece.id)?;
            space = " ";
        }
    }
    Ok(())
}

/// Writes `{"text":…,"pieces":[…]}`, of which byte offsets are those of the line as it was read.
fn object(
    text: &str,
    blocks: impl Iterator<Item = io::Result<Blocks>>,
    page: &mut Page<'_>,
) -> io::Result<()> {
    page.write_all(b"{\"text\":")?;
    serde_json::to_writer(&mut *page, text)?;
    page.write_all(b",\"pieces\":[")?;
    let mut comma: &[u8] = b"";
    for block in blocks {
        for piece in block? {
            page.write_all(comma)?;
            comma = b",";
            serde_json::to_writer(&mut *page, &Piece::from(piece))?;
        }
    }
    page.write_all(b"]}")
}

impl From<SubwordPiece> for Piece {
    fn from(piece: SubwordPiece) -> Self {
        Self {
            id: piece.id,
            piece: piece.piece,
            start: piece.span.start(),
            end: piece.span.end(),
        }
    }
}

/// A preset of ours or a profile: what a tokenizer.json can spell out.
fn own(name: &str) -> Result<Normalizer, Stop> {
    match normalize::preset(name)? {
        Preset::Own(normalizer) => Ok(normalizer),
        Preset::Published(_) => Err(Stop::Usage(format!(
            "a subword model takes light, search, strict or a profile file, not {name}"
        ))),
    }
}

/// The preset whose steps the file spells out.
fn trained_with(json: &str) -> Option<Normalizer> {
    let file: serde_json::Value = serde_json::from_str(json).ok()?;
    let presets = [
        Normalizer::search(),
        Normalizer::light(),
        Normalizer::strict(),
    ];
    presets.into_iter().find(|preset| {
        let spelled = Subword::stock_normalizer(preset).ok();
        let spelled = spelled.and_then(|json| serde_json::from_str(&json).ok());
        spelled.as_ref() == Some(&file["normalizer"])
    })
}
