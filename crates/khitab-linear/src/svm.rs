//! Linear support vector machines.

use crate::{
    Algorithm, Error, HingeLoss, Params,
    params::{HasRegularised, Regularised},
    reduce::{self, Objective},
    task::{Task, Trained},
};

/// Linear SVM: min penalty(w) + C Σ loss(y w·x). It has no probabilities unless calibrated.
///
/// Under the L2 penalty it is solved by dual coordinate descent with shrinking (Hsieh et al.
/// 2008; LIBLINEAR `-s 1` and `-s 3`); the squared hinge under L1, elastic net or bounds by
/// proximal Newton steps (the problem of LIBLINEAR's `-s 5`).
///
/// ```
/// use khitab_linear::{Svm, HingeLoss};
/// use linfa::{Dataset, traits::{Fit, Predict}};
/// use ndarray::array;
///
/// let dataset = Dataset::new(array![[0.0, 1.0], [1.0, 0.0], [0.1, 0.9]], array![true, false, true]);
/// let model = Svm::params().loss(HingeLoss::Hinge).c(10.0).fit(&dataset)?;
/// assert_eq!(model.predict(&array![[0.2, 0.7]]), array![true]);
/// # Ok::<(), khitab_linear::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Svm {
    shared: Regularised,
    loss: HingeLoss,
}

impl Svm {
    /// Parameters at their defaults: squared hinge, C = 1, intercept, eps = 0.01.
    #[must_use]
    pub fn params() -> Params<Self> {
        let shared = Regularised::new(0.01, 1000);
        Params::of(Self {
            shared,
            loss: HingeLoss::default(),
        })
    }
}

impl Params<Svm> {
    /// Sets the loss.
    #[must_use]
    pub fn loss(self, loss: HingeLoss) -> Self {
        self.with(|svm| svm.loss = loss)
    }
}

impl HasRegularised for Svm {
    fn regularised(&mut self) -> &mut Regularised {
        &mut self.shared
    }
}

impl Algorithm for Svm {
    fn name(&self) -> &'static str {
        "svm"
    }

    fn check(&self) -> Result<(), Error> {
        Objective::Hinge(self.loss).check(&self.shared)
    }

    fn train(&self, task: &Task<'_>) -> Result<Trained, Error> {
        reduce::train(task, &self.shared, Objective::Hinge(self.loss))
    }
}
