//! Many texts, or a long one, in the same memory.

use std::mem;

use crate::normalize::Rewritten;
use crate::tokenize::cut;
use crate::{Normalizer, Span, Text, Token, TokenKind, Tokenizer, Tokens};

/// A normaliser and a tokenizer that keep their memory from one text to the next.
///
/// Asking for memory is a fifth of the work on a short line, and fresh memory is most of it on a
/// text that fits no cache: a token takes forty bytes for every ten of text. A reader asks once.
///
/// ```
/// use khitab_text::{Normalizer, TokenReader, Tokenizer};
/// let mut reader = TokenReader::new(Normalizer::search(), Tokenizer::social());
/// let mut words = Vec::new();
/// for line in ["قال الأستـــاذ", "نعم"] {
///     let block = reader.read(line);
///     words.extend(block.tokens().map(|token| token.normalized.to_owned()));
/// }
/// assert_eq!(words, ["قال", "الاستاذ", "نعم"]);
/// ```
#[derive(Debug)]
pub struct TokenReader {
    normalizer: Normalizer,
    tokenizer: Tokenizer,
    spare: Spare,
    least: usize,
    most: usize,
}

/// Memory of a block that is done with.
#[derive(Debug, Default)]
struct Spare {
    text: Rewritten,
    tokens: Vec<Token>,
}

impl TokenReader {
    /// Bytes from which on a block is cut: text, map and tokens together fit a second-level cache.
    pub const BLOCK: usize = 1 << 16;
    /// Bytes after which text without white space is cut all the same.
    pub const MOST: usize = 1 << 20;

    /// Reads with these two.
    #[must_use]
    pub fn new(normalizer: Normalizer, tokenizer: Tokenizer) -> Self {
        Self {
            normalizer,
            tokenizer,
            spare: Spare::default(),
            least: Self::BLOCK,
            most: Self::MOST,
        }
    }

    /// Reads a line, a post, a document: one text as one block, however long.
    pub fn read<'s>(&'s mut self, text: &'s str) -> Block<'s> {
        self.read_at(text, Places::default())
    }

    pub(crate) fn read_at<'s>(&'s mut self, text: &'s str, places: Places) -> Block<'s> {
        let room = mem::take(&mut self.spare.text);
        let text = self.normalizer.normalize_into(text, room);
        let room = mem::take(&mut self.spare.tokens);
        let tokens = self.tokenizer.tokenize_into(&text, room);
        Block {
            text,
            tokens,
            places,
            spare: &mut self.spare,
        }
    }

    /// Reads a text of any length at one flat rate: hands out blocks that stay in the caches.
    ///
    /// Tokens are those of the whole text, with their positions in it. Blocks end as those of
    /// [`TokenStream`](crate::TokenStream) do; a profile that collapses white space takes away
    /// the space between two blocks.
    ///
    /// ```
    /// use khitab_text::{Normalizer, TokenReader, Tokenizer};
    /// let text = "قال نعم. ".repeat(100_000);
    /// let mut reader = TokenReader::new(Normalizer::search(), Tokenizer::social());
    /// let (mut tokens, mut last) = (0, 0);
    /// reader.for_each_block(&text, |block| {
    ///     for token in block.tokens() {
    ///         (tokens, last) = (tokens + 1, token.end);
    ///     }
    /// });
    /// assert_eq!((tokens, last), (300_000, text.len() as u64 - 1));
    /// ```
    pub fn for_each_block(&mut self, text: &str, mut each: impl FnMut(Block<'_>)) {
        let mut start = 0;
        while start < text.len() {
            let end = cut::block_end(text.as_bytes(), start, self.least, self.most);
            // Cuts lie between characters.
            let Some(piece) = text.get(start..end) else {
                return;
            };
            each(self.read_at(piece, Places::at(start as u64)));
            start = end;
        }
    }
}

/// A token of a stream or of a text that is read block by block.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StreamToken<'b> {
    /// The first byte, counted from the start of the stream.
    pub start: u64,
    /// One past the last byte.
    pub end: u64,
    /// As it was written.
    pub surface: &'b str,
    /// As the normaliser left it.
    pub normalized: &'b str,
    /// What it is.
    pub kind: TokenKind,
    /// Whether it is a word of the hashtag before it.
    pub inside: bool,
}

