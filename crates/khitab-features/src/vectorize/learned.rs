//! Columns and weights learned from some rows of counted texts.

use rayon::prelude::*;

use super::counted::CountedCorpus;
use super::counts::Counts;
use super::weights::{ColumnWeights, scales};
use super::{FittedVectorizer, Ngrams, VectorizerError};
use crate::CsrMatrix;
use crate::tfidf::Tf;
use crate::vocabulary::Vocabulary;

/// The column of a term that was dropped: a number of 31 bits, as counts have them.
const DROPPED: u32 = u32::MAX >> 1;

/// So many rows are weighed by one thread at a time.
const PART: usize = 1024;

/// Columns and weights learned from some rows of a [`CountedCorpus`].
#[derive(Clone, Debug)]
pub struct Tfidf {
    /// The column of each term of the corpus.
    columns: Vec<u32>,
    /// The term of each column.
    terms: Vec<u32>,
    pub(super) weights: ColumnWeights,
    documents: usize,
}

impl Tfidf {
    pub(super) fn new(
        corpus: &CountedCorpus,
        rows: impl Iterator<Item = usize> + Clone,
        documents: usize,
    ) -> Result<Self, VectorizerError> {
        let blocks = &corpus.vectorizer.blocks;
        let (df, mut of_block) = document_frequencies(corpus, rows.clone());
        let mut terms = Vec::with_capacity(corpus.hashes.len());
        let mut ends = Vec::with_capacity(blocks.len());
        for (number, (block, kept)) in (1..).zip(blocks.iter().zip(&mut of_block)) {
            let (least, most) = (block.min_df.of(documents), block.max_df.of(documents));
            if most < least {
                return Err(VectorizerError(format!(
                    "block {number}: max_df is {most} documents, fewer than min_df {least}"
                )));
            }
            kept.retain(|&term| (least..=most).contains(&f64::from(df[term as usize])));
            if let Some(limit) = block.max_features {
                keep_most_counted(corpus, rows.clone(), block.weighting.tf, limit, kept);
            }
            by_falling_frequency(kept, &df, &mut terms);
            ends.push(terms.len() as u32);
        }
        if terms.is_empty() && !blocks.is_empty() {
            let all = corpus.hashes.len();
            return Err(VectorizerError(format!(
                "no term is left of {all} in {documents} documents: lower min_df or raise max_df"
            )));
        }
        let mut columns = vec![DROPPED; corpus.hashes.len()];
        for (column, &term) in (0..).zip(&terms) {
            columns[term as usize] = column;
        }
        let named = corpus.named.as_ref();
        let weights = ColumnWeights {
            weightings: blocks.iter().map(|block| block.weighting).collect(),
            idf: idf(blocks, &ends, &terms, &df, documents).into(),
            ends,
            scale: named.map_or_else(Vec::new, |named| {
                scales(corpus.vectorizer.named.scaling, named, rows)
            }),
        };
        Ok(Self {
            columns,
            terms,
            weights,
            documents,
        })
    }

    /// The matrix of `rows` of the corpus this was learned from.
    ///
    /// # Panics
    /// When a row is past the end of the corpus.
    #[must_use]
    pub fn rows(&self, corpus: &CountedCorpus, rows: &[usize]) -> CsrMatrix {
        let matrix = self.weigh_rows(corpus, rows);
        match &corpus.named {
            Some(named) => self.weights.beside(&matrix, named, rows.iter().copied()),
            None => matrix,
        }
    }

    /// The vectorizer that gives a new text the row it would have had in this matrix.
    #[must_use]
    pub fn vectorizer(&self, corpus: &CountedCorpus) -> FittedVectorizer {
        FittedVectorizer::assemble(
            corpus.vectorizer.clone(),
            vocabulary(&self.terms, &corpus.hashes),
            self.weights.clone(),
            corpus.terms.select(&self.terms),
            self.documents,
        )
    }

