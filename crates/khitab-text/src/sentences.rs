//! Where sentences end in Arabic as it is written: abbreviations, quotations, missing spaces.

use memchr::memchr2;

use crate::Span;
use crate::tokenize::class::{Class, Classes};

/// Iterates over the sentences of a text, without the white space around them.
///
/// - A line break always ends a sentence, `،` and `؛` never.
/// - `.` ends none in numbers (`3.5`), links, after initials, titles and dotted letters (`د.`
///   `أ.` `ص.ب.` `ا.ف.ب.`) and after the number of a list item (`1.`); after the letter of an era
///   (`1445 هـ.` `ق.م.`) and dotted letters that count something (`500 ج.م.`) it does.
/// - Two letters or more on both sides of a full stop without a space are two sentences
///   (`انتهى.قال`).
/// - Inside `«…»` nothing ends a sentence, as long as the quotation closes on the same line;
///   a stop just before the closing mark ends the sentence after that mark.
/// - Closing quotation marks and brackets stay with the sentence they close.
///
/// Works on originals: the spans need no way back. Time is linear in the text.
///
/// ```
/// use khitab_text::Sentences;
/// let text = "وصل د. سالم إلى المكتب.قال «لن أغيب. انتهى» ثم خرج.";
/// let seen: Vec<&str> = Sentences::new(text).map(|span| span.of(text)).collect();
/// assert_eq!(seen, ["وصل د. سالم إلى المكتب.", "قال «لن أغيب. انتهى» ثم خرج."]);
/// ```
#[derive(Clone)]
pub struct Sentences<'s> {
    text: &'s str,
    classes: Classes,
    at: usize,
    /// The next line break at or after `at`.
    line_end: usize,
    /// The next closing guillemet at or after `at`.
    quote_end: usize,
}

impl<'s> Sentences<'s> {
    /// Walks over `text`.
    #[must_use]
    pub fn new(text: &'s str) -> Self {
        Self {
            text,
            classes: Classes::get(),
            at: 0,
            line_end: 0,
            quote_end: 0,
        }
    }

    /// The end of the line that holds `at`; searched once a line.
    fn line_end(&mut self, at: usize) -> usize {
        if self.line_end <= at {
            self.line_end = next_break(self.text, at);
        }
        self.line_end
    }

    /// The end of the quotation that opens before `at` and closes on the same line.
    fn quotation_end(&mut self, at: usize, line_end: usize) -> Option<usize> {
        if self.quote_end < at {
            self.quote_end = self.text[at..]
                .find('»')
                .map_or(self.text.len(), |found| at + found);
        }
        (self.quote_end < line_end).then_some(self.quote_end)
    }

    /// The end of the sentence that starts at `start`.
    fn sentence_end(&mut self, start: usize) -> usize {
        let line_end = self.line_end(start);
        let bytes = self.text.as_bytes();
        let mut at = start;
        while at < line_end {
            match bytes[at] {
                b'.' | b'!' | b'?' => {}
                0xC2 if bytes[at + 1] == 0xAB => {
                    at = self.quotation_end(at + 2, line_end).unwrap_or(at + 2);
                    if let Some(end) = self.end_before_quotation_mark(at, line_end) {
                        return end;
                    }
                    continue;
                }
                0x00..0xC2 => {
                    at += 1;
                    continue;
                }
                _ => {
                    let Some(c) = self.text.get(at..).and_then(|s| s.chars().next()) else {
                        at += 1;
                        continue;
                    };
                    if !is_terminator(c) {
                        at += c.len_utf8();
                        continue;
                    }
                }
            }
            let run = terminators_end(self.text, at);
            let closed = closers_end(self.text, run);
            if self.ends(start, at, run, closed, line_end) {
                return closed;
            }
            at = run;
        }
        line_end
    }

    /// `…انتهى.» ثم`: the stop before the closing mark at `at` ends the sentence after it.
    fn end_before_quotation_mark(&self, at: usize, line_end: usize) -> Option<usize> {
        let closed = closers_end(self.text, at);
        let stop = closed > at && self.text[..at].ends_with('.');
        (stop && self.is_blank_at(closed, line_end)).then_some(closed)
    }

