//! How sure a figure is: bootstrap intervals, and whether two systems differ.

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use crate::{Error, metrics::Confusion, metrics::same_length, random::Random};

/// A value with the interval that holds it in 95 of 100 resamples.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Interval {
    /// The value on the rows as they are.
    pub value: f64,
    /// The 2.5 % quantile of the resamples.
    pub low: f64,
    /// The 97.5 % quantile.
    pub high: f64,
}

/// How two systems differ on the same rows.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Difference {
    /// The first system's value minus the second's, with its interval.
    pub difference: Interval,
    /// Twice the share of resamples on the other side of zero, at most 1: two-sided.
    pub p: f64,
}

/// McNemar's test: the rows that only one of two systems gets right.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct McNemar {
    /// Rows that only the first got right.
    pub only_first: usize,
    /// Rows that only the second got right.
    pub only_second: usize,
    /// The exact two-sided binomial probability of so uneven a split by chance.
    pub p: f64,
}

/// Class numbers of the rows: the truth and what a system said.
#[derive(Clone, Copy, Debug)]
pub struct Answers<'a> {
    /// How many classes there are.
    pub classes: usize,
    /// The true classes.
    pub truth: &'a [usize],
    /// The classes predicted.
    pub predicted: &'a [usize],
}

impl Answers<'_> {
    fn check(&self) -> Result<(), Error> {
        Confusion::count(self.classes, self.truth, self.predicted).map(|_| ())?;
        if self.truth.is_empty() {
            return Err(Error::data("there is no row to resample"));
        }
        Ok(())
    }

    fn count(&self, rows: impl Iterator<Item = usize>) -> Confusion {
        let pairs = rows.map(|row| (self.truth[row], self.predicted[row]));
        Confusion::of_pairs(self.classes, pairs)
    }

    /// The rows of each class.
    fn strata(&self) -> Vec<Vec<usize>> {
        let mut strata = vec![Vec::new(); self.classes];
        self.truth
            .iter()
            .enumerate()
            .for_each(|(row, &class)| strata[class].push(row));
        strata
    }
}

/// As many rows of each class as there are, drawn with replacement.
fn resample(strata: &[Vec<usize>], random: &mut Random) -> Vec<usize> {
    let draw = |stratum: &Vec<usize>, random: &mut Random| -> Vec<usize> {
        (0..stratum.len())
            .map(|_| stratum[random.below(stratum.len())])
            .collect()
    };
    strata
        .iter()
        .flat_map(|stratum| draw(stratum, random))
        .collect()
}

/// The values of `statistic` over resamples; the same on any number of threads.
fn resamples<S: Send>(
    strata: &[Vec<usize>],
    count: usize,
    seed: u64,
    statistic: impl Fn(&[usize]) -> S + Sync,
) -> Result<Vec<S>, Error> {
    if count < 40 {
        return Err(Error::parameter(format!(
            "{count} resamples do not show a 95 % interval: take at least 40"
        )));
    }
    let one = |number: usize| {
        let mut random = Random::new(seed, number as u64);
        statistic(&resample(strata, &mut random))
    };
    Ok((0..count).into_par_iter().map(one).collect())
}

fn interval(value: f64, mut resampled: Vec<f64>) -> Interval {
    resampled.sort_unstable_by(f64::total_cmp);
    let sorted = resampled;
    let at = |share: f64| sorted[((sorted.len() - 1) as f64 * share).round() as usize];
    Interval {
        value,
        low: at(0.025),
        high: at(0.975),
    }
}

/// A percentile bootstrap of a statistic of the confusion matrix, rows resampled within their
/// class (Efron, Tibshirani 1993).
///
/// # Errors
/// When the answers do not fit, or fewer than 40 resamples are asked for.
///
/// ```
/// use khitab_linear::significance::{Answers, bootstrap};
/// let truth = [0, 0, 0, 0, 1, 1, 1, 1].repeat(20);
/// let predicted = [0, 0, 0, 1, 1, 1, 1, 1].repeat(20);
/// let answers = Answers { classes: 2, truth: &truth, predicted: &predicted };
/// let accuracy = bootstrap(&answers, 500, 0, |confusion| confusion.accuracy())?;
/// assert_eq!(accuracy.value, 0.875);
/// assert!(accuracy.low > 0.8 && accuracy.high < 0.94);
/// # Ok::<(), khitab_linear::Error>(())
/// ```
pub fn bootstrap(
    answers: &Answers<'_>,
    count: usize,
    seed: u64,
    statistic: impl Fn(&Confusion) -> f64 + Sync,
) -> Result<Interval, Error> {
    let one = |confusion: &Confusion| [statistic(confusion)];
    Ok(bootstrap_all(answers, count, seed, one)?.swap_remove(0))
}

/// As [`bootstrap`], of several statistics on the same resamples.
///
/// # Errors
/// As for [`bootstrap`].
///
/// # Panics
/// When `statistics` gives fewer values for a resample than for the rows themselves.
pub fn bootstrap_all<S: AsRef<[f64]> + Send>(
    answers: &Answers<'_>,
    count: usize,
    seed: u64,
    statistics: impl Fn(&Confusion) -> S + Sync,
) -> Result<Vec<Interval>, Error> {
    answers.check()?;
    let values = statistics(&answers.count(0..answers.truth.len()));
    let of = |rows: &[usize]| statistics(&answers.count(rows.iter().copied()));
    let resampled = resamples(&answers.strata(), count, seed, of)?;
    let column = |at: usize| resampled.iter().map(|one| one.as_ref()[at]).collect();
    let intervals = values.as_ref().iter().enumerate();
    Ok(intervals
        .map(|(at, &value)| interval(value, column(at)))
        .collect())
}

