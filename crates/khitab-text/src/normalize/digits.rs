//! Digits: ٠ to ٩ and ۰ to ۹.

use super::choice::{choices, rules};
use super::table::Rules;

choices! {
    /// Which digits the text gets.
    Digits {
        /// They stay.
        Keep = "keep",
        /// Arabic-Indic and Persian digits become 0 to 9.
        Ascii = "ascii",
        /// 0 to 9 and Persian digits become ٠ to ٩.
        ArabicIndic = "arabic_indic",
    }
}

impl Digits {
    pub(crate) fn rules(self) -> Rules {
        rules("digits", self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::normalize::cases::check;

    #[test]
    fn cases() {
        check(
            |p| p.digits = Digits::Ascii,
            &[("عام ٢٠١٧ و۴۵", "عام 2017 و45")],
        );
        check(
            |p| p.digits = Digits::ArabicIndic,
            &[("عام 2017 و۴۵", "عام ٢٠١٧ و٤٥")],
        );
    }
}
