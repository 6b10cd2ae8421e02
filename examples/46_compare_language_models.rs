//! # A linear model beside GPT-4o and Claude 3.5 on the same tweets
//!
//! Alfifi, Kaghazgaran and Caverlee (2026) publish pro-ISIS and other tweets with what two large
//! language models answered. This example trains linear models in five folds that keep near
//! duplicates whole, and compares answer by answer with `McNemar`'s test. It prints no tweet.
//!
//! ```text
//! cargo run --release --example 46_compare_language_models -- --data DIR
//! ```
//!
//! What the F1 hides is printed below it: the share of ordinary text that each model flags. Labels
//! are of accounts, positives are explicit, and the model has learned a topic and a register,
//! not a stance.

use std::error::Error;

use khitab_examples::reproduce::{Source, count, load, test, words};
use khitab_features::{Ngrams, Preparation, Tf, Vectorizer};
use khitab_linear::metrics::Confusion;
use khitab_linear::significance::{Answers, bootstrap, mcnemar};
use khitab_linear::{Svm, split};
use linfa::ParamGuard;

const TWEETS: Source = Source {
    file: "proisis/dev.jsonl",
    from: "github.com/majidalfifi/extremism-llm",
    licence: "none stated; local research only",
};
const PANELS: [&str; 6] = [
    "panels/news.jsonl",
    "panels/news-isis-topic.jsonl",
    "panels/tweets-ordinary.jsonl",
    "panels/tweets-topic.jsonl",
    "panels/religion.jsonl",
    "panels/wiki.jsonl",
];

const LINEAR: [&str; 2] = ["words 1-2", "characters 2-5"];

fn main() -> Result<(), Box<dyn Error>> {
    let rows = load(&TWEETS)?;
    let (labels, groups) = (rows.column("label"), rows.column("group"));
    let texts = rows.texts(str::to_owned);
    let folds = split::stratified_grouped(&labels, &groups, 5, Some(0))?;
    folds.keep_together(&groups)?;
    let truth: Vec<usize> = labels.iter().map(number).collect();

    // ## Five folds
    let mut answers: Vec<(String, Vec<usize>)> = Vec::new();
    for name in LINEAR {
        let counted = count(&texts, blocks(name))?;
        let evaluation = test(Svm::params(), &counted, &labels, &folds)?;
        let mut predicted = vec![0; truth.len()];
        for p in evaluation.predictions() {
            predicted[p.row] = p.predicted;
        }
        answers.push((format!("linear, {name}"), predicted));
    }
    for (model, field) in [("GPT-4o", "gpt4o"), ("Claude 3.5 Sonnet", "claude35sonnet")] {
        for prompt in ["zero_shot", "one_shot", "few_shot", "taxonomy"] {
            let column = rows.column(&format!("llm_{field}_{prompt}"));
            let name = format!("{model}, {}", prompt.replace('_', " "));
            answers.push((name, column.iter().map(number).collect()));
        }
    }
    compare(&truth, &answers)?;

    // ## What it hides
    //
    // The share of each panel of ordinary text that a model trained on all the tweets flags.
    println!("\nflagged of ordinary text (test halves)");
    for name in LINEAR {
        println!("linear, {name}");
        flag_panels(blocks(name), &texts, &truth)?;
    }
    Ok(())
}

fn number(label: &String) -> usize {
    usize::from(label == "pro-isis")
}

fn blocks(name: &str) -> Vec<Ngrams> {
    match name {
        "words 1-2" => vec![words(1..=2)],
        _ => vec![Ngrams::char_wb(2..=5).tf(Tf::Sublinear)],
    }
}

/// Prints precision, recall and F1 of all answers, and McNemar's test against the second.
fn compare(truth: &[usize], answers: &[(String, Vec<usize>)]) -> Result<(), Box<dyn Error>> {
    let ours = &answers[1].1;
    println!(
        "{} tweets; p: McNemar against linear, characters 2-5",
        truth.len()
    );
    println!(
        "{:<28} {:>6} {:>6} {:>6}  {:<15} {:>8}",
        "", "P", "R", "F1", "95 %", "p"
    );
    for (name, predicted) in answers {
        let of = Answers {
            classes: 2,
            truth,
            predicted,
        };
        let f1 = bootstrap(&of, 1000, 0, |c| c.class(1).f1)?;
        let confusion = Confusion::count(2, truth, predicted)?;
        let p = mcnemar(truth, ours, predicted)?.p;
        let prf = confusion.class(1);
        println!(
            "{name:<28} {:>6.3} {:>6.3} {:>6.3}  {:.3} to {:.3}  {p:>8.1e}",
            prf.precision, prf.recall, f1.value, f1.low, f1.high
        );
    }
    Ok(())
}

/// Learns from all tweets and prints what is flagged of each panel.
fn flag_panels(
    blocks: Vec<Ngrams>,
    texts: &[String],
    truth: &[usize],
) -> Result<(), Box<dyn Error>> {
    let mut builder = Vectorizer::builder().preparation(Preparation::Lowercase);
    for block in blocks {
        builder = builder.block(block);
    }
    let vectorizer = builder.build()?;
    let (vectorizer, matrix) = vectorizer.fit(texts)?;
    let params = Svm::params().check()?;
    let model = params.learn(&matrix, truth, None)?;
    for panel in PANELS {
        let source = Source {
            file: panel,
            from: "the sources named in docs/DATA.md",
            licence: "see there",
        };
        let rows = load(&source)?.filter(|row| row["split"] == "test");
        let matrix = vectorizer.transform(&rows.texts(str::to_owned))?;
        let flagged = model.predict_rows(&matrix).iter().sum::<usize>();
        let share = 100.0 * flagged as f64 / rows.len() as f64;
        println!("  {panel:<32} {share:>5.1} % of {}", rows.len());
    }
    Ok(())
}
