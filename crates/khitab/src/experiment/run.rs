//! An experiment on its rows: folds, predictions, the model.

use khitab_features::{CountedCorpus, CsrMatrix, Extractor, FeatureSpace, near_duplicate_groups};
use khitab_linear::evaluate::{self, Boundary, Evaluation, Limits};
use khitab_linear::search::{self, Choice};
use khitab_linear::split::{Folds, join_groups};
use khitab_linear::{Classifier, ValidParams};

use super::block;
use super::{Block, Calibrating, Experiment, Fault, Learner, SplitKind};
use crate::model::discourse;
use crate::{Error, EvaluationReport, TextModel};

/// Texts whose word pairs are that much alike are near-duplicates, as `khitab dedupe` groups them.
const NEAR: f64 = 0.7;

/// The rows of an experiment, as its `data` and `splits` name them.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Rows {
    /// The texts.
    pub texts: Vec<String>,
    /// One label a text.
    pub labels: Vec<String>,
    /// One weight in training a text, where a field was named.
    pub weights: Option<Vec<f32>>,
    /// The values of each field of `splits.group`.
    pub groups: Vec<Vec<String>>,
    /// The values of the field `splits.by`, where one was named and no value of it is the test.
    pub by: Vec<String>,
    /// Whether a row is held out, for [`SplitKind::HeldOut`].
    pub held_out: Vec<bool>,
    /// The panel of each row, where `calibration.limits` names the field.
    pub panels: Vec<String>,
}

/// What an experiment found.
#[derive(Clone, Debug, PartialEq)]
pub struct Outcome {
    /// What was said of every row tested.
    pub evaluation: Evaluation<String>,
    /// Everything counted from that.
    pub report: EvaluationReport,
    /// The learner that each fold chose, where there is a grid.
    pub chosen: Vec<Learner>,
}

/// An experiment with its rows counted and put into groups.
#[derive(Debug)]
pub struct Prepared<'a> {
    pub(super) experiment: &'a Experiment,
    pub(super) rows: &'a Rows,
    /// Where discourse features are asked for.
    pub(super) extractor: Option<Extractor>,
    corpus: CountedCorpus,
    groups: Option<Vec<usize>>,
    pub(super) learners: Vec<Learner>,
    params: Vec<ValidParams<Classifier>>,
}

impl Experiment {
    /// Counts the terms of every row once and finds what keeps rows together.
    ///
    /// # Errors
    /// When the experiment breaks a rule, or the rows do not fit it: no row, or a label that is named
    /// and not there.
    pub fn prepare<'a>(&'a self, rows: &'a Rows) -> Result<Prepared<'a>, Error> {
        let fault = |fault: Fault| Error::new(fault.to_string());
        let near = self.splits.keeps_near_duplicates();
        let groups = keep_together(&rows.texts, near, &rows.groups)?;
        let mut classes: Vec<String> = rows.labels.clone();
        classes.sort_unstable();
        classes.dedup();
        let learners = match &self.grid {
            Some(grid) => grid.entries(&self.learner).map_err(fault)?,
            None => vec![self.learner.clone()],
        };
        let params: Result<_, Error> = learners
            .iter()
            .map(|learner| learner.params(&classes, self.seed))
            .collect();
        let extractor = self.extractor();
        Ok(Prepared {
            experiment: self,
            rows,
            corpus: self.count(&rows.texts, extractor.as_ref())?,
            extractor,
            groups,
            learners,
            params: params?,
        })
    }

    /// The matrix of the texts with the names of its columns; n-gram weights are learned from them all.
    ///
    /// # Errors
    /// When no term is left.
    pub fn matrix(&self, texts: &[String]) -> Result<(FeatureSpace, CsrMatrix), Error> {
        let corpus = self.count(texts, self.extractor().as_ref())?;
        let rows: Vec<usize> = (0..texts.len()).collect();
        let (tfidf, matrix) = corpus.weigh(&rows)?;
        Ok((tfidf.vectorizer(&corpus).space(), matrix))
    }

    /// The extractor of discourse features, where they are asked for.
    fn extractor(&self) -> Option<Extractor> {
        let named = self.features.iter().any(Block::is_named);
        named.then(Extractor::default)
    }

    fn count(
        &self,
        texts: &[String],
        extractor: Option<&Extractor>,
    ) -> Result<CountedCorpus, Error> {
        let vectorizer = block::vectorizer(self.text, &self.features, extractor)?;
        let named = self.features.iter().find(|block| block.is_named());
        let (Some(named), Some(extractor)) = (named, extractor) else {
            return Ok(vectorizer.count(texts)?);
        };
        let mut rows = discourse(extractor, texts);
        named.keep(extractor, &mut rows);
        Ok(vectorizer.count_with(texts, &rows)?)
    }
}

