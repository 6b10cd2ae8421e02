use proptest::prelude::*;

use super::*;

fn cut(word: &str) -> String {
    let pieces = segment(word).split.pieces();
    pieces
        .map(|span| span.of(word).to_owned())
        .collect::<Vec<_>>()
        .join("+")
}

#[cfg(feature = "segmenter-data")]
#[test]
fn clitics_and_what_only_looks_like_them() {
    for want in [
        "و+ب+مدرست+هم",
        "ل+لبيت",
        "ف+س+يكتبون+ها",
        "ك+الشمس",
        "أصدقاؤ+ه",
        "و+ل+أن+ه",
        "ل+هم",
        "ب+ه",
        "م+ما",
        "فيما",
        "واتساب",
        "وزارة",
        "فيسبوك",
        "بلاد",
        "كتاب",
        "ولد",
        "لجنة",
        "سياسة",
        "ل+داعش",
        "و+تويتر",
        "وَ+بِ+الكِتـــابِ",
        "المياه",
        "اتجاه",
        "ل+له",
        "و+ل+له",
        "و+ب+مدرست+هممممم",
        "و+كتااااب+ها",
    ] {
        assert_eq!(cut(&want.replace('+', "")), want);
    }
}

#[cfg(feature = "segmenter-data")]
#[test]
fn stems_are_restored() {
    for (word, stem) in [
        ("وبمدرستهم", "مدرسة"),
        ("للنفط", "النفط"),
        ("للغة", "اللغة"),
        ("مستواه", "مستوى"),
        ("أصدقائها", "أصدقاء"),
        ("كتبوها", "كتبوا"),
        ("بيته", "بيت"),
        ("صوتها", "صوت"),
        ("لله", "الله"),
        ("مما", "ما"),
    ] {
        assert_eq!(segment(word).restored_stem(word), stem, "{word}");
    }
}

#[cfg(feature = "segmenter-data")]
#[test]
fn the_runner_up_is_told() {
    let found = segment("وجد");
    let (second, score) = found.runner_up.expect("two ways at least");
    assert!(score <= found.score && second != found.split);
    assert_eq!(segment("من").runner_up, None);
}

#[test]
fn what_is_no_arabic_word_stays_whole() {
    for word in ["", "Paris", "وTwitter", "2015", "\u{064B}", "\u{200F}"] {
        assert!(segment(word).split.is_whole(), "{word:?}");
    }
    assert!(segment(&"هه".repeat(1000)).split.is_whole());
}

#[test]
fn spans_move_with_the_word() {
    let text = "في وبيتها";
    let found = Segmenter::rules().segment("وبيتها").moved(5);
    let pieces: Vec<_> = found.split.pieces().map(|span| span.of(text)).collect();
    assert_eq!(pieces, ["و", "بيت", "ها"]);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn pieces_are_the_word(word in "[\u{0621}-\u{0655}\u{0640}\u{0670}\u{FE80}-\u{FEFC}\u{200F}a]{0,24}") {
        for segmenter in [Segmenter::standard(), Segmenter::rules()] {
            let found = segmenter.segment(&word);
            let mut splits = vec![found.split];
            splits.extend(found.runner_up.map(|(split, _)| split));
            for split in splits {
                let joined: String = split.pieces().map(|span| &word[span.range()]).collect();
                prop_assert_eq!(&joined, &word);
                prop_assert_eq!(split.proclitics().len() + 1 + split.enclitics().len(), split.pieces().len());
                prop_assert!(word.is_empty() || split.pieces().all(|span| !span.is_empty()));
            }
            let mut cache = SegmentCache::new(&segmenter, 1);
            prop_assert_eq!(cache.segment(&word), found);
            prop_assert_eq!(cache.segment(&word), found);
        }
    }
}
