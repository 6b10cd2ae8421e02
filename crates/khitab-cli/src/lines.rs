//! Lines in, lines out: batches in parallel, order kept, memory bounded by the longest line.

use std::io::BufRead as _;

use rayon::prelude::*;

use crate::problem::{Problem, Problems, Stop};
use crate::source::{Sink, Source};

/// One line of an input, without its line end.
#[derive(Clone, Copy)]
pub(crate) struct Line<'b> {
    pub(crate) file: &'b str,
    pub(crate) number: u64,
    pub(crate) bytes: &'b [u8],
}

impl<'b> Line<'b> {
    /// The line as text, or a refusal that names the byte of the line.
    pub(crate) fn text(&self) -> Result<&'b str, Problem> {
        simdutf8::compat::from_utf8(self.bytes).map_err(|error| {
            self.refuse(format_args!(
                "invalid UTF-8 at byte {} of the line",
                error.valid_up_to()
            ))
        })
    }

    /// A refusal of this line.
    pub(crate) fn refuse(&self, rule: impl std::fmt::Display) -> Problem {
        Problem::in_line(self.file, self.number, rule)
    }
}

/// What becomes of one line: bytes to write, and perhaps a refusal.
#[derive(Default)]
pub(crate) struct Outcome {
    pub(crate) output: Vec<u8>,
    pub(crate) refused: Option<Problem>,
}

impl From<Problem> for Outcome {
    fn from(problem: Problem) -> Self {
        Self {
            output: Vec::new(),
            refused: Some(problem),
        }
    }
}

const BATCH_BYTES: usize = 4 << 20;
const BATCH_LINES: usize = 8192;

/// Lines that were read together.
pub(crate) struct Batch {
    bytes: Vec<u8>,
    ends: Vec<usize>,
    first: u64,
}

impl Batch {
    /// Reads the next lines; `None` at the end of the input.
    pub(crate) fn read(source: &mut Source, first: u64) -> Result<Option<Self>, Problem> {
        let mut batch = Self {
            bytes: Vec::new(),
            ends: Vec::new(),
            first,
        };
        while batch.bytes.len() < BATCH_BYTES && batch.ends.len() < BATCH_LINES {
            let line = first + batch.ends.len() as u64;
            let read = source
                .reader
                .read_until(b'\n', &mut batch.bytes)
                .map_err(|error| Problem::in_line(&source.name, line, error))?;
            if read == 0 {
                break;
            }
            batch.ends.push(batch.bytes.len());
        }
        Ok((!batch.ends.is_empty()).then_some(batch))
    }

    /// How many lines there are; never none.
    pub(crate) fn len(&self) -> usize {
        self.ends.len()
    }

    /// One of the lines.
    pub(crate) fn line<'b>(&'b self, file: &'b str, index: usize) -> Line<'b> {
        let start = if index == 0 { 0 } else { self.ends[index - 1] };
        let bytes = &self.bytes[start..self.ends[index]];
        let bytes = bytes.strip_suffix(b"\n").unwrap_or(bytes);
        let bytes = bytes.strip_suffix(b"\r").unwrap_or(bytes);
        // A byte order mark belongs to the file, not to its first row.
        let bytes = match (self.first, index) {
            (1, 0) => bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes),
            _ => bytes,
        };
        Line {
            file,
            number: self.first + index as u64,
            bytes,
        }
    }
}

/// Calls `work` on every line in parallel and writes what it returns in the order of the lines.
pub(crate) fn map(
    mut source: Source,
    sink: &mut Sink,
    problems: &Problems,
    work: impl Fn(Line<'_>) -> Outcome + Sync,
) -> Result<(), Stop> {
    let mut first = 1;
    while let Some(batch) = Batch::read(&mut source, first)? {
        let outcomes: Vec<Outcome> = (0..batch.ends.len())
            .into_par_iter()
            .map(|index| work(batch.line(&source.name, index)))
            .collect();
        let mut bytes = Vec::with_capacity(outcomes.iter().map(|o| o.output.len()).sum());
        for outcome in outcomes {
            bytes.extend_from_slice(&outcome.output);
            if let Some(problem) = outcome.refused {
                problems.report(&problem);
            }
        }
        sink.write(&bytes)?;
        first += batch.ends.len() as u64;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn source(bytes: &'static [u8]) -> Source {
        Source {
            name: "test".into(),
            reader: Box::new(bytes),
        }
    }

    #[test]
    fn keeps_order_and_numbers_and_the_rest_after_a_broken_line() {
        let problems = Problems::default();
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("out.txt");
        let mut sink = Sink::create(Some(&path))
            .map_err(|p| p.to_string())
            .unwrap();
        let done = map(
            source(b"\xEF\xBB\xBFone\r\n\xFF\nthree"),
            &mut sink,
            &problems,
            |line| match line.text() {
                Ok(text) => {
                    let output = format!("{} {text}\n", line.number).into_bytes();
                    Outcome {
                        output,
                        refused: None,
                    }
                }
                Err(problem) => problem.into(),
            },
        );
        assert!(done.is_ok());
        assert_eq!(std::fs::read_to_string(path).unwrap(), "1 one\n3 three\n");
        assert!(problems.close());
    }
}
