//! Tokens of a reader of any length, in constant memory.
//!
//! The reader is cut into blocks after white space that an ordinary character follows: there no
//! token, mark, emoji sequence or control can reach over, so that any way of reading gives the
//! tokens of the whole text. Positions are bytes of everything that was read.

use std::fmt;
use std::io::{self, Read};

use crate::tokenize::class::{Class, Classes};
use crate::{Normalizer, Span, Text, TokenKind, Tokenizer, Tokens};

/// What to do with bytes that are no UTF-8.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum InvalidUtf8 {
    /// Stop with an error that names the byte.
    #[default]
    Refuse,
    /// Read each maximal broken sequence as U+FFFD; positions stay those of the input.
    Replace,
}

/// Why a stream ended early.
#[derive(Debug)]
pub struct StreamError {
    kind: Kind,
}

#[derive(Debug)]
enum Kind {
    Read(io::Error),
    Utf8(u64),
}

impl StreamError {
    /// The byte at which UTF-8 broke, if it did.
    #[must_use]
    pub const fn invalid_at(&self) -> Option<u64> {
        match self.kind {
            Kind::Utf8(at) => Some(at),
            Kind::Read(_) => None,
        }
    }
}

impl fmt::Display for StreamError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.kind {
            Kind::Read(error) => write!(f, "reading text: {error}"),
            Kind::Utf8(at) => write!(f, "byte {at} is not UTF-8"),
        }
    }
}

impl std::error::Error for StreamError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match &self.kind {
            Kind::Read(error) => Some(error),
            Kind::Utf8(_) => None,
        }
    }
}

/// A token of a stream.
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

/// A piece of a stream with its tokens.
#[derive(Debug)]
pub struct Block<'s> {
    text: Text<'s>,
    tokens: Tokens,
    places: Places,
}

impl Block<'_> {
    /// The text of the block; broken bytes are U+FFFD.
    #[must_use]
    pub const fn text(&self) -> &Text<'_> {
        &self.text
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
struct Places {
    /// The stream position of the block's first byte.
    base: u64,
    /// Just behind each replacement: the position in the block, and in the stream from `base`.
    repairs: Vec<(usize, u64)>,
}

impl Places {
    fn global(&self, at: usize) -> u64 {
        let before = self.repairs.partition_point(|(local, _)| *local <= at);
        let (local, stream) = before
            .checked_sub(1)
            .map_or((0, 0), |last| self.repairs[last]);
        self.base + stream + (at - local) as u64
    }
}

/// Reads, normalises and tokenises a reader block by block.
///
/// A block is at least [`TokenStream::BLOCK`] bytes long where the text allows it; text without
/// white space is cut after [`TokenStream::MOST`] bytes, between two characters.
///
/// ```
/// use khitab_text::{Normalizer, TokenStream, Tokenizer};
/// let input = "قال نعم ثم مضى".as_bytes();
/// let mut stream = TokenStream::new(input, Normalizer::search(), Tokenizer::social());
/// let mut last = 0;
/// while let Some(block) = stream.next_block()? {
///     last = block.tokens().last().map_or(last, |token| token.end);
/// }
/// assert_eq!(last, input.len() as u64);
/// # Ok::<(), khitab_text::StreamError>(())
/// ```
#[derive(Debug)]
pub struct TokenStream<R> {
    reader: R,
    normalizer: Normalizer,
    tokenizer: Tokenizer,
    invalid: InvalidUtf8,
    /// Bytes that were read and not yet handed out, from `used` on.
    bytes: Vec<u8>,
    used: usize,
    ended: bool,
    block: String,
    position: u64,
    least: usize,
    most: usize,
}

impl<R: Read> TokenStream<R> {
    /// Bytes that are read before a block is cut.
    pub const BLOCK: usize = 1 << 16;
    /// Bytes after which text without white space is cut all the same.
    pub const MOST: usize = 1 << 20;

    /// Reads `reader`, refusing what is no UTF-8.
    pub fn new(reader: R, normalizer: Normalizer, tokenizer: Tokenizer) -> Self {
        Self {
            reader,
            normalizer,
            tokenizer,
            invalid: InvalidUtf8::default(),
            bytes: Vec::new(),
            used: 0,
            ended: false,
            block: String::new(),
            position: 0,
            least: Self::BLOCK,
            most: Self::MOST,
        }
    }

    /// Says what to do with bytes that are no UTF-8.
    #[must_use]
    pub fn invalid(mut self, policy: InvalidUtf8) -> Self {
        self.invalid = policy;
        self
    }

    /// Blocks of another size, in bytes; for tests and small machines.
    #[must_use]
    pub fn block_size(mut self, least: usize, most: usize) -> Self {
        self.least = least.max(16);
        self.most = most.max(self.least);
        self
    }

