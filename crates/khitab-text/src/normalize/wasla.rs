//! Alef wasla: ٱ.

use super::choice::{choices, rules};
use super::table::Rules;

choices! {
    /// What becomes of ٱ, the silent alef of the Qur'an's spelling.
    Wasla {
        /// It stays.
        Keep = "keep",
        /// It becomes ا.
        Alef = "alef",
    }
}

impl Wasla {
    pub(crate) fn rules(self) -> Rules {
        rules("wasla", self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::normalize::cases::check;

    #[test]
    fn cases() {
        check(|p| p.wasla = Wasla::Alef, &[("ٱلله أحد", "الله أحد")]);
    }
}
