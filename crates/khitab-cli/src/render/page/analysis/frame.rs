//! In which frame a text speaks, with what each frame rests on.

use khitab::{Candidate, Frame, Priority, Voice};
use maud::{Markup, html};

use super::block;
use crate::render::page::{Cell, Words, table, words};

/// The places that one feature links to.
const PLACES: usize = 8;

pub(super) fn frame(frame: &Frame) -> Markup {
    html! {
        div.answer {
            div { div.quiet { (words("الإطار", "frame")) } div.big { (voice(frame.voice)) } }
            div {
                div.quiet { (words("أولوية المراجعة", "priority for review")) }
                div.big { span class={ "priority " (tone(frame.priority)) } { (priority(frame.priority)) } }
            }
            @if !frame.about.is_empty() {
                div { div.quiet { (words("يسمي", "names")) } div.big { bdi { (frame.about.join(", ")) } } }
            }
        }
        @if !frame.candidates.is_empty() {
            (table(
                words("ما يستند إليه كل إطار، والأقوى أولا", "what each frame rests on, the strongest first"),
                &[words("الإطار", "frame"), words("قوته", "strength"), words("الأدلة", "evidence")],
                frame.candidates.iter().map(row),
            ))
        }
    }
}

fn row(candidate: &Candidate) -> Vec<Cell> {
    let evidence = html! {
        ul.evidence {
            @for one in &candidate.evidence {
                li {
                    span class={ "chip b" (block(&one.feature)) } { (one.feature) } " " bdi lang="en" { (one.name) } " "
                    bdi dir="ltr" { (format!("{:.1}", one.points)) } ": "
                    @for (at, span) in one.spans.iter().take(PLACES).enumerate() {
                        @if at > 0 { " " }
                        a href={ "#byte-" (span.0) } { (span.0) }
                    }
                    @if one.spans.len() > PLACES { " …" }
                }
            }
        }
    };
    vec![
        Cell::Markup(html! { (voice(Some(candidate.voice))) }),
        Cell::number(candidate.strength, 2),
        Cell::Markup(evidence),
    ]
}

const fn voice(voice: Option<Voice>) -> Words {
    match voice {
        Some(Voice::SupporterLike) => words("شبيه بخطاب مناصر", "supporter-like"),
        Some(Voice::OfficialReleaseLike) => words("شبيه ببيان رسمي", "official-release-like"),
        Some(Voice::Reporting) => words("نقل عن آخرين", "reporting about"),
        Some(Voice::CounterSpeech) => words("خطاب مضاد", "counter-speech"),
        Some(Voice::Religious) => words("ديني", "religious"),
        Some(Voice::Ordinary) => words("عادي", "ordinary"),
        None => words("غير محسوم", "undecided"),
    }
}

const fn priority(priority: Priority) -> Words {
    match priority {
        Priority::None => words("لا شيء", "none"),
        Priority::Low => words("منخفضة", "low"),
        Priority::Medium => words("متوسطة", "medium"),
        Priority::High => words("عالية", "high"),
    }
}

/// The class of a priority.
const fn tone(priority: Priority) -> &'static str {
    match priority {
        Priority::None => "none",
        Priority::Low => "low",
        Priority::Medium => "medium",
        Priority::High => "high",
    }
}
