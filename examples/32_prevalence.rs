//! # How often each feature fires, and how often in use
//!
//! Prints, for every feature and every set in a folder of data, the share of texts with at least one hit,
//! over everything and in use: the table of `docs/FEATURES.md`. Rows whose `split` is `test` are
//! left out, so that nobody tunes a list on them.
//!
//! ```sh
//! cargo run --release --example 32_prevalence -- --data DATASETS
//! ```
//!
//! The sets: `proisis/dev.jsonl` (by label) and `panels/*.jsonl`, rows with `text`; and the mentions of
//! the shipped suite, by functionality: counter-speech is news of the fight against a movement,
//! condemnation, fatwas, warnings.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::{env, fs, process};

use khitab_features::{AnnotationSet, Document, Extractor, Kind, Role, feature, taxonomy};

/// The panels and the group each is reported in.
const SETS: [(&str, &str); 7] = [
    ("proisis/dev.jsonl", "label"),
    ("panels/news.jsonl", "news"),
    ("panels/news-isis-topic.jsonl", "mentions_is"),
    ("panels/wiki.jsonl", "wiki"),
    ("panels/religion.jsonl", "religion"),
    ("panels/tweets-topic.jsonl", "topic tweets"),
    ("panels/tweets-ordinary.jsonl", "tweets"),
];

/// Functionalities of the suite whose mentions are counter-speech.
const COUNTER: [&str; 8] = [
    "condemnation",
    "fatwa_against",
    "counter_speech",
    "hashtag_campaign",
    "platform_policy",
    "family_message",
    "teacher_warning",
    "organisation_called",
];

/// Topic tweets with a word of condemnation or refutation, counted again.
const CONDEMNING: &str = "topic tweets that condemn";

/// Texts with a hit, texts with a hit in use, hits, hits in use.
#[derive(Clone, Copy, Default)]
struct Count([usize; 4]);

/// Counts per feature and group, and the number of texts per group.
#[derive(Default)]
struct Table {
    rows: BTreeMap<&'static str, BTreeMap<String, Count>>,
    texts: BTreeMap<String, usize>,
}

fn main() {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let [flag, folder] = arguments.as_slice() else {
        eprintln!("usage: 32_prevalence --data DATASETS");
        process::exit(2);
    };
    if flag != "--data" {
        eprintln!("usage: 32_prevalence --data DATASETS");
        process::exit(2);
    }
    let extractor = Extractor::default();
    let mut table = Table::default();
    for (file, group) in SETS {
        if let Err(error) = table.read(&extractor, &PathBuf::from(folder).join(file), group) {
            eprintln!("{error}");
        }
    }
    if let Err(error) = table.read_suite(&extractor) {
        eprintln!("{error}");
    }
    table.print();
}

impl Table {
    fn read(&mut self, extractor: &Extractor, path: &Path, group: &str) -> Result<(), String> {
        let text =
            fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))?;
        for (at, line) in text.lines().enumerate() {
            let row: serde_json::Value = serde_json::from_str(line)
                .map_err(|error| format!("{} line {}: {error}", path.display(), at + 1))?;
            if row["split"] == "test" {
                continue;
            }
            let Some(text) = row["text"].as_str() else {
                continue;
            };
            let name = match group {
                "label" => row["label"].as_str().unwrap_or("unlabelled").to_owned(),
                "mentions_is" if row["mentions_is"] == true => "news on IS".to_owned(),
                "mentions_is" => "other radio news".to_owned(),
                name => name.to_owned(),
            };
            self.add(extractor, text, &name);
        }
        Ok(())
    }

    /// The rows of the shipped suite: counter-speech, other mentions, and uses.
    fn read_suite(&mut self, extractor: &Extractor) -> Result<(), String> {
        for (at, line) in khitab_data::KHITABCHECK.lines().enumerate() {
            let row: serde_json::Value = serde_json::from_str(line)
                .map_err(|error| format!("khitabcheck line {}: {error}", at + 1))?;
            let word = |key: &str| row[key].as_str().unwrap_or_default();
            let group = match word("label") {
                "mention" if COUNTER.contains(&word("functionality")) => "suite: counter-speech",
                "mention" => "suite: other mentions",
                "use" => "suite: uses",
                _ => "suite: ordinary",
            };
            self.add(extractor, word("text"), group);
        }
        Ok(())
    }

    fn add(&mut self, extractor: &Extractor, text: &str, group: &str) {
        let found = extractor.annotate(&Document::new(text));
        self.count(&found, group);
        let condemns = ["H7", "H8.condemn"]
            .into_iter()
            .any(|id| found.counted(id).next().is_some());
        if group == "topic tweets" && condemns {
            self.count(&found, CONDEMNING);
        }
    }

    fn count(&mut self, found: &AnnotationSet, group: &str) {
        let mut hits: BTreeMap<&'static str, [usize; 2]> = BTreeMap::new();
        for cue in found.iter().filter(|cue| cue.kind == Kind::Cue) {
            let Some(id) = cue.feature else { continue };
            let risk = feature(id).is_some_and(|feature| feature.role == Role::Risk);
            for id in core::iter::once(id).chain(risk.then_some("any risk")) {
                let count = hits.entry(id).or_default();
                count[0] += 1;
                count[1] += usize::from(cue.scope.in_use());
            }
        }
        *self.texts.entry(group.to_owned()).or_default() += 1;
        for (id, [all, used]) in hits {
            let count = self
                .rows
                .entry(id)
                .or_default()
                .entry(group.to_owned())
                .or_default();
            for (sum, value) in count
                .0
                .iter_mut()
                .zip([1, usize::from(used > 0), all, used])
            {
                *sum += value;
            }
        }
    }

    fn print(&self) {
        let shown = |group: &&String| !group.starts_with("suite") && *group != CONDEMNING;
        let groups: Vec<&String> = self.texts.keys().filter(shown).collect();
        let heads: Vec<String> = groups
            .iter()
            .map(|group| format!("{group} ({})", self.texts[*group]))
            .collect();
        println!("| feature | {} |", heads.join(" | "));
        println!("|---|{}", "---|".repeat(groups.len()));
        let ids = core::iter::once("any risk").chain(taxonomy().iter().map(|feature| feature.id));
        for id in ids {
            let Some(row) = self.rows.get(id) else {
                continue;
            };
            let cells: Vec<String> = groups.iter().map(|group| self.cell(row, group)).collect();
            println!("| {id} | {} |", cells.join(" | "));
        }
        println!("\nTexts with a risk hit, and hits:\n");
        println!("| set | texts | with a hit | in use | cut | hits | in use | lost |");
        println!("|---|---:|---:|---:|---:|---:|---:|---:|");
        for (group, count) in &self.rows["any risk"] {
            let [with, with_used, all, used] = count.0;
            let lost = |of: usize, left: usize| 100.0 * (of - left) as f64 / of.max(1) as f64;
            println!(
                "| {group} | {} | {with} | {with_used} | {:.1} % | {all} | {used} | {:.1} % |",
                self.texts[group],
                lost(with, with_used),
                lost(all, used)
            );
        }
    }

    fn cell(&self, row: &BTreeMap<String, Count>, group: &str) -> String {
        let [with, used, ..] = row.get(group).copied().unwrap_or_default().0;
        let share = |count: usize| 100.0 * count as f64 / self.texts[group] as f64;
        format!("{:.1} → {:.1}", share(with), share(used))
    }
}
