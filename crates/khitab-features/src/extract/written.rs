//! An extractor as files hold it.

use core::fmt;
use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use super::Extractor;
use crate::{Error, Gazetteer, Lexicon, Matcher};

/// The version, and the lists and names unless they are the shipped ones.
#[derive(Serialize, Deserialize)]
#[serde(rename = "Extractor")]
pub(super) struct Written {
    version: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    lists: Option<Vec<Lexicon>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    names: Option<Gazetteer>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    own_lists: Vec<Lexicon>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    annotators: Vec<String>,
}

impl From<Extractor> for Written {
    fn from(extractor: Extractor) -> Self {
        let own = match &extractor.matcher {
            Cow::Borrowed(_) => None,
            Cow::Owned(own) => Some(own),
        };
        let annotators = extractor.annotators.iter();
        let own_lists = extractor.own_lists.as_ref();
        Self {
            version: extractor.version(),
            lists: own.map(|own| own.lexicons().to_vec()),
            names: own.map(|own| own.gazetteer().clone()),
            own_lists: own_lists.map_or_else(Vec::new, |own| own.lexicons().to_vec()),
            annotators: annotators.map(|one| one.name().to_owned()).collect(),
        }
    }
}

/// Why a written extractor cannot be made again.
#[derive(Debug)]
pub(super) enum Wrong {
    /// Code does not lie in files.
    Annotators(Vec<String>),
    /// Its lists of the user do not go together.
    Lists(Error),
    /// What it is made of is not what it was made of.
    Version { written: String, made: String },
}

impl fmt::Display for Wrong {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Annotators(names) => write!(
                f,
                "annotators of the user ({}) are code and cannot be read from a file",
                names.join(", ")
            ),
            Self::Lists(error) => write!(f, "{error}"),
            Self::Version { written, made } => write!(
                f,
                "the extractor was version {written}; this program with these lists makes {made}"
            ),
        }
    }
}

impl TryFrom<Written> for Extractor {
    type Error = Wrong;

    fn try_from(written: Written) -> Result<Self, Wrong> {
        if !written.annotators.is_empty() {
            return Err(Wrong::Annotators(written.annotators));
        }
        let extractor = match (written.lists, written.names) {
            (None, None) => Self::default(),
            (lists, names) => Self::new(Matcher::new(
                lists.unwrap_or_default(),
                names.unwrap_or_default(),
            )),
        };
        let extractor = if written.own_lists.is_empty() {
            extractor
        } else {
            extractor
                .with_lexicons(written.own_lists)
                .map_err(Wrong::Lists)?
        };
        let made = extractor.version();
        if made == written.version {
            Ok(extractor)
        } else {
            let written = written.version;
            Err(Wrong::Version { written, made })
        }
    }
}
