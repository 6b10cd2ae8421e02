use super::*;

const WORDS: [&str; 6] = ["داعش", "مقاتل", "الدولة الإسلامية", "انصار", "تنظيم", "حرق"];

#[track_caller]
fn check(text: &str, expected: &[(&str, &str, &[EvasionKind])]) {
    let reader = Deobfuscator::new(WORDS);
    let found: Vec<_> = reader
        .find(text)
        .iter()
        .map(|e| (e.span.of(text), e.word, e.kinds.iter().collect::<Vec<_>>()))
        .collect();
    let expected: Vec<_> = expected
        .iter()
        .map(|(surface, word, kinds)| (*surface, *word, kinds.to_vec()))
        .collect();
    assert_eq!(found, expected);
}

#[test]
fn clean_words_are_no_evasion() {
    check("داعش وتنظيم الدولة الإسلامية لداعش", &[]);
    check("دَاعِش تنظيـــم\u{200F} انتهى", &[]);
    check("دار عش جميل، ان صار ممكنا", &[]);
}

#[test]
fn every_kind_is_named() {
    use EvasionKind as K;
    check("د\u{200C}اعش", &[("د\u{200C}اعش", "داعش", &[K::ZeroWidth])]);
    check("د\u{202E}اعش", &[("د\u{202E}اعش", "داعش", &[K::Bidi])]);
    check("ﺩﺍﻋﺶ", &[("ﺩﺍﻋﺶ", "داعش", &[K::PresentationForm])]);
    check("داعۺ", &[("داعۺ", "داعش", &[K::ForeignLetter])]);
    check("داعس", &[("داعس", "داعش", &[K::Dotless])]);
    check("مڡاٮل", &[("مڡاٮل", "مقاتل", &[K::Dotless])]);
    check("د!عش", &[("د!عش", "داعش", &[K::StandIn])]);
    check("דاعش", &[("דاعش", "داعش", &[K::StandIn])]);
    check("دااااعش", &[("دااااعش", "داعش", &[K::Elongation])]);
    check("د ا ع ش", &[("د ا ع ش", "داعش", &[K::Spaced])]);
    check("دا_عش", &[("دا_عش", "داعش", &[K::Punctuated])]);
    check("دا عش", &[("دا عش", "داعش", &[K::TwoPieces])]);
    check("Da3esh", &[("Da3esh", "داعش", &[K::Arabizi])]);
}

#[test]
fn clitics_and_endings_belong_to_the_match() {
    use EvasionKind as K;
    check(
        "والمقاتلين ﻟﻠﻤﻘﺎﺗﻠﻴﻦ",
        &[("ﻟﻠﻤﻘﺎﺗﻠﻴﻦ", "مقاتل", &[K::PresentationForm])],
    );
    check("د1عشي", &[("د1عشي", "داعش", &[K::StandIn])]);
}

#[test]
fn phrases_keep_their_own_space() {
    use EvasionKind as K;
    check(
        "الد\u{200B}ولة الإسلامية",
        &[("الد\u{200B}ولة الإسلامية", "الدولة الإسلامية", &[K::ZeroWidth])],
    );
}

#[test]
fn links_and_accounts_are_not_read() {
    check("https://example.com/da3esh @da3esh da3esh@example.com", &[]);
}

#[test]
fn arabizi_is_ranked() {
    let reader = Deobfuscator::new(["داعش", "دعاش"]);
    let found = reader.arabizi("da3esh");
    assert_eq!(found[0].0, "داعش");
    assert!(found.is_sorted_by_key(|(_, cost)| *cost));
}

#[test]
fn hostile_runs_are_read_in_bounded_steps() {
    let reader = Deobfuscator::new(WORDS);
    for unit in [
        "\u{066E}",
        "\u{066E} ",
        "د.",
        "!",
        "\u{200C}",
        "3a",
        "ں_",
        "ا",
    ] {
        let text = unit.repeat(20_000);
        assert!(reader.find(&text).len() <= text.len());
    }
}
