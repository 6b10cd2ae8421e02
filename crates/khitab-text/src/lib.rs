//! Arabic text normalisation and tokenisation with the way back to every byte.
//!
//! ```
//! use khitab_text::{Normalizer, Tokenizer};
//! let text = Normalizer::search().normalize("قالَ الأستـــاذ");
//! assert_eq!(text.normalized(), "قال الاستاذ");
//! let tokens = Tokenizer::social().tokenize(&text);
//! let second = tokens.as_slice()[1];
//! assert_eq!(second.span.of(text.original()), "الأستـــاذ");
//! ```
//!
//! Out of scope: diacritisation, dialect identification, syntax.

#![forbid(unsafe_code)]

mod attack;
mod chars;
mod compat;
mod deobfuscate;
mod hashtags;
mod ngrams;
pub mod normalize;
mod offsets;
mod profile;
mod provenance;
mod segment;
mod sentences;
mod simd;
mod span;
pub mod stem;
mod stopwords;
mod stream;
#[cfg(feature = "hf")]
pub mod subword;
mod text;
mod token;
mod token_reader;
mod tokenize;
mod transliterate;
mod units;

pub use attack::Attack;
pub use compat::Compat;
pub use deobfuscate::{Deobfuscator, Evasion, EvasionKind, EvasionKinds};
pub use hashtags::{Frequency, HashtagSegmenter, ShapeOnly};
pub use ngrams::{BoundedNgram, char_ngrams, char_wb_ngrams, ngrams};
pub use normalize::Normalizer;
pub use offsets::{Cursor, OffsetMap};
pub use profile::{Difference, Loss, NormalizerBuilder, Profile, ProfileError};
pub use provenance::{Edit, EditKind, Provenance};
pub use segment::{
    CliticStemmer, Ending, LemmaTable, Marker, Onset, Scheme, SegmentCache, Segmentation,
    Segmenter, SegmenterError, Split, Variety, segment, train,
};
pub use sentences::Sentences;
pub use span::Span;
pub use stopwords::{StopClass, StopWords};
pub use stream::{InvalidUtf8, StreamError, TokenStream};
pub use text::Text;
pub use token::{Token, TokenKind, Tokens};
pub use token_reader::{Block, StreamToken, TokenReader};
pub use tokenize::Tokenizer;
pub use transliterate::{Alphabet, Romanization, Transliterator, romanize};
pub use units::{TextUnits, Unit, UnitIndex};
