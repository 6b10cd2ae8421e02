//! Qur'an citations, found by hashed word n-grams in an index that holds no text.
//!
//! The index is the sequence of the folded words of every verse as 32-bit hashes. A text is
//! matched by exact three-word seeds that are extended along the verse, over one word that differs,
//! is missing, added, split or joined, where two words behind it agree again. Spelling is folded harder than for lexicons: all
//! alefs and hamzas go, and a dagger alef takes its carrier with it, so that the plain and the
//! Uthmani spelling of a word have one key. The seed length and the least length of a citation
//! (four words; three where the writer marks the citation) were measured on news, where three
//! words collide with ordinary prose and four did not.

mod bytes;
mod settle;
#[cfg(test)]
mod tests;

use core::ops::Range;
use std::sync::{Arc, OnceLock};

use khitab_text::Span;

use rustc_hash::FxHashMap;
use sha2::{Digest, Sha256};

pub use self::bytes::ScriptureError;
use super::words::{Word, read_words};
use crate::Document;

const SEED: usize = 3;
/// Repeats of one seed that are tried; more only occur for formulas.
const CANDIDATES: usize = 96;
const BUCKETS: usize = 1 << 16;
/// How many words of the text, and how many of the index, may stand between words that agree: one
/// word written otherwise, one left out, one added, two written as one, one written as two.
const GAPS: [(usize, usize); 5] = [(1, 1), (0, 1), (1, 0), (1, 2), (2, 1)];
/// The most words of others, and of the index, between two parts of one citation.
const ASIDE: usize = 8;
const SKIPPED: usize = 4;
/// How often a word comes at most that tells something, and that tells much; both spellings count.
const RARE: u32 = 100;
const STRIKING: u32 = 40;

/// Stands in the word sequence where the next verse is not the next one of the sura.
const BREAK: u32 = 0;

/// One verse as it lies in the word sequence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Verse {
    sura: u8,
    ayah: u16,
    start: u32,
}

/// Folded word hashes of all verses, searchable by three-word seeds.
///
/// ```
/// use khitab_features::{Document, ScriptureIndex};
/// let bytes = ScriptureIndex::build([(1, 1, "one two three four five")]);
/// let index = ScriptureIndex::from_bytes(&bytes)?;
/// let text = Document::new("he said one two three four today");
/// let found = index.find(&text);
/// assert_eq!((found[0].sura, found[0].ayah, found[0].words), (1, 1, 4));
/// # Ok::<(), khitab_features::ScriptureError>(())
/// ```
#[derive(Clone, Debug)]
pub struct ScriptureIndex {
    verses: Vec<Verse>,
    words: Vec<u32>,
    /// Seeds by bucket, in the order of the book: the place of the first word.
    seeds: Vec<u32>,
    /// Where the seeds of a bucket (the top bits of the hash) start.
    buckets: Vec<u32>,
    /// How often each word comes.
    counts: OnceLock<FxHashMap<u32, u32>>,
    known_words: Sieve<17>,
    known_seeds: Sieve<20>,
}

/// Which hashes occur at all, as one bit for the low bits of each: most words of most texts do not,
/// nor do most seeds of words that do, and are told so without a look at all that are alike.
#[derive(Clone, Debug)]
struct Sieve<const BITS: u32>(Vec<u64>);

impl<const BITS: u32> Sieve<BITS> {
    fn new(hashes: impl Iterator<Item = u32>) -> Self {
        let mut bits = vec![0; 1 << (BITS - 6)];
        for hash in hashes {
            let (at, bit) = Self::place(hash);
            bits[at] |= bit;
        }
        Self(bits)
    }

    fn may_hold(&self, hash: u32) -> bool {
        let (at, bit) = Self::place(hash);
        self.0[at] & bit != 0
    }

    const fn place(hash: u32) -> (usize, u64) {
        let low = hash & ((1 << BITS) - 1);
        ((low >> 6) as usize, 1 << (low & 63))
    }
}

