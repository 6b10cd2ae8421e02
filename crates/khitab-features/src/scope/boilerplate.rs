//! Web furniture: navigation, "read also" with its links, contact lines, comments, bylines.
//!
//! Only texts of several lines have furniture, so that a tweet never loses its words to it.

use core::ops::Range;

use khitab_text::Span;

use super::context::Context;
use super::cues::{Cue, Role};
use super::frame::Unit;

/// Furniture needs a page around it: lines and words.
const LINES: usize = 4;
const WORDS: usize = 40;
/// The longest line that can be a link or a contact line.
const LINE_WORDS: usize = 16;

/// Finds the lines that are furniture, in order.
pub(crate) fn find(context: &Context<'_>) -> Vec<(Span, &'static str)> {
    let lines = &context.frame.lines;
    let is_word = |unit: &&Unit<'_>| unit.is_word();
    let words = context.frame.units.iter().filter(is_word).take(WORDS);
    if lines.len() < LINES || words.count() < WORDS {
        return Vec::new();
    }
    let mut cues = context
        .cues
        .iter()
        .filter(|cue| cue.role == Role::Boilerplate)
        .peekable();
    let mut out = Vec::new();
    let mut links = false;
    for (number, line) in lines.iter().enumerate() {
        let mut here = Vec::new();
        while let Some(cue) = cues.next_if(|cue| cue.units.start < line.end) {
            here.push(cue);
        }
        let words = context.frame.units[line.clone()].iter().filter(is_word);
        let words = words.count();
        let kind = line_kind(context, line, words, &here, number, lines.len());
        let link = links && kind.is_none() && words <= LINE_WORDS && !ends_sentence(context, line);
        if let Some(kind) = kind.or(link.then_some("related")) {
            out.push((context.span(line.clone()), kind));
        }
        links = link || kind == Some("related");
    }
    out
}

fn line_kind(
    context: &Context<'_>,
    line: &Range<usize>,
    words: usize,
    cues: &[&Cue<'_>],
    number: usize,
    lines: usize,
) -> Option<&'static str> {
    if words > LINE_WORDS {
        return None;
    }
    for cue in cues {
        let at_start = cue.units.start <= line.start + 1;
        let kind = match cue.sort() {
            "related" if at_start => "related",
            "comment" => "comment",
            "legal" => "legal",
            "contact" => "contact",
            "navigation" => "navigation",
            "byline" | "credit" if at_start && words <= 8 => "byline",
            "caption" if words <= 8 => "caption",
            _ => continue,
        };
        return Some(kind);
    }
    if is_byline(context, line, words) {
        return Some("byline");
    }
    let latin = context.frame.units[line.clone()]
        .iter()
        .all(|unit| unit.form.is_ascii());
    let edge = number < 2 || number + 6 > lines;
    (latin && edge && words <= 4).then_some("navigation")
}

/// `Place - Name:` alone in a line.
fn is_byline(context: &Context<'_>, line: &Range<usize>, words: usize) -> bool {
    let dash = line
        .clone()
        .any(|at| context.is_mark(at, &['-', '–', '—', '|']));
    (2..=7).contains(&words) && dash && context.is_mark(line.end - 1, &[':'])
}

fn ends_sentence(context: &Context<'_>, line: &Range<usize>) -> bool {
    context.is_mark(line.end - 1, &['.', '!', '؟', '?'])
}
