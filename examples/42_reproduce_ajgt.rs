//! # Jordanian tweets: AJGT
//!
//! 1,800 tweets, half positive (Alomari et al. 2017), ten folds. On small dialect data characters
//! beat words by three points.
//!
//! ```text
//! cargo run --release --example 42_reproduce_ajgt -- --data DIR
//! ```
//!
//! The published column is scikit-learn 1.9.1 on the same rows, other folds.

use khitab_examples::reproduce::{Comparison, Source, count, load, test, words};
use khitab_features::{Ngrams, Tf};
use khitab_linear::{Svm, split};

const AJGT: Source = Source {
    file: "ajgt/data.jsonl",
    from: "github.com/komari6/Arabic-twitter-corpus-AJGT",
    licence: "Academic Free License 3.0",
};

fn main() -> Result<(), String> {
    let rows = load(&AJGT)?;
    let labels = rows.column("label");
    let texts = rows.texts(|text| text.trim().to_owned());
    let folds = split::stratified(&labels, 10, Some(0)).map_err(|error| error.to_string())?;
    let characters = || Ngrams::char_wb(2..=5).tf(Tf::Sublinear);
    let mut table = Comparison::new("AJGT, ten folds, linear SVM", 0.012);
    for (name, blocks, published) in [
        ("words", vec![words(1..=1)], 0.851),
        ("words 1-2", vec![words(1..=2)], 0.846),
        ("characters 2-5", vec![characters()], 0.879),
        (
            "both",
            vec![words(1..=2).tf(Tf::Sublinear), characters()],
            0.877,
        ),
    ] {
        let evaluation = test(Svm::params(), &count(&texts, blocks)?, &labels, &folds)?;
        table.row(
            name,
            &[("accuracy", published, evaluation.confusion().accuracy())],
        );
    }
    table.finish();
    Ok(())
}
