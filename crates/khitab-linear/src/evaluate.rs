//! Experiments on labelled texts: cross-validation without leakage, in parallel, repeatable.

use khitab_features::{CountedCorpus, CsrMatrix};
use linfa::Label;
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use crate::{
    Algorithm, Calibration, Error, LinearModel, Score, ValidParams,
    calibrate::{Map, Method},
    metrics::{self, Bin, Confusion, Prf},
    split::{self, Fold, Folds},
};

/// Documents that become rows only inside a fold, so that nothing learned from texts (terms,
/// idf) sees the test side.
pub trait Corpus: Sync {
    /// How many documents there are.
    fn documents(&self) -> usize;

    /// Learns from the documents of `train` and gives the rows of both sides.
    ///
    /// # Errors
    /// When the training side gives no column.
    fn fold(&self, train: &[usize], test: &[usize]) -> Result<(CsrMatrix, CsrMatrix), Error>;
}

/// Rows that were final from the start: nothing is learned from them.
impl Corpus for CsrMatrix {
    fn documents(&self) -> usize {
        self.rows()
    }

    fn fold(&self, train: &[usize], test: &[usize]) -> Result<(CsrMatrix, CsrMatrix), Error> {
        Ok((self.select(train), self.select(test)))
    }
}

/// Terms are counted once; columns and idf are learned from the training side of each fold.
impl Corpus for CountedCorpus {
    fn documents(&self) -> usize {
        self.rows()
    }

    fn fold(&self, train: &[usize], test: &[usize]) -> Result<(CsrMatrix, CsrMatrix), Error> {
        let (tfidf, rows) = self
            .weigh(train)
            .map_err(|error| Error::data(error.to_string()))?;
        Ok((rows, tfidf.rows(self, test)))
    }
}

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
    boundary: Option<Inner>,
}

/// The values of a held-out document and its class.
type Held = (Vec<f64>, usize);

/// What is known of some of the documents.
pub(crate) struct Inside<L> {
    pub(crate) labels: Vec<L>,
    pub(crate) weights: Option<Vec<f32>>,
    pub(crate) groups: Option<Vec<usize>>,
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

    /// Moves the boundary between two classes to the decision value at which the macro-F1 on inner folds
    /// of each training side is best; the intercept takes the move, so that zero still decides.
    ///
    /// A margin learned from few long rows does not lie in the middle for rows it has not seen.
    #[must_use]
    pub fn place_boundary(mut self, folds: usize, seed: u64) -> Self {
        self.boundary = Some(Inner { folds, seed });
        self
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
            boundary: self.boundary,
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
        }
    }

    /// Fits on some documents.
    ///
    /// # Errors
    /// When they do not fit the classifier, or a class has too few rows for the inner folds.
    pub fn fit(&self, train: &[usize]) -> Result<LinearModel<L>, Error> {
        let (rows, _) = self.corpus.fold(train, &[])?;
        self.finish(train, &rows)
    }

    /// Learns from rows that are already there, and calibrates.
    fn finish(&self, train: &[usize], rows: &CsrMatrix) -> Result<LinearModel<L>, Error> {
        let mut model = self.learn(train, rows)?;
        let mut held = None;
        let mut moved = 0.0;
        if let Some(inner) = self.boundary {
            let seen = self.held_out(inner, train, &model)?;
            moved = best_boundary(&seen)?;
            model = model.lowered(moved);
            held = Some((inner, seen));
        }
        let Some(Calibrate { method, inner }) = self.calibration else {
            return Ok(model);
        };
        let mut held = match held {
            Some((same, held)) if same == inner => held,
            _ => self.held_out(inner, train, &model)?,
        };
        for (values, _) in &mut held {
            values.iter_mut().for_each(|value| *value -= moved);
        }
        let (values, classes): (Vec<Vec<f64>>, Vec<usize>) = held.into_iter().unzip();
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
        let Inner { folds, .. } = inner;
        let inner = self.inner_folds(inner, train)?;
        let parts: Result<Vec<Vec<Held>>, Error> = inner
            .as_slice()
            .par_iter()
            .map(|fold| {
                let outer = |rows: &[usize]| rows.iter().map(|&row| train[row]).collect::<Vec<_>>();
                let (learn, held) = (outer(&fold.train), outer(&fold.test));
                let (rows, held_rows) = self.corpus.fold(&learn, &held)?;
                let part = self.learn(&learn, &rows)?;
                if part.classes() != model.classes() {
                    return Err(Error::data(format!(
                        "a class has too few rows for {folds} inner folds"
                    )));
                }
                let class = |row: usize| model.class_of(&self.labels[row]).unwrap_or_default();
                let values = |at: usize| {
                    let (columns, values) = held_rows.row(at);
                    part.class_values(&part.decisions(columns, values))
                };
                Ok(held
                    .iter()
                    .enumerate()
                    .map(|(at, &row)| (values(at), class(row)))
                    .collect())
            })
            .collect();
        Ok(parts?.concat())
    }

    fn inner_folds(&self, inner: Inner, train: &[usize]) -> Result<Folds, Error> {
        let Inner { folds, seed } = inner;
        let Inside { labels, groups, .. } = self.inside(train);
        match groups {
            None => split::stratified(&labels, folds, Some(seed)),
            Some(groups) => split::stratified_grouped(&labels, &groups, folds, Some(seed)),
        }
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
        let (train, test) = self.corpus.fold(&fold.train, &fold.test)?;
        let model = self.finish(&fold.train, &train)?;
        let labels = fold.test.iter().map(|&row| &self.labels[row]);
        let mut predictions = predict(&model, &test, labels, classes);
        for (prediction, &row) in predictions.iter_mut().zip(&fold.test) {
            (prediction.row, prediction.fold) = (row, at);
        }
        Ok(predictions)
    }
}

