use super::*;
use crate::Normalizer;

fn seen(normalizer: &Normalizer, source: &str) -> Vec<(EditKind, String)> {
    let text = normalizer.normalize(source);
    text.edits()
        .map(|edit| (edit.kind, edit.original.of(source).to_owned()))
        .collect()
}

#[test]
fn every_kind_is_told() {
    use EditKind::*;
    let source = "أ\u{064E}\u{0640}ﺩک\u{200C}\u{202B}٣A";
    let kinds: Vec<_> = seen(&Normalizer::search(), source)
        .into_iter()
        .map(|e| e.0)
        .collect();
    let expected = [
        Letter,
        Tashkeel,
        Tatweel,
        PresentationForm,
        LookAlike,
        ZeroWidth,
        Bidi,
        Digit,
        Case,
    ];
    assert_eq!(kinds, expected);
    let social = seen(&Normalizer::social(), "جميييل  @name");
    let expected = [(Elongation, "يي"), (Whitespace, "  "), (Mask, "@name")];
    assert_eq!(social, expected.map(|(kind, text)| (kind, text.to_owned())));
}

#[test]
fn counts_are_those_of_the_span() {
    let source = "قُلْ دا\u{200C}عـــش نعم";
    let text = Normalizer::search().normalize(source);
    let word = source.find("دا").unwrap();
    let inside = text.provenance(Span::new(word, word + 17));
    assert_eq!(
        (inside.tashkeel, inside.tatweel, inside.zero_width),
        (0, 3, 1)
    );
    let all = text.provenance(Span::new(0, source.len()));
    assert_eq!((all.tashkeel, all.tatweel, all.zero_width), (2, 3, 1));
    let stretched = Normalizer::social().normalize("ممممـــمتاز");
    let found = stretched.provenance(Span::new(0, stretched.original().len()));
    assert_eq!((found.elongation, found.tatweel), (4, 3));
}

#[test]
fn nothing_changed_is_nothing_undone() {
    assert_eq!(seen(&Normalizer::light(), "قال نعم أحمد"), []);
}