    fn is_blank_at(&self, at: usize, line_end: usize) -> bool {
        at >= line_end || matches!(self.classes.at(self.text, at), Some((Class::Space, _)))
    }

    /// Whether the terminators `mark..run`, closed up to `closed`, end the sentence.
    fn ends(&self, start: usize, mark: usize, run: usize, closed: usize, line_end: usize) -> bool {
        if closed >= line_end {
            return true;
        }
        let text = self.text;
        let blank = self.is_blank_at(closed, line_end);
        let next = self.classes.at(text, closed).map(|(class, _)| class);
        if &text[mark..run] != "." {
            let latin = matches!(next, Some(Class::Latin | Class::Digit));
            let aside = closed > run && text[..mark].ends_with(['(', '[']);
            let dots = text[mark..run].chars().all(|c| matches!(c, '.' | '…'));
            let asks_in_quotation = closed > run && text[run..closed].starts_with('»');
            return !aside && !asks_in_quotation && if dots { blank } else { blank || !latin };
        }
        let before = Before::read(self.classes, text, start, mark);
        let is_abbreviation = match before.dotted(self.classes, text, start) {
            Some(head) => before.is_dotted_abbreviation(head, text[closed..].trim_start()),
            None => before.is_abbreviation(),
        };
        if blank {
            !is_abbreviation
        } else {
            closed == run
                && next == Some(Class::Arabic)
                && before.letters >= 2
                && before.arabic
                && !is_abbreviation
                && letters_from(self.classes, text, closed) >= 2
        }
    }
}

impl Iterator for Sentences<'_> {
    type Item = Span;

    fn next(&mut self) -> Option<Span> {
        while let Some((class, len)) = self.classes.at(self.text, self.at) {
            if !matches!(class, Class::Space | Class::Control) {
                let start = self.at;
                self.at = self.sentence_end(start);
                let end = start + self.text[start..self.at].trim_end().len();
                return Some(Span::new(start, end));
            }
            self.at += len;
        }
        None
    }
}

impl core::fmt::Debug for Sentences<'_> {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_struct("Sentences").field("at", &self.at).finish()
    }
}

fn is_terminator(c: char) -> bool {
    matches!(
        c,
        '.' | '!' | '?' | '؟' | '…' | '۔' | '。' | '‼' | '⁇' | '⁈' | '⁉' | '！' | '？' | '؞'
    )
}

fn terminators_end(text: &str, at: usize) -> usize {
    let rest = &text[at..];
    at + rest.find(|c| !is_terminator(c)).unwrap_or(rest.len())
}

fn closers_end(text: &str, at: usize) -> usize {
    let rest = &text[at..];
    let closes = |c: char| matches!(c, '»' | '”' | '’' | '"' | '\'' | ')' | ']' | '}' | '﴿');
    at + rest.find(|c| !closes(c)).unwrap_or(rest.len())
}

/// The next line feed, carriage return, line or paragraph separator.
fn next_break(text: &str, at: usize) -> usize {
    let rest = &text[at..];
    let plain = memchr2(b'\n', b'\r', rest.as_bytes()).unwrap_or(rest.len());
    let rest = &rest[..plain];
    at + rest.find(['\u{2028}', '\u{2029}']).unwrap_or(plain)
}

/// How many letters follow, counted up to two.
fn letters_from(classes: Classes, text: &str, mut at: usize) -> usize {
    let mut letters = 0;
    while let Some((class, len)) = classes.at(text, at) {
        match class {
            Class::Arabic => letters += 1,
            Class::Mark | Class::Tatweel | Class::Control => {}
            _ => break,
        }
        if letters == 2 {
            break;
        }
        at += len;
    }
    letters
}

/// The word just before a full stop.
#[derive(Clone, Copy, Default)]
struct Before {
    /// Letters of it, marks not counted; no more than [`Before::ENOUGH`].
    letters: usize,
    arabic: bool,
    first: Option<char>,
    digits: bool,
    /// It begins the sentence.
    opens: bool,
    /// What stands before it is a number, so that it may be the letter of an era.
    after_number: bool,
    /// The full stop right before it, as in `ق.م`.
    stop: Option<usize>,
}

impl Before {
    /// Longer words are no abbreviation; reading on would make hostile text quadratic.
    const ENOUGH: usize = 6;

