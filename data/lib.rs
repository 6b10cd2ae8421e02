//! What khitab ships besides code: lists written by hand, small models, samples.
//!
//! ```
//! assert!(khitab_data::lexicon("takfir").is_some());
//! ```
//!
//! It reads nothing and computes nothing: the crates to its right give the text a meaning.

#![forbid(unsafe_code)]

include!(concat!(env!("OUT_DIR"), "/tables.rs"));

/// The text of the cue list of that name.
#[must_use]
pub fn lexicon(name: &str) -> Option<&'static str> {
    LEXICONS
        .iter()
        .find(|(stem, _)| *stem == name)
        .map(|(_, text)| *text)
}

/// The text of the gazetteer of that name.
#[must_use]
pub fn gazetteer(name: &str) -> Option<&'static str> {
    GAZETTEERS
        .iter()
        .find(|(stem, _)| *stem == name)
        .map(|(_, text)| *text)
}

/// The text of the grammar table of that name.
#[must_use]
pub fn grammar(name: &str) -> Option<&'static str> {
    GRAMMAR
        .iter()
        .find(|(stem, _)| *stem == name)
        .map(|(_, text)| *text)
}

/// The index of the Qur'an: hashes of words and positions of verses, no text. Computed from the
/// Quran text of the Tanzil Project, <https://tanzil.net>; its notice is in
/// `models/scripture/LICENSE.txt`.
pub static SCRIPTURE_INDEX: &[u8] = include_bytes!("models/scripture/index.bin");

/// The weights and the lexicon of the clitic segmenter, CC BY-SA 4.0: see
/// `models/segmenter/LICENSE.md`.
#[cfg(feature = "segmenter-data")]
pub mod segmenter {
    /// Hashed word frequencies.
    pub static LEXICON: &[u8] = include_bytes!("models/segmenter/lexicon.bin");
    /// Feature weights for Modern Standard Arabic.
    pub static STANDARD: &[u8] = include_bytes!("models/segmenter/standard.bin");
    /// Feature weights for the spoken varieties.
    pub static SPOKEN: &[u8] = include_bytes!("models/segmenter/spoken.bin");
}

/// The table of every discourse feature: id, name, block, level, unit, role and where it is from.
pub static TAXONOMY: &str = include_str!("taxonomy.tsv");

/// The model `khitab-discourse`: logistic regression over named discourse features. Its card is in
/// the file; what it was trained on, in `models/discourse/README.md`.
pub static DISCOURSE_MODEL: &[u8] = include_bytes!("models/discourse/discourse.khitab");

/// The model `khitab-register`: scripture, news or social media. CC BY-SA 4.0: see `models/register/README.md`.
pub static REGISTER_MODEL: &[u8] = include_bytes!("models/register/register.khitab");

/// The model `khitab-offensive`: offensive language. CC BY-SA 4.0: see `models/offensive/README.md`.
pub static OFFENSIVE_MODEL: &[u8] = include_bytes!("models/offensive/offensive.khitab");

/// The functional test suite KhitabCheck, one case a line: what `suites/khitabcheck.templates.toml` gives.
pub static KHITABCHECK: &str = include_str!("suites/khitabcheck.jsonl");

/// Its blind part, which nobody develops against: what `suites/khitabcheck-blind.templates.toml` gives.
pub static KHITABCHECK_BLIND: &str = include_str!("suites/khitabcheck-blind.jsonl");

/// Groups of people whose mention must not move a score by itself, in the form of a gazetteer: for
/// audits alone, no feature reads it.
pub static AUDIT_GROUPS: &str = include_str!("audit/groups.tsv");
