//! Terms counted once, weighed for any set of rows.

use core::ops::Range;

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::reader::GramReader;
use super::weights::{ColumnWeights, scales};
use super::{FittedVectorizer, Ngrams, Vectorizer, VectorizerError};
use crate::CsrMatrix;
use crate::ngrams::GramScratch;
use crate::tfidf::Tf;
use crate::vocabulary::{Interner, TermList};

/// The column of a term that was dropped.
const DROPPED: u32 = u32::MAX;

/// The slots of so many n-grams are read ahead of their use.
const BATCH: usize = 64;

/// A chunk of texts is at most this many bytes, so that its counts can be numbered with 32 bits.
const CHUNK_BYTES: usize = 1 << 28;

/// The counted terms of many texts, to be weighed fold by fold without leakage.
///
/// ```
/// use khitab_features::{Ngrams, Vectorizer};
/// let texts = ["كتاب جديد", "كتاب قديم", "بيت جديد", "بيت قديم"];
/// let vectorizer = Vectorizer::builder().block(Ngrams::words(1..=1)).build()?;
/// let corpus = vectorizer.count(&texts)?;
/// let (tfidf, train) = corpus.weigh(&[0, 1])?;
/// let test = tfidf.rows(&corpus, &[2, 3]);
/// assert_eq!((train.columns(), test.columns()), (3, 3)); // بيت is unknown to the train rows
/// # Ok::<(), khitab_features::VectorizerError>(())
/// ```
#[derive(Clone, Debug)]
pub struct CountedCorpus {
    vectorizer: Vectorizer,
    hashes: Vec<u64>,
    blocks: Vec<u8>,
    terms: TermList,
    chunks: Vec<Counts>,
    /// One past the last row of each chunk.
    ends: Vec<usize>,
    named: Option<CsrMatrix>,
}

/// Rows of counts in the order in which a document first uses its terms.
///
/// Most counts are 1 and few pass 255, so that a byte holds one and the rest is carried.
#[derive(Clone, Debug, Default)]
struct Counts {
    starts: Vec<usize>,
    terms: Vec<u32>,
    counts: Vec<u8>,
    /// By place: how often 256 was reached.
    carried: FxHashMap<usize, u32>,
}

/// A chunk with a numbering of its own.
#[derive(Default)]
struct Chunk {
    rows: Counts,
    hashes: Vec<u64>,
    blocks: Vec<u8>,
    terms: TermList,
}

impl CountedCorpus {
    pub(super) fn new<T: AsRef<str> + Sync>(
        vectorizer: Vectorizer,
        texts: &[T],
        named: Option<CsrMatrix>,
    ) -> Self {
        let reader = GramReader::new(&vectorizer);
        let ranges = chunk_ranges(texts, rayon::current_num_threads());
        let chunks: Vec<Chunk> = ranges
            .into_par_iter()
            .map(|range| count_chunk(&reader, &texts[range]))
            .collect();
        let (first, chunks) = merge(chunks);
        let ends = chunks
            .iter()
            .scan(0, |rows, chunk| {
                *rows += chunk.rows();
                Some(*rows)
            })
            .collect();
        Self {
            vectorizer,
            hashes: first.hashes,
            blocks: first.blocks,
            terms: first.terms,
            chunks,
            ends,
            named,
        }
    }

    /// The number of texts.
    #[must_use]
    pub fn rows(&self) -> usize {
        self.ends.last().copied().unwrap_or(0)
    }

    /// The number of distinct terms of all blocks, before any bound.
    #[must_use]
    pub fn terms(&self) -> usize {
        self.hashes.len()
    }

    /// Learns columns and weights from `rows` alone and gives their matrix.
    ///
    /// Terms that stand in none of `rows` have no column.
    ///
    /// # Errors
    /// When the bounds leave no term at all, or a row is past the end.
    pub fn weigh(&self, rows: &[usize]) -> Result<(Tfidf, CsrMatrix), VectorizerError> {
        if let Some(row) = rows.iter().find(|&&row| row >= self.rows()) {
            let all = self.rows();
            return Err(VectorizerError(format!(
                "row {row} is past the {all} rows counted"
            )));
        }
        let tfidf = Tfidf::new(self, rows.iter().copied(), rows.len())?;
        let matrix = tfidf.rows(self, rows);
        Ok((tfidf, matrix))
    }

    /// Weighs all rows in place: the counts become the matrix.
    pub(super) fn into_fitted(mut self) -> Result<(FittedVectorizer, CsrMatrix), VectorizerError> {
        let rows = self.rows();
        let tfidf = Tfidf::new(&self, 0..rows, rows)?;
        let matrices: Vec<CsrMatrix> = core::mem::take(&mut self.chunks)
            .into_par_iter()
            .map(|chunk| tfidf.convert(chunk))
            .collect();
        let mut matrix = CsrMatrix::vstack(matrices, tfidf.weights.terms());
        if let Some(named) = &self.named {
            matrix = tfidf.weights.beside(&matrix, named, 0..rows);
        }
        Ok((tfidf.into_vectorizer(self), matrix))
    }

