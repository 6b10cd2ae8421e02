//! The choice of parameters by cross-validation, and an honest figure for the choice.

use khitab_features::CsrMatrix;
use linfa::Label;
use rayon::prelude::*;

use crate::{
    Algorithm, Error, LinearModel, Params, ValidParams,
    evaluate::{Corpus, Evaluation, Experiment},
    params::HasRegularised,
    split::Folds,
};
use linfa::ParamGuard;

/// Trains once for every C, each from the weights of the last: a path costs little more than
/// its last fit.
///
/// # Errors
/// When a C is out of range or a fit fails.
///
/// ```
/// use khitab_features::CsrMatrix;
/// use khitab_linear::{Logistic, search::c_path};
/// let mut rows = CsrMatrix::new(1);
/// rows.push_row(&[0], &[1.0]);
/// rows.push_row(&[0], &[-1.0]);
/// let models = c_path(&Logistic::params(), &[0.1, 1.0, 10.0], &rows, &["up", "down"])?;
/// let slope = |at: usize| models[at].weights().as_slice()[0];
/// assert!(slope(0) < slope(1) && slope(1) < slope(2));
/// # Ok::<(), khitab_linear::Error>(())
/// ```
pub fn c_path<A: Algorithm + HasRegularised, L: Label>(
    params: &Params<A>,
    path: &[f64],
    rows: &CsrMatrix,
    labels: &[L],
) -> Result<Vec<LinearModel<L>>, Error> {
    let mut models: Vec<LinearModel<L>> = Vec::with_capacity(path.len());
    for &c in path {
        let params = params.clone().c(c).check()?;
        models.push(params.learn_from(models.last(), rows, labels, None)?);
    }
    Ok(models)
}

/// The documents of a training side, numbered from zero.
struct Part<'a, C> {
    corpus: &'a C,
    rows: &'a [usize],
}

impl<C> Part<'_, C> {
    fn outer(&self, rows: &[usize]) -> Vec<usize> {
        rows.iter().map(|&row| self.rows[row]).collect()
    }
}

impl<C: Corpus> Corpus for Part<'_, C> {
    type Learned = C::Learned;

    fn documents(&self) -> usize {
        self.rows.len()
    }

    fn train(&self, train: &[usize]) -> Result<(C::Learned, CsrMatrix), Error> {
        self.corpus.train(&self.outer(train))
    }

    fn test(&self, learned: &C::Learned, test: &[usize]) -> CsrMatrix {
        self.corpus.test(learned, &self.outer(test))
    }
}

/// What a nested search found.
#[derive(Clone, Debug, PartialEq)]
pub struct Nested<L> {
    /// The tests of the outer folds, each by parameters chosen without it.
    pub evaluation: Evaluation<L>,
    /// Which entry of the grid each outer fold chose.
    pub chosen: Vec<usize>,
}

/// How an entry of a grid is chosen: on so many folds inside the rows at hand, by a measure of
/// which more is better.
#[derive(Clone, Copy, Debug)]
pub struct Choice<M> {
    /// The folds.
    pub folds: usize,
    /// Their seed.
    pub seed: u64,
    /// The measure.
    pub measure: M,
}

/// Measures every entry of a grid by cross-validation, entries in parallel.
///
/// Rows, labels, weights, groups and calibration are those of `base`; its parameters do not matter.
///
/// # Errors
/// When an entry cannot be fitted.
pub fn grid_search<A, C, L>(
    base: &Experiment<'_, A, C, L>,
    grid: &[ValidParams<A>],
    folds: &Folds,
    measure: impl Fn(&Evaluation<L>) -> f64 + Sync,
) -> Result<Vec<f64>, Error>
where
    A: Algorithm,
    C: Corpus,
    L: Label + Send + Sync,
{
    grid.par_iter()
        .map(|params| Ok(measure(&base.with_params(params).cross_validate(folds)?)))
        .collect()
}

/// Chooses an entry of a grid for the documents `rows` on folds inside them, the boundary placed where `base` places
/// it, without calibration, which has no say in what is predicted; the first of equals.
///
/// # Errors
/// When the grid is empty, a class has too few rows, or a fit fails.
pub fn choose<A, C, L, M>(
    base: &Experiment<'_, A, C, L>,
    grid: &[ValidParams<A>],
    rows: &[usize],
    choice: &Choice<M>,
) -> Result<usize, Error>
where
    A: Algorithm,
    C: Corpus,
    L: Label + Send + Sync,
    M: Fn(&Evaluation<L>) -> f64 + Sync,
{
    let Some(first) = grid.first() else {
        return Err(Error::parameter("the grid is empty"));
    };
    let corpus = Part {
        corpus: base.corpus(),
        rows,
    };
    let inside = base.inside(rows);
    let part = inside.experiment(first, &corpus);
    let folds = inside.folds(choice.folds, choice.seed)?;
    let measured = grid_search(&part, grid, &folds, &choice.measure)?;
    Ok(crate::model::argmax(&measured))
}

