//! linfa's traits over sparse [`Rows`] and dense arrays, for every [`Algorithm`] at once.

use khitab_features::CsrMatrix;
use linfa::{
    Float, Label,
    dataset::{AsSingleTargets, DatasetBase, Records},
    traits::{Fit, FitWith, Predict, PredictInplace, Transformer},
};
use ndarray::{Array1, Array2, ArrayBase, Data, Ix2};

use crate::{Algorithm, Error, LinearModel, Rows, ValidParams};

/// Keeps what is not zero of a dense array, as `f32`.
///
/// # Errors
/// When the array has more columns than a `u32` counts.
pub fn from_dense<F: Float, D: Data<Elem = F>>(
    array: &ArrayBase<D, Ix2>,
) -> Result<CsrMatrix, Error> {
    let width = array.ncols();
    if u32::try_from(width).is_err() {
        return Err(Error::data(format!(
            "{width} columns are more than {} allows",
            u32::MAX
        )));
    }
    let mut matrix = CsrMatrix::new(width);
    let (mut columns, mut values) = (Vec::new(), Vec::new());
    for row in array.rows() {
        columns.clear();
        values.clear();
        for (column, value) in row.iter().enumerate().filter(|(_, value)| !value.is_zero()) {
            columns.push(column as u32);
            values.push(value.to_f32().unwrap_or(f32::NAN));
        }
        matrix.push_row(&columns, &values);
    }
    Ok(matrix)
}

/// Writes a sparse matrix out as a dense array.
#[must_use]
pub fn to_dense(matrix: &CsrMatrix) -> Array2<f32> {
    let mut array = Array2::zeros((matrix.rows(), matrix.columns()));
    for row in 0..matrix.rows() {
        let (columns, values) = matrix.row(row);
        for (&column, &value) in columns.iter().zip(values) {
            array[[row, column as usize]] = value;
        }
    }
    array
}

fn labels<T: AsSingleTargets>(targets: &T) -> Vec<T::Elem>
where
    T::Elem: Label,
{
    targets.as_single_targets().iter().cloned().collect()
}

impl<A: Algorithm, L: Label, T: AsSingleTargets<Elem = L>> Fit<Rows, T, Error> for ValidParams<A> {
    type Object = LinearModel<L>;

    fn fit(&self, dataset: &DatasetBase<Rows, T>) -> Result<LinearModel<L>, Error> {
        let labels = labels(dataset.targets());
        self.learn(dataset.records().as_ref(), &labels, dataset.weights())
    }
}

impl<A, F, D, L, T> Fit<ArrayBase<D, Ix2>, T, Error> for ValidParams<A>
where
    A: Algorithm,
    F: Float,
    D: Data<Elem = F>,
    L: Label,
    T: AsSingleTargets<Elem = L>,
{
    type Object = LinearModel<L>;

    fn fit(&self, dataset: &DatasetBase<ArrayBase<D, Ix2>, T>) -> Result<LinearModel<L>, Error> {
        let rows = from_dense(dataset.records())?;
        self.learn(&rows, &labels(dataset.targets()), dataset.weights())
    }
}

/// Warm start: optimisation begins at the weights of the earlier model.
impl<'a, A, L, T> FitWith<'a, Rows, T, Error> for ValidParams<A>
where
    A: Algorithm,
    L: Label + 'a,
    T: AsSingleTargets<Elem = L>,
{
    type ObjectIn = Option<LinearModel<L>>;
    type ObjectOut = LinearModel<L>;

    fn fit_with(
        &self,
        model: Option<LinearModel<L>>,
        dataset: &'a DatasetBase<Rows, T>,
    ) -> Result<LinearModel<L>, Error> {
        let labels = labels(dataset.targets());
        self.learn_from(
            model.as_ref(),
            dataset.records().as_ref(),
            &labels,
            dataset.weights(),
        )
    }
}

impl<L: Label> PredictInplace<Rows, Array1<L>> for LinearModel<L> {
    fn predict_inplace<'a>(&'a self, rows: &'a Rows, labels: &mut Array1<L>) {
        let classes = self.predict_rows(rows.as_ref());
        for (label, class) in labels.iter_mut().zip(classes) {
            *label = self.classes()[class].clone();
        }
    }

    fn default_target(&self, rows: &Rows) -> Array1<L> {
        Array1::from_elem(rows.nsamples(), L::default())
    }
}

// linfa derives this from `PredictInplace` for arrays only.
impl<'a, L: Label> Predict<&'a Rows, Array1<L>> for LinearModel<L> {
    fn predict(&self, rows: &'a Rows) -> Array1<L> {
        let mut labels = self.default_target(rows);
        self.predict_inplace(rows, &mut labels);
        labels
    }
}

