//! What holds for any input: spans on character boundaries, no panic, cost linear in length.

use khitab_features::{Document, Entities, Links, Matcher, Quantities, Span};
use proptest::prelude::*;

/// Every span that the lists, names, numbers and links give for a text.
fn spans(text: &str) -> Vec<Span> {
    let matcher = Matcher::shipped();
    let document = Document::new(text);
    let hits = matcher.find(&document);
    let mut out = Vec::new();
    for hit in &hits {
        out.push(hit.span);
        out.extend(hit.proclitics);
        out.extend(hit.enclitics);
        assert!(document.text().normalized().get(hit.core.range()).is_some());
    }
    let entities = Entities::new(matcher).find(&document, matcher, &hits);
    let quantities = Quantities::new(matcher).find(&document, matcher, &hits);
    let links = Links::shipped().find(&document);
    let all = entities.iter().chain(&quantities).chain(&links);
    out.extend(all.map(|annotation| annotation.span));
    out
}

fn check(text: &str) -> Result<(), TestCaseError> {
    for span in spans(text) {
        prop_assert!(
            text.get(span.range())
                .is_some_and(|piece| !piece.is_empty()),
            "{:?}",
            span
        );
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn any_bytes_are_read(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        check(&String::from_utf8_lossy(&bytes))?;
    }

    #[test]
    fn any_characters_are_read(text in "\\PC{0,200}") {
        check(&text)?;
    }

    #[test]
    fn broken_arabic_is_read(
        text in "([وفبلكسا]{0,3}(ال)?(داعش|فيسبوك|ألف|آلاف|300|أبو|البغدادي|الباحث|المغربي|خلال|السنة|بين|و)\
                 [هاكم\u{64B}-\u{652}\u{640}\u{200F}]{0,3}[ _\n\"،:.%-]{0,2}){0,30}",
    ) {
        check(&text)?;
    }
}

/// A cost that grew with the square would keep the suite waiting for minutes; the growth itself is
/// measured in the bench `annotate`.
#[test]
fn long_repetitions_end() {
    for piece in [
        "و",
        "لل",
        "ا",
        "داعش",
        "داعش ",
        "_",
        " ",
        "\"",
        "5",
        "ألف ",
        "5 ألف ",
        "بين 5 و",
        "أبو ",
        "الباحث ",
        "الباحث المغربي ",
        "محمد ",
        "الوكالة ",
        "دراسة ",
        "هتف الولد اخرجوا بسرعة ",
        "من يقول اخرجوا ",
        "خلال السنة ",
        "#و_",
        "،",
        "\u{64E}",
        "الدولة ",
        "مؤسسة \"",
        "http://a.b/",
        "@a ",
        "\n",
    ] {
        let text = piece.repeat(200_000 / piece.len());
        assert!(
            spans(&text).iter().all(|span| span.end() <= text.len()),
            "{piece:?}"
        );
    }
}
