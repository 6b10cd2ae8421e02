//! Quotation marks of a separated file that are never closed, or closed in the middle of a text.
//!
//! A reader of such files takes whatever stands behind an open mark as one field: a single mark too many hides
//! every row up to the next one. Where marks open and close is watched here, byte by byte, beside the parsing.

use std::collections::VecDeque;
use std::io::{self, Read};

/// Where in a record the next byte stands.
#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    FieldStart,
    Plain,
    Quoted,
    /// Behind a mark that closes the field, unless another follows it.
    Closed,
}

/// Passes bytes on and watches their quotation marks.
pub(super) struct Quotes<R> {
    inner: R,
    delimiter: u8,
    state: State,
    /// The offset of the next byte.
    at: u64,
    /// Whether there is no next byte.
    ended: bool,
    /// Where the quoted field that is read began.
    opened: u64,
    /// Marks that other text follows: where their field began.
    loose: VecDeque<u64>,
}

impl<R: Read> Quotes<R> {
    pub(super) const fn new(inner: R, delimiter: u8) -> Self {
        Self {
            inner,
            delimiter,
            state: State::FieldStart,
            at: 0,
            ended: false,
            opened: 0,
            loose: VecDeque::new(),
        }
    }

    /// At the end of a file: the offset of the mark that was never closed.
    pub(super) fn open(&self) -> Option<u64> {
        (self.ended && self.state == State::Quoted).then_some(self.opened)
    }

    /// Whether text follows the closing mark of a field that begins in `start..end`; earlier ones are forgotten.
    pub(super) fn is_loose(&mut self, start: u64, end: u64) -> bool {
        while self.loose.front().is_some_and(|&at| at < start) {
            self.loose.pop_front();
        }
        self.loose.front().is_some_and(|&at| at < end)
    }

    fn watch(&mut self, bytes: &[u8]) {
        for &byte in bytes {
            self.state = match (self.state, byte) {
                (State::FieldStart, b'"') => {
                    self.opened = self.at;
                    State::Quoted
                }
                (State::Quoted, b'"') => State::Closed,
                (State::Quoted, _) | (State::Closed, b'"') => State::Quoted,
                (_, b'\n' | b'\r') => State::FieldStart,
                (_, byte) if byte == self.delimiter => State::FieldStart,
                (State::Closed, _) => {
                    self.loose.push_back(self.opened);
                    State::Plain
                }
                _ => State::Plain,
            };
            self.at += 1;
        }
    }
}

impl<R: Read> Read for Quotes<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer)?;
        self.ended = read == 0 && !buffer.is_empty();
        self.watch(&buffer[..read]);
        Ok(read)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn watched(text: &str) -> Quotes<&[u8]> {
        let mut quotes = Quotes::new(text.as_bytes(), b',');
        let mut out = Vec::new();
        assert_eq!(quotes.read_to_end(&mut out).unwrap(), text.len());
        assert_eq!(out, text.as_bytes());
        quotes
    }

    #[test]
    fn an_open_mark_is_told_at_the_end() {
        for (text, open) in [
            ("id,text\n1,\"a\"\n", None),
            ("id,text\n1,\"a \"\"b\"\" c\"\n", None),
            ("id,text\n1,a 5\" screen\n", None),
            ("id,text\n1,\"a\nb\n", Some(10)),
            ("id,text\n1,\"a \"\"\n", Some(10)),
            ("\"", Some(0)),
            ("", None),
        ] {
            assert_eq!(watched(text).open(), open, "{text:?}");
        }
    }

    #[test]
    fn text_behind_a_closing_mark_is_told() {
        let mut quotes = watched("a,b\n1,\"x\" y\n2,\"z\"\n3,\"u\" v\n");
        assert!(!quotes.is_loose(0, 4));
        assert!(quotes.is_loose(4, 12));
        assert!(!quotes.is_loose(12, 18));
        assert!(quotes.is_loose(18, 27));
    }
}
