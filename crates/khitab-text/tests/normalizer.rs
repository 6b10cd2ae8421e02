//! What holds for every preset on every text.

use khitab_text::{Compat, Normalizer, Span, Text};
use proptest::prelude::*;

fn presets() -> [(&'static str, Normalizer); 4] {
    [
        ("light", Normalizer::light()),
        ("search", Normalizer::search()),
        ("social", Normalizer::social()),
        ("strict", Normalizer::strict()),
    ]
}

/// The text as every preset and every published toolkit leaves it.
fn all(source: &str) -> impl Iterator<Item = Text<'_>> {
    let own = presets()
        .into_iter()
        .map(|(_, preset)| preset.normalize(source));
    own.chain(
        Compat::ALL
            .into_iter()
            .map(|compat| compat.normalize(source)),
    )
}

/// Text out of everything that a step looks at, and everything else.
fn hostile() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        6 => "[ابتثجحخدذرزسشصضطظعغفقكلمنهويأإآؤئءىة]{1,6}",
        3 => "[\u{064B}-\u{0655}\u{0670}\u{0640}\u{06D6}-\u{06ED}\u{0610}-\u{061A}\u{08D3}-\u{08FF}]{1,4}",
        2 => "[\u{200B}-\u{200F}\u{202A}-\u{202E}\u{2066}-\u{2069}\u{FEFF}\u{061C}]",
        2 => "[\u{FB50}-\u{FDFF}\u{FE70}-\u{FEFC}]{1,3}",
        2 => "[ \t\r\n.,:!؟،«»#@_]",
        1 => "[a-zA-Z0-9٠-٩۰-۹]{1,4}",
        1 => "[کیہەۀۂۓ]{1,3}",
        1 => "[e\u{0301}\u{0323}\u{00C5}\u{0130}가\u{11A8}]{1,3}",
        1 => "[😀👨\u{200D}👩\u{FE0F}❤🏽]{1,4}",
        1 => "(http://|ftp:|www\\.|t\\.me/|@|\\[(dot|at|\\.)\\]|[a-c]{1,4}\\.)",
        1 => "(\\.(com|org|cc{1,3}|ap{1,4})|com|://|/[a-z]{1,4})",
        1 => any::<char>().prop_map(String::from),
    ];
    proptest::collection::vec(piece, 0..24).prop_map(|pieces| pieces.concat())
}

/// The normalised text, made of the original and the edits alone.
fn rebuilt(text: &Text<'_>) -> String {
    let (mut out, mut at) = (String::new(), 0);
    for edit in text.edits() {
        out.push_str(&text.original()[at..edit.original.start()]);
        out.push_str(edit.normalized.of(text.normalized()));
        at = edit.original.end();
    }
    out.push_str(&text.original()[at..]);
    out
}

fn boundaries(text: &str) -> impl Iterator<Item = usize> + '_ {
    (0..=text.len()).filter(|at| text.is_char_boundary(*at))
}

/// Every span of the normalised text comes back on character boundaries and covers.
fn check_offsets(text: &Text<'_>) -> Result<(), TestCaseError> {
    let ends: Vec<usize> = boundaries(text.normalized()).collect();
    let mut cursor = text.cursor();
    for (i, &start) in ends.iter().enumerate() {
        for &end in ends[i..].iter().take(6) {
            let span = Span::new(start, end);
            let original = text.to_original(span);
            prop_assert_eq!(cursor.to_original(span), original);
            prop_assert!(
                text.original().get(original.range()).is_some(),
                "{:?}",
                original
            );
            prop_assert!(span.is_empty() || text.to_normalized(original).contains(span));
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(256) })]

    #[test]
    fn twice_equals_once(source in hostile()) {
        for (name, normalizer) in presets() {
            let once = normalizer.normalize(&source);
            let twice = normalizer.normalize(once.normalized());
            prop_assert_eq!(once.normalized(), twice.normalized(), "{} of {:?}", name, source);
        }
    }

    #[test]
    fn offsets_lie_on_boundaries_and_cover(source in hostile()) {
        for text in all(&source) {
            check_offsets(&text)?;
        }
    }

    #[test]
    fn the_whole_comes_back_but_for_controls_at_the_edges(source in hostile()) {
        for (_, normalizer) in presets() {
            let text = normalizer.normalize(&source);
            let span = text.to_original(Span::new(0, text.normalized().len()));
            if span.is_empty() {
                continue;
            }
            for edge in [&source[..span.start()], &source[span.end()..]] {
                let edge = normalizer.normalize(edge);
                prop_assert_eq!(edge.normalized(), "");
            }
        }
    }

    #[test]
    fn edits_rebuild_the_normalised_text(source in hostile()) {
        for text in all(&source) {
            prop_assert_eq!(&rebuilt(&text), text.normalized());
        }
    }

    #[test]
    fn edits_rebuild_a_reading(
        before in hostile(),
        source in hostile(),
        word in "[ابتعغقفكلمنهوي]{1,9}",
    ) {
        prop_assume!(!source.is_empty());
        let original = format!("{before}{source}");
        let hidden = Span::new(before.len(), original.len());
        let text = Normalizer::search().normalize_reading(&original, &[(hidden, &word)]);
        prop_assert_eq!(&rebuilt(&text), text.normalized());
    }

    #[test]
    fn canonically_equal_texts_come_out_equal(source in hostile()) {
        use unicode_normalization::UnicodeNormalization;
        let composed: String = source.nfc().collect();
        let apart: String = source.nfd().collect();
        // A mask ends where the tokenizer ends a mention, which looks at single characters.
        for (name, normalizer) in presets().into_iter().filter(|preset| preset.0 != "social") {
            let whole = normalizer.normalize(&composed);
            let pieces = normalizer.normalize(&apart);
            prop_assert_eq!(whole.normalized(), pieces.normalized(), "{} of {:?}", name, source);
        }
    }
}

