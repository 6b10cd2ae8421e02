//! The way back: where each byte of a normalised text came from.
//!
//! A map is the list of places where the two texts differ in length, sixteen bits each: the
//! unchanged bytes before it, the bytes removed, the bytes put in their place. Unchanged text
//! costs two bytes in two thousand; fully vocalised text, one deleted mark in four bytes,
//! costs about 0.6 byte per byte of input. Every sixty-four changes a sample keeps both
//! positions, so that a look-up is a binary search and a short walk.

mod cursor;

use crate::Span;

pub use cursor::Cursor;

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

    /// The map of two steps in a row: this one, then `next` on its result.
    pub(crate) fn then(&self, next: &Self) -> Self {
        if next.is_identity() {
            return self.clone();
        }
        let mut out = Self::default();
        let mut first = self.changes().peekable();
        let mut second = next.changes().peekable();
        // original = middle + removed - added, over all changes of `self` so far.
        let (mut removed, mut added) = (0, 0);
        loop {
            let from_first = match (first.peek(), second.peek()) {
                (None, None) => return out,
                (Some(_), None) => true,
                (None, Some(_)) => false,
                (Some(a), Some(b)) => {
                    let (a, b) = (a.normalized, b.original);
                    (a.start(), a.end()) <= (b.start(), b.start()) || a.start() < b.start()
                }
            };
            let mut cluster = Cluster::default();
            match (from_first, first.peek().copied(), second.peek().copied()) {
                (true, Some(change), _) => {
                    cluster.middle = change.normalized;
                    cluster.absorb_first(change);
                    first.next();
                }
                (_, _, Some(change)) => {
                    cluster.middle = change.original;
                    cluster.absorb_second(change);
                    second.next();
                }
                _ => return out,
            }
            loop {
                if let Some(change) = first.next_if(|c| cluster.overlaps(c.normalized)) {
                    cluster.absorb_first(change);
                } else if let Some(change) = second.next_if(|c| cluster.overlaps(c.original)) {
                    cluster.absorb_second(change);
                } else {
                    break;
                }
            }
            let middle = cluster.middle.len();
            out.change(
                cluster.middle.start() + removed - added,
                middle + cluster.removed - cluster.added,
                middle + cluster.put - cluster.taken,
                cluster.attach,
            );
            removed += cluster.removed;
            added += cluster.added;
        }
    }
}

/// Packs a change after a gap shorter than [`LONG`], with at most fifteen bytes on either side.
#[inline]
const fn entry(gap: usize, attach: usize, removed: usize, added: usize) -> u16 {
    (gap | attach << 5 | removed << 8 | added << 12) as u16
}

/// Changes of two steps that overlap in the text between them.
#[derive(Default)]
struct Cluster {
    middle: Span,
    /// Bytes of the original and of the middle text under the first step's changes.
    removed: usize,
    added: usize,
    /// Bytes of the middle and of the last text under the second step's changes.
    taken: usize,
    put: usize,
    attach: Attach,
}

impl Cluster {
    const fn overlaps(&self, span: Span) -> bool {
        span.start() < self.middle.end()
    }

    fn absorb_first(&mut self, change: Change) {
        self.middle = self.middle.cover(change.normalized);
        self.removed += change.original.len();
        self.added += change.normalized.len();
        if self.taken == 0 {
            self.attach = change.attach;
        }
    }

    fn absorb_second(&mut self, change: Change) {
        self.middle = self.middle.cover(change.original);
        self.taken += change.original.len();
        self.put += change.normalized.len();
        self.attach = change.attach;
    }
}

/// Reads changes one after the other; both positions stand at the end of the last one read.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Walk<'m> {
    entries: &'m [u16],
    at: usize,
    original: usize,
    normalized: usize,
}

/// Changes that are looked at together.
const MARKS: usize = 8;
/// The deletion of a mark: two bytes that belong to the letter before, after no gap.
const MARK: u16 = entry(0, Attach::Before as usize, 2, 0);

/// A value in each of eight lanes of sixteen bits.
const fn lanes(value: u16) -> u128 {
    value as u128 * (u128::MAX / u16::MAX as u128)
}

