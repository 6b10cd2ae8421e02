//! Functional test suites: one narrow question a time, after HateCheck (Röttger et al. 2021).
//!
//! Schema `khitab.check/1`, told in `docs/AUDIT.md`. Scores come from outside, so that every
//! figure here is plain counting.

mod case;

use std::collections::{BTreeMap, BTreeSet, HashSet};

use khitab_linear::Share;
use serde::Serialize;

pub use case::{Case, SHIPPED, shipped};

use crate::Detector;

/// How a model did on suites; `serde` writes it as schema [`CheckReport::SCHEMA`].
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct CheckReport {
    /// The name and version of this shape.
    pub schema: &'static str,
    /// The version of khitab that wrote it.
    pub khitab: &'static str,
    /// The model that was asked.
    pub model: String,
    /// The label that was looked for.
    pub positive: String,
    /// Cases of at least this score count as found.
    pub threshold: f64,
    /// One entry a suite; suites are never summed up.
    pub suites: Vec<SuiteReport>,
}

impl CheckReport {
    /// The schema that reports follow.
    pub const SCHEMA: &'static str = "khitab.check/1";

    /// What `detector` did on suites, under the name of its model.
    #[must_use]
    pub fn new(
        model: impl Into<String>,
        detector: &Detector<'_>,
        suites: Vec<SuiteReport>,
    ) -> Self {
        Self {
            schema: Self::SCHEMA,
            khitab: env!("CARGO_PKG_VERSION"),
            model: model.into(),
            positive: detector.label().to_owned(),
            threshold: detector.threshold(),
            suites,
        }
    }
}

/// How a model did on a suite.
///
/// ```
/// use khitab::check::{SuiteReport, shipped};
/// let cases = shipped("khitabcheck").unwrap_or_default();
/// // A model that scores by length is right now and then, by chance.
/// let scores: Vec<f64> = cases.iter().map(|case| 1.0 / case.text.len() as f64).collect();
/// let report = SuiteReport::new("khitabcheck", &cases, &scores, 0.01);
/// assert!(report.functionalities.len() >= 30);
/// assert_eq!(report.all.cases, cases.len());
/// ```
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct SuiteReport {
    /// The name of the suite.
    pub suite: String,
    /// Over all cases.
    pub all: CheckRow,
    /// By functionality, in the order of the suite.
    pub functionalities: Vec<CheckRow>,
    /// By the group spoken about, in the order of the alphabet; cases without one left out.
    pub targets: Vec<CheckRow>,
    /// By variety, likewise.
    pub dialects: Vec<CheckRow>,
    /// Pairs in which a positive text does not score above its twin: their ids.
    pub misordered: Vec<Misordered>,
}

/// What was counted over some cases of a suite.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct CheckRow {
    /// What the cases have in common.
    pub name: String,
    /// How many cases.
    pub cases: usize,
    /// Cases that are found where they should be and spared where they should be.
    pub accuracy: Share,
    /// Of the positive cases, those found.
    pub found: Option<Share>,
    /// Of the other cases, those spared.
    pub spared: Option<Share>,
    /// Of the pairs, those in which the positive text scores above its twin; a tie is wrong.
    pub order: Option<Share>,
}

/// A pair in the wrong order.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Misordered {
    /// The case that should score higher.
    pub higher: String,
    /// Its score.
    pub higher_score: f64,
    /// The case that should score lower.
    pub lower: String,
    /// Its score.
    pub lower_score: f64,
}

impl SuiteReport {
    /// Counts `scores`, one a case; from `threshold` on a case is found.
    ///
    /// # Panics
    /// When there are not as many scores as cases.
    #[must_use]
    pub fn new(suite: impl Into<String>, cases: &[Case], scores: &[f64], threshold: f64) -> Self {
        assert_eq!(cases.len(), scores.len(), "one score a case");
        let counted = Counted {
            cases,
            scores,
            threshold,
            pairs: pairs(cases),
        };
        let mut seen = HashSet::new();
        let names = cases.iter().map(|case| case.functionality.as_str());
        let in_order: Vec<&str> = names.filter(|name| seen.insert(*name)).collect();
        let functionalities = in_order.into_iter();
        let named = |of: fn(&Case) -> Option<&str>| {
            let names: BTreeSet<&str> = cases.iter().filter_map(of).collect();
            names
                .into_iter()
                .map(|name| counted.row(name, |case| of(case) == Some(name)))
                .collect()
        };
        Self {
            suite: suite.into(),
            all: counted.row("all", |_| true),
            functionalities: functionalities
                .map(|name| counted.row(name, |case| case.functionality == name))
                .collect(),
            targets: named(|case| case.target.as_deref()),
            dialects: named(|case| case.dialect.as_deref()),
            misordered: counted.misordered(),
        }
    }
}

