//! Input that holds nothing: a command that answers row by row answers nothing and is content; one
//! that makes something of all rows says that there is none.

mod common;

use std::path::Path;

use common::khitab;

fn write(folder: &Path, name: &str) -> String {
    let path = folder.join(name);
    std::fs::write(&path, b"").expect("a temporary folder takes files");
    path.display().to_string()
}

fn reference(name: &str) -> String {
    format!(
        "{}/../../data/golden/reference/{name}",
        env!("CARGO_MANIFEST_DIR")
    )
}

/// Every command that writes a row for a row.
const BY_ROW: [&[&str]; 10] = [
    &["normalize"],
    &["tokenize"],
    &["transliterate", "--to", "bw"],
    &["stem"],
    &["deobfuscate"],
    &["segment"],
    &["score", "--model", "discourse"],
    &["fingerprint"],
    &["match", "--signals", "signals.txt"],
    &["subword", "encode", "--model", "subword.json"],
];

/// Every command that makes one thing of all of them.
const OF_ALL: [&[&str]; 9] = [
    &["analyze"],
    &["features"],
    &["dedupe"],
    &["monitor"],
    &["train", "--model", "new.khitab"],
    &["evaluate", "--model", "discourse"],
    &["check", "--suite"],
    &["audit", "--data"],
    &["subword", "train"],
];

#[test]
fn nothing_makes_nothing_row_by_row_and_is_refused_as_a_whole() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let files = ["empty.jsonl", "empty.txt"].map(|name| write(folder.path(), name));
    let place = |argument: &&str| match *argument {
        "signals.txt" => reference("threatexchange_signals.txt"),
        "subword.json" => reference("subword_bpe.json"),
        "new.khitab" => folder.path().join("new.khitab").display().to_string(),
        other => other.to_owned(),
    };
    let run = |command: &[&str], file: &String| {
        let mut arguments: Vec<String> = command.iter().map(place).collect();
        arguments.push(file.clone());
        let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
        khitab(&arguments, "")
    };
    for file in &files {
        for command in BY_ROW {
            let done = run(command, file);
            let message = String::from_utf8_lossy(&done.stderr).into_owned();
            assert_eq!(done.status.code(), Some(0), "{command:?}: {message}");
            assert!(done.stdout.is_empty() && message.is_empty(), "{command:?}");
        }
        for command in OF_ALL {
            let done = run(command, file);
            let message = String::from_utf8_lossy(&done.stderr).into_owned();
            assert_eq!(done.status.code(), Some(1), "{command:?}: {message}");
            assert!(done.stdout.is_empty() && !message.is_empty(), "{command:?}");
        }
    }
}

#[test]
fn a_table_without_a_heading_is_refused() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let file = write(folder.path(), "empty.csv");
    for command in [
        "score --model discourse",
        "fingerprint",
        "features",
        "dedupe",
    ] {
        let arguments: Vec<&str> = command.split(' ').chain([file.as_str()]).collect();
        assert_eq!(khitab(&arguments, "").status.code(), Some(1), "{command}");
    }
}
