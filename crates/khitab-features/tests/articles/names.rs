//! Names and what stands for them.

use std::collections::BTreeMap;

use khitab_features::{Annotation, Kind, Value};
use serde_json::Value as Json;

use crate::article::{Article, difference, text};

fn is_anaphora(annotation: &Annotation) -> bool {
    annotation.get("anaphora") == Some(&Value::Flag(true))
}

/// `(canonical name, surface, line)` of every mention, sorted.
type Mentions = Vec<(String, String, u64)>;

fn gold_mentions(gold: &Json, field: &str) -> Mentions {
    let mut out = Vec::new();
    for entity in gold["entities"].as_array().expect("entities are a list") {
        let canonical = entity["canonical"].as_str().unwrap_or_default();
        for mention in entity[field].as_array().into_iter().flatten() {
            let surface = mention["surface"].as_str().unwrap_or_default();
            for line in mention["lines"].as_array().into_iter().flatten() {
                let line = line.as_u64().unwrap_or_default();
                out.push((canonical.to_owned(), surface.to_owned(), line));
            }
        }
    }
    out.sort();
    out
}

fn mentions(article: &Article, anaphora: bool) -> Mentions {
    let mut out: Mentions = article
        .of(Kind::Entity)
        .iter()
        .filter(|entity| is_anaphora(entity) == anaphora)
        .map(|entity| {
            let canonical = text(entity, "canonical").to_owned();
            (
                canonical,
                article.surface(entity).to_owned(),
                article.line(entity),
            )
        })
        .collect();
    out.sort();
    out
}

fn gold_types(gold: &Json) -> BTreeMap<String, String> {
    let word = |json: &Json| json.as_str().unwrap_or_default().to_owned();
    let entities = gold["entities"].as_array().into_iter().flatten();
    entities
        .map(|entity| (word(&entity["canonical"]), word(&entity["type"])))
        .collect()
}

fn assert_same(what: &str, found: &Mentions, gold: &Mentions) {
    let lines = |mentions: &Mentions| -> Vec<String> {
        mentions
            .iter()
            .map(|(name, surface, line)| format!("{name}: {surface} in {line}"))
            .collect()
    };
    assert!(
        found == gold,
        "{what}\n{}",
        difference(&lines(found), &lines(gold))
    );
}

fn check_entities(article: &Article, ignore: impl Fn(&(String, String, u64)) -> bool) {
    let mut found = mentions(article, false);
    found.retain(|mention| !ignore(mention));
    assert_same(
        "mentions",
        &found,
        &gold_mentions(&article.gold, "mentions"),
    );
    let stand_ins = mentions(article, true);
    assert_eq!(
        stand_ins,
        gold_mentions(&article.gold, "anaphora"),
        "anaphora"
    );
    let types = gold_types(&article.gold);
    for entity in article.of(Kind::Entity) {
        if let Some(kind) = types.get(text(&entity, "canonical")) {
            assert_eq!(
                text(&entity, "type"),
                kind,
                "type of {}",
                article.surface(&entity)
            );
        }
    }
}

#[test]
fn the_sample_has_its_entities() {
    check_entities(&Article::sample(), |_| false);
}

#[test]
fn the_seed_has_its_entities() {
    let Some(seed) = Article::seed() else { return };
    let generic = seed.gold["platform_types"]["generic_mentions"]
        .as_array()
        .expect("a list");
    let generic: Vec<&str> = generic
        .iter()
        .filter_map(|g| g["surface"].as_str())
        .collect();
    // The gold lists words for kinds of platforms apart from the entities.
    check_entities(&seed, |(_, surface, _)| generic.contains(&surface.as_str()));
    let found = seed.of(Kind::Entity);
    for surface in generic {
        assert!(
            found.iter().any(|entity| seed.surface(entity) == surface),
            "{surface}"
        );
    }
    let names = |naming| {
        found
            .iter()
            .filter(|entity| text(entity, "naming") == naming)
            .count()
    };
    assert_eq!((names("self"), names("outsider")), (0, 10));
    let ids = |id| {
        found
            .iter()
            .filter(|e| e.id.as_deref() == Some(id) && !is_anaphora(e))
            .count()
    };
    assert_eq!(
        (
            ids("isis"),
            ids("europol"),
            ids("whatsapp"),
            ids("facebook")
        ),
        (10, 2, 1, 4)
    );
}