/// Chooses parameters on inner folds of each outer training side and tests them outside: the
/// figure of a search, free of the search's own luck.
///
/// # Errors
/// When the grid is empty, the folds tear a group apart, or a fit fails.
pub fn nested_search<A, C, L, M>(
    base: &Experiment<'_, A, C, L>,
    grid: &[ValidParams<A>],
    outer: &Folds,
    choice: &Choice<M>,
) -> Result<Nested<L>, Error>
where
    A: Algorithm,
    C: Corpus,
    L: Label + Send + Sync,
    M: Fn(&Evaluation<L>) -> f64 + Sync,
{
    base.accepts(outer)?;
    let parts: Result<Vec<(usize, Evaluation<L>)>, Error> = outer
        .as_slice()
        .par_iter()
        .enumerate()
        .map(|(at, fold)| {
            let entry = choose(base, grid, &fold.train, choice)?;
            let tested = base
                .with_params(&grid[entry])
                .cross_validate_one(outer, at)?;
            Ok((entry, tested))
        })
        .collect();
    let (chosen, parts) = parts?.into_iter().unzip();
    Ok(Nested {
        evaluation: Evaluation::join(parts),
        chosen,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Logistic, evaluate::Boundary, solver::tests::Fixture, split};

    #[test]
    fn the_search_prefers_what_generalises() {
        let fixture = Fixture::new(200, 10, 61);
        let labels: Vec<bool> = fixture.signs.iter().map(|&sign| sign > 0.0).collect();
        let grid: Vec<_> = [1e-6, 1.0]
            .map(|c| Logistic::params().c(c).check().unwrap())
            .into_iter()
            .collect();
        let folds = split::stratified(&labels, 4, Some(0)).unwrap();
        let f1 = |evaluation: &Evaluation<bool>| evaluation.confusion().macro_average().f1;
        let base = Experiment::new(&grid[0], &fixture.rows, &labels).unwrap();
        let scores = grid_search(&base, &grid, &folds, f1).unwrap();
        assert!(scores[1] > scores[0], "{scores:?}");
        let choice = Choice {
            folds: 3,
            seed: 0,
            measure: f1,
        };
        let nested = nested_search(&base, &grid, &folds, &choice).unwrap();
        assert_eq!(nested.chosen, [1; 4]);
        assert_eq!(nested.evaluation.predictions().len(), 200);
        assert!((f1(&nested.evaluation) - scores[1]).abs() < 1e-12);
    }

    #[test]
    fn an_entry_is_chosen_with_the_boundary_that_it_will_have() {
        // Five rows of one class in fifty: a weak penalty ranks them right, and finds none without a placed boundary.
        let mut rows = CsrMatrix::new(2);
        let labels: Vec<bool> = (0..50).map(|row| row % 10 == 0).collect();
        for &rare in &labels {
            rows.push_row(&[u32::from(rare)], &[1.0]);
        }
        let grid = [1e-4, 1e-3].map(|c| Logistic::params().c(c).check().unwrap());
        let found = |evaluation: &Evaluation<bool>| evaluation.confusion().class(1).recall;
        let all: Vec<usize> = (0..50).collect();
        let base = Experiment::new(&grid[0], &rows, &labels).unwrap();
        let folds = split::stratified(&labels, 5, Some(0)).unwrap();
        let plain = grid_search(&base, &grid, &folds, found).unwrap();
        assert_eq!(plain, [0.0, 0.0]);
        let seen = std::sync::Mutex::new(Vec::new());
        let measure = |evaluation: &Evaluation<bool>| {
            seen.lock().unwrap().push(found(evaluation));
            found(evaluation)
        };
        let choice = Choice {
            folds: 5,
            seed: 0,
            measure,
        };
        let placed = base.place_boundary(Boundary::MacroF1, 4, 0).unwrap();
        choose(&placed, &grid, &all, &choice).unwrap();
        assert_eq!(*seen.lock().unwrap(), [1.0, 1.0]);
    }

    #[test]
    fn a_path_saves_work() {
        let fixture = Fixture::new(300, 30, 62);
        let labels: Vec<bool> = fixture.signs.iter().map(|&sign| sign > 0.0).collect();
        let params = Logistic::params().eps(1e-6);
        let path = c_path(&params, &[1.0, 1.2], &fixture.rows, &labels).unwrap();
        let cold = params
            .c(1.2)
            .check()
            .unwrap()
            .learn(&fixture.rows, &labels, None)
            .unwrap();
        assert!(path[1].convergence()[0].iterations <= cold.convergence()[0].iterations);
        for (a, b) in path[1]
            .weights()
            .as_slice()
            .iter()
            .zip(cold.weights().as_slice())
        {
            assert!((a - b).abs() < 1e-4);
        }
    }
}
