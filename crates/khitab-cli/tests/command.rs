//! The command as its users meet it: names, exit codes, refusals.

use std::path::{Path, PathBuf};

mod common;

use common::khitab;

fn text(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).expect("output is UTF-8")
}

fn sample(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../data/samples")
        .join(name)
}

fn write(folder: &Path, name: &str, bytes: &[u8]) -> String {
    let path = folder.join(name);
    std::fs::write(&path, bytes).expect("a temporary folder takes files");
    path.display().to_string()
}

#[test]
fn normalize_streams_lines() {
    let done = khitab(
        &["normalize", "--preset", "search"],
        "قَالَ\nالأُستـــاذ\n".as_bytes(),
    );
    assert_eq!(text(&done.stdout), "قال\nالاستاذ\n");
    assert_eq!(done.status.code(), Some(0));
}

#[test]
fn normalize_carries_invalid_lines_through_and_says_so() {
    let done = khitab(&["normalize"], b"\xD8\xA3\n\xFF\xFE\n\xD8\xA5\n");
    assert_eq!(done.stdout, b"\xD8\xA7\n\xFF\xFE\n\xD8\xA7\n");
    assert_eq!(done.status.code(), Some(1));
    let message = "khitab: standard input:2: invalid UTF-8 at byte 0 of the line\n";
    assert_eq!(text(&done.stderr), message);
}

#[test]
fn tokenize_keeps_offsets_of_the_line() {
    let line = "قال الأستـــاذ: 3.5";
    let done = khitab(&["tokenize", "--format", "jsonl"], line.as_bytes());
    let row: serde_json::Value = serde_json::from_slice(&done.stdout).expect("one JSON line");
    let surfaces: Vec<&str> = row["tokens"]
        .as_array()
        .expect("tokens")
        .iter()
        .map(|token| {
            let place = |name: &str| token[name].as_u64().expect("an offset") as usize;
            let surface = &line[place("start")..place("end")];
            assert_eq!(token["surface"], surface);
            surface
        })
        .collect();
    assert_eq!(surfaces, ["قال", "الأستـــاذ", ":", "3.5"]);
}

#[test]
fn usage_ends_with_two() {
    for arguments in [
        &["normalize", "--preset", "no-such"][..],
        &["analyze"],
        &["no-such-command"],
        &["evaluate", "rows.jsonl"],
        &["normalize", "-j", "0"],
    ] {
        assert_eq!(
            khitab(arguments, b"").status.code(),
            Some(2),
            "{arguments:?}"
        );
    }
}

#[test]
fn analyze_reports_the_sample_and_goes_on_after_refusals() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let empty = write(folder.path(), "empty.txt", b" \n");
    let broken = write(folder.path(), "broken.txt", b"\xD8\xA3\n\xFF");
    let missing = folder.path().join("missing.txt").display().to_string();
    let sample = sample("article.txt").display().to_string();
    let done = khitab(
        &[
            "analyze", "--format", "json", &empty, &broken, &missing, &sample,
        ],
        b"",
    );
    assert_eq!(done.status.code(), Some(1));
    let report: serde_json::Value = serde_json::from_slice(&done.stdout).expect("one report");
    assert_eq!(report["schema"], "khitab.report/1");
    assert_eq!(report["source"], sample);
    assert!(
        report["annotations"]
            .as_array()
            .is_some_and(|found| found.len() > 20)
    );
    let errors = text(&done.stderr);
    for rule in [
        "empty.txt: is empty",
        "broken.txt:2: invalid UTF-8 at byte 3 of the file",
        "missing.txt: no such file",
    ] {
        assert!(errors.contains(rule), "{rule:?} is not in {errors:?}");
    }
}

#[test]
fn old_encodings_are_called_by_their_name() {
    let mut rows = b"id,text\n1,".to_vec();
    // "peace be upon you" as windows-1256 writes it.
    rows.extend(b"\xC7\xE1\xD3\xE1\xC7\xE3 \xDA\xE1\xED\xDF\xE3\n");
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("old.csv");
    std::fs::write(&file, rows).expect("a file");
    let done = khitab(&["score", &file.display().to_string()], b"");
    assert_eq!(done.status.code(), Some(1));
    let errors = text(&done.stderr);
    assert!(
        errors.contains("old.csv:2: invalid UTF-8 in field \"text\": it looks like windows-1256"),
        "{errors}"
    );
}

