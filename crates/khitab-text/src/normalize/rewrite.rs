//! A text rewritten from left to right, with the way back.

use crate::offsets::Attach;
use crate::{OffsetMap, Span};

/// A rewritten text and the map back to what it was made from.
#[derive(Clone, Debug, Default)]
pub(crate) struct Rewritten {
    pub(crate) text: String,
    pub(crate) map: OffsetMap,
}

impl Rewritten {
    /// The source as it is.
    pub(crate) fn unchanged(source: &str) -> Self {
        Self {
            text: source.to_owned(),
            map: OffsetMap::default(),
        }
    }

    /// The same memory with nothing in it, and with room for a text of `len` bytes.
    pub(crate) fn emptied(mut self, len: usize) -> Self {
        self.text.clear();
        self.text.reserve(len);
        self.map.clear();
        self
    }
}

/// Copies a source text, except for the spans that it is told to replace.
pub(crate) struct Rewriter<'a> {
    source: &'a str,
    copied: usize,
    changed: bool,
    text: String,
    map: OffsetMap,
}

impl<'a> Rewriter<'a> {
    pub(crate) fn new(source: &'a str) -> Self {
        Self {
            source,
            copied: 0,
            changed: false,
            text: String::new(),
            map: OffsetMap::default(),
        }
    }

    /// Puts `with` in place of a span that lies after all earlier ones.
    pub(crate) fn replace(&mut self, span: Span, with: &str, attach: Attach) {
        let old = span.of(self.source);
        if old == with {
            return;
        }
        if !self.changed {
            self.text.reserve(self.source.len());
            self.changed = true;
        }
        self.text.push_str(&self.source[self.copied..span.start()]);
        self.text.push_str(with);
        self.copied = span.end();
        // One character for another of its length leaves every position where it was.
        let one = |s: &str| s.chars().nth(1).is_none();
        if old.len() != with.len() || !one(old) || !one(with) {
            self.map
                .change(span.start(), span.len(), with.len(), attach);
        }
    }

    /// The new text, or `None` when nothing was replaced.
    pub(crate) fn finish(mut self) -> Option<Rewritten> {
        if !self.changed {
            return None;
        }
        self.text.push_str(&self.source[self.copied..]);
        Some(Rewritten {
            text: self.text,
            map: self.map,
        })
    }
}
