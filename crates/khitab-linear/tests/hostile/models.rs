//! Small files of every kind of model.

use khitab_features::{CsrMatrix, FeatureVector, FittedVectorizer, Ngrams, Scaling, Vectorizer};
use khitab_linear::{
    Card, DataSource, LinearModel, Logistic, Model, Multiclass, NaiveBayes, Storage, Svm,
    calibrate::Method, evaluate::Experiment,
};
use linfa::ParamGuard;

use crate::common::TEXTS;

/// Two words and one named feature, so that every kind of array is in the file.
fn vectorized() -> (FittedVectorizer, CsrMatrix) {
    let named = |at: usize| FeatureVector {
        columns: vec![0],
        values: vec![1.0 + at as f32],
        provenance: Vec::new(),
    };
    let named: Vec<_> = (0..TEXTS.len()).map(named).collect();
    Vectorizer::builder()
        .block(Ngrams::words(1..=1))
        .block(Ngrams::char_wb(2..=2))
        .named(["length"], Scaling::MaxAbs)
        .build()
        .unwrap()
        .fit_with(&TEXTS, &named)
        .unwrap()
}

fn of(linear: LinearModel<String>, vectorizer: Option<FittedVectorizer>) -> Model {
    let card = Card {
        name: "books, cars, houses".into(),
        intended_use: "to be damaged".into(),
        limits: "twelve sentences".into(),
        training: vec![DataSource {
            name: "this file".into(),
            ..DataSource::default()
        }],
        ..Card::default()
    };
    Model::new(linear, vectorizer, card).unwrap()
}

/// A file of every scheme, link, calibration and storage.
pub(crate) fn files() -> Vec<(&'static str, Vec<u8>)> {
    let (vectorizer, rows) = vectorized();
    let class = |names: [&str; 3]| -> Vec<String> {
        (0..TEXTS.len())
            .map(|row| names[row / 4].to_owned())
            .collect()
    };
    let (two, three) = (
        class(["book", "other", "other"]),
        class(["book", "car", "house"]),
    );
    let all: Vec<usize> = (0..TEXTS.len()).collect();
    let logistic = Logistic::params().check().unwrap();
    let joint = Logistic::params().multiclass(Multiclass::Joint);
    let joint = joint.check().unwrap();
    let pairs = Svm::params().multiclass(Multiclass::OneVsOne);
    let pairs = pairs.check().unwrap();
    let on = |labels, method| {
        let plain = Experiment::new(&logistic, &rows, labels).unwrap();
        plain.calibrate(method, 2, 0).fit(&all).unwrap()
    };
    let pairs = Experiment::new(&pairs, &rows, &three).unwrap();
    let bayes = NaiveBayes::params().check().unwrap();
    let with = Some(vectorizer);
    let models = [
        (
            "two classes, Platt",
            on(&two, Method::Platt),
            Storage::F32,
            &with,
        ),
        (
            "two classes, isotonic",
            on(&two, Method::Isotonic),
            Storage::F16,
            &with,
        ),
        (
            "three classes, beta",
            on(&three, Method::Beta),
            Storage::I8,
            &with,
        ),
        (
            "pairs, Platt",
            pairs.calibrate(Method::Platt, 2, 0).fit(&all).unwrap(),
            Storage::F16,
            &with,
        ),
        (
            "joint, temperature",
            Experiment::new(&joint, &rows, &three)
                .unwrap()
                .calibrate(Method::Temperature, 2, 0)
                .fit(&all)
                .unwrap(),
            Storage::I8,
            &with,
        ),
        (
            "naive Bayes",
            bayes.learn(&rows, &three, None).unwrap(),
            Storage::F32,
            &None,
        ),
    ];
    let file = |(name, linear, storage, vectorizer): (_, _, _, &Option<FittedVectorizer>)| {
        (
            name,
            of(linear, vectorizer.clone()).to_bytes(storage).unwrap(),
        )
    };
    models.into_iter().map(file).collect()
}
