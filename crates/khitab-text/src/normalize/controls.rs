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
    }
}

impl Controls {
    pub(crate) fn rules(self) -> Rules {
        match self {
            Self::Keep => Rules::new(),
            Self::Delete => chars::controls()
                .map(|(c, kind)| (c, deletion(kind)))
                .collect(),
        }
    }
}

fn deletion(kind: &str) -> Fold {
    match kind {
        "joiner" => Fold::Joiner,
        _ => Fold::Delete(Attach::Nothing),
    }
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
    }
}
