//! Lists of words and phrases that count for a feature.

//!
//! `build.rs` compiles this module too, to write out the forms of the shipped lists: it stands on
//! nothing of the crate but its errors and tables.

mod automaton;
mod beginnings;
mod head;
mod image;
mod inflect;
mod inflection;
mod stem;
mod target;
mod trie;
mod written;

pub(crate) use automaton::Automaton;
pub(crate) use head::{Head, number};
pub(crate) use inflect::After;
pub(crate) use trie::char_at;
pub(crate) use written::Reading;

pub use inflection::Inflection;
pub use target::Target;

use crate::Error;
use crate::table::{Row, Table};

const COLUMNS: [&str; 6] = ["pattern", "lemma", "weight", "class", "inflect", "notes"];

/// How a pattern takes clitics.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "lowercase"))]
#[non_exhaustive]
pub enum WordClass {
    /// و ف ب ل ك and their chains, ال and لل before; possessive pronouns after.
    Noun,
    /// As a noun, without pronouns.
    Adjective,
    /// و ف س ل أ before; object pronouns after.
    Verb,
    /// و ف before; object pronouns after.
    Imperative,
    /// و ف before; pronouns after.
    Particle,
    /// و ف ب ل ك أ before; no article unless written; nothing after.
    Name,
    /// As a name, also with the article: الفيسبوك.
    OpenName,
    /// Several words: the first takes what a noun takes, the last takes nothing.
    Phrase,
    /// Several words: the first takes what a noun takes, the last a pronoun.
    OpenPhrase,
    /// As written.
    Exact,
}

impl WordClass {
    /// All, in order.
    pub(crate) const ALL: [Self; 10] = [
        Self::Noun,
        Self::Adjective,
        Self::Verb,
        Self::Imperative,
        Self::Particle,
        Self::Name,
        Self::OpenName,
        Self::Phrase,
        Self::OpenPhrase,
        Self::Exact,
    ];

    /// The class of that name in a list.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Some(match name {
            "noun" => Self::Noun,
            "adjective" => Self::Adjective,
            "verb" => Self::Verb,
            "imperative" => Self::Imperative,
            "particle" => Self::Particle,
            "name" => Self::Name,
            "name+" => Self::OpenName,
            "phrase" => Self::Phrase,
            "phrase+" => Self::OpenPhrase,
            "exact" => Self::Exact,
            _ => return None,
        })
    }

    /// Whether a pronoun may stand behind a word of this class.
    pub(crate) const fn takes_pronoun(self) -> bool {
        matches!(
            self,
            Self::Noun | Self::Verb | Self::Imperative | Self::Particle | Self::OpenPhrase
        )
    }
}

/// One row of a [`Lexicon`].
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Entry {
    /// The word or phrase in plain correct spelling.
    pub pattern: String,
    /// What all forms of it share; the pattern when the list gives none.
    pub lemma: String,
    /// How much a hit counts.
    pub weight: f64,
    /// Which clitics it takes.
    pub class: WordClass,
    /// Which forms are made of it.
    pub inflection: Inflection,
    /// A sub-class or a remark. `spelt` asks that the text writes the stem as the pattern does: أ,
    /// ة and ى are then told from ا, ه and ي, since أخوة is brotherhood and أخوه his brother.
    /// `common` tells what people of every kind say: it counts only beside words that tell more.
    pub notes: String,
}

impl Entry {
    /// Whether the text must write it as the row does.
    pub(crate) fn is_spelt(&self) -> bool {
        self.has_note("spelt")
    }

    /// Whether it counts only in company.
    pub(crate) fn is_common(&self) -> bool {
        self.has_note("common")
    }

    /// Whether that word stands in the notes.
    pub(crate) fn has_note(&self, word: &str) -> bool {
        // They are a few letters: a plain loop is done before a search has begun.
        let mut notes = self.notes.as_bytes().split(|&byte| byte == b' ');
        notes.any(|note| note == word.as_bytes())
    }
}

/// A list of entries under one name.
///
/// ```
/// use khitab_features::Lexicon;
/// let list = Lexicon::from_tsv(
///     "tea.tsv",
///     "# name: tea\npattern\tlemma\tweight\tclass\tinflect\tnotes\nشاي\tشاي\t1\tnoun\n",
/// )?;
/// assert_eq!(list.entries()[0].lemma, "شاي");
/// # Ok::<(), khitab_features::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Lexicon {
    header: Vec<(String, String)>,
    entries: Vec<Entry>,
}

impl Lexicon {
    /// Makes a list of entries that come from elsewhere.
    pub fn new(name: impl Into<String>, entries: Vec<Entry>) -> Self {
        Self {
            header: vec![("name".to_owned(), name.into())],
            entries,
        }
    }

    /// Adds a header line, such as `feature`.
    #[must_use]
    pub fn with(mut self, key: impl Into<String>, value: impl Into<String>) -> Self {
        self.header.push((key.into(), value.into()));
        self
    }

