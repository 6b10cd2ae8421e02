//! Subword models by the Hugging Face crate `tokenizers`, with our normaliser before them.
//!
//! The model and its pre-tokenizer are stock parts; the normaliser is ours, so that offsets are
//! exact and reach the whole of a letter with its marks. [`Subword::to_json`] writes a stock
//! `tokenizer.json` in which the normaliser is spelled out as stock replacements: it loads in the
//! Python package and gives the same ids. No type of that crate is part of this interface.

mod export;

use std::fmt;

use tokenizers::models::bpe::{BPE, BpeTrainer};
use tokenizers::models::unigram::{Unigram, UnigramTrainer};
use tokenizers::models::wordpiece::{WordPiece, WordPieceTrainer};
use tokenizers::models::{ModelWrapper, TrainerWrapper};
use tokenizers::pre_tokenizers::PreTokenizerWrapper;
use tokenizers::pre_tokenizers::sequence::Sequence;
use tokenizers::pre_tokenizers::split::{Split, SplitPattern};
use tokenizers::pre_tokenizers::whitespace::WhitespaceSplit;
use tokenizers::{AddedToken, SplitDelimiterBehavior, Tokenizer as Stock};

use crate::{Normalizer, Span};

/// What is split off as a piece of its own after white space: all but letters and marks.
const APART: &str = r"[^\p{L}\p{M}]";
const UNKNOWN: &str = "[UNK]";
const SPECIAL: [&str; 5] = [UNKNOWN, "[PAD]", "[CLS]", "[SEP]", "[MASK]"];
const WORD_END: &str = "</w>";

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

/// Learns a vocabulary from texts.
#[derive(Clone, Copy, Debug)]
pub struct SubwordTrainer {
    kind: SubwordKind,
    vocabulary: usize,
    least: u64,
}

impl SubwordTrainer {
    /// A vocabulary of at most so many pieces.
    #[must_use]
    pub const fn new(kind: SubwordKind, vocabulary: usize) -> Self {
        Self {
            kind,
            vocabulary,
            least: 2,
        }
    }

    /// Merges only what occurs so often; 2 unless told. Unigram does not use it.
    #[must_use]
    pub const fn min_frequency(mut self, least: u64) -> Self {
        self.least = least;
        self
    }

    /// Learns from `texts` as `normalizer` leaves them.
    ///
    /// Texts are read one by one as they are counted; memory grows with the number of distinct
    /// words, not with the texts.
    ///
    /// # Errors
    ///
    /// When the texts hold too little for the method.
    ///
    /// # Examples
    ///
    /// ```
    /// use khitab_text::Normalizer;
    /// use khitab_text::subword::{SubwordKind, SubwordTrainer};
    /// let texts = ["كتب الكاتب كتابا", "قرأ القارئ الكتاب", "مكتب الكاتب"];
    /// let model = SubwordTrainer::new(SubwordKind::Bpe, 60).train(&Normalizer::search(), texts)?;
    /// let text = "الكِتَاب";
    /// let pieces = model.encode(text)?;
    /// assert_eq!(pieces.first().map(|piece| piece.span.start()), Some(0));
    /// assert_eq!(pieces.last().map(|piece| piece.span.end()), Some(text.len()));
    /// # Ok::<(), khitab_text::subword::SubwordError>(())
    /// ```
    pub fn train<T: AsRef<str> + Send>(
        self,
        normalizer: &Normalizer,
        texts: impl IntoIterator<Item = T, IntoIter: Send>,
    ) -> Result<Subword, SubwordError> {
        let failed = |error| SubwordError::new("training", error);
        let mut stock = Stock::new(self.model().map_err(failed)?);
        stock
            .with_pre_tokenizer(Some(pre_tokenizer().map_err(failed)?))
            .with_decoder(self.decoder());
        let normalized = texts
            .into_iter()
            .map(|text| normalizer.normalize(text.as_ref()).normalized().to_owned());
        let mut trainer = self.trainer().map_err(failed)?;
        stock.train(&mut trainer, normalized).map_err(failed)?;
        Ok(Subword {
            normalizer: normalizer.clone(),
            stock,
        })
    }

    fn model(self) -> tokenizers::Result<ModelWrapper> {
        let unknown = || UNKNOWN.to_owned();
        Ok(match self.kind {
            SubwordKind::Bpe => BPE::builder()
                .unk_token(unknown())
                .end_of_word_suffix(WORD_END.to_owned())
                .build()?
                .into(),
            SubwordKind::WordPiece => WordPiece::builder().unk_token(unknown()).build()?.into(),
            SubwordKind::Unigram => Unigram::default().into(),
        })
    }

    fn decoder(self) -> Option<tokenizers::DecoderWrapper> {
        match self.kind {
            SubwordKind::Bpe => {
                Some(tokenizers::decoders::bpe::BPEDecoder::new(WORD_END.to_owned()).into())
            }
            SubwordKind::WordPiece => {
                Some(tokenizers::decoders::wordpiece::WordPiece::default().into())
            }
            SubwordKind::Unigram => None,
        }
    }

    fn trainer(self) -> tokenizers::Result<TrainerWrapper> {
        let special = SPECIAL.map(|token| AddedToken::from(token, true)).to_vec();
        Ok(match self.kind {
            SubwordKind::Bpe => BpeTrainer::builder()
                .show_progress(false)
                .vocab_size(self.vocabulary)
                .min_frequency(self.least)
                .end_of_word_suffix(WORD_END.to_owned())
                .special_tokens(special)
                .build()
                .into(),
            SubwordKind::WordPiece => WordPieceTrainer::builder()
                .show_progress(false)
                .vocab_size(self.vocabulary)
                .min_frequency(self.least)
                .special_tokens(special)
                .build()
                .into(),
            SubwordKind::Unigram => {
                let vocabulary = u32::try_from(self.vocabulary)?;
                UnigramTrainer::builder()
                    .show_progress(false)
                    .vocab_size(vocabulary)
                    .unk_token(Some(UNKNOWN.to_owned()))
                    .special_tokens(special)
                    .build()?
                    .into()
            }
        })
    }
}

fn pre_tokenizer() -> tokenizers::Result<PreTokenizerWrapper> {
    let pattern = SplitPattern::Regex(APART.to_owned());
    let apart = Split::new(pattern, SplitDelimiterBehavior::Isolated, false)?;
    Ok(Sequence::new(vec![WhitespaceSplit.into(), apart.into()]).into())
}

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
}

impl Subword {
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
        Ok(Self {
            normalizer: normalizer.clone(),
            stock: Stock::from_bytes(file.to_string()).map_err(failed)?,
        })
    }

    /// A stock `tokenizer.json` that gives the same ids wherever the format is read.
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
        let text = self.normalizer.normalize(text);
        let encoding = self
            .stock
            .encode(text.normalized(), false)
            .map_err(|error| SubwordError::new("encoding", error))?;
        let pieces = encoding.get_ids().iter().zip(encoding.get_tokens());
        Ok(pieces
            .zip(encoding.get_offsets())
            .map(|((id, piece), (start, end))| SubwordPiece {
                id: *id,
                piece: piece.clone(),
                span: text.to_original(Span::new(*start, *end)),
            })
            .collect())
    }
}

#[cfg(test)]
mod tests;
