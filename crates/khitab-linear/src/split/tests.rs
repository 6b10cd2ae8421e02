use proptest::prelude::*;

use super::*;

fn tests(folds: &Folds) -> Vec<Vec<usize>> {
    folds
        .as_slice()
        .iter()
        .map(|fold| fold.test.clone())
        .collect()
}

// scikit-learn 1.9: StratifiedKFold(2).split over these labels.
#[test]
fn unshuffled_folds_are_those_of_scikit_learn() {
    let folds = stratified(&["b", "b", "a", "a", "a", "b", "a"], 2, None).unwrap();
    assert_eq!(tests(&folds), [vec![0, 1, 2, 3], vec![4, 5, 6]]);
}

#[test]
fn time_runs_forward() {
    let folds = temporal(&[3, 1, 2, 2, 5, 4, 4, 9], 3).unwrap();
    for fold in folds.as_slice() {
        let times = [3, 1, 2, 2, 5, 4, 4, 9];
        let last = fold.train.iter().map(|&row| times[row]).max();
        let first = fold.test.iter().map(|&row| times[row]).min();
        assert!(last < first, "{fold:?}");
    }
    assert!(temporal(&[1, 1, 1], 1).is_err());
}

#[test]
fn sources_are_left_out_one_by_one() {
    let folds = leave_one_source_out(&["x", "y", "x", "z"]).unwrap();
    assert_eq!(tests(&folds), [vec![0, 2], vec![1], vec![3]]);
    assert!(leave_one_source_out(&["x", "x"]).is_err());
}

#[test]
fn overlap_is_refused() {
    let fold = Fold {
        train: vec![0, 1],
        test: vec![1, 2],
    };
    let error = Folds::new(vec![fold], 3).unwrap_err();
    assert_eq!(
        error.to_string(),
        "fold 0: row 1 is in train and again in test"
    );
    let folds = Folds::new(
        vec![Fold {
            train: vec![0, 1],
            test: vec![2],
        }],
        3,
    )
    .unwrap();
    let error = folds.keep_together(&["a", "b", "b"]).unwrap_err();
    assert_eq!(
        error.to_string(),
        "fold 0: rows 1 (train) and 2 (test) are of one group"
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn groups_stay_whole_and_every_row_is_tested_once(
        rows in prop::collection::vec((0u8..3, 0u8..12), 30..80),
        count in 2usize..5,
        seed in prop::option::of(0u64..9),
    ) {
        let (labels, groups): (Vec<u8>, Vec<u8>) = rows.into_iter().unzip();
        prop_assume!(by_first(&groups).1 >= count);
        let folds = stratified_grouped(&labels, &groups, count, seed).unwrap();
        prop_assert!(folds.keep_together(&groups).is_ok());
        let mut all: Vec<usize> = tests(&folds).concat();
        all.sort_unstable();
        prop_assert_eq!(all, (0..labels.len()).collect::<Vec<_>>());
    }

    #[test]
    fn strata_differ_by_one_row_at_most(
        labels in prop::collection::vec(0u8..3, 40..90), seed in prop::option::of(0u64..9),
    ) {
        let folds = stratified(&labels, 4, seed).unwrap();
        for class in 0..3 {
            let count = |test: &Vec<usize>| test.iter().filter(|&&r| labels[r] == class).count();
            let counts: Vec<usize> = tests(&folds).iter().map(count).collect();
            let (low, high) = (counts.iter().min().unwrap(), counts.iter().max().unwrap());
            prop_assert!(high - low <= 1, "{:?}", counts);
        }
    }
}
