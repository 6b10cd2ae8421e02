//! How good a model was found to be: schema `khitab.evaluation/1`, told in `docs/EVALUATION.md`.

use std::collections::BTreeMap;

use khitab_linear::evaluate::{Evaluation, ProbabilitySummary};
use khitab_linear::metrics::{self, Confusion, Prf};
use khitab_linear::review::{self, Threshold};
use khitab_linear::significance::{Answers, Interval, bootstrap_all};
use serde::{Deserialize, Serialize};

use crate::Error;

/// Everything counted from predictions on labelled rows, with intervals and with what it would
/// mean for reviewers of a stream.
///
/// `serde` writes it as schema [`EvaluationReport::SCHEMA`] and reads it back.
///
/// ```
/// use khitab::experiment::{Block, BlockKind, Experiment, Rows, Splits};
/// let texts = ["مطر غزير", "هدف جميل", "مطر خفيف", "هدف مبكر"].repeat(4);
/// let rows = Rows {
///     texts: texts.into_iter().map(String::from).collect(),
///     labels: ["weather", "sport"].repeat(8).into_iter().map(String::from).collect(),
///     ..Rows::default()
/// };
/// let experiment = Experiment {
///     features: vec![Block::new(BlockKind::Word)],
///     splits: Splits { folds: Some(2), group: Some(vec!["none".into()]), ..Splits::default() },
///     ..Experiment::default()
/// };
/// let report = experiment.resolved()?.prepare(&rows)?.evaluate()?.report;
/// assert_eq!(report.accuracy, 1.0);
/// let weather = &report.classes["weather"];
/// assert_eq!((weather.figures.recall, weather.review.len()), (1.0, 4));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct EvaluationReport {
    /// The name and version of this shape.
    pub schema: String,
    /// The version of khitab that wrote it.
    pub khitab: String,
    /// How the rows were tested, in words.
    pub tested: String,
    /// How it was measured.
    pub measuring: Measuring,
    /// How many rows were tested.
    pub rows: usize,
    /// The share predicted right.
    pub accuracy: f64,
    /// The mean F1 of the classes, each alike.
    pub macro_f1: f64,
    /// Matthews' correlation.
    pub mcc: f64,
    /// 95 % intervals of the three above.
    pub intervals: Intervals,
    /// The mean over classes, each alike.
    #[serde(rename = "macro")]
    pub macro_average: Prf,
    /// The mean over classes, each by its rows.
    #[serde(rename = "weighted")]
    pub weighted_average: Prf,
    /// Over all decisions at once.
    #[serde(rename = "micro")]
    pub micro_average: Prf,
    /// The figures of each class.
    pub classes: BTreeMap<String, ClassReport>,
    /// Rows by true label, then by predicted label.
    pub confusion: BTreeMap<String, BTreeMap<String, u64>>,
    /// One entry a fold; a model tested on held-out rows has one.
    pub folds: Vec<FoldReport>,
    /// What only probabilities have; absent for decision values.
    pub probabilities: Option<ProbabilitySummary>,
}

/// How an evaluation is measured.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Measuring {
    /// Resamples of the rows behind every interval.
    pub resamples: usize,
    /// The seed of the resamples.
    pub seed: u64,
    /// The precision that [`Review::for_precision`] must reach.
    pub precision: f64,
    /// The share of a stream that reviewers can read, for [`Review::for_budget`].
    pub budget: f64,
}

impl Default for Measuring {
    fn default() -> Self {
        Self {
            resamples: 1000,
            seed: 0,
            precision: 0.9,
            budget: 0.01,
        }
    }
}

/// 95 % intervals of the figures over all classes, by a bootstrap that resamples within classes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Intervals {
    /// Of the accuracy.
    pub accuracy: Interval,
    /// Of the macro-F1.
    pub macro_f1: Interval,
    /// Of Matthews' correlation.
    pub mcc: Interval,
}

/// The figures of one class against all others.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ClassReport {
    /// Rows of the class.
    pub support: u64,
    /// Precision, recall, F1 of the labels predicted.
    #[serde(flatten)]
    pub figures: Prf,
    /// Of the rows of other classes, the share called by this one.
    pub false_positive_rate: f64,
    /// 95 % intervals.
    pub intervals: ClassIntervals,
    /// How often a row of the class outranks another; absent when there is nothing to rank.
    pub roc_auc: Option<f64>,
    /// Average precision.
    pub pr_auc: Option<f64>,
    /// What thresholds on the score of the class do, the strictest first: the points of the
    /// precision-recall curve. At most [`CURVE`], closer together where few rows are flagged.
    pub curve: Vec<Threshold>,
    /// What it would mean on streams where the class is rarer than here.
    pub review: Vec<Review>,
}

/// 95 % intervals of the figures of a class.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct ClassIntervals {
    /// Of the precision.
    pub precision: Interval,
    /// Of the recall.
    pub recall: Interval,
    /// Of the F1.
    pub f1: Interval,
}

