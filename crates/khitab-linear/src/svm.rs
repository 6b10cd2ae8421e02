//! Linear support vector machines.

use crate::{
    Algorithm, Error, HingeLoss, Params,
    model::Link,
    params::{HasRegularised, Regularised},
    solver::dual_svm,
    train::{Task, Trained},
};

/// L2-regularised linear SVM: min ½|w|² + C Σ loss(y w·x).
///
/// Solved by dual coordinate descent with shrinking (Hsieh et al. 2008; LIBLINEAR `-s 1` and
/// `-s 3`); more than two classes are taken one against the rest. A plain SVM has no
/// probabilities: calibrate it to get them.
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
        self.shared.check()
    }

    fn train(&self, task: &Task<'_>) -> Result<Trained, Error> {
        task.one_vs_rest(&self.shared, Link::None, |problem, stop, warm| {
            dual_svm::solve(problem, self.loss, stop, warm)
        })
    }
}
