//! Qur'an citations, found by hashed word n-grams in an index that holds no text.
//!
//! The index is the sequence of the folded words of every verse as 32-bit hashes. A text is
//! matched by exact three-word seeds that are extended along the verse, over one word that differs,
//! is missing, added, split or joined, where two words behind it agree again. Spelling is folded harder than for lexicons: all
//! alefs and hamzas go, and a dagger alef takes its carrier with it, so that the plain and the
//! Uthmani spelling of a word have one key. The seed length and the least length of a citation
//! (four words; three where the writer marks the citation) were measured on news, where three
//! words collide with ordinary prose and four did not.

use core::fmt;
use core::ops::Range;
use std::sync::{Arc, OnceLock};

use khitab_text::Span;

use rustc_hash::FxHashMap;
use sha2::{Digest, Sha256};

use super::words::{Word, words_of};
use crate::Document;

const MAGIC: &[u8; 5] = b"KHQI\x01";
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

/// Why bytes are not a [`ScriptureIndex`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ScriptureError {
    /// The first bytes are not those of an index of this version.
    Magic,
    /// The bytes end too early, or go on after the end.
    Length,
}

impl fmt::Display for ScriptureError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Magic => "scripture index: wrong magic bytes or version",
            Self::Length => "scripture index: length does not fit its header",
        })
    }
}

impl core::error::Error for ScriptureError {}

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
    /// Seeds by bucket, in the order of the book: hash and position of the first word.
    seeds: Vec<(u32, u32)>,
    /// Where the seeds of a bucket (the top bits of the hash) start.
    buckets: Vec<u32>,
    /// How often each word comes.
    counts: OnceLock<FxHashMap<u32, u32>>,
    vocabulary: Vocabulary,
}

/// Which words occur at all, as one bit for the low bits of each hash: most words of most texts
/// do not, and are told so without a look at the seeds.
#[derive(Clone, Debug)]
struct Vocabulary(Vec<u64>);

impl Vocabulary {
    const BITS: u32 = 17;

    fn new(words: &[u32]) -> Self {
        let mut bits = vec![0; 1 << (Self::BITS - 6)];
        for &word in words {
            let (at, bit) = Self::place(word);
            bits[at] |= bit;
        }
        Self(bits)
    }

    fn may_hold(&self, word: u32) -> bool {
        let (at, bit) = Self::place(word);
        self.0[at] & bit != 0
    }