/// What reviewers of a stream would meet, by Bayes' rule from the rates of the test.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Review {
    /// The share of the stream that is of the class.
    pub prevalence: f64,
    /// Of the rows called by the class, the share that is right.
    pub precision: f64,
    /// Rows a reviewer reads for each that is right; absent when nothing is ever found.
    pub alerts_per_find: Option<f64>,
    /// The threshold that finds most at the precision asked for; absent where none is so precise.
    pub for_precision: Option<Threshold>,
    /// The threshold that finds most within the share that reviewers can read; absent where the
    /// strictest flags more.
    pub for_budget: Option<Threshold>,
}

/// The figures of one fold.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct FoldReport {
    /// Rows tested.
    pub rows: u64,
    /// The share predicted right.
    pub accuracy: f64,
    /// The mean F1 of the classes.
    pub macro_f1: f64,
    /// Matthews' correlation.
    pub mcc: f64,
}

/// The largest number of points on a curve.
pub const CURVE: usize = 200;

/// The shares of a stream that are of a class, for [`ClassReport::review`].
pub const PREVALENCES: [f64; 4] = [0.1, 0.01, 0.001, 0.0001];

impl EvaluationReport {
    /// The schema that reports follow.
    pub const SCHEMA: &'static str = "khitab.evaluation/1";

    /// Counts everything; `tested` says how the predictions came about.
    ///
    /// # Errors
    /// When there is no prediction, a share lies outside 0 to 1, or there are fewer than 40 resamples.
    pub fn new(
        evaluation: &Evaluation<String>,
        tested: impl Into<String>,
        measuring: Measuring,
    ) -> Result<Self, Error> {
        let summary = evaluation.summary()?;
        let (overall, by_class) = intervals(evaluation, measuring)?;
        let confusion = evaluation.confusion();
        let labels = || evaluation.classes().iter().cloned();
        let class = |(class, intervals)| -> Result<ClassReport, Error> {
            class_report(evaluation, &confusion, class, intervals, measuring)
        };
        let classes: Result<Vec<_>, Error> = by_class.into_iter().enumerate().map(class).collect();
        let row = |counts: Vec<u64>| labels().zip(counts).collect();
        Ok(Self {
            schema: Self::SCHEMA.into(),
            khitab: env!("CARGO_PKG_VERSION").into(),
            tested: tested.into(),
            measuring,
            rows: summary.rows,
            accuracy: summary.accuracy,
            macro_f1: summary.macro_average.f1,
            mcc: summary.mcc,
            intervals: overall,
            macro_average: summary.macro_average,
            weighted_average: summary.weighted_average,
            micro_average: summary.micro_average,
            classes: labels().zip(classes?).collect(),
            confusion: labels()
                .zip(summary.confusion.into_iter().map(row))
                .collect(),
            folds: evaluation.folds().iter().map(fold_report).collect(),
            probabilities: summary.probabilities,
        })
    }
}

/// The intervals of all classes together and of each, from the same resamples.
fn intervals(
    evaluation: &Evaluation<String>,
    measuring: Measuring,
) -> Result<(Intervals, Vec<ClassIntervals>), Error> {
    let predictions = evaluation.predictions();
    let (truth, predicted): (Vec<usize>, Vec<usize>) =
        predictions.iter().map(|p| (p.truth, p.predicted)).unzip();
    let answers = Answers {
        classes: evaluation.classes().len(),
        truth: &truth,
        predicted: &predicted,
    };
    let Measuring {
        resamples, seed, ..
    } = measuring;
    let statistics = |confusion: &Confusion| {
        let overall = [
            confusion.accuracy(),
            confusion.macro_average().f1,
            confusion.mcc(),
        ];
        let by_class = (0..confusion.classes()).flat_map(|class| {
            let Prf {
                precision,
                recall,
                f1,
            } = confusion.class(class);
            [precision, recall, f1]
        });
        overall.into_iter().chain(by_class).collect::<Vec<f64>>()
    };
    let all = bootstrap_all(&answers, resamples, seed, statistics)?;
    let (overall, by_class) = all.split_at(3);
    let overall = Intervals {
        accuracy: overall[0],
        macro_f1: overall[1],
        mcc: overall[2],
    };
    let one = |three: &[Interval]| ClassIntervals {
        precision: three[0],
        recall: three[1],
        f1: three[2],
    };
    Ok((overall, by_class.chunks_exact(3).map(one).collect()))
}

