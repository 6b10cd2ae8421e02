//! ISRI of Taghva, Elkhoury and Coombs (2005), "Arabic stemming without a root dictionary".
//!
//! Prefixes and suffixes go first; what is left is matched against patterns by its length.
//! `DIFFERENCE:` the paper returns its stop words unstemmed; here a caller filters stop words.

use std::borrow::Cow;

use super::{Stemmer, ends, is_short_vowel, letters, starts};

const PREFIXES_3: [&str; 4] = ["كال", "بال", "ولل", "وال"];
const PREFIXES_2: [&str; 2] = ["ال", "لل"];
const PREFIXES_1: &str = "لبفسويتنا";
const SUFFIXES_3: [&str; 5] = ["تمل", "همل", "تان", "تين", "كمل"];
const SUFFIXES_2: [&str; 16] = [
    "ون", "ات", "ان", "ين", "تن", "كم", "هن", "نا", "يا", "ها", "تم", "كن", "ني", "وا", "ما", "هم",
];
const SUFFIXES_1: &str = "ةهيكتان";

/// ISRI: roots of three letters, sometimes four.
#[derive(Clone, Copy, Debug, Default)]
pub struct Isri;

impl Stemmer for Isri {
    fn name(&self) -> &'static str {
        "isri"
    }

    fn stem<'w>(&self, word: &'w str) -> Cow<'w, str> {
        let mut letters = letters(word);
        letters.retain(|c| !is_short_vowel(*c));
        let letters = first_letters(last_letters(letters));
        let letters = by_length(letters);
        let stem: String = letters.into_iter().collect();
        if stem == word {
            Cow::Borrowed(word)
        } else {
            Cow::Owned(stem)
        }
    }
}

/// Prefixes and suffixes of two and three letters.
fn last_letters(mut word: Vec<char>) -> Vec<char> {
    if word.len() >= 6 && PREFIXES_3.iter().any(|p| starts(&word, p)) {
        word.drain(..3);
    } else if word.len() >= 5 && PREFIXES_2.iter().any(|p| starts(&word, p)) {
        word.drain(..2);
    }
    if word.len() >= 6 && SUFFIXES_3.iter().any(|s| ends(&word, s)) {
        word.truncate(word.len() - 3);
    } else if word.len() >= 5 && SUFFIXES_2.iter().any(|s| ends(&word, s)) {
        word.truncate(word.len() - 2);
    }
    word
}

/// One of two و at the start, and a bare alef there.
fn first_letters(mut word: Vec<char>) -> Vec<char> {
    if word.len() >= 4 && starts(&word, "وو") {
        word.remove(0);
    }
    if let Some(first) = word.first_mut()
        && matches!(first, 'آ' | 'أ' | 'إ')
    {
        *first = 'ا';
    }
    word
}

fn by_length(word: Vec<char>) -> Vec<char> {
    match word.len() {
        4 => four(word),
        5 => after_five(five_to_three(word)),
        6 => after_six(six_to_three(word)),
        7 => {
            let mut word = without_suffix(word);
            if word.len() == 7 {
                word = without_prefix(word);
            }
            if word.len() == 6 {
                word = after_six(six_to_three(word));
            }
            word
        }
        _ => word,
    }
}

/// The letters at these places.
fn pick<const N: usize>(word: &[char], places: [usize; N]) -> Vec<char> {
    places.iter().map(|at| word[*at]).collect()
}

fn four(word: Vec<char>) -> Vec<char> {
    match word[..] {
        ['م', ..] => pick(&word, [1, 2, 3]),
        [_, 'ا', ..] => pick(&word, [0, 2, 3]),
        [_, _, 'ا' | 'و' | 'ي', _] => pick(&word, [0, 1, 3]),
        [.., 'ة'] => pick(&word, [0, 1, 2]),
        _ => shortened(word),
    }
}

fn five_to_three(word: Vec<char>) -> Vec<char> {
    match word[..] {
        ['ا', _, 'ا' | 'ت', ..] => pick(&word, [1, 3, 4]),
        ['م', _, _, 'ا' | 'ي' | 'و', _] => pick(&word, [1, 2, 4]),
        ['ا' | 'ت' | 'م', _, _, _, 'ة'] => pick(&word, [1, 2, 3]),
        ['م' | 'ي' | 'ت', _, 'ت', ..] => pick(&word, [1, 3, 4]),
        ['م' | 'ت', _, 'ا', ..] => pick(&word, [1, 3, 4]),
        [_, _, 'ا' | 'و', _, 'ة'] => pick(&word, [0, 1, 3]),
        ['ا' | 'م', 'ن', ..] => pick(&word, [2, 3, 4]),
        ['ا', _, _, 'ا', _] => pick(&word, [1, 2, 4]),
        [_, _, _, 'ا', 'ن'] => pick(&word, [0, 1, 2]),
        ['ت', _, _, 'ي', _] => pick(&word, [1, 2, 4]),
        [_, 'ا', _, 'و', _] => pick(&word, [0, 2, 4]),
        [_, 'و', 'ا', ..] => pick(&word, [0, 3, 4]),
        [_, _, 'ا', 'ئ', _] => pick(&word, [0, 1, 4]),
        [_, 'ا', _, _, 'ة'] => pick(&word, [0, 2, 3]),
        [_, _, 'ا', _, 'ي'] => pick(&word, [0, 1, 3]),
        _ => shortened(word),
    }
}

fn after_five(word: Vec<char>) -> Vec<char> {
    match word.len() {
        4 => four(word),
        5 => match word[..] {
            ['ا' | 'ت' | 'م', ..] => pick(&word, [1, 2, 3, 4]),
            [.., 'ة'] => pick(&word, [0, 1, 2, 3]),
            [_, _, 'ا', ..] => pick(&word, [0, 1, 3, 4]),
            _ => word,
        },
        _ => word,
    }
}

fn six_to_three(word: Vec<char>) -> Vec<char> {
    match word[..] {
        ['ا' | 'م', 'س', 'ت', ..] => pick(&word, [3, 4, 5]),
        ['م', _, _, 'ا', _, 'ة'] => pick(&word, [1, 2, 4]),
        ['ا', _, 'ت', _, 'ا', _] => pick(&word, [1, 3, 5]),
        ['ا', _, a, 'و', b, _] if a == b => pick(&word, [1, 4, 5]),
        ['ت', _, 'ا', _, 'ي', _] => pick(&word, [1, 3, 5]),
        _ => shortened(word),
    }
}

fn after_six(word: Vec<char>) -> Vec<char> {
    match word.len() {
        5 => after_five(five_to_three(word)),
        6 => match word[..] {
            ['ا', _, _, _, 'ا', _] => pick(&word, [1, 2, 3, 5]),
            ['م', 'ت', ..] => pick(&word, [2, 3, 4, 5]),
            _ => word,
        },
        _ => word,
    }
}

/// A suffix of one letter gone, else a prefix of one.
fn shortened(word: Vec<char>) -> Vec<char> {
    let before = word.len();
    let word = without_suffix(word);
    if word.len() == before {
        without_prefix(word)
    } else {
        word
    }
}

fn without_suffix(mut word: Vec<char>) -> Vec<char> {
    if word.last().is_some_and(|c| SUFFIXES_1.contains(*c)) {
        word.pop();
    }
    word
}

fn without_prefix(mut word: Vec<char>) -> Vec<char> {
    if word.first().is_some_and(|c| PREFIXES_1.contains(*c)) {
        word.remove(0);
    }
    word
}
