//! Columns on a terminal that hold Arabic.
//!
//! A cell takes the columns that a terminal gives it: a vowel mark none, a wide character two. Arabic is never reordered
//! here, since terminals that know bidi would turn it twice; each cell is isolated (U+2068 and U+2069), so that its words
//! cannot pull the columns beside it along, and padded outside of the isolate.

use anstyle::Style;
use unicode_width::UnicodeWidthChar;

const FIRST_STRONG_ISOLATE: char = '\u{2068}';
const POP_ISOLATE: char = '\u{2069}';

/// A text that cannot draw on the terminal or turn what stands beside it: controls become spaces, and right-to-left
/// characters are isolated.
pub(crate) fn isolated(text: &str) -> String {
    let text = harmless(text);
    if text.is_ascii() {
        text
    } else {
        format!("{FIRST_STRONG_ISOLATE}{text}{POP_ISOLATE}")
    }
}

/// The beginning of a text that is wider than `most` columns; the rest of a long text is not looked at.
pub(crate) fn shortened(text: &str, most: usize) -> String {
    let (mut out, mut taken, mut fits) = (String::new(), 0, 0);
    for c in text.chars().map(drawn) {
        taken += c.width().unwrap_or(0);
        if taken > most {
            out.truncate(fits);
            out.push('…');
            break;
        }
        out.push(c);
        if taken < most {
            fits = out.len();
        }
    }
    out
}

/// How many columns a terminal gives to a text. Characters are counted one by one, as `wcwidth` does: a terminal does
/// not join lam and alef.
pub(crate) fn width(text: &str) -> usize {
    text.chars().filter_map(UnicodeWidthChar::width).sum()
}

fn harmless(text: &str) -> String {
    text.chars().map(drawn).collect()
}

fn drawn(c: char) -> char {
    if c.is_control() || is_bidi_control(c) {
        ' '
    } else {
        c
    }
}

const fn is_bidi_control(c: char) -> bool {
    matches!(c, '\u{061C}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

/// One cell: what it says and how.
pub(crate) struct Cell {
    text: String,
    style: Style,
    right: bool,
}

impl Cell {
    /// Words, from the left.
    pub(crate) fn words(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            style: Style::new(),
            right: false,
        }
    }

    /// A figure, from the right.
    pub(crate) fn number(text: String) -> Self {
        Self {
            right: true,
            ..Self::words(text)
        }
    }

    /// In a colour.
    pub(crate) fn style(self, style: Style) -> Self {
        Self { style, ..self }
    }
}

/// Between two columns.
const GAP: usize = 2;
/// The least that is left for the last column before another is dropped for it.
const LAST: usize = 20;

/// Lines of cells, each column as wide as its widest cell; the last takes what is left of `room`.
///
/// Where it would be narrower than twenty columns, the columns in `spare` are left out, one after the other.
pub(crate) fn columns(mut rows: Vec<Vec<Cell>>, room: usize, spare: &[usize]) -> String {
    let count = rows.first().map_or(0, Vec::len);
    // Of the last cell no more is looked at than a line may hold: it may be a whole document.
    let most = |at| {
        if at + 1 == count {
            room.max(LAST)
        } else {
            usize::MAX
        }
    };
    let taken = |row: &Vec<Cell>, at: usize| width(&shortened(&row[at].text, most(at)));
    let widths: Vec<usize> = (0..count)
        .map(|at| rows.iter().map(|row| taken(row, at)).max())
        .map(Option::unwrap_or_default)
        .collect();
    let mut shown: Vec<usize> = (0..count).collect();
    let before = |shown: &[usize]| -> usize {
        let fixed = &shown[..shown.len().saturating_sub(1)];
        fixed.iter().map(|&at| widths[at] + GAP).sum::<usize>() + GAP
    };
    for column in spare {
        if room < before(&shown) + LAST {
            shown.retain(|at| at != column);
        }
    }
    let last = room.saturating_sub(before(&shown)).max(LAST);
    let mut out = String::new();
    for row in &mut rows {
        let mut line = String::new();
        for (place, &at) in shown.iter().enumerate() {
            let Cell { text, style, right } = &row[at];
            let ends = place + 1 == shown.len();
            let text = shortened(text, if ends { last } else { widths[at] });
            let pad = " ".repeat(widths[at] - width(&text).min(widths[at]));
            line.push_str(&" ".repeat(GAP));
            let text = isolated(&text);
            match (right, ends) {
                (true, _) => line.push_str(&format!("{pad}{style}{text}{style:#}")),
                (false, true) => line.push_str(&format!("{style}{text}{style:#}")),
                (false, false) => line.push_str(&format!("{style}{text}{style:#}{pad}")),
            }
        }
        out.push_str(line.trim_end());
        out.push('\n');
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_cannot_draw_on_the_terminal() {
        assert_eq!(isolated("a\u{1B}[2Jb\u{202E}c"), "a [2Jb c");
        assert_eq!(isolated("نص\u{2069}\r"), "\u{2068}نص  \u{2069}");
    }

    #[test]
    fn long_texts_are_cut_by_the_columns_they_take() {
        assert_eq!(shortened("قَالَ", 3), "قَالَ", "marks take no column");
        assert_eq!(shortened("قالوا", 4), "قال…");
        assert_eq!(
            shortened("日本語", 5),
            "日本…",
            "a wide character takes two"
        );
    }

    #[test]
    fn columns_stand_below_each_other_whatever_they_hold() {
        let row = |a: &str, b: &str, c: &str| {
            vec![Cell::words(a), Cell::number(b.to_owned()), Cell::words(c)]
        };
        let rows = vec![
            row("name", "1", "x"),
            row("مُحَمَّد", "22", "داعش"),
            row("日本", "333", "y"),
        ];
        let out = columns(rows, 80, &[]);
        let until = |line: &str| {
            let at = line.rfind(|c: char| c.is_ascii_digit()).unwrap();
            width(&line[..=at])
        };
        let ends: Vec<usize> = out.lines().map(until).collect();
        assert_eq!(ends, [11, 11, 11], "{out}");
        assert!(out.contains("\u{2068}مُحَمَّد\u{2069}  "), "{out}");
    }

    #[test]
    fn a_narrow_terminal_loses_the_spare_columns_first() {
        let row = || {
            let text = "كلمة ".repeat(12);
            vec![
                Cell::words("a".repeat(12)),
                Cell::words("b".repeat(12)),
                Cell::words(text),
            ]
        };
        let wide = columns(vec![row()], 80, &[1]);
        assert!(wide.contains("bbb"));
        let narrow = columns(vec![row()], 40, &[1]);
        assert!(!narrow.contains("bbb"), "{narrow}");
        for (out, room) in [(wide, 80), (narrow, 40)] {
            assert!(out.lines().all(|line| width(line) <= room), "{out}");
        }
    }
}
