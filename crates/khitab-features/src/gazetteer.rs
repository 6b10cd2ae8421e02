//! Names with their variants, by identity.

use rustc_hash::FxHashMap;

use crate::lexicon::Inflection;
use crate::table::{Row, Table};
use crate::{Entry, Error, WordClass};

const COLUMNS: [&str; 6] = ["id", "type", "canonical", "variant", "class", "notes"];

/// The type of a row that names nothing: a whole word that must not be cut into clitics.
const GUARD: &str = "guard";

/// One thing that is named in several ways.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Name {
    /// The identity of every mention, such as `europol`.
    pub id: String,
    /// What it is, such as `organisation/law-enforcement`.
    pub kind: String,
    /// The usual Arabic name.
    pub canonical: String,
    /// The notes of its first row, such as `platform=messaging`.
    pub notes: String,
}

impl Name {
    /// The value of a note of its first row.
    #[must_use]
    pub fn note(&self, key: &str) -> Option<&str> {
        note(&self.notes, key)
    }
}

/// The value of `key` in `key=value, other, ...`; empty for a key without a value.
pub(crate) fn note<'n>(notes: &'n str, key: &str) -> Option<&'n str> {
    if notes.is_empty() {
        return None;
    }
    let mut notes = notes.split(',').map(str::trim);
    notes.find_map(|note| {
        let (name, value) = note.split_once('=').unwrap_or((note, ""));
        (name == key).then_some(value)
    })
}

/// The variants of many names.
///
/// ```
/// use khitab_features::Gazetteer;
/// let names = Gazetteer::from_tsv(
///     "tea.tsv",
///     "id\ttype\tcanonical\tvariant\tclass\tnotes\n\
///      lipton\tcompany\tليبتون\tليبتون\tname\n\tcompany\t\tلبتون\n",
/// )?;
/// assert_eq!(names.names().len(), 1);
/// assert_eq!(names.variants()[1].lemma, "ليبتون");
/// # Ok::<(), khitab_features::Error>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(into = "Rows", from = "Rows"))]
pub struct Gazetteer {
    names: Vec<Name>,
    ids: FxHashMap<String, u32>,
    variants: Vec<Entry>,
    named: Vec<Option<u32>>,
}

impl Gazetteer {
    /// Reads the columns `id type canonical variant class notes`; `file` is only used in messages.
    ///
    /// An empty id is that of the row before. An empty class is `name`. Rows of type `guard` name
    /// nothing: their variant is a whole word that no list may cut into clitics. Notes of a first
    /// row belong to the name (`platform=`, `designation=`), those of any row to the variant
    /// (`naming=self|outsider|neutral`, `weak`: counts only where the text also names the thing in
    /// another way, `guard=history`: not beside words of history).
    ///
    /// # Errors
    /// The first line that breaks a rule, with its number.
    pub fn from_tsv(file: &str, text: &str) -> Result<Self, Error> {
        let mut out = Self::default();
        out.extend_from_tsv(file, text)?;
        Ok(out)
    }

    /// Adds the rows of another file; a known id gains variants.
    ///
    /// # Errors
    /// As for [`Gazetteer::from_tsv`].
    pub fn extend_from_tsv(&mut self, file: &str, text: &str) -> Result<(), Error> {
        let table = Table::parse(file, text, &COLUMNS)?;
        let mut last = None;
        for row in table.rows() {
            last = Some(self.row(file, &row, last)?);
        }
        Ok(())
    }

    fn row(&mut self, file: &str, row: &Row<'_, '_>, last: Option<u32>) -> Result<u32, Error> {
        let wrong = |rule: String| Error::at(file, row.line, rule);
        let [id, variant, class, notes] = [0, 3, 4, 5].map(|c| row.cell(c));
        if variant.is_empty() {
            return Err(wrong("the variant is empty".to_owned()));
        }
        let class = if class.is_empty() { "name" } else { class };
        let class =
            WordClass::parse(class).ok_or_else(|| wrong(format!("class `{class}` is unknown")))?;
        let name = match (id, last) {
            ("", None) => return Err(wrong("the first row has no id".to_owned())),
            ("", Some(last)) => last,
            _ => self.name(file, row)?,
        };
        let known = &self.names[name as usize];
        self.named.push((known.kind != GUARD).then_some(name));
        self.variants.push(Entry {
            pattern: variant.to_owned(),
            lemma: known.canonical.clone(),
            weight: 1.0,
            class,
            inflection: Inflection::NONE,
            notes: notes.to_owned(),
        });
        Ok(name)
    }

