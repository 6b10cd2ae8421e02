//! Every shipped list finds what its golden sentences say, and nothing else.
//!
//! `data/golden/lexicons/<name>.tsv` has the columns `expect sentence hits`: `+` the list hits
//! exactly these words, `-` it hits nothing, `~` it hits these words, but a scope takes them out
//! of use. All lists run together here, as they do in the product.

use std::path::{Path, PathBuf};

use khitab_features::{Document, Matcher};

const COLUMNS: [&str; 3] = ["expect", "sentence", "hits"];

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Expect {
    Hits,
    Nothing,
    Mention,
}

struct Case {
    line: usize,
    expect: Expect,
    sentence: String,
    hits: Vec<String>,
}

#[test]
fn every_list_finds_its_golden_words() {
    let mut wrong = Vec::new();
    for (name, _) in khitab_data::LEXICONS {
        for case in cases(name) {
            let found = surfaces(name, &case.sentence);
            if found != case.hits {
                wrong.push(format!(
                    "{name}.tsv line {}: {found:?}, not {:?}",
                    case.line, case.hits
                ));
            }
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn every_list_has_both_sides() {
    for (name, _) in khitab_data::LEXICONS {
        let cases = cases(name);
        let count = |expect| cases.iter().filter(|case| case.expect == expect).count();
        let (positive, control) = (count(Expect::Hits), count(Expect::Nothing));
        assert!(
            positive >= 6 && control >= 6,
            "{name}: {positive} positive and {control} control sentences"
        );
    }
}

#[test]
fn no_golden_sentence_stands_twice_in_a_file() {
    for (name, _) in khitab_data::LEXICONS {
        let mut sentences: Vec<String> = cases(name).into_iter().map(|c| c.sentence).collect();
        let all = sentences.len();
        sentences.sort();
        sentences.dedup();
        assert_eq!(sentences.len(), all, "{name}: a sentence is repeated");
    }
}

#[test]
fn every_list_names_its_feature_and_licence() {
    for list in Matcher::shipped().lexicons() {
        for key in ["version", "feature", "register", "licence"] {
            let value = list.get(key).unwrap_or_default();
            assert!(!value.is_empty(), "{} lacks `# {key}:`", list.name());
        }
        for entry in list.entries() {
            let weight = entry.weight;
            assert!(weight > 0.0 && weight <= 2.0, "{} {weight}", list.name());
        }
    }
}

/// What the list of that name hits in `sentence`, as written.
fn surfaces(name: &str, sentence: &str) -> Vec<String> {
    let matcher = Matcher::shipped();
    let document = Document::new(sentence);
    let hits = matcher.find(&document);
    let own = hits.iter().filter(|hit| {
        let cue = matcher.cue(hit);
        cue.is_some_and(|(list, _)| list.name() == name)
    });
    own.map(|hit| hit.span.of(sentence).to_owned()).collect()
}

fn cases(name: &str) -> Vec<Case> {
    let path = folder().join(format!("{name}.tsv"));
    let text = std::fs::read_to_string(&path)
        .unwrap_or_else(|error| panic!("{name} has no golden file: {error}"));
    let rows = text.lines().enumerate();
    let mut rows = rows.filter(|(_, line)| !line.starts_with('#') && !line.trim().is_empty());
    let head = rows.next().map(|(_, line)| line).unwrap_or_default();
    assert!(head.split('\t').eq(COLUMNS), "{name}: column row `{head}`");
    rows.map(|(at, line)| case(name, at + 1, line)).collect()
}

fn case(name: &str, line: usize, row: &str) -> Case {
    let mut cells = row.split('\t');
    let mut cell = || cells.next().unwrap_or_default();
    let (expect, sentence, hits) = (cell(), cell(), cell());
    let expect = match expect {
        "+" => Expect::Hits,
        "-" => Expect::Nothing,
        "~" => Expect::Mention,
        other => panic!("{name}.tsv line {line}: `{other}` is none of + - ~"),
    };
    let hits: Vec<String> = hits
        .split('|')
        .filter(|hit| !hit.is_empty())
        .map(str::to_owned)
        .collect();
    assert_eq!(
        hits.is_empty(),
        expect == Expect::Nothing,
        "{name}.tsv line {line}: hits and expectation disagree"
    );
    Case {
        line,
        expect,
        sentence: sentence.to_owned(),
        hits,
    }
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../data/golden/lexicons")
}
