//! Our compatibility profiles against what the toolkits themselves gave, byte for byte.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::{fs, iter};

use khitab_text::{Compat, Span};

/// Places where we differ from a peer, with the reason.
const DIFFERENCES: &[(&str, &str, &str)] = &[];

/// What stands before and after a code point: nothing first.
const CONTEXTS: [(&str, &str); 4] = [("", ""), ("ب", "ب"), ("ب", ""), ("", "ب")];

struct Row {
    peer: String,
    kind: String,
    input: String,
    output: String,
}

fn reference() -> (Vec<(u32, u32)>, Vec<Row>) {
    let path =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../../data/golden/reference/normalizers.tsv");
    let table = fs::read_to_string(path).unwrap();
    let codes = table
        .lines()
        .find_map(|line| line.strip_prefix("# codes: "))
        .unwrap();
    let hex = |text: &str| u32::from_str_radix(text, 16).unwrap();
    let ranges = codes.split(' ').map(|range| range.split_once('-').unwrap());
    let rows = table
        .lines()
        .filter(|line| !line.starts_with('#'))
        .skip(1)
        .map(|line| {
            let columns: Vec<&str> = line.split('\t').collect();
            Row {
                peer: columns[0].to_owned(),
                kind: columns[1].to_owned(),
                input: columns[2].to_owned(),
                output: columns[3].to_owned(),
            }
        });
    (
        ranges.map(|(low, high)| (hex(low), hex(high))).collect(),
        rows.collect(),
    )
}

fn text(codes: &str) -> String {
    let codes = codes.split(' ').filter(|code| !code.is_empty());
    codes
        .map(|code| char::from_u32(u32::from_str_radix(code, 16).unwrap()).unwrap())
        .collect()
}

fn ours(compat: Compat, source: &str) -> String {
    compat.normalize(source).normalized().to_owned()
}

#[test]
fn every_code_point_alone_and_in_context() {
    let (ranges, rows) = reference();
    let codes: Vec<char> = ranges
        .into_iter()
        .flat_map(|(low, high)| low..=high)
        .filter_map(char::from_u32)
        .collect();
    for compat in Compat::ALL {
        let of = |kind: &str| -> BTreeMap<String, String> {
            let rows = rows
                .iter()
                .filter(|r| r.peer == compat.as_str() && r.kind == kind);
            rows.map(|r| (text(&r.input), text(&r.output))).collect()
        };
        let (alone, contexts) = (of("code"), of("context"));
        let hashed = |r: &&Row| r.peer == compat.as_str() && r.kind == "contexts";
        if let Some(row) = rows.iter().find(hashed) {
            let surrounded = CONTEXTS[1..].iter().flat_map(|(before, after)| {
                let around = |c: &char| ours(compat, &format!("{before}{c}{after}"));
                codes.iter().map(around).collect::<Vec<_>>()
            });
            let outcomes: Vec<String> = surrounded.collect();
            assert_eq!(outcomes.len().to_string(), row.input);
            let hash = format!("{:016x}", fnv64(outcomes.join("\n").as_bytes()));
            assert_eq!(hash, row.output, "{compat:?} in context");
        }
        let apart = if rows.iter().any(|r| hashed(&r)) {
            1
        } else {
            CONTEXTS.len()
        };
        assert!(alone.len() > 10, "{compat:?} has no rows");
        for &c in &codes {
            let single = c.to_string();
            let expected = alone.get(&single).unwrap_or(&single);
            for (before, after) in &CONTEXTS[..apart] {
                let source = format!("{before}{c}{after}");
                let usual = format!("{before}{expected}{after}");
                let expected = contexts.get(&source).unwrap_or(&usual);
                let differs = |d: &&(&str, &str, &str)| d.0 == compat.as_str() && d.1 == single;
                if DIFFERENCES.iter().find(differs).is_none() {
                    assert_eq!(
                        &ours(compat, &source),
                        expected,
                        "{compat:?} U+{:04X} {source:?}",
                        c as u32
                    );
                }
            }
        }
    }
}

