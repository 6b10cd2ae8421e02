//! Matrices for other programs: svmlight, npz, csv, jsonl.

mod npz;
mod row_id;

use std::io::{self, Write};

use crate::{CsrMatrix, FeatureSpace};

pub use row_id::RowId;

/// A matrix with what a reader needs to understand it; written row by row to any sink.
///
/// ```
/// use khitab_features::{CsrMatrix, Export, FeatureSpace};
/// let mut matrix = CsrMatrix::new(2);
/// matrix.push_row(&[1], &[0.5]);
/// let space = FeatureSpace::from_names(["A1", "H3"]);
/// let mut out = Vec::new();
/// Export::new(&matrix).names(&space).jsonl(&mut out)?;
/// assert_eq!(out, b"{\"H3\":0.5}\n");
/// # Ok::<(), std::io::Error>(())
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Export<'a> {
    matrix: &'a CsrMatrix,
    names: Option<&'a FeatureSpace>,
    ids: Option<&'a [RowId]>,
    labels: Option<&'a [f64]>,
}

impl<'a> Export<'a> {
    /// Writes `matrix`; columns are numbers until they have names.
    #[must_use]
    pub const fn new(matrix: &'a CsrMatrix) -> Self {
        Self {
            matrix,
            names: None,
            ids: None,
            labels: None,
        }
    }

    /// Names the columns; of use to csv and jsonl.
    #[must_use]
    pub const fn names(mut self, names: &'a FeatureSpace) -> Self {
        self.names = Some(names);
        self
    }

    /// Names the rows, one a row; of use to csv and jsonl.
    #[must_use]
    pub const fn ids(mut self, ids: &'a [RowId]) -> Self {
        self.ids = Some(ids);
        self
    }

    /// Gives each row the number that svmlight puts before it.
    #[must_use]
    pub const fn labels(mut self, labels: &'a [f64]) -> Self {
        self.labels = Some(labels);
        self
    }

    /// One line a row: label, then `column:value`, columns counted from 1 as LIBLINEAR wants.
    ///
    /// # Errors
    /// What the sink gives; labels that are not one a row.
    pub fn svmlight(&self, mut out: impl Write) -> io::Result<()> {
        self.check()?;
        for row in 0..self.matrix.rows() {
            match self.labels {
                Some(labels) => write!(out, "{}", labels[row])?,
                None => write!(out, "0")?,
            }
            let (columns, values) = self.matrix.row(row);
            for (&column, value) in columns.iter().zip(values) {
                write!(out, " {}:{value}", u64::from(column) + 1)?;
            }
            writeln!(out)?;
        }
        out.flush()
    }

    /// A table with a header of names and every zero written out: for named features, not
    /// for a vocabulary.
    ///
    /// # Errors
    /// What the sink gives; names or ids that do not fit the matrix.
    pub fn csv(&self, mut out: impl Write) -> io::Result<()> {
        self.check()?;
        let mut header = csv::Writer::from_writer(&mut out);
        if self.ids.is_some() {
            header.write_field("id")?;
        }
        for column in 0..self.matrix.columns() {
            header.write_field(self.name(column).as_ref())?;
        }
        header.write_record(None::<&[u8]>)?;
        header.flush()?;
        drop(header);
        self.csv_rows(out)
    }

    /// The rows of the table without its header, to follow those of another matrix of the same columns.
    ///
    /// ```
    /// use khitab_features::{CsrMatrix, Export};
    /// let mut out = Vec::new();
    /// for value in [1.0, 2.0] {
    ///     let mut batch = CsrMatrix::new(1);
    ///     batch.push_row(&[0], &[value]);
    ///     let export = Export::new(&batch);
    ///     if out.is_empty() { export.csv(&mut out)? } else { export.csv_rows(&mut out)? }
    /// }
    /// assert_eq!(out, b"column:0\n1\n2\n");
    /// # Ok::<(), std::io::Error>(())
    /// ```
    ///
    /// # Errors
    /// As [`Export::csv`].
    pub fn csv_rows(&self, out: impl Write) -> io::Result<()> {
        self.check()?;
        let mut out = csv::Writer::from_writer(out);
        for row in 0..self.matrix.rows() {
            if let Some(ids) = self.ids {
                out.write_field(ids[row].to_string())?;
            }
            let (columns, values) = self.matrix.row(row);
            let mut stored = columns.iter().zip(values).peekable();
            for column in 0..self.matrix.columns() {
                let value = stored.next_if(|&(&c, _)| c as usize == column);
                out.write_field(value.map_or(0.0, |(_, &value)| value).to_string())?;
            }
            out.write_record(None::<&[u8]>)?;
        }
        out.flush()
    }

