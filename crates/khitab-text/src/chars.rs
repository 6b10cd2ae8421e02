//! The character tables of `data/chars`, read once.
//!
//! The rows are data, not code: `marks.tsv` gives every mark a class, `controls.tsv` every
//! inkless character a kind, `folds.tsv` what a letter becomes under a choice of a step.

use std::sync::LazyLock;

/// The zero of every script that counts in tens, but ASCII, as of Unicode 14.
pub(crate) const DECIMAL_ZEROS: [char; 65] = [
    '\u{660}',
    '\u{6F0}',
    '\u{7C0}',
    '\u{966}',
    '\u{9E6}',
    '\u{A66}',
    '\u{AE6}',
    '\u{B66}',
    '\u{BE6}',
    '\u{C66}',
    '\u{CE6}',
    '\u{D66}',
    '\u{DE6}',
    '\u{E50}',
    '\u{ED0}',
    '\u{F20}',
    '\u{1040}',
    '\u{1090}',
    '\u{17E0}',
    '\u{1810}',
    '\u{1946}',
    '\u{19D0}',
    '\u{1A80}',
    '\u{1A90}',
    '\u{1B50}',
    '\u{1BB0}',
    '\u{1C40}',
    '\u{1C50}',
    '\u{A620}',
    '\u{A8D0}',
    '\u{A900}',
    '\u{A9D0}',
    '\u{A9F0}',
    '\u{AA50}',
    '\u{ABF0}',
    '\u{FF10}',
    '\u{104A0}',
    '\u{10D30}',
    '\u{11066}',
    '\u{110F0}',
    '\u{11136}',
    '\u{111D0}',
    '\u{112F0}',
    '\u{11450}',
    '\u{114D0}',
    '\u{11650}',
    '\u{116C0}',
    '\u{11730}',
    '\u{118E0}',
    '\u{11950}',
    '\u{11C50}',
    '\u{11D50}',
    '\u{11DA0}',
    '\u{16A60}',
    '\u{16AC0}',
    '\u{16B50}',
    '\u{1D7CE}',
    '\u{1D7D8}',
    '\u{1D7E2}',
    '\u{1D7EC}',
    '\u{1D7F6}',
    '\u{1E140}',
    '\u{1E2F0}',
    '\u{1E950}',
    '\u{1FBF0}',
];

/// Whether the character is a digit of any script that counts in tens.
pub(crate) fn is_decimal_digit(c: char) -> bool {
    let before = DECIMAL_ZEROS.partition_point(|zero| *zero <= c);
    let zero = before.checked_sub(1).map_or('0', |at| DECIMAL_ZEROS[at]);
    (c as u32).wrapping_sub(zero as u32) < 10
}

/// One row of `folds.tsv`.
#[derive(Clone, Copy, Debug)]
struct Fold {
    step: &'static str,
    choice: &'static str,
    from: char,
    to: char,
}

static FOLDS: LazyLock<Vec<Fold>> = LazyLock::new(|| {
    rows("folds", |[step, choice, code, to]| {
        Some(Fold {
            step,
            choice,
            from: code_point(code)?,
            to: code_point(to)?,
        })
    })
});

static MARKS: LazyLock<Vec<(char, &str)>> =
    LazyLock::new(|| rows("marks", |[code, class]| Some((code_point(code)?, class))));

static CONTROLS: LazyLock<Vec<(char, &str)>> =
    LazyLock::new(|| rows("controls", |[code, kind]| Some((code_point(code)?, kind))));

/// What each character of a step becomes under a choice.
pub(crate) fn folds(step: &str, choice: &str) -> impl Iterator<Item = (char, char)> {
    let kept = move |fold: &&Fold| fold.step == step && fold.choice == choice;
    FOLDS.iter().filter(kept).map(|fold| (fold.from, fold.to))
}

/// Every Arabic mark with the name of its class.
pub(crate) fn marks() -> impl Iterator<Item = (char, &'static str)> {
    MARKS.iter().copied()
}

/// Every inkless character with the name of its kind.
pub(crate) fn controls() -> impl Iterator<Item = (char, &'static str)> {
    CONTROLS.iter().copied()
}

/// Reads the first `N` columns of a table; a row that does not fit is our own mistake.
pub(crate) fn rows<const N: usize, T>(
    table: &str,
    read: impl Fn([&'static str; N]) -> Option<T>,
) -> Vec<T> {
    let text = khitab_data::CHARS
        .iter()
        .find(|(name, _)| *name == table)
        .map_or("", |(_, text)| text);
    let mut out = Vec::new();
    for line in text.lines().filter(|line| !line.starts_with('#')).skip(1) {
        let mut columns = line.split('\t');
        let row = core::array::from_fn(|_| columns.next().unwrap_or_default());
        let row = read(row);
        debug_assert!(row.is_some(), "{table}.tsv: {line:?}");
        out.extend(row);
    }
    debug_assert!(!out.is_empty(), "{table}.tsv has no rows");
    out
}

pub(crate) fn code_point(hex: &str) -> Option<char> {
    char::from_u32(u32::from_str_radix(hex, 16).ok()?)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_row_is_read_and_no_row_twice() {
        for (table, lines) in [("marks", MARKS.len()), ("controls", CONTROLS.len())] {
            let text = khitab_data::CHARS.iter().find(|t| t.0 == table).unwrap().1;
            let rows = text.lines().filter(|l| !l.starts_with('#')).count() - 1;
            assert_eq!(rows, lines, "{table}");
        }
        let keys: BTreeSet<_> = FOLDS.iter().map(|f| (f.step, f.choice, f.from)).collect();
        assert_eq!(keys.len(), FOLDS.len());
    }

    #[test]
    fn the_standard_marks_have_classes() {
        use unicode_normalization::char::is_combining_mark;
        let known: BTreeSet<char> = marks().map(|m| m.0).collect();
        let blocks = [
            '\u{0610}'..='\u{06FF}',
            '\u{0890}'..='\u{08FF}',
            '\u{10EC0}'..='\u{10EFF}',
        ];
        for c in blocks.into_iter().flatten() {
            assert!(!is_combining_mark(c) || known.contains(&c), "{c:?}");
        }
    }
}
