//! Every feature of the design has a row in the taxonomy; where the formula is another, the page says so.

use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;

use khitab_features::{Feature, Unit, taxonomy};

fn file(path: &str) -> Option<String> {
    fs::read_to_string(
        PathBuf::from(env!("CARGO_MANIFEST_DIR"))
            .join("../..")
            .join(path),
    )
    .ok()
}

/// The ids in the first column of the table under "Changed against the design".
fn explained() -> BTreeSet<String> {
    let page = file("docs/FEATURES.md").expect("the page is part of the repository");
    let (_, rest) = page
        .split_once("\n## Changed against the design\n")
        .expect("the section");
    let section = rest.split("\n## ").next().unwrap_or_default();
    let rows = section.lines().filter_map(|line| line.strip_prefix("| "));
    let cells = rows.filter_map(|row| row.split(" |").next());
    cells
        .flat_map(|cell| cell.split(", "))
        .map(str::to_owned)
        .collect()
}

/// Whether a formula of the design, a plain count of hits, is a rate here.
fn is_plain_rate(formula: &str, ours: &[&Feature]) -> bool {
    matches!(formula, "hits" | "hits/100 tokens" | "rates")
        && ours[0].unit == Unit::Rate
        && ours[0].formula.contains("per 100 words")
}

#[test]
fn every_feature_of_the_design_is_measured_as_it_says_or_explained() {
    let Some(design) = file("../shared/design/taxonomy.json") else {
        return;
    };
    let design: Vec<serde_json::Value> = serde_json::from_str(&design).expect("the design is JSON");
    assert_eq!(design.len(), 71);
    let explained = explained();
    for feature in &design {
        let id = feature["id"].as_str().expect("an id");
        let part = format!("{id}.");
        let ours: Vec<&Feature> = taxonomy()
            .iter()
            .filter(|ours| ours.id == id || ours.id.starts_with(&part))
            .collect();
        assert!(!ours.is_empty(), "{id} is not in the taxonomy");
        let formula = feature["formula"].as_str().expect("a formula");
        assert!(
            is_plain_rate(formula, &ours) || explained.contains(id),
            "{id}: `{formula}` is `{}` here, and the page does not say why",
            ours[0].formula
        );
    }
    for id in &explained {
        let known = |feature: &serde_json::Value| feature["id"] == id.as_str();
        let heading = matches!(id.as_str(), "id" | "---");
        assert!(
            heading || id.starts_with("--") || design.iter().any(known),
            "{id} is not in the design"
        );
    }
}

#[test]
fn the_page_has_every_row_of_the_taxonomy() {
    let page = file("docs/FEATURES.md").expect("the page is part of the repository");
    for feature in taxonomy() {
        let row = page
            .lines()
            .find(|line| line.starts_with(&format!("| {} | {} |", feature.id, feature.name)));
        let row = row.unwrap_or_else(|| panic!("{} is not on the page", feature.id));
        for cell in [feature.formula, feature.source] {
            assert!(
                row.contains(cell),
                "{}: `{cell}` is not in its row",
                feature.id
            );
        }
    }
}