    /// One JSON object a row: the id, if rows have one, and every value that is not zero by
    /// the name of its column.
    ///
    /// # Errors
    /// What the sink gives; names or ids that do not fit the matrix.
    pub fn jsonl(&self, mut out: impl Write) -> io::Result<()> {
        self.check()?;
        for row in 0..self.matrix.rows() {
            let mut comma = "{";
            if let Some(ids) = self.ids {
                match &ids[row] {
                    RowId::Number(number) => write!(out, "{{\"id\":{number}")?,
                    RowId::Word(word) => write!(out, "{{\"id\":{}", Quoted(word))?,
                }
                comma = ",";
            }
            let (columns, values) = self.matrix.row(row);
            for (&column, value) in columns.iter().zip(values) {
                let name = self.name(column as usize);
                write!(out, "{comma}{}:{value}", Quoted(&name))?;
                comma = ",";
            }
            writeln!(out, "{}", if comma == "{" { "{}" } else { "}" })?;
        }
        out.flush()
    }

    /// What `scipy.sparse.load_npz` reads back as a CSR matrix: `f32` values, `i32` columns.
    ///
    /// # Errors
    /// What the sink gives; an array past 4 GB.
    pub fn npz(&self, out: impl Write) -> io::Result<()> {
        npz::write(self.matrix, out)
    }

    fn name(&self, column: usize) -> std::borrow::Cow<'_, str> {
        self.names
            .and_then(|names| names.names().get(column))
            .map_or_else(|| format!("column:{column}").into(), Into::into)
    }

    fn check(&self) -> io::Result<()> {
        let (rows, columns) = (self.matrix.rows(), self.matrix.columns());
        let refuse = |what: &str, got: usize, of: usize| {
            let rule = format!("{got} {what} for {of} of the matrix");
            Err(io::Error::new(io::ErrorKind::InvalidInput, rule))
        };
        match (self.names, self.ids, self.labels) {
            (Some(names), _, _) if names.len() != columns => refuse("names", names.len(), columns),
            (_, Some(ids), _) if ids.len() != rows => refuse("ids", ids.len(), rows),
            (_, _, Some(labels)) if labels.len() != rows => refuse("labels", labels.len(), rows),
            _ => Ok(()),
        }
    }
}

/// A string as JSON writes it (RFC 8259, section 7).
struct Quoted<'a>(&'a str);

impl core::fmt::Display for Quoted<'_> {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("\"")?;
        for c in self.0.chars() {
            match c {
                '"' => f.write_str("\\\"")?,
                '\\' => f.write_str("\\\\")?,
                '\0'..='\x1F' => write!(f, "\\u{:04x}", u32::from(c))?,
                c => core::fmt::Write::write_char(f, c)?,
            }
        }
        f.write_str("\"")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn matrix() -> CsrMatrix {
        let mut matrix = CsrMatrix::new(3);
        matrix.push_row(&[0, 2], &[1.0, 0.25]);
        matrix.push_row(&[], &[]);
        matrix
    }

    fn text(write: impl FnOnce(&mut Vec<u8>) -> io::Result<()>) -> String {
        let mut out = Vec::new();
        write(&mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn every_format_writes_every_row() {
        let matrix = matrix();
        let space = FeatureSpace::from_names(["A1", "باب, \"تاج\"", "a\nb"]);
        let ids = [RowId::from("x\""), RowId::Number(-7)];
        let export = Export::new(&matrix)
            .names(&space)
            .ids(&ids)
            .labels(&[1.0, -1.0]);
        assert_eq!(text(|out| export.svmlight(out)), "1 1:1 3:0.25\n-1\n");
        assert_eq!(
            text(|out| export.csv(out)),
            "id,A1,\"باب, \"\"تاج\"\"\",\"a\nb\"\n\"x\"\"\",1,0,0.25\n-7,0,0,0\n"
        );
        assert_eq!(
            text(|out| export.jsonl(out)),
            "{\"id\":\"x\\\"\",\"A1\":1,\"a\\u000ab\":0.25}\n{\"id\":-7}\n"
        );
        let bare = Export::new(&matrix);
        assert_eq!(text(|out| bare.svmlight(out)), "0 1:1 3:0.25\n0\n");
        assert_eq!(
            text(|out| bare.jsonl(out)),
            "{\"column:0\":1,\"column:2\":0.25}\n{}\n"
        );
    }

    #[test]
    fn json_lines_are_json() {
        let space = FeatureSpace::from_names(["\"\\\u{1}\u{200F}ﷺ", "b", "c"]);
        let matrix = matrix();
        let lines = text(|out| Export::new(&matrix).names(&space).jsonl(out));
        let first: serde_json::Value = serde_json::from_str(lines.lines().next().unwrap()).unwrap();
        assert_eq!(first["\"\\\u{1}\u{200F}ﷺ"], 1.0);
    }

    #[test]
    fn names_and_ids_that_do_not_fit_are_refused() {
        let matrix = matrix();
        let space = FeatureSpace::from_names(["A1"]);
        let error = Export::new(&matrix)
            .names(&space)
            .csv(Vec::new())
            .unwrap_err();
        assert_eq!(error.to_string(), "1 names for 3 of the matrix");
        let error = Export::new(&matrix)
            .labels(&[1.0])
            .svmlight(Vec::new())
            .unwrap_err();
        assert_eq!(error.to_string(), "1 labels for 2 of the matrix");
    }
}
