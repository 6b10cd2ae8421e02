use fearless_simd::Simd;
use proptest::prelude::*;
use unicode_normalization::char::is_combining_mark;

use super::letters::Words;
use crate::normalize::PresentationForms;
use crate::offsets::Kept;
use crate::{Normalizer, Profile, Span, TokenKind, Tokenizer, simd};

/// Tokens of `original` as `kind:surface`, those inside a hashtag with `>`.
fn seen(normalizer: &Normalizer, original: &str) -> Vec<String> {
    let text = normalizer.normalize(original);
    Tokenizer::social()
        .tokenize(&text)
        .iter()
        .map(|t| {
            let mark = if t.inside { ">" } else { "" };
            format!("{mark}{}:{}", t.kind.as_str(), t.span.of(original))
        })
        .collect()
}

fn raw() -> Normalizer {
    let mut profile = Profile::NONE;
    profile.presentation_forms = PresentationForms::Letters;
    Normalizer::new(profile)
}

#[track_caller]
fn check(original: &str, expected: &[&str]) {
    assert_eq!(seen(&Normalizer::search(), original), expected, "search");
    assert_eq!(seen(&raw(), original), expected, "raw");
}

#[test]
fn words_part_at_stops_digits_and_scripts() {
    check("ود.أحمد", &["word:ود", "punctuation:.", "word:أحمد"]);
    check("داعش2017", &["word:داعش", "number:2017"]);
    check("الPDF جديد", &["word:ال", "word:PDF", "word:جديد"]);
    check(
        "don't da3esh 7ob",
        &["word:don't", "word:da3esh", "word:7ob"],
    );
}

#[test]
fn numbers_keep_their_separators() {
    check(
        "3.5 و1,029 و٣٫٥ في 2017/09/15",
        &[
            "number:3.5",
            "word:و",
            "number:1,029",
            "word:و",
            "number:٣٫٥",
            "word:في",
            "number:2017/09/15",
        ],
    );
    check(
        "192.168.0.1 12:30 5.",
        &[
            "number:192.168.0.1",
            "number:12:30",
            "number:5",
            "punctuation:.",
        ],
    );
}

#[test]
fn links_with_and_without_scheme_or_defanged() {
    check(
        "شاهدhttps://t.co/aBc1عاجل (www.example.com).",
        &[
            "word:شاهد",
            "url:https://t.co/aBc1",
            "word:عاجل",
            "punctuation:(",
            "url:www.example.com",
            "punctuation:)",
            "punctuation:.",
        ],
    );
    check("hxxp://example[.]com/x", &["url:hxxp://example[.]com/x"]);
    check("example[.]com", &["url:example[.]com"]);
    check("t.me/abc_d", &["url:t.me/abc_d"]);
    check(
        "https://ar.example.org/wiki/صفحة_أولى،",
        &["url:https://ar.example.org/wiki/صفحة_أولى", "punctuation:،"],
    );
    check("end.Next", &["word:end", "punctuation:.", "word:Next"]);
    check("7days.example.com", &["url:7days.example.com"]);
}

#[test]
fn mails_and_mentions() {
    check(
        "a.b+c@example.org.",
        &["email:a.b+c@example.org", "punctuation:."],
    );
    check("12@example.org", &["email:12@example.org"]);
    check("user[at]example[.]org", &["email:user[at]example[.]org"]);
    check("@user_1شكرا", &["mention:@user_1", "word:شكرا"]);
    check("@محمد_علي", &["mention:@محمد_علي"]);
    check("a @ b", &["word:a", "symbol:@", "word:b"]);
}

#[test]
fn hashtags_hold_their_words() {
    check(
        "#خبر_عاجل2017!",
        &[
            "hashtag:#خبر_عاجل2017",
            ">word:خبر",
            ">word:عاجل",
            ">number:2017",
            "punctuation:!",
        ],
    );
    check(
        "#GoodNews #covid19",
        &[
            "hashtag:#GoodNews",
            ">word:Good",
            ">word:News",
            "hashtag:#covid19",
            ">word:covid19",
        ],
    );
    check(
        "#1 #_",
        &["symbol:#", "number:1", "symbol:#", "punctuation:_"],
    );
    check("#أ#ب", &["hashtag:#أ", ">word:أ", "hashtag:#ب", ">word:ب"]);
}

#[test]
fn emoji_are_whole() {
    let family = "\u{1F468}\u{200D}\u{1F469}\u{200D}\u{1F467}";
    let thumb = "\u{1F44D}\u{1F3FD}";
    let flags = "\u{1F1F8}\u{1F1E6}\u{1F1EA}\u{1F1EC}";
    let keycap = "1\u{FE0F}\u{20E3}";
    let heart = "\u{2764}\u{FE0F}";
    let text = format!("{family}{thumb}{flags}{keycap}{heart}ok");
    let expected = [
        format!("emoji:{family}"),
        format!("emoji:{thumb}"),
        "emoji:\u{1F1F8}\u{1F1E6}".to_owned(),
        "emoji:\u{1F1EA}\u{1F1EC}".to_owned(),
        format!("emoji:{keycap}"),
        format!("emoji:{heart}"),
        "word:ok".to_owned(),
    ];
    assert_eq!(seen(&Normalizer::search(), &text), expected);
    assert_eq!(seen(&raw(), &text), expected);
}

