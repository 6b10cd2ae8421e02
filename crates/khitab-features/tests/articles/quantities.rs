//! Numeric claims: value, comparator, unit, period, claimant.

use khitab_features::{Annotation, Kind, Scope, Value};
use serde_json::Value as Json;

use crate::article::{Article, difference, words};

/// Whether an attribute is what the gold says; English units are remarks for human readers.
fn agrees(quantity: &Annotation, key: &str, gold: &Json) -> bool {
    let is_remark = key == "unit" && gold.as_str().is_some_and(str::is_ascii);
    match (quantity.get(key), gold) {
        _ if is_remark => true,
        (None, Json::Null) => true,
        (Some(Value::Number(a)), Json::Number(b)) => b.as_f64() == Some(*a),
        (Some(Value::Text(a)), Json::String(b)) => a == b,
        (Some(Value::Flag(a)), Json::Bool(b)) => a == b,
        _ => false,
    }
}

fn check_quantities(article: &Article) {
    let found = article.of(Kind::Quantity);
    let gold = article.rows("quantities");
    let found_lines: Vec<String> = found
        .iter()
        .map(|quantity| {
            format!(
                "{} in {}",
                article.surface(quantity),
                article.line(quantity)
            )
        })
        .collect();
    let gold_lines: Vec<String> = gold
        .iter()
        .map(|quantity| {
            format!(
                "{} in {}",
                quantity["surface"].as_str().unwrap(),
                quantity["line"]
            )
        })
        .collect();
    assert!(
        found_lines == gold_lines,
        "{}",
        difference(&found_lines, &gold_lines)
    );
    for (quantity, gold) in found.iter().zip(gold) {
        let keys = [
            "value",
            "value_min",
            "value_max",
            "exact",
            "comparator",
            "multiplier",
            "unit",
            "percent",
            "period",
        ];
        for key in keys {
            assert!(
                agrees(quantity, key, &gold[key]),
                "{}: {key} is {:?}, not {}",
                article.surface(quantity),
                quantity.get(key),
                gold[key]
            );
        }
        check_claimant(article, quantity, gold);
    }
}

/// The gold says `author`, with or without who acts, where nobody else claims the number.
fn check_claimant(article: &Article, quantity: &Annotation, gold: &Json) {
    let expected = gold["claimant"].as_str().expect("a claimant");
    let known = article.ids(expected);
    let claimants = words(quantity, "claimant");
    let right = if expected.starts_with("author") {
        claimants.is_empty()
    } else {
        claimants
            .iter()
            .any(|id| known.iter().any(|known| known == id))
    };
    let surface = article.surface(quantity);
    assert!(right, "{surface}: {claimants:?} for {expected}");
    let quoted = gold["in_quotation"].as_bool().unwrap_or_default();
    assert_eq!(quantity.scope.contains(Scope::QUOTED), quoted, "{surface}");
}

#[test]
fn the_sample_has_its_quantities() {
    check_quantities(&Article::sample());
}

#[test]
fn the_seed_has_its_quantities() {
    if let Some(seed) = Article::seed() {
        check_quantities(&seed);
    }
}
