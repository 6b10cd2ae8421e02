//! In which frame a text speaks, with what each frame rests on.

use khitab::{Abstention, Candidate, Frame, Priority, Voice};
use maud::{Markup, html};

use super::block;
use crate::render::page::{Cell, Words, table, words};

/// The places that one feature links to.
const PLACES: usize = 8;

pub(super) fn frame(frame: &Frame) -> Markup {
    html! {
        p.quiet { (words(
            "الإطار: بأي صوت يتكلم النص. الأولوية: متى يحسن أن يقرأه إنسان. ليس هذا حكما على النص ولا على كاتبه.",
            "Frame: in whose voice the text speaks. Priority: how soon a person should read it. Priority for review, not a verdict on the text or its author.",
        )) }
        div.answer {
            div { div.quiet { (words("الإطار", "frame")) } div.big { (voice(frame.voice)) } }
            div {
                div.quiet { (words("أولوية المراجعة", "priority for review")) }
                div.big { span class={ "priority " (tone(frame.priority)) } { (priority(frame.priority)) } }
            }
            @if !frame.about.is_empty() {
                div { div.quiet { (words("يسمي من المدرجين على القوائم", "designated groups and persons it names")) } div.big { bdi { (frame.about.join(", ")) } } }
            }
        }
        @if let Some(why) = frame.abstains { p { (abstention(why)) } }
        @if !frame.candidates.is_empty() {
            (table(
                words("ما يستند إليه كل إطار، والأقوى أولا؛ القوة من 0 إلى 1", "what each frame rests on, the strongest first; strength runs from 0 to 1"),
                &[words("الإطار", "frame"), words("قوته", "strength"), words("الأدلة: نقاطها، وروابط إلى مواضعها", "evidence: its points, links to its places")],
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
        None => words("غير محسوم", "undecided: khitab abstains"),
    }
}

const fn abstention(why: Abstention) -> Words {
    match why {
        Abstention::Divided => words(
            "يمتنع خطاب عن الحكم: الأدلة منقسمة. ليقرأ إنسان النص.",
            "khitab abstains: the evidence is divided. A person should read the text.",
        ),
        Abstention::NearThreshold => words(
            "يمتنع خطاب عن الحكم: الدرجة قرب العتبة. ليقرأ إنسان النص.",
            "khitab abstains: the score is near the threshold. A person should read the text.",
        ),
        Abstention::NoArabic => words(
            "يمتنع خطاب عن الحكم: ليس في النص كلمة عربية يقرؤها.",
            "khitab abstains: there is no Arabic word that it could read.",
        ),
        Abstention::LittleArabic => words(
            "يمتنع خطاب عن الحكم: أقل من خمس كلمات النص عربية.",
            "khitab abstains: fewer than one word in five is Arabic.",
        ),
    }
}

const fn priority(priority: Priority) -> Words {
    match priority {
        Priority::None => words("لا أولوية", "none"),
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
