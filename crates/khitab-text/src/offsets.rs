//! The way back: where each byte of a normalised text came from.
//!
//! A map says where the two texts differ in length. What Arabic loses most are marks, characters of
//! two bytes that belong to the letter before them: such a deletion is one bit, at its place in the
//! original. Any other change has a bit too, and sixteen bits that tell the bytes removed and the
//! bytes put in their place. So sixty-four bytes of text are two numbers, which a normaliser writes
//! and a tokenizer reads as a whole. Every kilobyte a sample keeps both positions, so that a look-up
//! is a binary search and a short walk.

mod cursor;
mod then;
mod walk;

use crate::Span;
use crate::simd::WIDTH;

pub use cursor::Cursor;
pub(crate) use cursor::Kept;
pub(crate) use walk::Walk;

/// To which neighbour deleted source belongs when a span is taken back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub(crate) enum Attach {
    /// To none: a control at the edge of a word stays outside.
    #[default]
    Nothing,
    /// To the character before it: a mark on its letter.
    Before,
    /// To the character after it: a mark that no letter precedes.
    After,
}

/// One place where the two texts differ in length.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Change {
    pub(crate) original: Span,
    pub(crate) normalized: Span,
    pub(crate) attach: Attach,
}

/// Maps byte positions of a normalised text to byte positions of its original, and back.
///
/// Look-ups are O(log n) both ways; a [`Cursor`] answers rising positions in constant time.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OffsetMap {
    /// Up to the last change.
    places: Vec<Places>,
    /// What the changes are that delete no mark.
    entries: Vec<u16>,
    samples: Vec<Sample>,
    /// Where the last change ends.
    original_end: usize,
    normalized_end: usize,
}

/// Where changes begin in sixty-four bytes of the original, a bit for each byte.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Places {
    /// Deletions of two bytes that belong to what stands before.
    marks: u64,
    /// Changes that have an entry.
    others: u64,
}

impl Places {
    const fn all(self) -> u64 {
        self.marks | self.others
    }
}

/// How far all changes go that begin before a place.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Sample {
    entries: usize,
    original: usize,
    normalized: usize,
}

/// How far a map has come.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Mark {
    places: usize,
    last: Places,
    entries: usize,
    samples: usize,
    original_end: usize,
    normalized_end: usize,
}

/// Entry layout, from the low bit: attach 2, continues 1, joins 1, removed 6, added 6.
const MOST: usize = 63;
/// More of the change before it.
const CONTINUES: u16 = 1 << 2;
/// Begins in the same place as the change before it, which removed nothing.
const JOINS: u16 = 1 << 3;
/// Places from one sample to the next.
const SAMPLE_EVERY: usize = 16;

impl OffsetMap {
    /// Appends a change: `removed` bytes at `original` became `added` bytes.
    ///
    /// Changes come in rising order and do not overlap.
    pub(crate) fn change(&mut self, original: usize, removed: usize, added: usize, attach: Attach) {
        debug_assert!(original >= self.original_end, "changes come in order");
        self.grow(original);
        let (place, bit) = (original / WIDTH, 1 << (original % WIDTH));
        let joins = self.places[place].others & bit != 0;
        if (removed, added, attach, joins) == (2, 0, Attach::Before, false) {
            return self.delete_marks(original, 1);
        }
        self.places[place].others |= bit;
        self.normalized_end += original - self.original_end + added;
        self.original_end = original + removed;
        let head = attach as u16 | if joins { JOINS } else { 0 };
        self.push(head, removed, added);
    }

    /// Appends the deletion of characters of two bytes that belong to what stands before them: a bit
    /// is the first byte of one, and the lowest bit stands for `original`. There is at least one.
    #[inline(always)]
    pub(crate) fn delete_marks(&mut self, original: usize, firsts: u64) {
        // A sample counts what begins before its place: marks around one come in two parts.
        let next = original / WIDTH + 1;
        if next.is_multiple_of(SAMPLE_EVERY) {
            let behind = firsts >> 1 >> (WIDTH - 1 - original % WIDTH);
            let before = firsts ^ behind << 1 << (WIDTH - 1 - original % WIDTH);
            if before != 0 && behind != 0 {
                self.delete_marks_in(original, before);
                return self.delete_marks_in(next * WIDTH, behind);
            }
        }
        self.delete_marks_in(original, firsts);
    }

    /// As [`OffsetMap::delete_marks`], where no sample is taken between the marks.
    #[inline(always)]
    fn delete_marks_in(&mut self, original: usize, firsts: u64) {
        let last = original + (firsts.leading_zeros() ^ 63) as usize;
        self.grow(last);
        let (place, bit) = (original / WIDTH, original % WIDTH);
        self.places[place].marks |= firsts << bit;
        if let Some(next) = self.places.get_mut(place + 1) {
            next.marks |= firsts >> 1 >> (WIDTH - 1 - bit);
        }
        let removed = 2 * firsts.count_ones() as usize;
        self.normalized_end += last + 2 - removed - self.original_end;
        self.original_end = last + 2;
    }

