//! `khitab features`: the matrix of rows, for people who leave for other tools.

use std::io::Write as _;

use khitab::features::Export;

use crate::args::{Features, MatrixFormat};
use crate::commands::train;
use crate::problem::{Problem, Problems, Stop};
use crate::rows::{self, Row};
use crate::source::Sink;

pub(crate) fn run(args: &Features, problems: &Problems) -> Result<(), Stop> {
    let rows = rows::collect(&args.rows, &args.fields.text, problems)?;
    let texts: Vec<&str> = rows.iter().map(|row| row.text.as_str()).collect();
    let (space, matrix) = train::blocks(&args.features, args.tokens)?
        .features(&texts)
        .map_err(|error| Problem::in_file(args.rows.display().to_string(), error))?;
    let ids: Vec<String> = (1..)
        .zip(&rows)
        .map(|(at, row)| row.word("id").unwrap_or_else(|| at.to_string()))
        .collect();
    let labels = numbered(&rows, &args.fields.label);
    let export = Export::new(&matrix).names(&space).ids(&ids).labels(&labels);
    let mut bytes = Vec::new();
    match args.format {
        MatrixFormat::Jsonl => export.jsonl(&mut bytes),
        MatrixFormat::Csv => export.csv(&mut bytes),
        MatrixFormat::Svmlight => export.svmlight(&mut bytes),
        MatrixFormat::Npz => export.npz(&mut bytes),
    }
    .and_then(|()| bytes.flush())
    .map_err(|error| Stop::of_output(&error))?;
    let mut sink = Sink::create(args.output.as_deref())?;
    sink.write(&bytes)?;
    sink.finish()
}

/// Labels by their number in ascending order; 0 for all where there is none.
fn numbered(rows: &[Row], field: &str) -> Vec<f64> {
    let labels: Vec<String> = rows
        .iter()
        .map(|row| row.word(field).unwrap_or_default())
        .collect();
    let mut distinct: Vec<&String> = labels.iter().collect();
    distinct.sort_unstable();
    distinct.dedup();
    labels
        .iter()
        .map(|label| distinct.binary_search(&label).unwrap_or_default() as f64)
        .collect()
}
