//! `khitab check`: suites that ship, suites of others, and what is refused.

mod common;

use common::khitab;
use serde_json::Value;

/// A file of the shape in which Multilingual HateCheck is published; the sentences are ours.
const HATECHECK: &str = "\
mhc_case_id,functionality,test_case,label_gold,target_ident,ref_case_id,ref_templ_id,templ_id,case_templ,gender_male,gender_female,label_annotated,label_annotated_maj,disagreement_in_case,disagreement_in_template
arabic-1,derog_neg_emote_h,\"الجيران مزعجون، لا أطيقهم\",hateful,neighbours,,,1,,,,\"['hateful', 'hateful']\",hateful,False,False
arabic-2,derog_neg_emote_h,الضيوف مزعجون لا أطيقهم,hateful,guests,,,1,,,,\"['hateful', 'hateful']\",hateful,False,False
arabic-3,negate_neg_nh,الجيران لطفاء أحبهم,non-hateful,neighbours,1.0,1.0,2,,,,\"['non-hateful', 'hateful']\",non-hateful,False,False
arabic-4,ident_pos_nh,الضيوف لطفاء أحبهم,non-hateful,guests,,,3,,,,\"['non-hateful']\",non-hateful,False,False
";

fn json(arguments: &[&str]) -> Value {
    let done = khitab(arguments, "");
    let errors = String::from_utf8_lossy(&done.stderr).into_owned();
    assert_eq!(done.status.code(), Some(0), "{errors}");
    serde_json::from_slice(&done.stdout).expect("JSON")
}

#[test]
fn the_shipped_model_keeps_the_order_of_the_shipped_suite() {
    let report = json(&["check", "--format", "json"]);
    assert_eq!(report["schema"], "khitab.check/1");
    assert_eq!(
        (&report["model"], &report["positive"]),
        (&"discourse".into(), &"pro-isis".into())
    );
    assert_eq!(report["suites"][1]["suite"], "khitabcheck-blind");
    let suite = &report["suites"][0];
    assert!(suite["functionalities"].as_array().expect("rows").len() >= 30);
    assert!(suite["all"]["cases"].as_u64() >= Some(1_500));
    let order = &suite["all"]["order"];
    assert!(order["value"].as_f64() >= Some(0.95), "{order}");
    assert!(order["low"].as_f64() < order["value"].as_f64());
    let wrong = suite["misordered"].as_array().expect("pairs").len() as u64;
    assert_eq!(
        Some(wrong),
        order["all"]
            .as_u64()
            .zip(order["hits"].as_u64())
            .map(|(all, hits)| all - hits)
    );
}

#[test]
fn hatecheck_is_read_as_published() {
    let folder = tempfile::tempdir().expect("a folder");
    let at = |name: &str| folder.path().join(name).display().to_string();
    let (suite, rows, model) = (at("arabic.csv"), at("rows.jsonl"), at("toy.khitab"));
    std::fs::write(&suite, HATECHECK).expect("written");
    let row = |label: &str, text: &str| format!("{{\"text\":\"{text}\",\"label\":\"{label}\"}}\n");
    let both = row("OFF", "مزعجون لا أطيقهم") + &row("NOT", "لطفاء أحبهم");
    std::fs::write(&rows, both.repeat(6)).expect("written");
    let trained = khitab(
        &["train", &rows, "--model", &model, "--features", "word"],
        "",
    );
    assert_eq!(
        trained.status.code(),
        Some(0),
        "{}",
        String::from_utf8_lossy(&trained.stderr)
    );

    let asked = [
        "check",
        "--suite",
        &suite,
        "--model",
        &model,
        "--positive",
        "OFF",
        "--format",
    ];
    let report = json(&[&asked[..], &["json"]].concat());
    let suite = &report["suites"][0];
    assert_eq!(suite["all"]["accuracy"]["hits"], 4);
    assert_eq!(
        suite["all"]["order"]["all"], 1,
        "one case was made from another"
    );
    let names: Vec<_> = suite["functionalities"]
        .as_array()
        .expect("rows")
        .iter()
        .map(|row| row["name"].clone())
        .collect();
    assert_eq!(
        names,
        ["derog_neg_emote_h", "negate_neg_nh", "ident_pos_nh"]
    );
    assert_eq!(suite["targets"][1]["name"], "neighbours");

    let lines = khitab(&[&asked[..], &["text"]].concat(), "");
    assert!(String::from_utf8_lossy(&lines.stdout).contains("negate_neg_nh"));
    let page = khitab(&[&asked[..], &["html"]].concat(), "");
    let page = String::from_utf8_lossy(&page.stdout).into_owned();
    assert!(page.contains("dir=\"rtl\"") && page.contains("ident_pos_nh"));
    assert!(!page.contains("لطفاء"), "texts of cases are not printed");
}

#[test]
fn broken_cases_are_named_and_the_rest_is_done() {
    let folder = tempfile::tempdir().expect("a folder");
    let suite = folder.path().join("own.jsonl");
    let case = "{\"id\":\"a\",\"functionality\":\"news\",\"label\":\"mention\",\"text\":\"خبر\"}\n";
    std::fs::write(
        &suite,
        format!(
            "{case}{}{{\"text\":\"نص\"}}\n",
            case.replace("mention", "odd")
        ),
    )
    .expect("written");
    let suite = suite.display().to_string();
    let done = khitab(&["check", "--suite", &suite, "--format", "json"], "");
    assert_eq!(done.status.code(), Some(1));
    let errors = String::from_utf8_lossy(&done.stderr).into_owned();
    assert!(errors.contains("own.jsonl:2: label \"odd\""), "{errors}");
    assert!(
        errors.contains("own.jsonl:3: field \"label\" is missing"),
        "{errors}"
    );
    let report: Value = serde_json::from_slice(&done.stdout).expect("JSON");
    assert_eq!(report["suites"][0]["all"]["cases"], 1);
    assert_eq!(
        khitab(&["check", "--positive", "no-such"], "")
            .status
            .code(),
        Some(2)
    );
    assert_eq!(
        khitab(&["check", "--suite", "no-such.jsonl"], "")
            .status
            .code(),
        Some(1)
    );
}

#[test]
fn the_card_of_a_model_names_its_sets_with_their_own_licences() {
    let out = khitab(&["card", "discourse"], "");
    let page = String::from_utf8(out.stdout).unwrap();
    assert_eq!(out.status.code(), Some(0));
    assert!(page.starts_with("# Model card: khitab-discourse"), "{page}");
    let line = |name: &str| page.lines().find(|line| line.contains(name)).unwrap();
    assert!(line("news.jsonl").contains("CC BY-SA"), "{page}");
    assert!(line("tweets-ordinary.jsonl").contains("GPL-2.0"), "{page}");
    let out = khitab(&["card", "--format", "json", "register"], "");
    let card: serde_json::Value = serde_json::from_slice(&out.stdout).unwrap();
    assert_eq!(card["name"], "khitab-register");
    assert_eq!(khitab(&["card", "nope"], "").status.code(), Some(1));
}
