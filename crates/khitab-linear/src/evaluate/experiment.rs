//! A classifier over a corpus: fitted, calibrated, tested fold by fold.

use khitab_features::CsrMatrix;
use linfa::Label;
use rayon::prelude::*;

use super::boundary::Boundary;
use super::held_out::{Held, learn_maps};
use super::predictions::predict;
use super::{Corpus, Evaluation, Prediction};
use crate::{
    Algorithm, Error, LinearModel, ValidParams,
    calibrate::Method,
    metrics,
    split::{self, Fold, Folds},
};

/// A classifier over a corpus with its labels: fit it, or find out how good it is.
///
/// ```
/// use khitab_features::{Ngrams, Vectorizer};
/// use khitab_linear::{Logistic, evaluate::Experiment, split};
/// use linfa::ParamGuard;
///
/// let texts = ["كتاب جديد", "كتاب قديم", "بيت جديد", "بيت قديم", "كتاب", "بيت"];
/// let labels = ["book", "book", "house", "house", "book", "house"];
/// let vectorizer = Vectorizer::builder().block(Ngrams::words(1..=1)).build()?;
/// let corpus = vectorizer.count(&texts)?;
/// let params = Logistic::params().c(10.0).check()?;
/// let folds = split::stratified(&labels, 3, None)?;
/// let evaluation = Experiment::new(&params, &corpus, &labels)?.cross_validate(&folds)?;
/// assert_eq!(evaluation.confusion().accuracy(), 1.0);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct Experiment<'a, A, C, L> {
    params: &'a ValidParams<A>,
    corpus: &'a C,
    labels: &'a [L],
    weights: Option<&'a [f32]>,
    groups: Option<Vec<usize>>,
    calibration: Option<Calibrate>,
    boundary: Option<(Boundary<L>, Inner)>,
}

/// What is known of some of the documents.
pub(crate) struct Inside<L> {
    labels: Vec<L>,
    weights: Option<Vec<f32>>,
    groups: Option<Vec<usize>>,
    boundary: Option<(Boundary<L>, Inner)>,
}

impl<L: Label> Inside<L> {
    /// Folds over them that tear no group apart.
    pub(crate) fn folds(&self, folds: usize, seed: u64) -> Result<Folds, Error> {
        match &self.groups {
            None => split::stratified(&self.labels, folds, Some(seed)),
            Some(groups) => split::stratified_grouped(&self.labels, groups, folds, Some(seed)),
        }
    }

    /// An experiment on them alone, without calibration.
    pub(crate) fn experiment<'a, A, C>(
        &'a self,
        params: &'a ValidParams<A>,
        corpus: &'a C,
    ) -> Experiment<'a, A, C, L> {
        Experiment {
            params,
            corpus,
            labels: &self.labels,
            weights: self.weights.as_deref(),
            groups: self.groups.clone(),
            calibration: None,
            boundary: self.boundary.clone(),
        }
    }
}

/// How probabilities are calibrated inside a training side.
#[derive(Clone, Copy, Debug)]
struct Calibrate {
    method: Method,
    inner: Inner,
}

/// Folds inside a training side.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Inner {
    folds: usize,
    seed: u64,
}

