//! What makes a figure too good: copies of what was learned, and words that give the label away.

use std::collections::{BTreeMap, BTreeSet};

use khitab_features::{Document, near_duplicate_groups};
use khitab_linear::Share;
use khitab_text::TokenKind;
use rayon::prelude::*;
use serde::Serialize;

use super::AuditRow;

/// The share of word pairs in common from which two texts count as copies.
pub const SIMILARITY: f64 = 0.7;

/// Rarer words are not reported: a few rows prove nothing.
const LEAST_ROWS: usize = 10;

/// How pure a word must be to be reported.
pub const PURITY: f64 = 0.95;

/// The words and pairs that are listed.
const LISTED: usize = 30;

/// What leaks.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Leakage {
    /// How alike copies are: the estimated share of word pairs in common.
    pub similarity: f64,
    /// Of the rows, those with a copy among the training rows; absent without training rows.
    pub copies_of_training: Option<Share>,
    /// Some of them: the row and the training row.
    pub pairs: Vec<(String, String)>,
    /// Of the rows, those with a copy among the other rows.
    pub copies_within: Share,
    /// Groups of copies in which some are positive and some are not.
    pub contradictions: usize,
    /// The rows that the words were counted in: `training` or `data`.
    pub counted_in: &'static str,
    /// Words that nearly only one side has, the most telling first.
    pub revealing: Vec<Revealing>,
}

/// A word that gives the label away.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Revealing {
    /// The word, normalised as for search.
    pub word: String,
    /// Rows that have it.
    pub rows: usize,
    /// Of the positive rows, those that have it.
    pub in_positive: Share,
    /// Of the other rows, those that have it.
    pub in_others: Share,
    /// The greater of the two over their sum: 1 where only one side has it.
    pub purity: f64,
}

/// Looks for copies between `training` and `rows` and among `rows`, and for telling words in
/// `training`, or in `rows` where nothing was given to learn from.
#[must_use]
pub fn leakage(rows: &[AuditRow], training: &[AuditRow]) -> Leakage {
    // The training rows stand first, so that the first member of a group is one where any is.
    let texts: Vec<&str> = training
        .iter()
        .chain(rows)
        .map(|row| row.text.as_str())
        .collect();
    let groups = near_duplicate_groups(&texts, SIMILARITY);
    let own = &groups[training.len()..];
    let learned: Vec<Option<&AuditRow>> = own
        .iter()
        .map(|&first| training.get(first as usize))
        .collect();
    let mut members: BTreeMap<u32, Vec<&AuditRow>> = BTreeMap::new();
    for (row, &group) in rows.iter().zip(own) {
        members.entry(group).or_default().push(row);
    }
    let pairs = rows
        .iter()
        .zip(&learned)
        .filter_map(|(row, from)| Some((row.id.clone(), from.as_ref()?.id.clone())));
    let mixed = |group: &&Vec<&AuditRow>| {
        group.iter().any(|row| row.positive) && group.iter().any(|row| !row.positive)
    };
    let counted = if training.is_empty() { rows } else { training };
    Leakage {
        similarity: SIMILARITY,
        copies_of_training: (!training.is_empty())
            .then(|| Share::count(learned.iter().map(Option::is_some))),
        pairs: pairs.take(LISTED).collect(),
        copies_within: Share::count(own.iter().map(|group| members[group].len() > 1)),
        contradictions: members.values().filter(mixed).count(),
        counted_in: if training.is_empty() {
            "data"
        } else {
            "training"
        },
        revealing: revealing(counted),
    }
}

/// Words of which nearly all uses are on one side, by how far apart the sides are.
fn revealing(rows: &[AuditRow]) -> Vec<Revealing> {
    let words: Vec<BTreeSet<String>> = rows.par_iter().map(|row| words(&row.text)).collect();
    let mut counts: BTreeMap<&str, [usize; 2]> = BTreeMap::new();
    for (row, words) in rows.iter().zip(&words) {
        for word in words {
            counts.entry(word).or_default()[usize::from(row.positive)] += 1;
        }
    }
    let positives = rows.iter().filter(|row| row.positive).count();
    let all = [rows.len() - positives, positives];
    let word = |(word, [others, positive]): (&str, [usize; 2])| {
        let (in_others, in_positive) = (Share::of(others, all[0]), Share::of(positive, all[1]));
        let greater = in_others.value.max(in_positive.value);
        Revealing {
            word: word.to_owned(),
            rows: others + positive,
            in_positive,
            in_others,
            purity: greater / (in_others.value + in_positive.value),
        }
    };
    let counts = counts.into_iter().filter(|(_, [a, b])| a + b >= LEAST_ROWS);
    let mut found: Vec<Revealing> = counts
        .map(word)
        .filter(|one| one.purity >= PURITY)
        .collect();
    let apart = |one: &Revealing| (one.in_positive.value - one.in_others.value).abs();
    found.sort_by(|a, b| {
        apart(b)
            .total_cmp(&apart(a))
            .then_with(|| a.word.cmp(&b.word))
    });
    found.truncate(LISTED);
    // Where one side is missing, every word is pure and none tells anything.
    if all.contains(&0) { Vec::new() } else { found }
}

/// The words of a text, each once; the names of accounts are not words.
fn words(text: &str) -> BTreeSet<String> {
    let document = Document::new(text);
    let normalized = document.text().normalized();
    let words = document
        .tokens()
        .iter()
        .filter(|token| token.kind == TokenKind::Word);
    words
        .map(|token| token.normalized.of(normalized).to_owned())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(id: &str, text: &str, positive: bool) -> AuditRow {
        AuditRow {
            id: id.into(),
            text: text.into(),
            positive,
            panel: "toy".into(),
        }
    }

    #[test]
    fn copies_are_found_across_and_within() {
        let long = "ينعقد المؤتمر السنوي للجمعية يوم الأحد القادم في قاعة البلدية";
        let training = [row("t", long, false)];
        let rows = [
            row("a", &format!("{long} http://example.org"), false),
            row("b", long, true),
            row(
                "c",
                "الطقس غدا غائم مع احتمال هطول أمطار خفيفة على المرتفعات",
                false,
            ),
        ];
        let found = leakage(&rows, &training);
        assert_eq!(
            found
                .copies_of_training
                .map(|share| (share.hits, share.all)),
            Some((2, 3))
        );
        assert_eq!(
            found.pairs,
            [("a".into(), "t".into()), ("b".into(), "t".into())]
        );
        assert_eq!((found.copies_within.hits, found.contradictions), (2, 1));
        assert_eq!(leakage(&rows, &[]).copies_of_training, None);
    }

    #[test]
    fn a_word_of_one_side_gives_the_label_away() {
        let rows: Vec<AuditRow> = (0..40)
            .map(|at| {
                let text = if at % 2 == 0 {
                    "غيوم اليوم"
                } else {
                    "أمطار اليوم"
                };
                row(&at.to_string(), text, at % 2 == 0)
            })
            .collect();
        let found = leakage(&rows, &[]).revealing;
        let words: Vec<&str> = found.iter().map(|one| one.word.as_str()).collect();
        assert_eq!(words, ["امطار", "غيوم"], "the day stands on both sides");
        assert_eq!((found[1].in_positive.hits, found[1].purity), (20, 1.0));
        assert!(leakage(&rows[..1], &[]).revealing.is_empty());
    }
}
