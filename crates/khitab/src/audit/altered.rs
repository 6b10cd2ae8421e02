//! What happens to scores when texts are altered: cues taken away, words hidden, names exchanged.

use khitab_features::{Annotation, Document, Extractor, Kind};
use khitab_linear::Share;
use khitab_text::Attack;
use rayon::prelude::*;
use serde::Serialize;

use super::names::{Mention, Names};
use super::{AuditRow, Rates, Scorer};

/// How far scores moved.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Shift {
    /// Altered texts: a row can have several.
    pub texts: usize,
    /// Of these, the share that crossed the threshold, in either direction.
    pub flips: Share,
    /// The mean distance of the score after from the score before.
    pub mean: f64,
    /// The greatest distance.
    pub max: f64,
}

impl Shift {
    /// Counts (before, after) pairs.
    #[must_use]
    pub fn of(pairs: &[(f64, f64)], threshold: f64) -> Self {
        let flips = pairs
            .iter()
            .map(|(before, after)| (*before >= threshold) != (*after >= threshold));
        let distance = |(before, after): &(f64, f64)| (after - before).abs();
        Self {
            texts: pairs.len(),
            flips: Share::count(flips),
            mean: pairs.iter().map(distance).sum::<f64>() / pairs.len().max(1) as f64,
            max: pairs.iter().map(distance).fold(0.0, f64::max),
        }
    }
}

/// What one alteration did to all rows.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Altered {
    /// What was done to the texts.
    pub alteration: &'static str,
    /// How far the scores of the altered texts moved.
    #[serde(flatten)]
    pub shift: Shift,
    /// The rates over all rows, altered as far as they could be.
    pub rates: Rates,
    /// The recall after less the recall before.
    pub found_change: Option<f64>,
    /// The false-positive rate after less the rate before.
    pub flagged_change: Option<f64>,
    /// The F1 after less the F1 before.
    pub f1_change: Option<f64>,
}

/// The rows with their scores, and what scores them again.
#[derive(Clone, Copy)]
pub(super) struct Scored<'a> {
    pub(super) rows: &'a [AuditRow],
    pub(super) scores: &'a [f64],
    pub(super) threshold: f64,
    pub(super) scorer: Scorer<'a>,
}

