//! Whom a threat or a call to harm is aimed at.

use super::context::Context;
use super::cues::{Cue, Role};

/// How far apart words of harm and those whom they mean may stand, in units.
pub(super) const REACH: usize = 5;
/// How far behind its verb an object may stand whatever is between them: "we will slaughter all the Shia".
const OBJECT: usize = 2;

/// Whether `threat` hits a faith or another people that has no team: "we will burn the stadium on the heads of X". Who only
/// gets a share, or stands in another clause, is not hit: "we will slaughter the sheep and feast with X".
pub(super) fn hits_faith(context: &Context<'_>, threat: &Cue<'_>) -> bool {
    let end = threat.units.end;
    let mut behind = context.cues_in(end..end + REACH + 1);
    behind.any(|cue| is_faith(cue) && reaches(context, end, cue))
}

/// Whether a cue names a faith or another people that has no team.
pub(super) fn is_faith(cue: &Cue<'_>) -> bool {
    cue.role == Role::People && cue.notes("target")
}

fn reaches(context: &Context<'_>, end: usize, people: &Cue<'_>) -> bool {
    let start = people.units.start;
    let leads_on = |at: usize| {
        let unit = &context.frame.units[at];
        unit.is_word() && !unit.form.starts_with(['و', 'ل']) && !matches!(unit.form, "مع" | "ثم")
    };
    let given = people.proclitic && context.form(start).starts_with('ل');
    start < end + OBJECT || !given && (end..start).all(leads_on)
}
