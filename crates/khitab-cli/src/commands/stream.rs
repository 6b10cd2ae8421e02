//! What the line commands share: open every file, map its lines, go on after a refusal.

use std::path::{Path, PathBuf};

use crate::args::Streams;
use crate::lines::{self, Line, Outcome};
use crate::problem::{Problems, Stop};
use crate::progress::Progress;
use crate::source::{Sink, Source};

/// Maps every line of the streams through `work`.
pub(crate) fn map(
    streams: &Streams,
    problems: &Problems,
    work: impl Fn(Line<'_>) -> Outcome + Sync,
) -> Result<(), Stop> {
    map_files(&streams.files, streams.output.as_deref(), problems, work)
}

/// Maps every line of `files`, or of standard input where there is none.
pub(crate) fn map_files(
    files: &[PathBuf],
    output: Option<&Path>,
    problems: &Problems,
    work: impl Fn(Line<'_>) -> Outcome + Sync,
) -> Result<(), Stop> {
    let standard = [PathBuf::from("-")];
    let files = if files.is_empty() {
        &standard[..]
    } else {
        files
    };
    let progress = Progress::bytes();
    let mut sink = Sink::create(output)?;
    for path in files {
        match Source::open(path, &progress) {
            Ok(source) => lines::map(source, &mut sink, problems, &work)?,
            Err(problem) => problems.report(&problem),
        }
    }
    progress.finish();
    sink.finish()
}

/// A line made anew; a refused one goes through as it is, so that input and output stay side by side.
pub(crate) fn plain(line: Line<'_>, make: impl Fn(&str) -> String) -> Outcome {
    let (mut output, refused) = match line.text() {
        Ok(text) => (make(text).into_bytes(), None),
        Err(problem) => (line.bytes.to_vec(), Some(problem)),
    };
    output.push(b'\n');
    Outcome { output, refused }
}

/// A line of JSON.
pub(crate) fn object(line: Line<'_>, row: &impl serde::Serialize) -> Outcome {
    match serde_json::to_vec(row) {
        Ok(mut output) => {
            output.push(b'\n');
            Outcome {
                output,
                refused: None,
            }
        }
        Err(error) => line.refuse(error).into(),
    }
}
