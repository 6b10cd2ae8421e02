//! Letters repeated for the sound of it: جميييييل.

use super::choice::choices;
use super::places;
use super::rewrite::{Rewriter, Rewritten};
use crate::Span;
use crate::offsets::Attach;

choices! {
    /// What becomes of a letter that stands three times or more in a row.
    Elongation {
        /// It stays.
        Keep = "keep",
        /// Two are left, as in AraBERT and Maha.
        Two = "two",
        /// One Arabic letter is left, or two of lam, as in الله; of other scripts two.
        One = "one",
    }
}

/// A run of this many is nobody's spelling.
const RUN: usize = 3;

/// Shortens runs of one letter; `None` when there is none.
pub(crate) fn rewrite(choice: Elongation, source: &str) -> Option<Rewritten> {
    if choice == Elongation::Keep {
        return None;
    }
    let mut out = Rewriter::new(source);
    for (span, letter) in runs(source) {
        let kept = match choice {
            Elongation::One if is_arabic(letter) && letter != 'ل' => 1,
            _ => 2,
        };
        let from = span.start() + kept * letter.len_utf8();
        out.replace(Span::new(from, span.end()), "", Attach::Before);
    }
    out.finish()
}

/// The runs of three letters and more.
fn runs(source: &str) -> impl Iterator<Item = (Span, char)> + '_ {
    let mut at = 0;
    core::iter::from_fn(move || {
        loop {
            let start = places::thrice(source.as_bytes(), at);
            let letter = source[start..].chars().next()?;
            let count = source[start..].chars().take_while(|c| *c == letter).count();
            at = start + count * letter.len_utf8();
            if count >= RUN && letter.is_alphabetic() && letter != '\u{0640}' {
                return Some((Span::new(start, at), letter));
            }
        }
    })
}

fn is_arabic(c: char) -> bool {
    matches!(c, '\u{0600}'..='\u{06FF}' | '\u{0750}'..='\u{077F}' | '\u{08A0}'..='\u{08FF}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::normalize::cases::check;

    #[test]
    fn cases() {
        check(
            |p| p.elongation = Elongation::One,
            &[
                ("جميييييل جداااا", "جميل جدا"),
                ("اللللله", "الله"),
                ("sooooo 1000", "soo 1000"),
                ("مما تتابع", "مما تتابع"),
            ],
        );
        check(|p| p.elongation = Elongation::Two, &[("جميييييل", "جمييل")]);
    }
}