impl<F, D, L> PredictInplace<ArrayBase<D, Ix2>, Array1<L>> for LinearModel<L>
where
    F: Float,
    D: Data<Elem = F>,
    L: Label,
{
    fn predict_inplace<'a>(&'a self, array: &'a ArrayBase<D, Ix2>, labels: &mut Array1<L>) {
        let (mut columns, mut values) = (Vec::new(), Vec::new());
        for (row, label) in array.rows().into_iter().zip(labels) {
            columns.clear();
            values.clear();
            for (column, value) in row.iter().enumerate().filter(|(_, value)| !value.is_zero()) {
                columns.push(column as u32);
                values.push(value.to_f32().unwrap_or(f32::NAN));
            }
            *label = self.score_row(&columns, &values).label;
        }
    }

    fn default_target(&self, array: &ArrayBase<D, Ix2>) -> Array1<L> {
        Array1::from_elem(array.nrows(), L::default())
    }
}

/// Decision values: one row a document, one column a hyperplane.
impl<'a, L: Label> Transformer<&'a Rows, Array2<f64>> for LinearModel<L> {
    fn transform(&self, rows: &'a Rows) -> Array2<f64> {
        let matrix = rows.as_ref();
        let mut out = Array2::zeros((matrix.rows(), self.weights().vectors()));
        for (row, mut decisions) in out.rows_mut().into_iter().enumerate() {
            let (columns, values) = matrix.row(row);
            decisions.assign(&Array1::from(self.decisions(columns, values)));
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use linfa::{
        Dataset,
        prelude::{ParamGuard, ToConfusionMatrix},
    };
    use ndarray::array;

    use super::*;
    use crate::{Logistic, Svm};

    fn dense() -> Dataset<f64, &'static str, ndarray::Ix1> {
        let rows = array![
            [1.0, 0.0, 0.5],
            [0.0, 2.0, 0.0],
            [0.9, 0.1, 0.0],
            [0.0, 1.0, 1.0]
        ];
        Dataset::new(rows, array!["a", "b", "a", "b"])
    }

    fn sparse() -> DatasetBase<Rows, Array1<&'static str>> {
        let dense = dense();
        let rows = Rows::from(from_dense(dense.records()).unwrap());
        DatasetBase::new(rows, dense.targets)
    }

    #[test]
    fn sparse_equals_dense() {
        let params = Svm::params().eps(1e-6);
        let (dense, sparse) = (dense(), sparse());
        let one = params.fit(&dense).unwrap();
        let other = params.fit(&sparse).unwrap();
        assert_eq!(one, other);
        let labels: Array1<&str> = one.predict(&dense);
        assert_eq!(labels, other.predict(sparse.records()));
        assert!((labels.confusion_matrix(&sparse).unwrap().accuracy() - 1.0).abs() < 1e-6);
    }

    #[test]
    fn conversion_returns_what_it_got() {
        let dense = dense().records.mapv(|v| v as f32);
        assert_eq!(to_dense(&from_dense(&dense).unwrap()), dense);
    }

    #[test]
    fn a_warm_start_ends_at_the_same_weights_sooner() {
        let data = sparse();
        let params = Logistic::params().eps(1e-9);
        let cold = params.fit(&data).unwrap();
        let warm = params.fit_with(Some(cold.clone()), &data).unwrap();
        assert!(warm.convergence()[0].iterations < cold.convergence()[0].iterations);
        for (a, b) in cold
            .weights()
            .as_slice()
            .iter()
            .zip(warm.weights().as_slice())
        {
            assert!((a - b).abs() < 1e-6, "{a} {b}");
        }
    }

    #[test]
    fn sample_weights_count_as_repetition() {
        let data = sparse();
        let params = Logistic::params().eps(1e-10).check().unwrap();
        let weighted = data.clone().with_weights(array![2.0, 1.0, 0.0, 1.0]);
        let weighted = params.fit(&weighted).unwrap();
        let rows = data.records().as_ref().select(&[0, 0, 1, 3]);
        let repeated = params.learn(&rows, &["a", "a", "b", "b"], None).unwrap();
        for (a, b) in weighted
            .weights()
            .as_slice()
            .iter()
            .zip(repeated.weights().as_slice())
        {
            assert!((a - b).abs() < 1e-6, "{a} {b}");
        }
    }

    #[test]
    fn one_class_is_refused() {
        let data = Dataset::new(array![[1.0], [2.0]], array![true, true]);
        let error = Svm::params().fit(&data).unwrap_err();
        assert_eq!(error.to_string(), "at least two classes are needed, not 1");
    }

    #[test]
    fn a_value_that_is_no_number_is_named() {
        let data = Dataset::new(array![[1.0, 0.0], [0.0, f32::NAN]], array![true, false]);
        let error = Svm::params().fit(&data).unwrap_err();
        assert_eq!(
            error.to_string(),
            "row 1, column 1: the value is NaN, not finite"
        );
    }
}
