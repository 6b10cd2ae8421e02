//! Terms by number: a growing table while counting, sorted arrays afterwards.

use crate::Array;

/// The strings of terms, one after another; they may lie in a mapped file, where a string is looked at
/// when it is asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Terms {
    text: Array<u8>,
    ends: Array<u64>,
}

impl Terms {
    /// Takes the text and the end of each term in it; `None` when they do not fit.
    #[must_use]
    pub fn from_parts(text: String, ends: Vec<u64>) -> Option<Self> {
        let on_boundary =
            |&end: &u64| usize::try_from(end).is_ok_and(|end| text.is_char_boundary(end));
        let fits = ends.is_sorted() && ends.iter().all(on_boundary);
        Self::lazy(text.into_bytes().into(), ends.into()).filter(|_| fits)
    }

    /// Takes both without a look at the text: a term that turns out to be none is passed over. `None`
    /// when the last does not end where the text ends.
    #[must_use]
    pub fn lazy(text: Array<u8>, ends: Array<u64>) -> Option<Self> {
        let end = ends.last().copied().unwrap_or_default();
        (end == text.len() as u64).then_some(Self { text, ends })
    }

    /// The bytes of all terms and the end of each in them.
    #[must_use]
    pub fn parts(&self) -> (&[u8], &[u64]) {
        (&self.text, &self.ends)
    }

    /// The string of one term.
    #[must_use]
    pub fn get(&self, term: usize) -> Option<&str> {
        let place = |term: usize| usize::try_from(*self.ends.get(term)?).ok();
        let start = match term.checked_sub(1) {
            None => 0,
            Some(before) => place(before)?,
        };
        core::str::from_utf8(self.text.get(start..place(term)?)?).ok()
    }

    /// The number of terms.
    #[must_use]
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether there is no term.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// Iterates over the terms in order.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        (0..self.len()).filter_map(|term| self.get(term))
    }
}

/// The strings of terms while they are being collected.
#[derive(Clone, Debug, Default)]
pub(crate) struct TermList {
    text: String,
    ends: Vec<usize>,
}

impl TermList {
    /// The string of one term.
    pub(crate) fn get(&self, term: usize) -> Option<&str> {
        let end = *self.ends.get(term)?;
        let start = term.checked_sub(1).map_or(0, |before| self.ends[before]);
        self.text.get(start..end)
    }

    /// Appends a term that `write` writes.
    pub(crate) fn push_with(&mut self, write: impl FnOnce(&mut String)) {
        write(&mut self.text);
        self.ends.push(self.text.len());
    }

    /// The terms named, in that order.
    pub(crate) fn select(&self, terms: &[u32]) -> Terms {
        let mut text = String::with_capacity(self.text.len());
        let mut ends = Vec::with_capacity(terms.len());
        for &term in terms {
            text.push_str(self.get(term as usize).unwrap_or_default());
            ends.push(text.len() as u64);
        }
        Terms {
            text: text.into_bytes().into(),
            ends: ends.into(),
        }
    }
}

/// An empty slot of an [`Interner`].
const FREE: u32 = u32::MAX;

#[derive(Clone, Copy, Debug)]
struct Slot {
    hash: u64,
    id: u32,
    /// One past the place of the last count of this term.
    seen: u32,
}

impl Slot {
    const EMPTY: Self = Self {
        hash: 0,
        id: FREE,
        seen: 0,
    };

    const fn is_free(&self) -> bool {
        self.id == FREE
    }
}

/// Numbers hashes in the order in which they are first seen.
///
/// Open addressing with linear probing; a slot is 16 bytes, so that a look-up mostly touches
/// one line of cache.
#[derive(Clone, Debug)]
pub(crate) struct Interner {
    slots: Vec<Slot>,
    len: u32,
}

impl Interner {
    pub(crate) fn new() -> Self {
        Self {
            slots: vec![Slot::EMPTY; 1 << 12],
            len: 0,
        }
    }

    /// Reads the slots of `hashes` ahead of their use, all misses of the cache at once.
    #[inline]
    pub(crate) fn warm(&self, hashes: impl Iterator<Item = u64>) {
        let mask = self.slots.len() - 1;
        let touched = hashes.fold(0, |sum, hash| sum ^ self.slots[hash as usize & mask].hash);
        core::hint::black_box(touched);
    }

