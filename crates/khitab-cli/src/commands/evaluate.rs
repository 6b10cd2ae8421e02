//! `khitab evaluate`: how good a model is, or would be, on labelled rows.

use std::collections::BTreeSet;
use std::path::Path;

use khitab::experiment::{Experiment, Splits};
use khitab::{EvaluationReport, Measuring, TextModel};

use crate::args::{Evaluate, TableFormat};
use crate::commands::labelled::{self, Grouping};
use crate::commands::{experiment, model, train};
use crate::problem::{Problem, Problems, Stop};
use crate::render;
use crate::source::{self, Sink};

/// The labels of rows that a refusal lists.
const LABELS: usize = 5;

pub(crate) fn run(args: &Evaluate, problems: &Problems) -> Result<(), Stop> {
    let format = args.result.format()?;
    source::check_output(&args.rows, args.result.output.as_deref())?;
    let report = report(args, problems)?;
    let page = match format {
        TableFormat::Json => json(&report)?,
        TableFormat::Text => render::evaluation(&report),
        TableFormat::Html => render::page::evaluation(&name(args), &report),
    };
    let mut sink = Sink::create(args.result.output.as_deref())?;
    sink.write(page.as_bytes())?;
    sink.finish()
}

/// What was evaluated: the rows, or the experiment.
fn name(args: &Evaluate) -> String {
    let file = args.rows.as_ref().or(args.whole.experiment.as_ref());
    file.map(|file| file.display().to_string())
        .unwrap_or_default()
}

fn report(args: &Evaluate, problems: &Problems) -> Result<EvaluationReport, Stop> {
    if let Some((file, run)) = args.whole.paths() {
        return Ok(experiment::evaluate(file, run, problems)?.report);
    }
    let Some(file) = &args.rows else {
        return Err(Stop::Usage("give ROWS or --experiment".into()));
    };
    let tested = Tested::new(args)?;
    let measuring = measuring(args)?;
    let grouping = Grouping::new(&args.group)?;
    let rows = labelled::read(file, &args.fields, &grouping, problems)?;
    let name = file.display().to_string();
    let refuse = |error: khitab::Error| Stop::from(Problem::in_file(&name, error));
    match tested {
        Tested::Model(path) => {
            let model = model::load(path)?;
            known(&model, &rows.labels).map_err(|rule| Problem::in_file(&name, rule))?;
            let evaluation = model.evaluate(&rows.texts, &rows.labels).map_err(refuse)?;
            let tested = format!("model {}", path.display());
            EvaluationReport::new(&evaluation, tested, measuring).map_err(refuse)
        }
        Tested::Folds(folds) => {
            labelled::contrasted(&rows, file, &args.fields)?;
            let splits = Splits {
                folds: Some(folds),
                group: Some(grouping.names()),
                ..Splits::default()
            };
            let experiment = Experiment {
                measuring,
                ..train::experiment(&args.learning, splits)?
            };
            let outcome = experiment
                .prepare(&rows)
                .and_then(|prepared| prepared.evaluate());
            let tested = format!(
                "{folds}-fold cross-validation, {}, in-domain",
                grouping.describe()
            );
            let report = outcome.map_err(refuse)?.report;
            Ok(EvaluationReport { tested, ..report })
        }
    }
}

/// What is tested on the rows.
enum Tested<'a> {
    Model(&'a Path),
    Folds(usize),
}

impl<'a> Tested<'a> {
    fn new(args: &'a Evaluate) -> Result<Self, Stop> {
        match (&args.model, args.cv) {
            (Some(path), _) => Ok(Self::Model(path)),
            (None, Some(folds @ 2..)) => Ok(Self::Folds(folds)),
            (None, Some(folds)) => Err(Stop::Usage(format!(
                "--cv takes a number of folds from 2, not {folds}"
            ))),
            (None, None) => Err(Stop::Usage("give --model M or --cv K".into())),
        }
    }
}

/// Refuses rows none of whose labels the model knows: every figure would be 0.
fn known(model: &TextModel, labels: &[String]) -> Result<(), String> {
    let given: BTreeSet<&String> = labels.iter().collect();
    let (classes, some) = (model.classes(), given.iter().next());
    if some.is_none() || classes.iter().any(|class| given.contains(class)) {
        return Ok(());
    }
    let given: Vec<&String> = given.into_iter().take(LABELS).collect();
    Err(format!(
        "the model knows no label of the rows: it says {classes:?}, they say {given:?}"
    ))
}

fn measuring(args: &Evaluate) -> Result<Measuring, Stop> {
    for (name, share) in [("precision", args.precision), ("budget", args.budget)] {
        if !(0.0..=1.0).contains(&share) {
            return Err(Stop::Usage(format!(
                "--{name} lies between 0 and 1, not {share}"
            )));
        }
    }
    Ok(Measuring {
        seed: args.learning.seed,
        precision: args.precision,
        budget: args.budget,
        ..Measuring::default()
    })
}

fn json(report: &EvaluationReport) -> Result<String, Stop> {
    let mut json =
        serde_json::to_string_pretty(report).map_err(|error| Problem::in_file("output", error))?;
    json.push('\n');
    Ok(json)
}
