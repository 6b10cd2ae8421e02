//! A report as one self-contained page: right to left, light and dark, no network, no script it did not write.

use khitab::{Contribution, Found, Report};
use maud::{DOCTYPE, Markup, PreEscaped, html};

const STYLE: &str = include_str!("page.css");

/// The contributions that are drawn.
const REASONS: usize = 24;

/// The page of one text. Everything that comes from the text is escaped by `maud`.
pub(crate) fn page(name: &str, text: &str, report: &Report) -> String {
    html! {
        (DOCTYPE)
        html lang="ar" dir="rtl" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta http-equiv="Content-Security-Policy"
                    content="default-src 'none'; style-src 'unsafe-inline'; img-src data:";
                title { "khitab: " (name) }
                link rel="icon" href="data:,";
                style { (PreEscaped(STYLE)) }
            }
            body {
                header dir="ltr" {
                    h1 { "khitab report" }
                    p { bdi { (name) } }
                    p.quiet {
                        (report.schema) " · khitab " (report.khitab) " · " (report.text.words) " words · "
                        (report.text.bytes) " bytes. Evidence for a reviewer, never a verdict on a person."
                    }
                }
                main {
                    (score(report))
                    section aria-labelledby="text" {
                        h2 #text dir="ltr" { "Text" }
                        (legend(report))
                        (painted(text, &report.annotations, report))
                    }
                    (features(report))
                    (found(&report.annotations))
                }
            }
        }
    }
    .into_string()
}

fn score(report: &Report) -> Markup {
    html! {
        @if let (Some(score), Some(explanation)) = (&report.score, &report.explanation) {
            section dir="ltr" aria-labelledby="score" {
                h2 #score { "Score" }
                table {
                    thead { tr { th { "label" } th { "probability" } } }
                    tbody {
                        @for (label, probability) in &score.probability {
                            tr {
                                td { bdi { (label) } }
                                td.number { (format!("{:.4}", probability.as_f64().unwrap_or(f64::NAN))) }
                            }
                        }
                    }
                }
                h3 { "Why: what speaks for " bdi { (explanation.label) } " and against it" }
                (chart(&explanation.contributions, explanation.intercept))
            }
        }
    }
}

/// Bars left and right of a middle line, one a feature; the widths are shares of the largest.
fn chart(contributions: &[Contribution], intercept: f64) -> Markup {
    let shown = &contributions[..contributions.len().min(REASONS)];
    let largest = shown
        .iter()
        .map(|c| c.contribution.abs())
        .fold(intercept.abs(), f64::max);
    let share = |value: f64| {
        if largest > 0.0 {
            50.0 * value.abs() / largest
        } else {
            0.0
        }
    };
    let bar = |name: &str, value: f64, note: &str| {
        let side = if value < 0.0 { "against" } else { "for" };
        html! {
            li title=(note) {
                span.name { bdi { (name) } }
                span.track { span class={ "bar " (side) } style={ "width:" (format!("{:.2}", share(value))) "%" } {} }
                span.number { (format!("{value:+.3}")) }
            }
        }
    };
    html! {
        ul.chart {
            @for one in shown {
                (bar(
                    &one.feature,
                    one.contribution,
                    &format!("value {:.4} × weight {:+.4}", one.value, one.weight),
                ))
            }
            (bar("(intercept)", intercept, "what the model says of an empty text"))
        }
    }
}

/// The taxonomy block a feature belongs to: its letter.
fn block(found: &Found) -> &str {
    found
        .feature
        .as_deref()
        .and_then(|feature| feature.get(..1))
        .unwrap_or("x")
}

fn legend(report: &Report) -> Markup {
    const BLOCKS: [(&str, &str); 9] = [
        ("A", "naming, entities"),
        ("B", "out-groups"),
        ("C", "mobilisation"),
        ("D", "violence"),
        ("E", "religion"),
        ("F", "grievance, themes"),
        ("G", "media production"),
        ("H", "discourse frame"),
        ("I", "form"),
    ];
    let seen = |letter: &str| {
        report
            .annotations
            .iter()
            .any(|found| block(found) == letter)
    };
    html! {
        ul.legend dir="ltr" {
            @for (letter, name) in BLOCKS.iter().filter(|(letter, _)| seen(letter)) {
                li { mark class={ "b" (letter) } { (letter) } " " (name) }
            }
            li { mark.mentioned { "dotted" } " mentioned, not used" }
        }
    }
}