    /// The number of `hash`, whether it is new, and the mark of its last use.
    #[inline]
    pub(crate) fn intern(&mut self, hash: u64) -> (u32, bool, &mut u32) {
        if self.len as usize * 5 >= self.slots.len() * 3 {
            self.grow();
        }
        let at = Self::find(&self.slots, hash);
        let new = self.slots[at].is_free();
        if new {
            self.slots[at] = Slot {
                hash,
                id: self.len,
                seen: 0,
            };
            self.len += 1;
        }
        let slot = &mut self.slots[at];
        (slot.id, new, &mut slot.seen)
    }

    #[inline]
    fn find(slots: &[Slot], hash: u64) -> usize {
        let mask = slots.len() - 1;
        let mut at = hash as usize & mask;
        while !slots[at].is_free() && slots[at].hash != hash {
            at = (at + 1) & mask;
        }
        at
    }

    /// Widens the table where it lies: tables that are copied leave holes behind that an allocator keeps.
    ///
    /// Slots move in the order of their runs, from a free one on. Each then finds room at its old place,
    /// before it or in the new part, and passes over none that has yet to move.
    fn grow(&mut self) {
        // Small tables are cheap and grow soon again; large ones are most of the memory.
        let old = self.slots.len();
        let factor = if old < 1 << 16 { 4 } else { 2 };
        let first = self.slots.iter().position(Slot::is_free).unwrap_or(0);
        self.slots.resize(old * factor, Slot::EMPTY);
        for at in (first..old).chain(0..first) {
            let slot = core::mem::replace(&mut self.slots[at], Slot::EMPTY);
            if !slot.is_free() {
                let place = Self::find(&self.slots, slot.hash);
                self.slots[place] = slot;
            }
        }
    }

    /// The hashes in the order of their numbers, put in order where they lie.
    pub(crate) fn into_hashes(self) -> Vec<u64> {
        let mut slots = self.slots;
        slots.retain(|slot| !slot.is_free());
        for at in 0..slots.len() {
            while slots[at].id as usize != at {
                let number = slots[at].id as usize;
                slots.swap(at, number);
            }
        }
        let mut hashes: Vec<u64> = slots.into_iter().map(|slot| slot.hash).collect();
        hashes.shrink_to_fit();
        hashes
    }
}

/// How many hashes share an entry of the index, at least. Fewer make an index that is slow to build and
/// does not fit the near caches; the place within so few is guessed well from the bits that follow.
const FILLED: usize = 12;

/// The columns of fixed terms: hashes sorted, and an index of their first bits.
///
/// Two terms share a hash with a probability of n²/2⁶⁵ (3·10⁻⁶ for ten million terms); they
/// would then share a column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Vocabulary {
    hashes: Array<u64>,
    columns: Array<u32>,
    index: Index,
}

impl Vocabulary {
    /// Takes the hashes in column order, all different.
    pub(crate) fn from_column_order(hashes: impl Iterator<Item = u64> + Clone) -> Self {
        let (hashes, columns) = sorted(hashes);
        let (index, ascending) = Index::new(&hashes);
        debug_assert!(ascending, "a hash stands twice");
        Self {
            index,
            hashes: hashes.into(),
            columns: columns.into(),
        }
    }

    /// Takes sorted hashes and their columns; `None` unless the hashes ascend and the
    /// columns are the numbers below their count, each once.
    pub(crate) fn from_sorted(hashes: Array<u64>, columns: Array<u32>) -> Option<Self> {
        if columns.len() != hashes.len() || !every_number_below(hashes.len(), &columns) {
            return None;
        }
        let (index, ascending) = Index::new(&hashes);
        ascending.then_some(Self {
            hashes,
            columns,
            index,
        })
    }

    /// Calls `found` with the column of every hash that has one.
    ///
    /// Look-ups run in small batches, first all reads of memory that is far away, then the search, so that the
    /// misses of the cache overlap.
    #[inline]
    pub(crate) fn columns(
        &self,
        mut hashes: impl Iterator<Item = u64>,
        mut found: impl FnMut(u64, u32),
    ) {
        let (known, columns) = (&*self.hashes, &*self.columns);
        let Some(last) = known.len().checked_sub(1) else {
            return;
        };
        let mut batch = [(0u64, 0usize); 32];
        loop {
            let (mut filled, mut touched) = (0, 0);
            for (place, hash) in batch.iter_mut().zip(&mut hashes) {
                let guess = self.index.guess(hash).min(last);
                *place = (hash, guess);
                touched ^= known[guess] ^ u64::from(columns[guess]);
                filled += 1;
            }
            core::hint::black_box(touched);
            // Whether a hash is known cannot be foretold: it is written, and written over if it is not.
            let mut kept = 0;
            for at in 0..filled {
                let (hash, guess) = batch[at];
                let place = find_near(known, hash, guess);
                batch[kept] = (hash, place);
                kept += usize::from(known.get(place) == Some(&hash));
            }
            for &(hash, place) in &batch[..kept] {
                found(hash, columns[place]);
            }
            if filled < batch.len() {
                return;
            }
        }
    }

