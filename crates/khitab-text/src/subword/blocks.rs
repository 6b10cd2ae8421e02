//! Where a text can be cut so that its blocks have the pieces of the whole.
//!
//! The pre-tokenizer of our models parts words at white space and makes every sign that is no
//! letter and no mark a word of its own; the model sees one word at a time. So a cut between two
//! such words changes nothing, as long as neither the normaliser nor a special token looks across.

use std::collections::BTreeSet;

use tokenizers::Tokenizer as Stock;
use unicode_normalization::char::is_combining_mark;

use super::export::unspellable;
use super::train::{UNKNOWN, pre_tokenizer};
use crate::tokenize::class::{Class, Classes};
use crate::tokenize::cut;
use crate::{Normalizer, Span};

/// What of a model decides where a text may be cut.
#[derive(Clone, Debug)]
pub(super) struct Joints {
    /// Characters that stand side by side in a special token; `None` when nothing may be cut.
    bound: Option<BTreeSet<(char, char)>>,
    normalizer: Normalizer,
}

impl Joints {
    /// Bytes from which on a block is cut.
    pub(super) const BLOCK: usize = 1 << 16;

    pub(super) fn of(normalizer: &Normalizer, stock: &Stock) -> Self {
        let own = pre_tokenizer().ok();
        let own = own.and_then(|own| serde_json::to_value(own).ok());
        let theirs = stock.get_pre_tokenizer();
        let theirs = theirs.and_then(|theirs| serde_json::to_value(theirs).ok());
        let special: Vec<_> = stock.get_added_tokens_decoder().into_values().collect();
        let plain = special.iter().all(|token| {
            let spaced = token.content.contains(char::is_whitespace);
            !(spaced || token.lstrip || token.rstrip || token.single_word || token.normalized)
        });
        // A text is cut and filled up as a whole.
        let whole = stock.get_truncation().is_some() || stock.get_padding().is_some();
        let alike = own.is_some() && own == theirs && !whole;
        let knows = stock.token_to_id(UNKNOWN).is_some();
        let cuts = alike && plain && knows && unspellable(normalizer.profile()).is_none();
        let contents = special.iter().map(|token| token.content.chars());
        let pairs = contents.flat_map(|content| content.clone().zip(content.skip(1)));
        Self {
            bound: cuts.then(|| pairs.collect()),
            normalizer: normalizer.clone(),
        }
    }

    /// The blocks of a text, of at least `least` bytes but for the last.
    pub(super) fn blocks(&self, text: &str, least: usize) -> impl Iterator<Item = Span> {
        let mut start = 0;
        let mut first = true;
        std::iter::from_fn(move || {
            // An empty text is a block, so that a model is asked what it makes of it.
            if start == text.len() && !first {
                return None;
            }
            let block = Span::new(start, self.block_end(text, start, least));
            (start, first) = (block.end(), false);
            Some(block)
        })
    }

    fn block_end(&self, text: &str, start: usize, least: usize) -> usize {
        let Some(bound) = &self.bound else {
            return text.len();
        };
        let mut from = start.saturating_add(least).min(text.len());
        while !text.is_char_boundary(from) {
            from += 1;
        }
        let mut pairs = text[from..]
            .char_indices()
            .zip(text[from..].chars().skip(1));
        let cut = pairs.find_map(|((at, before), after)| {
            let at = from + at + before.len_utf8();
            let parted = cut::is_cut(text.as_bytes(), at)
                || self
                    .signs(before)
                    .zip(self.signs(after))
                    .is_some_and(|((_, before), (after, _))| !bound.contains(&(before, after)));
            parted.then_some(at)
        });
        cut.unwrap_or(text.len())
    }

    /// The first and the last of the signs that a character becomes, when each is a word of its own.
    fn signs(&self, c: char) -> Option<(char, char)> {
        let is_sign = |c: char| !c.is_alphabetic() && !is_combining_mark(c);
        let source = c.to_string();
        let class = Classes::get().at(&source, 0).map(|(class, _)| class);
        if !is_sign(c) || matches!(class, Some(Class::Control | Class::Tatweel)) {
            return None;
        }
        let text = self.normalizer.normalize(&source);
        let mut signs = text.normalized().chars();
        let apart = signs.clone().all(is_sign);
        let first = signs.next().filter(|_| apart)?;
        Some((first, signs.next_back().unwrap_or(first)))
    }
}
