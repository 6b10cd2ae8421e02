//! Spaces, tabs and line ends.

use super::choice::choices;
use super::places;
use super::rewrite::{Rewriter, Rewritten};
use crate::Span;
use crate::offsets::Attach;

choices! {
    /// What becomes of white space.
    Whitespace {
        /// It stays.
        Keep = "keep",
        /// A run becomes one space, or one line end if it holds any; at both ends it goes.
        Collapse = "collapse",
    }
}

/// Collapses runs of white space; `None` when all are single already.
pub(crate) fn rewrite(choice: Whitespace, source: &str) -> Option<Rewritten> {
    if choice == Whitespace::Keep {
        return None;
    }
    let mut out = Rewriter::new(source);
    let start = source.len() - source.trim_start().len();
    out.replace(Span::new(0, start), "", Attach::Nothing);
    // What is white to the end goes whole; a text of nothing else went already.
    let last = source.trim_end().len().max(start);
    let mut at = start;
    while at < last {
        let found = places::spaces(&source.as_bytes()[..last], at);
        let Some(c) = source[found..last].chars().next() else {
            break;
        };
        if !c.is_whitespace() {
            at = found + c.len_utf8();
            continue;
        }
        let start = at + source[at..found].trim_end().len();
        let end = last - source[start..last].trim_start().len();
        let run = &source[start..end];
        let with = if run.contains(is_line_end) { "\n" } else { " " };
        out.replace(Span::new(start, end), with, Attach::Nothing);
        at = end;
    }
    out.replace(Span::new(last, source.len()), "", Attach::Nothing);
    out.finish()
}

fn is_line_end(c: char) -> bool {
    matches!(
        c,
        '\n' | '\r' | '\u{0B}' | '\u{0C}' | '\u{85}' | '\u{2028}' | '\u{2029}'
    )
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::normalize::cases::check;

    #[test]
    fn cases() {
        check(
            |p| p.whitespace = Whitespace::Collapse,
            &[
                ("  قال \t نعم ", "قال نعم"),
                ("قال \r\n\n نعم", "قال\nنعم"),
                ("قال\u{A0}نعم", "قال نعم"),
                (" ", ""),
                ("\u{2003}\n", ""),
            ],
        );
    }

    /// The same, one run after the other.
    fn plain(source: &str) -> String {
        let mut out = String::new();
        let mut rest = source.trim();
        while let Some(at) = rest.find(char::is_whitespace) {
            let (run, after) = (&rest[at..], rest[at..].trim_start());
            let line = run[..run.len() - after.len()].contains(is_line_end);
            out.push_str(&rest[..at]);
            out.push(if line { '\n' } else { ' ' });
            rest = after;
        }
        out + rest
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(256) })]

        #[test]
        fn equals_the_runs(source in "([ا-ج]{0,70}|[ \n\r\t\u{A0}\u{85}\u{2003}\u{2028}]{0,3}|[“é…]){0,12}") {
            let done = rewrite(Whitespace::Collapse, &source);
            prop_assert_eq!(done.map_or(source.clone(), |done| done.text), plain(&source));
        }
    }
}
