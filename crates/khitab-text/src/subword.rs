//! Subword models by the Hugging Face crate `tokenizers`, with our normaliser before them.
//!
//! The model and its pre-tokenizer are stock parts; the normaliser is ours, so that offsets are
//! exact and reach the whole of a letter with its marks. [`Subword::to_json`] writes a stock
//! `tokenizer.json` in which the normaliser is spelled out as stock replacements: it loads in the
//! Python package and gives the same ids. No type of that crate is part of this interface.

mod blocks;
mod export;
mod train;

use std::fmt;

use tokenizers::Tokenizer as Stock;

use crate::{Normalizer, Span, TokenReader};

use blocks::Joints;

pub use train::SubwordTrainer;

/// How the pieces of a vocabulary are found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum SubwordKind {
    /// Byte-pair encoding over characters, the end of a word marked.
    Bpe,
    /// WordPiece: the longest piece first, `##` inside of a word.
    WordPiece,
    /// The unigram language model.
    Unigram,
}

/// Why a subword model could not be made, read or used.
#[derive(Debug)]
pub struct SubwordError {
    message: String,
}

impl SubwordError {
    fn new(what: &str, why: impl fmt::Display) -> Self {
        Self {
            message: format!("{what}: {why}"),
        }
    }
}

impl fmt::Display for SubwordError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for SubwordError {}

/// One piece of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SubwordPiece {
    /// Its number in the vocabulary.
    pub id: u32,
    /// As the vocabulary has it.
    pub piece: String,
    /// Bytes of the original.
    pub span: Span,
}

/// A subword model with its normaliser.
#[derive(Clone, Debug)]
pub struct Subword {
    normalizer: Normalizer,
    /// Without a normaliser: it reads what ours has left.
    stock: Stock,
    joints: Joints,
}

impl Subword {
    /// Bytes of the longest block, such as a word, that [`encode_blocks`](Self::encode_blocks) reads.
    pub const MOST: usize = TokenReader::MOST;

    fn new(normalizer: &Normalizer, stock: Stock) -> Self {
        Self {
            normalizer: normalizer.clone(),
            joints: Joints::of(normalizer, &stock),
            stock,
        }
    }

    /// Reads a `tokenizer.json` and puts `normalizer` in place of what it has.
    ///
    /// # Errors
    ///
    /// When the text is no tokenizer of that format.
    pub fn from_json(json: &str, normalizer: &Normalizer) -> Result<Self, SubwordError> {
        let failed = |error| SubwordError::new("tokenizer.json", error);
        let mut file: serde_json::Value = serde_json::from_str(json)
            .map_err(|error| SubwordError::new("tokenizer.json", error))?;
        file["normalizer"] = serde_json::Value::Null;
        let stock = Stock::from_bytes(file.to_string()).map_err(failed)?;
        Ok(Self::new(normalizer, stock))
    }

    /// A stock `tokenizer.json` that gives the same ids wherever the format is read.
    ///
    /// Only a text that spells a special piece (`[UNK]`, `[CLS]`) can differ: the stock package looks for
    /// them before it normalises, khitab behind.
    ///
    /// # Errors
    ///
    /// When the profile has a step that looks further than one character (masks, elongation,
    /// tanween, white space): the format has no counterpart.
    pub fn to_json(&self) -> Result<String, SubwordError> {
        let failed = |error| SubwordError::new("tokenizer.json", error);
        let text = self.stock.to_string(false).map_err(failed)?;
        let mut file: serde_json::Value = serde_json::from_str(&text)
            .map_err(|error| SubwordError::new("tokenizer.json", error))?;
        file["normalizer"] = export::normalizer(&self.normalizer)?;
        Ok(file.to_string())
    }

    /// The `normalizer` of [`to_json`](Self::to_json), as JSON: what a profile looks like to
    /// those who read the format.
    ///
    /// # Errors
    ///
    /// As for [`to_json`](Self::to_json).
    pub fn stock_normalizer(normalizer: &Normalizer) -> Result<String, SubwordError> {
        Ok(export::normalizer(normalizer)?.to_string())
    }

    /// How many pieces the vocabulary has.
    #[must_use]
    pub fn vocabulary_len(&self) -> usize {
        self.stock.get_vocab_size(true)
    }

    /// The pieces of `text`, with the bytes of the original that each stands for.
    ///
    /// # Errors
    ///
    /// When the model cannot read the text, for want of an unknown token.
    pub fn encode(&self, text: &str) -> Result<Vec<SubwordPiece>, SubwordError> {
        self.encode_at(text, 0)
    }

    /// The pieces of a text of any length, block by block in the memory of one: one after the
    /// other they are those of [`encode`](Self::encode).
    ///
    /// A model that [`SubwordTrainer`] has made is read in blocks that end where no piece goes on:
    /// at white space, and between signs that stand apart. Any other is read as one block, and so
    /// is a long word, which takes about ninety times its bytes of memory: a block of more than
    /// [`MOST`](Self::MOST) bytes is refused.
    ///
    /// # Errors
    ///
    /// As for [`encode`](Self::encode), and for a block that is too long; nothing else is given then. A
    /// model that is read in blocks has an unknown token.
    ///
    /// ```
    /// use khitab_text::Normalizer;
    /// use khitab_text::subword::{SubwordKind, SubwordTrainer};
    /// let model = SubwordTrainer::new(SubwordKind::Bpe, 60)
    ///     .train(&Normalizer::search(), ["كتب الكاتب كتابا", "قرأ الكتاب"])?;
    /// let text = "كتب. ".repeat(50_000);
    /// let mut pieces = 0;
    /// for block in model.encode_blocks(&text) {
    ///     pieces += block?.len();
    /// }
    /// assert_eq!(pieces, model.encode(&text)?.len());
    /// # Ok::<(), khitab_text::subword::SubwordError>(())
    /// ```
    pub fn encode_blocks<'t>(
        &'t self,
        text: &'t str,
    ) -> impl Iterator<Item = Result<Vec<SubwordPiece>, SubwordError>> + 't {
        let blocks = || self.joints.blocks(text, Joints::BLOCK);
        let refused = blocks().find(|block| block.len() > Self::MOST);
        let blocks = refused.is_none().then(blocks).into_iter().flatten();
        let blocks = blocks.map(|block| self.encode_at(block.of(text), block.start()));
        refused
            .map(|block| Err(too_long(block)))
            .into_iter()
            .chain(blocks)
    }

    /// The pieces of a text that begins at `base` of a longer one.
    fn encode_at(&self, text: &str, base: usize) -> Result<Vec<SubwordPiece>, SubwordError> {
        let text = self.normalizer.normalize(text);
        let encoding = self
            .stock
            .encode(text.normalized(), false)
            .map_err(|error| SubwordError::new("encoding", error))?;
        let pieces = encoding.get_ids().iter().zip(encoding.get_tokens());
        Ok(pieces
            .zip(encoding.get_offsets())
            .map(|((id, piece), (start, end))| {
                let span = text.to_original(Span::new(*start, *end));
                SubwordPiece {
                    id: *id,
                    piece: piece.clone(),
                    span: Span::new(base + span.start(), base + span.end()),
                }
            })
            .collect())
    }
}

fn too_long(block: Span) -> SubwordError {
    let (start, len, most) = (block.start(), block.len(), Subword::MOST);
    let why =
        format!("{len} bytes from byte {start} on are one word to this model; it reads {most}");
    SubwordError::new("encoding", why)
}

#[cfg(test)]
mod tests;
