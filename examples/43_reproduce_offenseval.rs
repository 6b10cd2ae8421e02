//! # Offensive language: OffensEval 2020, Arabic
//!
//! Two systems of the shared task (OSACT4 at LREC 2020, SemEval 2020 task 12) that print all
//! they did: `ASU_OPTO` (Keleg et al.) on the development set and KUISAIL's SVM (Safaya et al.)
//! on the test set.
//!
//! ```text
//! cargo run --release --example 43_reproduce_offenseval -- --data DIR
//! ```

use khitab_examples::reproduce::{Comparison, Source, count, load, mean, test, words};
use khitab_features::Ngrams;
use khitab_linear::metrics::Confusion;
use khitab_linear::{HingeLoss, Logistic, Svm};

const OFFENSEVAL: Source = Source {
    file: "offenseval/data.jsonl",
    from: "the OSACT4 shared task (github.com/motazsaad/arabic-hatespeech-data)",
    licence: "CC BY 4.0 as listed by others; none in the files",
};

fn main() -> Result<(), String> {
    let rows = load(&OFFENSEVAL)?;
    let labels = rows.column("label");

    // ## Characters 1-9 and logistic regression
    let texts = rows.texts(|text| squeeze(&text.replace("<LF>", " ")));
    let corpus = count(&texts, vec![Ngrams::char_wb(1..=9)])?;
    let folds = rows.fold("split", &["train"], "dev")?;
    let logistic = Logistic::params().free_intercept().eps(1e-3);
    let evaluation = test(logistic, &corpus, &labels, &folds)?;
    let mut table = Comparison::new("ASU_OPTO, development set", 0.002);
    let macro_average = evaluation.confusion().macro_average();
    let cells = [
        ("accuracy", 0.888, mean(&evaluation, Confusion::accuracy)),
        ("macro P", 0.921, macro_average.precision),
        ("macro R", 0.694, macro_average.recall),
        ("macro F1", 0.746, macro_average.f1),
    ];
    table.row("characters 1-9, logistic", &cells);
    table.finish();

    // ## Three thousand words and an SVM
    let texts = rows.texts(str::to_owned);
    let corpus = count(&texts, vec![words(1..=1).max_features(3000)])?;
    let folds = rows.fold("split", &["train", "dev"], "test")?;
    let svm = Svm::params().loss(HingeLoss::Hinge).c(10.0).eps(1e-3);
    let evaluation = test(svm, &corpus, &labels, &folds)?;
    let mut table = Comparison::new("KUISAIL's SVM, test set", 0.005);
    let f1 = evaluation.confusion().macro_average().f1;
    table.row("3,000 words, linear SVM", &[("macro F1", 0.772, f1)]);
    table.finish();
    Ok(())
}

/// What `re.sub(r"(.)\1{1,}(\W|$)", r"\1 ", text)` does: a character repeated before something
/// that is no word character is written once, and what follows becomes a space.
fn squeeze(text: &str) -> String {
    let is_word = |c: char| c.is_alphanumeric() || c == '_';
    let characters: Vec<char> = text.chars().collect();
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    while at < characters.len() {
        let c = characters[at];
        let run = characters[at..]
            .iter()
            .take_while(|&&other| other == c)
            .count();
        let ends = characters.get(at + run).is_none_or(|&next| !is_word(next));
        if c != '\n' && run >= 2 && ends {
            out.extend([c, ' ']);
            at += run + 1;
        } else if c != '\n' && run >= 3 && !is_word(c) {
            // The last of the run itself is what is no word character.
            out.extend([c, ' ']);
            at += run;
        } else {
            out.push(c);
            at += 1;
        }
    }
    out
}
