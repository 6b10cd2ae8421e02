//! A vectorizer that has learned its terms.

use std::borrow::Cow;

use khitab_text::Span;
use rayon::prelude::*;

use super::place::{Place, Places};
use super::reader::GramReader;
use super::weights::ColumnWeights;
use super::{Vectorizer, VectorizerError};
use crate::matrix::grouped;
use crate::ngrams::{Analyzer, GramScratch};
use crate::vocabulary::{Terms, Vocabulary};
use crate::{Array, CsrMatrix, FeatureId, FeatureSpace, FeatureVector};

/// Gives texts rows over columns learned before; immutable and shared between threads.
///
/// The weights are those of the rows it was fitted on: a text has the same row alone and in
/// a batch.
#[derive(Clone, Debug)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(
    feature = "serde",
    serde(into = "VectorizerParts", try_from = "VectorizerParts")
)]
pub struct FittedVectorizer {
    pub(super) vectorizer: Vectorizer,
    /// The parameters, compiled.
    pub(super) reader: GramReader,
    pub(super) vocabulary: Vocabulary,
    pub(super) weights: ColumnWeights,
    pub(super) terms: Option<Terms>,
    pub(super) documents: usize,
    places: Places,
}

/// All that a [`FittedVectorizer`] has learned, as plain arrays for a model file.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct VectorizerParts {
    /// The parameters.
    pub vectorizer: Vectorizer,
    /// The numbers of the terms, ascending.
    pub hashes: Array<u64>,
    /// The column of each of them.
    pub columns: Array<u32>,
    /// One past the last column of each block of n-grams.
    pub ends: Vec<u32>,
    /// The inverse document frequency of each column of terms, between -1e24 and 1e24.
    pub idf: Array<f32>,
    /// The factor of each named feature, between -1e24 and 1e24.
    pub scale: Vec<f32>,
    /// The strings of the terms in column order; a model scores without them.
    pub terms: Option<Terms>,
    /// How many documents it was fitted on.
    pub documents: usize,
}

/// No weight is larger: times any count it is within 32 bits.
pub(super) const LARGEST: f32 = 1e24;

impl FittedVectorizer {
    /// The rows of `texts`, in parallel, in their order.
    ///
    /// # Errors
    /// When named features were declared: they are needed too.
    pub fn transform<T: AsRef<str> + Sync>(
        &self,
        texts: &[T],
    ) -> Result<CsrMatrix, VectorizerError> {
        if !self.weights.scale.is_empty() {
            return Err(VectorizerError::new(
                "named features were declared: give one row of them a text",
            ));
        }
        Ok(self.terms_of(texts))
    }

    /// As [`FittedVectorizer::transform`], with one row of named features a text.
    ///
    /// # Errors
    /// When the number of rows or a column does not fit.
    pub fn transform_with<T: AsRef<str> + Sync>(
        &self,
        texts: &[T],
        named: &[FeatureVector],
    ) -> Result<CsrMatrix, VectorizerError> {
        let matrix = self.vectorizer.named_matrix(texts.len(), named)?;
        let terms = match self.vectorizer.all_own_words(texts, named) {
            Some(own) => self.terms_of(&own),
            None => self.terms_of(texts),
        };
        Ok(self.weights.beside(&terms, &matrix, 0..texts.len()))
    }

    /// The row of one text; named features, if declared, are zero, and what they would leave out is read:
    /// give [`Vectorizer::own_words`] where that is not wanted.
    #[must_use]
    pub fn transform_one(&self, text: &str) -> FeatureVector {
        let mut row = FeatureVector::default();
        self.places
            .with(|place| self.push_terms(text, place, &mut row.columns, &mut row.values));
        row
    }

    /// As [`FittedVectorizer::transform_one`], with the spans of `text` behind every column.
    #[must_use]
    pub fn explain(&self, text: &str) -> FeatureVector {
        let mut row = self.transform_one(text);
        row.provenance = self.provenance(text);
        row
    }

