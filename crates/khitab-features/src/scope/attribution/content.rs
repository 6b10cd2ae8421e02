//! What is said: the clause, quotation or noun phrase that a marker opens.

use core::ops::Range;

use khitab_text::Span;

use super::{RECALL, Statement};
use crate::scope::context::{Context, Noun};
use crate::scope::cues::{Cue, Role};
use crate::scope::frame::Unit;
use crate::scope::grammar::{is_complementiser, is_preposition, preposition, takes_beh};
use crate::scope::quotation::Quote;
use crate::words::{Class, Classes};

/// How far behind its verb the content may begin, in units.
pub(super) const REACH: usize = 40;

/// The content of a verb or participle.
pub(super) struct Content {
    /// The unit of the complementiser, colon, mark or preposition that opens it.
    pub(super) opens: usize,
    /// The unit after the marker's own preposition.
    pub(super) marker_end: usize,
    pub(super) span: Span,
    pub(super) quoted: bool,
}

/// The quotation that ends right before unit `at` in its line, a comma or dash between them allowed; a full stop only
/// where the word there does not begin another sentence with "and".
pub(super) fn quote_before<'c>(
    context: &'c Context<'_>,
    at: usize,
    joined: bool,
) -> Option<&'c Quote> {
    let mut last = at.checked_sub(1)?;
    if joined && context.is_mark(last, &['.']) {
        return None;
    }
    if context.is_mark(last, &['،', ',', '-', '–', '.']) {
        last = last.checked_sub(1)?;
    }
    context
        .quote_closed_at(last)
        .filter(|quote| context.frame.words_within(quote.inner) >= 3)
        .filter(|quote| {
            let end = context.unit(at).map_or(0, |unit| unit.span.start());
            let between = context.original.get(quote.outer.end()..end);
            between.is_some_and(|between| !between.contains('\n'))
        })
}

/// Where the clause of a marker ends at the latest: the sentence, or the quotation around it.
pub(super) fn limit(context: &Context<'_>, at: usize, sentence: &Range<usize>) -> usize {
    match context.quote(at) {
        Some(quote) => context.frame.within(quote.inner).end,
        None => {
            // A quotation may hold full stops: the sentence goes on to its end.
            let last = sentence.end.saturating_sub(1);
            context
                .quote(last)
                .map_or(sentence.end, |quote| context.frame.within(quote.outer).end)
        }
    }
}

/// Finds what opens the content behind a marker.
pub(super) fn complement(context: &Context<'_>, cue: &Cue<'_>, limit: usize) -> Option<Content> {
    let governed = Governed::of(cue);
    opened(context, cue, governed, cue.units.end, limit)
}

/// Finds what opens the content of a report behind the one who is cited in it: "told, from X, his saying that".
pub(super) fn relayed(
    context: &Context<'_>,
    cue: &Cue<'_>,
    from: usize,
    limit: usize,
) -> Option<Content> {
    opened(context, cue, Governed::default(), from, limit)
}

fn opened(
    context: &Context<'_>,
    cue: &Cue<'_>,
    governed: Governed,
    first: usize,
    limit: usize,
) -> Option<Content> {
    let end = limit.min(first + REACH);
    let asks = cue.sort() == "ask";
    let mut at = first;
    while at < end {
        let unit = context.unit(at)?;
        if at > first && starts_other_report(context, at) {
            return None;
        }
        if !unit.is_word() {
            if let Some(quote) = context.quote_opened_at(at) {
                let inner = context.frame.within(quote.inner);
                let title = at > first && is_title(context, at, quote);
                if !title && context.frame.words_within(quote.inner) >= 3 || at == first {
                    return Some(Content {
                        opens: at,
                        marker_end: first,
                        span: quote.inner,
                        quoted: true,
                    });
                }
                at = inner.end.max(at) + 1;
                continue;
            }
            if unit.is_mark(&[':']) {
                return behind(
                    context,
                    at,
                    at + 1,
                    first,
                    context.frame.line_end(at).max(limit),
                );
            }
            if let Some(behind) = behind_aside(context, at, end) {
                at = behind;
                continue;
            }
        }
        if is_complementiser(unit.form) && !is_exception(context, at) {
            return behind(context, at, at, first, limit);
        }
        if asks && is_question(unit.form) {
            return behind(context, at, at, first, limit);
        }
        if let Some(content) = own_preposition(context, cue, governed, at, limit) {
            return Some(content);
        }
        at += 1;
    }
    None
}

