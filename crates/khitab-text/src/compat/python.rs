//! The classes of characters that Python's `re` has, and replacing what a scanner finds.
//!
//! Unicode 14, as of Python 3.11; the peers' rules are written against these classes.

use unicode_normalization::char::is_combining_mark;

use crate::normalize::{Rewriter, Rewritten};
use crate::offsets::Attach;
use crate::{Span, chars};

/// `\s`, and what `str.split` splits at.
pub(super) fn is_space(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{1C}'..='\u{1F}')
}

/// `\d`.
pub(super) fn is_digit(c: char) -> bool {
    chars::is_decimal_digit(c)
}

/// `\w`: letters, numbers and `_`, but no marks.
pub(super) fn is_word(c: char) -> bool {
    // Circled and squared Latin letters are alphabetic symbols.
    let symbol = matches!(c, '\u{24B6}'..='\u{24E9}' | '\u{1F130}'..='\u{1F189}');
    let letter = c.is_alphabetic() && !is_combining_mark(c) && !symbol;
    c == '_' || c.is_numeric() || letter
}

/// The end of the run of such characters that begins at `from`.
pub(super) fn run_end(source: &str, from: usize, accept: impl Fn(char) -> bool) -> usize {
    source.len() - source[from..].trim_start_matches(accept).len()
}

/// Puts `with` in place of everything that `find` finds from a position on.
pub(super) fn replace_all(
    source: &str,
    with: &str,
    mut find: impl FnMut(usize) -> Option<Span>,
) -> Option<Rewritten> {
    let mut out = Rewriter::new(source);
    let mut at = 0;
    while let Some(span) = find(at) {
        out.replace(span, with, Attach::Nothing);
        at = span.end();
    }
    out.finish()
}

/// Puts what `change` gives in place of each character; `None` keeps it.
pub(super) fn replace_each<'w>(
    source: &str,
    change: impl Fn(char) -> Option<&'w str>,
) -> Option<Rewritten> {
    let mut out = Rewriter::new(source);
    for (at, c) in source.char_indices() {
        if let Some(with) = change(c) {
            out.replace(Span::new(at, at + c.len_utf8()), with, Attach::Nothing);
        }
    }
    out.finish()
}

/// Puts what `change` gives in place of each run of white space, with whether an end of the
/// text touches it.
///
/// Each space is a change of its own: those that an earlier step put beside two words would
/// otherwise make one piece of both, which has one place in the original.
pub(super) fn replace_spaces(
    source: &str,
    change: impl Fn(&str, bool) -> &'static str,
) -> Option<Rewritten> {
    let mut out = Rewriter::new(source);
    let mut at = 0;
    while let Some(found) = source[at..].find(is_space) {
        let start = at + found;
        at = run_end(source, start, is_space);
        let edge = start == 0 || at == source.len();
        let spaces = &source[start..at];
        let mut with = change(spaces, edge);
        for (from, c) in spaces.char_indices() {
            let from = start + from;
            out.replace(Span::new(from, from + c.len_utf8()), with, Attach::Nothing);
            with = "";
        }
    }
    out.finish()
}

/// `" ".join(text.split())`.
pub(super) fn join_words(source: &str) -> Option<Rewritten> {
    replace_spaces(source, |_, edge| if edge { "" } else { " " })
}

/// Leaves `kept` of each run of three and more of one such character.
pub(super) fn shorten_runs(
    source: &str,
    kept: usize,
    accept: impl Fn(char) -> bool,
) -> Option<Rewritten> {
    let mut out = Rewriter::new(source);
    let mut chars = source.char_indices().peekable();
    while let Some((start, c)) = chars.next() {
        let mut count = 1;
        while chars.next_if(|(_, next)| *next == c).is_some() {
            count += 1;
        }
        if count >= 3 && accept(c) {
            let (from, to) = (start + kept * c.len_utf8(), start + count * c.len_utf8());
            out.replace(Span::new(from, to), "", Attach::Before);
        }
    }
    out.finish()
}
