use super::*;
use crate::Profile;

const TEXTS: [&str; 12] = [
    "كتب الكاتب كتابا عن تاريخ المدينة القديمة وأسواقها",
    "قرأ القارئ الكتاب في المكتبة ثم كتب عنه مقالا",
    "المكتبات العامة مفتوحة للكتاب والقراء كل يوم",
    "وصلت الطالبة إلى المدرسة وكتبت الدرس في الدفتر",
    "يدرس الطلاب تاريخ المدن القديمة في المدارس",
    "فتحت المدينة أسواقها القديمة أمام الزوار هذا اليوم",
    "زار الطلاب والطالبات سوق الكتب القديمة في المدينة",
    "كتبت الصحيفة مقالا عن المكتبة وعن زوارها",
    "عاد القراء إلى المكتبات بعد افتتاح المدارس",
    "مقالات الكاتب عن الأسواق منشورة في الصحف",
    "هذه دروس في تاريخ الكتابة والقراءة للطلاب",
    "اليوم يوم القراءة في كل المدارس والمكتبات",
];

const UNSEEN: [&str; 7] = [
    "قَرَأَتِ الطَّالِبَةُ الكِتـــابَ",
    "ﺍﻟﻜﺘﺎﺏ ﷲ ﻻ والمكتباتُ؟",
    "د\u{200C}رس 12 و١٢ example.com!",
    "كتاب\u{200F} \u{1F468}\u{200D}\u{1F469}\u{200D}\u{1F467} یوم ک",
    "أإآٱ ؤئ ى ة A\u{0300}",
    "",
    "هٰذا \u{0627}\u{0654} \u{064E}",
];

const KINDS: [SubwordKind; 3] = [
    SubwordKind::Bpe,
    SubwordKind::WordPiece,
    SubwordKind::Unigram,
];

fn trained(kind: SubwordKind) -> Subword {
    SubwordTrainer::new(kind, 150)
        .train(&Normalizer::search(), TEXTS)
        .expect("enough text")
}

fn ids(pieces: &[SubwordPiece]) -> Vec<u32> {
    pieces.iter().map(|piece| piece.id).collect()
}

#[test]
fn a_stock_tokenizer_gives_the_same_ids_from_the_exported_file() {
    for kind in KINDS {
        let ours = trained(kind);
        let json = ours.to_json().expect("a spellable profile");
        let stock = Stock::from_bytes(&json).expect("stock format");
        for text in UNSEEN.iter().chain(&TEXTS) {
            let theirs = stock.encode(*text, false).expect("encodes");
            let found = ours.encode(text).expect("encodes");
            assert_eq!(ids(&found), theirs.get_ids(), "{kind:?} {text:?}");
        }
        let again = Subword::from_json(&json, &Normalizer::search()).expect("our own file");
        assert_eq!(
            again.encode(TEXTS[0]).unwrap(),
            ours.encode(TEXTS[0]).unwrap()
        );
        assert!(ours.vocabulary_len() <= 160);
    }
}

/// `subword_ids.tsv` is what the Python package gives for the committed file.
#[test]
fn the_committed_file_gives_the_ids_of_the_python_package() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../data/golden/reference/");
    let file = format!("{folder}subword_bpe.json");
    if std::env::var_os("KHITAB_WRITE").is_some() {
        let json = trained(SubwordKind::Bpe).to_json().expect("spellable");
        std::fs::write(&file, json).expect("a writable folder");
    }
    let json = std::fs::read_to_string(file).expect("the committed file");
    let ours = Subword::from_json(&json, &Normalizer::search()).expect("our own file");
    let vectors = std::fs::read_to_string(format!("{folder}subword_ids.tsv")).expect("vectors");
    let mut rows = 0;
    for line in vectors
        .lines()
        .filter(|line| !line.starts_with('#'))
        .skip(1)
    {
        let (text, expected) = line.split_once('\t').expect("two columns");
        let text: String = serde_json::from_str(text).expect("JSON");
        let expected: Vec<u32> = serde_json::from_str(expected).expect("JSON");
        assert_eq!(
            ids(&ours.encode(&text).expect("encodes")),
            expected,
            "{text:?}"
        );
        rows += 1;
    }
    assert!(rows > 10, "{rows} rows");
}

/// Hash maps are drawn anew in every map: an order that leaked would differ here.
#[test]
fn training_twice_gives_the_same_bytes() {
    let many: Vec<String> = (0..40)
        .map(|i| {
            TEXTS
                .map(|t| t.split(' ').skip(i % 5).collect::<Vec<_>>().join(""))
                .join(" ")
        })
        .collect();
    // Rare letters, which the unigram model loses and takes back.
    let rare = ('\u{0671}'..'\u{06B0}').map(|c| format!("كتب{c}"));
    let many: Vec<String> = many.into_iter().chain(rare).collect();
    for kind in KINDS {
        let train = || SubwordTrainer::new(kind, 220).train(&Normalizer::search(), &many);
        let first = train().expect("enough text").to_json().expect("spellable");
        for _ in 0..3 {
            assert!(
                train().expect("enough text").to_json().expect("spellable") == first,
                "{kind:?}"
            );
        }
    }
}

#[test]
fn spans_cover_letters_with_their_marks() {
    let text = "قَرَأَتِ الكِتـــابَ";
    for kind in KINDS {
        let pieces = trained(kind).encode(text).expect("encodes");
        let mut at = 0;
        for piece in &pieces {
            assert!(piece.span.start() >= at);
            assert!(text[at..piece.span.start()].trim().is_empty());
            at = piece.span.end();
        }
        assert_eq!(at, text.len(), "{kind:?}");
    }
}

#[test]
fn errors_name_the_step_and_the_file() {
    let model = SubwordTrainer::new(SubwordKind::Bpe, 80)
        .train(&Normalizer::new(Profile::SOCIAL), TEXTS)
        .expect("enough text");
    let error = model.to_json().expect_err("masks");
    assert_eq!(
        error.to_string(),
        "tokenizer.json: the step mask has no stock counterpart"
    );
    let error = Subword::from_json("{", &Normalizer::light()).expect_err("broken");
    assert!(error.to_string().starts_with("tokenizer.json: EOF"));
}