#[test]
fn controls_and_lone_marks_are_no_tokens() {
    let all = |s: &str| seen(&raw(), s);
    assert_eq!(all("نعم\u{200F} \u{202B}لا\u{202C}"), ["word:نعم", "word:لا"]);
    assert_eq!(all("دا\u{200C}عش"), ["word:دا\u{200C}عش"]);
    assert_eq!(all("\u{064E} \u{0670}"), Vec::<String>::new());
    assert_eq!(all("\u{0640}\u{0640}"), ["symbol:\u{0640}\u{0640}"]);
    assert_eq!(all("مُحَمَّدٌ"), ["word:مُحَمَّدٌ"]);
}

#[test]
fn runs_of_one_mark_are_one_token() {
    check(
        "لا!!! ((",
        &[
            "word:لا",
            "punctuation:!!!",
            "punctuation:(",
            "punctuation:(",
        ],
    );
}

#[test]
fn hostile_runs_take_linear_time() {
    let unit = [
        "\u{064E}",
        "ا",
        "\u{202E}",
        "\u{200D}",
        "a.",
        "1-",
        "a@",
        "#",
        "h://",
        "1،111",
        "[.]a",
        "a:",
        "1:",
        "::1",
        "fe80::",
        "v2.",
        "1.5e",
        "1e-",
        "2015-03-12T",
        "192.0.2.1/",
    ];
    for one in unit {
        let text = one.repeat(1 << 18);
        let pieces = super::Social::new(&text).pieces().count();
        assert!(pieces <= text.len());
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn tokens_are_ordered_whole_and_never_only_marks(
        parts in prop::collection::vec(prop_oneof![
            Just("داعش"), Just("2017"), Just("."), Just("#"), Just("_"), Just("@"), Just("http://"),
            Just("a"), Just("\u{064E}"), Just("\u{200D}"), Just("\u{202E}"), Just("\u{1F468}"),
            Just("\u{FE0F}"), Just(" "), Just("ﷲ"), Just("\u{0640}"), Just("،"), Just("[.]"), Just("-"), Just("é"), Just("字"),
        ], 0..24),
        tail in any::<String>(),
    ) {
        let original = format!("{}{tail}", parts.concat());
        for normalizer in [raw(), Normalizer::light(), Normalizer::search()] {
            let text = normalizer.normalize(&original);
            let tokens = Tokenizer::social().tokenize(&text);
            let mut end = 0;
            for token in tokens.outer() {
                prop_assert!(token.normalized.start() >= end);
                end = token.normalized.end();
            }
            for token in &tokens {
                let surface = token.normalized.of(text.normalized());
                prop_assert!(!surface.is_empty());
                prop_assert!(!surface.chars().all(is_combining_mark), "{surface:?}");
                prop_assert!(original.get(token.span.range()).is_some());
                if token.kind != TokenKind::Emoji {
                    prop_assert_eq!(token.span, text.to_original(token.normalized));
                }
                prop_assert!(!surface.contains(char::is_whitespace));
                if token.inside {
                    prop_assert_ne!(token.kind, TokenKind::Hashtag);
                }
            }
        }
    }
}

/// Collects what a scanner hands over.
struct Found(Vec<super::Piece>);

impl super::Sink for &mut Found {
    fn kept(&mut self, at: usize) -> Kept {
        // Now and then a change is in the way.
        let len = at * 7 % (simd::WIDTH + 1);
        Kept {
            original: at,
            len,
            bytes: simd::below(len),
        }
    }

    fn words<S: Simd>(&mut self, _: S, at: usize, words: Words, _: Kept) {
        for (start, end) in words {
            self.piece(super::Piece {
                kind: if words.is_sign(start) {
                    TokenKind::Punctuation
                } else {
                    TokenKind::Word
                },
                span: Span::new(at + start, at + end),
                inside: false,
            });
        }
    }

    fn piece(&mut self, piece: super::Piece) {
        self.0.push(piece);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn words_in_bulk_are_the_words_one_by_one(source in "([ء-ي]{0,9} |[ء-ي]{0,50}|[\u{61F}-\u{661}]{0,4}|#[ء-ي]{1,4}_[ء-ي]{1,4}|[a-z.:/@#]{0,6}|[ -/:-@«»،؛؟\u{FE0F}\u{64B}ا]{0,5}|.{0,2}|[ \n]{0,70}|[😀\u{200D}\u{FE0F}\u{202E}]{0,3}){0,30}") {
        let mut found = Found(Vec::new());
        super::Social::new(&source).each(&mut found);
        let expected: Vec<_> = super::Social::new(&source).pieces().collect();
        prop_assert_eq!(found.0, expected);
    }
}
