//! An evaluation on a terminal. Labels stand last on their line, as they may be Arabic.

use std::fmt::Write as _;

use khitab::linear::evaluate::ProbabilitySummary;
use khitab::linear::review::Threshold;
use khitab::linear::significance::Interval;
use khitab::{ClassReport, EvaluationReport, FoldReport, Review};

use super::columns::{Cell, columns, isolated, shortened};

/// The rows of the threshold table.
const SHOWN: usize = 10;

/// The columns of a terminal that a label takes in the table of confusion.
const WIDEST: usize = 20;

/// The evaluation as lines of text.
pub(crate) fn evaluation(report: &EvaluationReport) -> String {
    let mut out = format!("{} rows: {}\n\n", report.rows, isolated(&report.tested));
    classes(&mut out, report);
    overall(&mut out, report);
    confusion(&mut out, report);
    folds(&mut out, &report.folds);
    if let Some(probabilities) = &report.probabilities {
        reliability(&mut out, probabilities);
    }
    for (label, class) in &report.classes {
        review(&mut out, report, label, class);
    }
    out
}

/// Writing to a string cannot fail.
fn line(out: &mut String, line: std::fmt::Arguments<'_>) {
    let _ = out.write_fmt(line);
    out.push('\n');
}

fn between(interval: Interval) -> String {
    format!("{:.4}-{:.4}", interval.low, interval.high)
}

fn classes(out: &mut String, report: &EvaluationReport) {
    line(
        out,
        format_args!(
            "precision (95 %)          recall (95 %)             f1 (95 %)                support  label"
        ),
    );
    for (label, class) in &report.classes {
        let [p, r, f] = [
            class.intervals.precision,
            class.intervals.recall,
            class.intervals.f1,
        ]
        .map(|interval| format!("{:.4} {}", interval.value, between(interval)));
        line(
            out,
            format_args!(
                "{p:<25} {r:<25} {f:<25} {:>6}  {}",
                class.support,
                isolated(label)
            ),
        );
    }
    for (average, name) in [
        (report.macro_average, "macro average"),
        (report.weighted_average, "weighted average"),
        (report.micro_average, "micro average"),
    ] {
        line(
            out,
            format_args!(
                "{:<25.4} {:<25.4} {:<25.4} {:>6}  {name}",
                average.precision, average.recall, average.f1, report.rows
            ),
        );
    }
}

fn overall(out: &mut String, report: &EvaluationReport) {
    let intervals = report.intervals;
    line(out, format_args!(""));
    for (name, interval) in [
        ("accuracy", intervals.accuracy),
        ("macro F1", intervals.macro_f1),
        ("MCC", intervals.mcc),
    ] {
        line(
            out,
            format_args!("{name:<9} {:.4} {}", interval.value, between(interval)),
        );
    }
    for (label, class) in &report.classes {
        if let (Some(roc), Some(pr)) = (class.roc_auc, class.pr_auc) {
            line(
                out,
                format_args!("ROC-AUC   {roc:.4}  PR-AUC {pr:.4}  {}", isolated(label)),
            );
        }
    }
}

fn confusion(out: &mut String, report: &EvaluationReport) {
    line(
        out,
        format_args!("\nconfusion (rows: true, columns: predicted)"),
    );
    let name = |label: &String| shortened(label, WIDEST);
    let predicted = report.confusion.keys().map(name).map(Cell::number);
    let mut rows = vec![predicted.chain([Cell::words("")]).collect()];
    rows.extend(report.confusion.iter().map(|(label, counts)| {
        let counts = counts.values().map(|count| Cell::number(count.to_string()));
        counts.chain([Cell::words(name(label))]).collect()
    }));
    out.push_str(&columns(rows, usize::MAX, &[]));
}

fn folds(out: &mut String, folds: &[FoldReport]) {
    if folds.len() < 2 {
        return;
    }
    line(
        out,
        format_args!("\nfold    rows accuracy macro F1      MCC"),
    );
    for (at, fold) in folds.iter().enumerate() {
        line(
            out,
            format_args!(
                "{:>4} {:>7} {:>8.4} {:>8.4} {:>8.4}",
                at + 1,
                fold.rows,
                fold.accuracy,
                fold.macro_f1,
                fold.mcc
            ),
        );
    }
}

fn reliability(out: &mut String, probabilities: &ProbabilitySummary) {
    let ProbabilitySummary {
        brier,
        log_loss,
        ece,
        bins,
    } = probabilities;
    line(
        out,
        format_args!("\nBrier {brier:.4}  log loss {log_loss:.4}  ECE {ece:.4}"),
    );
    line(
        out,
        format_args!("probability from     rows    given observed"),
    );
    for bin in bins.iter().filter(|bin| bin.count > 0) {
        line(
            out,
            format_args!(
                "{:>16.2} {:>8} {:>8.4} {:>8.4}",
                bin.from, bin.count, bin.predicted, bin.observed
            ),
        );
    }
}

/// What thresholds on the score of a class do, here and on streams where it is rare.
fn review(out: &mut String, report: &EvaluationReport, label: &str, class: &ClassReport) {
    line(
        out,
        format_args!(
            "\nthreshold precision   recall      FPR  flagged  {}",
            isolated(label)
        ),
    );
    let step = class.curve.len().div_ceil(SHOWN).max(1);
    let last = class.curve.len().saturating_sub(1);
    let shown = |(at, _): &(usize, &Threshold)| at % step == 0 || *at == last;
    for (_, point) in class.curve.iter().enumerate().filter(shown) {
        line(
            out,
            format_args!(
                "{:>9.4} {:>9.4} {:>8.4} {:>8.4} {:>8.4}",
                point.score,
                point.precision,
                point.recall,
                point.false_positive_rate,
                point.flagged
            ),
        );
    }
    line(
        out,
        format_args!(
            "prevalence precision  alerts a find  threshold for precision {}  for {} of the stream",
            report.measuring.precision, report.measuring.budget
        ),
    );
    for row in &class.review {
        line(out, format_args!("{}", at_prevalence(row)));
    }
}

fn at_prevalence(row: &Review) -> String {
    let threshold = |found: Option<Threshold>| {
        found.map_or("none".into(), |point| {
            format!("{:.4} (recall {:.4})", point.score, point.recall)
        })
    };
    format!(
        "{:>10} {:>9.4} {:>14}  {:<27} {}",
        row.prevalence,
        row.precision,
        row.alerts_per_find
            .map_or("none".into(), |alerts| format!("{alerts:.1}")),
        threshold(row.for_precision),
        threshold(row.for_budget)
    )
}