    /// The chunk of a row and its number in it.
    fn place(&self, row: usize) -> (&Counts, usize) {
        let chunk = self.ends.partition_point(|&end| end <= row);
        let first = chunk.checked_sub(1).map_or(0, |before| self.ends[before]);
        (&self.chunks[chunk], row - first)
    }

    fn row_terms(&self, row: usize) -> &[u32] {
        let (chunk, row) = self.place(row);
        &chunk.terms[chunk.row(row)]
    }
}

impl Counts {
    fn rows(&self) -> usize {
        self.starts.len() - 1
    }

    /// The places of a row.
    fn row(&self, row: usize) -> Range<usize> {
        self.starts[row]..self.starts[row + 1]
    }

    /// Counts once more at `place`.
    #[inline]
    fn add(&mut self, place: usize) {
        let (count, full) = self.counts[place].overflowing_add(1);
        self.counts[place] = count;
        if full {
            *self.carried.entry(place).or_insert(0) += 1;
        }
    }

    #[inline]
    fn count(&self, place: usize) -> f32 {
        let carried = match self.carried.is_empty() {
            true => 0,
            false => self.carried.get(&place).copied().unwrap_or(0),
        };
        carried as f32 * 256.0 + f32::from(self.counts[place])
    }
}

/// Cuts the texts into chunks of about equal bytes. The result of counting does not depend
/// on the cuts: numbers follow the first sight of a term in the order of the texts.
fn chunk_ranges<T: AsRef<str>>(texts: &[T], threads: usize) -> Vec<Range<usize>> {
    let bytes: usize = texts.iter().map(|text| text.as_ref().len()).sum();
    let most = match threads {
        1 => CHUNK_BYTES,
        _ => (bytes / (2 * threads)).clamp(1 << 16, CHUNK_BYTES),
    };
    let mut ranges = Vec::new();
    let (mut start, mut filled) = (0, 0);
    for (at, text) in texts.iter().enumerate() {
        if filled >= most {
            ranges.push(start..at);
            (start, filled) = (at, 0);
        }
        filled += text.as_ref().len();
    }
    ranges.push(start..texts.len());
    ranges
}

/// Counts the texts of one chunk from the first on.
struct Counter<'a> {
    reader: &'a GramReader,
    interner: Interner,
    chunk: Chunk,
}

impl Counter<'_> {
    fn count(&mut self, text: &str, scratch: &mut GramScratch) {
        let row = self.chunk.rows.terms.len();
        self.reader.read(text, scratch, |found| {
            for batch in found.grams.chunks(BATCH) {
                self.interner.warm(batch.iter().map(|gram| gram.hash));
                for gram in batch {
                    if self.count_one(gram.hash, row) {
                        self.chunk.blocks.push(found.block);
                        self.chunk.terms.push_with(|out| found.write(*gram, out));
                    }
                }
            }
        });
        self.chunk.rows.starts.push(self.chunk.rows.terms.len());
    }

    /// Counts one n-gram of the row that starts at `row`; whether it is a new term.
    #[inline]
    fn count_one(&mut self, hash: u64, row: usize) -> bool {
        let (term, new, seen) = self.interner.intern(hash);
        let rows = &mut self.chunk.rows;
        match (*seen as usize).checked_sub(1) {
            Some(place) if place >= row => rows.add(place),
            _ => {
                rows.terms.push(term);
                rows.counts.push(1);
                *seen = rows.terms.len() as u32;
            }
        }
        new
    }
}

fn count_chunk<T: AsRef<str>>(reader: &GramReader, texts: &[T]) -> Chunk {
    let mut counter = Counter {
        reader,
        interner: Interner::new(),
        chunk: Chunk::default(),
    };
    counter.chunk.rows.starts.push(0);
    let mut scratch = GramScratch::default();
    for text in texts {
        counter.count(text.as_ref(), &mut scratch);
    }
    counter.chunk.hashes = counter.interner.into_hashes();
    counter.chunk
}

