//! The part of YAML that quanteda dictionaries use: nested keys with lists of words.

use super::Lists;
use crate::Error;

pub(super) fn read(lists: &mut Lists<'_>, text: &str) -> Result<(), Error> {
    // Open keys with their indentation.
    let mut path: Vec<(usize, &str)> = Vec::new();
    for (line, row) in (1..).zip(text.lines()) {
        let body = row.trim_start_matches(' ');
        let indent = row.len() - body.len();
        let body = body.trim_end();
        if body.is_empty() || body.starts_with('#') || body == "---" || body == "..." {
            continue;
        }
        if body.starts_with('\t') {
            return Err(lists.error(line, "a tab in the indentation"));
        }
        if let Some(item) = body.strip_prefix("- ") {
            while path.last().is_some_and(|(depth, _)| *depth > indent) {
                path.pop();
            }
            add(lists, &path, line, item)?;
            continue;
        }
        while path.last().is_some_and(|(depth, _)| *depth >= indent) {
            path.pop();
        }
        let (key, value) =
            key(body).ok_or_else(|| lists.error(line, "neither `category:` nor `- word`"))?;
        path.push((indent, scalar(lists, line, key)?));
        values(lists, &path, line, value)?;
    }
    Ok(())
}

/// A key and what follows its colon.
fn key(body: &str) -> Option<(&str, &str)> {
    match body.split_once(": ") {
        Some(pair) => Some(pair),
        None => Some((body.strip_suffix(':')?, "")),
    }
}

/// The words on the line of a key: none, one, or a list in brackets.
fn values(
    lists: &mut Lists<'_>,
    path: &[(usize, &str)],
    line: usize,
    value: &str,
) -> Result<(), Error> {
    let value = comment_free(value);
    if value.is_empty() {
        return Ok(());
    }
    let Some(list) = value.strip_prefix('[') else {
        return add(lists, path, line, value);
    };
    let Some(list) = list.strip_suffix(']') else {
        return Err(lists.error(line, "the list is not closed"));
    };
    for word in list.split(',').filter(|word| !word.trim().is_empty()) {
        add(lists, path, line, word)?;
    }
    Ok(())
}

fn add(
    lists: &mut Lists<'_>,
    path: &[(usize, &str)],
    line: usize,
    word: &str,
) -> Result<(), Error> {
    if path.is_empty() {
        return Err(lists.error(line, "a word before any category"));
    }
    let keys: Vec<&str> = path.iter().map(|(_, key)| *key).collect();
    let word = scalar(lists, line, word)?;
    lists.word(line, &keys.join("/"), word, 1.0)
}

/// A plain or quoted word.
fn scalar<'t>(lists: &Lists<'_>, line: usize, text: &'t str) -> Result<&'t str, Error> {
    let text = comment_free(text);
    for quote in ['"', '\''] {
        if let Some(inner) = text.strip_prefix(quote) {
            let inner = inner.strip_suffix(quote);
            return inner.ok_or_else(|| lists.error(line, "the quotation is not closed"));
        }
    }
    if text.starts_with(['&', '!', '|', '>', '{', '[', '@', '`', '%']) || text.contains(": ") {
        let rule = format!("`{text}` is beyond the YAML that dictionaries use");
        return Err(lists.error(line, rule));
    }
    Ok(text)
}

fn comment_free(text: &str) -> &str {
    text.split_once(" #").map_or(text, |(text, _)| text).trim()
}
