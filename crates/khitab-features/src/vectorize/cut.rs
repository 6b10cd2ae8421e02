//! Words cut into clitics and stems before they are counted.

use std::fmt::Write as _;
use std::sync::{Mutex, PoisonError};

use khitab_text::stem::Stemmer as _;
use khitab_text::{CliticStemmer, Normalizer, Segmenter, Span};
use rustc_hash::FxHashMap;

use super::prepare::{Prepared, Preparer};
use crate::ngrams::{TokenPattern, each_word};

/// What the units of word n-grams are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum Tokens {
    /// Words as written.
    #[default]
    Words,
    /// Proclitics, stem and enclitics as units of their own, the stem spelt as it stands alone:
    /// `وبمدرستهم` is `و+`, `ب+`, `مدرسه`, `+هم`.
    Segmented,
    /// One unit a word: its stem without clitics, article and light ending, as
    /// [`CliticStemmer`] has it.
    Stems,
}

impl Tokens {
    /// Whether words are left as they are.
    #[must_use]
    pub const fn are_words(&self) -> bool {
        matches!(self, Self::Words)
    }

    /// How the names of columns begin.
    pub(crate) const fn prefix(self) -> &'static str {
        match self {
            Self::Words => "word",
            Self::Segmented => "segment",
            Self::Stems => "stem",
        }
    }
}

/// Cuts the words of prepared texts.
#[derive(Debug)]
pub(crate) struct Cutter {
    tokens: Tokens,
    pattern: TokenPattern,
    preparer: Preparer,
    segmenter: Segmenter,
    stemmer: CliticStemmer,
    /// Marks and tatweel go before a stem is looked for.
    light: Normalizer,
    /// One a thread at most is out at a time.
    memories: Mutex<Vec<Memory>>,
}

/// Words seen before; `None` for one that stays whole.
type Memory = FxHashMap<Box<str>, Option<Box<CutWord>>>;

/// Words that one memory holds before it starts anew.
const REMEMBERED: usize = 1 << 15;

/// Units with spaces between them, each with its end there and its span in the word.
#[derive(Debug, Default)]
struct CutWord {
    text: String,
    units: Vec<(usize, Span)>,
}

/// A text of units with one space after each, and where they come from.
#[derive(Debug, Default)]
pub(crate) struct CutText {
    text: String,
    /// The end of each unit, and its span in the original.
    units: Vec<(usize, Span)>,
}

impl Cutter {
    pub(crate) fn new(tokens: Tokens, pattern: TokenPattern, preparer: Preparer) -> Self {
        let segmenter = Segmenter::standard();
        Self {
            tokens,
            pattern,
            preparer,
            stemmer: CliticStemmer::new(segmenter.clone()),
            segmenter,
            light: Normalizer::light(),
            memories: Mutex::default(),
        }
    }

    /// The units of `prepared`, which was made of `original`.
    pub(crate) fn cut(&self, original: &str, prepared: &Prepared<'_>) -> CutText {
        let mut memory = self.memories().pop().unwrap_or_default();
        let text = prepared.as_str();
        let mut out = CutText::default();
        each_word(text, self.pattern, |start, end| {
            let span = prepared.to_original(Span::new(start, end));
            let word = span.of(original);
            if !memory.contains_key(word) {
                if memory.len() >= REMEMBERED {
                    memory.clear();
                }
                memory.insert(word.into(), self.cut_word(word));
            }
            match memory.get(word) {
                Some(Some(cut)) => out.push_cut(cut, span.start()),
                _ => out.push_whole(&text[start..end], span),
            }
        });
        self.memories().push(memory);
        out
    }

    fn memories(&self) -> std::sync::MutexGuard<'_, Vec<Memory>> {
        // What a thread that panicked has left behind is still a list of whole memories.
        self.memories.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn cut_word(&self, word: &str) -> Option<Box<CutWord>> {
        let found = self.segmenter.segment(word);
        let mut out = CutWord::default();
        if self.tokens == Tokens::Stems {
            let plain = self.light.normalize(word);
            let stem = self.stemmer.stem(plain.normalized());
            out.push("", &self.preparer.prepare(&stem), "", found.split.stem());
            return (!out.units.is_empty()).then(|| Box::new(out));
        }
        if found.split.is_whole() {
            return None;
        }
        for span in found.split.proclitics() {
            out.push("", &self.preparer.prepare(span.of(word)), "+", span);
        }
        let stem = found.restored_stem(word);
        out.push("", &self.preparer.prepare(&stem), "", found.split.stem());
        for span in found.split.enclitics() {
            out.push("+", &self.preparer.prepare(span.of(word)), "", span);
        }
        Some(Box::new(out))
    }
}

