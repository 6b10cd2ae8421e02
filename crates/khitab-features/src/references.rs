//! F6: how near a text is to three corpora of the user.

use khitab_text::TokenKind;
use rustc_hash::FxHashMap;
use sha2::{Digest, Sha256};

use crate::Document;
use crate::extract::short_hex;
use crate::markers::Measure;
use crate::ngrams::hash_word;
use crate::taxonomy::{Feature, Role, Unit};

/// Added to every count of a word, so that a word of one corpus alone has a finite score.
const PRIOR: f64 = 0.5;

/// The columns, in the order of the corpora.
const COLUMNS: [(&str, &str); 3] = [
    ("F6.religion", "nearness to religious texts"),
    ("F6.ideology", "nearness to texts of the ideology"),
    ("F6.hate", "nearness to hateful texts"),
];

/// Three reference corpora: religion, ideology, hate, after Kursuncu et al. 2019.
///
/// The score of a text on one axis is the mean over its words of the log-odds of the word in that
/// corpus, as it is written, against the two others (Monroe et al. 2008, with a flat prior of half a count). Words
/// that no corpus has tell nothing; a text without known words has 0. The axes are never added
/// up: nearness to religious texts is no risk.
///
/// ```
/// use khitab_features::{Document, References};
/// let references = References::new(&["صلاة وصوم"], &["نصرة الدولة"], &["شتم وسب"]);
/// let [religion, ideology, hate] = references.scores(&Document::new("صلاة"));
/// assert!(religion > 0.0 && ideology < 0.0 && hate < 0.0);
/// ```
#[derive(Clone, Debug)]
pub struct References {
    odds: FxHashMap<u64, [f64; 3]>,
}

impl References {
    /// Counts the words of the texts of each corpus.
    #[must_use]
    pub fn new<T: AsRef<str>>(religion: &[T], ideology: &[T], hate: &[T]) -> Self {
        let mut counts: FxHashMap<u64, [f64; 3]> = FxHashMap::default();
        let mut totals = [0.0; 3];
        for (axis, texts) in [religion, ideology, hate].into_iter().enumerate() {
            for text in texts {
                for word in words(&Document::plain(text.as_ref())) {
                    counts.entry(word).or_default()[axis] += 1.0;
                    totals[axis] += 1.0;
                }
            }
        }
        let whole = PRIOR * counts.len() as f64;
        let odds = |count: f64, total: f64| {
            let others = total - count + whole - PRIOR;
            ((count + PRIOR) / others.max(PRIOR)).ln()
        };
        let scores = |counts: [f64; 3]| {
            [0, 1, 2].map(|axis| {
                let others = |of: [f64; 3]| of.iter().sum::<f64>() - of[axis];
                odds(counts[axis], totals[axis]) - odds(others(counts), others(totals))
            })
        };
        Self {
            odds: counts
                .into_iter()
                .map(|(word, of)| (word, scores(of)))
                .collect(),
        }
    }

    /// Nearness to religion, ideology and hate, as mean log-odds a word.
    #[must_use]
    pub fn scores(&self, document: &Document<'_>) -> [f64; 3] {
        let mut sums = [0.0; 3];
        let mut known = 0.0;
        for odds in words(document).filter_map(|word| self.odds.get(&word)) {
            for (sum, odds) in sums.iter_mut().zip(odds) {
                *sum += odds;
            }
            known += 1.0;
        }
        sums.map(|sum| sum / f64::max(known, 1.0))
    }

    /// The three columns.
    pub(crate) fn features() -> [Feature; 3] {
        COLUMNS.map(|(id, name)| Feature {
            id,
            name,
            block: "F",
            level: "D,A",
            unit: Unit::Score,
            scoped: false,
            role: Role::Neutral,
            formula: "mean log-odds a word against the two other corpora",
            source: "Kursuncu et al. 2019",
            guard: "the religion axis is never added to a risk",
        })
    }

    /// Sets the columns of a document.
    pub(crate) fn measure(&self, document: &Document<'_>, measures: &mut [Measure]) {
        for ((id, _), score) in COLUMNS.into_iter().zip(self.scores(document)) {
            let column = measures.iter_mut().find(|measure| measure.feature.id == id);
            if let Some(measure) = column {
                (measure.value, measure.in_use) = (score, score);
                measure.scaled = [score; 2];
            }
        }
    }

    /// The hash of all scores.
    pub(crate) fn version(&self) -> String {
        let mut rows: Vec<_> = self.odds.iter().collect();
        rows.sort_unstable_by_key(|(word, _)| **word);
        let mut hash = Sha256::new();
        for (word, odds) in rows {
            hash.update(word.to_le_bytes());
            for odds in odds {
                hash.update(odds.to_le_bytes());
            }
        }
        short_hex(hash)
    }
}

/// The words of a document, normalised, as hashes.
fn words(document: &Document<'_>) -> impl Iterator<Item = u64> {
    let normalized = document.text().normalized();
    let tokens = document.tokens().iter();
    tokens
        .filter(|token| token.kind == TokenKind::Word)
        .map(|token| hash_word(token.normalized.of(normalized).as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn references() -> References {
        References::new(
            &["خبز وماء", "خبز وملح"],
            &["حديد ونحاس وماء"],
            &["ليل وبرد"],
        )
    }

    #[test]
    fn a_text_is_nearest_to_the_corpus_whose_words_it_has() {
        let scores = |text: &str| references().scores(&Document::new(text));
        let [bread, metal, night] = scores("خبز وملح");
        assert!(bread > 0.0 && metal < 0.0 && night < 0.0);
        let [bread, metal, night] = scores("ليل");
        assert!(night > 0.0 && bread < 0.0 && metal < 0.0);
    }

    #[test]
    fn log_odds_are_those_of_the_formula() {
        let one = References::new(&["خبز خبز"], &["ماء"], &["ملح"]);
        let [bread, ..] = one.scores(&Document::new("خبز"));
        // Half a count for each of three words: 2.5 against 1, and 0.5 against 3.
        let expected = (2.5_f64 / 1.0).ln() - (0.5_f64 / 3.0).ln();
        assert!((bread - expected).abs() < 1e-12, "{bread} {expected}");
    }

    #[test]
    fn unknown_words_tell_nothing() {
        let scores = |text: &str| references().scores(&Document::new(text));
        assert_eq!(scores("قمر"), [0.0; 3]);
        assert_eq!(scores(""), [0.0; 3]);
        assert_eq!(scores("خبز قمر"), scores("خبز"));
    }
}
