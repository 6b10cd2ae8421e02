//! Published lexicons as their users have them, read where the project's data folder is present.

use std::fs;
use std::path::PathBuf;

use khitab_features::{Document, Extractor, Gazetteer, Lexicon, LexiconFormat, Matcher};

fn published(path: &str) -> Option<String> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    fs::read_to_string(folder.join("../../../shared/datasets/lexicons").join(path)).ok()
}

fn read(format: LexiconFormat, path: &str) -> Option<Vec<Lexicon>> {
    let text = published(path)?;
    Some(Lexicon::read(format, path, &text).expect("a published file is well formed"))
}

fn words(lists: &[Lexicon]) -> usize {
    lists.iter().map(|list| list.entries().len()).sum()
}

#[test]
fn arahate_has_its_terms() {
    for metric in ["PMI", "CHI", "BNS"] {
        let path = format!("arahate/AraHate-{metric}.csv");
        let Some(lists) = read(LexiconFormat::AraHate, &path) else {
            return;
        };
        assert_eq!((lists.len(), words(&lists)), (1, 1523), "{metric}");
    }
}

#[test]
fn hurtlex_has_its_categories() {
    let Some(lists) = read(LexiconFormat::HurtLex, "hurtlex_ar/hurtlex_AR.tsv") else {
        return;
    };
    assert_eq!((lists.len(), words(&lists)), (17, 3220));
    let matcher = Matcher::new(lists, Gazetteer::default());
    let text = "والديماجوجي";
    assert_eq!(matcher.find(&Document::new(text))[0].span.of(text), text);
}

#[test]
fn the_grievance_dictionary_has_its_categories() {
    let Some(lists) = read(
        LexiconFormat::Grievance,
        "grievance_dictionary/dictionary_7plus.csv",
    ) else {
        return;
    };
    assert_eq!(lists.len(), 22);
    assert!(lists.iter().any(|list| list.name() == "weaponry"));
    assert!(words(&lists) > 3000);
}

#[test]
fn a_list_of_scores_fills_b6() {
    let text = "term,pmi_score\nشاي,1.5\nقهوة مرة,-0.25\n";
    let lists = Lexicon::read(LexiconFormat::AraHate, "scores.csv", text).expect("a list");
    let scores = lists.into_iter().map(|list| list.with("feature", "B6"));
    let shipped = Matcher::shipped();
    let all = shipped.lexicons().iter().cloned().chain(scores).collect();
    let extractor = Extractor::new(Matcher::new(all, shipped.gazetteer().clone()));

    let row = extractor.extract("قال الجار إن الشاي أفضل من قهوة مرة");
    let column = extractor.space().id("B6").expect("a column");
    assert_eq!(row.get(column), 1.25 / 8.0);
}
