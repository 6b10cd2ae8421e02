//! The sentences that hold a cue of some kind in use.

use khitab_text::Span;

use crate::scope::frame::Frame;
use crate::{Annotation, AnnotationSet};

/// The sentences that hold a cue in use, as sorted numbers.
pub(super) struct Sentences {
    numbers: Vec<usize>,
}

impl Sentences {
    pub(super) fn of(
        frame: &Frame<'_>,
        found: &AnnotationSet,
        wanted: impl Fn(&Annotation) -> bool,
    ) -> Self {
        let cues = found.iter().filter(|cue| cue.scope.in_use() && wanted(cue));
        Self {
            numbers: cues.map(|cue| frame.sentence_number(cue.span)).collect(),
        }
    }

    /// Whether one of them is the sentence of `span` or beside it.
    pub(super) fn near(&self, frame: &Frame<'_>, span: Span) -> bool {
        let at = frame.sentence_number(span);
        let next = self.numbers.partition_point(|number| number + 1 < at);
        self.numbers
            .get(next)
            .is_some_and(|&number| number <= at + 1)
    }
}
