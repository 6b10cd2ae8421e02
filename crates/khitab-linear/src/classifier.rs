//! Any classifier behind one type, for those who choose one at run time.

use crate::{
    Algorithm, Error, Ftrl, Logistic, NaiveBayes, NbSvm, Perceptron, Svm, Task, Trained,
    ValidParams,
};

/// Declares the type, how to get into it, and how it hands every question on.
macro_rules! classifiers {
    ($($(#[$doc:meta])* $kind:ident,)*) => {
        /// One of the classifiers.
        ///
        /// ```
        /// use khitab_features::CsrMatrix;
        /// use khitab_linear::{Classifier, NaiveBayes, Svm, ValidParams};
        /// use linfa::ParamGuard;
        ///
        /// let mut rows = CsrMatrix::new(2);
        /// rows.push_row(&[0], &[1.0]);
        /// rows.push_row(&[1], &[1.0]);
        /// let choice: [ValidParams<Classifier>; 2] =
        ///     [Svm::params().check()?.into_any(), NaiveBayes::params().check()?.into_any()];
        /// for params in &choice {
        ///     let model = params.learn(&rows, &["a", "b"], None)?;
        ///     assert_eq!(model.score_row(&[1], &[1.0]).label, "b");
        /// }
        /// # Ok::<(), khitab_linear::Error>(())
        /// ```
        #[derive(Clone, Debug, PartialEq)]
        #[non_exhaustive]
        pub enum Classifier {
            $($(#[$doc])* $kind($kind),)*
        }

        $(impl From<$kind> for Classifier {
            fn from(one: $kind) -> Self {
                Self::$kind(one)
            }
        })*

        impl Algorithm for Classifier {
            fn name(&self) -> &'static str {
                match self {
                    $(Self::$kind(one) => one.name(),)*
                }
            }

            fn check(&self) -> Result<(), Error> {
                match self {
                    $(Self::$kind(one) => one.check(),)*
                }
            }

            fn train(&self, task: &Task<'_>) -> Result<Trained, Error> {
                match self {
                    $(Self::$kind(one) => one.train(task),)*
                }
            }
        }
    };
}

classifiers! {
    /// Logistic regression.
    Logistic,
    /// A support vector machine.
    Svm,
    /// Naive Bayes.
    NaiveBayes,
    /// A support vector machine over features weighed by naive Bayes.
    NbSvm,
    /// The averaged perceptron.
    Perceptron,
    /// FTRL-Proximal.
    Ftrl,
}

impl<A: Into<Classifier>> ValidParams<A> {
    /// The same parameters, their kind known at run time only.
    #[must_use]
    pub fn into_any(self) -> ValidParams<Classifier> {
        ValidParams::of(self.into_algorithm().into())
    }
}
