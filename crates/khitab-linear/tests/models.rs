//! Models written and read: every kind of storage, every released format, damage with its reason.

mod common;

use std::{fs, path::Path, sync::Arc};

use khitab_features::{FeatureVector, Ngrams, SharedBytes, Vectorizer};
use khitab_linear::{
    Card, DataSource, Error, Logistic, Model, Multiclass, Storage, Svm, calibrate::Method,
    evaluate::Experiment,
};
use linfa::ParamGuard;

use common::TEXTS;

fn labels() -> Vec<String> {
    let label = |row: usize| ["book", "car", "house"][row / 4].to_owned();
    (0..TEXTS.len()).map(label).collect()
}

fn card() -> Card {
    Card {
        name: "books, cars, houses".into(),
        version: "1".into(),
        intended_use: "to test that files of this format load".into(),
        limits: "twelve sentences; good for nothing else".into(),
        training: vec![DataSource {
            name: "tests/models.rs".into(),
            ..DataSource::default()
        }],
        ..Card::default()
    }
}

fn model() -> Model {
    let vectorizer = Vectorizer::builder()
        .block(Ngrams::words(1..=2))
        .block(Ngrams::char_wb(2..=3))
        .build()
        .unwrap();
    let (vectorizer, rows) = vectorizer.fit(&TEXTS).unwrap();
    let params = Logistic::params().c(20.0).check().unwrap();
    let linear = params.learn(&rows, &labels(), None).unwrap();
    Model::new(linear, Some(vectorizer), card()).unwrap()
}

/// Reads a model both ways: copied out of its bytes, and in place; they must agree.
fn read(bytes: &[u8]) -> Result<Model, Error> {
    let shared: SharedBytes = Arc::new(bytes.to_vec());
    let (copied, in_place) = (Model::from_bytes(bytes), Model::from_shared(&shared));
    assert_eq!(copied, in_place);
    if let Ok(model) = &in_place {
        // Strings are looked at here for the first time.
        let _ = model.vectorizer().map(|v| v.space().len());
    }
    in_place
}

fn predictions(model: &Model) -> Vec<String> {
    TEXTS
        .iter()
        .map(|text| model.score_text(text).unwrap().label)
        .collect()
}

#[test]
fn every_storage_gives_back_the_model() {
    let model = model();
    for (storage, tolerance) in [
        (Storage::F32, 0.0),
        (Storage::F16, 2e-3),
        (Storage::I8, 2e-2),
    ] {
        let bytes = model.to_bytes(storage).unwrap();
        assert_eq!(bytes, model.to_bytes(storage).unwrap());
        Model::verify(&bytes).unwrap();
        let read = self::read(&bytes).unwrap();
        assert_eq!(read.vectorizer(), model.vectorizer());
        assert_eq!(read.card(), model.card());
        assert_eq!(predictions(&read), labels());
        let (a, b) = (
            read.linear().weights().as_slice(),
            model.linear().weights().as_slice(),
        );
        assert!(
            a.iter().zip(b).all(|(a, b)| (a - b).abs() <= tolerance),
            "{storage:?}"
        );
    }
}

#[test]
fn pruning_keeps_what_speaks() {
    let model = model();
    let half = model.prune(0.5).unwrap();
    let columns = |model: &Model| model.linear().weights().columns();
    assert_eq!(
        columns(&half),
        (columns(&model) as f64 / 2.0).round() as usize
    );
    assert_eq!(predictions(&half), labels());
    let vectorizer = half.vectorizer().unwrap();
    let top = half.linear().top_features(0, 3);
    let whole = model.linear().top_features(0, 3);
    let before = model.vectorizer().unwrap();
    for ((id, weight), (old, same)) in top.into_iter().zip(whole) {
        assert_eq!((vectorizer.name(id), weight), (before.name(old), same));
    }
    let read = self::read(&half.to_bytes(Storage::F32).unwrap()).unwrap();
    assert_eq!(read, half);
    assert_eq!(model.prune(1.0).unwrap(), model);
    assert!(model.prune(1.5).unwrap_err().is_parameter());
}

#[test]
fn scoring_needs_no_strings() {
    let bytes = model().to_bytes(Storage::F32).unwrap();
    let model = Model::for_scoring(&bytes).unwrap();
    assert_eq!(predictions(&model), labels());
    let row = model.row(TEXTS[0]).unwrap();
    let (id, _) = row.iter().next().unwrap();
    assert!(model.vectorizer().unwrap().term(id).is_none());
}

