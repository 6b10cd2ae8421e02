//! Which words the author uses and which are only mentioned.
//!
//! Every annotation gets the [`Scope`] it stands in: quoted, given to a speaker, denied, hedged,
//! scripture, web furniture, a figure of speech, told from outside. The scopes are annotations themselves.

mod aim;
mod attribution;
mod boilerplate;
mod context;
mod cues;
mod detachment;
pub(crate) mod endings;
pub(crate) mod frame;
pub(crate) mod grammar;
mod metaphor;
mod negation;
mod ordinary;
mod quotation;
pub(crate) mod scripture;

use std::borrow::Cow;
use std::mem;
use std::sync::Arc;

use khitab_text::Span;

use self::attribution::Statement;
use self::context::{Context, Place};
use self::cues::{Cue, CueLists, Role};
use self::frame::Frame;
use self::negation::Denial;
use self::quotation::Quote;
use self::scripture::{Passage, ScriptureIndex, Word};
use crate::set::Cover;
use crate::{Annotation, AnnotationSet, Document, Hit, Kind, Matcher, Scope, Value};

/// Memory for one text after the other.
#[derive(Debug, Default)]
pub(crate) struct Room {
    cues: Vec<Cue<'static>>,
    places: Vec<Place>,
    words: Vec<Word>,
}

/// Finds the scopes of a text and marks what stands in them.
#[derive(Clone, Debug)]
pub struct Scopes {
    lists: CueLists,
    scripture: Option<Arc<ScriptureIndex>>,
}

impl Scopes {
    /// Reads the scope rules' words from the lists of `matcher`; without an index, scripture is
    /// found by its brackets and formulas alone.
    #[must_use]
    pub fn new(matcher: &Matcher, scripture: Option<Arc<ScriptureIndex>>) -> Self {
        Self {
            lists: CueLists::new(matcher),
            scripture,
        }
    }

    /// The scripture index, if there is one.
    #[must_use]
    pub fn scripture(&self) -> Option<&ScriptureIndex> {
        self.scripture.as_deref()
    }

    /// Adds the scopes of `document` to `found` and marks every annotation that stands in one.
    ///
    /// `hits` are those of the matcher that these scopes were made for.
    pub fn annotate(
        &self,
        document: &Document<'_>,
        matcher: &Matcher,
        hits: &[Hit],
        found: &mut AnnotationSet,
    ) {
        let frame = Frame::new(document);
        self.annotate_in(document, &frame, matcher, hits, found, &mut Room::default());
    }

    /// As [`Scopes::annotate`], for a document whose frame is made already.
    pub(crate) fn annotate_in(
        &self,
        document: &Document<'_>,
        frame: &Frame<'_>,
        matcher: &Matcher,
        hits: &[Hit],
        found: &mut AnnotationSet,
        room: &mut Room,
    ) {
        let original = document.text().original();
        let normalized = document.text().normalized();
        let memory = mem::take(&mut room.cues);
        let cues = self.lists.select(matcher, hits, frame, normalized, memory);
        let quotes = quotation::find(frame, original);
        let places = mem::take(&mut room.places);
        let context = Context::new(original, frame, cues, quotes, found, places);
        let statements = attribution::find(&context);
        let passages = scripture::find(
            document,
            &context,
            self.scripture.as_deref(),
            &mut room.words,
        );
        let denials = negation::find(&context);
        let furniture = boilerplate::find(&context);
        let figures = metaphor::find(&context);
        let detached = detachment::find(&context, &statements);
        let ordinary = ordinary::find(&context);

        mark_denied(document, found, &denials);
        found.mark(figures, Scope::METAPHOR);
        found.mark_where(ordinary, Scope::METAPHOR, ordinary::is_violent);
        found.mark_where(detached, Scope::DETACHED, is_content);
        found.mark(hedged(&context), Scope::HEDGED);
        let speech = Spoken::new(&statements);
        give_claimants(&context, &speech, found);
        for annotation in quotation_annotations(&context, &speech)
            .chain(statements.iter().map(attribution_annotation))
            .chain(passages.iter().map(scripture_annotation))
            .chain(denials.iter().map(denial_annotation))
            .chain(furniture.iter().map(|(span, sort)| {
                Annotation::new(*span, Kind::Boilerplate).attr("kind", Value::Text((*sort).into()))
            }))
        {
            found.push(annotation);
        }
        found.sort();
        let quoted = context.quotes.iter().map(|quote| quote.inner);
        let spoken = statements.iter().map(|statement| statement.content);
        found.mark(quoted, Scope::QUOTED);
        found.mark(spoken, Scope::ATTRIBUTED);
        mark_begun(&statements, found);
        found.mark(
            passages.iter().map(|passage| passage.span),
            Scope::SCRIPTURE,
        );
        found.mark(furniture.iter().map(|(span, _)| *span), Scope::BOILERPLATE);
        (room.cues, room.places) = context.into_memory();
    }
}

