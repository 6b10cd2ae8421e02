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

/// The verses cited in `text`; the opening formula and prayers are no citation for the gold.
fn verses(extractor: &Extractor, text: &str) -> usize {
    let document = Document::new(text);
    let found = extractor.annotate(&document);
    found
        .of(Kind::Scripture)
        .filter(|passage| passage.feature == Some("E6"))
        .filter(|passage| passage.get("kind") == Some(&Value::Text("quran".into())))
        .filter(|passage| {
            passage.id.is_some() || text[..passage.span.start()].trim_end().ends_with('﴿')
        })
        .count()
}

#[test]
fn citations_in_tweets() {
    let Some(gold) = dataset("quran-detector/Tweets_Gold.txt") else {
        return;
    };
    let extractor = Extractor::default();
    let (mut right, mut found, mut expected) = (0, 0, 0);
    for line in gold.lines() {
        let cells: Vec<&str> = line.split('\t').collect();
        let Some(count) = cells
            .get(2)
            .and_then(|cell| cell.trim().parse::<usize>().ok())
        else {
            continue;
        };
        let ours = verses(&extractor, cells[1]);
        found += ours;
        expected += count;
        right += if ours == count { count } else { 0 };
    }
    assert_eq!(expected, 91, "the revised gold");
    let (precision, recall) = (right as f64 / found as f64, right as f64 / expected as f64);
    println!("precision {precision:.3}, recall {recall:.3}");
    assert!(
        precision > 0.91 && recall > 0.92,
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
