//! Who says what: reporting verbs, participles and nominal cues with their speaker and content.
//!
//! Rules over marks, function words and lists, after the shapes that Pareti (2013) and Alrahabi
//! describe: a verb with a clause, a colon, a quotation or its own preposition; a verb behind a
//! quotation; a participle that takes over the speaker of its sentence; "according to" on either
//! side of its clause; an elided subject. A verb of the first person reports nothing: the author
//! speaks. A verb of showing needs a person or a document as its subject. There is no parser:
//! a noun phrase ends at a comma, a preposition or the content.

use core::ops::Range;
use std::borrow::Cow;

use khitab_text::Span;

use super::context::{Context, Noun};
use super::cues::{Cue, Role};
use super::grammar::{is_adverbial, is_complementiser, is_preposition, takes_preposition};
use super::quotation::Quote;

/// How far behind its verb the content may begin, in units.
const REACH: usize = 40;
/// The most units of a speaker.
const SPEAKER_LIMIT: usize = 24;
/// How many statements back "the study" may have been introduced.
const RECALL: usize = 48;
/// How many sentences an elided subject may lie back.
const MEMORY: usize = 4;

/// A statement given to a speaker.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Statement {
    /// The words that attribute it, with their clitics and preposition.
    pub marker: Span,
    /// The sort of report: `say`, `announce`, `according` and others.
    pub sort: String,
    /// The speaker, when it is written beside the marker.
    pub speaker: Option<Span>,
    /// Who it is; the words of the speaker when no name is known.
    pub ids: Vec<Cow<'static, str>>,
    /// What is said.
    pub content: Span,
    /// Whether the content lies in quotation marks.
    pub quoted: bool,
    feminine: bool,
    sentence: usize,
    /// Whether it only introduces a speaker for what follows: "warned of the danger".
    silent: bool,
}

/// Finds all statements, in order of their marker.
pub(crate) fn find(context: &Context<'_>) -> Vec<Statement> {
    let mut out: Vec<Statement> = Vec::new();
    let sentences = &context.frame.sentences;
    let mut number = 0;
    let mut cues = context.cues.iter().peekable();
    for (at, sentence) in sentences.iter().enumerate() {
        number = number.max(at);
        if let Some(statement) = headline(context, sentence.clone(), at) {
            out.push(statement);
        }
        while let Some(cue) = cues.next_if(|cue| cue.units.start < sentence.end) {
            let statement = match cue.role {
                Role::Reporting => verb(context, cue, sentence, at, &out),
                Role::Participle => participle(context, cue, sentence, at, &out),
                Role::Nominal => nominal(context, cue, sentence, at, &out),
                _ => None,
            };
            out.extend(statement);
        }
    }
    out.retain(|statement| !statement.silent);
    out.sort_by_key(|statement| statement.marker.start());
    out.dedup_by(|b, a| a.content == b.content || a.marker == b.marker);
    cut_at_next(&mut out, context.original);
    out
}

/// The content of a verb or participle.
struct Content {
    /// The unit of the complementiser, colon, mark or preposition that opens it.
    opens: usize,
    /// The unit after the marker's own preposition.
    marker_end: usize,
    span: Span,
    quoted: bool,
}

fn verb(
    context: &Context<'_>,
    cue: &Cue<'_>,
    sentence: &Range<usize>,
    number: usize,
    before: &[Statement],
) -> Option<Statement> {
    if cue.first_person() || cue.infinitive() {
        return None;
    }
    let evidential = cue.sort() == "show";
    let start = cue.units.start;
    if let Some(quote) = quote_before(context, start) {
        let speaker = phrase_after(context, cue.units.end, sentence.end);
        return statement(
            context,
            cue,
            cue.units.clone(),
            speaker,
            quote.inner,
            true,
            number,
            before,
        );
    }
    let limit = limit(context, start, sentence);
    match complement(context, cue, limit) {
        Some(content) => {
            let after = subject_after(context, cue.units.end, content.opens);
            let speaker = after
                .clone()
                .or_else(|| subject_before(context, start, sentence.start));
            if let Some(speaker) = &speaker
                && is_event(context, speaker.clone())
            {
                return None;
            }
            if evidential
                && !speaker
                    .clone()
                    .is_some_and(|speaker| context.can_speak(speaker))
            {
                return None;
            }
            let paper =
                |mut units: Range<usize>| units.any(|at| context.noun(at) == Some(Noun::Document));
            if cue.sort() == "accuse" && speaker.clone().is_some_and(paper) {
                return None;
            }
            let silent = cue.sort() == "warn" && context.form(content.opens) == "من";
            let mut made = statement(
                context,
                cue,
                start..content.marker_end,
                speaker,
                content.span,
                content.quoted,
                number,
                before,
            )?;
            made.silent = silent && !content.quoted;
            Some(made)
        }
        None if evidential || cue.notes("clause") => None,
        None => bare(context, cue, sentence, limit, number, before),
    }
}

