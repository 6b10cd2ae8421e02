//! What goes in and comes out when something is in the way: pipes, interrupts, outputs that are inputs.
#![cfg(unix)]

mod common;

use std::fs;
use std::io::{Read as _, Write as _};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use common::khitab;

fn write(folder: &Path, name: &str, content: &str) -> String {
    let path = folder.join(name);
    fs::write(&path, content).expect("a file");
    path.display().to_string()
}

/// More rows than are read at once.
fn many() -> String {
    let row = |n| format!("{{\"id\":\"{n}\",\"text\":\"قال داعش {n}\",\"label\":\"x\"}}\n");
    (0..8300).map(row).collect()
}

#[test]
fn an_output_is_never_an_input() {
    let folder = tempfile::tempdir().expect("a folder");
    let rows = write(folder.path(), "rows.jsonl", "{\"text\":\"نص\"}\n");
    let here = folder.path().display().to_string();
    for arguments in [
        vec!["score", &rows, "--model", "discourse", "-o", &rows],
        vec!["score", &here, "--model", "discourse", "-o", &rows],
        vec!["dedupe", &rows, "-o", &rows],
        vec!["features", &rows, "-o", &rows],
        vec!["normalize", &rows, "-o", &rows],
        vec!["analyze", &rows, "-o", &rows],
        vec!["monitor", &rows, "--format", "csv", "-o", &rows],
        vec![
            "fingerprint",
            &rows,
            "--format",
            "threatexchange",
            "-o",
            &rows,
        ],
        vec!["match", "-", "--signals", &rows, "-o", &rows],
        vec!["train", &rows, "--model", &rows],
        vec!["audit", "--data", &rows, "--json", &rows],
        vec!["audit", "--data", &rows, "--html", &rows],
        vec!["check", "--suite", &rows, "--format", "json", "-o", &rows],
        vec!["subword", "train", &rows, "-o", &rows],
    ] {
        let done = khitab(&arguments, "");
        assert_eq!(done.status.code(), Some(2), "{arguments:?}");
        let errors = String::from_utf8_lossy(&done.stderr).into_owned();
        assert!(errors.contains("name another output"), "{errors}");
        let kept = fs::read_to_string(&rows).expect("the rows");
        assert_eq!(kept, "{\"text\":\"نص\"}\n", "{arguments:?}");
    }
}

#[test]
fn a_pipe_gives_what_a_file_gives() {
    let folder = tempfile::tempdir().expect("a folder");
    let rows = format!("{}{{\"id\":\n", many());
    let path = write(folder.path(), "rows.jsonl", &rows);
    for command in ["dedupe", "features", "fingerprint"] {
        let (file, pipe) = (
            khitab(&[command, &path], ""),
            khitab(&[command, "-"], &rows),
        );
        assert_eq!(file.stdout, pipe.stdout, "{command}");
        assert_eq!(file.stdout.iter().filter(|&&b| b == b'\n').count(), 8300);
        // The row that is cut short is told once.
        for (done, name) in [(file, path.as_str()), (pipe, "standard input")] {
            let errors = String::from_utf8_lossy(&done.stderr).into_owned();
            assert_eq!(done.status.code(), Some(1));
            assert!(errors.starts_with(&format!("khitab: {name}:8301: broken JSON")));
            assert_eq!(errors.lines().count(), 1, "{errors}");
        }
    }
}

#[test]
fn a_table_of_features_has_one_header_and_nothing_is_scaled() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = write(folder.path(), "rows.jsonl", &many());
    let done = khitab(&["features", &path, "--format", "csv"], "");
    let table = String::from_utf8(done.stdout).expect("UTF-8");
    assert_eq!(table.lines().count(), 8301);
    assert_eq!(table.matches("id,").count(), 1);
    let column = |name: &str| {
        let header = table.lines().next().expect("a header");
        header.split(',').position(|one| one == name).expect(name)
    };
    let last: Vec<&str> = table.lines().last().expect("a row").split(',').collect();
    // The logarithm of one and two words, as models read it.
    assert_eq!((last[0], last[column("I5.words")]), ("8299", "1.0986123"));
    // The same beside n-grams, which are weighed over all rows.
    let arguments = ["features", &path, "--features", "word,discourse"];
    let done = khitab(&arguments, "");
    let lines = String::from_utf8(done.stdout).expect("UTF-8");
    assert!(
        lines
            .lines()
            .last()
            .expect("a row")
            .contains("\"I5.words\":1.0986123")
    );
}

