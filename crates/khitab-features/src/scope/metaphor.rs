//! War words as figures of speech: "electronic weapon", "war of prices", "propaganda machine".
//!
//! A head word, or a violent verb of the first person, is figurative when a frame word of another domain (technology, media, economy,
//! sport, …) qualifies it: right behind it, or one name or adjective further on, in one clause. A threat that hits a faith
//! is meant.

use khitab_text::Span;

use super::aim;
use super::context::Context;
use super::cues::Role;

/// How many words behind its head a frame word may stand.
const REACH: usize = 2;

/// The head words that are no war words here.
pub(crate) fn find(context: &Context<'_>) -> Vec<Span> {
    let heads = context
        .cues
        .iter()
        .filter(|cue| matches!(cue.role, Role::MetaphorHead | Role::Intent));
    heads
        .filter(|head| {
            let behind = head.units.end..(head.units.end + REACH).min(context.frame.units.len());
            behind
                .take_while(|&at| {
                    context.frame.units[at].is_word() && !context.frame.units[at].starts_line()
                })
                .enumerate()
                .any(|(distance, at)| {
                    is_frame(context, at) && (distance == 0 || qualifies(context, at))
                })
                && !(head.role == Role::Intent && aim::hits_faith(context, head))
        })
        .map(|head| head.span)
        .collect()
}

/// Whether a frame word begins at a unit.
fn is_frame(context: &Context<'_>, at: usize) -> bool {
    let mut cues = context.cues_in(at..at + 1);
    cues.any(|cue| cue.role == Role::MetaphorFrame)
}

/// Whether a frame word can qualify a head over a word between them: it has the article and no
/// conjunction or preposition.
fn qualifies(context: &Context<'_>, at: usize) -> bool {
    context.form(at).starts_with("ال")
}