    /// As [`Tfidf::vectorizer`] and then the rows of all chunks, freeing each part when it is copied: the
    /// strings are put in order and terms have become columns before the values need their room.
    pub(super) fn into_fitted(
        self,
        corpus: &mut CountedCorpus,
        mut chunks: Vec<Counts>,
    ) -> (FittedVectorizer, CsrMatrix) {
        let Self {
            columns,
            terms,
            weights,
            documents,
        } = self;
        let vocabulary = vocabulary(&terms, core::mem::take(&mut corpus.hashes));
        let strings = core::mem::take(&mut corpus.terms).select(&terms);
        drop((terms, core::mem::take(&mut corpus.blocks)));
        (chunks.par_iter_mut()).for_each(|chunk| chunk.renumber(&columns));
        drop(columns);
        let vectorizer = corpus.vectorizer.clone();
        let fitted =
            FittedVectorizer::assemble(vectorizer, vocabulary, weights, strings, documents);
        let weights = &fitted.weights;
        let matrices = (chunks.into_par_iter())
            .map(|chunk| convert(chunk, weights))
            .collect();
        let matrix = CsrMatrix::vstack(matrices, weights.terms());
        (fitted, matrix)
    }

    /// The inverse document frequencies, one a term in column order.
    #[must_use]
    pub fn idf(&self) -> &[f32] {
        &self.weights.idf
    }

    /// The number of columns.
    #[must_use]
    pub fn columns(&self) -> usize {
        self.weights.width()
    }

    /// The terms of `rows`, each row written where it stays: a matrix put together of parts would need
    /// its room twice.
    fn weigh_rows(&self, corpus: &CountedCorpus, rows: &[usize]) -> CsrMatrix {
        let kept = |&row: &usize| {
            let terms = corpus.row_terms(row);
            terms
                .filter(|&term| self.columns[term as usize] != DROPPED)
                .count()
        };
        let lengths: Vec<usize> = rows.par_iter().map(kept).collect();
        let mut starts = vec![0; rows.len() + 1];
        for (row, length) in lengths.iter().enumerate() {
            starts[row + 1] = starts[row] + length;
        }
        let stored = starts[rows.len()];
        let (mut columns, mut values) = (vec![0; stored], vec![0.0; stored]);
        let (mut columns_left, mut values_left) = (&mut columns[..], &mut values[..]);
        let mut parts = Vec::with_capacity(rows.len().div_ceil(PART));
        for (rows, lengths) in rows.chunks(PART).zip(lengths.chunks(PART)) {
            let stored = lengths.iter().sum();
            let (columns, values);
            (columns, columns_left) = columns_left.split_at_mut(stored);
            (values, values_left) = values_left.split_at_mut(stored);
            parts.push((rows, columns, values));
        }
        parts
            .into_par_iter()
            .for_each(|(rows, columns, values)| self.weigh_part(corpus, rows, columns, values));
        CsrMatrix::from_rows(starts, columns, values, self.weights.terms())
    }

    fn weigh_part(
        &self,
        corpus: &CountedCorpus,
        rows: &[usize],
        mut columns: &mut [u32],
        mut values: &mut [f32],
    ) {
        let mut sorted = Vec::new();
        for &row in rows {
            let (chunk, row) = corpus.place(row);
            let column_of = |term| self.columns[term as usize];
            sort_row(chunk.row(row), column_of, &mut sorted);
            let (row_columns, row_values);
            (row_columns, columns) = columns.split_at_mut(sorted.len());
            (row_values, values) = values.split_at_mut(sorted.len());
            weigh_row(&sorted, &self.weights, row_columns, row_values);
        }
    }
}

/// The hashes of the columns, from those of the terms.
fn vocabulary(terms: &[u32], hashes: impl AsRef<[u64]>) -> Vocabulary {
    let hash = |&term: &u32| hashes.as_ref()[term as usize];
    Vocabulary::from_column_order(terms.iter().map(hash))
}

/// Weighs all rows of a chunk whose terms have the numbers of their columns; those stay where they lie.
fn convert(mut chunk: Counts, weights: &ColumnWeights) -> CsrMatrix {
    let mut sorted = Vec::new();
    let mut values = vec![0.0; chunk.stored()];
    let mut starts = chunk.take_starts();
    let (mut place, mut kept) = (0, 0);
    for (row, end) in starts.iter_mut().skip(1).enumerate() {
        let places = core::mem::replace(&mut place, *end)..*end;
        sort_row(chunk.row_at(row, places), |column| column, &mut sorted);
        // Rows before this one were read: what is written is no longer than what was read.
        let written = kept..kept + sorted.len();
        let columns = chunk.written_over(written.clone());
        weigh_row(&sorted, weights, columns, &mut values[written]);
        kept += sorted.len();
        *end = kept;
    }
    values.truncate(kept);
    let columns = chunk.into_terms(kept);
    CsrMatrix::from_rows(starts, columns, values, weights.terms())
}

