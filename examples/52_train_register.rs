//! # The small model `register`, rebuilt
//!
//! Scripture, news and encyclopaedia, or social media: logistic regression over character n-grams within
//! words, weights of one byte, trained on sets whose authors allow it.
//!
//! ```text
//! cargo run --release --example 52_train_register -- --data DIR [--write FILE]
//! ```

use khitab::experiment::Experiment;
use khitab_examples::reproduce::Source;
use khitab_examples::shipped::{Set, figure, learn, together, write};
use serde_json::Value;

const RECIPE: &str = r#"{
    "text": "light",
    "data": {"train": ["verses", "news", "wiki", "arsarcasm", "mpold"]},
    "features": [{"block": "char_wb", "ngrams": [2, 4], "min_df": 5, "max_features": 7000, "tf": "sublinear"}],
    "learner": {"kind": "logistic", "c": 1.0, "class_weights": "balanced"},
    "splits": {"kind": "stratified", "folds": 3, "group": ["auto"]},
    "calibration": {"method": "platt", "folds": 3},
    "card": {
        "name": "khitab-register",
        "intended_use": "tells in which register a text is written, to choose how it is read",
        "limits": "scripture is the Qur'an alone, and hadith or prayer may count as either; news in dialect and tweets of newsrooms are between the classes; no verdict on a person",
        "licence": "weights learned from the sets named under training"
    }
}"#;

const NEWS: Source = Source {
    file: "panels/news.jsonl",
    from: "NTREX-128 and UD PUD",
    licence: "CC BY-SA 4.0 and 3.0",
};
const WIKI: Source = Source {
    file: "panels/wiki.jsonl",
    from: "XQuAD, ARCD, UDHR",
    licence: "CC BY-SA",
};
const RELIGION: Source = Source {
    file: "panels/religion.jsonl",
    from: "Tanzil, tanzil.net; hadith",
    licence: "CC BY 3.0; medieval",
};
const TWEETS: Source = Source {
    file: "arsarcasm/data.jsonl.gz",
    from: "ArSarcasm v2 without ASTD's rows",
    licence: "MIT",
};
const COMMENTS: Source = Source {
    file: "mpold/data.jsonl",
    from: "MPOLD, LREC 2020",
    licence: "Apache-2.0",
};
/// Only counted, never learned from.
const ASTD: Source = Source {
    file: "panels/tweets-ordinary.jsonl",
    from: "ASTD",
    licence: "GPL-2.0",
};
const RADIO: Source = Source {
    file: "panels/news-isis-topic.jsonl",
    from: "ANT corpus",
    licence: "the station's",
};

/// Rows of one side of a split, and of one source where it is named.
fn side(
    split: &'static str,
    label: &'static str,
    keep: impl Fn(&Value) -> bool,
) -> impl Fn(&Value) -> Option<&'static str> {
    move |row| (row["split"] == split && keep(row)).then_some(label)
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let (verse, own) = (
        |row: &Value| row["source"] == "Quran",
        |row: &Value| row["source"] != "astd",
    );
    let train = [
        Set::read("verses", &RELIGION, side("train", "scripture", verse))?,
        Set::read("news", &NEWS, side("train", "news", |_| true))?,
        Set::read("wiki", &WIKI, side("train", "news", |_| true))?,
        // A third of the tweets: the classes stay of one size.
        Set::read(
            "arsarcasm",
            &TWEETS,
            side("train", "social", |row| {
                own(row)
                    && row["id"]
                        .as_str()
                        .is_some_and(|id| id.ends_with(['0', '3', '7']))
            }),
        )?,
        Set::read("mpold", &COMMENTS, |row| {
            (row["source"] != "Facebook").then_some("social")
        })?,
    ];
    let held = [
        Set::read(
            "verses, test half",
            &RELIGION,
            side("test", "scripture", verse),
        )?,
        Set::read(
            "hadith, test half",
            &RELIGION,
            side("test", "scripture", move |row| !verse(row)),
        )?,
        Set::read("news, test half", &NEWS, side("test", "news", |_| true))?,
        Set::read("wiki, test half", &WIKI, side("test", "news", |_| true))?,
        Set::read(
            "radio news, unseen source",
            &RADIO,
            side("test", "news", |_| true),
        )?,
        Set::read("arsarcasm test", &TWEETS, side("test", "social", own))?,
        Set::read("Facebook comments of mpold", &COMMENTS, |row| {
            (row["source"] == "Facebook").then_some("social")
        })?,
        Set::read(
            "ASTD, unseen source",
            &ASTD,
            side("test", "social", |_| true),
        )?,
    ];
    let experiment = serde_json::from_str::<Experiment>(RECIPE)?.resolved()?;
    let model = learn(&experiment, &together(&train), true)?;
    for set in &held {
        println!(
            "{:<28} right {:.4} of {}",
            set.name,
            figure(&model, set)?,
            set.rows.texts.len()
        );
    }
    let mut card = model.card().clone();
    card.training = train.iter().map(|set| set.source.clone()).collect();
    write(&model.with_card(card)?)
}
