//! What somebody meets who tries things: labels that are none, folders that hold nothing, flags that are not there.

mod common;

use std::path::Path;

use common::khitab;

fn write(folder: &Path, name: &str, content: &str) -> String {
    let path = folder.join(name);
    std::fs::write(&path, content).expect("a file");
    path.display().to_string()
}

/// How a command ended, and what it said.
fn told(arguments: &[&str]) -> (Option<i32>, String) {
    let done = khitab(arguments, "");
    let errors = String::from_utf8_lossy(&done.stderr).into_owned();
    (done.status.code(), errors)
}

#[test]
fn an_empty_cell_and_a_list_are_no_labels() {
    let folder = tempfile::tempdir().expect("a folder");
    let table = "text,label\nنص أول,a\nنص ثان,b\nنص ثالث,\n";
    let table = write(folder.path(), "rows.csv", table);
    let lines = concat!(
        "{\"text\":\"نص أول\",\"label\":1}\n",
        "{\"text\":\"نص ثان\",\"label\":\"b\"}\n",
        "{\"text\":\"نص ثالث\",\"label\":[\"b\"]}\n",
    );
    let lines = write(folder.path(), "rows.jsonl", lines);
    let model = folder.path().join("m.khitab").display().to_string();
    for (rows, rule) in [
        (&table, "rows.csv:4: field \"label\" is empty"),
        (&lines, "rows.jsonl:3: field \"label\" is no word or number"),
    ] {
        let (code, errors) = told(&["train", rows, "--model", &model]);
        assert_eq!(code, Some(1), "{errors}");
        assert!(
            errors.contains(rule) && errors.contains("2 rows, 2 classes"),
            "{errors}"
        );
        let (_, errors) = told(&["audit", "--data", rows]);
        assert!(errors.contains(rule), "{errors}");
    }
}

#[test]
fn what_is_not_there_is_named_before_anything_is_read() {
    let folder = tempfile::tempdir().expect("a folder");
    let rows = write(folder.path(), "rows.jsonl", "{\"text\":\"نص\"}\n");
    let nowhere = folder.path().join("none/out.jsonl").display().to_string();
    for arguments in [
        &["normalize", &rows, "-o", &nowhere][..],
        &["score", &rows, "--model", "discourse", "-o", &nowhere],
        &["train", &rows, "--model", &nowhere],
    ] {
        let (code, errors) = told(arguments);
        assert_eq!(code, Some(2), "{arguments:?}");
        assert!(errors.contains("its folder is not there"), "{errors}");
    }
    let (code, errors) = told(&["evaluate", &rows]);
    assert_eq!(code, Some(2));
    assert!(errors.contains("give --model M or --cv K"), "{errors}");
}

#[test]
fn analyze_says_what_it_takes_for_a_text() {
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::create_dir(folder.path().join("in")).expect("a folder");
    let empty = folder.path().join("in").display().to_string();
    let (code, errors) = told(&["analyze", &empty]);
    assert_eq!(code, Some(1));
    assert!(errors.contains("in: holds no file of txt"), "{errors}");
    let rows = write(folder.path(), "rows.jsonl", "{\"text\":\"نص\"}\n");
    let (code, errors) = told(&["analyze", &rows]);
    assert_eq!(code, Some(0));
    let rule = "rows.jsonl: is read as one text: --jsonl reports on each row";
    assert!(errors.contains(rule), "{errors}");
}
