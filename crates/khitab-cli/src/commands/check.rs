//! `khitab check`: how a model does on functional test suites.

use std::path::Path;

use khitab::check::{Case, CheckReport, SuiteReport, shipped};
use khitab::{Detector, TextModel};
use rayon::prelude::*;
use serde::Serialize;

use crate::args::{Asked, Check, TableFormat};
use crate::commands::model;
use crate::problem::{Problem, Problems, Stop};
use crate::progress::Progress;
use crate::render;
use crate::rows;
use crate::source::{self, Sink};

pub(crate) fn run(args: &Check, problems: &Problems) -> Result<(), Stop> {
    let format = args.result.format()?;
    source::check_output(&args.suite, args.result.output.as_deref())?;
    let model = model::load(&args.asked.model)?;
    let detector = detector(&model, &args.asked)?;
    let mut suites = Vec::new();
    for suite in &args.suite {
        let (name, cases) = cases(suite, &detector, problems)?;
        let texts: Vec<&str> = cases.iter().map(|case| case.text.as_str()).collect();
        let scores = scores(&detector, &texts);
        suites.push(SuiteReport::new(
            name,
            &cases,
            &scores,
            detector.threshold(),
        ));
    }
    let report = CheckReport::new(args.asked.model.display().to_string(), &detector, suites);
    let page = match format {
        TableFormat::Text => render::check(&report),
        TableFormat::Json => json(&report)?,
        TableFormat::Html => render::page::check(&report),
    };
    let mut sink = Sink::create(args.result.output.as_deref())?;
    sink.write(page.as_bytes())?;
    sink.finish()
}

/// The question that the arguments put to a model.
pub(crate) fn detector<'m>(model: &'m TextModel, asked: &Asked) -> Result<Detector<'m>, Stop> {
    Detector::new(model, asked.positive.as_deref(), asked.threshold)
        .map_err(|error| Stop::Usage(error.to_string()))
}

/// The score of every text, in order.
pub(crate) fn scores<T: AsRef<str> + Sync>(detector: &Detector<'_>, texts: &[T]) -> Vec<f64> {
    let progress = Progress::texts(texts.len());
    let scores = texts
        .par_iter()
        .map(|text| {
            let score = detector.score(text.as_ref());
            progress.done();
            score
        })
        .collect();
    progress.finish();
    scores
}

/// One object for reading.
pub(crate) fn json(object: &impl Serialize) -> Result<String, Stop> {
    let mut json =
        serde_json::to_string_pretty(object).map_err(|error| Problem::in_file("output", error))?;
    json.push('\n');
    Ok(json)
}

/// The cases of a suite that ships, or of a file; rows that are no case are refused by line.
fn cases(
    suite: &Path,
    detector: &Detector<'_>,
    problems: &Problems,
) -> Result<(String, Vec<Case>), Stop> {
    let name = suite.display().to_string();
    if let Some(cases) = shipped(&name) {
        return Ok((name, cases));
    }
    if !suite.exists() {
        let rule = "no such file, and none of the suites that ship: khitabcheck, khitabcheck-blind";
        return Err(Problem::in_file(name, rule).into());
    }
    // Multilingual HateCheck is published as CSV, with a name of its own for the text.
    let text_field = match source::shape(suite).as_str() {
        "csv" | "tsv" => "test_case",
        _ => "text",
    };
    let says = |label: &str| {
        let known = detector.labels().iter().any(|own| own == label);
        known.then(|| label == detector.label())
    };
    let mut cases = Vec::new();
    rows::each(suite, text_field, problems, |row| {
        match Case::read(&row.text, |name| row.word(name), says) {
            Ok(case) => cases.push(case),
            Err(error) => problems.report(&row.refuse(error)),
        }
    })?;
    if cases.is_empty() {
        return Err(Problem::in_file(name, "holds no usable case").into());
    }
    Ok((name, cases))
}
