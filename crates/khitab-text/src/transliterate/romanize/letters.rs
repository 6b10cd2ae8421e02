//! Letters with their signs, and what is written for each.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::Romanization;
use super::lead::joining_vowel;
use crate::chars;

pub(super) const ALEF: char = '\u{0627}';
pub(super) const ALEF_WASLA: char = '\u{0671}';
pub(super) const FATHA: char = '\u{064E}';
pub(super) const DAMMA: char = '\u{064F}';
pub(super) const KASRA: char = '\u{0650}';
const SHADDA: char = '\u{0651}';
pub(super) const SUKUN: char = '\u{0652}';
const TATWEEL: char = '\u{0640}';
const DAGGER_ALEF: char = '\u{0670}';

/// A letter with its signs.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Letter {
    pub(super) c: char,
    pub(super) doubled: bool,
    pub(super) vowel: Option<char>,
}

impl Letter {
    pub(super) const fn is_alef(&self) -> bool {
        matches!(self.c, ALEF | ALEF_WASLA)
    }

    /// Whether the article's lam is spoken as this letter.
    pub(super) const fn is_sun(&self) -> bool {
        matches!(
            self.c,
            'ت' | 'ث' | 'د' | 'ذ' | 'ر' | 'ز' | 'س' | 'ش' | 'ص' | 'ض' | 'ط' | 'ظ' | 'ل' | 'ن'
        )
    }

    /// The short vowel after it.
    pub(super) fn ending(&self) -> &'static str {
        self.vowel.map_or("", vowel)
    }
}

/// The letters of a word.
pub(super) fn of(word: impl Iterator<Item = char>) -> Vec<Letter> {
    let mut out: Vec<Letter> = Vec::new();
    for c in word {
        match (c, out.last_mut()) {
            (TATWEEL | '\u{064B}'..=SUKUN | DAGGER_ALEF, None) | (TATWEEL, _) => {}
            (SHADDA, Some(last)) => last.doubled = true,
            // On the letter of a long ā it says nothing new.
            (DAGGER_ALEF, Some(last)) if last.is_alef() || last.c == 'ى' => {}
            ('\u{064B}'..=SUKUN, Some(last)) if last.vowel == Some(DAGGER_ALEF) => {}
            ('\u{064B}'..=SUKUN | DAGGER_ALEF, Some(last)) => last.vowel = Some(c),
            _ => out.push(Letter {
                c,
                ..Letter::default()
            }),
        }
    }
    out
}

/// The word as it is read, where everybody leaves a vowel of it out; else as it stands.
pub(super) fn spelled_out(word: &[Letter]) -> Vec<Letter> {
    static SPELLED: LazyLock<HashMap<String, Vec<Letter>>> = LazyLock::new(|| {
        let row = |[word, spelled]: [&str; 2]| Some((word.to_owned(), of(spelled.chars())));
        chars::rows("unwritten_vowels", row).into_iter().collect()
    });
    let letters: String = word.iter().map(|letter| letter.c).collect();
    let Some(spelled) = SPELLED.get(&letters) else {
        return word.to_vec();
    };
    let mut spelled = spelled.clone();
    // Another reading, or a letter that is not read at all.
    let contradicted = word.len() == spelled.len()
        && word.iter().zip(&spelled).any(|(ours, theirs)| {
            let long = (ours.vowel, theirs.vowel) == (Some(FATHA), Some(DAGGER_ALEF));
            let both = ours.vowel.is_some() && theirs.vowel.is_some();
            both && ours.vowel != theirs.vowel && !long
        });
    if contradicted {
        return word.to_vec();
    }
    // The ending is that of the sentence.
    if let (Some(last), Some(written)) = (spelled.last_mut(), word.last()) {
        last.doubled |= written.doubled;
        last.vowel = written.vowel.or(last.vowel);
    }
    spelled
}

