//! Words, numbers, links, mentions, hashtags, emoji and punctuation.

use crate::{Span, Text, Token, TokenKind, Tokens};

/// Cuts a [`Text`] into [`Tokens`].
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
        let s = text.normalized();
        let mut out = Vec::with_capacity(s.len() / 8);
        let mut at = 0;
        while let Some(c) = s[at..].chars().next() {
            if c.is_whitespace() {
                at += c.len_utf8();
                continue;
            }
            let (kind, end) = next_token(s, at, c);
            push(text, &mut out, kind, Span::new(at, end), false);
            if kind == TokenKind::Hashtag {
                hashtag_words(text, &mut out, Span::new(at + c.len_utf8(), end));
            }
            at = end;
        }
        Tokens::new(out)
    }
}

fn push(text: &Text<'_>, out: &mut Vec<Token>, kind: TokenKind, span: Span, inside: bool) {
    out.push(Token {
        span: text.to_original(span),
        normalized: span,
        kind,
        inside,
    });
}

fn hashtag_words(text: &Text<'_>, out: &mut Vec<Token>, span: Span) {
    let s = text.normalized();
    let mut start = span.start();
    for piece in s[span.range()].split('_') {
        let end = start + piece.len();
        if !piece.is_empty() {
            let kind = if piece.bytes().all(|b| b.is_ascii_digit()) {
                TokenKind::Number
            } else {
                TokenKind::Word
            };
            push(text, out, kind, Span::new(start, end), true);
        }
        start = end + 1;
    }
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '\u{064B}'..='\u{065F}' | '\u{0670}' | '\u{0640}')
}

fn next_token(s: &str, at: usize, c: char) -> (TokenKind, usize) {
    let rest = &s[at..];
    if rest.starts_with("http://") || rest.starts_with("https://") || rest.starts_with("www.") {
        let len = rest.find(char::is_whitespace).unwrap_or(rest.len());
        return (TokenKind::Url, at + len);
    }
    let after = at + c.len_utf8();
    let name_end = |from: usize| {
        from + s[from..]
            .find(|c: char| !is_word(c) && c != '_')
            .unwrap_or(s.len() - from)
    };
    match c {
        '#' if name_end(after) > after => (TokenKind::Hashtag, name_end(after)),
        '@' if name_end(after) > after => (TokenKind::Mention, name_end(after)),
        c if c.is_numeric() => number(s, at),
        c if is_word(c) => {
            let len = rest
                .find(|c: char| !is_word(c) || c.is_numeric())
                .unwrap_or(rest.len());
            (TokenKind::Word, at + len)
        }
        '\u{1F000}'..='\u{1FAFF}' | '\u{2600}'..='\u{27BF}' => (TokenKind::Emoji, after),
        c if c.is_ascii_punctuation()
            || matches!(c, '،' | '؛' | '؟' | '«' | '»' | '“' | '”' | '…') =>
        {
            (TokenKind::Punctuation, after)
        }
        _ => (TokenKind::Symbol, after),
    }
}

fn number(s: &str, at: usize) -> (TokenKind, usize) {
    let mut end = at;
    let mut chars = s[at..].char_indices().peekable();
    while let Some((i, c)) = chars.next() {
        let inner = matches!(c, '.' | ',' | '٫' | '٬' | '/' | ':')
            && chars.peek().is_some_and(|(_, c)| c.is_numeric());
        if !c.is_numeric() && !inner {
            break;
        }
        end = at + i + c.len_utf8();
    }
    (TokenKind::Number, end)
}