    /// Reads khitab's own format; `file` is only used in messages.
    ///
    /// Header lines `# key: value` (`name` is required), then a column row
    /// `pattern lemma weight class inflect notes`, tab-separated, then rows.
    /// An empty lemma is the pattern, an empty weight is 1, an empty class is `noun`.
    ///
    /// # Errors
    /// The first line that breaks a rule, with its number.
    pub fn from_tsv(file: &str, text: &str) -> Result<Self, Error> {
        let table = Table::parse(file, text, &COLUMNS)?;
        table.require("name")?;
        let mut entries = Vec::with_capacity(table.rows().len());
        for row in table.rows() {
            entries.push(entry(file, &row)?);
        }
        Ok(Self {
            entries,
            header: table.header(),
        })
    }

    /// The name of the list.
    #[must_use]
    pub fn name(&self) -> &str {
        self.get("name").unwrap_or_default()
    }

    /// The taxonomy feature its hits count for, such as `B1`.
    #[must_use]
    pub fn feature(&self) -> Option<&str> {
        self.get("feature")
    }

    /// Whether it is a control: a list whose hits must never raise a risk.
    #[must_use]
    pub fn is_control(&self) -> bool {
        self.get("control") == Some("true")
    }

    /// A header line by its key: `version`, `register`, `licence`, `group` and others.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&str> {
        let found = self.header.iter().find(|(name, _)| name == key);
        found.map(|(_, value)| value.as_str())
    }

    /// Adds an entry behind the others.
    pub(crate) fn push(&mut self, entry: Entry) {
        self.entries.push(entry);
    }

    /// The number of entries.
    pub(crate) fn len(&self) -> usize {
        self.entries.len()
    }

    /// The entries in the order of the file.
    #[must_use]
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }
}

fn entry(file: &str, row: &Row<'_, '_>) -> Result<Entry, Error> {
    let wrong = |rule: String| Error::at(file, row.line, rule);
    let [pattern, lemma, weight, class, inflect, notes] = [0, 1, 2, 3, 4, 5].map(|c| row.cell(c));
    if pattern.is_empty() {
        return Err(wrong("the pattern is empty".to_owned()));
    }
    let class = if class.is_empty() { "noun" } else { class };
    let class =
        WordClass::parse(class).ok_or_else(|| wrong(format!("class `{class}` is unknown")))?;
    let weight: f64 = match weight {
        "" => 1.0,
        text => text
            .parse()
            .ok()
            .filter(|weight: &f64| weight.is_finite())
            .ok_or_else(|| wrong(format!("weight `{text}` is not a number")))?,
    };
    let inflection = Inflection::parse(inflect).map_err(wrong)?;
    let lemma = if lemma.is_empty() { pattern } else { lemma };
    Ok(Entry {
        pattern: pattern.to_owned(),
        lemma: lemma.to_owned(),
        weight,
        class,
        inflection,
        notes: notes.to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEAD: &str = "# name: t\npattern\tlemma\tweight\tclass\tinflect\tnotes\n";

    fn message(rows: &str) -> String {
        let text = format!("{HEAD}{rows}");
        Lexicon::from_tsv("t.tsv", &text).unwrap_err().to_string()
    }

    #[test]
    fn shipped_lists_load() {
        for (name, text) in khitab_data::LEXICONS {
            let list = Lexicon::from_tsv(name, text).expect("a shipped list is well formed");
            assert_eq!(list.name(), *name);
            assert!(!list.entries().is_empty(), "{name} is empty");
        }
    }

    #[test]
    fn a_broken_row_names_its_line_and_rule() {
        assert_eq!(
            message("سلاح\t\tx\tnoun\n"),
            "t.tsv line 3: weight `x` is not a number"
        );
        assert_eq!(
            message("سلاح\t\tinf\tnoun\n"),
            "t.tsv line 3: weight `inf` is not a number"
        );
        assert_eq!(
            message("سلاح\t\t1\tnown\n"),
            "t.tsv line 3: class `nown` is unknown"
        );
        assert_eq!(
            message("\n\tسلاح\t1\n"),
            "t.tsv line 4: the pattern is empty"
        );
        assert_eq!(
            message("سلاح\t\t1\tnoun\tdaul\n"),
            "t.tsv line 3: inflection `daul` is unknown"
        );
        assert_eq!(
            message("سلاح\t\t1\tnoun\t\t\textra\n"),
            "t.tsv line 3: 7 cells where 6 are named"
        );
    }

    #[test]
    fn a_broken_head_is_told() {
        let wrong = |text| Lexicon::from_tsv("t.tsv", text).unwrap_err().to_string();
        assert_eq!(wrong(""), "t.tsv: there is no column row");
        assert_eq!(wrong(&HEAD[10..]), "t.tsv: the header lacks `# name:`");
        assert_eq!(
            wrong("# name: t\nword\n"),
            "t.tsv line 2: the column row must be `pattern lemma weight class inflect notes`, \
             tab-separated"
        );
    }

    #[test]
    fn empty_cells_take_their_defaults() {
        let list = Lexicon::from_tsv("t.tsv", &format!("{HEAD}سلاح\n")).unwrap();
        let entry = &list.entries()[0];
        assert_eq!((entry.lemma.as_str(), entry.weight), ("سلاح", 1.0));
        assert_eq!(entry.class, WordClass::Noun);
    }
}
