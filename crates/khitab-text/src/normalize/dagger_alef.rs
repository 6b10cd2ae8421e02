//! Dagger alef, the small alef above a letter: U+0670.

use super::choice::{choices, rules};
use super::table::{Fold, Rules};
use crate::offsets::Attach;

choices! {
    /// What becomes of the dagger alef.
    DaggerAlef {
        /// It stays.
        Keep = "keep",
        /// It is deleted, as a mark.
        Delete = "delete",
        /// It becomes ا, as in the usual spelling of many (not all) of its words.
        Alef = "alef",
    }
}

impl DaggerAlef {
    pub(crate) fn rules(self) -> Rules {
        match self {
            Self::Delete => Rules::from([('\u{0670}', Fold::Delete(Attach::Before))]),
            _ => rules("dagger_alef", self.as_str()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::normalize::cases::check;

    #[test]
    fn cases() {
        let word = "ه\u{0670}ذا";
        check(|p| p.dagger_alef = DaggerAlef::Delete, &[(word, "هذا")]);
        check(|p| p.dagger_alef = DaggerAlef::Alef, &[(word, "هاذا")]);
    }
}
