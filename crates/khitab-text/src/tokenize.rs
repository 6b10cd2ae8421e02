//! Words, numbers, links, mentions, hashtags, emoji and punctuation.

pub(crate) mod class;
mod emoji;
mod link;
mod number;
pub(crate) mod social;
#[cfg(test)]
mod tests;
mod uax29;

use crate::{Span, Text, Token, TokenKind, Tokens};
use social::Social;
use uax29::Uax29;

/// A token before its way back to the original is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Piece {
    pub(crate) kind: TokenKind,
    pub(crate) span: Span,
    pub(crate) inside: bool,
}

impl Piece {
    #[inline(always)]
    fn at(self, span: Span) -> Token {
        Token {
            span,
            normalized: self.span,
            kind: self.kind,
            inside: self.inside,
        }
    }
}

/// Cuts a [`Text`] into [`Tokens`].
///
/// ```
/// use khitab_text::{Normalizer, TokenKind, Tokenizer};
/// let text = Normalizer::search().normalize("ود.أحمد: 3.5 #خبر_عاجل https://example.com/a");
/// let tokens = Tokenizer::social().tokenize(&text);
/// let seen: Vec<&str> = tokens.iter().map(|t| t.span.of(text.original())).collect();
/// assert_eq!(
///     seen,
///     ["ود", ".", "أحمد", ":", "3.5", "#خبر_عاجل", "خبر", "عاجل", "https://example.com/a"],
/// );
/// assert_eq!(tokens.as_slice()[5].kind, TokenKind::Hashtag);
/// assert!(tokens.as_slice()[6].inside);
/// ```
#[derive(Clone, Debug)]
pub struct Tokenizer {
    mode: Mode,
}

#[derive(Clone, Copy, Debug)]
enum Mode {
    Social,
    Uax29,
}

impl Default for Tokenizer {
    fn default() -> Self {
        Self::social()
    }
}

impl Tokenizer {
    /// The Arabic social mode: links, mentions, hashtags and emoji are tokens of their own.
    #[must_use]
    pub const fn social() -> Self {
        Self { mode: Mode::Social }
    }

    /// The default word boundaries of Unicode Standard Annex 29.
    ///
    /// Words and numbers are exactly what `unicode_words` of the crate `unicode-segmentation`
    /// gives for the normalised text; links and hashtags are not known to that standard.
    #[must_use]
    pub const fn uax29() -> Self {
        Self { mode: Mode::Uax29 }
    }

    /// Finds the tokens of `text`.
    #[must_use]
    pub fn tokenize(&self, text: &Text<'_>) -> Tokens {
        // An Arabic word and its space are about eleven bytes.
        let mut out = Vec::with_capacity(text.normalized().len() / 8 + 4);
        match self.mode {
            Mode::Social => place(text, Social::new(text.normalized()), &mut out),
            Mode::Uax29 => place(text, Uax29::new(text.normalized()), &mut out),
        }
        Tokens::new(out)
    }
}

/// Gives each piece its place in the original.
#[inline]
fn place(text: &Text<'_>, pieces: impl Iterator<Item = Piece>, out: &mut Vec<Token>) {
    let mut cursor = text.cursor();
    let mut changes = text.offsets().changes();
    let mut next = changes.next();
    // How far the original is ahead behind the last change that was passed.
    let mut ahead = 0;
    for piece in pieces {
        while let Some(change) = next
            && change.normalized.end() < piece.span.start()
        {
            ahead = change.original.end() as isize - change.normalized.end() as isize;
            next = changes.next();
        }
        // Most words touch no change: their place is a sum.
        let untouched = next.is_none_or(|change| piece.span.end() < change.normalized.start());
        let span = if untouched {
            let moved = |at: usize| at.wrapping_add_signed(ahead);
            Span::new(moved(piece.span.start()), moved(piece.span.end()))
        } else if piece.kind == TokenKind::Hashtag {
            // Its words come next and start before it ends.
            cursor.clone().to_original(piece.span)
        } else {
            cursor.to_original(piece.span)
        };
        match piece.kind {
            TokenKind::Emoji => push_emoji(text, out, piece.at(span)),
            TokenKind::Word if piece.inside => push_tag_word(text, out, piece.at(span)),
            _ => out.push(piece.at(span)),
        }
    }
}

/// Joins an emoji to the one before it when the normaliser deleted the joiner between them.
#[cold]
fn push_emoji(text: &Text<'_>, out: &mut Vec<Token>, token: Token) {
    if let Some(last) = out.last_mut()
        && last.kind == TokenKind::Emoji
        && last.normalized.end() == token.normalized.start()
        && text
            .original()
            .get(..token.span.start())
            .is_some_and(|before| before.ends_with(emoji::JOINER))
    {
        last.span = last.span.cover(token.span);
        last.normalized = last.normalized.cover(token.normalized);
        return;
    }
    out.push(token);
}

/// Parts `IslamicNews` at its capitals, which the normalised text may have lost.
#[cold]
fn push_tag_word(text: &Text<'_>, out: &mut Vec<Token>, token: Token) {
    let original = token.span.of(text.original()).as_bytes();
    let mut start = 0;
    if original.is_ascii() && original.len() == token.normalized.len() {
        for at in 1..original.len() {
            if original[at - 1].is_ascii_lowercase() && original[at].is_ascii_uppercase() {
                out.push(part(token, start, at));
                start = at;
            }
        }
        out.push(part(token, start, original.len()));
    } else {
        out.push(token);
    }
}

/// Bytes `start..end` of a token that normalisation did not move.
fn part(token: Token, start: usize, end: usize) -> Token {
    let shift = |span: Span| Span::new(span.start() + start, span.start() + end);
    Token {
        span: shift(token.span),
        normalized: shift(token.normalized),
        ..token
    }
}
