//! The hits of a text: where a word or its stem begins, and which reading of it stands.

use core::ops::Range;

use super::{Hit, Matcher, Target};
use crate::clitics::{Proclitics, Split, Start, is_pronoun, starts};
use crate::lexicon::{After, Automaton, Head, Reading, char_at};
use crate::{Document, Lexicon, WordClass};
use khitab_text::{Cursor, Span, Text, Token, TokenKind};

/// Room for the cuts and the readings of nearly every word.
const ROOM: usize = 16;

/// A reading at a place, before the readings of one word are weighed against each other.
#[derive(Clone, Copy, Debug)]
struct Found {
    target: Target,
    class: WordClass,
    start: Start,
    end: usize,
    word_end: usize,
}

impl Found {
    fn is_whole(&self) -> bool {
        self.start.proclitics == Proclitics::NONE && self.end == self.word_end
    }

    /// Whether it stands beside a hit on the whole word that ends there, or on none where that is 0.
    fn stands_beside(&self, whole: usize) -> bool {
        self.is_whole()
            || self.word_end > whole
            || self.class == WordClass::Particle
            || self.start.proclitics.contains(Proclitics::ARTICLE)
    }

    fn list(&self) -> usize {
        match self.target {
            Target::Name { .. } => 0,
            Target::Cue { list, .. } => list as usize + 1,
        }
    }

    /// The hit of this reading on `token` and what follows; `places` lead back to the original.
    fn hit(&self, token: &Token, places: &mut Cursor<'_>) -> Hit {
        let start = token.normalized.start();
        let mut original = |start: usize, end: usize| {
            (start < end).then(|| places.to_original(Span::new(start, end)))
        };
        let proclitics = original(start, self.start.at);
        let enclitics = original(self.end, self.word_end);
        Hit {
            target: self.target,
            span: whole(token, self.word_end, |span| places.to_original(span)),
            core: Span::new(self.start.at, self.end),
            proclitics,
            enclitics,
            hashtag: token.inside,
        }
    }
}

/// Memory for one word after the other.
#[derive(Debug)]
pub(crate) struct Room {
    cuts: Vec<Start>,
    found: Vec<Found>,
    /// Lists with the ends of their hits.
    taken: Vec<(usize, usize)>,
}

impl Default for Room {
    fn default() -> Self {
        Self {
            cuts: Vec::with_capacity(ROOM),
            found: Vec::with_capacity(ROOM),
            taken: Vec::with_capacity(ROOM),
        }
    }
}

impl Matcher {
    /// Finds all hits, in order of their start. The cost is linear in the length of the text.
    #[must_use]
    pub fn find(&self, document: &Document<'_>) -> Vec<Hit> {
        let mut hits = Vec::new();
        self.find_in(document, &mut hits, &mut Room::default());
        hits
    }

    /// As [`Matcher::find`], in memory that is there already.
    pub(crate) fn find_in(&self, document: &Document<'_>, hits: &mut Vec<Hit>, room: &mut Room) {
        let text = document.text();
        let Room { cuts, found, taken } = room;
        hits.clear();
        taken.clear();
        // About one word in three is a hit of some list.
        hits.reserve(document.tokens().len() / 3);
        let mut places = text.cursor();
        for token in document.tokens() {
            if !matches!(token.kind, TokenKind::Word | TokenKind::Number) {
                continue;
            }
            let normalized = text.normalized();
            let Range { start, end } = token.normalized.range();
            let head = Head::of(normalized, start);
            starts(&head, start, cuts);
            for &cut in &*cuts {
                // A Latin name behind an Arabic particle, وTwitter, is a token of its own.
                let latin =
                    || char_at(normalized, cut.at).is_some_and(|(c, _)| c.is_ascii_alphabetic());
                if cut.at < end || (cut.at == end && latin()) {
                    let letters = head.letters((cut.at - start) / 2);
                    self.read(text, token, cut, letters, found);
                }
            }
            if !found.is_empty() {
                weigh(found);
                self.choose(found, start, taken);
                hits.extend(found.drain(..).map(|one| one.hit(token, &mut places)));
            }
        }
    }

