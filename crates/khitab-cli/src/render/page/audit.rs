//! An audit as a page: figures and tables, no text of any row.

use khitab::audit::{
    Altered, AuditReport, Bias, GroupRow, Leakage, PanelRow, Prevalence, Revealing, Shift, SwapRow,
};
use khitab::linear::Share;
use maud::{Markup, html};

use super::evaluation::reliability;
use super::{Cell, Page, Words, table, words};
use crate::render::check::percent;

const STYLE: &str = include_str!("audit.css");

/// The page of an audit.
pub(crate) fn audit(report: &AuditReport) -> String {
    let mut page = Page::new(words("تدقيق نموذج", "audit"), &report.model)
        .facts(facts(report))
        .style(STYLE)
        .section("panels", words("المجموعات", "panels"), panels(report))
        .section(
            "groups",
            words("الجماعات والأسماء", "groups and names"),
            groups(&report.bias),
        )
        .section(
            "swaps",
            words("تبديل الأسماء", "names exchanged"),
            swaps(&report.swaps),
        )
        .section(
            "shortcuts",
            words("حذف ما يتكأ عليه", "shortcuts taken away"),
            altered(&report.ablations),
        )
        .section(
            "attacks",
            words("إخفاء الكلمات", "words hidden"),
            altered(&report.attacks),
        );
    if let Some(calibration) = &report.calibration {
        page = page.section(
            "calibration",
            words("صدق الاحتمالات", "calibration"),
            reliability(calibration),
        );
    }
    if !report.prevalences.is_empty() {
        page = page.section(
            "prevalence",
            words("الندرة", "prevalence"),
            prevalence(&report.prevalences),
        );
    }
    page.section(
        "leakage",
        words("التسرب", "leakage"),
        leakage(&report.leakage),
    )
    .render()
}

fn facts(report: &AuditReport) -> Markup {
    html! {
        p.facts { bdi dir="ltr" {
            "label " (report.positive) ", found from " (format!("{:.4}", report.threshold)) " on · " (report.rows) " rows · "
            (report.schema) " · khitab " (report.khitab)
        } }
    }
}

/// A share with its interval drawn beside it, over an axis from 0 to `top`.
fn drawn(share: Option<Share>, top: f64) -> Cell {
    let Some(share) = share else {
        return Cell::Number(String::new());
    };
    let x = |value: f64| format!("{:.2}", 100.0 * (value / top).min(1.0));
    let width = format!(
        "{:.2}",
        100.0 * ((share.high - share.low) / top).clamp(0.004, 1.0)
    );
    Cell::Markup(html! {
        div.share {
            svg viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true" {
                rect.track x="0" y="4.5" width="100" height="1" {}
                rect.between x=(x(share.low)) y="2" width=(width) height="6" {}
                rect.value x=(x(share.value)) y="0" width="1" height="10" {}
            }
            span { (percent(share)) }
        }
    })
}

/// The largest upper end, so that small shares can be told apart.
fn top(shares: impl Iterator<Item = Option<Share>>) -> f64 {
    shares
        .flatten()
        .map(|share| share.high)
        .fold(0.01, f64::max)
}

fn panels(report: &AuditReport) -> Markup {
    let flagged = top(report.panels.iter().map(|panel| panel.rates.flagged));
    let row = |panel: &PanelRow| {
        vec![
            Cell::Code(panel.panel.clone()),
            Cell::count(panel.rows as u64),
            drawn(panel.rates.flagged, flagged),
            drawn(panel.rates.found, 1.0),
        ]
    };
    html! {
        p.quiet { (words(
            "الشريط فترة 95 % والعلامة فيه القيمة؛ يبدأ المحور من 0، وينتهي في عمود الإنذار الكاذب عند أعلى فترة منه.",
            "The bar is the 95 % interval, the mark in it the value. The axis begins at 0; for false alarms it ends at the highest interval of the table.",
        )) }
        (table(
            words("بالمئة، مع فترة 95 %", "in %, with 95 % intervals"),
            &[
                words("المجموعة", "panel"),
                words("الصفوف", "rows"),
                words("إنذار كاذب", "flagged in error"),
                words("وجد مما يجب", "found"),
            ],
            report.panels.iter().map(row),
        ))
    }
}

fn area(area: Option<f64>) -> Cell {
    Cell::number(area.unwrap_or(f64::NAN), 3)
}

fn groups(bias: &Bias) -> Markup {
    let flagged = top(bias.groups.iter().map(|group| group.false_positives));
    let row = |group: &GroupRow| {
        vec![
            Cell::Code(format!("{} {}", group.kind, group.id)),
            Cell::count(group.rows as u64),
            drawn(group.false_positives, flagged),
            drawn(group.false_negatives, 1.0),
            area(group.subgroup_auc),
            area(group.bpsn_auc),
            area(group.bnsp_auc),
        ]
    };
    let means = [
        ("subgroup", bias.subgroup_auc),
        ("BPSN", bias.bpsn_auc),
        ("BNSP", bias.bnsp_auc),
    ];
    html! {
        p.quiet { (words(
            "هل يرفع ذكر الجماعة الدرجة أو يخفضها بذاته؟",
            "Does naming a group move a score by itself? BPSN low: the name raises it. BNSP low: the name lowers it.",
        )) }
        p { bdi dir="ltr" {
            (format!("FPED {:.4} · FNED {:.4}", bias.false_positive_difference, bias.false_negative_difference))
            @for (name, mean) in means { @if let Some(mean) = mean { (format!(" · {name} AUC {mean:.3}")) } }
            " · named by at least " (bias.least_rows) " rows"
        } }
        (table(
            words("بالمئة، مع فترة 95 %", "in %, with 95 % intervals"),
            &[
                words("الاسم", "name"),
                words("الصفوف", "rows"),
                words("إنذار كاذب", "flagged in error"),
                words("فات", "missed"),
                words("داخلها", "subgroup"),
                words("BPSN", "AUC"),
                words("BNSP", "AUC"),
            ],
            bias.groups.iter().map(row),
        ))
    }
}

