//! The Arabic social mode: one pass over the bytes, no look-back, no allocation.
//!
//! Differs from UAX #29 where that standard was not made for posts: a full stop or a digit
//! always parts Arabic letters (`ود.أحمد`, `داعش2017`), Arabic and Latin letters never share
//! a word, links, mentions, hashtags and emoji are whole, and controls stay outside of words.

use super::class::{self, Class, Classes};
use super::{Piece, emoji, link, number};
use crate::{Span, TokenKind};

/// Walks over the pieces of a text.
pub(crate) struct Social<'s> {
    text: &'s str,
    classes: Classes,
    at: usize,
    /// Pieces that begin before this position lie in a hashtag.
    inside: usize,
    /// No link begins before this position: it was searched without success.
    searched: usize,
}

impl<'s> Social<'s> {
    pub(crate) fn new(text: &'s str) -> Self {
        Self {
            text,
            classes: Classes::get(),
            at: 0,
            inside: 0,
            searched: 0,
        }
    }

    #[inline]
    fn class(&self, at: usize) -> Option<(Class, usize)> {
        self.classes.at(self.text, at)
    }

    /// The end of an Arabic word, marks and controls between its letters included.
    #[inline]
    fn arabic_end(&self, mut at: usize) -> usize {
        let mut end = at;
        loop {
            let letters = class::skip_letters(self.text.as_bytes(), at);
            if letters > at {
                (at, end) = (letters, letters);
            }
            if self.text.as_bytes().get(at) == Some(&b' ') {
                return end;
            }
            match self.class(at) {
                Some((Class::Arabic | Class::Mark | Class::Tatweel, len)) => {
                    at += len;
                    end = at;
                }
                Some((Class::Control, len)) => at += len,
                _ => return end,
            }
        }
    }

    /// The end of a word of any other script and whether it is plain ASCII.
    fn latin_end(&self, mut at: usize) -> (usize, bool) {
        let mut end = at;
        let mut plain = true;
        while let Some((class, len)) = self.class(at) {
            match class {
                Class::Latin => {}
                Class::Digit | Class::Letter | Class::Mark => plain &= len == 1,
                Class::Control => {
                    at += len;
                    continue;
                }
                // `don't`: an apostrophe between two letters.
                _ if self.is_apostrophe(at) && end == at && self.inside <= at => {
                    let next = at + len;
                    match self.class(next) {
                        Some((Class::Latin | Class::Letter, _)) => plain = false,
                        _ => break,
                    }
                }
                _ => break,
            }
            at += len;
            end = at;
        }
        (end, plain)
    }

    fn is_apostrophe(&self, at: usize) -> bool {
        let rest = &self.text.as_bytes()[at..];
        rest.starts_with(b"'") || rest.starts_with("\u{2019}".as_bytes())
    }

    #[inline(never)]
    fn latin(&mut self, start: usize) -> (TokenKind, usize) {
        let (end, plain) = self.latin_end(start);
        let next = self.text.as_bytes().get(end);
        if plain
            && start >= self.inside
            && start >= self.searched
            && matches!(
                next,
                Some(b':' | b'.' | b'@' | b'_' | b'+' | b'-' | b'%' | b'[' | b'(')
            )
        {
            match link::link_end(self.classes, self.text, start, end) {
                Ok(found) => return found,
                Err(searched) => self.searched = searched,
            }
        }
        (TokenKind::Word, end)
    }

    #[inline(never)]
    fn digits(&mut self, start: usize, first: usize) -> (TokenKind, usize) {
        if first == start + 1
            && let Some(end) = emoji::keycap_end(self.text, first)
        {
            return (TokenKind::Emoji, end);
        }
        let end = number::digits_end(self.classes, self.text, first);
        let bytes = self.text.as_bytes();
        match self.class(end) {
            // `7ob`, `3G`: digits write letters, or count them.
            Some((Class::Latin, _)) => return self.latin(start),
            Some((Class::At, 1)) | Some((Class::Underscore, _)) if start >= self.inside => {
                return match self.latin(start) {
                    (TokenKind::Email, mail) => (TokenKind::Email, mail),
                    _ => (TokenKind::Number, end),
                };
            }
            Some((Class::Punctuation, 1))
                if bytes[end] == b'.'
                    && bytes.get(end + 1).is_some_and(u8::is_ascii_alphabetic)
                    && start >= self.inside =>
            {
                return match self.latin(start) {
                    (TokenKind::Word, _) => (TokenKind::Number, end),
                    link => link,
                };
            }
            _ => {}
        }
        if start < self.inside {
            return (TokenKind::Number, end);
        }
        (
            TokenKind::Number,
            number::number_end(self.classes, self.text, start, end),
        )
    }

