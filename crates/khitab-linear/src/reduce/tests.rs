use linfa::ParamGuard;

use super::*;
use crate::{Ftrl, LinearModel, Logistic, NbSvm, Svm, solver::tests::Fixture};

fn labelled(seed: u64) -> (CsrMatrix, Vec<bool>) {
    let fixture = Fixture::new(120, 10, seed);
    let labels = fixture.signs.iter().map(|&sign| sign > 0.0).collect();
    (fixture.rows, labels)
}

#[test]
fn bounds_hold_and_factors_agree_between_solvers() {
    let (rows, labels) = labelled(21);
    let base = Logistic::params().c(2.0).eps(1e-9);
    let last = [ColumnRule::FREE.penalty(0.1), ColumnRule::FREE.penalty(9.0)];
    let dual = base.clone().column_rules(ColumnRule::FREE, last);
    // A bound far away forces the primal solver onto the same problem.
    let far = ColumnRule::FREE.within(-1e6, 1e6);
    let primal = base.clone().column_rules(far, last);
    let fit = |params: crate::Params<Logistic>| {
        params.check().unwrap().learn(&rows, &labels, None).unwrap()
    };
    let (one, other) = (fit(dual), fit(primal));
    for (a, b) in one
        .weights()
        .as_slice()
        .iter()
        .zip(other.weights().as_slice())
    {
        assert!((a - b).abs() < 1e-5, "{a} {b}");
    }
    let free = fit(base.clone());
    let sign = free.weights().as_slice()[9].signum();
    assert!(sign > 0.0, "the fixture's last column pulls up");
    let held = fit(base.column_rules(ColumnRule::FREE, [ColumnRule::FREE.at_most_zero()]));
    assert_eq!(held.weights().as_slice()[9], 0.0);
}

#[test]
fn three_classes_by_every_scheme() {
    let (rows, _) = labelled(22);
    // The largest of the first three columns: linear, and no class is between the others.
    let value = |row: usize, column: u32| {
        let (columns, values) = rows.row(row);
        columns
            .binary_search(&column)
            .map_or(0.0, |at| f64::from(values[at]))
    };
    let label = |row| crate::model::argmax(&[value(row, 0), value(row, 1), value(row, 2)]);
    let labels: Vec<usize> = (0..rows.rows()).map(label).collect();
    let right = |model: LinearModel<usize>| {
        let predicted = model.predict_rows(&rows);
        let pairs = predicted.iter().zip(&labels);
        pairs.filter(|(a, b)| a == b).count()
    };
    for multiclass in [
        Multiclass::OneVsRest,
        Multiclass::OneVsOne,
        Multiclass::Joint,
    ] {
        let params = Svm::params()
            .c(50.0)
            .multiclass(multiclass)
            .check()
            .unwrap();
        let found = right(params.learn(&rows, &labels, None).unwrap());
        assert!(found > 100, "{multiclass:?}: {found} of 120");
        let params = Logistic::params()
            .c(50.0)
            .multiclass(multiclass)
            .check()
            .unwrap();
        let found = right(params.learn(&rows, &labels, None).unwrap());
        assert!(found > 95, "logistic, {multiclass:?}: {found} of 120");
    }
}

#[test]
fn what_does_not_go_together_is_refused() {
    let hinge = Svm::params()
        .loss(HingeLoss::Hinge)
        .penalty(Penalty::L1)
        .check();
    assert!(hinge.unwrap_err().to_string().contains("squared hinge"));
    let empty = ColumnRule::FREE.within(1.0, -1.0);
    let error = Logistic::params()
        .column_rules(empty, [])
        .check()
        .unwrap_err();
    assert_eq!(error.to_string(), "no weight lies in 1..=-1");
    let (rows, labels) = labelled(23);
    let many = vec![ColumnRule::FREE; 11];
    let params = Logistic::params()
        .column_rules(ColumnRule::FREE, many)
        .check()
        .unwrap();
    let error = params.learn(&rows, &labels, None).unwrap_err();
    assert_eq!(
        error.to_string(),
        "11 column rules were given for 10 columns"
    );
}

/// Two classes over two columns that no plane parts.
fn mixed() -> (CsrMatrix, Vec<usize>) {
    let mut rows = CsrMatrix::new(2);
    for row in 0..12u8 {
        rows.push_row(&[0, 1], &[f32::from(row % 3), f32::from(row % 4)]);
    }
    (rows, (0..12).map(|row| row * 7 % 5 % 2).collect())
}

#[test]
fn costs_are_taken_up_to_a_bound_and_refused_above() {
    let (rows, labels) = mixed();
    let learn = |c: f64, weights: Option<&[f32]>| {
        let fits = [
            Logistic::params()
                .c(c)
                .check()?
                .learn(&rows, &labels, weights)?,
            Svm::params().c(c).check()?.learn(&rows, &labels, weights)?,
            Svm::params()
                .c(c)
                .penalty(Penalty::L1)
                .check()?
                .learn(&rows, &labels, weights)?,
            Logistic::params()
                .c(c)
                .free_intercept()
                .check()?
                .learn(&rows, &labels, weights)?,
            Svm::params()
                .c(c)
                .multiclass(Multiclass::Joint)
                .check()?
                .learn(&rows, &labels, weights)?,
            NbSvm::params()
                .c(c)
                .check()?
                .learn(&rows, &labels, weights)?,
        ];
        Ok::<_, crate::Error>(fits)
    };
    for c in [1e-300, 1e-100, 1e50, 1e100] {
        for model in learn(c, None).unwrap() {
            assert!(model.convergence().iter().all(|c| c.objective.is_finite()));
        }
    }
    assert_eq!(
        learn(1e308, None).unwrap_err().to_string(),
        "c is 1e308: it must be at most 1e100"
    );
    assert_eq!(
        learn(1e100, Some(&[2.0; 12])).unwrap_err().to_string(),
        "c times the weights of a row and its class is 2e100: it must be at most 1e100"
    );
}

#[test]
fn weights_that_are_no_numbers_are_no_model() {
    let (rows, labels) = mixed();
    let steps = Ftrl::params().alpha(1e308).l2(0.0).check().unwrap();
    let error = steps.learn(&rows, &labels, None).unwrap_err();
    assert_eq!(
        error.to_string(),
        "training left the range of numbers: a parameter or a value of the rows is too large"
    );
}
