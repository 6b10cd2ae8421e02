//! The smaller commands: words, alphabets, disguises, matrices, fingerprints.

mod common;

use common::khitab;

fn out(arguments: &[&str], input: &str) -> String {
    let done = khitab(arguments, input);
    let errors = String::from_utf8_lossy(&done.stderr).into_owned();
    assert_eq!(done.status.code(), Some(0), "{arguments:?}: {errors}");
    String::from_utf8(done.stdout).expect("output is UTF-8")
}

#[test]
fn normalize_knows_its_presets() {
    for (preset, line) in [
        ("light", "الأستاذة"),
        ("search", "الاستاذه"),
        ("camel", "الاستاذه"),
        ("lucene", "الاستاذه"),
    ] {
        let normalized = out(&["normalize", "--preset", preset], "الأُستاذة\n");
        assert_eq!(normalized, format!("{line}\n"), "{preset}");
    }
    for preset in [
        "social",
        "strict",
        "pyarabic",
        "arclean",
        "arabertv01",
        "arabertv02",
        "araclean",
    ] {
        out(&["normalize", "--preset", preset], "الأُستاذة\n");
    }
}

#[test]
fn normalize_takes_a_profile_from_a_file() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let profile = folder.path().join("own.json").display().to_string();
    std::fs::write(&profile, r#"{"alef":"bare","marks":["vowel"]}"#).expect("a profile");
    let line = out(&["normalize", "--preset", &profile], "الأُستاذة\n");
    assert_eq!(line, "الاستاذة\n");
    std::fs::write(&profile, r#"{"alef":"short"}"#).expect("a profile");
    let done = khitab(&["normalize", "--preset", &profile], "");
    assert_eq!(done.status.code(), Some(1));
    let message = String::from_utf8_lossy(&done.stderr).into_owned();
    assert!(
        message.contains("own.json: unknown variant `short`"),
        "{message}"
    );
}

#[test]
fn normalize_tells_what_a_preset_loses_and_where_two_differ() {
    let report = out(&["normalize", "--preset", "lucene", "--loss"], "");
    assert!(report.starts_with("hash: "), "{report}");
    assert!(
        report.contains("deleted: U+0640 U+064B-U+0652\n"),
        "{report}"
    );
    assert!(
        report.contains("U+0627 <- U+0627 U+0622-U+0623 U+0625\n"),
        "{report}"
    );
    let rows = out(
        &["normalize", "--preset", "search", "--diff", "arabertv02"],
        "قال\nقال کريم\n",
    );
    assert_eq!(rows, "standard input\t2\t7\tکريم\tكريم\tريم\n");
}

#[test]
fn tokenize_counts_in_the_unit_that_is_asked_for() {
    for (units, start, end) in [("byte", 5, 13), ("char", 2, 6), ("utf16", 3, 7)] {
        let arguments = ["tokenize", "--format", "jsonl", "--units", units];
        let row: serde_json::Value =
            serde_json::from_str(&out(&arguments, "😀 نعمْ\n")).expect("JSON");
        let word = &row["tokens"][1];
        assert_eq!(
            (&word["start"], &word["end"]),
            (&start.into(), &end.into()),
            "{units}"
        );
    }
}

#[test]
fn tokenize_tells_what_was_undone_in_each_token() {
    let arguments = ["tokenize", "--format", "jsonl", "--provenance"];
    let row = out(&arguments, "قُلْ دا\u{200C}عـــش نعم\n");
    let row: serde_json::Value = serde_json::from_str(&row).expect("JSON");
    let undone: Vec<_> = (0..3)
        .map(|at| row["tokens"][at]["undone"].to_string())
        .collect();
    let expected = [r#"{"tashkeel":2}"#, r#"{"tatweel":3,"zero_width":1}"#, "{}"];
    assert_eq!(undone, expected);
    let plain = khitab(&["tokenize", "--provenance"], "");
    assert_eq!(plain.status.code(), Some(2));
}

#[test]
fn a_line_of_many_blocks_has_the_tokens_of_its_words() {
    let line = "قال 😀 نعـــم ".repeat(60_000);
    let tokens = out(&["tokenize"], &format!("{line}\nنعم\n"));
    assert!(tokens == format!("{}\nنعم\n", "قال 😀 نعم ".repeat(60_000).trim_end()));
    let rows = out(&["tokenize", "--format", "jsonl", "--units", "char"], &line);
    let row: serde_json::Value = serde_json::from_str(&rows).expect("JSON");
    let last = &row["tokens"][3 * 60_000 - 1];
    assert_eq!(
        (&last["start"], &last["end"]),
        (&779_993.into(), &779_999.into())
    );
    let stems = out(&["stem"], &line);
    assert!(stems == "قال نعم ".repeat(60_000).trim_end().to_owned() + "\n");
}

#[test]
fn segment_writes_one_line_a_word() {
    assert_eq!(
        out(&["segment"], "وبمدرستهم\nواتساب\n\n"),
        "وبمدرستهم\tو+ب+مدرست+هم\nواتساب\tواتساب\n\t\n"
    );
    let row: serde_json::Value =
        serde_json::from_str(&out(&["segment", "--format", "jsonl"], "وبمدرستهم\n")).expect("JSON");
    assert_eq!(row["stem"]["surface"], "مدرست");
    assert_eq!(row["restored"], "مدرسة");
    let done = khitab(&["segment"], "كتاب \nقال نعم\n");
    let errors = String::from_utf8_lossy(&done.stderr).into_owned();
    assert_eq!(done.status.code(), Some(1));
    assert!(
        errors.starts_with("khitab: standard input:2: holds several words")
            && errors.lines().count() == 1,
        "{errors}"
    );
}

#[test]
fn segment_tells_the_variety_of_a_file_when_asked() {
    let cut = |variety: &str, words: &str| {
        let lines = out(&["segment", "--variety", variety], words);
        lines.lines().last().unwrap_or_default().to_owned()
    };
    let spoken = "مش\nعايز\nدلوقتي\nهالبيت\n";
    assert_eq!(cut("standard", spoken), "هالبيت\tهالبيت");
    assert_eq!(cut("auto", spoken), cut("spoken", spoken));
    assert_eq!(cut("auto", spoken), "هالبيت\tه+البيت");
    let news = "أعلنت\nالتي\nسوف\nوبيتها\n";
    assert_eq!(cut("auto", news), "وبيتها\tو+بيت+ها");
    assert_eq!(out(&["segment", "--variety", "auto"], ""), "");
}

#[test]
fn transliterate_goes_there_and_back() {
    let there = out(&["transliterate", "--to", "bw"], "كِتَابٌ\n");
    assert_eq!(there, "kitaAbN\n");
    assert_eq!(
        out(&["transliterate", "--from", "bw", "--to", "ar"], &there),
        "كِتَابٌ\n"
    );
    assert_eq!(
        khitab(&["transliterate", "--to", "no-such"], "")
            .status
            .code(),
        Some(2)
    );
}

#[test]
fn stem_knows_its_methods() {
    for method in ["light10", "snowball", "isri", "arlstem"] {
        assert_ne!(
            out(&["stem", "--method", method], "المكتبات\n"),
            "المكتبات\n",
            "{method}"
        );
    }
    assert_eq!(
        khitab(&["stem", "--method", "porter"], "").status.code(),
        Some(2)
    );
}

#[test]
fn deobfuscate_names_the_word_and_the_disguise() {
    let row: serde_json::Value =
        serde_json::from_str(&out(&["deobfuscate"], "قالوا إن د.ا.ع.ش بعيد\n")).expect("JSON");
    assert_eq!(row["found"][0]["surface"], "د.ا.ع.ش");
    assert_eq!(row["found"][0]["word"], "داعش");
    assert_eq!(
        out(&["deobfuscate"], "خرج الناس إلى السوق\n")
            .matches("\"found\":[]")
            .count(),
        1
    );
}

/// Enough words for a vocabulary.
const CORPUS: &str = "كتب الكاتب كتابا عن المدينة القديمة\nقرأ القارئ الكتاب في المكتبة\nالمكتبات مفتوحة للكتاب والقراء\nكتبت الطالبة الدرس في الدفتر\nزار الطلاب المكتبة والمدينة\n";

#[test]
fn subword_models_are_trained_and_find_their_pieces_in_the_original() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("tokenizer.json").display().to_string();
    for kind in ["bpe", "wordpiece", "unigram"] {
        let arguments = [
            "subword",
            "train",
            "--kind",
            kind,
            "--vocabulary",
            "80",
            "--preset",
            "light",
            "-o",
            &path,
        ];
        out(&arguments, CORPUS);
        let line = "قالتِ الطَّالِبَةُ\n";
        let ids = out(&["subword", "encode", "--model", &path], line);
        let encoded = out(
            &["subword", "encode", "--model", &path, "--format", "jsonl"],
            line,
        );
        let row: serde_json::Value = serde_json::from_str(&encoded).expect("JSON");
        let pieces = row["pieces"].as_array().expect("pieces");
        let found: Vec<String> = pieces.iter().map(|piece| piece["id"].to_string()).collect();
        assert_eq!(ids.trim_end(), found.join(" "), "{kind}");
        let last = pieces.last().expect("a piece");
        assert_eq!(
            last["end"],
            line.len() - 1,
            "{kind}: the last mark is inside"
        );
    }
}

#[test]
fn subword_says_what_it_cannot_do() {
    let social = khitab(&["subword", "train", "--preset", "social"], CORPUS);
    assert_eq!(social.status.code(), Some(2));
    let message = String::from_utf8_lossy(&social.stderr).into_owned();
    assert!(
        message.contains("the step mask has no stock counterpart"),
        "{message}"
    );
    let camel = khitab(&["subword", "train", "--preset", "camel"], CORPUS);
    assert_eq!(camel.status.code(), Some(2));
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("tokenizer.json").display().to_string();
    std::fs::write(&path, "{}").expect("a file");
    let none = khitab(&["subword", "encode", "--model", &path], "نعم\n");
    assert_eq!(none.status.code(), Some(2));
    let broken = khitab(
        &["subword", "encode", "--model", &path, "--preset", "light"],
        "نعم\n",
    );
    assert_eq!(broken.status.code(), Some(1));
}

#[test]
fn subword_learns_nothing_from_nothing() {
    for (kind, input) in [
        ("bpe", ""),
        ("wordpiece", "\n\n"),
        ("unigram", "  \n \t\n"),
        ("unigram", ""),
    ] {
        let train = khitab(&["subword", "train", "--kind", kind], input);
        assert_eq!(train.status.code(), Some(1), "{kind}");
        assert!(train.stdout.is_empty());
        let message = String::from_utf8_lossy(&train.stderr).into_owned();
        assert!(message.contains("the texts hold no word"), "{message}");
    }
}

#[test]
fn a_long_row_has_the_pieces_of_short_ones() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("tokenizer.json").display().to_string();
    out(
        &["subword", "train", "--vocabulary", "80", "-o", &path],
        CORPUS,
    );
    let line = "كتب الكاتبُ، ثم قرأ. ";
    let encode = |format, text: &str| {
        out(
            &["subword", "encode", "--model", &path, "--format", format],
            text,
        )
    };
    let times = (3 << 20) / line.len();
    let long = encode("text", &format!("{}\n", line.repeat(times)));
    let short = encode("text", &format!("{line}\n"));
    assert_eq!(long.trim_end(), vec![short.trim_end(); times].join(" "));
    let row: serde_json::Value =
        serde_json::from_str(&encode("jsonl", &line.repeat(times))).expect("JSON");
    let last = row["pieces"].as_array().and_then(|all| all.last());
    assert_eq!(last.expect("a piece")["end"], times * line.len() - 1);
}

