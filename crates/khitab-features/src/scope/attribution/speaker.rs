//! Who speaks: the noun phrase beside a marker, and the identity behind it.

use core::ops::Range;
use std::borrow::Cow;

use khitab_text::Span;

use super::content::is_title;
use super::{RECALL, Statement};
use crate::scope::context::{Context, Mention, Noun};
use crate::scope::frame::Unit;
use crate::scope::grammar::{is_complementiser, is_preposition};
use crate::words::Class;

/// The most units of a speaker.
pub(super) const SPEAKER_LIMIT: usize = 24;

/// The noun phrase that begins at unit `start`, behind who is told: "told me X", "told the agency X".
pub(super) fn subject_after(
    context: &Context<'_>,
    start: usize,
    limit: usize,
) -> Option<Range<usize>> {
    phrase_after(context, behind_addressee(context, start, limit), limit)
}

/// Where the addressee ends who begins at `start`, if there is one.
pub(super) fn behind_addressee(context: &Context<'_>, start: usize, limit: usize) -> usize {
    let form = context.form(start);
    if start >= limit || !form.starts_with('ل') {
        return start;
    }
    let named = |at: usize| {
        let quoted = context
            .quote_opened_at(at)
            .map(|quote| context.frame.within(quote.outer).end);
        let known = context.mention(at).map(|mention| mention.units.end);
        quoted.or(known)
    };
    let newsroom = context
        .mention(start)
        .filter(|mention| mention.newsroom && mention.units.start == start);
    match newsroom {
        _ if is_dative(form) => start + 1,
        _ if form == "ل" => named(start + 1).unwrap_or(start),
        Some(newsroom) => newsroom.units.end,
        None if is_told_noun(context, start) => named(start + 1).unwrap_or(start + 1),
        None => start,
    }
}

/// Whether a noun with ل tells who hears: "to the newspaper", "to the reporters". لاعب begins with its own letter.
fn is_told_noun(context: &Context<'_>, at: usize) -> bool {
    let form = context.form(at);
    let particle = ["لل", "لم", "لص"].iter().any(|two| form.starts_with(two));
    form.strip_prefix('ل')
        .is_some_and(|rest| Class::Newsroom.holds(rest))
        || particle && context.noun(at) == Some(Noun::Human)
}

/// The noun phrase that begins at unit `start`.
pub(super) fn phrase_after(
    context: &Context<'_>,
    start: usize,
    limit: usize,
) -> Option<Range<usize>> {
    let start = if context.is_mark(start, &['(', '[']) {
        start + 1
    } else {
        start
    };
    let first = context.unit(start)?;
    let opened = context.quote_opened_at(start).is_some();
    if start >= limit || !(first.is_word() || opened) || is_object(first.form) {
        return None;
    }
    if context.mention(start).is_none()
        && (is_preposition(first.form)
            || Class::Adverbial.holds(first.form)
            || is_complementiser(first.form))
    {
        return None;
    }
    let end = subject_end(context, start, limit);
    (start < end).then_some(start..end)
}

/// The end of the noun phrase that begins at `start`.
pub(in crate::scope) fn subject_end(context: &Context<'_>, start: usize, limit: usize) -> usize {
    let limit = limit.min(start + SPEAKER_LIMIT);
    let mut at = start;
    let mut named = false;
    let mut last: Option<&Cow<'static, str>> = None;
    while at < limit {
        let Some(unit) = context.unit(at) else { break };
        if at > start && (is_told(context, start, at) || is_work(context, at)) {
            break;
        }
        if let Some(mention) = context.mention(at) {
            named = mention.units.end <= limit;
            last = Some(&mention.id);
            at = mention.units.end.max(at + 1);
            continue;
        }
        if let Some(quote) = context.quote_opened_at(at) {
            // A short name in marks belongs to the phrase.
            if context.frame.words_within(quote.inner) > 4
                && !(at > start && is_title(context, at, quote))
            {
                break;
            }
            at = context.frame.within(quote.outer).end;
            continue;
        }
        if unit.is_mark(&['،', ',']) {
            // "X، Y، وZ": another name; an apposition carries the id of the name before it.
            let other = context
                .mention(at + 1)
                .is_some_and(|next| Some(&next.id) != last);
            if other && (named || context.form(start) == "كل") {
                at += 1;
                continue;
            }
            break;
        }
        let ends = !unit.is_word() && !unit.is_mark(&['/', '-'])
            || at > start
                && is_preposition(unit.form)
                && context.form(start) != "كل"
                && !joins_body(context, start, at)
            || at > start
                && (Class::Adverbial.holds(unit.form)
                    || is_complementiser(unit.form)
                    || is_relative(unit.form))
            || at > start
                && (named && is_indefinite(unit.form)
                    || opens_clause(unit.form)
                    || is_deed(context, at)
                    || stands_alone(context, at)
                    || closes_body(context, start, at));
        if ends {
            break;
        }
        at += 1;
    }
    at
}

