//! Definite words that stand for something named before: الوكالة, التنظيم, الباحث المغربي.

use core::ops::Range;

use rustc_hash::FxHashMap;

use super::mentions::Mention;
use super::persons::{bare_title, is_nisba};
use crate::reader::{Reader, Role};
use crate::scope::endings::{WORKS, ends_in};

/// How far behind an indefinite دراسة the name of its source may stand, in units.
const SOURCE: usize = 6;

/// The anaphora that have an antecedent; `found` is in order.
pub(super) fn find(reader: &Reader<'_>, found: &[Mention]) -> Vec<Mention> {
    let mut out = Vec::new();
    let mut recent = Recent::default();
    let works = if reader.heads.iter().any(|(_, types)| *types == "work") {
        works(reader, found)
    } else {
        Vec::new()
    };
    for (units, types) in &reader.heads {
        if touches(found, units) || names_another(reader, units, types) {
            continue;
        }
        let antecedent = if *types == "work" {
            let next = works.partition_point(|(at, _)| *at < units.start);
            next.checked_sub(1).map(|last| &found[works[last].1])
        } else {
            recent.last(types, found, units.start, |mention| is_of(mention, types))
        };
        out.extend(antecedent.map(|mention| stand_for(reader, mention, units.clone())));
    }
    let mut recent = Recent::default();
    for &title in &reader.titles {
        out.extend(titled(reader, found, title, &mut recent));
    }
    out
}

/// The last mention of each sort, as places are asked for in order: no mention is looked at twice
/// for one sort.
#[derive(Default)]
struct Recent<'w> {
    /// For each sort: how many mentions were looked at, and the last that fits.
    known: FxHashMap<&'w str, (usize, Option<usize>)>,
}

impl<'w> Recent<'w> {
    /// The last of `found` that ends before unit `at` and is of `sort`, as `fits` tells.
    fn last<'f>(
        &mut self,
        sort: &'w str,
        found: &'f [Mention],
        at: usize,
        fits: impl Fn(&Mention) -> bool,
    ) -> Option<&'f Mention> {
        let end = found.partition_point(|mention| mention.units.end <= at);
        let (seen, last) = self.known.entry(sort).or_default();
        if let Some(offset) = found[*seen..end.max(*seen)].iter().rposition(fits) {
            *last = Some(*seen + offset);
        }
        *seen = end.max(*seen);
        last.map(|last| &found[last])
    }
}

/// الباحث المغربي, or الباحث behind a reporting verb, for the last person with that title.
fn titled<'d>(
    reader: &Reader<'d>,
    found: &[Mention],
    title: usize,
    recent: &mut Recent<'d>,
) -> Option<Mention> {
    let definite = reader.form(title).contains("ال");
    let adjective = is_nisba(reader.form(title + 1)) && !reader.opens_line(title + 1);
    let units = title..title + 1 + usize::from(adjective);
    let reported = title > 0 && reader.is(title - 1, Role::Reporting);
    let named = reader.is(units.end, Role::Title)
        || !reader.opens_line(units.end) && reader.can_name(units.end);
    if !definite || named || touches(found, &units) || !(adjective || reported) {
        return None;
    }
    let word = bare_title(reader.form(title));
    let person = recent.last(word, found, title, |mention| mention.title == word)?;
    Some(stand_for(reader, person, units))
}

/// Indefinite works with the mention of their source: `دراسة لمؤسسة ...`, `قالت المؤسسة في دراسة`.
fn works(reader: &Reader<'_>, found: &[Mention]) -> Vec<(usize, usize)> {
    let mut out = Vec::new();
    let endings = reader.frame.endings.iter().copied();
    for at in endings.filter(|&at| ends_in(reader.form(at), &WORKS)) {
        let bare = reader
            .form(at)
            .trim_start_matches(['و', 'ف', 'ب', 'ل', 'ك']);
        if !matches!(bare, "دراسه" | "تقرير" | "تقريرا" | "بحث" | "حث") {
            continue;
        }
        let next = found.partition_point(|mention| mention.units.start <= at);
        let behind = (next..found.len().min(next + 1)).find(|&source| {
            let start = found[source].units.start;
            start <= at + SOURCE
                && is_source(&found[source])
                && !is_topic(reader, start)
                && one_line(reader, at..start)
        });
        let before = next.checked_sub(1).filter(|&source| {
            let end = found[source].units.end;
            reader.form(at.saturating_sub(1)) == "في"
                && at <= end + SOURCE
                && is_source(&found[source])
                && one_line(reader, end..at)
        });
        out.extend(behind.or(before).map(|source| (at, source)));
    }
    out
}

/// Whether a body can have made a work.
fn is_source(mention: &Mention) -> bool {
    mention.kind.starts_with("organisation") && !mention.is_designated()
}

/// Whether a work is about what begins at a unit, or was handed to it, "submitted to X"; عن may also tell who published.
fn is_topic(reader: &Reader<'_>, at: usize) -> bool {
    matches!(reader.form(at - 1), "الي" | "حول" | "ضد" | "بشان")
}

fn one_line(reader: &Reader<'_>, units: Range<usize>) -> bool {
    !(units.start + 1..=units.end).any(|at| reader.opens_line(at))
}

fn is_of(mention: &Mention, types: &str) -> bool {
    // "The organisation" alone is the body that was named, not a group that it speaks of.
    let apart = |one: &str| one == "organisation" && mention.is_designated();
    types
        .split('|')
        .any(|one| mention.kind.starts_with(one) && !apart(one))
}

fn touches(found: &[Mention], units: &Range<usize>) -> bool {
    let next = found.partition_point(|mention| mention.units.end <= units.start);
    found
        .get(next)
        .is_some_and(|mention| mention.units.start < units.end)
}

/// Whether a definite adjective behind the head makes it another name: الهيئة العامة.
fn names_another(reader: &Reader<'_>, units: &Range<usize>, types: &str) -> bool {
    types != "work" && !reader.opens_line(units.end) && reader.form(units.end).starts_with("ال")
}

fn stand_for(reader: &Reader<'_>, antecedent: &Mention, units: Range<usize>) -> Mention {
    Mention {
        span: reader.span(units.clone()),
        units,
        clitics: [None; 2],
        naming: None,
        feature: None,
        anaphora: true,
        hashtag: false,
        ..antecedent.clone()
    }
}
