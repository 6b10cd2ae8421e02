//! The words of a text with the keys that the index knows them by.

use khitab_text::{Span, Token, TokenKind};

use crate::Document;

/// A word of the text as the index sees it.
#[derive(Clone, Copy, Debug)]
pub(in crate::scope) struct Word {
    pub hash: u32,
    pub span: Span,
    /// Whether a citation cannot go on after it.
    pub last: bool,
    /// Whether a bracket or quotation closes behind it: what follows is the writer's word and no other spelling.
    pub closed: bool,
}

impl Word {
    /// Its keys with an "and" before it, of either kind, and without the one that it begins with.
    pub(super) fn beside_and(&self, original: &str) -> [Option<u32>; 3] {
        let word = self.span.of(original);
        let led = |letter| {
            let mut fold = Fold::default();
            fold.letter(letter);
            fold.word(word);
            Some(fold.hash())
        };
        let bare = word.strip_prefix(['و', 'ف']).map(|rest| {
            let mut fold = Fold::default();
            fold.word(rest);
            fold.hash()
        });
        [led('و'), led('ف'), bare]
    }

    /// Whether it is these two words without the space between them.
    pub(super) fn is_both(&self, original: &str, first: u32, second: u32) -> bool {
        /// The longest word that is looked at, in bytes, marks included.
        const LONGEST: usize = 80;
        let word = self.span.of(original);
        let mut head = Fold::default();
        let cuts = word.char_indices().skip(1).map(|(at, _)| word.split_at(at));
        let mut done = 0;
        word.len() <= LONGEST
            && cuts.into_iter().any(|(left, right)| {
                head.word(&left[done..]);
                done = left.len();
                let mut tail = Fold::default();
                tail.word(right);
                head.hash() == first && tail.hash() == second && !tail.is_empty()
            })
    }
}

/// The words of the document with their keys. A lone `يا` or `و` joins the next word, since
/// writers put the space there or not.
pub(super) fn words_of(document: &Document<'_>) -> Vec<Word> {
    let mut out = Vec::new();
    read_words(document, &mut out);
    out
}

/// As [`words_of`], in memory that is there already.
pub(super) fn read_words(document: &Document<'_>, out: &mut Vec<Word>) {
    let original = document.text().original();
    let normalized = document.text().normalized();
    out.clear();
    out.reserve(document.tokens().len());
    let mut fold = Fold::default();
    // Where a word that joins the next begins.
    let mut joined = None;
    for token in document.tokens() {
        if token.kind != TokenKind::Word {
            let form = &normalized[token.normalized.range()];
            let ends = ends_citation(token.kind, form);
            if let Some(last) = out.last_mut() {
                last.last |= ends;
                last.closed |= form.starts_with(CLOSING);
            }
            if ends {
                (fold, joined) = (Fold::default(), None);
            }
            continue;
        }
        if !fold.plain_word(&original.as_bytes()[token.span.range()]) {
            fold.word(spelling(token, original, normalized));
        }
        if fold.is_empty() {
            continue;
        }
        let start = joined.unwrap_or(token.span.start());
        if fold.joins_next() {
            joined = Some(start);
            continue;
        }
        out.push(Word {
            hash: fold.hash(),
            span: Span::new(start, token.span.end()),
            last: false,
            closed: false,
        });
        (fold, joined) = (Fold::default(), None);
    }
}

/// Brackets and quotation marks that close.
const CLOSING: [char; 6] = [')', ']', '}', '﴾', '»', '”'];

/// Links, names, emoji, full stops and bullets end a citation; verse numbers and signs do not.
fn ends_citation(kind: TokenKind, form: &str) -> bool {
    match kind {
        TokenKind::Url | TokenKind::Email | TokenKind::Mention | TokenKind::Emoji => true,
        TokenKind::Punctuation | TokenKind::Symbol => {
            form.starts_with(['.', '-', '!', '؟', '?', '"', '|', '•', '❤', '﷽'])
        }
        _ => false,
    }
}

/// The original spelling, which still has the dagger alef, unless it is in presentation forms.
fn spelling<'t>(token: &Token, original: &'t str, normalized: &'t str) -> &'t str {
    let word = token.span.of(original);
    if word.as_bytes().contains(&0xEF) {
        token.normalized.of(normalized)
    } else {
        word
    }
}

/// The factor of FNV-1a.
const PRIME: u32 = 0x0100_0193;

/// FNV-1a over the letters that stay.
#[derive(Clone, Copy, Debug)]
struct Fold {
    hash: u32,
    /// What [`one`] makes of the letters, added up.
    letters: u64,
}

impl Default for Fold {
    fn default() -> Self {
        Self {
            hash: 0x811C_9DC5,
            letters: 0,
        }
    }
}

