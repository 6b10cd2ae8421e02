//! The template file of KhitabCheck.

use khitab_text::Attack;
use serde::Deserialize;

/// The whole file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Templates {
    /// The version of the wording.
    pub version: u32,
    /// Fillers of `{city}`.
    pub cities: Vec<String>,
    /// What a speaker says around a statement of the own.
    pub own_voice: Vec<String>,
    /// The groups spoken about.
    #[serde(rename = "target")]
    pub targets: Vec<Target>,
    /// What is said about them.
    #[serde(rename = "statement")]
    pub statements: Vec<Statement>,
    /// The kinds of text.
    #[serde(rename = "functionality")]
    pub functionalities: Vec<Functionality>,
}

/// A group, in the forms that its place in a sentence asks for.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Target {
    /// The name in the output.
    pub id: String,
    /// `{nom}`: as a subject.
    #[serde(rename = "nom")]
    pub subject: String,
    /// `{gen}`: as an object, or after إن.
    #[serde(rename = "gen")]
    pub object: String,
    /// `{latin}`: in Latin letters.
    pub latin: String,
}

/// Something hostile, in the voice of its speaker and in the voice of others.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Statement {
    /// The name; only for readers of the file.
    pub id: String,
    /// `{say}`: in the own voice.
    pub say: String,
    /// `{that}`: as the clause after إن or أن.
    pub that: String,
    /// `{topic}`: as a noun phrase.
    pub topic: String,
    /// The word that hidden spelling hides.
    pub key: String,
}

/// A kind of text: one side mentions, the other speaks for itself.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Functionality {
    /// The name in the output.
    pub id: String,
    /// The frame of the mention: `reporting`, `counter`, `religious` or `ordinary`.
    pub frame: String,
    /// The variety of both sides.
    #[serde(default = "msa")]
    pub dialect: String,
    /// How the speaking side hides its key word.
    pub spelling: Option<Attack>,
    /// Whether every template is filled once for every target.
    pub targets: Option<Every>,
    /// What the speaking side writes; the own voice of the file when absent.
    #[serde(default, rename = "use")]
    pub own: Vec<String>,
    /// What the other side writes.
    pub mention: Vec<String>,
}

/// `targets = "each"`.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Every {
    /// Every template once for every target.
    Each,
}

fn msa() -> String {
    "msa".to_owned()
}

/// Reads the template file.
///
/// # Errors
/// What is wrong with it, and where.
pub fn read(text: &str) -> Result<Templates, toml::de::Error> {
    toml::from_str(text)
}
