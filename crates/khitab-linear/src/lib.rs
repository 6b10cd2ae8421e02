//! Linear classifiers on sparse text: trained, calibrated, explained, stored.
//!
//! ```
//! use khitab_features::CsrMatrix;
//! use khitab_linear::{Logistic, Rows};
//! use linfa::{DatasetBase, traits::{Fit, Predict}};
//! use ndarray::array;
//!
//! // Four documents over three features.
//! let mut rows = CsrMatrix::new(3);
//! rows.push_row(&[0, 2], &[1.0, 0.5]);
//! rows.push_row(&[1], &[1.0]);
//! rows.push_row(&[0], &[2.0]);
//! rows.push_row(&[1, 2], &[1.0, 0.5]);
//! let dataset = DatasetBase::new(Rows::from(rows), array!["use", "mention", "use", "mention"]);
//!
//! let model = Logistic::params().c(4.0).fit(&dataset)?;
//! assert_eq!(model.predict(&dataset), dataset.targets);
//! assert!(model.convergence()[0].gap.unwrap() < 0.1);
//! # Ok::<(), khitab_linear::Error>(())
//! ```
//!
//! Out of scope: kernels, regression, neural networks, files (bytes in, bytes out), and any
//! verdict on a person: a score is evidence for a reviewer.

#![forbid(unsafe_code)]

pub mod calibrate;
mod card;
mod classifier;
mod error;
pub mod evaluate;
mod explain;
mod ftrl;
pub mod linfa;
mod logistic;
pub mod metrics;
mod model;
mod multilabel;
mod naive_bayes;
mod params;
mod perceptron;
mod persist;
mod random;
mod reduce;
pub mod review;
mod rows;
pub mod search;
mod share;
pub mod significance;
mod solver;
pub mod split;
mod sprs;
mod svm;
mod task;

pub use calibrate::Calibration;
pub use card::{Card, DataSource, Measured};
pub use classifier::Classifier;
pub use error::Error;
pub use explain::{Contribution, Deletion, Explanation};
pub use ftrl::{Ftrl, FtrlLearner};
pub use logistic::Logistic;
pub use model::{LinearModel, Link, Scheme, Score, Weights};
pub use multilabel::MultiLabel;
pub use naive_bayes::{Event, NaiveBayes, NbSvm};
pub use params::{
    Algorithm, ClassWeights, ColumnRule, HasRegularised, Multiclass, Params, Penalty, Regularised,
    ValidParams,
};
pub use perceptron::{AveragedWeights, Perceptron};
pub use persist::{FORMAT, Model, Storage, sha256};
pub use rows::Rows;
pub use share::Share;
pub use solver::{Convergence, dual_svm::HingeLoss};
pub use svm::Svm;
pub use task::{Task, Trained};
