//! Sentences made by hand with one word each, and the scope that this word stands in.
//!
//! `data/golden/scope_words/<rule>.tsv`: the scope that the target must stand in, or `-` when the author
//! uses it. Every word of a sentence is marked as a cue, so that no case depends on a list of cues.

use std::fs;
use std::path::Path;

use khitab_features::{Annotation, AnnotationSet, Annotator, Document, Extractor, Kind};
use khitab_text::TokenKind;

/// Marks every word as a cue of violence.
struct EveryWord;

impl Annotator for EveryWord {
    fn name(&self) -> &str {
        "every word"
    }

    fn annotate(&self, document: &Document<'_>, found: &mut AnnotationSet) {
        for token in document.tokens() {
            if token.kind == TokenKind::Word {
                let cue = Annotation::new(token.span, Kind::Cue).feature("D1");
                found.push(cue.id("every word"));
            }
        }
    }
}

#[test]
fn every_target_stands_in_its_scope() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../data/golden/scope_words");
    let extractor = Extractor::default().with(EveryWord, &[]);
    let (mut cases, mut wrong) = (0, Vec::new());
    for file in fs::read_dir(folder).expect("the golden cases are part of the repository") {
        let path = file.expect("a readable folder").path();
        let name = path
            .file_stem()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        let table = fs::read_to_string(&path).expect("a readable file");
        for row in table.lines().filter(|row| !row.starts_with('#')).skip(1) {
            let cells: Vec<&str> = row.split('\t').collect();
            let [scope, text, target] = cells[..] else {
                panic!("{name}: {row}");
            };
            cases += 1;
            let scopes = scopes_of(&extractor, text, target);
            let right = match scope {
                "-" => scopes
                    .iter()
                    .all(|name| matches!(*name, "hedged" | "hashtag")),
                scope => scopes.contains(&scope),
            };
            if !right {
                wrong.push(format!(
                    "{name}: {scope}, not {scopes:?}: {target} in {text}"
                ));
            }
        }
    }
    assert!(cases >= 300, "{cases} cases");
    assert!(
        wrong.is_empty(),
        "{} of {cases}:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
}

/// The scopes of the last word of the text that is `target`.
fn scopes_of(extractor: &Extractor, text: &str, target: &str) -> Vec<&'static str> {
    let found = extractor.annotate(&Document::new(text));
    let word = found
        .of(Kind::Cue)
        .filter(|cue| cue.id.as_deref() == Some("every word"))
        .filter(|cue| cue.span.of(text) == target)
        .last();
    word.unwrap_or_else(|| panic!("{target} is no word of {text}"))
        .scope
        .names()
        .collect()
}
