//! Blocks of features, and the vectorizer they make.

use khitab_features::{
    Analyzer, DocumentFrequency, Extractor, Feature, FeatureVector, Idf, Ngrams, Norm, Preparation,
    Scaling, Tf, TokenPattern, Tokens, Vectorizer, measured,
};
use khitab_text::Profile;
use serde::{Deserialize, Serialize};

use super::{Fault, named};
use crate::Error;

/// What is done to a text before it is cut.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Text {
    /// Nothing.
    Raw,
    /// Lower case and nothing else, as scikit-learn does.
    Lowercase,
    /// The light profile.
    Light,
    /// The search profile.
    #[default]
    Search,
    /// The profile for social media.
    Social,
}

impl Text {
    fn preparation(self) -> Preparation {
        match self {
            Self::Raw => Preparation::Raw,
            Self::Lowercase => Preparation::Lowercase,
            Self::Light => Preparation::Profile(Profile::LIGHT),
            Self::Search => Preparation::Profile(Profile::SEARCH),
            Self::Social => Preparation::Profile(Profile::SOCIAL),
        }
    }
}

/// What a block counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Words.
    Word,
    /// Characters of the whole text.
    Char,
    /// Characters within words.
    CharWb,
    /// The named discourse features, over everything and in use.
    Discourse,
}

/// Which of the two columns of a discourse feature are learned from: what a text says, and what it says in
/// its own voice. A feature that has one column only keeps it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Counted {
    /// Both columns.
    #[default]
    Both,
    /// Whatever the text says, whoever says it.
    Everything,
    /// Only what is in use: not quoted, denied, asked or prayed.
    InUse,
}

/// A bound on the documents of a term: whole numbers count documents, others are a share of them.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Bound {
    /// That many documents.
    Count(u32),
    /// That share of the documents.
    Share(f64),
}

impl From<Bound> for DocumentFrequency {
    fn from(bound: Bound) -> Self {
        match bound {
            Bound::Count(count) => Self::Count(count),
            Bound::Share(share) => Self::Share(share),
        }
    }
}

/// A block of features. What is left out takes the default of its kind.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Block {
    /// What it counts.
    pub block: Kind,
    /// The smallest and the largest number of units: 1 to 2 words, 2 to 5 characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ngrams: Option<[usize; 2]>,
    /// What a word is (Arabic).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pattern: Option<TokenPattern>,
    /// What the units of words are: words, their clitics and stems, or stems alone (words).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tokens: Option<Tokens>,
    /// Terms in fewer documents are dropped (1).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub min_df: Option<Bound>,
    /// Terms in more documents are dropped (all).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_df: Option<Bound>,
    /// That many terms with the highest counts are kept (all).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_features: Option<usize>,
    /// How a count enters (sublinear).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tf: Option<Tf>,
    /// How the number of documents enters (smooth).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub idf: Option<Idf>,
    /// The length of a row of the block (L2).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub norm: Option<Norm>,
    /// How discourse features are scaled (by their largest value).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scaling: Option<Scaling>,
    /// Which columns of discourse features are learned from (both).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub counted: Option<Counted>,
    /// Discourse features left out, by their block or id: `["I", "F4.mercy"]` (none).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub without: Option<Vec<String>>,
    /// Discourse features whose places n-grams leave out, by their id: `["E6"]` for the verses that a text cites (none).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub blank: Option<Vec<String>>,
}

