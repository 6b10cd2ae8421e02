//! The word boundaries of Unicode Standard Annex 29, as published.

use unicode_segmentation::{UWordBoundIndices, UnicodeSegmentation};

use super::Piece;
use super::class::{Class, Classes};
use crate::{Span, TokenKind};

/// Walks over the segments of a text that hold more than whitespace and controls.
pub(crate) struct Uax29<'s> {
    segments: UWordBoundIndices<'s>,
    text: &'s str,
    classes: Classes,
}

impl<'s> Uax29<'s> {
    pub(crate) fn new(text: &'s str) -> Self {
        Self {
            segments: text.split_word_bound_indices(),
            text,
            classes: Classes::get(),
        }
    }

    /// What a segment is by its first telling character; nothing when it is blank.
    fn kind(&self, start: usize, segment: &str) -> Option<TokenKind> {
        if segment.chars().any(char::is_alphabetic) {
            return Some(TokenKind::Word);
        }
        if segment.chars().any(char::is_alphanumeric) {
            return Some(TokenKind::Number);
        }
        let end = start + segment.len();
        let mut at = start;
        while at < end {
            let (class, len) = self.classes.at(self.text, at)?;
            match class {
                Class::Space | Class::Control | Class::Mark => at += len,
                Class::Emoji | Class::Flag => return Some(TokenKind::Emoji),
                Class::Punctuation | Class::Bracket | Class::Underscore => {
                    return Some(TokenKind::Punctuation);
                }
                _ => return Some(TokenKind::Symbol),
            }
        }
        None
    }
}

impl Iterator for Uax29<'_> {
    type Item = Piece;

    fn next(&mut self) -> Option<Piece> {
        loop {
            let (start, segment) = self.segments.next()?;
            if let Some(kind) = self.kind(start, segment) {
                return Some(Piece {
                    kind,
                    span: Span::new(start, start + segment.len()),
                    inside: false,
                });
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use unicode_segmentation::UnicodeSegmentation;

    use crate::{Normalizer, TokenKind, Tokenizer};

    fn words(original: &str) -> (Vec<String>, Vec<String>) {
        let text = Normalizer::light().normalize(original);
        let ours = Tokenizer::uax29()
            .tokenize(&text)
            .iter()
            .filter(|t| matches!(t.kind, TokenKind::Word | TokenKind::Number))
            .map(|t| t.normalized.of(text.normalized()).to_owned())
            .collect();
        let theirs = text.normalized().unicode_words().map(str::to_owned);
        (ours, theirs.collect())
    }

    #[test]
    fn keeps_what_the_social_mode_parts() {
        let (ours, _) = words("ود.أحمد داعش2017 خبر_عاجل 1,029 don't");
        assert_eq!(ours, ["ود.أحمد", "داعش2017", "خبر_عاجل", "1,029", "don't"]);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(256))]

        #[test]
        fn equals_unicode_words(
            original in prop_oneof![
                any::<String>(),
                "[ -~\u{0600}-\u{06FF}\u{200B}-\u{200F}\u{1F1E6}-\u{1F1FF}'.,:_]{0,40}",
            ],
        ) {
            let (ours, theirs) = words(&original);
            prop_assert_eq!(ours, theirs);
        }
    }
}
