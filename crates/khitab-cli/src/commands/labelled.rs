//! Rows with labels: what training and evaluation read.

use std::path::Path;

use khitab::experiment::Rows;

use crate::args::FieldNames;
use crate::problem::{Problem, Problems, Stop};
use crate::rows;

/// What keeps rows together.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Grouping {
    /// Whether near copies of a text stay together.
    near: bool,
    /// Rows with one value in any of these fields stay together.
    fields: Vec<String>,
}

impl Grouping {
    /// Reads the values of `--group`.
    pub(crate) fn new(named: &[String]) -> Result<Self, Stop> {
        let none = named.iter().any(|name| name == "none");
        if none && named.len() > 1 {
            return Err(Stop::Usage("--group none stands alone".into()));
        }
        let fields = named.iter().filter(|name| *name != "auto" && !none);
        Ok(Self {
            near: named.iter().any(|name| name == "auto"),
            fields: fields.cloned().collect(),
        })
    }

    /// The names as an experiment takes them.
    pub(crate) fn names(&self) -> Vec<String> {
        let near = self.near.then(|| "auto".to_owned());
        let all: Vec<String> = near.into_iter().chain(self.fields.clone()).collect();
        if all.is_empty() {
            vec!["none".to_owned()]
        } else {
            all
        }
    }

    /// What stays together, for people.
    pub(crate) fn describe(&self) -> String {
        let near = self.near.then(|| "near-duplicates".to_owned());
        let fields = self.fields.iter().map(|field| format!("field {field:?}"));
        let all: Vec<String> = near.into_iter().chain(fields).collect();
        if all.is_empty() {
            "near-duplicates not kept together".into()
        } else {
            format!("{} kept in one fold", all.join(" and "))
        }
    }
}

/// Reads a file; rows without a label or group are refused by line and left out.
pub(crate) fn read(
    file: &Path,
    fields: &FieldNames,
    grouping: &Grouping,
    problems: &Problems,
) -> Result<Rows, Stop> {
    let mut all = Rows {
        groups: vec![Vec::new(); grouping.fields.len()],
        ..Rows::default()
    };
    rows::each(file, &fields.text, problems, |row| {
        let groups = grouping.fields.iter().map(|field| row.needed(field));
        match (
            row.label(&fields.label),
            groups.collect::<Result<Vec<_>, _>>(),
        ) {
            (Ok(label), Ok(groups)) => {
                all.labels.push(label);
                for (column, group) in all.groups.iter_mut().zip(groups) {
                    column.push(group);
                }
                all.texts.push(row.text);
            }
            (Err(problem), _) | (_, Err(problem)) => problems.report(&problem),
        }
    })?;
    if all.texts.is_empty() {
        return Err(rows::none(&file.display().to_string()));
    }
    Ok(all)
}

/// Refuses rows of one label: there is nothing to tell apart.
pub(crate) fn contrasted(rows: &Rows, file: &Path, fields: &FieldNames) -> Result<(), Problem> {
    let Some((first, rest)) = rows.labels.split_first() else {
        return Ok(());
    };
    if rest.iter().any(|label| label != first) {
        return Ok(());
    }
    let field = &fields.label;
    Err(Problem::in_file(
        file.display().to_string(),
        format_args!(
            "field {field:?} is {first:?} in every row: add rows of another label, or name another field with --label"
        ),
    ))
}

#[cfg(test)]
mod tests {
    use khitab::experiment::keep_together;

    use super::*;

    fn groups(named: &[&str]) -> (Option<Vec<usize>>, String) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("rows.jsonl");
        let near = "ينعقد المؤتمر السنوي للجمعية يوم الأحد القادم في قاعة البلدية";
        let rows = [
            (near, "a"),
            ("الطقس غدا غائم", "b"),
            (near, "c"),
            ("هدف جميل", "b"),
        ];
        let lines: String = rows
            .map(|(text, author)| {
                format!("{{\"text\":\"{text}\",\"label\":\"x\",\"author\":\"{author}\"}}\n")
            })
            .concat();
        std::fs::write(&path, lines).unwrap();
        let named: Vec<String> = named.iter().map(ToString::to_string).collect();
        let grouping = Grouping::new(&named).unwrap_or_default();
        let told = grouping.describe();
        let fields = FieldNames {
            text: "text".into(),
            label: "label".into(),
        };
        let rows = read(&path, &fields, &grouping, &Problems::default()).unwrap_or_default();
        let near = grouping.names().contains(&"auto".to_owned());
        let groups = keep_together(&rows.texts, near, &rows.groups).unwrap();
        (groups, told)
    }

    #[test]
    fn groups_come_from_copies_from_fields_or_from_both() {
        assert_eq!(groups(&["none"]).0, None);
        let numbers = |named: &[&str]| groups(named).0.unwrap();
        assert_eq!(numbers(&["author"]), [0, 1, 2, 1]);
        assert_eq!(numbers(&["auto"]), [0, 1, 0, 2]);
        assert_eq!(numbers(&["auto", "author"]), [0, 1, 0, 1]);
        assert_eq!(
            groups(&["auto", "author"]).1,
            "near-duplicates and field \"author\" kept in one fold"
        );
    }
}