/// Gives all chunks one numbering: the order of first sight from chunk to chunk.
fn merge(mut chunks: Vec<Chunk>) -> (Chunk, Vec<Counts>) {
    if chunks.len() == 1 {
        let mut only = chunks.remove(0);
        let rows = core::mem::take(&mut only.rows);
        return (only, vec![rows]);
    }
    let mut interner = Interner::new();
    let mut all = Chunk::default();
    let mut rows = Vec::with_capacity(chunks.len());
    for mut chunk in chunks {
        let mut numbers = Vec::with_capacity(chunk.hashes.len());
        for (local, &hash) in chunk.hashes.iter().enumerate() {
            let (number, new, _) = interner.intern(hash);
            if new {
                all.hashes.push(hash);
                all.blocks.push(chunk.blocks[local]);
                let term = chunk.terms.get(local).unwrap_or_default();
                all.terms.push_with(|out| out.push_str(term));
            }
            numbers.push(number);
        }
        let renumber = |term: &mut u32| *term = numbers[*term as usize];
        chunk.rows.terms.par_iter_mut().for_each(renumber);
        rows.push(chunk.rows);
    }
    (all, rows)
}

/// Columns and weights learned from some rows of a [`CountedCorpus`].
#[derive(Clone, Debug)]
pub struct Tfidf {
    /// The column of each term of the corpus.
    columns: Vec<u32>,
    /// The term of each column.
    terms: Vec<u32>,
    weights: ColumnWeights,
    documents: usize,
}

impl Tfidf {
    fn new(
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
        let matrices: Vec<CsrMatrix> = rows
            .par_chunks(1024)
            .map(|rows| self.weigh_rows(corpus, rows))
            .collect();
        let matrix = CsrMatrix::vstack(matrices, self.weights.terms());
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
            &self.hashes(&corpus.hashes),
            self.weights.clone(),
            corpus.terms.select(&self.terms),
            self.documents,
        )
    }

    /// As [`Tfidf::vectorizer`], freeing each part of the corpus when it is copied.
    fn into_vectorizer(self, corpus: CountedCorpus) -> FittedVectorizer {
        let CountedCorpus {
            vectorizer,
            hashes,
            terms,
            ..
        } = corpus;
        let kept = terms.select(&self.terms);
        drop(terms);
        let of_columns = self.hashes(&hashes);
        drop(hashes);
        FittedVectorizer::assemble(vectorizer, &of_columns, self.weights, kept, self.documents)
    }

    /// The hash of each column.
    fn hashes(&self, of_terms: &[u64]) -> Vec<u64> {
        let terms = self.terms.iter();
        terms.map(|&term| of_terms[term as usize]).collect()
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

    fn weigh_rows(&self, corpus: &CountedCorpus, rows: &[usize]) -> CsrMatrix {
        let mut sorted = Vec::new();
        let mut starts = vec![0];
        let (mut columns, mut values) = (Vec::new(), Vec::new());
        for &row in rows {
            let (chunk, row) = corpus.place(row);
            self.sort_row(chunk, chunk.row(row), &mut sorted);
            let start = columns.len();
            columns.extend(sorted.iter().map(|packed| (packed >> 32) as u32));
            values.extend(sorted.iter().map(|&packed| f32::from_bits(packed as u32)));
            self.weights.weigh(&columns[start..], &mut values[start..]);
            starts.push(columns.len());
        }
        CsrMatrix::from_rows(starts, columns, values, self.weights.terms())
    }

    /// Weighs all rows of a chunk, the columns where its terms lay.
    fn convert(&self, mut chunk: Counts) -> CsrMatrix {
        let mut sorted = Vec::new();
        let mut values = Vec::with_capacity(chunk.terms.len());
        let mut start = 0;
        for row in 1..chunk.starts.len() {
            let places = start..chunk.starts[row];
            start = places.end;
            self.sort_row(&chunk, places, &mut sorted);
            let kept = values.len()..values.len() + sorted.len();
            values.extend(sorted.iter().map(|&packed| f32::from_bits(packed as u32)));
            let columns = &mut chunk.terms[kept.clone()];
            for (column, packed) in columns.iter_mut().zip(&sorted) {
                *column = (packed >> 32) as u32;
            }
            self.weights.weigh(columns, &mut values[kept.clone()]);
            chunk.starts[row] = kept.end;
        }
        chunk.terms.truncate(values.len());
        CsrMatrix::from_rows(chunk.starts, chunk.terms, values, self.weights.terms())
    }

    /// The kept columns of a row in ascending order, each above the bits of its count.
    fn sort_row(&self, chunk: &Counts, places: Range<usize>, sorted: &mut Vec<u64>) {
        sorted.clear();
        for place in places {
            let column = self.columns[chunk.terms[place] as usize];
            if column != DROPPED {
                let count = chunk.count(place).to_bits();
                sorted.push((u64::from(column) << 32) | u64::from(count));
            }
        }
        sorted.sort_unstable();
    }
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
        for &term in corpus.row_terms(row) {
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
        for place in chunk.row(row) {
            let count = if binary { 1.0 } else { chunk.count(place) };
            totals[chunk.terms[place] as usize] += f64::from(count);
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