    fn read(classes: Classes, text: &str, start: usize, mark: usize) -> Self {
        let mut found = Self {
            opens: true,
            ..Self::default()
        };
        let mut rest = text[start..mark].char_indices().rev().take(24);
        for (at, c) in rest.by_ref() {
            match classes.at(text, start + at).map(|(class, _)| class) {
                Some(Class::Arabic) => found.arabic = true,
                Some(Class::Latin | Class::Letter) => {}
                Some(Class::Digit) => {
                    found.digits = true;
                    continue;
                }
                Some(Class::Mark | Class::Tatweel | Class::Control) => continue,
                _ => {
                    found.opens = false;
                    found.stop = (c == '.').then_some(start + at);
                    found.after_number = rest.next().is_some_and(|(_, c)| c.is_numeric());
                    break;
                }
            }
            found.letters += 1;
            found.first = Some(c);
            if found.letters == Self::ENOUGH {
                found.opens = false;
                break;
            }
        }
        found
    }

    /// A letter alone.
    const fn is_single(self) -> bool {
        self.letters == 1 && !self.digits
    }

    fn is_abbreviation(self) -> bool {
        if self.letters == 0 {
            // `1.` opens an item of a list; `2015.` ends a sentence.
            return self.digits && self.opens;
        }
        // `ود.`: the conjunction before a title; no other word of two letters is one.
        let with_and = self.letters == 2 && self.arabic && self.first == Some('و');
        let after_word = self.stop.is_some() && self.arabic && self.first != Some('د');
        (self.is_single() || with_and) && !self.after_number && !after_word
    }

    /// The first of the single letters with a full stop behind each that end with this one, as in
    /// `ا.ف.ب.`; a word of one letter may be written to it, as in `وا.ف.ب.`
    fn dotted(self, classes: Classes, text: &str, start: usize) -> Option<Self> {
        // Longer rows are no abbreviation; reading on would make hostile text quadratic.
        const MOST: usize = 6;
        let mut head = self;
        for _ in 1..MOST {
            let stop = head.stop.filter(|_| head.is_single());
            let Some(stop) = stop else { break };
            head = Self::read(classes, text, start, stop);
        }
        let prefix = matches!(head.first, Some('و' | 'ف' | 'ب' | 'ل' | 'ك'));
        let prefixed = head.letters == 2 && !head.digits && prefix;
        let whole = head.stop.is_none() && (head.is_single() || prefixed);
        (self.is_single() && self.stop.is_some() && whole).then_some(head)
    }