impl Scored<'_> {
    fn altered(
        &self,
        alteration: &'static str,
        alter: impl Fn(&str) -> Option<String> + Sync,
    ) -> Altered {
        let texts: Vec<Option<String>> = self.rows.par_iter().map(|row| alter(&row.text)).collect();
        let (touched, texts): (Vec<usize>, Vec<String>) = texts
            .into_iter()
            .enumerate()
            .filter_map(|(row, text)| Some((row, text?)))
            .unzip();
        let mut scores = self.scores.to_vec();
        let mut pairs = Vec::with_capacity(touched.len());
        for (row, after) in touched.into_iter().zip((self.scorer)(&texts)) {
            pairs.push((scores[row], after));
            scores[row] = after;
        }
        let rates = |scores: &[f64]| {
            let rows = self
                .rows
                .iter()
                .zip(scores)
                .map(|(row, &score)| (row.positive, score));
            Rates::of(rows, self.threshold)
        };
        let (before, after) = (rates(self.scores), rates(&scores));
        let change = |of: fn(&Rates) -> Option<f64>| Some(of(&after)? - of(&before)?);
        Altered {
            alteration,
            shift: Shift::of(&pairs, self.threshold),
            rates: after,
            found_change: change(|rates| Some(rates.found?.value)),
            flagged_change: change(|rates| Some(rates.flagged?.value)),
            f1_change: change(|rates| rates.f1),
        }
    }

    /// Takes away what a model may lean on instead of on what is said.
    pub(super) fn ablations(&self) -> Vec<Altered> {
        let extractor = Extractor::default();
        let without = |text: &str, of: fn(&Annotation) -> bool| {
            let found = extractor.annotate(&Document::new(text));
            let spans = found
                .iter()
                .filter(|one| of(one))
                .map(|one| (one.span.start(), one.span.end()));
            cut(text, spans)
        };
        let names = |one: &Annotation| one.kind == Kind::Entity && one.get("anaphora").is_none();
        vec![
            self.altered("without names", |text| without(text, names)),
            self.altered("without hashtags", |text| {
                without(text, |one| one.kind == Kind::Hashtag)
            }),
            self.altered("without links", |text| {
                without(text, |one| one.kind == Kind::Link)
            }),
            self.altered("without accounts", |text| {
                without(text, |one| one.kind == Kind::Mention)
            }),
        ]
    }

    /// Hides every Arabic word of four letters and more, by one attack at a time.
    pub(super) fn attacks(&self) -> Vec<Altered> {
        let one = |attack: Attack| {
            self.altered(attack.name(), |text| {
                Some(attack.hide_words(text)).filter(|hidden| hidden != text)
            })
        };
        Attack::ALL.into_iter().map(one).collect()
    }

    /// Exchanges names for others of their class, a kind at a time.
    pub(super) fn swaps(&self) -> Vec<SwapRow> {
        let mentions: Vec<Vec<Mention>> = self
            .rows
            .par_iter()
            .map(|row| Names::shipped().find(&row.text))
            .collect();
        let mut kinds: Vec<&str> = mentions
            .iter()
            .flatten()
            .filter_map(|one| Some(one.class?.0))
            .collect();
        kinds.sort_unstable();
        kinds.dedup();
        kinds
            .into_iter()
            .map(|kind| self.swap(kind, &mentions))
            .filter(|row| row.shift.texts > 0)
            .collect()
    }

    fn swap(&self, kind: &'static str, mentions: &[Vec<Mention>]) -> SwapRow {
        let (mut rows, mut texts) = (Vec::new(), Vec::new());
        for (row, found) in mentions.iter().enumerate() {
            let own: Vec<&Mention> = found
                .iter()
                .filter(|one| one.class.is_some_and(|class| class.0 == kind))
                .collect();
            for turn in 0..TURNS {
                if let Some(text) = swapped(&self.rows[row].text, &own, turn) {
                    rows.push(row);
                    texts.push(text);
                }
            }
        }
        let after = (self.scorer)(&texts);
        let pairs: Vec<_> = rows
            .iter()
            .map(|&row| self.scores[row])
            .zip(after)
            .collect();
        rows.dedup();
        SwapRow {
            kind,
            rows: rows.len(),
            shift: Shift::of(&pairs, self.threshold),
        }
    }
}

/// How many others each name is exchanged for, one after the other.
pub const TURNS: usize = 3;

/// What happened to scores when names of one kind were exchanged for others.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct SwapRow {
    /// The kind of name: a type of the gazetteer.
    pub kind: &'static str,
    /// Rows that have such a name.
    pub rows: usize,
    /// How far the scores moved.
    #[serde(flatten)]
    pub shift: Shift,
}

/// The text with every mention exchanged, the same for the same; nothing where no other fits.
fn swapped(text: &str, mentions: &[&Mention], turn: usize) -> Option<String> {
    let mut out = String::with_capacity(text.len() + 32);
    let mut at = 0;
    for mention in mentions {
        let other = Names::shipped().other(mention.class?, &mention.name.id, turn);
        let Some(other) = other.filter(|_| mention.span.start() >= at) else {
            continue;
        };
        // Behind ل the article of a name loses its alef: المغرب, للمغرب.
        let whole = mention.span.of(text).starts_with("ال");
        let other = other
            .strip_prefix('ا')
            .filter(|bare| bare.starts_with('ل') && !whole)
            .unwrap_or(other);
        out.push_str(&text[at..mention.span.start()]);
        out.push_str(other);
        at = mention.span.end();
    }
    out.push_str(&text[at..]);
    (at > 0 && out != text).then_some(out)
}

