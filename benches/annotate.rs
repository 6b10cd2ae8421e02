//! Annotation: megabytes per CPU second of the matcher, of names and numbers, and of everything.
//!
//! `cargo bench -p khitab-benches --bench annotate [-- CORPUS]`: our own sentences, or a file of
//! yours. One thread; each line is a document. Then the corpus becomes one document of many
//! paragraphs that is doubled up to 100 MB, to show that the cost follows the length.

use std::time::Instant;

use khitab_benches::{Line, Rate, corpus, cpu_seconds, rate};
use khitab_features::{Document, Entities, Extractor, Links, Matcher, Quantities};

fn main() {
    let text = corpus();
    let documents: Vec<Document<'_>> = text.lines().map(Document::new).collect();
    let line = |name| Line::new(name, text.len());
    line("normalise + tokenise").print(rate(|| {
        text.lines()
            .map(|line| Document::new(line).tokens().len())
            .sum()
    }));

    let matcher = Matcher::shipped();
    println!("{matcher:?}");
    let matched = rate(|| {
        documents
            .iter()
            .map(|document| matcher.find(document).len())
            .sum()
    });
    line("match all lists").print(matched);
    assert!(matched.count > 0, "the corpus has hits");

    let hits: Vec<_> = documents
        .iter()
        .map(|document| matcher.find(document))
        .collect();
    let both = || documents.iter().zip(&hits);
    let entities = Entities::new(matcher);
    line("names, given the hits").print(rate(|| {
        both()
            .map(|(document, hits)| entities.find(document, matcher, hits).len())
            .sum()
    }));
    let quantities = Quantities::new(matcher);
    line("numbers, given the hits").print(rate(|| {
        both()
            .map(|(document, hits)| quantities.find(document, matcher, hits).len())
            .sum()
    }));
    let links = Links::shipped();
    line("links, hashtags").print(rate(|| {
        documents
            .iter()
            .map(|document| links.find(document).len())
            .sum()
    }));

    let extractor = Extractor::default();
    line("annotate, with scopes").print(rate(|| {
        documents
            .iter()
            .map(|document| extractor.annotate(document).len())
            .sum()
    }));
    line("bytes to annotations").print(rate(|| {
        text.lines()
            .map(|line| extractor.annotate(&Document::new(line)).len())
            .sum()
    }));
    doubled(&extractor, &text);
}

/// Annotates one document of 100 MB, and its halves down to less than one.
fn doubled(extractor: &Extractor, text: &str) {
    const WHOLE: usize = 100_000_000;
    let paragraphs = text.replace('\n', "\n\n");
    let whole = paragraphs.repeat(WHOLE / paragraphs.len() + 1);
    let start = Instant::now();
    for halvings in (0..8).rev() {
        let end = (0..=WHOLE >> halvings)
            .rev()
            .find(|&at| whole.is_char_boundary(at));
        let end = end.unwrap_or_default();
        let begin = cpu_seconds(start);
        let count = extractor.annotate(&Document::new(&whole[..end])).len();
        let seconds = cpu_seconds(start) - begin;
        Line::new("one document", end).print(Rate { seconds, count });
    }
}
