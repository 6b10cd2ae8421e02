//! Texts in Arabizi: Latin letters and digits by sound.
//!
//! A Latin word may be of any language. It is read only in a text without the commonest words of
//! English and French where a Latin word has a digit in place of a letter, as no other language has
//! them; and no letter of the word may be unwritten, for Latin consonants alone fit half a list.

use khitab_text::{EvasionKind, EvasionKinds, Span, TokenKind};

use super::{Disguise, Disguises};
use crate::Document;

/// The shortest word that is read.
const SHORTEST: usize = 4;

/// Words of English and French that no Arabic is spelled as.
const OTHER: [&str; 34] = [
    "the", "and", "of", "to", "is", "for", "you", "that", "with", "this", "are", "not", "from",
    "have", "has", "was", "your", "they", "what", "when", "new", "will", "les", "des", "est",
    "pour", "une", "dans", "qui", "que", "sur", "pas", "avec", "vous",
];

/// The Latin words of a text that may be in Arabizi.
#[derive(Default)]
pub(super) struct Latin {
    words: Vec<Span>,
    /// Whether a digit stands for a letter somewhere.
    digits: bool,
}

impl Latin {
    pub(super) fn of(document: &Document<'_>) -> Self {
        let normalized = document.text().normalized();
        let mut out = Self::default();
        for token in document.tokens() {
            let first = normalized.as_bytes().get(token.normalized.start());
            // Marks are ASCII and words are not: both at once are seldom told wrongly beforehand.
            if !((token.kind == TokenKind::Word) & first.is_some_and(u8::is_ascii)) {
                continue;
            }
            let form = token.normalized.of(normalized);
            if token.inside || !form.is_ascii() {
                continue;
            }
            if OTHER.contains(&form) {
                return Self::default();
            }
            out.digits |= has_letter_digit(form);
            if form.len() >= SHORTEST {
                out.words.push(token.span);
            }
        }
        out
    }

    /// Whether the lists must be asked.
    pub(super) const fn is_suspect(&self) -> bool {
        self.digits && !self.words.is_empty()
    }

    /// The Arabic words of the lists among them; what a list has in Latin stays.
    pub(super) fn read(&self, lists: &Disguises, original: &str) -> Vec<Disguise> {
        if !self.is_suspect() {
            return Vec::new();
        }
        let read = |span: &Span| {
            let latin = span.of(original);
            if lists.latin.contains(&latin.to_ascii_lowercase()) {
                return None;
            }
            let found = lists.reader.arabizi(latin);
            let (word, cost) = *found.first().filter(|(_, cost)| *cost <= most(latin))?;
            Some(Disguise {
                span: *span,
                word: word.to_owned(),
                kinds: EvasionKinds::only(EvasionKind::Arabizi),
                cost: cost + 1,
            })
        };
        self.words.iter().filter_map(read).collect()
    }
}

/// What a word may cost: an article costs one, and a digit among the letters allows as much.
fn most(latin: &str) -> u16 {
    let latin = latin.to_ascii_lowercase();
    u16::from(has_letter_digit(&latin) || latin.starts_with("al") || latin.starts_with("el"))
}

/// Whether a digit stands for a letter, and is no number behind a word as in `covid19`.
fn has_letter_digit(form: &str) -> bool {
    let is_digit = |b: &u8| matches!(b, b'2' | b'3' | b'5'..=b'9');
    let letters = form.bytes().filter(u8::is_ascii_alphabetic).count();
    let trimmed = form.trim_end_matches(|c: char| c.is_ascii_digit());
    letters >= 2 && (trimmed.bytes().any(|b| is_digit(&b)) || form.len() - trimmed.len() == 1)
}
