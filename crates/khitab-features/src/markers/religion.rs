//! Block E: promises and scripture beside calls to violence; coverage of scripture.

use khitab_text::Span;

use super::{Page, Tally};
use crate::{Annotation, Kind, Value};

pub(super) fn measure(page: &Page<'_>, tally: &mut Tally) {
    let calls = Sentences::of(page, |cue| {
        matches!(cue.feature, Some("C1" | "C4" | "C5" | "D3"))
    });
    let licences = Sentences::of(page, |cue| {
        matches!(cue.feature, Some("C1" | "C4" | "D3" | "D7"))
    });
    let refutations = Sentences::of(page, |cue| cue.feature == Some("H7"));
    let plain = tally.get("E2");
    tally.set("E2.plain", plain.0, plain.1);
    tally.set("E2", 0.0, 0.0);
    tally.clear_spans("E2");
    for cue in page.found.counted("E2") {
        if calls.near(page, cue.span) {
            tally.hit("E2", 1.0, cue.scope.in_use(), cue.span);
        }
    }
    for passage in page
        .found
        .of(Kind::Scripture)
        .filter(|passage| !is_formula(passage))
    {
        if licences.near(page, passage.span) && !refutations.near(page, passage.span) {
            tally.hit("E8", 1.0, true, passage.span);
        }
        if passage.feature == Some("E7") {
            tally.hit("E7", 1.0, true, passage.span);
        }
    }
    let covered = page.covered(Kind::Scripture);
    tally.set("E6", covered, covered);
}

fn is_formula(passage: &Annotation) -> bool {
    matches!(passage.get("kind"), Some(Value::Text(kind)) if kind == "formula")
}

/// The sentences that hold a cue in use, as sorted numbers.
struct Sentences {
    numbers: Vec<usize>,
}

impl Sentences {
    fn of(page: &Page<'_>, wanted: impl Fn(&Annotation) -> bool) -> Self {
        let cues = page
            .found
            .iter()
            .filter(|cue| cue.scope.in_use() && wanted(cue));
        Self {
            numbers: cues.map(|cue| number(page, cue.span)).collect(),
        }
    }

    /// Whether one of them is the sentence of `span` or beside it.
    fn near(&self, page: &Page<'_>, span: Span) -> bool {
        let at = number(page, span);
        let next = self.numbers.partition_point(|number| number + 1 < at);
        self.numbers
            .get(next)
            .is_some_and(|&number| number <= at + 1)
    }
}

fn number(page: &Page<'_>, span: Span) -> usize {
    let at = page.frame.unit_at(span.start());
    page.frame
        .sentences
        .partition_point(|range| range.end <= at)
}