/// Behind an aside between commas that cites: "believes, according to what he told X, that".
fn behind_aside(context: &Context<'_>, at: usize, limit: usize) -> Option<usize> {
    const LONGEST: usize = 12;
    let comma = |at: usize| context.is_mark(at, &['،', ',']);
    let cites = comma(at)
        && context
            .cues_in(at + 1..at + 2)
            .any(|cue| cue.role == Role::Nominal);
    if !cites {
        return None;
    }
    let closes = (at + 2..limit.min(at + 2 + LONGEST)).find(|&at| comma(at))?;
    Some(closes + 1)
}

/// The content that begins at unit `at`, or in the quotation that opens there or right behind.
fn behind(
    context: &Context<'_>,
    opens: usize,
    at: usize,
    marker_end: usize,
    limit: usize,
) -> Option<Content> {
    for mark in [at, at + 1] {
        if let Some(quote) = context.quote_opened_at(mark)
            && (context.frame.words_within(quote.inner) >= 3
                || context.is_mark(opens, &[':']) && mark == at && ends_line(context, quote))
        {
            return Some(Content {
                opens,
                marker_end,
                span: quote.inner,
                quoted: true,
            });
        }
    }
    let end = content_end(context, at, limit);
    let quoted = context.quote(at).is_some();
    (at < end).then(|| Content {
        opens,
        marker_end,
        span: context.span(at..end),
        quoted,
    })
}

/// Whether a quotation is the name of the body or work right before it: a centre "…".
pub(super) fn is_title(context: &Context<'_>, opens: usize, quote: &Quote) -> bool {
    const LONGEST: usize = 8;
    let headed = matches!(
        context.noun(opens - 1),
        Some(Noun::Organisation | Noun::Document)
    );
    headed
        && !context.form(opens - 1).starts_with("ال")
        && context.frame.words_within(quote.inner) <= LONGEST
}

/// Whether nothing of its sentence follows a quotation.
fn ends_line(context: &Context<'_>, quote: &Quote) -> bool {
    let end = context.frame.within(quote.outer).end;
    let stops = context.unit(end).is_none_or(Unit::starts_line);
    stops || context.is_mark(end, &['.', '!', '؟', '?'])
}

/// Without the mark that ends the sentence; with that of a quotation which began inside.
pub(super) fn content_end(context: &Context<'_>, start: usize, limit: usize) -> usize {
    let first = context.unit(start).map_or(0, |unit| unit.span.start());
    let begun = |at: usize| {
        context
            .quote_closed_at(at)
            .is_some_and(|quote| quote.outer.start() >= first)
    };
    let mut end = limit;
    while end > start
        && context.is_mark(end - 1, &['.', '!', '؟', '?', '،', ',', '"', '”', '»'])
        && !begun(end - 1)
    {
        end -= 1;
    }
    end
}

/// The preposition that a verb governs (أقر بـ, كشف عن, أشار إلى) with its noun phrase.
fn own_preposition(
    context: &Context<'_>,
    cue: &Cue<'_>,
    governed: Governed,
    at: usize,
    limit: usize,
) -> Option<Content> {
    let form = context.form(at);
    if governed.others.hold(form) {
        if cue.notes("that") && !is_complementiser(context.form(at + 1)) {
            return None;
        }
        // Who is asked stands between: "urged the families to".
        let object = cue.sort() != "demand" && has_object(context, cue.units.end..at);
        if !is_complementiser(context.form(at + 1)) && object {
            return None;
        }
        let marker_end = if at == cue.units.end {
            at + 1
        } else {
            cue.units.end
        };
        let mut content = behind(context, at, at + 1, marker_end, limit)?;
        content.opens = at;
        return Some(content);
    }
    let bi = governed.bi && takes_beh(form);
    let in_place = || {
        at == cue.units.end
            || context.is_mark(at - 1, &['،', ','])
            || context.can_speak(cue.units.end..at)
    };
    (bi && in_place())
        .then(|| behind(context, at, at, cue.units.end, limit))
        .flatten()
}