/// The text with its annotations painted on: cut wherever one begins or ends.
fn painted(text: &str, annotations: &[Found], report: &Report) -> Markup {
    let mut cuts: Vec<usize> = annotations.iter().flat_map(|a| [a.start, a.end]).collect();
    cuts.extend([0, text.len()]);
    cuts.extend(text.match_indices('\n').flat_map(|(at, _)| [at, at + 1]));
    cuts.sort_unstable();
    cuts.dedup();
    let mut open = Sweep::new(annotations);
    let pieces: Vec<Markup> = cuts
        .windows(2)
        .map(|cut| piece(&text[cut[0]..cut[1]], open.over(cut[0]), report))
        .collect();
    html! { div.text dir="auto" { @for piece in &pieces { (piece) } } }
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

fn piece(text: &str, over: &[&Found], report: &Report) -> Markup {
    if text == "\n" {
        return html! { br; };
    }
    // The shortest annotation gives the colour: it says the most about these bytes.
    let Some(top) = over.iter().min_by_key(|found| found.end - found.start) else {
        return html! { (text) };
    };
    let note = over
        .iter()
        .map(|found| describe(found, report))
        .collect::<Vec<_>>()
        .join("\n");
    let scope = if top.in_use { "used" } else { "mentioned" };
    html! { mark class={ "b" (block(top)) " " (scope) } title=(note) tabindex="0" { (text) } }
}

fn describe(found: &Found, report: &Report) -> String {
    let kind = serde_json::to_value(found.kind).unwrap_or_default();
    let mut note = kind.as_str().unwrap_or_default().to_owned();
    if let Some(feature) = &found.feature {
        let name = report
            .features
            .iter()
            .find(|row| row.id == feature)
            .map_or("", |row| row.name);
        note.push_str(&format!(" · {feature} {name}"));
    }
    if let Some(id) = &found.id {
        note.push_str(&format!(" · {id}"));
    }
    if !found.scope.is_empty() {
        note.push_str(&format!(" · {}", found.scope.join(", ")));
    }
    if let Some(sum) = contribution_of(found, report) {
        note.push_str(&format!(" · contribution {sum:+.3}"));
    }
    note
}

/// What the features behind this very span add to the score.
fn contribution_of(found: &Found, report: &Report) -> Option<f64> {
    let explanation = report.explanation.as_ref()?;
    let here = |one: &&Contribution| one.spans.contains(&(found.start, found.end));
    let sum: f64 = explanation
        .contributions
        .iter()
        .filter(here)
        .map(|one| one.contribution / one.spans.len() as f64)
        .sum();
    (sum != 0.0).then_some(sum)
}

fn features(report: &Report) -> Markup {
    html! {
        section dir="ltr" aria-labelledby="features" {
            h2 #features { "Features" }
            table {
                thead { tr { th { "id" } th { "name" } th { "over everything" } th { "in use" } } }
                tbody {
                    @for row in report.features.iter().filter(|row| row.value != 0.0 || row.in_use != 0.0) {
                        tr {
                            td { (row.id) }
                            td { (row.name) }
                            td.number { (format!("{:.3}", row.value)) }
                            td.number { (format!("{:.3}", row.in_use)) }
                        }
                    }
                }
            }
        }
    }
}

fn found(annotations: &[Found]) -> Markup {
    html! {
        section dir="ltr" aria-labelledby="found" {
            h2 #found { "Found" }
            table {
                thead { tr { th { "kind" } th { "feature" } th { "identity" } th { "bytes" } th { "scope" } th { "text" } } }
                tbody {
                    @for one in annotations {
                        tr {
                            td { (serde_json::to_value(one.kind).unwrap_or_default().as_str().unwrap_or_default()) }
                            td { (one.feature.as_deref().unwrap_or_default()) }
                            td { bdi { (one.id.as_deref().unwrap_or_default()) } }
                            td.number { (one.start) "–" (one.end) }
                            td { (one.scope.join(", ")) }
                            td dir="auto" { (one.surface) }
                        }
                    }
                }
            }
        }
    }
}
