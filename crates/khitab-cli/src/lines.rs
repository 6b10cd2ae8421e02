//! Lines in, lines out: batches in parallel, order kept, memory bounded by the longest line.

use std::io::{self, BufRead as _, Write};

use rayon::prelude::*;

use crate::encoding;
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
                "invalid UTF-8 at byte {} of the line{}",
                error.valid_up_to(),
                encoding::hint(self.bytes)
            ))
        })
    }

    /// A refusal of this line.
    pub(crate) fn refuse(&self, rule: impl std::fmt::Display) -> Problem {
        Problem::in_line(self.file, self.number, rule)
    }
}

/// What came of one line: a refusal, if there was one; what was to write is on its [`Page`].
pub(crate) type Made = io::Result<Option<Problem>>;

/// Where the output of a line is written.
///
/// Lines that are worked on side by side keep theirs until it is their turn. A line that is longer
/// than a batch is worked on alone, and its page is handed on whenever it is full: tokens as JSON
/// are seventy times what they were cut from.
#[derive(Default)]
pub(crate) struct Page<'s> {
    bytes: Vec<u8>,
    sink: Option<&'s mut Sink>,
}

impl<'s> Page<'s> {
    const FULL: usize = 1 << 16;

    fn of(sink: &'s mut Sink) -> Self {
        Self {
            bytes: Vec::with_capacity(2 * Self::FULL),
            sink: Some(sink),
        }
    }
}

impl Write for Page<'_> {
    #[inline]
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.write_all(bytes).map(|()| bytes.len())
    }

    #[inline]
    fn write_all(&mut self, bytes: &[u8]) -> io::Result<()> {
        if bytes.len() >= Self::FULL && self.sink.is_some() {
            self.flush()?;
            return self.sink.as_mut().map_or(Ok(()), |sink| sink.pass(bytes));
        }
        self.bytes.extend_from_slice(bytes);
        if self.bytes.len() >= Self::FULL && self.sink.is_some() {
            self.flush()?;
        }
        Ok(())
    }

    /// Hands on what is there, if there is somewhere to go.
    fn flush(&mut self) -> io::Result<()> {
        if let Some(sink) = &mut self.sink {
            sink.pass(&self.bytes)?;
            self.bytes.clear();
        }
        Ok(())
    }
}

/// Bytes after which a batch takes no more lines; a line of more is worked on alone.
const BATCH_BYTES: usize = 1 << 20;
const BATCH_LINES: usize = 8192;

/// Lines that were read together.
pub(crate) struct Batch {
    bytes: Vec<u8>,
    ends: Vec<usize>,
    first: u64,
    /// Why nothing more can be read, where that is not because the input ended.
    broken: Option<Problem>,
}

impl Batch {
    /// Reads the next lines; `None` at the end of the input. Where reading fails, the lines before
    /// are the last ones, and the piece of a line is left out.
    pub(crate) fn read(source: &mut Source, first: u64) -> Option<Self> {
        let mut batch = Self {
            bytes: Vec::new(),
            ends: Vec::new(),
            first,
            broken: None,
        };
        while batch.bytes.len() < BATCH_BYTES && batch.ends.len() < BATCH_LINES {
            let line = first + batch.ends.len() as u64;
            match source.reader.read_until(b'\n', &mut batch.bytes) {
                Ok(0) => break,
                Ok(_) => batch.ends.push(batch.bytes.len()),
                Err(error) => {
                    batch.broken = Some(Problem::in_line(&source.name, line, error));
                    source.reader = Box::new(io::empty());
                    break;
                }
            }
        }
        (batch.len() > 0 || batch.broken.is_some()).then_some(batch)
    }

    /// Why the input ends here, if it should not.
    pub(crate) fn take_broken(&mut self) -> Option<Problem> {
        self.broken.take()
    }

    /// How many lines there are; none only where nothing could be read.
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

/// Calls `work` on every line in parallel and writes what it makes in the order of the lines.
pub(crate) fn map(
    mut source: Source,
    sink: &mut Sink,
    problems: &Problems,
    work: impl Fn(Line<'_>, &mut Page<'_>) -> Made + Sync,
) -> Result<(), Stop> {
    let of_output = |error: io::Error| Stop::of_output(&error);
    let report = |refused: Option<Problem>| refused.iter().for_each(|one| problems.report(one));
    let mut first = 1;
    while let Some(mut batch) = Batch::read(&mut source, first) {
        let broken = batch.take_broken();
        let line = |index| batch.line(&source.name, index);
        // Only the last line of a batch can be longer than one.
        let last = batch.len().checked_sub(1);
        let long = last.filter(|last| line(*last).bytes.len() >= BATCH_BYTES);
        let side_by_side = long.unwrap_or(batch.len());
        let made: Vec<(Vec<u8>, Option<Problem>)> = (0..side_by_side)
            .into_par_iter()
            .map(|index| {
                let mut page = Page::default();
                let refused = work(line(index), &mut page)?;
                Ok((page.bytes, refused))
            })
            .collect::<io::Result<_>>()
            .map_err(of_output)?;
        sink.stream(|writer| {
            made.iter()
                .try_for_each(|(bytes, _)| writer.write_all(bytes))
        })?;
        made.into_iter().for_each(|(_, refused)| report(refused));
        if let Some(long) = long {
            let mut page = Page::of(sink);
            let refused = work(line(long), &mut page).map_err(of_output)?;
            page.flush().map_err(of_output)?;
            report(refused);
        }
        report(broken);
        first += batch.len() as u64;
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
            |line, page| match line.text() {
                Ok(text) => writeln!(page, "{} {text}", line.number).map(|()| None),
                Err(problem) => Ok(Some(problem)),
            },
        );
        assert!(done.is_ok());
        assert_eq!(std::fs::read_to_string(path).unwrap(), "1 one\n3 three\n");
        assert!(problems.close());
    }

    #[test]
    fn a_line_longer_than_a_batch_has_its_place_and_its_number() {
        let long = "ا".repeat(BATCH_BYTES);
        let input = format!("one\n{long}\nthree\n").repeat(2);
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("out.txt");
        let mut sink = Sink::create(Some(&path)).unwrap();
        let source = Source {
            name: "test".into(),
            reader: Box::new(io::Cursor::new(input.into_bytes())),
        };
        let done = map(source, &mut sink, &Problems::default(), |line, page| {
            writeln!(page, "{} {}", line.number, line.bytes.len())?;
            // More than a page holds.
            page.write_all(&line.bytes[..line.bytes.len() / 2])?;
            writeln!(page).map(|()| None)
        });
        assert!(done.is_ok());
        let written = std::fs::read_to_string(path).unwrap();
        let (len, half) = (long.len(), &long[..long.len() / 2]);
        let block = |n| format!("{n} 3\no\n{} {len}\n{half}\n{} 5\nth\n", n + 1, n + 2);
        assert!(written == block(1) + &block(4));
    }
}
