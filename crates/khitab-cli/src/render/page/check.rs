//! A functional check as a page. It prints the names of cases, never their texts.

use khitab::check::{CheckReport, CheckRow, Misordered, SuiteReport};
use maud::{Markup, html};

use super::{Cell, Page, Words, table, words};
use crate::render::check::{percent, shares};

/// The pairs in the wrong order that a page lists.
const SHOWN: usize = 100;

/// The page of a check.
pub(crate) fn check(report: &CheckReport) -> String {
    let body = html! { @for suite in &report.suites { (body(suite)) } };
    Page::new(words("اختبار وظيفي", "functional check"), &report.model)
        .facts(facts(report))
        .section("suites", words("الأسئلة", "questions"), body)
        .render()
}

fn facts(report: &CheckReport) -> Markup {
    html! {
        p.facts {
            bdi dir="ltr" { "label " (report.positive) ", found from " (format!("{:.4}", report.threshold)) " on · "
            (report.schema) " · khitab " (report.khitab) }
        }
    }
}

fn body(suite: &SuiteReport) -> Markup {
    html! {
        h3 { bdi { (suite.suite) } }
        (rows(words("الكل", "all cases"), std::slice::from_ref(&suite.all)))
        (rows(words("بحسب السؤال", "by functionality"), &suite.functionalities))
        @if !suite.targets.is_empty() { (rows(words("بحسب الجماعة المذكورة", "by the group spoken about"), &suite.targets)) }
        @if !suite.dialects.is_empty() { (rows(words("بحسب اللهجة", "by variety"), &suite.dialects)) }
        @if !suite.misordered.is_empty() { (misordered(&suite.misordered)) }
    }
}

fn rows(caption: Words, rows: &[CheckRow]) -> Markup {
    let columns = [
        words("السؤال", "question"),
        words("الحالات", "cases"),
        words("الصحيح", "right, %"),
        words("ما وجد مما يجب", "found, %"),
        words("ما ترك مما يجب", "spared, %"),
        words("ترتيب الأزواج", "order of pairs, %"),
    ];
    let cells = |row: &CheckRow| {
        let mut cells = vec![Cell::Code(row.name.clone()), Cell::count(row.cases as u64)];
        let written = |share: Option<_>| Cell::Number(share.map(percent).unwrap_or_default());
        cells.extend(shares(row).map(written));
        cells
    };
    table(caption, &columns, rows.iter().map(cells))
}

fn misordered(pairs: &[Misordered]) -> Markup {
    let columns = [
        words("يجب أن يعلو", "should be higher"),
        words("درجته", "its score"),
        words("يجب أن يدنو", "should be lower"),
        words("درجته", "its score"),
    ];
    let cells = |pair: &Misordered| {
        vec![
            Cell::Code(pair.higher.clone()),
            Cell::number(pair.higher_score, 4),
            Cell::Code(pair.lower.clone()),
            Cell::number(pair.lower_score, 4),
        ]
    };
    let caption = words("أزواج معكوسة", "pairs in the wrong order");
    html! {
        (table(caption, &columns, pairs.iter().take(SHOWN).map(cells)))
        @if pairs.len() > SHOWN { p.quiet { bdi dir="ltr" { "and " (pairs.len() - SHOWN) " more" } } }
    }
}
