//! Tokens: megabytes per CPU second of the social tokenizer, alone and after the normaliser.
//!
//! `cargo bench -p khitab-benches --bench tokens [-- CORPUS]`: our own sentences, or a file of yours.
//! One thread; lines are cut one by one, as the command line does it.

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
}
