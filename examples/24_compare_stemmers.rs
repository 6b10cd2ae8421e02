//! # Which stems group words as their lemmas do
//!
//! Every pair of distinct word forms either shares a lemma or not, and either shares a stem or
//! not: precision, recall and F1 over the pairs, content words only.
//!
//! ```text
//! cargo run --release --example 24_compare_stemmers -- ar_pud-ud-test.conllu [LEMMAS.tsv]
//! ```
//!
//! With a lemma table of yours, its lemmas are one more row.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fs::{self, File};
use std::io::BufReader;
use std::process::ExitCode;

use khitab_text::stem::{Arlstem, Isri, Light10, Snowball, Stemmer};
use khitab_text::{CliticStemmer, LemmaTable, Normalizer, Segmenter};

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [treebank, table @ ..] = arguments.as_slice() else {
        eprintln!("usage: 24_compare_stemmers TREEBANK.conllu [LEMMAS.tsv]");
        return ExitCode::from(2);
    };
    match run(treebank, table.first().map(String::as_str)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run(treebank: &str, table: Option<&str>) -> Result<(), String> {
    let text = fs::read_to_string(treebank).map_err(|error| format!("{treebank}: {error}"))?;
    let words = content_words(&text);
    println!("{} words with their lemmas", words.len());
    println!("{:<18} {:>7} {:>7} {:>7}", "", "P", "R", "F1");
    let clitic = CliticStemmer::new(Segmenter::standard());
    let snowball = Snowball::default();
    let stemmers: [&dyn Stemmer; 5] = [&clitic, &Light10, &snowball, &Arlstem, &Isri];
    for stemmer in stemmers {
        row(stemmer.name(), &words, |word| {
            stemmer.stem(word).into_owned()
        });
    }
    if let Some(path) = table {
        let file = File::open(path).map_err(|error| format!("{path}: {error}"))?;
        let table =
            LemmaTable::from_tsv(BufReader::new(file)).map_err(|e| format!("{path}: {e}"))?;
        let segmenter = Segmenter::standard();
        row("table, or clitic", &words, |word| {
            let lemma = table.lemma(&segmenter, word).map(str::to_owned);
            lemma.unwrap_or_else(|| clitic.stem(word).into_owned())
        });
    }
    Ok(())
}

/// Distinct surface words with the lemma of their one noun, adjective, verb or name, unmarked.
fn content_words(text: &str) -> BTreeSet<(String, String)> {
    let bare = |word: &str| Normalizer::light().normalize(word).normalized().to_owned();
    let mut words = BTreeSet::new();
    let (mut surface, mut lemma) = (String::new(), None);
    for line in text.lines() {
        let columns: Vec<&str> = line.split('\t').collect();
        let [id, form, own, kind, .., misc] = columns.as_slice() else {
            (surface, lemma) = (String::new(), None);
            continue;
        };
        if !id.bytes().all(|b| b.is_ascii_digit()) {
            continue;
        }
        surface.push_str(form);
        if matches!(*kind, "NOUN" | "ADJ" | "VERB" | "PROPN") {
            lemma = Some(bare(own));
        }
        if !misc.contains("SpaceAfter=No") {
            if let Some(lemma) = lemma.take()
                && surface
                    .chars()
                    .all(|c| matches!(c, '\u{0621}'..='\u{0652}'))
            {
                words.insert((bare(&surface), lemma));
            }
            surface.clear();
        }
    }
    words
}

#[expect(clippy::cast_precision_loss, reason = "shares of pairs for a reader")]
fn row(name: &str, words: &BTreeSet<(String, String)>, stem: impl Fn(&str) -> String) {
    let (mut stems, mut lemmas, mut both) = (HashMap::new(), BTreeMap::new(), BTreeMap::new());
    for (word, lemma) in words {
        let stem = stem(word);
        *lemmas.entry(lemma.as_str()).or_insert(0_u64) += 1;
        *both.entry((lemma.as_str(), stem.clone())).or_insert(0_u64) += 1;
        *stems.entry(stem).or_insert(0_u64) += 1;
    }
    let pairs = |n: &u64| n * (n - 1) / 2;
    let right: u64 = both.values().map(pairs).sum();
    let precision = right as f64 / stems.values().map(pairs).sum::<u64>().max(1) as f64;
    let recall = right as f64 / lemmas.values().map(pairs).sum::<u64>().max(1) as f64;
    let f1 = 2.0 * precision * recall / (precision + recall).max(f64::MIN_POSITIVE);
    println!("{name:<18} {precision:>7.3} {recall:>7.3} {f1:>7.3}");
}