/// The decision value between two rows from which on saying the second class has the best macro-F1; of
/// several the one nearest to zero.
fn best_boundary(held: &[Held]) -> Result<f64, Error> {
    let mut rows: Vec<(f64, bool)> = Vec::with_capacity(held.len());
    for (values, class) in held {
        let [value] = values[..] else {
            return Err(Error::parameter("a boundary is placed between two classes"));
        };
        rows.push((value, *class == 1));
    }
    rows.sort_unstable_by(|a, b| a.0.total_cmp(&b.0));
    // Below the boundary: rows of the first class are right, of the second wrong.
    let positives = rows.iter().filter(|row| row.1).count();
    let (mut right, mut wrong) = (0, 0);
    let f1 = |hits: usize, misses: usize| 2.0 * hits as f64 / (2 * hits + misses) as f64;
    let mut best = (f64::MIN, 0.0_f64);
    for pair in rows.windows(2) {
        right += usize::from(!pair[0].1);
        wrong += usize::from(pair[0].1);
        if pair[0].0 == pair[1].0 {
            continue;
        }
        let misses = wrong + rows.len() - positives - right;
        let score = f1(right, misses) + f1(positives - wrong, misses);
        let place = f64::midpoint(pair[0].0, pair[1].0);
        if score > best.0 || score == best.0 && place.abs() < best.1.abs() {
            best = (score, place);
        }
    }
    Ok(best.1)
}

fn learn_maps(
    method: Method,
    values: &[Vec<f64>],
    classes: &[usize],
) -> Result<Calibration, Error> {
    let width = values.first().map_or(0, Vec::len);
    if width > 1 && method == Method::Temperature {
        return Calibration::temperature(values, classes);
    }
    let map = |at: usize| {
        let class = if width == 1 { 1 } else { at };
        let decisions: Vec<f64> = values.iter().map(|row| row[at]).collect();
        let positive: Vec<bool> = classes.iter().map(|&c| c == class).collect();
        Map::learn(method, &decisions, &positive)
    };
    Ok(Calibration::PerClass(
        (0..width).map(map).collect::<Result<_, _>>()?,
    ))
}

/// What was said about one document, and what is true.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Prediction {
    /// The document.
    pub row: usize,
    /// The fold that tested it.
    pub fold: usize,
    /// The number of its true class.
    pub truth: usize,
    /// The number of the class predicted.
    pub predicted: usize,
    /// One value a class, the larger the likelier: probabilities where the model has them,
    /// otherwise decision values.
    pub scores: Vec<f64>,
    /// Whether the scores are probabilities.
    pub probable: bool,
}