#[test]
fn a_column_that_is_missing_is_told_beside_those_that_are_there() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = write(folder.path(), "rows.csv", "id,body\n1,نص\n");
    let done = khitab(&["score", &path, "--model", "discourse"], "");
    let errors = String::from_utf8_lossy(&done.stderr).into_owned();
    assert!(
        errors.contains(
            ":1: no column is called \"text\"; there are [\"id\", \"body\"]: --text names another"
        ),
        "{errors}"
    );
}

/// Starts a command that packs its output, gives it two batches of lines and no end, and sends it a signal.
fn interrupted(signal: &str, output: &str) -> Option<i32> {
    let mut child = Command::new(env!("CARGO_BIN_EXE_khitab"))
        .args(["normalize", "-o", output])
        .stdin(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("the command starts");
    let mut input = child.stdin.take().expect("a pipe");
    let lines = "قَالَ\n".repeat(8192 + 5);
    input.write_all(lines.as_bytes()).expect("lines");
    input.flush().expect("lines");
    for _ in 0..600 {
        if fs::metadata(output).is_ok_and(|meta| meta.len() > 20) {
            break;
        }
        std::thread::sleep(Duration::from_millis(50));
    }
    let id = child.id().to_string();
    let sent = Command::new("kill").args([signal, &id]).status();
    assert!(sent.expect("kill runs").success());
    let ended = child.wait().expect("the command ends").code();
    drop(input);
    ended
}

#[test]
fn an_interrupt_leaves_a_packed_output_whole() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = |name: &str| folder.path().join(name).display().to_string();
    for signal in ["-INT", "-TERM"] {
        assert_eq!(interrupted(signal, &path("out.gz")), Some(130));
        let mut text = String::new();
        let packed = fs::File::open(path("out.gz")).expect("the output");
        flate2::read::MultiGzDecoder::new(packed)
            .read_to_string(&mut text)
            .expect("the end mark is there");
        assert_eq!(text, "قال\n".repeat(8192));
    }
    assert_eq!(interrupted("-INT", &path("out.zst")), Some(130));
    let packed = fs::read(path("out.zst")).expect("the output");
    let text = zstd::decode_all(&packed[..]).expect("the end mark is there");
    assert_eq!(text, "قال\n".repeat(8192).as_bytes());
}

/// A gzip file of many lines, cut in two.
fn cut_in_two(folder: &Path) -> String {
    let whole = folder.join("lines.txt.gz").display().to_string();
    let lines: String = (0..9000).map(|n| format!("قال نعم {n}\n")).collect();
    assert!(khitab(&["normalize", "-o", &whole], lines).status.success());
    let bytes = fs::read(&whole).expect("a file");
    fs::write(&whole, &bytes[..bytes.len() / 2]).expect("a file");
    whole
}

#[test]
fn what_stands_before_and_after_a_broken_place_is_done() {
    let folder = tempfile::tempdir().expect("a folder");
    let broken = cut_in_two(folder.path());
    let good = write(folder.path(), "good.txt", "نـــعم\n");
    for command in [
        vec!["normalize"],
        vec!["tokenize"],
        vec!["score", "--model", "register"],
        vec!["fingerprint"],
    ] {
        let packed = folder.path().join("out.jsonl.gz").display().to_string();
        let arguments = [&command[..], &[&broken, &good, "-o", &packed]].concat();
        let done = khitab(&arguments, "");
        let errors = String::from_utf8_lossy(&done.stderr);
        assert_eq!(done.status.code(), Some(1), "{command:?}: {errors}");
        assert!(errors.contains("lines.txt.gz:"), "{command:?}: {errors}");
        // The output has its end mark, the lines before the place and the file after it.
        let plain = khitab(&["normalize", "--preset", "strict", &packed], "").stdout;
        let plain = String::from_utf8_lossy(&plain);
        assert!(plain.lines().count() > 1000, "{command:?}");
        let last = plain.lines().last().expect("a line");
        assert!(last.contains("نعم") || last.contains("نـــعم"), "{last}");
    }
}

#[test]
fn a_table_that_breaks_off_gives_the_rows_before() {
    let folder = tempfile::tempdir().expect("a folder");
    let table = folder.path().join("rows.csv.gz").display().to_string();
    assert!(
        khitab(&["score", "-", "--model", "register", "-o", &table], many())
            .status
            .success()
    );
    let bytes = fs::read(&table).expect("a file");
    fs::write(&table, &bytes[..bytes.len() / 2]).expect("a file");
    let done = khitab(&["fingerprint", &table], "");
    assert_eq!(done.status.code(), Some(1));
    let rows = done.stdout.iter().filter(|byte| **byte == b'\n').count();
    let errors = String::from_utf8_lossy(&done.stderr);
    assert!(rows > 100, "{errors}");
    assert!(errors.contains(&format!("{table}:")), "{errors}");
}

