//! Rows into a file, in the shape its name asks for.

use std::path::Path;

use clap::ValueEnum;
use serde_json::Value;

use super::parquet::ParquetSink;
use super::{Added, Row, Shape};
use crate::args::{RowArgs, shape};
use crate::problem::{Problem, Stop};
use crate::source::Sink;

/// What rows can be written as: a line of plain text has no place for an added field.
#[derive(Clone, Copy, ValueEnum)]
enum Written {
    Jsonl,
    Csv,
    Tsv,
    Parquet,
}

impl Written {
    /// The shape that an input has and an output may take.
    const fn of(input: Shape) -> Self {
        match input {
            Shape::Jsonl | Shape::Lines => Self::Jsonl,
            Shape::Separated(b'\t') => Self::Tsv,
            Shape::Separated(_) => Self::Csv,
            Shape::Parquet => Self::Parquet,
        }
    }
}

/// Writes rows with their added fields.
pub(crate) enum Writer {
    Jsonl(Sink),
    Separated {
        sink: Sink,
        by: u8,
        header: Option<Vec<String>>,
    },
    Parquet(ParquetSink),
}

impl Writer {
    /// Opens the output; its extension, or else that of the first input, tells the shape.
    pub(crate) fn create(args: &RowArgs) -> Result<Self, Stop> {
        let output = args.output.as_deref();
        let output = output.filter(|path| *path != Path::new("-"));
        let first = args.rows.first().map_or(Shape::Jsonl, |row| Shape::of(row));
        crate::source::check_output(&args.rows, output)?;
        let shape = shape::named(output, Written::of(first)).map_err(Stop::Usage)?;
        let separated = |by| {
            Sink::create(output).map(|sink| Self::Separated {
                sink,
                by,
                header: None,
            })
        };
        Ok(match (shape, output) {
            (Written::Csv, _) => separated(b',')?,
            (Written::Tsv, _) => separated(b'\t')?,
            (Written::Parquet, Some(path)) => Self::Parquet(ParquetSink::create(path)?),
            // Parquet cannot stream to a pipe.
            (Written::Jsonl, _) | (Written::Parquet, None) => Self::Jsonl(Sink::create(output)?),
        })
    }

    pub(super) fn write(&mut self, rows: &[(Row, Added)]) -> Result<(), Stop> {
        match self {
            Self::Jsonl(sink) => sink.write(&jsonl(rows)?),
            Self::Separated { sink, by, header } => sink.write(&separated(rows, *by, header)?),
            Self::Parquet(sink) => sink.write(&jsonl(rows)?),
        }
    }

    pub(super) fn finish(self) -> Result<(), Stop> {
        match self {
            Self::Jsonl(sink) | Self::Separated { sink, .. } => sink.finish(),
            Self::Parquet(sink) => sink.finish(),
        }
    }
}

/// The first row tells the columns; an added object becomes one column a key: `probability.other`.
fn separated(
    rows: &[(Row, Added)],
    by: u8,
    header: &mut Option<Vec<String>>,
) -> Result<Vec<u8>, Stop> {
    let of_csv = |error: csv::Error| Stop::from(Problem::in_file("output", error));
    let mut writer = csv::WriterBuilder::new()
        .delimiter(by)
        .from_writer(Vec::new());
    for (row, added) in rows {
        let cells = cells(row, added);
        let names = match header {
            Some(names) => &*names,
            None => {
                let names: Vec<String> = cells.iter().map(|(name, _)| name.clone()).collect();
                writer.write_record(&names).map_err(of_csv)?;
                &*header.insert(names)
            }
        };
        let of = |name: &String| {
            cells
                .iter()
                .find(|(key, _)| key == name)
                .map_or("", |(_, cell)| cell.as_str())
        };
        writer.write_record(names.iter().map(of)).map_err(of_csv)?;
    }
    writer
        .into_inner()
        .map_err(|error| Problem::in_file("output", error.error()).into())
}

fn jsonl(rows: &[(Row, Added)]) -> Result<Vec<u8>, Stop> {
    let mut out = Vec::new();
    for (row, added) in rows {
        row.write(added, &mut out)
            .map_err(|error| Problem::in_file("output", error))?;
    }
    Ok(out)
}

fn cells(row: &Row, added: &Added) -> Vec<(String, String)> {
    let mut cells: Vec<(String, String)> = row
        .words()
        .filter(|(name, _)| !added.iter().any(|(key, _)| key == name))
        .map(|(name, value)| (name.to_owned(), value))
        .collect();
    for (name, value) in added {
        match value {
            Value::Object(parts) => {
                cells.extend(
                    parts
                        .iter()
                        .map(|(key, part)| (format!("{name}.{key}"), word(part))),
                );
            }
            other => cells.push(((*name).to_owned(), word(other))),
        }
    }
    cells
}

fn word(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Null => String::new(),
        other => other.to_string(),
    }
}
