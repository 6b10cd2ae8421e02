//! Words of the lists behind clitics, and words that only look like it: `data/golden/clitics.tsv`.
#![cfg(feature = "segmenter-data")]

use khitab_features::{Document, Hit, Matcher, Span, StemLength};

const CASES: &str = include_str!("../../../data/golden/clitics.tsv");

/// A sentence without its brackets, and where they were.
fn unmarked(marked: &str) -> (String, Vec<Span>) {
    let (mut text, mut spans, mut start) = (String::new(), Vec::new(), 0);
    for c in marked.chars() {
        match c {
            '[' => start = text.len(),
            ']' => spans.push(Span::new(start, text.len())),
            c => text.push(c),
        }
    }
    (text, spans)
}

/// Whether more than the article was cut off.
fn is_cut(hit: &Hit, text: &str) -> bool {
    let before = hit.proclitics.is_some_and(|span| span.of(text) != "ال");
    before || hit.enclitics.is_some()
}

/// The lines that do not come out as written.
fn wrong(matcher: &Matcher) -> Vec<String> {
    let mut wrong = Vec::new();
    for (line, row) in (1..).zip(CASES.lines()).skip(2) {
        let (expect, marked) = row.split_once('\t').expect("two cells");
        let (text, words) = unmarked(marked);
        let hits = matcher.find(&Document::new(&text));
        for word in words {
            let mut on_word = hits.iter().filter(|hit| hit.span == word);
            let holds = match expect {
                "+" => on_word.any(|hit| is_cut(hit, &text)),
                "-" => !on_word.any(|hit| is_cut(hit, &text)),
                "=" => on_word.next().is_some(),
                other => panic!("line {line}: {other:?} is not +, - or ="),
            };
            if !holds {
                wrong.push(format!("line {line}: {expect} {}", word.of(&text)));
            }
        }
    }
    wrong
}

#[test]
fn clitics_are_cut_and_words_are_not() {
    let wrong = wrong(Matcher::shipped());
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn the_rule_alone_cuts_words_of_their_own() {
    let rule = Matcher::shipped().clone().with_admit(StemLength);
    let cut = wrong(&rule);
    assert!(cut.len() >= 10, "only {cut:?}");
    assert!(cut.iter().all(|line| line.contains(": -")), "{cut:?}");
}
