//! `khitab analyze`: a report for a text, or one for every row.

use std::path::Path;

use khitab::features::RowId;
use khitab::{Pipeline, Report};
use rayon::prelude::*;
use serde::Serialize;

use crate::args::{Analyze, ReportFormat};
use crate::commands::{lexicons, model};
use crate::problem::{Problem, Problems, Stop};
use crate::progress::Progress;
use crate::render::{self, Colour};
use crate::rows::{self, Row};
use crate::source::{self, Sink, Source};

/// A report with the name of what it is about.
#[derive(Serialize)]
struct Named<'r> {
    #[serde(skip_serializing_if = "Option::is_none")]
    source: Option<&'r str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<RowId>,
    #[serde(flatten)]
    report: &'r Report,
}

/// How a report is written.
#[derive(Clone, Copy)]
enum Shape {
    Terminal(Colour),
    Page,
    Json,
}

impl Shape {
    fn of(args: &Analyze) -> Result<Self, Stop> {
        Ok(match args.format()? {
            ReportFormat::Html if args.rows => {
                let rule = "--format html makes a page of one text, not of rows";
                return Err(Stop::Usage(rule.into()));
            }
            ReportFormat::Html => Self::Page,
            ReportFormat::Json => Self::Json,
            ReportFormat::Text if args.output.is_some() => Self::Terminal(Colour::LeftOut),
            ReportFormat::Text => Self::Terminal(Colour::of_standard_output()),
        })
    }
}

pub(crate) fn run(args: &Analyze, problems: &Problems) -> Result<(), Stop> {
    let shape = Shape::of(args)?;
    let mut pipeline = Pipeline::default();
    if !args.lexicons.lexicon.is_empty() {
        pipeline = pipeline.with_extractor(lexicons::extractor(&args.lexicons)?);
    }
    if !args.no_model {
        pipeline = pipeline.with_model(model::load(&args.model)?);
    }
    if args.rows {
        rows(args, shape, &pipeline, problems)
    } else {
        texts(args, shape, &pipeline, problems)
    }
}

/// So many rows are reported on side by side; their reports are held until all are made.
const SIDE_BY_SIDE: usize = 256;

fn rows(
    args: &Analyze,
    shape: Shape,
    pipeline: &Pipeline,
    problems: &Problems,
) -> Result<(), Stop> {
    source::check_output(&args.files, args.output.as_deref())?;
    let mut sink = Sink::create(args.output.as_deref())?;
    rows::read(&args.files, &args.text, problems, |rows| {
        for rows in rows.chunks(SIDE_BY_SIDE) {
            let reports = rows.par_iter().map(|row| row_report(row, pipeline, shape));
            let reports: Vec<Vec<u8>> = reports.collect::<Result<_, _>>()?;
            sink.stream(|out| reports.iter().try_for_each(|report| out.write_all(report)))?;
        }
        Ok(())
    })?;
    sink.finish()
}

fn row_report(row: &Row, pipeline: &Pipeline, shape: Shape) -> Result<Vec<u8>, Problem> {
    let report = pipeline.analyze(&row.text);
    if let Shape::Terminal(colour) = shape {
        return Ok(render::terminal(&row.name(), &report, colour).into_bytes());
    }
    let named = Named {
        source: None,
        id: row.id(),
        report: &report,
    };
    let mut json = serde_json::to_vec(&named).map_err(|error| row.refuse(error))?;
    json.push(b'\n');
    Ok(json)
}

fn texts(
    args: &Analyze,
    shape: Shape,
    pipeline: &Pipeline,
    problems: &Problems,
) -> Result<(), Stop> {
    let files = source::files(&args.files, &["txt"])?;
    source::check_output(&files, args.output.as_deref())?;
    let alone = files.len() == 1;
    if matches!(shape, Shape::Page) && !alone {
        let rule = format!(
            "--format html makes a page of one text, not of {}",
            files.len()
        );
        return Err(Stop::Usage(rule));
    }
    let progress = Progress::bytes();
    let mut sink = Sink::create(args.output.as_deref())?;
    for path in &files {
        if rows::is_table(path) {
            let rule = "is read as one text: --rows reports on each row";
            let name = path.display().to_string();
            problems.note(&Problem::in_file(name, rule));
        }
        match read(path, &progress) {
            Ok((name, text)) => {
                let report = pipeline.analyze(&text);
                sink.write(&write(&name, &text, &report, shape, alone)?)?;
            }
            Err(problem) => problems.report(&problem),
        }
    }
    progress.finish();
    sink.finish()
}

fn read(path: &Path, progress: &Progress) -> Result<(String, String), Problem> {
    let source = Source::open(path, progress)?;
    let name = source.name.clone();
    let text = source.read_text()?;
    if text.trim().is_empty() {
        return Err(Problem::in_file(
            name,
            "is empty: there is no text to report on",
        ));
    }
    Ok((name, text))
}

fn write(
    name: &str,
    text: &str,
    report: &Report,
    shape: Shape,
    alone: bool,
) -> Result<Vec<u8>, Stop> {
    let named = Named {
        source: Some(name),
        id: None,
        report,
    };
    let json = match shape {
        Shape::Terminal(colour) => {
            return Ok(render::terminal(name, report, colour).into_bytes());
        }
        Shape::Page => return Ok(render::page::analysis(name, text, report).into_bytes()),
        // One report is for reading too; several are for a pipe.
        Shape::Json if alone => serde_json::to_vec_pretty(&named),
        Shape::Json => serde_json::to_vec(&named),
    };
    let mut json = json.map_err(|error| Problem::in_file(name, error))?;
    json.push(b'\n');
    Ok(json)
}
