//! The discourse features by name: what each measures, in which unit, and whether it may raise a
//! score.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use crate::table::Table;

const COLUMNS: [&str; 10] = [
    "id", "name", "block", "level", "unit", "scoped", "role", "formula", "source", "guard",
];

/// What a feature may do to a score.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "lowercase"))]
pub enum Role {
    /// Evidence that may raise it.
    Risk,
    /// Evidence of another register; must never raise it.
    Control,
    /// A description of topic or form.
    Neutral,
}

/// The unit of a feature's value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "lowercase"))]
pub enum Unit {
    /// Hits per 100 words.
    Rate,
    /// From 0 to 1.
    Ratio,
    /// A count.
    Count,
    /// Any number.
    Score,
    /// Not a value of one document.
    None,
}

/// One feature of the taxonomy.
#[derive(Clone, Copy, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Feature {
    /// Its id, such as `B1` or `F2.mercy`.
    pub id: &'static str,
    /// Its name in words.
    pub name: &'static str,
    /// Its block, `A` to `J`.
    pub block: &'static str,
    /// Where it is measured: token, sentence, document, account, time series.
    pub level: &'static str,
    /// The unit of its value.
    pub unit: Unit,
    /// Whether it is also counted in use.
    pub scoped: bool,
    /// What it may do to a score.
    pub role: Role,
    /// How it is computed.
    pub formula: &'static str,
    /// Where it is from.
    pub source: &'static str,
    /// What keeps it from firing wrongly.
    pub guard: &'static str,
}

/// All features, those without columns too, in the order of the table.
///
/// ```
/// use khitab_features::{Role, feature, taxonomy};
/// assert!(taxonomy().len() > 100);
/// assert_eq!(feature("E5").unwrap().role, Role::Control);
/// ```
#[must_use]
pub fn taxonomy() -> &'static [Feature] {
    static ALL: LazyLock<Vec<Feature>> = LazyLock::new(|| {
        // The table is part of the binary; a test reads every row of it.
        let table = Table::parse("taxonomy.tsv", khitab_data::TAXONOMY, &COLUMNS);
        table.map_or_else(
            |_| Vec::new(),
            |table| table.rows().map(|row| read(&row)).collect(),
        )
    });
    &ALL
}

/// The features that an [`Extractor`](crate::Extractor) of the shipped lists measures: those with columns, in
/// their order.
///
/// ```
/// use khitab_features::{Extractor, measured};
/// assert!(Extractor::default().features().iter().eq(measured()));
/// ```
pub fn measured() -> impl Iterator<Item = &'static Feature> {
    taxonomy().iter().filter(|row| row.unit != Unit::None)
}

/// The feature of that id.
#[must_use]
pub fn feature(id: &str) -> Option<&'static Feature> {
    static BY_ID: LazyLock<FxHashMap<&str, &Feature>> =
        LazyLock::new(|| taxonomy().iter().map(|row| (row.id, row)).collect());
    BY_ID.get(id).copied()
}

fn read(row: &crate::table::Row<'_, 'static>) -> Feature {
    Feature {
        id: row.cell(0),
        name: row.cell(1),
        block: row.cell(2),
        level: row.cell(3),
        unit: match row.cell(4) {
            "rate" => Unit::Rate,
            "ratio" => Unit::Ratio,
            "count" => Unit::Count,
            "none" => Unit::None,
            _ => Unit::Score,
        },
        scoped: row.cell(5) == "yes",
        role: match row.cell(6) {
            "risk" => Role::Risk,
            "control" => Role::Control,
            _ => Role::Neutral,
        },
        formula: row.cell(7),
        source: row.cell(8),
        guard: row.cell(9),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_is_whole_and_its_words_are_known() {
        let table = Table::parse("taxonomy.tsv", khitab_data::TAXONOMY, &COLUMNS).unwrap();
        for row in table.rows() {
            assert!(
                ["rate", "ratio", "count", "score", "none"].contains(&row.cell(4)),
                "line {}",
                row.line
            );
            assert!(["yes", "no"].contains(&row.cell(5)), "line {}", row.line);
            assert!(
                ["risk", "control", "neutral"].contains(&row.cell(6)),
                "line {}",
                row.line
            );
            assert!(
                !row.cell(7).is_empty() && !row.cell(8).is_empty(),
                "line {}",
                row.line
            );
        }
        let mut ids: Vec<&str> = taxonomy().iter().map(|feature| feature.id).collect();
        assert_eq!(ids.len(), table.rows().len());
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), taxonomy().len(), "an id comes twice");
    }

    #[test]
    fn religion_never_raises_a_score() {
        for id in ["E4", "E5", "E6", "E7", "E2.plain"] {
            assert_eq!(feature(id).unwrap().role, Role::Control, "{id}");
        }
    }
}
