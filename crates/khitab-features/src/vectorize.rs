//! Texts to sparse rows: blocks of weighted n-grams side by side, named features beside them.

mod counted;
mod counts;
mod cut;
mod fitted;
mod learned;
mod own_words;
mod place;
mod prepare;
mod radix;
mod reader;
mod tally;
mod weights;

use core::fmt;
use core::ops::RangeInclusive;

pub use counted::CountedCorpus;
pub use cut::Tokens;
pub use fitted::{FittedVectorizer, VectorizerParts};
pub use learned::Tfidf;
pub use prepare::Preparation;
pub(crate) use reader::GramReader;
pub(crate) use tally::Tally;

use khitab_text::Segmenter;

use crate::ngrams::{Analyzer, TokenPattern};
use crate::tfidf::{DocumentFrequency, Idf, Norm, Tf, Weighting};
use crate::{CsrMatrix, FeatureVector};

/// Parameters that do not fit together, or a corpus that leaves no column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VectorizerError(String);

impl VectorizerError {
    pub(crate) fn new(rule: impl Into<String>) -> Self {
        Self(rule.into())
    }
}

impl fmt::Display for VectorizerError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl core::error::Error for VectorizerError {}

/// One block of n-grams and how they are weighted.
///
/// Starts as scikit-learn's `TfidfVectorizer` does: smooth idf, L2 norm, every term kept.
///
/// ```
/// use khitab_features::{Ngrams, Norm, Tf};
/// let words = Ngrams::words(1..=2).tf(Tf::Sublinear).norm(Norm::L1);
/// let characters = Ngrams::char_wb(2..=5).max_features(100_000);
/// # let _ = (words, characters);
/// ```
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Ngrams {
    analyzer: Analyzer,
    #[cfg_attr(
        feature = "serde",
        serde(default, skip_serializing_if = "Tokens::are_words")
    )]
    tokens: Tokens,
    range: RangeInclusive<usize>,
    #[cfg_attr(feature = "serde", serde(default))]
    weighting: Weighting,
    #[cfg_attr(feature = "serde", serde(default = "one_document"))]
    min_df: DocumentFrequency,
    #[cfg_attr(feature = "serde", serde(default = "all_documents"))]
    max_df: DocumentFrequency,
    #[cfg_attr(feature = "serde", serde(default))]
    max_features: Option<usize>,
}

const fn one_document() -> DocumentFrequency {
    DocumentFrequency::Count(1)
}

const fn all_documents() -> DocumentFrequency {
    DocumentFrequency::Share(1.0)
}

impl Ngrams {
    /// N-grams of `range` units.
    #[must_use]
    pub fn new(analyzer: Analyzer, range: RangeInclusive<usize>) -> Self {
        Self {
            analyzer,
            tokens: Tokens::Words,
            range,
            weighting: Weighting::default(),
            min_df: one_document(),
            max_df: all_documents(),
            max_features: None,
        }
    }

    /// Word n-grams with the Arabic token pattern.
    #[must_use]
    pub fn words(range: RangeInclusive<usize>) -> Self {
        Self::new(Analyzer::Word(TokenPattern::Arabic), range)
    }

    /// Character n-grams of the whole text.
    #[must_use]
    pub fn chars(range: RangeInclusive<usize>) -> Self {
        Self::new(Analyzer::Char, range)
    }

    /// Character n-grams inside words.
    #[must_use]
    pub fn char_wb(range: RangeInclusive<usize>) -> Self {
        Self::new(Analyzer::CharWb, range)
    }

    /// Raw counts: no idf, no norm.
    #[must_use]
    pub const fn counts(self) -> Self {
        self.idf(Idf::None).norm(Norm::None)
    }

    /// What the units of word n-grams are; characters know only [`Tokens::Words`].
    #[must_use]
    pub const fn tokens(mut self, tokens: Tokens) -> Self {
        self.tokens = tokens;
        self
    }

    /// How a count enters.
    #[must_use]
    pub const fn tf(mut self, tf: Tf) -> Self {
        self.weighting.tf = tf;
        self
    }

    /// How the number of documents enters.
    #[must_use]
    pub const fn idf(mut self, idf: Idf) -> Self {
        self.weighting.idf = idf;
        self
    }

    /// The length of a row of this block.
    #[must_use]
    pub const fn norm(mut self, norm: Norm) -> Self {
        self.weighting.norm = norm;
        self
    }

    /// Drops terms that stand in fewer documents.
    #[must_use]
    pub const fn min_df(mut self, min_df: DocumentFrequency) -> Self {
        self.min_df = min_df;
        self
    }

    /// Drops terms that stand in more documents.
    #[must_use]
    pub const fn max_df(mut self, max_df: DocumentFrequency) -> Self {
        self.max_df = max_df;
        self
    }

    /// Keeps that many terms with the highest counts over all documents; equal counts in the
    /// order of the code points of the terms.
    #[must_use]
    pub const fn max_features(mut self, max_features: usize) -> Self {
        self.max_features = Some(max_features);
        self
    }

