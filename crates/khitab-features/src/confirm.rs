//! Cuts of list entries confirmed by the clitic segmenter.

use khitab_text::Segmenter;

use crate::clitics::{Admit, Split, StemLength};

/// Lets a cut stand when [`StemLength`] allows it and the segmenter reads the word so, or nearly.
///
/// The word is asked about as its author wrote it, with its hamzas and teh marbuta; each side of
/// the cut with the best reading of the other side.
///
/// ```
/// use khitab_features::{ConfirmedSplits, Document, Lexicon, Matcher};
/// let list = Lexicon::from_tsv(
///     "list.tsv",
///     "# name: list\npattern\tlemma\tweight\tclass\tinflect\tnotes\nصلاة\tصلاة\t1\tnoun\n",
/// )?;
/// let matcher = Matcher::new(vec![list], Default::default()).with_admit(ConfirmedSplits::default());
/// assert_eq!(matcher.find(&Document::new("وبالصلاة")).len(), 1);
/// # Ok::<(), khitab_features::Error>(())
/// ```
#[derive(Clone, Debug)]
pub struct ConfirmedSplits {
    segmenter: Segmenter,
    behind: f32,
}

/// How far behind the best reading a cut may be, in the unit of the scores.
const BEHIND: f32 = 40.0;

impl ConfirmedSplits {
    /// Asks `segmenter`.
    #[must_use]
    pub const fn new(segmenter: Segmenter) -> Self {
        Self {
            segmenter,
            behind: BEHIND,
        }
    }

    /// Allows cuts that far behind the best reading, in the unit of
    /// [`Segmentation::score`](khitab_text::Segmentation::score).
    #[must_use]
    pub const fn behind(mut self, behind: f32) -> Self {
        self.behind = behind;
        self
    }
}

impl Default for ConfirmedSplits {
    fn default() -> Self {
        Self::new(Segmenter::standard())
    }
}

impl Admit for ConfirmedSplits {
    fn admits(&self, split: &Split<'_>) -> bool {
        if !StemLength.admits(split) {
            return false;
        }
        let between = |c: char| c.is_whitespace() || c == '_';
        let first = split.original.split(between).next().unwrap_or_default();
        let last = split.original.rsplit(between).next().unwrap_or_default();
        let proclitics = clitics_before_article(split.proclitics);
        (proclitics.is_empty() || self.begins(first, proclitics))
            && (split.enclitic.is_empty() || self.ends(last, split.enclitic))
    }
}

impl ConfirmedSplits {
    fn begins(&self, word: &str, proclitics: &str) -> bool {
        self.segmenter
            .distance_of_proclitics(word, proclitics)
            .is_some_and(|d| d <= self.behind)
    }

    fn ends(&self, word: &str, enclitic: &str) -> bool {
        self.segmenter
            .distance_of_enclitics(word, enclitic)
            .is_some_and(|d| d <= self.behind)
    }
}

/// ال goes from the end, and one lam of لل: the segmenter leaves the article on the stem.
fn clitics_before_article(proclitics: &str) -> &str {
    let rest = proclitics.strip_suffix("ال");
    rest.or_else(|| {
        proclitics
            .ends_with("لل")
            .then(|| &proclitics[..proclitics.len() - 2])
    })
    .unwrap_or(proclitics)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::WordClass;

    fn admits(word: &str, proclitics: &str, enclitic: &str) -> bool {
        ConfirmedSplits::default().admits(&Split {
            word,
            original: word,
            proclitics,
            stem: &word[proclitics.len()..word.len() - enclitic.len()],
            enclitic,
            class: WordClass::Noun,
        })
    }

    #[test]
    fn likely_cuts_stand() {
        assert!(admits("وبالمدرسة", "وبال", ""));
        assert!(admits("للمدرسة", "لل", ""));
        assert!(admits("كتابها", "", "ها"));
        assert!(admits("والكتاب", "وال", ""));
        assert!(admits("الكتاب", "ال", ""));
    }

    #[test]
    fn unlikely_cuts_fall() {
        assert!(!admits("بلادنا", "ب", ""));
        assert!(!admits("وزارة", "و", ""));
        assert!(!admits("اتجاه", "", "ه"));
    }

    #[test]
    fn the_article_is_no_clitic_here() {
        for (written, rest) in [
            ("وبال", "وب"),
            ("لل", "ل"),
            ("ولل", "ول"),
            ("ال", ""),
            ("و", "و"),
        ] {
            assert_eq!(clitics_before_article(written), rest);
        }
    }
}
