//! # The default model, rebuilt
//!
//! Logistic regression over the named discourse features alone, no n-grams, with bounds: religion,
//! prayer, scripture, reporting and counter-speech may speak against the class `pro-isis`, never for it.
//!
//! ```text
//! cargo run --release --example 50_train_discourse -- --data DIR [--write FILE] [--rows FILE]
//! ```
//!
//! `DIR` (or the environment variable `KHITAB_DATA`) holds `proisis/dev.jsonl`, a share of the public
//! evaluation tweets of Alfifi, Kaghazgaran and Caverlee (2026, no licence stated: research use), and
//! `panels/*.jsonl`, ordinary texts that no such model may flag: news (NTREX, CC BY-SA 4.0; UD PUD, CC BY-SA
//! 3.0), a radio station's news (ANT corpus), tweets (ASTD, GPL-2.0), religion (Tanzil, CC BY 3.0; hadith),
//! encyclopaedia and law (CC BY-SA). None of them is part of khitab.
//!
//! News about the organisation is learned from a second time with its bare full name in place of every other: a name
//! that only supporters had written would pass for their mark.
//!
//! `--rows` writes the rows that are learned from, for `51_supporters.toml`, and ends.
//!
//! Rows of `tweets-topic` that speak for the organisation when they are read (`examples/judged.rs`) are neither learned from
//! as ordinary nor counted as such: they are counted apart.
//!
//! The training halves of the panels are learned from; the threshold is chosen on grouped cross-validation
//! over the training rows alone; the test halves are counted at the end; nothing is chosen by them.

use std::collections::BTreeMap;
use std::error::Error;
use std::path::{Path, PathBuf};

use khitab::TextModel;
use khitab::experiment::{Block, BlockKind, Calibrating, Experiment, Learner, Purpose, Splits};
use khitab_examples::judged::is_supporters;
use khitab_examples::renamed::{headlines, renamed};
use khitab_examples::unread::is_unread;
use khitab_features::Extractor;
use khitab_linear::review::{highest_unflagged, precision_at_prevalence};
use khitab_linear::{Card, DataSource, Measured, Share, sha256};
use serde_json::{Value, json};

const RISK: &str = "pro-isis";

/// News that names the organisation, with the bare full name in place of every other.
const RENAMED: &str = "news-isis-topic, renamed";
/// As short as a headline, cut out of these.
const HEADLINES: &str = "news-isis-topic, renamed and cut";

/// Tweets of the topic that speak for the organisation, though the panel calls them ordinary.
const JUDGED: &str = "tweets-topic, for the organisation as read";

/// The panels with the share of false positives that each may have at the threshold.
const PANELS: [(&str, f64); 6] = [
    ("news", 0.003),
    ("news-isis-topic", 0.01),
    ("tweets-ordinary", 0.005),
    ("tweets-topic", 0.03),
    ("religion", 0.0),
    ("wiki", 0.01),
];

/// Texts with what is known of them.
#[derive(Default)]
struct Rows {
    texts: Vec<String>,
    labels: Vec<String>,
    groups: Vec<String>,
    panels: Vec<&'static str>,
}

impl Rows {
    fn push(&mut self, panel: &'static str, row: &Value) -> Result<(), Box<dyn Error>> {
        let field = |name: &str| row[name].as_str().map(str::to_owned);
        self.texts.push(field("text").ok_or("a row has no text")?);
        self.labels
            .push(field("label").ok_or("a row has no label")?);
        // What is made of a row stays in its fold.
        let source = panel.split(',').next().unwrap_or_default();
        self.groups.push(format!("{source}-{}", row["group"]));
        self.panels.push(panel);
        Ok(())
    }

    /// A row about the organisation once more, as a newsroom writes that calls it by its own name.
    fn rename(&mut self, extractor: &Extractor, row: &Value) -> Result<(), Box<dyn Error>> {
        let Some(text) = renamed(extractor, row["text"].as_str().unwrap_or_default()) else {
            return Ok(());
        };
        let mut row = row.clone();
        for headline in headlines(&text) {
            row["text"] = headline.into();
            self.push(HEADLINES, &row)?;
        }
        row["text"] = text.into();
        self.push(RENAMED, &row)
    }

