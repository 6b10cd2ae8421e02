//! Rows with labels: what training and evaluation read.

use std::path::Path;

use khitab::experiment::keep_together;

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

/// Texts with their labels and what keeps them together.
pub(crate) struct Labelled {
    pub(crate) texts: Vec<String>,
    pub(crate) labels: Vec<String>,
    grouping: Grouping,
    /// The values of each field of the grouping.
    columns: Vec<Vec<String>>,
}

impl Labelled {
    /// Reads a file; rows without a label or group are refused by line and left out.
    pub(crate) fn read(
        file: &Path,
        fields: &FieldNames,
        grouping: Grouping,
        problems: &Problems,
    ) -> Result<Self, Stop> {
        let mut all = Self {
            texts: Vec::new(),
            labels: Vec::new(),
            columns: vec![Vec::new(); grouping.fields.len()],
            grouping,
        };
        for row in rows::collect(file, &fields.text, problems)? {
            let word = |field: &str| {
                row.word(field)
                    .ok_or_else(|| row.refuse(format_args!("field {field:?} is missing")))
            };
            let groups = all.grouping.fields.iter().map(|field| word(field));
            match (word(&fields.label), groups.collect::<Result<Vec<_>, _>>()) {
                (Ok(label), Ok(groups)) => {
                    all.labels.push(label);
                    for (column, group) in all.columns.iter_mut().zip(groups) {
                        column.push(group);
                    }
                    all.texts.push(row.text);
                }
                (Err(problem), _) | (_, Err(problem)) => problems.report(&problem),
            }
        }
        Ok(all)
    }

    /// The group of each row: rows share one when any of the groupings puts them together.
    pub(crate) fn groups(&self) -> Result<Option<Vec<String>>, Stop> {
        let groups = keep_together(&self.texts, self.grouping.near, &self.columns)
            .map_err(|error| Problem::in_file("--group", error))?;
        Ok(groups.map(|groups| groups.iter().map(ToString::to_string).collect()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(named: &[&str]) -> (Option<Vec<String>>, String) {
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
        let rows = Labelled::read(&path, &fields, grouping, &Problems::default());
        (
            rows.and_then(|rows| rows.groups()).unwrap_or_default(),
            told,
        )
    }

    #[test]
    fn groups_come_from_copies_from_fields_or_from_both() {
        assert_eq!(read(&["none"]).0, None);
        let groups = |named: &[&str]| read(named).0.unwrap();
        assert_eq!(groups(&["author"]), ["0", "1", "2", "1"]);
        assert_eq!(groups(&["auto"]), ["0", "1", "0", "2"]);
        assert_eq!(groups(&["auto", "author"]), ["0", "1", "0", "1"]);
        assert_eq!(
            read(&["auto", "author"]).1,
            "near-duplicates and field \"author\" kept in one fold"
        );
    }
}