impl Fold {
    /// Folds a word of two-byte Arabic letters and marks; does nothing for any other.
    ///
    /// Every second word has an alef, which no processor foresees: what goes is folded as a step
    /// that changes nothing, and what is not plain is told at the end, without a branch.
    fn plain_word(&mut self, word: &[u8]) -> bool {
        let mut plain = *self;
        let (mut rows, mut carried) = (0, false);
        let (pairs, rest) = word.as_chunks::<2>();
        for &[high, low] in pairs {
            let at = usize::from(high ^ 0xD8) << 6 | usize::from(low & 0x3F);
            let step = ARABIC[at % ARABIC.len()];
            plain.hash = (plain.hash ^ u32::from(step.bytes[0])).wrapping_mul(step.prime);
            plain.hash = (plain.hash ^ u32::from(step.bytes[1])).wrapping_mul(step.prime);
            plain.letters += step.letter;
            rows |= at;
            carried |= step.carried;
        }
        let is_plain = rest.is_empty() && rows < ARABIC.len() && !carried;
        if is_plain {
            *self = plain;
        }
        is_plain
    }

    fn word(&mut self, word: &str) {
        let mut chars = word.chars().peekable();
        while let Some(c) = chars.next() {
            let Some(letter) = folded(c) else { continue };
            // Uthmani waw or yeh without a vowel only carries the dagger alef: الصلوٰة, هدىٰهم.
            if chars.peek() == Some(&'\u{0670}') && matches!(letter, 'و' | 'ي') {
                continue;
            }
            self.letter(letter);
        }
    }

    fn letter(&mut self, letter: char) {
        self.letters += one(letter);
        for &byte in letter.encode_utf8(&mut [0; 4]).as_bytes() {
            self.hash = (self.hash ^ u32::from(byte)).wrapping_mul(PRIME);
        }
    }

    const fn is_empty(&self) -> bool {
        self.letters == 0
    }

    const fn joins_next(&self) -> bool {
        self.letters == one('ي') || self.letters == one('و')
    }

    const fn hash(&self) -> u32 {
        self.hash ^ self.hash >> 15
    }
}

/// One letter and which: the sums of two are never the same as one.
const fn one(letter: char) -> u64 {
    1 << 32 | letter as u64
}

/// What a character of the first two Arabic rows does to the hash.
#[derive(Clone, Copy)]
struct Step {
    /// What [`one`] makes of the letter it becomes; 0 if it goes.
    letter: u64,
    /// The bytes of that letter, and what the hash is multiplied by: 0 and 1 change nothing.
    bytes: [u8; 2],
    prime: u32,
    /// The dagger alef, whose letter before it must be looked at.
    carried: bool,
}

/// U+0600 to U+067F, whose first bytes are D8 and D9.
static ARABIC: [Step; 128] = {
    let nothing = Step {
        letter: 0,
        bytes: [0, 0],
        prime: 1,
        carried: false,
    };
    let mut table = [nothing; 128];
    let mut at = 0;
    while at < table.len() {
        if let Some(c) = char::from_u32(0x600 + at as u32) {
            table[at].carried = c == '\u{0670}';
            if let Some(letter) = folded(c) {
                let mut bytes = [0; 2];
                letter.encode_utf8(&mut bytes);
                table[at] = Step {
                    letter: one(letter),
                    bytes,
                    prime: PRIME,
                    carried: false,
                };
            }
        }
        at += 1;
    }
    table
};

/// The letter of the key, or nothing for alefs, hamzas and marks.
const fn folded(c: char) -> Option<char> {
    match c {
        'ا' | 'أ' | 'إ' | 'آ' | '\u{0671}' | 'ء' | 'ؤ' | 'ئ' | '\u{0640}' | '\u{0670}' => {
            None
        }
        '\u{0610}'..='\u{061A}' | '\u{064B}'..='\u{065F}' | '\u{06D6}'..='\u{06ED}' => None,
        '\u{08D3}'..='\u{08FF}' => None,
        '\u{200B}'..='\u{200F}' | '\u{2060}'..='\u{2064}' | '\u{FEFF}' => None,
        'ى' | 'ی' | 'ے' => Some('ي'),
        'ة' | 'ھ' | 'ہ' | 'ە' | 'ۃ' => Some('ه'),
        'ک' | 'گ' | 'ڪ' => Some('ك'),
        c => Some(c),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dagger_alef_and_joined_vocative_have_one_key() {
        let hash = |text: &str| {
            words_of(&Document::new(text))
                .iter()
                .map(|w| w.hash)
                .collect::<Vec<_>>()
        };
        assert_eq!(hash("ٱلصَّلَوٰةَ"), hash("الصلاة"));
        assert_eq!(hash("يَـٰٓأَيُّهَا"), hash("يا أيها"));
        assert_eq!(hash("و لا"), hash("ولا"));
        assert_eq!(hash("\u{FDF2}"), hash("الله"));
    }
}
