//! The text as the scope rules read it: words and marks in lines and sentences.

use core::ops::Range;

use khitab_text::{Span, TokenKind};

use super::endings::ENDINGS;
use crate::Document;
use crate::pool::emptied;

/// The white space before a unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Gap {
    /// It touches the unit before it.
    None,
    /// Space inside a line.
    Space,
    /// A new line.
    Line,
    /// At least one empty line, or the start of the text.
    Paragraph,
}

/// A word, number or mark. The words of a hashtag stand for the hashtag.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Unit<'d> {
    /// Its normalised form.
    pub form: &'d str,
    /// Its place in the original.
    pub span: Span,
    /// What the tokenizer found it to be.
    pub kind: TokenKind,
    /// What stands before it.
    pub gap: Gap,
    /// Whether it is a word of a hashtag.
    pub hashtag: bool,
    /// The number of its sentence.
    sentence: u32,
}

impl Unit<'_> {
    /// Whether it is a word.
    pub(crate) fn is_word(&self) -> bool {
        self.kind == TokenKind::Word
    }

    /// Whether it is one of these marks, alone or repeated.
    #[inline]
    pub(crate) fn is_mark<const N: usize>(&self, marks: &[char; N]) -> bool {
        let Some(first) = self.mark() else {
            return false;
        };
        // All are looked at: a loop that may end early is foreseen worse.
        let begins = |known, &mark| known | (first == mark);
        marks.iter().fold(false, begins) && self.form.chars().skip(1).all(|c| marks.contains(&c))
    }

    /// The first character of a mark or sign.
    #[inline]
    fn mark(&self) -> Option<char> {
        let is_mark = matches!(self.kind, TokenKind::Punctuation | TokenKind::Symbol);
        if is_mark {
            self.form.chars().next()
        } else {
            None
        }
    }

    /// Whether it starts a line.
    pub(crate) fn starts_line(&self) -> bool {
        self.gap >= Gap::Line
    }
}

/// All units of a text with its sentences.
#[derive(Debug, Default)]
pub(crate) struct Frame<'d> {
    pub units: Vec<Unit<'d>>,
    /// Ranges of units: end at `. ! ? ؟ …` and at the end of a line.
    pub sentences: Vec<Range<usize>>,
    /// Ranges of units of each line.
    pub lines: Vec<Range<usize>>,
    /// The units that are marks or signs: who asks for some need not look at all words.
    pub marks: Vec<usize>,
    /// The numbers in digits.
    pub numbers: Vec<usize>,
    /// The units that may end in one of [`ENDINGS`].
    pub endings: Vec<usize>,
    /// Whether the text has a link, the name of an account or a hashtag.
    pub links: bool,
    /// For each [`BLOCK`] of bytes the first unit that starts in it or behind, so that a place of
    /// a long text is found as fast as one of a short text.
    blocks: Vec<u32>,
}

/// Bytes of the original between two entries of `Frame::blocks`.
const BLOCK: usize = 64;

const TERMINAL: [char; 5] = ['.', '!', '?', '؟', '…'];
const CLOSING: [char; 6] = ['"', '”', '»', ')', '\'', '’'];

impl<'d> Frame<'d> {
    /// Reads the tokens of `document` once.
    pub(crate) fn new(document: &'d Document<'_>) -> Self {
        Self::new_in(document, Frame::default())
    }

    /// As [`Frame::new`], in the memory of another text's.
    pub(crate) fn new_in(document: &'d Document<'_>, memory: Frame<'static>) -> Self {
        let normalized = document.text().normalized();
        let tokens = document.tokens();
        let last = tokens.last().map_or(0, |token| token.span.start());
        let mut frame: Self = memory;
        frame.units.reserve(tokens.len());
        // One unit in eight is one.
        frame.marks.reserve(tokens.len() / 4);
        frame.endings.reserve(tokens.len() / 4);
        frame.blocks.reserve(last / BLOCK + 1);
        let mut parts = Parts::default();
        let mut end = None;
        for token in tokens {
            let form = token.normalized.of(normalized);
            match token.kind {
                TokenKind::Hashtag => {
                    frame.links = true;
                    continue;
                }
                TokenKind::Url | TokenKind::Mention => frame.links = true,
                _ => {}
            }
            let start = token.normalized.start();
            let mut unit = Unit {
                form,
                span: token.span,
                kind: token.kind,
                gap: end.map_or(Gap::Paragraph, |end| gap(between(normalized, end, start))),
                hashtag: token.inside,
                sentence: 0,
            };
            parts.read(&mut frame, &unit);
            unit.sentence = number(frame.sentences.len());
            frame.note(&unit);
            frame.units.push(unit);
            end = Some(token.normalized.end());
        }
        parts.close(&mut frame);
        frame
    }