/// Whether what a speaker did begins here: something that happens right behind a definite noun, as in "the
/// organisation claimed the attack"; "the centre of operations" is one noun.
fn is_deed(context: &Context<'_>, at: usize) -> bool {
    context.noun(at) == Some(Noun::Event) && context.form(at - 1).starts_with("ال")
}

/// Whether the noun before has no noun behind it that it could govern: "activists", with its ending, before a definite
/// one; or a title with its article before another body or person, "the prime minister companies".
fn stands_alone(context: &Context<'_>, at: usize) -> bool {
    let (before, form) = (context.form(at - 1), context.form(at));
    let definite = |form: &str| form.starts_with("ال");
    let ended = before.ends_with("ون") && !definite(before) && definite(form);
    let another = definite(before)
        && !definite(form)
        && !form.starts_with(['ل', 'ب', 'و'])
        && context.noun(at) == Some(Noun::Organisation)
        && context.mention(at).is_none();
    ended && context.noun(at - 1) == Some(Noun::Human) || another
}

/// Words with which a clause begins behind a subject: "according to the police, then …", "an official refusing to be
/// named".
fn opens_clause(form: &str) -> bool {
    Class::ClauseOpener.holds(form)
}

/// Whether the word behind a definite body is no part of it, "according to the police arrived the suspect": what goes
/// on with it has an article as well. A definite human may have a name behind it.
fn closes_body(context: &Context<'_>, start: usize, at: usize) -> bool {
    let article =
        |at: usize| context.form(at).starts_with("ال") || context.form(at).starts_with("لل");
    let definite = article(start) && article(at - 1);
    definite
        && context.noun(start) == Some(Noun::Organisation)
        && is_indefinite(context.form(at))
        && !Class::Itself.holds(context.form(at))
}

/// ل with a pronoun.
fn is_dative(form: &str) -> bool {
    Class::Dative.holds(form)
}

/// A demonstrative that stands for what was said: "described that as".
fn is_object(form: &str) -> bool {
    matches!(form, "ذلك" | "ذالك" | "تلك")
}

/// Whether a definite work or body stands behind a name: what the one named speaks of, "the envoy of X the report", "X
/// the authorities".
fn is_work(context: &Context<'_>, at: usize) -> bool {
    let named = context
        .mention(at - 1)
        .is_some_and(|mention| mention.units.end == at);
    let noun = context.noun(at);
    named
        && context.form(at).starts_with("ال")
        && matches!(
            noun,
            Some(Noun::Document | Noun::Event | Noun::Organisation)
        )
}

/// Whether a newsroom or people are told something: "a spokesman said to the agency X", "to the reporters"; a "union of
/// the reporters" is a body.
fn is_told(context: &Context<'_>, start: usize, at: usize) -> bool {
    if context.noun(start) != Some(Noun::Human) {
        return false;
    }
    let newsroom = context.form(at).starts_with('ل')
        && context
            .mention(at)
            .is_some_and(|mention| mention.newsroom && mention.units.start == at);
    let body = (start..at).any(|at| context.noun(at) == Some(Noun::Organisation));
    newsroom || is_told_noun(context, at) && !body
}

/// The most words of a title before the body that it is held in: "the security expert at a centre".
const LONGEST_TITLE: usize = 3;

/// Whether a preposition joins a speaker to the body behind it: "researchers at X University".
fn joins_body(context: &Context<'_>, start: usize, at: usize) -> bool {
    let body = context
        .mention(at + 1)
        .is_some_and(|mention| mention.organisation)
        || context.noun(at + 1) == Some(Noun::Organisation)
            && context
                .mention(at + 2)
                .is_some_and(|mention| mention.organisation);
    if leads_to_person(context, start, at) {
        return true;
    }
    let member = at - start <= LONGEST_TITLE
        && context.noun(start) == Some(Noun::Human)
        && context.noun(at + 1) == Some(Noun::Organisation)
        && is_indefinite(context.form(at + 1));
    matches!(context.form(at), "في" | "من" | "لدي") && (body || member)
}

