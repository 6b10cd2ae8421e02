//! Learning a vocabulary, the same on every run and on any number of threads.
//!
//! The stock trainers walk hash maps whose order is drawn anew in every process, and numbers
//! are given out on the way. Here the letters that carry a mark of their place get their
//! numbers beforehand, and the unigram model learns from sorted words.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Mutex, PoisonError};

use tokenizers::models::ModelWrapper;
use tokenizers::models::bpe::{BPE, BpeTrainer};
use tokenizers::models::unigram::{Unigram, UnigramTrainer};
use tokenizers::models::wordpiece::{WordPiece, WordPieceTrainer};
use tokenizers::pre_tokenizers::PreTokenizerWrapper;
use tokenizers::pre_tokenizers::sequence::Sequence;
use tokenizers::pre_tokenizers::split::{Split, SplitPattern};
use tokenizers::pre_tokenizers::whitespace::WhitespaceSplit;
use tokenizers::{
    AddedToken, OffsetReferential, OffsetType, PreTokenizedString, PreTokenizer as _, Result,
    SplitDelimiterBehavior, Tokenizer as Stock, Trainer as _,
};

use super::{Subword, SubwordError, SubwordKind};
use crate::Normalizer;

/// What is split off as a piece of its own after white space: all but letters and marks.
const APART: &str = r"[^\p{L}\p{M}]";
pub(super) const UNKNOWN: &str = "[UNK]";
const SPECIAL: [&str; 5] = [UNKNOWN, "[PAD]", "[CLS]", "[SEP]", "[MASK]"];
const WORD_END: &str = "</w>";
const INSIDE: &str = "##";

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
    /// When the texts hold no word, or too little for the method.
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
    ) -> std::result::Result<Subword, SubwordError> {
        let mut texts = texts
            .into_iter()
            .map(|text| normalizer.normalize(text.as_ref()).into_normalized())
            .skip_while(|text| text.trim().is_empty())
            .peekable();
        if texts.peek().is_none() {
            let why = "the texts hold no word";
            return Err(SubwordError::new("training", why));
        }
        let stock = self.stock(texts);
        let stock = stock.map_err(|error| SubwordError::new("training", error))?;
        Ok(Subword::new(normalizer, stock))
    }

    fn stock(self, texts: impl Iterator<Item = String> + Send) -> Result<Stock> {
        let pre = pre_tokenizer()?;
        let model = match self.kind {
            SubwordKind::Bpe => self.bpe(&pre, texts)?,
            SubwordKind::WordPiece => self.wordpiece(&pre, texts)?,
            SubwordKind::Unigram => self.unigram(&pre, texts)?,
        };
        let mut stock = Stock::new(model);
        stock
            .with_pre_tokenizer(Some(pre))
            .with_decoder(self.decoder());
        stock.add_special_tokens(special())?;
        Ok(stock)
    }

    fn bpe(
        self,
        pre: &PreTokenizerWrapper,
        texts: impl Iterator<Item = String> + Send,
    ) -> Result<ModelWrapper> {
        let mut trainer = BpeTrainer::builder()
            .show_progress(false)
            .vocab_size(self.vocabulary)
            .min_frequency(self.least)
            .end_of_word_suffix(WORD_END.to_owned())
            .build();
        let last = Letters::default();
        trainer.feed(texts, |text| {
            let words = words(pre, text)?;
            last.note(words.iter().filter_map(|word| word.chars().next_back()));
            Ok(words)
        })?;
        trainer.special_tokens = special();
        trainer
            .special_tokens
            .extend(last.marked(|c| format!("{c}{WORD_END}")));
        let mut model = BPE::builder()
            .unk_token(UNKNOWN.to_owned())
            .end_of_word_suffix(WORD_END.to_owned())
            .build()?;
        trainer.train(&mut model)?;
        Ok(model.into())
    }

    fn wordpiece(
        self,
        pre: &PreTokenizerWrapper,
        texts: impl Iterator<Item = String> + Send,
    ) -> Result<ModelWrapper> {
        let mut trainer = WordPieceTrainer::builder()
            .show_progress(false)
            .vocab_size(self.vocabulary)
            .min_frequency(self.least)
            .build();
        let inner = Letters::default();
        trainer.feed(texts, |text| {
            let words = words(pre, text)?;
            inner.note(words.iter().flat_map(|word| word.chars().skip(1)));
            Ok(words)
        })?;
        let marked = inner.marked(|c| format!("{INSIDE}{c}"));
        trainer.set_special_tokens(special().into_iter().chain(marked).collect());
        let mut model = WordPiece::builder().unk_token(UNKNOWN.to_owned()).build()?;
        trainer.train(&mut model)?;
        Ok(model.into())
    }

    fn unigram(
        self,
        pre: &PreTokenizerWrapper,
        texts: impl Iterator<Item = String>,
    ) -> Result<ModelWrapper> {
        let mut counts = BTreeMap::<String, u32>::new();
        for text in texts {
            for word in words(pre, &text)? {
                *counts.entry(word).or_default() += 1;
            }
        }
        let trainer = UnigramTrainer::builder()
            .show_progress(false)
            .vocab_size(u32::try_from(self.vocabulary)?)
            .unk_token(Some(UNKNOWN.to_owned()))
            .special_tokens(special())
            .build()?;
        let mut model = Unigram::default();
        // One thread: sums of floats depend on how the words are parted among threads.
        let alone = rayon::ThreadPoolBuilder::new().num_threads(1).build()?;
        alone.install(|| trainer.do_train(counts.into_iter().collect(), &mut model))?;
        Ok(settled(&model)?.into())
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
}

