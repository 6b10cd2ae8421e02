//! Against scikit-learn 1.9.1 and LIBLINEAR 2.50 on the fixed rows of `tests/reference`, which
//! `tests/reference/generate.py` and `calibration.py` made.
//!
//! Both sides run to their optimum, so weights agree to 2e-4 (f32 storage and what is left of
//! the tolerances), figures that are counted or averaged to 1e-9.

use khitab_features::CsrMatrix;
use khitab_linear::{
    Algorithm, ClassWeights, Event, HingeLoss, LinearModel, Logistic, Multiclass, NaiveBayes,
    Params, Penalty, Svm,
    calibrate::{Map, Method},
    metrics::{self, Confusion},
    significance, split,
};
use linfa::ParamGuard;
use serde_json::Value;

struct Reference {
    rows: CsrMatrix,
    two: Vec<usize>,
    three: Vec<usize>,
    groups: Vec<usize>,
    expected: Value,
}

fn numbers(value: &Value) -> Vec<f64> {
    value
        .as_array()
        .unwrap()
        .iter()
        .map(|x| x.as_f64().unwrap())
        .collect()
}

fn classes(value: &Value) -> Vec<usize> {
    numbers(value).into_iter().map(|x| x as usize).collect()
}

fn reference() -> Reference {
    let rows: Value = serde_json::from_str(include_str!("reference/rows.json")).unwrap();
    let expected = serde_json::from_str(include_str!("reference/reference.json")).unwrap();
    let mut matrix = CsrMatrix::new(rows["columns"].as_u64().unwrap() as usize);
    for row in rows["rows"].as_array().unwrap() {
        let pairs = row.as_array().unwrap().iter().map(numbers);
        let (columns, values): (Vec<u32>, Vec<f32>) =
            pairs.map(|pair| (pair[0] as u32, pair[1] as f32)).unzip();
        matrix.push_row(&columns, &values);
    }
    Reference {
        rows: matrix,
        two: classes(&rows["two"]),
        three: classes(&rows["three"]),
        groups: classes(&rows["groups"]),
        expected,
    }
}

fn fit<A: Algorithm>(params: Params<A>, r: &Reference, labels: &[usize]) -> LinearModel<usize> {
    params
        .check()
        .unwrap()
        .learn(&r.rows, labels, None)
        .unwrap()
}

fn close(what: &str, ours: f64, theirs: f64, tolerance: f64) {
    assert!(
        (ours - theirs).abs() <= tolerance,
        "{what}: {ours} is not {theirs}"
    );
}

fn same_weights(name: &str, model: &LinearModel<usize>, expected: &Value) {
    let expected = &expected[name];
    let planes: Vec<Vec<f64>> = expected["weights"]
        .as_array()
        .unwrap()
        .iter()
        .map(numbers)
        .collect();
    assert_eq!(planes.len(), model.weights().vectors(), "{name}");
    for (vector, plane) in planes.iter().enumerate() {
        assert_eq!(plane.len(), model.weights().columns(), "{name}");
        for (column, theirs) in plane.iter().enumerate() {
            let ours = f64::from(model.weights().of(column)[vector]);
            close(&format!("{name}, column {column}"), ours, *theirs, 2e-4);
        }
    }
    // A softmax does not tell equal shifts of all intercepts apart.
    let centred = |values: &[f64]| -> Vec<f64> {
        let shift = if name == "multinomial" {
            values.iter().sum::<f64>() / 3.0
        } else {
            0.0
        };
        values.iter().map(|value| value - shift).collect()
    };
    let theirs = centred(&numbers(&expected["intercepts"]));
    for (ours, theirs) in centred(model.weights().intercepts()).iter().zip(theirs) {
        close(&format!("{name}, intercept"), *ours, theirs, 2e-4);
    }
}

#[test]
fn solvers_of_two_classes_reach_liblinears_optimum() {
    let r = reference();
    let eps = 1e-9;
    let svm = || Svm::params().eps(eps).max_iterations(1_000_000);
    let logistic = || Logistic::params().eps(eps).max_iterations(1_000_000);
    same_weights("svm_l2", &fit(svm(), &r, &r.two), &r.expected);
    let hinge = svm().loss(HingeLoss::Hinge).c(0.5);
    same_weights("svm_hinge", &fit(hinge, &r, &r.two), &r.expected);
    same_weights(
        "svm_l1",
        &fit(svm().penalty(Penalty::L1), &r, &r.two),
        &r.expected,
    );
    same_weights(
        "logistic_l2",
        &fit(logistic().c(2.0), &r, &r.two),
        &r.expected,
    );
    same_weights(
        "logistic_l1",
        &fit(logistic().penalty(Penalty::L1), &r, &r.two),
        &r.expected,
    );
    let balanced = svm().class_weights(ClassWeights::Balanced);
    same_weights("balanced", &fit(balanced, &r, &r.two), &r.expected);
}

#[test]
fn three_classes_agree_by_every_scheme() {
    let r = reference();
    let svm = || Svm::params().eps(1e-9).max_iterations(1_000_000);
    same_weights("svm_l2_three", &fit(svm(), &r, &r.three), &r.expected);
    let joint = svm().multiclass(Multiclass::Joint);
    same_weights("crammer_singer", &fit(joint, &r, &r.three), &r.expected);
    let multinomial = Logistic::params()
        .c(3.0)
        .eps(1e-10)
        .multiclass(Multiclass::Joint);
    same_weights("multinomial", &fit(multinomial, &r, &r.three), &r.expected);
}

