//! `khitab segment`: words, one a line, into clitics and stem.

use std::cell::RefCell;
use std::sync::OnceLock;

use khitab::text::{SegmentCache, Segmentation, Segmenter, Span, Split};
use serde::Serialize;

use crate::args::{Segment, Variety, WordFormat};
use crate::commands::stream;
use crate::lines::{Line, Outcome};
use crate::problem::{Problems, Stop};

/// What `--format jsonl` writes: offsets are bytes of the word.
#[derive(Serialize)]
struct Word<'w> {
    word: &'w str,
    proclitics: Vec<Piece<'w>>,
    stem: Piece<'w>,
    enclitics: Vec<Piece<'w>>,
    restored: &'w str,
    score: f32,
    #[serde(skip_serializing_if = "Option::is_none")]
    runner_up: Option<RunnerUp>,
}

#[derive(Serialize)]
struct Piece<'w> {
    start: usize,
    end: usize,
    surface: &'w str,
}

impl<'w> Piece<'w> {
    fn new(span: Span, word: &'w str) -> Self {
        Self {
            start: span.start(),
            end: span.end(),
            surface: span.of(word),
        }
    }
}

#[derive(Serialize)]
struct RunnerUp {
    segments: String,
    score: f32,
}

/// Words that a thread remembers: running text repeats them.
const REMEMBERED: usize = 1 << 14;

static SEGMENTER: OnceLock<Segmenter> = OnceLock::new();

thread_local! {
    static CACHE: RefCell<Option<SegmentCache<'static>>> = const { RefCell::new(None) };
}

pub(crate) fn run(args: &Segment, problems: &Problems) -> Result<(), Stop> {
    let segmenter = SEGMENTER.get_or_init(|| match args.variety {
        Variety::Standard => Segmenter::standard(),
        Variety::Spoken => Segmenter::spoken(),
    });
    stream::map(&args.streams, problems, |line| {
        let word = match line.text() {
            Ok(word) => word,
            // An empty line holds the place of the refused one.
            Err(problem) => {
                return Outcome {
                    output: b"\n".to_vec(),
                    refused: Some(problem),
                };
            }
        };
        let found = CACHE.with_borrow_mut(|cache| {
            cache
                .get_or_insert_with(|| SegmentCache::new(segmenter, REMEMBERED))
                .segment(word)
        });
        match args.format {
            WordFormat::Tsv => Outcome {
                output: tsv(word, &found),
                refused: None,
            },
            WordFormat::Jsonl => jsonl(line, word, &found),
        }
    })
}

fn tsv(word: &str, found: &Segmentation) -> Vec<u8> {
    let mut output = Vec::with_capacity(2 * word.len() + 8);
    output.extend_from_slice(word.as_bytes());
    for (at, piece) in found.split.pieces().enumerate() {
        output.push(if at == 0 { b'\t' } else { b'+' });
        output.extend_from_slice(piece.of(word).as_bytes());
    }
    output.push(b'\n');
    output
}

fn jsonl(line: Line<'_>, word: &str, found: &Segmentation) -> Outcome {
    let restored = found.restored_stem(word);
    let row = Word {
        word,
        proclitics: found
            .split
            .proclitics()
            .map(|span| Piece::new(span, word))
            .collect(),
        stem: Piece::new(found.split.stem(), word),
        enclitics: found
            .split
            .enclitics()
            .map(|span| Piece::new(span, word))
            .collect(),
        restored: &restored,
        score: found.score,
        runner_up: found.runner_up.map(|(split, score)| RunnerUp {
            segments: joined(&split, word),
            score,
        }),
    };
    stream::object(line, &row)
}

fn joined(split: &Split, word: &str) -> String {
    split
        .pieces()
        .map(|span| span.of(word))
        .collect::<Vec<_>>()
        .join("+")
}
