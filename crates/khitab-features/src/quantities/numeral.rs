//! Number words and their values, from `data/grammar/numerals.tsv`; normalised forms.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use crate::words::table;

/// What a number word does in a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Kind {
    Small,
    Hundreds,
    Part,
    Parts,
    Multiplier,
    Order,
}

const KINDS: [(&str, Kind); 6] = [
    ("small", Kind::Small),
    ("hundreds", Kind::Hundreds),
    ("part", Kind::Part),
    ("parts", Kind::Parts),
    ("multiplier", Kind::Multiplier),
    ("order", Kind::Order),
];

static TABLE: LazyLock<FxHashMap<(&'static str, Kind), f64>> =
    LazyLock::new(|| rows().flatten().collect());

/// The rows of the table; `None` for one that cannot be read.
fn rows() -> impl Iterator<Item = Option<((&'static str, Kind), f64)>> {
    table("numerals").map(|(word, rest)| {
        let (name, written) = rest.split_once('\t')?;
        let kind = KINDS.iter().find(|(kind, _)| *kind == name)?.1;
        let value = match written.split_once('/') {
            Some((of, whole)) => of.parse::<f64>().ok()? / whole.parse::<f64>().ok()?,
            None => written.parse().ok()?,
        };
        Some(((word, kind), value))
    })
}

fn value(form: &str, kind: Kind) -> Option<f64> {
    TABLE.get(&(form, kind)).copied()
}

/// A number below a thousand, خمسمئة and the like written as one word among them.
pub(super) fn small(form: &str) -> Option<f64> {
    let ones = || {
        let ones = form.strip_suffix("مئه");
        ones.or_else(|| form.strip_suffix("مائه"))
    };
    value(form, Kind::Small).or_else(|| value(ones()?, Kind::Hundreds))
}

/// A part that is one word. A fifth and a tenth are written as five and ten are.
pub(super) fn part(form: &str) -> Option<f64> {
    value(form, Kind::Part)
}

/// The parts that a number is counted in.
pub(super) fn parts(form: &str) -> Option<f64> {
    value(form, Kind::Parts)
}

/// What multiplies the number before it.
pub(super) fn multiplier(form: &str) -> Option<f64> {
    value(form, Kind::Multiplier)
}

/// What stands alone for an order of size, without its article.
pub(super) fn order(form: &str) -> Option<f64> {
    value(form, Kind::Order)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_is_read_once() {
        assert!(rows().all(|row| row.is_some()));
        assert_eq!(rows().count(), TABLE.len());
    }

    #[test]
    fn words_have_their_value_in_their_place() {
        assert_eq!(small("خمسمئه"), Some(500.0));
        assert_eq!(small("اثنتين"), Some(2.0));
        assert_eq!(part("ثلثا"), Some(2.0 / 3.0));
        assert_eq!(parts("اخماس"), Some(0.2));
        assert_eq!(multiplier("ملياري"), Some(2e9));
        assert_eq!(order("الوف"), Some(1e3));
        for none in ["", "مئه مئه", "كتاب", "بمئه"] {
            assert_eq!(small(none), None, "{none}");
        }
        assert_eq!(multiplier("عشرات"), None);
    }
}
