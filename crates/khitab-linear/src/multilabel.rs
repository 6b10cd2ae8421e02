//! Documents that may carry several labels, or none.

use khitab_features::CsrMatrix;
use linfa::Label;
use rayon::prelude::*;

use crate::{Algorithm, Error, LinearModel, ValidParams, metrics::same_length, model::Scheme};

/// One two-class model a label: each says whether its label applies.
///
/// ```
/// use khitab_features::CsrMatrix;
/// use khitab_linear::{Logistic, MultiLabel};
/// use linfa::ParamGuard;
///
/// let mut rows = CsrMatrix::new(2);
/// rows.push_row(&[0], &[1.0]);
/// rows.push_row(&[1], &[1.0]);
/// rows.push_row(&[0, 1], &[1.0, 1.0]);
/// let labels = [vec!["photo"], vec!["video"], vec!["photo", "video"]];
/// let params = Logistic::params().c(100.0).check()?;
/// let model = MultiLabel::learn(&params, &rows, &labels)?;
/// assert_eq!(model.predict_row(&[0, 1], &[1.0, 1.0]), ["photo", "video"]);
/// # Ok::<(), khitab_linear::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct MultiLabel<L> {
    labels: Vec<L>,
    models: Vec<LinearModel<bool>>,
}

impl<L: Label + Send + Sync> MultiLabel<L> {
    /// Learns one model a label, labels in parallel.
    ///
    /// # Errors
    /// When lengths differ, there is no label, or one applies to every row.
    pub fn learn<A: Algorithm>(
        params: &ValidParams<A>,
        rows: &CsrMatrix,
        labels: &[Vec<L>],
    ) -> Result<Self, Error> {
        same_length(rows.rows(), labels.len())?;
        let mut all: Vec<L> = labels.iter().flatten().cloned().collect();
        all.sort_unstable();
        all.dedup();
        if all.is_empty() {
            return Err(Error::data("no row has a label"));
        }
        let one = |label: &L| {
            let applies: Vec<bool> = labels.iter().map(|own| own.contains(label)).collect();
            let model = params.learn(rows, &applies, None);
            model.map_err(|error| error.of(format_args!("label {label:?}")))
        };
        let models: Result<Vec<_>, Error> = all.par_iter().map(one).collect();
        Ok(Self {
            models: models?,
            labels: all,
        })
    }

    /// The labels, ascending.
    #[must_use]
    pub fn labels(&self) -> &[L] {
        &self.labels
    }

    /// The model of each label.
    #[must_use]
    pub fn models(&self) -> &[LinearModel<bool>] {
        &self.models
    }

    /// The decision value of each label; above zero it applies.
    #[must_use]
    pub fn decisions(&self, columns: &[u32], values: &[f32]) -> Vec<f64> {
        let one = |model: &LinearModel<bool>| {
            debug_assert_eq!(model.scheme(), Scheme::Binary);
            model.decisions(columns, values)[0]
        };
        self.models.iter().map(one).collect()
    }

    /// The labels that apply to a row, ascending.
    #[must_use]
    pub fn predict_row(&self, columns: &[u32], values: &[f32]) -> Vec<L> {
        let decisions = self.decisions(columns, values);
        let pairs = self.labels.iter().zip(decisions);
        pairs
            .filter(|(_, decision)| *decision > 0.0)
            .map(|(label, _)| label.clone())
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use linfa::ParamGuard;

    use super::*;
    use crate::Svm;

    #[test]
    fn a_label_on_every_row_is_named() {
        let mut rows = CsrMatrix::new(1);
        rows.push_row(&[0], &[1.0]);
        rows.push_row(&[], &[]);
        let params = Svm::params().check().unwrap();
        let labels = [vec!["a", "b"], vec!["a"]];
        let error = MultiLabel::learn(&params, &rows, &labels).unwrap_err();
        assert!(
            error
                .to_string()
                .starts_with("label \"a\": at least two classes are needed, not 1"),
            "{error}"
        );
    }

    #[test]
    fn no_label_is_an_answer() {
        let mut rows = CsrMatrix::new(2);
        rows.push_row(&[0], &[1.0]);
        rows.push_row(&[1], &[1.0]);
        let params = Svm::params().c(10.0).check().unwrap();
        let model = MultiLabel::learn(&params, &rows, &[vec![1usize], vec![]]).unwrap();
        assert_eq!(model.predict_row(&[0], &[1.0]), [1]);
        assert!(model.predict_row(&[1], &[1.0]).is_empty());
    }
}
