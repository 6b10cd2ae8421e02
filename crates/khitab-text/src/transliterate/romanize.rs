//! Readable Latin: ISO 233-2 and ALA-LC.
//!
//! Both write what is pronounced, so that vowelled text comes out right and text without vowel
//! signs as consonants and long vowels. Rules of the ALA-LC table of 2012: the article is `al-`
//! before every letter and the letter after it is not doubled, particles before it have a hyphen,
//! an initial hamza is not written, ة is `h` at the end. Where it leaves out what only a reader of
//! the sentence can know, the text decides: case endings are written if the Arabic writes them,
//! and nothing has a capital.

mod lead;
mod letters;

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::LazyLock;

use unicode_normalization::UnicodeNormalization;

use self::lead::Lead;
use super::ROWS;

/// A scheme for readers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
pub enum Romanization {
    /// ISO 233-2: one Latin letter a sound (`ṯ ǧ š`).
    Iso233,
    /// The Library of Congress: pairs of letters (`th j sh`).
    AlaLc,
}

impl Romanization {
    fn consonant(self, c: char) -> Option<&'static str> {
        static TABLE: LazyLock<HashMap<char, [&str; 2]>> = LazyLock::new(|| {
            ROWS.iter()
                .map(|row| (row.letters[0], row.readable))
                .collect()
        });
        let column = match self {
            Self::Iso233 => 0,
            Self::AlaLc => 1,
        };
        TABLE.get(&c).map(|both| both[column]).filter(|s| *s != "-")
    }

    const fn final_yeh(self) -> &'static str {
        match self {
            Self::Iso233 => "à",
            Self::AlaLc => "á",
        }
    }

    /// Whether `iyy` is written `īy` and `uww` `ūw`.
    const fn has_long_glides(self) -> bool {
        matches!(self, Self::AlaLc)
    }

    /// Whether `c` would be read as one sound with the consonant that `out` ends in: `d` and `h`.
    fn parts(self, c: char, out: &str) -> bool {
        let pairs = matches!(self, Self::AlaLc) && c == 'ه';
        pairs && out.ends_with(['t', 'd', 's', 'k', 'g'])
    }

    const fn teh_marbuta(self, vowelled: bool) -> &'static str {
        match (self, vowelled) {
            (Self::Iso233, _) => "ẗ",
            (Self::AlaLc, true) => "t",
            (Self::AlaLc, false) => "h",
        }
    }
}

/// Writes `text` in Latin letters for a reader; what is not Arabic stays as it is.
///
/// Presentation forms and the Persian kaf and yeh are read as the letters of Arabic.
///
/// ```
/// use khitab_text::{Romanization, romanize};
/// assert_eq!(romanize("المَكتَبة", Romanization::AlaLc), "al-maktabah");
/// assert_eq!(romanize("شَرِيف", Romanization::Iso233), "šarīf");
/// ```
#[must_use]
pub fn romanize(text: &str, scheme: Romanization) -> String {
    let mut out = String::with_capacity(text.len());
    let mut word = Vec::new();
    for c in without_forms(text).chars() {
        match c {
            '\u{0621}'..='\u{0652}' | '\u{0670}' | '\u{0671}' | 'پ' | 'چ' | 'ڤ' | 'گ' => {
                word.push(c);
            }
            'ک' => word.push('ك'),
            'ی' => word.push('ي'),
            c => {
                write_word(&word, scheme, &mut out);
                word.clear();
                out.push(punctuation(c));
            }
        }
    }
    write_word(&word, scheme, &mut out);
    out
}

/// The text with letters instead of their presentation forms.
fn without_forms(text: &str) -> Cow<'_, str> {
    if !text.contains(is_form) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if is_form(c) {
            out.extend(core::iter::once(c).nfkc());
        } else {
            out.push(c);
        }
    }
    Cow::Owned(out)
}

/// A form of a letter or of several; those of single marks are none.
const fn is_form(c: char) -> bool {
    matches!(c, '\u{FB50}'..='\u{FBB1}' | '\u{FBD3}'..='\u{FC5D}' | '\u{FC64}'..='\u{FD3D}'
        | '\u{FD50}'..='\u{FDFB}' | '\u{FE80}'..='\u{FEFC}')
}

const fn punctuation(c: char) -> char {
    match c {
        '،' => ',',
        '؛' => ';',
        '؟' => '?',
        '٪' => '%',
        '\u{0660}'..='\u{0669}' => (b'0' + (c as u32 - 0x0660) as u8) as char,
        '\u{06F0}'..='\u{06F9}' => (b'0' + (c as u32 - 0x06F0) as u8) as char,
        c => c,
    }
}

fn write_word(word: &[char], scheme: Romanization, out: &mut String) {
    let word = letters::of(word.iter().copied());
    let lead = Lead::of(&word);
    out.push_str(&lead.latin);
    let mut rest = letters::spelled_out(&word[lead.letters..]);
    if let Some(first) = rest
        .first_mut()
        .filter(|first| lead.article && first.is_sun())
    {
        first.doubled = false;
    }
    for at in 0..rest.len() {
        letters::write(&rest, at, scheme, out);
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const CASES: &str = include_str!("../../../../data/golden/romanized.tsv");

    #[test]
    fn words_and_sentences_follow_the_tables() {
        let rows = CASES.lines().filter(|line| !line.starts_with('#')).skip(1);
        for row in rows {
            let [arabic, ala, iso] = row.split('\t').collect::<Vec<_>>()[..] else {
                panic!("three columns: {row}");
            };
            assert_eq!(romanize(arabic, Romanization::AlaLc), ala, "{arabic}");
            assert_eq!(romanize(arabic, Romanization::Iso233), iso, "{arabic}");
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(128))]

        #[test]
        fn no_arabic_is_left(text in "[\u{0621}-\u{063A}\u{0640}-\u{0652} a-z]{0,40}") {
            let latin = romanize(&text, Romanization::AlaLc);
            prop_assert!(!latin.chars().any(|c| ('\u{0600}'..='\u{06FF}').contains(&c) && !('\u{063B}'..='\u{063F}').contains(&c)), "{latin}");
        }
    }
}
