//! An evaluation as a page: figures, confusion, curves, and an explorer for thresholds on a stream.

use khitab::linear::evaluate::ProbabilitySummary;
use khitab::linear::review::Threshold;
use khitab::linear::significance::Interval;
use khitab::{ClassReport, EvaluationReport};
use maud::{Markup, html};

use super::plot::{Axis, HALF, Mark, Series, plot};
use super::{Cell, Page, Words, figure, table, words};

const STYLE: &str = include_str!("evaluation.css");
const SCRIPT: &str = include_str!("evaluation.js");

/// The page of an evaluation of `subject`: the file of rows.
pub(crate) fn evaluation(subject: &str, report: &EvaluationReport) -> String {
    let facts = html! {
        p.facts { bdi dir="ltr" { (report.tested) } }
        p.facts { bdi dir="ltr" { (report.rows) " rows · " (report.schema) " · khitab " (report.khitab) } }
    };
    let mut page = Page::new(words("تقييم نموذج", "evaluation"), subject)
        .facts(facts)
        .style(STYLE)
        .script(SCRIPT)
        .section("figures", words("الأرقام", "figures"), figures(report))
        .section(
            "confusion",
            words("مصفوفة الالتباس", "confusion"),
            confusion(report),
        )
        .section(
            "explorer",
            words("مستكشف العتبة", "threshold explorer"),
            explorers(report),
        )
        .section("curves", words("المنحنيات", "curves"), curves(report));
    if let Some(probabilities) = &report.probabilities {
        let title = words("صدق الاحتمالات", "reliability");
        page = page.section("reliability", title, reliability(probabilities));
    }
    page = page.section(
        "review",
        words("عبء المراجعة", "review load"),
        review(report),
    );
    if report.folds.len() > 1 {
        page = page.section("folds", words("الأجزاء", "folds"), folds(report));
    }
    page.render()
}

fn figures(report: &EvaluationReport) -> Markup {
    let tile = |name: Words, interval: Interval| {
        html! {
            div {
                div.quiet { (name) }
                div.big { bdi dir="ltr" { (format!("{:.3}", interval.value)) } }
                div.quiet { bdi dir="ltr" { (between(interval)) } }
            }
        }
    };
    let class = |(label, class): (&String, &ClassReport)| {
        let intervals = class.intervals;
        let mut row = vec![Cell::Words(label.clone()), Cell::count(class.support)];
        let figures = [intervals.precision, intervals.recall, intervals.f1];
        row.extend(figures.map(|of| Cell::Number(format!("{:.3} ({})", of.value, between(of)))));
        row.push(Cell::number(class.false_positive_rate, 4));
        row.extend([class.roc_auc, class.pr_auc].map(optional));
        row
    };
    let average = |name: Words, of: khitab::linear::metrics::Prf| {
        let mut row = vec![
            Cell::Markup(html! { (name) }),
            Cell::count(report.rows as u64),
        ];
        row.extend([of.precision, of.recall, of.f1].map(|value| Cell::number(value, 3)));
        row.extend([(); 3].map(|()| Cell::Words(String::new())));
        row
    };
    let averages = [
        average(words("متوسط الأصناف", "macro"), report.macro_average),
        average(words("المتوسط المرجح", "weighted"), report.weighted_average),
    ];
    html! {
        div.tiles {
            (tile(words("الدقة الكلية", "accuracy"), report.intervals.accuracy))
            (tile(words("متوسط F1", "macro F1"), report.intervals.macro_f1))
            (tile(words("ارتباط ماثيوز", "MCC"), report.intervals.mcc))
        }
        (table(
            words("بين القوسين فترة 95 %", "in brackets: 95 % interval, bootstrap"),
            &[
                words("الصنف", "class"),
                words("الصفوف", "rows"),
                words("الضبط", "precision"),
                words("الاستدعاء", "recall"),
                words("F1", ""),
                words("الإنذار الكاذب", "false positives"),
                words("ROC-AUC", ""),
                words("PR-AUC", ""),
            ],
            report.classes.iter().map(class).chain(averages),
        ))
    }
}

fn between(interval: Interval) -> String {
    format!("{:.3}–{:.3}", interval.low, interval.high)
}

fn optional(value: Option<f64>) -> Cell {
    Cell::number(value.unwrap_or(f64::NAN), 4)
}

