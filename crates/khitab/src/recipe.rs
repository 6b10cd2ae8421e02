//! From labelled texts to a model: which features, which learner, how strong.

use std::collections::BTreeMap;

use khitab_features::{
    CountedCorpus, CsrMatrix, Extractor, FeatureSpace, Ngrams, Scaling, Tf, Tokens, Vectorizer,
};
use khitab_linear::calibrate::Method;
use khitab_linear::evaluate::{Evaluation, Experiment};
use khitab_linear::{
    Algorithm, Card, ColumnRule, DataSource, Logistic, Svm, ValidParams, sha256, split,
};
use linfa::ParamGuard as _;
use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::bounds::discourse_rules;
use crate::model::discourse;
use crate::{Error, TextModel};

/// A group of features.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Block {
    /// TF-IDF of word n-grams, 1 to 2.
    Word,
    /// TF-IDF of character n-grams within words, 2 to 5.
    Char,
    /// The named discourse features, over everything and in use.
    Discourse,
}

/// A linear learner.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Learner {
    /// L2-regularised logistic regression.
    Logistic,
    /// L2-regularised support vector machine with squared hinge, calibrated by Platt's method.
    Svm,
}

/// Everything that decides how a model is made; the same recipe and rows give the same bytes.
///
/// ```
/// use khitab::{Block, Recipe};
/// let texts = ["مطر غزير", "هدف جميل", "مطر خفيف", "هدف مبكر"];
/// let labels = ["weather", "sport", "weather", "sport"].map(String::from);
/// let recipe = Recipe { blocks: vec![Block::Word], ..Recipe::default() };
/// let model = recipe.train(&texts, &labels, None)?;
/// assert_eq!(model.score("مطر").predicted, "weather");
/// # Ok::<(), khitab::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Recipe {
    /// The features, in the order of their columns.
    pub blocks: Vec<Block>,
    /// What the units of word n-grams are: words, their clitics and stems, or stems alone.
    pub tokens: Tokens,
    /// The learner.
    pub algorithm: Learner,
    /// The inverse strength of regularisation.
    pub c: f64,
    /// The seed of every random choice.
    pub seed: u64,
    /// The label of two that controls (religion, prayer, scripture, reporting, counter-speech) and what is
    /// only mentioned may speak against and never for, and on which style and topic are silent: bounds on
    /// the weights of the named features, so logistic regression only.
    pub risk: Option<String>,
    /// Whether probabilities are learned on inner folds; a support vector machine always does so.
    pub calibrate: bool,
}

impl Default for Recipe {
    fn default() -> Self {
        Self {
            blocks: vec![Block::Word, Block::Char, Block::Discourse],
            tokens: Tokens::Words,
            algorithm: Learner::Logistic,
            c: 1.0,
            seed: 0,
            risk: None,
            calibrate: false,
        }
    }
}

/// The inner folds on which probabilities are learned.
const CALIBRATION_FOLDS: usize = 5;

impl Recipe {
    /// Learns from all rows; calibration keeps rows of one group in one inner fold.
    ///
    /// # Errors
    /// When there are fewer than two classes, no term is left, or a parameter is out of range.
    pub fn train<T: AsRef<str> + Sync>(
        &self,
        texts: &[T],
        labels: &[String],
        groups: Option<&[String]>,
    ) -> Result<TextModel, Error> {
        let corpus = self.count(texts)?;
        let rows: Vec<usize> = (0..texts.len()).collect();
        let (tfidf, _) = corpus.weigh(&rows)?;
        let linear = match self.learner(labels)? {
            Params::Logistic(params) => self
                .experiment(&params, &corpus, labels, groups)?
                .fit(&rows)?,
            Params::Svm(params) => self
                .experiment(&params, &corpus, labels, groups)?
                .fit(&rows)?,
        };
        TextModel::new(tfidf.vectorizer(&corpus), linear, self.card(texts, labels))
    }

