//! Qur'an citations on the gold tweets of El-Beltagy and Rafea 2021, counted as their notebook does,
//! and on news, where there is nothing to find. Both sets are read when they are there.

use std::fs;
use std::path::{Path, PathBuf};

use khitab_features::{Document, Extractor, Kind, Value};

fn dataset(name: &str) -> Option<String> {
    let path: PathBuf = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../../shared/datasets")
        .join(name);
    fs::read_to_string(path).ok()
}

/// The verses cited in `text`; the opening formula and prayers are no citation for the gold, and what
/// goes on after an aside is none of its own. A few words whose verse nobody can tell count between
/// ornate brackets, but not where the tweet cuts them off behind the first one.
fn verses(extractor: &Extractor, text: &str) -> usize {
    let document = Document::new(text);
    let found = extractor.annotate(&document);
    found
        .of(Kind::Scripture)
        .filter(|passage| passage.feature == Some("E6"))
        .filter(|passage| passage.get("kind") == Some(&Value::Text("quran".into())))
        .filter(|passage| passage.get("continues").is_none())
        .filter(|passage| {
            let before = text[..passage.span.start()].trim_end();
            let after = text[passage.span.end()..].trim_start();
            passage.id.is_some() || before.ends_with('﴿') && after.starts_with('﴾')
        })
        .count()
}

/// Verses found, in the gold, and in tweets where the two counts agree: only those are right for the
/// notebook, and all of the others are wrong.
#[derive(Clone, Copy, Default)]
struct Count {
    found: usize,
    gold: usize,
    right: usize,
}

impl Count {
    fn add(&mut self, found: usize, gold: usize) {
        self.found += found;
        self.gold += gold;
        self.right += if found == gold { gold } else { 0 };
    }

    fn precision(self) -> f64 {
        self.right as f64 / self.found as f64
    }

    fn recall(self) -> f64 {
        self.right as f64 / self.gold as f64
    }
}

/// Whether errors in this tweet may be read: half of the tweets, by the parity of FNV-1a of the id.
fn is_readable(id: &str) -> bool {
    let hash = id.bytes().fold(0x811C_9DC5_u32, |hash, byte| {
        (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193)
    });
    (hash >> 16) & 1 == 0
}

#[test]
fn citations_in_tweets() {
    let Some(gold) = dataset("quran-detector/Tweets_Gold.txt") else {
        return;
    };
    let extractor = Extractor::default();
    let mut halves = [Count::default(); 2];
    for line in gold.lines() {
        let cells: Vec<&str> = line.split('\t').collect();
        let Some(count) = cells
            .get(2)
            .and_then(|cell| cell.trim().parse::<usize>().ok())
        else {
            continue;
        };
        let ours = verses(&extractor, cells[1]);
        halves[usize::from(!is_readable(cells[0]))].add(ours, count);
        if is_readable(cells[0]) && ours != count {
            println!("{ours} for {count}: {line}");
        }
    }
    let mut all = Count::default();
    for (half, count) in ["read", "unread"].iter().zip(halves) {
        println!(
            "{half}: precision {:.3}, recall {:.3} of {}",
            count.precision(),
            count.recall(),
            count.gold
        );
        all.found += count.found;
        all.gold += count.gold;
        all.right += count.right;
    }
    assert_eq!(all.gold, 91, "the revised gold");
    let (precision, recall) = (all.precision(), all.recall());
    println!(
        "all: {} right, {} found, precision {precision:.3}, recall {recall:.3}",
        all.right, all.found
    );
    assert!(
        precision > 0.955 && recall > 0.955,
        "{precision:.3} {recall:.3}"
    );
}

#[test]
fn no_citation_in_news() {
    let Some(news) = dataset("panels/news.jsonl") else {
        return;
    };
    let extractor = Extractor::default();
    for line in news.lines() {
        let row: serde_json::Value = serde_json::from_str(line).expect("a row");
        let text = row["text"].as_str().unwrap_or_default();
        assert_eq!(verses(&extractor, text), 0, "{}", row["id"]);
    }
}