/// The positive and the other side of every pair, as places in the suite.
fn pairs(cases: &[Case]) -> Vec<(usize, usize)> {
    let mut groups: BTreeMap<&str, (Vec<usize>, Vec<usize>)> = BTreeMap::new();
    for (at, case) in cases.iter().enumerate() {
        let Some(pair) = &case.pair else { continue };
        let (positive, other) = groups.entry(pair).or_default();
        let side = if case.positive { positive } else { other };
        side.push(at);
    }
    let mut pairs: Vec<_> = groups
        .into_values()
        .flat_map(|(positive, other)| {
            let cross = positive
                .into_iter()
                .flat_map(move |one| other.clone().into_iter().map(move |two| (one, two)));
            cross.collect::<Vec<_>>()
        })
        .collect();
    pairs.sort_unstable_by_key(|&(positive, other)| (other, positive));
    pairs
}

/// A suite with its scores.
struct Counted<'s> {
    cases: &'s [Case],
    scores: &'s [f64],
    threshold: f64,
    pairs: Vec<(usize, usize)>,
}

impl Counted<'_> {
    fn row(&self, name: &str, of: impl Fn(&Case) -> bool) -> CheckRow {
        let own = || {
            self.cases
                .iter()
                .zip(self.scores)
                .filter(|(case, _)| of(case))
        };
        let found = |(case, score): (&Case, &f64)| (case.positive, *score >= self.threshold);
        let side = |side: bool| {
            let side = own()
                .map(found)
                .filter(move |&(positive, _)| positive == side);
            Share::count(side.map(|(positive, found)| positive == found)).if_any()
        };
        // A pair belongs where its other side belongs: the twin names the question.
        let pairs = self
            .pairs
            .iter()
            .filter(|&&(_, other)| of(&self.cases[other]));
        CheckRow {
            name: name.to_owned(),
            cases: own().count(),
            accuracy: Share::count(own().map(found).map(|(positive, found)| positive == found)),
            found: side(true),
            spared: side(false),
            order: Share::count(pairs.map(|&pair| self.in_order(pair))).if_any(),
        }
    }

    fn in_order(&self, (positive, other): (usize, usize)) -> bool {
        self.scores[positive] > self.scores[other]
    }

    fn misordered(&self) -> Vec<Misordered> {
        let wrong = self.pairs.iter().filter(|&&pair| !self.in_order(pair));
        wrong
            .map(|&(positive, other)| Misordered {
                higher: self.cases[positive].id.clone(),
                higher_score: self.scores[positive],
                lower: self.cases[other].id.clone(),
                lower_score: self.scores[other],
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn case(id: &str, functionality: &str, positive: bool, pair: Option<&str>) -> Case {
        Case {
            id: id.into(),
            functionality: functionality.into(),
            text: id.into(),
            positive,
            pair: pair.map(Into::into),
            target: Some("shia".into()).filter(|_| positive),
            dialect: None,
        }
    }

    #[test]
    fn counted_by_hand() {
        let cases = [
            case("a", "news", true, Some("1")),
            case("b", "news", false, Some("1")),
            case("c", "prayer", true, Some("2")),
            case("d", "prayer", false, Some("2")),
            case("e", "prayer", false, None),
        ];
        // a found, b found in error and tied; c missed, d and e spared, the order of c and d right.
        let report = SuiteReport::new("hand", &cases, &[0.9, 0.9, 0.4, 0.3, 0.2], 0.5);
        let hits = |share: Share| (share.hits, share.all);
        assert_eq!(hits(report.all.accuracy), (3, 5));
        assert_eq!(report.all.found.map(hits), Some((1, 2)));
        assert_eq!(report.all.spared.map(hits), Some((2, 3)));
        assert_eq!(report.all.order.map(hits), Some((1, 2)));
        let names: Vec<_> = report
            .functionalities
            .iter()
            .map(|row| row.name.as_str())
            .collect();
        assert_eq!(names, ["news", "prayer"]);
        assert_eq!(report.functionalities[1].order.map(hits), Some((1, 1)));
        assert_eq!(report.targets.len(), 1);
        assert_eq!(report.targets[0].spared, None);
        assert!(report.dialects.is_empty());
        let [wrong] = report.misordered.as_slice() else {
            panic!("{report:?}")
        };
        assert_eq!((&*wrong.higher, &*wrong.lower), ("a", "b"));
    }

    #[test]
    fn a_text_with_several_twins_makes_several_pairs() {
        let cases = [
            case("a", "hate", true, Some("1")),
            case("b", "negation", false, Some("1")),
            case("c", "question", false, Some("1")),
        ];
        let report = SuiteReport::new("hand", &cases, &[0.5, 0.1, 0.7], 0.5);
        assert_eq!(
            report.all.order.map(|share| (share.hits, share.all)),
            Some((1, 2))
        );
        assert_eq!(
            report.functionalities[0].order, None,
            "the twin names the question"
        );
        assert_eq!(
            report.functionalities[1].order.map(|share| share.hits),
            Some(1)
        );
    }
}