/// A verb without a clause: behind its content, or before a noun phrase that is its object.
fn bare(
    context: &Context<'_>,
    cue: &Cue<'_>,
    sentence: &Range<usize>,
    limit: usize,
    number: usize,
    before: &[Statement],
) -> Option<Statement> {
    let start = cue.units.start;
    let after_comma = start > sentence.start && context.is_mark(start - 1, &['،', ',']);
    let mut speaker = phrase_after(context, cue.units.end, limit);
    if after_comma
        && matches!(cue.sort(), "say" | "add" | "explain" | "confirm" | "write")
        && let Some(speaker) = speaker.clone()
        && context.can_speak(speaker.clone())
        && ends_clause(context, speaker.end, sentence.end)
    {
        let content = context.span(sentence.start..start - 1);
        return statement(
            context,
            cue,
            cue.units.clone(),
            Some(speaker),
            content,
            false,
            number,
            before,
        );
    }
    if !cue.notes("np") {
        return None;
    }
    let mut object = speaker.clone().map_or(cue.units.end, |speaker| speaker.end);
    let named = speaker
        .clone()
        .is_some_and(|speaker| context.can_speak(speaker));
    if named {
        let subject = speaker.clone().unwrap_or_default();
        let end = subject_end(context, subject.start, limit);
        speaker = Some(subject.start..end);
        object = end;
    } else {
        speaker = subject_before(context, start, sentence.start)
            .filter(|subject| context.can_speak(subject.clone()));
        object = if speaker.is_some() {
            skip_adverbials(context, cue.units.end, limit)
        } else {
            object
        };
    }
    let subject = speaker?;
    if is_event(context, subject.clone())
        || limit.saturating_sub(object) < 2
        || !context.unit(object)?.is_word()
    {
        return None;
    }
    let content = context.span(object..content_end(context, object, limit));
    statement(
        context,
        cue,
        cue.units.clone(),
        Some(subject),
        content,
        false,
        number,
        before,
    )
}

fn participle(
    context: &Context<'_>,
    cue: &Cue<'_>,
    sentence: &Range<usize>,
    number: usize,
    before: &[Statement],
) -> Option<Statement> {
    let limit = limit(context, cue.units.start, sentence);
    let content = complement(context, cue, limit)?;
    if content.opens > cue.units.end + 3 {
        return None;
    }
    let heir = before
        .last()
        .filter(|statement| statement.sentence == number);
    let mut made = statement(
        context,
        cue,
        cue.units.start..content.marker_end,
        None,
        content.span,
        content.quoted
            || heir.is_some_and(|heir| heir.quoted && heir.content.contains(content.span)),
        number,
        before,
    )?;
    match heir {
        Some(heir) => made.ids.clone_from(&heir.ids),
        None => made.ids = context.ids(sentence.start..cue.units.start),
    }
    let speaks = !made.ids.is_empty() || context.can_speak(sentence.start..cue.units.start);
    (heir.is_some() || speaks).then_some(made)
}

