//! Entities and quantities of whole articles against gold made by hand.
//!
//! One article is ours and always there; the other is the project's seed, read when it is.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use khitab_features::{Annotation, Document, Entities, Matcher, Quantities, Value};
use serde_json::Value as Json;

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../..")
}

struct Article {
    text: String,
    gold: Json,
}

impl Article {
    fn read(text: &Path, gold: &Path) -> Option<Self> {
        Some(Self {
            text: fs::read_to_string(text).ok()?,
            gold: serde_json::from_str(&fs::read_to_string(gold).ok()?).expect("the gold is JSON"),
        })
    }

    fn sample() -> Self {
        let folder = root().join("data/samples");
        Self::read(
            &folder.join("article.txt"),
            &folder.join("article.gold.json"),
        )
        .expect("the sample is part of the repository")
    }

    fn seed() -> Option<Self> {
        let folder = root().join("../shared/seed");
        Self::read(&folder.join("article.txt"), &folder.join("gold.json"))
    }

    fn line(&self, annotation: &Annotation) -> usize {
        self.text[..annotation.span.start()].matches('\n').count() + 1
    }

    fn surface(&self, annotation: &Annotation) -> &str {
        annotation.span.of(&self.text)
    }

    fn entities(&self) -> Vec<Annotation> {
        let matcher = Matcher::shipped();
        let document = Document::new(&self.text);
        let hits = matcher.find(&document);
        Entities::new(matcher).find(&document, matcher, &hits)
    }

    fn quantities(&self) -> Vec<Annotation> {
        let matcher = Matcher::shipped();
        let document = Document::new(&self.text);
        let hits = matcher.find(&document);
        Quantities::new(matcher).find(&document, matcher, &hits)
    }
}

fn attr<'a>(annotation: &'a Annotation, name: &str) -> &'a str {
    match annotation.get(name) {
        Some(Value::Text(text)) => text,
        _ => "",
    }
}

fn is_anaphora(annotation: &Annotation) -> bool {
    annotation.get("anaphora") == Some(&Value::Flag(true))
}

/// `(canonical name, surface, line)` of every mention, sorted.
type Mentions = Vec<(String, String, usize)>;

fn gold_mentions(gold: &Json, field: &str) -> Mentions {
    let mut out = Vec::new();
    for entity in gold["entities"].as_array().expect("entities are a list") {
        let canonical = entity["canonical"].as_str().unwrap_or_default();
        for mention in entity[field].as_array().into_iter().flatten() {
            let surface = mention["surface"].as_str().unwrap_or_default();
            for line in mention["lines"].as_array().into_iter().flatten() {
                let line = usize::try_from(line.as_u64().unwrap_or_default()).unwrap_or_default();
                out.push((canonical.to_owned(), surface.to_owned(), line));
            }
        }
    }
    out.sort();
    out
}

fn mentions(article: &Article, anaphora: bool) -> Mentions {
    let mut out: Mentions = article
        .entities()
        .iter()
        .filter(|entity| is_anaphora(entity) == anaphora)
        .map(|entity| {
            let canonical = attr(entity, "canonical").to_owned();
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
    let text = |json: &Json| json.as_str().unwrap_or_default().to_owned();
    let entities = gold["entities"].as_array().into_iter().flatten();
    entities
        .map(|entity| (text(&entity["canonical"]), text(&entity["type"])))
        .collect()
}

/// What one side has and the other lacks.
fn difference(found: &[String], gold: &[String]) -> String {
    let lacks = |a: &[String], b: &[String]| {
        let mut rest = b.to_vec();
        let mut out = Vec::new();
        for one in a {
            match rest.iter().position(|other| other == one) {
                Some(at) => drop(rest.remove(at)),
                None => out.push(one.clone()),
            }
        }
        out.join("\n  ")
    };
    format!(
        "wrong:\n  {}\nmissed:\n  {}",
        lacks(found, gold),
        lacks(gold, found)
    )
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

fn check_entities(article: &Article, ignore: impl Fn(&(String, String, usize)) -> bool) {
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
    for entity in article.entities() {
        if let Some(kind) = types.get(attr(&entity, "canonical")) {
            assert_eq!(
                attr(&entity, "type"),
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
    let found = seed.entities();
    for surface in generic {
        assert!(
            found.iter().any(|entity| seed.surface(entity) == surface),
            "{surface}"
        );
    }
    let names = |naming| {
        found
            .iter()
            .filter(|entity| attr(entity, "naming") == naming)
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
    let found = article.quantities();
    let gold = article.gold["quantities"]
        .as_array()
        .expect("quantities are a list");
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
    }
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
