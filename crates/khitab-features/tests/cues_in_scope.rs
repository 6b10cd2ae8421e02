//! Where a cue of the shipped lists stands, in sentences of our own.
//!
//! `data/golden/cues_in_scope.tsv` has the columns `scope text`. Brackets mark words of `text`; a cue
//! must stand there, in use (`use`) or with the named flag; `as ID`: a cue of that feature, `not ID`: none.

use std::path::Path;

use khitab_features::{Annotation, Document, Extractor, Kind};
use khitab_text::Span;

struct Case {
    line: usize,
    scope: String,
    text: String,
    target: Span,
}

#[test]
fn every_marked_cue_stands_in_its_scope() {
    let extractor = Extractor::default();
    let mut wrong = Vec::new();
    for case in cases() {
        let found = extractor.annotate(&Document::new(&case.text));
        let marked: Vec<&Annotation> = found
            .of(Kind::Cue)
            .filter(|cue| cue.span.contains(case.target))
            .collect();
        let stands = |cue: &&Annotation| match case.scope.as_str() {
            "use" => cue.scope.in_use(),
            flag => cue.scope.names().any(|name| name == flag),
        };
        let counts = |id| marked.iter().any(|cue| cue.feature == Some(id));
        let right = match case.scope.split_once(' ') {
            Some(("as", id)) => counts(id),
            Some((_, id)) => !counts(id),
            None => !marked.is_empty() && marked.iter().all(stands),
        };
        if !right {
            let scopes: Vec<_> = marked
                .iter()
                .map(|cue| (cue.feature, cue.scope.names().collect::<Vec<_>>()))
                .collect();
            wrong.push(format!(
                "cues_in_scope.tsv line {}: {scopes:?}, not {}",
                case.line, case.scope
            ));
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

fn cases() -> Vec<Case> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../data/golden/cues_in_scope.tsv");
    let text = std::fs::read_to_string(path).expect("the golden file is in the tree");
    let rows = text.lines().enumerate();
    let rows = rows.filter(|(_, line)| !line.starts_with('#') && !line.starts_with("scope\t"));
    rows.map(|(at, line)| case(at + 1, line)).collect()
}

fn case(line: usize, row: &str) -> Case {
    let (scope, marked) = row.split_once('\t').expect("two columns");
    let open = marked.find('[').expect("an opening bracket");
    let close = marked.find(']').expect("a closing bracket");
    Case {
        line,
        scope: scope.to_owned(),
        text: marked.replace(['[', ']'], ""),
        // The closing bracket moves by one byte when the opening one goes.
        target: Span::new(open, close - 1),
    }
}
