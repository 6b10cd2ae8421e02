//! Block A: how the group is named, and who else is; and B6, the score of a list of the user.

use super::{Page, Tally};
use crate::{Kind, Value};

pub(super) fn measure(page: &Page<'_>, tally: &mut Tally<'_>) {
    let mentions = page.found.of(Kind::Entity);
    for entity in mentions.filter(|entity| entity.get("anaphora").is_none()) {
        let designated =
            matches!(entity.get("type"), Some(Value::Text(sort)) if sort.ends_with("/designated"));
        let id = if designated { "A4" } else { "A4.other" };
        tally.hit(id, 1.0, entity.scope.in_use(), entity.span);
    }
    let own = tally.get("A1.self");
    let other = tally.get("A2");
    // Shrunk by one, so that a single mention is not yet a stance of 1 and no mention is 0.
    let stance = |own: f64, other: f64| own / (own + other + 1.0);
    tally.set("A1", stance(own.0, other.0), stance(own.1, other.1));
    let (all, used) = tally.get("B6");
    let length = page.words.max(1.0);
    tally.set("B6", all / length, used / length);
}