impl<'a, A, C, L> Experiment<'a, A, C, L>
where
    A: Algorithm,
    C: Corpus,
    L: Label + Send + Sync,
{
    /// An experiment without weights, groups or calibration.
    ///
    /// # Errors
    /// When the number of labels is not that of the documents.
    pub fn new(params: &'a ValidParams<A>, corpus: &'a C, labels: &'a [L]) -> Result<Self, Error> {
        metrics::same_length(corpus.documents(), labels.len())?;
        Ok(Self {
            params,
            corpus,
            labels,
            weights: None,
            groups: None,
            calibration: None,
            boundary: None,
        })
    }

    /// Gives each document a weight in training.
    ///
    /// # Errors
    /// When there is not one weight a document.
    pub fn weights(mut self, weights: &'a [f32]) -> Result<Self, Error> {
        metrics::same_length(weights.len(), self.labels.len())?;
        self.weights = Some(weights);
        Ok(self)
    }

    /// Names groups that no fold may tear apart, the inner ones of calibration included.
    ///
    /// # Errors
    /// When there is not one group a document.
    pub fn groups<G: Ord>(mut self, groups: &[G]) -> Result<Self, Error> {
        metrics::same_length(groups.len(), self.labels.len())?;
        self.groups = Some(split::join_groups(groups, groups)?);
        Ok(self)
    }

    /// Calibrates probabilities on inner folds of each training side.
    #[must_use]
    pub fn calibrate(mut self, method: Method, folds: usize, seed: u64) -> Self {
        self.calibration = Some(Calibrate {
            method,
            inner: Inner { folds, seed },
        });
        self
    }

    /// Moves the boundary between two classes to where `boundary` puts it on inner folds of each training
    /// side; the intercept takes the move, so that zero still decides.
    ///
    /// A margin learned from few long rows does not lie in the middle for rows it has not seen.
    ///
    /// # Errors
    /// When limits are not about as many documents.
    pub fn place_boundary(
        mut self,
        boundary: Boundary<L>,
        folds: usize,
        seed: u64,
    ) -> Result<Self, Error> {
        boundary.fits(self.labels.len())?;
        self.boundary = Some((boundary, Inner { folds, seed }));
        Ok(self)
    }

    /// The same documents with other parameters.
    pub(crate) fn with_params<'b>(&self, params: &'b ValidParams<A>) -> Experiment<'b, A, C, L>
    where
        'a: 'b,
    {
        Experiment {
            params,
            corpus: self.corpus,
            labels: self.labels,
            weights: self.weights,
            groups: self.groups.clone(),
            calibration: self.calibration,
            boundary: self.boundary.clone(),
        }
    }

    pub(crate) fn corpus(&self) -> &'a C {
        self.corpus
    }

    /// What is known of some of the documents, in their order.
    pub(crate) fn inside(&self, rows: &[usize]) -> Inside<L> {
        Inside {
            labels: rows.iter().map(|&row| self.labels[row].clone()).collect(),
            weights: self
                .weights
                .map(|weights| rows.iter().map(|&row| weights[row]).collect()),
            groups: self
                .groups
                .as_ref()
                .map(|groups| rows.iter().map(|&row| groups[row]).collect()),
            boundary: self
                .boundary
                .as_ref()
                .map(|(boundary, inner)| (boundary.inside(rows), *inner)),
        }
    }

    /// Fits on some documents.
    ///
    /// # Errors
    /// When they do not fit the classifier, or a class has too few rows for the inner folds.
    pub fn fit(&self, train: &[usize]) -> Result<LinearModel<L>, Error> {
        let (_, rows) = self.corpus.train(train)?;
        self.finish(train, rows)
    }

    /// Learns from rows that are already there, gives back their memory and calibrates.
    fn finish(&self, train: &[usize], rows: CsrMatrix) -> Result<LinearModel<L>, Error> {
        let mut model = self.learn(train, &rows)?;
        // The inner folds have matrices of their own.
        drop(rows);
        let mut held = None;
        let mut moved = 0.0;
        if let Some((boundary, inner)) = &self.boundary {
            let seen = self.held_out(*inner, train, &model)?;
            moved = boundary.place(&seen, &model)?;
            model = model.lowered(moved);
            held = Some((*inner, seen));
        }
        let Some(Calibrate { method, inner }) = self.calibration else {
            return Ok(model);
        };
        let mut held = match held {
            Some((same, held)) if same == inner => held,
            _ => self.held_out(inner, train, &model)?,
        };
        for row in &mut held {
            row.values.iter_mut().for_each(|value| *value -= moved);
        }
        let (values, classes): (Vec<Vec<f64>>, Vec<usize>) =
            held.into_iter().map(|row| (row.values, row.class)).unzip();
        model.with_calibration(learn_maps(method, &values, &classes)?)
    }

    fn learn(&self, train: &[usize], rows: &CsrMatrix) -> Result<LinearModel<L>, Error> {
        let Inside {
            labels, weights, ..
        } = self.inside(train);
        self.params.learn(rows, &labels, weights.as_deref())
    }

    /// Decision values of every training document by a model that has not seen it.
    fn held_out(
        &self,
        inner: Inner,
        train: &[usize],
        model: &LinearModel<L>,
    ) -> Result<Vec<Held>, Error> {
        let Inner { folds, seed } = inner;
        let inner = self.inside(train).folds(folds, seed)?;
        let parts: Result<Vec<Vec<Held>>, Error> = inner
            .as_slice()
            .par_iter()
            .map(|fold| {
                let outer = |rows: &[usize]| rows.iter().map(|&row| train[row]).collect::<Vec<_>>();
                let (learn, held) = (outer(&fold.train), outer(&fold.test));
                let (learned, rows) = self.corpus.train(&learn)?;
                let part = self.learn(&learn, &rows)?;
                drop(rows);
                if part.classes() != model.classes() {
                    return Err(Error::data(format!(
                        "a class has too few rows for {folds} inner folds"
                    )));
                }
                let held_rows = self.corpus.test(&learned, &held);
                let class = |row: usize| model.class_of(&self.labels[row]).unwrap_or_default();
                let values = |at: usize| {
                    let (columns, values) = held_rows.row(at);
                    part.class_values(&part.decisions(columns, values))
                };
                Ok(held
                    .iter()
                    .enumerate()
                    .map(|(at, &row)| Held {
                        row,
                        values: values(at),
                        class: class(row),
                    })
                    .collect())
            })
            .collect();
        Ok(parts?.into_iter().flatten().collect())
    }

    /// Fits on the training side of each fold and predicts its test side, folds in parallel.
    ///
    /// The result does not depend on the number of threads.
    ///
    /// # Errors
    /// When the folds are over other rows, tear a group apart, or a fit fails.
    pub fn cross_validate(&self, folds: &Folds) -> Result<Evaluation<L>, Error> {
        self.accepts(folds)?;
        let (classes, _) = crate::task::number(self.labels);
        let parts: Result<Vec<Vec<Prediction>>, Error> = folds
            .as_slice()
            .par_iter()
            .enumerate()
            .map(|(at, fold)| self.test(at, fold, &classes))
            .collect();
        Ok(Evaluation {
            classes,
            predictions: parts?.concat(),
            folds: folds.as_slice().len(),
        })
    }

    /// Refuses folds over other rows and folds that tear a group apart.
    pub(crate) fn accepts(&self, folds: &Folds) -> Result<(), Error> {
        metrics::same_length(folds.rows(), self.labels.len())?;
        match &self.groups {
            Some(groups) => folds.keep_together(groups),
            None => Ok(()),
        }
    }

    /// Tests one fold only.
    pub(crate) fn cross_validate_one(
        &self,
        folds: &Folds,
        at: usize,
    ) -> Result<Evaluation<L>, Error> {
        let (classes, _) = crate::task::number(self.labels);
        let predictions = self.test(at, &folds.as_slice()[at], &classes)?;
        Ok(Evaluation {
            classes,
            predictions,
            folds: folds.as_slice().len(),
        })
    }

    fn test(&self, at: usize, fold: &Fold, classes: &[L]) -> Result<Vec<Prediction>, Error> {
        let (learned, train) = self.corpus.train(&fold.train)?;
        let model = self.finish(&fold.train, train)?;
        let test = self.corpus.test(&learned, &fold.test);
        let labels = fold.test.iter().map(|&row| &self.labels[row]);
        let mut predictions = predict(&model, &test, labels, classes);
        for (prediction, &row) in predictions.iter_mut().zip(&fold.test) {
            (prediction.row, prediction.fold) = (row, at);
        }
        Ok(predictions)
    }
}