/// The key of an entry and the rule it breaks.
pub(super) type Broken = (&'static str, String);

impl Block {
    /// A block at the defaults of its kind.
    #[must_use]
    pub const fn new(block: Kind) -> Self {
        Self {
            block,
            ngrams: None,
            pattern: None,
            tokens: None,
            min_df: None,
            max_df: None,
            max_features: None,
            tf: None,
            idf: None,
            norm: None,
            scaling: None,
            counted: None,
            without: None,
            blank: None,
        }
    }

    /// Whether it holds named features instead of n-grams.
    #[must_use]
    pub fn is_named(&self) -> bool {
        self.block == Kind::Discourse
    }

    /// Writes the defaults out and refuses what does not belong to the kind.
    pub(super) fn resolve(&mut self) -> Result<(), Broken> {
        let word = self.block == Kind::Word;
        let foreign = [
            ("ngrams", self.is_named() && self.ngrams.is_some()),
            ("pattern", !word && self.pattern.is_some()),
            ("tokens", !word && self.tokens.is_some()),
            ("min_df", self.is_named() && self.min_df.is_some()),
            ("max_df", self.is_named() && self.max_df.is_some()),
            (
                "max_features",
                self.is_named() && self.max_features.is_some(),
            ),
            ("tf", self.is_named() && self.tf.is_some()),
            ("idf", self.is_named() && self.idf.is_some()),
            ("norm", self.is_named() && self.norm.is_some()),
            ("scaling", !self.is_named() && self.scaling.is_some()),
            ("counted", !self.is_named() && self.counted.is_some()),
            ("without", !self.is_named() && self.without.is_some()),
            ("blank", !self.is_named() && self.blank.is_some()),
        ];
        if let Some((key, _)) = foreign.into_iter().find(|&(_, foreign)| foreign) {
            let kind = named(&self.block);
            return Err((key, format!("is no setting of a block of kind {kind:?}")));
        }
        if self.is_named() {
            self.scaling.get_or_insert_default();
            self.counted.get_or_insert_default();
            known(self.without.get_or_insert_default())?;
            self.blank.get_or_insert_default();
            return self.check_blank();
        }
        let [min, max] = *self
            .ngrams
            .get_or_insert(if word { [1, 2] } else { [2, 5] });
        if min == 0 || min > max || max > 64 {
            return Err(("ngrams", format!("{min} to {max} is not inside 1 to 64")));
        }
        if word {
            self.pattern.get_or_insert_default();
            self.tokens.get_or_insert_default();
        }
        for (key, bound) in [("min_df", self.min_df), ("max_df", self.max_df)] {
            if let Some(Bound::Share(share)) = bound
                && !(0.0..=1.0).contains(&share)
            {
                let rule = format!("the share {share} does not lie between 0 and 1");
                return Err((key, rule));
            }
        }
        if self.max_features == Some(0) {
            return Err(("max_features", "must be at least 1".into()));
        }
        self.min_df.get_or_insert(Bound::Count(1));
        self.max_df.get_or_insert(Bound::Share(1.0));
        self.tf.get_or_insert(Tf::Sublinear);
        self.idf.get_or_insert_default();
        self.norm.get_or_insert_default();
        Ok(())
    }

    /// Only features that are learned from have places to leave out.
    fn check_blank(&self) -> Result<(), Broken> {
        let without = self.without.as_deref().unwrap_or_default();
        let in_use = self.counted == Some(Counted::InUse);
        for name in self.blank.as_deref().unwrap_or_default() {
            let Some(feature) = measured().find(|feature| feature.id == name) else {
                return Err(("blank", format!("{name:?} is no discourse feature")));
            };
            if feature.scoped && in_use || without.iter().any(|out| is_of(feature, out)) {
                let rule = format!("{name:?} is left out itself: it has no places here");
                return Err(("blank", rule));
            }
        }
        Ok(())
    }

    /// Whether some of the discourse features are not learned from.
    pub(super) fn leaves_out(&self) -> bool {
        let without = self.without.as_deref().unwrap_or_default();
        self.counted.unwrap_or_default() != Counted::Both || !without.is_empty()
    }

    /// Takes out of the rows of an extractor the columns that are not learned from. They stay columns, so
    /// that a model has those of its extractor, and empty.
    pub(super) fn keep(&self, extractor: &Extractor, rows: &mut [FeatureVector]) {
        if !self.leaves_out() {
            return;
        }
        let counted = self.counted.unwrap_or_default();
        let without = self.without.as_deref().unwrap_or_default();
        let columns = |feature: &Feature| {
            let asked = !without.iter().any(|name| is_of(feature, name));
            let everything = asked && !(feature.scoped && counted == Counted::InUse);
            let in_use = asked && counted != Counted::Everything;
            core::iter::once(everything).chain(feature.scoped.then_some(in_use))
        };
        let kept: Vec<bool> = extractor.features().iter().flat_map(columns).collect();
        for row in rows {
            let pairs = row.columns.iter().copied().zip(row.values.iter().copied());
            (row.columns, row.values) = pairs.filter(|&(column, _)| kept[column as usize]).unzip();
            row.provenance.retain(|(id, _)| kept[id.0 as usize]);
        }
    }

    /// The block of n-grams of a resolved block.
    fn ngrams(&self) -> Ngrams {
        let analyzer = match self.block {
            Kind::Word => Analyzer::Word(self.pattern.unwrap_or_default()),
            Kind::Char => Analyzer::Char,
            Kind::CharWb | Kind::Discourse => Analyzer::CharWb,
        };
        let [min, max] = self.ngrams.unwrap_or([1, 1]);
        let mut ngrams = Ngrams::new(analyzer, min..=max)
            .tokens(self.tokens.unwrap_or_default())
            .tf(self.tf.unwrap_or_default())
            .idf(self.idf.unwrap_or_default())
            .norm(self.norm.unwrap_or_default());
        if let Some(bound) = self.min_df {
            ngrams = ngrams.min_df(bound.into());
        }
        if let Some(bound) = self.max_df {
            ngrams = ngrams.max_df(bound.into());
        }
        match self.max_features {
            Some(count) => ngrams.max_features(count),
            None => ngrams,
        }
    }

    /// What it is, for a model card: `word 1-2`.
    pub(super) fn describe(&self) -> String {
        let kind = named(&self.block);
        match self.ngrams {
            Some([min, max]) => format!("{kind} {min}-{max}"),
            None => kind,
        }
    }
}

/// Whether a name is that of the feature or of its block.
fn is_of(feature: &Feature, name: &str) -> bool {
    feature.block == name || feature.id == name
}

/// Names of features left out that no feature has are mistakes.
fn known(without: &[String]) -> Result<(), Broken> {
    let has = |name: &String| measured().any(|feature| is_of(feature, name));
    match without.iter().find(|name| !has(name)) {
        Some(name) => Err((
            "without",
            format!("{name:?} is no discourse feature or block of them"),
        )),
        None => Ok(()),
    }
}

/// At least one block, discourse features at most once and last.
pub(super) fn check_all(blocks: &[Block]) -> Result<(), Fault> {
    if blocks.is_empty() {
        return Err(Fault::new(["features"], "names no block"));
    }
    let early = blocks.iter().rev().skip(1).position(Block::is_named);
    match early {
        Some(from_end) => {
            let at = (blocks.len() - 2 - from_end).to_string();
            let rule = "discourse features stand once and last";
            Err(Fault::new(["features", &at], rule))
        }
        None => Ok(()),
    }
}

/// The vectorizer of resolved blocks; `extractor` names the discourse features, if there are any.
pub(super) fn vectorizer(
    text: Text,
    blocks: &[Block],
    extractor: Option<&Extractor>,
) -> Result<Vectorizer, Error> {
    let mut builder = Vectorizer::builder().preparation(text.preparation());
    for block in blocks {
        builder = match extractor.filter(|_| block.is_named()) {
            Some(extractor) => {
                let names = extractor.space().names();
                builder
                    .named(names, block.scaling.unwrap_or_default())
                    .blank(block.blank.iter().flatten())
            }
            None => builder.block(block.ngrams()),
        };
    }
    Ok(builder.build()?)
}
