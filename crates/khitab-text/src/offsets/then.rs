//! Two maps as one.

use super::{Attach, Change, OffsetMap};
use crate::Span;

impl OffsetMap {
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
