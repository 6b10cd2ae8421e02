use super::*;
use crate::{Pipeline, TextModel};

fn frame(text: &str) -> Frame {
    let model = TextModel::discourse().unwrap();
    Pipeline::default().with_model(model).analyze(text).frame
}

#[test]
fn voices_are_told_apart() {
    let cases = [
        ("قالت الشرطة إن عنصرا من داعش أوقف أمس", Voice::Reporting),
        (
            "ندين جرائم داعش وفكره المتطرف لا يمثل الإسلام",
            Voice::CounterSpeech,
        ),
        ("اللهم اغفر لنا وارحمنا وأدخلنا الجنة", Voice::Religious),
        (
            "قال تعالى: قل هو الله أحد الله الصمد لم يلد ولم يولد",
            Voice::Religious,
        ),
        ("ما أجمل الربيع في حديقتنا", Voice::Ordinary),
    ];
    for (text, voice) in cases {
        let frame = frame(text);
        assert_eq!(frame.voice, Some(voice), "{text}: {frame:#?}");
        assert!(frame.priority <= Priority::Low, "{text}");
    }
}

#[test]
fn the_same_words_used_and_mentioned() {
    let used = "جنود الخلافة قادمون يا مرتدين والدولة الإسلامية باقية وتتمدد";
    let mentioned = format!("ذكرت الصحيفة أن أحدهم كتب \"{used}\" على جدار");
    let used = frame(used);
    assert_eq!(used.voice, Some(Voice::SupporterLike), "{used:#?}");
    assert_eq!(used.priority, Priority::High);
    let mentioned = frame(&mentioned);
    assert_eq!(mentioned.voice, Some(Voice::Reporting), "{mentioned:#?}");
}

#[test]
fn near_the_threshold_it_abstains() {
    let found = AnnotationSet::default();
    let at = |probability| {
        let risk = Risk::new("risk".to_owned(), probability, 0.6);
        let frame = Frame::read(&found, None, Some(risk));
        (frame.voice, frame.abstains, frame.priority)
    };
    let near = (None, Some(Abstention::NearThreshold), Priority::Medium);
    assert_eq!(at(0.55), near);
    assert_eq!(at(0.1), (Some(Voice::Ordinary), None, Priority::None));
    // A high score with no cue to show for it is no reason.
    let divided = (None, Some(Abstention::Divided), Priority::Medium);
    assert_eq!(at(0.99), divided);
    // Odds of 1.5, of half and of twice that.
    let risk = Risk::new("risk".to_owned(), 0.5, 0.6);
    let (low, high) = risk.band;
    assert!((low - 3.0 / 7.0).abs() < 1e-9 && (high - 0.75).abs() < 1e-9);
}

#[test]
fn a_text_without_arabic_is_not_judged() {
    for text in [
        "The weather is fine today",
        "Погода хорошая",
        "12:30 :)",
        "",
    ] {
        let frame = frame(text);
        assert_eq!(frame.abstains, Some(Abstention::NoArabic), "{text}");
        assert_eq!((frame.voice, frame.priority), (None, Priority::None));
    }
    // Arabizi that the lists know is read, and one Arabic word is enough.
    for text in ["dawlat el khilafa ba2ya", "the weather: جميل"] {
        assert_ne!(frame(text).abstains, Some(Abstention::NoArabic), "{text}");
    }
}

#[test]
fn a_text_with_hardly_any_arabic_is_not_called_ordinary() {
    let english = "one two three four five six seven eight nine";
    let read = |text: &str| {
        let frame = frame(text);
        (frame.voice, frame.abstains, frame.priority)
    };
    let abstains = (None, Some(Abstention::LittleArabic), Priority::None);
    assert_eq!(read(&format!("{english} نعم")), abstains);
    let ordinary = (Some(Voice::Ordinary), None, Priority::None);
    assert_eq!(read("one two three four نعم"), ordinary);
    // What can be read is still read.
    let (voice, why, _) = read(&format!("{english} ذكرت الصحيفة"));
    assert_eq!((voice, why), (Some(Voice::Reporting), None));
}

/// An article and each of its paragraphs report, below the threshold of the shipped model.
fn reports_throughout(article: &str) {
    let model = TextModel::discourse().unwrap();
    let threshold = model.card().parameters["threshold"].as_f64().unwrap();
    let pipeline = Pipeline::default().with_model(model);
    let whole = pipeline.analyze(article);
    assert_eq!(whole.frame.voice, Some(Voice::Reporting));
    assert!(whole.frame.about.contains(&"isis".to_owned()));
    for text in core::iter::once(article).chain(article.lines()) {
        let report = pipeline.analyze(text);
        let score = report.score.unwrap().probability["pro-isis"]
            .as_f64()
            .unwrap();
        assert!(score < threshold, "{score}: {text}");
        let voice = report.frame.voice;
        let own = [Voice::SupporterLike, Voice::OfficialReleaseLike];
        assert!(voice.is_none_or(|voice| !own.contains(&voice)), "{text}");
    }
}

#[test]
fn our_article_reports_throughout() {
    reports_throughout(include_str!("../../../../data/samples/article.txt"));
}

#[test]
fn the_seed_article_reports_throughout() {
    let root = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../../shared/seed/article.txt"
    );
    if let Ok(article) = std::fs::read_to_string(root) {
        reports_throughout(&article);
    }
}
