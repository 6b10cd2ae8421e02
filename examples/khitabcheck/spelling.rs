//! Ways to hide a word from a matcher that a reader still reads.

use serde::Deserialize;

const TATWEEL: char = '\u{0640}';
const FATHA: char = '\u{064E}';
const ZERO_WIDTH_SPACE: char = '\u{200B}';

/// Letters that do not join the next one; a tatweel after them would not be written.
const NON_JOINING: [char; 12] = ['ا', 'أ', 'إ', 'آ', 'د', 'ذ', 'ر', 'ز', 'و', 'ؤ', 'ى', 'ة'];

/// A way to hide a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Spelling {
    /// A long vowel is drawn out: كلاب to كلاااااب.
    Elongated,
    /// Tatweel between all letters.
    Tatweel,
    /// A blank between all letters.
    Spaced,
    /// A full stop between all letters.
    Dotted,
    /// Persian and Urdu letters that look alike, in the whole text.
    LookAlike,
    /// A zero-width space between all letters.
    Invisible,
    /// A fatha on every letter.
    Vowelled,
}

impl Spelling {
    /// Writes `text` with its word `key` hidden.
    ///
    /// ```
    /// use khitab_examples::khitabcheck::spelling::Spelling;
    /// assert_eq!(Spelling::Dotted.hide("هم كلاب", "كلاب"), "هم ك.ل.ا.ب");
    /// ```
    #[must_use]
    pub fn hide(self, text: &str, key: &str) -> String {
        match self {
            Self::LookAlike => text.chars().map(look_alike).collect(),
            _ => text.replace(key, &self.word(key)),
        }
    }

    fn word(self, word: &str) -> String {
        match self {
            Self::Elongated => elongated(word),
            Self::Tatweel => between(word, |c| (!NON_JOINING.contains(&c)).then_some(TATWEEL)),
            Self::Spaced => between(word, |_| Some(' ')),
            Self::Dotted => between(word, |_| Some('.')),
            Self::Invisible => between(word, |_| Some(ZERO_WIDTH_SPACE)),
            Self::Vowelled => word.chars().flat_map(|c| [c, FATHA]).collect(),
            Self::LookAlike => word.chars().map(look_alike).collect(),
        }
    }
}

/// Puts what `mark` gives for a letter between it and the next.
fn between(word: &str, mark: impl Fn(char) -> Option<char>) -> String {
    let letters = word.chars().count();
    let marked = word.chars().enumerate().flat_map(|(at, c)| {
        let mark = mark(c).filter(|_| at + 1 < letters);
        [Some(c), mark].into_iter().flatten()
    });
    marked.collect()
}

/// Repeats the first long vowel behind the first letter, or else the last letter.
fn elongated(word: &str) -> String {
    let vowel = word
        .char_indices()
        .skip(1)
        .find(|(_, c)| matches!(c, 'ا' | 'و' | 'ي'))
        .or_else(|| word.char_indices().last());
    let Some((at, c)) = vowel else {
        return word.to_owned();
    };
    let mut out = word.to_owned();
    out.insert_str(at, &c.to_string().repeat(4));
    out
}

fn look_alike(c: char) -> char {
    match c {
        'ك' => 'ک',
        'ي' | 'ى' => 'ی',
        'ه' => 'ہ',
        c => c,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_way_keeps_the_letters_in_order() {
        let hidden = |way: Spelling| way.hide("هم كلاب", "كلاب");
        assert_eq!(hidden(Spelling::Elongated), "هم كلاااااب");
        assert_eq!(hidden(Spelling::Tatweel), "هم ك\u{0640}ل\u{0640}اب");
        assert_eq!(hidden(Spelling::Spaced), "هم ك ل ا ب");
        assert_eq!(hidden(Spelling::LookAlike), "ہم کلاب");
        assert_eq!(
            hidden(Spelling::Invisible),
            "هم ك\u{200B}ل\u{200B}ا\u{200B}ب"
        );
        assert_eq!(
            hidden(Spelling::Vowelled),
            "هم ك\u{064E}ل\u{064E}ا\u{064E}ب\u{064E}"
        );
    }

    #[test]
    fn a_word_without_a_long_vowel_is_drawn_out_at_its_end() {
        assert_eq!(elongated("سننتقم"), "سننتقممممم");
        assert_eq!(elongated(""), "");
    }
}
