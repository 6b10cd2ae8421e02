use super::*;
use crate::solver::{
    dual_logistic, dual_svm,
    tests::{Fixture, stop},
};

const FREE: Coordinate = Coordinate {
    l1: 0.0,
    l2: 1.0,
    lower: f64::NEG_INFINITY,
    upper: f64::INFINITY,
};

#[test]
fn ridge_agrees_with_the_dual_solvers() {
    let fixture = Fixture::new(90, 12, 11);
    let problem = fixture.problem();
    let coordinates = vec![FREE; problem.width()];
    let stop = stop(1e-10);
    let logistic = dual_logistic::solve(&problem, &stop, None);
    let svm = dual_svm::solve(&problem, dual_svm::HingeLoss::Squared, &stop, None);
    for (loss, dual) in [(Loss::Logistic, logistic), (Loss::SquaredHinge, svm)] {
        let primal = solve(&problem, loss, &coordinates, &stop, None);
        for (a, b) in primal.weights.iter().zip(&dual.weights) {
            assert!((a - b).abs() < 1e-6, "{loss:?}: {a} {b}");
        }
        assert!((primal.intercept - dual.intercept).abs() < 1e-6);
    }
}

#[test]
fn the_gap_closes_for_every_penalty() {
    let fixture = Fixture::new(120, 20, 12);
    let problem = fixture.problem();
    let boxed = Coordinate {
        lower: -0.2,
        upper: 0.0,
        ..FREE
    };
    for (l1, l2) in [(1.0, 0.0), (0.5, 0.5), (3.0, 0.1)] {
        let mut coordinates = vec![Coordinate { l1, l2, ..FREE }; problem.width()];
        coordinates[3] = Coordinate { l1, l2, ..boxed };
        coordinates[4] = Coordinate {
            l1,
            l2,
            lower: 0.1,
            ..FREE
        };
        for loss in [Loss::Logistic, Loss::SquaredHinge] {
            let solution = solve(&problem, loss, &coordinates, &stop(1e-9), None);
            let Convergence { objective, gap, .. } = solution.convergence;
            assert!(
                gap.unwrap() < 1e-6 * objective,
                "{loss:?} {l1} {l2}: {gap:?}"
            );
            assert!((-0.2..=0.0).contains(&solution.weights[3]));
            assert!(solution.weights[4] >= 0.1);
        }
    }
}

#[test]
fn a_weight_one_rounding_above_its_bound_ends_the_passes() {
    let fixture = Fixture::new(120, 20, 12);
    let problem = fixture.problem();
    let least = 0.05;
    let coordinates = vec![
        Coordinate {
            l1: 0.0,
            l2: 1.0,
            lower: least,
            ..FREE
        };
        problem.width()
    ];
    let above = vec![f64::from_bits(least.to_bits() + 1); problem.width()];
    let mut descent = Descent::new(problem, Loss::Logistic, &coordinates, Some(&above));
    descent.bend();
    let mut free = Vec::new();
    let (violation, _) = descent.look(&mut free, f64::INFINITY);
    let mut random = Random::new(0, 0);
    let (next, _, passes) = descent.newton_step(&mut free, 1e-6 * violation, &mut random);
    assert!(passes < INNER_PASSES);
    assert!(next.contains(&least), "no weight is at its bound");
}

#[test]
fn l1_leaves_weights_at_zero() {
    let fixture = Fixture::new(120, 40, 13);
    let problem = fixture.problem();
    let coordinates = vec![
        Coordinate {
            l1: 8.0,
            l2: 0.0,
            ..FREE
        };
        problem.width()
    ];
    let solution = solve(&problem, Loss::Logistic, &coordinates, &stop(1e-8), None);
    let zeros = solution.weights.iter().filter(|w| **w == 0.0).count();
    assert!((5..40).contains(&zeros), "{zeros}");
}

#[test]
fn a_free_intercept_balances_the_signs() {
    let fixture = Fixture::new(90, 12, 15);
    let problem = fixture.problem();
    let mut coordinates = vec![FREE; problem.width()];
    coordinates[12].l2 = 0.0;
    let solution = solve(&problem, Loss::Logistic, &coordinates, &stop(1e-9), None);
    assert_eq!(solution.convergence.gap, None);
    let mut weights = solution.weights.clone();
    weights.push(solution.intercept);
    // Without a penalty the slopes of the rows sum to zero.
    let slope = |row: usize| {
        let (sign, cost) = (problem.signs[row], problem.costs[row]);
        sign * cost * sigmoid(-sign * problem.decision(row, &weights))
    };
    let sum: f64 = (0..problem.len()).map(slope).sum();
    assert!(sum.abs() < 1e-5, "{sum}");
}

#[test]
fn a_bound_that_does_not_bind_changes_nothing() {
    let fixture = Fixture::new(90, 12, 14);
    let problem = fixture.problem();
    let wide = Coordinate {
        lower: -100.0,
        upper: 100.0,
        ..FREE
    };
    let free = vec![FREE; problem.width()];
    let one = solve(&problem, Loss::Logistic, &free, &stop(1e-9), None);
    let other = solve(
        &problem,
        Loss::Logistic,
        &vec![wide; problem.width()],
        &stop(1e-9),
        None,
    );
    for (a, b) in one.weights.iter().zip(&other.weights) {
        assert!((a - b).abs() < 1e-7);
    }
}
