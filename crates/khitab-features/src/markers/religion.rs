//! Block E: scripture beside calls to violence; coverage of scripture.

use super::sentences::Sentences;
use super::{Page, Tally};
use crate::{Annotation, Kind, Value};

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
