use proptest::prelude::*;

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

const REFERENCE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../data/golden/reference/");

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

/// The file of a kind under `data/golden/reference`; written again where `KHITAB_WRITE` is set.
fn committed(kind: SubwordKind) -> (&'static str, String) {
    let name = match kind {
        SubwordKind::Bpe => "bpe",
        SubwordKind::WordPiece => "wordpiece",
        SubwordKind::Unigram => "unigram",
    };
    let file = format!("{REFERENCE}subword_{name}.json");
    if std::env::var_os("KHITAB_WRITE").is_some() {
        let json = trained(kind).to_json().expect("spellable");
        std::fs::write(&file, json).expect("a writable folder");
    }
    (
        name,
        std::fs::read_to_string(file).expect("the committed file"),
    )
}

/// `subword_ids.tsv` is what the Python package gives for the committed files.
#[test]
fn the_committed_files_give_the_ids_of_the_python_package() {
    let files = KINDS.map(committed);
    let vectors = std::fs::read_to_string(format!("{REFERENCE}subword_ids.tsv")).expect("vectors");
    let rows = vectors.lines().filter(|line| !line.starts_with('#'));
    let rows: Vec<Vec<&str>> = rows
        .skip(1)
        .map(|line| line.split('\t').collect())
        .collect();
    for (name, json) in files {
        let ours = Subword::from_json(&json, &Normalizer::search()).expect("our own file");
        let own = rows.iter().filter(|row| row[0] == name);
        assert!(own.clone().count() > 10, "{name}");
        for row in own {
            let text: String = serde_json::from_str(row[1]).expect("JSON");
            let expected: Vec<u32> = serde_json::from_str(row[2]).expect("JSON");
            let found = ids(&ours.encode(&text).expect("encodes"));
            assert_eq!(found, expected, "{name} {text:?}");
        }
    }
}

