//! How good predictions are: counts, ranking, probabilities.
//!
//! Definitions follow scikit-learn: macro-F1 is the mean of the classes' F1, a precision over
//! nothing predicted and a recall over nothing true are zero.

use serde::{Deserialize, Serialize};

use crate::Error;

/// Rows counted by true class and predicted class.
///
/// ```
/// use khitab_linear::metrics::Confusion;
/// let confusion = Confusion::count(2, &[0, 0, 1, 1], &[0, 1, 1, 1])?;
/// assert_eq!(confusion.accuracy(), 0.75);
/// assert_eq!(confusion.class(1).precision, 2.0 / 3.0);
/// # Ok::<(), khitab_linear::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Confusion {
    classes: usize,
    /// Row by row: the true class, then the predicted one.
    counts: Vec<u64>,
}

/// Precision, recall and their harmonic mean.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Prf {
    /// Of what was predicted, the share that is true.
    pub precision: f64,
    /// Of what is true, the share that was predicted.
    pub recall: f64,
    /// 2 P R / (P + R).
    pub f1: f64,
}

impl Prf {
    fn of(hits: u64, predicted: u64, truth: u64) -> Self {
        Self {
            precision: ratio(hits as f64, predicted as f64),
            recall: ratio(hits as f64, truth as f64),
            f1: ratio(2.0 * hits as f64, (predicted + truth) as f64),
        }
    }

    fn mean(parts: impl Iterator<Item = (Self, f64)>) -> Self {
        let (mut sum, mut total) = (Self::default(), 0.0);
        for (part, weight) in parts {
            sum.precision += part.precision * weight;
            sum.recall += part.recall * weight;
            sum.f1 += part.f1 * weight;
            total += weight;
        }
        let Self {
            precision,
            recall,
            f1,
        } = sum;
        Self {
            precision: ratio(precision, total),
            recall: ratio(recall, total),
            f1: ratio(f1, total),
        }
    }
}

fn ratio(part: f64, whole: f64) -> f64 {
    if whole == 0.0 { 0.0 } else { part / whole }
}

impl Confusion {
    /// Counts true against predicted class numbers.
    ///
    /// # Errors
    /// When the two differ in length, a number is not below `classes`, or there are more than 10,000 classes.
    pub fn count(classes: usize, truth: &[usize], predicted: &[usize]) -> Result<Self, Error> {
        same_length(truth.len(), predicted.len())?;
        at_most("classes", classes, MOST_CLASSES)?;
        if let Some(class) = truth
            .iter()
            .chain(predicted)
            .find(|&&class| class >= classes)
        {
            return Err(Error::data(format!(
                "class {class} is not one of {classes}"
            )));
        }
        let pairs = truth.iter().copied().zip(predicted.iter().copied());
        Ok(Self::of_pairs(classes, pairs))
    }

    /// Counts (true, predicted) pairs that are known to be below `classes`.
    pub(crate) fn of_pairs(classes: usize, pairs: impl Iterator<Item = (usize, usize)>) -> Self {
        let mut confusion = Self {
            classes,
            counts: vec![0; classes * classes],
        };
        for (truth, predicted) in pairs {
            confusion.counts[truth * classes + predicted] += 1;
        }
        confusion
    }

    /// How many classes there are.
    #[must_use]
    pub fn classes(&self) -> usize {
        self.classes
    }

    /// How many rows of class `truth` were called `predicted`.
    ///
    /// # Panics
    /// When there is no such class.
    #[must_use]
    pub fn get(&self, truth: usize, predicted: usize) -> u64 {
        self.counts[truth * self.classes + predicted]
    }

    /// How many rows were counted.
    #[must_use]
    pub fn total(&self) -> u64 {
        self.counts.iter().sum()
    }

    /// How many rows belong to a class.
    ///
    /// # Panics
    /// When there is no such class.
    #[must_use]
    pub fn support(&self, class: usize) -> u64 {
        (0..self.classes)
            .map(|predicted| self.get(class, predicted))
            .sum()
    }

    fn called(&self, class: usize) -> u64 {
        (0..self.classes).map(|truth| self.get(truth, class)).sum()
    }

    fn hits(&self) -> u64 {
        (0..self.classes).map(|class| self.get(class, class)).sum()
    }

    /// The share of rows called by their true class.
    #[must_use]
    pub fn accuracy(&self) -> f64 {
        ratio(self.hits() as f64, self.total() as f64)
    }

