//! Runs of tokens that look like one hidden word, so that the reader is asked about few.

use core::ops::Range;

use khitab_text::{Span, Token, TokenKind};

use crate::Document;

/// Single letters in a row that look like a spaced word.
const SINGLES: usize = 3;
/// Equal letters in a row that stretch a word.
const STRETCHED: usize = 3;
/// The longest piece of a word around a sign, in bytes of Arabic letters.
const PIECE: usize = 16;
/// The most Latin letters between signs that may stand for a piece of an Arabic word.
const LATIN_PIECE: usize = 3;

/// The runs of letters in the original that look like a disguise, in order: stretched, single in a
/// row, in pieces around a sign, with letters that no Arabic word has.
pub(super) fn suspects(document: &Document<'_>) -> Vec<Span> {
    let normalized = document.text().normalized().as_bytes();
    let tokens = document.tokens();
    let mut out = Vec::new();
    let mut close = |run: Run, end: usize| {
        if run.first < end && run.is_suspect() {
            let (first, last) = (&tokens[run.first], &tokens[end - 1]);
            out.push(first.span.cover(last.span));
        }
    };
    let mut letters = Letters::new(normalized);
    let mut run = Run::default();
    let mut end = 0;
    for (at, token) in tokens.iter().enumerate() {
        let form = &normalized[token.normalized.range()];
        let may_be_odd = letters.may_hold_odd(token);
        let gap = token.normalized.start().wrapping_sub(end);
        end = token.normalized.end();
        if !may_be_odd && gap > 0 && is_plain(token, tokens.get(at + 1)) {
            close(run, at);
            run = Run::from(at + 1);
            continue;
        }
        let single = is_single(token.kind, form);
        let goes_on = gap == 0 || gap <= 2 && run.single && single;
        let latin = is_latin_word(token.kind, form) && stands_alone(tokens, at);
        match token.kind {
            _ if latin => {
                close(run, at);
                run = Run::from(at + 1);
            }
            TokenKind::Word | TokenKind::Punctuation | TokenKind::Symbol | TokenKind::Number => {
                if !goes_on {
                    close(run, at);
                    run = Run::from(at);
                }
                run.add(token.kind, form, single);
                run.look(token.kind, may_be_odd, form);
            }
            _ => {
                close(run, at);
                run = Run::from(at + 1);
            }
        }
    }
    close(run, tokens.len());
    out
}

/// Tokens that touch, or single letters with a space between.
#[derive(Clone, Copy, Default)]
struct Run {
    /// Its first token.
    first: usize,
    singles: usize,
    /// How many short pieces and signs in turn it ends with.
    pieces: usize,
    /// Whether the last token was a single letter.
    single: bool,
    odd: bool,
    /// Whether it holds letters of Arabic, and of another script.
    arabic: bool,
    other: bool,
}

impl Run {
    fn from(first: usize) -> Self {
        Self {
            first,
            ..Self::default()
        }
    }

    #[inline]
    fn add(&mut self, kind: TokenKind, form: &[u8], single: bool) {
        self.single = single;
        if kind == TokenKind::Word {
            self.singles += usize::from(single);
            self.step(form.len() <= PIECE, 0);
        } else {
            self.step(matches!(form, [sign] if is_sign(*sign)), 1);
        }
    }

    fn look(&mut self, kind: TokenKind, may_be_odd: bool, form: &[u8]) {
        match form {
            _ if kind != TokenKind::Word => {}
            [first, ..] if is_arabic_lead(*first) => self.arabic = true,
            [first, ..] if *first >= 0x80 || first.is_ascii_alphabetic() => self.other = true,
            _ => {}
        }
        self.odd |= may_be_odd && is_odd(form);
    }

    /// Counts a piece, whose turn is `parity`; anything else ends the count.
    fn step(&mut self, fits: bool, parity: usize) {
        self.odd |= self.in_pieces();
        self.pieces = match (fits, self.pieces % 2 == parity) {
            (true, true) => self.pieces + 1,
            (true, false) if parity == 0 => 1,
            _ => 0,
        };
    }

    /// Whether it ends with at least two short pieces and a sign between.
    const fn in_pieces(&self) -> bool {
        self.pieces >= 3 && self.pieces % 2 == 1
    }

    const fn is_suspect(&self) -> bool {
        self.odd || self.in_pieces() || self.singles >= SINGLES || self.arabic && self.other
    }
}