/// The group of each text, where anything keeps texts together: two share one when they have one
/// value in any of `columns`, or, if `near`, when their word pairs are as much alike as
/// `khitab dedupe` groups them by; directly or through others.
///
/// # Errors
/// When a column has not one value a text.
pub fn keep_together(
    texts: &[String],
    near: bool,
    columns: &[Vec<String>],
) -> Result<Option<Vec<usize>>, Error> {
    let mut groups: Option<Vec<usize>> = None;
    if near {
        let near = near_duplicate_groups(texts, NEAR);
        groups = Some(join_groups(&near, &near)?);
    }
    for column in columns {
        groups = Some(match groups {
            None => join_groups(column, column)?,
            Some(groups) => join_groups(&groups, column)?,
        });
    }
    Ok(groups)
}

impl Prepared<'_> {
    /// Tests each fold on what was learned from the rest; with a grid, on what inner folds of the
    /// rest chose.
    ///
    /// # Errors
    /// When there are too few rows or groups for the folds, or a fold tears a group apart or cannot be
    /// learned from.
    pub fn evaluate(&self) -> Result<Outcome, Error> {
        let (base, folds) = (self.base(0)?, self.folds()?);
        let (evaluation, chosen) = match self.choice() {
            None => (base.cross_validate(&folds)?, Vec::new()),
            Some(choice) => {
                let nested = search::nested_search(&base, &self.params, &folds, &choice)?;
                let learner = |&entry: &usize| self.learners[entry].clone();
                (
                    nested.evaluation,
                    nested.chosen.iter().map(learner).collect(),
                )
            }
        };
        let tested = self.experiment.splits.describe();
        Ok(Outcome {
            report: EvaluationReport::new(&evaluation, tested, self.experiment.measuring)?,
            evaluation,
            chosen,
        })
    }

    /// Learns from every row that is not held out; the card tells what `report` measured.
    ///
    /// # Errors
    /// When the rows cannot be learned from, or a held-out split cannot be cut.
    pub fn train(&self, report: Option<&EvaluationReport>) -> Result<TextModel, Error> {
        let rows: Vec<usize> = match self.experiment.splits.kind {
            SplitKind::HeldOut => self.folds()?.as_slice()[0].train.clone(),
            _ => (0..self.rows.texts.len()).collect(),
        };
        let entry = match self.choice() {
            None => 0,
            Some(choice) => search::choose(&self.base(0)?, &self.params, &rows, &choice)?,
        };
        let linear = self.base(entry)?.fit(&rows)?;
        let tfidf = self.corpus.learn(&rows)?;
        let card = self.card(&self.learners[entry], &rows, report)?;
        let vectorizer = tfidf.vectorizer(&self.corpus);
        TextModel::new(vectorizer, linear, card, self.extractor.clone())
    }

    fn folds(&self) -> Result<Folds, Error> {
        let experiment = self.experiment;
        let groups = self.groups.as_deref();
        experiment.splits.folds(self.rows, groups, experiment.seed)
    }

    /// How an entry of the grid is chosen, where there is a grid.
    fn choice(&self) -> Option<Choice<impl Fn(&Evaluation<String>) -> f64 + Sync>> {
        let grid = self.experiment.grid.as_ref()?;
        Some(Choice {
            folds: grid.folds,
            seed: self.experiment.seed,
            measure: |evaluation: &Evaluation<String>| grid.measure.of(evaluation),
        })
    }

    fn base(
        &self,
        entry: usize,
    ) -> Result<evaluate::Experiment<'_, Classifier, CountedCorpus, String>, Error> {
        let params = &self.params[entry];
        let mut base = evaluate::Experiment::new(params, &self.corpus, &self.rows.labels)?;
        if let Some(weights) = &self.rows.weights {
            base = base.weights(weights)?;
        }
        if let Some(groups) = &self.groups {
            base = base.groups(groups)?;
        }
        if let Some(calibration) = &self.experiment.calibration {
            let (folds, seed) = (calibration.folds, self.experiment.seed);
            base = base.calibrate(calibration.method, folds, seed);
            if calibration.boundary {
                base = base.place_boundary(self.boundary(calibration)?, folds, seed)?;
            }
        }
        Ok(base)
    }

    /// Where the boundary is to lie.
    fn boundary(&self, calibration: &Calibrating) -> Result<Boundary<String>, Error> {
        let Some(limits) = &calibration.limits else {
            return Ok(Boundary::MacroF1);
        };
        let (label, panels) = (limits.label.clone(), &self.rows.panels);
        let limits = Limits::new(label, panels, &limits.shares)?;
        Ok(Boundary::Within(limits))
    }
}
