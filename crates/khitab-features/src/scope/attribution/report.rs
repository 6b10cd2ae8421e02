//! The shapes of a report: a verb on either side of its content, a participle, a nominal cue, a
//! headline.

use core::ops::Range;
use std::borrow::Cow;

use super::content::{
    Content, REACH, clause_start, complement, content_end, ends_clause, is_citing, is_noun, limit,
    quote_before, relayed,
};
use super::speaker::{
    SPEAKER_LIMIT, after_speaker, is_event, phrase_after, skip_adverbials, speaker_ids,
    subject_after, subject_before, subject_end, written_in,
};
use super::{Scene, Statement, unmarked};
use crate::scope::context::{Context, Noun};
use crate::scope::cues::{Cue, Role};
use crate::scope::grammar::{is_complementiser, is_preposition};

/// The most words of a name in marks.
const LONGEST_NAME: usize = 4;
/// How far behind its verb "on the tongue of" may stand, in units.
const MOUTH: usize = 8;
/// How far before a participle its subject is looked for, in units: longer clauses are lists.
const CLAUSE: usize = 256;

pub(super) fn verb(scene: &Scene<'_, '_>, cue: &Cue<'_>) -> Option<Statement> {
    let Scene {
        context, sentence, ..
    } = scene;
    let no_report = is_noun(context, cue) || is_citing(context, cue) || is_impersonal(context, cue);
    if cue.first_person()
        || is_own_imperfect(context, cue)
        || cue.infinitive()
        || no_report
        || follows_nominal(context, cue)
    {
        return None;
    }
    if let Some(source) = source(context, cue, sentence.end) {
        return relay(scene, cue, source);
    }
    let evidential = cue.sort() == "show";
    let start = cue.units.start;
    if let Some(quote) = quote_before(context, start, cue.proclitic) {
        let speaker = subject_after(context, cue.units.end, sentence.end);
        return scene.statement(cue, cue.units.clone(), speaker, quote.inner, true);
    }
    let limit = limit(context, start, sentence);
    match complement(context, cue, limit) {
        Some(content) => {
            let mouth = by_mouth(context, cue.units.end..content.opens);
            let work = || written_in(context, cue.units.clone(), sentence.start);
            let after = mouth
                .or_else(|| subject_after(context, cue.units.end, content.opens))
                .or_else(work);
            // "And said" begins a clause: its subject does not stand before it.
            let joined = cue.proclitic && context.form(start).starts_with('و');
            let before = || subject_before(context, start, sentence.start).filter(|_| !joined);
            let after = after.filter(|after| !(joined && is_asked(scene, cue, after.clone())));
            let first = || before().filter(|first| context.can_speak(first.clone()));
            let speaker = if takes_object(cue) { first() } else { None };
            let speaker = speaker.or(after).or_else(before);
            if let Some(speaker) = &speaker
                && (is_event(context, speaker.clone()) || is_nobody(context, start, speaker.start))
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
            let silent = cue.sort() == "warn"
                && context.form(content.opens) == "من"
                && !is_complementiser(context.form(content.opens + 1));
            let content = silent
                .then(|| announced(context, &content, limit))
                .flatten()
                .unwrap_or(content);
            let mut made = scene.statement(
                cue,
                start..content.marker_end,
                speaker,
                content.span,
                content.quoted,
            )?;
            made.silent = silent && !content.quoted;
            Some(made)
        }
        None if evidential || cue.notes("clause") => None,
        None => bare(scene, cue, limit),
    }
}

/// Whether what stands behind a verb may be its object, "describes the attacker as", where its subject stands before.
fn takes_object(cue: &Cue<'_>) -> bool {
    matches!(
        cue.sort(),
        "describe" | "accuse" | "demand" | "threaten" | "warn"
    )
}

/// Whether who stands behind "and urged" is asked and does not ask: a body, where somebody of that gender has spoken in
/// the sentence already.
fn is_asked(scene: &Scene<'_, '_>, cue: &Cue<'_>, phrase: Range<usize>) -> bool {
    let spoke = scene
        .before
        .last()
        .is_some_and(|last| last.sentence == scene.number && last.feminine == cue.feminine());
    let human = scene.context.noun(phrase.start) == Some(Noun::Human);
    let person = scene
        .context
        .mention(phrase.start)
        .is_some_and(|one| one.person);
    cue.sort() == "demand" && cue.notes("ila") && spoke && !human && !person
}

