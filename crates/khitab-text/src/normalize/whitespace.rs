//! Spaces, tabs and line ends.

use super::choice::choices;
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
    let mut at = 0;
    while let Some(found) = source[at..].find(char::is_whitespace) {
        let start = at + found;
        let rest = source[start..].trim_start();
        let end = source.len() - rest.len();
        let run = &source[start..end];
        let with = match run {
            _ if start == 0 || end == source.len() => "",
            run if run.contains(is_line_end) => "\n",
            _ => " ",
        };
        out.replace(Span::new(start, end), with, Attach::Nothing);
        at = end;
    }
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
            ],
        );
    }
}
