//! `khitab train|evaluate --experiment FILE --run DIR`: an experiment from its file to its folder.

mod file;
mod folder;

use std::fs;
use std::path::{Path, PathBuf};

use khitab::experiment::{Data, Experiment, Outcome, Prepared, Rows, SplitKind, Splits};
use khitab::linear::sha256;

use crate::commands::model;
use crate::problem::{Problem, Problems, Stop};
use crate::progress::Progress;
use crate::rows::{self, Row};

use folder::Folder;

/// Tests what the experiment's splits say, and writes what came of it.
pub(crate) fn evaluate(file: &Path, run: &Path, problems: &Problems) -> Result<Outcome, Stop> {
    carry_out(file, run, problems, |_, _, _| Ok(()))
}

/// As [`evaluate`], then learns from all rows that are not held out.
pub(crate) fn train(file: &Path, run: &Path, problems: &Problems) -> Result<Outcome, Stop> {
    carry_out(file, run, problems, |prepared, outcome, folder| {
        let progress = Progress::step("training");
        let trained = prepared
            .train(Some(&outcome.report))
            .map_err(|error| Problem::in_file(file.display().to_string(), error))?;
        progress.finish();
        model::save(&trained, &folder.path("model.khitab"))?;
        folder.write("card.md", &trained.card().to_markdown())
    })
}

fn carry_out(
    file: &Path,
    run: &Path,
    problems: &Problems,
    more: impl Fn(&Prepared<'_>, &Outcome, &Folder) -> Result<(), Stop>,
) -> Result<Outcome, Stop> {
    let mut experiment = file::read(file)?;
    let refuse = |error: khitab::Error| Problem::in_file(file.display().to_string(), error);
    let (rows, ids) = read_rows(&mut experiment, problems)?;
    let folder = Folder::create(run)?;
    folder.experiment(&experiment)?;
    let progress = Progress::step("counting and testing");
    let prepared = experiment.prepare(&rows).map_err(refuse)?;
    let outcome = prepared.evaluate().map_err(refuse)?;
    progress.finish();
    folder.outcome(&outcome, &ids)?;
    more(&prepared, &outcome, &folder)?;
    Ok(outcome)
}

/// The rows of every file and their ids; the hash of each file is compared or filled in.
fn read_rows(
    experiment: &mut Experiment,
    problems: &Problems,
) -> Result<(Rows, Vec<Option<String>>), Stop> {
    let mut all = Rows {
        weights: experiment.data.weight_field.as_ref().map(|_| Vec::new()),
        groups: vec![Vec::new(); experiment.splits.group_fields().len()],
        ..Rows::default()
    };
    let mut ids = Vec::new();
    let calibration = experiment.calibration.as_ref();
    let panel = calibration.and_then(|one| Some(one.limits.as_ref()?.field.as_str()));
    let data = &mut experiment.data;
    let train = data.train.iter().map(|name| (name, false));
    let test = data.test.iter().map(|name| (name, true));
    for (name, held_out) in train.chain(test) {
        let path = PathBuf::from(name);
        let found = sha256(&fs::read(&path).map_err(|error| Problem::of_io(&path, &error))?);
        let named = data
            .sha256
            .entry(name.clone())
            .or_insert_with(|| found.clone());
        if *named != found {
            let rule = format!("has the SHA-256 {found}: the experiment was made for {named}");
            return Err(Problem::in_file(name, rule).into());
        }
        rows::each(&path, &data.text_field, problems, |row| {
            let unused =
                |(field, value): (&String, &String)| row.word(field).as_ref() != Some(value);
            if data.keep.iter().any(unused) {
                return;
            }
            match Fields::of(&row, data, &experiment.splits, panel) {
                Ok(fields) => {
                    ids.push(row.word("id"));
                    fields.push(row.text, held_out, &mut all);
                }
                Err(problem) => problems.report(&problem),
            }
        })?;
    }
    Ok((all, ids))
}

/// What an experiment wants to know of a row beside its text.
struct Fields {
    label: String,
    weight: Option<f32>,
    groups: Vec<String>,
    by: Option<String>,
    held_out: bool,
    panel: Option<String>,
}

impl Fields {
    fn of(row: &Row, data: &Data, splits: &Splits, panel: Option<&str>) -> Result<Self, Problem> {
        let number = |field: &String| {
            let word = row.needed(field)?;
            let number = word.parse::<f32>().ok();
            number
                .filter(|weight| weight.is_finite() && *weight >= 0.0)
                .ok_or_else(|| row.refuse(format_args!("field {field:?} is no weight")))
        };
        let by = splits
            .by
            .as_deref()
            .map(|field| row.needed(field))
            .transpose()?;
        Ok(Self {
            label: row.label(&data.label_field)?,
            weight: data.weight_field.as_ref().map(number).transpose()?,
            groups: splits
                .group_fields()
                .into_iter()
                .map(|field| row.needed(field))
                .collect::<Result<_, _>>()?,
            held_out: splits.kind == SplitKind::HeldOut
                && splits.test.is_some()
                && by == splits.test,
            by,
            panel: panel.map(|field| row.needed(field)).transpose()?,
        })
    }

    fn push(self, text: String, held_out: bool, all: &mut Rows) {
        all.texts.push(text);
        all.labels.push(self.label);
        if let (Some(weights), Some(weight)) = (&mut all.weights, self.weight) {
            weights.push(weight);
        }
        for (column, group) in all.groups.iter_mut().zip(self.groups) {
            column.push(group);
        }
        all.by.extend(self.by);
        all.panels.extend(self.panel);
        all.held_out.push(held_out || self.held_out);
    }
}