const ROWS: &str = "{\"id\":\"a\",\"text\":\"ينعقد المؤتمر السنوي للجمعية يوم الأحد القادم في قاعة البلدية وسط المدينة\",\"label\":\"x\"}
{\"id\":\"b\",\"text\":\"الطقس غدا غائم مع احتمال هطول أمطار خفيفة على المرتفعات الغربية من البلاد\",\"label\":\"y\"}
{\"id\":\"c\",\"text\":\"ينعقد المؤتمر السنوي للجمعيه يوم الاحد القادم في قاعة البلدية، وسط المدينة http://example.org\",\"label\":\"x\"}
";

#[test]
fn dedupe_groups_near_copies() {
    let rows = out(&["dedupe", "-"], ROWS);
    let clusters: Vec<String> = rows
        .lines()
        .map(|line| {
            let row: serde_json::Value = serde_json::from_str(line).expect("JSON");
            row["cluster"].as_str().expect("a name").to_owned()
        })
        .collect();
    assert_eq!(clusters, ["a", "b", "a"]);
}

#[test]
fn fingerprints_find_the_text_again_without_holding_it() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let signals = folder.path().join("signals.txt").display().to_string();
    out(
        &[
            "fingerprint",
            "-",
            "--format",
            "threatexchange",
            "-o",
            &signals,
        ],
        ROWS,
    );
    let written = std::fs::read_to_string(&signals).expect("signals");
    assert!(
        written.lines().all(|line| line.starts_with("text_tlsh T1")),
        "{written}"
    );
    assert!(!written.contains("المؤتمر"));
    // A line about a picture before them: what is matched is named by its own line.
    std::fs::write(&signals, format!("pdq 00\n\n{written}")).expect("a file");
    let matched = out(&["match", "-", "--signals", &signals], ROWS);
    for (row, line) in matched.lines().enumerate() {
        let told: serde_json::Value = serde_json::from_str(line).expect("JSON");
        let found = told["matches"].as_array().expect("a list");
        let own =
            serde_json::json!({"line": row + 3, "type": "text_tlsh", "distance": 0, "spans": []});
        assert!(found.contains(&own), "{line}");
    }
    std::fs::write(&signals, "").expect("a file");
    let done = khitab(&["match", "-", "--signals", &signals], ROWS);
    let message = String::from_utf8_lossy(&done.stderr).into_owned();
    assert_eq!(done.status.code(), Some(1), "{message}");
    assert!(
        message.contains("signals.txt: holds no signal"),
        "{message}"
    );
}

#[test]
fn features_leave_in_every_shape() {
    let svmlight = out(
        &[
            "features",
            "-",
            "--format",
            "svmlight",
            "--features",
            "word",
        ],
        ROWS,
    );
    let labels: Vec<&str> = svmlight
        .lines()
        .filter_map(|line| line.split(' ').next())
        .collect();
    assert_eq!(labels, ["0", "1", "0"]);
    assert!(out(&["features", "-", "--format", "csv"], ROWS).starts_with("id,A1,"));
    assert_eq!(out(&["features", "-"], ROWS).lines().count(), 3);
    for (tokens, prefix) in [("segmented", "segment:"), ("stems", "stem:")] {
        let cut = out(
            &["features", "-", "--features", "word", "--tokens", tokens],
            ROWS,
        );
        assert!(cut.contains(prefix) && !cut.contains("word:"), "{cut}");
    }
    let npz = khitab(&["features", "-", "--format", "npz"], ROWS);
    assert!(npz.stdout.starts_with(b"PK"));
    let folder = tempfile::tempdir().expect("a temporary folder");
    for (name, begins) in [("x.npz", "PK"), ("x.csv", "id,A1,"), ("x.jsonl", "{")] {
        let path = folder.path().join(name);
        let output = path.to_str().expect("a readable path");
        assert!(
            khitab(&["features", "-", "-o", output], ROWS)
                .status
                .success()
        );
        let written = std::fs::read(&path).expect("the matrix");
        assert!(written.starts_with(begins.as_bytes()), "{name}");
    }
    let packed = folder.path().join("x.parquet");
    let output = packed.to_str().expect("a readable path");
    let refused = khitab(&["features", "-", "-o", output], ROWS);
    assert_eq!(refused.status.code(), Some(2));
    assert!(!packed.exists());
}

#[test]
fn svmlight_takes_no_row_without_a_label_among_others_that_have_one() {
    let rows = format!("{ROWS}{{\"id\":\"bare\",\"text\":\"بلا وسم\"}}\n");
    let done = khitab(&["features", "-", "--format", "svmlight"], &rows);
    let message = String::from_utf8_lossy(&done.stderr).into_owned();
    assert_eq!(done.status.code(), Some(1), "{message}");
    assert!(
        message.contains("row \"bare\" has no label and others have one"),
        "{message}"
    );
    let bare = "{\"text\":\"سطر\"}\n{\"text\":\"آخر\"}\n";
    let lines = out(&["features", "-", "--format", "svmlight"], bare);
    assert!(lines.lines().all(|line| line.starts_with("0 ")), "{lines}");
}