fn class_report(
    evaluation: &Evaluation<String>,
    confusion: &Confusion,
    class: usize,
    intervals: ClassIntervals,
    measuring: Measuring,
) -> Result<ClassReport, Error> {
    let (scores, positive) = evaluation.ranking(class);
    let figures = confusion.class(class);
    let false_positive_rate = confusion.false_positive_rate(class);
    let review = |prevalence| -> Result<Review, Error> {
        let rates = (figures.recall, false_positive_rate, prevalence);
        Ok(Review {
            prevalence,
            precision: review::precision_at_prevalence(rates.0, rates.1, rates.2)?,
            alerts_per_find: review::alerts_per_find(rates.0, rates.1, rates.2)?,
            for_precision: review::threshold_for_precision(
                &scores,
                &positive,
                measuring.precision,
                prevalence,
            )?,
            for_budget: review::threshold_for_share(
                &scores,
                &positive,
                measuring.budget,
                prevalence,
            )?,
        })
    };
    Ok(ClassReport {
        support: confusion.support(class),
        figures,
        false_positive_rate,
        intervals,
        roc_auc: metrics::roc_auc(&scores, &positive)?,
        pr_auc: metrics::pr_auc(&scores, &positive)?,
        curve: thinned(&review::thresholds(&scores, &positive)?),
        review: PREVALENCES
            .into_iter()
            .map(review)
            .collect::<Result<_, _>>()?,
    })
}

/// At most [`CURVE`] of the points, the first and the last among them. Their places grow as
/// squares: what few alerts do matters more than what many do.
fn thinned(points: &[Threshold]) -> Vec<Threshold> {
    let Some(last) = points.len().checked_sub(1) else {
        return Vec::new();
    };
    if points.len() <= CURVE {
        return points.to_vec();
    }
    let share = |step: usize| (step as f64 / (CURVE - 1) as f64).powi(2);
    let mut places: Vec<usize> = (0..CURVE)
        .map(|step| (last as f64 * share(step)).round() as usize)
        .collect();
    places.dedup();
    places.into_iter().map(|place| points[place]).collect()
}

fn fold_report(confusion: &Confusion) -> FoldReport {
    FoldReport {
        rows: confusion.total(),
        accuracy: confusion.accuracy(),
        macro_f1: confusion.macro_average().f1,
        mcc: confusion.mcc(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::{Block, BlockKind, Experiment, Rows, Splits};

    /// Forty rows of two classes, one in eight of them under the wrong label.
    fn evaluation() -> Evaluation<String> {
        let text = |n: usize| match n % 2 {
            0 => format!("مطر غزير وسحاب كثيف رقم {n}"),
            _ => format!("هدف جميل ومباراة قوية رقم {n}"),
        };
        let label = |n: usize| ["weather", "sport"][(n + usize::from(n % 8 == 7)) % 2].to_owned();
        let rows = Rows {
            texts: (0..40).map(text).collect(),
            labels: (0..40).map(label).collect(),
            ..Rows::default()
        };
        let words = Experiment {
            features: vec![Block::new(BlockKind::Word)],
            splits: Splits {
                folds: Some(4),
                group: Some(vec!["none".into()]),
                ..Splits::default()
            },
            ..Experiment::default()
        };
        let words = words.resolved().unwrap();
        words.prepare(&rows).unwrap().evaluate().unwrap().evaluation
    }

    #[test]
    fn a_report_comes_back_from_json() {
        let report = EvaluationReport::new(&evaluation(), "4 folds", Measuring::default()).unwrap();
        let json = serde_json::to_string(&report).unwrap();
        assert_eq!(
            serde_json::from_str::<EvaluationReport>(&json).unwrap(),
            report
        );
        assert!(json.starts_with(r#"{"schema":"khitab.evaluation/1""#));
    }

    #[test]
    fn figures_hang_together() {
        let report = EvaluationReport::new(&evaluation(), "4 folds", Measuring::default()).unwrap();
        assert_eq!((report.rows, report.folds.len()), (40, 4));
        assert!(
            (report.accuracy - 0.875).abs() < 1e-12,
            "{}",
            report.accuracy
        );
        let Interval { value, low, high } = report.intervals.accuracy;
        assert!(value == report.accuracy && low < value && value < high);
        for class in report.classes.values() {
            assert_eq!(class.intervals.f1.value, class.figures.f1);
            let last = class.curve.last().unwrap();
            assert_eq!((last.recall, last.flagged), (1.0, 1.0));
            let rarer = class
                .review
                .windows(2)
                .all(|two| two[1].precision <= two[0].precision);
            assert!(rarer, "{:?}", class.review);
        }
        let counted: u64 = report.confusion.values().flat_map(BTreeMap::values).sum();
        assert_eq!(counted, 40);
    }

    #[test]
    fn long_curves_are_thinned_and_keep_their_ends() {
        let scores: Vec<f64> = (0..5000).map(|n| f64::from(n) / 5000.0).collect();
        let positive: Vec<bool> = (0..5000).map(|n| n % 7 > 4).collect();
        let all = review::thresholds(&scores, &positive).unwrap();
        let thin = thinned(&all);
        assert!(thin.len() <= CURVE && thin.len() > CURVE / 2);
        assert_eq!((thin.first(), thin.last()), (all.first(), all.last()));
        assert!(thinned(&[]).is_empty());
    }
}