/// Predicts rows with known labels; classes are numbered as in `classes`.
fn predict<'l, L: Label + 'l>(
    model: &LinearModel<L>,
    rows: &CsrMatrix,
    labels: impl Iterator<Item = &'l L>,
    classes: &[L],
) -> Vec<Prediction> {
    let number = |label: &L| classes.binary_search(label).unwrap_or_default();
    let own: Vec<usize> = model.classes().iter().map(number).collect();
    let one = |(at, label): (usize, &L)| {
        let (columns, values) = rows.row(at);
        let Score {
            class,
            decisions,
            probabilities,
            ..
        } = model.score_row(columns, values);
        let probable = probabilities.is_some();
        let values = probabilities.unwrap_or_else(|| match model.class_values(&decisions)[..] {
            [decision] => vec![-decision, decision],
            ref all => all.to_vec(),
        });
        let mut scores = vec![if probable { 0.0 } else { f64::NEG_INFINITY }; classes.len()];
        own.iter()
            .zip(values)
            .for_each(|(&class, value)| scores[class] = value);
        let (truth, predicted) = (number(label), own[class]);
        Prediction {
            row: at,
            fold: 0,
            truth,
            predicted,
            scores,
            probable,
        }
    };
    labels.enumerate().map(one).collect()
}

/// The predictions of an experiment or of a model on held-out rows, and everything counted
/// from them.
#[derive(Clone, Debug, PartialEq)]
pub struct Evaluation<L = String> {
    classes: Vec<L>,
    predictions: Vec<Prediction>,
    folds: usize,
}

/// The figures of an [`Evaluation`], ready to be written.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Summary {
    /// Rows tested.
    pub rows: usize,
    /// Share predicted right.
    pub accuracy: f64,
    /// Each class alike.
    pub macro_average: Prf,
    /// Each class by its rows.
    pub weighted_average: Prf,
    /// All decisions at once.
    pub micro_average: Prf,
    /// Matthews' correlation.
    pub mcc: f64,
    /// One entry a class.
    pub classes: Vec<ClassSummary>,
    /// Rows by true class, then predicted class.
    pub confusion: Vec<Vec<u64>>,
    /// The macro-F1 of each fold.
    pub fold_macro_f1: Vec<f64>,
    /// What only probabilities have.
    pub probabilities: Option<ProbabilitySummary>,
}

/// The figures of one class.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ClassSummary {
    /// The class, as its `Debug` form without quotes.
    pub label: String,
    /// Rows of the class.
    pub support: u64,
    /// Precision, recall, F1.
    #[serde(flatten)]
    pub prf: Prf,
    /// How often a row of the class outranks another.
    pub roc_auc: Option<f64>,
    /// Average precision.
    pub pr_auc: Option<f64>,
}

/// How good probabilities are, over all (row, class) decisions: for two classes the second.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ProbabilitySummary {
    /// Mean squared error of the probability.
    pub brier: f64,
    /// Mean -ln of the probability of the true class.
    pub log_loss: f64,
    /// Expected calibration error.
    pub ece: f64,
    /// The reliability diagram behind it.
    pub bins: Vec<Bin>,
}

/// Bars of the reliability diagram.
const BINS: usize = 10;

impl<L: Label> Evaluation<L> {
    /// Tests a model on rows it has not seen.
    ///
    /// # Errors
    /// When the numbers of rows and labels differ.
    pub fn of(model: &LinearModel<L>, rows: &CsrMatrix, labels: &[L]) -> Result<Self, Error> {
        metrics::same_length(rows.rows(), labels.len())?;
        let all: Vec<L> = model.classes().iter().chain(labels).cloned().collect();
        let (classes, _) = crate::task::number(&all);
        let predictions = predict(model, rows, labels.iter(), &classes);
        Ok(Self {
            classes,
            predictions,
            folds: 1,
        })
    }

    /// The folds of one experiment put together.
    pub(crate) fn join(parts: Vec<Self>) -> Self {
        let classes = parts
            .first()
            .map_or_else(Vec::new, |part| part.classes.clone());
        let folds = parts.len();
        let predictions = parts
            .into_iter()
            .flat_map(|part| part.predictions)
            .collect();
        Self {
            classes,
            predictions,
            folds,
        }
    }

    /// The classes, ascending.
    #[must_use]
    pub fn classes(&self) -> &[L] {
        &self.classes
    }

    /// The predictions, fold by fold.
    #[must_use]
    pub fn predictions(&self) -> &[Prediction] {
        &self.predictions
    }

    /// Rows by true and predicted class, over all folds.
    #[must_use]
    pub fn confusion(&self) -> Confusion {
        self.count(|_| true)
    }

    /// Rows by true and predicted class, fold by fold.
    #[must_use]
    pub fn folds(&self) -> Vec<Confusion> {
        (0..self.folds)
            .map(|fold| self.count(|p| p.fold == fold))
            .collect()
    }

