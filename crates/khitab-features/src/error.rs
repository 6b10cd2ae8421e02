//! What can be wrong with a file that a user gives.

use core::fmt;

/// A broken file: which one, where, and the rule it breaks.
///
/// ```
/// use khitab_features::Lexicon;
/// let error = Lexicon::from_tsv("mine.tsv", "# name: mine\nword\n").unwrap_err();
/// assert_eq!(error.file(), "mine.tsv");
/// assert_eq!(error.line(), Some(2));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Error {
    file: String,
    line: Option<usize>,
    rule: String,
}

impl Error {
    pub(crate) fn at(file: &str, line: usize, rule: impl Into<String>) -> Self {
        Self {
            file: file.to_owned(),
            line: Some(line),
            rule: rule.into(),
        }
    }

    pub(crate) fn whole(file: &str, rule: impl Into<String>) -> Self {
        Self {
            file: file.to_owned(),
            line: None,
            rule: rule.into(),
        }
    }

    /// The name the caller gave the file.
    #[must_use]
    pub fn file(&self) -> &str {
        &self.file
    }

    /// The line, counted from 1; `None` when the file as a whole is wrong.
    #[must_use]
    pub fn line(&self) -> Option<usize> {
        self.line
    }

    /// The rule that is broken.
    #[must_use]
    pub fn rule(&self) -> &str {
        &self.rule
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            Some(line) => write!(f, "{} line {line}: {}", self.file, self.rule),
            None => write!(f, "{}: {}", self.file, self.rule),
        }
    }
}

impl core::error::Error for Error {}
