//! Annotation: megabytes per CPU second of the matcher, of names and numbers, and of everything.
//!
//! `cargo bench -p khitab-benches --bench annotate [-- CORPUS]`: our own sentences, or a file of
//! yours. One thread; each line is a document.

use khitab_benches::{Line, corpus, rate};
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
}
