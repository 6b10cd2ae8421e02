//! # Book reviews: LABR
//!
//! Aly and Atiya, *LABR: A Large Scale Arabic Book Reviews Dataset* (ACL 2013): 63,257 reviews, the
//! authors' own splits, two and five classes, balanced and not.
//!
//! **Bring the file.** `labr/reviews.tsv` is not at hand here, so nobody has compared this table with
//! the paper's. Put it and the `*-train.txt`, `*-test.txt` of the repository's `data/` into `DIR/labr`:
//!
//! ```text
//! cargo run --release --example 47_reproduce_labr -- --data DIR
//! ```
//!
//! The published column is from memory where it stands in the paper (SVM over tf-idf of 1 to 3 words)
//! and unverified; it is there to show whether the order of size is right.

use khitab_examples::reproduce::{Comparison, Source, count, mean, test, text, tokens};
use khitab_features::{CountedCorpus, Ngrams};
use khitab_linear::metrics::Confusion;
use khitab_linear::split::{Fold, Folds};
use khitab_linear::{Event, NaiveBayes, Svm};

const LABR: Source = Source {
    file: "labr/reviews.tsv",
    from: "github.com/mohamedadaly/LABR, folder data",
    licence: "GPL-2.0",
};

/// The reviews that the index files count.
const REVIEWS: usize = 63_257;

fn main() -> Result<(), String> {
    let reviews = reviews(&text(&LABR, LABR.file)?)?;
    // The authors' features: counts and tf-idf of 1, 1-2 and 1-3 words.
    let texts: Vec<String> = reviews.iter().map(|review| review.text.clone()).collect();
    let features = |blocks: fn(usize) -> Ngrams| -> Result<Vec<CountedCorpus>, String> {
        (1..=3)
            .map(|longest| count(&texts, vec![blocks(longest)]))
            .collect()
    };
    let counts = features(|longest| tokens(1..=longest).counts())?;
    let weighed = features(|longest| tokens(1..=longest))?;
    for (name, published) in [
        ("2class-balanced", 0.82),
        ("2class-unbalanced", 0.91),
        ("5class-balanced", 0.42),
        ("5class-unbalanced", 0.50),
    ] {
        let labels: Vec<String> = reviews.iter().map(|review| review.label(name)).collect();
        let folds = split(name, reviews.len())?;
        println!("{name}: total accuracy, weighted F1");
        for (longest, (counts, weighed)) in (1..).zip(counts.iter().zip(&weighed)) {
            let bayes = NaiveBayes::params;
            let binary = bayes().event(Event::Bernoulli);
            let svm = || Svm::params().eps(1e-3);
            for (learner, evaluation) in [
                (
                    "counts, naive Bayes",
                    test(bayes(), counts, &labels, &folds)?,
                ),
                ("counts, Bernoulli", test(binary, counts, &labels, &folds)?),
                ("counts, SVM", test(svm(), counts, &labels, &folds)?),
                (
                    "tf-idf, naive Bayes",
                    test(bayes(), weighed, &labels, &folds)?,
                ),
                ("tf-idf, SVM", test(svm(), weighed, &labels, &folds)?),
            ] {
                let accuracy = mean(&evaluation, Confusion::accuracy);
                let weighted = mean(&evaluation, |c| c.weighted_average().f1);
                println!("  1-{longest} {learner:<22} {accuracy:.3} {weighted:.3}");
                if longest == 3 && learner == "tf-idf, SVM" {
                    let mut table = Comparison::new("against the paper, unverified", 0.02);
                    table.row(name, &[("accuracy", published, accuracy)]);
                    table.finish();
                }
            }
        }
    }
    Ok(())
}

/// One review.
struct Review {
    rating: u8,
    text: String,
}

impl Review {
    /// Ratings are five classes; of two, 1 and 2 are one and 4 and 5 the other.
    fn label(&self, split: &str) -> String {
        if split.starts_with('5') {
            return self.rating.to_string();
        }
        let label = if self.rating > 3 {
            "positive"
        } else {
            "negative"
        };
        label.to_owned()
    }
}

/// `rating, review, user, book, text`, tab separated; lines that begin with # are comments.
fn reviews(tsv: &str) -> Result<Vec<Review>, String> {
    let review = |(number, line): (usize, &str)| {
        let mut parts = line.trim().split('\t');
        let rating = parts.next().and_then(|rating| rating.parse().ok());
        let rating = rating
            .filter(|rating| (1..=5).contains(rating))
            .ok_or_else(|| {
                format!(
                    "{}, line {}: does not begin with a rating",
                    LABR.file,
                    number + 1
                )
            })?;
        let text = parts.nth(3).unwrap_or_default();
        Ok(Review {
            rating,
            text: cut(text),
        })
    };
    let lines = tsv
        .lines()
        .enumerate()
        .filter(|(_, line)| !line.starts_with('#'));
    let reviews: Vec<Review> = lines.map(review).collect::<Result<_, String>>()?;
    if reviews.len() != REVIEWS {
        return Err(format!(
            "{} holds {} reviews: the split files count {REVIEWS}",
            LABR.file,
            reviews.len()
        ));
    }
    Ok(reviews)
}

/// Keeps runs of letters, digits, harakat and apostrophes, the words of the authors' tokenizer.
fn cut(text: &str) -> String {
    let inside = |c: char| c.is_alphanumeric() || matches!(c, '_' | '\'' | '\u{064B}'..='\u{0652}');
    text.chars()
        .map(|c| if inside(c) { c } else { ' ' })
        .collect()
}

/// The authors' split: two files of review numbers from zero.
fn split(name: &str, rows: usize) -> Result<Folds, String> {
    let side = |part: &str| -> Result<Vec<usize>, String> {
        let file = format!("labr/{name}-{part}.txt");
        let numbers = text(&LABR, &file)?;
        let number = |line: &str| {
            line.trim()
                .parse()
                .map_err(|_| format!("{file}: {line:?} is no number"))
        };
        numbers.lines().map(number).collect()
    };
    let fold = Fold {
        train: side("train")?,
        test: side("test")?,
    };
    Folds::new(vec![fold], rows).map_err(|error| format!("{name}: {error}"))
}