/// Whether a token is a word of more than one letter that the next does not touch: behind a space it
/// is a run of its own, as most tokens are.
fn is_plain(token: &Token, next: Option<&Token>) -> bool {
    token.kind == TokenKind::Word
        && token.normalized.len() > 2
        && next.is_none_or(|next| next.normalized.start() > token.normalized.end())
}

/// Whether a token is one letter of two bytes, as those of the Arabic script are; `XS` has two bytes as well.
fn is_single(kind: TokenKind, form: &[u8]) -> bool {
    kind == TokenKind::Word && matches!(form, [0x80..=0xFF, _])
}

/// Whether a token is a Latin word without digits that is too long for a letter in disguise.
fn is_latin_word(kind: TokenKind, form: &[u8]) -> bool {
    kind == TokenKind::Word && form.len() > LATIN_PIECE && form.iter().all(u8::is_ascii_alphabetic)
}

/// Whether no word or number touches a token: the name behind the sign of a photo credit stands so.
fn stands_alone(tokens: &[Token], at: usize) -> bool {
    let token = &tokens[at];
    let touches = |other: &Token| {
        matches!(other.kind, TokenKind::Word | TokenKind::Number)
            && (other.normalized.end() == token.normalized.start()
                || other.normalized.start() == token.normalized.end())
    };
    let before = at.checked_sub(1).map(|before| &tokens[before]);
    !before.into_iter().chain(tokens.get(at + 1)).any(touches)
}

/// What writers put between or in place of letters.
const fn is_sign(sign: u8) -> bool {
    matches!(
        sign,
        b'.' | b'-' | b'*' | b'_' | b'|' | b'/' | b'!' | b'@' | b'$' | b'+' | b'~' | b'0'..=b'9'
    )
}

/// A text that is looked through for [`is_odd`] words block by block, just ahead of the tokens.
struct Letters<'t> {
    text: &'t [u8],
    /// Where the block ends that was looked through last, and whether it may hold one.
    end: usize,
    odd: bool,
}

impl<'t> Letters<'t> {
    const BLOCK: usize = 1024;

    const fn new(text: &'t [u8]) -> Self {
        Self {
            text,
            end: 0,
            odd: false,
        }
    }

    /// Whether the block of a token has at all what [`is_odd`] looks for.
    fn may_hold_odd(&mut self, token: &Token) -> bool {
        let Range { start, end } = token.normalized.range();
        if end > self.end {
            self.end = end.max(self.text.len().min(start + Self::BLOCK));
            self.odd = may_hold_odd_words(&self.text[start..self.end]);
        }
        self.odd
    }
}

/// Whether some letters are [`is_odd`], or others that are near them in their bytes; a plain loop,
/// so that the compiler can take many bytes at a time.
fn may_hold_odd_words(text: &[u8]) -> bool {
    let found = text.windows(6).fold(false, |found, b| {
        let stretched =
            (b[0] >= 0x80) & (b[0] == b[2]) & (b[1] == b[3]) & (b[2] == b[4]) & (b[3] == b[5]);
        let foreign = (b[0] >= 0xDA) & (b[0] <= 0xE0) | (b[0] == 0xD9) & (b[1] >= 0xAE);
        found | stretched | foreign
    });
    found
        || text.len() < 6
        || text[text.len() - 5..]
            .windows(2)
            .any(|b| is_foreign([b[0], b[1]]))
}

/// Whether a word holds three equal letters in a row or letters that Arabic does not have.
fn is_odd(form: &[u8]) -> bool {
    let stretched = || {
        let mut last = [0; 2];
        let mut run = 0;
        form.as_chunks::<2>().0.iter().any(|&letter| {
            run = if letter == last { run + 1 } else { 1 };
            last = letter;
            run >= STRETCHED
        })
    };
    form.windows(2).any(|b| is_foreign([b[0], b[1]])) || stretched()
}

/// The first bytes of U+066E and what follows it in the blocks of the Arabic script: letters
/// without dots and letters of other languages. Bytes that continue a character are never first.
const fn is_foreign(b: [u8; 2]) -> bool {
    matches!(
        b,
        [0xD9, 0xAE..=0xBF] | [0xDA | 0xDB, _] | [0xDD, 0x90..=0xBF] | [0xE0, 0xA1 | 0xA2]
    )
}

const fn is_arabic_lead(byte: u8) -> bool {
    matches!(byte, 0xD8..=0xDB)
}
