//! Rows without a vocabulary: every n-gram goes to one of 2ᵏ columns, with a sign.
//!
//! Weinberger et al. 2009, "Feature hashing for large scale multitask learning": the sign
//! makes colliding n-grams cancel on average instead of adding up.

use rayon::prelude::*;

use crate::ngrams::GramScratch;
use crate::tfidf::Weighting;
use crate::vectorize::{GramReader, Tally, Vectorizer, VectorizerError};
use crate::{CsrMatrix, FeatureId, FeatureVector};

/// Turns texts into rows of a fixed width, with nothing to learn and nothing to store; for
/// streams larger than memory.
///
/// All blocks of n-grams share the columns. What a column means is lost; the spans of
/// [`HashingVectorizer::explain`] bring it back text by text.
///
/// ```
/// use khitab_features::{HashingVectorizer, Ngrams, Vectorizer};
/// let words = Vectorizer::builder().block(Ngrams::words(1..=2).counts()).build()?;
/// let hashing = HashingVectorizer::new(&words, 18)?;
/// assert_eq!(hashing.transform(&["كتاب جديد"]).columns(), 1 << 18);
/// # Ok::<(), khitab_features::VectorizerError>(())
/// ```
#[derive(Clone, Debug)]
pub struct HashingVectorizer {
    reader: GramReader,
    weighting: Weighting,
    bits: u32,
}

/// How n-grams share columns in a sample of texts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CollisionReport {
    /// Distinct n-grams.
    pub terms: usize,
    /// Columns that hold at least one of them.
    pub columns: usize,
    /// N-grams that share their column with another.
    pub collided: usize,
    /// N-grams in the fullest column.
    pub fullest: usize,
}

impl HashingVectorizer {
    /// Hashes the n-grams of `vectorizer` into `2^bits` columns.
    ///
    /// # Errors
    /// When `bits` is not from 1 to 30, when blocks are weighted differently, or when one
    /// asks for what needs a vocabulary: idf, bounds on documents, a limit of terms, names.
    pub fn new(vectorizer: &Vectorizer, bits: u32) -> Result<Self, VectorizerError> {
        if !(1..=30).contains(&bits) {
            return Err(VectorizerError::new("hashing takes from 1 to 30 bits"));
        }
        let weighting = vectorizer.hashed_weighting()?;
        Ok(Self {
            reader: GramReader::new(vectorizer),
            weighting,
            bits,
        })
    }

    /// The number of columns.
    #[must_use]
    pub fn columns(&self) -> usize {
        1 << self.bits
    }

    /// The rows of `texts`, in parallel, in their order.
    #[must_use]
    pub fn transform<T: AsRef<str> + Sync>(&self, texts: &[T]) -> CsrMatrix {
        let matrices: Vec<CsrMatrix> = texts
            .par_chunks(512)
            .map(|texts| {
                let mut matrix = CsrMatrix::new(self.columns());
                let mut scratch = Scratch::default();
                for text in texts {
                    self.row(text.as_ref(), &mut scratch);
                    matrix.push_row(&scratch.columns, &scratch.values);
                }
                matrix
            })
            .collect();
        CsrMatrix::vstack(matrices, self.columns())
    }

    /// The row of one text.
    #[must_use]
    pub fn transform_one(&self, text: &str) -> FeatureVector {
        let mut scratch = Scratch::default();
        self.row(text, &mut scratch);
        FeatureVector {
            columns: scratch.columns,
            values: scratch.values,
            provenance: Vec::new(),
        }
    }

    /// As [`HashingVectorizer::transform_one`], with the spans of `text` behind every column.
    #[must_use]
    pub fn explain(&self, text: &str) -> FeatureVector {
        let mut row = self.transform_one(text);
        let mut found = Vec::new();
        self.reader
            .read(text, &mut GramScratch::default(), |batch| {
                let column = |hash| FeatureId(self.key(hash) >> 1);
                let grams = batch.grams.iter();
                found.extend(grams.map(|gram| (column(gram.hash), batch.span(*gram))));
            });
        found.retain(|&(id, _)| row.get(id) != 0.0);
        row.provenance = crate::matrix::grouped(found);
        row
    }

    /// How the distinct n-grams of `texts` share columns.
    #[must_use]
    pub fn collisions<T: AsRef<str>>(&self, texts: &[T]) -> CollisionReport {
        let mut hashes = Vec::new();
        let mut scratch = GramScratch::default();
        for text in texts {
            self.reader.read(text.as_ref(), &mut scratch, |batch| {
                hashes.extend(batch.hashes());
            });
            if hashes.len() > 1 << 24 {
                distinct(&mut hashes);
            }
        }
        distinct(&mut hashes);
        let mut columns: Vec<u32> = hashes.iter().map(|&hash| self.key(hash) >> 1).collect();
        columns.sort_unstable();
        let loads = || columns.chunk_by(u32::eq).map(<[u32]>::len);
        CollisionReport {
            terms: columns.len(),
            columns: loads().count(),
            collided: loads().filter(|&load| load > 1).sum(),
            fullest: loads().max().unwrap_or(0),
        }
    }

