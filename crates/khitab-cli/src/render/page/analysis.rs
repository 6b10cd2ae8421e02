//! A report as a page: the score with its reasons, the painted text, and tables of what was found.

mod chart;
mod frame;
mod painted;
mod tables;

use std::collections::HashMap;

use khitab::{Found, Report};
use maud::{Markup, html};

use super::{Page, Words, words};

const STYLE: &str = include_str!("analysis.css");

/// The blocks of the taxonomy that a text can show, and what has none.
const BLOCKS: [(&str, Words); 10] = [
    ("A", words("التسمية والكيانات", "naming, entities")),
    ("B", words("الآخر", "out-groups")),
    ("C", words("التعبئة", "mobilisation")),
    ("D", words("العنف", "violence")),
    ("E", words("الدين", "religion")),
    ("F", words("المظالم والقيم", "grievance, values")),
    ("G", words("الإنتاج الإعلامي", "media production")),
    ("H", words("إطار الخطاب", "discourse frame")),
    ("I", words("الشكل", "form")),
    ("x", words("غير ذلك", "names and the rest")),
];

/// The page of one text.
pub(crate) fn analysis(name: &str, text: &str, report: &Report) -> String {
    let paint = Paint::new(report);
    let mut page = Page::new(words("تقرير خطاب", "khitab report"), name)
        .facts(facts(report))
        .style(STYLE);
    let title = words("الإطار والأولوية", "frame and priority");
    page = page.section("frame", title, frame::frame(&report.frame));
    if report.score.is_some() {
        page = page.section("score", words("الدرجة", "score"), chart::score(report));
    }
    let body = html! { (painted::legend(report)) (painted::painted(text, report, &paint)) };
    page = page.section("text", words("النص", "text"), body);
    if let Some(why) = &report.explanation {
        let title = words("الأسباب", "reasons");
        page = page.section("reasons", title, chart::reasons(why));
    }
    for (id, title, body) in tables::all(report) {
        page = page.section(id, title, body);
    }
    page.render()
}

fn facts(report: &Report) -> Markup {
    html! {
        p.facts {
            bdi dir="ltr" { (report.text.words) " words · " (report.text.bytes) " bytes · "
            (report.schema) " · khitab " (report.khitab) }
        }
    }
}

/// The taxonomy block of a feature or a column of a model: the letter of its id, `x` for everything else.
fn block(feature: &str) -> &str {
    let known = feature.get(..1).filter(|letter| {
        BLOCKS.iter().any(|(block, _)| block == letter)
            && feature[1..].starts_with(|c: char| c.is_ascii_digit())
    });
    known.unwrap_or("x")
}

fn block_of(found: &Found) -> &str {
    found.feature.as_deref().map_or("x", block)
}

/// What the model adds for a place in the text: its share of every feature that stands there.
struct Paint<'r> {
    shares: HashMap<(usize, usize), Vec<(&'r str, f64)>>,
}

impl<'r> Paint<'r> {
    fn new(report: &'r Report) -> Self {
        let mut shares: HashMap<_, Vec<_>> = HashMap::new();
        for one in report.explanation.iter().flat_map(|why| &why.contributions) {
            let share = one.contribution / one.spans.len() as f64;
            for &span in &one.spans {
                shares
                    .entry(span)
                    .or_default()
                    .push((one.feature.as_str(), share));
            }
        }
        Self { shares }
    }

    /// The share of the feature of `found` at its place, counted over everything and in use together.
    fn share(&self, found: &Found) -> Option<f64> {
        let feature = found.feature.as_deref()?;
        let here = self.shares.get(&(found.start, found.end))?;
        let mine = here
            .iter()
            .filter(|(name, _)| name.strip_suffix(".use").unwrap_or(name) == feature);
        let sum: f64 = mine.map(|(_, share)| share).sum();
        (sum != 0.0).then_some(sum)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_are_those_of_the_taxonomy() {
        assert_eq!(block("A4.other.use"), "A");
        assert_eq!(block("word:داعش"), "x");
        assert_eq!(block("Apple"), "x");
        assert_eq!(block("ا"), "x");
    }
}
