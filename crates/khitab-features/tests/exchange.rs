//! Signals that went through the real `threatexchange` package and came back.
//!
//! `data/golden/reference/threatexchange_roundtrip.py` names its version and what it checked.
#![cfg(feature = "exchange")]

use khitab_features::exchange::{Signal, SignalMatcher, TrendQuery, read, write_lines};
use khitab_features::{Canonical, Document, Fingerprint};

/// Our own texts.
const TEXTS: [&str; 3] = [
    "أعلنت المكتبة العامة في المدينة أنها ستمدد ساعات الدوام خلال شهر الامتحانات حتى منتصف الليل",
    "تساقطت الثلوج على المرتفعات الشمالية منذ الفجر وأغلقت الطرق الجبلية أمام السيارات الصغيرة",
    "يستعد فريق المدرسة للمشاركة في بطولة الشطرنج التي تقام الأسبوع القادم بمشاركة عشرين مدرسة",
];

fn golden(file: &str) -> String {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../data/golden/reference/");
    std::fs::read_to_string(format!("{folder}{file}")).unwrap()
}

fn signals() -> Vec<Signal> {
    let tlsh = |text: &&str| {
        let canonical = Canonical::new(&Document::new(text), &[]);
        Signal::Tlsh(Fingerprint::new(&canonical).tlsh.unwrap())
    };
    let query = TrendQuery::of_terms(&["مكتبة", "ثلج*", "بطولة الشطرنج"]);
    let queries = [Signal::Trend(query)];
    TEXTS.iter().map(tlsh).chain(queries).collect()
}

#[test]
fn the_lines_are_those_that_were_sent() {
    let mut lines = Vec::new();
    write_lines(&signals(), &mut lines).unwrap();
    let lines = String::from_utf8(lines).unwrap();
    if let Some(path) = std::env::var_os("KHITAB_WRITE_SIGNALS") {
        std::fs::write(path, &lines).unwrap();
    }
    assert_eq!(lines, golden("threatexchange_signals.txt"));
}

#[test]
fn what_came_back_is_what_was_sent_and_finds_the_texts() {
    let file = "threatexchange_returned.csv";
    let returned = read(file, &golden(file)).unwrap();
    let returned: Vec<Signal> = returned.into_iter().map(|(_, signal)| signal).collect();
    assert_eq!(returned, signals());
    let matcher = SignalMatcher::new(returned);
    for (number, text) in TEXTS.iter().enumerate() {
        let disguised = text.replace('ة', "ه").replace('ا', "ا\u{0640}") + " https://example.org";
        let found = matcher.search(&Document::new(&disguised), &[]);
        assert!(
            found
                .iter()
                .any(|found| found.signal == number && found.distance == 0)
        );
        let query = found.iter().find(|found| found.signal == TEXTS.len());
        assert_eq!(
            query.is_some(),
            number != 1,
            "تساقطت الثلوج has no word of the query"
        );
    }
}
