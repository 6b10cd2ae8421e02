use super::*;
use crate::{metrics, random::Random};

/// Decision values d whose true probability is sigmoid(2 d - 1).
fn sample(rows: usize) -> (Vec<f64>, Vec<bool>) {
    let mut random = Random::new(3, 0);
    let mut unit = || random.below(1_000_000) as f64 / 1e6;
    (0..rows)
        .map(|_| {
            let d = 6.0 * unit() - 3.0;
            (d, unit() < sigmoid(2.0 * d - 1.0))
        })
        .unzip()
}

#[test]
fn every_method_brings_the_error_down() {
    let (d, y) = sample(4000);
    let raw: Vec<f64> = d.iter().map(|&d| sigmoid(d)).collect();
    let before = metrics::ece(&metrics::reliability(&raw, &y, 10).unwrap());
    for method in [Method::Platt, Method::Isotonic, Method::Beta] {
        let map = Map::learn(method, &d, &y).unwrap();
        let p: Vec<f64> = d.iter().map(|&d| map.probability(d)).collect();
        let after = metrics::ece(&metrics::reliability(&p, &y, 10).unwrap());
        assert!(
            after < 0.02 && before > 0.1,
            "{method:?}: {before} to {after}"
        );
        assert!(map.is_sound());
    }
}

#[test]
fn platt_finds_the_sigmoid() {
    let (d, y) = sample(20_000);
    let Map::Sigmoid { slope, offset } = Map::learn(Method::Platt, &d, &y).unwrap() else {
        panic!("not a sigmoid");
    };
    assert!(
        (slope - 2.0).abs() < 0.1 && (offset + 1.0).abs() < 0.1,
        "{slope} {offset}"
    );
}

#[test]
fn isotonic_by_hand() {
    let map = Map::learn(
        Method::Isotonic,
        &[1.0, 2.0, 3.0, 4.0],
        &[false, true, false, true],
    );
    let expected = Map::Isotonic {
        decisions: vec![1.0, 2.0, 3.0, 4.0],
        probabilities: vec![0.0, 0.5, 0.5, 1.0],
    };
    assert_eq!(map.unwrap(), expected);
    assert_eq!(expected.probability(1.5), 0.25);
    assert_eq!(
        (expected.probability(-9.0), expected.probability(9.0)),
        (0.0, 1.0)
    );
}

#[test]
fn the_temperature_of_overconfident_scores_is_above_one() {
    let decisions = vec![
        vec![8.0, 0.0, 0.0],
        vec![8.0, 0.0, 0.0],
        vec![0.0, 8.0, 0.0],
    ];
    let Calibration::Temperature(t) = Calibration::temperature(&decisions, &[0, 1, 1]).unwrap()
    else {
        panic!("not a temperature");
    };
    assert!(t > 2.0, "{t}");
}

#[test]
fn separable_and_extreme_values_stay_finite() {
    for method in [
        Method::Platt,
        Method::Isotonic,
        Method::Beta,
        Method::Temperature,
    ] {
        let map = Map::learn(method, &[-900.0, -800.0, 800.0], &[false, false, true]).unwrap();
        for decision in [-1e9, -1.0, 0.0, 1.0, 1e9] {
            assert!(
                (0.0..=1.0).contains(&map.probability(decision)),
                "{method:?} {map:?}"
            );
        }
    }
}

#[test]
fn one_kind_is_refused() {
    let error = Map::learn(Method::Platt, &[1.0, 2.0], &[true, true]).unwrap_err();
    assert_eq!(error.to_string(), "calibration needs rows of both kinds");
}

#[test]
fn beta_on_scores_that_say_nothing_gives_the_share() {
    // High values are rarer among the positives: the best map that never falls is flat.
    let decisions = [-2.0, -1.0, -0.5, 0.0, 0.5, 1.0, 1.5, 2.0];
    let positive = [true, true, false, false, false, false, false, false];
    let map = Map::learn(Method::Beta, &decisions, &positive).unwrap();
    for decision in [-3.0, 0.0, 3.0] {
        let p = map.probability(decision);
        assert!((p - 0.25).abs() < 1e-6, "{p} {map:?}");
    }
}

#[test]
fn decision_values_that_do_not_fit_are_refused() {
    let refused = |decisions: &[Vec<f64>], classes: &[usize]| {
        let error = Calibration::temperature(decisions, classes).unwrap_err();
        assert!(error.is_data(), "{error}");
        error.to_string()
    };
    let good = vec![1.0, 0.0];
    assert_eq!(
        refused(std::slice::from_ref(&good), &[2]),
        "row 0: class 2 is not one of 2"
    );
    refused(&[good.clone(), vec![1.0]], &[0, 0]);
    refused(&[vec![]], &[0]);
    for bad in [f64::NAN, f64::INFINITY, 1e300] {
        refused(&[good.clone(), vec![0.0, bad]], &[0, 1]);
        for method in [
            Method::Platt,
            Method::Isotonic,
            Method::Beta,
            Method::Temperature,
        ] {
            assert!(Map::learn(method, &[1.0, bad], &[false, true]).is_err());
        }
    }
}
