//! CSV and TSV lexicons.

use super::{Lists, WordClass, class_of};
use crate::Error;

/// Stems of fewer letters match as whole words: as beginnings they would match too much.
const SHORTEST_STEM: usize = 4;

/// Calls `row` with the line and the cells of each row, the first one included.
fn rows(
    lists: &mut Lists<'_>,
    text: &str,
    delimiter: u8,
    mut row: impl FnMut(&mut Lists<'_>, usize, &[&str]) -> Result<(), Error>,
) -> Result<(), Error> {
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(delimiter)
        .quoting(delimiter == b',')
        .has_headers(false)
        .flexible(true)
        .from_reader(text.as_bytes());
    for record in reader.records() {
        let record = record.map_err(|error| {
            let line = error.position().map_or(1, csv::Position::line);
            lists.error(
                usize::try_from(line).unwrap_or(1),
                "the row is not valid CSV",
            )
        })?;
        let line = record.position().map_or(1, csv::Position::line);
        let cells: Vec<&str> = record.iter().map(str::trim).collect();
        row(lists, usize::try_from(line).unwrap_or(1), &cells)?;
    }
    Ok(())
}

fn width(lists: &Lists<'_>, line: usize, cells: &[&str], width: usize) -> Result<(), Error> {
    if cells.len() == width {
        return Ok(());
    }
    Err(lists.error(
        line,
        format!("{} cells where {width} are named", cells.len()),
    ))
}

pub(super) fn arahate(lists: &mut Lists<'_>, text: &str) -> Result<(), Error> {
    let mut name = String::new();
    rows(lists, text, b',', |lists, line, cells| {
        if name.is_empty() {
            let [term, score] = cells else {
                return Err(lists.error(line, "the column row must be `term,...score`"));
            };
            if *term != "term" || !score.to_ascii_lowercase().ends_with("score") {
                return Err(lists.error(line, "the column row must be `term,...score`"));
            }
            name = (*score).to_owned();
            return Ok(());
        }
        width(lists, line, cells, 2)?;
        let weight = lists.number(line, cells[1])?;
        lists.word(line, &name, cells[0], weight)
    })
}

pub(super) fn hurtlex(lists: &mut Lists<'_>, text: &str) -> Result<(), Error> {
    const COLUMNS: [&str; 6] = ["id", "pos", "category", "stereotype", "lemma", "level"];
    let mut named = false;
    rows(lists, text, b'\t', |lists, line, cells| {
        if !named {
            named = true;
            if cells == COLUMNS {
                return Ok(());
            }
            let rule = format!("the column row must be `{}`", COLUMNS.join(" "));
            return Err(lists.error(line, rule));
        }
        width(lists, line, cells, COLUMNS.len())?;
        let &[_, pos, category, stereotype, lemma, level] = cells else {
            return Ok(());
        };
        let class = match (class_of(lemma), pos) {
            (WordClass::Noun, "v") => WordClass::Verb,
            (WordClass::Noun, "a") => WordClass::Adjective,
            (class, _) => class,
        };
        let notes = format!("level={level},stereotype={stereotype}");
        lists.add(line, category, lemma, 1.0, class, notes)
    })
}

pub(super) fn grievance(lists: &mut Lists<'_>, text: &str) -> Result<(), Error> {
    let mut columns: Option<[usize; 3]> = None;
    let mut named = 0;
    rows(lists, text, b',', |lists, line, cells| {
        let Some([category, word, rating]) = columns else {
            let find = |name: &str| cells.iter().position(|cell| cell.starts_with(name));
            let (Some(category), Some(word), Some(rating)) =
                (find("category"), find("word"), find("mean"))
            else {
                let rule = "the column row must name `category`, `word` and `mean_rating`";
                return Err(lists.error(line, rule));
            };
            columns = Some([category, word, rating]);
            named = cells.len();
            return Ok(());
        };
        width(lists, line, cells, named)?;
        // The published file has a few words with the punctuation of their survey.
        let stem = cells[word].trim_end_matches(['?', '!', '.']);
        let weight = lists.number(line, cells[rating])?;
        let open = stem.chars().count() >= SHORTEST_STEM && !stem.ends_with('*');
        let pattern = if open {
            format!("{stem}*")
        } else {
            stem.to_owned()
        };
        lists.word(line, cells[category], &pattern, weight)
    })
}

pub(super) fn nrc(lists: &mut Lists<'_>, text: &str) -> Result<(), Error> {
    let mut emotions: Option<Vec<String>> = None;
    let mut first = true;
    rows(lists, text, b'\t', |lists, line, cells| {
        let is_table = first
            && cells
                .first()
                .is_some_and(|cell| cell.starts_with("English"));
        first = false;
        if is_table {
            emotions = Some(cells.iter().map(|&cell| cell.to_owned()).collect());
            return Ok(());
        }
        let Some(emotions) = &emotions else {
            width(lists, line, cells, 3)?;
            return nrc_cell(lists, line, cells[0], cells[1], cells[2]);
        };
        width(lists, line, cells, emotions.len())?;
        let last = cells.len() - 1;
        for (emotion, flag) in emotions[..last].iter().zip(cells).skip(1) {
            nrc_cell(lists, line, cells[last], emotion, flag)?;
        }
        Ok(())
    })
}

fn nrc_cell(
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
