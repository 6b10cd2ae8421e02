//! Groups of near copies.

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::{Canonical, Fingerprint, NearIndex};
use crate::Document;

/// In a crowded band a text is compared with that many before it: the cost stays linear
/// when someone floods a corpus with near copies, and sixteen bands give sixteen chances.
const COMPARED: usize = 32;

/// Groups texts whose word pairs are at least `similarity` alike, directly or through others.
///
/// Gives each text the number of the first text of its group. The same for the same prints in
/// the same order.
#[must_use]
pub fn clusters(prints: &[Fingerprint], similarity: f64) -> Vec<u32> {
    let mut clusterer = Clusterer::new(similarity);
    for print in prints {
        clusterer.push(Some(print));
    }
    clusterer.finish()
}

/// Groups near copies as [`clusters`] does, of texts that come one by one: of each different text it keeps what a
/// search needs, and not the print.
///
/// ```
/// use khitab_features::{Canonical, Clusterer, Document, Fingerprint};
/// let print = |text: &str| Fingerprint::new(&Canonical::new(&Document::new(text), &[]));
/// let mut clusterer = Clusterer::new(0.7);
/// assert!(clusterer.push(Some(&print("وصل القطار إلى المحطة قبل موعده"))));
/// assert!(!clusterer.push(Some(&print("وصل القطارُ الى المحطة، قبل موعده"))));
/// assert_eq!(clusterer.finish(), [0, 0]);
/// ```
#[derive(Clone, Debug)]
pub struct Clusterer {
    similarity: f64,
    groups: Groups,
    exact: FxHashMap<[u8; 32], u32>,
    index: NearIndex,
    /// The text behind each number of the index: one of each canonical form.
    texts: Vec<u32>,
}

impl Clusterer {
    /// Nothing yet; texts whose word pairs are at least `similarity` alike will share a group.
    #[must_use]
    pub fn new(similarity: f64) -> Self {
        Self {
            similarity,
            groups: Groups::default(),
            exact: FxHashMap::default(),
            index: NearIndex::new(),
            texts: Vec::new(),
        }
    }

    /// Adds a text and says whether it is no copy, to the letter, of one before. A text without
    /// words, or without a print, is alone.
    pub fn push(&mut self, print: Option<&Fingerprint>) -> bool {
        let text = self.groups.add();
        let Some(print) = print.filter(|print| print.words > 0) else {
            return true;
        };
        if let Some(&first) = self.exact.get(&print.sha256) {
            self.groups.join(first, text);
            return false;
        }
        self.exact.insert(print.sha256, text);
        for chain in self.index.chains(&print.minhash) {
            for row in chain.take(COMPARED) {
                let other = self.texts[row as usize];
                let apart = self.groups.first(other) != self.groups.first(text);
                let near = || self.index.prints[row as usize].jaccard(&print.minhash);
                if apart && near() >= self.similarity {
                    self.groups.join(other, text);
                }
            }
        }
        self.index.insert(&print.minhash);
        self.texts.push(text);
        true
    }

    /// The number of the first text of the group of each.
    #[must_use]
    pub fn finish(mut self) -> Vec<u32> {
        (0..self.groups.parent.len() as u32)
            .map(|text| self.groups.first(text))
            .collect()
    }
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
#[derive(Clone, Debug, Default)]
struct Groups {
    parent: Vec<u32>,
}

impl Groups {
    /// A new member, alone.
    fn add(&mut self) -> u32 {
        let member = self.parent.len() as u32;
        self.parent.push(member);
        member
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
    use crate::fingerprint::artificial::{print, text};

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