#[test]
fn naive_bayes_gives_scikit_learns_probabilities() {
    let r = reference();
    for (name, event) in [
        ("multinomial_nb", Event::Multinomial),
        ("complement_nb", Event::Complement),
        ("bernoulli_nb", Event::Bernoulli),
    ] {
        let model = fit(NaiveBayes::params().event(event).alpha(0.5), &r, &r.three);
        for (row, expected) in r.expected[name].as_array().unwrap().iter().enumerate() {
            let (columns, values) = r.rows.row(row);
            let ours = model.score_row(columns, values).probabilities.unwrap();
            for (ours, theirs) in ours.iter().zip(numbers(expected)) {
                close(&format!("{name}, row {row}"), ours.ln(), theirs, 1e-5);
            }
        }
    }
}

#[test]
fn metrics_are_scikit_learns() {
    let r = reference();
    let (scores, expected) = (numbers(&r.expected["scores"]), &r.expected["metrics"]);
    let positive: Vec<bool> = r.two.iter().map(|&y| y == 1).collect();
    let same = |name: &str, ours: f64| close(name, ours, expected[name].as_f64().unwrap(), 1e-9);
    same(
        "roc_auc",
        metrics::roc_auc(&scores, &positive).unwrap().unwrap(),
    );
    same(
        "pr_auc",
        metrics::pr_auc(&scores, &positive).unwrap().unwrap(),
    );
    same("brier", metrics::brier(&scores, &positive).unwrap());
    same("log_loss", metrics::log_loss(&scores, &positive).unwrap());
    let guess: Vec<usize> = scores
        .iter()
        .map(|&score| usize::from(score > 0.5))
        .collect();
    same(
        "accuracy",
        Confusion::count(2, &r.two, &guess).unwrap().accuracy(),
    );
    let guess = classes(&r.expected["three_guess"]);
    let confusion = Confusion::count(3, &r.three, &guess).unwrap();
    same("mcc", confusion.mcc());
    same("macro_f1", confusion.macro_average().f1);
    same("weighted_f1", confusion.weighted_average().f1);
    for (class, theirs) in expected["per_class"].as_array().unwrap().iter().enumerate() {
        let ours = confusion.class(class);
        for (ours, theirs) in [ours.precision, ours.recall, ours.f1]
            .iter()
            .zip(numbers(theirs))
        {
            close("class", *ours, theirs, 1e-9);
        }
    }
}

#[test]
fn calibration_and_the_exact_test_are_those_of_scikit_learn_and_scipy() {
    let r = reference();
    let expected: Value = serde_json::from_str(include_str!("reference/calibration.json")).unwrap();
    let positive: Vec<bool> = r.two.iter().map(|&y| y == 1).collect();
    let rising: Vec<f64> = numbers(&r.expected["scores"])
        .iter()
        .map(|s| 8.0 * s - 4.0)
        .collect();
    let falling: Vec<f64> = rising.iter().map(|d| -d).collect();
    for (name, method, decisions) in [
        ("platt", Method::Platt, &rising),
        ("beta", Method::Beta, &rising),
        ("beta_falling", Method::Beta, &falling),
    ] {
        let map = Map::learn(method, decisions, &positive).unwrap();
        for (at, theirs) in numbers(&expected[name]).into_iter().enumerate() {
            close(name, map.probability(at as f64 - 4.0), theirs, 1e-5);
        }
    }
    let first = classes(&r.expected["three_guess"]);
    let mut second = first.clone();
    second.rotate_right(1);
    let test = significance::mcnemar(&r.three, &first, &second).unwrap();
    let only = [test.only_first, test.only_second];
    assert_eq!(only[..], classes(&expected["mcnemar"]["only"]));
    close(
        "mcnemar",
        test.p,
        expected["mcnemar"]["p"].as_f64().unwrap(),
        1e-12,
    );
}

#[test]
fn isotonic_regression_is_scikit_learns() {
    let r = reference();
    let positive: Vec<bool> = r.two.iter().map(|&y| y == 1).collect();
    let scores = numbers(&r.expected["scores"]);
    let map = Map::learn(Method::Isotonic, &scores, &positive).unwrap();
    for (at, theirs) in numbers(&r.expected["isotonic"]).into_iter().enumerate() {
        close("isotonic", map.probability(at as f64 / 20.0), theirs, 1e-9);
    }
}

#[test]
fn splits_are_scikit_learns() {
    let r = reference();
    let folds = split::stratified(&r.three, 5, None).unwrap();
    let theirs = r.expected["stratified"].as_array().unwrap();
    for (fold, theirs) in folds.as_slice().iter().zip(theirs) {
        assert_eq!(fold.test, classes(theirs));
    }
    let folds = split::grouped(&r.groups, 4).unwrap();
    let mut sizes: Vec<usize> = folds
        .as_slice()
        .iter()
        .map(|fold| fold.test.len())
        .collect();
    sizes.sort_unstable();
    assert_eq!(sizes, classes(&r.expected["group_sizes"]));
}
