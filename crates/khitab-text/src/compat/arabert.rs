//! AraBERT's `ArabertPreprocessor` for the models without segmentation, quirks included.

use std::sync::LazyLock;

use super::python::{
    is_digit, is_space, join_words, replace_all, replace_each, replace_spaces, run_end,
    shorten_runs,
};
use super::{folds, html, links};
use crate::Span;
use crate::normalize::{Rewriter, Rewritten, Table, take};
use crate::offsets::Attach;

const LINK: &str = "[رابط]";
const MAIL: &str = "[بريد]";
const USER: &str = "[مستخدم]";
const TATWEEL: char = '\u{0640}';

static MARKS: LazyLock<Table> = LazyLock::new(|| folds::table(folds::tashkeel()));
static MARKS_AND_TATWEEL: LazyLock<Table> =
    LazyLock::new(|| folds::table(folds::tashkeel().chain([folds::delete(TATWEEL)])));

/// `bert-base-arabertv01`.
pub(super) fn v01(done: &mut Option<Rewritten>, original: &str) {
    let mut step = |f: &dyn Fn(&str) -> Option<Rewritten>| take(done, original, f);
    step(&|t| Some(folds::each(&MARKS, t)));
    step(&|t| replace_all(t, "", |at| dated_page(t, at)));
    step(&|t| {
        replace_each(t, |c| match c {
            TATWEEL => Some(""),
            '«' | '»' => Some(" \" "),
            _ => None,
        })
    });
    step(&|t| replace_all(t, LINK, |at| links::to_space(t, at, "http")));
    step(&|t| replace_all(t, LINK, |at| links::to_space(t, at, "www")));
    step(&|t| {
        let mut domains = links::Domains::new(t);
        replace_all(t, LINK, |at| domains.find(at))
    });
    step(&|t| replace_all(t, MAIL, |at| links::around_at(t, at)));
    step(&|t| replace_all(t, USER, |at| links::mention(t, at)));
    step(&|t| replace_each(t, |c| (c == '…').then_some("\\.")));
    step(&trim);
    step(&one_of_each_sign);
    step(&|t| replace_spaces(t, |_, edge| if edge { "" } else { " " }));
    for token in [LINK, MAIL, USER] {
        let with = format!(" {token} ");
        step(&|t| replace_all(t, &with, |at| loose_token(t, at, token)));
    }
    step(&|t| shorten_runs(t, 2, |c| !is_digit(c)));
    step(&|t| space_around(t, is_word_v01));
    step(&join_words);
}

/// `bert-base-arabertv02` and all models of its generation without segmentation.
pub(super) fn v02(done: &mut Option<Rewritten>, original: &str) {
    let (link, mail, user) = (" [رابط] ", " [بريد] ", " [مستخدم] ");
    let mut step = |f: &dyn Fn(&str) -> Option<Rewritten>| take(done, original, f);
    step(&html::unescape);
    step(&|t| Some(folds::each(&MARKS_AND_TATWEEL, t)));
    step(&|t| {
        let mut domains = links::Domains::new(t);
        replace_all(t, link, |at| domains.find(at))
    });
    step(&|t| replace_all(t, link, |at| links::http(t, at)));
    step(&|t| replace_all(t, link, |at| links::www(t, at)));
    step(&|t| replace_all(t, link, |at| links::dot_com(t, at)));
    step(&|t| replace_all(t, link, |at| links::to_space(t, at, "http")));
    step(&|t| replace_all(t, link, |at| links::to_space(t, at, "www")));
    step(&|t| replace_all(t, link, |at| links::led(t, at, "://", 0, |_| false)));
    step(&|t| replace_all(t, mail, |at| links::address(t, at)));
    step(&|t| replace_all(t, mail, |at| links::around_at(t, at)));
    step(&|t| replace_all(t, user, |at| links::mention(t, at)));
    step(&|t| replace_all(t, " ", |at| links::led(t, at, "<br />", 0, |_| false)));
    step(&|t| replace_all(t, " ", |at| tag(t, at)));
    step(&|t| replace_each(t, ascii_digit));
    step(&|t| shorten_runs(t, 2, |c| !is_digit(c)));
    step(&|t| space_around(t, is_word_v02));
    step(&|t| part(t, is_digit, is_letter_or_sign));
    step(&|t| part(t, is_letter_or_sign, is_digit));
    step(&|t| replace_each(t, |c| (c == '/').then_some("-")));
    step(&|t| replace_each(t, |c| (!is_kept(c)).then_some(" ")));
    step(&join_words);
}

