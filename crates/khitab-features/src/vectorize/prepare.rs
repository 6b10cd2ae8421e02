//! What is done to a text before it is cut into n-grams.

use khitab_text::{Normalizer, Profile, Span, Text};

use super::cut::CutText;

/// What is done to a text before it is cut into n-grams.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum Preparation {
    /// Nothing.
    Raw,
    /// Unicode lower case and nothing else: what scikit-learn does.
    Lowercase,
    /// The steps of a normaliser profile.
    Profile(Profile),
}

impl Default for Preparation {
    fn default() -> Self {
        Self::Profile(Profile::SEARCH)
    }
}

impl Preparation {
    /// Compiles the steps once for many texts.
    pub(crate) fn preparer(&self) -> Preparer {
        match self {
            Self::Raw => Preparer::Raw,
            Self::Lowercase => Preparer::Lowercase,
            Self::Profile(profile) => Preparer::Normalizer(Normalizer::new(*profile)),
        }
    }
}

/// A [`Preparation`] ready to be taken.
#[derive(Clone, Debug)]
pub(crate) enum Preparer {
    Raw,
    Lowercase,
    Normalizer(Normalizer),
}

impl Preparer {
    pub(crate) fn prepare<'a>(&self, original: &'a str) -> Prepared<'a> {
        match self {
            Self::Raw => Prepared::Same(original),
            Self::Lowercase if is_lowercase(original) => Prepared::Same(original),
            Self::Lowercase => Prepared::Lower(Lowered::new(original)),
            Self::Normalizer(normalizer) => Prepared::Text(normalizer.normalize(original)),
        }
    }
}

/// A prepared text with the way back.
pub(crate) enum Prepared<'a> {
    Same(&'a str),
    Lower(Lowered),
    Text(Text<'a>),
    Cut(CutText),
}

impl Prepared<'_> {
    pub(crate) fn as_str(&self) -> &str {
        match self {
            Self::Same(text) => text,
            Self::Lower(lowered) => &lowered.text,
            Self::Text(text) => text.normalized(),
            Self::Cut(text) => text.as_str(),
        }
    }

    pub(crate) fn to_original(&self, span: Span) -> Span {
        match self {
            Self::Same(_) => span,
            Self::Lower(lowered) => lowered.to_original(span),
            Self::Text(text) => text.to_original(span),
            Self::Cut(text) => text.to_original(span),
        }
    }
}

/// Whether lower case leaves a text alone; one quick pass for the caseless scripts.
fn is_lowercase(text: &str) -> bool {
    // ASCII capitals, and the first bytes of Latin, Greek, Cyrillic, Armenian and of all
    // characters of three or four bytes: Arabic and its neighbours need no second look.
    let doubtful = |b: u8| b.is_ascii_uppercase() || matches!(b, 0xC3..=0xD5 | 0xE0..);
    let quick = text.bytes().fold(true, |quick, b| quick & !doubtful(b));
    quick
        || text
            .chars()
            .all(|c| is_caseless(c) || c.to_lowercase().eq([c]))
}

/// Whether a character is surely its own lower case, told by its place: small letters and signs of ASCII,
/// Hebrew to Tibetan, punctuation, presentation forms, emoji.
#[inline]
fn is_caseless(c: char) -> bool {
    match c {
        '\0'..='\u{7F}' => !c.is_ascii_uppercase(),
        '\u{590}'..='\u{FFF}' | '\u{2000}'..='\u{20FF}' | '\u{FB1D}'..='\u{FEFF}' => true,
        '\u{1F000}'..='\u{1FAFF}' => true,
        _ => false,
    }
}

/// A text in lower case, character by character where no rule looks at the neighbours.
fn lowercase(original: &str) -> String {
    let simple = |c: char| c.is_ascii() || is_caseless(c);
    if original.chars().all(simple) {
        return original.to_ascii_lowercase();
    }
    original.to_lowercase()
}

/// A text in lower case, and the few characters whose length changed.
pub(crate) struct Lowered {
    text: String,
    resized: Vec<(Span, Span)>,
}

impl Lowered {
    fn new(original: &str) -> Self {
        let mut resized = Vec::new();
        let mut at = 0;
        for (start, c) in original.char_indices() {
            if c.is_ascii() || is_caseless(c) {
                at += c.len_utf8();
                continue;
            }
            let len: usize = c.to_lowercase().map(char::len_utf8).sum();
            if len != c.len_utf8() {
                let source = Span::new(start, start + c.len_utf8());
                resized.push((Span::new(at, at + len), source));
            }
            at += len;
        }
        Self {
            text: lowercase(original),
            resized,
        }
    }

    fn to_original(&self, span: Span) -> Span {
        Span::new(
            self.position(span.start(), Span::start),
            self.position(span.end(), Span::end),
        )
    }

    /// Inside a resized character the `side` of its source is taken.
    fn position(&self, at: usize, side: impl Fn(Span) -> usize) -> usize {
        let next = self
            .resized
            .partition_point(|(lower, _)| lower.start() < at);
        next.checked_sub(1).map_or(at, |last| {
            let (lower, source) = self.resized[last];
            if at < lower.end() {
                side(source)
            } else {
                source.end() + (at - lower.end())
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lower_case_knows_the_way_back() {
        // U+0130 is two bytes and becomes i and U+0307, three bytes; U+212A becomes k.
        let original = "a\u{0130}B \u{212A}Ω";
        let prepared = Preparation::Lowercase.preparer().prepare(original);
        assert_eq!(prepared.as_str(), "ai\u{0307}b kω");
        let back = |start, end| prepared.to_original(Span::new(start, end)).of(original);
        assert_eq!(back(0, 1), "a");
        assert_eq!(back(1, 2), "\u{0130}");
        assert_eq!(back(2, 5), "\u{0130}B");
        assert_eq!(back(6, 7), "\u{212A}");
        assert_eq!(back(7, 9), "Ω");
    }

    #[test]
    fn what_is_called_caseless_has_no_case() {
        for c in ('\0'..=char::MAX).filter(|&c| is_caseless(c)) {
            assert!(c.to_lowercase().eq([c]), "U+{:04X}", u32::from(c));
        }
        for text in ["RT @User: كتاب…", "ΟΔΟΣ Straße \u{0130}", "ﷺ OK \u{1F602}"] {
            assert_eq!(lowercase(text), text.to_lowercase());
        }
    }

    #[test]
    fn arabic_is_not_copied_for_lower_case() {
        let prepared = Preparation::Lowercase.preparer().prepare("قرأ 3 كتب");
        assert!(matches!(prepared, Prepared::Same(_)));
    }
}
