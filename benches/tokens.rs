//! Tokens: megabytes per CPU second of the social tokenizer, alone and after the normaliser, on
//! lines and on texts from one kilobyte to a hundred megabytes.
//!
//! `cargo bench -p khitab-benches --bench tokens [-- CORPUS]`: our own sentences, or a file of yours.
//! One thread; unless it says otherwise, lines are cut one by one, as the command line does it.

use std::hint::black_box;

use khitab_benches::{Line, corpus, rate};
use khitab_text::{Deobfuscator, Normalizer, Sentences, Tokenizer};

fn main() {
    let text = corpus();
    let lines: Vec<&str> = text.lines().collect();
    let (search, social) = (Normalizer::search(), Tokenizer::social());

    let normalized = Line::new("normalise (search)", text.len());
    normalized.print(rate(|| {
        lines
            .iter()
            .map(|line| search.normalize(line).normalized().len())
            .sum()
    }));

    let both = rate(|| {
        lines
            .iter()
            .map(|line| social.tokenize(&search.normalize(line)).len())
            .sum()
    });
    Line::new("normalise + tokenise", text.len()).print(both);

    let whole = rate(|| social.tokenize(&search.normalize(&text)).len());
    Line::new("both, whole text", text.len()).print(whole);
    assert_eq!(whole.count, both.count, "a line end is a space");

    let texts: Vec<_> = lines.iter().map(|line| search.normalize(line)).collect();
    let bytes = texts.iter().map(|text| text.normalized().len()).sum();
    let alone = rate(|| texts.iter().map(|text| social.tokenize(text).len()).sum());
    Line::new("tokenise", bytes).print(alone);
    assert_eq!(alone.count, both.count, "the same tokens both times");

    let sentences = rate(|| lines.iter().map(|line| Sentences::new(line).count()).sum());
    Line::new("sentences", text.len()).print(sentences);

    let rows = khitab_data::LEXICONS
        .iter()
        .flat_map(|(_, list)| list.lines());
    let words = rows.filter_map(|row| row.split('\t').next().filter(|w| !w.starts_with('#')));
    let reader = Deobfuscator::new(words);
    let found = rate(|| lines.iter().map(|line| reader.find(line).len()).sum());
    Line::new("deobfuscate, every list", text.len()).print(found);

    let tweet = khitab_benches::TWEET;
    let one = rate(|| {
        (0..10_000)
            .map(|_| social.tokenize(&search.normalize(black_box(tweet))).len())
            .sum()
    });
    assert_eq!(one.count, 10_000 * khitab_benches::TWEET_TOKENS);
    println!(
        "one tweet of {} bytes: {:.0} ns",
        tweet.len(),
        one.seconds * 1e9 / 1e4
    );
    linear(&text);
}

/// The same text at growing lengths: the cost of a byte stays the same.
fn linear(text: &str) {
    let (search, social) = (Normalizer::search(), Tokenizer::social());
    let end = (0..=1000).rev().find(|at| text.is_char_boundary(*at));
    let unit = format!("{} ", &text[..end.unwrap_or_default()]);
    let tokens = social.tokenize(&search.normalize(&unit)).len();
    for times in [1, 100, 10_000, 100_000] {
        let source = unit.repeat(times);
        let runs = 100_000 / times;
        let mut rate = rate(|| {
            let job = |_| social.tokenize(&search.normalize(black_box(&source))).len();
            (0..runs).map(job).sum()
        });
        assert_eq!(rate.count, 100_000 * tokens);
        rate.seconds /= runs as f64;
        Line::new("both, growing", source.len()).print(rate);
    }
}