fn vowel(sign: char) -> &'static str {
    match sign {
        '\u{064B}' => "an",
        '\u{064C}' => "un",
        '\u{064D}' => "in",
        FATHA => "a",
        DAMMA => "u",
        KASRA => "i",
        DAGGER_ALEF => "ā",
        _ => "",
    }
}

/// The long vowel of a letter, and the short sign that it lengthens.
const fn long(c: char) -> Option<(&'static str, char)> {
    match c {
        ALEF | 'ى' | ALEF_WASLA => Some(("ā", FATHA)),
        'و' => Some(("ū", DAMMA)),
        'ي' => Some(("ī", KASRA)),
        _ => None,
    }
}

/// Writes one letter of a word.
pub(super) fn write(word: &[Letter], at: usize, scheme: Romanization, out: &mut String) {
    let letter = word[at];
    let (first, last) = (at == 0, at + 1 == word.len());
    let before = at.checked_sub(1).map(|before| word[before]);
    if is_silent(word, at) {
        return;
    }
    if let Some(text) = lengthened(word, at) {
        // The short sign before it is part of the long vowel.
        if before.is_some_and(|b| matches!(b.vowel, Some(FATHA..=KASRA))) {
            out.pop();
        }
        let yeh = last && letter.c == 'ى';
        out.push_str(if yeh { scheme.final_yeh() } else { text });
        return;
    }
    match letter.c {
        // The seat of a vowel at the start of a word, or of a tanween at its end.
        ALEF | 'ى' | ALEF_WASLA if first => {
            if letter.vowel.is_none() {
                out.push_str(joining_vowel(word).unwrap_or("a"));
            }
        }
        ALEF | 'ى' | ALEF_WASLA => {}
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
            out.push_str(scheme.teh_marbuta(letter.vowel.is_some_and(|v| v != SUKUN)));
        }
        c => {
            let text = scheme.consonant(c).unwrap_or_default();
            match long(c).filter(|(_, short)| before.is_some_and(|b| b.vowel == Some(*short))) {
                Some((long, _)) if letter.doubled && scheme.has_long_glides() => {
                    out.pop();
                    out.push_str(long);
                    if c == 'و' || !last || letter.vowel.is_some() {
                        out.push_str(text);
                    }
                }
                _ => {
                    if scheme.parts(c, out) {
                        out.push('ʹ');
                    }
                    out.push_str(text);
                    if letter.doubled {
                        out.push_str(text);
                    }
                }
            }
        }
    }
    out.push_str(letter.ending());
}

/// The alef after the و of a plural verb, and the و of عمرو.
fn is_silent(word: &[Letter], at: usize) -> bool {
    let letter = word[at];
    let bare = letter.vowel.is_none() && !letter.doubled;
    if !bare || at + 1 != word.len() || at < 3 {
        return false;
    }
    let before = word[at - 1];
    match letter.c {
        ALEF => before.c == 'و' && !before.doubled && before.vowel.is_none_or(|v| v == SUKUN),
        'و' => matches!(before.vowel, Some('\u{064B}'..='\u{064D}')),
        _ => false,
    }
}

/// The long vowel that a bare ا, و, ي or ى writes here, if it writes one.
fn lengthened(word: &[Letter], at: usize) -> Option<&'static str> {
    let letter = word[at];
    let (text, short) = long(letter.c)?;
    let before = word[at.checked_sub(1)?];
    if letter.doubled || letter.vowel.is_some() {
        return None;
    }
    let alef = text == "ā";
    // Before alef or ة, و and ي are consonants.
    let after = word.get(at + 1).filter(|_| !is_silent(word, at + 1));
    let carries = !alef && after.is_some_and(|next| matches!(next.c, ALEF | 'ى' | 'ة' | 'آ'));
    let fits = match before.vowel {
        None => long(before.c).is_none() || alef,
        Some(sign) => sign == short,
    };
    (fits && !carries).then_some(text)
}
