//! Mentions that the gazetteer knows.

use core::ops::Range;
use std::borrow::Cow;

use khitab_text::Span;

use crate::annotation::Words;
use crate::gazetteer::note;
use crate::reader::{Reader, Role};
use crate::words::Class;
use crate::{Annotation, Entry, Hit, Kind, Matcher, Name, Scope, Value};

/// A named thing in the text, or words that stand for one.
#[derive(Clone, Debug)]
pub(super) struct Mention {
    pub(super) units: Range<usize>,
    pub(super) span: Span,
    pub(super) id: Cow<'static, str>,
    pub(super) kind: Cow<'static, str>,
    pub(super) canonical: Cow<'static, str>,
    pub(super) naming: Option<&'static str>,
    pub(super) platform: Option<Cow<'static, str>>,
    pub(super) designation: Option<Cow<'static, str>>,
    pub(super) clitics: [Option<Span>; 2],
    pub(super) feature: Option<&'static str>,
    pub(super) hashtag: bool,
    pub(super) anaphora: bool,
    /// The title that introduced a person, without clitics.
    pub(super) title: String,
}

impl Mention {
    /// A mention that a rule finds; `canonical` is the name as it is written.
    pub(super) fn by_rule(
        reader: &Reader<'_>,
        units: Range<usize>,
        kind: impl Into<Cow<'static, str>>,
    ) -> Self {
        let span = reader.span(units.clone());
        let forms: Vec<&str> = units.clone().map(|at| reader.form(at)).collect();
        let words: Vec<&str> = span.of(reader.original).split_whitespace().collect();
        Self {
            id: forms.join("_").into(),
            canonical: words.join(" ").into(),
            units,
            span,
            kind: kind.into(),
            naming: None,
            platform: None,
            designation: None,
            clitics: [None; 2],
            feature: None,
            hashtag: false,
            anaphora: false,
            title: String::new(),
        }
    }

    /// The same mention under the name without the `particles` that it is written with.
    pub(super) fn without(mut self, particles: &str) -> Self {
        let bare = |name: &str| name.strip_prefix(particles).map(str::to_owned);
        let (Some(id), Some(canonical)) = (bare(&self.id), bare(&self.canonical)) else {
            return self;
        };
        if !particles.is_empty() {
            let start = self.span.start();
            self.clitics[0] = Some(Span::new(start, start + particles.len()));
        }
        (self.id, self.canonical) = (id.into(), canonical.into());
        self
    }

    pub(super) fn is_designated(&self) -> bool {
        self.kind.starts_with("organisation/designated")
    }

    pub(super) fn annotation(self) -> Annotation {
        let mut out = Annotation::new(self.span, Kind::Entity);
        out.feature = self.feature;
        out.proclitics = self.clitics[0];
        out.enclitics = self.clitics[1];
        if self.hashtag {
            out.scope.insert(Scope::HASHTAG);
        }
        let mut attr = |name, value: Cow<'static, str>| out.attrs.push((name, Value::Text(value)));
        attr("type", self.kind);
        attr("canonical", self.canonical);
        if let Some(naming) = self.naming {
            attr("naming", naming.into());
        }
        if let Some(platform) = self.platform {
            attr("platform", platform);
        }
        if let Some(designation) = self.designation {
            attr("designation", designation);
        }
        if self.anaphora {
            out.attrs.push(("anaphora", Value::Flag(true)));
        }
        out.id(self.id)
    }
}

/// The gazetteer hits that stand, in order.
pub(super) fn named<'m>(
    reader: &Reader<'_>,
    matcher: &'m Matcher,
    words: Words<'m>,
    hits: &[Hit],
) -> Vec<Mention> {
    let known = hits
        .iter()
        .filter_map(|hit| Some((hit, matcher.name(hit)?)));
    let is_weak = |variant: &Entry| note(&variant.notes, "weak").is_some();
    let mut strong: Vec<&str> = Vec::new();
    if known.clone().any(|(_, (_, variant))| is_weak(variant)) {
        let sure = known.clone().filter(|(_, (_, variant))| !is_weak(variant));
        strong.extend(sure.map(|(_, (name, _))| name.id.as_str()));
        strong.sort_unstable();
        strong.dedup();
    }
    let stands = |name: &Name| strong.binary_search(&name.id.as_str()).is_ok();
    known
        .filter(|(_, (name, variant))| !is_weak(variant) || stands(name))
        .filter_map(|(hit, (name, variant))| mention(reader, words, hit, name, variant))
        .collect()
}

fn mention<'m>(
    reader: &Reader<'_>,
    words: Words<'m>,
    hit: &Hit,
    name: &'m Name,
    variant: &Entry,
) -> Option<Mention> {
    let units = reader.frame.within(hit.span);
    if note(&variant.notes, "guard") == Some("history") && beside_history(reader, &units) {
        return None;
    }
    let dateline = name.kind == "place" && is_dateline(reader, &units);
    let kind = if dateline {
        Cow::Borrowed("place/dateline")
    } else {
        words(&name.kind)
    };
    let designated = name.kind.starts_with("organisation/designated");
    Some(Mention {
        span: hit.span,
        id: words(&name.id),
        kind,
        canonical: words(&name.canonical),
        naming: naming(reader, &units, variant),
        platform: name.note("platform").map(words),
        designation: name.note("designation").map(words),
        clitics: [hit.proclitics, hit.enclitics],
        feature: designated.then_some("A4"),
        hashtag: hit.hashtag,
        anaphora: false,
        title: String::new(),
        units,
    })
}

/// How the text names a group: a self-name under a head noun or a hedge is neutral style.
fn naming(reader: &Reader<'_>, units: &Range<usize>, variant: &Entry) -> Option<&'static str> {
    match note(&variant.notes, "naming")? {
        "self" if is_hedged(reader, units) => Some("neutral"),
        "self" => Some("self"),
        "outsider" => Some("outsider"),
        _ => Some("neutral"),
    }
}

/// Whether تنظيم, ما يسمى and the like stand before, or المزعومة behind.
fn is_hedged(reader: &Reader<'_>, units: &Range<usize>) -> bool {
    let quote = ['"', '“', '”', '«', '»', '\'', '‘', '’', '('];
    let mut before = units.start;
    let mut last = "";
    for _ in 0..2 {
        if reader.opens_line(before) {
            break;
        }
        before -= 1;
        if !reader.is_mark(before, &quote) {
            last = reader.form(before);
            break;
        }
    }
    let bare = last.trim_start_matches(['و', 'ف', 'ب', 'ل', 'ك']);
    let after = reader.form(units.end);
    Class::GroupHead.holds(bare)
        || Class::NamingHedge.ends(last)
        || matches!(after, "المزعومه" | "المزعوم" | "الوهميه")
}

fn beside_history(reader: &Reader<'_>, units: &Range<usize>) -> bool {
    let near = units.start.saturating_sub(5)..(units.end + 5).min(reader.len());
    near.into_iter().any(|at| reader.is(at, Role::History))
}

/// Whether a place opens a line and a dash or a colon follows: `المغرب - ...:`.
fn is_dateline(reader: &Reader<'_>, units: &Range<usize>) -> bool {
    reader.opens_line(units.start) && reader.is_mark(units.end, &['-', '–', '—', ':', '/'])
}