    /// Adds every reading of the word whose stem begins at `cut` with those `letters`.
    fn read(
        &self,
        text: &Text<'_>,
        token: &Token,
        cut: Start,
        letters: [usize; 3],
        found: &mut Vec<Found>,
    ) {
        let normalized = text.normalized();
        let mut longest = longest_whole(found);
        self.automaton
            .walk(normalized, cut.at, letters, |place, end| {
                let pronoun_end = pronoun_end(text, end);
                // Most forms that are found only begin a longer word.
                if pronoun_end.is_none() && !Automaton::is_open(place) {
                    return;
                }
                for reading in self.automaton.readings(place) {
                    let open = reading.after == After::Letters;
                    let Some(word_end) =
                        pronoun_end.or_else(|| open.then(|| letters_end(text, end)))
                    else {
                        continue;
                    };
                    if !reading.class.takes(cut.proclitics) {
                        continue;
                    }
                    let one = Found {
                        target: reading.target,
                        class: reading.class,
                        start: cut,
                        end: if open { word_end } else { end },
                        word_end,
                    };
                    let whole = one.is_whole();
                    let spelt = || !reading.spelt || self.is_spelt(text, &one);
                    // The segmenter is asked last, and not about what a whole word puts out.
                    if reading.allows(&one)
                        && one.stands_beside(longest)
                        && (whole || self.admits(text, token, &one))
                        && spelt()
                    {
                        longest = longest.max(if whole { one.end } else { 0 });
                        found.push(one);
                    }
                }
            });
    }

    /// Whether the original writes the stem as the row of its list does, over marks and tatweel.
    fn is_spelt(&self, text: &Text<'_>, found: &Found) -> bool {
        let Target::Cue { list, entry } = found.target else {
            return true;
        };
        let rows = self.lexicons.get(list as usize).map(Lexicon::entries);
        let Some(row) = rows.and_then(|rows| rows.get(entry as usize)) else {
            return true;
        };
        let stem = text.to_original(Span::new(found.start.at, found.end));
        let written = stem.of(text.original());
        const SHADDA: char = '\u{0651}';
        if row.pattern.contains(SHADDA) && !written.contains(SHADDA) {
            return false;
        }
        let given = letters(&row.pattern).count();
        // An ending that was made is not looked at, and presentation forms are taken as they read.
        letters(&row.pattern).eq(letters(written).take(given)) || written.contains(is_presentation)
    }

    fn admits(&self, text: &Text<'_>, token: &Token, found: &Found) -> bool {
        let start = token.normalized.start();
        let normalized = text.normalized();
        written_as_proclitics(text, token, found.start)
            && self.admit.admits(&Split {
                word: &normalized[start..found.word_end],
                original: whole(token, found.word_end, |span| text.to_original(span))
                    .of(text.original()),
                proclitics: &normalized[start..found.start.at],
                stem: &normalized[found.start.at..found.end],
                enclitic: &normalized[found.end..found.word_end],
                class: found.class,
            })
    }

    /// Keeps of the readings of the word at `start` the longest of each list, unless a hit of that list goes on
    /// into the word: `taken` are lists with the ends of such hits.
    fn choose(&self, found: &mut Vec<Found>, start: usize, taken: &mut Vec<(usize, usize)>) {
        taken.retain(|&(_, end)| end > start);
        found.retain(|one| {
            let list = one.list();
            if taken.iter().any(|&(other, _)| other == list) {
                return false;
            }
            taken.push((list, one.word_end));
            match one.target {
                Target::Name { variant } => self.gazetteer.named(variant).is_some(),
                Target::Cue { .. } => true,
            }
        });
    }
}

impl Reading {
    fn allows(&self, found: &Found) -> bool {
        let proclitics = found.start.proclitics;
        let before = if self.behind_lam {
            proclitics.contains(Proclitics::LAM) && !proclitics.contains(Proclitics::ARTICLE)
        } else {
            true
        };
        let bare = found.end == found.word_end;
        let article = proclitics.contains(Proclitics::ARTICLE);
        before && self.after.allows(bare, article)
    }
}

/// The place in the original from the start of `token` to a byte of the normalised text, from which `to_original`
/// leads back.
fn whole(token: &Token, end: usize, to_original: impl FnOnce(Span) -> Span) -> Span {
    if end == token.normalized.end() {
        token.span
    } else {
        to_original(Span::new(token.normalized.start(), end))
    }
}

/// Where the longest hit on the whole word ends; 0 where there is none.
fn longest_whole(found: &[Found]) -> usize {
    let whole = found.iter().filter(|one| one.is_whole());
    whole.map(|one| one.end).max().unwrap_or(0)
}

