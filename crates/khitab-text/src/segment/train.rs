//! What a trainer of segmenters needs: the features of each reading of a word, and the files.
//!
//! The ranker itself is trained outside of this crate; `examples/` has one that makes the weights
//! that ship.

use super::features::Features;
use super::letters::Word;
use super::lexicon::Lexicon;
use super::weights::Weights;
use super::{SegmenterError, Variety};

/// One reading of a word.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reading {
    /// Where it cuts, in letters from the start of the word, marks not counted.
    pub cuts: Vec<usize>,
    /// Hashes of its features.
    pub features: Vec<u64>,
}

/// Lists the readings of words.
#[derive(Clone, Debug)]
pub struct Reader {
    variety: Variety,
    lexicon: Lexicon,
}

impl Reader {
    /// Reads words of `variety` with a lexicon from [`lexicon`].
    ///
    /// # Errors
    ///
    /// When the bytes are no lexicon or are cut short.
    pub fn new(variety: Variety, lexicon: Vec<u8>) -> Result<Self, SegmenterError> {
        let lexicon = Lexicon::read(lexicon.into())?;
        Ok(Self { variety, lexicon })
    }

    /// All readings of a word, "no clitics" first; none for a word that a segmenter does not
    /// rank: one of the closed list or with letters that are not Arabic.
    #[must_use]
    pub fn readings(&self, word: &str) -> Vec<Reading> {
        let inventory = self.variety.inventory();
        let Some(word) = Word::read(word).filter(|&word| inventory.closed(word).is_none()) else {
            return Vec::new();
        };
        let features = Features::new(inventory, &self.lexicon, word);
        let mut all = Vec::new();
        inventory.analyses(word, |analysis| {
            let mut reading = Reading {
                cuts: inventory.cuts(analysis, word.len()),
                features: Vec::with_capacity(48),
            };
            features.visit(analysis, |feature| reading.features.push(feature));
            all.push(reading);
        });
        all
    }
}

/// Makes a lexicon from words with their share of all words, the `limit` most frequent of them.
///
/// Deterministic; about 2.3 bytes a word. It holds 12-bit fingerprints and no string.
#[must_use]
pub fn lexicon<'w>(words: impl IntoIterator<Item = (&'w str, f64)>, limit: usize) -> Vec<u8> {
    Lexicon::build(words, limit)
}

/// Makes a weight file from hashed features and their weights, the `limit` largest of them, in
/// eight bits.
///
/// Deterministic; 3.4 to 3.9 bytes a weight.
#[must_use]
pub fn weights(weights: &[(u64, f32)], limit: usize) -> Vec<u8> {
    Weights::build(weights, limit)
}