#[test]
fn calibration_and_schemes_survive() {
    let (_, rows) = Vectorizer::builder()
        .block(Ngrams::char_wb(2..=3))
        .build()
        .unwrap()
        .fit(&TEXTS)
        .unwrap();
    let labels = labels();
    let all: Vec<usize> = (0..TEXTS.len()).collect();
    for multiclass in [Multiclass::OneVsRest, Multiclass::OneVsOne] {
        let params = Svm::params().multiclass(multiclass).check().unwrap();
        let experiment = Experiment::new(&params, &rows, &labels).unwrap();
        let linear = experiment.calibrate(Method::Platt, 2, 0).fit(&all).unwrap();
        let bytes = Model::new(linear.clone(), None, card())
            .unwrap()
            .to_bytes(Storage::F32);
        let read = self::read(&bytes.unwrap()).unwrap();
        assert_eq!(read.linear(), &linear);
        let score = read.linear().score(&FeatureVector::default());
        assert!((score.probabilities.unwrap().iter().sum::<f64>() - 1.0).abs() < 1e-9);
    }
}

/// The header is changed in place and its length with it.
fn edit(bytes: &[u8], from: &str, to: &str) -> Vec<u8> {
    let length = u64::from_le_bytes(bytes[..8].try_into().unwrap()) as usize;
    let header = std::str::from_utf8(&bytes[8..8 + length]).unwrap();
    assert!(header.contains(from), "{header}");
    let header = header.replacen(from, to, 1);
    let mut out = (header.len() as u64).to_le_bytes().to_vec();
    out.extend_from_slice(header.as_bytes());
    out.extend_from_slice(&bytes[8 + length..]);
    out
}

#[test]
fn hostile_headers_are_refused_with_the_reason() {
    let bytes = model().to_bytes(Storage::F32).unwrap();
    let say = |bytes: &[u8]| read(bytes).unwrap_err().to_string();
    assert_eq!(
        say(&edit(&bytes, "khitab.model/1", "khitab.model/2")),
        "the model is of format \"khitab.model/2\": this version reads \"khitab.model/1\""
    );
    assert_eq!(
        say(&edit(
            &bytes,
            r#"[\"book\",\"car\",\"house\"]"#,
            r#"[\"book\",\"car\"]"#
        )),
        "3 vectors do not serve 2 classes"
    );
    assert_eq!(
        say(&edit(
            &bytes,
            r#"[\"book\",\"car\""#,
            r#"[\"car\",\"book\""#
        )),
        "the classes are not at least two different ones in order"
    );
    assert_eq!(
        say(&edit(&bytes, "\"idf\":{", "\"odf\":{")),
        "the model has no array \"idf\""
    );
    assert!(
        say(&edit(&bytes, r#"\"format\""#, r#"\"farmat\""#)).contains("missing field `format`")
    );
    let mut huge = bytes.clone();
    huge[..8].copy_from_slice(&u64::MAX.to_le_bytes());
    assert!(say(&huge).starts_with("not a model:"), "{}", say(&huge));
    assert!(say(b"\x02\0\0\0\0\0\0\0{}").contains("no khitab header"));
}

#[test]
fn a_weight_that_is_not_a_number_is_refused() {
    let model = model();
    let bytes = model.to_bytes(Storage::F32).unwrap();
    let weight = model.linear().weights().as_slice()[0].to_le_bytes();
    let at = bytes
        .windows(4)
        .rposition(|window| window == weight)
        .unwrap();
    let mut damaged = bytes.clone();
    damaged[at..at + 4].copy_from_slice(&f32::NAN.to_le_bytes());
    assert!(read(&damaged).is_err());
    assert!(Model::verify(&damaged).is_err());
}

#[test]
fn an_empty_card_is_refused() {
    let model = model();
    let card = Card {
        limits: " ".into(),
        ..card()
    };
    let error = Model::new(model.linear().clone(), None, card).unwrap_err();
    assert_eq!(
        error.to_string(),
        "the model card says nothing under limits"
    );
}

/// A file of every released format is kept and must load. `KHITAB_KEEP=1` writes the present one.
#[test]
fn kept_files_load() {
    let kept = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/model-1.safetensors");
    if std::env::var_os("KHITAB_KEEP").is_some() {
        fs::write(&kept, model().to_bytes(Storage::F16).unwrap()).unwrap();
    }
    let bytes = fs::read(kept).unwrap();
    Model::verify(&bytes).unwrap();
    let read = self::read(&bytes).unwrap();
    assert_eq!(predictions(&read), labels());
    assert_eq!(read.card(), &card());
}
