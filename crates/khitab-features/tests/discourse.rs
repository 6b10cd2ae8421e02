//! Quotations, statements and use against mention in whole articles, against gold made by hand.
//!
//! One article is ours and always there; the other is the project's seed, read when it is.

use std::fs;
use std::path::{Path, PathBuf};

use khitab_features::{
    Annotation, AnnotationSet, Document, Extractor, Kind, Measure, Role, Scope, Value,
};
use serde_json::Value as Json;

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

    fn all() -> Vec<Self> {
        core::iter::once(Self::sample())
            .chain(Self::seed())
            .collect()
    }

    fn analyse(&self) -> (AnnotationSet, Vec<Measure>) {
        let extractor = Extractor::default();
        let document = Document::new(&self.text);
        let found = extractor.annotate(&document);
        let measures = extractor.measure(&document, &found);
        (found, measures)
    }

    fn line(&self, at: usize) -> u64 {
        self.text[..at].matches('\n').count() as u64 + 1
    }

    fn rows(&self, key: &str) -> &[Json] {
        self.gold[key].as_array().expect("the gold has that list")
    }

    /// The ids that may stand for an entity of the gold: its own, or its name in one word.
    fn ids(&self, id: &str) -> Vec<String> {
        let named = self
            .rows("entities")
            .iter()
            .find(|entity| entity["id"] == id);
        let canonical = named.and_then(|entity| entity["canonical"].as_str());
        let slug = canonical.map(|name| name.replace(' ', "_"));
        core::iter::once(id.to_owned()).chain(slug).collect()
    }
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn text<'v>(annotation: &'v Annotation, name: &str) -> &'v str {
    match annotation.get(name) {
        Some(Value::Text(text)) => text,
        _ => "",
    }
}

fn speakers(annotation: &Annotation) -> Vec<&str> {
    match annotation.get("speakers") {
        Some(Value::List(ids)) => ids.iter().map(AsRef::as_ref).collect(),
        _ => Vec::new(),
    }
}

fn marker<'t>(annotation: &Annotation, original: &'t str) -> &'t str {
    match annotation.get("marker") {
        Some(Value::Span(span)) => span.of(original),
        _ => "",
    }
}

/// The sort of quotation that the gold's wording means.
fn quotation_kind(gold: &str) -> &str {
    match gold.split([' ', '(']).next().unwrap_or_default() {
        "proper" => "name",
        first => first,
    }
}

#[test]
fn every_marked_span_is_found_with_its_kind_and_speaker() {
    for article in Article::all() {
        let (found, _) = article.analyse();
        let ours: Vec<&Annotation> = found.of(Kind::Quotation).collect();
        let gold = article.rows("quotations");
        assert_eq!(ours.len(), gold.len(), "quotations");
        for (ours, gold) in ours.iter().zip(gold) {
            let inner = ours.span.of(&article.text);
            assert_eq!(inner, gold["text"].as_str().unwrap());
            assert_eq!(
                article.line(ours.span.start()),
                gold["line"].as_u64().unwrap()
            );
            assert_eq!(
                text(ours, "marks"),
                gold["marks"].as_str().unwrap(),
                "{inner}"
            );
            let kind = quotation_kind(gold["kind"].as_str().unwrap());
            // Whether two words in marks distance or cite is a matter of judgement.
            let near = ["scare", "partial"];
            let same = text(ours, "kind") == kind
                || near.contains(&kind) && near.contains(&text(ours, "kind"));
            assert!(same, "{inner}: {} for {kind}", text(ours, "kind"));
            if let Some(speaker) = gold["speaker"].as_str() {
                let known = article.ids(speaker);
                assert!(
                    speakers(ours)
                        .iter()
                        .any(|id| known.iter().any(|known| known == id)),
                    "{inner}: {:?} for {speaker}",
                    speakers(ours)
                );
            }
        }
    }
}

