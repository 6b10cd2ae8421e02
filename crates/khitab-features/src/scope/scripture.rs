//! Scripture: words of the Qur'an and of hadith that the author cites.
//!
//! Text between ornate brackets is scripture whatever its length; `evidence` tells how many agreeing
//! words are a citation elsewhere. A hadith is what stands between "the Messenger of God said" and
//! the end of its quotation or line; it is found by its formulas only.

mod evidence;
mod index;
mod words;

use khitab_text::Span;

pub use index::{Citation, ScriptureError, ScriptureIndex};
pub(super) use words::Word;

use self::evidence::Place;
use super::context::Context;
use super::cues::{Cue, Role};
use super::frame::Unit;
use crate::Document;

/// How far behind an opening formula a citation may begin, in units.
const REACH: usize = 6;
/// The longest text between ornate brackets, in units.
const BRACKET_LIMIT: usize = 200;

/// A place in the text that is scripture.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Passage {
    pub span: Span,
    /// `quran`, `formula` or `hadith`.
    pub sort: &'static str,
    /// Where it is in the index.
    pub citation: Option<Citation>,
}

/// Finds all passages, in order of their start.
pub(super) fn find(
    document: &Document<'_>,
    context: &Context<'_>,
    index: Option<&ScriptureIndex>,
    words: &mut Vec<Word>,
) -> Vec<Passage> {
    let mut out = index.map_or_else(Vec::new, |index| {
        cited(context, index.find_in(document, words))
    });
    let citations = out.len();
    brackets(context, &mut out);
    let mut hadiths = Vec::new();
    for cue in &context.cues {
        match cue.role {
            Role::Quran if cue.sort() == "opener" => {
                quoted_behind(context, cue, "quran", &mut out);
            }
            Role::Hadith if cue.sort() == "opener" => hadith(context, cue, &mut hadiths),
            _ => {}
        }
    }
    parted(&mut out, citations);
    let mut out = merged(out);
    out.extend(merged(hadiths));
    out.sort_by_key(|passage| (passage.span.start(), core::cmp::Reverse(passage.span.end())));
    out
}

/// The citations that are no chance.
fn cited(context: &Context<'_>, citations: Vec<Citation>) -> Vec<Passage> {
    let mut out: Vec<Passage> = Vec::new();
    if citations.is_empty() {
        return out;
    }
    let sums = evidence::sums(context.original, &citations);
    let own = evidence::own_words(context);
    let mut cited = false;
    for (mut citation, sum) in citations.into_iter().zip(sums) {
        let place = Place::of(context, citation.span);
        let enough = sum.is_enough(context, place, own);
        citation.continues &= cited && !(enough && place.is_enclosed());
        cited = citation.continues || enough;
        if cited {
            let formula = evidence::is_formula(context, &citation);
            out.push(Passage {
                span: citation.span,
                sort: if formula { "formula" } else { "quran" },
                citation: evidence::is_known(&citation).then_some(citation),
            });
        }
    }
    out
}

/// Passages that overlap are one; the one that knows its verse gives the sort. A saying of the Prophet
/// and the verse in it stay two.
fn merged(mut passages: Vec<Passage>) -> Vec<Passage> {
    passages.sort_by_key(|passage| (passage.span.start(), core::cmp::Reverse(passage.span.end())));
    let mut out: Vec<Passage> = Vec::with_capacity(passages.len());
    for passage in passages {
        match out.last_mut() {
            Some(last) if last.span.overlaps(passage.span) => {
                last.span = last.span.cover(passage.span);
                if last.citation.is_none() && passage.citation.is_some() {
                    (last.sort, last.citation) = (passage.sort, passage.citation);
                }
            }
            _ => out.push(passage),
        }
    }
    out
}

/// Leaves out brackets and quotations that hold several citations: each of those stands for itself.
/// `out` begins with the citations, in order.
fn parted(out: &mut Vec<Passage>, citations: usize) {
    let (cited, wraps) = out.split_at(citations);
    let holds_several = |wrap: &Passage| {
        let first = cited.partition_point(|one| one.span.start() < wrap.span.start());
        let inside = cited[first..]
            .iter()
            .take_while(|one| one.span.end() <= wrap.span.end());
        let own = |one: &&Passage| one.citation.is_none_or(|citation| !citation.continues);
        inside.filter(own).nth(1).is_some()
    };
    let wraps: Vec<Passage> = wraps
        .iter()
        .filter(|wrap| !holds_several(wrap))
        .cloned()
        .collect();
    out.truncate(citations);
    out.extend(wraps);
}

/// Text between ornate brackets, on one line or within a few.
fn brackets(context: &Context<'_>, out: &mut Vec<Passage>) {
    let mut open: Option<usize> = None;
    for &at in &context.frame.marks {
        let unit = &context.frame.units[at];
        // Each of them has three bytes: a comma or a full stop is none by its first.
        if unit.form.bytes().next().is_none_or(|first| first < 0xE0) {
            continue;
        }
        if unit.is_mark(&['﴿', '❰']) || (open.is_none() && unit.is_mark(&['﴾'])) {
            open = Some(at);
        } else if unit.is_mark(&['﴾', '❱', '﴿'])
            && let Some(start) = open.take()
        {
            let inner = start + 1..at;
            let span = context.span(inner.clone());
            let words = context.frame.units[inner.clone()].iter().any(Unit::is_word);
            let known = out
                .iter()
                .rev()
                .take(8)
                .any(|known| known.span.contains(span));
            if words && !known && inner.len() < BRACKET_LIMIT {
                out.push(Passage {
                    span,
                    sort: "quran",
                    citation: None,
                });
            }
        }
    }
}

/// The quotation that an opening formula announces.
fn quoted_behind(context: &Context<'_>, cue: &Cue<'_>, sort: &'static str, out: &mut Vec<Passage>) {
    let quote = (cue.units.end..cue.units.end + REACH).find_map(|at| context.quote_opened_at(at));
    if let Some(quote) = quote {
        out.push(Passage {
            span: quote.inner,
            sort,
            citation: None,
        });
    }
}

/// The text behind a hadith formula: its quotation, or the rest of the line behind a colon.
fn hadith(context: &Context<'_>, cue: &Cue<'_>, out: &mut Vec<Passage>) {
    let known = out.len();
    quoted_behind(context, cue, "hadith", out);
    if out.len() > known {
        return;
    }
    let colon = (cue.units.end..cue.units.end + REACH).find(|&at| context.is_mark(at, &[':']));
    if let Some(colon) = colon {
        let end = context.frame.line_end(colon);
        if colon + 1 < end {
            out.push(Passage {
                span: context.span(colon + 1..end),
                sort: "hadith",
                citation: None,
            });
        }
    }
}
