//! Yeh and alef maqsura: ي ى.

use super::choice::{choices, rules};
use super::table::Rules;

choices! {
    /// How the two dotted and dotless finals, which writers exchange, become one.
    Yeh {
        /// Both stay.
        Keep = "keep",
        /// ى becomes ي, as in CAMeL Tools and Lucene.
        Yeh = "yeh",
        /// ي becomes ى.
        Maqsura = "maqsura",
    }
}

impl Yeh {
    pub(crate) fn rules(self) -> Rules {
        rules("yeh", self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::normalize::cases::check;

    #[test]
    fn cases() {
        check(
            |p| p.yeh = Yeh::Yeh,
            &[("على مستشفى علي", "علي مستشفي علي")],
        );
        check(|p| p.yeh = Yeh::Maqsura, &[("على علي", "على على")]);
    }
}
