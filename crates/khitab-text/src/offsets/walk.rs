//! Reads the changes of a map, one after the other or eight marks at once.

use super::{Attach, CONTINUES, Change, LONG, MOST, entry};
use crate::Span;

/// Reads changes one after the other; both positions stand at the end of the last one read.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Walk<'m> {
    pub(super) entries: &'m [u16],
    pub(super) at: usize,
    pub(super) original: usize,
    pub(super) normalized: usize,
}

/// Changes that are looked at together.
pub(super) const MARKS: usize = 8;
/// The deletion of a mark: two bytes that belong to the letter before, after no gap.
const MARK: u16 = entry(0, Attach::Before as usize, 2, 0);

/// A value in each of eight lanes of sixteen bits.
const fn lanes(value: u16) -> u128 {
    value as u128 * (u128::MAX / u16::MAX as u128)
}

impl Walk<'_> {
    /// Where the next change begins in the normalised text; beyond all texts when there is none.
    #[inline(always)]
    pub(super) fn next_start(&self) -> usize {
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
    pub(super) fn pass_marks(&mut self, p: usize) -> usize {
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