    /// The column above one bit of sign.
    #[inline]
    fn key(&self, hash: u64) -> u32 {
        let column = hash as u32 & ((1 << self.bits) - 1);
        column << 1 | (hash >> 63) as u32
    }

    fn row(&self, text: &str, scratch: &mut Scratch) {
        let Scratch {
            grams,
            tally,
            columns,
            values,
        } = scratch;
        self.reader.read(text, grams, |batch| {
            for hash in batch.hashes() {
                tally.push(self.key(hash));
            }
        });
        columns.clear();
        values.clear();
        tally.drain(columns, values);
        merge_signs(columns, values);
        self.weighting.apply(|_| 1.0, columns, values);
    }
}

/// Room that is used again from document to document.
#[derive(Default)]
struct Scratch {
    grams: GramScratch,
    tally: Tally,
    columns: Vec<u32>,
    values: Vec<f32>,
}

fn distinct(hashes: &mut Vec<u64>) {
    hashes.sort_unstable();
    hashes.dedup();
}

/// Puts the two signs of a column together; what cancels leaves the row.
fn merge_signs(columns: &mut Vec<u32>, values: &mut Vec<f32>) {
    let mut kept = 0;
    let mut at = 0;
    while at < columns.len() {
        let column = columns[at] >> 1;
        let mut value = 0.0;
        while at < columns.len() && columns[at] >> 1 == column {
            value += if columns[at] & 1 == 0 {
                values[at]
            } else {
                -values[at]
            };
            at += 1;
        }
        if value != 0.0 {
            columns[kept] = column;
            values[kept] = value;
            kept += 1;
        }
    }
    columns.truncate(kept);
    values.truncate(kept);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Idf, Ngrams, Norm};

    fn hashing(bits: u32) -> HashingVectorizer {
        let words = Vectorizer::builder()
            .block(Ngrams::words(1..=2).counts())
            .build()
            .unwrap();
        HashingVectorizer::new(&words, bits).unwrap()
    }

    #[test]
    fn many_columns_keep_counts_and_few_cancel() {
        let wide = hashing(28).transform_one("باب باب تاج");
        let mut sizes: Vec<f32> = wide.values.iter().map(|value| value.abs()).collect();
        sizes.sort_by(f32::total_cmp);
        assert_eq!(sizes, [1.0, 1.0, 1.0, 2.0]);
        let narrow = hashing(1).transform_one("باب باب تاج");
        assert!(narrow.columns.iter().all(|&column| column < 2));
    }

    #[test]
    fn a_batch_gives_the_rows_of_its_texts() {
        let texts: Vec<String> = (0..2000).map(|i| format!("رقم {} كتاب", i % 37)).collect();
        let hashing = hashing(12);
        let matrix = hashing.transform(&texts);
        for (row, text) in texts.iter().enumerate() {
            let alone = hashing.transform_one(text);
            assert_eq!(matrix.row(row), (&alone.columns[..], &alone.values[..]));
        }
    }

    #[test]
    fn explanations_cover_the_columns() {
        let text = "كتابٌ جديدٌ";
        let row = hashing(20).explain(text);
        assert_eq!(row.provenance.len(), row.columns.len());
        let spans: Vec<&str> = row.provenance.iter().map(|(_, s)| s[0].of(text)).collect();
        assert!(spans.contains(&"كتابٌ جديدٌ"));
    }

    #[test]
    fn collisions_are_counted() {
        let texts: Vec<String> = (10..60).map(|i| format!("{i}")).collect();
        let report = hashing(20).collisions(&texts);
        assert_eq!(report.terms, 50);
        let crowded = hashing(2).collisions(&texts);
        assert_eq!(
            (crowded.terms, crowded.columns, crowded.collided),
            (50, 4, 50)
        );
        assert!(crowded.fullest >= 13);
    }

    #[test]
    fn what_needs_a_vocabulary_is_refused() {
        let build = |block| Vectorizer::builder().block(block).build().unwrap();
        let refused = |block| {
            HashingVectorizer::new(&build(block), 18)
                .unwrap_err()
                .to_string()
        };
        assert_eq!(
            refused(Ngrams::words(1..=1)),
            "block 1: hashing has no vocabulary, so no idf and no choice of terms"
        );
        let counts = Ngrams::words(1..=1).counts();
        assert!(refused(counts.clone().max_features(9)).starts_with("block 1"));
        let two = Vectorizer::builder()
            .block(counts.clone())
            .block(Ngrams::chars(2..=3).idf(Idf::None).norm(Norm::L1))
            .build()
            .unwrap();
        assert_eq!(
            HashingVectorizer::new(&two, 18).unwrap_err().to_string(),
            "block 2: hashed blocks share their columns, so also tf and norm"
        );
        assert!(HashingVectorizer::new(&build(counts), 31).is_err());
    }
}