/// A text, or a piece of one, with its tokens; its memory goes back to the reader when it is dropped.
#[derive(Debug)]
pub struct Block<'s> {
    text: Text<'s>,
    tokens: Tokens,
    places: Places,
    spare: &'s mut Spare,
}

impl Drop for Block<'_> {
    fn drop(&mut self) {
        self.spare.text = self.text.take_memory();
        self.spare.tokens = mem::take(&mut self.tokens).into_memory();
    }
}

impl Block<'_> {
    /// The text of the block; broken bytes of a stream are U+FFFD.
    #[must_use]
    pub const fn text(&self) -> &Text<'_> {
        &self.text
    }

    /// The tokens, with positions in the block.
    #[must_use]
    pub const fn local_tokens(&self) -> &Tokens {
        &self.tokens
    }

    /// The tokens, with positions in the stream.
    pub fn tokens(&self) -> impl Iterator<Item = StreamToken<'_>> {
        self.tokens.iter().map(|token| StreamToken {
            start: self.places.global(token.span.start()),
            end: self.places.global(token.span.end()),
            surface: token.span.of(self.text.original()),
            normalized: token.normalized.of(self.text.normalized()),
            kind: token.kind,
            inside: token.inside,
        })
    }

    /// Where a span of the block's original lies in the stream.
    #[must_use]
    pub fn global(&self, span: Span) -> core::ops::Range<u64> {
        self.places.global(span.start())..self.places.global(span.end())
    }
}

/// Where the bytes of a block came from.
#[derive(Clone, Debug, Default)]
pub(crate) struct Places {
    /// The stream position of the block's first byte.
    base: u64,
    /// Just behind each replacement: the position in the block, and in the stream from `base`.
    repairs: Vec<(usize, u64)>,
}

impl Places {
    /// Those of a block that begins at a position of its stream.
    pub(crate) const fn at(base: u64) -> Self {
        Self {
            base,
            repairs: Vec::new(),
        }
    }

    /// Notes that broken bytes were replaced: what follows stands at `local` in the block, and
    /// `stream` bytes behind its first one.
    pub(crate) fn repaired(&mut self, local: usize, stream: u64) {
        self.repairs.push((local, stream));
    }

    fn global(&self, at: usize) -> u64 {
        let before = self.repairs.partition_point(|(local, _)| *local <= at);
        let (local, stream) = before
            .checked_sub(1)
            .map_or((0, 0), |last| self.repairs[last]);
        self.base + stream + (at - local) as u64
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn reader(least: usize, most: usize) -> TokenReader {
        let mut reader = TokenReader::new(Normalizer::search(), Tokenizer::social());
        (reader.least, reader.most) = (least, most);
        reader
    }

    fn tokens(block: &Block<'_>) -> Vec<(u64, u64, String, TokenKind, bool)> {
        let all = block.tokens().map(|token| {
            let normalized = token.normalized.to_owned();
            (token.start, token.end, normalized, token.kind, token.inside)
        });
        all.collect()
    }

    #[test]
    fn what_one_text_leaves_is_not_seen_in_the_next() {
        let mut used = reader(16, 16);
        let long = "قَالَ مُحَمَّدٌ لِلنَّاسِ #هٰذَا_يَوْمٌ ".repeat(50);
        for text in [&long, "", "نـــعم", &long, "لا"] {
            let fresh = tokens(&reader(16, 16).read(text));
            assert_eq!(tokens(&used.read(text)), fresh);
        }
    }

    #[test]
    fn text_without_white_space_is_cut_between_characters() {
        let text = "字ا".repeat(1000);
        let mut end = 0;
        reader(64, 100).for_each_block(&text, |block| {
            assert!(block.text().original().len() <= 100);
            assert_eq!(block.global(Span::new(0, 3)).start, end);
            end += block.text().original().len() as u64;
        });
        assert_eq!(end, text.len() as u64);
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(256) })]

        #[test]
        fn blocks_give_the_tokens_of_the_whole(text in "([ا-ج]{1,9}[\u{64B}\u{640}\u{200D}]{0,2}| {1,2}|#[ا-ج]{2}_[ا-ج]|t\\.me/a|[😀.@\n])* ?", least in 16..80_usize) {
            let mut found = Vec::new();
            reader(least, 1 << 20).for_each_block(&text, |block| found.extend(tokens(&block)));
            prop_assert_eq!(found, tokens(&reader(16, 16).read(&text)));
        }
    }
}
