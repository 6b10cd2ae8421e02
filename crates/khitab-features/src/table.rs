//! Tab-separated tables with `# key: value` lines before the column row.

use crate::Error;

/// A table as it stands in a file: header pairs, then rows of exactly the expected columns.
pub(crate) struct Table<'t> {
    file: &'t str,
    header: Vec<(&'t str, &'t str)>,
    columns: usize,
    /// The cells of all rows, one row behind the other.
    cells: Vec<&'t str>,
    /// The line of each row.
    lines: Vec<usize>,
}

/// The cells of a line. They are short: a loop over bytes finds their ends faster than a search does.
fn split_at_tabs(line: &str) -> impl Iterator<Item = &str> {
    let mut rest = Some(line);
    core::iter::from_fn(move || {
        let here = rest?;
        let tab = here.bytes().position(|byte| byte == b'\t');
        rest = tab.map(|tab| &here[tab + 1..]);
        Some(&here[..tab.unwrap_or(here.len())])
    })
}

/// The text without blanks at its ends. Nearly all begin and end with a letter, which is told from
/// the bytes: no blank has two that begin with D0 to DF.
fn trimmed(text: &str) -> &str {
    let letter = |byte: u8| byte.is_ascii_graphic() || (0xD0..=0xDF).contains(&byte);
    match text.as_bytes() {
        [] => text,
        &[first, .., before, last]
            if letter(first) && (last.is_ascii_graphic() || letter(before) && last >= 0x80) =>
        {
            text
        }
        _ => text.trim(),
    }
}

/// One row with its line, counted from 1.
pub(crate) struct Row<'r, 't> {
    pub(crate) line: usize,
    cells: &'r [&'t str],
}

impl<'t> Row<'_, 't> {
    pub(crate) fn cell(&self, column: usize) -> &'t str {
        self.cells.get(column).copied().unwrap_or_default()
    }
}

impl<'t> Table<'t> {
    /// Reads `text`, whose column row must be `columns`. Trailing cells may be left out.
    pub(crate) fn parse(file: &'t str, text: &'t str, columns: &[&str]) -> Result<Self, Error> {
        let mut table = Self {
            file,
            header: Vec::new(),
            columns: columns.len(),
            cells: Vec::new(),
            lines: Vec::new(),
        };
        let lines = text.bytes().filter(|&byte| byte == b'\n').count();
        table.cells.reserve(lines * columns.len());
        table.lines.reserve(lines);
        let mut named = false;
        for (at, line) in text.trim_start_matches('\u{FEFF}').lines().enumerate() {
            if let Some(comment) = line.strip_prefix('#') {
                if let Some((key, value)) = comment.split_once(':').filter(|_| !named) {
                    table.header.push((key.trim(), value.trim()));
                }
            } else if trimmed(line).is_empty() {
            } else if named {
                table.push(at + 1, line)?;
            } else if line.split('\t').map(str::trim).eq(columns.iter().copied()) {
                named = true;
            } else {
                let rule = format!(
                    "the column row must be `{}`, tab-separated",
                    columns.join(" ")
                );
                return Err(Error::at(file, at + 1, rule));
            }
        }
        if named {
            Ok(table)
        } else {
            Err(Error::whole(file, "there is no column row"))
        }
    }

    fn push(&mut self, line: usize, text: &'t str) -> Result<(), Error> {
        let (before, columns) = (self.cells.len(), self.columns);
        self.cells.extend(split_at_tabs(text).map(trimmed));
        let count = self.cells.len() - before;
        if count > columns {
            let rule = format!("{count} cells where {columns} are named");
            return Err(Error::at(self.file, line, rule));
        }
        self.cells.resize(before + columns, "");
        self.lines.push(line);
        Ok(())
    }

    /// The header pairs in their order.
    pub(crate) fn header(&self) -> Vec<(String, String)> {
        let own = |(key, value): &(&str, &str)| ((*key).to_owned(), (*value).to_owned());
        self.header.iter().map(own).collect()
    }

    pub(crate) fn get(&self, key: &str) -> Option<&'t str> {
        let found = self.header.iter().find(|(name, _)| *name == key);
        found.map(|(_, value)| *value)
    }

    pub(crate) fn require(&self, key: &str) -> Result<&'t str, Error> {
        self.get(key)
            .filter(|value| !value.is_empty())
            .ok_or_else(|| Error::whole(self.file, format!("the header lacks `# {key}:`")))
    }

    pub(crate) fn rows(&self) -> impl ExactSizeIterator<Item = Row<'_, 't>> {
        let rows = self.lines.iter().zip(self.cells.chunks_exact(self.columns));
        rows.map(|(&line, cells)| Row { line, cells })
    }
}