/// What is trained and exported now is what the Python package read.
#[test]
fn the_committed_files_are_exported_again() {
    for kind in KINDS {
        let (name, json) = committed(kind);
        assert!(
            trained(kind).to_json().expect("spellable") == json,
            "{name}"
        );
    }
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

/// The pieces of a text in blocks of that size, and how many blocks there were.
fn in_blocks(model: &Subword, text: &str, least: usize) -> (usize, Vec<SubwordPiece>) {
    let mut pieces = Vec::new();
    let blocks = model.joints.blocks(text, least).inspect(|block| {
        let found = model.encode_at(block.of(text), block.start());
        pieces.extend(found.expect("encodes"));
    });
    (blocks.count(), pieces)
}

#[test]
fn blocks_are_cut_where_signs_stand_and_nowhere_in_a_word() {
    let model = trained(SubwordKind::Bpe);
    for sign in ["\"", "٣", "»", "#", "\u{1F600}"] {
        assert!(in_blocks(&model, &sign.repeat(1000), 64).0 > 12, "{sign}");
    }
    for whole in ["ب", "\u{064E}", "\u{200D}", "[MASK]ب", "\u{1100}\u{1161}"] {
        assert_eq!(in_blocks(&model, &whole.repeat(1000), 64).0, 1, "{whole}");
    }
}

#[test]
fn a_word_of_more_than_a_mebibyte_is_refused_before_any_piece_is_given() {
    let model = model_of(SubwordKind::WordPiece);
    let word = "ب".repeat(Subword::MOST / 2 + 1);
    let text = format!("{} {word} كتب", "كتب ".repeat(20_000));
    let mut blocks = model.encode_blocks(&text);
    let error = blocks.next().expect("a block").expect_err("too long");
    assert!(blocks.next().is_none());
    assert!(error.to_string().contains("1048576"), "{error}");
    let fits = "ب".repeat(Subword::MOST / 2);
    assert!(model.encode_blocks(&fits).all(|block| block.is_ok()));
}

#[test]
fn a_file_of_another_make_is_one_block() {
    let json = trained(SubwordKind::WordPiece)
        .to_json()
        .expect("spellable");
    let mut file: serde_json::Value = serde_json::from_str(&json).expect("JSON");
    let text = "كتب الكاتب. ".repeat(100);
    let blocks = |file: &serde_json::Value| {
        let model = Subword::from_json(&file.to_string(), &Normalizer::search()).expect("stock");
        in_blocks(&model, &text, 64).0
    };
    assert!(blocks(&file) > 10);
    let mut lax = file.clone();
    lax["added_tokens"][4]["lstrip"] = true.into();
    assert_eq!(blocks(&lax), 1);
    let mut padded = file.clone();
    padded["padding"] = serde_json::json!({
        "strategy": {"Fixed": 8}, "direction": "Right", "pad_to_multiple_of": null,
        "pad_id": 0, "pad_type_id": 0, "pad_token": "[PAD]"
    });
    assert_eq!(blocks(&padded), 1);
    file["pre_tokenizer"] = serde_json::json!({"type": "Whitespace"});
    assert_eq!(blocks(&file), 1);
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(96) })]

    #[test]
    fn blocks_have_the_pieces_of_the_whole(
        parts in prop::collection::vec(prop_oneof![
            4 => Just(" "), 2 => Just("كتب"), 1 => Just("الكِتـــاب"), 1 => Just("\u{064E}"), 1 => Just("\""),
            1 => Just("[MASK]"), 1 => Just("["), 1 => Just("]"), 1 => Just("٣"), 1 => Just("12"),
            1 => Just("\u{200D}"), 1 => Just("\u{1F468}\u{200D}\u{1F469}"), 1 => Just("\u{FE0F}"),
            1 => Just("\u{0640}"), 1 => Just("\u{200F}"), 1 => Just("\u{33CF}"), 1 => Just("ﷺ"),
            1 => Just("\u{FF3B}"), 1 => Just("\n"), 1 => Just("\u{85}"), 1 => Just("\u{B4}"),
            1 => Just("\u{1100}"), 1 => Just("\u{1161}"), 1 => Just("a"), 1 => Just("\u{2028}"),
            1 => Just("\u{1}"), 1 => Just("\u{BD}"), 1 => Just("\u{BC}"), 1 => Just("\u{2026}"),
        ], 0..60),
        least in 1..40_usize,
    ) {
        let text = parts.concat();
        for normalizer in [Normalizer::search(), Normalizer::light(), Normalizer::strict()] {
            for kind in KINDS {
                let model = Subword::new(&normalizer, model_of(kind).stock.clone());
                prop_assert_eq!(in_blocks(&model, &text, least).1, model.encode(&text).expect("encodes"));
            }
        }
    }
}

/// The models of [`trained`], trained once.
fn model_of(kind: SubwordKind) -> &'static Subword {
    static MODELS: std::sync::LazyLock<Vec<(SubwordKind, Subword)>> =
        std::sync::LazyLock::new(|| KINDS.map(|kind| (kind, trained(kind))).into());
    &MODELS
        .iter()
        .find(|model| model.0 == kind)
        .expect("all kinds")
        .1
}

#[test]
fn texts_without_a_word_are_refused() {
    let none: [&[&str]; 3] = [&[], &["", ""], &["  ", "\t\u{A0}", "\u{064E}\u{0640}"]];
    for (kind, texts) in KINDS
        .into_iter()
        .flat_map(|kind| none.map(|texts| (kind, texts)))
    {
        let trained = SubwordTrainer::new(kind, 150).train(&Normalizer::search(), texts);
        let error = trained.expect_err("nothing to learn");
        assert_eq!(error.to_string(), "training: the texts hold no word");
    }
    // One word is little, but no reason to fall.
    for kind in KINDS {
        let trained = SubwordTrainer::new(kind, 150).train(&Normalizer::search(), ["", "ا"]);
        assert!(
            trained.is_ok_and(|model| model.vocabulary_len() > 5),
            "{kind:?}"
        );
    }
}