/// Whether nobody is meant to speak: "it is recalled that", "it is believed that" where its vowel is written, "what is
/// called X".
fn is_impersonal(context: &Context<'_>, cue: &Cue<'_>) -> bool {
    let written = cue.span.of(context.original);
    let clause = is_complementiser(context.form(cue.units.end));
    match cue.core {
        "يذكر" => clause,
        "يعتقد" | "يتوقع" | "يرجح" | "يزعم" => {
            clause && written.contains('\u{064F}')
        }
        "يسمي" | "تسمي" => {
            let before = cue
                .units
                .start
                .checked_sub(1)
                .map_or("", |at| context.form(at));
            written.ends_with('ى')
                || matches!(before, "ما" | "بما" | "لما" | "مما" | "فيما" | "عما")
        }
        _ => false,
    }
}

/// Whether the hamza tells "I believe" (أعتقد) from "believed" (اعتقد).
fn is_own_imperfect(context: &Context<'_>, cue: &Cue<'_>) -> bool {
    let written = cue.span.of(context.original).trim_start_matches(['و', 'ف']);
    cue.entry.pattern.starts_with('ا') && written.starts_with('أ')
}

/// Whether the verb belongs to "according to what", which reports by itself.
fn follows_nominal(context: &Context<'_>, cue: &Cue<'_>) -> bool {
    let start = cue.units.start;
    let end = start - usize::from(start > 0 && context.form(start - 1) == "ما");
    let mut before = context.cues_in(start.saturating_sub(3)..start);
    before.any(|other| {
        let open = other.core.ends_with("ما") || end < start;
        let holds = other.units.end > start;
        other.role == Role::Nominal && (holds || other.units.end == end && open)
    })
}

/// The quotation that a colon announces behind a noun phrase: "warned of too much hope: «…»".
fn announced(context: &Context<'_>, content: &Content, limit: usize) -> Option<Content> {
    let end = limit.min(content.opens + REACH);
    let colon = (content.opens..end).find(|&at| context.is_mark(at, &[':']))?;
    let quote = context.quote_opened_at(colon + 1)?;
    Some(Content {
        span: quote.inner,
        quoted: true,
        ..*content
    })
}

/// Who is cited behind a verb of telling: "the agency told from an official his saying that".
fn source(context: &Context<'_>, cue: &Cue<'_>, limit: usize) -> Option<Range<usize>> {
    if cue.sort() != "relay" {
        return None;
    }
    let mut units = cue.units.end..limit.min(cue.units.end + SPEAKER_LIMIT);
    let speech = |at| {
        let quote = context.quote_opened_at(at);
        quote.is_some_and(|quote| context.frame.words_within(quote.inner) > LONGEST_NAME)
    };
    let opens =
        |at| is_complementiser(context.form(at)) || context.is_mark(at, &[':']) || speech(at);
    let from = units.find(|&at| context.form(at) == "عن" || opens(at))?;
    if context.form(from) != "عن" {
        return None;
    }
    let source = phrase_after(context, from + 1, limit)?;
    let end = source.clone().find(|&at| is_saying(context.form(at)));
    Some(source.start..end.unwrap_or(source.end)).filter(|source| !source.is_empty())
}

/// Behind "in a statement", which tells where something was announced: the phrase is no part of it.
fn behind_document(context: &Context<'_>, at: usize, limit: usize) -> usize {
    let written = context.form(at) == "في"
        && context.noun(at + 1) == Some(Noun::Document)
        && !context.form(at + 1).starts_with("ال");
    if written {
        skip_adverbials(context, at, limit)
    } else {
        at
    }
}

/// What somebody said whom another tells: the words are his.
fn relay(scene: &Scene<'_, '_>, cue: &Cue<'_>, source: Range<usize>) -> Option<Statement> {
    let Scene {
        context, sentence, ..
    } = scene;
    let limit = limit(context, cue.units.start, sentence);
    let from = source.end + usize::from(is_saying(context.form(source.end)));
    let content = relayed(context, cue, from, limit)?;
    let marker = cue.units.clone();
    scene.statement(cue, marker, Some(source), content.span, content.quoted)
}

fn is_saying(form: &str) -> bool {
    matches!(form, "قوله" | "قولها" | "قولهم" | "قولهما")
}