    /// Makes room for a change at `original`.
    #[inline(always)]
    fn grow(&mut self, original: usize) {
        while self.places.len() <= original / WIDTH {
            if self.places.len().is_multiple_of(SAMPLE_EVERY) {
                self.sample();
            }
            self.places.push(Places::default());
        }
    }

    #[cold]
    fn sample(&mut self) {
        self.samples.push(Sample {
            entries: self.entries.len(),
            original: self.original_end,
            normalized: self.normalized_end,
        });
    }

    /// Writes what a change removes and adds.
    fn push(&mut self, mut head: u16, mut removed: usize, mut added: usize) {
        loop {
            let (r, a) = (removed.min(MOST), added.min(MOST));
            self.entries.push(head | (r << 4 | a << 10) as u16);
            (removed, added) = (removed - r, added - a);
            if removed == 0 && added == 0 {
                return;
            }
            head = CONTINUES;
        }
    }

    /// Forgets every change and keeps the memory.
    pub(crate) fn clear(&mut self) {
        self.places.clear();
        self.entries.clear();
        self.samples.clear();
        (self.original_end, self.normalized_end) = (0, 0);
    }

    /// Remembers how far the map has come.
    pub(crate) fn mark(&self) -> Mark {
        Mark {
            places: self.places.len(),
            last: self.places.last().copied().unwrap_or_default(),
            entries: self.entries.len(),
            samples: self.samples.len(),
            original_end: self.original_end,
            normalized_end: self.normalized_end,
        }
    }

    /// Forgets all changes since the mark.
    pub(crate) fn go_back(&mut self, mark: &Mark) {
        self.places.truncate(mark.places);
        if let Some(last) = self.places.last_mut() {
            *last = mark.last;
        }
        self.entries.truncate(mark.entries);
        self.samples.truncate(mark.samples);
        self.original_end = mark.original_end;
        self.normalized_end = mark.normalized_end;
    }

    /// Appends the changes of a piece that begins at `original`.
    pub(crate) fn append(&mut self, original: usize, piece: &Self) {
        for Change {
            original: from,
            normalized: to,
            attach,
        } in piece.changes()
        {
            self.change(original + from.start(), from.len(), to.len(), attach);
        }
    }

    /// Whether both texts have the same length everywhere.
    #[must_use]
    pub fn is_identity(&self) -> bool {
        self.places.is_empty()
    }

    /// The bytes of memory it holds.
    #[must_use]
    pub fn memory(&self) -> usize {
        size_of_val(&*self.places) + size_of_val(&*self.entries) + size_of_val(&*self.samples)
    }

    /// The span of the original that a span of the normalised text stands for.
    ///
    /// Deleted marks and tatweel belong to the letter before them, deleted controls to nobody;
    /// a span that cuts a replaced piece gets the whole of its source.
    #[must_use]
    pub fn to_original(&self, span: Span) -> Span {
        self.cursor_at(span.start()).to_original(span)
    }

    /// The changes from the last sample before the normalised position `at`.
    fn walk_to(&self, at: usize) -> Walk<'_> {
        self.walk_from(self.samples.partition_point(|s| s.normalized < at))
    }

    /// The span of the normalised text that a span of the original became.
    ///
    /// A span that cuts a replaced piece gets the whole of the replacement; deleted source
    /// gives an empty span.
    #[must_use]
    pub fn to_normalized(&self, span: Span) -> Span {
        let mut walk = self.changes_from(span.start());
        let start = walk.normalized_start(span.start());
        if span.is_empty() {
            return Span::new(start, start);
        }
        let mut far = self.changes_from(span.end());
        if far.position() < walk.position() {
            far = walk;
        }
        Span::new(start, far.normalized_end(span.end()))
    }

    /// Answers rising positions without searching anew.
    #[must_use]
    pub fn cursor(&self) -> Cursor<'_> {
        Cursor::new(self, self.changes())
    }

    /// A cursor that stands before the normalised position `at`.
    fn cursor_at(&self, at: usize) -> Cursor<'_> {
        Cursor::new(self, self.walk_to(at))
    }

    pub(crate) fn changes(&self) -> Walk<'_> {
        self.walk_from(0)
    }

    /// The changes from the last sample at or before the original position `at`.
    pub(crate) fn changes_from(&self, at: usize) -> Walk<'_> {
        self.walk_from(self.samples.partition_point(|s| s.original < at))
    }

    fn walk_from(&self, samples_before: usize) -> Walk<'_> {
        let last = samples_before.saturating_sub(1);
        let sample = self.samples.get(last).copied().unwrap_or_default();
        Walk::new(self, SAMPLE_EVERY * last, sample)
    }

    /// The sixty-four bits from `original` on.
    #[inline(always)]
    fn places_from(&self, original: usize) -> Places {
        let (place, bit) = (original / WIDTH, original % WIDTH);
        let [low, high] = [place, place + 1].map(|at| self.places.get(at).copied());
        let (low, high) = (low.unwrap_or_default(), high.unwrap_or_default());
        let join = |low: u64, high: u64| low >> bit | high << 1 << (WIDTH - 1 - bit);
        Places {
            marks: join(low.marks, high.marks),
            others: join(low.others, high.others),
        }
    }
}

#[cfg(test)]
mod tests;
