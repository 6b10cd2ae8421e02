//! Rows with labels: what training and evaluation read.

use std::path::Path;

use crate::args::FieldNames;
use crate::problem::{Problems, Stop};
use crate::rows;

/// Texts with their labels and, where asked for, their groups.
pub(crate) struct Labelled {
    pub(crate) texts: Vec<String>,
    pub(crate) labels: Vec<String>,
    pub(crate) groups: Option<Vec<String>>,
}

impl Labelled {
    /// Reads a file; rows without a label or group are refused by line and left out.
    pub(crate) fn read(
        file: &Path,
        fields: &FieldNames,
        group: Option<&str>,
        problems: &Problems,
    ) -> Result<Self, Stop> {
        let mut all = Self {
            texts: Vec::new(),
            labels: Vec::new(),
            groups: group.map(|_| Vec::new()),
        };
        for row in rows::collect(file, &fields.text, problems)? {
            let missing = |field: &str| row.refuse(format_args!("field {field:?} is missing"));
            let Some(label) = row.word(&fields.label) else {
                problems.report(&missing(&fields.label));
                continue;
            };
            if let (Some(field), Some(groups)) = (group, &mut all.groups) {
                let Some(group) = row.word(field) else {
                    problems.report(&missing(field));
                    continue;
                };
                groups.push(group);
            }
            all.labels.push(label);
            all.texts.push(row.text);
        }
        Ok(all)
    }
}
