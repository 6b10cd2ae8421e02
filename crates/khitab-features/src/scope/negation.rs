//! What a negator denies.
//!
//! A negator reaches to the end of its clause but denies only what it predicates: the word right
//! behind it, a verb, an indefinite noun or a phrase near it. A definite noun further off is
//! presupposed and stays in use ("we do not fear the X" still calls them X). What follows إلا, بل
//! or لكن is not denied.

use core::ops::Range;

use khitab_text::Span;

use super::attribution::subject_end;
use super::context::Context;
use super::cues::{Cue, Role};
use super::grammar::is_complementiser;
use crate::words::Class;

/// How far a negator reaches, in units.
const REACH: usize = 4;
/// How far it reaches when it only governs the noun behind it.
const NOUN_REACH: usize = 2;

/// The words under one negator.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Denial {
    pub marker: Span,
    pub span: Span,
    /// Bytes up to which a definite noun is denied too: the word right behind the negator.
    pub direct: usize,
    /// Whether it says whom the author is against, which denies no name for them.
    pub against: bool,
}

impl Denial {
    /// Whether the words at `span` are denied: a phrase that begins within reach is denied whole.
    pub(crate) fn denies(&self, span: Span, definite: bool) -> bool {
        let reached = self.span.start() <= span.start() && span.start() < self.span.end();
        reached && (!definite || span.start() < self.direct)
    }
}

/// Finds all denials, in order.
pub(crate) fn find(context: &Context<'_>) -> Vec<Denial> {
    let negators = context.cues.iter().filter(|cue| cue.role == Role::Negation);
    negators.filter_map(|cue| denial(context, cue)).collect()
}

fn denial(context: &Context<'_>, cue: &Cue<'_>) -> Option<Denial> {
    let sentence = context.frame.sentence_of(cue.units.start);
    let start = behind_speaker(context, cue, sentence.end);
    if cue.sort() == "clause" {
        return refutation(context, cue, start, sentence.end);
    }
    if !governs(context, cue) {
        return None;
    }
    // Behind عدم stands a noun, not a verb: "without the mention of his name, that …".
    let denied = (cue.entry.lemma != "عدم")
        .then(|| said(context, start, sentence.end))
        .flatten();
    if let Some(clause) = denied {
        return refutation(context, cue, clause, sentence.end);
    }
    let reach = if cue.sort() == "verb" {
        REACH
    } else {
        NOUN_REACH
    };
    let units = clause(context, start..sentence.end.min(start + reach));
    if units.is_empty() {
        return None;
    }
    // "Not of the ...", "were not the ...": the word between hides nothing.
    let behind_copula = Class::Copula.holds(context.form(units.start));
    let direct = units.end.min(units.start + 1 + usize::from(behind_copula));
    Some(Denial {
        marker: cue.span,
        direct: context.span(units.start..direct).end(),
        span: context.span(units),
        against: cue.sort() == "against",
    })
}

/// Where the denied words begin: behind the one who denies them, in "a spokesman denied the killing".
fn behind_speaker(context: &Context<'_>, cue: &Cue<'_>, end: usize) -> usize {
    let start = cue.units.end;
    if cue.entry.lemma != "نفي" || !context.can_speak(start..start + 1) {
        return start;
    }
    let article = |at: usize| context.form(at).starts_with("ال");
    let object = |&at: &usize| article(at - 1) && !article(at) && context.form(at) != "باسم";
    let speaker = start..subject_end(context, start, end);
    speaker.clone().skip(1).find(object).unwrap_or(speaker.end)
}

/// Where the clause begins that nobody says: "we shall never say that".
fn said(context: &Context<'_>, verb: usize, end: usize) -> Option<usize> {
    let says = |cue: &Cue<'_>| cue.role == Role::Reporting && cue.sort() == "say";
    if !context.cues_in(verb..verb + 1).any(says) {
        return None;
    }
    (verb + 1..end.min(verb + 1 + NOUN_REACH)).find(|&at| is_complementiser(context.form(at)))
}

/// "It is not true that": denies the clause behind it whole, definite nouns too.
fn refutation(context: &Context<'_>, cue: &Cue<'_>, start: usize, end: usize) -> Option<Denial> {
    if start >= end || !is_complementiser(context.form(start)) {
        return None;
    }
    let stops = (start + 1..end).find(|&at| !context.frame.units[at].is_word());
    let units = start + 1..stops.unwrap_or(end);
    if units.is_empty() {
        return None;
    }
    let span = context.span(units);
    Some(Denial {
        marker: cue.span,
        direct: span.end(),
        span,
        against: false,
    })
}

/// Whether the word denies here at all: not ما زال, not the question ألا, not لا شك.
fn governs(context: &Context<'_>, cue: &Cue<'_>) -> bool {
    let next = context.form(cue.units.end);
    let rhetorical = cue.proclitic
        && cue.core.len() + 2 == cue.span.len()
        && cue.span.of(context.original).starts_with('أ');
    let set = Class::NegatedIdiom.holds(next);
    // غير with a doubled ي is the verb "changed".
    let changed = cue.core == "غير" && cue.span.of(context.original).contains('\u{0651}');
    !rhetorical && !set && !changed && !context.is_mark(cue.units.end, &['،', ',', '.', ':'])
}

/// The units up to the end of the clause.
fn clause(context: &Context<'_>, units: Range<usize>) -> Range<usize> {
    let end = units
        .clone()
        .find(|&at| {
            let unit = &context.frame.units[at];
            let turns = Class::Turn.holds(unit.form);
            turns
                || !unit.is_word()
                || at > units.start && (is_complementiser(unit.form) || unit.starts_line())
        })
        .unwrap_or(units.end);
    units.start..end
}
