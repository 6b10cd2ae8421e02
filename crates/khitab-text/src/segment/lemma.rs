//! Lemmas from a table that the user brings.

use std::collections::HashMap;
use std::io::BufRead;

use super::{Segmenter, SegmenterError};

/// Forms and their lemmas, read from TSV.
///
/// None ships: the tables that can be had mix licences (the Arabic one of `simplemma` turned into
/// TSV fits). Looks a word up as written and then by the stem that a [`Segmenter`] leaves.
///
/// ```
/// # #[cfg(feature = "segmenter-data")] {
/// use khitab_text::{LemmaTable, Segmenter};
/// let table = LemmaTable::from_tsv("# form\tlemma\nمدارس\tمدرسة\nمدرسة\tمدرسة\n".as_bytes())?;
/// let segmenter = Segmenter::standard();
/// assert_eq!(table.lemma(&segmenter, "والمدارس"), Some("مدرسة"));
/// assert_eq!(table.lemma(&segmenter, "مدرستها"), Some("مدرسة"));
/// assert_eq!(table.lemma(&segmenter, "شجرة"), None);
/// # }
/// # Ok::<(), khitab_text::SegmenterError>(())
/// ```
#[derive(Clone, Debug, Default)]
pub struct LemmaTable {
    lemmas: HashMap<Box<str>, Box<str>>,
}

impl LemmaTable {
    /// Reads `form<TAB>lemma` lines; further columns, empty lines and lines that begin with `#`
    /// are passed over, and of several lemmas of a form the first stands.
    ///
    /// # Errors
    ///
    /// When a line has no tab or an empty column, or is not UTF-8; the message has its number.
    pub fn from_tsv(reader: impl BufRead) -> Result<Self, SegmenterError> {
        let mut lemmas = HashMap::new();
        for (at, line) in reader.lines().enumerate() {
            let line = line.map_err(|error| SegmenterError::line(at + 1, &error))?;
            if line.trim().is_empty() || line.starts_with('#') {
                continue;
            }
            let mut columns = line.split('\t').map(str::trim);
            let (Some(form), Some(lemma)) = (columns.next(), columns.next()) else {
                return Err(SegmenterError::line(at + 1, "there is no tab"));
            };
            if form.is_empty() || lemma.is_empty() {
                return Err(SegmenterError::line(at + 1, "a column is empty"));
            }
            lemmas.entry(form.into()).or_insert_with(|| lemma.into());
        }
        Ok(Self { lemmas })
    }

    /// How many forms it has.
    #[must_use]
    pub fn len(&self) -> usize {
        self.lemmas.len()
    }

    /// Whether it has none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.lemmas.is_empty()
    }

    /// The lemma of a word: of the word as written, or of its restored stem with or without ال.
    #[must_use]
    pub fn lemma(&self, segmenter: &Segmenter, word: &str) -> Option<&str> {
        let get = |form: &str| self.lemmas.get(form).map(AsRef::as_ref);
        get(word).or_else(|| {
            let stem = segmenter.segment(word).restored_stem(word);
            get(&stem).or_else(|| get(stem.strip_prefix("ال")?))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn broken_lines_are_named() {
        let refuse = |text: &[u8]| LemmaTable::from_tsv(text).unwrap_err().to_string();
        assert_eq!(refuse(b"# x\nword"), "lemma table line 2: there is no tab");
        assert_eq!(refuse(b"word\t\n"), "lemma table line 1: a column is empty");
        assert!(refuse(b"a\tb\n\xFF\tc\n").starts_with("lemma table line 2: "));
    }

    #[test]
    fn the_first_lemma_stands() {
        let table = LemmaTable::from_tsv("a\tb\tx\n\na\tc\n".as_bytes()).expect("good");
        assert_eq!((table.len(), table.is_empty()), (1, false));
        assert_eq!(table.lemma(&Segmenter::rules(), "a"), Some("b"));
    }
}
