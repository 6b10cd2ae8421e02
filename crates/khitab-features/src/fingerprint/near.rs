//! Finding near copies without comparing every text with every other: MinHash in bands.

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::minhash::BANDS;
use super::{Canonical, Fingerprint, MinHash};
use crate::Document;

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
/// A text costs about 600 bytes: 320 for its MinHash, the rest for the bands.
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
    prints: Vec<MinHash>,
    /// For each band the last text with a number, and for each text the one before it.
    last: Vec<FxHashMap<u64, u32>>,
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
        let mut rows: Vec<u32> = (0..BANDS)
            .flat_map(|band| self.chain(band, print))
            .collect();
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

    /// The texts that share `band` with `print`, the latest first.
    fn chain(&self, band: usize, print: &MinHash) -> impl Iterator<Item = u32> {
        let number = print.bands().nth(band).unwrap_or(0);
        let last = self.last[band].get(&number).copied();
        let first = last.filter(|_| !print.is_empty());
        core::iter::successors(first, move |&row| {
            let before = self.before[row as usize][band];
            (before != END).then_some(before)
        })
    }
}

/// In a crowded band a text is compared with that many before it: the cost stays linear
/// when someone floods a corpus with near copies, and sixteen bands give sixteen chances.
const COMPARED: usize = 32;

/// Groups texts whose word pairs are at least `similarity` alike, directly or through others.
///
/// Gives each text the number of the first text of its group. The same for the same prints in
/// the same order.
#[must_use]
pub fn clusters(prints: &[Fingerprint], similarity: f64) -> Vec<u32> {
    let mut groups = Groups::new(prints.len());
    let mut exact: FxHashMap<&[u8; 32], u32> = FxHashMap::default();
    let mut index = NearIndex::new();
    // The text behind each number of the index: one of each canonical form.
    let mut texts: Vec<u32> = Vec::new();
    for (text, print) in (0u32..).zip(prints) {
        if print.words == 0 {
            continue;
        }
        if let Some(&first) = exact.get(&print.sha256) {
            groups.join(first, text);
            continue;
        }
        exact.insert(&print.sha256, text);
        for band in 0..BANDS {
            for row in index.chain(band, &print.minhash).take(COMPARED) {
                let other = texts[row as usize];
                let apart = groups.first(other) != groups.first(text);
                if apart && index.prints[row as usize].jaccard(&print.minhash) >= similarity {
                    groups.join(other, text);
                }
            }
        }
        index.insert(&print.minhash);
        texts.push(text);
    }
    (0..prints.len() as u32)
        .map(|text| groups.first(text))
        .collect()
}

/// As [`clusters`], of texts as they are: the groups that a split must not cut.
///
/// ```
/// use khitab_features::near_duplicate_groups;
/// let texts = [
///     "ينعقد المؤتمر السنوي للجمعية يوم الأحد القادم في قاعة البلدية",
///     "الطقس غدا غائم مع احتمال هطول أمطار خفيفة على المرتفعات",
///     "ينعقد المؤتمر السنوي للجمعيه يوم الاحد القادم في قاعة البلدية http://example.org",
/// ];
/// assert_eq!(near_duplicate_groups(&texts, 0.7), [0, 1, 0]);
/// ```
#[must_use]
pub fn near_duplicate_groups<T: AsRef<str> + Sync>(texts: &[T], jaccard: f64) -> Vec<u32> {
    let prints: Vec<Fingerprint> = texts
        .par_iter()
        .map(|text| Fingerprint::new(&Canonical::new(&Document::new(text.as_ref()), &[])))
        .collect();
    clusters(&prints, jaccard)
}

/// Sets that only grow together; each knows its smallest member.
struct Groups {
    parent: Vec<u32>,
}

impl Groups {
    fn new(members: usize) -> Self {
        Self {
            parent: (0..members as u32).collect(),
        }
    }

    /// The smallest member of the group, halving the path on the way.
    fn first(&mut self, mut member: u32) -> u32 {
        while self.parent[member as usize] != member {
            let above = self.parent[member as usize];
            self.parent[member as usize] = self.parent[above as usize];
            member = above;
        }
        member
    }

    fn join(&mut self, a: u32, b: u32) {
        let (a, b) = (self.first(a), self.first(b));
        self.parent[a.max(b) as usize] = a.min(b);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn print(text: &str) -> Fingerprint {
        Fingerprint::new(&Canonical::new(&Document::new(text), &[]))
    }

    /// Texts of 40 words, all different, from a fixed sequence.
    fn text(number: u64) -> String {
        let mut state = number + 1;
        let mut word = || {
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1);
            format!("كلمة{}", state >> 48)
        };
        (0..40).map(|_| word()).collect::<Vec<_>>().join(" ")
    }

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

    #[test]
    fn groups_hold_copies_and_chains_of_copies() {
        let words = text(1);
        let longer = format!("{words} واحد اثنان ثلاثة");
        let longest = format!("{longer} أربعة خمسة ستة");
        let texts = [&text(0), &words, "", &longest, &longer, &text(0), ""];
        let prints: Vec<Fingerprint> = texts.iter().map(|text| print(text)).collect();
        assert_eq!(clusters(&prints, 0.8), [0, 1, 2, 1, 1, 0, 6]);
    }

    #[test]
    fn a_flood_of_near_copies_costs_no_square() {
        let base = text(5);
        let prints: Vec<Fingerprint> = (0..4000)
            .map(|number| print(&format!("{base} {number}")))
            .collect();
        let groups = clusters(&prints, 0.7);
        assert!(groups.iter().all(|&group| group == 0));
    }
}
