//! Punctuation: ، ؛ ؟ and the quotation marks and dashes of print.

use super::choice::{choices, rules};
use super::table::Rules;

choices! {
    /// Which punctuation the text gets.
    Punctuation {
        /// It stays.
        Keep = "keep",
        /// Arabic and typographic marks become their ASCII fellows.
        Ascii = "ascii",
    }
}

impl Punctuation {
    pub(crate) fn rules(self) -> Rules {
        rules("punctuation", self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::normalize::cases::check;

    #[test]
    fn cases() {
        check(
            |p| p.punctuation = Punctuation::Ascii,
            &[
                ("أين، ومتى؟ «هنا»؛", "أين, ومتى? \"هنا\";"),
                ("٣٫٥ و٥٠٪", "٣.٥ و٥٠%"),
            ],
        );
    }
}
