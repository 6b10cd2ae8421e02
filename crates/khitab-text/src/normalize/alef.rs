//! Alef with hamza or madda: أ إ آ.

use super::choice::{choices, rules};
use super::table::Rules;

choices! {
    /// What becomes of the alefs that carry hamza or madda.
    ///
    /// Follows CAMeL Tools `normalize_alef_ar` except for wasla, which is a step of its own.
    Alef {
        /// They stay.
        Keep = "keep",
        /// أ إ آ ٲ ٳ become ا.
        Bare = "bare",
    }
}

impl Alef {
    pub(crate) fn rules(self) -> Rules {
        rules("alef", self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::normalize::cases::check;

    #[test]
    fn cases() {
        check(
            |p| p.alef = Alef::Bare,
            &[
                ("أحمد إلى آخر", "احمد الى اخر"),
                ("ماء مؤمن ٱلله", "ماء مؤمن ٱلله"),
            ],
        );
    }
}