/// What v01 puts no spaces around.
fn is_word_v01(c: char) -> bool {
    c.is_ascii_alphanumeric()
        || matches!(c, '[' | ']' | '\u{0621}'..='\u{063A}' | '\u{0641}'..='\u{0669}' | '\u{0671}'..='\u{0673}')
}

/// What v02 puts no spaces around.
fn is_word_v02(c: char) -> bool {
    c.is_ascii_alphanumeric()
        || matches!(c, '[' | ']' | '\u{0621}'..='\u{063A}' | '\u{0641}'..='\u{064A}' | '\u{0660}'..='\u{0669}')
}

/// What v02 parts from digits.
fn is_letter_or_sign(c: char) -> bool {
    matches!(c, '\u{0621}'..='\u{063A}' | '\u{0641}'..='\u{064A}' | '\u{0660}'..='\u{066C}')
}

/// The signs that both know: white space, ASCII but `&` and `/`, and what else people type.
fn is_sign(c: char) -> bool {
    let ascii = c.is_ascii_punctuation() && !matches!(c, '&' | '/');
    ascii || is_space(c) || "«»·،؛؟٪\u{06DA}\u{0B4D}–—‘’“”…".contains(c)
}

/// What v02 does not turn into a space.
fn is_kept(c: char) -> bool {
    c.is_ascii_alphanumeric()
        || is_sign(c)
        || matches!(c, '\u{0621}'..='\u{063A}' | '\u{0640}'..='\u{066C}' | '\u{0671}'..='\u{0674}')
}

/// The ASCII digit for ٠ to ٩.
fn ascii_digit(c: char) -> Option<&'static str> {
    let value = u32::from(c).checked_sub(0x660)? as usize;
    "0123456789".get(value..=value)
}

fn trim(source: &str) -> Option<Rewritten> {
    let mut out = Rewriter::new(source);
    let start = run_end(source, 0, is_space);
    out.replace(Span::new(0, start), "", Attach::Nothing);
    let end = source.trim_end_matches(is_space).len().max(start);
    out.replace(Span::new(end, source.len()), "", Attach::Nothing);
    out.finish()
}

/// A number, a word and a number between slashes, and a closing bracket.
fn dated_page(source: &str, from: usize) -> Option<Span> {
    let mut at = from;
    loop {
        let start = at + source[at..].find(is_digit)?;
        at = run_end(source, start, is_digit);
        let letter = |c| matches!(c, '\u{0621}'..='\u{064A}');
        let end = after(source, at, "/")
            .and_then(|at| after_run(source, at, letter))
            .and_then(|at| after(source, at, "/"))
            .and_then(|at| after_run(source, at, is_digit))
            .and_then(|at| after(source, at, "]"));
        if let Some(end) = end {
            return Some(Span::new(start, end));
        }
    }
}

fn after(source: &str, at: usize, text: &str) -> Option<usize> {
    source[at..].starts_with(text).then_some(at + text.len())
}

fn after_run(source: &str, at: usize, accept: impl Fn(char) -> bool) -> Option<usize> {
    Some(run_end(source, at, accept)).filter(|end| *end > at)
}

