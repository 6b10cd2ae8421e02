//! Why a document got its score: contributions that add up to the decision value.

use khitab_features::{FeatureId, FeatureVector, Span};
use linfa::Label;

use crate::{LinearModel, Scheme};

/// What one feature adds to the decision value of a class.
#[derive(Clone, Debug, PartialEq)]
pub struct Contribution {
    /// The column.
    pub feature: FeatureId,
    /// Its value in the document.
    pub value: f32,
    /// Its weight for the class.
    pub weight: f64,
    /// Value times weight.
    pub amount: f64,
    /// Where it stands in the original.
    pub spans: Vec<Span>,
}

/// The decision value of one class, taken apart.
///
/// `intercept` plus the `amount` of every contribution is `decision`, to 1e-5 and in practice
/// to rounding.
///
/// ```
/// use khitab_features::{CsrMatrix, FeatureVector};
/// use khitab_linear::Logistic;
/// use linfa::ParamGuard;
/// let mut rows = CsrMatrix::new(2);
/// rows.push_row(&[0], &[1.0]);
/// rows.push_row(&[1], &[1.0]);
/// let model = Logistic::params().check()?.learn(&rows, &["mention", "use"], None)?;
/// let row = FeatureVector { columns: vec![1], values: vec![2.0], provenance: Vec::new() };
/// let why = model.explain(&row, 1).unwrap();
/// let sum: f64 = why.contributions.iter().map(|one| one.amount).sum();
/// assert!((sum + why.intercept - why.decision).abs() < 1e-5);
/// assert_eq!(model.score(&row).label, "use");
/// # Ok::<(), khitab_linear::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Explanation {
    /// The number of the class explained.
    pub class: usize,
    /// The decision value for that class.
    pub decision: f64,
    /// What every document gets.
    pub intercept: f64,
    /// The largest amounts first, whatever their sign; by column where they are equal.
    pub contributions: Vec<Contribution>,
}

impl<L: Label> LinearModel<L> {
    /// Takes the decision value of `class` apart.
    ///
    /// The first class of a two-class model has the negated decision value of the second. In
    /// a one-vs-one model a class has the sum over its pairs.
    ///
    /// Returns `None` when there is no such class.
    #[must_use]
    pub fn explain(&self, document: &FeatureVector, class: usize) -> Option<Explanation> {
        let signs = self.signs(class)?;
        let combine = |of: &mut dyn Iterator<Item = f64>| -> f64 {
            signs.iter().zip(of).map(|(sign, value)| sign * value).sum()
        };
        let mut contributions: Vec<Contribution> = document
            .iter()
            .map(|(feature, value)| {
                let weights = self.weights().of(feature.0 as usize);
                let weight = combine(&mut weights.iter().map(|&w| f64::from(w)));
                let counted = if self.binarises() {
                    f32::from(u8::from(value > 0.0))
                } else {
                    value
                };
                let amount = weight * f64::from(counted);
                let spans = document.spans(feature).to_vec();
                Contribution {
                    feature,
                    value,
                    weight,
                    amount,
                    spans,
                }
            })
            .collect();
        contributions.sort_by(|a, b| {
            b.amount
                .abs()
                .total_cmp(&a.amount.abs())
                .then(a.feature.cmp(&b.feature))
        });
        let decisions = self.decisions(&document.columns, &document.values);
        let decision = combine(&mut decisions.into_iter());
        let intercept = combine(&mut self.weights().intercepts().iter().copied());
        Some(Explanation {
            class,
            decision,
            intercept,
            contributions,
        })
    }

    /// With which sign each hyperplane counts for a class.
    fn signs(&self, class: usize) -> Option<Vec<f64>> {
        let classes = self.classes().len();
        let one = |is: bool| f64::from(u8::from(is));
        (class < classes).then(|| match self.scheme() {
            Scheme::Binary => vec![if class == 1 { 1.0 } else { -1.0 }],
            Scheme::OneVsRest | Scheme::Joint => (0..classes).map(|c| one(c == class)).collect(),
            Scheme::OneVsOne => (0..classes)
                .flat_map(|i| (i + 1..classes).map(move |j| one(i == class) - one(j == class)))
                .collect(),
        })
    }

    /// The features with the largest weights for a class, best first: `(column, weight)`.
    ///
    /// Negative weights are left out: they speak for another class.
    #[must_use]
    pub fn top_features(&self, class: usize, count: usize) -> Vec<(FeatureId, f64)> {
        let Some(signs) = self.signs(class) else {
            return Vec::new();
        };
        let weight = |column: usize| {
            let weights = self.weights().of(column);
            signs
                .iter()
                .zip(weights)
                .map(|(s, &w)| s * f64::from(w))
                .sum::<f64>()
        };
        let mut all: Vec<(FeatureId, f64)> = (0..self.weights().columns())
            .map(|column| (FeatureId(column as u32), weight(column)))
            .filter(|(_, weight)| *weight > 0.0)
            .collect();
        let order =
            |a: &(FeatureId, f64), b: &(FeatureId, f64)| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0));
        if count < all.len() {
            all.select_nth_unstable_by(count, order);
            all.truncate(count);
        }
        all.sort_unstable_by(order);
        all
    }
}

