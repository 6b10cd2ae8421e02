//! The score: what the model says, and everything that adds up to it.

use khitab::{Explained, Report, Risk};
use maud::{Markup, html};

use super::{BLOCKS, block};
use crate::render::page::{Cell, figure, table, words};
use crate::render::told;

/// The contributions that are listed one by one.
const REASONS: usize = 20;
/// The piece that every text begins with.
const INTERCEPT: &str = "intercept";
/// The width of the stacked chart in its own units.
const WIDTH: f64 = 1000.0;

pub(super) fn score(report: &Report) -> Markup {
    let (Some(score), Some(why)) = (&report.score, &report.explanation) else {
        return Markup::default();
    };
    html! {
        div.answer {
            @for (label, probability) in &score.probability {
                div {
                    div.quiet { bdi { (label) } }
                    div.big dir="ltr" { (percent(probability.as_f64().unwrap_or(f64::NAN))) }
                }
            }
        }
        @if let Some(risk) = &report.frame.risk { (scale(risk)) }
        (stacked(why))
        (blocks(why))
    }
}

/// The probability on its scale from 0 to 1, with the threshold and the band around it where khitab abstains.
fn scale(risk: &Risk) -> Markup {
    let at = |probability: f64| places(probability * WIDTH);
    let (low, high) = risk.band;
    let value = at(risk.probability);
    let svg = html! {
        svg viewBox="-30 0 1060 88" aria-hidden="true" {
            line.rule x1="0" x2=(WIDTH) y1="44" y2="44" stroke-width="2" {}
            rect.band x=(at(low)) y="34" width=(at(high - low)) height="20" {}
            line.axis x1=(at(risk.threshold)) x2=(at(risk.threshold)) y1="26" y2="62" stroke-width="1.5" {}
            text.faint x=(at(risk.threshold)) y="20" font-size="15" text-anchor="middle" { (format!("{:.4}", risk.threshold)) }
            text.faint x="0" y="20" font-size="15" { "0" }
            text.faint x=(WIDTH) y="20" font-size="15" text-anchor="end" { "1" }
            circle.decision cx=(value) cy="44" r="8" {}
            text.ink x=(places((risk.probability * WIDTH).clamp(30.0, WIDTH - 30.0))) y="82" font-size="17" font-weight="600" text-anchor="middle" {
                (format!("{:.4}", risk.probability))
            }
        }
    };
    let description = format!(
        "Probability of {}: {:.4}; threshold {:.4}; khitab abstains from {low:.4} to {high:.4}.",
        risk.label, risk.probability, risk.threshold
    );
    let caption = words(
        "الاحتمال على مقياسه: الخط العتبة، والشريط ما يمتنع فيه خطاب عن الحكم.",
        "The probability on its scale: the line is the threshold, the strip where khitab abstains.",
    );
    figure(caption, &description, &svg)
}

fn percent(probability: f64) -> String {
    let percent = 100.0 * probability;
    if probability > 0.0 && percent < 0.1 {
        "< 0.1 %".to_owned()
    } else {
        format!("{percent:.1} %")
    }
}

/// One piece of the stack: the name of a column, its block, what it adds.
struct Part<'a> {
    name: &'a str,
    block: &'a str,
    amount: f64,
}

/// All parts in the order of their blocks, the intercept last.
fn parts(why: &Explained) -> Vec<Part<'_>> {
    let mut parts: Vec<Part<'_>> = why
        .contributions
        .iter()
        .map(|one| Part {
            name: &one.feature,
            block: block(&one.feature),
            amount: one.contribution,
        })
        .collect();
    parts.sort_by_key(|part| part.block);
    parts.push(Part {
        name: INTERCEPT,
        block: "x",
        amount: why.intercept,
    });
    parts
}

