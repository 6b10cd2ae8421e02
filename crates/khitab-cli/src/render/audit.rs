//! An audit on a terminal: the tables for a first look. Names stand last on their line.

use std::fmt::Write as _;

use khitab::audit::{Altered, AuditReport, Rates, Shift};
use khitab::linear::Share;

use super::check::percent;
use super::columns::isolated;

/// The audit as lines of text.
pub(crate) fn audit(report: &AuditReport) -> String {
    let mut out = format!(
        "{}, label {}, found from {:.4} on; {} rows; shares in % with 95 % intervals\n",
        isolated(&report.model),
        isolated(&report.positive),
        report.threshold,
        report.rows
    );
    panels(&mut out, report);
    groups(&mut out, report);
    swaps(&mut out, report);
    altered(&mut out, "shortcuts taken away", &report.ablations);
    altered(&mut out, "words hidden", &report.attacks);
    if let Some(calibration) = &report.calibration {
        let _ = writeln!(
            out,
            "\nECE {:.4}, Brier score {:.4}",
            calibration.ece, calibration.brier
        );
    }
    prevalences(&mut out, report);
    leakage(&mut out, report);
    out
}

fn panels(out: &mut String, report: &AuditReport) {
    head(out, &["found", "flagged"], "panel");
    for panel in &report.panels {
        let name = format!("{} ({} rows)", panel.panel, panel.rows);
        rates(out, &panel.rates, &name);
    }
    rates(out, &report.rates, "all");
}

fn swaps(out: &mut String, report: &AuditReport) {
    head(
        out,
        &["crossed the threshold", "mean change"],
        "names exchanged",
    );
    for row in report.swaps.iter().filter(|row| row.shift.texts > 0) {
        shift(out, &row.shift, row.kind);
    }
}

fn prevalences(out: &mut String, report: &AuditReport) {
    if report.prevalences.is_empty() {
        return;
    }
    head(
        out,
        &["precision", "alerts per find"],
        "share of a stream that is positive",
    );
    for row in &report.prevalences {
        let [precision, low, high] = [row.precision, row.low, row.high].map(|share| 100.0 * share);
        let precision = format!("{precision:.1} [{low:.1}, {high:.1}]");
        let alerts = row.alerts_per_find.map(|alerts| format!("{alerts:.1}"));
        let share = format!("{} %", 100.0 * row.prevalence);
        cells(out, &[precision, alerts.unwrap_or_default()], &share);
    }
}

/// Writing to a string cannot fail.
fn cells(out: &mut String, cells: &[String], name: &str) {
    for cell in cells {
        let _ = write!(out, "{cell:<23}");
    }
    let _ = writeln!(out, "{}", isolated(name));
}

fn head(out: &mut String, columns: &[&str], name: &str) {
    out.push('\n');
    cells(
        out,
        &columns.iter().map(ToString::to_string).collect::<Vec<_>>(),
        name,
    );
}

fn share(share: Option<Share>) -> String {
    share.map(percent).unwrap_or_default()
}

fn rates(out: &mut String, rates: &Rates, name: &str) {
    cells(out, &[share(rates.found), share(rates.flagged)], name);
}

fn shift(out: &mut String, shift: &Shift, name: &str) {
    let mean = format!("{:.4} (max {:.2})", shift.mean, shift.max);
    cells(
        out,
        &[percent(shift.flips), mean],
        &format!("{name} ({} texts)", shift.texts),
    );
}

fn groups(out: &mut String, report: &AuditReport) {
    let area = |area: Option<f64>| area.map(|area| format!("{area:.3}")).unwrap_or_default();
    let title = format!("named by at least {} rows", report.bias.least_rows);
    head(
        out,
        &["missed", "flagged", "subgroup/BPSN/BNSP AUC"],
        &title,
    );
    for row in &report.bias.groups {
        let areas = [row.subgroup_auc, row.bpsn_auc, row.bnsp_auc]
            .map(area)
            .join("/");
        let name = format!("{} {} ({} rows)", row.kind, row.id, row.rows);
        cells(
            out,
            &[
                share(row.false_negatives),
                share(row.false_positives),
                areas,
            ],
            &name,
        );
    }
}

fn altered(out: &mut String, title: &str, rows: &[Altered]) {
    head(out, &["found", "flagged", "crossed the threshold"], title);
    for row in rows.iter().filter(|row| row.shift.texts > 0) {
        let columns = [
            share(row.rates.found),
            share(row.rates.flagged),
            percent(row.shift.flips),
        ];
        cells(
            out,
            &columns,
            &format!("{} ({} texts)", row.alteration, row.shift.texts),
        );
    }
}

fn leakage(out: &mut String, report: &AuditReport) {
    let leakage = &report.leakage;
    head(out, &["share of rows"], "leakage");
    if let Some(copies) = leakage.copies_of_training {
        cells(
            out,
            &[percent(copies)],
            "with a copy among the training rows",
        );
    }
    cells(
        out,
        &[percent(leakage.copies_within)],
        "with a copy among the data",
    );
    let telling = leakage
        .revealing
        .iter()
        .take(10)
        .map(|one| isolated(&one.word));
    let telling: Vec<String> = telling.collect();
    let _ = writeln!(
        out,
        "{} groups of copies with both labels",
        leakage.contradictions
    );
    let _ = writeln!(
        out,
        "words of one side ({}): {}",
        leakage.counted_in,
        telling.join("، ")
    );
}
