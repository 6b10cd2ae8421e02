//! Look-ups that rise: the place is kept from one to the next.

use super::walk::Walk;
use super::{Attach, Change, OffsetMap};
use crate::Span;
use crate::simd::{WIDTH, below};

/// From this distance on a search is cheaper than a walk.
const FAR: usize = 4096;

/// Answers rising positions of one [`OffsetMap`] in constant time each.
///
/// A position before the last one is answered too, by a new search.
#[derive(Clone, Debug)]
pub struct Cursor<'m> {
    map: &'m OffsetMap,
    /// Stands behind the last change that was passed.
    walk: Walk<'m>,
    /// Spans that start before this position lie behind.
    least: usize,
    /// Where the first change that was not passed begins in the normalised text.
    next: usize,
}

impl<'m> Cursor<'m> {
    pub(super) fn new(map: &'m OffsetMap, walk: Walk<'m>) -> Self {
        Self {
            map,
            walk,
            least: walk.normalized,
            next: walk.next_start(),
        }
    }

    /// The same as [`OffsetMap::to_original`].
    #[inline]
    pub fn to_original(&mut self, span: Span) -> Span {
        // Most words touch no change: their place is a sum.
        if span.start() >= self.least && span.end() < self.next {
            return Span::new(self.place(span.start()), self.place(span.end()));
        }
        self.across(span)
    }

    /// The original of a position that no change lies before, but those that were passed.
    #[inline(always)]
    const fn place(&self, at: usize) -> usize {
        at.wrapping_add(self.walk.original.wrapping_sub(self.walk.normalized))
    }

    /// The place of a span that touches a change, or lies before the last one that was passed.
    fn across(&mut self, span: Span) -> Span {
        if span.start() < self.least || span.start() > self.walk.normalized + FAR {
            self.seek(span.start());
        }
        let start = self.start(span.start());
        if span.is_empty() {
            return Span::new(start, start);
        }
        if span.len() > FAR {
            self.seek(span.end());
        }
        Span::new(start, self.end(span.end()))
    }

    #[cold]
    fn seek(&mut self, normalized: usize) {
        let found = self.map.cursor_at(normalized);
        if found.walk.normalized > self.walk.normalized || normalized < self.least {
            *self = found;
        }
    }

    /// The original position that begins at normalised `p`; passes deletions at `p`.
    #[inline]
    fn start(&mut self, p: usize) -> usize {
        while self.next <= p {
            let mut ahead = self.walk;
            let Some(change) = ahead.next() else {
                break;
            };
            let to = change.normalized;
            if to.start() == p && !to.is_empty() {
                break;
            }
            let belongs_to_p = to == Span::new(p, p) && change.attach == Attach::After;
            if to.end() > p || belongs_to_p {
                return change.original.start();
            }
            self.pass(change, ahead);
        }
        self.place(p)
    }

    /// The original position that ends at normalised `p`, attached deletions included.
    #[inline]
    fn end(&mut self, p: usize) -> usize {
        while self.next < p {
            let mut ahead = self.walk;
            let Some(change) = ahead.next() else {
                break;
            };
            if change.normalized.end() > p {
                return change.original.end();
            }
            self.pass(change, ahead);
        }
        let mut end = self.place(p);
        // What is deleted at `p` lies before whatever begins there, unless it belongs to that.
        while self.next == p {
            let mut ahead = self.walk;
            let Some(change) = ahead.next() else {
                break;
            };
            if !change.normalized.is_empty() || change.attach == Attach::After {
                break;
            }
            if change.attach == Attach::Before {
                end = change.original.end();
            }
            self.pass(change, ahead);
        }
        end
    }

    #[inline(always)]
    fn pass(&mut self, change: Change, ahead: Walk<'m>) {
        self.walk = ahead;
        // A deletion that belongs to what follows it is the start of that.
        let after = usize::from(change.attach == Attach::After);
        self.least = self.least.max(self.walk.normalized + after);
        self.next = self.walk.next_start();
    }
    /// What became of the bytes of the original from the normalised position `at` on.
    #[inline(always)]
    pub(crate) fn kept(&mut self, at: usize) -> Kept {
        if at < self.least {
            return Kept::default();
        }
        let original = if at < self.next {
            self.place(at)
        } else {
            self.start(at)
        };
        if self.next <= at {
            // A change that is no mark stands here.
            return Kept::default();
        }
        if self.next - at >= WIDTH {
            return Kept {
                original,
                len: WIDTH,
                bytes: u64::MAX,
            };
        }
        let places = self.map.places_from(original);
        // A mark that the end cuts in two is left to the next.
        let whole = WIDTH - (places.marks >> (WIDTH - 1)) as usize;
        let len = whole.min(places.others.trailing_zeros() as usize);
        let bytes = !(places.marks | places.marks << 1) & below(len);
        Kept {
            original,
            len,
            bytes,
        }
    }

    /// Goes on from these positions, of which [`kept`](Self::kept) has told.
    #[inline(always)]
    pub(crate) fn jump(&mut self, original: usize, normalized: usize) {
        if normalized >= self.next {
            self.walk.jump(original, normalized);
            self.least = self.least.max(normalized);
            self.next = self.walk.next_start();
        }
    }
}

/// Up to sixty-four bytes of an original of which no more is known than that marks were deleted.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Kept {
    /// The first of them.
    pub(crate) original: usize,
    /// How many they are: none where another change begins.
    pub(crate) len: usize,
    /// Those that stand in the normalised text too, a bit for each.
    pub(crate) bytes: u64,
}