/// A run of words that agrees with a place in the index.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Citation {
    /// Bytes of the original, from the first to the last agreeing word.
    pub span: Span,
    /// Chapter.
    pub sura: u8,
    /// First verse.
    pub ayah: u16,
    /// Last verse.
    pub last_ayah: u16,
    /// Word of the first verse at which it starts, from 0.
    pub word: u32,
    /// Agreeing words.
    pub words: usize,
    /// Those of them that are rare in the index: they tell a citation from ordinary words.
    pub telling: usize,
    /// Those of them that are very rare.
    pub striking: usize,
    /// Whether it holds a verse from its first word to its last.
    pub whole: bool,
    /// Whether it takes up the citation before it, which a few words of others interrupt.
    pub continues: bool,
}

impl ScriptureIndex {
    /// The index that khitab ships, in plain and Uthmani spelling, read once.
    #[must_use]
    pub fn shipped() -> Option<Arc<Self>> {
        static SHIPPED: OnceLock<Option<Arc<ScriptureIndex>>> = OnceLock::new();
        // A test reads the shipped bytes; broken ones cannot reach a release.
        SHIPPED
            .get_or_init(|| {
                Self::from_bytes(khitab_data::SCRIPTURE_INDEX)
                    .ok()
                    .map(Arc::new)
            })
            .clone()
    }

    fn with_seeds(verses: Vec<Verse>, words: Vec<u32>) -> Self {
        let hashes = words.windows(SEED).map(|w| seed(w.iter().copied()));
        let hashes: Vec<u32> = hashes.collect();
        let mut buckets = vec![0_u32; BUCKETS + 1];
        for &hash in &hashes {
            buckets[bucket(hash) + 1] += 1;
        }
        for at in 1..buckets.len() {
            buckets[at] += buckets[at - 1];
        }
        // Seeds go to their buckets in the order of the book: no other order is needed.
        let mut next = buckets.clone();
        let mut seeds = vec![0; hashes.len()];
        for (&hash, at) in hashes.iter().zip(0..) {
            let slot = &mut next[bucket(hash)];
            seeds[*slot as usize] = at;
            *slot += 1;
        }
        Self {
            known_words: Sieve::new(words.iter().copied()),
            known_seeds: Sieve::new(hashes.into_iter()),
            verses,
            words,
            seeds,
            buckets,
            counts: OnceLock::new(),
        }
    }

    /// How often each word comes; counted when the first citation is found.
    fn counts(&self) -> &FxHashMap<u32, u32> {
        /// A book has one different word for so many, or fewer.
        const REPEATED: usize = 6;
        self.counts.get_or_init(|| {
            let room = self.words.len() / REPEATED;
            let mut counts = FxHashMap::with_capacity_and_hasher(room, Default::default());
            for word in &self.words {
                *counts.entry(*word).or_default() += 1;
            }
            counts
        })
    }

    /// The number of verses it knows, counted again for each spelling.
    #[must_use]
    pub fn verses(&self) -> usize {
        self.verses.len()
    }

    /// The hash of its verses and words.
    #[must_use]
    pub fn version(&self) -> String {
        let mut hash = Sha256::new();
        for verse in &self.verses {
            hash.update([verse.sura]);
            hash.update(verse.ayah.to_le_bytes());
            hash.update(verse.start.to_le_bytes());
        }
        for word in &self.words {
            hash.update(word.to_le_bytes());
        }
        crate::extract::short_hex(hash)
    }

    /// Every longest run of at least three words that agrees with the index, in order.
    #[must_use]
    pub fn find(&self, document: &Document<'_>) -> Vec<Citation> {
        self.find_in(document, &mut Vec::new())
    }

