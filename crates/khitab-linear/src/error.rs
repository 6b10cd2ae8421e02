//! What can go wrong.

use std::fmt;

/// Why a fit, a prediction or the reading of a model was refused.
///
/// ```
/// use khitab_linear::Logistic;
/// use linfa::ParamGuard;
/// let error = Logistic::params().c(-1.0).check().unwrap_err();
/// assert_eq!(error.to_string(), "c is -1: it must be a finite number above zero");
/// assert!(error.is_parameter());
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Error {
    kind: Kind,
    message: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Parameter,
    Data,
    Model,
}

impl Error {
    pub(crate) fn parameter(message: impl Into<String>) -> Self {
        Self {
            kind: Kind::Parameter,
            message: message.into(),
        }
    }

    pub(crate) fn data(message: impl Into<String>) -> Self {
        Self {
            kind: Kind::Data,
            message: message.into(),
        }
    }

    pub(crate) fn model(message: impl Into<String>) -> Self {
        Self {
            kind: Kind::Model,
            message: message.into(),
        }
    }

    /// The same error, said of a part of the work.
    pub(crate) fn of(self, part: impl fmt::Display) -> Self {
        Self {
            message: format!("{part}: {}", self.message),
            ..self
        }
    }

    /// Whether a training parameter lies outside its range.
    #[must_use]
    pub fn is_parameter(&self) -> bool {
        self.kind == Kind::Parameter
    }

    /// Whether the rows, the labels or the split do not fit.
    #[must_use]
    pub fn is_data(&self) -> bool {
        self.kind == Kind::Data
    }

    /// Whether a model file is damaged, of another version, or does not fit the input.
    #[must_use]
    pub fn is_model(&self) -> bool {
        self.kind == Kind::Model
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Error {}

impl From<linfa::Error> for Error {
    fn from(error: linfa::Error) -> Self {
        Self::data(error.to_string())
    }
}
