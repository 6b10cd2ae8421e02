//! ARLSTem of Abainia, Ouamour and Sayoud (2017), "A novel robust Arabic light stemmer".
//!
//! Prefixes of nouns and suffixes first, then plural to singular, feminine to masculine; only a
//! word without a noun's prefix is tried as a verb.

use std::borrow::Cow;

use super::{Stemmer, ends, letters, starts};

/// An affix, and how many letters a word must have for it to be cut off.
type Affix = (usize, &'static str);

const NOUN_PREFIXES: [Affix; 12] = [
    (6, "بال"),
    (6, "كال"),
    (6, "وال"),
    (7, "فبال"),
    (7, "وبال"),
    (7, "فكال"),
    (6, "فلل"),
    (6, "ولل"),
    (5, "ال"),
    (5, "لل"),
    (5, "فل"),
    (5, "فب"),
];
const PRONOUNS: [Affix; 11] = [
    (4, "ك"),
    (5, "كي"),
    (5, "كم"),
    (6, "كما"),
    (6, "كن\u{0651}"),
    (4, "ه"),
    (5, "ها"),
    (5, "هم"),
    (6, "هما"),
    (6, "هن\u{0651}"),
    (5, "نا"),
];
const PLURALS: [Affix; 4] = [(5, "ان"), (5, "ين"), (5, "ون"), (4, "ات")];
/// Prefix and suffix of a verb: with both, then with a suffix, then with a prefix only.
const VERBS: [(usize, &str, &str); 34] = [
    (6, "ت", "ان"),
    (6, "ت", "ين"),
    (6, "ت", "ون"),
    (6, "ي", "ان"),
    (6, "ي", "ون"),
    (6, "ا", "وا"),
    (5, "ا", "ي"),
    (5, "ا", "ا"),
    (5, "ا", "ن"),
    (5, "ي", "ن"),
    (5, "ت", "ن"),
    (7, "ست", "ان"),
    (7, "ست", "ين"),
    (7, "ست", "ون"),
    (7, "سي", "ان"),
    (7, "سي", "ون"),
    (6, "ست", "ن"),
    (6, "سي", "ن"),
    (6, "", "تما"),
    (5, "", "نا"),
    (5, "", "تم"),
    (5, "", "تا"),
    (5, "", "وا"),
    (4, "", "ت"),
    (4, "", "ا"),
    (4, "", "ن"),
    (4, "ت", ""),
    (4, "ا", ""),
    (4, "ن", ""),
    (4, "ي", ""),
    (5, "سا", ""),
    (5, "سن", ""),
    (5, "ست", ""),
    (5, "سي", ""),
];

/// ARLSTem: a light stemmer that knows nouns from verbs by their affixes.
#[derive(Clone, Copy, Debug, Default)]
pub struct Arlstem;

impl Stemmer for Arlstem {
    fn name(&self) -> &'static str {
        "arlstem"
    }

    fn stem<'w>(&self, word: &'w str) -> Cow<'w, str> {
        let stem: String = stem(&normalized(word)).into_iter().collect();
        if stem == word {
            Cow::Borrowed(word)
        } else {
            Cow::Owned(stem)
        }
    }
}

fn stem(word: &[char]) -> Vec<char> {
    let prefix = first(&NOUN_PREFIXES, word.len(), |affix| starts(word, affix));
    let word = &word[prefix..];
    let pronoun = first(&PRONOUNS, word.len(), |affix| ends(word, affix));
    let word = &word[..word.len() - pronoun];
    if let Some(singular) = singular(word) {
        return singular;
    }
    if word.len() > 3 && ends(word, "ة") {
        return word[..word.len() - 1].to_vec();
    }
    if prefix > 0 { word } else { verb(word) }.to_vec()
}

/// The letters of the first affix that fits a word of `len` letters; 0 when none does.
fn first(affixes: &[Affix], len: usize, fits: impl Fn(&str) -> bool) -> usize {
    affixes
        .iter()
        .find(|(least, affix)| len >= *least && fits(affix))
        .map_or(0, |(_, affix)| affix.chars().count())
}

/// Harakat gone, alef bare, ى as ي, a leading و off words of four letters and more.
fn normalized(word: &str) -> Vec<char> {
    let mut out: Vec<char> = letters(word)
        .into_iter()
        .filter(|c| !matches!(c, '\u{064B}'..='\u{065F}'))
        .map(|c| match c {
            'آ' | 'أ' | 'إ' => 'ا',
            'ى' => 'ي',
            c => c,
        })
        .collect();
    if starts(&out, "و") && out.len() > 3 {
        out.remove(0);
    }
    out
}

/// The singular of a sound plural, or of a broken one with an alef inside.
fn singular(word: &[char]) -> Option<Vec<char>> {
    let plural = first(&PLURALS, word.len(), |affix| ends(word, affix));
    if plural > 0 {
        return Some(word[..word.len() - plural].to_vec());
    }
    match word {
        ['ا', second, 'ا', rest @ ..] if !rest.is_empty() => {
            Some([&['ا', *second], rest].concat())
        }
        ['ا', inner @ .., 'ا', last] if inner.len() > 1 => Some([inner, &[*last]].concat()),
        _ => None,
    }
}

fn verb(word: &[char]) -> &[char] {
    for (least, prefix, suffix) in VERBS {
        if word.len() >= least && starts(word, prefix) && ends(word, suffix) {
            let (from, to) = (prefix.chars().count(), suffix.chars().count());
            return &word[from..word.len() - to];
        }
    }
    word
}