    /// The rows as JSON lines.
    fn lines(&self) -> String {
        let line = |at: usize| {
            let (text, label, group) = (&self.texts[at], &self.labels[at], &self.groups[at]);
            format!(
                "{}\n",
                json!({"id": at.to_string(), "text": text, "label": label, "group": group, "panel": self.panels[at]})
            )
        };
        (0..self.texts.len()).map(line).collect()
    }

    /// The rows as an experiment learns from them.
    fn learned(&self) -> khitab::experiment::Rows {
        khitab::experiment::Rows {
            texts: self.texts.clone(),
            labels: self.labels.clone(),
            groups: vec![self.groups.clone()],
            ..Default::default()
        }
    }
}

fn main() -> Result<(), Box<dyn Error>> {
    let Some(data) = data() else {
        eprintln!(
            "give --data DIR (or KHITAB_DATA) with proisis/dev.jsonl and panels/*.jsonl: see the head of this example"
        );
        return Ok(());
    };

    // # Rows
    let mut sources = Vec::new();
    let (train, test) = sides(&data, &mut sources)?;
    println!(
        "{} rows to learn from, {} to be counted at the end",
        train.texts.len(),
        test.texts.len()
    );
    if let Some(path) = after("--rows") {
        return Ok(std::fs::write(path, train.lines())?);
    }

    // # How good would it be? Grouped five-fold cross-validation, panels inside the folds, three times:
    // the small panels alone would let one draw of folds decide the threshold.
    let c = after("--c").map_or(Ok(2.0), |c| c.parse())?;
    let recipe = recipe(c).resolved()?;
    let scores = cross_validated(&recipe, &train)?;
    let threshold = threshold(&train, &scores);
    println!("\nthreshold {threshold:.4}, chosen on cross-validation over the training rows");
    let validated = count(&train, &scores, threshold);
    print(&validated);

    // Lists are written by people who read rows. A fifth of the groups stays unread: what is found there
    // tells how much of the recall the reading has made.
    println!("\nof the supporters, cross-validation");
    for (unread, name) in [(false, "read groups"), (true, "unread groups")] {
        let found = found(&train, &scores, threshold, unread);
        println!(
            "  {:>7.4}  {:>5} of {:>5}  {name}, interval {:.3} to {:.3}",
            found.value, found.hits, found.all, found.low, found.high
        );
    }

    // # The model, and the test halves, once.
    let model = recipe.prepare(&train.learned())?.train(None)?;
    let risk = |text: &String| model.score(text).probability[RISK].as_f64();
    let scores = test.texts.iter().map(|text| risk(text).unwrap_or_default());
    let tested = count(&test, &scores.collect::<Vec<f64>>(), threshold);
    println!("\ntest halves of the panels");
    print(&tested);

    let card = card(&model, c, threshold, &validated, &tested, sources);
    let model = model.with_card(card)?;
    if let Some(path) = after("--write") {
        let mut bytes = Vec::new();
        model.write_to(&mut bytes)?;
        std::fs::write(&path, &bytes)?;
        println!("\n{path}: {} bytes, sha256 {}", bytes.len(), sha256(&bytes));
    }
    Ok(())
}

/// The argument behind a flag.
fn after(flag: &str) -> Option<String> {
    let mut arguments = std::env::args().skip_while(|one| one != flag);
    arguments.nth(1)
}

/// The folder of the data, if what is needed is in it.
fn data() -> Option<PathBuf> {
    let named = after("--data").or_else(|| std::env::var("KHITAB_DATA").ok());
    let there = |dir: &PathBuf| dir.join("proisis/dev.jsonl").is_file();
    named.map(PathBuf::from).filter(there)
}

