//! A functional check on a terminal. Names stand last on their line, as they may be Arabic.

use khitab::check::{CheckReport, CheckRow};
use khitab::linear::Share;

use super::columns::isolated;

/// The check as lines of text.
pub(crate) fn check(report: &CheckReport) -> String {
    let mut out = format!(
        "{}, label {}, found from {:.4} on; shares in % with 95 % intervals\n",
        isolated(&report.model),
        isolated(&report.positive),
        report.threshold
    );
    for suite in &report.suites {
        let all = std::slice::from_ref(&suite.all);
        out.push_str(&format!(
            "\n{}: {} cases\n",
            isolated(&suite.suite),
            suite.all.cases
        ));
        for (title, rows) in [
            ("", all),
            ("functionality", &suite.functionalities),
            ("target", &suite.targets),
            ("dialect", &suite.dialects),
        ] {
            table(&mut out, title, rows);
        }
    }
    out
}

fn table(out: &mut String, title: &str, rows: &[CheckRow]) {
    if rows.is_empty() {
        return;
    }
    out.push_str(&format!(
        "\n{:<21} {:<21} {:<21} {:<21} {title}\n",
        "accuracy", "found", "spared", "order of pairs"
    ));
    for row in rows {
        for share in shares(row) {
            out.push_str(&format!("{:<22}", share.map(percent).unwrap_or_default()));
        }
        out.push_str(&isolated(&row.name));
        out.push('\n');
    }
}

/// What stands in the columns of a row.
pub(super) fn shares(row: &CheckRow) -> [Option<Share>; 4] {
    [Some(row.accuracy), row.found, row.spared, row.order]
}

/// A share for reading: `99.1 [98.3, 99.5]`.
pub(crate) fn percent(share: Share) -> String {
    let Share {
        value, low, high, ..
    } = share;
    format!(
        "{:.1} [{:.1}, {:.1}]",
        100.0 * value,
        100.0 * low,
        100.0 * high
    )
}
