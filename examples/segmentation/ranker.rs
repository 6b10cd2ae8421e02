//! An averaged perceptron that ranks the readings of a word.
//!
//! Collins and Koo, "Discriminative Reranking for Natural Language Parsing" (2005), with a margin
//! of one. Several passes with different orders of the words are averaged again, so that the
//! order counts for nothing.

use std::collections::HashMap;

use khitab_linear::AveragedWeights;
use khitab_text::train::Reader;

use super::gold::Gold;

/// How to train.
#[derive(Clone, Copy, Debug)]
pub struct Params {
    /// Passes over the words.
    pub epochs: usize,
    /// Orders of the words that are averaged.
    pub orders: u64,
    /// By how much the right reading has to win.
    pub margin: f64,
}

impl Default for Params {
    fn default() -> Self {
        Self {
            epochs: 12,
            orders: 8,
            margin: 1.0,
        }
    }
}

struct Example {
    readings: Vec<Vec<u32>>,
    right: usize,
}

/// Learns weights of hashed features from words and their cuts.
pub fn train(reader: &Reader, gold: &[&[Gold]], params: Params) -> Vec<(u64, f32)> {
    let mut features: HashMap<u64, u32> = HashMap::new();
    let mut names = Vec::new();
    let mut types: HashMap<(&str, &[usize]), Option<usize>> = HashMap::new();
    let mut examples = Vec::new();
    let mut tokens = Vec::new();
    for gold in gold.iter().flat_map(|gold| gold.iter()) {
        let number = types.entry((&gold.word, &gold.cuts)).or_insert_with(|| {
            let readings = reader.readings(&gold.word);
            let right = readings.iter().position(|r| r.cuts == gold.cuts)?;
            if readings.len() < 2 {
                return None;
            }
            let mut number = |feature: u64| {
                *features.entry(feature).or_insert_with(|| {
                    names.push(feature);
                    (names.len() - 1) as u32
                })
            };
            let readings = readings
                .iter()
                .map(|r| r.features.iter().map(|&f| number(f)).collect())
                .collect();
            examples.push(Example { readings, right });
            Some(examples.len() - 1)
        });
        tokens.extend(*number);
    }
    let mut sums = vec![0.0; names.len()];
    for seed in 1..=params.orders {
        let weights = perceptron(&examples, &tokens, names.len(), params, seed);
        for (sum, weight) in sums.iter_mut().zip(weights) {
            *sum += weight;
        }
    }
    let mut weights: Vec<(u64, f32)> = names
        .into_iter()
        .zip(sums)
        .filter(|&(_, sum)| sum != 0.0)
        .map(|(name, sum): (u64, f64)| (name, (sum / params.orders as f64) as f32))
        .collect();
    weights.sort_by_key(|&(name, _)| name);
    weights
}

fn perceptron(
    examples: &[Example],
    tokens: &[usize],
    features: usize,
    params: Params,
    seed: u64,
) -> Vec<f64> {
    let mut weights = AveragedWeights::new(features);
    let mut order = tokens.to_vec();
    let mut random = Random(seed);
    for _ in 0..params.epochs {
        random.shuffle(&mut order);
        for &at in &order {
            let Example { readings, right } = &examples[at];
            let score = |reading: usize| {
                let margin = if reading == *right {
                    0.0
                } else {
                    params.margin
                };
                weights.score(&readings[reading]) + margin
            };
            let best = (1..readings.len()).fold((0, score(0)), |best, reading| {
                let score = score(reading);
                if score > best.1 {
                    (reading, score)
                } else {
                    best
                }
            });
            if best.0 != *right {
                weights.add(&readings[*right], 1.0);
                weights.add(&readings[best.0], -1.0);
            }
            weights.step();
        }
    }
    weights.average()
}

/// SplitMix64: small, and the same everywhere.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut x = self.0;
        x = (x ^ (x >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        x = (x ^ (x >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        x ^ (x >> 31)
    }

    fn shuffle(&mut self, items: &mut [usize]) {
        for at in (1..items.len()).rev() {
            let other = (u128::from(self.next()) * (at as u128 + 1)) >> 64;
            items.swap(at, other as usize);
        }
    }
}
