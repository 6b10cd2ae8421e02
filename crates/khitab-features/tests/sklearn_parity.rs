//! The same columns, counts and values as scikit-learn's `TfidfVectorizer`, on Arabic.
//!
//! Reference: `data/golden/reference/make_sklearn.py`, which names its version.

use std::path::Path;

use khitab_features::{
    Analyzer, CsrMatrix, DocumentFrequency, FeatureId, FittedVectorizer, Idf, Ngrams, Norm,
    Preparation, Tf, TokenPattern, Vectorizer,
};
use serde_json::Value;
use sha2::{Digest, Sha256};

fn reference() -> Value {
    let path = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../data/golden/reference/sklearn_tfidf.json"
    );
    serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
}

/// The parameters of a case as ours.
fn vectorizer(params: &Value) -> Vectorizer {
    let analyzer = match params["analyzer"].as_str().unwrap() {
        "word" => Analyzer::Word(TokenPattern::Sklearn),
        "char" => Analyzer::Char,
        _ => Analyzer::CharWb,
    };
    let bound = |at: usize| params["ngram_range"][at].as_u64().unwrap() as usize;
    let is = |name: &str, value: bool| params[name] == Value::Bool(value);
    let mut block = Ngrams::new(analyzer, bound(0)..=bound(1))
        .tf(match (is("sublinear_tf", true), is("binary", true)) {
            (true, _) => Tf::Sublinear,
            (_, true) => Tf::Binary,
            _ => Tf::Count,
        })
        .idf(match (is("use_idf", false), is("smooth_idf", false)) {
            (true, _) => Idf::None,
            (_, true) => Idf::Plain,
            _ => Idf::Smooth,
        })
        .norm(match params.get("norm") {
            None => Norm::L2,
            Some(Value::Null) => Norm::None,
            Some(_) => Norm::L1,
        });
    if let Some(min) = params["min_df"].as_u64() {
        block = block.min_df(DocumentFrequency::Count(min as u32));
    }
    if let Some(max) = params["max_df"].as_f64() {
        block = block.max_df(DocumentFrequency::Share(max));
    }
    if let Some(limit) = params["max_features"].as_u64() {
        block = block.max_features(limit as usize);
    }
    Vectorizer::builder()
        .preparation(Preparation::Lowercase)
        .block(block)
        .build()
        .unwrap()
}

fn close(ours: f32, theirs: f64) -> bool {
    (f64::from(ours) - theirs).abs() <= 1e-6 * theirs.abs().max(1.0)
}

fn column(fitted: &FittedVectorizer, term: &str) -> FeatureId {
    (0..fitted.columns() as u32)
        .map(FeatureId)
        .find(|&id| fitted.term(id) == Some(term))
        .unwrap_or_else(|| panic!("no column for {term:?}"))
}

#[test]
fn columns_and_values_are_those_of_scikit_learn() {
    let reference = reference();
    let sentences: Vec<&str> = reference["sentences"]
        .as_array()
        .unwrap()
        .iter()
        .map(|sentence| sentence.as_str().unwrap())
        .collect();
    let cases = reference["cases"].as_object().unwrap();
    assert_eq!(cases.len(), 9);
    for (name, case) in cases {
        let (fitted, matrix) = vectorizer(&case["params"]).fit(&sentences).unwrap();
        assert_eq!(case["columns"], matrix.columns(), "columns of {name}");
        assert_eq!(case["nnz"], matrix.stored(), "stored values of {name}");
        for (term, idf) in case["idf"].as_object().into_iter().flatten() {
            let ours = fitted.idf()[column(&fitted, term).0 as usize];
            assert!(
                close(ours, idf.as_f64().unwrap()),
                "{name}: idf of {term:?}"
            );
        }
        for (row, values) in case["rows"].as_object().unwrap() {
            let values = values.as_object().unwrap();
            let ours = fitted.transform_one(sentences[row.parse::<usize>().unwrap()]);
            assert_eq!(ours.columns.len(), values.len(), "{name}: row {row}");
            for (term, value) in values {
                let got = ours.get(column(&fitted, term));
                let want = value.as_f64().unwrap();
                assert!(
                    close(got, want),
                    "{name}: row {row}, {term:?}: {got}, not {want}"
                );
            }
        }
    }
}

fn sums(matrix: &CsrMatrix, weight: impl Fn(u32) -> f64) -> Vec<f64> {
    (0..matrix.rows())
        .step_by(97)
        .map(|row| {
            let (columns, values) = matrix.row(row);
            let weighed = columns.iter().zip(values);
            weighed.map(|(&c, &v)| weight(c) * f64::from(v)).sum()
        })
        .collect()
}

#[test]
fn whole_data_sets_agree_where_they_are() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/datasets");
    for (file, cases) in reference()["large"].as_object().unwrap() {
        let Ok(lines) = std::fs::read_to_string(folder.join(file)) else {
            continue;
        };
        let texts: Vec<String> = lines
            .lines()
            .map(|line| {
                serde_json::from_str::<Value>(line).unwrap()["text"]
                    .as_str()
                    .unwrap()
                    .to_owned()
            })
            .collect();
        for (name, case) in cases.as_object().unwrap() {
            let (fitted, matrix) = vectorizer(&case["params"]).fit(&texts).unwrap();
            assert_eq!(case["rows"], matrix.rows(), "{file}: {name}");
            assert_eq!(
                case["columns"],
                matrix.columns(),
                "{file}: columns of {name}"
            );
            assert_eq!(
                case["nnz"],
                matrix.stored(),
                "{file}: stored values of {name}"
            );
            let term = |column| fitted.term(FeatureId(column)).unwrap();
            let mut terms: Vec<&str> = (0..fitted.columns() as u32).map(term).collect();
            terms.sort_unstable();
            let digest = Sha256::digest(terms.join("\n"));
            let hex: String = digest.iter().map(|byte| format!("{byte:02x}")).collect();
            assert_eq!(case["terms_sha256"], hex, "{file}: terms of {name}");
            let length = |column| term(column).chars().count() as f64;
            for (key, ours) in [
                ("row_sums", sums(&matrix, |_| 1.0)),
                ("row_sums_by_length", sums(&matrix, length)),
            ] {
                let theirs = case[key].as_array().unwrap();
                assert_eq!(theirs.len(), ours.len());
                for (ours, theirs) in ours.iter().zip(theirs) {
                    let theirs = theirs.as_f64().unwrap();
                    // A sum of some hundred values, each right to 1e-6 of itself.
                    assert!(
                        (ours - theirs).abs() <= 1e-6 * theirs.max(1.0),
                        "{file}: {key} of {name}"
                    );
                }
            }
        }
    }
}
