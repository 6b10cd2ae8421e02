//! From annotations to the values of the taxonomy, block by block.

pub(crate) mod company;
pub(crate) mod cues;
mod discourse;
mod form;
mod media;
pub(crate) mod names;
mod naming;
pub(crate) mod pronouns;
mod religion;
mod sentences;
mod violence;

use khitab_text::{Span, TokenKind};
use rustc_hash::FxHashMap;

use crate::scope::frame::Frame;
use crate::taxonomy::{Feature, Unit};
use crate::{AnnotationSet, Document, Kind};

/// The value of one feature in one document, by the formula of the taxonomy.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Measure {
    /// Which feature.
    pub feature: Feature,
    /// Over everything.
    pub value: f64,
    /// Over what the author uses; the same as `value` for a feature of the whole document.
    pub in_use: f64,
    /// What a linear model sees: rates smoothed for short texts, logarithms of what has no limit.
    pub scaled: [f64; 2],
    /// The places behind it.
    pub spans: Vec<Span>,
}

/// Words added to the length of every text before a rate is scaled, so that one hit in a tweet of
/// five words is not twenty times one hit in a paragraph.
const SMOOTHING: f64 = 25.0;

/// A document with its annotations, as the blocks read it.
pub(crate) struct Page<'p> {
    pub(crate) document: &'p Document<'p>,
    pub(crate) found: &'p AnnotationSet,
    pub(crate) frame: &'p Frame<'p>,
    pub(crate) words: f64,
}

impl<'p> Page<'p> {
    pub(crate) fn new(
        document: &'p Document<'_>,
        frame: &'p Frame<'_>,
        found: &'p AnnotationSet,
    ) -> Self {
        let words = frame.units.iter().filter(|unit| unit.is_word()).count() as f64;
        Self {
            document,
            found,
            frame,
            words,
        }
    }

    /// Whether the word at `span` was read under a disguise.
    pub(crate) fn is_disguised(&self, span: Span) -> bool {
        let disguises = self.document.disguises();
        let next = disguises.partition_point(|hidden| hidden.span.end() <= span.start());
        disguises
            .get(next)
            .is_some_and(|hidden| hidden.span.overlaps(span))
    }

    /// The share of words that lie inside annotations of one kind.
    pub(crate) fn covered(&self, kind: Kind) -> f64 {
        let mut reached = 0;
        let mut inside = 0_usize;
        for annotation in self.found.of(kind) {
            let range = self.frame.within(annotation.span);
            let fresh = range.start.max(reached)..range.end.max(reached);
            reached = fresh.end;
            inside += self.frame.units[fresh]
                .iter()
                .filter(|unit| unit.is_word())
                .count();
        }
        inside as f64 / self.words.max(1.0)
    }
}

/// The features that are measured, in the order of their columns.
#[derive(Clone, Debug)]
pub(crate) struct Measured {
    features: Vec<Feature>,
    /// The place of each by its id.
    index: FxHashMap<&'static str, usize>,
}

impl Measured {
    pub(crate) fn new(features: impl IntoIterator<Item = Feature>) -> Self {
        let mut out = Self {
            features: Vec::new(),
            index: FxHashMap::default(),
        };
        for feature in features {
            out.push(feature);
        }
        out
    }

    pub(crate) fn push(&mut self, feature: Feature) {
        self.index.insert(feature.id, self.features.len());
        self.features.push(feature);
    }

    pub(crate) fn features(&self) -> &[Feature] {
        &self.features
    }
}

/// Sums under way, one a feature.
pub(crate) struct Tally<'m> {
    index: &'m FxHashMap<&'static str, usize>,
    rows: Vec<Row>,
}

#[derive(Clone, Default)]
struct Row {
    all: f64,
    used: f64,
    spans: Vec<Span>,
}

impl<'m> Tally<'m> {
    fn new(measured: &'m Measured) -> Self {
        Self {
            index: &measured.index,
            rows: vec![Row::default(); measured.features.len()],
        }
    }

    /// Counts a hit, but not the same words twice: two lists of one feature may hold them.
    pub(crate) fn hit(&mut self, id: &str, weight: f64, in_use: bool, span: Span) {
        if let Some(&at) = self.index.get(id) {
            let row = &mut self.rows[at];
            if row.spans.last() == Some(&span) {
                return;
            }
            row.all += weight;
            row.used += if in_use { weight } else { 0.0 };
            row.spans.push(span);
        }
    }

    /// Sets both sums.
    pub(crate) fn set(&mut self, id: &str, all: f64, used: f64) {
        if let Some(&at) = self.index.get(id) {
            self.rows[at].all = all;
            self.rows[at].used = used;
        }
    }

    /// Says where a value that is no sum of hits comes from.
    pub(crate) fn places(&mut self, id: &str, spans: impl Iterator<Item = Span>) {
        if let Some(&at) = self.index.get(id) {
            self.rows[at].spans.extend(spans);
        }
    }

    /// The sums so far: over everything and in use.
    pub(crate) fn get(&self, id: &str) -> (f64, f64) {
        self.index
            .get(id)
            .map_or((0.0, 0.0), |&at| (self.rows[at].all, self.rows[at].used))
    }
}

/// Measures every feature in a document, in the order of their columns.
pub(crate) fn measure(
    measured: &Measured,
    document: &Document<'_>,
    frame: &Frame<'_>,
    found: &AnnotationSet,
) -> impl Iterator<Item = Measure> {
    let page = Page::new(document, frame, found);
    let mut tally = Tally::new(measured);
    for annotation in found
        .iter()
        .filter(|annotation| annotation.kind == Kind::Cue)
    {
        if let Some(id) = annotation.feature {
            let in_use = annotation.scope.in_use();
            tally.hit(id, annotation.weight(), in_use, annotation.span);
        }
    }
    naming::measure(&page, &mut tally);
    violence::measure(&page, &mut tally);
    religion::measure(&page, &mut tally);
    form::measure(&page, &mut tally);
    discourse::measure(&page, &mut tally);
    media::measure(&page, &mut tally);
    let words = page.words;
    let rows = measured.features.iter().zip(tally.rows);
    rows.map(move |(feature, row)| finish(words, feature, row))
}

fn finish(words: f64, feature: &Feature, row: Row) -> Measure {
    let used = if feature.scoped { row.used } else { row.all };
    let value = |sum: f64| match feature.unit {
        Unit::Rate => 100.0 * sum / words.max(1.0),
        _ => sum,
    };
    let scaled = |sum: f64| match feature.unit {
        // Nothing stays nothing, and most features of most texts are.
        _ if sum == 0.0 => sum,
        // Only weights of a user are below zero.
        Unit::Rate => (100.0 * sum.abs() / (words + SMOOTHING))
            .ln_1p()
            .copysign(sum),
        Unit::Count => sum.ln_1p(),
        _ => sum,
    };
    Measure {
        feature: *feature,
        value: value(row.all),
        in_use: value(used),
        scaled: [scaled(row.all), scaled(used)],
        spans: row.spans,
    }
}

/// The number of tokens of one kind.
pub(crate) fn tokens_of(document: &Document<'_>, kind: TokenKind) -> f64 {
    document
        .tokens()
        .iter()
        .filter(|token| token.kind == kind)
        .count() as f64
}
