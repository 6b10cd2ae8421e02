//! How common a word is: hashed fingerprints and a frequency bucket, no strings.

use std::borrow::Cow;

use super::SegmenterError;
use super::features::hash;
use super::letters::{Letters, Word};
use super::table::Table;

/// Word frequencies in half-decades, 12 bits of fingerprint and 4 of frequency a cell.
#[derive(Clone, Debug)]
pub(crate) struct Lexicon(Table<2, 4>);

const LEXICON_KEY: u64 = 0x4C45_5849;

impl Lexicon {
    pub(crate) fn read(bytes: Cow<'static, [u8]>) -> Result<Self, SegmenterError> {
        Table::read(bytes).map(Self)
    }

    /// A number of its bytes.
    pub(crate) fn checksum(&self) -> u64 {
        self.0.checksum()
    }

    /// Half-decades of occurrences in 1e9 words, 1 to 15; 0 when unknown.
    #[inline]
    pub(crate) fn bucket(&self, letters: Letters) -> u8 {
        self.0.get(hash(LEXICON_KEY, letters)).unwrap_or(0) as u8
    }

    /// Makes the bytes of a lexicon from words with their share of all words; the `limit` most
    /// frequent are kept, spellings of one word summed.
    pub(crate) fn build<'w>(
        words: impl IntoIterator<Item = (&'w str, f64)>,
        limit: usize,
    ) -> Vec<u8> {
        let mut totals = std::collections::BTreeMap::<(usize, u128), (Letters, f64)>::new();
        for (word, share) in words {
            if let Some(word) = Word::read(word)
                && word.len() > 0
            {
                let letters = word.folded;
                totals
                    .entry((letters.len(), letters.bits()))
                    .or_insert((letters, 0.0))
                    .1 += share;
            }
        }
        let mut all: Vec<_> = totals.into_values().collect();
        all.sort_by(|a, b| b.1.total_cmp(&a.1));
        all.truncate(limit);
        let pairs: Vec<_> = all
            .into_iter()
            .map(|(letters, share)| (hash(LEXICON_KEY, letters), u32::from(half_decades(share))))
            .collect();
        Table::<2, 4>::build(&pairs)
    }
}

fn half_decades(share: f64) -> u8 {
    (2.0 * (share * 1e9).log10()).floor().clamp(1.0, 15.0) as u8
}
