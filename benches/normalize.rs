//! Normalising alone: megabytes per CPU second beside copying and UTF-8 validation (with vector
//! instructions, and as the standard library does it), the memory of the offset map, and the rate
//! from one kilobyte to a hundred megabytes.
//!
//! `cargo bench -p khitab-benches --bench normalize [-- CORPUS]`: our own sentences, or a file of
//! yours. One thread; offsets are always kept.

use std::hint::black_box;

use khitab_benches::{Line, Rate, TWEET, corpus, rate};
use khitab_text::Normalizer;

/// Bytes of the post under each preset; a link, a mention and their masks make the difference.
const TWEETS: [(&str, usize); 4] = [
    ("light", 120),
    ("search", 120),
    ("social", 128),
    ("strict", 120),
];

fn main() {
    let text = corpus();
    let copy = job("copy", &text, |text| {
        black_box(text.as_bytes().to_vec()).len()
    });
    let vector = job("UTF-8 validation, simdutf8", &text, |text| {
        simdutf8::basic::from_utf8(black_box(text.as_bytes())).map_or(0, str::len)
    });
    let check = job("UTF-8 validation, standard", &text, |text| {
        core::str::from_utf8(black_box(text.as_bytes())).map_or(0, str::len)
    });
    for (name, tweet) in TWEETS {
        let normalizer = preset(name);
        assert_eq!(
            normalizer.normalize(TWEET).normalized().len(),
            tweet,
            "{name}"
        );
        let whole = job(name, &text, |text| {
            normalizer.normalize(text).normalized().len()
        });
        let memory = normalizer.normalize(&text).offsets().memory();
        println!(
            "  {:.2} of copying, {:.2} and {:.2} of validation; map of {:.3} bytes a byte",
            copy.seconds / whole.seconds,
            vector.seconds / whole.seconds,
            check.seconds / whole.seconds,
            memory as f64 / text.len() as f64,
        );
    }
    linear(&text);
}

fn preset(name: &str) -> Normalizer {
    match name {
        "light" => Normalizer::light(),
        "search" => Normalizer::search(),
        "social" => Normalizer::social(),
        _ => Normalizer::strict(),
    }
}

fn job(name: &'static str, text: &str, count: impl Fn(&str) -> usize) -> Rate {
    let rate = rate(|| count(text));
    Line::new(name, text.len()).print(rate);
    rate
}

/// The same text at growing lengths: the cost of a byte stays the same.
fn linear(text: &str) {
    let search = Normalizer::search();
    let end = (0..=1000).rev().find(|at| text.is_char_boundary(*at));
    let unit = &text[..end.unwrap_or_default()];
    let outcome = search.normalize(unit).normalized().len();
    for times in [1, 100, 10_000, 100_000] {
        let source = unit.repeat(times);
        // Reading the clock costs a microsecond: short texts are taken many at a time.
        let runs = 100_000 / times;
        let mut rate = rate(|| {
            let lens = (0..runs).map(|_| search.normalize(black_box(&source)).normalized().len());
            lens.sum()
        });
        assert_eq!(rate.count, 100_000 * outcome);
        rate.seconds /= runs as f64;
        Line::new("search, growing", source.len()).print(rate);
    }
}
