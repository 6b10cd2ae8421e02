//! Named, explainable discourse features of Arabic text, and sparse vectors of them.
//!
//! ```
//! use khitab_features::Document;
//! let document = Document::new("قال الأستاذ");
//! assert_eq!(document.tokens().len(), 2);
//! ```
//!
//! Out of scope: classifiers, files, the resolving of links.

mod annotation;
mod annotator;
mod document;
mod matrix;
mod scope;
mod set;
mod space;

pub use annotation::{Annotation, Kind, Scope, Value};
pub use annotator::Annotator;
pub use document::Document;
pub use matrix::{CsrMatrix, FeatureVector};
pub use scope::scripture::{Citation, ScriptureError, ScriptureIndex};
pub use set::AnnotationSet;
pub use space::{FeatureId, FeatureSpace};