    /// The hashes in ascending order and the column of each.
    pub(crate) fn parts(&self) -> (&Array<u64>, &Array<u32>) {
        (&self.hashes, &self.columns)
    }
}

/// The hashes in ascending order, and the place that each had.
///
/// They go to the buckets of their first bits and are sorted there, a few at a time: all as pairs would
/// need more room than the vocabulary that comes of them.
fn sorted(hashes: impl Iterator<Item = u64> + Clone) -> (Vec<u64>, Vec<u32>) {
    let count = hashes.clone().count();
    let shift = Index::shift(count);
    let mut ends = vec![0u32; 1 << (64 - shift)];
    for hash in hashes.clone() {
        ends[(hash >> shift) as usize] += 1;
    }
    let mut before = 0;
    for end in &mut ends {
        before += core::mem::replace(end, before);
    }
    let (mut ascending, mut places) = (vec![0; count], vec![0; count]);
    for (hash, place) in hashes.zip(0..) {
        let end = &mut ends[(hash >> shift) as usize];
        (ascending[*end as usize], places[*end as usize]) = (hash, place);
        *end += 1;
    }
    let (mut pairs, mut start) = (Vec::new(), 0);
    for end in ends {
        let bucket = start..end as usize;
        sort_bucket(
            &mut ascending[bucket.clone()],
            &mut places[bucket],
            &mut pairs,
        );
        start = end as usize;
    }
    (ascending, places)
}

/// Sorts a few hashes and what belongs to each, in room that is used again.
fn sort_bucket(hashes: &mut [u64], places: &mut [u32], pairs: &mut Vec<(u64, u32)>) {
    pairs.clear();
    pairs.extend(hashes.iter().copied().zip(places.iter().copied()));
    pairs.sort_unstable();
    for (&pair, (hash, place)) in pairs.iter().zip(hashes.iter_mut().zip(places)) {
        (*hash, *place) = pair;
    }
}

/// Where the hashes with the same first bits begin.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Index {
    starts: Vec<u32>,
    shift: u32,
}

impl Index {
    /// How many bits of a hash do not tell its bucket among so many hashes.
    fn shift(hashes: usize) -> u32 {
        let buckets = hashes.div_ceil(FILLED).next_power_of_two().max(2);
        64 - buckets.trailing_zeros()
    }

    /// Reads the hashes once; also tells whether they ascend.
    fn new(hashes: &[u64]) -> (Self, bool) {
        let shift = Self::shift(hashes.len());
        let mut starts = vec![0; (1 << (64 - shift)) + 1];
        let mut before = hashes.first().copied().unwrap_or_default();
        let mut descents = 0;
        // Without a branch, then the gaps: a model is loaded in less than a millisecond.
        for (past, &hash) in (1..).zip(hashes) {
            descents += u32::from(hash <= before);
            before = hash;
            starts[(hash >> shift) as usize + 1] = past;
        }
        let mut last = 0;
        for start in &mut starts {
            last = last.max(*start);
            *start = last;
        }
        // The first hash was compared with itself.
        let ascending = descents == u32::from(!hashes.is_empty());
        (Self { starts, shift }, ascending)
    }

    /// Where a hash would stand if those of its bucket were spread evenly.
    #[inline]
    fn guess(&self, hash: u64) -> usize {
        let bucket = (hash >> self.shift) as usize;
        let (from, to) = (self.starts[bucket], self.starts[bucket + 1]);
        let within = (hash << (64 - self.shift)) >> 32;
        from as usize + ((u64::from(to - from) * within) >> 32) as usize
    }
}

