//! Words, numbers, links, mentions, hashtags, emoji and punctuation.

mod address;
pub(crate) mod class;
pub(crate) mod cut;
pub(crate) mod emoji;
mod letters;
mod link;
mod number;
pub(crate) mod social;
#[cfg(test)]
mod tests;
mod uax29;

use fearless_simd::Simd;

use crate::offsets::{Cursor, Kept};
use crate::{Span, Text, Token, TokenKind, Tokens, simd};
use letters::Words;
use social::Social;
use uax29::Uax29;

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
    ///
    /// - A word is letters of the Arabic script, or letters and digits of others; a full stop, a hyphen, an
    ///   underscore and the change between the two part words (`ود.أحمد`, `COVID-19`, `الPDF`),
    ///   as do digits behind Arabic (`داعش2017`).
    /// - A number keeps its separators ([`TokenKind::Number`]); what counts it stays outside (`25 %`, `5 كم`),
    ///   but Latin letters right behind plain digits make a word (`5km`, `7ob`).
    /// - A link ends before Arabic punctuation and before an Arabic word that is glued to it, unless
    ///   that follows a slash. A name that begins in ASCII behind `@` goes on in ASCII.
    /// - A hashtag has a letter and goes on over digits, marks, underscores and joiners; its words follow it.
    /// - White space, lone marks and controls are in no token.
    ///
    /// ```
    /// use khitab_text::{Normalizer, Tokenizer};
    /// let text = Normalizer::strict().normalize("الإصدار v2.0 في 12/3/2015، من 2001:db8::1");
    /// let tokens = Tokenizer::social().tokenize(&text);
    /// let seen: Vec<&str> = tokens.iter().map(|t| t.span.of(text.original())).collect();
    /// assert_eq!(seen, ["الإصدار", "v2.0", "في", "12/3/2015", "،", "من", "2001:db8::1"]);
    /// ```
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
        self.tokenize_into(text, Vec::new())
    }

    /// The same in the memory of tokens that are done with.
    pub(crate) fn tokenize_into(&self, text: &Text<'_>, mut out: Vec<Token>) -> Tokens {
        out.clear();
        // An Arabic word and its space are about eleven bytes.
        out.reserve(text.normalized().len() / 8 + 4);
        let mut placer = Placer {
            text,
            cursor: text.cursor(),
            out: &mut out,
        };
        match self.mode {
            Mode::Social => Social::new(text.normalized()).each(placer),
            Mode::Uax29 => Uax29::new(text.normalized()).for_each(|piece| placer.piece(piece)),
        }
        Tokens::new(out)
    }
}

/// Takes what a scanner finds.
pub(crate) trait Sink {
    /// What of the original the text holds from `at` on.
    fn kept(&mut self, at: usize) -> Kept;
    /// Words and signs from `at` on that lie in what was just told; most pieces are such.
    fn words<S: Simd>(&mut self, simd: S, at: usize, words: Words, kept: Kept);
    /// Any piece.
    fn piece(&mut self, piece: Piece);
}

/// Gives every piece its place in the original.
struct Placer<'t, 'o> {
    text: &'t Text<'t>,
    cursor: Cursor<'t>,
    out: &'o mut Vec<Token>,
}

impl Sink for Placer<'_, '_> {
    #[inline(always)]
    fn kept(&mut self, at: usize) -> Kept {
        self.cursor.kept(at)
    }

    #[inline(always)]
    fn words<S: Simd>(&mut self, simd: S, at: usize, words: Words, kept: Kept) {
        for (normalized, original) in words.zip(words.spread(simd, kept.bytes)) {
            self.out.push(Token {
                span: span_at(kept.original, original),
                normalized: span_at(at, normalized),
                kind: if words.is_sign(normalized.0) {
                    TokenKind::Punctuation
                } else {
                    TokenKind::Word
                },
                inside: false,
            });
        }
        let done = 1_u64.checked_shl(words.done as u32).unwrap_or_default();
        let done = simd::spread(simd, done, kept.bytes).trailing_zeros() as usize;
        let original = kept.original + done.min(kept.len);
        self.cursor.jump(original, at + words.done);
    }

    #[inline(never)]
    fn piece(&mut self, piece: Piece) {
        let span = if piece.kind == TokenKind::Hashtag {
            // Its words come next and start before it ends.
            self.cursor.clone().to_original(piece.span)
        } else {
            self.cursor.to_original(piece.span)
        };
        let token = Token {
            span,
            normalized: piece.span,
            kind: piece.kind,
            inside: piece.inside,
        };
        match piece.kind {
            TokenKind::Emoji => push_emoji(self.text, self.out, token),
            TokenKind::Word if piece.inside => push_tag_word(self.text, self.out, token),
            _ => self.out.push(token),
        }
    }
}

/// The span from `start` to `end`, both counted from `base`.
#[inline(always)]
const fn span_at(base: usize, (start, end): (usize, usize)) -> Span {
    Span::new(base + start, base + end)
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
    if original.first().is_some_and(u8::is_ascii)
        && original.is_ascii()
        && original.len() == token.normalized.len()
    {
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