impl Clone for Cutter {
    /// Memories stay behind: they change no answer.
    fn clone(&self) -> Self {
        Self::new(self.tokens, self.pattern, self.preparer.clone())
    }
}

impl CutWord {
    fn push(&mut self, before: &str, unit: &Prepared<'_>, after: &str, span: Span) {
        let unit = unit.as_str();
        // White space would part it when the units are read.
        if unit.is_empty() || unit.contains(char::is_whitespace) {
            return;
        }
        if !self.text.is_empty() {
            self.text.push(' ');
        }
        // Writing to a string cannot fail.
        let _ = write!(self.text, "{before}{unit}{after}");
        self.units.push((self.text.len(), span));
    }
}

impl CutText {
    fn push_whole(&mut self, word: &str, span: Span) {
        self.text.push_str(word);
        self.units.push((self.text.len(), span));
        self.text.push(' ');
    }

    fn push_cut(&mut self, cut: &CutWord, start: usize) {
        let base = self.text.len();
        self.text.push_str(&cut.text);
        self.text.push(' ');
        let units = cut.units.iter().map(|&(end, span)| {
            let span = Span::new(start + span.start(), start + span.end());
            (base + end, span)
        });
        self.units.extend(units);
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.text
    }

    /// From the first byte of the first unit that `span` touches to the last of the last one.
    pub(crate) fn to_original(&self, span: Span) -> Span {
        let first = self.units.partition_point(|&(end, _)| end <= span.start());
        let last = self.units.partition_point(|&(end, _)| end < span.end());
        let at = |unit: usize| {
            self.units
                .get(unit)
                .map_or_else(Span::default, |unit| unit.1)
        };
        let (first, last) = (at(first), at(last));
        Span::new(first.start(), last.end().max(first.end()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Preparation;

    fn units(tokens: Tokens, text: &str) -> Vec<(String, String)> {
        let preparer = Preparation::default().preparer();
        let cutter = Cutter::new(tokens, TokenPattern::Arabic, preparer.clone());
        let cut = cutter.cut(text, &preparer.prepare(text));
        let mut start = 0;
        let units = cut.units.iter().map(|&(end, span)| {
            let unit = cut.text[start..end].to_owned();
            start = end + 1;
            (unit, span.of(text).to_owned())
        });
        units.collect()
    }

    #[cfg(feature = "segmenter-data")]
    #[test]
    fn units_are_spelt_alone_and_stand_on_their_letters() {
        let pair = |unit: &str, of: &str| (unit.to_owned(), of.to_owned());
        assert_eq!(
            units(Tokens::Segmented, "وَبِمدرستهم، للنفط #مدرسة"),
            [
                pair("و+", "وَ"),
                pair("ب+", "بِ"),
                pair("مدرسه", "مدرست"),
                pair("+هم", "هم"),
                pair("ل+", "ل"),
                pair("النفط", "لنفط"),
                pair("مدرسه", "مدرسة"),
            ]
        );
        assert_eq!(
            units(Tokens::Stems, "وللمدرّسين كتاب"),
            [pair("مدرس", "لمدرّسين"), pair("كتاب", "كتاب")]
        );
    }

    #[test]
    fn words_without_clitics_are_the_words() {
        let text = "كتاب wifi 2017";
        let words: Vec<_> = units(Tokens::Segmented, text);
        assert_eq!(words.len(), 3);
        assert!(words.iter().all(|(unit, of)| unit == of));
        assert_eq!(units(Tokens::Segmented, "، !"), []);
    }

    #[test]
    fn spans_of_several_units_reach_from_the_first_to_the_last() {
        let text = "في وبيتها";
        let preparer = Preparation::default().preparer();
        let cutter = Cutter::new(Tokens::Segmented, TokenPattern::Arabic, preparer.clone());
        let cut = cutter.cut(text, &preparer.prepare(text));
        let end = cut.as_str().trim_end().len();
        assert_eq!(cut.to_original(Span::new(0, end)).of(text), text);
        assert_eq!(cut.to_original(Span::new(0, "في".len())).of(text), "في");
    }
}
