use super::*;

fn model(scheme: Scheme, link: Link, intercepts: Vec<f64>) -> LinearModel<usize> {
    let values = vec![0.0; intercepts.len()];
    let trained = Trained {
        weights: Weights::new(values, intercepts).unwrap(),
        scheme,
        link,
        binarise: false,
        convergence: Vec::new(),
    };
    LinearModel::assemble(vec![0, 1, 2], trained)
}

#[test]
fn votes_come_before_sums() {
    let model = model(Scheme::OneVsOne, Link::None, vec![0.0; 3]);
    // 0 beats 1 by a hair, 0 beats 2 by a hair, 1 beats 2 by far.
    assert_eq!(model.winner(&[0.1, 0.1, 9.0]), 0);
    // A circle: one vote each, so the sums decide.
    assert_eq!(model.winner(&[0.1, -3.0, 0.2]), 2);
}

#[test]
fn probabilities_sum_to_one() {
    for link in [Link::Sigmoid, Link::Softmax] {
        let p = model(Scheme::OneVsRest, link, vec![0.0; 3])
            .probabilities(&[1000.0, -3.0, -1000.0])
            .unwrap();
        assert!((p.iter().sum::<f64>() - 1.0).abs() < 1e-12, "{p:?}");
        assert_eq!(argmax(&p), 0);
    }
}

#[test]
fn an_unknown_column_counts_nothing() {
    let model = model(Scheme::OneVsRest, Link::None, vec![0.5, 0.25, 0.0]);
    assert_eq!(model.decisions(&[77], &[1.0]), [0.5, 0.25, 0.0]);
}

#[test]
fn weights_refuse_what_is_not_a_number() {
    let error = Weights::new(vec![f32::NAN], vec![0.0]).unwrap_err();
    assert_eq!(
        error.to_string(),
        "a weight is not a finite number of 32 bits"
    );
    let error = Weights::new(vec![0.0; 3], vec![0.0; 2]).unwrap_err();
    assert_eq!(error.to_string(), "3 weights do not divide by 2 vectors");
}
