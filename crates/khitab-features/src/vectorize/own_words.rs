//! N-grams of a text's own words: what named features found there, such as verses, is left out.

use std::borrow::Cow;

use khitab_text::Span;

use super::Vectorizer;
use crate::{FeatureId, FeatureVector};

impl Vectorizer {
    /// The text that n-grams are cut from: spaces, byte for byte, where the features named by
    /// [`VectorizerBuilder::blank`](super::VectorizerBuilder::blank) have their places in `named`.
    ///
    /// What stays keeps its place, so that spans are those of the original.
    ///
    /// ```
    /// use khitab_features::{Extractor, Ngrams, Scaling, Vectorizer};
    /// let extractor = Extractor::default();
    /// let vectorizer = Vectorizer::builder()
    ///     .block(Ngrams::words(1..=2))
    ///     .named(extractor.space().names(), Scaling::MaxAbs)
    ///     .blank(["E6"])
    ///     .build()?;
    /// let text = "قرأ الطالب ﴿قل هو الله أحد الله الصمد﴾ في الصف";
    /// let own = vectorizer.own_words(text, &extractor.extract(text));
    /// assert_eq!(own.len(), text.len());
    /// assert_eq!(own.split_whitespace().collect::<Vec<_>>(), ["قرأ", "الطالب", "﴿", "﴾", "في", "الصف"]);
    /// # Ok::<(), khitab_features::VectorizerError>(())
    /// ```
    #[must_use]
    pub fn own_words<'t>(&self, text: &'t str, named: &FeatureVector) -> Cow<'t, str> {
        let left_out = named
            .provenance
            .iter()
            .filter(|(id, _)| self.leaves_out(*id));
        let mut places: Vec<Span> = left_out.flat_map(|(_, spans)| spans).copied().collect();
        if places.is_empty() {
            return Cow::Borrowed(text);
        }
        places.sort_unstable();
        Cow::Owned(blanked(text, &places))
    }

    /// As [`Vectorizer::own_words`] for many texts; nothing where no feature is left out.
    pub(super) fn all_own_words<'t, T: AsRef<str>>(
        &self,
        texts: &'t [T],
        named: &[FeatureVector],
    ) -> Option<Vec<Cow<'t, str>>> {
        let own = |(text, named): (&'t T, _)| self.own_words(text.as_ref(), named);
        (!self.named.blank.is_empty()).then(|| texts.iter().zip(named).map(own).collect())
    }

    /// Whether n-grams leave out the places of that named feature.
    fn leaves_out(&self, column: FeatureId) -> bool {
        let name = self.named.names.get(column.0 as usize);
        name.is_some_and(|name| self.named.blank.contains(name))
    }
}

/// The text with spaces at `places`, which ascend and may overlap.
fn blanked(text: &str, places: &[Span]) -> String {
    let mut out = String::with_capacity(text.len());
    for place in places {
        if place.start() > out.len() {
            out.push_str(&text[out.len()..place.start()]);
        }
        let behind = place.end().saturating_sub(out.len());
        out.extend(std::iter::repeat_n(' ', behind));
    }
    out.push_str(&text[out.len()..]);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn overlapping_places_are_blanked_once_and_the_rest_stays_where_it_was() {
        let text = "أول ثان ثالث رابع";
        let places = [Span::new(0, 6), Span::new(4, 13), Span::new(7, 9)];
        let own = blanked(text, &places);
        assert_eq!(own.len(), text.len());
        assert_eq!(own.trim_start(), "ثالث رابع");
        assert_eq!(own.find("ثالث"), text.find("ثالث"));
        assert_eq!(blanked(text, &[Span::new(0, text.len())]).trim(), "");
    }
}