#[test]
fn spans_of_words_are_what_a_reader_would_mark() {
    let cases = [
        ("الحم\u{0640}\u{0640}\u{0640}د لله", "الحمد", (0, 16)),
        // The last haraka is inside.
        ("مُحَمَّدٌ قال", "محمد", (0, 18)),
        // Controls at the edge are outside, inside a word they are inside.
        ("\u{202B}دا\u{200C}عش\u{202C}", "داعش", (3, 14)),
        ("بنعم\u{200F} لا", "بنعم", (0, 8)),
        // A control between a letter and its mark does not push the mark out.
        ("دم\u{200D}\u{064F} لا", "دم", (0, 9)),
        // Marks and tatweel before the first letter.
        ("قال \u{0640}\u{064E}نعم", "نعم", (7, 17)),
        ("ﷲ أكبر", "الله", (0, 3)),
        ("(ﻟﻠﻪ)", "لله", (1, 10)),
        ("ﻻ", "لا", (0, 3)),
    ];
    for (source, word, span) in cases {
        let text = Normalizer::search().normalize(source);
        let at = text.normalized().find(word).unwrap();
        let original = text.to_original(Span::new(at, at + word.len()));
        assert_eq!(original, Span::new(span.0, span.1), "{source:?}");
    }
}

#[test]
fn half_a_ligature_is_the_whole_ligature() {
    let text = Normalizer::light().normalize("و ﷺ .");
    let inside = text.normalized().find("الله").unwrap();
    assert_eq!(
        text.to_original(Span::new(inside, inside + 8)),
        Span::new(3, 6)
    );
    assert_eq!(
        text.to_normalized(Span::new(3, 6)).len(),
        "صلى الله عليه وسلم".len()
    );
}

#[test]
fn the_map_stays_small() {
    let vocalised = "قَالَ مُحَمَّدٌ لِلنَّاسِ هٰذَا يَوْمٌ جَدِيدٌ. ".repeat(200);
    let plain = "قالت الوكالة إن الاجتماع المقبل سيعقد في القاهرة، ".repeat(200);
    for source in [&vocalised, &plain] {
        let text = Normalizer::search().normalize(source);
        assert!(
            text.offsets().memory() < source.len(),
            "{}",
            text.offsets().memory()
        );
    }
    let text = Normalizer::search().normalize(&plain);
    assert!(text.offsets().memory() * 50 < plain.len());
}

#[test]
fn a_megabyte_of_one_character_costs_in_proportion() {
    for c in [
        '\u{064B}', '\u{0654}', '\u{0640}', 'ا', '\u{202E}', '\u{200D}', 'ﷺ', '\u{0301}', ' ', 'ک',
    ] {
        let source = c.to_string().repeat(1_000_000 / c.len_utf8());
        for (name, normalizer) in [
            ("search", Normalizer::search()),
            ("social", Normalizer::social()),
        ] {
            let text = normalizer.normalize(&source);
            assert!(text.offsets().memory() <= 8 * source.len(), "{name} {c:?}");
            assert!(
                text.normalized().len() <= 11 * source.len() + 4,
                "{name} {c:?}"
            );
            let all = text.to_original(Span::new(0, text.normalized().len()));
            assert!(all.end() <= source.len());
        }
    }
}

#[test]
fn strict_keeps_every_letter_of_every_script() {
    let strict = Normalizer::strict();
    for c in '\0'..=char::MAX {
        let tatweel = c == '\u{0640}';
        if c.is_alphabetic() && !tatweel {
            let source = c.to_string();
            let text = strict.normalize(&source);
            assert!(
                text.normalized().chars().any(char::is_alphabetic),
                "U+{:04X}",
                c as u32
            );
        }
    }
}

#[test]
fn the_loss_report_tells_of_every_code_point() {
    for (name, normalizer) in [
        ("search", Normalizer::search()),
        ("strict", Normalizer::strict()),
    ] {
        let loss = normalizer.loss();
        for c in ('\0'..'\u{20000}').chain('\u{E0000}'..'\u{E1000}') {
            let source = c.to_string();
            let text = normalizer.normalize(&source);
            let gone = text.normalized().is_empty() && !c.is_whitespace();
            assert_eq!(
                loss.deleted().contains(&c),
                gone,
                "{name} U+{:04X}",
                c as u32
            );
        }
    }
}
