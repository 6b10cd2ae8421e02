//! Lists of the user on the command line: what each format finds, and what is refused.

use std::path::Path;

use serde_json::Value;

mod common;

use common::khitab;

/// A file in each format that is read, with its argument and the features that it gives.
const FORMATS: [(&str, &str, &str, &[&str]); 7] = [
    (
        "",
        "tea.tsv",
        "# name: tea\npattern\tlemma\tweight\tclass\tinflect\tnotes\nشاي\t\t2\n",
        &["lexicon.tea"],
    ),
    (
        "arahate:",
        "arahate.csv",
        "term,chi_score\nشاي,3\n",
        &["lexicon.chi_score"],
    ),
    (
        "hurtlex:",
        "hurtlex.tsv",
        "id\tpos\tcategory\tstereotype\tlemma\tlevel\nAR1\tn\tan\tno\tشاي\tinclusive\n",
        &["lexicon.an"],
    ),
    (
        "grievance:",
        "grievance.csv",
        "category,word,mean_rating\ncalm,شاي,7\n",
        &["lexicon.calm"],
    ),
    (
        "nrc:",
        "nrc.txt",
        "شاي\tjoy\t1\nشاي\ttrust\t1\nشاي\tfear\t0\n",
        &["lexicon.joy", "lexicon.trust"],
    ),
    (
        "",
        "drinks.dic",
        "%\n1\tdrink\n%\nشا*\t1\n",
        &["lexicon.drink"],
    ),
    (
        "",
        "drinks.yml",
        "drinks:\n  hot: [شاي]\n",
        &["lexicon.drinks/hot"],
    ),
];

const TEXT: &str = "شربت الشاي. وقال الطبيب: \"لا بأس بكوب من الشاي\"";

fn write(folder: &Path, name: &str, text: &str) -> String {
    let path = folder.join(name);
    std::fs::write(&path, text).expect("a temporary folder takes files");
    path.display().to_string()
}

fn analyze(arguments: &[&str]) -> Value {
    let done = khitab(&[&["analyze", "--format", "json"], arguments].concat(), "");
    let errors = String::from_utf8_lossy(&done.stderr);
    assert_eq!(done.status.code(), Some(0), "{errors}");
    serde_json::from_slice(&done.stdout).expect("one report")
}

#[test]
fn every_format_finds_its_words_in_their_scopes() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let text = write(folder.path(), "text.txt", TEXT);
    for (format, file, content, features) in FORMATS {
        let list = format!("{format}{}", write(folder.path(), file, content));
        let report = analyze(&["--lexicon", &list, "--no-model", &text]);
        let found = report["annotations"].as_array().expect("annotations");
        let own = |feature: &str| {
            let own = found.iter().filter(|one| one["feature"] == feature);
            own.map(|one| (one["surface"].clone(), one["in_use"].clone()))
                .collect::<Vec<_>>()
        };
        let both = [true, false].map(|in_use| (Value::from("الشاي"), Value::from(in_use)));
        for feature in features {
            assert_eq!(own(feature), both, "{file}");
        }
        let rows = report["features"].as_array().expect("features");
        let measured = rows.iter().filter_map(|row| {
            let id = row["id"].as_str().expect("an id");
            (id.starts_with("lexicon.") && row["value"] != 0.0).then_some(id)
        });
        assert!(measured.eq(features.iter().copied()), "{file}");
    }
}

#[test]
fn a_list_of_the_user_leaves_the_score_and_every_other_feature_alone() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let text = write(folder.path(), "text.txt", TEXT);
    let list = write(folder.path(), "said.dic", "%\n1\tsaid\n%\nقال\t1\nلا\t1\n");
    let (with, without) = (analyze(&["--lexicon", &list, &text]), analyze(&[&text]));
    for part in ["score", "explanation", "frame"] {
        assert_eq!(with[part], without[part], "{part}");
    }
    let features = |report: &Value| report["features"].as_array().cloned().expect("features");
    let (mut with, without) = (features(&with), features(&without));
    assert_eq!(with.pop().expect("the own feature")["id"], "lexicon.said");
    assert_eq!(with, without);
}

