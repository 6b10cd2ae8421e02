//! N-grams over clitics and stems are those of a text that was cut before.
#![cfg(feature = "segmenter-data")]

use khitab_features::{
    Analyzer, HashingVectorizer, Idf, Ngrams, Norm, Tf, TokenPattern, Tokens, Vectorizer,
};
use khitab_text::{Normalizer, Segmenter, Tokenizer};

/// A word, a tab, its units, and its stem.
const WORDS: &str = include_str!("../../../data/golden/segmented_words.tsv");

const TEXTS: [&str; 5] = [
    "وبمدرستهم كتابٌ جديد، وللمدرسة بابها",
    "سيكتبون رسالتهم إلى صديقتهم في المدينة",
    "قرأ الطالبُ كتابـــه ثم قرأه لأخيه",
    "لوالدي بيتان وفي بيتيه حديقة",
    "WiFi 2017 ولكنه لم يعمل",
];

fn words(tokens: Tokens) -> Vectorizer {
    let block = Ngrams::words(1..=2).tf(Tf::Sublinear).tokens(tokens);
    Vectorizer::builder().block(block).build().unwrap()
}

/// The units of a text with a space between two, made step by step.
fn cut(text: &str) -> String {
    let normal = |piece: &str| {
        Normalizer::search()
            .normalize(piece)
            .normalized()
            .to_owned()
    };
    let segmenter = Segmenter::standard();
    let normalized = Normalizer::search().normalize(text);
    let mut units = Vec::new();
    for token in &Tokenizer::social().tokenize(&normalized) {
        let word = token.span.of(text);
        if normal(word).chars().filter(|c| c.is_alphanumeric()).count() < 2 {
            continue;
        }
        let found = segmenter.segment(word);
        let clitic = |span: khitab_features::Span| normal(span.of(word));
        units.extend(found.split.proclitics().map(|span| clitic(span) + "+"));
        units.push(normal(&found.restored_stem(word)));
        units.extend(
            found
                .split
                .enclitics()
                .map(|span| format!("+{}", clitic(span))),
        );
    }
    units.join(" ")
}

#[test]
fn golden_words_have_their_units() {
    let mut wrong = Vec::new();
    for (line, row) in (1..).zip(WORDS.lines()).skip(1) {
        let cells: Vec<&str> = row.split('\t').collect();
        let [word, units, stem] = cells[..] else {
            panic!("line {line} has no three cells");
        };
        for (tokens, want) in [(Tokens::Segmented, units), (Tokens::Stems, stem)] {
            let block = Ngrams::words(1..=1).counts().tokens(tokens);
            let vectorizer = Vectorizer::builder().block(block).build().unwrap();
            let (fitted, _) = vectorizer.fit(&[word]).unwrap();
            let row = fitted.explain(word);
            let mut found: Vec<_> = row
                .iter()
                .map(|(id, _)| (row.spans(id)[0].start(), fitted.term(id).unwrap()))
                .collect();
            found.sort_unstable();
            let found: Vec<&str> = found.into_iter().map(|(_, unit)| unit).collect();
            if found.join(" ") != want {
                wrong.push(format!("line {line}: {} for {want}", found.join(" ")));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn cutting_inside_is_cutting_before() {
    let (inside, matrix) = words(Tokens::Segmented).fit(&TEXTS).unwrap();
    let before: Vec<String> = TEXTS.iter().map(|text| cut(text)).collect();
    let spaced = Ngrams::new(Analyzer::Word(TokenPattern::Whitespace), 1..=2).tf(Tf::Sublinear);
    let vectorizer = Vectorizer::builder().block(spaced).build().unwrap();
    let (outside, expected) = vectorizer.fit(&before).unwrap();
    assert!(matrix == expected, "the rows differ");
    let names = |fitted: &khitab_features::FittedVectorizer| {
        let names = fitted.space().names().to_vec();
        names
            .iter()
            .map(|name| name.split_once(':').unwrap().1.to_owned())
            .collect::<Vec<_>>()
    };
    assert_eq!(names(&inside), names(&outside));
    assert!(
        inside
            .name(khitab_features::FeatureId(0))
            .starts_with("segment:")
    );
}

#[test]
fn explanations_stand_on_the_letters_of_the_original() {
    let (fitted, _) = words(Tokens::Segmented).fit(&TEXTS).unwrap();
    let text = "وَبِمدرستهم";
    let row = fitted.explain(text);
    let painted = |name: &str| {
        let (id, _) = row.iter().find(|(id, _)| fitted.name(*id) == name)?;
        Some(row.spans(id)[0].of(text))
    };
    assert_eq!(painted("segment:مدرسه"), Some("مدرست"));
    assert_eq!(painted("segment:+هم"), Some("هم"));
    assert_eq!(painted("segment:ب+ مدرسه"), Some("بِمدرست"));
}

#[test]
fn the_other_way_to_count_cuts_too() {
    let hashed = |tokens| {
        let block = Ngrams::words(1..=1).tokens(tokens).idf(Idf::None);
        let vectorizer = Vectorizer::builder().block(block.norm(Norm::None)).build();
        let hashing = HashingVectorizer::new(&vectorizer.unwrap(), 16).unwrap();
        hashing.transform_one("وبمدرستهم").columns.len()
    };
    assert_eq!((hashed(Tokens::Words), hashed(Tokens::Segmented)), (1, 4));
}

#[test]
fn a_fit_is_tied_to_its_segmenter_and_characters_are_not_cut() {
    let block = Ngrams::char_wb(2..=5).tokens(Tokens::Stems);
    let error = Vectorizer::builder().block(block).build().unwrap_err();
    assert_eq!(
        error.to_string(),
        "block 1: only words are cut into clitics and stems"
    );
    #[cfg(feature = "serde")]
    {
        let (fitted, _) = words(Tokens::Segmented).fit(&TEXTS).unwrap();
        let json = serde_json::to_string(&fitted).unwrap();
        let back: khitab_features::FittedVectorizer = serde_json::from_str(&json).unwrap();
        assert!(back == fitted);
        let ours = Segmenter::standard().version();
        let other = json.replace(&ours, "rules/1");
        let error = serde_json::from_str::<khitab_features::FittedVectorizer>(&other).unwrap_err();
        assert!(error.to_string().contains("cut by the segmenter rules/1"));
    }
}
