//! Persian, Urdu, Pashto and Kurdish letters that stand for Arabic ones: ک ی ہ.

use super::choice::{choices, rules};
use super::table::Rules;

choices! {
    /// What becomes of letters that a foreign keyboard or an evader puts for Arabic ones.
    ///
    /// Letters with a sound of their own in borrowed words (پ چ ژ گ ڤ) are left alone.
    LookAlikes {
        /// They stay.
        Keep = "keep",
        /// They become the Arabic letter that they look like.
        Arabic = "arabic",
    }
}

impl LookAlikes {
    pub(crate) fn rules(self) -> Rules {
        rules("look_alikes", self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::normalize::cases::check;

    #[test]
    fn cases() {
        check(
            |p| p.look_alikes = LookAlikes::Arabic,
            &[
                ("کریم", "كريم"),
                ("ہذا", "هذا"),
                ("پاريس گوگل", "پاريس گوگل"),
            ],
        );
    }
}