/// The one by whose mouth something is told: "the paper reported, on the tongue of X, that".
fn by_mouth(context: &Context<'_>, between: Range<usize>) -> Option<Range<usize>> {
    let mut units = between.start..between.end.min(between.start + MOUTH);
    let at = units.find(|&at| context.form(at) == "علي" && context.form(at + 1) == "لسان")?;
    let speaker = phrase_after(context, at + 2, between.end)?;
    let said = |&at: &usize| is_saying(context.form(at));
    let end = speaker.clone().find(said).unwrap_or(speaker.end);
    (speaker.start < end).then_some(speaker.start..end)
}

/// Whether no one speaks: "nobody said", "no party announced".
fn is_nobody(context: &Context<'_>, verb: usize, speaker: usize) -> bool {
    let any = matches!(context.form(speaker), "اي" | "ايه" | "احد");
    let before = verb.checked_sub(1).map_or("", |at| context.form(at));
    any && matches!(
        before.trim_start_matches(['و', 'ف']),
        "لم" | "لا" | "ما" | "لن"
    )
}

/// A verb without a clause: behind its content, or before a noun phrase that is its object.
fn bare(scene: &Scene<'_, '_>, cue: &Cue<'_>, limit: usize) -> Option<Statement> {
    let context = scene.context;
    if let Some(told) = told_before(scene, cue, limit).or_else(|| unmarked::find(scene, cue, limit))
    {
        return Some(told);
    }
    if !cue.notes("np") {
        return None;
    }
    let (subject, object) =
        mouth_and_object(context, cue, limit).or_else(|| subject_and_object(scene, cue, limit))?;
    let shortest = if takes_object(cue) { 1 } else { 2 };
    if limit.saturating_sub(object) < shortest || !context.unit(object)?.is_word() {
        return None;
    }
    let content = context.span(object..content_end(context, object, limit));
    scene.statement(cue, cue.units.clone(), Some(subject), content, false)
}

/// The verb and its speaker behind a comma: "the road is open, said the minister".
fn told_before(scene: &Scene<'_, '_>, cue: &Cue<'_>, limit: usize) -> Option<Statement> {
    let Scene {
        context, sentence, ..
    } = scene;
    let start = cue.units.start;
    let after_comma = start > sentence.start && context.is_mark(start - 1, &['،', ',']);
    if !after_comma || !matches!(cue.sort(), "say" | "add" | "explain" | "confirm" | "write") {
        return None;
    }
    let speaker = subject_after(context, cue.units.end, limit)
        .filter(|speaker| context.can_speak(speaker.clone()))
        .filter(|speaker| ends_clause(context, speaker.end, sentence.end))?;
    let content = context.span(sentence.start..start - 1);
    scene.statement(cue, cue.units.clone(), Some(speaker), content, false)
}

/// Who is spoken for, "announced on the tongue of X …", and where the object begins.
fn mouth_and_object(
    context: &Context<'_>,
    cue: &Cue<'_>,
    limit: usize,
) -> Option<(Range<usize>, usize)> {
    let mouth = by_mouth(context, cue.units.end..limit)?;
    let object = after_speaker(context, mouth.end, limit.min(mouth.end + MOUTH));
    Some((mouth, object))
}

/// The subject of a verb and where its object begins. Of two phrases that could speak the first is the subject: "the
/// brigades announce the death of a soldier".
fn subject_and_object(
    scene: &Scene<'_, '_>,
    cue: &Cue<'_>,
    limit: usize,
) -> Option<(Range<usize>, usize)> {
    let context = scene.context;
    let speaks = |phrase: &Range<usize>| context.can_speak(phrase.clone());
    let before = || subject_before(context, cue.units.start, scene.sentence.start).filter(speaks);
    let after = || subject_after(context, cue.units.end, limit).filter(speaks);
    let (subject, object) = if let Some(subject) = before() {
        (subject, skip_adverbials(context, cue.units.end, limit))
    } else {
        let start = after()?.start;
        let end = subject_end(context, start, limit);
        (start..end, behind_document(context, end, limit))
    };
    (!is_event(context, subject.clone())).then_some((subject, object))
}