    /// Precision, recall and F1 of one class.
    ///
    /// # Panics
    /// When there is no such class.
    #[must_use]
    pub fn class(&self, class: usize) -> Prf {
        Prf::of(
            self.get(class, class),
            self.called(class),
            self.support(class),
        )
    }

    /// Of the rows of other classes, the share called by this one.
    ///
    /// # Panics
    /// When there is no such class.
    #[must_use]
    pub fn false_positive_rate(&self, class: usize) -> f64 {
        let wrong = self.called(class) - self.get(class, class);
        ratio(wrong as f64, (self.total() - self.support(class)) as f64)
    }

    /// The mean over the classes that occur, true or predicted, each counting alike.
    #[must_use]
    pub fn macro_average(&self) -> Prf {
        let occurs = |&class: &usize| self.support(class) + self.called(class) > 0;
        Prf::mean(
            (0..self.classes)
                .filter(occurs)
                .map(|class| (self.class(class), 1.0)),
        )
    }

    /// The mean over the classes, each counting by its rows.
    #[must_use]
    pub fn weighted_average(&self) -> Prf {
        Prf::mean((0..self.classes).map(|class| (self.class(class), self.support(class) as f64)))
    }

    /// Over all decisions at once; with one label a row this is the accuracy three times.
    #[must_use]
    pub fn micro_average(&self) -> Prf {
        Prf::of(self.hits(), self.total(), self.total())
    }

    /// Matthews' correlation, in Gorodkin's form for any number of classes; 0 when undefined.
    #[must_use]
    pub fn mcc(&self) -> f64 {
        let total = self.total() as f64;
        let (mut cross, mut called, mut truth) = (0.0, 0.0, 0.0);
        for class in 0..self.classes {
            let (c, t) = (self.called(class) as f64, self.support(class) as f64);
            cross += c * t;
            called += c * c;
            truth += t * t;
        }
        let covariance = self.hits() as f64 * total - cross;
        let spread = (total * total - called) * (total * total - truth);
        ratio(covariance, spread.max(0.0).sqrt())
    }

    /// Adds the counts of another fold.
    ///
    /// # Errors
    /// When the numbers of classes differ.
    pub fn merge(&mut self, other: &Self) -> Result<(), Error> {
        if self.classes != other.classes {
            let (one, two) = (self.classes, other.classes);
            return Err(Error::data(format!(
                "{one} classes do not merge with {two}"
            )));
        }
        for (sum, count) in self.counts.iter_mut().zip(&other.counts) {
            *sum += count;
        }
        Ok(())
    }
}

/// Scores from high to low, equal ones together: (how many are positive, how many are not).
fn ranked(scores: &[f64], positive: &[bool]) -> Result<Vec<(f64, f64)>, Error> {
    check_scores(scores, positive)?;
    let mut order: Vec<usize> = (0..scores.len()).collect();
    order.sort_unstable_by(|&a, &b| scores[b].total_cmp(&scores[a]));
    let ties = order.chunk_by(|&a, &b| scores[a] == scores[b]);
    Ok(ties
        .map(|tie| {
            let hits = tie.iter().filter(|&&row| positive[row]).count();
            (hits as f64, (tie.len() - hits) as f64)
        })
        .collect())
}

/// The area under the ROC curve: how often a positive outranks a negative, ties counting half.
///
/// Returns `None` without both kinds.
///
/// # Errors
/// When the lengths differ or a score is no number; infinite ones are.
pub fn roc_auc(scores: &[f64], positive: &[bool]) -> Result<Option<f64>, Error> {
    let (mut hits, mut misses, mut area) = (0.0, 0.0, 0.0);
    for (tie_hits, tie_misses) in ranked(scores, positive)? {
        area += tie_misses * (hits + 0.5 * tie_hits);
        hits += tie_hits;
        misses += tie_misses;
    }
    Ok((hits > 0.0 && misses > 0.0).then(|| area / (hits * misses)))
}

/// The area under the precision-recall curve as average precision: the sum of precision times
/// the step in recall, not interpolated.
///
/// Returns `None` without a positive.
///
/// # Errors
/// When the lengths differ or a score is no number; infinite ones are.
pub fn pr_auc(scores: &[f64], positive: &[bool]) -> Result<Option<f64>, Error> {
    let (mut hits, mut seen, mut area) = (0.0, 0.0, 0.0);
    for (tie_hits, tie_misses) in ranked(scores, positive)? {
        hits += tie_hits;
        seen += tie_hits + tie_misses;
        area += tie_hits * hits / seen;
    }
    Ok((hits > 0.0).then(|| area / hits))
}

