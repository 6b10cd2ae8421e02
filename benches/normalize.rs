//! Normalising alone: megabytes per CPU second beside copying and UTF-8 validation (with vector
//! instructions, and as the standard library does it), the memory of the offset map, and the rate
//! from one kilobyte to a hundred megabytes.
//!
//! `cargo bench -p khitab-benches --bench normalize [-- CORPUS]`: our own sentences, or a file of
//! yours. One thread; offsets are always kept.

use std::hint::black_box;

use khitab_benches::{Line, Rate, TWEET, corpus, growing, rate};
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

/// The same text at growing lengths, block by block: the cost of a byte stays the same.
fn linear(text: &str) {
    let search = Normalizer::search();
    for source in growing(text) {
        let counted = |job: &dyn Fn(&str) -> usize| {
            let runs = (100_000_000 / source.len()).max(1);
            let mut rate = rate(|| (0..runs).map(|_| job(black_box(&source))).sum());
            rate.seconds /= runs as f64;
            rate
        };
        let mut room = vec![0_u8; source.len()];
        let room = std::cell::RefCell::new(&mut room);
        let copy = counted(&|text| {
            room.borrow_mut().copy_from_slice(text.as_bytes());
            text.len()
        });
        let check =
            counted(&|text| simdutf8::basic::from_utf8(text.as_bytes()).map_or(0, str::len));
        let blocks = counted(&|text| {
            let mut len = 0;
            search.for_each_block(text, |_, block| len += block.normalized().len());
            len
        });
        Line::new("search, in blocks, growing", source.len()).print(blocks);
        println!(
            "  {:.2} of copying in place, {:.2} of validation",
            copy.seconds / blocks.seconds,
            check.seconds / blocks.seconds,
        );
        let whole = counted(&|text| search.normalize(text).normalized().len());
        assert_eq!(whole.count, blocks.count, "blocks join to the whole");
        Line::new("search, as one, growing", source.len()).print(whole);
    }
}