#[cfg(test)]
mod tests {
    use linfa::ParamGuard;

    use std::collections::BTreeMap;

    use super::super::Limits;
    use super::*;
    use crate::{Logistic, Svm, random::Random};

    /// Two noisy classes over twelve columns.
    fn rows() -> (CsrMatrix, Vec<&'static str>) {
        let mut random = Random::new(5, 0);
        let mut rows = CsrMatrix::new(12);
        let mut labels = Vec::new();
        for _ in 0..240 {
            let positive = random.below(2);
            let mut columns: Vec<u32> = (0..3)
                .map(|_| (random.below(8) + 4 * positive) as u32)
                .collect();
            columns.sort_unstable();
            columns.dedup();
            rows.push_row(&columns, &vec![1.0; columns.len()]);
            labels.push(if positive == 1 { "yes" } else { "no" });
        }
        (rows, labels)
    }

    #[test]
    fn the_number_of_threads_changes_nothing() {
        let (rows, labels) = rows();
        let params = Svm::params().check().unwrap();
        let folds = split::stratified(&labels, 4, Some(1)).unwrap();
        let run = |threads| {
            let pool = rayon::ThreadPoolBuilder::new()
                .num_threads(threads)
                .build()
                .unwrap();
            pool.install(|| {
                let experiment = Experiment::new(&params, &rows, &labels).unwrap();
                experiment
                    .calibrate(Method::Platt, 3, 7)
                    .cross_validate(&folds)
                    .unwrap()
            })
        };
        assert_eq!(run(1), run(3));
    }

    #[test]
    fn calibration_gives_an_svm_honest_probabilities() {
        let (rows, labels) = rows();
        let params = Svm::params().check().unwrap();
        let folds = split::stratified(&labels, 4, Some(1)).unwrap();
        let plain = Experiment::new(&params, &rows, &labels).unwrap();
        assert!(
            plain
                .cross_validate(&folds)
                .unwrap()
                .summary()
                .unwrap()
                .probabilities
                .is_none()
        );
        for method in [
            Method::Platt,
            Method::Isotonic,
            Method::Beta,
            Method::Temperature,
        ] {
            let run = plain
                .clone()
                .calibrate(method, 4, 0)
                .cross_validate(&folds)
                .unwrap();
            let summary = run.summary().unwrap();
            assert!(summary.accuracy > 0.7, "{method:?} {}", summary.accuracy);
            let ece = summary.probabilities.unwrap().ece;
            assert!(ece < 0.12, "{method:?} {ece}");
        }
    }