/// The rows to learn from, and those that are only counted.
fn sides(data: &Path, sources: &mut Vec<DataSource>) -> Result<(Rows, Rows), Box<dyn Error>> {
    let (mut train, mut test) = (Rows::default(), Rows::default());
    for row in read(&data.join("proisis/dev.jsonl"), sources)? {
        train.push("proisis", &row)?;
    }
    let extractor = Extractor::default();
    for (panel, _) in PANELS {
        for mut row in read(&data.join(format!("panels/{panel}.jsonl")), sources)? {
            if row["id"].as_str().is_some_and(is_supporters) {
                row["label"] = RISK.into();
                test.push(JUDGED, &row)?;
                continue;
            }
            let side = if row["split"] == "train" {
                &mut train
            } else {
                &mut test
            };
            side.push(panel, &row)?;
            if panel == "news-isis-topic" {
                side.rename(&extractor, &row)?;
            }
        }
    }
    Ok((train, test))
}

/// Logistic regression over the named features, within the bounds of a risk.
fn recipe(c: f64) -> Experiment {
    Experiment {
        features: vec![Block::new(BlockKind::Discourse)],
        learner: Learner {
            c: Some(c),
            risk: Some(RISK.into()),
            ..Learner::default()
        },
        splits: Splits {
            group: Some(vec!["group".into()]),
            ..Splits::default()
        },
        calibration: Some(Calibrating::default()),
        card: purpose(),
        ..Experiment::default()
    }
}

fn read(path: &Path, sources: &mut Vec<DataSource>) -> Result<Vec<Value>, Box<dyn Error>> {
    let text =
        std::fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))?;
    let rows: Vec<Value> = text
        .lines()
        .map(serde_json::from_str)
        .collect::<Result<_, _>>()?;
    let name = path
        .file_name()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned();
    let note = std::fs::read_to_string(path.with_file_name("SOURCE.txt")).unwrap_or_default();
    sources.push(DataSource {
        source: origin(&note, &name),
        name,
        sha256: sha256(text.as_bytes()),
        rows: rows.len(),
    });
    Ok(rows)
}

/// What a file is and under which licence: the lines `name:` and `licence …:` above its own in the note beside it.
fn origin(note: &str, file: &str) -> String {
    let (mut name, mut licence) = ("", "");
    for line in note.lines() {
        let (field, value) = line.split_once(": ").unwrap_or_default();
        match field {
            "name" => name = value,
            "file" if value.split(' ').next() == Some(file) => break,
            _ if field.starts_with("licence") => licence = value,
            _ => {}
        }
    }
    format!("{name}; licence: {licence}")
}

/// The mean score of every row over several draws of folds, each time by a model that has not seen its group.
fn cross_validated(recipe: &Experiment, rows: &Rows) -> Result<Vec<f64>, Box<dyn Error>> {
    const DRAWS: u64 = 3;
    let learned = rows.learned();
    let mut scores = vec![0.0; rows.texts.len()];
    for seed in 0..DRAWS {
        let drawn = Experiment {
            seed,
            ..recipe.clone()
        };
        let evaluation = drawn.prepare(&learned)?.evaluate()?.evaluation;
        for one in evaluation.predictions() {
            scores[one.row] += one.scores[1] / DRAWS as f64;
        }
    }
    Ok(scores)
}

/// Below this nothing is flagged, however few of the panels' rows stand there: their last
/// allowed row must not decide alone.
const FLOOR: f64 = 0.45;

/// The least threshold from the floor on at which no panel has more false positives than it may.
fn threshold(rows: &Rows, scores: &[f64]) -> f64 {
    let of = |panel: &str, share: f64| {
        let own = scores.iter().zip(&rows.panels);
        let own: Vec<f64> = own
            .filter(|(_, of)| **of == panel)
            .map(|(&score, _)| score)
            .collect();
        highest_unflagged(&own, share).unwrap_or_default()
    };
    let highest = PANELS
        .iter()
        .map(|(panel, share)| of(panel, *share))
        .fold(FLOOR, f64::max);
    // Rounded up, so that the printed number is the number used.
    (highest * 1e4).floor() / 1e4 + 1e-4
}