#[test]
fn every_annotation_of_a_report_is_a_piece_of_the_input() {
    let path = sample("article.txt");
    let input = std::fs::read_to_string(&path).expect("the sample ships");
    let done = khitab(
        &["analyze", "--format", "json", &path.display().to_string()],
        b"",
    );
    let report: serde_json::Value = serde_json::from_slice(&done.stdout).expect("one report");
    for found in report["annotations"].as_array().expect("annotations") {
        let place = |name: &str| found[name].as_u64().expect("an offset") as usize;
        assert_eq!(found["surface"], &input[place("start")..place("end")]);
    }
}

#[test]
fn analyze_reads_rows_and_refuses_broken_ones_by_line() {
    let rows = "{\"id\":\"a\",\"text\":\"قال الرئيس\"}\n{\"id\":\n\n{\"id\":\"b\"}\n{\"id\":7,\"text\":\"\"}\n";
    let done = khitab(
        &["analyze", "--rows", "--format", "json", "-"],
        rows.as_bytes(),
    );
    assert_eq!(done.status.code(), Some(1));
    let ids: Vec<serde_json::Value> = text(&done.stdout)
        .lines()
        .map(|line| serde_json::from_str::<serde_json::Value>(line).expect("JSON")["id"].clone())
        .collect();
    assert_eq!(ids, [serde_json::json!("a"), serde_json::json!(7)]);
    let errors = text(&done.stderr);
    assert!(errors.contains("standard input:2: broken JSON"), "{errors}");
    assert!(
        errors.contains("standard input:4: field \"text\" is missing"),
        "{errors}"
    );
}

#[test]
fn a_pipe_gets_no_colours() {
    let done = khitab(
        &["analyze", &sample("article.txt").display().to_string()],
        b"",
    );
    assert!(text(&done.stdout).contains("entity"));
    assert!(!text(&done.stdout).contains('\u{1B}'));
}

#[test]
fn the_page_escapes_the_text_and_reads_right_to_left() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = write(
        folder.path(),
        "a.txt",
        "قال <script>alert(1)</script> داعش".as_bytes(),
    );
    let done = khitab(&["analyze", "--format", "html", &path], b"");
    let page = text(&done.stdout);
    assert!(page.contains("dir=\"rtl\""));
    assert!(page.contains("&lt;script&gt;"));
    assert!(!page.contains("<script"));
    assert!(!page.contains("http://") && !page.contains("https://"));
}

#[test]
fn train_score_and_evaluate_make_one_line() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let mut rows = String::new();
    for n in 0..40 {
        let (words, label) = if n % 2 == 0 {
            ("مطر غزير وسحاب", "weather")
        } else {
            ("هدف جميل ومباراة", "sport")
        };
        rows.push_str(&format!(
            "{{\"id\":{n},\"text\":\"{words} رقم {n}\",\"label\":\"{label}\",\"group\":\"g{}\",\"extra\":[1, 2]}}\n",
            n / 4
        ));
    }
    let rows = write(folder.path(), "rows.jsonl", rows.as_bytes());
    let model = folder.path().join("m.khitab").display().to_string();
    let train = |out: &str| {
        let done = khitab(
            &[
                "train",
                &rows,
                "--model",
                out,
                "--features",
                "word,char,discourse",
            ],
            b"",
        );
        assert_eq!(done.status.code(), Some(0), "{}", text(&done.stderr));
        std::fs::read(out).expect("a model was written")
    };
    let first = train(&model);
    let again = train(&folder.path().join("again.khitab").display().to_string());
    assert!(first == again, "the same rows and seed give the same bytes");

    let scored = khitab(&["score", &rows, "--model", &model], b"");
    assert_eq!(scored.status.code(), Some(0), "{}", text(&scored.stderr));
    for line in text(&scored.stdout).lines() {
        let row: serde_json::Value = serde_json::from_str(line).expect("JSON");
        assert_eq!(row["predicted"], row["label"]);
        assert!(line.contains("\"extra\":[1, 2]"), "{line}");
        let sum: f64 = ["weather", "sport"]
            .iter()
            .map(|label| row["probability"][label].as_f64().expect("a number"))
            .sum();
        assert!((sum - 1.0).abs() < 1e-6);
    }

    let evaluated = khitab(
        &[
            "evaluate", &rows, "--cv", "5", "--group", "group", "--format", "json",
        ],
        b"",
    );
    let result: serde_json::Value = serde_json::from_slice(&evaluated.stdout).expect("JSON");
    assert!(
        result["accuracy"]
            .as_f64()
            .is_some_and(|accuracy| accuracy > 0.9),
        "{result}"
    );
    assert!(
        result["macro_f1"].is_number() && result["confusion"].is_object(),
        "{result}"
    );
    let table = khitab(&["evaluate", &rows, "--model", &model], b"");
    let table = text(&table.stdout);
    assert!(
        table.contains("columns: predicted)\n  sport  weather\n"),
        "{table}"
    );
    let page = khitab(
        &["evaluate", &rows, "--model", &model, "--format", "html"],
        b"",
    );
    let page = text(&page.stdout);
    for part in [
        "id=\"confusion\"",
        "id=\"explorer\"",
        "id=\"curves\"",
        "weather",
    ] {
        assert!(page.contains(part), "{part} is not in {page}");
    }
    assert!(!page.contains("http://") && !page.contains("https://"));
    let held = khitab(&["evaluate", &rows, "--model", &model], b"");
    assert!(
        text(&held.stdout).contains("accuracy"),
        "{}",
        text(&held.stdout)
    );

    let report = khitab(
        &[
            "analyze", "--model", &model, "--format", "json", "--rows", &rows,
        ],
        b"",
    );
    let report: serde_json::Value =
        serde_json::from_str(text(&report.stdout).lines().next().expect("a report")).expect("JSON");
    let sum: f64 = report["explanation"]["contributions"]
        .as_array()
        .expect("contributions")
        .iter()
        .map(|one| one["contribution"].as_f64().expect("a number"))
        .sum();
    let decision = report["score"]["decision"].as_f64().expect("a number");
    let intercept = report["explanation"]["intercept"]
        .as_f64()
        .expect("a number");
    assert!(
        (sum + intercept - decision).abs() < 1e-5,
        "{sum} + {intercept} is not {decision}"
    );
}

