//! Fingerprints: time a text, and what a search costs and finds while the index grows to a million texts.
//!
//! `cargo bench -p khitab-benches --bench fingerprints -- [TEXTS]`; the texts are made of the words of our own
//! lists, one thread.

use std::env;
use std::hint::black_box;
use std::time::Instant;

use khitab_benches::{cpu_seconds, peak_megabytes, rate};
use khitab_features::{Canonical, Clusterer, Document, Fingerprint, MinHash, NearIndex, SimHash};

/// Copies looked for at each size, and how near they must be.
const QUERIES: usize = 1000;
const SIMILARITY: f64 = 0.6;

fn main() {
    let asked = env::args().skip(1).find_map(|arg| arg.parse().ok());
    let most: usize = asked.unwrap_or(1_000_000);
    let words = Words::shipped();
    println!(
        "{} words, a text of {} bytes",
        words.all.len(),
        words.text(0).len()
    );
    let some: Vec<String> = (0..10_000).map(|number| words.text(number)).collect();
    let taking = rate(|| some.iter().map(|text| print(text).words).sum());
    println!("fingerprint: {:.1} us a text", taking.seconds * 1e6 / 1e4);
    let mut index = NearIndex::new();
    let mut simhashes = Vec::new();
    let mut inserting = 0.0;
    let before = peak_megabytes();
    for size in [10_000, 100_000, 1_000_000]
        .into_iter()
        .filter(|&size| size <= most)
    {
        while index.len() < size {
            let print = print(&words.text(index.len()));
            simhashes.push(print.simhash);
            inserting += timed(|| index.insert(&print.minhash));
        }
        println!("\n{size} texts");
        println!(
            "  insert: {:.2} us a text; {:.0} bytes a text held",
            inserting * 1e6 / size as f64,
            (peak_megabytes() - before) * 1024.0 * 1024.0 / size as f64
        );
        searches(&words, &index, &simhashes);
    }
    drop((index, simhashes));
    grouping(&words, most);
}

/// Time and finds of the copies of texts that lie all over the index, by what was done to them.
fn searches(words: &Words, index: &NearIndex, simhashes: &[SimHash]) {
    let step = index.len() / QUERIES;
    for (name, change) in CHANGES {
        let (mut exact, mut top, mut bits) = (0, 0, 0);
        let mut queries: Vec<MinHash> = Vec::new();
        for row in (0..QUERIES).map(|query| query * step) {
            let text = words.text(row);
            let (original, copy) = (print(&text), print(&change(&text)));
            exact += usize::from(original.sha256 == copy.sha256);
            bits += usize::from(original.simhash.distance(copy.simhash) <= 3);
            let found = index.search(&copy.minhash, SIMILARITY);
            top += usize::from(found.first().is_some_and(|first| first.row as usize == row));
            queries.push(copy.minhash);
        }
        let search = rate(|| {
            let found = queries
                .iter()
                .map(|query| index.search(query, SIMILARITY).len());
            found.sum()
        });
        let share = |count: usize| 100.0 * count as f64 / QUERIES as f64;
        println!(
            "  {name:<18} {:>6.2} us a search; found {:.1} %, same hash {:.1} %, SimHash within 3 bits {:.1} %",
            search.seconds * 1e6 / QUERIES as f64,
            share(top),
            share(exact),
            share(bits),
        );
    }
    let wanted = print(&words.text(7)).simhash;
    let scan = rate(|| {
        let near = |hash: &&SimHash| hash.distance(black_box(wanted)) <= 3;
        simhashes.iter().filter(near).count()
    });
    println!("  SimHash, all looked at: {:.1} us", scan.seconds * 1e6);
}

/// Groups of near copies, texts pushed one by one: every tenth is a copy of another with a word more.
fn grouping(words: &Words, texts: usize) {
    let mut clusterer = Clusterer::new(0.7);
    let mut pushing = 0.0;
    for number in 0..texts {
        let text = match number % 10 {
            9 => words.text(number / 20 * 10) + " وكلمة أخرى",
            _ => words.text(number),
        };
        let print = print(&text);
        pushing += timed(|| clusterer.push(Some(&print)));
    }
    let mut groups = Vec::new();
    pushing += timed(|| groups = clusterer.finish());
    let joined = groups
        .iter()
        .enumerate()
        .filter(|&(text, &group)| text != group as usize);
    println!(
        "\ngroups of {texts} texts: {:.2} us a text, {} joined of {} copies; {:.0} MB at most in all",
        pushing * 1e6 / texts as f64,
        joined.count(),
        texts / 10,
        peak_megabytes()
    );
}

/// A change that keeps a text the same for a reader.
type Change = fn(&str) -> String;

const CHANGES: [(&str, Change); 8] = [
    ("none", str::to_owned),
    ("tashkeel", |text| text.replace('ل', "لَ").replace('م', "مُ")),
    ("tatweel", |text| text.replace('ب', "ب\u{640}\u{640}")),
    ("ى ي ة ه", |text| {
        text.replace('ي', "ى").replace('ة', "ه")
    }),
    ("elongation", |text| {
        text.replace('ا', "ااا").replace('و', "وو")
    }),
    ("punctuation", |text| text.replace(' ', "، ") + "!!"),
    ("another link", |text| text.replace("org/", "org/other/")),
    ("one word changed", |text| {
        let place = text.match_indices(' ').nth(9).map_or(0, |(at, _)| at);
        let behind = text[place + 1..]
            .find(' ')
            .map_or(text.len(), |at| place + 1 + at);
        format!("{} بديلة{}", &text[..place], &text[behind..])
    }),
];

/// CPU seconds of one job.
fn timed<T>(job: impl FnOnce() -> T) -> f64 {
    let start = Instant::now();
    let before = cpu_seconds(start);
    black_box(job());
    cpu_seconds(start) - before
}

fn print(text: &str) -> Fingerprint {
    Fingerprint::new(&Canonical::new(&Document::new(text), &[]))
}

/// The words of the shipped lists.
struct Words {
    all: Vec<&'static str>,
}

impl Words {
    fn shipped() -> Self {
        let tables = khitab_data::LEXICONS.iter().chain(khitab_data::GAZETTEERS);
        let rows =
            tables.flat_map(|(_, table)| table.lines().filter(|row| !row.starts_with('#')).skip(1));
        let words = rows.flat_map(|row| row.split('\t').next().unwrap_or_default().split(' '));
        let mut all: Vec<&str> = words
            .filter(|word| word.chars().all(char::is_alphabetic))
            .collect();
        all.sort_unstable();
        all.dedup();
        Self { all }
    }

    /// Twenty to forty words and a link, from a fixed sequence; some words come far oftener than others, as in any text.
    fn text(&self, number: usize) -> String {
        let mut state = (number as u64).wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1;
        let mut next = |below: usize| {
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            ((state >> 33) as usize) % below
        };
        let mut out = String::new();
        for _ in 0..20 + next(21) {
            let below = 1 + next(self.all.len());
            out.push_str(self.all[next(below)]);
            out.push(' ');
        }
        out + "https://example.org/" + &number.to_string()
    }
}