    /// The number of the name of a row, which its first row introduces.
    fn name(&mut self, file: &str, row: &Row<'_, '_>) -> Result<u32, Error> {
        let line = row.line;
        let [id, kind, canonical, notes] = [0, 1, 2, 5].map(|c| row.cell(c));
        if let Some(&known) = self.ids.get(id) {
            let before = &self.names[known as usize].kind;
            if !kind.is_empty() && kind != before {
                let rule = format!("`{id}` is of type `{kind}` here and `{before}` before");
                return Err(Error::at(file, line, rule));
            }
            return Ok(known);
        }
        if kind.is_empty() || canonical.is_empty() {
            let rule = format!("the first row of `{id}` needs a type and a canonical name");
            return Err(Error::at(file, line, rule));
        }
        let next = u32::try_from(self.names.len()).unwrap_or(u32::MAX);
        self.ids.insert(id.to_owned(), next);
        self.names.push(Name {
            id: id.to_owned(),
            kind: kind.to_owned(),
            canonical: canonical.to_owned(),
            notes: notes.to_owned(),
        });
        Ok(next)
    }

    /// The things named.
    #[must_use]
    pub fn names(&self) -> &[Name] {
        &self.names
    }

    /// The name of that id.
    #[must_use]
    pub fn get(&self, id: &str) -> Option<&Name> {
        self.ids.get(id).map(|&at| &self.names[at as usize])
    }

    /// One entry a variant; its lemma is the canonical name.
    #[must_use]
    pub fn variants(&self) -> &[Entry] {
        &self.variants
    }

    /// The thing that a variant names; `None` for a guard.
    #[must_use]
    pub fn named(&self, variant: u32) -> Option<&Name> {
        let name = self.named.get(variant as usize).copied().flatten()?;
        self.names.get(name as usize)
    }
}

/// A gazetteer as files hold it; the numbers of the ids follow from the names.
#[cfg(feature = "serde")]
#[derive(serde::Serialize, serde::Deserialize)]
#[serde(rename = "Gazetteer")]
struct Rows {
    names: Vec<Name>,
    variants: Vec<Entry>,
    named: Vec<Option<u32>>,
}

#[cfg(feature = "serde")]
impl From<Gazetteer> for Rows {
    fn from(gazetteer: Gazetteer) -> Self {
        Self {
            names: gazetteer.names,
            variants: gazetteer.variants,
            named: gazetteer.named,
        }
    }
}

#[cfg(feature = "serde")]
impl From<Rows> for Gazetteer {
    fn from(rows: Rows) -> Self {
        let ids = rows.names.iter().map(|name| name.id.clone());
        Self {
            ids: ids.zip(0..).collect(),
            names: rows.names,
            variants: rows.variants,
            named: rows.named,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shipped_names_load() {
        let mut all = Gazetteer::default();
        for (name, text) in khitab_data::GAZETTEERS {
            all.extend_from_tsv(name, text)
                .expect("a shipped gazetteer is well formed");
        }
        assert!(all.get("europol").is_some());
    }

    #[test]
    fn a_broken_row_names_its_line_and_rule() {
        let head = "id\ttype\tcanonical\tvariant\tclass\tnotes\n";
        let wrong = |rows: &str| {
            let text = format!("{head}{rows}");
            Gazetteer::from_tsv("g.tsv", &text).unwrap_err().to_string()
        };
        assert_eq!(wrong("a\tx\tأ\n"), "g.tsv line 2: the variant is empty");
        assert_eq!(
            wrong("\tx\tأ\tأ\n"),
            "g.tsv line 2: the first row has no id"
        );
        assert_eq!(
            wrong("a\tx\tأ\tأ\tnoon\n"),
            "g.tsv line 2: class `noon` is unknown"
        );
        assert_eq!(
            wrong("a\tx\t\tأ\n"),
            "g.tsv line 2: the first row of `a` needs a type and a canonical name"
        );
        assert_eq!(
            wrong("a\tx\tأ\tأ\na\ty\tأ\tب\n"),
            "g.tsv line 3: `a` is of type `y` here and `x` before"
        );
    }
}
