//! Looking for signals in texts.

use khitab_text::Span;

use super::Signal;
use super::near_tlsh::NearTlsh;
use crate::{Canonical, Document, Tlsh};

/// The distance up to which `threatexchange` takes two TLSH for the same text.
pub(super) const TLSH_NEAR: u32 = 30;
/// `threatexchange` takes two texts for the same up to one edit in so many characters.
const RAW_TEXT_PART: usize = 20;
/// Longer texts are compared whole: edits are counted in a band that widens with length.
const RAW_TEXT_LONGEST: usize = 20_000;

/// Looks for many signals in one text after another.
///
/// Only the hashes that share a band with that of the text, or nearly so, are compared with it; queries and texts are all
/// looked at.
///
/// ```
/// use khitab_features::{Document, exchange::{Signal, SignalMatcher, TrendQuery}};
/// let matcher = SignalMatcher::new(vec![Signal::Trend(TrendQuery::of_terms(&["رحلة"]))]);
/// let document = Document::new("انتهت الرِّحلة");
/// let found = matcher.search(&document, &[]);
/// assert_eq!(found[0].spans[0].of(document.text().original()), "الرِّحلة");
/// ```
#[derive(Clone, Debug)]
pub struct SignalMatcher {
    signals: Vec<Signal>,
    hashes: NearTlsh,
    /// The signals that are no hash.
    others: Vec<u32>,
}

/// A signal that a text answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignalMatch {
    /// The number of the signal.
    pub signal: usize,
    /// TLSH distance or edits; zero for a query.
    pub distance: u32,
    /// Where a query is answered; empty for the signals of whole texts.
    pub spans: Vec<Span>,
}

impl SignalMatcher {
    /// Looks for `signals`, numbered from 0.
    #[must_use]
    pub fn new(signals: Vec<Signal>) -> Self {
        let (mut hashes, mut others) = (NearTlsh::default(), Vec::new());
        for (number, signal) in (0..).zip(&signals) {
            match signal {
                Signal::Tlsh(tlsh) => hashes.insert(tlsh, number),
                Signal::Trend(_) | Signal::RawText(_) => others.push(number),
            }
        }
        Self {
            signals,
            hashes,
            others,
        }
    }

    /// The signals it looks for.
    #[must_use]
    pub fn signals(&self) -> &[Signal] {
        &self.signals
    }

    /// All signals that `document` answers, in their order; `left_out` as for
    /// [`Canonical::new`].
    #[must_use]
    pub fn search(&self, document: &Document<'_>, left_out: &[Span]) -> Vec<SignalMatch> {
        let canonical = Canonical::new(document, left_out);
        let tlsh = Tlsh::new(canonical.as_str());
        let original = document.text().original();
        let whole = |distance: Option<u32>| distance.map(|distance| (distance, Vec::new()));
        let answer = |signal: &Signal| match signal {
            Signal::Trend(query) => Some((0, query.find(original))).filter(|(_, s)| !s.is_empty()),
            Signal::RawText(text) => whole(edits(text.as_str(), canonical.as_str())),
            Signal::Tlsh(wanted) => {
                let distance = tlsh.as_ref().map(|tlsh| tlsh.distance(wanted));
                whole(distance.filter(|&distance| distance <= TLSH_NEAR))
            }
        };
        let near = tlsh.as_ref().map(|tlsh| self.hashes.candidates(tlsh));
        let mut sought = near.unwrap_or_default();
        sought.extend(&self.others);
        sought.sort_unstable();
        let answered = sought.into_iter().filter_map(|number| {
            let signal = number as usize;
            let (distance, spans) = answer(&self.signals[signal])?;
            Some(SignalMatch {
                signal,
                distance,
                spans,
            })
        });
        answered.collect()
    }
}

pub(super) fn canonical(text: &str) -> Canonical {
    Canonical::new(&Document::new(text), &[])
}

/// The Levenshtein distance of two canonical forms, if it is within one edit in twenty
/// characters of the longer. Counted over code points: the library `threatexchange` uses knows
/// ASCII only and fails on Arabic.
fn edits(a: &str, b: &str) -> Option<u32> {
    if a == b {
        return (!a.is_empty()).then_some(0);
    }
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let longer = a.len().max(b.len());
    let most = longer / RAW_TEXT_PART;
    if longer > RAW_TEXT_LONGEST || a.len().abs_diff(b.len()) > most {
        return None;
    }
    // Ukkonen 1985: only the band of `most` cells on both sides of the diagonal is filled.
    let far = u32::MAX / 2;
    let mut last: Vec<u32> = (0..=b.len() as u32).collect();
    let mut next = vec![far; b.len() + 1];
    for (row, ca) in (1usize..).zip(&a) {
        let (from, to) = (row.saturating_sub(most).max(1), (row + most).min(b.len()));
        next[from - 1] = if from == 1 { row as u32 } else { far };
        for column in from..=to {
            let swap = last[column - 1] + u32::from(*ca != b[column - 1]);
            let above = if column < row + most {
                last[column] + 1
            } else {
                far
            };
            next[column] = swap.min(above).min(next[column - 1] + 1);
        }
        core::mem::swap(&mut last, &mut next);
    }
    Some(last[b.len()]).filter(|&edits| edits as usize <= most)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_near_copy_answers_hash_and_text() {
        let text = "افتتحت البلدية صباح اليوم الحديقة العامة الجديدة بحضور عدد كبير من الأهالي \
                    والأطفال ووزعت شتلات الورد على الزوار";
        let signals = vec![
            Signal::Tlsh(Tlsh::new(canonical(text).as_str()).unwrap()),
            Signal::RawText(canonical(text)),
        ];
        let matcher = SignalMatcher::new(signals);
        let copy = format!(
            "{} https://example.org",
            text.replace('ة', "ه").replace("عدد", "جمع")
        );
        let found = matcher.search(&Document::new(&copy), &[]);
        assert_eq!(found.iter().map(|m| m.signal).collect::<Vec<_>>(), [0, 1]);
        assert!(found[1].distance <= 3);
        let other = "سجل فريق الحي هدفين في الشوط الثاني وفاز بكأس المدارس للمرة الأولى منذ سنوات";
        assert!(matcher.search(&Document::new(other), &[]).is_empty());
        assert!(matcher.search(&Document::new(""), &[]).is_empty());
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(200))]

        /// The band gives what the whole table gives, wherever that is within the bound.
        #[test]
        fn the_band_is_the_table(a in "[ابت]{30,60}", cuts in proptest::collection::vec((0usize..30, "[ابتث]?"), 0..4)) {
            let mut b: Vec<String> = a.chars().map(String::from).collect();
            for (at, new) in cuts {
                b[at] = new;
            }
            let b = b.concat();
            let (x, y): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
            let mut row: Vec<usize> = (0..=y.len()).collect();
            for (i, cx) in x.iter().enumerate() {
                let mut diagonal = row[0];
                row[0] = i + 1;
                for (j, cy) in y.iter().enumerate() {
                    let best = (diagonal + usize::from(cx != cy)).min(row[j] + 1).min(row[j + 1] + 1);
                    diagonal = core::mem::replace(&mut row[j + 1], best);
                }
            }
            let expected = Some(row[y.len()] as u32).filter(|&d| d as usize <= x.len().max(y.len()) / 20);
            prop_assert_eq!(edits(&a, &b), expected);
        }
    }
}
