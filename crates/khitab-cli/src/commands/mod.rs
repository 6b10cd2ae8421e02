//! One command a file.

pub(crate) mod analyze;
pub(crate) mod audit;
pub(crate) mod card;
pub(crate) mod check;
pub(crate) mod dedupe;
pub(crate) mod deobfuscate;
pub(crate) mod evaluate;
pub(crate) mod experiment;
pub(crate) mod features;
pub(crate) mod fingerprint;
mod labelled;
mod lexicons;
pub(crate) mod matching;
mod model;
pub(crate) mod monitor;
pub(crate) mod normalize;
pub(crate) mod score;
pub(crate) mod segment;
pub(crate) mod shell;
pub(crate) mod stem;
mod stream;
pub(crate) mod subword;
pub(crate) mod tokenize;
pub(crate) mod train;
pub(crate) mod transliterate;