    /// What can be said of a model that was just trained: how, on what, and that nobody has measured it.
    fn card<T: AsRef<str>>(&self, texts: &[T], labels: &[String]) -> Card {
        let rows = texts
            .iter()
            .map(T::as_ref)
            .zip(labels.iter().map(String::as_str));
        let parameters = [
            ("blocks", json!(self.blocks)),
            ("algorithm", json!(self.algorithm)),
            ("c", json!(self.c)),
            ("seed", json!(self.seed)),
            ("risk", json!(self.risk)),
            ("calibrate", json!(self.calibrate)),
        ];
        let cut = (!self.tokens.are_words()).then(|| ("tokens", json!(self.tokens)));
        Card {
            name: "unnamed".into(),
            version: "1".into(),
            written_by: concat!("khitab ", env!("CARGO_PKG_VERSION")).into(),
            algorithm: json!(self.algorithm).as_str().unwrap_or_default().into(),
            parameters: parameters
                .into_iter()
                .chain(cut)
                .map(|(name, value)| (name.to_owned(), value))
                .collect(),
            lexicons: self.lists(),
            training: vec![DataSource {
                name: "rows given by the user".into(),
                sha256: hash_of_rows(rows),
                rows: texts.len(),
                ..DataSource::default()
            }],
            intended_use: "evidence for a human reviewer of texts like those it was trained on"
                .into(),
            limits: "not measured on held-out data when it was written; no verdict on a person"
                .into(),
            ..Card::default()
        }
    }

    /// The version of the lists, where the model uses them.
    fn lists(&self) -> BTreeMap<String, String> {
        let uses = self.blocks.contains(&Block::Discourse);
        uses.then(|| ("discourse".to_owned(), Extractor::default().version()))
            .into_iter()
            .collect()
    }

    /// The matrix of the texts with the names of its columns; n-gram weights are learned from them all, and the
    /// named features stand as [`Extractor::vector`] gives them, not scaled.
    ///
    /// # Errors
    /// When no term is left.
    pub fn features<T: AsRef<str> + Sync>(
        &self,
        texts: &[T],
    ) -> Result<(FeatureSpace, CsrMatrix), Error> {
        let corpus = self.count_scaled(texts, Scaling::None)?;
        let rows: Vec<usize> = (0..texts.len()).collect();
        let (tfidf, matrix) = corpus.weigh(&rows)?;
        Ok((tfidf.vectorizer(&corpus).space(), matrix))
    }

    /// Tests on each of `folds` folds what was learned from the others; rows of one group stay in one fold.
    ///
    /// # Errors
    /// As [`Recipe::train`], and when there are fewer groups or rows of a class than folds.
    pub fn cross_validate<T: AsRef<str> + Sync>(
        &self,
        texts: &[T],
        labels: &[String],
        groups: Option<&[String]>,
        folds: usize,
    ) -> Result<Evaluation<String>, Error> {
        let folds = match groups {
            Some(groups) => split::stratified_grouped(labels, groups, folds, Some(self.seed))?,
            None => split::stratified(labels, folds, Some(self.seed))?,
        };
        let corpus = self.count(texts)?;
        Ok(match self.learner(labels)? {
            Params::Logistic(params) => self
                .experiment(&params, &corpus, labels, groups)?
                .cross_validate(&folds)?,
            Params::Svm(params) => self
                .experiment(&params, &corpus, labels, groups)?
                .cross_validate(&folds)?,
        })
    }

    /// Whether probabilities are learned on inner folds, the only use that training has for groups.
    #[must_use]
    pub fn calibrates(&self) -> bool {
        self.calibrate || self.algorithm == Learner::Svm
    }