/// Whether a preposition joins a title to the name that it belongs to: "the researcher in sociology X".
fn leads_to_person(context: &Context<'_>, start: usize, at: usize) -> bool {
    const LONGEST: usize = 8;
    if context.noun(start) != Some(Noun::Human) || at - start > LONGEST_TITLE {
        return false;
    }
    let plain = |at: &usize| {
        let word = context.unit(*at).is_some_and(Unit::is_word);
        word && !is_complementiser(context.form(*at))
    };
    (at + 1..at + 1 + LONGEST).take_while(plain).any(|at| {
        let person = |mention: &&Mention| mention.person && mention.units.start == at;
        context.mention(at).filter(person).is_some()
    })
}

fn is_relative(form: &str) -> bool {
    is_who(form) || Class::ClauseLink.holds(form)
}

/// A relative pronoun: "the spokesman who said".
pub(super) fn is_who(form: &str) -> bool {
    Class::Relative.holds(form)
}

/// A word that opens a clause of time: "X was right when he said", "when I asked, he answered".
fn is_when(form: &str) -> bool {
    let bare = form.strip_prefix('و').unwrap_or(form);
    Class::When.holds(bare)
}

/// Whether a word behind a name no longer belongs to it: no article, no conjunction.
fn is_indefinite(form: &str) -> bool {
    !form.starts_with("ال") && !form.starts_with("لل") && !form.starts_with("وال")
}

/// The subject that stands before a verb: from the start of its clause.
pub(super) fn subject_before(
    context: &Context<'_>,
    verb: usize,
    sentence: usize,
) -> Option<Range<usize>> {
    let verb = before_asides(context, verb, sentence);
    let relative =
        verb > sentence && (is_who(context.form(verb - 1)) || is_when(context.form(verb - 1)));
    let verb = verb - usize::from(relative);
    let mut start = verb;
    while start > sentence && verb - start < SPEAKER_LIMIT {
        let before = start - 1;
        let unit = context.unit(before)?;
        let joins = unit.is_mark(&['،', ','])
            && context.mention(start).is_some()
            && before > sentence
            && context.mention(before - 1).is_some();
        if !unit.is_word() && !joins && !unit.is_mark(&['"', '“', '”', '«', '»']) {
            break;
        }
        if Class::Connective.holds(unit.form) {
            break;
        }
        if is_complementiser(unit.form) {
            break;
        }
        start = before;
    }
    while start < verb && is_auxiliary(context.form(start)) {
        start += 1;
    }
    let first = context.unit(start)?;
    let phrase = start..verb;
    let nominal =
        !is_preposition(first.form) && !Class::Adverbial.holds(first.form) && !is_when(first.form)
            || context.mention(start).is_some();
    let speaks = context.can_speak(phrase.clone()) || is_event(context, phrase.clone());
    (!phrase.is_empty() && nominal && speaks).then_some(phrase)
}

/// Where the subject ends before a verb: before قد, and before an aside between commas, as in "X, for example,
/// announced" and "X, who asked not to be named, announced".
fn before_asides(context: &Context<'_>, verb: usize, sentence: usize) -> usize {
    const LONGEST: usize = 12;
    let mut end = verb;
    if end > sentence && context.form(end - 1) == "قد" {
        end -= 1;
    }
    if end > sentence && context.is_mark(end - 1, &['،', ',']) {
        let first = sentence.max(end.saturating_sub(LONGEST + 2));
        let opens = (first..end - 1)
            .rev()
            .find(|&at| context.is_mark(at, &['،', ',']));
        if let Some(opens) = opens.filter(|&at| opens_aside(context.form(at + 1))) {
            end = opens;
        }
    }
    end
}

/// What is written in a document before a verb: "a report by X, in which it confirms that", "the speech in which he
/// called for".
pub(super) fn written_in(
    context: &Context<'_>,
    verb: Range<usize>,
    sentence: usize,
) -> Option<Range<usize>> {
    const LONGEST: usize = 12;
    if !matches!(context.form(verb.end), "فيه" | "فيها" | "خلاله" | "خلالها") {
        return None;
    }
    let relative = verb.start > sentence && is_who(context.form(verb.start - 1));
    let end = verb.start - usize::from(relative);
    let first = sentence.max(end.saturating_sub(LONGEST));
    let work = (first..end)
        .rev()
        .find(|&at| context.noun(at) == Some(Noun::Document))?;
    let end = subject_end(context, work, end);
    (work < end).then_some(work..end)
}

