//! What a tokenizer finds.

use crate::Span;

/// The kind of a token.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "lowercase"))]
#[non_exhaustive]
pub enum TokenKind {
    /// Letters with their marks, in any script.
    Word,
    /// Digits with what stands inside them: `1,029.5` `٣٫٥` `2.5e-3`, dates and times (`12/3/2015`
    /// `2015-03-12T12:30Z`), ratios, versions (`v2.0`), addresses (`192.0.2.1:80` `2001:db8::/32`).
    /// Signs, per cent, currencies and the hyphen of a range stand outside.
    Number,
    /// One mark of punctuation or a run of the same one.
    Punctuation,
    /// A link with a scheme, or `www.`, or a host with a known ending or a path.
    Url,
    /// An e-mail address.
    Email,
    /// `@name`.
    Mention,
    /// `#tag`, whose words follow as tokens of their own with [`Token::inside`] set.
    Hashtag,
    /// One emoji sequence.
    Emoji,
    /// Any other visible character.
    Symbol,
}

impl TokenKind {
    /// The name used in files.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Word => "word",
            Self::Number => "number",
            Self::Punctuation => "punctuation",
            Self::Url => "url",
            Self::Email => "email",
            Self::Mention => "mention",
            Self::Hashtag => "hashtag",
            Self::Emoji => "emoji",
            Self::Symbol => "symbol",
        }
    }
}

/// A piece of text with its place in the original and in the normalised text.
///
/// ```
/// use khitab_text::{Normalizer, TokenKind, Tokenizer};
/// let text = Normalizer::search().normalize("زرنا القُدسَ");
/// let token = Tokenizer::social().tokenize(&text).as_slice()[1];
/// assert_eq!(token.kind, TokenKind::Word);
/// assert_eq!(token.span.of(text.original()), "القُدسَ");
/// assert_eq!(token.normalized.of(text.normalized()), "القدس");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Token {
    /// Bytes of the original.
    pub span: Span,
    /// Bytes of the normalised text.
    pub normalized: Span,
    /// What it is.
    pub kind: TokenKind,
    /// Whether it is a word of the hashtag before it.
    pub inside: bool,
}

/// The tokens of one text, in order of their start; a hashtag stands before its words.
#[derive(Clone, Debug, Default)]
pub struct Tokens {
    tokens: Vec<Token>,
}

impl Tokens {
    pub(crate) fn new(tokens: Vec<Token>) -> Self {
        Self { tokens }
    }

    /// Their memory, for those of the next text.
    pub(crate) fn into_memory(self) -> Vec<Token> {
        self.tokens
    }

    /// All tokens, hashtags and the words inside them both.
    #[must_use]
    pub fn as_slice(&self) -> &[Token] {
        &self.tokens
    }

    /// Iterates over all tokens.
    pub fn iter(&self) -> core::slice::Iter<'_, Token> {
        self.tokens.iter()
    }

    /// Iterates over the tokens that lie in no other token.
    pub fn outer(&self) -> impl Iterator<Item = &Token> {
        self.tokens.iter().filter(|token| !token.inside)
    }

    /// Iterates over words, those of hashtags included.
    pub fn words(&self) -> impl Iterator<Item = &Token> {
        self.tokens
            .iter()
            .filter(|token| token.kind == TokenKind::Word)
    }

    /// How many tokens there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.tokens.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.tokens.is_empty()
    }
}

impl<'t> IntoIterator for &'t Tokens {
    type Item = &'t Token;
    type IntoIter = core::slice::Iter<'t, Token>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}
