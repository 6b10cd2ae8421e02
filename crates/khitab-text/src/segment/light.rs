//! The stem without clitics, article and light endings.

use std::borrow::Cow;

use crate::stem::Stemmer;

use super::{Onset, Segmenter};

/// Stems by the clitics that a [`Segmenter`] finds, the article and one light ending.
///
/// Not a lemma: broken plurals and the persons of a verb keep their own stems. Give it words with
/// their hamzas and teh marbuta as written; marks and tatweel should be gone.
///
/// ```
/// # #[cfg(feature = "segmenter-data")] {
/// use khitab_text::stem::Stemmer;
/// use khitab_text::{CliticStemmer, Segmenter};
/// let stemmer = CliticStemmer::new(Segmenter::standard());
/// assert_eq!(stemmer.stem("وبمدرستهم"), "مدرس");
/// assert_eq!(stemmer.stem("للمدرسين"), "مدرس");
/// assert_eq!(stemmer.stem("واتساب"), "واتساب");
/// # }
/// ```
#[derive(Clone, Debug)]
pub struct CliticStemmer {
    segmenter: Segmenter,
}

/// Two letters before one, so that the longest ending goes.
const ENDINGS: [&str; 11] = ["ات", "ون", "ين", "ان", "ية", "وا", "ة", "ه", "ي", "ا", "ت"];
/// Letters that an ending has to leave.
const LEAST: usize = 3;

impl CliticStemmer {
    /// Stems with the clitics that `segmenter` finds.
    #[must_use]
    pub const fn new(segmenter: Segmenter) -> Self {
        Self { segmenter }
    }
}

impl Stemmer for CliticStemmer {
    fn name(&self) -> &'static str {
        "clitic"
    }

    fn stem<'w>(&self, word: &'w str) -> Cow<'w, str> {
        let found = self.segmenter.segment(word);
        let stem = found.split.stem().of(word);
        Cow::Borrowed(without_ending(without_article(stem, found.onset)))
    }
}

/// Cuts ال off, or what لل leaves of it.
fn without_article(stem: &str, onset: Onset) -> &str {
    let rest = match onset {
        Onset::AsWritten => stem.strip_prefix("ال"),
        Onset::Article => stem.strip_prefix('ل'),
        Onset::WholeArticle => None,
    };
    rest.filter(|rest| rest.chars().count() >= 2)
        .unwrap_or(stem)
}

fn without_ending(stem: &str) -> &str {
    &stem[..stem.len() - ending(stem).len()]
}

/// The light ending of a stem; empty for none.
pub(super) fn ending(stem: &str) -> &'static str {
    let fits = |ending: &&&str| {
        let rest = stem.strip_suffix(**ending);
        rest.is_some_and(|rest| rest.chars().count() >= LEAST)
    };
    ENDINGS.iter().find(fits).copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn article_and_one_ending() {
        assert_eq!(without_article("البيت", Onset::AsWritten), "بيت");
        assert_eq!(without_article("لبيت", Onset::Article), "بيت");
        assert_eq!(without_article("الى", Onset::AsWritten), "الى");
        for (stem, want) in [
            ("مدرسات", "مدرس"),
            ("كتبوا", "كتب"),
            ("بنات", "بنا"),
            ("يد", "يد"),
            ("عربية", "عرب"),
        ] {
            assert_eq!(without_ending(stem), want);
        }
    }
}
