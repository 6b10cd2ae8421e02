//! An experiment from its file to its folder, and again from that folder.

mod common;

use std::path::Path;

use common::khitab;

fn text(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).expect("output is UTF-8")
}

fn write(folder: &Path, name: &str, bytes: &[u8]) -> String {
    let path = folder.join(name);
    std::fs::write(&path, bytes).expect("a temporary folder takes files");
    path.display().to_string()
}

fn rows(folder: &Path) -> String {
    let line = |n: usize| {
        let (words, label) = match n % 3 {
            0 => ("مطر غزير وسحاب كثيف", "weather"),
            1 => ("هدف جميل ومباراة قوية", "sport"),
            _ => ("وصفة سهلة وطعام لذيذ", "food"),
        };
        format!(
            "{{\"id\":{n},\"text\":\"{words} رقم {n}\",\"label\":\"{label}\",\"author\":\"a{}\",\"part\":\"{}\"}}\n",
            n / 4,
            if n < 60 { "use" } else { "leave" }
        )
    };
    let lines: String = (0..66).map(line).collect();
    write(folder, "rows.jsonl", lines.as_bytes())
}

#[test]
fn a_run_cannot_be_kept_in_a_file() {
    let folder = tempfile::tempdir().expect("a folder");
    let rows = rows(folder.path());
    let experiment = file(folder.path(), &rows);
    let arguments = ["train", "--experiment", &experiment, "--run", &rows];
    let done = khitab(&arguments, b"");
    let errors = text(&done.stderr);
    assert_eq!(done.status.code(), Some(1));
    assert!(
        errors.ends_with("rows.jsonl: is a file, not a folder\n"),
        "{errors}"
    );
}

fn file(folder: &Path, rows: &str) -> String {
    let toml = format!(
        r#"
seed = 7
[data]
train = ["{rows}"]
keep = {{ part = "use" }}

[[features]]
block = "word"
min_df = 2
[[features]]
block = "discourse"

[learner]
kind = "svm"
class_weights = "balanced"

[grid.over]
c = [0.01, 1.0]

[splits]
folds = 3
group = ["author"]

[calibration]
method = "platt"
folds = 3
"#
    );
    write(folder, "e.toml", toml.as_bytes())
}

/// The name and the bytes of every file of a run.
fn run(command: &str, experiment: &str, folder: &Path, threads: &str) -> Vec<(String, Vec<u8>)> {
    let out = folder.display().to_string();
    let done = khitab(
        &[
            command,
            "--experiment",
            experiment,
            "--run",
            &out,
            "-j",
            threads,
        ],
        b"",
    );
    assert_eq!(done.status.code(), Some(0), "{}", text(&done.stderr));
    let mut files: Vec<(String, Vec<u8>)> = std::fs::read_dir(folder)
        .expect("a folder")
        .map(|entry| {
            let entry = entry.expect("a file");
            let name = entry.file_name().display().to_string();
            (name, std::fs::read(entry.path()).expect("bytes"))
        })
        .collect();
    files.sort();
    files
}

#[test]
fn a_run_is_repeated_from_its_folder_byte_for_byte() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let at = |name: &str| folder.path().join(name);
    let first = file(folder.path(), &rows(folder.path()));
    let one = run("train", &first, &at("one"), "1");
    let names: Vec<&str> = one.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(
        names,
        [
            "card.md",
            "evaluation.json",
            "experiment.toml",
            "model.khitab",
            "predictions.jsonl"
        ]
    );
    let resolved = at("one").join("experiment.toml").display().to_string();
    let two = run("train", &resolved, &at("two"), "2");
    assert!(
        one == two,
        "a run on two threads from the resolved file differs"
    );
    let tested = run("evaluate", &resolved, &at("three"), "2");
    assert!(tested.iter().all(|file| one.contains(file)));

    let report: serde_json::Value = serde_json::from_slice(&one[1].1).expect("JSON");
    assert_eq!(
        (&report["rows"], &report["schema"]),
        (&60.into(), &"khitab.evaluation/1".into())
    );
    assert_eq!(report["chosen"].as_array().map(Vec::len), Some(3));
    assert_eq!(text(&one[4].1).lines().count(), 60);
    assert!(text(&one[4].1).starts_with("{\"row\":1,\"id\":\"0\",\"fold\":"));
    assert!(text(&one[0].1).contains("macro-F1"));
    let scored = khitab(
        &[
            "score",
            &folder.path().join("rows.jsonl").display().to_string(),
            "--model",
            &at("one").join("model.khitab").display().to_string(),
        ],
        b"",
    );
    assert_eq!(scored.status.code(), Some(0), "{}", text(&scored.stderr));
}

#[test]
fn other_data_under_the_same_name_is_refused() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let rows = rows(folder.path());
    let one = folder.path().join("one");
    run("evaluate", &file(folder.path(), &rows), &one, "2");
    std::fs::write(&rows, "{\"text\":\"a\",\"label\":\"b\"}\n").expect("another file");
    let resolved = one.join("experiment.toml").display().to_string();
    let out = folder.path().join("two").display().to_string();
    let done = khitab(&["evaluate", "--experiment", &resolved, "--run", &out], b"");
    assert_eq!(done.status.code(), Some(1));
    assert!(text(&done.stderr).contains("the experiment was made for"));
}

#[test]
fn a_broken_file_is_told_by_line() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let broken = write(
        folder.path(),
        "e.toml",
        b"[data]\ntrain = [\"rows.jsonl\"]\n[learner]\nkind = \"svm\"\nc = -1.0\n",
    );
    let out = folder.path().join("run").display().to_string();
    let done = khitab(&["train", "--experiment", &broken, "--run", &out], b"");
    assert_eq!(done.status.code(), Some(1));
    let told = text(&done.stderr);
    assert!(
        told.contains("e.toml:") && told.contains("c is -1"),
        "{told}"
    );
    let done = khitab(&["train", "--experiment", &broken], b"");
    assert_eq!(done.status.code(), Some(2));
    let done = khitab(
        &["train", "--experiment", &broken, "--run", &out, "--c", "2"],
        b"",
    );
    assert_eq!(done.status.code(), Some(2), "arguments beside a file");
}
