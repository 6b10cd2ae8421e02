//! `khitab audit`: what must be known of a model before anyone relies on it.

use std::path::{Path, PathBuf};

use khitab::Detector;
use khitab::audit::{AuditReport, AuditRow};

use crate::args::{Audit, FieldNames};
use crate::commands::{check, model};
use crate::problem::{Problem, Problems, Stop};
use crate::render;
use crate::rows::{self, Row};
use crate::source::{self, Sink};

pub(crate) fn run(args: &Audit, problems: &Problems) -> Result<(), Stop> {
    for output in [&args.json, &args.html] {
        source::check_output(args.data.iter().chain(&args.train), output.as_deref())?;
    }
    let only = args.only.as_deref().map(Only::read).transpose()?;
    let train_only = args.train_only.as_deref().map(Only::read).transpose()?;
    let model = model::load(&args.asked.model)?;
    let detector = check::detector(&model, &args.asked)?;
    let read = |files: &[PathBuf], only: Option<&Only<'_>>| {
        let reader = Reader {
            detector: &detector,
            fields: &args.fields,
            only,
            problems,
        };
        reader.all(files)
    };
    let rows = read(&args.data, only.as_ref())?;
    let training = read(&args.train, train_only.as_ref())?;
    if rows.is_empty() {
        let names = args.data.iter().map(|path| path.display().to_string());
        return Err(rows::none(&names.collect::<Vec<_>>().join(", ")));
    }
    if !rows.iter().any(|row| row.positive) {
        let rule = format_args!(
            "no row has the label {:?}: how much of it is found cannot be told",
            detector.label()
        );
        problems.note(&Problem::in_file("data", rule));
    }
    let score = |texts: &[String]| check::scores(&detector, texts);
    let name = args.asked.model.display().to_string();
    let report = AuditReport::new(name, &detector, &rows, &training, &score)
        .map_err(|error| Problem::in_file("data", error))?;
    if let Some(path) = &args.json {
        write(Some(path), &check::json(&report)?)?;
    }
    if let Some(path) = &args.html {
        write(Some(path), &render::page::audit(&report))?;
    }
    write(None, &render::audit(&report))
}

fn write(path: Option<&Path>, content: &str) -> Result<(), Stop> {
    let mut sink = Sink::create(path)?;
    sink.write(content.as_bytes())?;
    sink.finish()
}

/// A condition on a field: rows that lack it meet it.
struct Only<'a> {
    field: &'a str,
    value: &'a str,
}

impl<'a> Only<'a> {
    fn read(condition: &'a str) -> Result<Self, Stop> {
        let (field, value) = condition
            .split_once('=')
            .ok_or_else(|| Stop::Usage(format!("{condition:?} is not FIELD=VALUE")))?;
        Ok(Self { field, value })
    }

    /// Whether a row whose field holds `found` stays.
    fn admits(&self, found: Option<&str>) -> bool {
        found.is_none_or(|value| value == self.value)
    }
}

/// Reads rows of labelled texts with their panels.
struct Reader<'r> {
    detector: &'r Detector<'r>,
    fields: &'r FieldNames,
    only: Option<&'r Only<'r>>,
    problems: &'r Problems,
}

impl Reader<'_> {
    /// The rows of all files; those without a label are refused by line and left out.
    fn all(&self, files: &[PathBuf]) -> Result<Vec<AuditRow>, Stop> {
        let mut all = Vec::new();
        let (mut rows_read, mut rows_asked) = (0, 0);
        for file in files {
            let name = file.file_name().unwrap_or_default().to_string_lossy();
            let panel = name.split('.').next().unwrap_or_default();
            rows::each(file, &self.fields.text, self.problems, |row| {
                let found = self.only.and_then(|only| row.word(only.field));
                rows_read += 1;
                rows_asked += usize::from(found.is_some());
                if self.only.is_some_and(|only| !only.admits(found.as_deref())) {
                    return;
                }
                match row.label(&self.fields.label) {
                    Ok(label) => all.push(self.row(row, &label, panel, all.len())),
                    Err(problem) => self.problems.report(&problem),
                }
            })?;
        }
        match self.only {
            // A misspelt field would let every row in.
            Some(Only { field, .. }) if rows_read > 0 && rows_asked == 0 => {
                Err(Stop::Usage(format!("no row has the field {field:?}")))
            }
            _ => Ok(all),
        }
    }

    fn row(&self, row: Row, label: &str, panel: &str, place: usize) -> AuditRow {
        AuditRow {
            id: row
                .id()
                .map_or_else(|| format!("{panel}-{}", place + 1), |id| id.to_string()),
            positive: label == self.detector.label(),
            panel: row.word("panel").unwrap_or_else(|| panel.to_owned()),
            text: row.text,
        }
    }
}
