use super::*;

fn index() -> ScriptureIndex {
    let bytes = ScriptureIndex::build([
        (1, 1, "الف باء تاء ثاء جيم"),
        (2, 1, "الف باء تاء ثاء جيم حاء خاء دال ذال راء زاي سين شين"),
        (2, 2, "صاد ضاد طاء ظاء عين غين"),
    ]);
    ScriptureIndex::from_bytes(&bytes).expect("own bytes")
}

fn found(text: &str) -> Vec<(String, u8, u16, usize)> {
    let document = Document::new(text);
    index()
        .find(&document)
        .into_iter()
        .map(|c| (c.span.of(text).to_owned(), c.sura, c.ayah, c.words))
        .collect()
}

/// The first citation of `text` stands at `span` and has so many words.
fn assert_first(index: &ScriptureIndex, text: &str, span: &str, words: usize) {
    let found = index.find(&Document::new(text));
    assert_eq!(
        (found[0].span.of(text), found[0].words),
        (span, words),
        "{text}"
    );
}

#[test]
fn marks_spelling_and_punctuation_do_not_matter() {
    assert_eq!(
        found("قال: خاءَ، دالـــ ذال (3) راء ثم سكت"),
        [("خاءَ، دالـــ ذال (3) راء".to_owned(), 2, 1, 4)]
    );
}

#[test]
fn one_wrong_word_is_bridged_both_ways() {
    assert_eq!(found("خاء دال خطأ راء زاي سين")[0].3, 5);
    assert_eq!(found("خاء دال ذال راء خطأ سين شين")[0].3, 6);
}

#[test]
fn a_word_left_out_added_split_or_joined_is_bridged() {
    for (text, words) in [
        ("خاء دال ذال زاي سين شين", 6),
        ("خاء دال ذال كلا راء زاي سين", 6),
        ("حاء خاء دال ذا ل راء زاي", 5),
        ("خاء دال ذال راءزاي سين شين", 5),
        ("خاء دالذال راء زاي سين", 6),
    ] {
        let found = found(text);
        assert_eq!(found.len(), 1, "{text}");
        assert_eq!(found[0].3, words, "{text}");
    }
}

#[test]
fn the_first_word_may_lack_its_and_or_have_one_more() {
    let bytes = ScriptureIndex::build([(1, 1, "الف وباء تاء ثاء جيم")]);
    let index = ScriptureIndex::from_bytes(&bytes).expect("own bytes");
    for (text, span, words) in [
        ("قال باء تاء ثاء جيم", "باء تاء ثاء جيم", 3),
        ("قال فباء تاء ثاء جيم", "تاء ثاء جيم", 3),
        ("قال فالف وباء تاء ثاء", "فالف وباء تاء ثاء", 3),
        ("قال دال تاء ثاء جيم", "تاء ثاء جيم", 3),
        ("باء. تاء ثاء جيم", "تاء ثاء جيم", 3),
    ] {
        assert_first(&index, text, span, words);
    }
}

#[test]
fn runs_never_overlap() {
    let bytes = ScriptureIndex::build([
        (1, 1, "الف باء تاء"),
        (2, 1, "باء تاء ظاء جيم حاء خاء دال"),
        (3, 1, "ثاء جيم حاء"),
    ]);
    let index = ScriptureIndex::from_bytes(&bytes).expect("own bytes");
    let found = index.find(&Document::new("الف باء تاء ثاء جيم حاء خاء دال"));
    assert_eq!((found.len(), found[0].sura, found[0].words), (1, 2, 6));
}

#[test]
fn a_longer_citation_takes_in_the_shorter_one_at_its_beginning() {
    let bytes = ScriptureIndex::build([
        (1, 1, "الف باء تاء ثاء ظاء"),
        (2, 1, "باء تاء ثاء جيم حاء خاء"),
    ]);
    let index = ScriptureIndex::from_bytes(&bytes).expect("own bytes");
    let found = index.find(&Document::new("الف باء تاء ثاء جيم حاء خاء"));
    assert_eq!((found.len(), found[0].sura, found[0].words), (1, 2, 6));
}

#[test]
fn an_aside_parts_a_citation_without_making_it_two() {
    let asides = |text: &str| {
        let found = index().find(&Document::new(text));
        found.iter().map(|one| one.continues).collect::<Vec<_>>()
    };
    assert_eq!(asides("خاء دال ذال ثم قال هو راء زاي سين"), [false, true]);
    assert_eq!(asides("راء زاي سين ثم قال هو خاء دال ذال"), [false, false]);
}

#[test]
fn runs_cross_verses_but_not_links() {
    let crossing = found("سين شين صاد ضاد");
    assert_eq!((crossing[0].1, crossing[0].2, crossing[0].3), (2, 1, 4));
    assert_eq!(found("خاء دال https://example.org ذال راء"), []);
}

