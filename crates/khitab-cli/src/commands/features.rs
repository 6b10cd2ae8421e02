//! `khitab features`: the matrix of rows, for people who leave for other tools.

use std::collections::BTreeSet;
use std::io::{self, Write};
use std::path::Path;

use khitab::experiment::Experiment;
use khitab::features::{CsrMatrix, Export, Extractor, FeatureSpace, RowId, Scaling};
use rayon::prelude::*;
use serde_json::json;

use crate::args::{FeatureBlock, Features, MatrixFormat};
use crate::commands::{lexicons, train};
use crate::problem::{Problem, Problems, Stop};
use crate::rows::{self, Row};
use crate::source::{self, Sink};

/// What is written of a row beside its values.
#[derive(Default)]
struct Names {
    count: i64,
    ids: Vec<RowId>,
    labels: Vec<String>,
}

impl Names {
    fn take(&mut self, rows: &[Row], label: &str) {
        for row in rows {
            self.count += 1;
            self.ids.push(row.id().unwrap_or(RowId::Number(self.count)));
            self.labels.push(row.word(label).unwrap_or_default());
        }
    }

    /// The labels in ascending order, the empty one among them where some rows have none.
    fn classes(&self) -> Vec<&str> {
        let all: BTreeSet<&str> = self.labels.iter().map(String::as_str).collect();
        all.into_iter().collect()
    }
}

pub(crate) fn run(args: &Features, problems: &Problems) -> Result<(), Stop> {
    source::check_output(&args.rows.rows, args.rows.output.as_deref())?;
    let discourse = args.features == [FeatureBlock::Discourse];
    if !discourse && !args.lexicons.lexicon.is_empty() {
        return Err(Stop::Usage(
            "--lexicon goes with --features discourse alone".into(),
        ));
    }
    let format = args.format()?;
    let mut sink = Sink::create(args.rows.output.as_deref())?;
    let count = if discourse {
        let extractor = lexicons::extractor(&args.lexicons)?;
        named(args, &extractor, format, &mut sink, problems)?
    } else {
        counted(args, format, &mut sink, problems)?
    };
    if count == 0 {
        return Err(rows::none(&args.rows.names()));
    }
    sink.finish()
}

/// The discourse features need nothing of other rows: batch after batch is measured, written where the format allows,
/// and let go.
fn named(
    args: &Features,
    extractor: &Extractor,
    format: MatrixFormat,
    sink: &mut Sink,
    problems: &Problems,
) -> Result<i64, Stop> {
    let space = extractor.space();
    let mut names = Names::default();
    let mut whole = CsrMatrix::new(space.len());
    let mut first = true;
    rows::read(&args.rows.rows, &args.rows.text, problems, |rows| {
        names.take(&rows, &args.label);
        let texts = rows.par_iter().map(|row| extractor.extract(&row.text));
        let measured: Vec<_> = texts.collect();
        if !streams(format) {
            for row in measured {
                whole.push_row(&row.columns, &row.values);
            }
            return Ok(());
        }
        let mut matrix = CsrMatrix::new(space.len());
        for row in measured {
            matrix.push_row(&row.columns, &row.values);
        }
        let begins = std::mem::replace(&mut first, false);
        sink.stream(|out| export(&matrix, space, &names, format, begins, out))?;
        names.ids.clear();
        names.labels.clear();
        Ok(())
    })?;
    if !streams(format) {
        sink.stream(|out| export(&whole, space, &names, format, true, out))?;
        beside(args, format, space, &names)?;
    }
    Ok(names.count)
}

/// Whether the rows of a format can be written before the last is known. An npz is told its size beforehand, and
/// svmlight numbers the labels.
const fn streams(format: MatrixFormat) -> bool {
    matches!(format, MatrixFormat::Jsonl | MatrixFormat::Csv)
}

/// N-grams are weighed over all texts.
fn counted(
    args: &Features,
    format: MatrixFormat,
    sink: &mut Sink,
    problems: &Problems,
) -> Result<i64, Stop> {
    let (mut names, mut texts) = (Names::default(), Vec::new());
    rows::read(&args.rows.rows, &args.rows.text, problems, |rows| {
        names.take(&rows, &args.label);
        texts.extend(rows.into_iter().map(|row| row.text));
        Ok(())
    })?;
    if texts.is_empty() {
        return Ok(0);
    }
    let mut experiment = Experiment {
        features: train::blocks(&args.features, args.tokens)?,
        ..Experiment::default()
    };
    // Named features stand as they were counted.
    for block in experiment
        .features
        .iter_mut()
        .filter(|block| block.is_named())
    {
        block.scaling = Some(Scaling::None);
    }
    let (space, matrix) = experiment
        .resolved()
        .map_err(|fault| Stop::Usage(fault.to_string()))?
        .matrix(&texts)
        .map_err(|error| Problem::in_file(args.rows.names(), error))?;
    drop(texts);
    sink.stream(|out| export(&matrix, &space, &names, format, true, out))?;
    beside(args, format, &space, &names)?;
    Ok(names.count)
}

/// Writes what svmlight and npz cannot hold beside them: the names of the columns, the ids of the rows, and the label that
/// each number stands for.
fn beside(
    args: &Features,
    format: MatrixFormat,
    space: &FeatureSpace,
    names: &Names,
) -> Result<(), Stop> {
    let mut labels = names.classes();
    labels.retain(|label| !label.is_empty());
    if format == MatrixFormat::Svmlight && labels.is_empty() {
        eprintln!(
            "khitab: no row has the field {:?}: every label is 0",
            args.label
        );
    }
    let Some(output) = args.rows.output.as_deref().filter(|_| !streams(format)) else {
        return Ok(());
    };
    let told = json!({"columns": space.names(), "rows": names.ids, "labels": labels});
    let mut name = output.as_os_str().to_owned();
    name.push(".names.json");
    let mut sink = Sink::create(Some(Path::new(&name)))?;
    sink.write(format!("{told}\n").as_bytes())?;
    sink.finish()
}

fn export(
    matrix: &CsrMatrix,
    space: &FeatureSpace,
    names: &Names,
    format: MatrixFormat,
    begins: bool,
    out: &mut dyn Write,
) -> io::Result<()> {
    let export = Export::new(matrix).names(space).ids(&names.ids);
    match format {
        MatrixFormat::Jsonl => export.jsonl(out),
        MatrixFormat::Csv if begins => export.csv(out),
        MatrixFormat::Csv => export.csv_rows(out),
        MatrixFormat::Svmlight => export.labels(&numbered(names)?).svmlight(out),
        MatrixFormat::Npz => export.npz(out),
    }
}

/// Labels by their number in ascending order; 0 for all where there is none. A row without a label among others that have
/// one would be taken for a class of its own.
fn numbered(names: &Names) -> io::Result<Vec<f64>> {
    let classes = names.classes();
    let bare = names.labels.iter().position(String::is_empty);
    if let (Some(bare), 2..) = (bare, classes.len()) {
        let id = &names.ids[bare];
        let rule = format!("row \"{id}\" has no label and others have one");
        return Err(io::Error::new(io::ErrorKind::InvalidData, rule));
    }
    let number = |label: &String| {
        let at = classes.binary_search(&label.as_str());
        at.unwrap_or_default() as f64
    };
    Ok(names.labels.iter().map(number).collect())
}
