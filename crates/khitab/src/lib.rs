//! khitab (خطاب): from an Arabic text to an explained score.
//!
//! ```
//! let report = khitab::Pipeline::default().analyze("قالت الوكالة إن داعش يتراجع");
//! let daesh = report.annotations.iter().find(|a| a.id.as_deref() == Some("isis")).unwrap();
//! assert_eq!(daesh.surface, "داعش");
//! ```
//!
//! The three crates of the line stand behind it: [`text`], [`features`], [`linear`].
//!
//! Out of scope: verdicts on people, the fetching of anything, files (the command `khitab` opens them).

#![forbid(unsafe_code)]

#[doc = include_str!("../../../README.md")]
#[cfg(doctest)]
struct Readme;

pub mod audit;
mod bounds;
pub mod check;
mod detector;
mod error;
mod evaluation;
pub mod experiment;
mod frame;
mod model;
mod monitor;
mod pipeline;
mod report;

pub use khitab_data as data;
pub use khitab_features as features;
pub use khitab_linear as linear;
pub use khitab_text as text;

pub use detector::Detector;
pub use error::Error;
pub use evaluation::{
    CURVE, ClassIntervals, ClassReport, EvaluationReport, FoldReport, Intervals, Measuring,
    PREVALENCES, Review,
};
pub use frame::{Abstention, Candidate, Evidence, Frame, Priority, Risk, Voice};
pub use model::TextModel;
pub use monitor::MonitorReport;
pub use pipeline::Pipeline;
pub use report::{Contribution, Explained, FeatureRow, Found, Report, Scored, TextCounts};

#[cfg(test)]
mod tests {
    /// A service holds one pipeline for all of its threads, and hands errors on as any other.
    #[test]
    fn what_a_service_holds_is_shared_by_threads() {
        const fn shared<T: Send + Sync + 'static>() {}
        const fn error<T: std::error::Error + Send + Sync + 'static>() {}
        shared::<crate::Pipeline>();
        shared::<crate::TextModel>();
        shared::<crate::Report>();
        shared::<crate::experiment::Experiment>();
        error::<crate::Error>();
        error::<crate::text::ProfileError>();
        error::<crate::features::VectorizerError>();
        error::<crate::linear::Error>();
    }
}
