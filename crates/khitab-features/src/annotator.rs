//! The one extension point.

use crate::{AnnotationSet, Document};

/// Finds things in a document.
///
/// Annotators run one after another and see what those before them found.
pub trait Annotator: Send + Sync {
    /// A short name for messages and hashes.
    fn name(&self) -> &str;

    /// Adds what it finds to `found`.
    fn annotate(&self, document: &Document<'_>, found: &mut AnnotationSet);
}
