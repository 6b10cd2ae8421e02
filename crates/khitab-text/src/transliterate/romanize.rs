//! Readable Latin: ISO 233-2 and ALA-LC.
//!
//! Both write what is pronounced, so that vowelled text comes out right and text without vowel
//! signs as consonants and long vowels. Rules of the ALA-LC table of 2012: the article is `al-`
//! before every letter, an initial hamza is not written, ة is `h` at the end.

use std::collections::HashMap;
use std::sync::LazyLock;

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
/// ```
/// use khitab_text::{Romanization, romanize};
/// assert_eq!(romanize("المَكتَبة", Romanization::AlaLc), "al-maktabah");
/// assert_eq!(romanize("شَرِيف", Romanization::Iso233), "šarīf");
/// ```
#[must_use]
pub fn romanize(text: &str, scheme: Romanization) -> String {
    let mut out = String::with_capacity(text.len());
    let mut word = Vec::new();
    for c in text.chars() {
        if matches!(
            c,
            '\u{0621}'..='\u{0652}' | '\u{0670}' | '\u{0671}' | 'پ' | 'چ' | 'ڤ' | 'گ'
        ) {
            word.push(c);
        } else {
            write_word(&word, scheme, &mut out);
            word.clear();
            out.push(punctuation(c));
        }
    }
    write_word(&word, scheme, &mut out);
    out
}

const fn punctuation(c: char) -> char {
    match c {
        '،' => ',',
        '؛' => ';',
        '؟' => '?',
        '\u{0660}'..='\u{0669}' => (b'0' + (c as u32 - 0x0660) as u8) as char,
        c => c,
    }
}

/// A letter with its signs.
#[derive(Clone, Copy, Default)]
struct Letter {
    c: char,
    doubled: bool,
    vowel: Option<char>,
}

fn letters(word: &[char]) -> Vec<Letter> {
    let mut out: Vec<Letter> = Vec::with_capacity(word.len());
    for &c in word {
        match (c, out.last_mut()) {
            ('\u{0640}', _) => {}
            ('\u{0651}', Some(last)) => last.doubled = true,
            ('\u{064B}'..='\u{0652}' | '\u{0670}', Some(last)) => last.vowel = Some(c),
            ('\u{064B}'..='\u{0652}' | '\u{0670}', None) => {}
            _ => out.push(Letter {
                c,
                ..Letter::default()
            }),
        }
    }
    out
}

fn vowel(sign: char) -> &'static str {
    match sign {
        '\u{064B}' => "an",
        '\u{064C}' => "un",
        '\u{064D}' => "in",
        '\u{064E}' => "a",
        '\u{064F}' => "u",
        '\u{0650}' => "i",
        '\u{0670}' => "ā",
        _ => "",
    }
}

/// The long vowel of a letter, and the short sign that it lengthens.
const fn long(c: char) -> Option<(&'static str, char)> {
    match c {
        'ا' | 'ى' | 'ٱ' => Some(("ā", '\u{064E}')),
        'و' => Some(("ū", '\u{064F}')),
        'ي' => Some(("ī", '\u{0650}')),
        _ => None,
    }
}

fn write_word(word: &[char], scheme: Romanization, out: &mut String) {
    let word = letters(word);
    let article = word.len() > 3 && matches!(word[0].c, 'ا' | 'ٱ') && word[1].c == 'ل';
    let from = if article && word[1].vowel.is_none_or(|v| v == '\u{0652}') {
        out.push_str("al-");
        2
    } else {
        0
    };
    for at in from..word.len() {
        write_letter(&word, at, at == from, scheme, out);
    }
}

fn write_letter(word: &[Letter], at: usize, first: bool, scheme: Romanization, out: &mut String) {
    let letter = word[at];
    let last = at + 1 == word.len();
    let before = at.checked_sub(1).map(|before| word[before]);
    if let Some(text) = lengthened(letter, before, word.get(at + 1), first) {
        // The short sign before it is part of the long vowel.
        if before.is_some_and(|b| {
            b.vowel
                .is_some_and(|v| matches!(v, '\u{064E}'..='\u{0650}'))
        }) {
            out.pop();
        }
        let text = if last && letter.c == 'ى' {
            scheme.final_yeh()
        } else {
            text
        };
        out.push_str(text);
        return;
    }
    match letter.c {
        // The seat of a vowel at the start of a word, or of a tanween at its end.
        'ا' | 'ى' | 'ٱ' if first => {
            if letter.vowel.is_none() {
                out.push('a');
            }
        }
        'ا' | 'ى' | 'ٱ' => {}
        'آ' => {
            let hamza = scheme.consonant('ء').filter(|_| !first);
            out.push_str(hamza.unwrap_or_default());
            out.push('ā');
        }
        'أ' | 'إ' if first => {
            if letter.vowel.is_none() {
                out.push(if letter.c == 'إ' { 'i' } else { 'a' });
            }
        }
        'ة' => {
            if before.is_some_and(|b| b.vowel.is_none()) {
                out.push('a');
            }
            out.push_str(scheme.teh_marbuta(letter.vowel.is_some_and(|v| v != '\u{0652}')));
        }
        c => {
            let text = scheme.consonant(c).unwrap_or_default();
            out.push_str(text);
            if letter.doubled {
                out.push_str(text);
            }
        }
    }
    out.push_str(letter.vowel.map_or("", vowel));
}

/// The long vowel that a bare ا, و, ي or ى writes here, if it writes one.
fn lengthened(
    letter: Letter,
    before: Option<Letter>,
    after: Option<&Letter>,
    first: bool,
) -> Option<&'static str> {
    let (text, short) = long(letter.c)?;
    let before = before.filter(|_| !first)?;
    if letter.doubled || letter.vowel.is_some() {
        return None;
    }
    let alef = text == "ā";
    // Before alef or ة, و and ي are consonants.
    let carries = !alef && after.is_some_and(|next| matches!(next.c, 'ا' | 'ى' | 'ة' | 'آ'));
    let fits = match before.vowel {
        None => long(before.c).is_none() || alef,
        Some(sign) => sign == short,
    };
    (fits && !carries).then_some(text)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn vowelled_words_follow_the_tables() {
        for (arabic, ala, iso) in [
            ("كِتَابٌ", "kitābun", "kitābun"),
            ("جُمهُورِيَّة", "jumhūriyyah", "ǧumhūriyyaẗ"),
            ("الشَّمس", "al-shshams", "al-ššams"),
            ("أَحمَد", "aḥmad", "aḥmad"),
            ("قُرآن", "qurʼān", "qurʾān"),
            ("مُستَشفَى", "mustashfá", "mustašfà"),
            ("يَوم", "yawm", "yawm"),
            ("إِسلام", "islām", "islām"),
            ("سُؤال", "suʼāl", "suʾāl"),
            ("هل؟ ٣", "hl? 3", "hl? 3"),
        ] {
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
