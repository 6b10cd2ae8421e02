//! The shape that the choices of all steps share.

/// Declares the choices of one step: an enum whose first choice leaves the text alone.
macro_rules! choices {
    ($(#[$doc:meta])* $name:ident { $(#[$first_doc:meta])* $first:ident = $first_text:literal, $($(#[$choice_doc:meta])* $choice:ident = $text:literal,)* }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
        #[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
        #[non_exhaustive]
        pub enum $name {
            $(#[$first_doc])*
            #[default]
            #[cfg_attr(feature = "serde", serde(rename = $first_text))]
            $first,
            $($(#[$choice_doc])* #[cfg_attr(feature = "serde", serde(rename = $text))] $choice,)*
        }

        impl $name {
            /// The name used in files.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self {
                    Self::$first => $first_text,
                    $(Self::$choice => $text,)*
                }
            }
        }

        impl core::fmt::Display for $name {
            fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
                f.write_str(self.as_str())
            }
        }
    };
}

pub(crate) use choices;

use super::table::{Fold, Rules};
use crate::chars;

/// The rows of `folds.tsv` for a choice of a step; none for `keep`.
pub(crate) fn rules(step: &str, choice: &str) -> Rules {
    chars::folds(step, choice)
        .map(|(from, to)| (from, Fold::To(to.to_string())))
        .collect()
}
