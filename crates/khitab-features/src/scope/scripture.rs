//! Scripture: words of the Qur'an and of hadith that the author cites.
//!
//! A citation counts with four agreeing words, or three where the writer marks it with ornate
//! brackets, braces or an opening formula. Text between ornate brackets is scripture whatever
//! its length. A hadith is what stands between "the Messenger of God said" and the end of its
//! quotation or line; it is found by its formulas only.

mod index;
mod words;

use khitab_text::Span;

pub use index::{Citation, ScriptureError, ScriptureIndex};

use super::context::Context;
use super::cues::{Cue, Role};
use super::frame::Unit;
use crate::Document;

/// Agreeing words that make a citation by themselves.
const UNMARKED: usize = 4;
/// Agreeing words that make a citation where the writer marks it.
const MARKED: usize = 3;
/// Rare words among them, unless they are a whole verse or many; beyond four one very rare word will do.
const TELLING: usize = 2;
const SURE: usize = 7;
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
pub(crate) fn find(
    document: &Document<'_>,
    context: &Context<'_>,
    index: Option<&ScriptureIndex>,
) -> Vec<Passage> {
    let mut out: Vec<Passage> = Vec::new();
    let citations = index.map_or_else(Vec::new, |index| index.find(document));
    let sums = sums(context.original, &citations);
    let own = own_words(context);
    let mut cited = false;
    for (mut citation, sum) in citations.into_iter().zip(sums) {
        let enough = is_enough(context, &citation, sum, own);
        let (before, after) = neighbours(context, citation.span);
        citation.continues &= cited && !(enough && is_enclosed(before, after));
        cited = citation.continues || enough;
        if cited {
            let formula = is_opening(&citation) || is_listed(context, citation.span, "formula");
            let known = citation.words > MARKED || citation.telling > 0;
            out.push(Passage {
                span: citation.span,
                sort: if formula { "formula" } else { "quran" },
                citation: known.then_some(citation),
            });
        }
    }
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

/// Whether it is the formula that every chapter but one opens with, however it is spelt.
fn is_opening(citation: &Citation) -> bool {
    (citation.sura, citation.ayah, citation.last_ayah) == (1, 1, 1)
}

/// What tells that words are cited, of one citation or of parts that only marks and signs keep apart.
#[derive(Clone, Copy, Default)]
struct Sum {
    words: usize,
    telling: usize,
    striking: usize,
    whole: bool,
}

/// For each citation the sum of the parts that go on from one to the next without a word between them.
fn sums(original: &str, citations: &[Citation]) -> Vec<Sum> {
    let goes_on = |left: &Citation, right: &Citation| {
        let between = &original[left.span.end()..right.span.start()];
        right.continues && !between.contains(char::is_alphabetic)
    };
    let parts = citations.chunk_by(goes_on);
    parts
        .flat_map(|parts| core::iter::repeat_n(Sum::of(parts), parts.len()))
        .collect()
}

impl Sum {
    fn of(parts: &[Citation]) -> Self {
        parts.iter().fold(Self::default(), |sum, part| Self {
            words: sum.words + part.words,
            telling: sum.telling + part.telling,
            striking: sum.striking + part.striking,
            whole: sum.whole || part.whole,
        })
    }
}

/// Whether most of its words begin with "and": things that are named together are everybody's.
fn is_enumeration(text: &str) -> bool {
    let words = text.split_whitespace();
    let joined = words.clone().filter(|word| word.starts_with('و')).count();
    2 * joined > words.count()
}

/// From the first word that the writer says to the last: not what stands in tags, in other scripts, or
/// cut off at the end of the text.
fn own_words(context: &Context<'_>) -> Option<Span> {
    let units = &context.frame.units;
    let is_own = |unit: &&Unit<'_>| unit.is_word() && !unit.hashtag && unit.form.contains(is_arabic);
    let cut = match units.as_slice() {
        [.., word, mark] if mark.is_mark(&['…']) => Some(word.span),
        _ => None,
    };
    let first = units.iter().find(is_own)?;
    let last = units.iter().rev().filter(is_own).find(|unit| Some(unit.span) != cut)?;
    (first.span.start() <= last.span.start()).then(|| first.span.cover(last.span))
}

fn is_arabic(c: char) -> bool {
    matches!(c, '\u{0600}'..='\u{06FF}')
}

/// Whether so many words are a citation and no chance.
fn is_enough(context: &Context<'_>, citation: &Citation, sum: Sum, own: Option<Span>) -> bool {
    let span = citation.span;
    let (before, after) = neighbours(context, span);
    let telling = sum.telling >= TELLING;
    if is_marked(context, span, before, after) || is_listed(context, span, "verse") {
        return sum.words >= MARKED;
    }
    let alone = own.is_none_or(|own| span.contains(own));
    let pasted = alone || is_vocalised(span.of(context.original));
    let rare = sum.telling >= MARKED
        && sum.striking >= TELLING
        && !is_enumeration(span.of(context.original));
    if sum.words >= MARKED && telling && (pasted || rare) {
        return true;
    }
    let telling = telling
        || sum.words > UNMARKED && sum.striking > 0
        || sum.words >= SURE
        || sum.whole
        || pasted;
    sum.words >= UNMARKED && telling
}

/// What stands before and behind `span`, over spaces and what nobody sees.
fn neighbours(context: &Context<'_>, span: Span) -> (Option<char>, Option<char>) {
    let before = context.original[..span.start()].trim_end_matches(is_blank);
    let after = context.original[span.end()..].trim_start_matches(is_blank);
    (before.chars().next_back(), after.chars().next())
}

/// Spaces, direction marks and joiners, and what only stretches or sets off a line of script.
fn is_blank(c: char) -> bool {
    c.is_whitespace()
        || matches!(c, '\u{0640}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}')
        || matches!(c, '\u{2060}'..='\u{2069}' | '\u{FEFF}')
}

/// Whether the writer marks the words at `span`, between these two, as a citation.
fn is_marked(context: &Context<'_>, span: Span, before: Option<char>, after: Option<char>) -> bool {
    let announced = matches!(before, Some(':' | '(' | '"' | '\'' | '«' | '“'));
    is_enclosed(before, after) || is_named(context, span, announced)
}

/// Pairs of marks that set off a citation; writers of Arabic also type them the other way round.
const PAIRS: [(char, char); 13] = [
    ('(', ')'),
    ('[', ']'),
    ('"', '"'),
    ('\'', '\''),
    ('«', '»'),
    ('»', '«'),
    ('“', '”'),
    ('”', '“'),
    ('‘', '’'),
    ('’', '‘'),
    ('《', '》'),
    ('〈', '〉'),
    ('۞', '۞'),
];

/// Whether a citation between these two stands in brackets or quotation marks of its own.
fn is_enclosed(before: Option<char>, after: Option<char>) -> bool {
    let bracket = matches!(before, Some('﴿' | '﴾' | '{' | '❰'));
    bracket || before.zip(after).is_some_and(|pair| PAIRS.contains(&pair))
}

/// Whether a formula or the name of a chapter stands before the words at `span`, or the name
/// behind them. A name before them counts where they are `announced` by a mark.
fn is_named(context: &Context<'_>, span: Span, announced: bool) -> bool {
    let start = context.frame.unit_at(span.start());
    let end = context.frame.unit_at(span.end());
    let named = |cue: &Cue<'_>| {
        let before = cue.units.end <= start && start <= cue.units.end + REACH;
        match cue.sort() {
            "opener" => before,
            // "What" of Egypt is spelt as "verse" is.
            "source" => {
                let behind = (end..end + REACH).contains(&cue.units.start);
                before && announced || behind && !cue.notes("ambiguous")
            }
            _ => false,
        }
    };
    let from = start.saturating_sub(2 * REACH);
    let mut cues = context.cues_in(from..end + REACH);
    cues.any(|cue| cue.role == Role::Quran && named(cue))
}

/// Whether at least every third letter has a vowel mark, as pasted verses do.
fn is_vocalised(text: &str) -> bool {
    let marks = text
        .chars()
        .filter(|c| matches!(c, '\u{064B}'..='\u{0652}'))
        .count();
    let letters = text.chars().filter(|c| c.is_alphabetic()).count();
    3 * marks >= letters
}

/// Whether the words at `span` lie in, or hold, a phrase of that sort in the list: a `formula` of
/// everyday piety, or a short `verse` that everyone cites.
fn is_listed(context: &Context<'_>, span: Span, sort: &str) -> bool {
    const LONGEST: usize = 200;
    let near = context
        .cues
        .partition_point(|cue| cue.span.start() + LONGEST < span.start());
    context.cues[near..]
        .iter()
        .take_while(|cue| cue.span.start() < span.end())
        .filter(|cue| cue.role == Role::Quran && cue.sort() == sort)
        .any(|cue| cue.span.contains(span) || sort == "verse" && span.contains(cue.span))
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
            let words = context.frame.units[inner.clone()]
                .iter()
                .any(Unit::is_word);
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