/// Whether a cue tells what is said and not who is named or how it is reported: the outsiders'
/// name that makes a sentence detached is itself in use.
fn is_content(annotation: &Annotation) -> bool {
    let blocks = ["B", "C", "D", "E", "F", "G"];
    annotation.kind == Kind::Cue
        && annotation.feature.is_some_and(|id| {
            matches!(id, "A1.self" | "A1.public" | "A1.tag")
                || blocks.iter().any(|block| id.starts_with(block))
        })
}

/// Marks what begins with the words that attribute and ends in what is said: "announces its pledge".
fn mark_begun(statements: &[Statement], found: &mut AnnotationSet) {
    let said = Cover::new(
        statements
            .iter()
            .map(|statement| statement.content)
            .collect(),
    );
    let whole = statements
        .iter()
        .map(|statement| statement.marker.cover(statement.content));
    found.mark_where(whole, Scope::ATTRIBUTED, |annotation| {
        said.overlaps(annotation.span)
    });
}

/// Marks cues under a negator, but not definite nouns that it does not govern.
fn mark_denied(document: &Document<'_>, found: &mut AnnotationSet, denials: &[Denial]) {
    let original = document.text().original();
    for annotation in found.as_mut_slice() {
        let next = denials.partition_point(|denial| denial.span.start() <= annotation.span.start());
        let Some(denial) = next.checked_sub(1).map(|at| &denials[at]) else {
            continue;
        };
        let label = annotation.feature.is_some_and(|id| id.starts_with('B'));
        let ours = is_ours(annotation, original);
        if denial.against && (label || ours) {
            continue;
        }
        let core = annotation.proclitics.map_or(annotation.span, |clitics| {
            Span::new(clitics.end(), annotation.span.end())
        });
        let article = |span: Span| {
            let word = span.of(original);
            word.starts_with("ال") || word.starts_with("لل")
        };
        let definite = ours
            || article(annotation.span)
            || article(core)
            || in_construct(annotation.span.of(original))
            || annotation
                .proclitics
                .is_some_and(|clitics| clitics.of(original).ends_with("ال"))
            || annotation.kind == Kind::Entity;
        if denial.denies(annotation.span, definite) {
            annotation.scope.insert(Scope::NEGATED);
        }
    }
}

/// Whether something is named as the author's own, "our state": that belongs to no denial but the
/// plain one ("this is not our state").
fn is_ours(annotation: &Annotation, original: &str) -> bool {
    let is_mark = |c: &char| matches!(c, '\u{064B}'..='\u{065F}' | '\u{0640}' | '\u{0670}');
    let word = annotation.span.of(original);
    matches!(annotation.feature, Some("A1.self" | "B5.us"))
        && word
            .chars()
            .rev()
            .filter(|c| !is_mark(c))
            .take(2)
            .eq(['ا', 'ن'])
}

/// Whether a definite word behind the first makes the phrase definite: "the enemies of God".
fn in_construct(phrase: &str) -> bool {
    let mut words = phrase.split([' ', '_']).skip(1);
    words.any(|word| word.starts_with("ال"))
}

/// Names who claims a number: the speakers of the innermost statement around it, unless the author
/// turns to somebody else before it. A number without the attribute is the author's own; an empty
/// list is somebody who stays unnamed.
fn give_claimants(context: &Context<'_>, spoken: &Spoken<'_>, found: &mut AnnotationSet) {
    let turns = |statement: &Statement, number: Span| {
        let between = Span::new(statement.content.start(), number.start());
        let mut between = context.frame.within(between);
        !statement.quoted && between.any(|at| matches!(context.form(at), "بينما" | "وبينما"))
    };
    for annotation in found.as_mut_slice() {
        if annotation.kind == Kind::Quantity
            && let Some(statement) = spoken.around(annotation.span)
            && !turns(statement, annotation.span)
        {
            let ids = Value::List(statement.ids.clone());
            annotation.attrs.push(("claimant", ids));
            if let Some(speaker) = statement.speaker {
                let place = Value::Span(speaker);
                annotation.attrs.push(("claimant_span", place));
            }
        }
    }
}

