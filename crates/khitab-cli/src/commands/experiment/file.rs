//! Reading an experiment file: TOML or JSON; what is wrong is told by line.

use std::collections::BTreeMap;
use std::path::Path;

use khitab::experiment::{Experiment, Fault};
use serde_json::value::RawValue;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::problem::Problem;

/// The experiment in a file, resolved.
pub(super) fn read(path: &Path) -> Result<Experiment, Problem> {
    let source = std::fs::read_to_string(path).map_err(|error| Problem::of_io(path, &error))?;
    let name = path.display().to_string();
    let json = path
        .extension()
        .is_some_and(|extension| extension == "json");
    let experiment = if json {
        of_json(&name, &source)
    } else {
        of_toml(&name, &source)
    }?;
    experiment.resolved().map_err(|fault| {
        let place = if json {
            place_in_json(&source, &fault.path)
        } else {
            place_in_toml(&source, &fault.path)
        };
        told(&name, &source, place, &fault)
    })
}

fn of_toml(name: &str, source: &str) -> Result<Experiment, Problem> {
    toml::from_str(source).map_err(|error| {
        let rule = error.message().replace('\n', "; ");
        match error.span() {
            Some(span) => Problem::in_line(name, line_of(source, span.start), rule),
            None => Problem::in_file(name, rule),
        }
    })
}

fn of_json(name: &str, source: &str) -> Result<Experiment, Problem> {
    serde_json::from_str(source).map_err(|error| {
        let told = error.to_string();
        let rule = told
            .split(" at line ")
            .next()
            .unwrap_or_default()
            .to_owned();
        Problem::in_line(name, error.line() as u64, rule)
    })
}

fn told(name: &str, source: &str, place: Option<usize>, fault: &Fault) -> Problem {
    match place {
        Some(place) => Problem::in_line(name, line_of(source, place), fault),
        None => Problem::in_file(name, fault),
    }
}

fn line_of(source: &str, place: usize) -> u64 {
    let before = &source.as_bytes()[..place.min(source.len())];
    1 + before.iter().filter(|&&byte| byte == b'\n').count() as u64
}

/// Where the deepest entry of a path that the file spells out begins.
fn place_in_toml(source: &str, path: &[String]) -> Option<usize> {
    let table = DeTable::parse(source).ok()?;
    let (first, rest) = path.split_first()?;
    let value = table.get_ref().get(first.as_str())?;
    Some(deepest(value, rest))
}

fn deepest(value: &Spanned<DeValue<'_>>, path: &[String]) -> usize {
    let inner = path.split_first().and_then(|(key, rest)| {
        let inner = match value.get_ref() {
            DeValue::Table(table) => table.get(key.as_str()),
            DeValue::Array(array) => array.get(key.parse::<usize>().ok()?),
            _ => None,
        };
        inner.map(|inner| deepest(inner, rest))
    });
    inner.unwrap_or(value.span().start)
}

/// As for TOML: values are pieces of the source, so that their distance from its start is their place.
fn place_in_json(source: &str, path: &[String]) -> Option<usize> {
    let mut piece = source;
    let mut place = None;
    for key in path {
        let Some(inner) = entry(piece, key) else {
            break;
        };
        piece = inner;
        place = Some(inner.as_ptr() as usize - source.as_ptr() as usize);
    }
    place
}

fn entry<'a>(json: &'a str, key: &str) -> Option<&'a str> {
    if let Ok(object) = serde_json::from_str::<BTreeMap<String, &RawValue>>(json) {
        return object.get(key).map(|value| value.get());
    }
    let array: Vec<&RawValue> = serde_json::from_str(json).ok()?;
    array
        .get(key.parse::<usize>().ok()?)
        .map(|value| value.get())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refusal(name: &str, source: &str) -> String {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(name);
        std::fs::write(&path, source).unwrap();
        let problem = read(&path).unwrap_err().to_string();
        problem.replace(&format!("{}/", folder.path().display()), "")
    }

    const TOML: &str = "[data]\ntrain = [\"rows.jsonl\"]\n\n[[features]]\nblock = \"word\"\n\n";

    #[test]
    fn faults_are_found_by_line() {
        assert_eq!(
            refusal(
                "a.toml",
                &format!("{TOML}[learner]\nkind = \"svm\"\nalpha = 1.0\n")
            ),
            "a.toml:9: learner.alpha: is no setting of \"svm\""
        );
        assert_eq!(
            refusal(
                "a.toml",
                &format!("{TOML}[grid.over]\nc = [\n  1.0,\n  -1.0,\n]\n")
            ),
            "a.toml:10: grid.over.c.1: c is -1: it must be a finite number above zero"
        );
        assert_eq!(
            refusal("a.toml", &format!("{TOML}[learner]\nc = \"much\"\n")),
            "a.toml:8: invalid type: string \"much\", expected f64"
        );
        assert!(
            refusal("a.toml", &format!("{TOML}[learner]\nsee = 1\n"))
                .starts_with("a.toml:8: unknown field `see`")
        );
        assert!(refusal("a.toml", "[data\n").starts_with("a.toml:1: "));
    }

    #[test]
    fn json_has_lines_too() {
        let file = "{\n \"data\": {\"train\": [\"a\"]},\n \"learner\": {\n  \"kind\": \"svm\",\n  \"epochs\": 2}}";
        assert_eq!(
            refusal("a.json", file),
            "a.json:5: learner.epochs: is no setting of \"svm\""
        );
        assert!(
            refusal("a.json", "{\n\"data\": 3}").starts_with("a.json:2: invalid type: integer `3`")
        );
        assert_eq!(refusal("a.json", "{}"), "a.json:1: missing field `data`");
    }

    #[test]
    fn what_was_resolved_is_read_back_the_same() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.toml");
        let source = format!(
            "{TOML}[[features]]\nblock = \"discourse\"\n[learner]\nrisk = \"a\"\n[learner.class_weights]\na = 2.0\n\
             [grid.over]\nc = [0.1, 1]\n[calibration]\n[data.keep]\nsplit = \"train\"\n"
        );
        std::fs::write(&path, source).unwrap();
        let first = read(&path).unwrap();
        std::fs::write(&path, toml::to_string_pretty(&first).unwrap()).unwrap();
        assert_eq!(read(&path).unwrap(), first);
    }
}