fn nominal(
    context: &Context<'_>,
    cue: &Cue<'_>,
    sentence: &Range<usize>,
    number: usize,
    before: &[Statement],
) -> Option<Statement> {
    let start = cue.units.start;
    let limit = limit(context, start, sentence);
    let verbal = cue.core.ends_with("ما");
    let mut from = cue.units.end;
    if verbal {
        // حسبما قال فلان: the verb is part of the marker.
        from += 1;
    }
    let speaker = phrase_after(context, from, limit)?;
    if !context.can_speak(speaker.clone()) {
        return None;
    }
    let opens =
        start <= sentence.start + 1 && !context.is_mark(start.wrapping_sub(1), &['،', ',', ':']);
    let content = if opens {
        let next = after_speaker(context, speaker.end, limit);
        next..content_end(context, next, limit)
    } else {
        let mut end = start;
        while end > sentence.start && context.is_mark(end - 1, &['،', ',', '(', '-']) {
            end -= 1;
        }
        clause_start(context, sentence.start, end, before)..end
    };
    if content.len() < 2 {
        return None;
    }
    let content = context.span(content);
    statement(
        context,
        cue,
        start..from,
        Some(speaker),
        content,
        false,
        number,
        before,
    )
}

/// A line that begins with a speaker and a colon, as headlines do.
fn headline(context: &Context<'_>, sentence: Range<usize>, number: usize) -> Option<Statement> {
    if !context.unit(sentence.start)?.starts_line() {
        return None;
    }
    let window = sentence.start..sentence.end.min(sentence.start + 9);
    let colon = window.clone().find(|&at| context.is_mark(at, &[':']))?;
    let speaker = sentence.start..colon;
    let plain = speaker.clone().all(|at| {
        context
            .unit(at)
            .is_some_and(|unit| unit.is_word() && !unit.hashtag)
            && !is_complementiser(context.form(at))
    });
    // A release of a group itself is no report about it.
    let own = speaker.clone().any(|at| {
        context
            .mention(at)
            .is_some_and(|mention| mention.designated)
    });
    let head = context
        .noun(speaker.start)
        .filter(|noun| matches!(noun, Noun::Human | Noun::Organisation));
    let named = context.mention(speaker.start).is_some();
    let reports = context.cues_in(speaker.clone()).any(|cue| {
        matches!(
            cue.role,
            Role::Reporting | Role::Participle | Role::Nominal | Role::Boilerplate
        )
    });
    let end = context.frame.line_end(colon);
    if speaker.is_empty()
        || !plain
        || own
        || reports
        || (head.is_none() && !named)
        || is_own(context.form(speaker.start))
        || end < colon + 3
    {
        return None;
    }
    let content = match context.quote_opened_at(colon + 1) {
        Some(quote) => quote.inner,
        None => context.span(colon + 1..end),
    };
    let span = context.span(speaker.clone());
    Some(Statement {
        marker: context.span(colon..colon + 1),
        sort: "headline".to_owned(),
        ids: speaker_ids(context, speaker, span),
        speaker: Some(span),
        content,
        quoted: context.quote_opened_at(colon + 1).is_some(),
        feminine: false,
        sentence: number,
        silent: false,
    })
}

/// Whether a noun belongs to the author: "my message:", "our call:".
fn is_own(form: &str) -> bool {
    !form.starts_with("ال") && (form.ends_with("تي") || form.ends_with("نا"))
}

#[expect(
    clippy::too_many_arguments,
    reason = "one place that makes a statement"
)]
fn statement(
    context: &Context<'_>,
    cue: &Cue<'_>,
    marker: Range<usize>,
    speaker: Option<Range<usize>>,
    content: Span,
    quoted: bool,
    number: usize,
    before: &[Statement],
) -> Option<Statement> {
    if content.is_empty() {
        return None;
    }
    let feminine = cue.feminine();
    let mut made = Statement {
        marker: context.span(marker),
        sort: cue.sort().to_owned(),
        speaker: None,
        ids: Vec::new(),
        content,
        quoted,
        feminine,
        sentence: number,
        silent: false,
    };
    match speaker {
        Some(units) => {
            let span = context.span(units.clone());
            made.ids = known_speaker(context, units.clone(), before)
                .unwrap_or_else(|| speaker_ids(context, units, span));
            made.speaker = Some(span);
        }
        None if cue.role != Role::Participle && cue.sort() != "hearsay" => {
            let recent = before
                .iter()
                .rev()
                .take_while(|other| other.sentence + MEMORY >= number);
            let beside = recent.clone().find(|other| other.sentence == number);
            let agreeing = recent.clone().find(|other| other.feminine == feminine);
            if let Some(other) = beside.or(agreeing).or_else(|| recent.clone().next()) {
                made.ids.clone_from(&other.ids);
            }
        }
        None => {}
    }
    Some(made)
}

