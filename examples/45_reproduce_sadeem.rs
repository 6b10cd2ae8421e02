//! # Religious, political and social hate
//!
//! Alrasheed's thesis, layer 2: which kind of hate, over the 4,453 hateful tweets, five
//! unshuffled folds, macro averages.
//!
//! ```text
//! cargo run --release --example 45_reproduce_sadeem -- --data DIR
//! ```

use khitab_examples::reproduce::{Comparison, Source, count, load, mean, test, words};
use khitab_features::Ngrams;
use khitab_linear::evaluate::Evaluation;
use khitab_linear::metrics::Confusion;
use khitab_linear::{HingeLoss, Logistic, Multiclass, NaiveBayes, Params, Svm, split};

const SADEEM: Source = Source {
    file: "sadeem/data.jsonl",
    from: "github.com/Sadeem1Alrasheed/Arabic-Hate-Speech-Detection-and-Classification",
    licence: "none stated",
};

fn main() -> Result<(), String> {
    let rows = load(&SADEEM)?.filter(|row| row["layer1"] == "HS");
    let (labels, texts) = (rows.column("layer2"), rows.texts(str::to_owned));
    let folds = split::stratified(&labels, 5, None).map_err(|error| error.to_string())?;
    let single = count(&texts, vec![words(1..=1).max_features(5000)])?;
    let characters = || Ngrams::chars(2..=5).max_features(5000);
    let inside = count(&texts, vec![characters()])?;
    let both = count(&texts, vec![characters(), words(1..=3).max_features(5000)])?;
    let pairs = count(&texts, vec![words(1..=2).max_features(10_000)])?;

    // scikit-learn's logistic regression is multinomial, its SVC decides by votes of pairs.
    let logistic = || Logistic::params().multiclass(Multiclass::Joint).eps(1e-4);
    let svc = || -> Params<Svm> {
        let svm = Svm::params().loss(HingeLoss::Hinge).eps(1e-3);
        svm.multiclass(Multiclass::OneVsOne)
    };
    let mut table = Comparison::new("layer 2, five folds", 0.006);
    let mut row = |name: &str, evaluation: Evaluation<String>, accuracy: f64, f1: f64| {
        let ours = mean(&evaluation, Confusion::accuracy);
        let macro_f1 = mean(&evaluation, |c| c.macro_average().f1);
        table.row(
            name,
            &[("accuracy", accuracy, ours), ("macro F1", f1, macro_f1)],
        );
    };
    row(
        "words, logistic",
        test(logistic(), &single, &labels, &folds)?,
        0.7103,
        0.6484,
    );
    row(
        "words, SVM",
        test(svc(), &single, &labels, &folds)?,
        0.7222,
        0.6883,
    );
    row(
        "characters 2-5, logistic",
        test(logistic(), &inside, &labels, &folds)?,
        0.7492,
        0.7135,
    );
    row(
        "characters 2-5, SVM",
        test(svc(), &inside, &labels, &folds)?,
        0.7510,
        0.7277,
    );
    row(
        "both, logistic",
        test(logistic(), &both, &labels, &folds)?,
        0.7559,
        0.7232,
    );
    row(
        "words 1-2, naive Bayes",
        test(NaiveBayes::params(), &pairs, &labels, &folds)?,
        0.6803,
        0.5319,
    );
    table.finish();
    Ok(())
}
