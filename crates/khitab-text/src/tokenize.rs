//! Words, numbers, links, mentions, hashtags, emoji and punctuation.

mod class;
mod emoji;
mod link;
mod number;
mod social;
#[cfg(test)]
mod tests;

use crate::{Span, Text, Token, TokenKind, Tokens};
use social::Social;

/// A token before its way back to the original is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Piece {
    pub(crate) kind: TokenKind,
    pub(crate) span: Span,
    pub(crate) inside: bool,
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
#[derive(Clone, Debug, Default)]
pub struct Tokenizer {}

impl Tokenizer {
    /// The Arabic social mode: links, mentions, hashtags and emoji are tokens of their own.
    #[must_use]
    pub const fn social() -> Self {
        Self {}
    }

    /// Finds the tokens of `text`.
    #[must_use]
    pub fn tokenize(&self, text: &Text<'_>) -> Tokens {
        let normalized = text.normalized();
        // An Arabic word and its space are about eleven bytes.
        let mut out = Vec::with_capacity(normalized.len() / 8 + 4);
        for piece in Social::new(normalized) {
            let token = Token {
                span: text.to_original(piece.span),
                normalized: piece.span,
                kind: piece.kind,
                inside: piece.inside,
            };
            match piece.kind {
                TokenKind::Emoji => push_emoji(text, &mut out, token),
                TokenKind::Word if piece.inside => push_tag_word(text, &mut out, token),
                _ => out.push(token),
            }
        }
        Tokens::new(out)
    }
}

/// Joins an emoji to the one before it when the normaliser deleted the joiner between them.
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