fn opens_aside(form: &str) -> bool {
    is_preposition(form) || is_relative(form) || Class::AsideVerb.holds(form)
}

fn is_auxiliary(form: &str) -> bool {
    Class::Auxiliary.holds(form)
}

/// Whether the head of the phrase is something that happens.
pub(super) fn is_event(context: &Context<'_>, phrase: Range<usize>) -> bool {
    let head = phrase.clone().find_map(|at| context.noun(at));
    let first_name = phrase.clone().find(|&at| context.mention(at).is_some());
    let first_event = phrase
        .clone()
        .find(|&at| context.noun(at) == Some(Noun::Event));
    head == Some(Noun::Event) && first_event <= first_name.or(Some(usize::MAX))
}

pub(super) fn after_speaker(context: &Context<'_>, at: usize, limit: usize) -> usize {
    let comma = (at..limit).find(|&at| context.is_mark(at, &['،', ',', ':']));
    comma.map_or(at, |comma| comma + 1).min(limit)
}

pub(super) fn skip_adverbials(context: &Context<'_>, start: usize, limit: usize) -> usize {
    let mut at = start;
    // "في وقت سابق من السنة الماضية": a preposition, its noun and what agrees with it.
    while at < limit
        && (is_preposition(context.form(at)) || Class::Adverbial.holds(context.form(at)))
    {
        at += 2;
        while at < limit
            && (context.form(at).starts_with("ال") || is_time_adjective(context.form(at)))
        {
            at += 1;
        }
    }
    at.min(limit)
}

fn is_time_adjective(form: &str) -> bool {
    Class::TimeAdjective.holds(form)
}

pub(super) fn speaker_ids(
    context: &Context<'_>,
    units: Range<usize>,
    span: Span,
) -> Vec<Cow<'static, str>> {
    let ids = named_speakers(context, units.clone());
    let pronoun = units.len() == 1
        && matches!(
            context.form(units.start).trim_start_matches(['و', 'ف']),
            "بعضها" | "بعضهم" | "البعض" | "بعضنا"
        );
    if pronoun {
        // "Some of them" is nobody.
        Vec::new()
    } else if ids.is_empty() {
        vec![span.of(context.original).to_owned().into()]
    } else {
        ids
    }
}

/// Who is named in a speaker. A place speaks when its name begins the phrase, "the researcher in London" is not London;
/// nor is a name that another governs: "the company X that owns Y".
fn named_speakers(context: &Context<'_>, units: Range<usize>) -> Vec<Cow<'static, str>> {
    let mut ids = Vec::new();
    for at in units.clone() {
        let Some(mention) = context
            .mention(at)
            .filter(|mention| mention.units.start == at)
        else {
            continue;
        };
        let place = mention.place
            && at > units.start
            && context
                .mention(units.start)
                .is_none_or(|first| !first.place);
        let governed = !ids.is_empty()
            && context.form(at).starts_with('ل')
            && context.unit(at - 1).is_some_and(Unit::is_word);
        if !place && !governed && !ids.contains(&mention.id) {
            ids.push(mention.id.clone());
        }
    }
    ids
}

/// The identity of a definite speaker without a name ("the study", "the Moroccan researcher")
/// who was introduced as the speaker or beside one before.
pub(super) fn known_speaker(
    context: &Context<'_>,
    units: Range<usize>,
    before: &[Statement],
) -> Option<Vec<Cow<'static, str>>> {
    // "The general secretary of the league X" is another than the one of the union.
    const LONGEST: usize = 3;
    if units.len() > LONGEST || !context.ids(units.clone()).is_empty() {
        return None;
    }
    let head = context.form(units.start).strip_prefix("ال")?;
    let names_head = |span: Span| {
        let mut units = context.frame.within(span);
        let first = units.start;
        // "The author of the study" is not the study.
        units.any(|at| {
            let form = context.form(at);
            let governed = at > first
                && context.unit(at - 1).is_some_and(Unit::is_word)
                && is_indefinite(context.form(at - 1))
                && !is_preposition(context.form(at - 1));
            form.strip_prefix("ال").unwrap_or(form) == head && !governed
        })
    };
    let introduced = before.iter().rev().take(RECALL).find(|other| {
        other.speaker.is_some_and(|speaker| {
            // The apposition behind a name: "X، الباحث في …، أن".
            let apposition = speaker.cover(Span::new(
                speaker.end(),
                other.content.start().max(speaker.end()),
            ));
            names_head(apposition)
        })
    })?;
    Some(introduced.ids.clone())
}