    /// Appends the named features of a text to its row, with their spans if they have any.
    ///
    /// # Errors
    /// When a column of `named` was not declared.
    pub fn push_named(
        &self,
        row: &mut FeatureVector,
        named: &FeatureVector,
    ) -> Result<(), VectorizerError> {
        let width = self.weights.scale.len();
        if named.columns.last().is_some_and(|&c| c as usize >= width) {
            return Err(VectorizerError::new(format!(
                "a named feature has a column past the {width} declared"
            )));
        }
        self.weights
            .push_named((&named.columns, &named.values), row);
        let first = self.weights.terms() as u32;
        let moved = named
            .provenance
            .iter()
            .map(|(id, spans)| (FeatureId(first + id.0), spans.clone()));
        row.provenance.extend(moved);
        Ok(())
    }

    /// The parameters it was fitted with.
    #[must_use]
    pub fn vectorizer(&self) -> &Vectorizer {
        &self.vectorizer
    }

    /// The number of columns.
    #[must_use]
    pub fn columns(&self) -> usize {
        self.weights.width()
    }

    /// The number of columns of each block of n-grams, then of the named features.
    #[must_use]
    pub fn widths(&self) -> Vec<usize> {
        let mut before = 0;
        let blocks = self.weights.ends.iter().map(|&end| {
            let width = end - before;
            before = end;
            width as usize
        });
        blocks
            .chain((!self.weights.scale.is_empty()).then_some(self.weights.scale.len()))
            .collect()
    }

    /// The number of documents it was fitted on.
    #[must_use]
    pub fn documents(&self) -> usize {
        self.documents
    }

    /// The inverse document frequencies, one a term in column order.
    #[must_use]
    pub fn idf(&self) -> &[f32] {
        &self.weights.idf
    }

    /// The n-gram of a column as a string, if the strings were kept.
    #[must_use]
    pub fn term(&self, id: FeatureId) -> Option<&str> {
        self.terms.as_ref()?.get(id.0 as usize)
    }

