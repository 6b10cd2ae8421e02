//! Words that are part of a name say nothing else: "supporters" in the name of a group is no word for supporters.

use khitab_text::Span;

use crate::taxonomy::feature;
use crate::{Annotation, AnnotationSet, Kind};

/// Takes its feature from every cue that lies inside a longer name; what tells how a group is named keeps it.
pub(crate) fn settle(found: &mut AnnotationSet) {
    let mut name: Option<Span> = None;
    for one in found.as_mut_slice() {
        let longer = |name: Span| name != one.span && name.contains(one.span);
        if is_name(one) {
            name = name
                .filter(|name| name.contains(one.span))
                .or(Some(one.span));
        } else if name.is_some_and(longer) && is_content(one) {
            one.feature = None;
        }
    }
}

fn is_name(annotation: &Annotation) -> bool {
    annotation.kind == Kind::Entity && annotation.get("anaphora").is_none()
}

fn is_content(annotation: &Annotation) -> bool {
    let naming = |id: &str| id.starts_with('A');
    // Features of the user are not in the taxonomy.
    let known = annotation.feature.filter(|id| feature(id).is_some());
    annotation.kind == Kind::Cue && known.is_some_and(|id| !naming(id))
}
