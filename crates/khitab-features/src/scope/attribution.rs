//! Who says what: reporting verbs, participles and nominal cues with their speaker and content.
//!
//! Rules over marks, function words and lists, after the shapes that Pareti (2013) and Alrahabi
//! describe: a verb with a clause, a colon, a quotation or its own preposition; a verb behind a
//! quotation; a participle that takes over the speaker of its sentence; "according to" on either
//! side of its clause; an elided subject. A verb of the first person reports nothing: the author
//! speaks. A verb of showing needs a person or a document as its subject. There is no parser:
//! a noun phrase ends at a comma, a preposition or the content.

mod content;
mod report;
mod speaker;
mod turns;
mod unmarked;

use core::ops::Range;
use std::borrow::Cow;

use khitab_text::Span;

use self::report::{headline, nominal, participle, verb};
pub(super) use self::speaker::subject_end;
use self::speaker::{known_speaker, speaker_ids};
use self::turns::Turns;
use super::context::Context;
use super::cues::{Cue, Role};
use super::grammar::is_complementiser;

/// How many statements back "the study" may have been introduced.
const RECALL: usize = 48;

/// How many statements may lie in one another. Without a bound a text that only repeats "he said that" gives as many
/// copies of its end as it has markers, and a megabyte becomes gigabytes.
const DEPTH: usize = 8;

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
    let mut cues = context.cues.iter().peekable();
    let turns = Turns::of(context);
    for (number, sentence) in context.frame.sentences.iter().enumerate() {
        let place = (context, &turns, sentence, number);
        let headline = headline(&Scene::new(place, &out));
        out.extend(headline);
        while let Some(cue) = cues.next_if(|cue| cue.units.start < sentence.end) {
            let statement = match cue.role {
                Role::Reporting => verb(&Scene::new(place, &out), cue),
                Role::Participle => participle(&Scene::new(place, &out), cue),
                Role::Nominal => nominal(&Scene::new(place, &out), cue),
                _ => None,
            };
            out.extend(statement);
        }
    }
    out.retain(|statement| !statement.silent);
    out.sort_by_key(|statement| statement.marker.start());
    out.dedup_by(|b, a| a.content == b.content || a.marker == b.marker);
    cut_at_next(&mut out, context);
    bound_depth(&mut out, context.original);
    out
}

/// One sentence under the rules, with the statements before it.
struct Scene<'s, 'd> {
    context: &'s Context<'d>,
    turns: &'s Turns<'d>,
    sentence: &'s Range<usize>,
    number: usize,
    before: &'s [Statement],
}

impl<'s, 'd> Scene<'s, 'd> {
    const fn new(
        (context, turns, sentence, number): (
            &'s Context<'d>,
            &'s Turns<'d>,
            &'s Range<usize>,
            usize,
        ),
        before: &'s [Statement],
    ) -> Self {
        Self {
            context,
            turns,
            sentence,
            number,
            before,
        }
    }

    /// The statement of a marker, with the speaker who is written or, failing that, the last one.
    fn statement(
        &self,
        cue: &Cue<'_>,
        marker: Range<usize>,
        speaker: Option<Range<usize>>,
        content: Span,
        quoted: bool,
    ) -> Option<Statement> {
        let &Self {
            context,
            number,
            before,
            ..
        } = self;
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
}

/// Lets an unquoted content end where the next marker on its level begins.
fn cut_at_next(statements: &mut [Statement], context: &Context<'_>) {
    for at in 1..statements.len() {
        let (done, rest) = statements.split_at_mut(at);
        let (before, next) = (&mut done[at - 1], &rest[0]);
        let inside =
            before.content.contains(next.marker) && before.content.start() < next.marker.start();
        if !inside || before.quoted || before.sentence != next.sentence {
            continue;
        }
        let end = match next.speaker {
            None => Some(next.marker.start()),
            Some(speaker) => turn(context, next.marker.start().min(speaker.start())),
        };
        // "That they", before "believe that", alone would say nothing.
        let cut = end
            .filter(|&end| end > before.content.start())
            .map(|end| until(before.content, end, context.original))
            .filter(|&cut| !is_particle(context, cut));
        if let Some(cut) = cut {
            before.content = cut;
        }
    }
}

/// Whether nothing but أن or its like is left.
fn is_particle(context: &Context<'_>, content: Span) -> bool {
    let first = context.frame.unit_at(content.start());
    context.frame.words_within(content) == 1 && is_complementiser(context.form(first))
}

/// Where the author goes on to another speaker whose clause begins at byte `start`: at "but" or "while" before it, or at
/// an "and" behind a comma.
fn turn(context: &Context<'_>, start: usize) -> Option<usize> {
    let first = context.frame.unit_at(start);
    let last = first.checked_sub(1)?;
    if matches!(context.form(last), "لكن" | "ولكن" | "بينما" | "فيما") {
        return Some(context.span(last..first).start());
    }
    let joined = context.form(first).starts_with('و') && context.is_mark(last, &['،', ',']);
    joined.then_some(start)
}

/// Lets the content of a statement that lies too deep in others end before the next marker, and one that looks back
/// over too many markers begin after the last.
fn bound_depth(statements: &mut [Statement], original: &str) {
    let mut open: Vec<usize> = Vec::new();
    for at in 0..statements.len() {
        let content = statements[at].content;
        let passed = statements[..at].partition_point(|one| one.marker.start() < content.start());
        let last = statements[..at].last().map(|last| last.marker.end());
        // The speaker may hold a marker himself: the next one is looked for behind him.
        let behind =
            statements[at + 1..].partition_point(|one| one.marker.start() < content.start());
        let next = statements.get(at + 1 + behind);
        let next = next.map(|next| next.marker.start());
        let inside = content.start()..content.end();
        open.retain(|&end| end > content.start());
        if let Some(last) = last.filter(|last| inside.contains(last) && at - passed >= DEPTH) {
            statements[at].content = Span::new(last, content.end());
        } else if let Some(next) = next.filter(|next| inside.contains(next) && open.len() >= DEPTH)
        {
            statements[at].content = until(content, next, original);
        }
        open.push(statements[at].content.end());
    }
}

/// The part of a content before `end`, without the comma or space that stands there.
fn until(content: Span, end: usize, original: &str) -> Span {
    let kept = original[content.start()..end]
        .trim_end_matches(|c: char| c.is_whitespace() || matches!(c, '،' | ','));
    Span::new(content.start(), content.start() + kept.len())
}