#[test]
fn tricky_cases() {
    let (_, rows) = reference();
    for compat in Compat::ALL {
        let cases = rows
            .iter()
            .filter(|r| r.peer == compat.as_str() && r.kind == "case");
        for row in cases {
            let source = text(&row.input);
            assert_eq!(
                ours(compat, &source),
                text(&row.output),
                "{compat:?} {source:?}"
            );
        }
    }
}

/// The words of public texts, where they are at hand; only a hash of the outcome is kept.
#[test]
fn sixty_thousand_words() {
    let shared = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/datasets");
    let panels =
        ["news", "wiki", "religion"].map(|name| shared.join(format!("panels/{name}.jsonl")));
    let files: Vec<PathBuf> = panels
        .into_iter()
        .chain(iter::once(shared.join("quran-detector/quran-simple.txt")))
        .collect();
    if !files.iter().all(|file| file.exists()) {
        return;
    }
    let words: BTreeSet<String> = files.iter().flat_map(|file| words(file)).collect();
    let (_, rows) = reference();
    for compat in Compat::ALL {
        let row = rows
            .iter()
            .find(|r| r.peer == compat.as_str() && r.kind == "words")
            .unwrap();
        assert_eq!(row.input, words.len().to_string(), "another list of words");
        let outcomes: Vec<String> = words.iter().map(|word| ours(compat, word)).collect();
        assert_eq!(
            format!("{:016x}", fnv64(outcomes.join("\n").as_bytes())),
            row.output,
            "{compat:?}"
        );
    }
}

fn words(file: &Path) -> Vec<String> {
    let content = fs::read_to_string(file).unwrap();
    let lines = content.lines().map(|line| {
        if file.extension().is_some_and(|e| e == "jsonl") {
            let value: serde_json::Value = serde_json::from_str(line).unwrap();
            value["text"].as_str().unwrap_or_default().to_owned()
        } else {
            line.to_owned()
        }
    });
    let is_word = |word: &&str| {
        !word.chars().any(|c| (c as u32) < 32)
            && word.chars().any(|c| matches!(c, '\u{0620}'..='\u{06FF}'))
    };
    lines
        .flat_map(|text| {
            text.split(' ')
                .filter(is_word)
                .map(str::to_owned)
                .collect::<Vec<_>>()
        })
        .collect()
}

fn fnv64(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3)
    })
}

#[test]
fn neighbours_keep_their_own_outcome() {
    let cases = [
        (Compat::ArabertV01, "خبر https://t.co/a @user ؛ ؟"),
        (Compat::ArabertV02, "خبر https://t.co/a @user ؛ ؟"),
    ];
    for (compat, original) in cases {
        let text = compat.normalize(original);
        let outcomes = original.split(' ').map(|word| {
            let start = word.as_ptr() as usize - original.as_ptr() as usize;
            let span = Span::new(start, start + word.len());
            text.to_normalized(span).of(text.normalized()).trim()
        });
        let outcomes: Vec<&str> = outcomes.collect();
        assert_eq!(
            outcomes,
            ["خبر", "[رابط]", "[مستخدم]", "؛", "؟"],
            "{compat:?}"
        );
    }
}

#[test]
fn the_loss_is_that_of_a_character_inside_a_text() {
    let loss = Compat::ArabertV02.loss();
    let to_space = |(to, from): &(String, Vec<char>)| to == " " && from.contains(&'ک');
    assert!(loss.merged().iter().any(to_space));
    assert!(loss.deleted_letters().any(|c| c == 'ک'));
    assert!(!loss.deleted().contains(&' '));
    let from = |c: char| loss.merged().iter().any(|(_, from)| from.contains(&c));
    assert!(!from('!'), "a sign with spaces around it is not lost");
}
