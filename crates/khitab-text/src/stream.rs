//! Tokens of a reader of any length, in constant memory.
//!
//! The reader is cut into blocks where no token reaches over, so that any way of reading gives the
//! tokens of the whole text. Positions are bytes of everything that was read.

use std::fmt;
use std::io::{self, Read};

use crate::token_reader::{Block, Places, StreamToken};
use crate::tokenize::cut;
use crate::{Normalizer, TokenReader, Tokenizer};

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
    tokens: TokenReader,
    invalid: InvalidUtf8,
    /// Bytes that were read and not yet handed out, from `used` on.
    bytes: Vec<u8>,
    used: usize,
    ended: bool,
    /// A block with its broken bytes replaced.
    block: String,
    position: u64,
    least: usize,
    most: usize,
}

impl<R: Read> TokenStream<R> {
    /// Bytes that are read before a block is cut.
    pub const BLOCK: usize = TokenReader::BLOCK;
    /// Bytes after which text without white space is cut all the same.
    pub const MOST: usize = TokenReader::MOST;

    /// Reads `reader`, refusing what is no UTF-8.
    pub fn new(reader: R, normalizer: Normalizer, tokenizer: Tokenizer) -> Self {
        Self {
            reader,
            tokens: TokenReader::new(normalizer, tokenizer),
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
        let start = self.position;
        // Searching for broken places is slow, and nearly always there is none.
        let valid = simdutf8::basic::from_utf8(&self.bytes[..end]);
        let (text, places) = match valid {
            Ok(text) => (text, Places::at(start)),
            Err(_) => {
                let block = &mut self.block;
                let places = repair(&self.bytes[..end], self.invalid, start, block)?;
                (self.block.as_str(), places)
            }
        };
        self.position += end as u64;
        self.used = end;
        Ok(Some(self.tokens.read_at(text, places)))
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
            if let Some(end) = cut::last(&self.bytes[..wanted], wanted) {
                return Ok(end);
            }
            if wanted >= self.most {
                return Ok(cut::forced(&self.bytes[..wanted]));
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
}

/// Fills `block` from the `bytes` of a block that begins at `start`, of which some are broken.
#[cold]
fn repair(
    bytes: &[u8],
    policy: InvalidUtf8,
    start: u64,
    block: &mut String,
) -> Result<Places, StreamError> {
    block.clear();
    let mut places = Places::at(start);
    let mut read = 0;
    for chunk in bytes.utf8_chunks() {
        block.push_str(chunk.valid());
        read += chunk.valid().len();
        if chunk.invalid().is_empty() {
            continue;
        }
        if policy == InvalidUtf8::Refuse {
            return Err(StreamError {
                kind: Kind::Utf8(start + read as u64),
            });
        }
        block.push(char::REPLACEMENT_CHARACTER);
        read += chunk.invalid().len();
        places.repaired(block.len(), read as u64);
    }
    Ok(places)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::TokenKind;

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