/// The kept columns of a row in ascending order, each above the bits of its count.
fn sort_row(
    row: impl Iterator<Item = (u32, f32)>,
    column_of: impl Fn(u32) -> u32,
    sorted: &mut Vec<u64>,
) {
    sorted.clear();
    sorted.extend(row.filter_map(|(term, count)| {
        let column = column_of(term);
        (column != DROPPED).then(|| (u64::from(column) << 32) | u64::from(count.to_bits()))
    }));
    sorted.sort_unstable();
}

/// Writes a sorted row: its columns and what they weigh.
fn weigh_row(sorted: &[u64], weights: &ColumnWeights, columns: &mut [u32], values: &mut [f32]) {
    for (packed, (column, value)) in sorted.iter().zip(columns.iter_mut().zip(&mut *values)) {
        *column = (packed >> 32) as u32;
        *value = f32::from_bits(*packed as u32);
    }
    weights.weigh(columns, values);
}

/// In how many of the rows each term stands, and the terms of each block in the order in
/// which the rows first use them: no trace of other rows is left in the order of columns.
fn document_frequencies(
    corpus: &CountedCorpus,
    rows: impl Iterator<Item = usize>,
) -> (Vec<u32>, Vec<Vec<u32>>) {
    let mut df = vec![0u32; corpus.hashes.len()];
    let mut blocks = vec![Vec::new(); corpus.vectorizer.blocks.len()];
    for row in rows {
        for term in corpus.row_terms(row) {
            let df = &mut df[term as usize];
            *df += 1;
            if *df == 1 {
                blocks[usize::from(corpus.blocks[term as usize])].push(term);
            }
        }
    }
    (df, blocks)
}

/// scikit-learn's `max_features`: the highest counts over all rows; ties in the order of
/// the code points of the terms. (Its own sort is not stable from 17 terms on, so that it
/// may take another term of the same count.)
fn keep_most_counted(
    corpus: &CountedCorpus,
    rows: impl Iterator<Item = usize>,
    tf: Tf,
    limit: usize,
    kept: &mut Vec<u32>,
) {
    if kept.len() <= limit {
        return;
    }
    let binary = tf == Tf::Binary;
    let mut totals = vec![0.0f64; corpus.hashes.len()];
    for row in rows {
        let (chunk, row) = corpus.place(row);
        for (term, count) in chunk.row(row) {
            totals[term as usize] += f64::from(if binary { 1.0 } else { count });
        }
    }
    let mut ranked = kept.clone();
    ranked.sort_by(|&a, &b| {
        totals[b as usize]
            .total_cmp(&totals[a as usize])
            .then_with(|| {
                corpus
                    .terms
                    .get(a as usize)
                    .cmp(&corpus.terms.get(b as usize))
            })
    });
    for &dropped in &ranked[limit..] {
        totals[dropped as usize] = f64::NAN;
    }
    kept.retain(|&term| !totals[term as usize].is_nan());
}

/// Appends the terms to `out`, frequent ones first, in the order of first sight among equals.
///
/// Frequent columns then share cache lines when a model walks over rows, and the rare
/// terms of one document stand side by side.
fn by_falling_frequency(terms: &[u32], df: &[u32], out: &mut Vec<u32>) {
    let most = terms.iter().map(|&term| df[term as usize]).max();
    let mut places = vec![0usize; most.map_or(0, |most| most as usize + 1)];
    for &term in terms {
        places[df[term as usize] as usize] += 1;
    }
    let mut next = out.len();
    for place in places.iter_mut().rev() {
        next += core::mem::replace(place, next);
    }
    out.resize(out.len() + terms.len(), 0);
    for &term in terms {
        let place = &mut places[df[term as usize] as usize];
        out[*place] = term;
        *place += 1;
    }
}

/// One weight a column; equal frequencies stand together, so that few logarithms are taken.
fn idf(blocks: &[Ngrams], ends: &[u32], terms: &[u32], df: &[u32], documents: usize) -> Vec<f32> {
    let mut out = Vec::with_capacity(terms.len());
    for (block, &end) in blocks.iter().zip(ends) {
        let mut last = (0, 0.0);
        for &term in &terms[out.len()..end as usize] {
            let df = df[term as usize];
            if last.0 != df {
                last = (df, block.weighting.idf.weight(documents, df));
            }
            out.push(last.1);
        }
    }
    out
}
