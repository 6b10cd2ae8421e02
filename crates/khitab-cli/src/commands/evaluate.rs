//! `khitab evaluate`: how good a model is, or would be, on labelled rows.

use khitab::linear::evaluate::{Evaluation, Summary};
use serde_json::{Map, Value, json};

use crate::args::{Evaluate, TableFormat};
use crate::commands::labelled::Labelled;
use crate::commands::{model, train};
use crate::problem::{Problem, Problems, Stop};
use crate::source::Sink;

pub(crate) fn run(args: &Evaluate, problems: &Problems) -> Result<(), Stop> {
    let rows = Labelled::read(&args.rows, &args.fields, args.group.as_deref(), problems)?;
    let name = args.rows.display().to_string();
    let refuse = |error: &dyn std::fmt::Display| Stop::from(Problem::in_file(&name, error));
    let evaluation = match (&args.model, args.cv) {
        (Some(path), _) => model::for_scoring(path)?.evaluate(&rows.texts, &rows.labels),
        (None, Some(folds)) => train::recipe(&args.recipe)?.cross_validate(
            &rows.texts,
            &rows.labels,
            rows.groups.as_deref(),
            folds,
        ),
        (None, None) => return Err(Stop::Usage("give --model M or --cv K".into())),
    }
    .map_err(|error| refuse(&error))?;
    let summary = evaluation.summary().map_err(|error| refuse(&error))?;
    let page = match args.format {
        TableFormat::Json => json_object(&evaluation, &summary, args)?,
        TableFormat::Text => text(&evaluation, &summary, args),
        TableFormat::Html => {
            return Err(Stop::Usage(
                "--format html is not there yet: take text or json".into(),
            ));
        }
    };
    let mut sink = Sink::create(None)?;
    sink.write(page.as_bytes())?;
    sink.finish()
}

/// How the rows were tested, for people and for files.
fn how(args: &Evaluate) -> String {
    match (&args.model, args.cv, &args.group) {
        (Some(path), _, _) => format!("model {}", path.display()),
        (None, Some(folds), Some(group)) => {
            format!("{folds}-fold cross-validation, field {group:?} kept in one fold, in-domain")
        }
        (None, Some(folds), None) => {
            format!("{folds}-fold cross-validation, near-duplicates not kept together, in-domain")
        }
        (None, None, None | Some(_)) => String::new(),
    }
}

fn json_object(
    evaluation: &Evaluation<String>,
    summary: &Summary,
    args: &Evaluate,
) -> Result<String, Stop> {
    let object = json!({
        "schema": "khitab.evaluation/1",
        "tested": how(args),
        "rows": summary.rows,
        "accuracy": summary.accuracy,
        "macro_f1": summary.macro_average.f1,
        "macro": summary.macro_average,
        "weighted": summary.weighted_average,
        "micro": summary.micro_average,
        "mcc": summary.mcc,
        "classes": by_class(evaluation, &summary.classes)?,
        "confusion": confusion(evaluation, summary),
        "fold_macro_f1": summary.fold_macro_f1,
        "probabilities": summary.probabilities,
    });
    let mut json =
        serde_json::to_string_pretty(&object).map_err(|error| Problem::in_file("output", error))?;
    json.push('\n');
    Ok(json)
}

fn by_class<T: serde::Serialize>(
    evaluation: &Evaluation<String>,
    values: &[T],
) -> Result<Map<String, Value>, Stop> {
    let value = |one| serde_json::to_value(one).map_err(|error| Problem::in_file("output", error));
    let mut map = Map::new();
    for (class, one) in evaluation.classes().iter().zip(values) {
        map.insert(class.clone(), value(one)?);
    }
    Ok(map)
}

/// True label to predicted label to number of rows.
fn confusion(evaluation: &Evaluation<String>, summary: &Summary) -> Map<String, Value> {
    let classes = evaluation.classes();
    let row = |counts: &Vec<u64>| -> Value {
        classes
            .iter()
            .cloned()
            .zip(counts.iter().map(|&count| Value::from(count)))
            .collect()
    };
    classes
        .iter()
        .cloned()
        .zip(summary.confusion.iter().map(row))
        .collect()
}

fn text(evaluation: &Evaluation<String>, summary: &Summary, args: &Evaluate) -> String {
    let mut out = format!("{} rows: {}\n\n", summary.rows, how(args));
    out.push_str("precision   recall       f1  support  label\n");
    for (class, figures) in evaluation.classes().iter().zip(&summary.classes) {
        let prf = figures.prf;
        out.push_str(&format!(
            "{:>9.4} {:>8.4} {:>8.4} {:>8}  {class}\n",
            prf.precision, prf.recall, prf.f1, figures.support
        ));
    }
    let average = summary.macro_average;
    out.push_str(&format!(
        "{:>9.4} {:>8.4} {:>8.4} {:>8}  macro average\n\n",
        average.precision, average.recall, average.f1, summary.rows
    ));
    out.push_str(&format!("accuracy  {:.4}\n", summary.accuracy));
    out.push_str(&format!("macro F1  {:.4}\n", average.f1));
    out.push_str(&format!("MCC       {:.4}\n", summary.mcc));
    if let Some(probabilities) = &summary.probabilities {
        out.push_str(&format!("ECE       {:.4}\n", probabilities.ece));
    }
    out.push_str("\nconfusion (rows: true, columns: predicted)\n");
    for (class, counts) in evaluation.classes().iter().zip(&summary.confusion) {
        for count in counts {
            out.push_str(&format!("{count:>9}"));
        }
        out.push_str(&format!("  {class}\n"));
    }
    out
}
