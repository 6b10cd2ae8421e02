//! The text with what was found in it: painted by block and scope, with a note on everything.

use khitab::features::{Kind, feature};
use khitab::{Found, Report};
use maud::{Markup, html};

use super::{BLOCKS, Paint, block_of};
use crate::render::page::words;

/// The pieces of a text that are painted: a browser opens no page of a hundred megabytes.
const PIECES: usize = 6000;
/// The findings that one note tells; a place with more of them is crowded.
const ITEMS: usize = 6;

pub(super) fn legend(report: &Report) -> Markup {
    let seen = |letter: &str| {
        report
            .annotations
            .iter()
            .any(|found| !is_region(found) && block_of(found) == letter)
    };
    let scopes = [
        ("quoted", words("مقتبس", "quoted")),
        ("attributed", words("منسوب إلى قائل", "attributed")),
        ("negated", words("منفي", "negated")),
        ("hedged", words("غير مؤكد", "hedged")),
        ("scripture", words("نص ديني", "scripture")),
        ("metaphor", words("مجاز", "figure of speech")),
        ("detached", words("حديث من الخارج", "told from outside")),
    ];
    let occurs = |scope: &str| {
        report
            .annotations
            .iter()
            .any(|found| !is_region(found) && found.scope.contains(&scope))
    };
    html! {
        ul.legend {
            @for (letter, name) in BLOCKS.iter().filter(|(letter, _)| seen(letter)) {
                li { mark class={ "b" (letter) } { (letter.replace('x', "·")) } " " (name) }
            }
            @for (scope, name) in scopes.iter().filter(|(scope, _)| occurs(scope)) {
                li { mark class={ "mentioned " (scope) } { (name.arabic) } " " span.en lang="en" { (name.english) } }
            }
        }
        p.quiet { (words(
            "الخلفية الملونة: الكاتب يستعمل الكلمة. الخط تحتها: يذكرها عن غيره. مرر المؤشر أو انتقل بمفتاح Tab لترى السبب.",
            "Filled: the author uses the words. Underlined: they are only mentioned. Hover, or press Tab, for the reason.",
        )) }
    }
}

/// Whether an annotation covers what others say rather than a few words of its own.
fn is_region(found: &Found) -> bool {
    matches!(
        found.kind,
        Kind::Quotation | Kind::Attribution | Kind::Negation | Kind::Boilerplate
    )
}

/// The text cut wherever an annotation begins or ends.
pub(super) fn painted(text: &str, report: &Report, paint: &Paint<'_>) -> Markup {
    let mut cuts: Vec<usize> = report
        .annotations
        .iter()
        .flat_map(|found| [found.start, found.end])
        .chain([0, text.len()])
        .collect();
    cuts.sort_unstable();
    cuts.dedup();
    let mut open = Sweep::new(&report.annotations);
    let bare = cuts.get(PIECES).copied().filter(|&from| from < text.len());
    html! {
        div.painted lang="ar" {
            @for cut in cuts.windows(2).take(PIECES) {
                (piece(text, cut[0], cut[1], open.over(cut[0]), paint))
            }
            @if let Some(from) = bare { (text[from..]) }
        }
        @if let Some(from) = bare {
            p.quiet { (words("النص طويل: لم يلون ما بعد هذا الموضع.", "A long text: what follows this byte is not painted; --format json has it all.")) " " bdi { (from) } }
        }
    }
}

/// The annotations over a position that only moves forward.
struct Sweep<'a> {
    waiting: std::iter::Peekable<std::slice::Iter<'a, Found>>,
    open: Vec<&'a Found>,
}

impl<'a> Sweep<'a> {
    fn new(annotations: &'a [Found]) -> Self {
        Self {
            waiting: annotations.iter().peekable(),
            open: Vec::new(),
        }
    }

    fn over(&mut self, at: usize) -> &[&'a Found] {
        while let Some(next) = self.waiting.next_if(|found| found.start <= at) {
            self.open.push(next);
        }
        self.open.retain(|found| found.end > at);
        &self.open
    }
}

