//! What the line commands share: open every file, map its lines, go on after a refusal.

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use crate::args::Streams;
use crate::lines::{self, Batch, Line, Made, Page};
use crate::problem::{Problem, Problems, Stop};
use crate::progress::Progress;
use crate::source::{self, Sink, Source};

/// Maps every line of the streams, or of standard input where there is none, through `work`.
pub(crate) fn map(
    streams: &Streams,
    problems: &Problems,
    work: impl Fn(Line<'_>, &mut Page<'_>) -> Made + Sync,
) -> Result<(), Stop> {
    let output = streams.output.as_deref();
    each(&streams.files, output, problems, |source, sink| {
        lines::map(source, sink, problems, &work)
    })
}

/// Opens one file after another, or standard input where there is none; one that cannot be opened is
/// reported and the next one is taken.
pub(crate) fn each(
    files: &[PathBuf],
    output: Option<&Path>,
    problems: &Problems,
    work: impl Fn(Source, &mut Sink) -> Result<(), Stop>,
) -> Result<(), Stop> {
    source::check_output(files, output)?;
    let progress = Progress::bytes();
    let mut sink = Sink::create(output)?;
    for path in &or_standard(files) {
        match Source::open(path, &progress) {
            Ok(source) => work(source, &mut sink)?,
            Err(problem) => problems.report(&problem),
        }
    }
    progress.finish();
    sink.finish()
}

/// The lines of `files`, or of standard input where there is none, read as they are asked for.
/// What cannot be read is reported and left out.
pub(crate) fn texts<'p>(
    files: &[PathBuf],
    progress: &'p Progress,
    problems: &'p Problems,
) -> impl Iterator<Item = String> + Send + use<'p> {
    let refused = |problem| problems.report(&problem);
    or_standard(files)
        .into_iter()
        .filter_map(move |path| Source::open(&path, progress).map_err(refused).ok())
        .flat_map(move |mut source| {
            let mut first = 1;
            std::iter::from_fn(move || {
                let mut batch = Batch::read(&mut source, first)?;
                batch.take_broken().into_iter().for_each(refused);
                first += batch.len() as u64;
                let lines = (0..batch.len()).map(|index| batch.line(&source.name, index).text());
                let texts = lines.filter_map(|line| line.map_err(refused).ok());
                Some(texts.map(str::to_owned).collect::<Vec<_>>())
            })
        })
        .flatten()
}

fn or_standard(files: &[PathBuf]) -> Vec<PathBuf> {
    if files.is_empty() {
        vec![PathBuf::from("-")]
    } else {
        files.to_vec()
    }
}

/// A line made anew; a refused one goes through as it is, so that input and output stay side by side.
pub(crate) fn plain(
    line: Line<'_>,
    page: &mut Page<'_>,
    make: impl Fn(&str, &mut Page<'_>) -> io::Result<()>,
) -> Made {
    let refused = match line.text() {
        Ok(text) => {
            make(text, page)?;
            None
        }
        Err(problem) => {
            page.write_all(line.bytes)?;
            Some(problem)
        }
    };
    page.write_all(b"\n")?;
    Ok(refused)
}

/// A line of JSON.
pub(crate) fn object(page: &mut Page<'_>, row: &impl serde::Serialize) -> Made {
    serde_json::to_writer(&mut *page, row)?;
    page.write_all(b"\n")?;
    Ok(None)
}

/// A refused line whose place an empty one holds.
pub(crate) fn held(page: &mut Page<'_>, problem: Problem) -> Made {
    page.write_all(b"\n")?;
    Ok(Some(problem))
}
