//! Hits of the cue lists as annotations, after the guards of their features.
//!
//! A list names its feature and, where the feature has parts, its group. Two groups count
//! nothing themselves: `guard` and `frame` words let or keep hits of the same feature from
//! counting. `bare` words count only beside a frame word. Two groups count with a word for a group of
//! people (the guards of B3): `people` words beside it, `object` words right before it.

use khitab_text::Span;

use crate::annotation::Words;
use crate::scope::frame::Frame;
use crate::taxonomy::feature;
use crate::{Annotation, Document, Hit, Inflection, Kind, Matcher, Scope, Target, Value};

/// How near a word for people must stand to an animal or disease word, in units.
const GROUP_REACH: usize = 3;
/// How near a word for people must stand to words that drive them out, in units.
const THREAT_REACH: usize = 5;
/// How far behind a call to harm the people may stand who are its object, in units: "all the X".
const OBJECT_REACH: usize = 2;
/// How near a frame word must stand to a bare brand.
const FRAME_REACH: usize = 2;

/// What hits of a list do.
#[derive(Clone, Debug, PartialEq)]
enum Use {
    /// They count for a feature.
    Count(&'static str),
    /// They count for the first feature, inside a hashtag for the second.
    Tagged(&'static str, &'static str),
    /// They count when a word of the guard list of that feature, the second, is near.
    Beside(&'static str, &'static str, usize),
    /// They count when a word for a group of people stands right behind.
    Onto(&'static str),
    /// They are such guard words of a feature.
    Guard(&'static str),
    /// They count, and keep self names inside them from counting.
    Shadow(&'static str),
    /// Not a cue.
    Nothing,
}

/// The uses of all lists of a matcher.
#[derive(Clone, Debug)]
pub(crate) struct CueUses {
    uses: Vec<Use>,
    /// The list of reporting verbs.
    reporting: Option<usize>,
}

impl CueUses {
    pub(crate) fn new(matcher: &Matcher) -> Self {
        let lists = matcher.lexicons();
        Self {
            uses: lists
                .iter()
                .map(|list| use_of(list.feature(), list.get("group")))
                .collect(),
            reporting: lists.iter().position(|list| list.name() == "reporting"),
        }
    }

    /// The annotations of all hits that count.
    pub(crate) fn annotate<'m>(
        &self,
        matcher: &'m Matcher,
        words: Words<'m>,
        hits: &[Hit],
        document: &Document<'_>,
        frame: &Frame<'_>,
    ) -> Vec<Annotation> {
        let guards = Guards::new(self, hits);
        // One hit in four counts, and others will stand beside them.
        let mut out = Vec::with_capacity(hits.len() / 2);
        for hit in hits {
            let Target::Cue { list, .. } = hit.target else {
                continue;
            };
            let (id, counts) = match self.uses[list as usize] {
                Use::Count(id) => (
                    id,
                    !(guards.shadowed(id, hit.span)
                        || guards.is_surname(id, hit)
                        || guards.says_else(id, hit.span)),
                ),
                Use::Tagged(plain, tag) => {
                    let id = if hit.hashtag { tag } else { plain };
                    (id, !guards.shadowed(id, hit.span))
                }
                Use::Beside(id, guard, reach) => (id, guards.near(guard, hit.span, reach, frame)),
                Use::Onto(id) => (id, guards.follow("B3", hit.span, OBJECT_REACH, frame)),
                Use::Shadow(id) => (id, true),
                Use::Guard(_) | Use::Nothing => continue,
            };
            let verb = self.reporting == Some(list as usize);
            if counts && !(verb && is_verbal_noun(matcher, hit, document)) {
                out.extend(annotation(matcher, words, hit, id));
            }
        }
        out
    }
}

fn use_of(id: Option<&str>, group: Option<&str>) -> Use {
    let Some(id) = id else {
        return Use::Nothing;
    };
    let part = group.and_then(|group| feature(&format!("{id}.{group}")));
    match (feature(id).map(|main| main.id), group) {
        (Some("A1"), Some("guard")) => Use::Shadow("A1.neutral"),
        (Some("A1"), Some("public")) => Use::Tagged("A1.public", "A1.tag"),
        (Some("A1"), _) => Use::Count("A1.self"),
        (Some(id), Some("guard" | "frame")) => Use::Guard(id),
        (Some(id @ "B3"), _) => Use::Beside(id, id, GROUP_REACH),
        (Some(id), Some("people")) => Use::Beside(id, "B3", THREAT_REACH),
        (Some(id), Some("object")) => Use::Onto(id),
        (Some(id), Some("bare")) => Use::Beside(id, id, FRAME_REACH),
        (main, _) => part
            .map(|part| part.id)
            .or(main)
            .map_or(Use::Nothing, Use::Count),
    }
}

/// The guard words of a text.
struct Guards {
    words: Vec<(&'static str, Span)>,
    shadows: Vec<Span>,
}

impl Guards {
    fn new(uses: &CueUses, hits: &[Hit]) -> Self {
        let mut out = Self {
            words: Vec::with_capacity(hits.len()),
            shadows: Vec::new(),
        };
        for hit in hits {
            let Target::Cue { list, .. } = hit.target else {
                continue;
            };
            match uses.uses[list as usize] {
                Use::Guard(id) => out.words.push((id, hit.span)),
                Use::Shadow(_) => out.shadows.push(hit.span),
                _ => {}
            }
        }
        out
    }

    /// Whether a neutral phrase of the same feature covers `span`; a self name that begins with one
    /// and goes on is not covered ("the caliphate of Ali", but "a caliphate on the prophetic way").
    fn shadowed(&self, id: &str, span: Span) -> bool {
        if !matches!(id, "A1.self" | "A1.public" | "A1.tag") {
            return false;
        }
        let next = self
            .shadows
            .partition_point(|shadow| shadow.start() <= span.start());
        self.shadows[..next].iter().rev().take(4).any(|shadow| {
            let goes_on = shadow.start() == span.start() && shadow.end() < span.end();
            shadow.overlaps(span) && !goes_on
        })
    }

    /// Whether a bare word for a fighter stands right behind a first name: a surname then.
    fn is_surname(&self, id: &str, hit: &Hit) -> bool {
        if id != "C1.jihad" || hit.proclitics.is_some() || hit.enclitics.is_some() {
            return false;
        }
        let next = self.first_from(hit.span.start());
        let mut before = self.words[..next].iter().rev().take(4);
        before.any(|(of, word)| *of == "A4" && word.end() + 1 == hit.span.start())
    }

    /// Whether what looks like a slur begins a guard phrase: "those who reject the dialogue", "those who
    /// wear masks".
    fn says_else(&self, id: &str, span: Span) -> bool {
        matches!(id, "B1" | "B2")
            && self.words[self.first_from(span.start())..]
                .iter()
                .take_while(|(_, word)| word.start() == span.start())
                .any(|(of, word)| *of == id && word.end() > span.end())
    }

    /// Whether a guard word of the feature stands within `reach` units of `span`.
    fn near(&self, id: &str, span: Span, reach: usize, frame: &Frame<'_>) -> bool {
        let at = frame.unit_at(span.start());
        let low = frame
            .units
            .get(at.saturating_sub(reach))
            .map_or(0, |unit| unit.span.start());
        let last = (frame.within(span).end + reach).min(frame.units.len());
        let high = last
            .checked_sub(1)
            .map_or(0, |last| frame.units[last].span.end());
        self.inside(Span::new(low, high.max(low)))
            .any(|(guarded, word)| *guarded == id && !word.overlaps(span))
    }

    /// Whether a guard word of the feature stands within `reach` words behind `span`.
    fn follow(&self, id: &str, span: Span, reach: usize, frame: &Frame<'_>) -> bool {
        let behind = frame.within(span).end;
        let units = frame.units[behind..].iter().take(reach);
        let words = units.take_while(|unit| unit.is_word() && !unit.starts_line());
        words.last().is_some_and(|last| {
            let behind = Span::new(span.end(), last.span.end());
            self.inside(behind).any(|(guarded, _)| *guarded == id)
        })
    }

    /// The guard words inside `span`.
    fn inside(&self, span: Span) -> impl Iterator<Item = &(&'static str, Span)> {
        self.words[self.first_from(span.start())..]
            .iter()
            .take_while(move |(_, word)| word.end() <= span.end())
    }

    /// The number of the first guard word that starts at `start` or behind it.
    fn first_from(&self, start: usize) -> usize {
        self.words.partition_point(|(_, word)| word.start() < start)
    }
}

/// Whether a reporting verb is its verbal noun here, because a preposition stands before a
/// perfect: لكشف, بإعلان.
fn is_verbal_noun(matcher: &Matcher, hit: &Hit, document: &Document<'_>) -> bool {
    hit.proclitics.is_some()
        && matcher
            .cue(hit)
            .is_some_and(|(_, entry)| entry.inflection.contains(Inflection::PERFECT))
        && document.text().normalized()[..hit.core.start()].ends_with(['ل', 'ب', 'ك'])
}

/// The hit of a list as an annotation that counts for the feature `id`.
pub(crate) fn annotation<'m>(
    matcher: &'m Matcher,
    words: Words<'m>,
    hit: &Hit,
    id: &'static str,
) -> Option<Annotation> {
    let (list, entry) = matcher.cue(hit)?;
    let weighed = (entry.weight - 1.0).abs() > f64::EPSILON;
    let mut attrs = Vec::with_capacity(1 + usize::from(weighed));
    attrs.push(("list", Value::Text(words(list.name()))));
    if weighed {
        attrs.push(("weight", Value::Number(entry.weight)));
    }
    if entry.is_common() {
        attrs.push(("common", Value::Flag(true)));
    }
    let mut scope = Scope::default();
    if hit.hashtag {
        scope.insert(Scope::HASHTAG);
    }
    Some(Annotation {
        span: hit.span,
        kind: Kind::Cue,
        feature: Some(id),
        id: Some(words(&entry.lemma)),
        proclitics: hit.proclitics,
        enclitics: hit.enclitics,
        scope,
        attrs,
    })
}
