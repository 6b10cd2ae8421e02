//! Normalisation exactly as other toolkits publish it, so that their results can be reproduced.
//!
//! Each is checked byte for byte against the toolkit itself, on every Arabic code point alone and
//! between letters, on tricky cases and on some sixty thousand words:
//! `data/golden/reference/normalizers.tsv`, made by the script beside it.

mod arabert;
mod araclean;
mod arclean;
mod folds;
mod html;
mod links;
mod python;

use crate::normalize::Rewritten;
use crate::{Loss, Text};

/// Letters that no toolkit changes, nor with them any letter between them.
const BEFORE: char = 'س';
const AFTER: char = 'ط';
/// Behind lie Han and private use.
const LAST: char = '\u{1FFFF}';

/// A normalisation that another toolkit defines.
///
/// ```
/// use khitab_text::Compat;
/// assert_eq!(Compat::Camel.normalize("أُسرة ﷲ").normalized(), "اسره الله");
/// assert_eq!(Compat::PyArabic.normalize("أُسرة").normalized(), "ءسرة");
/// assert_eq!(Compat::Lucene.normalize("أُسرة ٣").normalized(), "اسره 3");
/// assert_eq!(Compat::ArabertV02.normalize("أُسرة٣").normalized(), "أسرة 3");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "lowercase"))]
#[non_exhaustive]
pub enum Compat {
    /// CAMeL Tools 1.6: `normalize_unicode`, `normalize_alef_ar`, `normalize_alef_maksura_ar`,
    /// `normalize_teh_marbuta_ar`, `dediac_ar`. It keeps tatweel.
    Camel,
    /// CAMeL Tools 1.6: the `arclean` map. It deletes every character that it does not know,
    /// letters of other scripts included.
    Arclean,
    /// PyArabic 0.6: `strip_tashkeel`, `strip_tatweel`, `normalize_ligature`, `normalize_hamza`.
    /// It makes ءء of آ, but ءا at the start of a text of three letters: meant for one word at
    /// a time, as PyArabic's own functions are.
    PyArabic,
    /// Lucene 8: `LowerCaseFilter`, `DecimalDigitFilter`, `ArabicNormalizationFilter` on the
    /// text of one token. It keeps ٱ and dagger alef.
    Lucene,
    /// AraBERT 1.0: `ArabertPreprocessor("bert-base-arabertv01")`. It keeps what it does not
    /// know, with spaces around it: dagger alef cuts a word in three.
    ArabertV01,
    /// AraBERT 1.0: `ArabertPreprocessor("bert-base-arabertv02")`, the same for AraELECTRA and
    /// AraGPT2. What it does not know becomes a space: presentation forms, ک, ی, emoji.
    ArabertV02,
    /// araclean 0.3: the profile `search`.
    Araclean,
}

impl Compat {
    /// All of them.
    pub const ALL: [Self; 7] = [
        Self::Camel,
        Self::Arclean,
        Self::PyArabic,
        Self::Lucene,
        Self::ArabertV01,
        Self::ArabertV02,
        Self::Araclean,
    ];

    /// The name used in files.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Camel => "camel",
            Self::Arclean => "arclean",
            Self::PyArabic => "pyarabic",
            Self::Lucene => "lucene",
            Self::ArabertV01 => "arabertv01",
            Self::ArabertV02 => "arabertv02",
            Self::Araclean => "araclean",
        }
    }

    /// Normalises `original` as that toolkit does, with the way back to every byte.
    #[must_use]
    pub fn normalize(self, original: &str) -> Text<'_> {
        let mut done = None;
        let take_all = match self {
            Self::Camel => folds::camel,
            Self::Arclean => arclean::arclean,
            Self::PyArabic => folds::pyarabic,
            Self::Lucene => folds::lucene,
            Self::ArabertV01 => arabert::v01,
            Self::ArabertV02 => arabert::v02,
            Self::Araclean => araclean::search,
        };
        take_all(&mut done, original);
        let done = done.unwrap_or_else(|| Rewritten::unchanged(original));
        Text::new(original, done.text, done.map)
    }

    /// What it deletes and what it can no longer tell apart: each character between two letters,
    /// without the spaces that it may put around it.
    ///
    /// ```
    /// use khitab_text::Compat;
    /// let loss = Compat::ArabertV02.loss();
    /// assert!(loss.merged().iter().any(|(to, _)| to == "3"));
    /// assert!(loss.deleted_letters().any(|c| c == 'ک'));
    /// ```
    #[must_use]
    pub fn loss(self) -> Loss {
        let outcomes = ('\0'..=LAST).filter_map(|c| {
            let source = format!("{BEFORE}{c}{AFTER}");
            let text = self.normalize(&source);
            let inner = text.normalized().strip_prefix(BEFORE);
            let inner = inner.and_then(|rest| rest.strip_suffix(AFTER))?;
            let outcome = match inner.trim() {
                "" if !inner.is_empty() => " ",
                outcome => outcome,
            };
            let changed = outcome.chars().ne([c]);
            changed.then(|| (c, outcome.to_owned()))
        });
        Loss::of(outcomes)
    }

    /// Every single character up to U+1FFFF that it changes, with the outcome; behind lie Han
    /// and private use.
    pub(crate) fn replacements(self) -> impl Iterator<Item = (char, String)> {
        ('\0'..=LAST).filter_map(move |c| {
            let source = c.to_string();
            let outcome = self.normalize(&source).normalized().to_owned();
            (outcome != source).then_some((c, outcome))
        })
    }
}
