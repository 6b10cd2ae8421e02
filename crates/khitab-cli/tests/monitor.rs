//! `khitab monitor` on posts that we made up: what was put in comes out, for any thread count.

mod common;

use std::fmt::Write as _;

use common::khitab;
use serde_json::{Value, json};

/// Forty days of a reading club: one post a day, from the 21st day on four, then a film in each;
/// one text goes round among four members within an hour; a handle comes back.
fn posts() -> String {
    let mut out = String::new();
    let mut add = |id: String, time: String, author: &str, text: String| {
        let row = json!({ "id": id, "time": time, "author": author, "text": text });
        writeln!(out, "{row}").unwrap();
    };
    for day in 0..40 {
        let date = format!("2024-{:02}-{:02}", 1 + day / 31, 1 + day % 31);
        for hour in 0..if day < 20 { 1 } else { 4 } {
            let author = if day < 20 {
                "tea_house_11"
            } else {
                "teahouse12"
            };
            let film = if day < 20 {
                ""
            } else {
                "شاهدوا الفيديو "
            };
            let text = format!("{film}لقاء القراءة رقم {day} في الساعة {hour} https://t.me/tea");
            let time = format!("{date}T{:02}:00:00Z", 8 + hour);
            add(format!("{day}-{hour}"), time, author, text);
        }
    }
    let call = "ندعوكم إلى أمسية الشعر في حديقة المكتبة يوم الخميس القادم بعد العصر";
    for (minute, author) in [(0, "layla"), (10, "karim"), (25, "huda"), (50, "omar")] {
        let time = format!("2024-01-10T17:{minute:02}:00Z");
        add(format!("call-{author}"), time, author, call.to_owned());
    }
    out
}

fn report(arguments: &[&str], input: &str) -> Value {
    let done = khitab(&[&["monitor", "-"], arguments].concat(), input);
    assert_eq!(done.status.code(), Some(0));
    serde_json::from_slice(&done.stdout).expect("one JSON object")
}

#[test]
fn what_was_put_in_comes_out() {
    let report = report(&["--by", "day"], &posts());
    assert_eq!(report["schema"], "khitab.monitor/1");
    assert_eq!(
        (&report["posts"], &report["authors"]),
        (&json!(104), &json!(6))
    );
    assert_eq!(report["refused"], 0);
    let steps = report["steps"].as_array().unwrap();
    assert_eq!(steps.len(), 40);
    assert_eq!(steps[0]["start"], "2024-01-01");
    let column = |name: &str| {
        let columns = report["columns"].as_array().unwrap();
        columns.iter().position(|column| column == name).unwrap()
    };
    let sum = |name: &str| -> f64 {
        let values = steps
            .iter()
            .map(|step| step["values"][column(name)].as_f64());
        values.map(Option::unwrap).sum()
    };
    assert_eq!(
        (sum("posts"), sum("messaging"), sum("video")),
        (104.0, 100.0, 80.0)
    );
    let starts = |name: &str| -> Vec<&str> {
        let changes = report["changes"].as_array().unwrap();
        let of = changes.iter().filter(|change| change["of"] == name);
        of.map(|change| change["start"].as_str().unwrap()).collect()
    };
    assert_eq!(starts("video"), ["2024-01-21"]);
    let burst = &report["bursts"][0];
    assert_eq!(
        (&burst["cluster"], &burst["authors"]),
        (&json!("call-layla"), &json!(4))
    );
    assert_eq!(burst["end"], "2024-01-10T17:50:00Z");
    let back = &report["returns"][0];
    assert_eq!(
        (&back["earlier"], &back["later"]),
        (&json!("tea_house_11"), &json!("teahouse12"))
    );
}

#[test]
fn threads_change_no_byte_and_csv_is_the_same_series() {
    let posts = posts();
    let run = |arguments: &[&str]| khitab(arguments, &posts).stdout;
    let one = run(&["--threads", "1", "monitor", "-", "--by", "week"]);
    let two = run(&["--threads", "2", "monitor", "-", "--by", "week"]);
    assert!(!one.is_empty() && one == two);
    let csv = run(&["monitor", "-", "--by", "month", "--format", "csv"]);
    let csv = String::from_utf8(csv).unwrap();
    let rows: Vec<&str> = csv.lines().collect();
    assert!(rows[0].starts_with("start,posts,video,image,text,audio,self_names,"));
    assert!(rows[1].starts_with("2024-01-01,68,") && rows[2].starts_with("2024-02-01,36,"));
    assert_eq!(rows.len(), 3);
}

#[test]
fn names_of_fields_are_given_and_rows_without_a_time_refused() {
    let input = "{\"body\":\"صباح الخير\",\"at\":\"2024-01-01\"}\n{\"body\":\"مساء الخير\",\"at\":\"soon\"}\n{\"body\":\"نص\"}\n";
    let done = khitab(&["monitor", "-", "--text", "body", "--time", "at"], input);
    assert_eq!(done.status.code(), Some(1));
    let report: Value = serde_json::from_slice(&done.stdout).unwrap();
    assert_eq!(
        (&report["posts"], &report["authors"], &report["refused"]),
        (&json!(1), &json!(0), &json!(2))
    );
    let errors = String::from_utf8(done.stderr).unwrap();
    assert!(errors.contains("2: `soon` is no time"), "{errors}");
    assert!(errors.contains("3: field \"at\" is missing"), "{errors}");
    let wild =
        "{\"text\":\"أ\",\"time\":\"9999-01-01\"}\n{\"text\":\"ب\",\"time\":\"2015-01-01\"}\n";
    let done = khitab(&["monitor", "-", "--by", "day"], wild);
    assert_eq!(done.status.code(), Some(1));
    let report: Value = serde_json::from_slice(&done.stdout).unwrap();
    assert_eq!(report["posts"], json!(1), "the good row is counted");
    let errors = String::from_utf8(done.stderr).unwrap();
    let rule = "1: 9999-01-01T00:00:00Z is no time of a post";
    assert!(errors.contains(rule), "{errors}");
}
