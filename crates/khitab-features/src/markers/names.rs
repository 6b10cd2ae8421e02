//! Words that are part of a name or a prayer say nothing else: "supporters" in the name of a group is no word for
//! supporters, and "destroy the enemies of religion" is what every Friday prayer asks.

use khitab_text::Span;

use crate::taxonomy::feature;
use crate::{Annotation, AnnotationSet, Kind};

/// Takes its feature from every cue that lies inside a longer name or prayer; what tells how a group or an
/// outlet is named keeps it.
pub(crate) fn settle(found: &mut AnnotationSet) {
    let mut whole: Option<Span> = None;
    for one in found.as_mut_slice() {
        let longer = |whole: Span| whole != one.span && whole.contains(one.span);
        if is_name(one) || is_prayer(one) {
            whole = whole
                .filter(|whole| whole.contains(one.span))
                .or(Some(one.span));
        } else if whole.is_some_and(longer) && is_content(one) {
            one.feature = None;
        }
    }
}

fn is_name(annotation: &Annotation) -> bool {
    annotation.kind == Kind::Entity && annotation.get("anaphora").is_none()
}

fn is_prayer(annotation: &Annotation) -> bool {
    annotation.kind == Kind::Cue && annotation.feature == Some("E5")
}

fn is_content(annotation: &Annotation) -> bool {
    let naming = |id: &str| id.starts_with('A') || id.starts_with("G1");
    // Features of the user are not in the taxonomy.
    let known = annotation.feature.filter(|id| feature(id).is_some());
    annotation.kind == Kind::Cue && known.is_some_and(|id| !naming(id))
}
