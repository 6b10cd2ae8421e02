//! What tells words of scripture that somebody cites from words that happen to agree.
//!
//! Four agreeing words are enough with two rare ones, three where the writer marks them: with
//! brackets or quotation marks of their own, an opening formula, the name of a chapter.

use khitab_text::Span;

use super::super::context::Context;
use super::super::cues::{Cue, Role};
use super::super::frame::Unit;
use super::{Citation, REACH};

/// Agreeing words that make a citation by themselves.
const UNMARKED: usize = 4;
/// Agreeing words that make a citation where the writer marks it.
const MARKED: usize = 3;
/// Rare words among them, unless they are a whole verse or many; beyond four one very rare word will do.
const TELLING: usize = 2;
const SURE: usize = 7;

/// Whether the verse of so many words can be told.
pub(super) fn is_known(citation: &Citation) -> bool {
    citation.words > MARKED || citation.telling > 0
}

/// Whether it is everyday piety and no verse: a phrase of the list, or the formula that every chapter
/// but one opens with, however it is spelt.
pub(super) fn is_formula(context: &Context<'_>, citation: &Citation) -> bool {
    let opening = (citation.sura, citation.ayah, citation.last_ayah) == (1, 1, 1);
    opening || is_listed(context, citation.span, "formula")
}

/// What tells that words are cited, of one citation or of parts that only marks and signs keep apart.
#[derive(Clone, Copy, Default)]
pub(super) struct Sum {
    words: usize,
    telling: usize,
    striking: usize,
    whole: bool,
}

/// For each citation the sum of the parts that go on from one to the next without a word between them.
pub(super) fn sums(original: &str, citations: &[Citation]) -> Vec<Sum> {
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

    /// Whether so many words at `place` are a citation and no chance, where the writer's own words reach
    /// over `own`.
    pub(super) fn is_enough(self, context: &Context<'_>, place: Place, own: Option<Span>) -> bool {
        let span = place.span;
        if place.is_marked(context) || is_listed(context, span, "verse") {
            return self.words >= MARKED;
        }
        let text = span.of(context.original);
        let telling = self.telling >= TELLING;
        let pasted = own.is_none_or(|own| span.contains(own)) || is_vocalised(text);
        let rare = self.telling >= MARKED && self.striking >= TELLING && !is_enumeration(text);
        if self.words < UNMARKED {
            return self.words == MARKED && telling && (pasted || rare);
        }
        telling
            || self.words > UNMARKED && self.striking > 0
            || self.words >= SURE
            || self.whole
            || pasted
    }
}

/// From the first word that the writer says to the last: not what stands in tags, in other scripts, or
/// cut off at the end of the text.
pub(super) fn own_words(context: &Context<'_>) -> Option<Span> {
    let units = &context.frame.units;
    let is_own =
        |unit: &&Unit<'_>| unit.is_word() && !unit.hashtag && unit.form.contains(is_arabic);
    let cut = match units.as_slice() {
        [.., word, mark] if mark.is_mark(&['…']) => Some(word.span),
        _ => None,
    };
    let first = units.iter().find(is_own)?;
    let last = units
        .iter()
        .rev()
        .filter(is_own)
        .find(|unit| Some(unit.span) != cut)?;
    (first.span.start() <= last.span.start()).then(|| first.span.cover(last.span))
}

fn is_arabic(c: char) -> bool {
    matches!(c, '\u{0600}'..='\u{06FF}')
}

/// Whether most of its words begin with "and": things that are named together are everybody's.
fn is_enumeration(text: &str) -> bool {
    let words = text.split_whitespace();
    let joined = words.clone().filter(|word| word.starts_with('و')).count();
    2 * joined > words.count()
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

/// Words of the text and what stands around them, over spaces and what nobody sees.
#[derive(Clone, Copy)]
pub(super) struct Place {
    span: Span,
    before: Option<char>,
    after: Option<char>,
}

impl Place {
    pub(super) fn of(context: &Context<'_>, span: Span) -> Self {
        let before = context.original[..span.start()].trim_end_matches(is_blank);
        let after = context.original[span.end()..].trim_start_matches(is_blank);
        Self {
            span,
            before: before.chars().next_back(),
            after: after.chars().next(),
        }
    }

    /// Whether the writer marks the words as a citation.
    fn is_marked(self, context: &Context<'_>) -> bool {
        let announced = matches!(self.before, Some(':' | '(' | '"' | '\'' | '«' | '“'));
        self.is_enclosed() || is_named(context, self.span, announced)
    }

    /// Whether they stand in brackets or quotation marks of their own.
    pub(super) fn is_enclosed(self) -> bool {
        let bracket = matches!(self.before, Some('﴿' | '﴾' | '{' | '❰'));
        let pair = self.before.zip(self.after);
        bracket || pair.is_some_and(|pair| PAIRS.contains(&pair))
    }
}

/// Spaces, direction marks and joiners, and what only stretches or sets off a line of script.
fn is_blank(c: char) -> bool {
    c.is_whitespace()
        || matches!(c, '\u{0640}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}')
        || matches!(c, '\u{2060}'..='\u{2069}' | '\u{FEFF}')
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