fn moved(shift: &Shift) -> [Cell; 3] {
    let some = shift.texts > 0;
    let change = some.then(|| format!("{:.4} ({:.3})", shift.mean, shift.max));
    [
        Cell::count(shift.texts as u64),
        drawn(some.then_some(shift.flips), 1.0),
        Cell::Number(change.unwrap_or_default()),
    ]
}

const MOVED: [Words; 3] = [
    words("النصوص", "texts"),
    words("عبر العتبة", "crossed the threshold"),
    words("متوسط التغير (وأكبره)", "mean change (greatest)"),
];

fn swaps(rows: &[SwapRow]) -> Markup {
    let row = |row: &SwapRow| {
        let mut cells = vec![
            Cell::Code(row.kind.to_owned()),
            Cell::count(row.rows as u64),
        ];
        cells.extend(moved(&row.shift));
        cells
    };
    let mut columns = vec![words("نوع الاسم", "kind of name"), words("الصفوف", "rows")];
    columns.extend(MOVED);
    table(
        words(
            "كل اسم بثلاثة من صنفه",
            "each name for three others of its class",
        ),
        &columns,
        rows.iter().map(row),
    )
}

fn altered(rows: &[Altered]) -> Markup {
    let flagged = top(rows.iter().map(|row| row.rates.flagged));
    let row = |row: &Altered| {
        let mut cells = vec![
            Cell::Code(row.alteration.to_owned()),
            drawn(row.rates.found, 1.0),
            drawn(row.rates.flagged, flagged),
            Cell::Number(
                row.f1_change
                    .map(|change| format!("{change:+.4}"))
                    .unwrap_or_default(),
            ),
        ];
        cells.extend(moved(&row.shift));
        cells
    };
    let mut columns = vec![
        words("التغيير", "alteration"),
        words("وجد مما يجب", "found"),
        words("إنذار كاذب", "flagged in error"),
        words("تغير F1", "change of F1"),
    ];
    columns.extend(MOVED);
    table(
        words("بالمئة، مع فترة 95 %", "in %, with 95 % intervals"),
        &columns,
        rows.iter().map(row),
    )
}

fn prevalence(rows: &[Prevalence]) -> Markup {
    let row = |row: &Prevalence| {
        let precision = format!(
            "{:.1} [{:.1}, {:.1}]",
            100.0 * row.precision,
            100.0 * row.low,
            100.0 * row.high
        );
        vec![
            Cell::Number(format!("{} %", 100.0 * row.prevalence)),
            Cell::Number(precision),
            Cell::number(row.alerts_per_find.unwrap_or(f64::NAN), 1),
        ]
    };
    table(
        words(
            "بقاعدة بايز من نسب هذه البيانات كلها",
            "by Bayes' rule from the rates over all rows",
        ),
        &[
            words("نصيب الصنف من السيل", "share of the stream"),
            words("الضبط بالمئة", "precision, %"),
            words("إنذارات لكل صواب", "alerts per find"),
        ],
        rows.iter().map(row),
    )
}

fn leakage(leakage: &Leakage) -> Markup {
    let row = |one: &Revealing| {
        vec![
            Cell::Words(one.word.clone()),
            Cell::count(one.rows as u64),
            Cell::Number(percent(one.in_positive)),
            Cell::Number(percent(one.in_others)),
            Cell::number(one.purity, 3),
        ]
    };
    let pair =
        |(row, from): &(String, String)| vec![Cell::Code(row.clone()), Cell::Code(from.clone())];
    html! {
        p { bdi dir="ltr" {
            @if let Some(copies) = leakage.copies_of_training {
                (percent(copies)) " % of the rows have a copy among the training rows · "
            }
            (percent(leakage.copies_within)) " % have one among the data · " (leakage.contradictions)
            " groups of copies with both labels · copies share " (100.0 * leakage.similarity) " % of their word pairs"
        } }
        @if !leakage.pairs.is_empty() {
            (table(
                words("نسخ من صفوف التدريب", "copies of training rows, some of them"),
                &[words("الصف", "row"), words("صف التدريب", "training row")],
                leakage.pairs.iter().map(pair),
            ))
        }
        (table(
            words("كلمات تكاد تنفرد بها جهة", "words that nearly only one side has"),
            &[
                words("الكلمة", "word"),
                words("الصفوف", "rows"),
                words("في المطلوب بالمئة", "of the positive rows, %"),
                words("في غيره بالمئة", "of the others, %"),
                words("النقاء", "purity"),
            ],
            leakage.revealing.iter().map(row),
        ))
    }
}
