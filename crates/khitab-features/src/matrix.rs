//! Sparse rows: one document, many documents.

use khitab_text::Span;

use crate::FeatureId;

/// One sparse row with, where known, the spans each value came from.
///
/// ```
/// use khitab_features::{FeatureId, FeatureVector, Span};
/// let row = FeatureVector {
///     columns: vec![2, 7],
///     values: vec![1.0, 0.5],
///     provenance: vec![(FeatureId(7), vec![Span::new(0, 8)])],
/// };
/// assert_eq!((row.get(FeatureId(7)), row.get(FeatureId(3))), (0.5, 0.0));
/// assert_eq!(row.spans(FeatureId(7)), [Span::new(0, 8)]);
/// ```
#[derive(Clone, Debug, Default, PartialEq)]
pub struct FeatureVector {
    /// Columns, ascending, without repeats.
    pub columns: Vec<u32>,
    /// One value a column.
    pub values: Vec<f32>,
    /// Spans of the original behind a column, ascending by column.
    pub provenance: Vec<(FeatureId, Vec<Span>)>,
}

impl FeatureVector {
    /// The value of a column; zero when it is not stored.
    #[must_use]
    pub fn get(&self, id: FeatureId) -> f32 {
        self.columns
            .binary_search(&id.0)
            .map_or(0.0, |at| self.values[at])
    }

    /// The spans behind a column.
    #[must_use]
    pub fn spans(&self, id: FeatureId) -> &[Span] {
        self.provenance
            .binary_search_by_key(&id, |(id, _)| *id)
            .map_or(&[], |at| self.provenance[at].1.as_slice())
    }

    /// The stored columns with their values.
    pub fn iter(&self) -> impl Iterator<Item = (FeatureId, f32)> {
        self.columns
            .iter()
            .zip(&self.values)
            .map(|(&column, &value)| (FeatureId(column), value))
    }
}

/// Collects the spans of each column, columns and spans in ascending order.
pub(crate) fn grouped(mut found: Vec<(FeatureId, Span)>) -> Vec<(FeatureId, Vec<Span>)> {
    found.sort_unstable();
    found
        .chunk_by(|a, b| a.0 == b.0)
        .map(|run| (run[0].0, run.iter().map(|&(_, span)| span).collect()))
        .collect()
}

/// A sparse matrix in compressed rows, `f32` values, `u32` columns.
///
/// ```
/// use khitab_features::CsrMatrix;
/// let mut matrix = CsrMatrix::new(3);
/// matrix.push_row(&[0, 2], &[1.0, 2.0]);
/// assert_eq!((matrix.rows(), matrix.columns()), (1, 3));
/// assert_eq!(matrix.row(0), (&[0, 2][..], &[1.0, 2.0][..]));
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct CsrMatrix {
    starts: Vec<usize>,
    columns: Vec<u32>,
    values: Vec<f32>,
    width: usize,
}

impl CsrMatrix {
    /// An empty matrix of `width` columns.
    #[must_use]
    pub fn new(width: usize) -> Self {
        Self {
            starts: vec![0],
            columns: Vec::new(),
            values: Vec::new(),
            width,
        }
    }

    /// Takes parts as they are: `starts` has one entry more than there are rows.
    ///
    /// Returns `None` when the parts do not fit together.
    #[must_use]
    pub fn from_parts(
        starts: Vec<usize>,
        columns: Vec<u32>,
        values: Vec<f32>,
        width: usize,
    ) -> Option<Self> {
        let fits = starts.first() == Some(&0)
            && starts.last() == Some(&columns.len())
            && starts.is_sorted()
            && columns.len() == values.len()
            && columns.iter().all(|&column| (column as usize) < width);
        fits.then_some(Self {
            starts,
            columns,
            values,
            width,
        })
    }

    /// Takes rows that this crate made, without looking at every column.
    pub(crate) fn from_rows(
        starts: Vec<usize>,
        columns: Vec<u32>,
        values: Vec<f32>,
        width: usize,
    ) -> Self {
        debug_assert!(columns.iter().all(|&column| (column as usize) < width));
        Self {
            starts,
            columns,
            values,
            width,
        }
    }

    /// Puts matrices under one another; all have at most `width` columns.
    ///
    /// Each part is freed as soon as it is copied; a single one is not copied at all.
    ///
    /// # Panics
    /// When a part is wider than `width`.
    #[must_use]
    pub fn vstack(mut parts: Vec<Self>, width: usize) -> Self {
        assert!(
            parts.iter().all(|part| part.width <= width),
            "a part is wider than the whole"
        );
        if parts.len() == 1 {
            let only = parts.remove(0);
            return Self { width, ..only };
        }
        let stored = parts.iter().map(Self::stored).sum();
        let mut whole = Self {
            starts: Vec::with_capacity(1 + parts.iter().map(Self::rows).sum::<usize>()),
            columns: Vec::with_capacity(stored),
            values: Vec::with_capacity(stored),
            width,
        };
        whole.starts.push(0);
        for part in parts {
            let before = whole.columns.len();
            whole.columns.extend_from_slice(&part.columns);
            whole.values.extend_from_slice(&part.values);
            let starts = part.starts.iter().skip(1).map(|start| before + start);
            whole.starts.extend(starts);
        }
        whole
    }

    /// Appends a row; columns ascend.
    ///
    /// # Panics
    /// When the two slices differ in length or a column lies outside the matrix.
    pub fn push_row(&mut self, columns: &[u32], values: &[f32]) {
        assert_eq!(columns.len(), values.len(), "a row has one value a column");
        assert!(
            columns.last().is_none_or(|&c| (c as usize) < self.width),
            "column out of range"
        );
        self.columns.extend_from_slice(columns);
        self.values.extend_from_slice(values);
        self.starts.push(self.columns.len());
    }

    /// One row: its columns and its values.
    #[must_use]
    pub fn row(&self, row: usize) -> (&[u32], &[f32]) {
        let range = self.starts[row]..self.starts[row + 1];
        (&self.columns[range.clone()], &self.values[range])
    }

    /// A matrix of the rows named, in that order.
    #[must_use]
    pub fn select(&self, rows: &[usize]) -> Self {
        let mut out = Self::new(self.width);
        for &row in rows {
            let (columns, values) = self.row(row);
            out.push_row(columns, values);
        }
        out
    }

    /// The number of rows.
    #[must_use]
    pub fn rows(&self) -> usize {
        self.starts.len() - 1
    }

    /// The number of columns.
    #[must_use]
    pub fn columns(&self) -> usize {
        self.width
    }

    /// The number of stored values.
    #[must_use]
    pub fn stored(&self) -> usize {
        self.values.len()
    }

    /// Row starts, columns and values, as they lie in memory.
    #[must_use]
    pub fn parts(&self) -> (&[usize], &[u32], &[f32]) {
        (&self.starts, &self.columns, &self.values)
    }
}
