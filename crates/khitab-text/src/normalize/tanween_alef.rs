//! The alef that carries a final fathatan: كتاباً.

use super::choice::choices;
use super::rewrite::{Rewriter, Rewritten};
use crate::Span;
use crate::offsets::Attach;

choices! {
    /// What becomes of a final alef that only carries fathatan.
    ///
    /// A bare final alef is left alone: without the mark nobody can tell كتابا from هنا.
    TanweenAlef {
        /// It stays.
        Keep = "keep",
        /// Both are deleted, whichever of them stands first: كتاباً and كتابًا become كتاب.
        Delete = "delete",
    }
}

const FATHATAN: &str = "\u{064B}";
const ALEF: &str = "ا";

/// Deletes final alefs with fathatan; `None` when there is none.
pub(crate) fn rewrite(choice: TanweenAlef, source: &str) -> Option<Rewritten> {
    if choice == TanweenAlef::Keep {
        return None;
    }
    let mut out = Rewriter::new(source);
    let mut done = 0;
    for at in memchr::memmem::find_iter(source.as_bytes(), FATHATAN) {
        let after = at + FATHATAN.len();
        let span = if source[after..].starts_with(ALEF) {
            Span::new(at, after + ALEF.len())
        } else if at >= done + ALEF.len() && source[..at].ends_with(ALEF) {
            Span::new(at - ALEF.len(), after)
        } else {
            continue;
        };
        if ends_word(source, span) {
            out.replace(span, "", Attach::Before);
            done = span.end();
        }
    }
    out.finish()
}

/// Whether a letter stands before the span and none after it.
fn ends_word(source: &str, span: Span) -> bool {
    let before = source[..span.start()].chars().next_back();
    let after = source[span.end()..].chars().next();
    before.is_some_and(is_letter) && !after.is_some_and(is_letter)
}

fn is_letter(c: char) -> bool {
    matches!(c, '\u{0620}'..='\u{065F}' | '\u{066E}'..='\u{06D3}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::normalize::cases::check;

    #[test]
    fn cases() {
        check(
            |p| p.tanween_alef = TanweenAlef::Delete,
            &[
                ("كتابا\u{064B} و", "كتاب و"),
                ("كتاب\u{064B}ا.", "كتاب."),
                ("هنا قالوا", "هنا قالوا"),
                ("مساء\u{064B}", "مساء\u{064B}"),
                ("ا\u{064B}", "ا\u{064B}"),
            ],
        );
    }
}
