//! Words that count only in company: rewards beside a call, common words beside words of the movement's own.
//!
//! "We give them to God as martyrs" is what any mourner says, "they seized weapons and ammunition" what
//! any agency writes. Rows of a list with the note `common` count for its feature beside a cue of risk that is not common; elsewhere
//! they count for the weak part of the feature, or for nothing where it has none.

use super::sentences::Sentences;
use crate::scope::frame::Frame;
use crate::taxonomy::{Role, feature};
use crate::{Annotation, AnnotationSet, Value};

/// Lets every cue that needs company count for what it is in the company it has.
pub(crate) fn settle(frame: &Frame<'_>, found: &mut AnnotationSet) {
    settle_common(frame, found);
    settle_rewards(frame, found);
}

fn settle_common(frame: &Frame<'_>, found: &mut AnnotationSet) {
    if !found.iter().any(is_common) {
        return;
    }
    let theirs = Sentences::of(frame, found, |cue| is_risk(cue) && !is_common(cue));
    for cue in found.as_mut_slice() {
        if is_common(cue) && !theirs.near(frame, cue.span) {
            cue.feature = cue.feature.and_then(weak_part);
        }
    }
}

/// Lets a word of reward count as a promise (E2) only beside a call in use; elsewhere it is piety.
fn settle_rewards(frame: &Frame<'_>, found: &mut AnnotationSet) {
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

fn is_common(cue: &Annotation) -> bool {
    cue.get("common") == Some(&Value::Flag(true))
}

/// Whether a cue counts for a risk, or is the name that only supporters give the group.
fn is_risk(cue: &Annotation) -> bool {
    let id = cue.feature.unwrap_or_default();
    id == "A1.tag" || feature(id).is_some_and(|feature| feature.role == Role::Risk)
}

fn weak_part(id: &str) -> Option<&'static str> {
    feature(&format!("{id}.weak")).map(|part| part.id)
}
