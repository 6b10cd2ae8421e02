//! Capitals of Latin, Greek, Cyrillic and Armenian words inside Arabic text.

use super::choice::choices;
use super::table::{Fold, Rules};

choices! {
    /// What becomes of capitals.
    LetterCase {
        /// They stay.
        Keep = "keep",
        /// They become small, where one small letter answers to them.
        Lower = "lower",
    }
}

impl LetterCase {
    pub(crate) fn rules(self) -> Rules {
        match self {
            Self::Keep => Rules::new(),
            Self::Lower => ('A'..'\u{0600}')
                .chain('\u{1E00}'..'\u{2000}')
                .filter_map(|c| Some((c, Fold::To(small(c)?))))
                .collect(),
        }
    }
}

fn small(c: char) -> Option<String> {
    // U+0130 has no small letter of its own; Unicode gives it two characters.
    if c == '\u{0130}' {
        return Some("i".to_owned());
    }
    let small: String = c.to_lowercase().collect();
    (small.chars().count() == 1 && !small.chars().eq([c])).then_some(small)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::normalize::cases::check;

    #[test]
    fn cases() {
        check(
            |p| p.letter_case = LetterCase::Lower,
            &[("وكالة BBC وÉa", "وكالة bbc وéa")],
        );
    }
}