/// Sorts the readings of one word by list, longest first, and lets whole words win.
fn weigh(found: &mut Vec<Found>) {
    if found.len() == 1 {
        return;
    }
    let whole = longest_whole(found);
    found.retain(|one| one.stands_beside(whole));
    found.sort_by_key(|one| {
        (
            one.list(),
            core::cmp::Reverse(one.word_end),
            one.start.at,
            one.target,
        )
    });
}

/// Where the word ends whose stem ends at `end`: there, or behind a pronoun.
fn pronoun_end(text: &Text<'_>, end: usize) -> Option<usize> {
    /// Bytes of the longest pronoun, هما.
    const LONGEST: usize = 6;
    let normalized = text.normalized();
    // The next letter of a longer word nearly always tells.
    match char_at(normalized, end) {
        None => return Some(end),
        Some((c, _)) if !is_letter(c) => return Some(end),
        Some((c, _)) if !matches!(c, 'ه' | 'ك' | 'ن' | 'ي') => return None,
        _ => {}
    }
    let mut at = end;
    while let Some((c, len)) = char_at(normalized, at) {
        if !is_letter(c) {
            break;
        }
        at += len;
        if at - end > LONGEST {
            return None;
        }
    }
    let rest = &normalized[end..at];
    // قتلة is not قتل with a pronoun, though both are written قتله after normalisation.
    let marbuta = rest == "ه" && first_letter(text, end) == Some('ة');
    (is_pronoun(rest) && !marbuta).then_some(at)
}

/// Whether a character goes on with a word; Arabic letters and marks and ASCII are told without a table.
fn is_letter(c: char) -> bool {
    match c {
        '\u{0621}'..='\u{064A}' | 'a'..='z' => true,
        '\0'..='\u{7F}' => c.is_ascii_uppercase(),
        '،' | '؛' | '؟' => false,
        _ => c.is_alphanumeric() && !c.is_numeric(),
    }
}

const fn is_presentation(c: char) -> bool {
    matches!(c, '\u{FB50}'..='\u{FDFF}' | '\u{FE70}'..='\u{FEFC}')
}

/// The letters of a text, without marks and tatweel.
fn letters(text: &str) -> impl Iterator<Item = char> {
    let is_mark = |c: &char| matches!(c, '\u{0610}'..='\u{061A}' | '\u{0640}' | '\u{064B}'..='\u{065F}' | '\u{0670}');
    text.chars().filter(move |c| is_letter(*c) && !is_mark(c))
}

/// Where the letters end that go on at `end`.
fn letters_end(text: &Text<'_>, end: usize) -> usize {
    let mut at = end;
    while let Some((_, len)) = char_at(text.normalized(), at).filter(|(c, _)| is_letter(*c)) {
        at += len;
    }
    at
}

/// Whether the original writes the alef of a question as أ and that of an article without hamza.
fn written_as_proclitics(text: &Text<'_>, token: &Token, cut: Start) -> bool {
    let start = token.normalized.start();
    let first = || token.span.of(text.original()).chars().next().map(plain);
    let question = cut.proclitics.contains(Proclitics::QUESTION);
    if question && first() != Some('أ') {
        return false;
    }
    let article = cut.proclitics.contains(Proclitics::ARTICLE)
        && text.normalized()[start..cut.at].ends_with("ال");
    let alef = || match cut.at - 4 {
        at if at == start => first(),
        at => first_letter(text, at),
    };
    !article || !matches!(alef(), Some('أ' | 'إ' | 'آ'))
}

/// The letter of the original behind a byte of the normalised text.
fn first_letter(text: &Text<'_>, at: usize) -> Option<char> {
    let (_, len) = char_at(text.normalized(), at)?;
    let span = text.to_original(Span::new(at, at + len));
    span.of(text.original()).chars().next().map(plain)
}

/// The letter that is meant by the fixed shapes of those that normalising folds.
const fn plain(c: char) -> char {
    match c {
        '\u{FE81}' | '\u{FE82}' => 'آ',
        '\u{FE83}' | '\u{FE84}' => 'أ',
        '\u{FE87}' | '\u{FE88}' => 'إ',
        '\u{FE93}' | '\u{FE94}' => 'ة',
        c => c,
    }
}
