//! A text ready to be annotated.

use khitab_text::{Normalizer, Text, Token, Tokenizer, Tokens};

/// A text with its tokens; what every annotator reads.
#[derive(Clone, Debug)]
pub struct Document<'a> {
    text: Text<'a>,
    tokens: Tokens,
}

impl<'a> Document<'a> {
    /// Normalises and tokenises `original` as the lexicons expect it.
    ///
    /// ```
    /// use khitab_features::Document;
    /// assert_eq!(Document::new("قال الأستاذ").tokens().len(), 2);
    /// ```
    #[must_use]
    pub fn new(original: &'a str) -> Self {
        let text = Normalizer::search().normalize(original);
        let tokens = Tokenizer::social().tokenize(&text);
        Self { text, tokens }
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
}
