//! `khitab evaluate`: how good a model is, or would be, on labelled rows.

use khitab::{EvaluationReport, Measuring};

use crate::args::{Evaluate, TableFormat};
use crate::commands::labelled::{Grouping, Labelled};
use crate::commands::{experiment, model, train};
use crate::problem::{Problem, Problems, Stop};
use crate::render;
use crate::source::Sink;

pub(crate) fn run(args: &Evaluate, problems: &Problems) -> Result<(), Stop> {
    let report = report(args, problems)?;
    let page = match args.format {
        TableFormat::Json => json(&report)?,
        TableFormat::Text => render::evaluation(&report),
        TableFormat::Html => render::page::evaluation(&name(args), &report),
    };
    let mut sink = Sink::create(None)?;
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
    let grouping = Grouping::new(&args.group)?;
    let kept = grouping.describe();
    let rows = Labelled::read(file, &args.fields, grouping, problems)?;
    let name = file.display().to_string();
    let refuse = |error: khitab::Error| Stop::from(Problem::in_file(&name, error));
    let (evaluation, tested) = match (&args.model, args.cv) {
        (Some(path), _) => {
            let model = model::load(path)?;
            let tested = format!("model {}", path.display());
            (model.evaluate(&rows.texts, &rows.labels), tested)
        }
        (None, Some(folds)) => {
            let groups = rows.groups()?;
            let recipe = train::recipe(&args.recipe)?;
            let tested = format!("{folds}-fold cross-validation, {kept}, in-domain");
            let groups = groups.as_deref();
            let evaluation = recipe.cross_validate(&rows.texts, &rows.labels, groups, folds);
            (evaluation, tested)
        }
        (None, None) => return Err(Stop::Usage("give --model M or --cv K".into())),
    };
    let evaluation = evaluation.map_err(refuse)?;
    EvaluationReport::new(&evaluation, tested, measuring(args)?).map_err(refuse)
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
        seed: args.recipe.seed,
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
