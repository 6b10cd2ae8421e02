//! Smaller models: columns that hardly matter are left out.

use khitab_features::{FittedVectorizer, Terms, VectorizerParts};

use super::Model;
use crate::{Error, Weights};

impl Model {
    /// Keeps the share of n-grams with the largest weights; named features always stay.
    ///
    /// Rows are normalised over the columns left, so that decision values change a little even
    /// where a dropped weight was zero: measure the result before using it. The card is
    /// carried over as it is.
    ///
    /// # Errors
    /// When the share lies outside 0..=1 or the model has no vectorizer.
    pub fn prune(&self, share: f64) -> Result<Self, Error> {
        if !(0.0..=1.0).contains(&share) {
            return Err(Error::parameter(format!(
                "the share is {share}: it must lie in 0..=1"
            )));
        }
        let Some(vectorizer) = self.vectorizer() else {
            return Err(Error::model(
                "the model has no vectorizer: its columns have no names",
            ));
        };
        let parts = vectorizer.parts();
        let weights = self.linear().weights();
        let keep = largest(weights, parts.idf.len(), share);
        let kept: Vec<usize> = (0..keep.len()).filter(|&column| keep[column]).collect();
        let values: Vec<f32> = kept
            .iter()
            .flat_map(|&column| weights.of(column))
            .copied()
            .collect();
        let weights = Weights::new(values, weights.intercepts().to_vec())?;
        let vectorizer = FittedVectorizer::from_parts(select(parts, &keep))
            .map_err(|error| Error::model(error.to_string()))?;
        let linear = self.linear().clone().with_weights(weights);
        Self::new(linear, Some(vectorizer), self.card().clone())
    }
}

/// Which columns stay: of the first `terms`, those whose largest weight is among the largest;
/// the earlier of equals. All behind them stay.
fn largest(weights: &Weights, terms: usize, share: f64) -> Vec<bool> {
    let size = |column: usize| {
        weights
            .of(column)
            .iter()
            .fold(0.0f32, |most, w| most.max(w.abs()))
    };
    let mut order: Vec<usize> = (0..terms).collect();
    order.sort_by(|&a, &b| size(b).total_cmp(&size(a)));
    let count = (share * terms as f64).round() as usize;
    let mut keep = vec![false; terms];
    order
        .into_iter()
        .take(count)
        .for_each(|column| keep[column] = true);
    keep.resize(weights.columns(), true);
    keep
}

/// The parts over the columns kept, numbered anew.
fn select(mut parts: VectorizerParts, keep: &[bool]) -> VectorizerParts {
    let terms = parts.idf.len();
    let mut number = 0u32;
    let numbers: Vec<u32> = keep
        .iter()
        .map(|&keep| {
            let own = number;
            number += u32::from(keep);
            own
        })
        .collect();
    let pairs = parts.hashes.iter().zip(parts.columns.iter());
    let (hashes, columns): (Vec<u64>, Vec<u32>) = pairs
        .filter(|(_, column)| keep[**column as usize])
        .map(|(&hash, &column)| (hash, numbers[column as usize]))
        .unzip();
    (parts.hashes, parts.columns) = (hashes.into(), columns.into());
    let kept_before = |end: u32| keep[..end as usize].iter().filter(|keep| **keep).count() as u32;
    parts.ends = parts.ends.iter().map(|&end| kept_before(end)).collect();
    let columns = (0..terms).filter(|&column| keep[column]);
    let idf: Vec<f32> = columns.clone().map(|column| parts.idf[column]).collect();
    parts.idf = idf.into();
    parts.terms = parts.terms.and_then(|old| {
        let (mut text, mut ends) = (String::new(), Vec::new());
        for column in columns {
            text.push_str(old.get(column).unwrap_or_default());
            ends.push(text.len() as u64);
        }
        Terms::from_parts(text, ends)
    });
    parts
}
