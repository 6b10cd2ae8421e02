//! What somebody says or writes without a mark before it: "the attacker shouted get out", "wrote on his page long live the team".
//!
//! Only verbs of speech that lead straight to the words do so (`direct` in the list), and those of writing where a page is named or it is
//! said who wrote.

use core::ops::Range;

use super::content::{REACH, content_end};
use super::speaker::{behind_addressee, skip_adverbials, subject_after, subject_before};
use super::{Scene, Statement};
use crate::scope::context::Context;
use crate::scope::cues::Cue;
use crate::scope::frame::Unit;
use crate::scope::grammar::{is_complementiser, is_preposition};
use crate::words::Class;

/// Who speaks, if it is written, and the unit where the words begin.
type Speech = (Option<Range<usize>>, usize);

/// The statement of a verb whose words stand right behind it or its subject.
pub(super) fn find(scene: &Scene<'_, '_>, cue: &Cue<'_>, limit: usize) -> Option<Statement> {
    let context = scene.context;
    let speech = match cue.sort() {
        "write" => posted(scene, cue, limit).or_else(|| by_whoever(context, cue, limit)),
        _ if cue.notes("direct") => by_whoever(context, cue, limit)
            .or_else(|| said_by_first(scene, cue, limit))
            .or_else(|| said_by_many(context, cue, limit))
            .or_else(|| said_by_next(context, cue, limit)),
        _ => None,
    };
    words(scene, cue, speech?, limit)
}

/// The words behind a noun for them, "the phrase get out on the wall", "the saying of some people get out".
pub(super) fn worded(scene: &Scene<'_, '_>, cue: &Cue<'_>, limit: usize) -> Option<Statement> {
    let context = scene.context;
    let speaker = if cue.notes("of") {
        Some(next_speaker(context, cue.units.end, limit)?)
    } else {
        None
    };
    let from = speaker.as_ref().map_or(cue.units.end, |one| one.end);
    words(scene, cue, (speaker, from), limit)
}

/// The statement of the words that begin at `from`, or behind a phrase of place or time there, until the author goes on:
/// "shouted in the square get out, then fled".
fn words(
    scene: &Scene<'_, '_>,
    cue: &Cue<'_>,
    (speaker, from): Speech,
    limit: usize,
) -> Option<Statement> {
    let context = scene.context;
    let from = skip_adverbials(context, from, limit);
    let goes_on = |&at: &usize| Class::Connective.holds(context.form(at));
    // Words that go on for longer end with the sentence: a text of such verbs alone is not read to its end for each.
    let near = limit.min(from + REACH);
    let end = (from..near).find(goes_on).unwrap_or(limit);
    if !opens(context, from, end) {
        return None;
    }
    let content = context.span(from..content_end(context, from, end));
    scene.statement(cue, cue.units.clone(), speaker, content, false)
}

fn speaks_first(context: &Context<'_>, phrase: &Range<usize>) -> bool {
    context.can_speak(phrase.start..phrase.start + 1)
}

/// Whether words of somebody can stand from `from` to `end`: two or more, and no phrase of place.
fn opens(context: &Context<'_>, from: usize, end: usize) -> bool {
    let form = context.form(from);
    end.saturating_sub(from) >= 2
        && context.unit(from).is_some_and(Unit::is_word)
        && !is_preposition(form)
        && !is_complementiser(form)
}

/// "Wrote on his page", behind the subject or before it.
fn posted(scene: &Scene<'_, '_>, cue: &Cue<'_>, limit: usize) -> Option<Speech> {
    let context = scene.context;
    let speaks = |phrase: &Range<usize>| context.can_speak(phrase.clone());
    let after = subject_after(context, cue.units.end, limit).filter(speaks);
    let page = after.as_ref().map_or(cue.units.end, |subject| subject.end);
    let from = behind_pages(context, page, limit);
    let before = || subject_before(context, cue.units.start, scene.sentence.start).filter(speaks);
    let speaker = after.or_else(before)?;
    (from > page).then_some((Some(speaker), from))
}

/// Behind "on his page on Facebook".
fn behind_pages(context: &Context<'_>, start: usize, limit: usize) -> usize {
    let mut at = start;
    let page = |at: usize| Class::Page.holds(context.form(at));
    while at + 1 < limit
        && (is_preposition(context.form(at)) && page(at + 1) || at > start && page(at))
    {
        at += 1 + usize::from(!page(at));
    }
    at
}

/// "Whoever says to you".
fn by_whoever(context: &Context<'_>, cue: &Cue<'_>, limit: usize) -> Option<Speech> {
    let before = cue.units.start.checked_sub(1)?;
    let whoever = matches!(
        context.form(before),
        "من" | "لمن" | "ممن" | "فمن" | "ومن" | "اللي" | "لي"
    );
    whoever.then(|| (None, behind_addressee(context, cue.units.end, limit)))
}

/// "A youth shouted".
fn said_by_first(scene: &Scene<'_, '_>, cue: &Cue<'_>, limit: usize) -> Option<Speech> {
    let context = scene.context;
    let before = subject_before(context, cue.units.start, scene.sentence.start)?;
    let joined = cue.proclitic && context.form(cue.units.start).starts_with('و');
    let from = behind_addressee(context, cue.units.end, limit);
    // "I heard a man shout": who speaks may also stand last.
    let last = before.end - 1..before.end;
    let speaks = speaks_first(context, &before) || context.can_speak(last);
    (!joined && speaks).then_some((Some(before), from))
}

/// "They say": a verb in the plural has no subject behind it.
fn said_by_many(context: &Context<'_>, cue: &Cue<'_>, limit: usize) -> Option<Speech> {
    let many = cue.core.ends_with("وا") || cue.core.ends_with("ون") || cue.core.ends_with('و');
    many.then(|| (None, behind_addressee(context, cue.units.end, limit)))
}

/// "Shouted the attacker".
fn said_by_next(context: &Context<'_>, cue: &Cue<'_>, limit: usize) -> Option<Speech> {
    let speaker = next_speaker(context, cue.units.end, limit)?;
    let end = speaker.end;
    Some((Some(speaker), end))
}

/// Somebody who can speak, or any one definite noun: a name, a noun, or a noun with the one that it governs, for what
/// follows are the words.
fn next_speaker(context: &Context<'_>, at: usize, limit: usize) -> Option<Range<usize>> {
    let start = subject_after(context, at, limit)?.start;
    let definite = |at: usize| context.form(at).starts_with("ال");
    let governs = context.noun(start).is_some() && !definite(start) && definite(start + 1);
    let alone = start + 1 + usize::from(governs);
    let named = |&at: &usize| context.mention(at).map(|name| name.units.end);
    let end = [start, alone].iter().find_map(named).unwrap_or(alone);
    let speaks = definite(start) || context.can_speak(start..start + 1);
    speaks.then_some(start..end.min(limit))
}