/// What speaks against stands to the left of zero, what speaks for it to the right; the mark is their sum.
fn stacked(why: &Explained) -> Markup {
    let parts = parts(why);
    let sum = |sign: f64| -> f64 { parts.iter().map(|p| (sign * p.amount).max(0.0)).sum() };
    let (against, plus) = (sum(-1.0), sum(1.0));
    let scale = WIDTH / (against + plus).max(f64::MIN_POSITIVE);
    let zero = against * scale;
    let decision = why.decision();
    let (mut left, mut right) = (zero, zero);
    let segments = parts.iter().map(|part| {
        let width = part.amount.abs() * scale;
        let x = if part.amount < 0.0 {
            left -= width;
            left
        } else {
            right += width;
            right - width
        };
        html! {
            rect class={ "segment b" (part.block) } x=(places(x)) y="34" width=(places(width)) height="44" {
                title { (part.name) " " (format!("{:+.3}", part.amount)) }
            }
        }
    });
    let at = zero + decision * scale;
    let svg = html! {
        svg viewBox="-30 0 1060 128" aria-hidden="true" {
            text.faint x="0" y="24" font-size="15" { (format!("−{against:.2}")) }
            text.faint x=(WIDTH) y="24" font-size="15" text-anchor="end" { (format!("+{plus:.2}")) }
            @for segment in segments { (segment) }
            line.axis x1=(places(zero)) x2=(places(zero)) y1="26" y2="86" stroke-width="1.5" {}
            text.faint x=(places(zero)) y="24" font-size="15" text-anchor="middle" { "0" }
            line.decision x1=(places(at)) x2=(places(at)) y1="30" y2="96" {}
            text.ink x=(places(at.clamp(60.0, WIDTH - 60.0))) y="116" font-size="17" font-weight="600" text-anchor="middle" {
                (format!("Σ {decision:+.2}").replace('-', "−"))
            }
        }
    };
    let description = format!(
        "Stacked contributions for {}: {against:.2} against, {plus:.2} for, sum {decision:+.2}.",
        why.label
    );
    let caption = words(
        "كل قطعة سمة واحدة: ما على اليسار يخفض الدرجة وما على اليمين يرفعها.",
        "Each piece is one feature: left lowers the score, right raises it.",
    );
    figure(caption, &description, &svg)
}

/// The sums of the blocks: the legend of the stack, greatest first.
fn blocks(why: &Explained) -> Markup {
    let parts = parts(why);
    let mut sums: Vec<_> = BLOCKS
        .iter()
        .map(|(letter, name)| {
            let of_block = parts
                .iter()
                .filter(|part| part.block == *letter && part.name != INTERCEPT);
            (letter, name, of_block.map(|part| part.amount).sum::<f64>())
        })
        .filter(|(_, _, sum)| *sum != 0.0)
        .collect();
    sums.sort_by(|a, b| b.2.abs().total_cmp(&a.2.abs()));
    html! {
        ul.legend {
            @for (letter, name, sum) in sums {
                li {
                    span class={ "chip b" (letter) } { (letter.replace('x', "·")) } " " (name) " "
                    bdi dir="ltr" { (format!("{sum:+.2}")) }
                }
            }
            li {
                span.key.bx {} " " (words("البدء: نص فارغ", "the start: an empty text")) " "
                bdi dir="ltr" { (format!("{:+.2}", why.intercept)) }
            }
        }
    }
}

/// What each feature adds, one by one.
pub(super) fn reasons(why: &Explained) -> Markup {
    // Greatest first: what adds nothing stands at the end.
    let some = why
        .contributions
        .partition_point(|one| one.contribution != 0.0);
    let (shown, others) = why.contributions[..some].split_at(some.min(REASONS));
    let rest: f64 = others.iter().map(|one| one.contribution).sum();
    let largest = shown
        .iter()
        .map(|one| one.contribution)
        .chain([rest, why.intercept])
        .fold(f64::MIN_POSITIVE, |most, one| most.max(one.abs()));
    let mut rows: Vec<Vec<Cell>> = shown
        .iter()
        .map(|one| {
            vec![
                Cell::Code(one.feature.clone()),
                Cell::Words(told(&one.feature)),
                Cell::Number(format!("{:.3} × {:+.3}", one.value, one.weight)),
                Cell::Number(format!("{:+.3}", one.contribution)),
                bar(one.contribution, largest),
            ]
        })
        .collect();
    let mut sum = |name: String, amount: f64| {
        rows.push(vec![
            Cell::Code(String::new()),
            Cell::Words(name),
            Cell::Number(String::new()),
            Cell::Number(format!("{amount:+.3}")),
            bar(amount, largest),
        ]);
    };
    if !others.is_empty() {
        sum(format!("{} smaller ones", others.len()), rest);
    }
    sum(
        "intercept: what the model says of an empty text".to_owned(),
        why.intercept,
    );
    html! {
        p.quiet { (words("ما يرفع احتمال هذا الوسم وما يخفضه", "what speaks for this label, and what against it")) ": " bdi { (why.label) } }
        (table(
            words("الموجب يرفع احتمال هذا الوسم", "positive amounts speak for this label"),
            &[
                words("السمة", "feature"),
                words("اسمها", "name"),
                words("القيمة × الوزن", "value × weight"),
                words("الإسهام", "contribution"),
                words("", ""),
            ],
            rows,
        ))
    }
}

fn bar(amount: f64, largest: f64) -> Cell {
    let width = 50.0 * amount.abs() / largest;
    let (side, x) = if amount < 0.0 {
        ("against", 50.0 - width)
    } else {
        ("for", 50.0)
    };
    Cell::Markup(html! {
        svg.bar viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true" {
            line.rule x1="50" x2="50" y1="0" y2="10" stroke-width=".5" {}
            rect class=(side) x=(places(x)) y="1" width=(places(width)) height="8" {}
        }
    })
}

/// A coordinate: two places are finer than any screen.
fn places(value: f64) -> String {
    format!("{value:.2}")
}