    fn count(&self, keep: impl Fn(&Prediction) -> bool) -> Confusion {
        let kept = self
            .predictions
            .iter()
            .filter(|p| keep(p))
            .map(|p| (p.truth, p.predicted));
        Confusion::of_pairs(self.classes.len(), kept)
    }

    /// Scores of a class and whether each row belongs to it, over all folds.
    #[must_use]
    pub fn ranking(&self, class: usize) -> (Vec<f64>, Vec<bool>) {
        self.predictions
            .iter()
            .map(|p| (p.scores[class], p.truth == class))
            .unzip()
    }

    /// Everything counted.
    ///
    /// # Errors
    /// When there is no prediction.
    pub fn summary(&self) -> Result<Summary, Error> {
        let confusion = self.confusion();
        let classes: Result<Vec<ClassSummary>, Error> = (0..self.classes.len())
            .map(|class| self.class_summary(&confusion, class))
            .collect();
        let matrix = |truth| {
            (0..self.classes.len())
                .map(|p| confusion.get(truth, p))
                .collect()
        };
        Ok(Summary {
            rows: self.predictions.len(),
            accuracy: confusion.accuracy(),
            macro_average: confusion.macro_average(),
            weighted_average: confusion.weighted_average(),
            micro_average: confusion.micro_average(),
            mcc: confusion.mcc(),
            classes: classes?,
            confusion: (0..self.classes.len()).map(matrix).collect(),
            fold_macro_f1: self
                .folds()
                .iter()
                .map(|fold| fold.macro_average().f1)
                .collect(),
            probabilities: self.probability_summary()?,
        })
    }

    fn class_summary(&self, confusion: &Confusion, class: usize) -> Result<ClassSummary, Error> {
        let (scores, positive) = self.ranking(class);
        Ok(ClassSummary {
            label: format!("{:?}", self.classes[class])
                .trim_matches('"')
                .to_owned(),
            support: confusion.support(class),
            prf: confusion.class(class),
            roc_auc: metrics::roc_auc(&scores, &positive)?,
            pr_auc: metrics::pr_auc(&scores, &positive)?,
        })
    }

    fn probability_summary(&self) -> Result<Option<ProbabilitySummary>, Error> {
        if !self.predictions.iter().all(|p| p.probable) {
            return Ok(None);
        }
        let first = usize::from(self.classes.len() == 2);
        let (mut probabilities, mut positive) = (Vec::new(), Vec::new());
        for class in first..self.classes.len() {
            let (p, y) = self.ranking(class);
            probabilities.extend(p);
            positive.extend(y);
        }
        let given: Vec<f64> = self.predictions.iter().map(|p| p.scores[p.truth]).collect();
        let bins = metrics::reliability(&probabilities, &positive, BINS)?;
        Ok(Some(ProbabilitySummary {
            brier: metrics::brier(&probabilities, &positive)?,
            log_loss: metrics::log_loss(&given, &vec![true; given.len()])?,
            ece: metrics::ece(&bins),
            bins,
        }))
    }
}

#[cfg(test)]
mod tests {
    use linfa::ParamGuard;

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
    fn the_boundary_lies_where_held_out_rows_part() {
        let held = |rows: &[(f64, usize)]| -> Vec<Held> {
            rows.iter()
                .map(|&(value, class)| (vec![value], class))
                .collect()
        };
        let apart = [(-3.0, 0), (-2.0, 0), (-1.0, 1), (0.5, 1), (1.0, 1)];
        assert_eq!(best_boundary(&held(&apart)).unwrap(), -1.5);
        // One row on the wrong side costs less than moving past three.
        let mixed = [
            (-3.0, 0),
            (-2.5, 1),
            (-2.0, 0),
            (-1.5, 0),
            (-1.0, 1),
            (2.0, 1),
        ];
        assert_eq!(best_boundary(&held(&mixed)).unwrap(), -1.25);
        assert_eq!(best_boundary(&held(&[(0.5, 0), (0.5, 1)])).unwrap(), 0.0);
        assert!(best_boundary(&[(vec![0.0, 1.0], 0)]).is_err());
    }

    #[test]
    fn a_moved_boundary_keeps_weights_and_probabilities() {
        let (rows, labels) = rows();
        let params = Svm::params().check().unwrap();
        let all: Vec<usize> = (0..labels.len()).collect();
        let plain = Experiment::new(&params, &rows, &labels).unwrap();
        let calibrated = plain.clone().calibrate(Method::Platt, 3, 1);
        let moved = calibrated.clone().place_boundary(3, 1).fit(&all).unwrap();
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
