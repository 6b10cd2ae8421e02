//! Characters without ink: bidi controls, joiners, zero-width spaces.

use super::choice::choices;
use super::table::{Fold, Rules};
use crate::chars;
use crate::offsets::Attach;

choices! {
    /// What becomes of characters without ink.
    ///
    /// A zero-width joiner between the parts of an emoji always stays.
    Controls {
        /// They stay.
        Keep = "keep",
        /// They are deleted: the word around them is whole again.
        Delete = "delete",
        /// A zero-width space or non-joiner, which part what stands around them, becomes a space;
        /// all others are deleted.
        Space = "space",
    }
}

impl Controls {
    pub(crate) fn rules(self) -> Rules {
        match self {
            Self::Keep => Rules::new(),
            Self::Delete => deletions().collect(),
            Self::Space => deletions()
                .chain(PARTING.map(|c| (c, Fold::To(" ".to_owned()))))
                .collect(),
        }
    }
}

/// What parts two words, or the two halves of a Persian one.
const PARTING: [char; 2] = [ZERO_WIDTH_SPACE, ZERO_WIDTH_NON_JOINER];
const ZERO_WIDTH_SPACE: char = '\u{200B}';
const ZERO_WIDTH_NON_JOINER: char = '\u{200C}';

fn deletions() -> impl Iterator<Item = (char, Fold)> {
    chars::controls().map(|(c, kind)| match kind {
        "joiner" => (c, Fold::Joiner),
        _ => (c, Fold::Delete(Attach::Nothing)),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::normalize::cases::check;

    #[test]
    fn cases() {
        check(
            |p| p.controls = Controls::Delete,
            &[
                ("\u{202B}دا\u{200C}عش\u{202C}", "داعش"),
                ("ب\u{200D}ب", "بب"),
                ("👨\u{200D}👩\u{200D}👧", "👨\u{200D}👩\u{200D}👧"),
                ("❤\u{FE0F}\u{200D}\u{200D}🔥", "❤\u{FE0F}\u{200D}🔥"),
            ],
        );
        check(
            |p| p.controls = Controls::Space,
            &[
                ("\u{202B}می\u{200C}شود\u{202C}", "می شود"),
                ("قال\u{200B}نعم\u{FEFF}", "قال نعم"),
                ("👨\u{200D}👩", "👨\u{200D}👩"),
            ],
        );
    }
}
