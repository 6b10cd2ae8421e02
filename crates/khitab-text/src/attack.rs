//! Ways to hide a word from a program that a reader still reads: for measuring what a reader or a model bears.

mod letters;

use letters::{
    after_letters, arabizi, between, cut, dotless, elongated, foreign, inner, look_alike,
    presentation, replaced, stand_in, stretched,
};

/// One way to hide a word.
///
/// ```
/// use khitab_text::Attack;
/// assert_eq!(Attack::Dotted.hide("كلاب").as_deref(), Some("ك.ل.ا.ب"));
/// assert_eq!(Attack::Elongation.hide_words("هم كلاب!"), "هم كلاااااب!");
/// assert_eq!(Attack::SignForAlef.hide("قرد"), None, "no alef to replace");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum Attack {
    /// A fatha on every letter.
    Marks,
    /// Tatweel wherever two letters join.
    Tatweel,
    /// A zero-width space between all letters.
    ZeroWidth,
    /// A zero-width joiner between all letters.
    Joiners,
    /// An override of the direction between all letters.
    BidiControls,
    /// Letters of the blocks that old fonts used.
    PresentationForms,
    /// The kaf, yeh and heh of Persian and Urdu keyboards.
    LookAlikes,
    /// Letters of other languages with the same stroke.
    ForeignLetters,
    /// All dots taken away.
    Dotless,
    /// One letter of another script, or a digit.
    StandIn,
    /// An exclamation mark for an alef.
    SignForAlef,
    /// A long vowel, or the last letter, five times.
    Elongation,
    /// A blank between all letters.
    Spaced,
    /// A full stop between all letters.
    Dotted,
    /// An underscore between all letters.
    Underscores,
    /// One hyphen in the middle.
    Hyphen,
    /// A blank in the middle.
    TwoPieces,
    /// Latin letters and digits.
    Arabizi,
}

/// Shorter words are left alone by [`Attack::hide_words`]: particles tell a reader of lists nothing.
const LEAST_LETTERS: usize = 4;

impl Attack {
    /// Every way, in the order of this list.
    pub const ALL: [Self; 18] = [
        Self::Marks,
        Self::Tatweel,
        Self::ZeroWidth,
        Self::Joiners,
        Self::BidiControls,
        Self::PresentationForms,
        Self::LookAlikes,
        Self::ForeignLetters,
        Self::Dotless,
        Self::StandIn,
        Self::SignForAlef,
        Self::Elongation,
        Self::Spaced,
        Self::Dotted,
        Self::Underscores,
        Self::Hyphen,
        Self::TwoPieces,
        Self::Arabizi,
    ];

