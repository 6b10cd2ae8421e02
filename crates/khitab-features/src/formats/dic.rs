//! LIWC dictionaries.

use super::Lists;
use crate::Error;

pub(super) fn read(lists: &mut Lists<'_>, text: &str) -> Result<(), Error> {
    let mut categories: Vec<(&str, &str)> = Vec::new();
    let mut marks = 0;
    for (line, row) in (1..).zip(text.lines()) {
        let row = row.trim();
        if row.is_empty() {
        } else if row == "%" {
            marks += 1;
        } else if marks == 0 {
            let rule = "the categories must stand between two lines of `%`";
            return Err(lists.error(line, rule));
        } else if marks == 1 {
            let (number, name) = row
                .split_once(char::is_whitespace)
                .ok_or_else(|| lists.error(line, format!("category `{row}` has no name")))?;
            categories.push((number, name.trim()));
        } else {
            word(lists, &categories, line, row)?;
        }
    }
    if marks < 2 {
        return Err(Error::whole(
            lists.file,
            "the second line of `%` is missing",
        ));
    }
    Ok(())
}

/// A word, which may hold blanks, and the numbers of its categories.
fn word(
    lists: &mut Lists<'_>,
    categories: &[(&str, &str)],
    line: usize,
    row: &str,
) -> Result<(), Error> {
    let is_number = |cell: &str| !cell.is_empty() && cell.bytes().all(|b| b.is_ascii_digit());
    let cells: Vec<&str> = row.split_whitespace().collect();
    let numbers = cells
        .iter()
        .rev()
        .take_while(|cell| is_number(cell))
        .count();
    let (words, numbers) = cells.split_at(cells.len() - numbers.min(cells.len() - 1));
    let word = words.join(" ");
    if numbers.is_empty() {
        return Err(lists.error(line, format!("`{word}` has no category")));
    }
    for number in numbers {
        let known = categories.iter().find(|(known, _)| known == number);
        let Some((_, name)) = known else {
            return Err(lists.error(line, format!("category `{number}` is not declared")));
        };
        lists.word(line, name, &word, 1.0)?;
    }
    Ok(())
}
