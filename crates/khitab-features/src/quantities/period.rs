//! When or how often: the time that a quantity is said for.

use core::ops::Range;
use std::sync::LazyLock;

use khitab_text::TokenKind;
use rustc_hash::FxHashMap;

use crate::reader::{Reader, Role};
use crate::words::table;

/// An expression of time.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Period {
    pub(super) units: Range<usize>,
    /// `per day` and the like, for a rate.
    pub(super) rate: Option<&'static str>,
    /// Whether it says how long, and so also holds for what follows it: خلال, منذ.
    pub(super) spans: bool,
}

/// All expressions of time in the text, in order.
pub(super) fn find(reader: &Reader<'_>) -> Vec<Period> {
    let mut out: Vec<Period> = Vec::new();
    for at in (0..reader.len()).filter(|&at| reader.is(at, Role::Time)) {
        let taken = out.last().map_or(0, |period| period.units.end);
        if at < taken {
            continue;
        }
        // A month is a date, but منذ فبراير says how long.
        if reader.sort(at) == "month" && (at == taken || reader.form(at - 1) != "منذ") {
            continue;
        }
        if reader.sort(at) == "rate" {
            out.push(Period {
                units: at..at + 1,
                rate: rate(reader.form(at)),
                spans: false,
            });
        } else {
            out.extend(phrase(reader, at, taken));
        }
    }
    out
}

/// `خلال السنوات الماضية`, `في اليوم`, `خلال شهر واحد`: a preposition before a unit of time.
fn phrase(reader: &Reader<'_>, time: usize, taken: usize) -> Option<Period> {
    let earliest = time.saturating_sub(3).max(taken);
    let start = (earliest..time)
        .rev()
        .find(|&at| !reader.opens_line(at + 1) && opens(reader, at, time).is_some())?;
    let kind = opens(reader, start, time)?;
    let between = (start + 1..time).all(|at| is_number(reader, at) || reader.form(at) == "مدي");
    if !between {
        return None;
    }
    let mut end = time + 1;
    while end < time + 4 && !reader.opens_line(end) && goes_on(reader, end) {
        end += 1;
    }
    let plain = end == time + 1 && start + 1 == time;
    Some(Period {
        units: start..end,
        rate: rate(reader.form(time)).filter(|_| kind == Opening::Rate && plain),
        spans: kind == Opening::Span,
    })
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Opening {
    Span,
    /// How long it took: said of one thing.
    Length,
    Rate,
}

/// Whether a word opens an expression of time whose unit is at `time`.
fn opens(reader: &Reader<'_>, at: usize, time: usize) -> Option<Opening> {
    match reader.form(at) {
        "خلال" | "منذ" | "طيله" | "طوال" | "غضون" | "مدار" | "مدي" => {
            Some(Opening::Span)
        }
        "في" if reader.form(time).starts_with("ال") => Some(Opening::Rate),
        "في" if is_dual(reader.form(time)) || at + 2 == time => Some(Opening::Length),
        "كل" => Some(Opening::Rate),
        _ => None,
    }
}

/// في يومين, في ساعتين (as في سبعة أشهر): how long it took. سنين is a plural.
fn is_dual(form: &str) -> bool {
    form.ends_with("ين") && form != "سنين"
}

fn is_number(reader: &Reader<'_>, at: usize) -> bool {
    reader.kind(at) == Some(TokenKind::Number) || reader.is(at, Role::Number)
}

fn goes_on(reader: &Reader<'_>, at: usize) -> bool {
    let form = reader.form(at);
    let year = reader.kind(at) == Some(TokenKind::Number) && form.len() == 4;
    let adjective = form.starts_with("ال") && reader.can_name(at);
    year || adjective || matches!(form, "واحد" | "واحده" | "ونصف")
}

/// The English name of a rate for a unit of time, with its article or as an adverb.
fn rate(form: &str) -> Option<&'static str> {
    static RATES: LazyLock<FxHashMap<&str, &str>> = LazyLock::new(|| table("rates").collect());
    RATES.get(form.strip_prefix("ال").unwrap_or(form)).copied()
}
