//! What was found, as tables: who is named, which numbers are claimed, who says what, which words count.

use std::collections::BTreeMap;

use khitab::features::{Kind, feature};
use khitab::{Found, Report};
use maud::{Markup, html};

use super::painted::speaker;
use super::{block, block_of};
use crate::render::page::{Cell, Words, table, words};

/// The places that one row links to.
const PLACES: usize = 12;

/// The sections that have something to show, in the order of the page.
pub(super) fn all(report: &Report) -> Vec<(&'static str, Words, Markup)> {
    let of = |kind: Kind| -> Vec<&Found> {
        report
            .annotations
            .iter()
            .filter(|found| found.kind == kind)
            .collect()
    };
    let sections = [
        (
            "entities",
            words("الأسماء", "entities"),
            of(Kind::Entity),
            entities as fn(&[&Found]) -> Markup,
        ),
        (
            "quantities",
            words("الأعداد", "quantities"),
            of(Kind::Quantity),
            quantities,
        ),
        (
            "attributions",
            words("من قال ماذا", "attributions"),
            of(Kind::Attribution),
            attributions,
        ),
        (
            "quotations",
            words("الاقتباسات", "quotations"),
            of(Kind::Quotation),
            quotations,
        ),
        ("cues", words("العلامات", "cues"), of(Kind::Cue), cues),
    ];
    let mut all: Vec<_> = sections
        .into_iter()
        .filter(|(_, _, found, _)| !found.is_empty())
        .map(|(id, title, found, write)| (id, title, write(&found)))
        .collect();
    all.push(("features", words("السمات", "features"), features(report)));
    all
}

/// A link back to the painted text.
fn place(found: &Found) -> Markup {
    html! { a href={ "#byte-" (found.start) } { (found.start) } }
}

fn places(found: &[&Found]) -> Cell {
    Cell::Markup(html! {
        span dir="ltr" {
            @for (at, one) in found.iter().take(PLACES).enumerate() {
                @if at > 0 { " " }
                (place(one))
            }
            @if found.len() > PLACES { " …" }
        }
    })
}

fn attr(found: &Found, name: &str) -> String {
    match found.attrs.get(name) {
        None => String::new(),
        Some(serde_json::Value::String(text)) => text.clone(),
        Some(value) => value["surface"]
            .as_str()
            .map_or_else(|| value.to_string(), str::to_owned),
    }
}

