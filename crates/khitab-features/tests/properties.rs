//! What holds for any input: spans on character boundaries, no panic, cost linear in length.

use std::time::Instant;

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

/// CPU seconds of this thread, so that a busy machine does not count; wall time elsewhere.
fn clock(start: Instant) -> f64 {
    let line = std::fs::read_to_string("/proc/thread-self/schedstat").ok();
    let cpu = line.and_then(|line| line.split(' ').next()?.parse::<f64>().ok());
    cpu.map_or_else(
        || start.elapsed().as_secs_f64(),
        |nanoseconds| nanoseconds / 1e9,
    )
}

/// Seconds for a text of `times` repetitions, the best of three.
fn seconds(piece: &str, times: usize) -> f64 {
    let text = piece.repeat(times);
    let run = || {
        let start = Instant::now();
        let begin = clock(start);
        assert!(spans(&text).iter().all(|span| span.end() <= text.len()));
        clock(start) - begin
    };
    (0..3).map(|_| run()).fold(f64::INFINITY, f64::min)
}

#[test]
fn the_cost_is_linear() {
    let _ = Matcher::shipped();
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
        let size = 60_000 / piece.len();
        let (one, four) = (seconds(piece, size), seconds(piece, 4 * size));
        // Quadratic cost would be 16 times; the floor forgives noise on tiny times.
        assert!(
            four < 9.0 * one.max(0.004),
            "{piece:?}: {one:.4} s, then {four:.4} s"
        );
    }
}