    /// As [`ScriptureIndex::find`], in memory that is there already.
    pub(super) fn find_in(&self, document: &Document<'_>, words: &mut Vec<Word>) -> Vec<Citation> {
        read_words(document, words);
        let words = words.as_slice();
        let mut found: Vec<Run> = Vec::new();
        let mut at = 0;
        let mut floor = 0;
        while at + SEED <= words.len() {
            let strange = |word: &Word| !self.known_words.may_hold(word.hash);
            if let Some(offset) = words[at..at + SEED].iter().rposition(strange) {
                at += offset + 1;
                continue;
            }
            let Some(mut run) = self.longest(words, at, floor, found.last()) else {
                at += 1;
                continue;
            };
            if run.text.start == floor
                && found.last().is_some_and(|last| last.text.end == floor)
                && let Some(whole) = self.through(words, at, found.last())
            {
                run = whole;
            }
            // A bare seed may be chance and must not hide a longer run that begins inside it.
            let long = run.agreeing > SEED;
            at = if long { run.text.end } else { at + 1 };
            floor = if long { run.text.end } else { floor };
            // Stepping back over a gap, a run may reach into more than the one before it.
            let reaches = |last: &Run| last.text.end > run.text.start;
            while found
                .last()
                .is_some_and(|last| reaches(last) && last.agreeing < run.agreeing)
            {
                found.pop();
            }
            if !found.last().is_some_and(reaches) {
                found.push(run);
            }
        }
        self.settle(document.text().original(), words, &mut found);
        let before = core::iter::once(None).chain(found.iter().map(Some));
        found
            .iter()
            .zip(before)
            .map(|(run, before)| self.citation(words, run, before))
            .collect()
    }

    /// The longest match with a seed at `at` that does not reach back before `floor`; of equal
    /// ones that which goes on where the run before it stopped, then the first of the book.
    fn longest(
        &self,
        words: &[Word],
        at: usize,
        floor: usize,
        before: Option<&Run>,
    ) -> Option<Run> {
        let goes_on = |run: &Run| before.is_some_and(|before| before.leads_to(run));
        let key = seed(words[at..at + SEED].iter().map(|word| word.hash));
        if !self.known_seeds.may_hold(key) {
            return None;
        }
        let bucket = bucket(key);
        let candidates =
            &self.seeds[self.buckets[bucket] as usize..self.buckets[bucket + 1] as usize];
        candidates
            .iter()
            .map(|&place| place as usize)
            .filter(|&place| seed(self.words[place..place + SEED].iter().copied()) == key)
            .take(CANDIDATES)
            .filter_map(|place| self.extend(words, at, place, floor))
            .max_by_key(|run| {
                (
                    run.agreeing,
                    goes_on(run),
                    core::cmp::Reverse(run.index.start),
                )
            })
    }

    /// The longest match with a seed at `at` that takes in the run `before` it, where it is longer:
    /// a few words that stand in many verses must not keep a citation from its beginning.
    fn through(&self, words: &[Word], at: usize, before: Option<&Run>) -> Option<Run> {
        let before = before?;
        let whole = self.longest(words, at, before.text.start, None)?;
        let covers = whole.text.start < before.text.start + SEED;
        (covers && whole.agreeing > before.agreeing).then_some(whole)
    }

    fn extend(&self, words: &[Word], at: usize, position: usize, floor: usize) -> Option<Run> {
        if !(0..SEED).all(|i| self.same(words, at + i, position + i))
            || words[at..at + SEED - 1].iter().any(|w| w.last)
        {
            return None;
        }
        let mut run = Run {
            text: at..at + SEED,
            index: position..position + SEED,
            agreeing: SEED,
            bridged: Vec::new(),
        };
        self.stretch(words, floor, &mut run);
        Some(run)
    }

    /// Takes in all that agrees behind the run and before it.
    fn stretch(&self, words: &[Word], floor: usize, run: &mut Run) {
        while let Some((text, index)) = self.step_ahead(words, run) {
            run.bridged
                .extend(run.index.end..(run.index.end + index).saturating_sub(2));
            run.text.end += text;
            run.index.end += index;
            run.agreeing += text.min(index).min(2);
        }
        while let Some((text, index)) = self.step_back(words, run, floor) {
            run.bridged
                .extend(run.index.start + 2 - index..run.index.start);
            run.text.start -= text;
            run.index.start -= index;
            run.agreeing += text.min(index).min(2);
        }
    }

    /// How many words that agree come at most `often` in the index.
    fn at_most(&self, often: u32, run: &Run) -> usize {
        let counts = self.counts();
        let rare = |at: &usize| counts[&self.words[*at]] <= often;
        run.index.clone().filter(rare).count() - run.bridged.iter().copied().filter(rare).count()
    }

