//! Organisations that no list knows: a head noun and a name in quotation marks, and ministries.

use core::ops::Range;

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use super::mentions::Mention;
use crate::reader::{Reader, Role};
use crate::scope::endings::{MINISTRY, ends_in};
use crate::words::table;

const OPEN: [char; 4] = ['"', '“', '«', '”'];
const CLOSE: [char; 4] = ['"', '”', '»', '“'];

/// The longest name in marks, in words.
const LONGEST: usize = 7;

/// The marks inside a line that may open a name.
pub(super) fn opening(reader: &Reader<'_>) -> Vec<usize> {
    let opens = |&at: &usize| reader.is_mark(at, &OPEN) && !reader.opens_line(at);
    let marks = reader.frame.marks.iter().copied();
    marks.filter(opens).collect()
}

/// Adds names such as those in `مؤسسة "..."` that no other mention touches.
pub(super) fn quoted(reader: &Reader<'_>, opening: &[usize], found: &mut Vec<Mention>) {
    let known = found.len();
    for &open in opening {
        let Some(kind) = head(reader.form(open - 1)) else {
            continue;
        };
        let Some(end) = closing(reader, open) else {
            continue;
        };
        let words = (open + 1..end).all(|at| reader.word(at).is_some());
        let next = found[..known].partition_point(|mention| mention.units.end <= open);
        let free = found[..known]
            .get(next)
            .is_none_or(|mention| mention.units.start >= end);
        if words && free {
            found.push(Mention::by_rule(reader, open + 1..end, kind));
        }
    }
}

/// Adds papers that are told something or report from a place, in marks and without a head noun: `قال لـ«الحياة»`,
/// `القاهرة: «الحياة»`. A place of that name is none there.
pub(super) fn newsrooms(reader: &Reader<'_>, opening: &[usize], found: &mut Vec<Mention>) {
    let mut names: Vec<Range<usize>> = Vec::new();
    for &open in opening {
        let Some(close) = closing(reader, open) else {
            continue;
        };
        if is_told(reader, open, close) || signs(reader, open, close) {
            names.push(open + 1..close);
        }
    }
    if names.is_empty() {
        return;
    }
    let beside = |mention: &Mention| touching(&names, &mention.units);
    let groups: Vec<_> = found
        .iter()
        .filter(|mention| mention.is_designated())
        .filter_map(beside)
        .collect();
    found.retain(|mention| beside(mention).is_none_or(|name| groups.binary_search(&name).is_ok()));
    let papers = (0..names.len()).filter(|name| groups.binary_search(name).is_err());
    let papers =
        papers.map(|name| Mention::by_rule(reader, names[name].clone(), "organisation/media"));
    found.extend(papers);
}

/// The first of the ranges, which are in order and apart, that shares a unit with `units`.
fn touching(ranges: &[Range<usize>], units: &Range<usize>) -> Option<usize> {
    let next = ranges.partition_point(|range| range.end <= units.start);
    let range = ranges.get(next)?;
    (range.start < units.end).then_some(next)
}

/// Where the name ends that a mark opens.
fn closing(reader: &Reader<'_>, open: usize) -> Option<usize> {
    (open + 2..=open + 1 + LONGEST).find(|&at| reader.is_mark(at, &CLOSE))
}

/// Whether marks hold the name of the one to whom somebody spoke: behind ل and a verb of saying, or before the colon of
/// a headline.
fn is_told(reader: &Reader<'_>, open: usize, close: usize) -> bool {
    const REACH: usize = 24;
    if reader.form(open - 1) != "ل" {
        return false;
    }
    let mut line = (open.saturating_sub(REACH)..open)
        .rev()
        .take_while(|&at| !reader.opens_line(at + 1));
    reader.is_mark(close + 1, &[':']) || line.any(|at| reader.is(at, Role::Reporting))
}

/// Whether marks hold the name of the paper that signs a line, behind its place: `القاهرة: «الحياة»`.
fn signs(reader: &Reader<'_>, open: usize, close: usize) -> bool {
    let place = open >= 2 && reader.opens_line(open - 2) && reader.is_mark(open - 1, &[':']);
    place && (reader.opens_line(close + 1) || reader.is_mark(close + 1, &['-', '–', '—']))
}

/// Adds ministries that no other mention touches: `وزارة` with a definite noun, a second one behind و,
/// and a nisba for the state.
pub(super) fn ministries(reader: &Reader<'_>, found: &mut Vec<Mention>) {
    let words = reader.frame.endings.iter().map(|&at| (at, reader.form(at)));
    let heads: Vec<_> = words
        .filter(|(_, form)| ends_in(form, &MINISTRY))
        .filter_map(|(at, form)| Some((at, before_ministry(form)?)))
        .collect();
    if heads.is_empty() {
        return;
    }
    let mut known: Vec<_> = found.iter().map(|mention| mention.units.clone()).collect();
    known.sort_by_key(|units| (units.start, units.end));
    for (head, particles) in heads {
        let goes_on = |at: usize| !reader.opens_line(at) && reader.word(at).is_some();
        let definite = |at: usize| goes_on(at) && reader.form(at).starts_with("ال");
        if !definite(head + 1) {
            continue;
        }
        let mut end = head + 2;
        end += usize::from(goes_on(end) && reader.form(end).starts_with("وال"));
        end += usize::from(definite(end) && reader.form(end).ends_with("يه"));
        let next = known.partition_point(|units| units.end <= head);
        if known.get(next).is_none_or(|units| units.start >= end) {
            let ministry = Mention::by_rule(reader, head..end, "organisation/government");
            found.push(ministry.without(particles));
        }
    }
}

/// The particles before وزارة, if a word is that.
fn before_ministry(form: &str) -> Option<&str> {
    let before = form.strip_suffix("وزاره")?;
    before.chars().all(is_particle).then_some(before)
}

const fn is_particle(c: char) -> bool {
    matches!(c, 'و' | 'ف' | 'ب' | 'ل' | 'ك')
}

/// The type that a head noun gives to the name in marks behind it.
fn head(form: &str) -> Option<&'static str> {
    static HEADS: LazyLock<FxHashMap<&str, &str>> = LazyLock::new(|| table("name_heads").collect());
    HEADS.get(form.trim_start_matches(is_particle)).copied()
}
