//! Logistic regression.

use crate::{
    Algorithm, Error, Params,
    params::{HasRegularised, Regularised},
    reduce::{self, Objective},
    task::{Task, Trained},
};

/// Logistic regression: min penalty(w) + C Σ log(1 + exp(-y w·x)). Its model gives
/// probabilities.
///
/// Under the L2 penalty it is solved by dual coordinate descent (Yu, Huang, Lin 2011;
/// LIBLINEAR `-s 7`); under L1, elastic net or bounds on weights by proximal Newton steps
/// (Yuan, Ho, Lin 2012; LIBLINEAR `-s 6`).
///
/// ```
/// use khitab_features::CsrMatrix;
/// use khitab_linear::{Logistic, Rows};
/// use linfa::{Dataset, DatasetBase, traits::{Fit, Predict}};
/// use ndarray::array;
///
/// let mut rows = CsrMatrix::new(2);
/// for _ in 0..3 {
///     rows.push_row(&[0], &[1.0]);
///     rows.push_row(&[1], &[1.0]);
/// }
/// let labels = array!["news", "call", "news", "call", "news", "call"];
/// let dataset = DatasetBase::new(Rows::from(rows), labels);
/// let model = Logistic::params().c(10.0).fit(&dataset)?;
/// assert_eq!(model.predict(&dataset)[1], "call");
/// # Ok::<(), khitab_linear::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Logistic {
    shared: Regularised,
}

impl Logistic {
    /// Parameters at their defaults: C = 1, intercept, eps = 0.01.
    #[must_use]
    pub fn params() -> Params<Self> {
        Params::of(Self {
            shared: Regularised::new(0.01, 1000),
        })
    }
}

impl HasRegularised for Logistic {
    fn regularised(&mut self) -> &mut Regularised {
        &mut self.shared
    }
}

impl Algorithm for Logistic {
    fn name(&self) -> &'static str {
        "logistic"
    }

    fn check(&self) -> Result<(), Error> {
        Objective::Logistic.check(&self.shared)
    }

    fn train(&self, task: &Task<'_>) -> Result<Trained, Error> {
        reduce::train(task, &self.shared, Objective::Logistic)
    }
}
