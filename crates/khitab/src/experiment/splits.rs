//! What is tested on what.

use khitab_linear::split::{self, Fold, Folds};
use serde::{Deserialize, Serialize};

use super::{Data, Fault, Rows, named};
use crate::Error;

/// How rows are parted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Folds with equal shares of every class.
    #[default]
    Stratified,
    /// Folds of whole groups, whatever their classes.
    Grouped,
    /// Folds that learn from the past and test on what comes next.
    Temporal,
    /// One fold a source: learn from all others.
    LeaveOneSourceOut,
    /// One test on rows that are never learned from.
    HeldOut,
}

/// The splits of an experiment.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Splits {
    /// How rows are parted.
    pub kind: Kind,
    /// The number of folds (5), for the kinds that have a choice.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub folds: Option<usize>,
    /// What no split tears apart: fields whose equal values stay together, `auto` for near-duplicate
    /// texts, `none` for nothing. `auto` for stratified and grouped folds unless set.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub group: Option<Vec<String>>,
    /// The field of the time, of the source, or of the part of a published split.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub by: Option<String>,
    /// The value of `by` in rows that are held out.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub test: Option<String>,
}

impl Default for Splits {
    fn default() -> Self {
        Self {
            kind: Kind::Stratified,
            folds: None,
            group: None,
            by: None,
            test: None,
        }
    }
}

/// The names of groupings that are no fields.
const AUTO: &str = "auto";
const NONE: &str = "none";

impl Splits {
    /// Writes the defaults out and refuses what does not fit the kind.
    pub(super) fn resolve(&mut self, data: &Data) -> Result<(), Fault> {
        let fault = |key: &str, rule: &str| Err(Fault::new(["splits", key], rule));
        let kind = named(&self.kind);
        let counted = matches!(self.kind, Kind::Stratified | Kind::Grouped | Kind::Temporal);
        let least = if self.kind == Kind::Temporal { 1 } else { 2 };
        if counted && *self.folds.get_or_insert(5) < least {
            return fault("folds", &format!("are too few: {least} at least"));
        }
        if !counted && self.folds.is_some() {
            return fault("folds", &format!("have no choice in kind {kind:?}"));
        }
        let auto = matches!(self.kind, Kind::Stratified | Kind::Grouped);
        let group = self
            .group
            .get_or_insert_with(|| vec![if auto { AUTO } else { NONE }.to_owned()]);
        if group.is_empty() || group.len() > 1 && group.iter().any(|name| name == NONE) {
            return fault("group", "names fields, \"auto\", or \"none\" alone");
        }
        if self.kind == Kind::Grouped && group[0] == NONE {
            return fault("group", "grouped folds want groups");
        }
        let held_out = self.kind == Kind::HeldOut;
        if !held_out && !data.test.is_empty() {
            return fault("kind", "test files are for the kind \"held_out\"");
        }
        let wants = matches!(self.kind, Kind::Temporal | Kind::LeaveOneSourceOut)
            || held_out && data.test.is_empty();
        if wants != self.by.is_some() {
            let verb = if wants {
                "is missing in"
            } else {
                "has no use in"
            };
            return fault("by", &format!("{verb} kind {kind:?}"));
        }
        if (held_out && wants) != self.test.is_some() {
            return fault(
                "test",
                "names the value of \"by\" in held-out rows, and only that",
            );
        }
        Ok(())
    }

    /// The fields of groups.
    #[must_use]
    pub fn group_fields(&self) -> Vec<&str> {
        let named = self.group.iter().flatten().map(String::as_str);
        named
            .filter(|name| *name != AUTO && *name != NONE)
            .collect()
    }

    /// Whether near-duplicates stay together.
    #[must_use]
    pub fn keeps_near_duplicates(&self) -> bool {
        self.group.iter().flatten().any(|name| name == AUTO)
    }

    /// The folds over the rows, and how to tell of them.
    pub(super) fn folds(
        &self,
        rows: &Rows,
        groups: Option<&[usize]>,
        seed: u64,
    ) -> Result<Folds, Error> {
        let count = self.folds.unwrap_or(5);
        Ok(match (self.kind, groups) {
            (Kind::Stratified, None) => split::stratified(&rows.labels, count, Some(seed))?,
            (Kind::Stratified, Some(groups)) => {
                split::stratified_grouped(&rows.labels, groups, count, Some(seed))?
            }
            (Kind::Grouped, groups) => split::grouped(groups.unwrap_or_default(), count)?,
            (Kind::Temporal, _) => split::temporal(&rows.by, count)?,
            (Kind::LeaveOneSourceOut, _) => split::leave_one_source_out(&rows.by)?,
            (Kind::HeldOut, _) => {
                let part = |held: bool| {
                    (0..rows.texts.len())
                        .filter(|&row| rows.held_out.get(row).copied().unwrap_or(false) == held)
                        .collect()
                };
                let fold = Fold {
                    train: part(false),
                    test: part(true),
                };
                Folds::new(vec![fold], rows.texts.len())?
            }
        })
    }

    /// How the rows are tested, for people.
    pub(super) fn describe(&self) -> String {
        let by = self.by.as_deref().unwrap_or_default();
        let how = match (self.kind, self.folds) {
            (Kind::Stratified, Some(folds)) => format!("{folds} stratified folds, in-domain"),
            (Kind::Grouped, Some(folds)) => format!("{folds} folds of groups, in-domain"),
            (Kind::Temporal, Some(folds)) => format!("{folds} folds forward in {by:?}"),
            (Kind::LeaveOneSourceOut, _) => format!("one {by:?} left out at a time"),
            _ => "held-out rows".to_owned(),
        };
        match self.group.as_deref() {
            Some([one]) if one == NONE => format!("{how}, near-duplicates not kept together"),
            Some(named) => format!("{how}, kept together by {}", named.join(" and ")),
            None => how,
        }
    }
}
