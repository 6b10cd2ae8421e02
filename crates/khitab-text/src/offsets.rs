//! The way back: where each byte of a normalised text came from.
//!
//! A map is the list of places where the two texts differ in length, sixteen bits each: the
//! unchanged bytes before it, the bytes removed, the bytes put in their place. Unchanged text
//! costs two bytes in two thousand; fully vocalised text, one deleted mark in four bytes,
//! costs about 0.6 byte per byte of input. Every sixty-four changes a sample keeps both
//! positions, so that a look-up is a binary search and a short walk.

mod cursor;
mod then;
mod walk;

use crate::Span;

pub use cursor::Cursor;
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
    entries: Vec<u16>,
    samples: Vec<Sample>,
    /// Where the last change ends.
    original_end: usize,
    normalized_end: usize,
}

/// Both positions just before the entry of that index.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Sample {
    entry: u32,
    original: usize,
    normalized: usize,
}

/// How far a map has come.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Mark {
    entries: usize,
    samples: usize,
    original_end: usize,
    normalized_end: usize,
}

/// Entry layout, from the low bit: gap 5, attach 2, continues 1, removed 4, added 4.
/// A gap of `LONG` means: no change here, the other eleven bits are more gap.
const LONG: usize = 31;
const CONTINUES: u16 = 1 << 7;
const MOST: usize = 15;
/// From this many changes on the next one is preceded by a sample.
const SAMPLE_EVERY: usize = 64;
/// Characters of two bytes in a window of sixty-four.
const MOST_PAIRS: usize = 32;

impl OffsetMap {
    /// Appends a change: `removed` bytes at `original` became `added` bytes.
    ///
    /// Changes come in rising order and do not overlap.
    pub(crate) fn change(&mut self, original: usize, removed: usize, added: usize, attach: Attach) {
        debug_assert!(original >= self.original_end, "changes come in order");
        let gap = original - self.original_end;
        self.sample_if_due();
        self.normalized_end += gap + added;
        self.original_end = original + removed;
        let gap = self.long_gap(gap);
        if removed <= MOST && added <= MOST {
            self.entries
                .push(entry(gap, attach as usize, removed, added));
        } else {
            self.long_change(entry(gap, attach as usize, 0, 0), removed, added);
        }
    }

    /// Appends the deletion of characters of two bytes: a bit is the first byte of one, and the
    /// lowest bit stands for `original`.
    #[inline(always)]
    pub(crate) fn delete_pairs(&mut self, original: usize, firsts: u64, attach: Attach) {
        self.sample_if_due();
        // Written together: an array has room for all, and the list grows once.
        let mut entries = [0; MOST_PAIRS];
        let (mut count, mut gaps, mut end) = (0, 0, self.original_end);
        let mut left = firsts;
        while left != 0 {
            let at = original + left.trailing_zeros() as usize;
            left &= left - 1;
            let mut gap = at - end;
            if gap >= LONG {
                self.extend(&entries, count);
                (count, gaps) = (0, gaps + gap);
                gap = self.long_gap(gap);
                gaps -= gap;
            }
            entries[count % MOST_PAIRS] = entry(gap, attach as usize, 2, 0);
            (count, gaps, end) = (count + 1, gaps + gap, at + 2);
        }
        self.extend(&entries, count);
        self.normalized_end += gaps;
        self.original_end = end;
    }

    /// Appends the first `count` entries: all are copied, which needs no loop.
    #[inline(always)]
    fn extend(&mut self, entries: &[u16; MOST_PAIRS], count: usize) {
        let len = self.entries.len() + count;
        self.entries.extend_from_slice(entries);
        self.entries.truncate(len);
    }

    /// Writes what of a gap does not fit an entry; gives the rest.
    fn long_gap(&mut self, mut gap: usize) -> usize {
        while gap >= LONG {
            let more = (gap - LONG).min(2047);
            self.entries.push((LONG | more << 5) as u16);
            gap -= LONG + more;
        }
        gap
    }

    #[inline(always)]
    fn sample_if_due(&mut self) {
        if self.entries.len() >= SAMPLE_EVERY * (self.samples.len() + 1) {
            self.sample();
        }
    }

    /// Forgets every change and keeps the memory.
    pub(crate) fn clear(&mut self) {
        self.entries.clear();
        self.samples.clear();
        (self.original_end, self.normalized_end) = (0, 0);
    }

    #[cold]
    fn long_change(&mut self, mut head: u16, mut removed: usize, mut added: usize) {
        loop {
            let (r, a) = (removed.min(MOST), added.min(MOST));
            self.entries.push(head | entry(0, 0, r, a));
            removed -= r;
            added -= a;
            if removed == 0 && added == 0 {
                return;
            }
            head = CONTINUES;
        }
    }

    #[cold]
    fn sample(&mut self) {
        // Past four thousand million changes the last samples stay unused and look-ups walk.
        if let Ok(entry) = u32::try_from(self.entries.len()) {
            self.samples.push(Sample {
                entry,
                original: self.original_end,
                normalized: self.normalized_end,
            });
        }
    }

    /// Remembers how far the map has come.
    pub(crate) fn mark(&self) -> Mark {
        Mark {
            entries: self.entries.len(),
            samples: self.samples.len(),
            original_end: self.original_end,
            normalized_end: self.normalized_end,
        }
    }

    /// Forgets all changes since the mark.
    pub(crate) fn go_back(&mut self, mark: &Mark) {
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
        self.entries.is_empty()
    }

    /// The bytes of memory it holds.
    #[must_use]
    pub fn memory(&self) -> usize {
        self.entries.len() * size_of::<u16>() + self.samples.len() * size_of::<Sample>()
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
        if far.original < walk.original {
            far = walk;
        }
        Span::new(start, far.normalized_end(span.end()))
    }

    /// Answers rising positions without searching anew.
    #[must_use]
    pub fn cursor(&self) -> Cursor<'_> {
        Cursor::new(self, self.walk_from(0))
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
        let sample = samples_before
            .checked_sub(1)
            .map_or(Sample::default(), |at| self.samples[at]);
        Walk {
            entries: &self.entries,
            at: sample.entry as usize,
            original: sample.original,
            normalized: sample.normalized,
        }
    }
}

/// Packs a change after a gap shorter than [`LONG`], with at most fifteen bytes on either side.
#[inline]
const fn entry(gap: usize, attach: usize, removed: usize, added: usize) -> u16 {
    (gap | attach << 5 | removed << 8 | added << 12) as u16
}

#[cfg(test)]
mod tests;