/// Rows are the true labels; the tint of a cell is its share of the row.
fn confusion(report: &EvaluationReport) -> Markup {
    html! {
        div.scroll tabindex="0" role="region" aria-label="confusion" {
            table.heat {
                caption { (words("الصف: الوسم الصحيح. العمود: ما قاله النموذج.", "Row: true label. Column: what the model said.")) }
                thead { tr { td {} @for label in report.confusion.keys() { th.number scope="col" { bdi { (label) } } } } }
                tbody {
                    @for (truth, counts) in &report.confusion {
                        @let total = counts.values().sum::<u64>().max(1);
                        tr {
                            th scope="row" { bdi { (truth) } }
                            @for (said, &count) in counts {
                                @let share = count as f64 / total as f64;
                                td class={ "number fifth" ((share * 5.0).ceil() as u8) @if truth != said { " wrong" } } {
                                    span { (count) " " span.quiet { (format!("{:.1} %", 100.0 * share)) } }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// One explorer a class, that of the rarest class open.
fn explorers(report: &EvaluationReport) -> Markup {
    let rarest = report.classes.values().map(|class| class.support).min();
    html! {
        p.quiet { (words(
            "في مجموعة الاختبار نصيب كبير من الصنف؛ وفي سيل حقيقي يندر. اختر العتبة والندرة.",
            "A test set holds much of a class, a stream little. Choose a threshold and how rare the class is.",
        )) }
        noscript { p { (words("يحتاج المستكشف إلى تشغيل النص البرمجي؛ الجدول أدناه يغني عنه.", "The explorer needs its script; the table of review load stands in for it.")) } }
        @for (label, class) in &report.classes {
            details open[Some(class.support) == rarest] {
                summary { bdi { (label) } }
                (explorer(class))
            }
        }
    }
}

fn explorer(class: &ClassReport) -> Markup {
    let points: Vec<[f64; 3]> = class
        .curve
        .iter()
        .map(|point| [point.score, point.recall, point.false_positive_rate])
        .collect();
    let points = serde_json::to_string(&points).unwrap_or_else(|_| "[]".into());
    let last = class.curve.len().saturating_sub(1);
    let told = |part: &str, name: Words| {
        html! { dt { (name) } dd { output data-part=(part) aria-live="polite" {} } }
    };
    html! {
        div.explorer data-points=(points) hidden {
            div {
                label {
                    (words("العتبة", "threshold")) ": " output data-part="score" {}
                    input data-part="at" type="range" min="0" max=(last) step="1" value=(middle(&class.curve));
                }
                label {
                    (words("نصيب الصنف من السيل", "share of the stream")) ": " output data-part="share-told" {}
                    input data-part="share" type="range" min="-5" max="-0.30103" step="0.05" value="-2";
                }
                label {
                    (words("نصوص في اليوم", "texts a day")) ": "
                    input data-part="stream" type="number" min="1" step="1" value="100000";
                }
                dl {
                    (told("precision", words("الضبط", "precision")))
                    (told("reads", words("قراءات لكل إصابة", "alerts read for each find")))
                    (told("recall", words("الاستدعاء", "recall")))
                    (told("rate", words("الإنذار الكاذب", "false positive rate")))
                    (told("alerts", words("إنذارات في اليوم", "alerts a day")))
                    (told("found", words("إصابات في اليوم", "finds a day")))
                    (told("missed", words("فائتة في اليوم", "missed a day")))
                }
            }
            figure {
                svg dir="ltr" viewBox="0 0 380 290" role="img" aria-label="precision against recall at the chosen share" {
                    @for step in 0..=5 {
                        @let at = f64::from(step) / 5.0;
                        line.rule x1="40" x2="360" y1=(250.0 - 230.0 * at) y2=(250.0 - 230.0 * at) {}
                        text.faint x="34" y=(254.0 - 230.0 * at) font-size="11" text-anchor="end" { (format!("{at:.1}")) }
                        text.faint x=(40.0 + 320.0 * at) y="266" font-size="11" text-anchor="middle" { (format!("{at:.1}")) }
                    }
                    text.faint x="200" y="285" font-size="12" text-anchor="middle" { "recall" }
                    text.faint x="42" y="12" font-size="12" { "precision" }
                    polyline.line data-part="line" points="" {}
                    circle.here data-part="here" r="7" {}
                }
                figcaption { (words("منحنى الضبط والاستدعاء عند هذا النصيب", "the precision-recall curve at this share")) }
            }
        }
    }
}

/// The point with the best F1 of the test set: where an explorer begins.
fn middle(curve: &[Threshold]) -> usize {
    let f1 = |point: &Threshold| {
        let sum = point.precision + point.recall;
        if sum > 0.0 {
            point.precision * point.recall / sum
        } else {
            0.0
        }
    };
    let best = curve
        .iter()
        .enumerate()
        .max_by(|a, b| f1(a.1).total_cmp(&f1(b.1)));
    best.map_or(0, |(at, _)| at)
}

fn curves(report: &EvaluationReport) -> Markup {
    let series = |points: fn(&Threshold) -> (f64, f64)| -> Vec<Series<'_>> {
        report
            .classes
            .iter()
            .enumerate()
            .map(|(at, (label, class))| {
                Series::new(
                    label,
                    at,
                    Mark::Line,
                    class.curve.iter().map(points).collect(),
                )
            })
            .collect()
    };
    let precision_recall = series(|point| (point.recall, point.precision));
    let mut roc = series(|point| (point.false_positive_rate, point.recall));
    for one in &mut roc {
        one.points.insert(0, (0.0, 0.0));
    }
    roc.push(Series::guide(vec![(0.0, 0.0), (1.0, 1.0)]));
    let areas = |of: fn(&ClassReport) -> Option<f64>| -> String {
        let area = |(label, class): (&String, &ClassReport)| {
            of(class).map(|area| format!("{label}: area {area:.4}"))
        };
        report
            .classes
            .iter()
            .filter_map(area)
            .collect::<Vec<_>>()
            .join("; ")
    };
    html! { div.pair {
        (figure(
            words("الضبط مقابل الاستدعاء، لكل عتبة", "precision against recall, for every threshold"),
            &format!("Precision-recall curves. {}", areas(|class| class.pr_auc)),
            &plot(HALF, &Axis::share("recall"), &Axis::share("precision"), &precision_recall),
        ))
        (figure(
            words("الإصابات مقابل الإنذارات الكاذبة", "true positives against false positives (ROC)"),
            &format!("ROC curves. {}", areas(|class| class.roc_auc)),
            &plot(HALF, &Axis::share("false positive rate"), &Axis::share("recall"), &roc),
        ))
    } }
}

pub(super) fn reliability(probabilities: &ProbabilitySummary) -> Markup {
    let filled = || probabilities.bins.iter().filter(|bin| bin.count > 0);
    let series = [
        Series::guide(vec![(0.0, 0.0), (1.0, 1.0)]),
        Series::new(
            "",
            0,
            Mark::Dots,
            filled().map(|bin| (bin.predicted, bin.observed)).collect(),
        ),
    ];
    let description = format!(
        "Reliability diagram. Expected calibration error {:.4}.",
        probabilities.ece
    );
    let rows = filled().map(|bin| {
        vec![
            Cell::number(bin.from, 2),
            Cell::count(bin.count as u64),
            Cell::number(bin.predicted, 4),
            Cell::number(bin.observed, 4),
        ]
    });
    html! {
        p { bdi dir="ltr" {
            (format!("ECE {:.4} · Brier {:.4} · log loss {:.4}", probabilities.ece, probabilities.brier, probabilities.log_loss))
        } }
        div.pair {
        (figure(
            words("على الخط: الاحتمال صادق", "on the line: a probability means what it says"),
            &description,
            &plot(HALF, &Axis::share("probability given"), &Axis::share("share observed"), &series),
        ))
        (table(
            words("الأعمدة التي بني عليها الشكل", "the bins behind the picture"),
            &[
                words("من احتمال", "probability from"),
                words("الصفوف", "rows"),
                words("المعطى", "given"),
                words("الملاحظ", "observed"),
            ],
            rows,
        ))
        }
    }
}

fn review(report: &EvaluationReport) -> Markup {
    let threshold = |found: Option<Threshold>| {
        Cell::Number(found.map_or("–".into(), |point| {
            format!("{:.4} (recall {:.3})", point.score, point.recall)
        }))
    };
    let rows = report.classes.iter().flat_map(|(label, class)| {
        class.review.iter().map(move |row| {
            vec![
                Cell::Words(label.clone()),
                Cell::Number(format!("{} %", 100.0 * row.prevalence)),
                Cell::number(row.precision, 4),
                Cell::number(row.alerts_per_find.unwrap_or(f64::NAN), 1),
                threshold(row.for_precision),
                threshold(row.for_budget),
            ]
        })
    });
    html! {
        (table(
            words("ما يعنيه النموذج لمن يراجع سيلا يندر فيه الصنف", "what the model means for reviewers of a stream where the class is rare"),
            &[
                words("الصنف", "class"),
                words("نصيبه", "share"),
                words("الضبط", "precision"),
                words("قراءات لكل إصابة", "alerts a find"),
                words("عتبة للضبط", "threshold for precision"),
                words("عتبة للميزانية", "threshold for budget"),
            ],
            rows,
        ))
        p.quiet dir="ltr" {
            (format!("precision asked for: {}; budget: {} of the stream", report.measuring.precision, report.measuring.budget))
        }
    }
}

fn folds(report: &EvaluationReport) -> Markup {
    let rows = report.folds.iter().enumerate().map(|(at, fold)| {
        vec![
            Cell::count(at as u64 + 1),
            Cell::count(fold.rows),
            Cell::number(fold.accuracy, 4),
            Cell::number(fold.macro_f1, 4),
            Cell::number(fold.mcc, 4),
        ]
    });
    table(
        words("كل جزء اختبر مرة", "each fold was tested once"),
        &[
            words("الجزء", "fold"),
            words("الصفوف", "rows"),
            words("الدقة", "accuracy"),
            words("متوسط F1", "macro F1"),
            words("MCC", ""),
        ],
        rows,
    )
}