/// The mean squared distance of a two-class probability from what happened.
///
/// # Errors
/// When the lengths differ, there is no row, or a probability lies outside 0..=1.
pub fn brier(probabilities: &[f64], positive: &[bool]) -> Result<f64, Error> {
    mean(probabilities, positive, |p, y| {
        (p - f64::from(u8::from(y))).powi(2)
    })
}

/// The mean of -ln of the probability given to what happened, clipped at 1e-15.
///
/// # Errors
/// When the lengths differ, there is no row, or a probability lies outside 0..=1.
pub fn log_loss(probabilities: &[f64], positive: &[bool]) -> Result<f64, Error> {
    mean(probabilities, positive, |p, y| {
        -(if y { p } else { 1.0 - p }).max(1e-15).ln()
    })
}

fn mean(
    probabilities: &[f64],
    positive: &[bool],
    loss: impl Fn(f64, bool) -> f64,
) -> Result<f64, Error> {
    same_length(probabilities.len(), positive.len())?;
    if positive.is_empty() {
        return Err(Error::data("there is no row to average over"));
    }
    let mut sum = 0.0;
    for (&p, &y) in probabilities.iter().zip(positive) {
        check_probability(p)?;
        sum += loss(p, y);
    }
    Ok(sum / positive.len() as f64)
}

/// One bar of a reliability diagram.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Bin {
    /// The lowest probability of the bin; the highest is that of the next bin, or 1.
    pub from: f64,
    /// How many rows fall into it.
    pub count: usize,
    /// The mean probability given.
    pub predicted: f64,
    /// The share of rows that are positive.
    pub observed: f64,
}

/// Bins of equal width over the probability of the positive class.
///
/// # Errors
/// When the lengths differ, there is no bin or more than a million, or a probability lies outside 0..=1.
pub fn reliability(
    probabilities: &[f64],
    positive: &[bool],
    bins: usize,
) -> Result<Vec<Bin>, Error> {
    same_length(probabilities.len(), positive.len())?;
    if bins == 0 {
        return Err(Error::parameter("bins is 0: it must be at least 1"));
    }
    at_most("bins", bins, MOST_BINS)?;
    let from = |bin: usize| bin as f64 / bins as f64;
    let mut out: Vec<Bin> = (0..bins)
        .map(|b| Bin {
            from: from(b),
            ..Bin::default()
        })
        .collect();
    for (&p, &y) in probabilities.iter().zip(positive) {
        check_probability(p)?;
        // The edges themselves are asked: .29 * 100 is below 29.
        let at = out.partition_point(|bin| bin.from <= p).saturating_sub(1);
        let bin = &mut out[at];
        bin.count += 1;
        bin.predicted += p;
        bin.observed += f64::from(u8::from(y));
    }
    for bin in &mut out {
        bin.predicted = ratio(bin.predicted, bin.count as f64);
        bin.observed = ratio(bin.observed, bin.count as f64);
    }
    Ok(out)
}

/// The expected calibration error: the mean distance of given from observed over the rows of
/// all bins.
#[must_use]
pub fn ece(bins: &[Bin]) -> f64 {
    let total: usize = bins.iter().map(|bin| bin.count).sum();
    let off = |bin: &Bin| bin.count as f64 * (bin.predicted - bin.observed).abs();
    ratio(bins.iter().map(off).sum(), total as f64)
}

/// A table of so many classes squared takes 800 MB.
const MOST_CLASSES: usize = 10_000;
const MOST_BINS: usize = 1_000_000;

/// Refuses a size that is surely a mistake before memory is taken for it.
fn at_most(name: &str, value: usize, most: usize) -> Result<(), Error> {
    if value <= most {
        return Ok(());
    }
    Err(Error::parameter(format!(
        "{name} is {value}: it must be at most {most}"
    )))
}

fn check_probability(p: f64) -> Result<(), Error> {
    if (0.0..=1.0).contains(&p) {
        return Ok(());
    }
    Err(Error::data(format!("{p} is not a probability")))
}

/// Refuses scores that cannot be put in order.
pub(crate) fn check_scores(scores: &[f64], positive: &[bool]) -> Result<(), Error> {
    same_length(scores.len(), positive.len())?;
    match scores.iter().position(|score| score.is_nan()) {
        Some(row) => Err(Error::data(format!("row {row}: the score is NaN"))),
        None => Ok(()),
    }
}

pub(crate) fn same_length(one: usize, other: usize) -> Result<(), Error> {
    if one == other {
        return Ok(());
    }
    Err(Error::data(format!(
        "{one} values stand against {other} labels"
    )))
}

#[cfg(test)]
mod tests;