/// The place of a hash among ascending ones, or a place where another stands; a guess is rarely far off.
#[inline]
fn find_near(known: &[u64], hash: u64, guess: usize) -> usize {
    let first = guess.saturating_sub(4);
    if let Some(near) = known.get(first..).and_then(<[u64]>::first_chunk::<8>)
        && near[0] <= hash
        && hash <= near[7]
    {
        // Without a branch: steps from the guess end where no processor foresees it.
        let mut at = 4 * usize::from(near[3] < hash);
        at += 2 * usize::from(near[at + 1] < hash);
        at += usize::from(near[at] < hash);
        return first + at;
    }
    known.partition_point(|&k| k < hash)
}

/// Whether `count` numbers are those below it, each once.
fn every_number_below(count: usize, numbers: &[u32]) -> bool {
    let mut seen = vec![0u64; count.div_ceil(64)];
    for &number in numbers {
        if let Some(word) = seen.get_mut(number as usize / 64) {
            *word |= 1 << (number % 64);
        }
    }
    let different: u32 = seen.iter().map(|word| word.count_ones()).sum();
    let past_the_end =
        !count.is_multiple_of(64) && seen.last().is_some_and(|last| last >> (count % 64) > 0);
    different as usize == count && !past_the_end
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_follow_the_first_sight() {
        let mut interner = Interner::new();
        let hashes: Vec<u64> = (0..20_000u64)
            .map(|i| i.wrapping_mul(0x9E37_79B9_7F4A_7C15))
            .collect();
        for (id, &hash) in (0..).zip(&hashes) {
            let (got, new, _) = interner.intern(hash);
            assert_eq!((got, new), (id, true));
        }
        assert_eq!(interner.intern(hashes[7]).0, 7);
        assert_eq!(interner.into_hashes(), hashes);
    }

    #[test]
    fn a_run_over_the_end_of_the_table_outlives_its_growth() {
        let mut interner = Interner::new();
        let hashes: Vec<u64> = (0..3000u64)
            .map(|i| (i << 32) | (0xFFFF_FFFF - i % 5))
            .collect();
        for again in [false, true] {
            for (id, &hash) in (0..).zip(&hashes) {
                let (got, new, _) = interner.intern(hash);
                assert_eq!((got, new), (id, !again));
            }
        }
        assert_eq!(interner.into_hashes(), hashes);
    }

    #[test]
    fn every_term_is_found_and_no_other() {
        let spread = |n: u64| {
            (1..=n)
                .map(|i| i.wrapping_mul(0xD6E8_FEB8_6659_FD93))
                .collect()
        };
        // Hashes that crowd in one bucket at either of its ends.
        let low = (1..=1000).map(|i| i * 2).collect();
        let high = (1..=1000).map(|i| u64::MAX - i * 2).collect();
        let alone = [0, 1, 2, 3, 1000].map(spread);
        for hashes in alone.into_iter().chain([low, high]) {
            let hashes: Vec<u64> = hashes;
            let vocabulary = Vocabulary::from_column_order(hashes.iter().copied());
            let asked = hashes.iter().flat_map(|&hash| [hash, hash ^ 1, u64::MAX]);
            let mut found = Vec::new();
            vocabulary.columns(asked, |hash, column| found.push((hash, column)));
            let expected: Vec<_> = hashes.iter().copied().zip(0..).collect();
            assert_eq!(found, expected);
        }
    }

    #[test]
    fn parts_that_do_not_fit_are_refused() {
        let from_sorted = |hashes: &[u64], columns: &[u32]| {
            Vocabulary::from_sorted(hashes.to_vec().into(), columns.to_vec().into())
        };
        assert!(from_sorted(&[1, 2], &[1, 0]).is_some());
        assert!(from_sorted(&[0], &[0]).is_some());
        assert!(from_sorted(&[], &[]).is_some());
        assert!(from_sorted(&[2, 1], &[0, 1]).is_none());
        assert!(from_sorted(&[2, 2], &[0, 1]).is_none());
        assert!(from_sorted(&[1, 2], &[0, 2]).is_none());
        assert!(from_sorted(&[1], &[64]).is_none());
        assert!(from_sorted(&[1, 2], &[0, 0]).is_none());
        assert!(from_sorted(&[1], &[5]).is_none());
        assert!(Terms::from_parts("اب".into(), vec![2, 4]).is_some());
        assert!(Terms::from_parts("اب".into(), vec![1, 4]).is_none());
        assert!(Terms::from_parts("اب".into(), vec![2]).is_none());
    }
}
