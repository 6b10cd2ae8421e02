//! `khitab analyze`: a report for a text, or one for every row.

use std::io::Write as _;
use std::path::Path;

use khitab::features::RowId;
use khitab::{Pipeline, Report};
use serde::Serialize;

use crate::args::{Analyze, ReportFormat};
use crate::commands::{lexicons, model, stream};
use crate::lines::{Line, Made, Page};
use crate::problem::{Problem, Problems, Stop};
use crate::progress::Progress;
use crate::render::{self, Colour};
use crate::rows::Row;
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
            ReportFormat::Html if args.jsonl => {
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
    if args.jsonl {
        rows(args, shape, &pipeline, problems)
    } else {
        texts(args, shape, &pipeline, problems)
    }
}

fn rows(
    args: &Analyze,
    shape: Shape,
    pipeline: &Pipeline,
    problems: &Problems,
) -> Result<(), Stop> {
    stream::map_files(
        &args.files,
        args.output.as_deref(),
        problems,
        |line, page| match Row::read(line, "text") {
            Ok(Some(row)) => row_report(line, &row, pipeline, shape, page),
            Ok(None) => Ok(None),
            Err(problem) => Ok(Some(problem)),
        },
    )
}

fn row_report(
    line: Line<'_>,
    row: &Row,
    pipeline: &Pipeline,
    shape: Shape,
    page: &mut Page<'_>,
) -> Made {
    let report = pipeline.analyze(&row.text);
    let id = row.id();
    if let Shape::Terminal(colour) = shape {
        let place = || format!("{}:{}", line.file, line.number);
        let name = id.map_or_else(place, |id| id.to_string());
        page.write_all(render::terminal(&name, &report, colour).as_bytes())?;
        return Ok(None);
    }
    let named = Named {
        source: None,
        id,
        report: &report,
    };
    stream::object(page, &named)
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
        match read(path, &progress) {
            Ok((name, text)) => {
                if source::shape(path) == "jsonl" {
                    problems.note(&Problem::in_file(
                        &name,
                        "is read as one text: --jsonl reports on each row",
                    ));
                }
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