/// The rest of the clause behind a hedge.
fn hedged(context: &Context<'_>) -> Vec<Span> {
    const REACH: usize = 8;
    let hedges = context.cues.iter().filter(|cue| cue.role == Role::Hedge);
    hedges
        .map(|cue| {
            let end = context.frame.sentence_of(cue.units.start).end;
            let reach = (cue.units.end..end.min(cue.units.end + REACH))
                .find(|&at| context.is_mark(at, &['،', ',', '؛']));
            context.span(cue.units.start..reach.unwrap_or(end.min(cue.units.end + REACH)))
        })
        .collect()
}

fn attribution_annotation(statement: &Statement) -> Annotation {
    let mut out = Annotation::new(statement.content, Kind::Attribution)
        .feature("H3")
        .attr("kind", Value::Text(statement.sort.clone().into()))
        .attr("marker", Value::Span(statement.marker))
        .attr("speakers", Value::List(statement.ids.clone()))
        .attr("quoted", Value::Flag(statement.quoted));
    if let Some(speaker) = statement.speaker {
        out = out.attr("speaker", Value::Span(speaker));
    }
    if let [id] = statement.ids.as_slice() {
        out = out.id(id.clone());
    }
    out
}

fn scripture_annotation(passage: &Passage) -> Annotation {
    let feature = if passage.sort == "hadith" { "E7" } else { "E6" };
    let out = Annotation::new(passage.span, Kind::Scripture)
        .feature(feature)
        .attr("kind", Value::Text(passage.sort.into()));
    let Some(citation) = passage.citation else {
        return out;
    };
    let verse = if citation.last_ayah == citation.ayah {
        format!("{}:{}", citation.sura, citation.ayah)
    } else {
        format!("{}:{}-{}", citation.sura, citation.ayah, citation.last_ayah)
    };
    let mut out = out
        .id(verse)
        .attr("words", Value::Number(citation.words as f64));
    if citation.continues {
        out = out.attr("continues", Value::Flag(true));
    }
    out
}

fn denial_annotation(denial: &Denial) -> Annotation {
    Annotation::new(denial.span, Kind::Negation)
        .feature("H9")
        .attr("marker", Value::Span(denial.marker))
}

/// What the marks of a quotation do, by its words and what stands around it.
fn quotation_annotations<'c>(
    context: &'c Context<'_>,
    spoken: &'c Spoken<'_>,
) -> impl Iterator<Item = Annotation> + 'c {
    context.quotes.iter().map(move |quote| {
        let role = QuoteRole::of(context, quote, spoken);
        let mut out = Annotation::new(quote.inner, Kind::Quotation)
            .feature("H2")
            .attr("marks", Value::Text(quote.marks.clone().into()))
            .attr("kind", Value::Text(role.kind.into()));
        if quote.depth > 0 {
            out = out.attr("depth", Value::Number(quote.depth as f64));
        }
        if !role.speakers.is_empty() {
            out = out.attr("speakers", Value::List(role.speakers));
        }
        if let Some(marker) = role.marker {
            out = out.attr("marker", Value::Span(marker));
        }
        out
    })
}

/// The sort of a quotation and who speaks in it.
struct QuoteRole {
    kind: &'static str,
    speakers: Vec<Cow<'static, str>>,
    marker: Option<Span>,
}

impl QuoteRole {
    fn of(context: &Context<'_>, quote: &Quote, spoken: &Spoken<'_>) -> Self {
        let words = context.frame.words_within(quote.inner);
        if let Some(statement) = spoken.exactly(quote.inner)
            && words >= 4
        {
            return Self {
                kind: "direct",
                speakers: statement.ids.clone(),
                marker: Some(statement.marker),
            };
        }
        let plain = |kind| Self {
            kind,
            speakers: Vec::new(),
            marker: None,
        };
        if let Some(cue) = naming_before(context, quote) {
            let between = context
                .frame
                .within(Span::new(cue.span.end(), quote.outer.start()));
            return Self {
                kind: "term",
                speakers: context.ids(between),
                marker: Some(cue.span),
            };
        }
        if is_name(context, quote, words) {
            return plain("name");
        }
        match words {
            0 | 1 => plain("scare"),
            2..=7 => Self {
                kind: "partial",
                speakers: spoken
                    .echo(context, quote)
                    .or_else(|| Some(spoken.around(quote.outer)?.ids.clone()))
                    .unwrap_or_default(),
                marker: None,
            },
            _ => plain("direct"),
        }
    }
}

