//! What rows are called: an id comes out as it went in, and what has none is called by its place.

mod common;

use common::khitab;
use serde_json::{Value, json};

const ROWS: &str = concat!(
    "{\"id\":70,\"text\":\"قال نعم\"}\n",
    "{\"text\":\"سطر آخر\"}\n",
    "{\"id\":\"70\",\"text\":\"قال نعم\"}\n",
);

fn objects(arguments: &[&str], input: &str) -> Vec<Value> {
    let done = khitab(arguments, input);
    let lines = String::from_utf8(done.stdout).expect("UTF-8");
    let object = |line: &str| serde_json::from_str(line).expect("JSON");
    lines.lines().map(object).collect()
}

fn field(rows: &[Value], name: &str) -> Vec<Value> {
    rows.iter().map(|row| row[name].clone()).collect()
}

#[test]
fn a_number_stays_a_number_and_a_word_a_word() {
    let features = objects(&["features", "-"], ROWS);
    assert_eq!(field(&features, "id"), [json!(70), json!(2), json!("70")]);
    let reports = objects(&["analyze", "--rows", "-", "--format", "json"], ROWS);
    assert_eq!(field(&reports, "id"), [json!(70), json!(null), json!("70")]);
    let grouped = objects(&["dedupe", "-"], ROWS);
    assert_eq!(field(&grouped, "cluster"), [json!(70), json!(2), json!(70)]);
}

#[test]
fn the_texts_of_a_folder_are_called_by_their_files() {
    let folder = tempfile::tempdir().expect("a folder");
    for name in ["a.txt", "b.txt"] {
        std::fs::write(folder.path().join(name), "قال نعم\n").expect("a text");
    }
    let path = folder.path().display().to_string();
    let [first, second] = ["a.txt", "b.txt"].map(|name| json!(format!("{path}/{name}")));
    let features = objects(&["features", &path], "");
    assert_eq!(field(&features, "id"), [first.clone(), second]);
    let grouped = objects(&["dedupe", &path], "");
    assert_eq!(field(&grouped, "cluster"), [first.clone(), first]);
}

/// What stands beside a matrix of words of those rows.
fn beside(name: &str, rows: &str) -> Value {
    let folder = tempfile::tempdir().expect("a folder");
    let output = folder.path().join(name).display().to_string();
    let done = khitab(
        &["features", "-", "--features", "word", "-o", &output],
        rows,
    );
    assert_eq!(done.status.code(), Some(0));
    let names = std::fs::read_to_string(format!("{output}.names.json")).expect("names");
    serde_json::from_str(&names).expect("JSON")
}

#[test]
fn matrices_without_names_get_them_beside() {
    let rows = concat!(
        "{\"id\":7,\"text\":\"نص أول\",\"label\":\"b\"}\n",
        "{\"id\":\"x\",\"text\":\"نص ثان\",\"label\":\"a\"}\n",
    );
    for name in ["m.svmlight", "m.npz"] {
        let told = beside(name, rows);
        assert_eq!(told["rows"], json!([7, "x"]));
        assert_eq!(told["labels"], json!(["a", "b"]));
        let columns = told["columns"].as_array().expect("names");
        assert!(columns.iter().any(|name| name == "word:نص"), "{columns:?}");
    }
    let bare = beside("m.npz", ROWS);
    assert_eq!(bare["rows"], json!([70, 2, "70"]));
    assert_eq!(bare["labels"], json!([]), "a missing label is none");
    let done = khitab(&["features", "-", "--format", "svmlight"], ROWS);
    let errors = String::from_utf8(done.stderr).expect("UTF-8");
    assert!(errors.contains("every label is 0"), "{errors}");
}