    #[test]
    fn a_moved_boundary_keeps_weights_and_probabilities() {
        let (rows, labels) = rows();
        let params = Svm::params().check().unwrap();
        let all: Vec<usize> = (0..labels.len()).collect();
        let plain = Experiment::new(&params, &rows, &labels).unwrap();
        let calibrated = plain.clone().calibrate(Method::Platt, 3, 1);
        let moved = calibrated
            .clone()
            .place_boundary(Boundary::MacroF1, 3, 1)
            .unwrap()
            .fit(&all)
            .unwrap();
        let calibrated = calibrated.fit(&all).unwrap();
        assert_eq!(moved.weights().as_slice(), calibrated.weights().as_slice());
        for row in 0..rows.rows() {
            let (columns, values) = rows.row(row);
            let a = moved.score_row(columns, values).probabilities.unwrap();
            let b = calibrated.score_row(columns, values).probabilities.unwrap();
            assert!((a[1] - b[1]).abs() < 1e-4, "{a:?} {b:?}");
        }
    }

    #[test]
    fn a_boundary_within_limits_flags_fewer() {
        let (rows, labels) = rows();
        let params = Svm::params().check().unwrap();
        let folds = split::stratified(&labels, 4, Some(2)).unwrap();
        let panels = vec!["all"; labels.len()];
        let flagged = |share: f64| {
            let shares = BTreeMap::from([("all", share)]);
            let limits = Limits::new("yes", &panels, &shares).unwrap();
            let experiment = Experiment::new(&params, &rows, &labels)
                .unwrap()
                .place_boundary(Boundary::Within(limits), 4, 3)
                .unwrap();
            let evaluation = experiment.cross_validate(&folds).unwrap();
            let wrong = |one: &&Prediction| one.truth == 0 && one.predicted == 1;
            let negatives = labels.iter().filter(|label| **label == "no").count();
            evaluation.predictions().iter().filter(wrong).count() as f64 / negatives as f64
        };
        let (strict, loose) = (flagged(0.02), flagged(0.2));
        assert!(
            strict < 0.06 && (0.1..0.3).contains(&loose),
            "{strict} {loose}"
        );
        let few = Limits::new("yes", &["all"], &BTreeMap::from([("all", 0.1)])).unwrap();
        let experiment = Experiment::new(&params, &rows, &labels).unwrap();
        assert!(
            experiment
                .place_boundary(Boundary::Within(few), 4, 3)
                .is_err()
        );
    }

    #[test]
    fn a_boundary_is_placed_between_two_classes_only() {
        let (rows, mut labels) = rows();
        labels
            .iter_mut()
            .step_by(3)
            .for_each(|label| *label = "perhaps");
        let params = Svm::params().check().unwrap();
        let all: Vec<usize> = (0..labels.len()).collect();
        let experiment = Experiment::new(&params, &rows, &labels).unwrap();
        let placed = experiment.place_boundary(Boundary::MacroF1, 3, 1).unwrap();
        let error = placed.fit(&all).unwrap_err().to_string();
        assert!(error.contains("between two classes"), "{error}");
    }

    #[test]
    fn torn_groups_are_refused() {
        let (rows, labels) = rows();
        let groups: Vec<usize> = (0..labels.len()).map(|row| row / 2).collect();
        let params = Logistic::params().check().unwrap();
        let experiment = Experiment::new(&params, &rows, &labels)
            .unwrap()
            .groups(&groups)
            .unwrap();
        let torn = split::stratified(&labels, 4, Some(1)).unwrap();
        assert!(experiment.cross_validate(&torn).is_err());
        let whole = split::stratified_grouped(&labels, &groups, 4, Some(1)).unwrap();
        assert!(experiment.cross_validate(&whole).is_ok());
    }

    #[test]
    fn a_label_the_model_never_saw_counts_as_wrong() {
        let (rows, labels) = rows();
        let model = Logistic::params()
            .check()
            .unwrap()
            .learn(&rows, &labels, None)
            .unwrap();
        let evaluation = Evaluation::of(&model, &rows.select(&[0]), &["other"]).unwrap();
        assert_eq!(evaluation.classes(), ["no", "other", "yes"]);
        assert_eq!(evaluation.confusion().accuracy(), 0.0);
    }
}