#[test]
fn a_long_row_of_one_sign_is_one_row_of_output() {
    let folder = tempfile::tempdir().expect("a folder");
    for sign in [
        "ب", "\u{64E}", "\u{202E}", "\u{200D}", "\"", "#", "٣", "http://",
    ] {
        let row = sign.repeat((1 << 20) / sign.len());
        let file = write(folder.path(), "row.txt", &format!("{row}\nنعم\n"));
        for command in [
            vec!["normalize"],
            vec!["tokenize", "--format", "jsonl"],
            vec!["transliterate", "--to", "ala-lc"],
            vec!["stem"],
            vec!["deobfuscate"],
            vec!["segment"],
        ] {
            let done = khitab(&[&command[..], &[&file]].concat(), "");
            assert_eq!(done.status.code(), Some(0), "{command:?} {sign:?}");
            let rows = done.stdout.iter().filter(|byte| **byte == b'\n').count();
            assert_eq!(rows, 2, "{command:?} {sign:?}");
        }
    }
}

#[test]
fn a_quotation_mark_that_is_not_closed_is_refused_and_the_rows_before_it_are_done() {
    let dir = tempfile::tempdir().unwrap();
    let score = |content: &str| {
        let path = dir.path().join("rows.csv");
        std::fs::write(&path, content).unwrap();
        let path = path.to_str().unwrap();
        khitab(&["score", path, "--model", "discourse"], "")
    };
    for (content, line, rule) in [
        (
            "id,text\n1,نص أول\n2,\"نص ثان\n3,ثالث\n",
            3,
            "opened and never closed",
        ),
        (
            "id,text\n1,نص أول\n2,\"ثان\n3,\"ثالث\"\n4,رابع\n",
            3,
            "closed in the middle of a text",
        ),
    ] {
        let out = score(content);
        let (told, rows) = (
            String::from_utf8(out.stderr).unwrap(),
            String::from_utf8(out.stdout).unwrap(),
        );
        assert_eq!(out.status.code(), Some(1), "{told}");
        assert!(
            told.contains(&format!("rows.csv:{line}: ")) && told.contains(rule),
            "{told}"
        );
        assert!(rows.contains("نص أول") && !rows.contains("ثالث"), "{rows}");
    }
    // Closed where a field ends, it may be meant: it is used, and told.
    let long = "نص\n".repeat(250);
    for (content, told) in [
        (
            format!("id,text\n1,أول\n2,\"{long}\"\n"),
            "rows.csv:3: is a quotation mark missing?: the record that begins here takes 251 lines\n",
        ),
        (format!("id,text\n1,\"{}\"\n", "نص\n".repeat(100)), ""),
    ] {
        let out = score(&content);
        let said = String::from_utf8(out.stderr).unwrap();
        assert_eq!(out.status.code(), Some(0), "{said}");
        assert!(
            said.ends_with(told) && said.lines().count() == told.lines().count(),
            "{said}"
        );
    }
    let whole = score("id,text\n1,\"أول\nسطر\"\n2,\"ثان \"\" آخر\"\n3,طول 5\" تقريبا\n");
    assert_eq!(whole.status.code(), Some(0));
    assert_eq!(
        String::from_utf8(whole.stdout)
            .unwrap()
            .matches("other")
            .count(),
        4
    );
}

