//! Named, explainable discourse features of Arabic text, and sparse vectors of them.
//!
//! ```
//! use khitab_features::Document;
//! let document = Document::new("قال الأستاذ");
//! assert_eq!(document.tokens().len(), 2);
//! ```
//!
//! Out of scope: classifiers, files, the resolving of links.

#![forbid(unsafe_code)]

mod account;
mod annotation;
mod annotator;
mod array;
mod at_once;
mod clitics;
mod confirm;
mod dense;
mod disguise;
mod document;
mod entities;
mod error;
#[cfg(feature = "exchange")]
pub mod exchange;
mod export;
mod extract;
mod fingerprint;
mod formats;
mod gazetteer;
mod hashing;
mod lexicon;
mod links;
mod markers;
mod matcher;
mod matrix;
mod ngrams;
mod own_lists;
mod pool;
mod quantities;
mod reader;
mod references;
mod scope;
mod series;
mod set;
mod shipped;
mod space;
mod table;
mod taxonomy;
mod tfidf;
mod vectorize;
mod vocabulary;
mod words;

pub use account::{
    ChangePoint, Handle, PostingProfile, Timestamp, accommodation, burstiness, change_point,
    change_points, naming_shift,
};
pub use annotation::{Annotation, Kind, Scope, Value};
pub use annotator::Annotator;
pub use array::{Array, Number, SharedBytes};
pub use clitics::{Admit, Proclitics, Split, StemLength};
pub use confirm::ConfirmedSplits;
pub use disguise::{Disguise, Disguises};
pub use document::Document;
pub use entities::Entities;
pub use error::Error;
pub use export::{Export, RowId};
pub use extract::Extractor;
pub use fingerprint::{
    Canonical, Clusterer, Fingerprint, MinHash, NearIndex, Neighbour, NoTlsh, SimHash, Tlsh,
    clusters, near_duplicate_groups,
};
pub use formats::Format as LexiconFormat;
pub use gazetteer::{Gazetteer, Name};
pub use hashing::{CollisionReport, HashingVectorizer};
pub use khitab_text::Span;
pub use lexicon::{Entry, Inflection, Lexicon, Target, WordClass};
pub use links::Links;
pub use markers::Measure;
pub use matcher::{Hit, Matcher};
pub use matrix::{CsrMatrix, FeatureVector};
pub use ngrams::{Analyzer, TokenPattern};
pub use quantities::Quantities;
pub use references::References;
pub use scope::Scopes;
pub use scope::scripture::{Citation, ScriptureError, ScriptureIndex};
pub use series::{Burst, Change, Cluster, Period, Post, Return, Series, SeriesBuilder, Step};
pub use set::AnnotationSet;
pub use space::{FeatureId, FeatureSpace};
pub use taxonomy::{Feature, Role, Unit, feature, measured, taxonomy};
pub use tfidf::{DocumentFrequency, Idf, Norm, Tf};
pub use vectorize::{
    CountedCorpus, FittedVectorizer, Ngrams, Preparation, Scaling, Tfidf, Tokens, Vectorizer,
    VectorizerBuilder, VectorizerError, VectorizerParts,
};
pub use vocabulary::Terms;