impl Walk<'_> {
    /// Where the next change begins in the normalised text; beyond all texts when there is none.
    #[inline(always)]
    fn next_start(&self) -> usize {
        let (mut at, mut start) = (self.at, self.normalized);
        while let Some(&entry) = self.entries.get(at) {
            let entry = usize::from(entry);
            if entry & LONG != LONG {
                return start + (entry & LONG);
            }
            start += LONG + (entry >> 5);
            at += 1;
        }
        usize::MAX
    }

    /// Passes those of the next [`MARKS`] changes that are marks up to normalised `p`; gives how
    /// many.
    ///
    /// Where a word ends no predictor foresees, so that its marks are counted without a branch:
    /// sums of the gaps in eight lanes, and how many of them do not go beyond `p`.
    #[inline(always)]
    fn pass_marks(&mut self, p: usize) -> usize {
        // More than eight gaps can add up to; a lane holds four times as much.
        const BEYOND: u16 = 0x2000;
        const SIGNS: u128 = lanes(0x8000);
        let Some(rest) = self.entries.get(self.at..) else {
            return 0;
        };
        let mut last = [0; MARKS];
        let entries = rest.first_chunk().unwrap_or_else(|| {
            last[..rest.len()].copy_from_slice(rest);
            &last
        });
        let half = |at: usize| {
            let lane = |i: usize| u64::from(entries[at + i]) << (16 * i);
            u128::from(lane(0) | lane(1) | lane(2) | lane(3))
        };
        let word = half(0) | half(4) << 64;
        let mut gaps = word & lanes(LONG as u16);
        let long = (gaps + lanes(1)) & lanes(LONG as u16 + 1);
        let other = (word ^ gaps ^ lanes(MARK)) | long;
        if other != 0 {
            gaps += u128::from(BEYOND) << (other.trailing_zeros() / 16 * 16);
        }
        let sums = gaps.wrapping_mul(lanes(1));
        let reach = p
            .saturating_sub(self.normalized)
            .min(usize::from(BEYOND) - 1);
        let within = ((SIGNS | lanes(reach as u16)) - sums) & SIGNS;
        // The sums rise, so that the first that goes beyond tells how many do not.
        let passed = (within ^ SIGNS).trailing_zeros() as usize / 16;
        let last = (passed as u32).wrapping_sub(1).saturating_mul(16);
        let moved = sums.checked_shr(last).unwrap_or_default() as usize & 0xFFFF;
        self.at += passed;
        self.normalized += moved;
        self.original += moved + 2 * passed;
        passed
    }

    /// Both positions at the end of the last change read.
    pub(crate) const fn position(&self) -> (usize, usize) {
        (self.original, self.normalized)
    }

    fn normalized_start(&mut self, q: usize) -> usize {
        let mut ahead = *self;
        while let Some(change) = ahead.next() {
            if change.original.end() > q {
                if change.original.start() <= q {
                    return change.normalized.start();
                }
                break;
            }
            *self = ahead;
        }
        self.normalized + (q - self.original)
    }

    fn normalized_end(&mut self, q: usize) -> usize {
        let mut ahead = *self;
        while let Some(change) = ahead.next() {
            if change.original.end() > q {
                if change.original.start() < q {
                    return change.normalized.end();
                }
                break;
            }
            *self = ahead;
        }
        self.normalized + (q - self.original)
    }
}

impl Iterator for Walk<'_> {
    type Item = Change;

    #[inline(always)]
    fn next(&mut self) -> Option<Change> {
        let mut entry = usize::from(*self.entries.get(self.at)?);
        let mut gap = 0;
        while entry & LONG == LONG {
            gap += LONG + (entry >> 5);
            self.at += 1;
            entry = usize::from(*self.entries.get(self.at)?);
        }
        gap += entry & LONG;
        let attach = match entry >> 5 & 3 {
            1 => Attach::Before,
            2 => Attach::After,
            _ => Attach::Nothing,
        };
        let (mut removed, mut added) = (entry >> 8 & MOST, entry >> 12);
        self.at += 1;
        while let Some(&more) = self.entries.get(self.at)
            && usize::from(more) & LONG != LONG
            && more & CONTINUES != 0
        {
            removed += usize::from(more) >> 8 & MOST;
            added += usize::from(more) >> 12;
            self.at += 1;
        }
        let (original, normalized) = (self.original + gap, self.normalized + gap);
        self.original = original + removed;
        self.normalized = normalized + added;
        Some(Change {
            original: Span::new(original, self.original),
            normalized: Span::new(normalized, self.normalized),
            attach,
        })
    }
}

#[cfg(test)]
mod tests;
