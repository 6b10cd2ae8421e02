//! `khitab segment`: words, one a line, into clitics and stem.

use std::cell::RefCell;
use std::io::{self, Cursor, Read as _, Write as _};
use std::sync::LazyLock;

use khitab::text::{SegmentCache, Segmentation, Segmenter, Span, Split, Variety};
use serde::Serialize;

use crate::args::{self, Segment, Streams, WordFormat};
use crate::commands::stream;
use crate::lines::{self, Line, Made, Page};
use crate::problem::{Problem, Problems, Stop};
use crate::source::Source;

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
/// Bytes of a file by which its variety is told.
const SAMPLE: u64 = 1 << 16;

thread_local! {
    /// For the standard and for the spoken varieties.
    static CACHES: [RefCell<Option<SegmentCache<'static>>>; 2] = const { [const { RefCell::new(None) }; 2] };
}

pub(crate) fn run(args: &Segment, problems: &Problems) -> Result<(), Stop> {
    let Streams { files, output } = &args.streams;
    let format = args.format()?;
    stream::each(files, output.as_deref(), problems, |source, sink| {
        let (source, variety) = match args.variety {
            args::Variety::Standard => (source, Variety::Standard),
            args::Variety::Spoken => (source, Variety::Spoken),
            args::Variety::Auto => told(source)?,
        };
        lines::map(source, sink, problems, |line, page| {
            cut(line, variety, format, page)
        })
    })
}

/// The variety that a file begins in, and the file as before.
fn told(mut source: Source) -> Result<(Source, Variety), Problem> {
    let mut head = Vec::new();
    (&mut source.reader)
        .take(SAMPLE)
        .read_to_end(&mut head)
        .map_err(|error| Problem::in_file(&source.name, error))?;
    let variety = Variety::of(&String::from_utf8_lossy(&head));
    let reader = Box::new(Cursor::new(head).chain(source.reader));
    Ok((Source { reader, ..source }, variety))
}

/// The segmenter of a variety.
fn segmenter(variety: Variety) -> &'static Segmenter {
    static STANDARD: LazyLock<Segmenter> = LazyLock::new(Segmenter::standard);
    static SPOKEN: LazyLock<Segmenter> = LazyLock::new(Segmenter::spoken);
    match variety {
        Variety::Standard => &STANDARD,
        Variety::Spoken => &SPOKEN,
    }
}

fn cut(line: Line<'_>, variety: Variety, format: WordFormat, page: &mut Page<'_>) -> Made {
    let word = match line.text() {
        Ok(word) => word,
        Err(problem) => return stream::held(page, problem),
    };
    let found = CACHES.with(|caches| {
        caches[variety as usize]
            .borrow_mut()
            .get_or_insert_with(|| SegmentCache::new(segmenter(variety), REMEMBERED))
            .segment(word)
    });
    match format {
        WordFormat::Tsv => tsv(word, &found, page)?,
        WordFormat::Jsonl => jsonl(word, &found, page)?,
    }
    let several = word.trim().contains(char::is_whitespace);
    Ok(several.then(|| line.refuse("holds several words: give one a line")))
}

fn tsv(word: &str, found: &Segmentation, page: &mut Page<'_>) -> io::Result<()> {
    page.write_all(word.as_bytes())?;
    for (at, piece) in found.split.pieces().enumerate() {
        page.write_all(if at == 0 { b"\t" } else { b"+" })?;
        page.write_all(piece.of(word).as_bytes())?;
    }
    page.write_all(b"\n")
}

fn jsonl(word: &str, found: &Segmentation, page: &mut Page<'_>) -> io::Result<()> {
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
    stream::object(page, &row).map(drop)
}

fn joined(split: &Split, word: &str) -> String {
    split
        .pieces()
        .map(|span| span.of(word))
        .collect::<Vec<_>>()
        .join("+")
}
