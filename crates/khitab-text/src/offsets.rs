//! The way back: positions of the normalised text in the original.

use crate::Span;

/// Maps byte positions of a normalised text to byte positions of its original.
///
/// Run-length: one entry where the distance between the two texts changes, so that
/// unchanged text costs nothing. Look-ups are binary searches, O(log n).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OffsetMap {
    runs: Vec<Run>,
}

/// From `normalized` on, byte `normalized + i` came from byte `original + i`, or, in a
/// `block` run, every byte came from the whole of the source up to the next run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Run {
    normalized: usize,
    original: usize,
    original_end: usize,
    block: bool,
}

impl OffsetMap {
    /// Appends one output character that stands for `source` of the original.
    pub(crate) fn push(&mut self, normalized: usize, len: usize, source: Span) {
        let block = len != source.len();
        if let Some(last) = self.runs.last_mut()
            && !last.block
            && !block
            && last.original_end == source.start()
            && last.original + (normalized - last.normalized) == source.start()
        {
            last.original_end = source.end();
            return;
        }
        self.runs.push(Run {
            normalized,
            original: source.start(),
            original_end: source.end(),
            block,
        });
    }

    /// Lets the last output character also stand for deleted source up to `end`.
    pub(crate) fn extend_last(&mut self, normalized_start: usize, source: Span) {
        if let Some(last) = self.runs.last_mut() {
            if last.block || last.normalized == normalized_start {
                last.original_end = source.end();
                last.block = true;
                return;
            }
            let original = last.original + (normalized_start - last.normalized);
            last.original_end = original;
            self.runs.push(Run {
                normalized: normalized_start,
                original,
                original_end: source.end(),
                block: true,
            });
        }
    }

    /// The span of the original that a span of the normalised text stands for.
    #[must_use]
    pub fn to_original(&self, span: Span) -> Span {
        if span.is_empty() {
            let at = self.start_of(span.start());
            return Span::new(at, at);
        }
        Span::new(self.start_of(span.start()), self.end_of(span.end()))
    }

    fn run_at(&self, position: usize) -> Option<&Run> {
        let next = self.runs.partition_point(|run| run.normalized <= position);
        next.checked_sub(1).map(|at| &self.runs[at])
    }

    fn start_of(&self, position: usize) -> usize {
        self.run_at(position).map_or(0, |run| {
            if run.block {
                run.original
            } else {
                (run.original + position - run.normalized).min(run.original_end)
            }
        })
    }

    fn end_of(&self, position: usize) -> usize {
        self.run_at(position.saturating_sub(1)).map_or(0, |run| {
            if run.block {
                run.original_end
            } else {
                (run.original + position - run.normalized).min(run.original_end)
            }
        })
    }
}