    /// Its name in reports.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Marks => "marks",
            Self::Tatweel => "tatweel",
            Self::ZeroWidth => "zero width",
            Self::Joiners => "joiners",
            Self::BidiControls => "bidi controls",
            Self::PresentationForms => "presentation forms",
            Self::LookAlikes => "look-alikes",
            Self::ForeignLetters => "foreign letters",
            Self::Dotless => "dotless",
            Self::StandIn => "one stand-in",
            Self::SignForAlef => "sign for alef",
            Self::Elongation => "elongation",
            Self::Spaced => "spaced",
            Self::Dotted => "dotted",
            Self::Underscores => "underscores",
            Self::Hyphen => "one hyphen",
            Self::TwoPieces => "two pieces",
            Self::Arabizi => "arabizi",
        }
    }

    /// The word, or words with one blank between them, hidden; nothing where this way has no hold on it.
    #[must_use]
    pub fn hide(self, word: &str) -> Option<String> {
        match self {
            Self::Marks => Some(after_letters(word, '\u{064E}')),
            Self::Tatweel => stretched(word, '\u{0640}'),
            Self::ZeroWidth => Some(between(word, '\u{200B}')),
            Self::Joiners => Some(between(word, '\u{200D}')),
            Self::BidiControls => Some(between(word, '\u{202E}')),
            Self::PresentationForms => presentation(word),
            Self::LookAlikes => replaced(word, look_alike),
            Self::ForeignLetters => replaced(word, foreign),
            Self::Dotless => dotless(word),
            Self::StandIn => stand_in(word),
            Self::SignForAlef => inner(word, 'ا', "!"),
            Self::Elongation => elongated(word),
            Self::Spaced => Some(between(word, ' ')),
            Self::Dotted => Some(between(word, '.')),
            Self::Underscores => Some(between(word, '_')),
            Self::Hyphen => cut(word, "-"),
            Self::TwoPieces => cut(word, " "),
            Self::Arabizi => arabizi(word),
        }
    }

    /// A text with every Arabic word of four letters or more hidden, as far as this way has a hold on it.
    #[must_use]
    pub fn hide_words(self, text: &str) -> String {
        let letter = |c: char| {
            ('\u{0621}'..='\u{063A}').contains(&c) || ('\u{0641}'..='\u{064A}').contains(&c)
        };
        let mut out = String::with_capacity(text.len() + text.len() / 2);
        let mut rest = text;
        while let Some(start) = rest.find(letter) {
            let (before, from) = rest.split_at(start);
            let (word, after) = from.split_at(from.find(|c| !letter(c)).unwrap_or(from.len()));
            out.push_str(before);
            let long = word.chars().nth(LEAST_LETTERS - 1).is_some();
            match self.hide(word).filter(|_| long) {
                Some(hidden) => out.push_str(&hidden),
                None => out.push_str(word),
            }
            rest = after;
        }
        out.push_str(rest);
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_way_by_hand() {
        let hidden = |way: Attack, word: &str| way.hide(word).unwrap_or_default();
        for (way, word, expected) in [
            (Attack::Marks, "كلاب", "ك\u{64E}ل\u{64E}ا\u{64E}ب\u{64E}"),
            (Attack::Tatweel, "كلاب", "ك\u{640}ل\u{640}اب"),
            (Attack::ZeroWidth, "كلاب", "ك\u{200B}ل\u{200B}ا\u{200B}ب"),
            (Attack::BidiControls, "قط", "ق\u{202E}ط"),
            (Attack::PresentationForms, "قط", "\u{FED5}\u{FEC1}"),
            (Attack::LookAlikes, "كيه", "\u{6A9}\u{6CC}\u{6C1}"),
            (Attack::Dotless, "خبز", "ح\u{66E}ر"),
            (Attack::StandIn, "كلاب", "ك\u{5DC}اب"),
            (Attack::SignForAlef, "كلاب", "كل!ب"),
            (Attack::Elongation, "سننتقم", "سننتقممممم"),
            (Attack::Spaced, "كلاب هنا", "ك ل ا ب  ه ن ا"),
            (Attack::Hyphen, "كلاب", "كل-اب"),
            (Attack::Arabizi, "كلاب", "klab"),
        ] {
            assert_eq!(hidden(way, word), expected, "{}", way.name());
        }
        assert_eq!(Attack::Elongation.hide("تخطيط"), Some("تخطيييييط".into()));
        assert_eq!(
            Attack::Elongation.hide("مممدد"),
            None,
            "the last letter stands twice"
        );
        assert_eq!(Attack::Elongation.hide(""), None);
    }

    #[test]
    fn a_text_keeps_what_is_no_word() {
        let text = "من قال #كلاب؟ https://t.co/x 12";
        assert_eq!(
            Attack::Underscores.hide_words(text),
            "من قال #ك_ل_ا_ب؟ https://t.co/x 12"
        );
        for way in Attack::ALL {
            assert_eq!(way.hide_words("OK 7 من"), "OK 7 من", "{}", way.name());
        }
    }

    proptest::proptest! {
        /// Nothing panics, and what stands between the words comes out as it went in.
        #[test]
        fn any_text_can_be_attacked(text in "\\PC{0,40}", words in "[\u{620}-\u{652} ]{0,40}") {
            for way in Attack::ALL {
                let _ = (way.hide(&text), way.hide(&words), way.hide_words(&text));
                let hidden = way.hide_words(&words);
                let mut rest = hidden.as_str();
                for between in words.split(|c: char| c.is_alphabetic()) {
                    let at = rest.find(between).expect("what stands between words");
                    rest = &rest[at + between.len()..];
                }
            }
        }
    }
}