/// The statements of a text by the place of their content.
struct Spoken<'s> {
    by_content: Vec<&'s Statement>,
    quoted: Vec<&'s Statement>,
}

impl<'s> Spoken<'s> {
    /// How many quotations a headline is compared with.
    const ECHOES: usize = 16;
    /// How many statements may lie in one another.
    const DEPTH: usize = 8;

    fn new(statements: &'s [Statement]) -> Self {
        let mut by_content: Vec<&Statement> = statements.iter().collect();
        by_content.sort_by_key(|statement| (statement.content.start(), statement.content.end()));
        let quoted = statements.iter().filter(|statement| statement.quoted);
        Self {
            by_content,
            quoted: quoted.take(Self::ECHOES).collect(),
        }
    }

    /// The statement whose content is `span`.
    fn exactly(&self, span: Span) -> Option<&'s Statement> {
        let key = (span.start(), span.end());
        let place = |statement: &&Statement| (statement.content.start(), statement.content.end());
        let at = self.by_content.binary_search_by_key(&key, place).ok()?;
        Some(self.by_content[at])
    }

    /// The innermost statement around `span`.
    fn around(&self, span: Span) -> Option<&'s Statement> {
        let next = self
            .by_content
            .partition_point(|statement| statement.content.start() <= span.start());
        let mut near = self.by_content[..next].iter().rev().take(Self::DEPTH);
        near.find(|statement| statement.content.contains(span))
            .copied()
    }

    /// The speakers of a quotation that holds the same words, as a headline takes them from it.
    fn echo(&self, context: &Context<'_>, quote: &Quote) -> Option<Vec<Cow<'static, str>>> {
        let words = |span: Span| {
            let units = &context.frame.units[context.frame.within(span)];
            units.iter().map(|unit| unit.form)
        };
        let own: Vec<&str> = words(quote.inner).collect();
        let echo = self.quoted.iter().find(|statement| {
            let theirs: Vec<&str> = words(statement.content).take(200).collect();
            let same = |window: &[&str]| {
                window
                    .iter()
                    .zip(&own)
                    .all(|(theirs, own)| theirs.ends_with(own))
            };
            theirs.windows(own.len()).any(same)
        })?;
        Some(echo.ids.clone())
    }
}

/// Whether the marks hold a proper name: a known one, or what a naming head noun announces.
fn is_name(context: &Context<'_>, quote: &Quote, words: usize) -> bool {
    let inner = context.frame.within(quote.inner);
    let known = context.mention(inner.start).is_some_and(|mention| {
        !mention.generic
            && mention.units.start <= inner.start
            && inner.end <= mention.units.end.max(inner.start + 1)
    });
    let before = context.frame.unit_at(quote.outer.start());
    let headed = before > 0
        && !context.form(before - 1).starts_with("ال")
        && matches!(
            context.noun(before - 1),
            Some(context::Noun::Organisation | context::Noun::Document)
        )
        && words <= 5;
    known || headed
}

/// The naming word right before a quotation, or one name earlier.
fn naming_before<'c, 'd>(context: &'c Context<'d>, quote: &Quote) -> Option<&'c Cue<'d>> {
    const REACH: usize = 3;
    let at = context.frame.unit_at(quote.outer.start());
    let near = context
        .cues
        .partition_point(|cue| cue.units.end + REACH < at);
    context.cues[near..]
        .iter()
        .take_while(|cue| cue.units.start < at)
        .find(|cue| cue.role == Role::Naming && cue.units.end <= at && at <= cue.units.end + REACH)
        // "A spokesman in the name of X" gives X no name.
        .filter(|cue| {
            let before = cue
                .units
                .start
                .checked_sub(1)
                .and_then(|at| context.noun(at));
            !cue.core.ends_with("اسم") || before != Some(context::Noun::Human)
        })
}
