//! CSV and TSV lexicons.

use super::{Lists, WordClass, class_of};
use crate::Error;

/// Stems of fewer letters match as whole words: as beginnings they would match too much.
const SHORTEST_STEM: usize = 4;

const HURTLEX: [&str; 6] = ["id", "pos", "category", "stereotype", "lemma", "level"];

/// A row with its line, its cells trimmed.
struct Row {
    line: usize,
    cells: Vec<String>,
}

impl Row {
    fn cells(&self) -> Vec<&str> {
        self.cells.iter().map(String::as_str).collect()
    }

    /// The cells, when there are `N` of them.
    fn all<const N: usize>(&self, lists: &Lists<'_>) -> Result<[&str; N], Error> {
        self.wide(lists, N)?;
        Ok(core::array::from_fn(|at| self.cells[at].as_str()))
    }

    fn wide(&self, lists: &Lists<'_>, width: usize) -> Result<(), Error> {
        if self.cells.len() == width {
            return Ok(());
        }
        let rule = format!("{} cells where {width} are named", self.cells.len());
        Err(lists.error(self.line, rule))
    }
}

/// All rows, the one of column names first.
fn rows(lists: &Lists<'_>, text: &str, delimiter: u8) -> Result<Vec<Row>, Error> {
    let line = |position: Option<&csv::Position>| {
        position.map_or(1, |at| usize::try_from(at.line()).unwrap_or(1))
    };
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(delimiter)
        .quoting(delimiter == b',')
        .has_headers(false)
        .flexible(true)
        .from_reader(text.as_bytes());
    let records = reader.records().map(|record| {
        let record = record
            .map_err(|error| lists.error(line(error.position()), "the row is not valid CSV"))?;
        Ok(Row {
            line: line(record.position()),
            cells: record.iter().map(|cell| cell.trim().to_owned()).collect(),
        })
    });
    records.collect()
}

pub(super) fn arahate(lists: &mut Lists<'_>, text: &str) -> Result<(), Error> {
    let rows = rows(lists, text, b',')?;
    let Some((head, rows)) = rows.split_first() else {
        return Ok(());
    };
    let named = match head.cells()[..] {
        ["term", score] if score.to_ascii_lowercase().ends_with("score") => Some(score),
        _ => None,
    };
    let name =
        named.ok_or_else(|| lists.error(head.line, "the column row must be `term,...score`"))?;
    for row in rows {
        let [term, score] = row.all(lists)?;
        let weight = lists.number(row.line, score)?;
        lists.word(row.line, name, term, weight)?;
    }
    Ok(())
}

pub(super) fn hurtlex(lists: &mut Lists<'_>, text: &str) -> Result<(), Error> {
    let rows = rows(lists, text, b'\t')?;
    let Some((head, rows)) = rows.split_first() else {
        return Ok(());
    };
    if head.cells() != HURTLEX {
        let rule = format!("the column row must be `{}`", HURTLEX.join(" "));
        return Err(lists.error(head.line, rule));
    }
    for row in rows {
        let [_, pos, category, stereotype, lemma, level] = row.all(lists)?;
        let class = match (class_of(lemma), pos) {
            (WordClass::Noun, "v") => WordClass::Verb,
            (WordClass::Noun, "a") => WordClass::Adjective,
            (class, _) => class,
        };
        let notes = format!("level={level},stereotype={stereotype}");
        lists.add(row.line, category, lemma, 1.0, class, notes)?;
    }
    Ok(())
}

pub(super) fn grievance(lists: &mut Lists<'_>, text: &str) -> Result<(), Error> {
    let rows = rows(lists, text, b',')?;
    let Some((head, rows)) = rows.split_first() else {
        return Ok(());
    };
    let column = |name: &str| head.cells.iter().position(|cell| cell.starts_with(name));
    let (Some(category), Some(word), Some(rating)) =
        (column("category"), column("word"), column("mean"))
    else {
        let rule = "the column row must name `category`, `word` and `mean_rating`";
        return Err(lists.error(head.line, rule));
    };
    for row in rows {
        row.wide(lists, head.cells.len())?;
        // The published file has a few words with the punctuation of their survey.
        let stem = row.cells[word].trim_end_matches(['?', '!', '.']);
        let open = stem.chars().count() >= SHORTEST_STEM && !stem.ends_with('*');
        let pattern = format!("{stem}{}", if open { "*" } else { "" });
        let weight = lists.number(row.line, &row.cells[rating])?;
        lists.word(row.line, &row.cells[category], &pattern, weight)?;
    }
    Ok(())
}

pub(super) fn nrc(lists: &mut Lists<'_>, text: &str) -> Result<(), Error> {
    let rows = rows(lists, text, b'\t')?;
    match rows.split_first() {
        Some((head, rows)) if head.cells[0].starts_with("English") => table(lists, head, rows),
        _ => triples(lists, &rows),
    }
}

/// `word emotion 0|1`.
fn triples(lists: &mut Lists<'_>, rows: &[Row]) -> Result<(), Error> {
    for row in rows {
        let [word, emotion, flag] = row.all(lists)?;
        emotion_of(lists, row.line, word, emotion, flag)?;
    }
    Ok(())
}

/// A column an emotion, the word of the language in the last.
fn table(lists: &mut Lists<'_>, head: &Row, rows: &[Row]) -> Result<(), Error> {
    for row in rows {
        row.wide(lists, head.cells.len())?;
        let Some((word, flags)) = row.cells.split_last() else {
            continue;
        };
        for (emotion, flag) in head.cells.iter().zip(flags).skip(1) {
            emotion_of(lists, row.line, word, emotion, flag)?;
        }
    }
    Ok(())
}

fn emotion_of(
    lists: &mut Lists<'_>,
    line: usize,
    word: &str,
    emotion: &str,
    flag: &str,
) -> Result<(), Error> {
    match flag {
        "0" => Ok(()),
        "1" => lists.word(line, emotion, word, 1.0),
        _ => Err(lists.error(line, format!("`{flag}` is neither 0 nor 1"))),
    }
}