/// What happens to the probability of a class when the features that explain it are taken
/// away, or kept alone (`DeYoung` et al., ERASER, ACL 2020).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Deletion {
    /// The fall without the explaining features: large when the explanation is complete.
    pub comprehensiveness: f64,
    /// The fall with nothing but them: small when they suffice.
    pub sufficiency: f64,
}

impl<L: Label> LinearModel<L> {
    /// Deletes the `count` features that speak most for a class, and everything else.
    ///
    /// Falls are measured in the model's own probability of the class. Returns `None` when
    /// there is no such class or the model has no probabilities.
    #[must_use]
    pub fn deletion(
        &self,
        document: &FeatureVector,
        class: usize,
        count: usize,
    ) -> Option<Deletion> {
        let explanation = self.explain(document, class)?;
        let speaking = explanation.contributions.iter().filter(|c| c.amount > 0.0);
        let reasons: Vec<FeatureId> = speaking.take(count).map(|c| c.feature).collect();
        let probability = |keep: &dyn Fn(FeatureId) -> bool| {
            let kept = document.iter().filter(|(feature, _)| keep(*feature));
            let (columns, values): (Vec<u32>, Vec<f32>) =
                kept.map(|(feature, value)| (feature.0, value)).unzip();
            self.probabilities(&self.decisions(&columns, &values))
                .map(|p| p[class])
        };
        let whole = probability(&|_| true)?;
        Some(Deletion {
            comprehensiveness: whole - probability(&|feature| !reasons.contains(&feature))?,
            sufficiency: whole - probability(&|feature| reasons.contains(&feature))?,
        })
    }
}

#[cfg(test)]
mod tests {
    use khitab_features::CsrMatrix;
    use linfa::ParamGuard;
    use proptest::prelude::*;

    use super::*;
    use crate::{Logistic, Svm};

    fn vector(columns: &[u32], values: &[f32]) -> FeatureVector {
        let provenance = columns
            .iter()
            .map(|&c| (FeatureId(c), vec![Span::new(0, 2)]))
            .collect();
        FeatureVector {
            columns: columns.to_vec(),
            values: values.to_vec(),
            provenance,
        }
    }

    fn rows() -> CsrMatrix {
        let mut rows = CsrMatrix::new(4);
        rows.push_row(&[0, 1], &[1.0, 0.3]);
        rows.push_row(&[1, 2], &[0.7, 1.0]);
        rows.push_row(&[2, 3], &[0.2, 1.0]);
        rows
    }

    #[test]
    fn spans_and_order_survive() {
        let model = Svm::params()
            .check()
            .unwrap()
            .learn(&rows(), &["a", "b", "a"], None)
            .unwrap();
        let explanation = model.explain(&vector(&[0, 2], &[1.0, 1.0]), 1).unwrap();
        assert_eq!(explanation.contributions[0].feature, FeatureId(2));
        assert_eq!(explanation.contributions[0].spans, [Span::new(0, 2)]);
        assert!(model.explain(&vector(&[0], &[1.0]), 2).is_none());
        assert_eq!(model.top_features(1, 1)[0].0, FeatureId(2));
    }

    #[test]
    fn deleting_the_reasons_lowers_the_probability() {
        let params = Logistic::params().c(50.0).check().unwrap();
        let model = params.learn(&rows(), &["a", "b", "a"], None).unwrap();
        let document = vector(&[0, 1, 2], &[0.1, 0.5, 1.0]);
        let all = model.deletion(&document, 1, 3).unwrap();
        assert!(
            all.comprehensiveness > 0.2 && all.sufficiency <= 0.0,
            "{all:?}"
        );
        let none = model.deletion(&document, 1, 0).unwrap();
        assert_eq!(none.comprehensiveness, 0.0);
        let svm = Svm::params()
            .check()
            .unwrap()
            .learn(&rows(), &["a", "b", "a"], None)
            .unwrap();
        assert_eq!(svm.deletion(&document, 1, 1), None);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        #[test]
        fn contributions_add_up(values in prop::collection::vec(-9.0f32..9.0, 4), class in 0usize..3) {
            let model = Logistic::params().check().unwrap().learn(&rows(), &[0usize, 1, 2], None).unwrap();
            let document = vector(&[0, 1, 2, 3], &values);
            let explanation = model.explain(&document, class).unwrap();
            let sum: f64 = explanation.contributions.iter().map(|c| c.amount).sum();
            prop_assert!((sum + explanation.intercept - explanation.decision).abs() < 1e-5);
            prop_assert_eq!(explanation.decision, model.score(&document).decisions[class]);
        }
    }
}
