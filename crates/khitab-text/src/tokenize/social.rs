//! The Arabic social mode: one pass over the bytes, no allocation.
//!
//! Differs from UAX #29 where that standard was not made for posts: a full stop or a digit
//! always parts Arabic letters (`ود.أحمد`, `داعش2017`), Arabic and Latin letters never share
//! a word, links, mentions, hashtags and emoji are whole, and controls stay outside of words.

use fearless_simd::{Simd, dispatch};

use super::class::{Class, Classes};
use super::letters::Letters;
use super::{Piece, Sink, address, emoji, link, number};
use crate::simd;
use crate::{Span, TokenKind};

/// Walks over the pieces of a text.
pub(crate) struct Social<'s> {
    text: &'s str,
    classes: Classes,
    letters: Letters<'s>,
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
            letters: Letters::new(text),
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
    fn arabic_end(&mut self, mut at: usize) -> usize {
        let mut end = at;
        loop {
            let letters = self.letters.end(at);
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
        if plain
            && start >= self.inside
            && let Some(number) = self.numeric_end(start, end)
        {
            return (TokenKind::Number, number);
        }
        (TokenKind::Word, end)
    }

    /// The end of the version or address that begins with the plain run `start..end`.
    fn numeric_end(&self, start: usize, end: usize) -> Option<usize> {
        match self.text.as_bytes().get(end)? {
            b'.' => number::version_end(self.classes, self.text, start, end),
            b':' => self.colons_end(start, end),
            _ => None,
        }
    }

    /// The same for an address whose first group is `start..end`.
    fn colons_end(&self, start: usize, end: usize) -> Option<usize> {
        (end - start <= 4)
            .then(|| address::colons_end(self.text, start))
            .flatten()
    }

    #[inline(never)]
    fn digits(&mut self, start: usize, first: usize) -> (TokenKind, usize) {
        if first == start + 1
            && let Some(end) = emoji::keycap_end(self.text, first)
        {
            return (TokenKind::Emoji, end);
        }
        let end = number::digits_end(self.classes, self.text, first);
        if start < self.inside {
            return match self.class(end) {
                Some((Class::Latin, _)) => self.latin(start),
                _ => (TokenKind::Number, end),
            };
        }
        let bytes = self.text.as_bytes();
        let found = match self.class(end) {
            Some((Class::Latin, _)) => {
                match number::signed_exponent_end(self.text, end) {
                    Some(exponent) => Some((TokenKind::Number, exponent)),
                    // `7ob`, `3G`: digits write letters, or count them.
                    None => Some(self.latin(start)),
                }
            }
            Some((Class::At, 1) | (Class::Underscore, _)) => match self.latin(start) {
                (TokenKind::Email, mail) => Some((TokenKind::Email, mail)),
                _ => Some((TokenKind::Number, end)),
            },
            Some((Class::Punctuation, 1)) => match bytes[end] {
                b'.' if bytes.get(end + 1).is_some_and(u8::is_ascii_alphabetic) => {
                    match self.latin(start) {
                        (TokenKind::Word, _) => Some((TokenKind::Number, end)),
                        link => Some(link),
                    }
                }
                b':' => self
                    .colons_end(start, end)
                    .map(|address| (TokenKind::Number, address)),
                _ => None,
            },
            _ => None,
        };
        found.unwrap_or_else(|| self.number(start, end))
    }

    /// The number whose first digits are `start..end`, or the link that it begins.
    fn number(&self, start: usize, end: usize) -> (TokenKind, usize) {
        let end = number::number_end(self.classes, self.text, start, end);
        let page = matches!(self.text.as_bytes()[end..], [b'/', next, ..] if next.is_ascii_alphabetic())
            && address::is_ipv4(&self.text[start..end]);
        if page {
            (TokenKind::Url, link::path_end(self.classes, self.text, end))
        } else {
            (TokenKind::Number, end)
        }
    }

    /// The end of a name after `#` or `@`, and whether a letter is in it.
    fn name_end(&mut self, mut at: usize, ascii: bool) -> (usize, bool) {
        let mut end = at;
        let mut letters = false;
        while let Some((class, len)) = self.class(at) {
            match class {
                Class::Arabic if !ascii => {
                    letters = true;
                    end = self.letters.end(at).max(at + len);
                    at = end;
                    continue;
                }
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
    fn mention(&mut self, after: usize) -> (TokenKind, usize) {
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

    /// Hands every piece to `sink`, in order.
    #[inline]
    pub(crate) fn each(&mut self, mut sink: impl Sink) {
        dispatch!(simd::level(), simd => self.each_with(simd, &mut sink));
    }

    #[inline(always)]
    fn each_with<S: Simd>(&mut self, simd: S, sink: &mut impl Sink) {
        while self.at < self.text.len() {
            self.words(simd, sink);
            match self.piece() {
                Some(piece) => sink.piece(piece),
                None => return,
            }
        }
    }

    /// The pieces, one after the other.
    pub(crate) fn pieces(mut self) -> impl Iterator<Item = Piece> {
        core::iter::from_fn(move || self.piece())
    }

    /// The pieces that begin from `start` to `end`, between two places of [`cut`](super::cut).
    pub(crate) fn between(&mut self, start: usize, end: usize) -> impl Iterator<Item = Piece> {
        (self.at, self.inside, self.searched) = (start, 0, 0);
        core::iter::from_fn(move || {
            if self.at >= end {
                return None;
            }
            self.piece().filter(|piece| piece.span.start() < end)
        })
    }

    /// Hands over plain Arabic words and signs as long as nothing else comes.
    #[inline(always)]
    fn words<S: Simd>(&mut self, simd: S, sink: &mut impl Sink) {
        while self.at >= self.inside && self.at < self.text.len() {
            let kept = sink.kept(self.at);
            let reach = kept.bytes.count_ones() as usize;
            let mut words = self.letters.words(simd, self.at, reach);
            let end = words.done + words.open;
            if end < reach && words.open > 0 && self.closes_word(self.at + end) {
                words.close();
            }
            if words.done == 0 {
                return;
            }
            sink.words(simd, self.at, words, kept);
            self.at += words.done;
            if end < reach {
                return;
            }
        }
    }

    /// Whether a word of letters cannot go on with what stands at `at`.
    #[inline]
    fn closes_word(&self, at: usize) -> bool {
        !matches!(
            self.class(at),
            Some((
                Class::Arabic | Class::Mark | Class::Tatweel | Class::Control,
                _
            ))
        )
    }

    /// The next piece, whatever it is.
    #[inline(never)]
    fn piece(&mut self) -> Option<Piece> {
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
                Class::Punctuation | Class::Underscore => self.punctuation(start, after),
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

    /// A mark that may repeat, or that a variation makes an emoji.
    #[inline]
    fn punctuation(&self, start: usize, after: usize) -> (TokenKind, usize) {
        let bytes = self.text.as_bytes();
        // Most marks stand alone, and one byte tells.
        if bytes
            .get(after)
            .is_none_or(|next| *next != bytes[start] && *next != 0xEF)
        {
            return (TokenKind::Punctuation, after);
        }
        if bytes[start] == b':'
            && start >= self.inside
            && !bytes[..start]
                .last()
                .is_some_and(|b| b.is_ascii_alphanumeric() || !b.is_ascii())
            && let Some(end) = address::colons_end(self.text, start)
        {
            return (TokenKind::Number, end);
        }
        let end = self.run_end(start, after);
        match self.symbol(end) {
            (TokenKind::Emoji, end) if end > after => (TokenKind::Emoji, end),
            _ => (TokenKind::Punctuation, end),
        }
    }
}
