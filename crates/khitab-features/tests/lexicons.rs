//! Every cue list against its own sentences, `data/golden/lexicons/<list>.tsv`.

use std::fs;
use std::path::PathBuf;

use khitab_features::{Document, Gazetteer, Lexicon, Matcher};

fn golden() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../data/golden/lexicons")
}

/// What is wrong with one golden row; `None` when the list does what it says.
fn mistake(matcher: &Matcher, expect: &str, sentence: &str, hits: &str) -> Option<String> {
    let found = matcher.find(&Document::new(sentence));
    let found: Vec<&str> = found.iter().map(|hit| hit.span.of(sentence)).collect();
    let wanted: Vec<&str> = hits
        .split('|')
        .map(str::trim)
        .filter(|hit| !hit.is_empty())
        .collect();
    let right = match expect {
        "+" => found == wanted,
        "-" => found.is_empty(),
        // Whether a hit is in use is for the scope stage, which reads the same rows.
        "~" if wanted.is_empty() => !found.is_empty(),
        "~" => found == wanted,
        _ => return Some(format!("expect is `{expect}`, not one of + - ~")),
    };
    (!right).then(|| format!("{expect} {sentence}\n    wanted {wanted:?}\n    found  {found:?}"))
}

#[test]
fn every_list_hits_what_its_golden_sentences_say() {
    let mut mistakes = Vec::new();
    let mut rows = 0;
    for (name, text) in khitab_data::LEXICONS {
        let lexicon = Lexicon::from_tsv(name, text).expect("a shipped list is well formed");
        let matcher = Matcher::new(vec![lexicon], Gazetteer::default());
        let path = golden().join(format!("{name}.tsv"));
        let Ok(sentences) = fs::read_to_string(&path) else {
            mistakes.push(format!("{name}: there is no golden file"));
            continue;
        };
        let lines = sentences.lines().enumerate();
        let lines = lines.filter(|(_, line)| !line.starts_with('#') && !line.trim().is_empty());
        for (at, line) in lines.skip(1) {
            let mut cells = line.split('\t');
            let [expect, sentence, hits] =
                [(); 3].map(|()| cells.next().unwrap_or_default().trim());
            rows += 1;
            if let Some(what) = mistake(&matcher, expect, sentence, hits) {
                mistakes.push(format!("{name} line {}: {what}", at + 1));
            }
        }
    }
    assert!(rows >= 3, "the golden sentences are there");
    assert!(
        mistakes.is_empty(),
        "{} of {rows}:\n{}",
        mistakes.len(),
        mistakes.join("\n")
    );
}
