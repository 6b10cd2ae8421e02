//! What rows are called.

use core::fmt;

/// The id of a row: a word, or a number that stays one in JSON.
///
/// ```
/// use khitab_features::RowId;
/// let ids = [RowId::Number(7), RowId::from("p007")];
/// assert_eq!(ids.map(|id| id.to_string()), ["7", "p007"]);
/// ```
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(untagged))]
pub enum RowId {
    /// A whole number.
    Number(i64),
    /// Anything else, as it is written.
    Word(String),
}

impl From<&str> for RowId {
    fn from(word: &str) -> Self {
        Self::Word(word.to_owned())
    }
}

impl fmt::Display for RowId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Number(number) => number.fmt(f),
            Self::Word(word) => f.write_str(word),
        }
    }
}
