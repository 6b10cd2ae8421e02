//! Tab-separated tables with `# key: value` lines before the column row.

use crate::Error;

/// The most columns a table has.
const WIDEST: usize = 10;

/// A table as it stands in a file: header pairs, then rows of exactly the expected columns.
pub(crate) struct Table<'t> {
    file: &'t str,
    header: Vec<(&'t str, &'t str)>,
    rows: Vec<Row<'t>>,
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

/// One row with its line, counted from 1.
pub(crate) struct Row<'t> {
    pub(crate) line: usize,
    cells: [&'t str; WIDEST],
}

impl<'t> Row<'t> {
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
            rows: Vec::with_capacity(text.bytes().filter(|&byte| byte == b'\n').count()),
        };
        let mut named = false;
        for (at, line) in text.trim_start_matches('\u{FEFF}').lines().enumerate() {
            if let Some(comment) = line.strip_prefix('#') {
                if let Some((key, value)) = comment.split_once(':').filter(|_| !named) {
                    table.header.push((key.trim(), value.trim()));
                }
            } else if line.trim().is_empty() {
            } else if named {
                table.push(at + 1, line, columns.len())?;
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

    fn push(&mut self, line: usize, text: &'t str, columns: usize) -> Result<(), Error> {
        let mut cells = [""; WIDEST];
        let mut count = 0;
        for cell in split_at_tabs(text) {
            if let Some(slot) = cells.get_mut(count) {
                *slot = cell.trim();
            }
            count += 1;
        }
        if count > columns {
            let rule = format!("{count} cells where {columns} are named");
            return Err(Error::at(self.file, line, rule));
        }
        self.rows.push(Row { line, cells });
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

    pub(crate) fn rows(&self) -> &[Row<'t>] {
        &self.rows
    }
}
