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
    for (name, rows) in [
        ("rows.jsonl", "{\"text\":\"نص\"}\n"),
        ("rows.csv", "text\nنص\n"),
    ] {
        let rows = write(folder.path(), name, rows);
        let (code, errors) = told(&["analyze", &rows]);
        assert_eq!(code, Some(0));
        let rule = format!("{name}: is read as one text: --rows reports on each row");
        assert!(errors.contains(&rule), "{errors}");
    }
}

#[test]
fn analyze_reports_on_the_rows_of_any_table() {
    let folder = tempfile::tempdir().expect("a folder");
    let rows = write(folder.path(), "rows.csv", "id,body\na,قال الرئيس\nb,نص\n");
    let packed = folder.path().join("rows.parquet").display().to_string();
    let (code, errors) = told(&["dedupe", "--text", "body", &rows, "-o", &packed]);
    assert_eq!(code, Some(0), "{errors}");
    for rows in [&rows, &packed] {
        let asked = [
            "analyze", "--rows", "--text", "body", "--format", "json", rows,
        ];
        let done = khitab(&asked, "");
        let told = String::from_utf8_lossy(&done.stdout);
        let reports: Vec<&str> = told.lines().collect();
        assert_eq!(reports.len(), 2, "{told}");
        assert!(reports[0].starts_with("{\"id\":\"a\","), "{told}");
    }
}

#[test]
fn rows_that_were_scored_before_are_told_the_last_score_only() {
    let folder = tempfile::tempdir().expect("a folder");
    let rows = write(folder.path(), "rows.csv", "text\nنص\n");
    let path = |name: &str| folder.path().join(name).display().to_string();
    let score = |from: &str, model: &str, to: &str| {
        let (code, errors) = told(&["score", from, "--model", model, "-o", to]);
        assert_eq!(code, Some(0), "{errors}");
        std::fs::read_to_string(to).expect("rows")
    };
    let first = score(&rows, "discourse", &path("first.csv"));
    assert_eq!(first.matches("probability.other").count(), 1, "{first}");
    let again = score(&path("first.csv"), "discourse", &path("again.csv"));
    assert_eq!(again.matches("probability.other").count(), 1, "{again}");
    let other = score(&path("first.csv"), "register", &path("other.jsonl"));
    assert!(!other.contains("probability."), "{other}");
}

#[test]
fn an_empty_table_is_told_as_such() {
    let folder = tempfile::tempdir().expect("a folder");
    let rows = write(folder.path(), "rows.csv", "");
    let (code, errors) = told(&["score", &rows]);
    assert_eq!(code, Some(1));
    let rule = "rows.csv: is empty: a table begins with a heading";
    assert!(errors.contains(rule), "{errors}");
}

#[test]
fn a_table_has_a_column_for_all_that_the_first_rows_have_and_tells_of_the_rest() {
    let folder = tempfile::tempdir().expect("a folder");
    let first = "{\"id\":1,\"text\":\"نص\"}\n{\"id\":2,\"text\":\"نص\",\"note\":\"ملاحظة\"}\n";
    // More rows than are read at once, then one with a field of its own.
    let rows = first.to_owned()
        + &"{\"id\":3,\"text\":\"نص\"}\n".repeat(8200)
        + "{\"id\":4,\"text\":\"نص\",\"late\":1}\n";
    let rows = write(folder.path(), "rows.jsonl", &rows);
    for name in ["out.csv", "out.parquet"] {
        let output = folder.path().join(name).display().to_string();
        let (code, errors) = told(&["dedupe", &rows, "-o", &output]);
        assert_eq!(code, Some(0), "{errors}");
        let rule = "rows.jsonl:8203: field \"late\" is left out: the first rows tell the columns";
        assert!(errors.contains(rule), "{name}: {errors}");
        assert_eq!(errors.lines().count(), 1, "{errors}");
    }
    let table = std::fs::read_to_string(folder.path().join("out.csv")).expect("a table");
    assert!(
        table.starts_with("id,text,note,cluster\n1,نص,,1\n2,نص,ملاحظة,1\n"),
        "{}",
        &table[..80]
    );
}

#[test]
fn columns_of_one_name_keep_their_cells_and_two_of_the_text_are_refused() {
    let folder = tempfile::tempdir().expect("a folder");
    let twice = write(folder.path(), "twice.csv", "text,,\nنص,أ,ب\n");
    let done = khitab(&["dedupe", &twice], "");
    let table = String::from_utf8(done.stdout).expect("UTF-8");
    assert_eq!(table, "text,,,cluster\nنص,أ,ب,1\n");
    let texts = write(folder.path(), "texts.csv", "text,text\nنص,نص\n");
    let (code, errors) = told(&["dedupe", &texts]);
    assert_eq!(code, Some(1));
    assert!(
        errors.contains("several columns are called \"text\""),
        "{errors}"
    );
}

#[test]
fn what_would_write_a_broken_file_is_refused() {
    let folder = tempfile::tempdir().expect("a folder");
    let text = write(folder.path(), "a.txt", "نص\n");
    let path = |name: &str| folder.path().join(name).display().to_string();
    for (arguments, rule) in [
        (
            &["analyze", &text, &text, "-o", &path("a.html")][..],
            "makes a page of one text, not of 2",
        ),
        (
            &["fingerprint", &text, "-o", &path("a.parquet.gz")],
            "a Parquet file is packed inside",
        ),
        (
            &["-j", "100000", "card"],
            "--threads takes a number from 1 to 1024",
        ),
    ] {
        let (code, errors) = told(arguments);
        assert_eq!(code, Some(2), "{arguments:?}");
        assert!(errors.contains(rule), "{errors}");
    }
    let files = std::fs::read_dir(folder.path()).expect("a folder");
    assert_eq!(files.count(), 1, "nothing was begun");
}

#[test]
fn numbers_that_nothing_can_reach_are_refused() {
    for (arguments, rule) in [
        (vec!["subword", "train", "--vocabulary", "0"], "non-zero"),
        (vec!["check", "--threshold", "nan"], "is no finite number"),
        (vec!["check", "--threshold", "high"], "is no number"),
    ] {
        let done = khitab(&arguments, b"");
        assert_eq!(done.status.code(), Some(2), "{arguments:?}");
        let errors = String::from_utf8_lossy(&done.stderr);
        assert!(errors.contains(rule), "{errors}");
    }
}