    /// Whether dotted letters that begin with `head` are followed by more of the sentence: an era or
    /// a currency after a number is not, unless another number `follows` (`12 ص.ب. 345`).
    fn is_dotted_abbreviation(self, head: Self, follows: &str) -> bool {
        let counted = head.after_number && !follows.starts_with(char::is_numeric);
        let era = head.first == Some('ق') && matches!(self.first, Some('م' | 'ه'));
        !(counted || era)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[track_caller]
    fn check(sentences: &[&str]) {
        for glue in [" ", "\n", " \u{200F}"] {
            let text = sentences.join(glue);
            let seen: Vec<&str> = Sentences::new(&text).map(|s| s.of(&text)).collect();
            let seen: Vec<&str> = seen
                .iter()
                .map(|s| s.trim_end_matches('\u{200F}').trim_end())
                .collect();
            assert_eq!(seen, sentences);
        }
    }

    #[test]
    fn ends_at_terminal_marks() {
        check(&[
            "وصل الوفد اليوم.",
            "هل عاد؟",
            "نعم!!!",
            "انتهى الأمر…",
            "ثم خرج",
        ]);
        check(&["قال (ثم سكت.)", "ومضى \"إلى البيت.\"", "نام."]);
        check(&[
            "بلغت النسبة 3.5 في المئة، وهي عالية؛ ثم تراجعت.",
            "كان ذلك عام 2015.",
            "وبعد؟",
        ]);
    }

    #[test]
    fn abbreviations_end_nothing() {
        check(&["زار د. سالم وأ. هدى وم. نبيل ود. ليلى المتحف.", "ثم عادوا."]);
        check(&["رأى J. Smith المبنى.", "أعجبه."]);
        check(&["كان ذلك سنة 300 ق.م.", "وبعدها تغير كل شيء."]);
        check(&["حضر أ.د. سالم."]);
        check(&["العنوان: ص.ب. 1234 المدينة.", "الهاتف مغلق."]);
        check(&["شارع 12 ص.ب. 345.", "انتهى."]);
        check(&["ذكرت ا.ف.ب. أن الجسر فتح.", "ثم أغلق."]);
        check(&["نقلت أ.ف.ب. ود.ب.أ. الخبر، لأ.ف.ب. مكتب.", "هذا كل شيء."]);
        check(&["وصل و.ا.س. اليوم، وب.ب.ك. غدا."]);
        check(&["اشترى ص\u{64F}.ب\u{64E}. 7 أمس."]);
    }

    #[test]
    fn dotted_letters_after_a_number_end_a_sentence() {
        check(&["بلغ الثمن 500 ج.م.", "وهذا كثير."]);
        check(&["في القرن الخامس ق.م.", "بنيت المدينة."]);
        check(&["سنة 20 ق.هـ.", "وصل."]);
        // A line break ends it all the same, and a word of more letters is none.
        let lines = "نقلته ا.ف.ب.\nوصل الوفد إلى المدينة يوم.ثم عاد";
        let seen: Vec<&str> = Sentences::new(lines).map(|s| s.of(lines)).collect();
        assert_eq!(
            seen,
            ["نقلته ا.ف.ب.", "وصل الوفد إلى المدينة يوم.", "ثم عاد"]
        );
        check(&["كتب سنة 1445 هـ.", "ونشر سنة 2024 م.", "انتهى."]);
        check(&["1. افتح الباب.", "2. ادخل بهدوء."]);
    }

    #[test]
    fn glued_sentences_part_and_links_do_not() {
        let seen = |text: &'static str| -> Vec<&str> {
            Sentences::new(text).map(|s| s.of(text)).collect()
        };
        assert_eq!(seen("انتهى.قال لنا"), ["انتهى.", "قال لنا"]);
        assert_eq!(seen("هل جاء؟قال نعم"), ["هل جاء؟", "قال نعم"]);
        assert_eq!(seen("زار ود.أحمد example.com/a?b=1 اليوم").len(), 1);
        assert_eq!(seen("مهلا...هنا").len(), 1);
    }

    #[test]
    fn quotations_are_whole() {
        check(&["قال «لن أغيب. انتهى الأمر. نعم؟» ثم خرج.", "عاد."]);
        check(&["قال «لن أغيب.»", "ثم خرج."]);
        check(&["«أين أنت؟» سأل الرجل.", "لم يجب."]);
        check(&["فتح قوسا « ولم يغلقه.", "ثم مضى."]);
    }

    fn is_blank(text: &str) -> bool {
        let classes = Classes::get();
        text.char_indices().all(|(at, _)| {
            matches!(
                classes.at(text, at),
                Some((Class::Space | Class::Control, _))
            )
        })
    }

    #[test]
    fn hostile_runs_take_linear_time() {
        for unit in [
            "«",
            "«»",
            ".",
            "ا.",
            "!)",
            "«.»",
            "\u{064E}.",
            "1.",
            "ا.ا\u{064E}",
        ] {
            let text = unit.repeat(1 << 17);
            assert!(Sentences::new(&text).count() <= text.len());
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(256))]

        #[test]
        fn every_visible_character_is_in_one_sentence(
            parts in prop::collection::vec(prop_oneof![
                Just("قال"), Just("د"), Just("."), Just("؟"), Just("«"), Just("»"), Just(" "),
                Just("\n"), Just("3"), Just("\u{2028}"), Just("…"), Just("a"), Just("\u{064E}"),
            ], 0..32),
            tail in any::<String>(),
        ) {
            let text = format!("{}{tail}", parts.concat());
            let mut end = 0;
            for span in Sentences::new(&text) {
                prop_assert!(is_blank(&text[end..span.start()]));
                prop_assert_eq!(next_break(span.of(&text), 0), span.len());
                prop_assert!(!span.is_empty());
                end = span.end();
            }
            prop_assert!(is_blank(&text[end..]));
        }
    }
}
