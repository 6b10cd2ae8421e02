//! The sentences that hold a cue of some kind in use.

use khitab_text::Span;

use crate::scope::frame::Frame;
use crate::{Annotation, AnnotationSet};

/// Cues in use, in order, each with the number of its sentence.
pub(super) struct Sentences {
    cues: Vec<(usize, Span)>,
}

impl Sentences {
    pub(super) fn of(
        frame: &Frame<'_>,
        found: &AnnotationSet,
        wanted: impl Fn(&Annotation) -> bool,
    ) -> Self {
        let cues = found.iter().filter(|cue| cue.scope.in_use() && wanted(cue));
        Self {
            cues: cues
                .map(|cue| (frame.sentence_number(cue.span), cue.span))
                .collect(),
        }
    }

    /// Whether one of them is in the sentence of `span` or beside it.
    pub(super) fn near(&self, frame: &Frame<'_>, span: Span) -> bool {
        self.around(frame, span).next().is_some()
    }

    /// As [`Sentences::near`], on other words than those of `span`.
    pub(super) fn near_and_apart(&self, frame: &Frame<'_>, span: Span) -> bool {
        self.around(frame, span).any(|other| !other.overlaps(span))
    }

    fn around(&self, frame: &Frame<'_>, span: Span) -> impl Iterator<Item = Span> {
        let at = frame.sentence_number(span);
        let next = self.cues.partition_point(|(number, _)| number + 1 < at);
        let near = self.cues[next..].iter();
        near.take_while(move |(number, _)| *number <= at + 1)
            .map(|(_, cue)| *cue)
    }
}
