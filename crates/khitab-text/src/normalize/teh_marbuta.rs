//! Teh marbuta: ة.

use super::choice::{choices, rules};
use super::table::Rules;

choices! {
    /// What becomes of ة.
    TehMarbuta {
        /// It stays.
        Keep = "keep",
        /// It becomes ه, as in CAMeL Tools and Lucene.
        Heh = "heh",
        /// It becomes ت.
        Teh = "teh",
    }
}

impl TehMarbuta {
    pub(crate) fn rules(self) -> Rules {
        rules("teh_marbuta", self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::normalize::cases::check;

    #[test]
    fn cases() {
        check(
            |p| p.teh_marbuta = TehMarbuta::Heh,
            &[("مدرسة كبيرة", "مدرسه كبيره")],
        );
        check(|p| p.teh_marbuta = TehMarbuta::Teh, &[("مدرسة", "مدرست")]);
    }
}
