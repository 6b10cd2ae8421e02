//! # Hidden words, read again
//!
//! Takes sentences as their writers would put them past a word filter, by every [`Attack`] in turn, on every
//! Arabic word of four letters and more, and counts what is still read. Then it counts what is read as hidden
//! in texts where nobody hides anything.
//!
//! ```text
//! cargo run --release --example 27_read_disguises -- [--data DIR] [--limit N]
//! ```
//!
//! Without data the sentences are the positive cases of our own lists (`data/golden/lexicons`), and the clean
//! texts their control cases. With `DIR` (or the environment variable `KHITAB_DATA`) that holds
//! `panels/*.jsonl`, the training halves of these panels too: `N` texts of each, 1,000 unless told.

use std::collections::BTreeMap;
use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};

use khitab_features::{Disguise, Document, Extractor, Kind};
use khitab_text::{Attack, Deobfuscator, Evasion, EvasionKind, EvasionKinds, Normalizer, Span};
use rayon::prelude::*;
use serde_json::Value;

/// Panels whose sentences are attacked, and those that are read as they are.
const ATTACKED: [&str; 3] = ["news-isis-topic", "tweets-topic", "tweets-ordinary"];
const CLEAN: [&str; 6] = [
    "news",
    "news-isis-topic",
    "religion",
    "wiki",
    "tweets-topic",
    "tweets-ordinary",
];

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let after = |flag: &str| {
        let at = arguments.iter().position(|one| one == flag)?;
        arguments.get(at + 1).cloned()
    };
    let data = after("--data").or_else(|| std::env::var("KHITAB_DATA").ok());
    let data = data.map(PathBuf::from);
    let limit = after("--limit").map_or(Ok(1000), |n| n.parse())?;

    // # Sentences
    let cases = cases()?;
    let own = |wanted: &str| -> Vec<String> {
        let of = cases.iter().filter(|(expect, _)| expect == wanted);
        of.map(|(_, sentence)| sentence.clone()).collect()
    };
    let mut attacked = vec![("our own", own("+"))];
    let mut clean = vec![("our own controls", own("-"))];
    if let Some(data) = &data {
        for name in ATTACKED {
            attacked.push((name, panel(data, name, limit)?));
        }
        for name in CLEAN {
            clean.push((name, panel(data, name, limit)?));
        }
    }

    if data.is_none() {
        println!("our own sentences only: give --data DIR for those of the panels");
    }

    // # Attacks
    // *Reader*: words of the lists that `Deobfuscator::find` reads on exactly the bytes they were hidden in,
    // or that the normaliser reads already. *Extractor*: hits of the lists and names that are still found.
    let reading = Reading::new();
    for (name, texts) in &attacked {
        println!("\n{name}: {} texts", texts.len());
        println!("\n| attack | words | reader | hits | extractor |\n|---|---:|---:|---:|---:|");
        let hits: Vec<Hits> = texts.par_iter().map(|text| reading.hits(text)).collect();
        for attack in Attack::ALL {
            let counts: Vec<[usize; 4]> = (texts.par_iter().zip(&hits))
                .map(|(text, hits)| reading.attack(attack, text, hits))
                .collect();
            let [words, read, hits, kept] =
                [0, 1, 2, 3].map(|at| counts.iter().map(|one| one[at]).sum::<usize>());
            println!(
                "| {} | {words} | {} | {hits} | {} |",
                attack.name(),
                percent(read, words),
                percent(kept, hits)
            );
        }
    }

    // # Clean text
    // A join takes letters or pieces apart together; a match is any other reading.
    println!("\nFound in 10,000 words of clean text:\n");
    println!(
        "| text | words | reader: joins | matches | extractor: joins | matches |\n|---|---:|---:|---:|---:|---:|"
    );
    for (name, texts) in &clean {
        let counts: Vec<[usize; 5]> = texts.par_iter().map(|text| reading.clean(text)).collect();
        let total = [0, 1, 2, 3, 4].map(|at| counts.iter().map(|one| one[at]).sum::<usize>());
        let rate = |n: usize| format!("{:.2}", 1e4 * n as f64 / total[0].max(1) as f64);
        let rates: Vec<String> = total[1..].iter().map(|n| rate(*n)).collect();
        println!("| {name} | {} | {} |", total[0], rates.join(" | "));
    }
    Ok(())
}

