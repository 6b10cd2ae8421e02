//! Rows into a file, in the shape its name asks for.

use std::path::Path;

use clap::ValueEnum;
use serde_json::Value;

use super::parquet::ParquetSink;
use super::row::replaces;
use super::{Added, Row, Shape};
use crate::args::{RowArgs, shape};
use crate::problem::{Problem, Problems, Stop};
use crate::source::{self, Sink};

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
pub(crate) struct Writer {
    form: Form,
    /// The fields of rows that have a column, once the first rows have told them.
    fields: Option<Vec<String>>,
}

enum Form {
    Jsonl(Sink),
    Separated { sink: Sink, by: u8 },
    Parquet(ParquetSink),
}

impl Writer {
    /// Opens the output; its extension, or else that of the first input, tells the shape.
    pub(crate) fn create(args: &RowArgs) -> Result<Self, Stop> {
        let output = args.output.as_deref();
        let output = output.filter(|path| *path != Path::new("-"));
        let first = args.rows.first().map_or(Shape::Jsonl, |row| Shape::of(row));
        source::check_output(&args.rows, output)?;
        let shape = shape::named(output, Written::of(first)).map_err(Stop::Usage)?;
        let separated = |by| Sink::create(output).map(|sink| Form::Separated { sink, by });
        let form = match (shape, output) {
            (Written::Csv, _) => separated(b',')?,
            (Written::Tsv, _) => separated(b'\t')?,
            (Written::Parquet, Some(path)) if source::is_packed(path) => {
                let rule = "a Parquet file is packed inside: leave .gz or .zst out";
                return Err(Stop::Usage(format!("{}: {rule}", path.display())));
            }
            (Written::Parquet, Some(path)) => Form::Parquet(ParquetSink::create(path)?),
            // Parquet cannot stream to a pipe.
            (Written::Jsonl, _) | (Written::Parquet, None) => Form::Jsonl(Sink::create(output)?),
        };
        Ok(Self { form, fields: None })
    }

    /// Writes rows; in a table, those that are written first tell the columns.
    pub(super) fn write(&mut self, rows: &[(Row, Added)], problems: &Problems) -> Result<(), Stop> {
        if let Form::Jsonl(sink) = &mut self.form {
            return sink.write(&jsonl(rows)?);
        }
        if rows.is_empty() {
            return Ok(());
        }
        let begins = self.fields.is_none();
        let fields = self.fields.get_or_insert_with(|| fields(rows));
        note_left_out(rows, fields, problems);
        match &mut self.form {
            Form::Separated { sink, by } => sink.write(&separated(rows, fields, *by, begins)?),
            Form::Parquet(sink) => sink.write(&jsonl(rows)?),
            Form::Jsonl(_) => Ok(()),
        }
    }

    pub(super) fn finish(self) -> Result<(), Stop> {
        match self.form {
            Form::Jsonl(sink) | Form::Separated { sink, .. } => sink.finish(),
            Form::Parquet(sink) => sink.finish(),
        }
    }
}

/// The fields of rows, as the first has them, then what the others have beside.
fn fields(rows: &[(Row, Added)]) -> Vec<String> {
    let mut fields: Vec<String> = Vec::new();
    for (at, (row, added)) in rows.iter().enumerate() {
        for name in names(row, added) {
            if at == 0 || !fields.iter().any(|field| field == name) {
                fields.push(name.to_owned());
            }
        }
    }
    fields
}

/// Tells of fields that a table has no column for.
fn note_left_out(rows: &[(Row, Added)], fields: &[String], problems: &Problems) {
    for (row, added) in rows {
        for name in names(row, added) {
            if !fields.iter().any(|field| field == name) {
                let rule = "is left out: the first rows tell the columns; .jsonl keeps all";
                problems.note(&row.refuse(format_args!("field {name:?} {rule}")));
            }
        }
    }
}

/// A table; an added object becomes one column a key: `probability.other`.
fn separated(
    rows: &[(Row, Added)],
    fields: &[String],
    by: u8,
    begins: bool,
) -> Result<Vec<u8>, Stop> {
    let of_csv = |error: csv::Error| Stop::from(Problem::in_file("output", error));
    let mut writer = csv::WriterBuilder::new()
        .delimiter(by)
        .from_writer(Vec::new());
    for (at, (row, added)) in rows.iter().enumerate() {
        let added_cells = cells(added);
        if begins && at == 0 {
            let names = added_cells.iter().map(|(name, _)| name);
            let header = fields.iter().chain(names);
            writer.write_record(header).map_err(of_csv)?;
        }
        let own = placed(own(row, added), fields);
        let added = added_cells.into_iter().map(|(_, cell)| cell);
        let record = own.into_iter().chain(added);
        writer.write_record(record).map_err(of_csv)?;
    }
    writer
        .into_inner()
        .map_err(|error| Problem::in_file("output", error.error()).into())
}

/// The cells of a row below their columns; columns of one name are told apart by their places.
fn placed(own: Vec<(&str, String)>, fields: &[String]) -> Vec<String> {
    if own.iter().map(|(name, _)| *name).eq(fields) {
        return own.into_iter().map(|(_, cell)| cell).collect();
    }
    let cell = |field: &String| {
        let found = own.iter().find(|(name, _)| name == field);
        found.map(|(_, cell)| cell.clone()).unwrap_or_default()
    };
    fields.iter().map(cell).collect()
}

fn jsonl(rows: &[(Row, Added)]) -> Result<Vec<u8>, Stop> {
    let mut out = Vec::new();
    for (row, added) in rows {
        row.write(added, &mut out)
            .map_err(|error| Problem::in_file("output", error))?;
    }
    Ok(out)
}

/// The names of the fields of a row that nothing added replaces.
fn names<'r>(row: &'r Row, added: &'r Added) -> impl Iterator<Item = &'r str> {
    row.names().filter(|name| !replaces(added, name))
}

/// Those fields with their cells.
fn own<'r>(row: &'r Row, added: &Added) -> Vec<(&'r str, String)> {
    row.words()
        .filter(|(name, _)| !replaces(added, name))
        .collect()
}

fn cells(added: &Added) -> Vec<(String, String)> {
    let mut cells = Vec::new();
    for (name, value) in added {
        match value {
            Value::Object(parts) => {
                let part = |(key, part): (&String, &Value)| (format!("{name}.{key}"), word(part));
                cells.extend(parts.iter().map(part));
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
