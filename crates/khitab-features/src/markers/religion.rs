//! Block E: promises and scripture beside calls to violence; coverage of scripture.

use khitab_text::Span;

use super::{Page, Tally};
use crate::scope::frame::Frame;
use crate::{Annotation, AnnotationSet, Kind, Value};

/// Lets a word of reward count as a promise (E2) only beside a call in use; elsewhere it is piety.
pub(crate) fn settle_rewards(frame: &Frame<'_>, found: &mut AnnotationSet) {
    if found.counted("E2").next().is_none() {
        return;
    }
    let calls = Sentences::of(frame, found, |cue| {
        matches!(cue.feature, Some("C1" | "C4" | "C5" | "D3"))
    });
    for cue in found.as_mut_slice() {
        if cue.feature == Some("E2") && !calls.near(frame, cue.span) {
            cue.feature = Some("E2.plain");
        }
    }
}

pub(super) fn measure(page: &Page<'_>, tally: &mut Tally<'_>) {
    let (frame, found) = (page.frame, page.found);
    let licences = Sentences::of(frame, found, |cue| {
        matches!(cue.feature, Some("C1" | "C4" | "D3" | "D7"))
    });
    let refutations = Sentences::of(frame, found, |cue| cue.feature == Some("H7"));
    for passage in found
        .of(Kind::Scripture)
        .filter(|passage| !is_formula(passage))
    {
        if licences.near(frame, passage.span) && !refutations.near(frame, passage.span) {
            tally.hit("E8", 1.0, true, passage.span);
        }
        if passage.feature == Some("E7") {
            tally.hit("E7", 1.0, true, passage.span);
        }
    }
    let covered = page.covered(Kind::Scripture);
    tally.set("E6", covered, covered);
    tally.places("E6", found.of(Kind::Scripture).map(|passage| passage.span));
}

fn is_formula(passage: &Annotation) -> bool {
    matches!(passage.get("kind"), Some(Value::Text(kind)) if kind == "formula")
}

/// The sentences that hold a cue in use, as sorted numbers.
struct Sentences {
    numbers: Vec<usize>,
}

impl Sentences {
    fn of(frame: &Frame<'_>, found: &AnnotationSet, wanted: impl Fn(&Annotation) -> bool) -> Self {
        let cues = found.iter().filter(|cue| cue.scope.in_use() && wanted(cue));
        Self {
            numbers: cues.map(|cue| frame.sentence_number(cue.span)).collect(),
        }
    }

    /// Whether one of them is the sentence of `span` or beside it.
    fn near(&self, frame: &Frame<'_>, span: Span) -> bool {
        let at = frame.sentence_number(span);
        let next = self.numbers.partition_point(|number| number + 1 < at);
        self.numbers
            .get(next)
            .is_some_and(|&number| number <= at + 1)
    }
}
