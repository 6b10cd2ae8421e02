//! Punctuation: ، ؛ ؟ and the quotation marks and dashes of print.

use super::choice::{choices, rules};
use super::table::{Fold, Rules};

choices! {
    /// Which punctuation the text gets.
    Punctuation {
        /// It stays.
        Keep = "keep",
        /// Arabic and typographic marks become their ASCII fellows.
        Ascii = "ascii",
        /// Every mark of ASCII and every mark that [`Ascii`](Self::Ascii) folds becomes a space,
        /// as for counting words: links and `3.5` fall apart too, unless they are masked.
        Space = "space",
    }
}

impl Punctuation {
    pub(crate) fn rules(self) -> Rules {
        match self {
            Self::Keep => Rules::new(),
            Self::Ascii => rules("punctuation", Self::Ascii.as_str()),
            Self::Space => {
                let folded = rules("punctuation", Self::Ascii.as_str()).into_keys();
                let ascii = ('!'..='~').filter(char::is_ascii_punctuation);
                let space = |c| (c, Fold::To(" ".to_owned()));
                folded.chain(ascii).map(space).collect()
            }
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
            |p| p.punctuation = Punctuation::Ascii,
            &[
                ("أين، ومتى؟ «هنا»؛", "أين, ومتى? \"هنا\";"),
                ("٣٫٥ و٥٠٪", "٣.٥ و٥٠%"),
            ],
        );
        check(
            |p| p.punctuation = Punctuation::Space,
            &[
                ("أين، ومتى؟ «هنا»؛", "أين  ومتى   هنا  "),
                ("نعم!قال (لا).", "نعم قال  لا  "),
                ("كِتَاب", "كِتَاب"),
            ],
        );
    }
}
