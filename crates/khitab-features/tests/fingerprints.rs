//! Fingerprints of an article, of its disguises and cut versions, and of another article.

use std::path::Path;

use khitab_features::{Canonical, Document, Extractor, Fingerprint, Span};
use proptest::prelude::*;

/// Another article, our own, on another matter.
const HARVEST: &str = "\
بدأ موسم قطاف الزيتون في القرى الجبلية هذا الأسبوع، وخرجت العائلات مع شروق الشمس إلى الحقول
القريبة تحمل السلالم والأكياس والطعام. يقول أبو حسن، وهو مزارع في السبعين من عمره، إن الأشجار
حملت هذا العام أكثر مما توقع بعد شتاء غزير الأمطار، وإن سعر الزيت لن يرتفع كثيرا عن العام الماضي.
وتجتمع النساء حول البساط الكبير لفرز الحبات الخضراء من السوداء، بينما يجمع الأطفال ما سقط بعيدا
بين الحجارة. في المساء تنقل الأكياس إلى المعصرة الوحيدة في الوادي، حيث ينتظر الناس دورهم حتى
ساعة متأخرة من الليل ويتبادلون أخبار الجيران والمدارس. ويؤكد صاحب المعصرة أن الآلات الجديدة
تعصر ضعف الكمية في نصف الوقت، لكنه ما زال يحتفظ بحجر الرحى القديم الذي ورثه عن جده. ويخاف بعض
المزارعين من ذبابة الثمار التي أتلفت جزءا من المحصول قبل سنوات، ولذلك وزعت الجمعية التعاونية
مصائد بسيطة على أعضائها في بداية الصيف. وتشجع الجمعية الشباب على العودة إلى الأرض بعد أن هجرها
كثيرون طلبا للعمل في المدن الساحلية. وقد نظمت لهذا الغرض دورة في تقليم الأشجار وتسميدها شارك
فيها ثلاثون شابا وشابة، وسيحصل كل منهم على عشر شتلات يزرعها في أرض أسرته قبل نهاية الخريف.";

fn read(path: &str) -> Option<String> {
    std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).ok()
}

fn print(text: &str) -> Fingerprint {
    Fingerprint::new(&Canonical::new(&Document::new(text), &[]))
}

/// The same text with every cheap change at once.
fn disguised(text: &str) -> String {
    let mut out = String::from("https://example.org/a?b=1 @someone ");
    for (number, c) in text.chars().enumerate() {
        out.push(match c {
            'ي' if number % 3 == 0 => 'ى',
            'ة' if number % 2 == 0 => 'ه',
            'أ' | 'إ' if number % 2 == 0 => 'ا',
            '،' | '.' => '\u{061B}',
            c => c,
        });
        if ('ب'..='ي').contains(&c) {
            out.push_str(["\u{064E}", "\u{0640}", "\u{0651}\u{064F}", ""][number % 4]);
        }
    }
    out + " !!! \u{1F33F} www.example.com/other"
}

/// The article without the lines named, and those lines as spans.
fn without(text: &str, lines: &[usize]) -> (String, Vec<Span>) {
    let mut kept = String::new();
    let mut spans = Vec::new();
    let mut start = 0;
    for (number, line) in (1..).zip(text.split_inclusive('\n')) {
        match lines.contains(&number) {
            true => spans.push(Span::new(start, start + line.len())),
            false => kept.push_str(line),
        }
        start += line.len();
    }
    (kept, spans)
}

/// The fingerprint of what is left when scripture and web furniture are found and left out.
fn own_print(text: &str) -> Fingerprint {
    let document = Document::new(text);
    let found = Extractor::default().annotate(&document);
    Fingerprint::new(&Canonical::own_words(&document, &found))
}

fn check_article(text: &str, furniture: &[usize]) {
    let whole = print(text);
    assert_eq!(print(&disguised(text)), whole, "disguises change nothing");
    let (body, spans) = without(text, furniture);
    let cut = print(&body);
    let left_out = Canonical::new(&Document::new(text), &spans);
    assert_eq!(
        Fingerprint::new(&left_out),
        cut,
        "left out or deleted, the same"
    );
    let (own, own_cut) = (own_print(text), own_print(&body));
    assert!(
        own.simhash.distance(own_cut.simhash) <= 3,
        "furniture found or deleted"
    );
    assert!(
        whole.simhash.distance(cut.simhash) <= 8,
        "furniture kept or deleted"
    );
    let other = print(HARVEST);
    for print in [&whole, &cut, &own] {
        assert!(print.simhash.distance(other.simhash) > 20);
        assert!(print.minhash.jaccard(&other.minhash) < 0.05);
        let (tlsh, others) = (print.tlsh.as_ref().unwrap(), other.tlsh.as_ref().unwrap());
        assert!(tlsh.distance(others) > 60);
    }
    assert!(whole.minhash.jaccard(&cut.minhash) > 0.8);
    assert!(whole.tlsh.unwrap().distance(&cut.tlsh.unwrap()) <= 30);
}

#[test]
fn our_article_is_known_in_every_dress() {
    let text = read("../../data/samples/article.txt").unwrap();
    // Its notice, its picture line and its byline.
    check_article(&text, &[1, 5, 7]);
}

#[test]
fn the_seed_article_is_known_in_every_dress() {
    let seed = |file: &str| read(&format!("../../../shared/seed/{file}"));
    let (Some(text), Some(gold)) = (seed("article.txt"), seed("gold.json")) else {
        return;
    };
    let gold: serde_json::Value = serde_json::from_str(&gold).unwrap();
    let lines = gold["layout"]["boilerplate"].as_array().unwrap();
    let lines: Vec<usize> = lines.iter().map(|n| n.as_u64().unwrap() as usize).collect();
    check_article(&text, &lines);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    /// Any text and any spans: a canonical form is words and spaces, and its own canonical form
    /// unless words of it are cut or joined anew.
    #[test]
    fn a_canonical_form_is_words(text in any::<String>(), arabic in "[\\u{600}-\\u{6FF} #_.]{0,60}") {
        for text in [&text, &arabic] {
            let document = Document::new(text);
            let canonical = Canonical::new(&document, &[Span::new(3, 9), Span::new(0, 2)]);
            let words: Vec<&str> = canonical.as_str().split(' ').collect();
            prop_assert_eq!(words.iter().filter(|w| !w.is_empty()).count(), canonical.words());
            prop_assert!(canonical.words() == 0 || words.iter().all(|word| !word.is_empty()));
            prop_assert_eq!(Fingerprint::new(&canonical).words, canonical.words());
        }
    }
}