/// The supporters' rows found, among the groups that stay unread or among the others.
fn found(rows: &Rows, scores: &[f64], threshold: f64, unread: bool) -> Share {
    let of_side = |at: &usize| rows.labels[*at] == RISK && is_unread(&rows.groups[*at]) == unread;
    let side: Vec<usize> = (0..scores.len()).filter(of_side).collect();
    let hits = side.iter().filter(|&&at| scores[at] >= threshold).count();
    Share::of(hits, side.len())
}

/// Flagged and all, by panel and label.
type Counts = BTreeMap<(String, String), (usize, usize)>;

fn count(rows: &Rows, scores: &[f64], threshold: f64) -> Counts {
    let mut counts = Counts::new();
    for (at, score) in scores.iter().enumerate() {
        let key = (rows.panels[at].to_owned(), rows.labels[at].clone());
        let entry = counts.entry(key).or_default();
        entry.0 += usize::from(*score >= threshold);
        entry.1 += 1;
    }
    counts
}

fn print(counts: &Counts) {
    for ((panel, label), (flagged, all)) in counts {
        let share = *flagged as f64 / *all as f64;
        println!("  {share:>7.4}  {flagged:>5} of {all:>5}  {panel}, {label}");
    }
}

/// What only people can say of the model.
fn purpose() -> Purpose {
    Purpose {
        name: "khitab-discourse".into(),
        intended_use: "orders a review queue and shows why: evidence for a human reviewer".into(),
        limits:
            "one organisation, tweets of 2015, labels from account lists, no author-disjoint test; \
            no verdict on a person, no automatic removal, no use by law enforcement or at borders"
                .into(),
        licence:
            "weights learned from the sets named under training, whose own licences bind their texts"
                .into(),
        source: "proisis/dev.jsonl and the training halves of panels/*.jsonl, each named with its licence under training".into(),
    }
}

fn card(
    model: &TextModel,
    c: f64,
    threshold: f64,
    validated: &Counts,
    tested: &Counts,
    training: Vec<DataSource>,
) -> Card {
    let mut card = model.card().clone();
    card.parameters.insert("threshold".into(), threshold.into());
    card.parameters.insert("c".into(), c.into());
    card.features = vec!["named discourse features, over everything and in use".into()];
    card.classes = BTreeMap::from([
        (
            RISK.to_owned(),
            "written in the voice of a supporter of the organisation".to_owned(),
        ),
        (
            "other".to_owned(),
            "anything else, news about it and prayer among them".to_owned(),
        ),
    ]);
    card.training = training;
    card.metrics = measured(
        validated,
        "grouped 5-fold cross-validation, mean of 3 draws, in-domain",
    );
    let held_out = measured(tested, "held-out half, nothing chosen by it");
    card.metrics.extend(held_out);
    card.metrics.extend(precisions(validated, tested));
    card
}

/// What was counted, for the card.
fn measured(counts: &Counts, on: &str) -> Vec<Measured> {
    let measured = |((panel, label), (flagged, all)): (&(String, String), &(usize, usize))| {
        let share = Share::of(*flagged, *all);
        let name = if label == RISK {
            "recall"
        } else {
            "false positive rate"
        };
        Measured {
            name: name.into(),
            on: format!("{panel}, {label}: {on}"),
            value: share.value,
            low: Some(share.low),
            high: Some(share.high),
        }
    };
    counts.iter().map(measured).collect()
}

/// Precision where supporters are as rare as in a stream.
fn precisions(validated: &Counts, tested: &Counts) -> Vec<Measured> {
    let rate = |counts: &Counts, panel: &str, label: &str| {
        counts
            .get(&(panel.into(), label.into()))
            .map_or(0.0, |(flagged, all)| *flagged as f64 / *all as f64)
    };
    let recall = rate(validated, "proisis", RISK);
    let ordinary = rate(tested, "tweets-ordinary", "other");
    let precision = |prevalence: f64| {
        Some(Measured {
            name: format!("precision at a prevalence of {prevalence}"),
            on: "cross-validated recall, false positives on held-out ordinary tweets".into(),
            value: precision_at_prevalence(recall, ordinary, prevalence).ok()?,
            ..Measured::default()
        })
    };
    [0.1, 0.01, 0.001, 0.0001]
        .into_iter()
        .filter_map(precision)
        .collect()
}
