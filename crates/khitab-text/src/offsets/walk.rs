//! Reads the changes of a map, one after the other.

use super::{Attach, CONTINUES, Change, JOINS, MOST, OffsetMap, Sample};
use crate::Span;
use crate::simd::{WIDTH, below};

/// Reads changes one after the other; both positions stand at the end of the last one read.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Walk<'m> {
    map: &'m OffsetMap,
    place: usize,
    /// Changes that begin in this place and were not read.
    left: u64,
    /// The entry that is read next.
    entry: usize,
    pub(super) original: usize,
    pub(super) normalized: usize,
}

impl<'m> Walk<'m> {
    /// The changes that begin in `place` or behind it.
    pub(super) fn new(map: &'m OffsetMap, place: usize, sample: Sample) -> Self {
        Self {
            map,
            place,
            left: map.places.get(place).map_or(0, |place| place.all()),
            entry: sample.entries,
            original: sample.original,
            normalized: sample.normalized,
        }
    }

    /// Goes on from these positions; only marks lie between.
    #[inline(always)]
    pub(super) fn jump(&mut self, original: usize, normalized: usize) {
        (self.original, self.normalized) = (original, normalized);
        self.place = original / WIDTH;
        let place = self.map.places.get(self.place).copied();
        self.left = place.unwrap_or_default().all() & !below(original % WIDTH);
    }

    /// Where the next change begins in the normalised text; beyond all texts when there is none.
    #[inline(always)]
    pub(super) fn next_start(mut self) -> usize {
        let (original, normalized) = self.position();
        match self.begin() {
            Some((at, _)) => normalized + (at - original),
            None => usize::MAX,
        }
    }

    /// Where the next change begins in the original, and whether it has an entry.
    #[inline(always)]
    fn begin(&mut self) -> Option<(usize, bool)> {
        let next = self.map.entries.get(self.entry);
        if next.is_some_and(|entry| entry & JOINS != 0) {
            return Some((self.original, true));
        }
        while self.left == 0 {
            let next = self.map.places.get(self.place + 1)?;
            self.left = next.all();
            self.place += 1;
        }
        let bit = self.left.trailing_zeros() as usize;
        self.left &= self.left - 1;
        let has_entry = self.map.places[self.place].others >> bit & 1 == 1;
        Some((self.place * WIDTH + bit, has_entry))
    }

    /// Bytes removed and added by the next entry, and to whom they belong.
    #[inline]
    fn read_entry(&mut self) -> (usize, usize, Attach) {
        let (mut removed, mut added) = (0, 0);
        let mut attach = Attach::Nothing;
        let rest = self.map.entries.get(self.entry..).unwrap_or_default();
        for (at, &entry) in rest.iter().enumerate() {
            if at == 0 {
                attach = match entry & 3 {
                    1 => Attach::Before,
                    2 => Attach::After,
                    _ => Attach::Nothing,
                };
            } else if entry & CONTINUES == 0 {
                break;
            }
            removed += usize::from(entry) >> 4 & MOST;
            added += usize::from(entry) >> 10;
            self.entry += 1;
        }
        (removed, added, attach)
    }

    /// Both positions at the end of the last change read.
    pub(crate) const fn position(&self) -> (usize, usize) {
        (self.original, self.normalized)
    }

    pub(super) fn normalized_start(&mut self, q: usize) -> usize {
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

    pub(super) fn normalized_end(&mut self, q: usize) -> usize {
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
        let (original, has_entry) = self.begin()?;
        let normalized = self.normalized + (original - self.original);
        let (removed, added, attach) = if has_entry {
            self.read_entry()
        } else {
            (2, 0, Attach::Before)
        };
        self.original = original + removed;
        self.normalized = normalized + added;
        Some(Change {
            original: Span::new(original, self.original),
            normalized: Span::new(normalized, self.normalized),
            attach,
        })
    }
}
