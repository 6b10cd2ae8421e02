//! Definite words that stand for something named before: الوكالة, التنظيم, الباحث المغربي.

use core::ops::Range;

use super::mentions::Mention;
use super::persons::{bare_title, is_nisba};
use crate::reader::{Reader, Role};

/// How far behind an indefinite دراسة the name of its source may stand, in units.
const SOURCE: usize = 6;

/// The anaphora that have an antecedent; `found` is in order.
pub(super) fn find(reader: &Reader<'_>, found: &[Mention]) -> Vec<Mention> {
    let works = works(reader, found);
    let mut out = Vec::new();
    for (units, types) in &reader.heads {
        if touches(found, units) || names_another(reader, units, types) {
            continue;
        }
        let before = &found[..found.partition_point(|mention| mention.units.end <= units.start)];
        let antecedent = if *types == "work" {
            let next = works.partition_point(|(at, _)| *at < units.start);
            next.checked_sub(1).map(|last| &found[works[last].1])
        } else {
            before.iter().rev().find(|mention| is_of(mention, types))
        };
        out.extend(antecedent.map(|mention| stand_for(reader, mention, units.clone())));
    }
    for &title in &reader.titles {
        out.extend(titled(reader, found, title));
    }
    out
}

/// الباحث المغربي, or الباحث behind a reporting verb, for the last person with that title.
fn titled(reader: &Reader<'_>, found: &[Mention], title: usize) -> Option<Mention> {
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
    let before = &found[..found.partition_point(|mention| mention.units.end <= title)];
    let person = before.iter().rev().find(|mention| mention.title == word)?;
    Some(stand_for(reader, person, units))
}

/// Indefinite works with the mention of their source: `دراسة لمؤسسة ...`.
fn works(reader: &Reader<'_>, found: &[Mention]) -> Vec<(usize, usize)> {
    let mut out = Vec::new();
    for at in 0..reader.len() {
        let bare = reader
            .form(at)
            .trim_start_matches(['و', 'ف', 'ب', 'ل', 'ك']);
        if !matches!(bare, "دراسه" | "تقرير" | "تقريرا" | "بحث" | "حث") {
            continue;
        }
        let next = found.partition_point(|mention| mention.units.start <= at);
        let source = found.get(next).filter(|mention| {
            mention.units.start <= at + SOURCE
                && mention.kind.starts_with("organisation")
                && !mention.is_designated()
                && !(at + 1..=mention.units.start).any(|at| reader.opens_line(at))
        });
        if source.is_some() {
            out.push((at, next));
        }
    }
    out
}

fn is_of(mention: &Mention, types: &str) -> bool {
    types.split('|').any(|one| mention.kind.starts_with(one))
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