/// A bootstrap of the difference of two systems on the same resamples.
///
/// Its two-sided p is twice (b + 1) / (B + 1), for the b of B resamples on the rarer side of zero
/// (Davison & Hinkley, Bootstrap Methods and their Application, 1997, section 4.2).
///
/// # Errors
/// As for [`bootstrap`]; also when the two stand on different truths.
pub fn paired_bootstrap(
    first: &Answers<'_>,
    second: &Answers<'_>,
    count: usize,
    seed: u64,
    statistic: impl Fn(&Confusion) -> f64 + Sync,
) -> Result<Difference, Error> {
    first.check()?;
    second.check()?;
    if first.truth != second.truth || first.classes != second.classes {
        return Err(Error::data("the two systems answer different rows"));
    }
    let of = |rows: &[usize]| {
        let value = |answers: &Answers<'_>| statistic(&answers.count(rows.iter().copied()));
        value(first) - value(second)
    };
    let all: Vec<usize> = (0..first.truth.len()).collect();
    let value = of(&all);
    let resampled = resamples(&first.strata(), count, seed, of)?;
    let below = resampled.iter().filter(|&&d| d <= 0.0).count();
    let above = resampled.iter().filter(|&&d| d >= 0.0).count();
    // The rows themselves count as one resample: no finite number of them shows a probability of zero.
    let p = (2.0 * (below.min(above) + 1) as f64 / (resampled.len() + 1) as f64).min(1.0);
    Ok(Difference {
        difference: interval(value, resampled),
        p,
    })
}

/// McNemar's exact test on the rows where only one of two systems is right.
///
/// # Errors
/// When lengths differ.
///
/// ```
/// use khitab_linear::significance::mcnemar;
/// let truth = [1; 10];
/// let test = mcnemar(&truth, &truth, &[0, 0, 0, 0, 0, 0, 1, 1, 1, 1])?;
/// assert_eq!((test.only_first, test.only_second), (6, 0));
/// assert!((test.p - 2.0 / 64.0).abs() < 1e-12);
/// # Ok::<(), khitab_linear::Error>(())
/// ```
pub fn mcnemar(truth: &[usize], first: &[usize], second: &[usize]) -> Result<McNemar, Error> {
    same_length(first.len(), truth.len())?;
    same_length(second.len(), truth.len())?;
    let rows = truth.iter().zip(first).zip(second);
    let (mut only_first, mut only_second) = (0, 0);
    for ((truth, first), second) in rows {
        match (first == truth, second == truth) {
            (true, false) => only_first += 1,
            (false, true) => only_second += 1,
            _ => {}
        }
    }
    Ok(McNemar {
        only_first,
        only_second,
        p: binomial(only_first, only_second),
    })
}

/// The two-sided probability that a fair coin falls at least as unevenly.
fn binomial(one: usize, other: usize) -> f64 {
    let count = (one + other) as f64;
    // ln of (count choose k) / 2^count, from term to term.
    let mut log = -count * std::f64::consts::LN_2;
    let mut tail = log.exp();
    for k in 1..=one.min(other) {
        log += ((count - k as f64 + 1.0) / k as f64).ln();
        tail += log.exp();
    }
    (2.0 * tail).min(1.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_exact_test_agrees_with_tables() {
        // Two-sided exact binomial, n = 20, k = 5: 0.04139 (R: binom.test(5, 20)).
        assert!((binomial(5, 15) - 0.041_389_465).abs() < 1e-8);
        assert_eq!(binomial(7, 7), 1.0);
        assert_eq!(binomial(0, 0), 1.0);
        assert!(binomial(200, 4000) < 1e-300);
    }

    #[test]
    fn equal_systems_do_not_differ_and_unequal_ones_do() {
        let truth = [0, 1].repeat(100);
        let good = truth.clone();
        let bad: Vec<usize> = (0..200)
            .map(|row| if row % 4 == 0 { 1 } else { truth[row] })
            .collect();
        let of = |predicted| Answers {
            classes: 2,
            truth: &truth,
            predicted,
        };
        let accuracy = |c: &Confusion| c.accuracy();
        let same = paired_bootstrap(&of(&bad), &of(&bad), 200, 1, accuracy).unwrap();
        assert_eq!((same.p, same.difference.value), (1.0, 0.0));
        let other = paired_bootstrap(&of(&good), &of(&bad), 200, 1, accuracy).unwrap();
        assert_eq!(other.p, 2.0 / 201.0, "never zero");
        assert!(other.difference.low > 0.1, "{other:?}");
    }

    #[test]
    fn the_number_of_threads_changes_nothing() {
        let truth = [0, 1, 1].repeat(30);
        let predicted = [0, 1, 0].repeat(30);
        let answers = Answers {
            classes: 2,
            truth: &truth,
            predicted: &predicted,
        };
        let run = |threads| {
            let pool = rayon::ThreadPoolBuilder::new()
                .num_threads(threads)
                .build()
                .unwrap();
            pool.install(|| bootstrap(&answers, 100, 3, |c| c.macro_average().f1).unwrap())
        };
        assert_eq!(run(1), run(3));
    }
}
