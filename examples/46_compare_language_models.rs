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

use khitab_examples::reproduce::{Source, count, load, test, words};
use khitab_features::{Ngrams, Preparation, Tf, Vectorizer};
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

fn main() -> Result<(), String> {
    let said = |error: khitab_linear::Error| error.to_string();
    let rows = load(&TWEETS)?;
    let (labels, groups) = (rows.column("label"), rows.column("group"));
    let texts = rows.texts(str::to_owned);
    let folds = split::stratified_grouped(&labels, &groups, 5, Some(0)).map_err(said)?;
    folds.keep_together(&groups).map_err(said)?;
    let number = |label: &String| usize::from(label == "pro-isis");
    let truth: Vec<usize> = labels.iter().map(number).collect();

    // ## Five folds
    let blocks = |name: &str| match name {
        "words 1-2" => vec![words(1..=2)],
        _ => vec![Ngrams::char_wb(2..=5).tf(Tf::Sublinear)],
    };
    let names = ["words 1-2", "characters 2-5"];
    let mut answers: Vec<(String, Vec<usize>)> = Vec::new();
    for name in names {
        let evaluation = test(
            Svm::params(),
            &count(&texts, blocks(name))?,
            &labels,
            &folds,
        )?;
        let mut predicted = vec![0; truth.len()];
        evaluation
            .predictions()
            .iter()
            .for_each(|p| predicted[p.row] = p.predicted);
        answers.push((format!("linear, {name}"), predicted));
    }
    for (model, field) in [("GPT-4o", "gpt4o"), ("Claude 3.5 Sonnet", "claude35sonnet")] {
        for prompt in ["zero_shot", "one_shot", "few_shot", "taxonomy"] {
            let column = rows.column(&format!("llm_{field}_{prompt}"));
            let name = format!("{model}, {}", prompt.replace('_', " "));
            answers.push((name, column.iter().map(number).collect()));
        }
    }
    let ours = answers[1].1.clone();
    println!(
        "{} tweets; p: McNemar against linear, characters 2-5",
        truth.len()
    );
    println!(
        "{:<28} {:>6} {:>6} {:>6}  {:<15} {:>8}",
        "", "P", "R", "F1", "95 %", "p"
    );
    for (name, predicted) in &answers {
        let of = Answers {
            classes: 2,
            truth: &truth,
            predicted,
        };
        let f1 = bootstrap(&of, 1000, 0, |c| c.class(1).f1).map_err(said)?;
        let confusion =
            khitab_linear::metrics::Confusion::count(2, &truth, predicted).map_err(said)?;
        let p = mcnemar(&truth, &ours, predicted).map_err(said)?.p;
        let prf = confusion.class(1);
        println!(
            "{name:<28} {:>6.3} {:>6.3} {:>6.3}  {:.3} to {:.3}  {p:>8.1e}",
            prf.precision, prf.recall, f1.value, f1.low, f1.high
        );
    }

    // ## What it hides
    //
    // The share of each panel of ordinary text that a model trained on all the tweets flags.
    println!("\nflagged of ordinary text (test halves)");
    for name in names {
        let mut builder = Vectorizer::builder().preparation(Preparation::Lowercase);
        for block in blocks(name) {
            builder = builder.block(block);
        }
        let vectorizer = builder.build().map_err(|error| error.to_string())?;
        let (vectorizer, matrix) = vectorizer.fit(&texts).map_err(|error| error.to_string())?;
        let params = Svm::params().check().map_err(said)?;
        let model = params.learn(&matrix, &truth, None).map_err(said)?;
        println!("linear, {name}");
        for panel in PANELS {
            let source = Source {
                file: panel,
                from: "the sources named in DATASETS.md",
                licence: "see there",
            };
            let panel_rows = load(&source)?.filter(|row| row["split"] == "test");
            let matrix = vectorizer
                .transform(&panel_rows.texts(str::to_owned))
                .map_err(|error| error.to_string())?;
            let flagged = model.predict_rows(&matrix).iter().sum::<usize>();
            let share = 100.0 * flagged as f64 / panel_rows.len() as f64;
            println!("  {panel:<32} {share:>5.1} % of {}", panel_rows.len());
        }
    }
    Ok(())
}
