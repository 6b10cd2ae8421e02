//! Clitics: words per CPU second of the segmenter, with its cache, without it, and its load.
//!
//! `cargo bench -p khitab-benches --bench segment [-- CORPUS]`: our own sentences, or a file of yours.
//! One thread. "Without" also skips what running text repeats: each distinct word once.

use std::collections::HashSet;
use std::hint::black_box;

use khitab_benches::{Rate, corpus, rate};
use khitab_text::{Normalizer, SegmentCache, Segmenter, Tokenizer};

fn main() {
    let text = corpus();
    let normalized = Normalizer::light().normalize(&text);
    let tokens = Tokenizer::social().tokenize(&normalized);
    let words: Vec<&str> = tokens.words().map(|token| token.span.of(&text)).collect();
    let distinct: Vec<&str> = words
        .iter()
        .copied()
        .collect::<HashSet<_>>()
        .into_iter()
        .collect();
    println!("{} words, {} distinct", words.len(), distinct.len());

    for (name, segmenter) in [
        ("standard", Segmenter::standard()),
        ("spoken", Segmenter::spoken()),
    ] {
        assert!(segmenter.is_trained(), "the shipped weights are there");
        let pieces = |segmenter: &Segmenter| -> usize {
            words
                .iter()
                .map(|word| segmenter.segment(word).split.pieces().len())
                .sum()
        };
        let expected = pieces(&segmenter);
        let without = rate(|| pieces(&segmenter));
        let each = rate(|| {
            let pieces = distinct
                .iter()
                .map(|word| segmenter.segment(word).split.pieces().len());
            pieces.sum()
        });
        let with = rate(|| {
            let mut cache = SegmentCache::new(&segmenter, 1 << 14);
            words
                .iter()
                .map(|word| cache.segment(word).split.pieces().len())
                .sum()
        });
        assert_eq!(
            [without.count, with.count],
            [expected; 2],
            "the cache changes nothing"
        );
        print(&format!("{name}, with cache"), words.len(), with);
        print(&format!("{name}, without"), words.len(), without);
        print(&format!("{name}, distinct words"), distinct.len(), each);
    }

    let load = rate(|| usize::from(black_box(Segmenter::standard()).is_trained()));
    println!("{:<26} {:>12.1} us", "load", load.seconds * 1e6);
    assert_eq!(load.count, 1);
}

#[expect(clippy::cast_precision_loss, reason = "a rate for a reader")]
fn print(name: &str, words: usize, rate: Rate) {
    let each_second = words as f64 / rate.seconds;
    println!(
        "{name:<26} {each_second:>12.0} words/s  {:>9} pieces",
        rate.count
    );
}