    /// What the units are.
    #[must_use]
    pub const fn analyzer(&self) -> Analyzer {
        self.analyzer
    }

    /// The smallest and the largest number of units.
    #[must_use]
    pub const fn range(&self) -> &RangeInclusive<usize> {
        &self.range
    }

    const fn is_cut(&self) -> bool {
        !self.tokens.are_words()
    }

    fn check(&self, block: usize) -> Result<(), VectorizerError> {
        let (min, max) = (*self.range.start(), *self.range.end());
        let rule = if min == 0 || min > max || max > 64 {
            format!("n-gram range {min} to {max} is not inside 1 to 64")
        } else if !self.min_df.is_valid() || !self.max_df.is_valid() {
            "a share of documents lies between 0 and 1".to_owned()
        } else if self.max_features == Some(0) {
            "max_features is at least 1".to_owned()
        } else if self.is_cut() && !matches!(self.analyzer, Analyzer::Word(_)) {
            "only words are cut into clitics and stems".to_owned()
        } else {
            return Ok(());
        };
        Err(VectorizerError(format!("block {block}: {rule}")))
    }
}

/// How the values of the named features are scaled.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum Scaling {
    /// Divided by the largest absolute value among the rows fitted on.
    #[default]
    MaxAbs,
    /// Taken as they are.
    None,
}

/// Features that come with a name and were computed elsewhere.
#[derive(Clone, Debug, Default, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub(crate) struct NamedBlock {
    pub(crate) names: Vec<String>,
    pub(crate) scaling: Scaling,
    /// Those whose places n-grams leave out.
    #[cfg_attr(
        feature = "serde",
        serde(default, skip_serializing_if = "Vec::is_empty")
    )]
    pub(crate) blank: Vec<String>,
}

/// Turns texts into rows; checked parameters, nothing learned yet.
///
/// Columns stand block by block, in the order of the blocks, the most frequent term of a
/// block first; named features come last.
///
/// ```
/// use khitab_features::{Ngrams, Vectorizer};
/// let vectorizer = Vectorizer::builder()
///     .block(Ngrams::words(1..=2))
///     .block(Ngrams::char_wb(2..=5))
///     .build()?;
/// let (fitted, matrix) = vectorizer.fit(&["قرأ الطالب الكتاب", "قرأت الطالبة القصة"])?;
/// assert_eq!(matrix.rows(), 2);
/// let row = fitted.explain("كتابُ الطالبِ");
/// let (id, _) = row.iter().find(|(id, _)| fitted.name(*id) == "word:الطالب").unwrap();
/// assert_eq!(row.spans(id)[0].of("كتابُ الطالبِ"), "الطالبِ");
/// # Ok::<(), khitab_features::VectorizerError>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Vectorizer {
    #[cfg_attr(feature = "serde", serde(default))]
    pub(crate) preparation: Preparation,
    pub(crate) blocks: Vec<Ngrams>,
    #[cfg_attr(feature = "serde", serde(default))]
    pub(crate) named: NamedBlock,
    /// The segmenter that cuts the words, where a block has them cut.
    #[cfg_attr(
        feature = "serde",
        serde(default, skip_serializing_if = "Option::is_none")
    )]
    segmenter: Option<String>,
}

impl Vectorizer {
    /// Begins with no block and the search profile.
    #[must_use]
    pub fn builder() -> VectorizerBuilder {
        VectorizerBuilder {
            vectorizer: Self {
                preparation: Preparation::default(),
                blocks: Vec::new(),
                named: NamedBlock::default(),
                segmenter: None,
            },
        }
    }

    /// Learns the terms and weights of `texts` and gives their rows.
    ///
    /// # Errors
    /// When the bounds leave no term at all.
    pub fn fit<T: AsRef<str> + Sync>(
        &self,
        texts: &[T],
    ) -> Result<(FittedVectorizer, CsrMatrix), VectorizerError> {
        self.count(texts)?.fit()
    }

    /// As [`Vectorizer::fit`], with one row of named features a text.
    ///
    /// # Errors
    /// Also when the number of rows or a column does not fit.
    pub fn fit_with<T: AsRef<str> + Sync>(
        &self,
        texts: &[T],
        named: &[FeatureVector],
    ) -> Result<(FittedVectorizer, CsrMatrix), VectorizerError> {
        self.count_with(texts, named)?.fit()
    }

    /// Counts the terms of `texts` once, to be weighed for many splits of the rows.
    ///
    /// # Errors
    /// When named features were declared: they are needed too.
    pub fn count<T: AsRef<str> + Sync>(
        &self,
        texts: &[T],
    ) -> Result<CountedCorpus, VectorizerError> {
        if !self.named.names.is_empty() {
            return Err(VectorizerError::new(
                "named features were declared: give one row of them a text",
            ));
        }
        Ok(CountedCorpus::new(self.clone(), texts, None))
    }

