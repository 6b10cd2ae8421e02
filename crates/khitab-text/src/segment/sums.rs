//! Weights of features without letters, added up by the clitics and one number of the stem.
//!
//! Of the three dozen look-ups that an analysis takes, sixteen depend on so little that they repeat from word to
//! word. Their sums are made when a pair of clitics is first met, and four look-ups stand for them.

use core::array::from_fn;
use std::sync::OnceLock;

use super::affixes::{Analysis, Inventory};
use super::features::{Clitics, Numbers};
use super::weights::Weights;

/// The sums of each prefix with each suffix.
#[derive(Clone, Debug)]
pub(crate) struct Sums {
    rows: Box<[OnceLock<Box<Row>>]>,
    suffixes: usize,
}

/// The sums of one pair of clitics, by each of the [`Numbers`].
#[derive(Clone, Debug)]
struct Row {
    lengths: [i16; Numbers::LONGEST as usize + 1],
    buckets: [i16; Numbers::BUCKETS as usize],
    gaps: [i16; 2 * Numbers::BUCKETS as usize],
    articles: [i16; Numbers::BUCKETS as usize + 1],
}

impl Sums {
    /// Room for the clitics of `inventory`.
    pub(crate) fn new(inventory: &Inventory) -> Self {
        let (prefixes, suffixes) = inventory.counts();
        Self {
            rows: vec![OnceLock::new(); prefixes * suffixes].into_boxed_slice(),
            suffixes,
        }
    }

    /// The sum of the weights that follow from these clitics and these numbers.
    #[inline]
    pub(super) fn of(&self, analysis: Analysis, numbers: Numbers, weights: &Weights) -> i32 {
        let place = usize::from(analysis.prefix) * self.suffixes + usize::from(analysis.suffix);
        let row =
            self.rows[place].get_or_init(|| Box::new(Row::new(Clitics::of(analysis), weights)));
        let sums = [
            row.lengths[usize::from(numbers.length)],
            row.buckets[usize::from(numbers.bucket)],
            row.gaps[usize::from(numbers.gap)],
            row.articles[usize::from(numbers.article.min(Numbers::BUCKETS))],
        ];
        sums.into_iter().map(i32::from).sum()
    }
}

impl Row {
    fn new(clitics: Clitics, weights: &Weights) -> Self {
        // Eight weights of eight bits at most.
        let sum = |features: &[u64]| -> i16 {
            let weights = features.iter().map(|&feature| weights.get(feature) as i16);
            weights.sum()
        };
        let article = |n: u8| match n {
            Numbers::BUCKETS => Numbers::WITH_ARTICLE,
            bucket => bucket,
        };
        let length = |n: u8| sum(&clitics.lengths(n)) + sum(&clitics.shortness(n));
        Self {
            lengths: from_fn(|n| length(n as u8)),
            buckets: from_fn(|n| sum(&clitics.buckets(n as u8))),
            gaps: from_fn(|n| sum(&clitics.gaps(n as u8))),
            articles: from_fn(|n| sum(&clitics.articles(article(n as u8)))),
        }
    }
}
