//! Names, numeric claims and who says what in sentences of our own, with controls.

use std::fs;
use std::path::PathBuf;

use khitab_features::{
    Annotation, Document, Entities, Extractor, Hit, Kind, Matcher, Quantities, Value,
};

/// The rows of a golden file: a sentence and what stands behind it.
fn rows(name: &str) -> Vec<(usize, String, String)> {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("../../data/golden")
        .join(name);
    let text = fs::read_to_string(path).expect("the golden file is part of the repository");
    let lines = text
        .lines()
        .enumerate()
        .filter(|(_, line)| !line.starts_with('#'));
    lines
        .skip(1)
        .map(|(at, line)| {
            let (sentence, wanted) = line.split_once('\t').unwrap_or((line, ""));
            (at + 1, sentence.to_owned(), wanted.to_owned())
        })
        .collect()
}

fn check(name: &str, least: usize, found: impl Fn(&str) -> Vec<String>) {
    let rows = rows(name);
    assert!(rows.len() >= least, "{name} has its rows");
    let wrong: Vec<String> = rows
        .iter()
        .filter_map(|(line, sentence, wanted)| {
            let found = found(sentence).join("|");
            (found != *wanted).then(|| format!("{name} line {line}: {found}\n  not {wanted}"))
        })
        .collect();
    assert!(
        wrong.is_empty(),
        "{} of {}:\n{}",
        wrong.len(),
        rows.len(),
        wrong.join("\n")
    );
}

fn read(
    sentence: &str,
    find: impl Fn(&Document<'_>, &[Hit]) -> Vec<Annotation>,
) -> Vec<Annotation> {
    let document = Document::new(sentence);
    let hits = Matcher::shipped().find(&document);
    find(&document, &hits)
}

#[test]
fn names() {
    let matcher = Matcher::shipped();
    let entities = Entities::new(matcher);
    check("names.tsv", 30, |sentence| {
        let found = read(sentence, |document, hits| {
            entities.find(document, matcher, hits)
        });
        let show = |entity: &Annotation| {
            let mark = if entity.get("anaphora").is_some() {
                "~"
            } else {
                ""
            };
            let id = entity.id.as_deref().unwrap_or_default();
            format!("{mark}{id}={}", entity.span.of(sentence))
        };
        found.iter().map(show).collect()
    });
}

#[test]
fn numeric_claims() {
    let matcher = Matcher::shipped();
    let quantities = Quantities::new(matcher);
    let text = |quantity: &Annotation, key: &str| match quantity.get(key) {
        Some(Value::Text(text)) => text.to_string(),
        Some(Value::Number(number)) => number.to_string(),
        _ => String::new(),
    };
    check("quantities.tsv", 30, |sentence| {
        let found = read(sentence, |document, hits| {
            quantities.find(document, matcher, hits)
        });
        let show = |q: &Annotation| {
            let mut value = text(q, "value") + &text(q, "value_min");
            if q.get("value_max").is_some() {
                value = format!("{value}..{}", text(q, "value_max"));
            }
            let (comparator, unit) = (text(q, "comparator"), text(q, "unit"));
            let period = match q.get("period") {
                Some(Value::Text(period)) => format!(" @{period}"),
                _ => String::new(),
            };
            format!(
                "{}={value} {comparator} {unit}{period}",
                q.span.of(sentence)
            )
        };
        found.iter().map(show).collect()
    });
}

#[test]
fn claimants() {
    let extractor = Extractor::default();
    check("claimants.tsv", 12, |sentence| {
        let found = extractor.annotate(&Document::new(sentence));
        let show = |quantity: &Annotation| {
            let claimant = match quantity.get("claimant") {
                None => "-".to_owned(),
                Some(Value::List(ids)) if ids.is_empty() => "?".to_owned(),
                Some(Value::List(ids)) => ids.join("+"),
                other => panic!("{other:?} is no list of speakers"),
            };
            format!("{}<{claimant}", quantity.span.of(sentence))
        };
        found.of(Kind::Quantity).map(show).collect()
    });
}

#[test]
fn speakers() {
    let extractor = Extractor::default();
    check("speakers.tsv", 40, |sentence| {
        let found = extractor.annotate(&Document::new(sentence));
        let show = |statement: &Annotation| {
            let speaker = match statement.get("speaker") {
                Some(Value::Span(span)) => span.of(sentence),
                _ => "-",
            };
            format!("{speaker}<{}", statement.span.of(sentence))
        };
        found.of(Kind::Attribution).map(show).collect()
    });
}
