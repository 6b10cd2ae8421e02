//! Rows out of a source, batch by batch.

use std::io::{self, BufRead};
use std::path::Path;

use csv::ByteRecord;
use rayon::prelude::*;
use serde_json::value::RawValue;

use super::parquet::ParquetRows;
use super::quotes::Quotes;
use super::{Results, Row, Shape};
use crate::encoding::hint;
use crate::lines::Batch;
use crate::problem::{Problem, Problems, Stop};
use crate::progress::Progress;
use crate::source::Source;

const BATCH_RECORDS: usize = 8192;

/// So many lines of one record are told: a mark that is closed at the end of another row hides all rows between.
const MANY_LINES: u64 = 200;

/// Reads rows of one file.
pub(super) enum Reader<'f> {
    Jsonl(Lines, &'f str),
    Lines(Lines),
    /// A file that is one text.
    Whole(Option<Source>),
    Separated(Box<Separated>),
    Parquet(Box<ParquetRows>, &'f str),
}

/// Lines with the number of the next one.
pub(super) struct Lines {
    source: Source,
    next: u64,
}

impl<'f> Reader<'f> {
    /// Opens `path` in the shape that its extension tells, or as one text.
    pub(super) fn open(
        path: &Path,
        whole: bool,
        progress: &Progress,
        text_field: &'f str,
    ) -> Result<Self, Problem> {
        let lines = || Source::open(path, progress).map(|source| Lines { source, next: 1 });
        match Shape::of(path) {
            Shape::Jsonl => Ok(Self::Jsonl(lines()?, text_field)),
            Shape::Lines if whole => Ok(Self::Whole(Some(Source::open(path, progress)?))),
            Shape::Lines => Ok(Self::Lines(lines()?)),
            Shape::Separated(by) => {
                let source = Source::open(path, progress)?;
                Separated::new(source, by, text_field)
                    .map(Box::new)
                    .map(Self::Separated)
            }
            Shape::Parquet => Ok(Self::Parquet(
                Box::new(ParquetRows::open(path)?),
                text_field,
            )),
        }
    }

    /// The next rows, refused ones reported and left out; `None` at the end.
    pub(super) fn batch(&mut self, problems: &Problems) -> Result<Option<Vec<Row>>, Stop> {
        let results = match self {
            Self::Jsonl(lines, field) => lines.batch(|line| Row::read(line, field)),
            Self::Lines(lines) => lines.batch(|line| match line.text()? {
                "" => Ok(None),
                text => Ok(Some(Row::of_text(line, text))),
            }),
            Self::Whole(source) => source
                .take()
                .map(|source| vec![Row::of_source(source).map(Some)]),
            Self::Separated(records) => records.batch(problems),
            Self::Parquet(rows, field) => rows.batch(field)?,
        };
        let Some(results) = results else {
            return Ok(None);
        };
        let mut rows = Vec::with_capacity(results.len());
        for result in results {
            match result {
                Ok(row) => rows.extend(row),
                Err(problem) => problems.report(&problem),
            }
        }
        Ok(Some(rows))
    }
}

impl Lines {
    fn batch(
        &mut self,
        read: impl Fn(crate::lines::Line<'_>) -> Result<Option<Row>, Problem> + Sync,
    ) -> Option<Results> {
        let mut batch = Batch::read(&mut self.source, self.next)?;
        self.next += batch.len() as u64;
        let name = &self.source.name;
        let broken = batch.take_broken();
        let rows = (0..batch.len()).into_par_iter();
        let mut rows: Results = rows.map(|at| read(batch.line(name, at))).collect();
        rows.extend(broken.map(Err));
        Some(rows)
    }
}

/// The name of a column, without a byte order mark.
fn column(file: &str, field: &[u8]) -> Result<String, Problem> {
    let name = std::str::from_utf8(field).map_err(|_| {
        let rule = format_args!("invalid UTF-8 in the header{}", hint(field));
        Problem::in_line(file, 1, rule)
    })?;
    Ok(name.trim_start_matches('\u{FEFF}').to_owned())
}

/// Records of a comma or tab separated file.
pub(super) struct Separated {
    name: String,
    header: Vec<String>,
    text_column: usize,
    reader: csv::Reader<Quotes<Box<dyn BufRead + Send>>>,
}

impl Separated {
    fn new(source: Source, by: u8, text_field: &str) -> Result<Self, Problem> {
        let name = source.name;
        let mut reader = csv::ReaderBuilder::new()
            .delimiter(by)
            .flexible(true)
            .from_reader(Quotes::new(source.reader, by));
        let header = reader
            .byte_headers()
            .map_err(|error| Problem::in_line(&name, 1, error))?;
        let header: Vec<String> = header
            .iter()
            .map(|field| column(&name, field))
            .collect::<Result<_, _>>()?;
        if header.is_empty() {
            return Err(Problem::in_file(
                name,
                "is empty: a table begins with a heading",
            ));
        }
        let mut texts = (0..header.len()).filter(|&at| header[at] == text_field);
        let text_column = match (texts.next(), texts.next()) {
            (Some(column), None) => column,
            (found, _) => {
                let how_many = found.map_or("no column is", |_| "several columns are");
                let rule = format!(
                    "{how_many} called {text_field:?}; there are {header:?}: --text names another"
                );
                return Err(Problem::in_line(&name, 1, rule));
            }
        };
        Ok(Self {
            name,
            header,
            text_column,
            reader,
        })
    }

    fn batch(&mut self, problems: &Problems) -> Option<Results> {
        let mut results = Vec::new();
        let mut record = ByteRecord::new();
        while results.len() < BATCH_RECORDS {
            match self.reader.read_byte_record(&mut record) {
                Ok(true) => {
                    let whole = self.whole(&record, problems);
                    results.push(whole.and_then(|()| self.row(&record)));
                }
                Ok(false) => break,
                Err(error) => {
                    let line = self.reader.position().line();
                    results.push(Err(Problem::in_line(&self.name, line, error)));
                    let nothing: Box<dyn BufRead + Send> = Box::new(io::empty());
                    self.reader = csv::Reader::from_reader(Quotes::new(nothing, b','));
                    break;
                }
            }
        }
        (!results.is_empty()).then_some(results)
    }

    /// Refuses a record that goes on behind its lines because a quotation mark is not closed, and notes one that may.
    fn whole(&mut self, record: &ByteRecord, problems: &Problems) -> Result<(), Problem> {
        let Some(start) = record.position() else {
            return Ok(());
        };
        let (line, from) = (start.line(), start.byte());
        let end = self.reader.position().clone();
        let lines = end.line() - line;
        let told = |rule: &str| {
            let rule = format_args!("{rule}: the record that begins here takes {lines} lines");
            Problem::in_line(&self.name, line, rule)
        };
        let quotes = self.reader.get_mut();
        if quotes.open().is_some_and(|open| open >= from) {
            return Err(told("a quotation mark is opened and never closed"));
        }
        if end.line() > line + 1 && quotes.is_loose(from, end.byte()) {
            return Err(told("a quotation mark is closed in the middle of a text"));
        }
        if lines >= MANY_LINES {
            problems.note(&told("is a quotation mark missing?"));
        }
        Ok(())
    }

    fn row(&self, record: &ByteRecord) -> Result<Option<Row>, Problem> {
        let line = record.position().map_or(0, csv::Position::line);
        let refuse = |rule: String| Problem::in_line(&self.name, line, rule);
        if record.len() != self.header.len() {
            let (has, wants) = (record.len(), self.header.len());
            return Err(refuse(format!(
                "has {has} fields where the header has {wants}"
            )));
        }
        let mut fields = Vec::with_capacity(record.len());
        for (name, bytes) in self.header.iter().zip(record) {
            let value = std::str::from_utf8(bytes)
                .map_err(|_| refuse(format!("invalid UTF-8 in field {name:?}{}", hint(bytes))))?;
            let raw = serde_json::to_string(value)
                .and_then(RawValue::from_string)
                .map_err(|error| refuse(error.to_string()))?;
            fields.push((name.clone(), raw));
        }
        let text = String::from_utf8_lossy(&record[self.text_column]).into_owned();
        Ok(Some(Row::of_fields(&self.name, line, fields, text)))
    }
}