    const fn place(word: u32) -> (usize, u64) {
        let low = word & ((1 << Self::BITS) - 1);
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
    /// Writes the index of `verses`, each a sura, an ayah and its text, in the order of the
    /// book. A verse may come again in another spelling; only what differs is kept.
    ///
    /// The opening formula before the first verse of a sura is cut off unless it is the verse.
    #[must_use]
    pub fn build<'v>(verses: impl IntoIterator<Item = (u8, u16, &'v str)>) -> Vec<u8> {
        let mut seen: Vec<(u8, u16, Vec<u32>)> = Vec::new();
        let mut known = rustc_hash::FxHashSet::default();
        let mut opening: Vec<u32> = Vec::new();
        for (sura, ayah, text) in verses {
            let document = Document::plain(text);
            let mut words: Vec<u32> = words_of(&document).iter().map(|word| word.hash).collect();
            if (sura, ayah) == (1, 1) && opening.is_empty() {
                opening.clone_from(&words);
            } else if ayah == 1 && sura != 1 && words.len() > opening.len() {
                let prefix = usize::from(words.starts_with(&opening)) * opening.len();
                words.drain(..prefix);
            }
            if known.insert((sura, ayah, words.clone())) {
                seen.push((sura, ayah, words));
            }
        }
        let mut bytes = MAGIC.to_vec();
        bytes.extend(u32::try_from(seen.len()).unwrap_or(u32::MAX).to_le_bytes());
        for (sura, ayah, words) in &seen {
            bytes.push(*sura);
            bytes.extend(ayah.to_le_bytes());
            bytes.extend(u16::try_from(words.len()).unwrap_or(u16::MAX).to_le_bytes());
        }
        for hash in seen.iter().flat_map(|(_, _, words)| words) {
            bytes.extend(hash.to_le_bytes());
        }
        bytes
    }

    /// Reads what [`ScriptureIndex::build`] wrote.
    ///
    /// # Errors
    /// When the bytes are not an index of this version, or are cut short.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, ScriptureError> {
        let rest = bytes.strip_prefix(MAGIC).ok_or(ScriptureError::Magic)?;
        let (count, rest) = rest.split_first_chunk().ok_or(ScriptureError::Length)?;
        let count = u32::from_le_bytes(*count) as usize;
        let header = count.checked_mul(5).ok_or(ScriptureError::Length)?;
        let (header, rest) = rest
            .split_at_checked(header)
            .ok_or(ScriptureError::Length)?;
        let mut hashes = rest
            .chunks_exact(4)
            .map(|b| u32::from_le_bytes([b[0], b[1], b[2], b[3]]));
        let mut left = rest.len();
        let mut rows = Vec::with_capacity(count);
        for row in header.chunks_exact(5) {
            let length = usize::from(u16::from_le_bytes([row[3], row[4]]));
            left = left.checked_sub(length * 4).ok_or(ScriptureError::Length)?;
            let words: Vec<u32> = hashes.by_ref().take(length).collect();
            rows.push(((row[0], u16::from_le_bytes([row[1], row[2]])), words));
        }
        if left != 0 {
            return Err(ScriptureError::Length);
        }
        let (mut verses, mut words) = (Vec::with_capacity(2 * count), Vec::new());
        let mut last = None;
        for ((sura, ayah), text) in whole_books(rows) {
            if last.is_some_and(|last| last != (sura, ayah)) {
                words.push(BREAK);
            }
            let start = u32::try_from(words.len()).map_err(|_| ScriptureError::Length)?;
            verses.push(Verse { sura, ayah, start });
            words.extend(text);
            last = Some((sura, ayah.saturating_add(1)));
        }
        Ok(Self::with_seeds(verses, words))
    }

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
        let hashes = || words.windows(SEED).map(|w| seed(w.iter().copied()));
        let mut buckets = vec![0_u32; BUCKETS + 1];
        for hash in hashes() {
            buckets[bucket(hash) + 1] += 1;
        }
        for at in 1..buckets.len() {
            buckets[at] += buckets[at - 1];
        }
        // Seeds go to their buckets in the order of the book: no other order is needed.
        let mut next = buckets.clone();
        let mut seeds = vec![(0, 0); words.len().saturating_sub(SEED - 1)];
        for (hash, at) in hashes().zip(0..) {
            let slot = &mut next[bucket(hash)];
            seeds[*slot as usize] = (hash, at);
            *slot += 1;
        }
        Self {
            vocabulary: Vocabulary::new(&words),
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
        let words = words_of(document);
        let original = document.text().original();
        let mut found: Vec<Run> = Vec::new();
        let mut at = 0;
        let mut floor = 0;
        while at + SEED <= words.len() {
            let strange = |word: &Word| !self.vocabulary.may_hold(word.hash);
            if let Some(offset) = words[at..at + SEED].iter().rposition(strange) {
                at += offset + 1;
                continue;
            }
            let Some(mut run) = self.longest(&words, at, floor, found.last()) else {
                at += 1;
                continue;
            };
            if run.text.start == floor
                && found.last().is_some_and(|last| last.text.end == floor)
                && let Some(whole) = self.through(&words, at, found.last())
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
        let mut floor = 0;
        for run in &mut found {
            self.take_first(original, &words[floor..run.text.start], run);
            floor = run.text.end;
        }
        let before = core::iter::once(None).chain(found.iter().map(Some));
        found
            .iter()
            .zip(before)
            .map(|(run, before)| self.citation(&words, run, before))
            .collect()
    }

    /// Takes the last of the words `before` the run into it where that is the verse's but for the
    /// "and" it begins with, which writers drop and add at the head of a citation.
    fn take_first(&self, original: &str, before: &[Word], run: &mut Run) {
        let (Some(word), Some(place)) = (before.last(), run.index.start.checked_sub(1)) else {
            return;
        };
        if !word.last && word.beside_and(original).contains(&Some(self.words[place])) {
            run.text.start -= 1;
            run.index.start = place;
            run.bridged.push(place);
        }
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
        let bucket = bucket(key);
        let candidates =
            &self.seeds[self.buckets[bucket] as usize..self.buckets[bucket + 1] as usize];
        candidates
            .iter()
            .filter(|(hash, _)| *hash == key)
            .take(CANDIDATES)
            .filter_map(|&(_, position)| self.extend(words, at, position as usize, floor))
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
        while let Some((text, index)) = self.step_ahead(words, &run) {
            run.bridged
                .extend(run.index.end..(run.index.end + index).saturating_sub(2));
            run.text.end += text;
            run.index.end += index;
            run.agreeing += text.min(index).min(2);
        }
        while let Some((text, index)) = self.step_back(words, &run, floor) {
            run.bridged
                .extend(run.index.start + 2 - index..run.index.start);
            run.text.start -= text;
            run.index.start -= index;
            run.agreeing += text.min(index).min(2);
        }
        Some(run)
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
                && first.is_some_and(|first| !words[first..at].iter().any(|word| word.last))
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

/// A verse as it is written: its sura and ayah, and its words.
type Row = ((u8, u16), Vec<u32>);

/// The rows as whole books: where another spelling gives only the verses that differ, the others
/// are those of the first, so that a citation goes on from one to the next in either.
fn whole_books(rows: Vec<Row>) -> Vec<Row> {
    let ends = rows.windows(2).position(|pair| pair[1].0 <= pair[0].0);
    let Some(first) = ends.map(|end| end + 1) else {
        return rows;
    };
    let mut books = rows[..first].to_vec();
    let mut known = [].iter().peekable();
    for row in &rows[first..] {
        if books.last().is_some_and(|last| row.0 <= last.0) {
            books.extend(known.by_ref().cloned());
            known = rows[..first].iter().peekable();
        }
        while let Some(same) = known.next_if(|same| same.0 < row.0) {
            books.push(same.clone());
        }
        let _ = known.next_if(|same| same.0 == row.0);
        books.push(row.clone());
    }
    books.extend(known.cloned());
    books
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

#[cfg(test)]
mod tests {
    use super::*;

    fn index() -> ScriptureIndex {
        let bytes = ScriptureIndex::build([
            (1, 1, "الف باء تاء ثاء جيم"),
            (2, 1, "الف باء تاء ثاء جيم حاء خاء دال ذال راء زاي سين شين"),
            (2, 2, "صاد ضاد طاء ظاء عين غين"),
        ]);
        ScriptureIndex::from_bytes(&bytes).expect("own bytes")
    }

    fn found(text: &str) -> Vec<(String, u8, u16, usize)> {
        let document = Document::new(text);
        index()
            .find(&document)
            .into_iter()
            .map(|c| (c.span.of(text).to_owned(), c.sura, c.ayah, c.words))
            .collect()
    }

    #[test]
    fn marks_spelling_and_punctuation_do_not_matter() {
        assert_eq!(
            found("قال: خاءَ، دالـــ ذال (3) راء ثم سكت"),
            [("خاءَ، دالـــ ذال (3) راء".to_owned(), 2, 1, 4)]
        );
    }

    #[test]
    fn one_wrong_word_is_bridged_both_ways() {
        assert_eq!(found("خاء دال خطأ راء زاي سين")[0].3, 5);
        assert_eq!(found("خاء دال ذال راء خطأ سين شين")[0].3, 6);
    }

    #[test]
    fn a_word_left_out_added_split_or_joined_is_bridged() {
        for (text, words) in [
            ("خاء دال ذال زاي سين شين", 6),
            ("خاء دال ذال كلا راء زاي سين", 6),
            ("حاء خاء دال ذا ل راء زاي", 5),
            ("خاء دال ذال راءزاي سين شين", 5),
            ("خاء دالذال راء زاي سين", 3),
        ] {
            let found = found(text);
            assert_eq!(found.len(), 1, "{text}");
            assert_eq!(found[0].3, words, "{text}");
        }
    }

    #[test]
    fn the_first_word_may_lack_its_and_or_have_one_more() {
        let bytes = ScriptureIndex::build([(1, 1, "الف وباء تاء ثاء جيم")]);
        let index = ScriptureIndex::from_bytes(&bytes).expect("own bytes");
        for (text, span, words) in [
            ("قال باء تاء ثاء جيم", "باء تاء ثاء جيم", 3),
            ("قال فباء تاء ثاء جيم", "تاء ثاء جيم", 3),
            ("قال فالف وباء تاء ثاء", "فالف وباء تاء ثاء", 3),
            ("قال دال تاء ثاء جيم", "تاء ثاء جيم", 3),
            ("باء. تاء ثاء جيم", "تاء ثاء جيم", 3),
        ] {
            let found = index.find(&Document::new(text));
            assert_eq!(
                (found[0].span.of(text), found[0].words),
                (span, words),
                "{text}"
            );
        }
    }

    #[test]
    fn runs_never_overlap() {
        let bytes = ScriptureIndex::build([
            (1, 1, "الف باء تاء"),
            (2, 1, "باء تاء ظاء جيم حاء خاء دال"),
            (3, 1, "ثاء جيم حاء"),
        ]);
        let index = ScriptureIndex::from_bytes(&bytes).expect("own bytes");
        let found = index.find(&Document::new("الف باء تاء ثاء جيم حاء خاء دال"));
        assert_eq!((found.len(), found[0].sura, found[0].words), (1, 2, 6));
    }

    #[test]
    fn a_longer_citation_takes_in_the_shorter_one_at_its_beginning() {
        let bytes = ScriptureIndex::build([
            (1, 1, "الف باء تاء ثاء ظاء"),
            (2, 1, "باء تاء ثاء جيم حاء خاء"),
        ]);
        let index = ScriptureIndex::from_bytes(&bytes).expect("own bytes");
        let found = index.find(&Document::new("الف باء تاء ثاء جيم حاء خاء"));
        assert_eq!((found.len(), found[0].sura, found[0].words), (1, 2, 6));
    }

    #[test]
    fn an_aside_parts_a_citation_without_making_it_two() {
        let asides = |text: &str| {
            let found = index().find(&Document::new(text));
            found.iter().map(|one| one.continues).collect::<Vec<_>>()
        };
        assert_eq!(asides("خاء دال ذال ثم قال هو راء زاي سين"), [false, true]);
        assert_eq!(asides("راء زاي سين ثم قال هو خاء دال ذال"), [false, false]);
    }

    #[test]
    fn runs_cross_verses_but_not_links() {
        let crossing = found("سين شين صاد ضاد");
        assert_eq!((crossing[0].1, crossing[0].2, crossing[0].3), (2, 1, 4));
        assert_eq!(found("خاء دال https://example.org ذال راء"), []);
    }

    #[test]
    fn a_citation_goes_on_from_verse_to_verse_in_either_spelling() {
        let bytes = ScriptureIndex::build([
            (1, 1, "الف باء تاء ثاء"),
            (1, 2, "جيم حاء خاء دال"),
            (1, 3, "ذال راء زاي سين"),
            (1, 2, "جيم حاء خاء ضاد"),
        ]);
        let index = ScriptureIndex::from_bytes(&bytes).expect("own bytes");
        let words = |text: &str| {
            let found = index.find(&Document::new(text));
            found.iter().map(|one| one.words).collect::<Vec<_>>()
        };
        for text in [
            "تاء ثاء جيم حاء خاء دال ذال راء",
            "تاء ثاء جيم حاء خاء ضاد ذال راء",
        ] {
            assert_eq!(words(text), [8], "{text}");
        }
        assert_eq!(index.verses(), 6);
    }

    #[test]
    fn of_two_places_the_one_that_goes_on_is_cited() {
        let bytes = ScriptureIndex::build([
            (1, 1, "ظاء عين غين فاء"),
            (2, 1, "الف باء تاء ثاء"),
            (2, 2, "ظاء عين غين فاء"),
        ]);
        let index = ScriptureIndex::from_bytes(&bytes).expect("own bytes");
        let found = index.find(&Document::new("الف باء تاء ثاء. ظاء عين غين فاء"));
        let places: Vec<_> = found
            .iter()
            .map(|c| (c.sura, c.ayah, c.continues))
            .collect();
        assert_eq!(places, [(2, 1, false), (2, 2, true)]);
    }

    #[test]
    fn bridged_words_tell_nothing() {
        let telling = |text: &str| {
            let found = index().find(&Document::new(text));
            (found[0].words, found[0].telling, found[0].striking)
        };
        assert_eq!(telling("خاء دال ذال راء زاي"), (5, 5, 5));
        assert_eq!(telling("خاء دال ذال خطأ زاي سين"), (5, 5, 5));
        assert_eq!(telling("خاء دال خطأ راء زاي سين"), (5, 5, 5));
    }

    #[test]
    fn the_shipped_index_has_every_verse_in_both_spellings() {
        let index = ScriptureIndex::shipped().expect("the shipped bytes are an index");
        assert!(index.verses() >= 6236, "{}", index.verses());
        assert_eq!(index.verses.iter().map(|verse| verse.sura).max(), Some(114));
    }

    #[test]
    fn broken_bytes_are_named() {
        let bytes = ScriptureIndex::build([(1, 1, "a b c d")]);
        assert_eq!(
            ScriptureIndex::from_bytes(b"junk").err(),
            Some(ScriptureError::Magic)
        );
        for cut in MAGIC.len()..bytes.len() {
            assert_eq!(
                ScriptureIndex::from_bytes(&bytes[..cut]).err(),
                Some(ScriptureError::Length)
            );
        }
    }
}