/// Findings that share a key, in the order of the key.
fn grouped<'f>(
    found: &[&'f Found],
    key: impl Fn(&'f Found) -> &'f str,
) -> BTreeMap<&'f str, Vec<&'f Found>> {
    let mut groups: BTreeMap<_, Vec<_>> = BTreeMap::new();
    for &one in found {
        groups.entry(key(one)).or_default().push(one);
    }
    groups
}

/// The different surfaces of a group, each once.
fn surfaces(found: &[&Found]) -> Cell {
    let mut seen: Vec<&str> = Vec::new();
    for one in found {
        if !seen.contains(&one.surface.as_str()) {
            seen.push(&one.surface);
        }
    }
    Cell::Markup(html! {
        @for (at, surface) in seen.iter().take(PLACES).enumerate() {
            @if at > 0 { "، " }
            bdi { (surface) }
        }
        @if seen.len() > PLACES { " …" }
    })
}

fn in_use(found: &[&Found]) -> Cell {
    Cell::count(found.iter().filter(|one| one.in_use).count() as u64)
}

fn entities(found: &[&Found]) -> Markup {
    let mut groups: Vec<_> = grouped(found, |one| one.id.as_deref().unwrap_or(&one.surface))
        .into_values()
        .collect();
    groups.sort_by_key(|group| std::cmp::Reverse(group.len()));
    let rows = groups.iter().map(|group| {
        let first = group[0];
        vec![
            Cell::Words(attr(first, "canonical")),
            Cell::Words(attr(first, "type")),
            Cell::count(group.len() as u64),
            in_use(group),
            surfaces(group),
            places(group),
        ]
    });
    table(
        words("الأكثر ذكرا أولا", "most often named first"),
        &[
            words("الاسم", "name"),
            words("النوع", "type"),
            words("الورود", "mentions"),
            words("في كلام الكاتب", "in use"),
            words("كما كتب", "as written"),
            words("الموضع", "byte"),
        ],
        rows,
    )
}

fn quantities(found: &[&Found]) -> Markup {
    let rows = found.iter().map(|one| {
        vec![
            Cell::Words(one.surface.clone()),
            Cell::Number(value(one)),
            Cell::Words(attr(one, "unit")),
            Cell::Words(attr(one, "period")),
            Cell::Words(one.scope.join(", ")),
            places(&[one]),
        ]
    });
    table(
        words(
            "كل عدد مع وحدته ومدته",
            "each number with its unit and period",
        ),
        &[
            words("كما كتب", "as written"),
            words("القيمة", "value"),
            words("الوحدة", "unit"),
            words("المدة", "period"),
            words("النطاق", "scope"),
            words("الموضع", "byte"),
        ],
        rows,
    )
}

/// The number as a reader writes it: `≥ 10`, `500–700`, `≈ 40 %`.
fn value(found: &Found) -> String {
    let number = |name: &str| found.attrs.get(name).and_then(serde_json::Value::as_f64);
    let percent = match found.attrs.get("percent") {
        Some(serde_json::Value::Bool(true)) => " %",
        _ => "",
    };
    match (number("value"), number("value_min"), number("value_max")) {
        (Some(value), ..) => {
            let sign = match attr(found, "comparator").as_str() {
                "=" => "",
                ">=" => "≥ ",
                "<=" => "≤ ",
                "~" => "≈ ",
                other => &format!("{other} "),
            };
            format!("{sign}{value}{percent}")
        }
        (None, Some(least), Some(most)) => format!("{least}–{most}{percent}"),
        (None, Some(least), None) => format!("≥ {least}{percent}"),
        (None, None, most) => most.map_or_else(String::new, |most| format!("≤ {most}{percent}")),
    }
}

fn attributions(found: &[&Found]) -> Markup {
    let rows = found.iter().map(|one| {
        vec![
            Cell::Words(speaker(one).unwrap_or_default()),
            Cell::Words(attr(one, "marker")),
            Cell::Words(one.surface.clone()),
            Cell::Words(attr(one, "kind")),
            places(&[one]),
        ]
    });
    table(
        words("القول وصاحبه", "each statement with its speaker"),
        &[
            words("القائل", "speaker"),
            words("الفعل", "marker"),
            words("القول", "statement"),
            words("نوعه", "kind"),
            words("الموضع", "byte"),
        ],
        rows,
    )
}

fn quotations(found: &[&Found]) -> Markup {
    let rows = found.iter().map(|one| {
        vec![
            Cell::Words(one.surface.clone()),
            Cell::Words(attr(one, "kind")),
            Cell::Words(speaker(one).unwrap_or_default()),
            places(&[one]),
        ]
    });
    table(
        words(
            "ما بين علامات الاقتباس",
            "what stands between quotation marks",
        ),
        &[
            words("النص", "text"),
            words("نوعه", "kind"),
            words("القائل", "speaker"),
            words("الموضع", "byte"),
        ],
        rows,
    )
}

fn cues(found: &[&Found]) -> Markup {
    let groups = grouped(found, |one| one.feature.as_deref().unwrap_or_default());
    let rows = groups.iter().map(|(id, group)| {
        let known = feature(id);
        vec![
            Cell::Markup(html! { span class={ "chip b" (block_of(group[0])) } { (id) } }),
            Cell::Words(known.map_or("", |known| known.name).to_owned()),
            Cell::count(group.len() as u64),
            in_use(group),
            surfaces(group),
            places(group),
        ]
    });
    table(
        words("كلمات القوائم، حسب السمة", "words of the lists, by feature"),
        &[
            words("السمة", "feature"),
            words("اسمها", "name"),
            words("الورود", "hits"),
            words("في كلام الكاتب", "in use"),
            words("الكلمات", "words"),
            words("الموضع", "byte"),
        ],
        rows,
    )
}

fn features(report: &Report) -> Markup {
    let some = report
        .features
        .iter()
        .filter(|row| row.value != 0.0 || row.in_use != 0.0);
    let rows = some.map(|row| {
        vec![
            Cell::Markup(html! { span class={ "chip b" (block(row.id)) } { (row.id) } }),
            Cell::Words(row.name.to_owned()),
            Cell::number(row.value, 3),
            Cell::number(row.in_use, 3),
            Cell::Words(feature(row.id).map_or("", |known| known.source).to_owned()),
        ]
    });
    table(
        words(
            "كل سمة مرتين: في النص كله، وفي كلام الكاتب وحده",
            "each feature twice: over everything, and in use",
        ),
        &[
            words("السمة", "feature"),
            words("اسمها", "name"),
            words("في النص كله", "over everything"),
            words("في كلام الكاتب", "in use"),
            words("المصدر", "source"),
        ],
        rows,
    )
}