    /// The next block; nothing after the last one.
    ///
    /// # Errors
    ///
    /// When the reader fails, and where bytes are no UTF-8 and are to be refused.
    pub fn next_block(&mut self) -> Result<Option<Block<'_>>, StreamError> {
        let end = self.fill()?;
        if end == self.used {
            return Ok(None);
        }
        let places = self.decode(end)?;
        self.position += (end - self.used) as u64;
        self.used = end;
        let text = self.normalizer.normalize(&self.block);
        let tokens = self.tokenizer.tokenize(&text);
        Ok(Some(Block {
            text,
            tokens,
            places,
        }))
    }

    /// Calls `each` with every token.
    ///
    /// # Errors
    ///
    /// As [`next_block`](Self::next_block).
    pub fn for_each(mut self, mut each: impl FnMut(StreamToken<'_>)) -> Result<(), StreamError> {
        while let Some(block) = self.next_block()? {
            block.tokens().for_each(&mut each);
        }
        Ok(())
    }

    /// Reads until a block can be cut; gives where it ends in `bytes`.
    fn fill(&mut self) -> Result<usize, StreamError> {
        self.bytes.drain(..self.used);
        self.used = 0;
        let mut wanted = self.least;
        loop {
            self.read_to(wanted)?;
            if self.ended && self.bytes.len() <= wanted {
                return Ok(self.bytes.len());
            }
            // What was read beyond `wanted` is not looked at: the cut depends on the text alone.
            if let Some(end) = safe_end(&self.bytes[..wanted]) {
                return Ok(end);
            }
            if wanted >= self.most {
                return Ok(forced_end(&self.bytes[..wanted]));
            }
            wanted = (2 * wanted).min(self.most);
        }
    }

    fn read_to(&mut self, wanted: usize) -> Result<(), StreamError> {
        while self.bytes.len() < wanted && !self.ended {
            let from = self.bytes.len();
            self.bytes.resize(wanted, 0);
            let read = loop {
                match self.reader.read(&mut self.bytes[from..]) {
                    Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                    other => break other,
                }
            };
            self.bytes.truncate(from + *read.as_ref().unwrap_or(&0));
            let read = read.map_err(|error| StreamError {
                kind: Kind::Read(error),
            })?;
            self.ended = read == 0;
        }
        Ok(())
    }

    /// Fills `block` from the first `end` bytes.
    fn decode(&mut self, end: usize) -> Result<Places, StreamError> {
        self.block.clear();
        let mut places = Places {
            base: self.position,
            repairs: Vec::new(),
        };
        // Searching for broken places is slow, and nearly always there is none.
        if let Ok(text) = simdutf8::basic::from_utf8(&self.bytes[..end]) {
            self.block.push_str(text);
            return Ok(places);
        }
        let mut read = 0;
        for chunk in self.bytes[..end].utf8_chunks() {
            self.block.push_str(chunk.valid());
            read += chunk.valid().len();
            if chunk.invalid().is_empty() {
                continue;
            }
            if self.invalid == InvalidUtf8::Refuse {
                return Err(StreamError {
                    kind: Kind::Utf8(self.position + read as u64),
                });
            }
            self.block.push(char::REPLACEMENT_CHARACTER);
            read += chunk.invalid().len();
            places.repairs.push((self.block.len(), read as u64));
        }
        Ok(places)
    }
}

/// The last place after white space that an ordinary character follows.
fn safe_end(bytes: &[u8]) -> Option<usize> {
    let classes = Classes::get();
    let space = |b: &u8| matches!(b, b' ' | b'\n' | b'\t' | b'\r');
    let mut end = bytes.len();
    while let Some(at) = bytes[..end].iter().rposition(space) {
        // One character is at most four bytes; reading on would be quadratic.
        let next = bytes[at + 1..bytes.len().min(at + 5)].utf8_chunks().next();
        let class = next.and_then(|chunk| classes.at(chunk.valid(), 0));
        let ordinary = !matches!(
            class,
            None | Some((
                Class::Space | Class::Mark | Class::Control | Class::Tatweel,
                _
            ))
        );
        if ordinary {
            return Some(at + 1);
        }
        end = at;
    }
    None
}