#[test]
fn hits_stand_in_the_text_report_in_the_page_and_in_the_matrix() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let text = write(folder.path(), "text.txt", TEXT);
    let list = write(folder.path(), "drinks.yml", "drinks: [شاي]\n");
    for shape in ["text", "html"] {
        let arguments = ["analyze", "--format", shape, "--lexicon", &list, &text];
        let shown = String::from_utf8(khitab(&arguments, "").stdout).expect("UTF-8");
        assert!(shown.contains("lexicon.drinks"), "{shape}");
    }
    let row = serde_json::json!({ "text": TEXT }).to_string();
    let arguments = ["features", "-", "--lexicon", &list];
    let row: Value = serde_json::from_slice(&khitab(&arguments, row).stdout).expect("one row");
    let [all, used] =
        ["lexicon.drinks", "lexicon.drinks.use"].map(|name| row[name].as_f64().expect("a value"));
    assert!(all > used && used > 0.0, "{row}");
}

#[test]
fn a_broken_line_is_named_and_nothing_is_written() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let text = write(folder.path(), "text.txt", TEXT);
    for (format, file, content, rule) in [
        (
            "",
            "a.tsv",
            "# name: a\npattern\tlemma\tweight\tclass\tinflect\tnotes\nشاي\t\tx\n",
            "a.tsv:3: weight `x` is not a number",
        ),
        (
            "arahate:",
            "a.csv",
            "term,score\nشاي,x\n",
            "a.csv:2: `x` is not a number",
        ),
        (
            "hurtlex:",
            "b.tsv",
            "id\tpos\n",
            "b.tsv:1: the column row must be",
        ),
        (
            "grievance:",
            "b.csv",
            "category,word,mean_rating\ncalm,nap\n",
            "b.csv:2: 2 cells where 3 are named",
        ),
        (
            "nrc:",
            "a.txt",
            "شاي\tjoy\t7\n",
            "a.txt:1: `7` is neither 0 nor 1",
        ),
        (
            "",
            "a.dic",
            "%\n1\ta\n%\nشاي\t9\n",
            "a.dic:4: category `9` is not declared",
        ),
        (
            "",
            "a.yaml",
            "a:\n  - &x y\n",
            "a.yaml:2: `&x y` is beyond the YAML",
        ),
    ] {
        let list = format!("{format}{}", write(folder.path(), file, content));
        let done = khitab(&["analyze", "--lexicon", &list, &text], "");
        let errors = String::from_utf8_lossy(&done.stderr);
        assert_eq!(done.status.code(), Some(1), "{errors}");
        assert!(errors.contains(rule), "{errors:?} lacks {rule:?}");
        assert!(done.stdout.is_empty(), "{file}");
    }
}

#[test]
fn what_cannot_work_is_a_refusal_before_any_reading() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let list = write(folder.path(), "drinks.yml", "drinks: [شاي]\n");
    let table = write(folder.path(), "drinks.csv", "term,score\nشاي,1\n");
    for (arguments, rule) in [
        (
            &["features", "-", "--lexicon", &table][..],
            "write FORMAT:FILE",
        ),
        (
            &["features", "-", "--features", "word", "--lexicon", &list],
            "--lexicon goes with --features discourse alone",
        ),
        (
            &["score", "-", "--model", "discourse", "--lexicon", &list],
            "--lexicon",
        ),
    ] {
        let done = khitab(arguments, "");
        let errors = String::from_utf8_lossy(&done.stderr);
        assert_eq!(done.status.code(), Some(2), "{errors}");
        assert!(errors.contains(rule), "{errors}");
    }
    let done = khitab(
        &["features", "-", "--lexicon", &list, "--lexicon", &list],
        "",
    );
    assert_eq!(done.status.code(), Some(1));
    let errors = String::from_utf8_lossy(&done.stderr);
    assert!(
        errors.contains("drinks.yml: drinks: two lists have this name"),
        "{errors}"
    );
}
