//! Tatweel, the stroke that stretches a word: U+0640.

use super::choice::choices;
use super::table::{Fold, Rules};
use crate::offsets::Attach;

choices! {
    /// What becomes of tatweel.
    Tatweel {
        /// It stays.
        Keep = "keep",
        /// It is deleted, also where it stands for a dash: two years with one between them become a number
        /// of eight digits.
        Delete = "delete",
    }
}

impl Tatweel {
    pub(crate) fn rules(self) -> Rules {
        match self {
            Self::Keep => Rules::new(),
            Self::Delete => Rules::from([('\u{0640}', Fold::Delete(Attach::Before))]),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::normalize::cases::check;

    #[test]
    fn cases() {
        check(
            |p| p.tatweel = Tatweel::Delete,
            &[("الحم\u{0640}\u{0640}\u{0640}د", "الحمد"), ("\u{0640}", "")],
        );
    }
}
