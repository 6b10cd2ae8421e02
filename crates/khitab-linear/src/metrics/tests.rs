use super::*;

fn close(a: f64, b: f64) {
    assert!((a - b).abs() < 1e-12, "{a} is not {b}");
}

// Expected values are worked out by hand from the definitions.
#[test]
fn three_classes_by_hand() {
    let truth = [0, 0, 0, 1, 1, 2];
    let guess = [0, 0, 1, 1, 2, 2];
    let c = Confusion::count(3, &truth, &guess).unwrap();
    close(c.accuracy(), 4.0 / 6.0);
    close(c.class(0).f1, 0.8);
    close(c.class(1).f1, 0.5);
    close(c.class(2).f1, 2.0 / 3.0);
    close(c.macro_average().f1, (0.8 + 0.5 + 2.0 / 3.0) / 3.0);
    close(
        c.weighted_average().f1,
        (3.0 * 0.8 + 2.0 * 0.5 + 2.0 / 3.0) / 6.0,
    );
    close(c.micro_average().f1, c.accuracy());
    // (4 * 6 - (2*3 + 2*2 + 2*1)) / sqrt((36 - 12) (36 - 14))
    close(c.mcc(), 12.0 / (24.0f64 * 22.0).sqrt());
}

#[test]
fn a_class_never_predicted_gives_zero_and_no_nan() {
    let c = Confusion::count(2, &[0, 1], &[0, 0]).unwrap();
    assert_eq!(c.class(1), Prf::default());
    assert_eq!(c.mcc(), 0.0);
    close(c.macro_average().f1, 1.0 / 3.0);
}

#[test]
fn ranking_by_hand() {
    let scores = [0.9, 0.8, 0.8, 0.1];
    let positive = [true, false, true, false];
    // Pairs: (.9,.8) 1, (.9,.1) 1, (.8,.8) half, (.8,.1) 1.
    close(roc_auc(&scores, &positive).unwrap().unwrap(), 3.5 / 4.0);
    close(
        pr_auc(&scores, &positive).unwrap().unwrap(),
        0.5 * 1.0 + 0.5 * (2.0 / 3.0),
    );
    assert_eq!(roc_auc(&scores, &[true; 4]).unwrap(), None);
    assert_eq!(pr_auc(&scores, &[false; 4]).unwrap(), None);
}

#[test]
fn probabilities_by_hand() {
    let (p, y) = ([0.9, 0.2, 0.6], [true, false, false]);
    close(brier(&p, &y).unwrap(), (0.01 + 0.04 + 0.36) / 3.0);
    close(
        log_loss(&p, &y).unwrap(),
        -(0.9f64.ln() + 0.8f64.ln() + 0.4f64.ln()) / 3.0,
    );
    let bins = reliability(&p, &y, 2).unwrap();
    assert_eq!((bins[0].count, bins[1].count), (1, 2));
    close(ece(&bins), (0.2 + 2.0 * 0.25) / 3.0);
}

#[test]
fn unequal_lengths_are_refused() {
    let error = Confusion::count(2, &[0], &[0, 1]).unwrap_err();
    assert_eq!(error.to_string(), "1 values stand against 2 labels");
    assert!(Confusion::count(2, &[2], &[0]).is_err());
    assert!(reliability(&[1.5], &[true], 3).is_err());
}

#[test]
fn what_is_no_number_or_no_probability_is_refused() {
    let positive = [true, false];
    let error = roc_auc(&[0.5, f64::NAN], &positive).unwrap_err();
    assert_eq!(error.to_string(), "row 1: the score is NaN");
    assert!(pr_auc(&[f64::NAN, 0.5], &positive).is_err());
    let ends = roc_auc(&[f64::INFINITY, f64::NEG_INFINITY], &positive);
    assert_eq!(ends.unwrap(), Some(1.0));
    for bad in [f64::NAN, -0.1, 1.1, f64::INFINITY] {
        assert!(brier(&[0.5, bad], &positive).is_err(), "{bad}");
        assert!(log_loss(&[0.5, bad], &positive).is_err(), "{bad}");
    }
}

#[test]
fn a_probability_on_an_edge_opens_its_bin() {
    let edges: Vec<f64> = (0..100).map(|at| f64::from(at) / 100.0).collect();
    let bins = reliability(&edges, &[true; 100], 100).unwrap();
    assert!(bins.iter().all(|bin| bin.count == 1), "{bins:?}");
}

#[test]
fn absurd_sizes_are_refused_before_memory_is_taken() {
    let error = Confusion::count(usize::MAX, &[0], &[0]).unwrap_err();
    assert!(error.is_parameter(), "{error}");
    let error = reliability(&[0.5], &[true], usize::MAX).unwrap_err();
    assert_eq!(
        error.to_string(),
        format!("bins is {}: it must be at most 1000000", usize::MAX)
    );
}
