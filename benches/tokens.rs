//! Tokens: megabytes per CPU second of the social tokenizer, alone and after the normaliser, on
//! lines and on texts from one kilobyte to a hundred megabytes.
//!
//! `cargo bench -p khitab-benches --bench tokens [-- CORPUS]`: our own sentences, or a file of yours.
//! One thread; unless it says otherwise, lines are cut one by one, as the command line does it.

use std::hint::black_box;

use khitab_benches::{Line, corpus, growing, rate};
use khitab_text::{Block, Deobfuscator, Normalizer, Sentences, TokenReader, Tokenizer};

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

    let mut reader = TokenReader::new(search.clone(), social.clone());
    let read = rate(|| {
        lines
            .iter()
            .map(|line| reader.read(line).local_tokens().len())
            .sum()
    });
    Line::new("both, memory kept", text.len()).print(read);
    assert_eq!(read.count, both.count, "the same tokens both times");
    let blocks = rate(|| {
        let mut count = 0;
        reader.for_each_block(&text, |block| count += block.local_tokens().len());
        count
    });
    Line::new("both, in blocks", text.len()).print(blocks);
    assert_eq!(blocks.count, both.count, "a line end is a space");

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

/// The same text at growing lengths, in blocks and as one: in blocks the cost of a byte stays the
/// same.
fn linear(text: &str) {
    let (search, social) = (Normalizer::search(), Tokenizer::social());
    let mut reader = TokenReader::new(search.clone(), social.clone());
    for source in growing(text) {
        let runs = (100_000_000 / source.len()).max(1);
        let mut blocks = rate(|| {
            let mut count = 0;
            for _ in 0..runs {
                let each = |block: Block<'_>| count += block.local_tokens().len();
                reader.for_each_block(black_box(&source), each);
            }
            count
        });
        blocks.seconds /= runs as f64;
        Line::new("both, in blocks, growing", source.len()).print(blocks);
        let job = |_| social.tokenize(&search.normalize(black_box(&source))).len();
        let mut whole = rate(|| (0..runs).map(job).sum());
        whole.seconds /= runs as f64;
        Line::new("both, as one, growing", source.len()).print(whole);
        assert_eq!(whole.count, blocks.count, "the same tokens both times");
    }
}
