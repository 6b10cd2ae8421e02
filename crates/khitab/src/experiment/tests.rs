use super::*;

/// Thirty-six rows of three classes, a few of them close copies.
fn rows(classes: usize) -> Rows {
    let words = [
        "مطر غزير وسحاب كثيف",
        "هدف جميل ومباراة قوية",
        "وصفة سهلة وطعام لذيذ",
    ];
    let mut rows = Rows::default();
    for n in 0..36 {
        let class = n % classes;
        let day = ["السبت", "الأحد", "الاثنين", "الثلاثاء", "الأربعاء"][n % 5];
        rows.texts
            .push(format!("{} يوم {day} رقم {n}", words[class]));
        rows.labels.push(["weather", "sport", "food"][class].into());
        rows.by.push(format!("{}", n / 12));
    }
    rows
}

fn read(more: &str) -> Result<Experiment, Fault> {
    let file = format!(r#"{{"data": {{"train": ["rows.jsonl"]}}{more}}}"#);
    let experiment: Experiment = serde_json::from_str(&file).expect("a shape that serde knows");
    experiment.resolved()
}

const WORDS: &str =
    r#", "features": [{"block": "word"}], "splits": {"folds": 3, "group": ["none"]}"#;

#[test]
fn every_learner_is_reached_from_a_file() {
    let two = rows(2);
    let three = rows(3);
    for learner in [
        r#"{"kind": "logistic"}"#,
        r#"{"kind": "logistic", "multiclass": "joint"}"#,
        r#"{"kind": "logistic", "penalty": "l1", "c": 5}"#,
        r#"{"kind": "logistic", "penalty": "elastic_net", "l1_share": 0.2, "c": 5}"#,
        r#"{"kind": "logistic", "intercept": "free", "gap": 0.001}"#,
        r#"{"kind": "svm", "loss": "hinge", "multiclass": "one_vs_one"}"#,
        r#"{"kind": "svm", "multiclass": "joint"}"#,
        r#"{"kind": "svm", "penalty": "l1", "c": 5, "class_weights": "balanced"}"#,
        r#"{"kind": "svm", "class_weights": {"weather": 2.0}}"#,
        r#"{"kind": "naive_bayes"}"#,
        r#"{"kind": "naive_bayes", "event": "bernoulli"}"#,
        r#"{"kind": "naive_bayes", "event": "complement", "alpha": 0.5}"#,
        r#"{"kind": "nb_svm", "beta": 0.5}"#,
        r#"{"kind": "perceptron"}"#,
        r#"{"kind": "ftrl", "epochs": 20, "alpha": 1.0}"#,
    ] {
        let experiment = read(&format!(r#"{WORDS}, "learner": {learner}"#)).expect(learner);
        for rows in [&two, &three] {
            let outcome = experiment.prepare(rows).and_then(|p| p.evaluate());
            let accuracy = outcome.expect(learner).report.accuracy;
            assert!(accuracy > 0.9, "{learner}: {accuracy}");
        }
    }
}

#[test]
fn a_resolved_experiment_resolves_to_itself() {
    let first = read(&format!(
        r#"{WORDS}, "grid": {{"over": {{"c": [0.1, 1]}}}}, "calibration": {{}}"#
    ))
    .expect("an experiment");
    let json = serde_json::to_string(&first).expect("JSON");
    let again: Experiment = serde_json::from_str(&json).expect("the same shape");
    assert_eq!(again.resolved().expect("an experiment"), first);
    assert!(json.contains(r#""eps":0.01"#) && json.contains(r#""idf":"smooth""#));
}

#[test]
fn faults_name_the_entry_and_the_rule() {
    let told = |more: &str| read(more).expect_err(more).to_string();
    assert_eq!(
        told(r#", "learner": {"c": -1}"#),
        "learner: c is -1: it must be a finite number above zero"
    );
    assert_eq!(
        told(r#", "learner": {"kind": "perceptron", "c": 1}"#),
        "learner.c: is no setting of \"perceptron\""
    );
    assert_eq!(
        told(r#", "features": [{"block": "word"}, {"block": "char", "ngrams": [3, 2]}]"#),
        "features.1.ngrams: 3 to 2 is not inside 1 to 64"
    );
    assert_eq!(
        told(r#", "features": [{"block": "discourse"}, {"block": "word"}]"#),
        "features.0: discourse features stand once and last"
    );
    assert_eq!(
        told(r#", "features": [{"block": "discourse", "without": ["I", "Z9"]}]"#),
        "features.0.without: \"Z9\" is no discourse feature or block of them"
    );
    let smoothed = r#", "learner": {"kind": "naive_bayes"}, "features": [{"block": "discourse", "without": ["I"]}]"#;
    assert!(told(smoothed).starts_with("learner.kind: smooths what was left out"));
    assert_eq!(
        told(r#", "grid": {"over": {"c": [1, "much"]}}"#),
        "grid.over.c.1: invalid type: string \"much\", expected f64"
    );
    assert_eq!(
        told(r#", "splits": {"kind": "temporal"}"#),
        "splits.by: is missing in kind \"temporal\""
    );
    assert_eq!(
        told(r#", "learner": {"risk": "a"}"#),
        "learner.risk: is about discourse features, and none are asked for"
    );
    assert_eq!(
        told(r#", "features": [{"block": "discourse", "blank": ["E66"]}]"#),
        "features.0.blank: \"E66\" is no discourse feature"
    );
    assert_eq!(
        told(r#", "features": [{"block": "discourse", "without": ["E"], "blank": ["E6"]}]"#),
        "features.0.blank: \"E6\" is left out itself: it has no places here"
    );
    let limits = r#""limits": {"label": "a", "field": "panel", "shares": {"news": 3}}"#;
    assert_eq!(
        told(&format!(
            r#", "calibration": {{"boundary": true, {limits}}}"#
        )),
        "calibration.limits.shares.news: 3 does not lie between 0 and 1"
    );
    assert_eq!(
        told(&format!(r#", "calibration": {{{limits}}}"#)),
        "calibration.limits: are for a boundary that moves: set boundary = true"
    );
    assert!(told(r#", "schema": "other/2""#).starts_with("schema: is not"));
}

#[test]
fn limits_of_panels_move_the_boundary() {
    let mut rows = rows(2);
    // A noisy panel: weather reports under the label of sport.
    rows.panels = vec!["plain".to_owned(); rows.texts.len()];
    for (n, day) in ["السبت", "الأحد", "الاثنين", "الثلاثاء"]
        .into_iter()
        .enumerate()
    {
        rows.texts
            .push(format!("مطر غزير وسحاب كثيف يوم {day} رقم {n}"));
        rows.labels.push("sport".into());
        rows.by.push("3".into());
        rows.panels.push("noisy".into());
    }
    let wrong = |share: f64| {
        let more = format!(
            r#"{WORDS}, "learner": {{"kind": "svm"}}, "calibration": {{"folds": 3, "boundary": true, "limits":
               {{"label": "weather", "field": "panel", "shares": {{"noisy": {share}}}}}}}"#
        );
        let experiment = read(&more).expect("an experiment");
        let model = experiment
            .prepare(&rows)
            .and_then(|p| p.train(None))
            .expect("a model");
        let noisy = rows
            .texts
            .iter()
            .zip(&rows.panels)
            .filter(|(_, panel)| *panel == "noisy");
        noisy
            .filter(|(text, _)| model.score(text).predicted == "weather")
            .count()
    };
    assert_eq!(wrong(0.0), 0);
    assert!(wrong(0.9) >= 2, "{}", wrong(0.9));
}

#[test]
fn n_grams_leave_out_what_is_cited() {
    let verse = "قل هو الله أحد الله الصمد لم يلد ولم يولد";
    let rows = Rows {
        texts: (0..6)
            .map(|n| format!("{verse} مطر {n}"))
            .chain((0..6).map(|n| format!("هدف {n}")))
            .collect(),
        labels: ["cites", "other"]
            .iter()
            .flat_map(|label| vec![(*label).to_owned(); 6])
            .collect(),
        ..Rows::default()
    };
    let terms = |blank: &str| {
        let more = format!(
            r#", "features": [{{"block": "word"}}, {{"block": "discourse"{blank}}}], "splits": {{"group": ["none"]}}"#
        );
        let experiment = read(&more).expect("an experiment");
        let model = experiment
            .prepare(&rows)
            .and_then(|p| p.train(None))
            .expect("a model");
        let (_, explained) = model.explain(&format!("مطر {verse}"));
        let found = explained.contributions.into_iter().map(|one| one.feature);
        found
            .filter(|name| name.starts_with("word:"))
            .collect::<Vec<_>>()
    };
    assert!(terms("").iter().any(|term| term == "word:الصمد"));
    assert_eq!(terms(r#", "blank": ["E6"]"#), ["word:مطر"]);
}

#[test]
fn every_kind_of_split_tests_what_it_says() {
    let mut rows = rows(2);
    rows.held_out = (0..36).map(|row| row >= 30).collect();
    let tested = |splits: &str| {
        let more = format!(r#", "features": [{{"block": "word"}}], "splits": {splits}"#);
        let experiment = read(&more).expect(splits);
        let outcome = experiment.prepare(&rows).and_then(|p| p.evaluate());
        let report = outcome.expect(splits).report;
        (report.rows, report.folds.len())
    };
    assert_eq!(tested(r#"{"folds": 4, "group": ["none"]}"#), (36, 4));
    assert_eq!(
        tested(r#"{"kind": "temporal", "folds": 2, "by": "day"}"#),
        (24, 2)
    );
    assert_eq!(
        tested(r#"{"kind": "leave_one_source_out", "by": "day"}"#),
        (36, 3)
    );
    assert_eq!(
        tested(r#"{"kind": "held_out", "by": "part", "test": "last"}"#),
        (6, 1)
    );
}

#[test]
fn a_grid_chooses_inside_and_the_card_tells_what_was_measured() {
    let rows = rows(2);
    let experiment = read(&format!(
        r#"{WORDS}, "grid": {{"over": {{"c": [1e-9, 1.0], "loss": ["hinge", "squared"]}}}},
           "learner": {{"kind": "svm"}}, "calibration": {{"folds": 3}}"#
    ))
    .expect("an experiment");
    let prepared = experiment.prepare(&rows).expect("rows that fit");
    let outcome = prepared.evaluate().expect("an outcome");
    assert_eq!(outcome.chosen.len(), 3);
    assert!(outcome.report.probabilities.is_some());
    let model = prepared.train(Some(&outcome.report)).expect("a model");
    let metric = &model.card().metrics[0];
    assert_eq!(
        (metric.name.as_str(), metric.value),
        ("accuracy", outcome.report.accuracy)
    );
    assert_eq!(model.card().features, ["word 1-2"]);
}

#[test]
fn threads_change_nothing() {
    let rows = rows(3);
    let more = r#", "features": [{"block": "word"}, {"block": "discourse"}],
        "splits": {"folds": 3, "group": ["none"]},
        "calibration": {"method": "temperature", "folds": 3}"#;
    let experiment = read(more).expect("an experiment");
    let run = |threads| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build();
        pool.expect("threads").install(|| {
            let prepared = experiment.prepare(&rows).expect("rows that fit");
            let outcome = prepared.evaluate().expect("an outcome");
            let mut model = Vec::new();
            let trained = prepared.train(Some(&outcome.report)).expect("a model");
            trained.write_to(&mut model).expect("bytes");
            (outcome, model)
        })
    };
    assert_eq!(run(1), run(2));
}

#[test]
fn controls_never_speak_for_the_risk() {
    // Prayer stands only in rows of the risk here: without bounds it would be evidence.
    let texts = [
        "اللهم اغفر لنا",
        "سبحان الله وبحمده",
        "مباراة جميلة",
        "طقس غائم",
    ];
    let labels = ["risk", "risk", "other", "other"];
    let rows = Rows {
        texts: texts.repeat(5).into_iter().map(String::from).collect(),
        labels: labels.repeat(5).into_iter().map(String::from).collect(),
        ..Rows::default()
    };
    let prayer = |learner: &str| {
        let more = format!(
            r#", "features": [{{"block": "discourse"}}], "splits": {{"group": ["none"]}}, "learner": {learner}"#
        );
        let experiment = read(&more).expect(learner);
        let prepared = experiment.prepare(&rows).expect("rows that fit");
        let model = prepared.train(None).expect("a model");
        let (_, explained) = model.explain("اللهم اغفر لنا");
        let found = explained
            .contributions
            .into_iter()
            .find(|one| one.feature == "E5");
        found.map_or(0.0, |one| one.weight)
    };
    assert!(prayer(r#"{"c": 10}"#) > 0.0);
    assert!(prayer(r#"{"c": 10, "risk": "risk"}"#) <= 0.0);
}

#[test]
fn discourse_features_can_be_left_out_by_scope_and_block() {
    let texts = ["أعلنت الوكالة: \"داعش يتمدد\" في المنطقة".to_owned()];
    let stored = |settings: &str| {
        let more = format!(r#", "features": [{{"block": "discourse"{settings}}}]"#);
        let (space, matrix) = read(&more).map(|e| e.matrix(&texts).unwrap()).unwrap();
        let (columns, _) = matrix.row(0);
        let names = columns
            .iter()
            .map(|&column| space.names()[column as usize].clone());
        names.collect::<Vec<String>>()
    };
    let in_use = |name: &String| name.ends_with(".use");
    let both = stored("");
    assert!(both.iter().any(in_use) && both.iter().any(|name| name.starts_with('I')));
    let plain: Vec<String> = both.iter().filter(|name| !in_use(name)).cloned().collect();
    assert_eq!(stored(r#", "counted": "everything""#), plain);
    let used = stored(r#", "counted": "in_use""#);
    assert!(used.iter().any(in_use) && used.len() < both.len());
    for name in used.iter().filter(|name| in_use(name)) {
        assert!(
            !used.contains(&name.trim_end_matches(".use").to_owned()),
            "{name}"
        );
    }
    let formless = stored(r#", "without": ["I"]"#);
    assert!(formless.len() < both.len() && !formless.iter().any(|name| name.starts_with('I')));
}