#[test]
fn hostile_models_are_refused() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let rows = write(folder.path(), "rows.jsonl", b"{\"text\":\"a\"}\n");
    for (name, bytes) in [
        ("empty.khitab", &b""[..]),
        ("short.khitab", b"\x10\0\0\0\0\0\0\0{}"),
        ("huge.khitab", b"\xFF\xFF\xFF\xFF\xFF\xFF\xFF\x7F{}"),
        (
            "text.khitab",
            b"this is no model at all, only a line of text",
        ),
    ] {
        let model = write(folder.path(), name, bytes);
        let done = khitab(&["score", &rows, "--model", &model], b"");
        assert_eq!(done.status.code(), Some(1), "{name}");
        assert!(text(&done.stderr).contains(name), "{}", text(&done.stderr));
        assert!(
            !text(&done.stderr).contains("panicked"),
            "{}",
            text(&done.stderr)
        );
    }
}

#[test]
fn a_scored_row_shows_what_it_rests_on_and_why_it_should_not_be_relied_on() {
    let rows = concat!(
        "{\"text\":\"صباح الخير\"}\n",
        "{\"text\":\"hello\"}\n",
        "{\"text\":\"one two three four five six نعم\"}\n",
        "{\"text\":\"dawlat el khilafa ba2ya\"}\n",
    );
    let scored = |model| {
        let done = khitab(&["score", "-", "--model", model], rows);
        let lines = String::from_utf8(done.stdout).expect("UTF-8");
        let row = |line: &str| serde_json::from_str(line).expect("JSON");
        lines.lines().map(row).collect::<Vec<serde_json::Value>>()
    };
    let abstains = |rows: &[serde_json::Value]| -> Vec<serde_json::Value> {
        rows.iter().map(|row| row["abstains"].clone()).collect()
    };
    let discourse = scored("discourse");
    for row in &discourse {
        let found = row["probability"]["pro-isis"].as_f64().expect("a number");
        let threshold = row["threshold"].as_f64().expect("a number");
        assert_eq!(row["flagged"], found >= threshold);
    }
    let (none, little) = ("no-arabic", "little-arabic");
    let null = serde_json::Value::Null;
    // What the lists know in Latin letters is flagged; a model of another question knows nothing of it.
    let [known, unknown] = [null.clone(), none.into()];
    assert_eq!(
        abstains(&discourse),
        [null.clone(), none.into(), little.into(), known]
    );
    let register = scored("register");
    assert_eq!(
        abstains(&register),
        [null, none.into(), little.into(), unknown]
    );
    assert!(register.iter().all(|row| row.get("threshold").is_none()));
}
