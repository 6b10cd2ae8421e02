//! Words that count only in company: common words beside words of the movement's own, rewards beside a call.
//!
//! "We give him to God as a martyr" is what any mourner says, "they seized weapons and ammunition" what
//! any agency writes. Rows of a list with the note `common` count for its feature beside words that tell more: a
//! cue of risk that is not common, or a common one of another feature. Alone they count for `H5.common`.

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
    let mut kinds: Vec<&str> = found.iter().filter_map(common_kind).collect();
    kinds.sort_unstable();
    kinds.dedup();
    let mut alone = Vec::new();
    for kind in kinds {
        let company = Sentences::of(frame, found, |cue| {
            tells_more(cue) && common_kind(cue) != Some(kind)
        });
        let is_alone = |cue: &Annotation| {
            common_kind(cue) == Some(kind) && !company.near_and_apart(frame, cue.span)
        };
        let cues = found.iter().enumerate();
        alone.extend(cues.filter(|(_, cue)| is_alone(cue)).map(|(at, _)| at));
    }
    for at in alone {
        let cue = &mut found.as_mut_slice()[at];
        cue.feature = Some("H5.common");
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

/// The feature of a cue that counts only in company, its weak words and its others as one.
fn common_kind(cue: &Annotation) -> Option<&'static str> {
    let common = cue.get("common") == Some(&Value::Flag(true));
    let id = cue.feature.filter(|_| common)?;
    Some(id.split_once('.').map_or(id, |(block, _)| block))
}

/// Whether a cue lends weight to common words: a risk, the name of the group, or words of takfir and
/// jihad. Rewards (E2) are not settled yet.
fn tells_more(cue: &Annotation) -> bool {
    match cue.feature {
        Some("A1.public" | "A1.tag" | "B1.weak" | "C1.jihad") => true,
        Some("E2") | None => false,
        Some(id) => feature(id).is_some_and(|feature| feature.role == Role::Risk),
    }
}