    /// The end of a name after `#` or `@`, and whether a letter is in it.
    fn name_end(&self, mut at: usize, ascii: bool) -> (usize, bool) {
        let mut end = at;
        let mut letters = false;
        while let Some((class, len)) = self.class(at) {
            match class {
                Class::Latin | Class::Arabic | Class::Letter => {
                    if ascii && class != Class::Latin {
                        break;
                    }
                    letters = true;
                }
                Class::Underscore => {}
                Class::Digit if !ascii || len == 1 => {}
                Class::Mark | Class::Tatweel if !ascii && end > 0 => {}
                Class::Control if !ascii => {
                    at += len;
                    continue;
                }
                _ => break,
            }
            at += len;
            end = at;
        }
        (end, letters)
    }

    #[inline(never)]
    fn hashtag(&mut self, start: usize, after: usize) -> (TokenKind, usize) {
        if let Some(end) = emoji::keycap_end(self.text, after) {
            return (TokenKind::Emoji, end);
        }
        // As on the platforms: a hashtag has a letter; `#1` counts.
        match self.name_end(after, false) {
            (end, true) if start >= self.inside => {
                self.inside = end;
                (TokenKind::Hashtag, end)
            }
            _ => (TokenKind::Symbol, after),
        }
    }

    #[inline(never)]
    fn mention(&self, after: usize) -> (TokenKind, usize) {
        // Account names are ASCII: a word glued to one is not part of it.
        let ascii = self.text.as_bytes().get(after).is_some_and(u8::is_ascii);
        match self.name_end(after, ascii) {
            (end, _) if end > after => (TokenKind::Mention, end),
            _ => (TokenKind::Symbol, after),
        }
    }

    /// The end of a run of the character `start..end`.
    #[inline(never)]
    fn run_end(&self, start: usize, mut end: usize) -> usize {
        let bytes = self.text.as_bytes();
        let one = &bytes[start..end];
        while bytes[end..].starts_with(one) {
            end += one.len();
        }
        end
    }

    #[inline(never)]
    fn symbol(&self, end: usize) -> (TokenKind, usize) {
        if emoji::is_made_emoji(self.text, end) {
            (
                TokenKind::Emoji,
                emoji::sequence_end(self.classes, self.text, end),
            )
        } else {
            (TokenKind::Symbol, end)
        }
    }
}

impl Iterator for Social<'_> {
    type Item = Piece;

    #[inline]
    fn next(&mut self) -> Option<Piece> {
        // Most pieces are words with one space before them.
        if self.text.as_bytes().get(self.at) == Some(&b' ') {
            self.at += 1;
        }
        loop {
            let start = self.at;
            let (class, len) = self.class(start)?;
            let after = start + len;
            let (kind, end) = match class {
                Class::Space | Class::Mark | Class::Control => {
                    self.at = after;
                    continue;
                }
                Class::Underscore if start < self.inside => {
                    self.at = after;
                    continue;
                }
                Class::Arabic => (TokenKind::Word, self.arabic_end(after)),
                Class::Latin | Class::Letter => self.latin(start),
                Class::Digit => self.digits(start, after),
                Class::Hash => self.hashtag(start, after),
                Class::At => self.mention(after),
                Class::Bracket => (TokenKind::Punctuation, after),
                Class::Punctuation | Class::Underscore => {
                    let end = self.run_end(start, after);
                    match self.symbol(end) {
                        (TokenKind::Emoji, end) if end > after => (TokenKind::Emoji, end),
                        _ => (TokenKind::Punctuation, end),
                    }
                }
                Class::Tatweel => (TokenKind::Symbol, self.run_end(start, after)),
                Class::Emoji => (
                    TokenKind::Emoji,
                    emoji::sequence_end(self.classes, self.text, after),
                ),
                Class::Flag => (
                    TokenKind::Emoji,
                    emoji::flag_end(self.classes, self.text, after),
                ),
                Class::Symbol => self.symbol(after),
            };
            let inside = start < self.inside && kind != TokenKind::Hashtag;
            self.at = if kind == TokenKind::Hashtag {
                after
            } else {
                end
            };
            return Some(Piece {
                kind,
                span: Span::new(start, end),
                inside,
            });
        }
    }
}
