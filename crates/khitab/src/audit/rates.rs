//! What a threshold finds and flags, in whole, by panel, and carried over to rarer streams.

use std::collections::BTreeMap;

use khitab_linear::{Share, review};
use serde::Serialize;

use super::AuditRow;
use crate::evaluation::PREVALENCES;

/// What a threshold does to rows.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Rates {
    /// Of the positive rows, those found: the recall.
    pub found: Option<Share>,
    /// Of the other rows, those flagged: the false-positive rate.
    pub flagged: Option<Share>,
    /// 2 P R / (P + R) of the positive label on these rows; absent without a positive row.
    pub f1: Option<f64>,
}

impl Rates {
    /// Counts (positive, score) pairs.
    #[must_use]
    pub fn of(rows: impl Iterator<Item = (bool, f64)>, threshold: f64) -> Self {
        let mut counts = [[0; 2]; 2];
        for (positive, score) in rows {
            counts[usize::from(positive)][usize::from(score >= threshold)] += 1;
        }
        let [[spared, flagged], [missed, found]] = counts;
        let recall = Share::of(found, found + missed).if_any();
        Self {
            found: recall,
            flagged: Share::of(flagged, flagged + spared).if_any(),
            f1: recall.map(|_| 2.0 * found as f64 / (2 * found + missed + flagged) as f64),
        }
    }
}

/// The rates on one panel.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PanelRow {
    /// The panel.
    pub panel: String,
    /// How many rows it has.
    pub rows: usize,
    /// What the threshold does to it.
    #[serde(flatten)]
    pub rates: Rates,
}

/// The rates by panel, in the order of the alphabet.
#[must_use]
pub fn panels(rows: &[AuditRow], scores: &[f64], threshold: f64) -> Vec<PanelRow> {
    let mut panels: BTreeMap<&str, Vec<(bool, f64)>> = BTreeMap::new();
    for (row, &score) in rows.iter().zip(scores) {
        panels
            .entry(&row.panel)
            .or_default()
            .push((row.positive, score));
    }
    let row = |(panel, own): (&str, Vec<(bool, f64)>)| PanelRow {
        panel: panel.to_owned(),
        rows: own.len(),
        rates: Rates::of(own.into_iter(), threshold),
    };
    panels.into_iter().map(row).collect()
}

/// What reviewers of a stream would meet, by Bayes' rule from the rates of the data.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Prevalence {
    /// The share of the stream that is positive.
    pub prevalence: f64,
    /// Of the alerts, the share that is right.
    pub precision: f64,
    /// The same at the low end of the recall and the high end of the false-positive rate.
    pub low: f64,
    /// The same at the high end of the recall and the low end of the false-positive rate.
    pub high: f64,
    /// Alerts that a reviewer reads for each that is right; absent when nothing is ever found.
    pub alerts_per_find: Option<f64>,
}

/// Precision on streams where positives are rarer; nothing without both kinds of rows.
#[must_use]
pub fn prevalences(rates: &Rates) -> Vec<Prevalence> {
    let (Some(found), Some(flagged)) = (rates.found, rates.flagged) else {
        return Vec::new();
    };
    let row = |prevalence| {
        // Shares are rates: they lie between 0 and 1.
        let precision = |recall, fpr| review::precision_at_prevalence(recall, fpr, prevalence).ok();
        let precisions = [
            precision(found.value, flagged.value)?,
            precision(found.low, flagged.high)?,
            precision(found.high, flagged.low)?,
        ];
        let [value, low, high] = precisions;
        let alerts = review::alerts_per_find(found.value, flagged.value, prevalence).ok()?;
        Some(Prevalence {
            prevalence,
            precision: value,
            low,
            high,
            alerts_per_find: alerts,
        })
    };
    PREVALENCES.into_iter().filter_map(row).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counted_by_hand() {
        let rows = [
            (true, 0.9),
            (true, 0.5),
            (true, 0.1),
            (false, 0.6),
            (false, 0.2),
        ];
        let rates = Rates::of(rows.into_iter(), 0.5);
        let hits = |share: Option<Share>| share.map(|share| (share.hits, share.all));
        assert_eq!(
            (hits(rates.found), hits(rates.flagged)),
            (Some((2, 3)), Some((1, 2)))
        );
        assert_eq!(rates.f1, Some(2.0 * 2.0 / 6.0));
        let table = prevalences(&rates);
        // 2/3 of 1 % against 1/2 of 99 %.
        let expected = (0.01 * 2.0 / 3.0) / (0.01 * 2.0 / 3.0 + 0.99 / 2.0);
        assert!((table[1].precision - expected).abs() < 1e-12);
        assert!((table[1].alerts_per_find.unwrap() - 1.0 / expected).abs() < 1e-9);
        assert!(table[1].low < expected && expected < table[1].high);
    }

    #[test]
    fn without_positives_there_is_no_recall_and_no_table() {
        let rates = Rates::of([(false, 0.1)].into_iter(), 0.5);
        assert_eq!((rates.found, rates.f1), (None, None));
        assert!(prevalences(&rates).is_empty());
    }
}
