//! Look-ups that rise: the place is kept from one to the next.

use super::walk::{MARKS, Walk};
use super::{Attach, Change, OffsetMap};
use crate::Span;

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
        self.pass_marks(p);
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
        self.pass_marks(p);
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

    /// Passes the marks up to normalised `p` as long as nothing but marks comes.
    #[inline(always)]
    fn pass_marks(&mut self, p: usize) {
        if self.next > p {
            return;
        }
        while self.walk.pass_marks(p) == MARKS {}
        self.least = self.least.max(self.walk.normalized);
        self.next = self.walk.next_start();
    }

    #[inline(always)]
    fn pass(&mut self, change: Change, ahead: Walk<'m>) {
        self.walk = ahead;
        // A deletion that belongs to what follows it is the start of that.
        let after = usize::from(change.attach == Attach::After);
        self.least = self.least.max(self.walk.normalized + after);
        self.next = self.walk.next_start();
    }
}