#[test]
fn a_citation_goes_on_from_verse_to_verse_in_either_spelling() {
    let bytes = ScriptureIndex::build([
        (1, 1, "الف باء تاء ثاء"),
        (1, 2, "جيم حاء خاء دال"),
        (1, 3, "ذال راء زاي سين"),
        (1, 2, "جيم حاء خاء ضاد"),
    ]);
    let index = ScriptureIndex::from_bytes(&bytes).expect("own bytes");
    let words = |text: &str| {
        let found = index.find(&Document::new(text));
        found.iter().map(|one| one.words).collect::<Vec<_>>()
    };
    for text in [
        "تاء ثاء جيم حاء خاء دال ذال راء",
        "تاء ثاء جيم حاء خاء ضاد ذال راء",
    ] {
        assert_eq!(words(text), [8], "{text}");
    }
    assert_eq!(index.verses(), 6);
}

#[test]
fn of_two_places_the_one_that_goes_on_is_cited() {
    let bytes = ScriptureIndex::build([
        (1, 1, "ظاء عين غين فاء"),
        (2, 1, "الف باء تاء ثاء"),
        (2, 2, "ظاء عين غين فاء"),
    ]);
    let index = ScriptureIndex::from_bytes(&bytes).expect("own bytes");
    let found = index.find(&Document::new("الف باء تاء ثاء. ظاء عين غين فاء"));
    let places: Vec<_> = found
        .iter()
        .map(|c| (c.sura, c.ayah, c.continues))
        .collect();
    assert_eq!(places, [(2, 1, false), (2, 2, true)]);
}

#[test]
fn bridged_words_tell_nothing() {
    let telling = |text: &str| {
        let found = index().find(&Document::new(text));
        (found[0].words, found[0].telling, found[0].striking)
    };
    assert_eq!(telling("خاء دال ذال راء زاي"), (5, 5, 5));
    assert_eq!(telling("خاء دال ذال خطأ زاي سين"), (5, 5, 5));
    assert_eq!(telling("خاء دال خطأ راء زاي سين"), (5, 5, 5));
}

#[test]
fn the_shipped_index_has_every_verse_in_both_spellings() {
    let index = ScriptureIndex::shipped().expect("the shipped bytes are an index");
    assert!(index.verses() >= 6236, "{}", index.verses());
    assert_eq!(index.verses.iter().map(|verse| verse.sura).max(), Some(114));
}

#[test]
fn words_without_the_space_between_them_are_taken_in_at_either_end() {
    for (text, span, words) in [
        ("قال الفباء تاء ثاء جيم", "الفباء تاء ثاء جيم", 5),
        ("قال الف باء تاء ثاءجيم", "الف باء تاء ثاءجيم", 5),
        // What follows the joined words is taken in as well.
        ("قال دال ذال راء زايسين شين ثم", "دال ذال راء زايسين شين", 6),
        ("قال الفدال تاء ثاء جيم", "تاء ثاء جيم", 3),
        ("قال الفباء. تاء ثاء جيم", "تاء ثاء جيم", 3),
    ] {
        assert_first(&index(), text, span, words);
    }
}

#[test]
fn a_word_behind_a_closed_bracket_is_no_other_spelling() {
    assert_eq!(found("(خاء دال خطأ راء زاي سين)").len(), 1);
    let parts = found("(خاء دال ذال) خطأ (زاي سين شين)");
    let words: Vec<usize> = parts.iter().map(|part| part.3).collect();
    assert_eq!(words, [3, 3]);
}

#[test]
fn of_verses_that_are_alike_the_one_before_the_next_is_cited() {
    let bytes = ScriptureIndex::build([
        (1, 1, "الف باء تاء ثاء"),
        (2, 1, "الف باء تاء ثاء"),
        (2, 2, "جيم حاء خاء دال"),
    ]);
    let index = ScriptureIndex::from_bytes(&bytes).expect("own bytes");
    let places = |text: &str| {
        let found = index.find(&Document::new(text));
        found
            .iter()
            .map(|c| (c.sura, c.ayah, c.continues))
            .collect::<Vec<_>>()
    };
    let both = "الف باء تاء ثاء. جيم حاء خاء دال";
    assert_eq!(places(both), [(2, 1, false), (2, 2, true)]);
    assert_eq!(places("الف باء تاء ثاء"), [(1, 1, false)]);
    // Too far behind it, the next may be another citation.
    let far = "الف باء تاء ثاء. ق ق ق ق ق ق ق ق ق جيم حاء خاء دال";
    assert_eq!(places(far), [(1, 1, false), (2, 2, false)]);
}

#[test]
fn a_formula_hands_on_the_words_that_another_verse_begins_with() {
    let bytes = ScriptureIndex::build([
        (1, 1, "بسم راء زاي سين"),
        (1, 2, "الف باء تاء"),
        (2, 1, "الف باء حاء خاء دال ذال"),
    ]);
    let index = ScriptureIndex::from_bytes(&bytes).expect("own bytes");
    let text = "بسم راء زاي سين الف باء حاء خاء دال";
    let found = index.find(&Document::new(text));
    let parts: Vec<_> = found.iter().map(|c| (c.span.of(text), c.sura)).collect();
    assert_eq!(parts, [("بسم راء زاي سين", 1), ("الف باء حاء خاء دال", 2)]);
}
