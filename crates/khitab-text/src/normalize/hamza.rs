//! Hamza on its carriers: ؤ ئ.

use super::choice::{choices, rules};
use super::table::Rules;

choices! {
    /// What becomes of a hamza that sits on a letter.
    Hamza {
        /// It stays.
        Keep = "keep",
        /// ؤ becomes و and ئ becomes ي, as in Maha and araclean.
        Carrier = "carrier",
        /// أ إ ؤ ئ become ء, as in PyArabic.
        Bare = "bare",
    }
}

impl Hamza {
    pub(crate) fn rules(self) -> Rules {
        rules("hamza", self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::normalize::cases::check;

    #[test]
    fn cases() {
        check(
            |p| p.hamza = Hamza::Carrier,
            &[("مؤمن قائل ماء أب", "مومن قايل ماء أب")],
        );
        check(
            |p| p.hamza = Hamza::Bare,
            &[("مؤمن قائل ماء أب", "مءمن قاءل ماء ءب")],
        );
    }
}
