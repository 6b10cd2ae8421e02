//! A text ready to be annotated.

use khitab_text::{Normalizer, Text, Token, Tokenizer, Tokens};

use crate::{Disguise, Disguises};

/// A text with its tokens; what every annotator reads.
#[derive(Clone, Debug)]
pub struct Document<'a> {
    text: Text<'a>,
    tokens: Tokens,
    disguises: Vec<Disguise>,
}

impl<'a> Document<'a> {
    /// Normalises and tokenises `original` as the lexicons expect it; words of the shipped lists
    /// that are written in disguise are read as themselves.
    ///
    /// ```
    /// use khitab_features::Document;
    /// assert_eq!(Document::new("قال الأستاذ").tokens().len(), 2);
    /// let hidden = Document::new("هؤلاء م.ر.ت.د.و.ن");
    /// assert_eq!(hidden.text().normalized(), "هؤلاء مرتدون");
    /// assert_eq!(hidden.disguises().len(), 1);
    /// ```
    #[must_use]
    pub fn new(original: &'a str) -> Self {
        Self::plain(original).undisguised(Disguises::shipped)
    }

    /// As [`Document::new`], with the words of `disguises` in place of the shipped ones.
    #[must_use]
    pub fn read(original: &'a str, disguises: &Disguises) -> Self {
        Self::plain(original).undisguised(|| disguises)
    }

    /// Normalises and tokenises `original` and takes every word as it is written.
    #[must_use]
    pub fn plain(original: &'a str) -> Self {
        Self::of(Normalizer::search().normalize(original), Vec::new())
    }

    fn of(text: Text<'a>, disguises: Vec<Disguise>) -> Self {
        let tokens = Tokenizer::social().tokenize(&text);
        Self {
            text,
            tokens,
            disguises,
        }
    }

    fn undisguised<'d>(self, reader: impl FnOnce() -> &'d Disguises) -> Self {
        let found = Disguises::find(&self, reader);
        if found.is_empty() {
            return self;
        }
        let readings: Vec<_> = found.iter().map(|d| (d.span, d.word.as_str())).collect();
        let text = Normalizer::search().normalize_reading(self.text.original(), &readings);
        Self::of(text, found)
    }

    /// The text and its normalised form.
    #[must_use]
    pub fn text(&self) -> &Text<'a> {
        &self.text
    }

    /// The tokens.
    #[must_use]
    pub fn tokens(&self) -> &[Token] {
        self.tokens.as_slice()
    }

    /// The words that were read under a disguise, in order.
    #[must_use]
    pub fn disguises(&self) -> &[Disguise] {
        &self.disguises
    }
}
