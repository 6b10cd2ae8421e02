//! What each named feature may say of a risk: bounds on weights that can be defended before a reader.

use std::collections::BTreeSet;

use khitab_features::{Feature, Role, measured};
use khitab_linear::ColumnRule;

use crate::Error;

/// What a risk in use says at least, in the units of a scaled column: a cue that the training rows never
/// hold still orders two texts.
const LEAST: f64 = 0.05;

/// What a word that prayer and sermons use too says at most: the word alone, or in a prayer, stays well below
/// an even chance.
const MOST: f64 = 3.0;

/// One rule a discourse column, in their order; all free without a risk.
///
/// Controls may not speak for `risk`; a risk that is only mentioned says nothing, one in use says [`LEAST`] at
/// least; what ordinary piety says too speaks for it by [`MOST`] at most; what tells sets or topics apart rather
/// than stances says nothing.
pub(crate) fn discourse_rules(
    risk: Option<&str>,
    labels: &[String],
) -> Result<Vec<ColumnRule>, Error> {
    let Some(risk) = risk else {
        let columns = |feature: &Feature| 1 + usize::from(feature.scoped);
        return Ok(vec![ColumnRule::FREE; measured().map(columns).sum()]);
    };
    let classes: BTreeSet<&str> = labels.iter().map(String::as_str).collect();
    let (below, above) = (
        ColumnRule::FREE.at_most_zero(),
        ColumnRule::FREE.at_least_zero(),
    );
    // Weights speak for the second class in ascending order.
    let (lower, raise, shared) = match classes.into_iter().collect::<Vec<_>>()[..] {
        [_, second] if second == risk => (
            below,
            above.within(LEAST, f64::INFINITY),
            ColumnRule::FREE.within(f64::NEG_INFINITY, MOST),
        ),
        [first, _] if first == risk => (
            above,
            below.within(f64::NEG_INFINITY, -LEAST),
            ColumnRule::FREE.within(-MOST, f64::INFINITY),
        ),
        _ => return Err(Error::new(format!("{risk:?} is not one of two labels"))),
    };
    let rules = |feature: &Feature| {
        let silent = is_silent(feature);
        let used = match feature.role {
            _ if silent => below.at_least_zero(),
            Role::Control => lower,
            Role::Risk => raise,
            Role::Neutral if is_shared(feature) => shared,
            Role::Neutral => ColumnRule::FREE,
        };
        let everything = match feature.role {
            Role::Risk if feature.scoped => below.at_least_zero(),
            _ if feature.scoped && !silent => lower,
            _ => used,
        };
        core::iter::once(everything).chain(feature.scoped.then_some(used))
    };
    Ok(measured().flat_map(rules).collect())
}

/// Whether a feature tells sets or topics apart rather than stances.
///
/// Form (I) is how tweets differ from news; F4 and F5 are broad word categories; whoever writes about a
/// designated group names it (A4), names it often (D5) and cites it (H4.designated); B6 is a user's list.
pub(crate) fn is_silent(feature: &Feature) -> bool {
    feature.block == "I"
        || feature.id.starts_with("F4.")
        || feature.id.starts_with("F5.")
        || ["A4", "B6", "D5", "H4.designated"].contains(&feature.id)
}

/// Whether a feature counts words of war and takfir that prayer, sermons and history say too.
pub(crate) fn is_shared(feature: &Feature) -> bool {
    ["B1.weak", "C1.jihad", "C1.history", "E1.weak", "E3.weak"].contains(&feature.id)
}