    /// The name of a column: a named feature's own, else its analyzer and the n-gram; a
    /// number when the strings were not kept.
    #[must_use]
    pub fn name(&self, id: FeatureId) -> Cow<'_, str> {
        let column = id.0 as usize;
        if let Some(named) = column.checked_sub(self.weights.terms()) {
            return self.vectorizer.named.names.get(named).map_or_else(
                || Cow::Owned(format!("column:{column}")),
                |name| Cow::Borrowed(name.as_str()),
            );
        }
        let block = self.weights.ends.partition_point(|&end| end <= id.0);
        let block = &self.vectorizer.blocks[block];
        let prefix = match block.analyzer {
            Analyzer::Word(_) => block.tokens.prefix(),
            Analyzer::Char => "char",
            Analyzer::CharWb => "char_wb",
        };
        match self.term(id) {
            Some(term) => Cow::Owned(format!("{prefix}:{term}")),
            None => Cow::Owned(format!("{prefix}#{column}")),
        }
    }

    /// The names of all columns. Two blocks of one analyzer may share a name: the later
    /// column then carries the number of its block.
    #[must_use]
    pub fn space(&self) -> FeatureSpace {
        let mut space = FeatureSpace::default();
        for column in 0..self.columns() as u32 {
            let name = self.name(FeatureId(column)).into_owned();
            if space.intern(name.clone()).0 != column {
                let block = self.weights.ends.partition_point(|&end| end <= column);
                space.intern(format!("{name}@{block}"));
            }
        }
        space
    }

    /// What it has learned, for a model file.
    #[must_use]
    pub fn parts(&self) -> VectorizerParts {
        let (hashes, columns) = self.vocabulary.parts();
        VectorizerParts {
            vectorizer: self.vectorizer.clone(),
            hashes: hashes.clone(),
            columns: columns.clone(),
            ends: self.weights.ends.clone(),
            idf: self.weights.idf.clone(),
            scale: self.weights.scale.clone(),
            terms: self.terms.clone(),
            documents: self.documents,
        }
    }

    /// Puts parts back together.
    ///
    /// # Errors
    /// When they do not fit together; hostile files end here.
    pub fn from_parts(parts: VectorizerParts) -> Result<Self, VectorizerError> {
        parts.vectorizer.check()?;
        let width = parts.idf.len();
        let rule = if parts.ends.len() != parts.vectorizer.blocks.len()
            || !parts.ends.is_sorted()
            || parts.ends.last().map_or(0, |&end| end as usize) != width
        {
            "the ends of the blocks do not fit the terms"
        } else if parts.scale.len() != parts.vectorizer.named.names.len() {
            "the named features do not fit their factors"
        } else if parts.terms.as_ref().is_some_and(|t| t.len() != width) {
            "the strings do not fit the terms"
        } else if !(parts.idf.all_within(LARGEST) && parts.scale.iter().all(|w| w.abs() <= LARGEST))
        {
            "a weight is not a number between -1e24 and 1e24"
        } else if parts.hashes.len() != width {
            "the hashes do not fit the terms"
        } else {
            ""
        };
        if !rule.is_empty() {
            return Err(VectorizerError::new(rule));
        }
        let vocabulary = Vocabulary::from_sorted(parts.hashes, parts.columns).ok_or_else(|| {
            VectorizerError::new("the hashes do not ascend or a column stands twice")
        })?;
        let blocks = &parts.vectorizer.blocks;
        let weights = ColumnWeights {
            weightings: blocks.iter().map(|block| block.weighting).collect(),
            ends: parts.ends,
            idf: parts.idf,
            scale: parts.scale,
        };
        Ok(Self {
            reader: GramReader::new(&parts.vectorizer),
            vectorizer: parts.vectorizer,
            vocabulary,
            weights,
            terms: parts.terms,
            documents: parts.documents,
            places: Places::default(),
        })
    }

    /// Puts together what was learned; strings in column order.
    pub(super) fn assemble(
        vectorizer: Vectorizer,
        vocabulary: Vocabulary,
        weights: ColumnWeights,
        terms: Terms,
        documents: usize,
    ) -> Self {
        Self {
            reader: GramReader::new(&vectorizer),
            vectorizer,
            vocabulary,
            weights,
            terms: Some(terms),
            documents,
            places: Places::default(),
        }
    }

    fn terms_of<T: AsRef<str> + Sync>(&self, texts: &[T]) -> CsrMatrix {
        let matrices: Vec<CsrMatrix> = texts
            .par_chunks(512)
            .map(|texts| self.transform_chunk(texts))
            .collect();
        CsrMatrix::vstack(matrices, self.weights.width())
    }

    fn transform_chunk<T: AsRef<str>>(&self, texts: &[T]) -> CsrMatrix {
        let mut starts = vec![0];
        let (mut columns, mut values) = (Vec::new(), Vec::new());
        self.places.with(|place| {
            for text in texts {
                self.push_terms(text.as_ref(), place, &mut columns, &mut values);
                starts.push(columns.len());
            }
        });
        CsrMatrix::from_rows(starts, columns, values, self.weights.width())
    }

    fn push_terms(
        &self,
        text: &str,
        place: &mut Place,
        columns: &mut Vec<u32>,
        values: &mut Vec<f32>,
    ) {
        self.reader.each_block(text, |block, scanner, text| {
            place.count(block, text.as_str(), scanner, &self.vocabulary);
        });
        let start = columns.len();
        place.tally.drain(columns, values);
        self.weights.weigh(&columns[start..], &mut values[start..]);
    }

    fn provenance(&self, text: &str) -> Vec<(FeatureId, Vec<Span>)> {
        let mut all = Vec::new();
        self.reader
            .read(text, &mut GramScratch::default(), |found| {
                for gram in found.grams {
                    self.vocabulary
                        .columns([gram.hash].into_iter(), |_, column| {
                            all.push((FeatureId(column), found.span(*gram)));
                        });
                }
            });
        grouped(all)
    }
}

impl PartialEq for FittedVectorizer {
    /// The reader follows from the parameters.
    fn eq(&self, other: &Self) -> bool {
        self.vectorizer == other.vectorizer
            && self.vocabulary == other.vocabulary
            && self.weights == other.weights
            && self.terms == other.terms
            && self.documents == other.documents
    }
}

impl From<FittedVectorizer> for VectorizerParts {
    fn from(fitted: FittedVectorizer) -> Self {
        fitted.parts()
    }
}

impl TryFrom<VectorizerParts> for FittedVectorizer {
    type Error = VectorizerError;

    fn try_from(parts: VectorizerParts) -> Result<Self, VectorizerError> {
        Self::from_parts(parts)
    }
}