/// The prepositions that the notes of a cue name.
#[derive(Clone, Copy, Default)]
struct Governed {
    bi: bool,
    others: Classes,
}

impl Governed {
    fn of(cue: &Cue<'_>) -> Self {
        let names = cue.entry.notes.split(' ');
        Self {
            bi: cue.notes("bi"),
            others: names.filter_map(preposition).collect(),
        }
    }
}

/// Whether more than a subject stands between a verb and its preposition: a definite noun behind
/// names, as in "شددت X وY الرقابة على".
fn has_object(context: &Context<'_>, between: Range<usize>) -> bool {
    let last_name = between
        .clone()
        .rev()
        .find(|&at| context.mention(at).is_some());
    last_name.is_some_and(|name| {
        (name + 1..between.end)
            .any(|at| context.form(at).starts_with("ال") && context.noun(at).is_none())
    })
}

/// A word with which a reported question begins: "asked whether".
fn is_question(form: &str) -> bool {
    Class::Question.holds(form)
}

/// Whether أن belongs to إلا أن, غير أن, بعد أن and the like.
fn is_exception(context: &Context<'_>, at: usize) -> bool {
    at > 0
        && Class::BeforeExceptive.holds(context.form(at - 1))
        && !(context.form(at - 1) == "الي" && at > 1)
}

fn starts_other_report(context: &Context<'_>, at: usize) -> bool {
    context.cues_in(at..at + 1).any(|cue| {
        cue.role == Role::Reporting
            && !cue.entry.notes.is_empty()
            && cue.sort() != "show"
            && !is_citing(context, cue)
            && !is_noun(context, cue)
    })
}

/// Whether the word is a noun spelled as the verb: behind أن, unless that is "after that" or the like
/// ("that the description of"), behind a word that denies or asks for it ("refusing the mention of"), or alone before a
/// colon, as a rubric ("Opinion:").
pub(super) fn is_noun(context: &Context<'_>, cue: &Cue<'_>) -> bool {
    let start = cue.units.start;
    let form = |back: usize| start.checked_sub(back).map_or("", |at| context.form(at));
    let verbal = Class::ReportingNoun.holds(context.form(start));
    let clause = matches!(form(1), "ان" | "وان" | "بان")
        && !matches!(form(2), "بعد" | "منذ" | "الي" | "سبق" | "قبل");
    let object = Class::Denying.holds(form(1));
    let rubric = context.form(start) == "راي" && context.is_mark(cue.units.end, &[':']);
    verbal && (clause || object) || rubric
}

/// نقلا عن: an adverb that is written as a verb is, "both told".
pub(super) fn is_citing(context: &Context<'_>, cue: &Cue<'_>) -> bool {
    cue.core == "نقلا" && context.form(cue.units.end) == "عن"
}

/// Whether nothing more of the clause follows unit `at`.
pub(super) fn ends_clause(context: &Context<'_>, at: usize, end: usize) -> bool {
    at >= end
        || context.is_mark(at, &['.', '،', ',', '!', '؟', ':'])
        || is_preposition(context.form(at))
}

/// Where the clause before a nominal cue starts: behind the last marker of the sentence.
pub(super) fn clause_start(
    context: &Context<'_>,
    start: usize,
    end: usize,
    before: &[Statement],
) -> usize {
    let range = context.span(start..end);
    before
        .iter()
        .rev()
        .take(RECALL)
        .find(|statement| range.contains(statement.marker))
        .map_or(start, |statement| {
            context.frame.unit_at(statement.content.start())
        })
        .min(end)
}