    fn experiment<'a, A: Algorithm>(
        &self,
        params: &'a ValidParams<A>,
        corpus: &'a CountedCorpus,
        labels: &'a [String],
        groups: Option<&[String]>,
    ) -> Result<Experiment<'a, A, CountedCorpus, String>, Error> {
        let mut experiment = Experiment::new(params, corpus, labels)?;
        if let Some(groups) = groups {
            experiment = experiment.groups(groups)?;
        }
        if self.calibrates() {
            experiment = experiment.calibrate(Method::Platt, CALIBRATION_FOLDS, self.seed);
        }
        Ok(experiment)
    }

    fn learner(&self, labels: &[String]) -> Result<Params, Error> {
        match (self.algorithm, &self.risk) {
            (Learner::Svm, Some(_)) => {
                Err(Error::new("bounds on controls are for logistic regression"))
            }
            (Learner::Svm, None) => Ok(Params::Svm(
                Svm::params().c(self.c).seed(self.seed).check()?,
            )),
            (Learner::Logistic, risk) => {
                let mut params = Logistic::params().c(self.c).seed(self.seed);
                if risk.is_some() {
                    let rules = discourse_rules(risk.as_deref(), labels)?;
                    params = params.column_rules(ColumnRule::FREE, rules);
                }
                Ok(Params::Logistic(params.check()?))
            }
        }
    }

    /// Counts the terms of every text once, and extracts its discourse features.
    fn count<T: AsRef<str> + Sync>(&self, texts: &[T]) -> Result<CountedCorpus, Error> {
        self.count_scaled(texts, Scaling::MaxAbs)
    }

    fn count_scaled<T: AsRef<str> + Sync>(
        &self,
        texts: &[T],
        scaling: Scaling,
    ) -> Result<CountedCorpus, Error> {
        let vectorizer = self.vectorizer(scaling)?;
        if !self.blocks.contains(&Block::Discourse) {
            return Ok(vectorizer.count(texts)?);
        }
        let named = discourse(&Extractor::default(), texts);
        Ok(vectorizer.count_with(texts, &named)?)
    }

    fn vectorizer(&self, scaling: Scaling) -> Result<Vectorizer, Error> {
        let mut builder = Vectorizer::builder();
        for block in &self.blocks {
            builder = match block {
                Block::Word => {
                    let words = Ngrams::words(1..=2).tokens(self.tokens);
                    builder.block(words.tf(Tf::Sublinear))
                }
                Block::Char => builder.block(Ngrams::char_wb(2..=5).tf(Tf::Sublinear)),
                Block::Discourse => builder.named(Extractor::default().space().names(), scaling),
            };
        }
        Ok(builder.build()?)
    }
}

/// The checked parameters of a learner.
enum Params {
    Logistic(ValidParams<Logistic>),
    Svm(ValidParams<Svm>),
}

/// The SHA-256 of texts and labels in their order.
pub(crate) fn hash_of_rows<'a>(rows: impl Iterator<Item = (&'a str, &'a str)>) -> String {
    let mut bytes = Vec::new();
    for (text, label) in rows {
        bytes.extend_from_slice(text.as_bytes());
        bytes.push(b'\0');
        bytes.extend_from_slice(label.as_bytes());
        bytes.push(b'\n');
    }
    sha256(&bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn controls_never_speak_for_the_risk() {
        // Prayer stands only in rows of the risk here: without bounds it would be evidence.
        let texts = [
            "اللهم اغفر لنا",
            "سبحان الله وبحمده",
            "مباراة جميلة",
            "طقس غائم",
        ]
        .repeat(5);
        let labels: Vec<String> = ["risk", "risk", "other", "other"]
            .repeat(5)
            .into_iter()
            .map(String::from)
            .collect();
        let free = Recipe {
            blocks: vec![Block::Discourse],
            c: 10.0,
            ..Recipe::default()
        };
        let bounded = Recipe {
            risk: Some("risk".into()),
            ..free.clone()
        };
        let prayer = |recipe: &Recipe| {
            let model = recipe.train(&texts, &labels, None).unwrap();
            let (_, explained) = model.explain("اللهم اغفر لنا");
            let found = explained
                .contributions
                .into_iter()
                .find(|one| one.feature == "E5");
            found.map_or(0.0, |one| one.weight)
        };
        assert!(prayer(&free) > 0.0);
        assert!(prayer(&bounded) <= 0.0);
    }
}