#[test]
fn what_cannot_be_answered_is_refused_with_what_there_is() {
    let folder = tempfile::tempdir().unwrap();
    let labelled = "{\"id\":7,\"text\":\"نص أول\",\"label\":\"a\"}\n{\"id\":8,\"text\":\"نص ثان\",\"label\":\"b\"}\n";
    let labelled = write(folder.path(), "labelled.jsonl", labelled);
    let bare = write(folder.path(), "bare.jsonl", "{\"text\":\"نص\"}\n");
    let same = "{\"text\":\"نص\",\"label\":\"a\"}\n".repeat(2);
    let same = write(folder.path(), "same.jsonl", &same);
    let model = folder.path().join("out.khitab").display().to_string();
    for (arguments, rule) in [
        (
            &["evaluate", &labelled, "--model", "discourse"][..],
            "the model knows no label of the rows: it says [\"other\", \"pro-isis\"], they say [\"a\", \"b\"]",
        ),
        (
            &["monitor", &labelled],
            "no row has a usable time in its field \"time\"",
        ),
        (
            &["score", &labelled, "--model", "nope"],
            "nope: no such file, and none of the models that ship: discourse, register, offensive",
        ),
        (
            &["check", "--suite", "nope"],
            "nope: no such file, and none of the suites that ship: khitabcheck, khitabcheck-blind",
        ),
        (
            &["train", &bare, "--model", &model],
            "bare.jsonl: holds no usable row",
        ),
        (
            &["train", &same, "--model", &model],
            "field \"label\" is \"a\" in every row: add rows of another label, or name another field with --label",
        ),
        (
            &["evaluate", &same, "--cv", "2"],
            "is \"a\" in every row: add rows of another label",
        ),
    ] {
        let out = khitab(arguments, "");
        let told = String::from_utf8(out.stderr).unwrap();
        assert_eq!(out.status.code(), Some(1), "{arguments:?}: {told}");
        assert!(told.contains(rule), "{arguments:?}: {told}");
        assert_eq!(String::from_utf8(out.stdout).unwrap(), "", "{arguments:?}");
    }
    for (arguments, rule) in [
        (
            &["evaluate", &labelled, "--cv", "1"][..],
            "--cv takes a number of folds from 2, not 1",
        ),
        (
            &["train", &labelled, "--model", &model, "--c", "-1"],
            "--c takes a number above 0, not -1",
        ),
        (
            &["dedupe", &labelled, "--similarity", "-0.5"],
            "--similarity lies between 0 and 1, not -0.5",
        ),
        (
            &["evaluate", &labelled, "--cv", "2", "--budget", "-1"],
            "--budget lies between 0 and 1, not -1",
        ),
    ] {
        let out = khitab(arguments, "");
        let told = String::from_utf8(out.stderr).unwrap();
        assert_eq!(out.status.code(), Some(2), "{arguments:?}: {told}");
        assert!(told.contains(rule), "{arguments:?}: {told}");
    }
}

#[test]
fn the_extension_of_an_output_tells_its_shape_and_one_of_none_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).display().to_string();
    let rows = write(folder.path(), "ROWS.JSONL", "{\"id\":7,\"text\":\"نعم\"}\n");
    let model = path("tokenizer.json");
    let trained = ["subword", "train", "--vocabulary", "20", "-o", &model];
    assert!(khitab(&trained, "قال نعم\n").status.success());
    for command in [
        &["score", "--model", "register", &rows][..],
        &["dedupe", &rows],
        &["fingerprint", &rows],
        &["features", &rows],
        &["monitor", &rows],
        &["analyze", "--rows", &rows],
        &["check", "--suite", "khitabcheck"],
        &["evaluate", "--cv", "2", &rows],
        &["normalize", &rows],
        &["tokenize", &rows],
        &["segment", &rows],
        &["subword", "encode", "--model", &model, &rows],
    ] {
        let output = path("out.xyz");
        let refused = khitab(&[command, &["-o", &output]].concat(), "");
        let told = String::from_utf8(refused.stderr).unwrap();
        assert_eq!(refused.status.code(), Some(2), "{command:?}: {told}");
        assert!(
            told.contains("out.xyz: the extension tells the shape; it is written as .")
                && !Path::new(&output).exists(),
            "{command:?}: {told}"
        );
    }
    for (command, name, begins) in [
        (&["score", "--model", "register"][..], "s.CSV", "id,text,"),
        (&["dedupe"], "d.tsv", "id\ttext\tcluster\n7\t"),
        (&["fingerprint"], "f.csv", "id,text,sha256,"),
        (&["fingerprint"], "f.parquet", "PAR1"),
        (&["tokenize"], "t.jsonl", "{\"text\":"),
        (&["normalize"], "n.jsonl", "{\"text\":"),
        (&["normalize"], "n.txt", "{\"id\":7"),
        (&["segment"], "w.jsonl", "{\"word\":"),
    ] {
        let output = path(name);
        let done = khitab(&[command, &[&rows, "-o", &output]].concat(), "");
        assert_eq!(done.status.code(), Some(0), "{command:?} {name}");
        let written = fs::read(&output).unwrap();
        assert!(written.starts_with(begins.as_bytes()), "{command:?} {name}");
    }
}
