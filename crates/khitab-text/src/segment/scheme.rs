//! How finely a word is cut.

use crate::Span;

use super::light::ending;
use super::{Onset, Segmentation};

/// The tokenisation schemes of the literature (Habash and Sadat, NAACL 2006), coarse to fine.
///
/// وسيكتبونها and وبالمدرسة in each:
///
/// | scheme | | |
/// | --- | --- | --- |
/// | `D1` | و+سيكتبونها | و+بالمدرسة |
/// | `D2` | و+س+يكتبونها | و+ب+المدرسة |
/// | `Atb` | و+س+يكتبون+ها | و+ب+المدرسة |
/// | `D3` | و+س+يكتبون+ها | و+ب+ال+مدرسة |
/// | `Full` | و+س+يكتب+ون+ها | و+ب+ال+مدرس+ة |
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "lowercase"))]
#[non_exhaustive]
pub enum Scheme {
    /// Conjunctions and the question hamza only.
    D1,
    /// All proclitics, no pronouns.
    D2,
    /// All clitics, the article on the stem: what the treebanks do.
    #[default]
    Atb,
    /// All clitics and the article.
    D3,
    /// Also one light ending of the stem, by spelling alone: it takes radicals for endings.
    Full,
}

/// Words that begin with ال and have neither article nor ending.
const NO_ARTICLE: [&str; 13] = [
    "الله",
    "الذي",
    "التي",
    "الذين",
    "اللذان",
    "اللذين",
    "اللتان",
    "اللتين",
    "اللاتي",
    "اللواتي",
    "اللي",
    "الان",
    "الآن",
];

impl Segmentation {
    /// The spans of the pieces in a scheme; `text` is what the spans point into.
    ///
    /// ```
    /// # #[cfg(feature = "segmenter-data")] {
    /// use khitab_text::{Scheme, segment};
    /// let word = "وللمدرسات";
    /// let cut = |scheme| {
    ///     let spans = segment(word).pieces(word, scheme);
    ///     spans.into_iter().map(|span| span.of(word)).collect::<Vec<_>>().join("+")
    /// };
    /// assert_eq!(cut(Scheme::D1), "و+للمدرسات");
    /// assert_eq!(cut(Scheme::Atb), "و+ل+لمدرسات");
    /// assert_eq!(cut(Scheme::D3), "و+ل+ل+مدرسات");
    /// assert_eq!(cut(Scheme::Full), "و+ل+ل+مدرس+ات");
    /// # }
    /// ```
    #[must_use]
    pub fn pieces(&self, text: &str, scheme: Scheme) -> Vec<Span> {
        let stem = self.split.stem();
        let conjunction = |span: &Span| span.of(text).starts_with(['و', 'ف', 'أ', 'ا']);
        let mut ends: Vec<usize> = match scheme {
            Scheme::D1 => self
                .split
                .proclitics()
                .take_while(conjunction)
                .map(Span::end)
                .collect(),
            _ => self.split.proclitics().map(Span::end).collect(),
        };
        if matches!(scheme, Scheme::D3 | Scheme::Full) {
            let (article, ending) = self.article_and_ending(stem.of(text));
            ends.extend((article > 0).then_some(stem.start() + article));
            let cut = scheme == Scheme::Full && ending > 0;
            ends.extend(cut.then_some(stem.end() - ending));
        }
        if !matches!(scheme, Scheme::D1 | Scheme::D2) {
            ends.push(stem.end());
            ends.extend(self.split.enclitics().map(Span::end));
        }
        let end = self.split.enclitics().last().unwrap_or(stem).end();
        if ends.last() != Some(&end) {
            ends.push(end);
        }
        let mut start = self.split.proclitics().next().unwrap_or(stem).start();
        let spans = ends
            .into_iter()
            .map(|end| Span::new(core::mem::replace(&mut start, end), end));
        spans.collect()
    }

    /// Bytes of the article and of the ending of a stem.
    fn article_and_ending(&self, stem: &str) -> (usize, usize) {
        if NO_ARTICLE.contains(&stem) {
            return (0, 0);
        }
        let lam = match self.onset {
            Onset::AsWritten => Some("ال"),
            Onset::Article => Some("ل"),
            Onset::WholeArticle => None,
        };
        let enough = |rest: &&str| rest.chars().count() >= 3;
        let rest = lam.and_then(|lam| stem.strip_prefix(lam)).filter(enough);
        (
            stem.len() - rest.unwrap_or(stem).len(),
            ending(rest.unwrap_or(stem)).len(),
        )
    }
}

#[cfg(all(test, feature = "segmenter-data"))]
mod tests {
    use super::*;
    use crate::segment;

    fn cut(word: &str, scheme: Scheme) -> String {
        let spans = segment(word).pieces(word, scheme);
        let pieces: Vec<&str> = spans.into_iter().map(|span| span.of(word)).collect();
        pieces.join("+")
    }

    #[test]
    fn the_table_of_the_documentation_holds() {
        for (scheme, verb, noun) in [
            (Scheme::D1, "و+سيكتبونها", "و+بالمدرسة"),
            (Scheme::D2, "و+س+يكتبونها", "و+ب+المدرسة"),
            (Scheme::Atb, "و+س+يكتبون+ها", "و+ب+المدرسة"),
            (Scheme::D3, "و+س+يكتبون+ها", "و+ب+ال+مدرسة"),
            (Scheme::Full, "و+س+يكتب+ون+ها", "و+ب+ال+مدرس+ة"),
        ] {
            assert_eq!(cut("وسيكتبونها", scheme), verb);
            assert_eq!(cut("وبالمدرسة", scheme), noun);
        }
    }

    #[test]
    fn not_every_alef_lam_is_an_article() {
        assert_eq!(cut("والتي", Scheme::D3), "و+التي");
        assert_eq!(cut("الله", Scheme::Full), "الله");
        assert_eq!(cut("", Scheme::Full), "");
    }
}
