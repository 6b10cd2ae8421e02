//! Every public entry of the crate, run on any text, with what must hold of its answer.
//!
//! `tests/hostile.rs` calls them with random bytes and with long rows of one unit, and each is
//! a fuzz target in `fuzz/`.

use std::sync::LazyLock;

use khitab_text::normalize::Mask;
use khitab_text::stem::by_name;
use khitab_text::{
    Alphabet, Compat, Deobfuscator, HashtagSegmenter, InvalidUtf8, Normalizer, Romanization,
    Segmenter, Sentences, Span, StopWords, Text, TokenReader, TokenStream, Tokenizer,
    Transliterator, Unit, UnitIndex, char_ngrams, char_wb_ngrams, ngrams, romanize,
};

/// A name and what it runs.
pub(crate) type Entry = (&'static str, fn(&[u8]));

/// One for each public entry.
pub(crate) const ENTRIES: [Entry; 13] = [
    ("normalize", normalize),
    ("compat", compat),
    ("offsets", offsets),
    ("provenance", provenance),
    ("tokenize", tokenize),
    ("stream", stream),
    ("sentences", sentences),
    ("hashtags", hashtags),
    ("deobfuscate", deobfuscate),
    ("stem", stem),
    ("segment", segment),
    ("transliterate", transliterate),
    ("ngrams", n_grams),
];

/// Runs the entry of that name.
#[allow(dead_code)] // The fuzz targets call it by name, the tests go through the list.
pub(crate) fn run(name: &str, bytes: &[u8]) {
    let entry = ENTRIES.iter().find(|entry| entry.0 == name);
    entry.expect("an entry of the list").1(bytes);
}

fn presets() -> [Normalizer; 4] {
    [
        Normalizer::light(),
        Normalizer::search(),
        Normalizer::social(),
        Normalizer::strict(),
    ]
}

/// The bytes as text, as good as they are text.
fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// A span that fits the text.
fn check(span: Span, text: &str) {
    assert!(
        text.get(span.range()).is_some(),
        "{span:?} of {} bytes",
        text.len()
    );
}

/// The ends of the whole, and of a piece in the middle.
fn check_text(text: &Text<'_>) {
    let len = text.normalized().len();
    check(text.to_original(Span::new(0, len)), text.original());
    let boundary = (len / 2..=len).find(|at| text.normalized().is_char_boundary(*at));
    let middle = Span::new(boundary.unwrap_or(len), len);
    check(text.to_original(middle), text.original());
    let back = text.to_normalized(Span::new(0, text.original().len()));
    assert_eq!(back, Span::new(0, len));
}

fn normalize(bytes: &[u8]) {
    let source = text(bytes);
    for preset in presets() {
        let once = preset.normalize(&source);
        check_text(&once);
        // A mask looks at the original: what is a link only after folding (`http://` and an
        // Arabic digit) is masked by a second pass alone.
        if preset.profile().urls == Mask::Keep {
            let twice = preset.normalize(once.normalized());
            assert_eq!(once.normalized(), twice.normalized());
        }
    }
}

fn compat(bytes: &[u8]) {
    let source = text(bytes);
    for compat in Compat::ALL {
        check_text(&compat.normalize(&source));
    }
}

fn offsets(bytes: &[u8]) {
    let source = text(bytes);
    let done = Normalizer::search().normalize(&source);
    for unit in [Unit::Byte, Unit::Char, Unit::Utf16] {
        let index = UnitIndex::new(&source, unit);
        let units = index.of_bytes(Span::new(0, source.len()));
        assert_eq!(index.to_bytes(units), Some(Span::new(0, source.len())));
        let len =
            UnitIndex::new(done.normalized(), unit).of_bytes(Span::new(0, done.normalized().len()));
        assert!(done.in_units(unit).to_original(len).is_some());
    }
    let tokens = Tokenizer::social().tokenize(&done);
    let mut last = Span::default();
    for token in &tokens {
        // A cluster may be the whole text: one that is known is not walked again.
        if !last.contains(token.span) {
            last = token.span.snapped(&source);
            check(last, &source);
            assert!(last.contains(token.span));
        }
    }
}

fn provenance(bytes: &[u8]) {
    let source = text(bytes);
    let done = Normalizer::social().normalize(&source);
    for edit in done.edits() {
        check(edit.original, &source);
        check(edit.normalized, done.normalized());
    }
    let _ = done.provenance(Span::new(0, source.len()));
    for found in done.diff(&Normalizer::light().normalize(&source)) {
        check(found.span, &source);
    }
}

fn tokenize(bytes: &[u8]) {
    let source = text(bytes);
    let done = Normalizer::search().normalize(&source);
    for tokenizer in [Tokenizer::social(), Tokenizer::uax29()] {
        for token in &tokenizer.tokenize(&done) {
            check(token.span, &source);
            check(token.normalized, done.normalized());
        }
    }
}

fn stream(bytes: &[u8]) {
    let stream = || TokenStream::new(bytes, Normalizer::search(), Tokenizer::social());
    let mut end = 0;
    let replaced = stream().invalid(InvalidUtf8::Replace);
    let done = replaced.for_each(|token| end = token.end);
    assert!(done.is_ok() && end <= bytes.len() as u64);
    let refused = stream().for_each(|_| {});
    assert_eq!(refused.is_ok(), std::str::from_utf8(bytes).is_ok());
    let source = text(bytes);
    let mut reader = TokenReader::new(Normalizer::search(), Tokenizer::social());
    let mut end = 0;
    reader.for_each_block(&source, |block| {
        assert_eq!(block.global(Span::new(0, 0)).start, end);
        end += block.text().original().len() as u64;
    });
    assert_eq!(end, source.len() as u64);
}

fn sentences(bytes: &[u8]) {
    let source = text(bytes);
    let mut end = 0;
    for span in Sentences::new(&source) {
        check(span, &source);
        assert!(span.start() >= end);
        end = span.end();
    }
}

fn hashtags(bytes: &[u8]) {
    let source = text(bytes);
    let segmenter = HashtagSegmenter::by_shape();
    for span in segmenter.segment(&source) {
        check(span, &source);
    }
    let done = Normalizer::search().normalize(&source);
    for token in &segmenter.split(&done, &Tokenizer::social().tokenize(&done)) {
        check(token.span, &source);
    }
}

fn deobfuscate(bytes: &[u8]) {
    static READER: LazyLock<Deobfuscator> =
        LazyLock::new(|| Deobfuscator::new(["مكتبة", "كتاب", "مدرسة", "ببببب", "قلم رصاص"]));
    let source = text(bytes);
    for found in READER.find(&source) {
        check(found.span, &source);
    }
    let _ = READER.arabizi(&source);
}

fn stem(bytes: &[u8]) {
    let source = text(bytes);
    for name in ["light10", "snowball", "isri", "arlstem"] {
        let stemmer = by_name(name).expect("one of ours");
        let _ = stemmer.stem(&source);
    }
    let _ = StopWords::with_spoken().class(&source);
}

fn segment(bytes: &[u8]) {
    let source = text(bytes);
    for segmenter in [
        Segmenter::standard(),
        Segmenter::spoken(),
        Segmenter::rules(),
    ] {
        for word in [source.as_str()]
            .into_iter()
            .chain(source.split_whitespace().take(99))
        {
            let done = segmenter.segment(word);
            check(done.split.stem(), word);
        }
    }
}

fn transliterate(bytes: &[u8]) {
    let source = text(bytes);
    for alphabet in Alphabet::ALL {
        let there = Transliterator::new(Alphabet::Arabic, alphabet).map(&source);
        let _ = Transliterator::new(alphabet, Alphabet::Arabic).map(&there);
    }
    for scheme in [Romanization::Iso233, Romanization::AlaLc] {
        let _ = romanize(&source, scheme);
    }
}

fn n_grams(bytes: &[u8]) {
    let source = text(bytes);
    let words: Vec<&str> = source.split_whitespace().collect();
    let chars = source.chars().count();
    assert_eq!(
        ngrams(&words, 1..=2).count(),
        (2 * words.len()).saturating_sub(1)
    );
    assert_eq!(
        char_ngrams(&source, 2..=3).count(),
        chars.saturating_sub(1) + chars.saturating_sub(2)
    );
    for word in &words {
        assert!(char_wb_ngrams(word, 2..=3).count() > 0);
    }
}