pub(super) fn participle(scene: &Scene<'_, '_>, cue: &Cue<'_>) -> Option<Statement> {
    let Scene {
        context,
        sentence,
        number,
        before,
        ..
    } = scene;
    let limit = limit(context, cue.units.start, sentence);
    let content = complement(context, cue, limit)?;
    if content.opens > cue.units.end + 3 {
        return None;
    }
    let heir = before
        .last()
        .filter(|statement| statement.sentence == *number);
    let mut made = scene.statement(
        cue,
        cue.units.start..content.marker_end,
        None,
        content.span,
        content.quoted
            || heir.is_some_and(|heir| heir.quoted && heir.content.contains(content.span)),
    )?;
    let start = cue.units.start;
    let clause = sentence.start.max(start.saturating_sub(CLAUSE))..start;
    match heir {
        Some(heir) => made.ids.clone_from(&heir.ids),
        None => made.ids = subjects(context, clause.clone()),
    }
    let speaks = !made.ids.is_empty() || context.can_speak(clause);
    (heir.is_some() || speaks).then_some(made)
}

/// Who is named in a clause without a preposition before the name: "X answered Y by saying" is X's. All who are named
/// where there is no such name.
fn subjects(context: &Context<'_>, clause: Range<usize>) -> Vec<Cow<'static, str>> {
    let mut own = Vec::new();
    for at in clause.clone() {
        let Some(mention) = context
            .mention(at)
            .filter(|mention| mention.units.start == at)
        else {
            continue;
        };
        let governed = at > clause.start && is_preposition(context.form(at - 1));
        if !governed && !own.contains(&mention.id) {
            own.push(mention.id.clone());
        }
    }
    if own.is_empty() {
        return context.ids(clause);
    }
    own
}

pub(super) fn nominal(scene: &Scene<'_, '_>, cue: &Cue<'_>) -> Option<Statement> {
    let Scene {
        context,
        sentence,
        before,
        ..
    } = scene;
    let start = cue.units.start;
    let limit = limit(context, start, sentence);
    if cue.sort() == "words" {
        return unmarked::worded(scene, cue, limit);
    }
    // حسبما قال فلان, حسب ما قال فلان: the verb is part of the marker.
    let from = cue.units.end
        + match () {
            () if cue.core.ends_with("ما") => 1,
            () if context.form(cue.units.end) == "ما" => 2,
            () => 0,
        };
    // حسب ما أفاد به فلان.
    let from =
        from + usize::from(from > cue.units.end && matches!(context.form(from), "به" | "عنه"));
    let elided = cue.notes("elided");
    // "He promised that, in his words": the words are given to him already.
    if elided
        && before
            .last()
            .is_some_and(|last| last.sentence == scene.number)
    {
        return None;
    }
    let speaker = if elided {
        from..from
    } else {
        phrase_after(context, from, limit)?
    };
    // "The paper reported, citing a source, that": the paper's verb has the clause.
    let between = cue.core.starts_with("نقلا")
        && (speaker.end..limit.min(speaker.end + 2)).any(|at| is_complementiser(context.form(at)));
    if !elided && !context.can_speak(speaker.clone()) || between {
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
    let speaker = Some(speaker).filter(|_| !elided);
    scene.statement(cue, start..from, speaker, content, false)
}

/// A line that begins with a speaker and a colon, as headlines do.
pub(super) fn headline(scene: &Scene<'_, '_>) -> Option<Statement> {
    let Scene {
        context, sentence, ..
    } = scene;
    if !context.unit(sentence.start)?.starts_line() {
        return None;
    }
    let window = sentence.start..sentence.end.min(sentence.start + 9);
    let colon = window.clone().find(|&at| context.is_mark(at, &[':']))?;
    let speaker = sentence.start..colon;
    let told = speaker.clone().find(|&at| context.form(at) == "ل");
    let speaker = speaker.start..told.unwrap_or(speaker.end);
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
        || (head.is_none() && !named && !scene.turns.has(context, &speaker))
        || is_own(context.form(speaker.start))
        || is_address(context, &speaker)
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
        sentence: scene.number,
        silent: false,
    })
}

/// Whether the words before a colon speak to somebody: "to husbands:", "watch:", which is spelt as "witness" is.
fn is_address(context: &Context<'_>, speaker: &Range<usize>) -> bool {
    let first = context.form(speaker.start);
    first.starts_with("لل") || first == "شاهد" && speaker.len() == 1
}

/// Whether a noun belongs to the author: "my message:", "our call:".
fn is_own(form: &str) -> bool {
    !form.starts_with("ال") && (form.ends_with("تي") || form.ends_with("نا"))
}