/// The text with a blank for each span; nothing where there is none.
fn cut(text: &str, spans: impl Iterator<Item = (usize, usize)>) -> Option<String> {
    let mut spans: Vec<_> = spans.collect();
    spans.sort_unstable();
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    for (start, end) in &spans {
        if *start >= at {
            out.push_str(&text[at..*start]);
            out.push(' ');
        }
        at = at.max(*end);
    }
    out.push_str(&text[at..]);
    (!spans.is_empty()).then_some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(texts: &[(&str, bool)]) -> Vec<AuditRow> {
        let row = |(at, (text, positive)): (usize, &(&str, bool))| AuditRow {
            id: at.to_string(),
            text: (*text).to_owned(),
            positive: *positive,
            panel: "toy".into(),
        };
        texts.iter().enumerate().map(row).collect()
    }

    /// Runs `work` with a model that says 1 of texts that hold `word` and 0 of others.
    fn with_model<T>(texts: &[(&str, bool)], word: &str, work: impl FnOnce(Scored<'_>) -> T) -> T {
        let rows = rows(texts);
        let score = |texts: &[String]| -> Vec<f64> {
            texts
                .iter()
                .map(|text| f64::from(u8::from(text.contains(word))))
                .collect()
        };
        let before: Vec<String> = rows.iter().map(|row| row.text.clone()).collect();
        let scores = score(&before);
        work(Scored {
            rows: &rows,
            scores: &scores,
            threshold: 0.5,
            scorer: &score,
        })
    }

    #[test]
    fn a_shift_by_hand() {
        let shift = Shift::of(&[(0.9, 0.2), (0.1, 0.2), (0.6, 0.7)], 0.5);
        assert_eq!((shift.texts, shift.flips.hits), (3, 1));
        assert!((shift.mean - 0.3).abs() < 1e-12 && (shift.max - 0.7).abs() < 1e-12);
        assert_eq!(Shift::of(&[], 0.5).mean, 0.0);
    }

    #[test]
    fn a_model_that_leans_on_a_hashtag_is_found_out() {
        let texts = [
            ("نحن معكم #باقية يا إخوتي", true),
            ("#مطر اليوم", false),
            ("خبر", false),
        ];
        let table = with_model(&texts, "باقية", |scored| scored.ablations());
        let row = table
            .iter()
            .find(|row| row.alteration == "without hashtags")
            .unwrap();
        assert_eq!((row.shift.texts, row.shift.flips.hits), (2, 1));
        assert_eq!((row.found_change, row.f1_change), (Some(-1.0), Some(-1.0)));
        assert_eq!(row.flagged_change, Some(0.0));
        let links = table
            .iter()
            .find(|row| row.alteration == "without links")
            .unwrap();
        assert_eq!(links.shift.texts, 0);
    }

    #[test]
    fn a_model_that_hates_a_town_is_found_out() {
        let texts = [
            ("سافر الوفد من تونس أمس", false),
            ("وصل الوفد إلى ليبيا", false),
            ("خبر", false),
        ];
        let table = with_model(&texts, "تونس", |scored| scored.swaps());
        let [row] = table.as_slice() else {
            panic!("{table:?}")
        };
        assert_eq!(
            (row.kind, row.rows, row.shift.texts),
            ("place", 2, 2 * TURNS)
        );
        assert_eq!(
            row.shift.flips.hits, TURNS,
            "the name went in all turns, and came in none"
        );
        assert_eq!(row.shift.max, 1.0);
    }

    #[test]
    fn a_model_that_reads_letter_by_letter_is_found_out() {
        let table = with_model(&[("هم كلاب عندنا", true)], "كلاب", |scored| {
            scored.attacks()
        });
        let found = |name: &str| table.iter().find(|row| row.alteration == name).unwrap();
        assert_eq!(found("dotted").found_change, Some(-1.0));
        assert_eq!(table.len(), Attack::ALL.len());
    }

    #[test]
    fn mentions_swap_inside_their_clitics() {
        let text = "قال للمغرب وبالشيعة";
        let found = Names::shipped().find(text);
        let out = swapped(text, &found.iter().collect::<Vec<_>>(), 0).unwrap();
        assert!(out.starts_with("قال لل") && !out.contains("للال"), "{out}");
        assert!(out.contains(" وبال") && !out.contains("شيعة"), "{out}");
        assert_eq!(
            cut("abcdef", [(3, 4), (1, 3), (2, 3)].into_iter()).as_deref(),
            Some("a  ef")
        );
    }
}
