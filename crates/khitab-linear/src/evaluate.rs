//! Experiments on labelled texts: cross-validation without leakage, in parallel, repeatable.

mod boundary;
mod corpus;
mod experiment;
mod held_out;
mod predictions;
mod summary;

pub use boundary::{Boundary, Limits};
pub use corpus::Corpus;
pub use experiment::Experiment;
pub use predictions::{Evaluation, Prediction};
pub use summary::{ClassSummary, ProbabilitySummary, Summary};
