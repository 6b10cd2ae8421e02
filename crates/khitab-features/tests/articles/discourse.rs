//! Quotations, statements and use against mention.

use khitab_features::{Annotation, Kind, Role, Scope, Value};

use crate::article::{Article, text, words};

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
            assert_eq!(article.line(ours), gold["line"].as_u64().unwrap());
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
                    words(ours, "speakers")
                        .iter()
                        .any(|id| known.iter().any(|known| known == id)),
                    "{inner}: {:?} for {speaker}",
                    words(ours, "speakers")
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
            let said = words(ours, "speakers");
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
        let cues = found.counted(id).filter(|cue| article.line(cue) == 38);
        assert_eq!(cues.count(), 1, "{id}");
    }
    let weapon = found
        .counted("D2")
        .find(|cue| cue.span.of(&article.text) == "سلاح");
    assert!(weapon.is_some_and(|cue| cue.scope.contains(Scope::METAPHOR)));
}