    /// Its memory, for the next text.
    pub(crate) fn into_memory(mut self) -> Frame<'static> {
        self.sentences.clear();
        self.lines.clear();
        self.marks.clear();
        self.numbers.clear();
        self.endings.clear();
        self.blocks.clear();
        Frame {
            units: emptied(self.units),
            links: false,
            ..self
        }
    }

    /// Notes what kind of unit comes next, and where.
    #[inline]
    fn note(&mut self, unit: &Unit<'_>) {
        let at = self.units.len();
        if ENDINGS.may_hold(unit.form) {
            self.endings.push(at);
        }
        match unit.kind {
            TokenKind::Word => {}
            TokenKind::Punctuation | TokenKind::Symbol if !unit.form.is_empty() => {
                self.marks.push(at);
            }
            TokenKind::Number => self.numbers.push(at),
            _ => {}
        }
        while self.blocks.len() <= unit.span.start() / BLOCK {
            self.blocks.push(number(at));
        }
    }

    /// The first unit that starts at or after byte `at` of the original.
    pub(crate) fn unit_at(&self, at: usize) -> usize {
        let Some(&first) = self.blocks.get(at / BLOCK) else {
            return self.units.len();
        };
        let first = first as usize;
        let before = |unit: &&Unit<'_>| unit.span.start() < at;
        first + self.units[first..].iter().take_while(before).count()
    }

    /// The units that lie inside `span`.
    pub(crate) fn within(&self, span: Span) -> Range<usize> {
        let start = self.unit_at(span.start());
        let behind = self.unit_at(span.end());
        // What starts inside and ends behind lies across the end.
        let end = self.units[start..behind.max(start)]
            .iter()
            .rposition(|unit| unit.span.end() <= span.end());
        start..end.map_or(start, |last| start + last + 1)
    }

    /// The number of words inside `span`.
    pub(crate) fn words_within(&self, span: Span) -> usize {
        let units = &self.units[self.within(span)];
        // A point with no space around it joins: "سي.إن.إن" is one word.
        let joined = |at: usize| {
            at > 1
                && units[at - 1].form == "."
                && units[at - 2].span.end() == units[at - 1].span.start()
                && units[at - 1].span.end() == units[at].span.start()
        };
        (0..units.len())
            .filter(|&at| units[at].is_word() && !joined(at))
            .count()
    }

    /// The sentence that holds unit `at`.
    pub(crate) fn sentence_of(&self, at: usize) -> Range<usize> {
        let sentence = self.sentences.get(self.sentence_at(at));
        sentence.cloned().unwrap_or(at..at)
    }

    /// The number of the sentence that holds unit `at`.
    fn sentence_at(&self, at: usize) -> usize {
        let unit = self.units.get(at);
        unit.map_or(self.sentences.len(), |unit| unit.sentence as usize)
    }

    /// The end of the line that unit `at` stands in.
    pub(crate) fn line_end(&self, at: usize) -> usize {
        let next = self.lines.partition_point(|range| range.end <= at);
        self.lines
            .get(next)
            .map_or(self.units.len(), |line| line.end)
    }

    /// The number of the sentence in which `span` begins.
    pub(crate) fn sentence_number(&self, span: Span) -> usize {
        self.sentence_at(self.unit_at(span.start()))
    }

    /// The bytes of a range of units.
    pub(crate) fn span(&self, range: Range<usize>) -> Span {
        match self.units.get(range) {
            Some([first, .., last]) => first.span.cover(last.span),
            Some([only]) => only.span,
            _ => Span::default(),
        }
    }
}

