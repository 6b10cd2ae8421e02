//! light10 of Larkey, Ballesteros and Connell (2007), "Light stemming for Arabic information
//! retrieval": a few prefixes and suffixes, two letters always left.

use std::borrow::Cow;

use super::Stemmer;

/// The article with what may stand before it, longest first; و last.
const PREFIXES: [&str; 7] = ["وال", "بال", "كال", "فال", "ال", "لل", "و"];
/// Each is taken off at most once, in this order.
const SUFFIXES: [&str; 10] = ["ها", "ان", "ات", "ون", "ين", "يه", "ية", "ه", "ة", "ي"];

/// light10, on words with bare alef and without marks (`Normalizer::search` or lighter).
///
/// As in the paper and in Lucene, و is only cut from words of four letters and more. Equal to
/// Lucene's `ArabicStemFilter`, also behind its normalisation ([`crate::Compat::Lucene`]).
#[derive(Clone, Copy, Debug, Default)]
pub struct Light10;

impl Stemmer for Light10 {
    fn name(&self) -> &'static str {
        "light10"
    }

    fn stem<'w>(&self, word: &'w str) -> Cow<'w, str> {
        Cow::Borrowed(without_suffixes(without_prefix(word)))
    }
}

fn without_prefix(word: &str) -> &str {
    PREFIXES
        .iter()
        .find_map(|prefix| {
            // A prefix of one letter leaves three, any other two.
            let least = if *prefix == "و" { 3 } else { 2 };
            word.strip_prefix(prefix).filter(|stem| has(stem, least))
        })
        .unwrap_or(word)
}

fn without_suffixes(word: &str) -> &str {
    SUFFIXES.iter().fold(word, |word, suffix| {
        word.strip_suffix(suffix)
            .filter(|stem| has(stem, 2))
            .unwrap_or(word)
    })
}

fn has(word: &str, letters: usize) -> bool {
    word.chars().nth(letters - 1).is_some()
}
