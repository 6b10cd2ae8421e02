//! Words that were written so that no word list finds them.
//!
//! The reader knows a list of words and looks for them under thirteen disguises, alone or
//! together: controls and other shapes inside the word, letters without dots, letters of other
//! scripts, digits and signs, repeated, spaced, punctuated, split in two, spelled in Latin. What
//! a character may stand for is the table `data/chars/stand_ins.tsv`, directed to Arabic: the
//! confusables of Unicode (TR 39) lead away from it.
//!
//! A disguise is believed only when it leads to a word of the list. Two pieces are joined, and
//! plain letters given dots, only where the pieces are too rare as words of their own.

mod arabizi;
mod kind;
pub(crate) mod readings;
mod search;
mod trie;
mod units;
mod window;

use core::fmt;

pub use kind::{EvasionKind, EvasionKinds};

use crate::hashtags::Frequency;
use crate::tokenize::social::Social;
use crate::{Segmenter, Span, TokenKind};
use readings::fold;
use search::Search;
use trie::Trie;
use units::{Role, Unit, units};
use window::Window;

/// A word of the list under a disguise.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Evasion<'d> {
    /// Bytes of the text, clitics and endings included.
    pub span: Span,
    /// The word as the list has it.
    pub word: &'d str,
    /// How it was hidden.
    pub kinds: EvasionKinds,
    /// How far the writing is from the word; 1 is the least.
    pub cost: u16,
}

type Words = Box<dyn Frequency + Send + Sync>;

/// Finds disguised words of a list.
///
/// ```
/// use khitab_text::{Deobfuscator, EvasionKind};
/// let reader = Deobfuscator::new(["داعش", "قتال"]);
/// let text = "قالوا إن د.ا.ع.ش لا يريد القتٵل و da3esh بعيد";
/// let found = reader.find(text);
/// assert_eq!(found[0].span.of(text), "د.ا.ع.ش");
/// assert!(found[0].kinds.contains(EvasionKind::Punctuated));
/// assert_eq!(found[1].word, "قتال");
/// assert_eq!(found[2].span.of(text), "da3esh");
/// ```
pub struct Deobfuscator {
    names: Vec<String>,
    words: Trie,
    prefixes: Trie,
    suffixes: Trie,
    frequency: Words,
    most: u16,
}

impl fmt::Debug for Deobfuscator {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Deobfuscator")
            .field("words", &self.names.len())
            .finish_non_exhaustive()
    }
}

impl Deobfuscator {
    /// Looks for these words and phrases, in any ordinary spelling of them.
    #[must_use]
    pub fn new<W: AsRef<str>>(words: impl IntoIterator<Item = W>) -> Self {
        let mut names = Vec::new();
        // The letters of one word behind those of the other.
        let mut letters = String::new();
        let mut ends = Vec::new();
        for word in words {
            let start = letters.len();
            fold_into(&mut letters, word.as_ref());
            if letters[start..].chars().nth(2).is_some() && names.len() < u32::MAX as usize {
                ends.push(letters.len());
                names.push(word.as_ref().to_owned());
            } else {
                letters.truncate(start);
            }
        }
        let starts = core::iter::once(0).chain(ends.iter().copied());
        let folded = starts.zip(&ends).map(|(start, &end)| &letters[start..end]);
        let (prefixes, suffixes) = search::affixes();
        Self {
            names,
            words: Trie::new(folded),
            prefixes,
            suffixes,
            frequency: Box::new(Shipped(Segmenter::standard())),
            most: 9,
        }
    }

    /// Asks `frequency` how common a piece of text is as a word of its own, marks left out.
    ///
    /// The more words it knows, the fewer neighbours are joined by mistake. Unless told, the
    /// list of the segmenter is asked, and a few function words without that list.
    #[must_use]
    pub fn frequency(mut self, frequency: impl Frequency + Send + Sync + 'static) -> Self {
        self.frequency = Box::new(frequency);
        self
    }

    /// Believes nothing that costs more; 9 unless told.
    #[must_use]
    pub fn max_cost(mut self, most: u16) -> Self {
        self.most = most;
        self
    }

