//! The one error of the facade.

use std::fmt;

/// What could not be done, in words: the thing, the place and the rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Error(String);

impl Error {
    pub(crate) fn new(rule: impl Into<String>) -> Self {
        Self(rule.into())
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Error {}

impl From<khitab_linear::Error> for Error {
    fn from(error: khitab_linear::Error) -> Self {
        Self(error.to_string())
    }
}

impl From<khitab_features::VectorizerError> for Error {
    fn from(error: khitab_features::VectorizerError) -> Self {
        Self(error.to_string())
    }
}