    /// As [`Vectorizer::count`], with one row of named features a text.
    ///
    /// # Errors
    /// When the number of rows or a column does not fit.
    pub fn count_with<T: AsRef<str> + Sync>(
        &self,
        texts: &[T],
        named: &[FeatureVector],
    ) -> Result<CountedCorpus, VectorizerError> {
        let matrix = Some(self.named_matrix(texts.len(), named)?);
        Ok(match self.all_own_words(texts, named) {
            Some(own) => CountedCorpus::new(self.clone(), &own, matrix),
            None => CountedCorpus::new(self.clone(), texts, matrix),
        })
    }

    /// The blocks in column order.
    #[must_use]
    pub fn blocks(&self) -> &[Ngrams] {
        &self.blocks
    }

    /// Fails as [`VectorizerBuilder::build`] does; for parameters that were read from a file.
    pub(crate) fn check(&self) -> Result<(), VectorizerError> {
        if self.blocks.is_empty() && self.named.names.is_empty() {
            return Err(VectorizerError::new("a vectorizer has at least one block"));
        }
        if self.blocks.len() > usize::from(u8::MAX) {
            return Err(VectorizerError::new("a vectorizer has at most 255 blocks"));
        }
        let NamedBlock { names, blank, .. } = &self.named;
        if let Some(name) = blank.iter().find(|name| !names.contains(name)) {
            return Err(VectorizerError(format!(
                "{name:?} is to be left out of the n-grams, and no named feature is called so"
            )));
        }
        if let Some(theirs) = &self.segmenter {
            let ours = Segmenter::standard().version();
            if *theirs != ours {
                return Err(VectorizerError(format!(
                    "words were cut by the segmenter {theirs}, this build has {ours}"
                )));
            }
        }
        (1..)
            .zip(&self.blocks)
            .try_for_each(|(number, block)| block.check(number))
    }

    pub(crate) fn named_matrix(
        &self,
        texts: usize,
        rows: &[FeatureVector],
    ) -> Result<CsrMatrix, VectorizerError> {
        if rows.len() != texts {
            let rows = rows.len();
            return Err(VectorizerError(format!(
                "{texts} texts, but {rows} rows of named features"
            )));
        }
        let width = self.named.names.len();
        let past = |row: &FeatureVector| row.columns.last().is_some_and(|&c| c as usize >= width);
        match rows.iter().position(past) {
            Some(number) => Err(VectorizerError(format!(
                "row {number} of named features has a column past the {width} declared"
            ))),
            None => Ok(CsrMatrix::from_vectors(rows, width)),
        }
    }

    /// The weighting that all blocks share, for hashing.
    pub(crate) fn hashed_weighting(&self) -> Result<Weighting, VectorizerError> {
        if !self.named.names.is_empty() {
            return Err(VectorizerError::new("hashing takes no named features"));
        }
        let first = self.blocks.first();
        let weighting = first.map_or_else(Weighting::default, |block| block.weighting);
        for (number, block) in (1..).zip(&self.blocks) {
            let plain = block.weighting.idf == Idf::None
                && block.min_df == one_document()
                && block.max_df == all_documents()
                && block.max_features.is_none();
            if !plain {
                return Err(VectorizerError(format!(
                    "block {number}: hashing has no vocabulary, so no idf and no choice of terms"
                )));
            }
            if block.weighting != weighting {
                return Err(VectorizerError(format!(
                    "block {number}: hashed blocks share their columns, so also tf and norm"
                )));
            }
        }
        Ok(weighting)
    }
}

/// Collects the blocks of a [`Vectorizer`].
#[derive(Clone, Debug)]
pub struct VectorizerBuilder {
    vectorizer: Vectorizer,
}

impl VectorizerBuilder {
    /// What is done to a text before it is cut; the search profile unless set.
    #[must_use]
    pub fn preparation(mut self, preparation: Preparation) -> Self {
        self.vectorizer.preparation = preparation;
        self
    }

    /// Adds a block of n-grams after those already there.
    #[must_use]
    pub fn block(mut self, block: Ngrams) -> Self {
        self.vectorizer.blocks.push(block);
        self
    }

    /// Declares features that are computed elsewhere and given row by row, last in the columns.
    #[must_use]
    pub fn named<S: Into<String>>(
        mut self,
        names: impl IntoIterator<Item = S>,
        scaling: Scaling,
    ) -> Self {
        self.vectorizer.named.names = names.into_iter().map(Into::into).collect();
        self.vectorizer.named.scaling = scaling;
        self
    }

    /// Has the n-grams of a text cut without the places of these named features, such as the verses that
    /// it cites: see [`Vectorizer::own_words`].
    #[must_use]
    pub fn blank<S: Into<String>>(mut self, names: impl IntoIterator<Item = S>) -> Self {
        self.vectorizer.named.blank = names.into_iter().map(Into::into).collect();
        self
    }

    /// Checks the parameters.
    ///
    /// # Errors
    /// When there is no block, a range or bound is impossible, or a feature to leave out was not named.
    pub fn build(mut self) -> Result<Vectorizer, VectorizerError> {
        self.vectorizer.segmenter = (self.vectorizer.blocks.iter())
            .any(Ngrams::is_cut)
            .then(|| Segmenter::standard().version());
        self.vectorizer.check()?;
        Ok(self.vectorizer)
    }
}
