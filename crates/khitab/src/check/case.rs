//! The cases of a suite, as KhitabCheck and Multilingual HateCheck write them.

use serde_json::{Map, Value};

use crate::Error;

/// One text of a suite.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Case {
    /// Its name in the suite.
    pub id: String,
    /// The question it belongs to.
    pub functionality: String,
    /// The text.
    pub text: String,
    /// Whether a model should find it.
    pub positive: bool,
    /// Shared by texts that differ in little but in whether they should be found.
    pub pair: Option<String>,
    /// The group spoken about.
    pub target: Option<String>,
    /// The variety.
    pub dialect: Option<String>,
}

/// Labels of suites that say a text should be found.
const POSITIVE: [&str; 2] = ["use", "hateful"];

/// Labels of suites that say it should not.
const OTHER: [&str; 3] = ["mention", "ordinary", "non-hateful"];

impl Case {
    /// Reads the fields of a row.
    ///
    /// KhitabCheck has `id`, `functionality`, `label`, `pair`, `target`, `dialect`; Multilingual
    /// HateCheck (Röttger et al. 2022) has `mhc_case_id`, `functionality`, `label_gold`,
    /// `target_ident`, and in `ref_case_id` the number of the case that one was made from, which
    /// makes the two a pair. `says` tells what a label means that neither of the two uses.
    ///
    /// # Errors
    /// Names the field that is missing, or the label that nobody knows.
    pub fn read(
        text: &str,
        field: impl Fn(&str) -> Option<String>,
        says: impl Fn(&str) -> Option<bool>,
    ) -> Result<Self, Error> {
        let own = |name: &str| field(name).filter(|value| !value.trim().is_empty());
        let first = |names: [&str; 2]| {
            let found = names.into_iter().find_map(own);
            found.ok_or_else(|| {
                Error::new(format!(
                    "field {:?} is missing (or {:?})",
                    names[0], names[1]
                ))
            })
        };
        let label = first(["label", "label_gold"])?;
        let positive = match label.as_str() {
            known if POSITIVE.contains(&known) => true,
            known if OTHER.contains(&known) => false,
            other => says(other).ok_or_else(|| {
                let known = POSITIVE.iter().chain(&OTHER).copied().collect::<Vec<_>>();
                Error::new(format!(
                    "label {other:?} is none of the suite's ({}) nor of the model's",
                    known.join(", ")
                ))
            })?,
        };
        let id = first(["id", "mhc_case_id"])?;
        Ok(Self {
            functionality: own("functionality")
                .ok_or_else(|| Error::new("field \"functionality\" is missing"))?,
            text: text.to_owned(),
            positive,
            pair: own("pair").or_else(|| reference(&id, own("ref_case_id").as_deref())),
            target: own("target").or_else(|| own("target_ident")),
            dialect: own("dialect"),
            id,
        })
    }
}

/// The number of the case that others were made from: a reference such as `785.0`, or else the
/// number of the case itself, as in `arabic-785`.
fn reference(id: &str, to: Option<&str>) -> Option<String> {
    let number = match to {
        Some(to) => to.strip_suffix(".0").unwrap_or(to),
        None => id.rsplit_once('-')?.1,
    };
    number.parse::<u64>().ok().map(|number| number.to_string())
}

/// The suites that ship, by name.
///
/// `khitabcheck` has use against mention in minimal pairs of our own writing; lists and scopes were
/// extended while its failures were read. `khitabcheck-blind` has other wording that nobody develops
/// against: its figures are the ones to quote.
pub const SHIPPED: [&str; 2] = ["khitabcheck", "khitabcheck-blind"];

/// The cases of a suite that ships; nothing for another name.
#[must_use]
pub fn shipped(name: &str) -> Option<Vec<Case>> {
    match name {
        "khitabcheck" => Some(cases(khitab_data::KHITABCHECK)),
        "khitabcheck-blind" => Some(cases(khitab_data::KHITABCHECK_BLIND)),
        _ => None,
    }
}

/// The cases of a suite in the tree.
///
/// # Panics
/// Never: tests read every suite that ships.
fn cases(lines: &str) -> Vec<Case> {
    let case = |line: &str| -> Option<Case> {
        let row: Map<String, Value> = serde_json::from_str(line).ok()?;
        let field = |name: &str| row.get(name)?.as_str().map(str::to_owned);
        Case::read(&field("text")?, field, |_| None).ok()
    };
    lines
        .lines()
        .map(|line| case(line).expect("a shipped case"))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(fields: &[(&str, &str)]) -> Result<Case, String> {
        let field = |name: &str| {
            let found = fields.iter().find(|(key, _)| *key == name);
            found.map(|(_, value)| (*value).to_owned())
        };
        let says = |label: &str| (label == "offensive").then_some(true);
        Case::read("نص", field, says).map_err(|error| error.to_string())
    }

    #[test]
    fn hatecheck_rows_pair_with_the_case_they_were_made_from() {
        let source = [
            ("mhc_case_id", "arabic-785"),
            ("functionality", "threat_dir_h"),
            ("label_gold", "hateful"),
            ("ref_case_id", ""),
            ("target_ident", ""),
        ];
        let twin = [
            ("mhc_case_id", "arabic-1732"),
            ("functionality", "negate_neg_nh"),
            ("label_gold", "non-hateful"),
            ("ref_case_id", "785.0"),
            ("target_ident", "neighbours"),
        ];
        let (source, twin) = (read(&source).unwrap(), read(&twin).unwrap());
        assert!(source.positive && !twin.positive);
        assert_eq!(
            (source.pair.as_deref(), twin.pair.as_deref()),
            (Some("785"), Some("785"))
        );
        assert_eq!(
            (source.target, twin.target.as_deref()),
            (None, Some("neighbours"))
        );
    }

    #[test]
    fn what_is_missing_is_named() {
        let row = [("id", "1"), ("functionality", "news"), ("label", "maybe")];
        assert!(
            read(&row)
                .unwrap_err()
                .starts_with("label \"maybe\" is none of the suite's")
        );
        assert_eq!(
            read(&row[..2]).unwrap_err(),
            "field \"label\" is missing (or \"label_gold\")"
        );
        assert!(
            read(&[("id", "1"), ("label", "use")])
                .unwrap_err()
                .contains("functionality")
        );
        assert!(
            read(&[("id", "1"), ("functionality", "f"), ("label", "offensive")])
                .unwrap()
                .positive
        );
    }

    #[test]
    fn the_shipped_suites_are_read_whole() {
        for name in SHIPPED {
            let cases = shipped(name).unwrap();
            assert!(cases.len() > 1_000, "{name}: {} cases", cases.len());
            assert!(
                cases
                    .iter()
                    .all(|case| case.pair.is_some() && case.target.is_some())
            );
        }
        assert_eq!(shipped("no-such"), None);
    }
}