fn speaker_ids(context: &Context<'_>, units: Range<usize>, span: Span) -> Vec<Cow<'static, str>> {
    let ids = context.ids(units.clone());
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

/// The identity of a definite speaker without a name ("the study", "the Moroccan researcher")
/// who was introduced as the speaker or beside one before.
fn known_speaker(
    context: &Context<'_>,
    units: Range<usize>,
    before: &[Statement],
) -> Option<Vec<Cow<'static, str>>> {
    if !context.ids(units.clone()).is_empty() {
        return None;
    }
    let head = context.form(units.start).strip_prefix("ال")?;
    let names_head = |span: Span| {
        context.frame.units[context.frame.within(span)]
            .iter()
            .any(|unit| {
                let form = unit.form.strip_prefix("ال").unwrap_or(unit.form);
                form == head
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

/// The quotation that ends right before unit `at`, a comma or dash between them allowed.
fn quote_before<'c>(context: &'c Context<'_>, at: usize) -> Option<&'c Quote> {
    let mut last = at.checked_sub(1)?;
    if context.is_mark(last, &['،', ',', '-', '–', '.']) {
        last = last.checked_sub(1)?;
    }
    context
        .quote_closed_at(last)
        .filter(|quote| context.frame.words_within(quote.inner) >= 3)
}

/// Where the clause of a marker ends at the latest: the sentence, or the quotation around it.
fn limit(context: &Context<'_>, at: usize, sentence: &Range<usize>) -> usize {
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
fn complement(context: &Context<'_>, cue: &Cue<'_>, limit: usize) -> Option<Content> {
    let governed = Governed::of(cue);
    let first = cue.units.end;
    let end = limit.min(first + REACH);
    let mut at = first;
    while at < end {
        let unit = context.unit(at)?;
        if at > first && starts_other_report(context, at) {
            return None;
        }
        if let Some(quote) = context.quote_opened_at(at) {
            let inner = context.frame.within(quote.inner);
            if context.frame.words_within(quote.inner) >= 3 || at == first {
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
            return behind(context, at, at + 1, first, context.frame.line_end(at).max(limit));
        }
        if is_complementiser(unit.form) && !is_exception(context, at) {
            return behind(context, at, at, first, limit);
        }
        if let Some(content) = own_preposition(context, cue, governed, at, limit) {
            return Some(content);
        }
        at += 1;
    }
    None
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
            && context.frame.words_within(quote.inner) >= 3
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

/// Without the mark that ends the sentence.
fn content_end(context: &Context<'_>, start: usize, limit: usize) -> usize {
    let mut end = limit;
    while end > start && context.is_mark(end - 1, &['.', '!', '؟', '?', '،', ',', '"', '”', '»'])
    {
        end -= 1;
    }
    end
}

/// The preposition that a verb governs (أقر بـ, كشف عن, أشار إلى) with its noun phrase.
fn own_preposition(
    context: &Context<'_>,
    cue: &Cue<'_>,
    governed: Governed<'_>,
    at: usize,
    limit: usize,
) -> Option<Content> {
    let form = context.form(at);
    if governed.other.is_some_and(|names| takes_one_of(names, form)) {
        if !is_complementiser(context.form(at + 1)) && has_object(context, cue.units.end..at) {
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
    let bi = governed.bi && takes_preposition("bi", form);
    let in_place = at == cue.units.end
        || context.is_mark(at - 1, &['،', ','])
        || context.can_speak(cue.units.end..at);
    (bi && in_place)
        .then(|| behind(context, at, at, cue.units.end, limit))
        .flatten()
}

/// The prepositions that the notes of a cue name.
#[derive(Clone, Copy)]
struct Governed<'c> {
    bi: bool,
    /// The notes, when one of them is another preposition.
    other: Option<&'c str>,
}

impl<'c> Governed<'c> {
    fn of(cue: &'c Cue<'_>) -> Self {
        let notes = cue.entry.notes.as_str();
        let mut words = notes.split(' ');
        Self {
            bi: cue.notes("bi"),
            other: words
                .any(|word| matches!(word, "ila" | "an" | "ala" | "min"))
                .then_some(notes),
        }
    }
}

/// Whether `form` is a preposition that `notes` name.
fn takes_one_of(notes: &str, form: &str) -> bool {
    notes.split(' ').any(|name| name != "bi" && takes_preposition(name, form))
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

/// Whether أن belongs to إلا أن, غير أن, بعد أن and the like.
fn is_exception(context: &Context<'_>, at: usize) -> bool {
    at > 0
        && matches!(
            context.form(at - 1),
            "الا" | "غير"
                | "بيد"
                | "رغم"
                | "قبل"
                | "بعد"
                | "منذ"
                | "الي"
                | "دون"
                | "بدون"
                | "شرط"
                | "لولا"
                | "مع"
                | "عدا"
        )
        && !(context.form(at - 1) == "الي" && at > 1)
}

fn starts_other_report(context: &Context<'_>, at: usize) -> bool {
    context.cues_in(at..at + 1).any(|cue| {
        cue.role == Role::Reporting && !cue.entry.notes.is_empty() && cue.sort() != "show"
    })
}

/// The subject between a verb and its content, unless a preposition follows the verb.
fn subject_after(context: &Context<'_>, start: usize, opens: usize) -> Option<Range<usize>> {
    let phrase = phrase_after(context, start, opens)?;
    Some(phrase)
}

/// The noun phrase that begins at unit `start`.
fn phrase_after(context: &Context<'_>, start: usize, limit: usize) -> Option<Range<usize>> {
    let start = if context.is_mark(start, &['(', '[']) {
        start + 1
    } else {
        start
    };
    let first = context.unit(start)?;
    let opened = context.quote_opened_at(start).is_some();
    if start >= limit || !(first.is_word() || opened) {
        return None;
    }
    if context.mention(start).is_none()
        && (is_preposition(first.form) || is_adverbial(first.form) || is_complementiser(first.form))
    {
        return None;
    }
    let end = subject_end(context, start, limit);
    (start < end).then_some(start..end)
}

/// The end of the noun phrase that begins at `start`.
fn subject_end(context: &Context<'_>, start: usize, limit: usize) -> usize {
    let limit = limit.min(start + SPEAKER_LIMIT);
    let mut at = start;
    let mut named = false;
    let mut last: Option<&Cow<'static, str>> = None;
    while at < limit {
        let Some(unit) = context.unit(at) else { break };
        if let Some(mention) = context.mention(at) {
            named = mention.units.end <= limit;
            last = Some(&mention.id);
            at = mention.units.end.max(at + 1);
            continue;
        }
        if let Some(quote) = context.quote_opened_at(at) {
            // A short name in marks belongs to the phrase.
            if context.frame.words_within(quote.inner) > 4 {
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
                && !joins_body(context, at)
            || at > start
                && (is_adverbial(unit.form)
                    || is_complementiser(unit.form)
                    || is_relative(unit.form))
            || at > start && named && is_indefinite(unit.form);
        if ends {
            break;
        }
        at += 1;
    }
    at
}

/// Whether a preposition joins a speaker to the body behind it: "researchers at X University".
fn joins_body(context: &Context<'_>, at: usize) -> bool {
    let body = context
        .mention(at + 1)
        .is_some_and(|mention| mention.organisation)
        || context.noun(at + 1) == Some(Noun::Organisation)
            && context
                .mention(at + 2)
                .is_some_and(|mention| mention.organisation);
    matches!(context.form(at), "في" | "من" | "لدي") && body
}

fn is_relative(form: &str) -> bool {
    matches!(
        form,
        "الذي"
            | "التي"
            | "الذين"
            | "اللذين"
            | "اللواتي"
            | "حيث"
            | "وهو"
            | "وهي"
            | "وقد"
            | "ومقرها"
            | "ومقره"
    )
}

/// Whether a word behind a name no longer belongs to it: no article, no conjunction.
fn is_indefinite(form: &str) -> bool {
    !form.starts_with("ال") && !form.starts_with("لل") && !form.starts_with("وال")
}

/// The subject that stands before a verb: from the start of its clause.
fn subject_before(context: &Context<'_>, verb: usize, sentence: usize) -> Option<Range<usize>> {
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
        if matches!(
            unit.form,
            "حيث"
                | "كما"
                | "بينما"
                | "فيما"
                | "ثم"
                | "لكن"
                | "ولكن"
                | "وقد"
                | "فقد"
                | "قد"
        ) {
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
    let nominal = !is_preposition(first.form) && !is_adverbial(first.form)
        || context.mention(start).is_some();
    let speaks = context.can_speak(phrase.clone()) || is_event(context, phrase.clone());
    (!phrase.is_empty() && nominal && speaks).then_some(phrase)
}

fn is_auxiliary(form: &str) -> bool {
    matches!(
        form,
        "كان"
            | "كانت"
            | "وكان"
            | "وكانت"
            | "كانوا"
            | "قد"
            | "وقد"
            | "لقد"
            | "ولقد"
            | "لكن"
            | "ولكن"
            | "كما"
            | "و"
    )
}

/// Whether the head of the phrase is something that happens.
fn is_event(context: &Context<'_>, phrase: Range<usize>) -> bool {
    let head = phrase.clone().find_map(|at| context.noun(at));
    let first_name = phrase.clone().find(|&at| context.mention(at).is_some());
    let first_event = phrase
        .clone()
        .find(|&at| context.noun(at) == Some(Noun::Event));
    head == Some(Noun::Event) && first_event <= first_name.or(Some(usize::MAX))
}

/// Whether nothing more of the clause follows unit `at`.
fn ends_clause(context: &Context<'_>, at: usize, end: usize) -> bool {
    at >= end
        || context.is_mark(at, &['.', '،', ',', '!', '؟', ':'])
        || is_preposition(context.form(at))
}

fn skip_adverbials(context: &Context<'_>, start: usize, limit: usize) -> usize {
    let mut at = start;
    // "في وقت سابق من السنة الماضية": a preposition, its noun and what agrees with it.
    while at < limit && (is_preposition(context.form(at)) || is_adverbial(context.form(at))) {
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
    matches!(
        form,
        "سابق"
            | "لاحق"
            | "مبكر"
            | "متاخر"
            | "واحد"
            | "سابقه"
            | "لاحقه"
            | "رسمي"
            | "صحفي"
            | "صحافي"
    )
}

fn after_speaker(context: &Context<'_>, at: usize, limit: usize) -> usize {
    let comma = (at..limit).find(|&at| context.is_mark(at, &['،', ',', ':']));
    comma.map_or(at, |comma| comma + 1).min(limit)
}

/// Where the clause before a nominal cue starts: behind the last marker of the sentence.
fn clause_start(context: &Context<'_>, start: usize, end: usize, before: &[Statement]) -> usize {
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

/// Lets an unquoted content end where the next marker on its level begins.
fn cut_at_next(statements: &mut [Statement], original: &str) {
    for at in 1..statements.len() {
        let (done, rest) = statements.split_at_mut(at);
        let (before, next) = (&mut done[at - 1], &rest[0]);
        let inside =
            before.content.contains(next.marker) && before.content.start() < next.marker.start();
        if inside && !before.quoted && before.sentence == next.sentence && next.speaker.is_none() {
            let kept = original[before.content.start()..next.marker.start()]
                .trim_end_matches(|c: char| c.is_whitespace() || matches!(c, '،' | ','));
            before.content = Span::new(before.content.start(), before.content.start() + kept.len());
        }
    }
}
