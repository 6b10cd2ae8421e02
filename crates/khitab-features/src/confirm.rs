//! Cuts of list entries confirmed by the clitic segmenter.

use std::sync::atomic::{AtomicU64, Ordering};

use khitab_text::Segmenter;

use crate::clitics::{Admit, Split, StemLength};
use crate::ngrams::{hash_word, join_hashes};

/// Lets a cut stand when [`StemLength`] allows it, unless the segmenter reads the word otherwise
/// with confidence.
///
/// The word is asked about as its author wrote it, with its hamzas and teh marbuta; each side of
/// the cut with the best reading of the other side. Proclitics that Modern Standard Arabic does
/// not have are asked of the segmenter for the spoken varieties. Without trained weights, and for
/// words with letters that are not Arabic, the rule alone decides.
///
/// ```
/// use khitab_features::{Document, Lexicon, Matcher};
/// let list = Lexicon::from_tsv(
///     "list.tsv",
///     "# name: list\npattern\tlemma\tweight\tclass\tinflect\tnotes\nيوم\tيوم\t1\tnoun\n",
/// )?;
/// let matcher = Matcher::new(vec![list], Default::default());
/// assert_eq!(matcher.find(&Document::new("خبر يومي في يومهم")).len(), 1);
/// # Ok::<(), khitab_features::Error>(())
/// ```
#[derive(Debug)]
pub struct ConfirmedSplits {
    standard: Segmenter,
    spoken: Segmenter,
    /// What was answered before, by hash: the last bit is the answer.
    answers: Box<[AtomicU64]>,
}

/// How far behind the best reading a cut may be, in the unit of the scores. Read off the cuts of
/// training texts in order of distance: beyond these most are words of their own (واحد, المهم,
/// وطني), before them most are cuts (فيقول, وطننا, زوجتي).
const PROCLITICS: f32 = 150.0;
const PRONOUNS: f32 = 250.0;
/// The treebanks of news hardly know ي, "my", which the segmenter therefore doubts more.
const MY: f32 = 330.0;

/// Answers that are kept, 512 KB.
const KEPT: usize = 1 << 16;

impl ConfirmedSplits {
    /// Asks these two.
    #[must_use]
    pub fn new(standard: Segmenter, spoken: Segmenter) -> Self {
        Self {
            standard,
            spoken,
            answers: (0..KEPT).map(|_| AtomicU64::new(0)).collect(),
        }
    }

    /// Whether the segmenter reads a word with these `proclitics`, the article left out, and its pronoun.
    fn confirms(&self, split: &Split<'_>, proclitics: &str) -> bool {
        let between = |c: char| c.is_whitespace() || c == '_';
        let first = split.original.split(between).next().unwrap_or_default();
        let last = split.original.rsplit(between).next().unwrap_or_default();
        let margin = if split.enclitic == "ي" { MY } else { PRONOUNS };
        (proclitics.is_empty() || !self.standard.reads(first) || self.begins(first, proclitics))
            && (split.enclitic.is_empty()
                || !self.standard.reads(last)
                || self.ends(last, split.enclitic, margin))
    }

    fn begins(&self, word: &str, proclitics: &str) -> bool {
        let behind = |segmenter: &Segmenter| segmenter.distance_of_proclitics(word, proclitics);
        behind(&self.standard)
            .or_else(|| behind(&self.spoken))
            .is_some_and(|behind| behind <= PROCLITICS)
    }

    fn ends(&self, word: &str, enclitic: &str, margin: f32) -> bool {
        self.standard
            .distance_of_enclitics(word, enclitic)
            .is_some_and(|behind| behind <= margin)
    }
}

impl Default for ConfirmedSplits {
    fn default() -> Self {
        Self::new(Segmenter::standard(), Segmenter::spoken())
    }
}

impl Admit for ConfirmedSplits {
    fn admits(&self, split: &Split<'_>) -> bool {
        if !StemLength.admits(split) {
            return false;
        }
        let proclitics = before_article(split.proclitics);
        // The article alone is asked about least of all and comes most often.
        let only_article = proclitics.is_empty() && split.enclitic.is_empty();
        if only_article || !self.standard.is_trained() {
            return true;
        }
        let cut = (proclitics.len() << 8 | split.enclitic.len()) as u64;
        let key = join_hashes(hash_word(split.original.as_bytes()), cut) | 1;
        let slot = &self.answers[(key >> 32) as usize % KEPT];
        // An answer follows from its key alone: it does not matter which thread left it there.
        let known = slot.load(Ordering::Relaxed);
        if known | 1 == key {
            return known & 1 == 1;
        }
        let answer = self.confirms(split, proclitics);
        slot.store(key - u64::from(!answer), Ordering::Relaxed);
        answer
    }

    fn version(&self) -> String {
        let [standard, spoken] = [&self.standard, &self.spoken].map(Segmenter::version);
        format!("confirmed by {standard} and {spoken}")
    }
}

/// ال goes from the end, and one lam of لل: the segmenter leaves the article on the stem.
fn before_article(proclitics: &str) -> &str {
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

    #[cfg(feature = "segmenter-data")]
    fn admits(word: &str, proclitics: &str, enclitic: &str) -> bool {
        let confirmed = ConfirmedSplits::default();
        let split = Split {
            word,
            original: word,
            proclitics,
            stem: &word[proclitics.len()..word.len() - enclitic.len()],
            enclitic,
            class: WordClass::Noun,
        };
        let first = confirmed.admits(&split);
        assert_eq!(confirmed.admits(&split), first, "the kept answer");
        first
    }

    #[cfg(feature = "segmenter-data")]
    #[test]
    fn likely_cuts_stand() {
        assert!(admits("وبالمدرسة", "وبال", ""));
        assert!(admits("للمدرسة", "لل", ""));
        assert!(admits("كتابها", "", "ها"));
        assert!(admits("والكتاب", "وال", ""));
        assert!(admits("الكتاب", "ال", ""));
        assert!(admits("هالكتاب", "هال", ""));
        assert!(admits("وطننا", "", "نا"));
        assert!(admits("زوجتي", "", "ي"));
    }

    #[cfg(feature = "segmenter-data")]
    #[test]
    fn words_of_their_own_are_not_cut() {
        assert!(!admits("وزارة", "و", ""));
        assert!(!admits("واحدة", "و", ""));
        assert!(!admits("كامل", "ك", ""));
        assert!(!admits("اتجاه", "", "ه"));
        assert!(!admits("رئيسي", "", "ي"));
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
            assert_eq!(before_article(written), rest);
        }
    }
}