#[test]
fn every_statement_has_its_marker_speaker_and_content_and_there_is_no_other() {
    for article in Article::all() {
        let (found, _) = article.analyse();
        let mut ours: Vec<&Annotation> = found.of(Kind::Attribution).collect();
        ours.sort_by_key(|statement| match statement.get("marker") {
            Some(Value::Span(span)) => span.start(),
            _ => 0,
        });
        let gold = article.rows("attributions");
        let shown: Vec<&str> = ours
            .iter()
            .map(|ours| marker(ours, &article.text))
            .collect();
        assert_eq!(ours.len(), gold.len(), "{shown:?}");
        for (ours, gold) in ours.iter().zip(gold) {
            let id = &gold["id"];
            assert_eq!(
                marker(ours, &article.text),
                gold["marker"].as_str().unwrap(),
                "{id}"
            );
            let content = ours.span.of(&article.text);
            let start = gold["content_start"].as_str().unwrap();
            let starts = content.starts_with(start)
                || content
                    .strip_prefix("إن ")
                    .is_some_and(|rest| rest.starts_with(start));
            assert!(starts, "{id}: {content}");
            assert_eq!(
                ours.get("quoted"),
                Some(&Value::Flag(gold["quoted"].as_bool().unwrap())),
                "{id}"
            );
            let expected = gold["speaker"].as_array().unwrap();
            let said = speakers(ours);
            assert_eq!(said.len(), expected.len(), "{id}: {said:?}");
            for (said, expected) in said.iter().zip(expected) {
                let known = article.ids(expected.as_str().unwrap());
                assert!(
                    known.iter().any(|known| known == said),
                    "{id}: {said} for {expected}"
                );
            }
        }
    }
}

#[test]
fn no_risk_is_in_use_in_news() {
    for article in Article::all() {
        let (found, measures) = article.analyse();
        for measure in &measures {
            if measure.feature.role == Role::Risk {
                assert_eq!(
                    measure.in_use, 0.0,
                    "{}: {:?}",
                    measure.feature.id, measure.spans
                );
            }
        }
        let weapons = found.counted("D2").chain(found.counted("D1"));
        for cue in weapons {
            assert!(!cue.scope.in_use(), "{}", cue.span.of(&article.text));
        }
    }
}

#[test]
fn the_seed_counts_as_its_gold_says() {
    let Some(article) = Article::seed() else {
        return;
    };
    let (found, measures) = article.analyse();
    let names: Vec<&Annotation> = found
        .of(Kind::Entity)
        .filter(|entity| entity.id.as_deref() == Some("isis") && entity.get("anaphora").is_none())
        .collect();
    let inside = |scope: Scope| {
        names
            .iter()
            .filter(|name| name.scope.contains(scope))
            .count()
    };
    assert_eq!(
        (
            names.len(),
            inside(Scope::QUOTED),
            inside(Scope::ATTRIBUTED)
        ),
        (10, 1, 5)
    );

    let value = |id: &str| {
        measures
            .iter()
            .find(|measure| measure.feature.id == id)
            .expect("known")
    };
    assert_eq!(value("A1").value, 0.0);
    for id in ["C3", "B5.us", "B5.you"] {
        assert_eq!(value(id).in_use, 0.0, "{id}");
    }
    assert!(value("C3").value > 0.0 && value("B5.us").value > 0.0);

    let spans = |id: &str| -> Vec<&str> {
        found
            .counted(id)
            .filter(|cue| !cue.scope.contains(Scope::BOILERPLATE))
            .map(|cue| cue.span.of(&article.text))
            .collect()
    };
    assert_eq!(spans("G3.official").len(), 1);
    assert_eq!(spans("G3.supporter").len(), 4);
    for id in ["G4.video", "G4.image", "G4.text"] {
        let cues = found
            .counted(id)
            .filter(|cue| article.line(cue.span.start()) == 38);
        assert_eq!(cues.count(), 1, "{id}");
    }
    let weapon = found
        .counted("D2")
        .find(|cue| cue.span.of(&article.text) == "سلاح");
    assert!(weapon.is_some_and(|cue| cue.scope.contains(Scope::METAPHOR)));
}
