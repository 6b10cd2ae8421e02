//! The Arabic stemmer of the Snowball project.

use std::borrow::Cow;

use super::Stemmer;

/// Snowball Arabic (Chelli, 2017), through the crate `rust-stemmers`.
///
/// Equal to the reference implementation on every word of the vectors; the copy inside NLTK is
/// not (it differs on one word in six).
pub struct Snowball {
    inner: rust_stemmers::Stemmer,
}

impl Default for Snowball {
    fn default() -> Self {
        Self {
            inner: rust_stemmers::Stemmer::create(rust_stemmers::Algorithm::Arabic),
        }
    }
}

impl core::fmt::Debug for Snowball {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_struct("Snowball").finish_non_exhaustive()
    }
}

impl Stemmer for Snowball {
    fn name(&self) -> &'static str {
        "snowball"
    }

    fn stem<'w>(&self, word: &'w str) -> Cow<'w, str> {
        self.inner.stem(word)
    }
}