    /// Whether a word of the text agrees with a place in the index.
    fn same(&self, words: &[Word], at: usize, place: usize) -> bool {
        let word = words.get(at).map(|word| word.hash);
        word.is_some() && word == self.words.get(place).copied()
    }

    /// How many words of the text and of the index follow that still agree: the next one, or two
    /// behind a gap.
    fn step_ahead(&self, words: &[Word], run: &Run) -> Option<(usize, usize)> {
        let (at, place) = (run.text.end, run.index.end);
        if words[at - 1].last {
            return None;
        }
        if self.same(words, at, place) {
            return Some((1, 1));
        }
        let gap = GAPS.into_iter().find(|&(text, index)| {
            self.same(words, at + text, place + index)
                && self.same(words, at + text + 1, place + index + 1)
                && !words[at..=at + text].iter().any(|word| word.last)
                && (text == 0 || !words[at - 1].closed)
        });
        gap.map(|(text, index)| (text + 2, index + 2))
    }

    /// As [`ScriptureIndex::step_ahead`], towards the start of the text but not before `floor`.
    fn step_back(&self, words: &[Word], run: &Run, floor: usize) -> Option<(usize, usize)> {
        let (at, place) = (run.text.start, run.index.start);
        let back = |text: usize, index: usize| {
            let (text, index) = (at.checked_sub(text)?, place.checked_sub(index)?);
            (text >= floor && !words[text].last && self.same(words, text, index)).then_some(text)
        };
        if back(1, 1).is_some() {
            return Some((1, 1));
        }
        let gap = GAPS.into_iter().find(|&(text, index)| {
            let first = back(text + 2, index + 2);
            back(text + 1, index + 1).is_some()
                && first.is_some_and(|first| {
                    !words[first..at].iter().any(|word| word.last)
                        && (text == 0 || !words[first + 1].closed)
                })
        });
        gap.map(|(text, index)| (text + 2, index + 2))
    }

    fn citation(&self, words: &[Word], run: &Run, before: Option<&Run>) -> Citation {
        let verse_at = |position: usize| {
            let next = self
                .verses
                .partition_point(|verse| verse.start as usize <= position);
            self.verses[next.saturating_sub(1)]
        };
        let Range { start, end } = run.index;
        let first = verse_at(start);
        let last = verse_at(end - 1);
        let next = self
            .verses
            .partition_point(|verse| (verse.start as usize) < start);
        let whole = self.verses.get(next).is_some_and(|verse| {
            let behind = self
                .verses
                .get(next + 1)
                .map_or(self.words.len(), |verse| verse.start as usize);
            let close = behind - usize::from(self.words.get(behind - 1) == Some(&BREAK));
            (verse.start as usize) < close && close <= end
        });
        Citation {
            span: words[run.text.start]
                .span
                .cover(words[run.text.end - 1].span),
            sura: first.sura,
            ayah: first.ayah,
            last_ayah: if last.sura == first.sura {
                last.ayah
            } else {
                first.ayah
            },
            word: u32::try_from(start).unwrap_or(u32::MAX) - first.start,
            words: run.agreeing,
            telling: self.at_most(RARE, run),
            striking: self.at_most(STRIKING, run),
            whole,
            continues: before.is_some_and(|before| {
                before.leads_to(run) && verse_at(before.index.end - 1).sura == first.sura
            }),
        }
    }
}

/// A run in progress: words of the text, words of the index, how many agree.
struct Run {
    text: Range<usize>,
    index: Range<usize>,
    agreeing: usize,
    /// Words of the index that no word of the text agrees with.
    bridged: Vec<usize>,
}

impl Run {
    /// Whether `next` goes on where this one stops, after an aside.
    fn leads_to(&self, next: &Self) -> bool {
        (self.index.end..=self.index.end + SKIPPED).contains(&next.index.start)
            && next.text.start <= self.text.end + ASIDE
    }
}

fn seed(words: impl Iterator<Item = u32>) -> u32 {
    let mixed = words.fold(0_u64, |sum, word| {
        (sum.rotate_left(23) ^ u64::from(word)).wrapping_mul(0x9E37_79B9_7F4A_7C15)
    });
    (mixed >> 32) as u32
}

const fn bucket(hash: u32) -> usize {
    hash as usize >> 16
}
