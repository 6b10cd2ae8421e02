//! From labelled texts to a model: which features, which learner, how strong.

use std::collections::BTreeMap;

use khitab_features::{
    CountedCorpus, CsrMatrix, Extractor, FeatureSpace, Ngrams, Scaling, Tf, Vectorizer,
};
use khitab_linear::calibrate::Method;
use khitab_linear::evaluate::{Evaluation, Experiment};
use khitab_linear::{Algorithm, Card, DataSource, Logistic, Svm, ValidParams, sha256, split};
use linfa::ParamGuard as _;
use serde::{Deserialize, Serialize};
use serde_json::json;

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
/// let model = recipe.train(&texts, &labels)?;
/// assert_eq!(model.score("مطر").predicted, "weather");
/// # Ok::<(), khitab::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Recipe {
    /// The features, in the order of their columns.
    pub blocks: Vec<Block>,
    /// The learner.
    pub algorithm: Learner,
    /// The inverse strength of regularisation.
    pub c: f64,
    /// The seed of every random choice.
    pub seed: u64,
}

impl Default for Recipe {
    fn default() -> Self {
        Self {
            blocks: vec![Block::Word, Block::Char, Block::Discourse],
            algorithm: Learner::Logistic,
            c: 1.0,
            seed: 0,
        }
    }
}

/// The inner folds on which a support vector machine learns its probabilities.
const CALIBRATION_FOLDS: usize = 5;

impl Recipe {
    /// Learns from all rows.
    ///
    /// # Errors
    /// When there are fewer than two classes, no term is left, or a parameter is out of range.
    pub fn train<T: AsRef<str> + Sync>(
        &self,
        texts: &[T],
        labels: &[String],
    ) -> Result<TextModel, Error> {
        let corpus = self.count(texts)?;
        let rows: Vec<usize> = (0..texts.len()).collect();
        let (tfidf, _) = corpus.weigh(&rows)?;
        let linear = match self.algorithm {
            Learner::Logistic => self
                .experiment(&self.logistic()?, &corpus, labels)?
                .fit(&rows)?,
            Learner::Svm => self.experiment(&self.svm()?, &corpus, labels)?.fit(&rows)?,
        };
        TextModel::new(tfidf.vectorizer(&corpus), linear, self.card(texts, labels))
    }

    /// What can be said of a model that was just trained: how, on what, and that nobody has measured it.
    fn card<T: AsRef<str>>(&self, texts: &[T], labels: &[String]) -> Card {
        let mut rows = Vec::new();
        for (text, label) in texts.iter().zip(labels) {
            rows.extend_from_slice(text.as_ref().as_bytes());
            rows.push(b'\0');
            rows.extend_from_slice(label.as_bytes());
            rows.push(b'\n');
        }
        let parameters = [
            ("blocks", json!(self.blocks)),
            ("algorithm", json!(self.algorithm)),
            ("c", json!(self.c)),
            ("seed", json!(self.seed)),
        ];
        Card {
            name: "unnamed".into(),
            version: "1".into(),
            written_by: concat!("khitab ", env!("CARGO_PKG_VERSION")).into(),
            algorithm: json!(self.algorithm).as_str().unwrap_or_default().into(),
            parameters: parameters
                .map(|(name, value)| (name.to_owned(), value))
                .into(),
            lexicons: self.lists(),
            training: vec![DataSource {
                name: "rows given by the user".into(),
                sha256: sha256(&rows),
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

    /// The matrix of the texts with the names of its columns; n-gram weights are learned from them all.
    ///
    /// # Errors
    /// When no term is left.
    pub fn features<T: AsRef<str> + Sync>(
        &self,
        texts: &[T],
    ) -> Result<(FeatureSpace, CsrMatrix), Error> {
        let corpus = self.count(texts)?;
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
        match self.algorithm {
            Learner::Logistic => self.validate(&self.logistic()?, &corpus, labels, groups, &folds),
            Learner::Svm => self.validate(&self.svm()?, &corpus, labels, groups, &folds),
        }
    }

    fn validate<A: Algorithm>(
        &self,
        params: &ValidParams<A>,
        corpus: &CountedCorpus,
        labels: &[String],
        groups: Option<&[String]>,
        folds: &split::Folds,
    ) -> Result<Evaluation<String>, Error> {
        let mut experiment = self.experiment(params, corpus, labels)?;
        if let Some(groups) = groups {
            experiment = experiment.groups(groups)?;
        }
        Ok(experiment.cross_validate(folds)?)
    }

    fn experiment<'a, A: Algorithm>(
        &self,
        params: &'a ValidParams<A>,
        corpus: &'a CountedCorpus,
        labels: &'a [String],
    ) -> Result<Experiment<'a, A, CountedCorpus, String>, Error> {
        let experiment = Experiment::new(params, corpus, labels)?;
        Ok(match self.algorithm {
            Learner::Logistic => experiment,
            Learner::Svm => experiment.calibrate(Method::Platt, CALIBRATION_FOLDS, self.seed),
        })
    }

    fn logistic(&self) -> Result<ValidParams<Logistic>, Error> {
        Ok(Logistic::params().c(self.c).seed(self.seed).check()?)
    }

    fn svm(&self) -> Result<ValidParams<Svm>, Error> {
        Ok(Svm::params().c(self.c).seed(self.seed).check()?)
    }

    /// Counts the terms of every text once, and extracts its discourse features.
    fn count<T: AsRef<str> + Sync>(&self, texts: &[T]) -> Result<CountedCorpus, Error> {
        let vectorizer = self.vectorizer()?;
        if !self.blocks.contains(&Block::Discourse) {
            return Ok(vectorizer.count(texts)?);
        }
        let named = discourse(&Extractor::default(), texts);
        Ok(vectorizer.count_with(texts, &named)?)
    }

    fn vectorizer(&self) -> Result<Vectorizer, Error> {
        let mut builder = Vectorizer::builder();
        for block in &self.blocks {
            builder = match block {
                Block::Word => builder.block(Ngrams::words(1..=2).tf(Tf::Sublinear)),
                Block::Char => builder.block(Ngrams::char_wb(2..=5).tf(Tf::Sublinear)),
                Block::Discourse => {
                    builder.named(Extractor::default().space().names(), Scaling::MaxAbs)
                }
            };
        }
        Ok(builder.build()?)
    }
}