/// Two and more signs in a row: a space, one of each, a space.
fn one_of_each_sign(source: &str) -> Option<Rewritten> {
    let redundant = |c| is_sign(c) || matches!(c, TATWEEL | '【');
    let mut out = Rewriter::new(source);
    let mut at = 0;
    while let Some(found) = source[at..].find(redundant) {
        let start = at + found;
        at = run_end(source, start, redundant);
        let signs = &source[start..at];
        if signs.chars().nth(1).is_some() {
            part_signs(signs, start, &mut out);
        }
    }
    out.finish()
}

/// Each sign is a change of its own: the words beside them may be masked ones.
fn part_signs(signs: &str, start: usize, out: &mut Rewriter<'_>) {
    let (mut seen, mut with) = (String::new(), String::from(" "));
    for (at, c) in signs.char_indices() {
        let end = at + c.len_utf8();
        if !seen.contains(c) {
            seen.push(c);
            with.push(c);
        }
        if end == signs.len() {
            with.push(' ');
        }
        out.replace(Span::new(start + at, start + end), &with, Attach::Nothing);
        with.clear();
    }
}

/// `[ رابط ]`, `[ رابط]` or `[رابط ]`, for any of the tokens.
fn loose_token(source: &str, from: usize, token: &str) -> Option<Span> {
    let word = token.trim_matches(['[', ']']);
    let forms = [
        format!("[ {word} ]"),
        format!("[ {word}]"),
        format!("[{word} ]"),
    ];
    let mut brackets = memchr::memchr_iter(b'[', &source.as_bytes()[from..]);
    brackets.find_map(|at| {
        let start = from + at;
        let form = forms
            .iter()
            .find(|form| source[start..].starts_with(*form))?;
        Some(Span::new(start, start + form.len()))
    })
}

/// `<`, anything but `>`, and `>`.
fn tag(source: &str, from: usize) -> Option<Span> {
    let bytes = source.as_bytes();
    let mut opened = memchr::memchr_iter(b'<', &bytes[from..]).map(|at| from + at);
    let start = opened.find(|at| bytes.get(at + 1) != Some(&b'>'))?;
    let end = memchr::memchr(b'>', &bytes[start..])?;
    Some(Span::new(start, start + end + 1))
}

/// A space before and after each character that is no word's; white space has them already, since
/// runs of it are joined in the end.
fn space_around(source: &str, is_word: impl Fn(char) -> bool) -> Option<Rewritten> {
    let mut out = Rewriter::new(source);
    let mut with = String::new();
    let signs = |c: char| !is_word(c) && !is_space(c);
    for (at, c) in source.char_indices().filter(|(_, c)| signs(*c)) {
        with.clear();
        with.extend([' ', c, ' ']);
        out.replace(Span::new(at, at + c.len_utf8()), &with, Attach::Nothing);
    }
    out.finish()
}

/// Spaces before, between and after a run of the first kind and one of the second.
fn part(
    source: &str,
    first: impl Fn(char) -> bool,
    second: impl Fn(char) -> bool,
) -> Option<Rewritten> {
    let mut out = Rewriter::new(source);
    let mut at = 0;
    while let Some(found) = source[at..].find(&first) {
        let start = at + found;
        let middle = run_end(source, start, &first);
        let end = run_end(source, middle, &second);
        at = middle;
        if end > middle {
            let letter = |at: usize| source[at..].chars().next().map_or(0, char::len_utf8);
            let last = source[..end].chars().next_back().map_or(0, char::len_utf8);
            let (head, rest) = (start + letter(start), middle + letter(middle));
            // Each space goes with a letter, so that every byte of the outcome has a source.
            let mut pad = |from: usize, to: usize, before: &str, after: &str| {
                let with = [before, &source[from..to], after].concat();
                out.replace(Span::new(from, to), &with, Attach::Nothing);
            };
            pad(start, head, " ", "");
            if rest == end {
                pad(middle, end, " ", " ");
            } else {
                pad(middle, rest, " ", "");
                pad(end - last, end, "", " ");
            }
            at = end;
        }
    }
    out.finish()
}
