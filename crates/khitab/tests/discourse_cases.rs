//! Sentences as people write them, of our own making, before the model that ships: mockery, fear, questions,
//! condemnation, sectarian quarrel, news, conspiracy talk, dialects, sport, kitchen, sermons, history, and the voice of
//! supporters in the same kinds. `data/golden/discourse_cases.tsv` has the columns `expect kind text`.

use khitab::{Detector, TextModel};

const CASES: &str = include_str!("../../../data/golden/discourse_cases.tsv");

/// A case that the model gets wrong, with its score.
fn wrong(expected: &str) -> (usize, Vec<String>) {
    let model = TextModel::discourse().expect("the model that ships loads");
    let detector = Detector::new(&model, None, None).expect("it looks for one label");
    let mut all = 0;
    let mut out = Vec::new();
    let lines = CASES.lines().filter(|line| !line.starts_with('#'));
    for line in lines.skip(1) {
        let [expect, kind, text] = line.split('\t').collect::<Vec<_>>()[..] else {
            panic!("not three cells: {line}");
        };
        if expect != expected {
            continue;
        }
        all += 1;
        let score = detector.score(text);
        if (score >= detector.threshold()) != (expect == "+") {
            out.push(format!("{score:.3} {kind}: {text}"));
        }
    }
    (all, out)
}

#[test]
fn supporters_are_found() {
    let (all, missed) = wrong("+");
    assert!(all >= 30, "only {all} sentences");
    assert!(missed.len() * 20 <= all, "\n{}", missed.join("\n"));
}

/// Four in five: sectarian and anti-western talk by people who support nobody stays hard to tell.
#[test]
fn others_are_spared() {
    let (all, flagged) = wrong("-");
    assert!(all >= 75, "only {all} sentences");
    assert!(flagged.len() * 5 <= all, "\n{}", flagged.join("\n"));
}
