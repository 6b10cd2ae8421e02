//! `khitab audit`: one object, one page, and lines to read; no text of any row.

mod common;

use common::khitab;
use serde_json::Value;

const SUPPORT: &str = "نحن جنود الخلافة باقية وتتمدد";

/// Rows of our own: a panel of news with one copy of a training row, a panel of prayers, and supporters.
fn rows() -> String {
    let row = |id: &str, panel: &str, label: &str, split: &str, text: &str| {
        format!(
            "{{\"id\":\"{id}\",\"panel\":\"{panel}\",\"label\":\"{label}\",\"split\":\"{split}\",\"text\":\"{text}\"}}\n"
        )
    };
    let mut rows = String::new();
    for at in 0..12 {
        rows += &row(
            &format!("n{at}"),
            "news",
            "other",
            "test",
            &format!("وصل وفد من تونس إلى القاهرة في زيارة رقم {at} #سياسة"),
        );
        rows += &row(
            &format!("p{at}"),
            "prayer",
            "other",
            "test",
            &format!("اللهم اغفر للمسلمين واحفظ بيت {at} من كل سوء"),
        );
        rows += &row(
            &format!("s{at}"),
            "tweets",
            "pro-isis",
            "test",
            &format!("{SUPPORT} في بيت {at} رغم أنف الكفار"),
        );
    }
    rows + &row("left-out", "news", "other", "train", "هذا الصف للتدريب")
}

fn folder_with(files: &[(&str, &str)]) -> (tempfile::TempDir, impl Fn(&str) -> String + use<>) {
    let folder = tempfile::tempdir().expect("a folder");
    for (name, content) in files {
        std::fs::write(folder.path().join(name), content).expect("written");
    }
    let path = folder.path().to_owned();
    (folder, move |name: &str| {
        path.join(name).display().to_string()
    })
}

#[test]
fn an_audit_is_one_object_one_page_and_some_lines() {
    let training = "{\"id\":\"t\",\"label\":\"other\",\"text\":\"وصل وفد من تونس إلى القاهرة في زيارة رقم 3 #سياسة\"}\n";
    let (_folder, at) = folder_with(&[("rows.jsonl", &rows()), ("train.jsonl", training)]);
    let (data, train, json, html) = (
        at("rows.jsonl"),
        at("train.jsonl"),
        at("a.json"),
        at("a.html"),
    );
    let arguments = [
        "audit",
        "--data",
        &data,
        "--only",
        "split=test",
        "--train",
        &train,
        "--json",
        &json,
        "--html",
        &html,
    ];
    let done = khitab(&arguments, "");
    assert_eq!(
        done.status.code(),
        Some(0),
        "{}",
        String::from_utf8_lossy(&done.stderr)
    );
    let lines = String::from_utf8(done.stdout).expect("UTF-8");
    assert!(
        lines.contains("without hashtags (12 texts)") && !lines.contains("(0 texts)"),
        "{lines}"
    );
    let object = std::fs::read_to_string(&json).expect("written");
    let page = std::fs::read_to_string(&html).expect("written");

    let report: Value = serde_json::from_str(&object).expect("JSON");
    assert_eq!(
        (&report["schema"], &report["rows"]),
        (&"khitab.audit/1".into(), &36.into())
    );
    let panels: Vec<&Value> = report["panels"]
        .as_array()
        .expect("panels")
        .iter()
        .map(|panel| &panel["panel"])
        .collect();
    assert_eq!(panels, ["news", "prayer", "tweets"]);
    assert_eq!(
        report["panels"][1]["flagged"]["hits"], 0,
        "prayer raises no score"
    );
    assert_eq!(report["panels"][1]["found"], Value::Null);
    assert_eq!(report["rates"]["found"]["all"], 12);
    let kinds: Vec<&str> = report["swaps"]
        .as_array()
        .expect("swaps")
        .iter()
        .filter_map(|row| row["kind"].as_str())
        .collect();
    assert!(
        kinds.contains(&"place") && kinds.contains(&"group/religion"),
        "{kinds:?}"
    );
    assert_eq!(
        report["ablations"][1]["texts"], 12,
        "every row of news has a hashtag"
    );
    assert_eq!(report["attacks"].as_array().map(Vec::len), Some(18));
    assert_eq!(report["prevalences"].as_array().map(Vec::len), Some(4));
    assert_eq!(
        report["calibration"]["bins"].as_array().map(Vec::len),
        Some(10)
    );
    assert_eq!(report["leakage"]["pairs"][0][1], "t");
    assert!(report["leakage"]["copies_of_training"]["hits"].as_u64() >= Some(1));

    assert!(page.contains("dir=\"rtl\"") && page.contains("Content-Security-Policy"));
    for out in [&object, &page, &lines] {
        assert!(!out.contains(SUPPORT), "texts of rows are not printed");
    }
    assert!(lines.contains("prayer (12 rows)"), "{lines}");

    let again = khitab(&[&arguments[..], &["-j", "1"]].concat(), "");
    assert_eq!(again.status.code(), Some(0));
    assert_eq!(
        std::fs::read_to_string(&json).expect("written"),
        object,
        "the same on one thread"
    );
}

#[test]
fn what_cannot_be_audited_is_refused() {
    let (_folder, at) = folder_with(&[(
        "rows.jsonl",
        "{\"text\":\"نص\"}\n{\"text\":\"خبر\",\"label\":\"other\"}\n",
    )]);
    let data = at("rows.jsonl");
    let done = khitab(&["audit", "--data", &data], "");
    let errors = String::from_utf8_lossy(&done.stderr).into_owned();
    assert_eq!(done.status.code(), Some(1), "{errors}");
    assert!(
        errors.contains("rows.jsonl:1: field \"label\" is missing"),
        "{errors}"
    );
    assert!(String::from_utf8_lossy(&done.stdout).contains("rows (1 rows)"));
    assert_eq!(
        khitab(&["audit", "--data", &data, "--only", "split"], "")
            .status
            .code(),
        Some(2)
    );
    let misspelt = khitab(&["audit", "--data", &data, "--only", "splt=test"], "");
    let errors = String::from_utf8_lossy(&misspelt.stderr).into_owned();
    assert_eq!(misspelt.status.code(), Some(2), "{errors}");
    assert!(errors.contains("no row has the field \"splt\""), "{errors}");
    let (_folder, empty) = folder_with(&[("empty.jsonl", "")]);
    let none = khitab(
        &[
            "audit",
            "--data",
            &empty("empty.jsonl"),
            "--only",
            "split=test",
        ],
        "",
    );
    assert_eq!(none.status.code(), Some(1));
    assert_eq!(
        khitab(&["audit", "--data", "no-such.jsonl"], "")
            .status
            .code(),
        Some(1)
    );
    assert_eq!(khitab(&["audit"], "").status.code(), Some(2));
}