fn special() -> Vec<AddedToken> {
    SPECIAL.map(|token| AddedToken::from(token, true)).to_vec()
}

pub(super) fn pre_tokenizer() -> Result<PreTokenizerWrapper> {
    let pattern = SplitPattern::Regex(APART.to_owned());
    let apart = Split::new(pattern, SplitDelimiterBehavior::Isolated, false)?;
    Ok(Sequence::new(vec![WhitespaceSplit.into(), apart.into()]).into())
}

fn words(pre: &PreTokenizerWrapper, text: &str) -> Result<Vec<String>> {
    let mut pieces = PreTokenizedString::from(text);
    pre.pre_tokenize(&mut pieces)?;
    let pieces = pieces.get_splits(OffsetReferential::Original, OffsetType::Byte);
    Ok(pieces
        .into_iter()
        .map(|(word, ..)| word.to_owned())
        .collect())
}

/// The letters seen at some place of a word, by any thread.
#[derive(Default)]
struct Letters {
    seen: Mutex<BTreeSet<char>>,
}

impl Letters {
    fn note(&self, letters: impl Iterator<Item = char>) {
        let letters: BTreeSet<char> = letters.collect();
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        seen.extend(letters);
    }

    fn marked(self, mark: impl Fn(char) -> String) -> impl Iterator<Item = AddedToken> {
        let seen = self
            .seen
            .into_inner()
            .unwrap_or_else(PoisonError::into_inner);
        seen.into_iter()
            .map(move |c| AddedToken::from(mark(c), true))
    }
}

/// The model with its pieces in an order of their own and with scores that any reader of
/// decimals reads alike: the last bit decides between equally likely pieces.
fn settled(model: &Unigram) -> Result<Unigram> {
    let (special, pieces) = (SPECIAL.len(), model.iter().skip(SPECIAL.len()));
    let mut pieces: Vec<(String, f64)> = pieces.cloned().collect();
    spread(&mut pieces);
    pieces.sort_by(|a, b| b.1.total_cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    let rounded = pieces
        .into_iter()
        .map(|(piece, score)| (piece, (score * 1e6).round() / 1e6));
    let vocabulary = model.iter().take(special).cloned().chain(rounded);
    let unknown = SPECIAL.iter().position(|token| *token == UNKNOWN);
    Unigram::from(vocabulary.collect(), unknown, false)
}

/// Letters that training lost come back at the lowest score and in steps above it, in the
/// order of a hash map: gives these scores out anew in the order of the letters.
fn spread(pieces: &mut [(String, f64)]) {
    const STEP: f64 = 0.0001;
    let Some(lowest) = pieces.iter().map(|piece| piece.1).min_by(f64::total_cmp) else {
        return;
    };
    let (mut step, mut places) = (0.0, Vec::new());
    loop {
        // Letters that were never lost may stand at the same score; nothing tells them apart.
        let same = pieces.iter().enumerate().filter(|(_, (piece, score))| {
            *score == lowest + step && piece.chars().nth(1).is_none()
        });
        let before = places.len();
        places.extend(same.map(|(at, _)| at));
        if places.len() == before {
            break;
        }
        step += STEP;
    }
    let mut letters: Vec<String> = places.iter().map(|at| pieces[*at].0.clone()).collect();
    let mut scores: Vec<f64> = places.iter().map(|at| pieces[*at].1).collect();
    letters.sort();
    scores.sort_by(f64::total_cmp);
    for (at, piece) in places.into_iter().zip(letters.into_iter().zip(scores)) {
        pieces[at] = piece;
    }
}
