//! Finding near copies without comparing every text with every other: MinHash in bands.

use rustc_hash::FxHashMap;

use super::MinHash;
use super::minhash::BANDS;

/// No entry before this one.
const END: u32 = u32::MAX;

/// A text found near another.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Neighbour {
    /// The number of the text in the order of insertion.
    pub row: u32,
    /// The estimated Jaccard index of the word pairs.
    pub similarity: f64,
}

/// An index of texts to be searched for near copies in far less than one look a text.
///
/// A text costs about 700 bytes: 320 for its MinHash, the rest for the bands.
///
/// ```
/// use khitab_features::{Canonical, Document, Fingerprint, NearIndex};
/// let print = |text: &str| Fingerprint::new(&Canonical::new(&Document::new(text), &[]));
/// let mut index = NearIndex::new();
/// index.insert(&print("سافر الوفد إلى العاصمة صباح أمس وعاد مساء اليوم بعد لقاء قصير").minhash);
/// index.insert(&print("ارتفعت درجات الحرارة في المدن الساحلية خلال الأيام الماضية").minhash);
/// let near = print("سافر الوفد الى العاصمة صباحَ أمس وعاد مساء اليوم بعد لقاء قصيرٍ جدا");
/// let found = index.search(&near.minhash, 0.6);
/// assert_eq!((found.len(), found[0].row), (1, 0));
/// ```
#[derive(Clone, Debug, Default)]
pub struct NearIndex {
    pub(super) prints: Vec<MinHash>,
    /// For each band the last text with a number, and for each text the one before it.
    last: Vec<FxHashMap<u32, u32>>,
    before: Vec<[u32; BANDS]>,
}

impl NearIndex {
    /// An empty index.
    #[must_use]
    pub fn new() -> Self {
        Self {
            prints: Vec::new(),
            last: vec![FxHashMap::default(); BANDS],
            before: Vec::new(),
        }
    }

    /// Adds a text and gives its number. A text without words is kept but never found.
    pub fn insert(&mut self, print: &MinHash) -> u32 {
        let row = self.prints.len() as u32;
        let mut before = [END; BANDS];
        if !print.is_empty() {
            for ((band, last), before) in print.bands().zip(&mut self.last).zip(&mut before) {
                *before = last.insert(band, row).unwrap_or(END);
            }
        }
        self.before.push(before);
        self.prints.push(print.clone());
        row
    }

    /// The texts at least `similarity` like `print`, the nearest first.
    #[must_use]
    pub fn search(&self, print: &MinHash, similarity: f64) -> Vec<Neighbour> {
        let mut rows: Vec<u32> = self.chains(print).flatten().collect();
        rows.sort_unstable();
        rows.dedup();
        let mut found: Vec<Neighbour> = rows
            .into_iter()
            .map(|row| Neighbour {
                row,
                similarity: self.prints[row as usize].jaccard(print),
            })
            .filter(|found| found.similarity >= similarity)
            .collect();
        found.sort_by(|a, b| {
            b.similarity
                .total_cmp(&a.similarity)
                .then(a.row.cmp(&b.row))
        });
        found
    }

    /// The number of texts.
    #[must_use]
    pub fn len(&self) -> usize {
        self.prints.len()
    }

    /// Whether there is no text.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.prints.is_empty()
    }

    /// For each band the texts that share it with `print`, the latest first.
    pub(super) fn chains(
        &self,
        print: &MinHash,
    ) -> impl Iterator<Item = impl Iterator<Item = u32>> {
        let sought = !print.is_empty();
        let bands = print.bands().zip(&self.last).enumerate();
        bands.map(move |(band, (number, last))| {
            let first = last.get(&number).copied().filter(|_| sought);
            core::iter::successors(first, move |&row| {
                let before = self.before[row as usize][band];
                (before != END).then_some(before)
            })
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fingerprint::artificial::{print, text};

    #[test]
    fn a_changed_copy_is_found_among_many() {
        let mut index = NearIndex::new();
        for number in 0..3000 {
            index.insert(&print(&text(number)).minhash);
        }
        for number in (0..3000).step_by(100) {
            let copy = text(number) + " زيادة في الآخر";
            let found = index.search(&print(&copy).minhash, 0.5);
            assert_eq!(found.len(), 1, "text {number}");
            assert_eq!(u64::from(found[0].row), number);
            assert!(found[0].similarity > 0.75);
        }
        assert!(
            index
                .search(&print("نص آخر تماما لا يشبه شيئا").minhash, 0.1)
                .is_empty()
        );
    }
}