/// Where the line, the sentence and what is open of it begin.
#[derive(Default)]
struct Parts {
    line: usize,
    sentence: usize,
    /// Whether the last mark that is not a closing one ends a sentence.
    terminal: bool,
}

impl Parts {
    /// Ends the line and the sentence before the next unit, if they end there.
    #[inline]
    fn read(&mut self, frame: &mut Frame<'_>, unit: &Unit<'_>) {
        let at = frame.units.len();
        if unit.starts_line() && at > 0 {
            frame.lines.push(self.line..at);
            self.line = at;
        }
        if at > 0 && (unit.starts_line() || unit.gap >= Gap::Space && self.terminal) {
            frame.sentences.push(self.sentence..at);
            self.sentence = at;
            self.terminal = false;
        }
        match unit.mark() {
            None => self.terminal = false,
            Some(_) if unit.is_mark(&CLOSING) => {}
            Some(_) => self.terminal = unit.is_mark(&TERMINAL),
        }
    }

    fn close(self, frame: &mut Frame<'_>) {
        let end = frame.units.len();
        if end > 0 {
            frame.sentences.push(self.sentence..end);
            frame.lines.push(self.line..end);
        }
    }
}

/// A number of units or sentences.
fn number(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

fn between(text: &str, end: usize, start: usize) -> &[u8] {
    text.as_bytes().get(end..start).unwrap_or_default()
}

fn gap(between: &[u8]) -> Gap {
    if let [] | [b' '] = between {
        return if between.is_empty() {
            Gap::None
        } else {
            Gap::Space
        };
    }
    match between.iter().filter(|&&byte| byte == b'\n').count() {
        0 => Gap::Space,
        1 => Gap::Line,
        _ => Gap::Paragraph,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences_end_at_terminal_marks_and_lines() {
        let document = Document::new("عنوان\n\nقال \"نعم.\" ثم سكت. وبعد 3.5 أيام\nعاد");
        let frame = Frame::new(&document);
        let text: Vec<&str> = frame
            .sentences
            .iter()
            .map(|range| frame.span(range.clone()).of(document.text().original()))
            .collect();
        assert_eq!(
            text,
            ["عنوان", "قال \"نعم.\"", "ثم سكت.", "وبعد 3.5 أيام", "عاد"]
        );
        assert_eq!(frame.units[1].gap, Gap::Paragraph);
        assert_eq!(frame.sentence_of(2), 1..6);
    }

    #[test]
    fn places_are_those_that_a_search_finds() {
        let text = "قال «نعم»، ثم\n\n#رئيس_الوزراء: a.b ".repeat(9) + &"ت".repeat(300) + " نعم.";
        let document = Document::new(&text);
        let frame = Frame::new(&document);
        let search = |at| frame.units.partition_point(|unit| unit.span.start() < at);
        for at in 0..=text.len() + 70 {
            assert_eq!(frame.unit_at(at), search(at), "{at}");
            for len in [0, 1, 5, 40, 700] {
                let end = at + len;
                let last = frame.units.partition_point(|unit| unit.span.end() <= end);
                let found = search(at)..last.max(search(at));
                assert_eq!(frame.within(Span::new(at, end)), found, "{at}..{end}");
            }
        }
        for (number, sentence) in frame.sentences.iter().enumerate() {
            for at in sentence.clone() {
                assert_eq!(frame.sentence_number(frame.units[at].span), number);
            }
        }
    }

    #[test]
    fn words_of_a_hashtag_stand_for_it() {
        let document = Document::new("قال #رئيس_الوزراء: نعم");
        let frame = Frame::new(&document);
        let forms: Vec<&str> = frame.units.iter().map(|unit| unit.form).collect();
        assert_eq!(forms, ["قال", "رئيس", "الوزراء", ":", "نعم"]);
        assert!(frame.units[1].hashtag && !frame.units[3].hashtag);
    }
}
