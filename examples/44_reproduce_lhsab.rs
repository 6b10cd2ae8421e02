//! # Levantine hate and abuse: L-HSAB
//!
//! Mulki et al. (ALW3 2019), table 11, the SVM rows: the last 1,170 tweets are the test.
//!
//! ```text
//! cargo run --release --example 44_reproduce_lhsab -- --data DIR
//! ```
//!
//! The naive Bayes rows of that table (F1 89.6 and 74.4) do not come out with any setting
//! tried; the last lines show how far off they are.

use khitab_examples::reproduce::{Comparison, Source, count, load, test, tokens};
use khitab_features::{CountedCorpus, Tf};
use khitab_linear::evaluate::Evaluation;
use khitab_linear::{NaiveBayes, Svm};

const LHSAB: Source = Source {
    file: "lhsab/data.jsonl",
    from: "github.com/Hala-Mulki/L-HSAB-First-Arabic-Levantine-HateSpeech-Dataset",
    licence: "none stated",
};

fn main() -> Result<(), String> {
    let rows = load(&LHSAB)?;
    let three = rows.column("label");
    let two: Vec<String> = three
        .iter()
        .map(|label| if label == "normal" { "normal" } else { "toxic" }.to_owned())
        .collect();
    let folds = rows.fold("split", &["train"], "test")?;
    let texts = rows.texts(str::to_owned);
    let grams = count(&texts, vec![tokens(1..=3).counts().tf(Tf::Binary)])?;
    let single = count(&texts, vec![tokens(1..=1).counts().tf(Tf::Binary)])?;

    let mut table = Comparison::new("L-HSAB, table 11, SVM", 0.015);
    let svm = |corpus: &CountedCorpus, labels: &[String]| {
        test(Svm::params().eps(1e-3), corpus, labels, &folds)
    };
    for (name, evaluation, [p, r, f1, accuracy]) in [
        (
            "two classes, binary 1-3-grams",
            svm(&grams, &two)?,
            [0.847, 0.811, 0.820, 0.832],
        ),
        (
            "three classes, binary words",
            svm(&single, &three)?,
            [0.740, 0.642, 0.668, 0.786],
        ),
    ] {
        let average = evaluation.confusion().macro_average();
        let cells = [
            ("macro P", p, average.precision),
            ("macro R", r, average.recall),
            ("macro F1", f1, average.f1),
            ("accuracy", accuracy, evaluation.confusion().accuracy()),
        ];
        table.row(name, &cells);
    }
    table.finish();

    let mut table = Comparison::new("L-HSAB, table 11, naive Bayes (does not reproduce)", 0.015);
    let bayes = |labels: &[String]| test(NaiveBayes::params(), &single, labels, &folds);
    let f1 = |evaluation: Evaluation<String>| evaluation.confusion().macro_average().f1;
    table.row("two classes", &[("macro F1", 0.896, f1(bayes(&two)?))]);
    table.row("three classes", &[("macro F1", 0.744, f1(bayes(&three)?))]);
    table.finish();
    Ok(())
}