    /// The disguised words of `text`, in order; links and addresses are not searched.
    #[must_use]
    pub fn find(&self, text: &str) -> Vec<Evasion<'_>> {
        let mut out = Vec::new();
        let mut from = 0;
        for piece in Social::new(text).pieces() {
            match piece.kind {
                TokenKind::Url | TokenKind::Email | TokenKind::Mention => {
                    self.read(text, Span::new(from, piece.span.start()), &mut out);
                    from = piece.span.end();
                }
                _ => {}
            }
        }
        self.read(text, Span::new(from, text.len()), &mut out);
        out
    }

    /// The words that Latin letters may spell by sound, with their cost, cheapest first.
    #[must_use]
    pub fn arabizi(&self, latin: &str) -> Vec<(&str, u16)> {
        arabizi::candidates(&self.words, latin)
            .into_iter()
            .filter_map(|(word, cost)| Some((self.names.get(word as usize)?.as_str(), cost)))
            .collect()
    }

    fn read<'d>(&'d self, text: &str, range: Span, out: &mut Vec<Evasion<'d>>) {
        self.read_windows(Window::first(text, range), out);
    }

    fn read_windows<'d>(&'d self, mut window: Window<'_>, out: &mut Vec<Evasion<'d>>) {
        let mut at = 0;
        loop {
            while at < window.decided {
                let found = begins(&window.units, at)
                    .then(|| self.at(window.text, &window.units, at))
                    .flatten();
                match found {
                    Some((evasion, end)) => {
                        out.push(evasion);
                        at = end.max(at + 1);
                    }
                    None => at += 1,
                }
            }
            match window.next(at) {
                Some(next) => (window, at) = next,
                None => return,
            }
        }
    }

    /// The disguised word at unit `at` and the unit after it.
    fn at<'d>(&'d self, text: &str, units: &[Unit], at: usize) -> Option<(Evasion<'d>, usize)> {
        if units[at].c.is_ascii_alphanumeric()
            && let Some(found) = self.latin(text, units, at)
        {
            return Some(found);
        }
        let found = Search {
            units,
            names: &self.names,
            words: &self.words,
            prefixes: &self.prefixes,
            suffixes: &self.suffixes,
            frequency: &*self.frequency,
            start: at,
            steps: 0,
            best: None,
        }
        .run()
        .filter(|found| found.cost <= self.most)?;
        let evasion = Evasion {
            span: Span::new(units[at].span.start(), units[found.end - 1].end()),
            word: self.names.get(found.word as usize)?,
            kinds: found.kinds,
            cost: found.cost,
        };
        Some((evasion, found.end))
    }

    /// A run of Latin letters and digits, by sound.
    fn latin<'d>(&'d self, text: &str, units: &[Unit], at: usize) -> Option<(Evasion<'d>, usize)> {
        let latin = |unit: &&Unit| unit.c.is_ascii_alphanumeric() || unit.c == '\'';
        let starts = !at
            .checked_sub(1)
            .is_some_and(|b| units[b].role == Role::Arabic);
        let end = at + units[at..].iter().take_while(latin).count();
        let ends = units.get(end).is_none_or(|unit| unit.role != Role::Arabic);
        let span = Span::new(units[at].span.start(), units[end - 1].end());
        let surface = span.of(text).trim_end_matches('\'');
        // Without a digit among the letters it may be any other language.
        if !starts || !ends || !arabizi::has_digit_letter(surface) {
            return None;
        }
        let (word, cost) = *arabizi::candidates(&self.words, surface)
            .first()
            .filter(|(_, cost)| *cost <= 3)?;
        let kinds = EvasionKinds::only(EvasionKind::Arabizi);
        let evasion = Evasion {
            span: Span::new(span.start(), span.start() + surface.len()),
            word: self.names.get(word as usize)?,
            kinds,
            cost: cost + kinds.cost(),
        };
        Some((evasion, end))
    }
}

/// Whether a word may begin at unit `at`: no letter of its script stands before it, and a
/// character of another script has an Arabic letter near.
fn begins(units: &[Unit], at: usize) -> bool {
    let before = at.checked_sub(1).map(|before| units[before]);
    let near = |unit: &Unit| unit.role == Role::Arabic;
    if units[at].c.is_ascii_alphanumeric() && !before.is_some_and(|u| u.c.is_ascii_alphanumeric()) {
        return true;
    }
    match units[at].role {
        Role::Arabic => !before.is_some_and(|unit| near(&unit)),
        Role::StandIn => {
            !before.is_some_and(|unit| near(&unit)) && units[at + 1..].iter().take(3).any(near)
        }
        _ => false,
    }
}

/// Writes the letters of a word in the one spelling that is searched; words of a phrase by one space.
fn fold_into(out: &mut String, word: &str) {
    // Words of lists are plain letters nearly always.
    let plain = |c: char| matches!(c, '\u{0621}'..='\u{063A}' | '\u{0641}'..='\u{064A}');
    if word.chars().all(plain) {
        out.extend(word.chars().map(fold));
        return;
    }
    let start = out.len();
    for unit in units(word, Span::new(0, word.len())) {
        match unit.role {
            Role::Arabic => out.push(fold(unit.c)),
            _ if out.len() > start && !out.ends_with(' ') => out.push(' '),
            _ => {}
        }
    }
    out.truncate(out.trim_end().len().max(start));
}

/// The words of the segmenter, and the commonest without it.
struct Shipped(Segmenter);

impl Frequency for Shipped {
    fn half_decades(&self, word: &str) -> Option<u8> {
        const COMMON: [&str; 16] = [
            "ال", "الى", "ان", "او", "بن", "على", "عن", "في", "كان", "كل", "لا", "ما", "مع", "من",
            "هو", "يا",
        ];
        let known = self.0.half_decades(word);
        known.or_else(|| COMMON.contains(&word).then_some(15))
    }
}

#[cfg(test)]
mod tests;
