//! Texts counted: rows of terms, numbered in the order in which they are first seen.

use core::ops::Range;

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::reader::GramReader;
use crate::ngrams::GramScratch;
use crate::vocabulary::{Interner, TermList};

/// The slots of so many n-grams are read ahead of their use.
const BATCH: usize = 64;

/// A chunk of texts is at most this many bytes, so that its counts can be numbered with 31 bits.
const CHUNK_BYTES: usize = 1 << 28;

/// Set on a term that a row has more than once.
const REPEATED: u32 = 1 << 31;

/// Rows of counts in the order in which a document first uses its terms.
///
/// Most terms stand once in a row and few more than 255 times: only a repeated term has a count, a byte,
/// and the rest is kept apart.
#[derive(Clone, Debug, Default)]
pub(super) struct Counts {
    /// Where each row begins, then the end.
    starts: Vec<usize>,
    /// The counts of a row begin here.
    firsts: Vec<u32>,
    terms: Vec<u32>,
    /// The count of each repeated term; 0 for one that does not fit.
    counts: Vec<u8>,
    /// By place: counts above 255.
    large: FxHashMap<usize, u32>,
}

impl Counts {
    pub(super) fn rows(&self) -> usize {
        self.starts.len() - 1
    }

    /// The terms of a row and their counts.
    #[inline]
    pub(super) fn row(&self, row: usize) -> impl Iterator<Item = (u32, f32)> {
        self.row_at(row, self.starts[row]..self.starts[row + 1])
    }

    /// As [`Counts::row`], for a row that lies at `places`.
    #[inline]
    pub(super) fn row_at(
        &self,
        row: usize,
        places: Range<usize>,
    ) -> impl Iterator<Item = (u32, f32)> {
        let terms = &self.terms[places];
        let mut at = self.firsts[row] as usize;
        terms.iter().map(move |&term| {
            if term & REPEATED == 0 {
                return (term, 1.0);
            }
            at += 1;
            (term & !REPEATED, self.count(at - 1))
        })
    }

    /// The terms of a row.
    pub(super) fn row_terms(&self, row: usize) -> impl Iterator<Item = u32> {
        let terms = &self.terms[self.starts[row]..self.starts[row + 1]];
        terms.iter().map(|&term| term & !REPEATED)
    }

    /// Gives every term another number.
    pub(super) fn renumber(&mut self, numbers: &[u32]) {
        let number = |term: u32| numbers[(term & !REPEATED) as usize] | (term & REPEATED);
        (self.terms.par_iter_mut()).for_each(|term| *term = number(*term));
    }

    /// How many places the rows have together.
    pub(super) fn stored(&self) -> usize {
        self.terms.len()
    }

    /// Where each row begins, then the end, to be written over.
    pub(super) fn take_starts(&mut self) -> Vec<usize> {
        core::mem::take(&mut self.starts)
    }

    /// Room of the terms to be written over, where rows that were read lie.
    pub(super) fn written_over(&mut self, places: Range<usize>) -> &mut [u32] {
        &mut self.terms[places]
    }

    /// The first `kept` numbers that were written over the terms.
    pub(super) fn into_terms(mut self, kept: usize) -> Vec<u32> {
        self.terms.truncate(kept);
        self.terms
    }

    #[inline]
    fn count(&self, place: usize) -> f32 {
        match self.counts[place] {
            0 => self.large.get(&place).copied().unwrap_or_default() as f32,
            count => f32::from(count),
        }
    }

    /// Ends a row whose terms stand from `first` on, with the count of each.
    fn end_row(&mut self, first: usize, counts: &[u32]) {
        for (term, &count) in self.terms[first..].iter_mut().zip(counts) {
            if count > 1 {
                *term |= REPEATED;
                let byte = u8::try_from(count).unwrap_or(0);
                if byte == 0 {
                    self.large.insert(self.counts.len(), count);
                }
                self.counts.push(byte);
            }
        }
        self.starts.push(self.terms.len());
        self.firsts.push(self.counts.len() as u32);
    }
}

/// A chunk with a numbering of its own.
#[derive(Default)]
pub(super) struct Chunk {
    rows: Counts,
    pub(super) hashes: Vec<u64>,
    pub(super) blocks: Vec<u8>,
    pub(super) terms: TermList,
}

/// Counts the texts in parallel; the numbering is one, and the rows are in their order.
pub(super) fn count<T: AsRef<str> + Sync>(
    reader: &GramReader,
    texts: &[T],
) -> (Chunk, Vec<Counts>) {
    let ranges = chunk_ranges(texts, rayon::current_num_threads());
    let chunks: Vec<Chunk> = ranges
        .into_par_iter()
        .map(|range| count_chunk(reader, &texts[range]))
        .collect();
    merge(chunks)
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
    /// The count of each term of the present row.
    row: Vec<u32>,
}

impl Counter<'_> {
    fn count(&mut self, text: &str, scratch: &mut GramScratch) {
        let first = self.chunk.rows.terms.len();
        self.reader.read(text, scratch, |found| {
            for batch in found.grams.chunks(BATCH) {
                self.interner.warm(batch.iter().map(|gram| gram.hash));
                for gram in batch {
                    if self.count_one(gram.hash, first) {
                        self.chunk.blocks.push(found.block);
                        self.chunk.terms.push_with(|out| found.write(*gram, out));
                    }
                }
            }
        });
        self.chunk.rows.end_row(first, &self.row);
        self.row.clear();
    }

    /// Counts one n-gram of the row that starts at `first`; whether it is a new term.
    #[inline]
    fn count_one(&mut self, hash: u64, first: usize) -> bool {
        let (term, new, seen) = self.interner.intern(hash);
        let terms = &mut self.chunk.rows.terms;
        match (*seen as usize).checked_sub(1) {
            Some(place) if place >= first => self.row[place - first] += 1,
            _ => {
                terms.push(term);
                self.row.push(1);
                *seen = terms.len() as u32;
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
        row: Vec::new(),
    };
    counter.chunk.rows.starts.push(0);
    counter.chunk.rows.firsts.push(0);
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
        chunk.rows.renumber(&numbers);
        rows.push(chunk.rows);
    }
    (all, rows)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Idf, Ngrams, Norm, Vectorizer};

    #[test]
    fn counts_of_any_size_come_back_from_any_chunk() {
        let words = Ngrams::words(1..=1).idf(Idf::None).norm(Norm::None);
        let vectorizer = Vectorizer::builder().block(words).build().unwrap();
        let reader = GramReader::new(&vectorizer);
        let sizes = [1, 2, 255, 256, 257, 70_000];
        let texts: Vec<String> = sizes
            .iter()
            .map(|&size| format!("{}باب {}", "تاج ".repeat(size), "باب ".repeat(size)))
            .collect();
        let alone = count_chunk(&reader, &texts);
        let cut: Vec<Chunk> = texts
            .iter()
            .map(|text| count_chunk(&reader, core::slice::from_ref(text)))
            .collect();
        let (_, cut) = merge(cut);
        for (row, size) in sizes.into_iter().enumerate() {
            let expected = [(0, size as f32), (1, size as f32 + 1.0)];
            assert!(alone.rows.row(row).eq(expected), "{size}");
            assert!(cut[row].row(0).eq(expected), "{size}");
        }
    }
}