/// The last place between two characters, so that text without spaces ends somewhere.
fn forced_end(bytes: &[u8]) -> usize {
    let starts = |b: &u8| *b & 0xC0 != 0x80;
    let tail = bytes.len() - 4;
    bytes[tail..]
        .iter()
        .rposition(starts)
        .map_or(bytes.len(), |at| tail + at)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Hands out at most a few bytes at a time, by a pattern.
    struct Dribble<'b> {
        bytes: &'b [u8],
        sizes: Vec<usize>,
        turn: usize,
    }

    impl Read for Dribble<'_> {
        fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
            let size = self.sizes[self.turn % self.sizes.len()];
            self.turn += 1;
            let n = size.min(out.len()).min(self.bytes.len());
            out[..n].copy_from_slice(&self.bytes[..n]);
            self.bytes = &self.bytes[n..];
            Ok(n)
        }
    }

    type Seen = Vec<(u64, u64, String, TokenKind, bool)>;

    fn streamed(
        bytes: &[u8],
        sizes: Vec<usize>,
        invalid: InvalidUtf8,
    ) -> Result<Seen, StreamError> {
        let reader = Dribble {
            bytes,
            sizes,
            turn: 0,
        };
        let mut seen = Vec::new();
        TokenStream::new(reader, Normalizer::search(), Tokenizer::social())
            .invalid(invalid)
            .block_size(48, 4096)
            .for_each(|t| seen.push((t.start, t.end, t.normalized.to_owned(), t.kind, t.inside)))?;
        Ok(seen)
    }

    fn whole(text: &str) -> Seen {
        let text = Normalizer::search().normalize(text);
        let tokens = Tokenizer::social().tokenize(&text);
        let token = |t: &crate::Token| {
            let normalized = t.normalized.of(text.normalized()).to_owned();
            (
                t.span.start() as u64,
                t.span.end() as u64,
                normalized,
                t.kind,
                t.inside,
            )
        };
        tokens.iter().map(token).collect()
    }

    #[test]
    fn broken_bytes_are_refused_by_position_or_replaced() {
        let bytes = b"\xD9\x86\xD8\xB9\xD9\x85 \xFF\xFE abc \xD9";
        let error = streamed(bytes, vec![3], InvalidUtf8::Refuse).expect_err("broken");
        assert_eq!(error.to_string(), "byte 7 is not UTF-8");
        assert_eq!(error.invalid_at(), Some(7));
        let seen = streamed(bytes, vec![1], InvalidUtf8::Replace).expect("replaced");
        let places: Vec<(u64, u64)> = seen.iter().map(|t| (t.0, t.1)).collect();
        assert_eq!(places, [(0, 6), (7, 8), (8, 9), (10, 13), (14, 15)]);
    }

    #[test]
    fn text_without_spaces_stays_in_bounded_memory() {
        let text = "ا".repeat(100_000);
        let mut stream =
            TokenStream::new(text.as_bytes(), Normalizer::light(), Tokenizer::social())
                .block_size(1 << 10, 1 << 12);
        let mut end = 0;
        while let Some(block) = stream.next_block().expect("valid") {
            assert!(block.text().original().len() <= 1 << 12);
            for token in block.tokens() {
                assert_eq!(token.start, end);
                end = token.end;
            }
        }
        assert_eq!(end, text.len() as u64);
    }

    #[test]
    fn a_failing_reader_is_an_error() {
        struct Broken;
        impl Read for Broken {
            fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
                Err(io::Error::other("gone"))
            }
        }
        let stream = TokenStream::new(Broken, Normalizer::light(), Tokenizer::social());
        let error = stream.for_each(|_| {}).expect_err("fails");
        assert_eq!(error.to_string(), "reading text: gone");
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(128))]

        #[test]
        fn any_chunking_gives_the_tokens_of_the_whole(
            parts in prop::collection::vec(prop_oneof![
                4 => Just(" "), 1 => Just("\n"), 2 => Just("مُحَمَّد"), 1 => Just("\u{064E}"),
                1 => Just("\u{1F468}\u{200D}\u{1F469}"), 1 => Just("#خبر_عاجل"), 1 => Just("3.5"),
                1 => Just("\u{200D}"), 1 => Just("t.me/a"), 1 => Just("\u{0640}"), 1 => Just("،"),
                1 => Just("\u{200F}"), 1 => Just("abc"),
            ], 0..160),
            sizes in prop::collection::vec(1..40_usize, 1..6),
        ) {
            let text = parts.concat();
            let seen = streamed(text.as_bytes(), sizes, InvalidUtf8::Refuse).expect("valid");
            prop_assert_eq!(seen, whole(&text));
        }

        #[test]
        fn any_bytes_are_read_without_a_panic(
            bytes in prop::collection::vec(any::<u8>(), 0..300),
            sizes in prop::collection::vec(1..40_usize, 1..4),
        ) {
            let one = streamed(&bytes, sizes, InvalidUtf8::Replace).expect("replaced");
            let other = streamed(&bytes, vec![1 << 16], InvalidUtf8::Replace).expect("replaced");
            prop_assert_eq!(&one, &other);
            prop_assert!(one.iter().all(|t| t.1 <= bytes.len() as u64));
        }
    }
}
