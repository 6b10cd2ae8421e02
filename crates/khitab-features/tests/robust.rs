//! Any text in: spans on character boundaries, finite numbers, cost that grows with the length.

use khitab_features::{Annotation, Document, Extractor, Kind, Value};
use proptest::prelude::*;

/// Analyses `text` and checks every place it gives.
fn check(extractor: &Extractor, text: &str) {
    let document = Document::new(text);
    let found = extractor.annotate(&document);
    for annotation in &found {
        let mut spans = vec![annotation.span];
        spans.extend(annotation.proclitics);
        spans.extend(annotation.enclitics);
        spans.extend(
            annotation
                .attrs
                .iter()
                .filter_map(|(_, value)| match value {
                    Value::Span(span) => Some(*span),
                    _ => None,
                }),
        );
        for span in spans {
            assert!(
                text.get(span.range()).is_some(),
                "{span:?} of {annotation:?}"
            );
        }
    }
    let row = extractor.vector(&extractor.measure(&document, &found));
    assert!(row.columns.is_sorted() && row.values.iter().all(|value| value.is_finite()));
    assert_eq!(row, extractor.extract(text), "the same text twice");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn any_text(text in "\\PC{0,200}") {
        check(&Extractor::default(), &text);
    }

    #[test]
    fn any_mixture_of_what_the_rules_read(
        pieces in prop::collection::vec(prop::sample::select(PIECES), 0..60)
    ) {
        check(&Extractor::default(), &pieces.concat());
    }

    #[test]
    fn any_bytes(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        check(&Extractor::default(), &String::from_utf8_lossy(&bytes));
    }
}

const PIECES: &[&str] = &[
    "قال",
    " ",
    " ",
    "إن",
    "أن",
    "\"",
    "“",
    "”",
    "«",
    "»",
    "'",
    ":",
    "،",
    ".",
    "…",
    "\n",
    "\n\n",
    "حسب",
    "مشيرا",
    "إلى",
    "لا",
    "ليس",
    "داعش",
    "يوروبول",
    "الوزير",
    "الدراسة",
    "﴿",
    "﴾",
    "قال تعالى",
    "رسول الله",
    "سلاح",
    "الإلكتروني",
    "اقرأ أيضا",
    "#",
    "_",
    "@",
    "1029",
    "ألف",
    "https://example.org/a",
    "\u{640}",
    "\u{651}",
    "\u{670}",
    "\u{200F}",
    "\u{FDFA}",
    "بايع",
    "أبو",
    "كلاب",
    "؟",
    "-",
    "(",
    ")",
    "يقول",
    "، مشيرة إلى أن ",
    "e\u{301}",
    "قل هو الله أحد ",
    "الله الصمد ",
    "الله",
    "{",
    "}",
    "حدثنا ",
    "جميع الحقوق محفوظة",
    "بقلم ",
    "المغرب - أحمد علي:\n",
    "د ا ع ش",
    "د.ا.ع.ش",
    "م-ر-ت-د-و-ن",
    "داااعش",
    "ٮ",
];

/// A cost that grew with the square would keep the suite waiting for minutes; the growth itself is
/// measured in the bench `annotate`.
#[test]
fn long_repetitions_are_measured_to_their_end() {
    let extractor = Extractor::default();
    let sentence =
        "وقال الوزير إن \"الوضع صعب\"، مشيرا إلى أن ما يسمى \"الخطة\" لم تبدأ بعد حسب الصحيفة. ";
    let signs = [
        "ا", "ه", "\"", "«", "“", "'", "\u{651}", "\u{640}", "\u{670}", "﴿", ":",
    ];
    let pieces = [
        "ا ",
        "ا.",
        "ااا ",
        "دا.عش ",
        "قل هو الله ",
        "الله الصمد\n",
        "قال تعالى ﴿",
        "جميع الحقوق محفوظة\n",
        "اقرأ أيضا\n",
        "قال ",
        "قال \"",
        "حسب ",
        "لا ",
        "داعش ",
        "\n",
        "\"ا\" ",
        "«ا» قال إن \"ب\" ",
        "روافض \"ا\" ",
        "داعيا \"ا\" ",
        sentence,
    ];
    let megabyte = signs.map(|sign| sign.repeat((1 << 20) / sign.len()));
    let shorter = pieces.map(|piece| piece.repeat((1 << 18) / piece.len()));
    for text in megabyte.iter().chain(&shorter) {
        let piece: String = text.chars().take(20).collect();
        let document = Document::new(text);
        let found = extractor.annotate(&document);
        assert!(
            !extractor.measure(&document, &found).is_empty(),
            "{piece:?}"
        );
    }
}

/// Reports copy what annotations cover: were they nested without a bound, a text of one line that
/// only repeats itself would fill the memory.
#[test]
fn what_annotations_cover_grows_with_the_text_and_not_with_its_square() {
    let extractor = Extractor::default();
    for piece in [
        "قال داعش إن ",
        "وقال الوزير إن ",
        "قال الوزير: ",
        "قال \"",
        "حسب الوزير ",
        "لا ",
        "«ا» قال إن \"ب\" ",
        "(قالت الوكالة إن ",
        "اللهم ",
        "قال لـ«ا» ",
        "قال لـ«ا»: ",
        "حذر المسؤول من الخطر ",
        "أعلن على لسان ",
        "أعلن على لسان المسؤول أن ",
        "قال إن ",
        "وفق ",
        "بحسب التقرير، ",
        "مشيرا إلى أن ",
        "قال: «",
        "تقرير لـ«ا» أكد فيه أن ",
        "سأل ",
        "«ا» يقول ",
    ] {
        let text = piece.repeat(1500.max(60_000 / piece.len()));
        let found = extractor.annotate(&Document::new(&text));
        let length = |one: &Annotation| one.span.len();
        let covered: usize = found.iter().map(length).sum();
        let said: usize = found.of(Kind::Attribution).map(length).sum();
        assert!(
            covered < 40 * text.len() && said <= 10 * text.len(),
            "{piece:?}: {covered} bytes in {} of text, {said} in statements",
            text.len()
        );
    }
}