fn piece(text: &str, start: usize, end: usize, over: &[&Found], paint: &Paint<'_>) -> Markup {
    let surface = &text[start..end];
    // The shortest hit gives the colour: it says the most about these bytes. Regions are but ground.
    let Some(top) = over
        .iter()
        .min_by_key(|found| (is_region(found), found.end - found.start))
    else {
        return html! { (surface) };
    };
    let begins = over.iter().any(|found| found.start == start);
    let note = format!("note-{start}");
    html! {
        mark class=(classes(top)) id=[begins.then(|| format!("byte-{start}"))]
            tabindex=[begins.then_some("0")] aria-describedby=(note) {
            (surface)
            span.note role="tooltip" id=(note) dir="rtl" { (items(over, paint)) }
        }
    }
}

fn classes(top: &Found) -> String {
    let mut classes = format!("b{}", block_of(top));
    if top.kind == Kind::Boilerplate {
        classes.push_str(" furniture");
    }
    if is_region(top) {
        classes.push_str(" region");
    } else if !top.in_use {
        classes.push_str(" mentioned");
    }
    // One line style a word: the first scope says it.
    if let Some(scope) = top.scope.first() {
        classes.push(' ');
        classes.push_str(scope);
    }
    classes
}

/// What was found here, words before the regions around them.
fn items(over: &[&Found], paint: &Paint<'_>) -> Markup {
    let mut order: Vec<&Found> = over.to_vec();
    order.sort_by_key(|found| (is_region(found), found.end - found.start));
    let more = order.len().saturating_sub(ITEMS);
    html! {
        @for found in order.iter().take(ITEMS) { (item(found, paint)) }
        @if more > 0 { span.item { "… +" (more) } }
    }
}

fn item(found: &Found, paint: &Paint<'_>) -> Markup {
    let known = found.feature.as_deref().and_then(feature);
    html! {
        span.item {
            b { (kind(found.kind)) }
            @if let Some(id) = &found.feature { " · " bdi lang="en" { (id) } }
            @if let Some(known) = known { " " bdi lang="en" { (known.name) } }
            @if let Some(id) = &found.id { " · " bdi { (id) } }
            @if let Some(share) = paint.share(found) {
                " · " bdi dir="ltr" { (format!("{share:+.3}")) } " " (words("الإسهام", "contribution").arabic)
            }
            span.detail {
                @if !found.scope.is_empty() { bdi lang="en" { (found.scope.join(", ")) } " · " }
                @if let Some(speaker) = speaker(found) { "القائل: " bdi { (speaker) } " · " }
                @if let Some(list) = found.attrs.get("list").and_then(serde_json::Value::as_str) {
                    "القائمة: " bdi lang="en" { (list) } " · "
                }
                @if let Some(known) = known { "المصدر: " bdi lang="en" { (known.source) } }
            }
        }
    }
}

/// Who says it, in the words of the text or by name.
pub(super) fn speaker(found: &Found) -> Option<String> {
    let surface = found
        .attrs
        .get("speaker")
        .and_then(|of| of["surface"].as_str());
    let names = || {
        let names = found.attrs.get("speakers")?.as_array()?;
        let names: Vec<&str> = names.iter().filter_map(serde_json::Value::as_str).collect();
        (!names.is_empty()).then(|| names.join(", "))
    };
    surface.map(str::to_owned).or_else(names)
}

const fn kind(kind: Kind) -> &'static str {
    match kind {
        Kind::Entity => "اسم",
        Kind::Quotation => "اقتباس",
        Kind::Attribution => "قول منسوب",
        Kind::Quantity => "عدد",
        Kind::Cue => "علامة",
        Kind::Link => "رابط",
        Kind::Hashtag => "وسم",
        Kind::Mention => "إشارة",
        Kind::Scripture => "نص ديني",
        Kind::Negation => "نفي",
        Kind::Boilerplate => "مادة الموقع",
        _ => "موضع",
    }
}
