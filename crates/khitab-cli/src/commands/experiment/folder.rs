//! The folder of a run: nothing in it depends on the day, the machine or the folder.

use std::fs;
use std::path::{Path, PathBuf};

use khitab::experiment::{Experiment, Outcome};
use khitab::linear::evaluate::Prediction;
use serde::Serialize;
use serde_json::{Map, Value, json};

use crate::problem::{Problem, Stop};

/// A folder that takes the files of a run; what is there under their names is replaced.
pub(super) struct Folder(PathBuf);

impl Folder {
    pub(super) fn create(path: &Path) -> Result<Self, Stop> {
        fs::create_dir_all(path).map_err(|error| Problem::of_io(path, &error))?;
        Ok(Self(path.to_owned()))
    }

    pub(super) fn path(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }

    /// Writes a file beside its place and moves it there.
    pub(super) fn write(&self, name: &str, content: &str) -> Result<(), Stop> {
        let (beside, path) = (self.path(&format!("{name}.part")), self.path(name));
        fs::write(&beside, content)
            .and_then(|()| fs::rename(&beside, &path))
            .map_err(|error| Problem::of_io(&path, &error).into())
    }

    /// The experiment with every default and the hash of every file: `--experiment` takes it again.
    pub(super) fn experiment(&self, experiment: &Experiment) -> Result<(), Stop> {
        let toml = toml::to_string_pretty(experiment)
            .map_err(|error| Problem::in_file("experiment.toml", error))?;
        self.write("experiment.toml", &toml)
    }

    /// The figures, and what was said of every row; `ids` are those of the rows.
    pub(super) fn outcome(&self, outcome: &Outcome, ids: &[Option<String>]) -> Result<(), Stop> {
        let mut report = json_of(&outcome.report)?;
        if !outcome.chosen.is_empty() {
            report["chosen"] = json_of(&outcome.chosen)?;
        }
        let mut text = serde_json::to_string_pretty(&report)
            .map_err(|error| Problem::in_file("evaluation.json", error))?;
        text.push('\n');
        self.write("evaluation.json", &text)?;
        let mut predictions: Vec<&Prediction> = outcome.evaluation.predictions().iter().collect();
        predictions.sort_by_key(|one| (one.row, one.fold));
        let classes = outcome.evaluation.classes();
        let lines: String = predictions
            .into_iter()
            .map(|one| format!("{}\n", line(one, classes, ids)))
            .collect();
        self.write("predictions.jsonl", &lines)
    }
}

fn json_of<T: Serialize>(value: &T) -> Result<Value, Problem> {
    serde_json::to_value(value).map_err(|error| Problem::in_file("output", error))
}

/// One row tested: its number from 1 among the rows used, its fold, what is true and what was said.
fn line(one: &Prediction, classes: &[String], ids: &[Option<String>]) -> Value {
    let scores: Map<String, Value> = classes
        .iter()
        .cloned()
        .zip(one.scores.iter().map(|&score| Value::from(score)))
        .collect();
    let mut line = json!({"row": one.row + 1});
    if let Some(id) = &ids[one.row] {
        line["id"] = Value::from(id.as_str());
    }
    line["fold"] = Value::from(one.fold + 1);
    line["label"] = Value::from(classes[one.truth].as_str());
    line["predicted"] = Value::from(classes[one.predicted].as_str());
    let name = if one.probable {
        "probability"
    } else {
        "decision"
    };
    line[name] = Value::Object(scores);
    line
}