/// How often each feature and entry is found in a text.
type Hits = BTreeMap<(&'static str, String), usize>;

struct Reading {
    extractor: Extractor,
    reader: Deobfuscator,
}

impl Reading {
    fn new() -> Self {
        let words: Vec<&str> = khitab_data::LEXICONS
            .iter()
            .flat_map(|(_, text)| text.lines().filter(|line| !line.starts_with('#')).skip(1))
            .filter_map(|line| line.split('\t').next())
            .filter(|word| word.chars().count() >= 4 && word.chars().all(is_letter))
            .collect();
        Self {
            extractor: Extractor::default(),
            reader: Deobfuscator::new(words),
        }
    }

    fn hits(&self, text: &str) -> Hits {
        let mut out = Hits::new();
        for hit in self.extractor.annotate(&Document::new(text)).iter() {
            let (Some(feature), Kind::Cue | Kind::Entity) = (hit.feature, hit.kind) else {
                continue;
            };
            let id = hit.id.as_deref().unwrap_or_default().to_owned();
            *out.entry((feature, id)).or_default() += 1;
        }
        out
    }

    /// Words of the lists, those read, hits, those kept; all 0 where the attack changes nothing.
    fn attack(&self, attack: Attack, text: &str, before: &Hits) -> [usize; 4] {
        let (hidden, words) = hide(attack, text);
        if hidden == text {
            return [0; 4];
        }
        let found = self.reader.find(&hidden);
        let read = words.iter().filter(|(span, word)| {
            let arabizi = || self.reader.arabizi(span.of(&hidden));
            fold(span.of(&hidden)) == fold(word)
                || found.iter().any(|one| one.span == *span)
                || attack == Attack::Arabizi && arabizi().iter().take(5).any(|one| one.0 == word)
        });
        let listed = |word: &String| self.is_listed(word);
        let read = read.filter(|(_, word)| listed(word)).count();
        let words = words.iter().filter(|(_, word)| listed(word)).count();
        let after = self.hits(&hidden);
        let kept = before
            .iter()
            .map(|(key, n)| after.get(key).copied().unwrap_or(0).min(*n));
        [words, read, before.values().sum(), kept.sum()]
    }

    /// Whether a word as it stands is one of the lists: hidden by invisible characters it would be found.
    fn is_listed(&self, word: &str) -> bool {
        let hidden = Attack::ZeroWidth.hide(word).unwrap_or_default();
        let found = self.reader.find(&hidden);
        matches!(found.as_slice(), [one] if one.span.of(&hidden) == hidden)
    }

    /// Words; joins and matches of the reader and of the extractor.
    fn clean(&self, text: &str) -> [usize; 5] {
        let document = Document::plain(text);
        let words = document.tokens().iter();
        let words = words.filter(|token| token.kind == khitab_text::TokenKind::Word);
        let found: Vec<EvasionKinds> = self
            .reader
            .find(text)
            .iter()
            .map(|one: &Evasion<'_>| one.kinds)
            .collect();
        let document = Document::new(text);
        let read: Vec<EvasionKinds> = document
            .disguises()
            .iter()
            .map(|one: &Disguise| one.kinds)
            .collect();
        if std::env::var_os("KHITAB_SHOW_FOUND").is_some() {
            for one in document.disguises() {
                println!(
                    "{} = {} {:?}",
                    one.span.of(text),
                    one.word,
                    one.kinds.iter().collect::<Vec<_>>()
                );
            }
        }
        let joins = |kinds: &[EvasionKinds]| kinds.iter().filter(|one| is_join(**one)).count();
        let (found_joins, read_joins) = (joins(&found), joins(&read));
        [
            words.count(),
            found_joins,
            found.len() - found_joins,
            read_joins,
            read.len() - read_joins,
        ]
    }
}

/// As [`Attack::hide_words`], with the place of every hidden word and the word.
fn hide(attack: Attack, text: &str) -> (String, Vec<(Span, String)>) {
    let mut out = String::new();
    let mut words = Vec::new();
    let mut rest = text;
    while let Some(start) = rest.find(is_letter) {
        let (before, from) = rest.split_at(start);
        let (word, after) = from.split_at(from.find(|c| !is_letter(c)).unwrap_or(from.len()));
        out.push_str(before);
        let hidden = attack.hide_words(word);
        if hidden != word {
            let span = Span::new(out.len(), out.len() + hidden.len());
            words.push((span, word.to_owned()));
        }
        out.push_str(&hidden);
        rest = after;
    }
    out.push_str(rest);
    (out, words)
}

fn is_letter(c: char) -> bool {
    ('\u{0621}'..='\u{063A}').contains(&c) || ('\u{0641}'..='\u{064A}').contains(&c)
}

const fn is_join(kinds: EvasionKinds) -> bool {
    kinds.contains(EvasionKind::Spaced)
        || kinds.contains(EvasionKind::Punctuated)
        || kinds.contains(EvasionKind::TwoPieces)
}

fn fold(text: &str) -> String {
    Normalizer::search().normalize(text).normalized().to_owned()
}

fn percent(part: usize, whole: usize) -> String {
    match whole {
        0 => "none".to_owned(),
        whole => format!("{:.1} %", 100.0 * part as f64 / whole as f64),
    }
}

/// What our own cases expect, with their sentences.
fn cases() -> Result<Vec<(String, String)>, Box<dyn Error>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../data/golden/lexicons");
    let mut files: Vec<PathBuf> = fs::read_dir(folder)?
        .map(|entry| entry.map(|entry| entry.path()))
        .collect::<Result<_, _>>()?;
    files.sort();
    let mut out = Vec::new();
    for file in files {
        for line in fs::read_to_string(file)?.lines().skip(1) {
            let mut columns = line.split('\t').map(str::to_owned);
            out.extend(columns.next().zip(columns.next()));
        }
    }
    Ok(out)
}

/// The first `limit` texts of the training half of a panel.
fn panel(data: &Path, name: &str, limit: usize) -> Result<Vec<String>, Box<dyn Error>> {
    let path = data.join("panels").join(name).with_extension("jsonl");
    let file = fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))?;
    let mut out = Vec::new();
    for line in file.lines() {
        let row: Value = serde_json::from_str(line)?;
        if row["split"] == "train" && out.len() < limit {
            out.extend(row["text"].as_str().map(str::to_owned));
        }
    }
    Ok(out)
}
