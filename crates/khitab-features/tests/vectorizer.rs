//! What holds of every vectorizer: one row a text, whatever the batch, the threads, the fold.

use khitab_features::{
    CsrMatrix, DocumentFrequency, FeatureId, FeatureVector, FittedVectorizer, Ngrams, Norm,
    Preparation, Scaling, Tf, Vectorizer,
};
use proptest::prelude::*;

/// Our own sentences, combined so that terms repeat within and between rows.
fn texts(rows: usize) -> Vec<String> {
    let subjects = ["الطالب", "المعلمةُ", "صديقي", "القطــار", "الجيران"];
    let verbs = ["يقرأ", "يكتب", "ينتظر", "يسافر إلى", "يحب"];
    let objects = [
        "الكتاب",
        "الرسالة",
        "المدينة #يوم_جميل",
        "البيت والبيت",
        "WiFi 5",
    ];
    (0..rows)
        .map(|row| {
            let pick = |list: &[&'static str], by| list[(row * row + by * row) % list.len()];
            format!(
                "{} {} {} {}",
                pick(&subjects, 1),
                pick(&verbs, 3),
                pick(&objects, 7),
                row % 17
            )
        })
        .collect()
}

fn union() -> Vectorizer {
    Vectorizer::builder()
        .block(Ngrams::words(1..=2).tf(Tf::Sublinear))
        .block(Ngrams::char_wb(2..=4).min_df(DocumentFrequency::Count(2)))
        .block(Ngrams::chars(3..=3).norm(Norm::L1).max_features(40))
        .build()
        .unwrap()
}

fn in_pool<R: Send>(threads: usize, work: impl FnOnce() -> R + Send) -> R {
    rayon::ThreadPoolBuilder::new()
        .num_threads(threads)
        .build()
        .unwrap()
        .install(work)
}

#[test]
fn the_number_of_threads_changes_no_byte() {
    let texts = texts(4000);
    let fit = |threads| in_pool(threads, || union().fit(&texts).unwrap());
    let (one, one_matrix) = fit(1);
    for threads in [2, 3, 8] {
        let (many, matrix) = fit(threads);
        assert!(one == many, "{threads} threads learn something else");
        assert!(one_matrix == matrix, "{threads} threads give other rows");
    }
}

#[test]
fn a_text_has_one_row_in_fit_batch_and_alone() {
    let texts = texts(300);
    let (fitted, matrix) = union().fit(&texts).unwrap();
    assert!(
        matrix == fitted.transform(&texts).unwrap(),
        "fit and transform differ"
    );
    assert_eq!(matrix.columns(), fitted.columns());
    for (row, text) in texts.iter().enumerate() {
        let alone = fitted.transform_one(text);
        assert_eq!(matrix.row(row), (&alone.columns[..], &alone.values[..]));
        assert!(alone.columns.is_sorted_by(|a, b| a < b));
    }
}

#[test]
fn a_fold_is_a_fit_on_its_rows() {
    let texts = texts(200);
    let corpus = union().count(&texts).unwrap();
    let train: Vec<usize> = (0..200).filter(|row| row % 5 != 0).collect();
    let test: Vec<usize> = (0..200).filter(|row| row % 5 == 0).collect();
    let (tfidf, matrix) = corpus.weigh(&train).unwrap();
    let pick = |rows: &[usize]| {
        rows.iter()
            .map(|&row| texts[row].clone())
            .collect::<Vec<_>>()
    };
    let (fitted, expected) = union().fit(&pick(&train)).unwrap();
    assert!(matrix == expected, "the train rows differ");
    let unseen = fitted.transform(&pick(&test)).unwrap();
    assert!(tfidf.rows(&corpus, &test) == unseen, "the test rows differ");
    assert!(
        tfidf.vectorizer(&corpus) == fitted,
        "the vectorizers differ"
    );
}

#[test]
fn blocks_stand_side_by_side_with_lengths_of_their_own() {
    let (fitted, matrix) = union().fit(&texts(50)).unwrap();
    let widths = fitted.widths();
    assert_eq!(widths.iter().sum::<usize>(), matrix.columns());
    assert_eq!(widths[2], 40);
    for row in 0..matrix.rows() {
        let (columns, values) = matrix.row(row);
        let block = |from: usize, to: usize| {
            let inside = move |&(&c, _): &(&u32, &f32)| (from..to).contains(&(c as usize));
            columns.iter().zip(values).filter(inside).map(|(_, &v)| v)
        };
        let squares: f32 = block(0, widths[0]).map(|v| v * v).sum();
        assert!((squares - 1.0).abs() < 1e-5);
        let sum: f32 = block(widths[0] + widths[1], matrix.columns()).sum();
        assert!((sum - 1.0).abs() < 1e-5);
    }
}

#[test]
fn max_features_keeps_the_most_counted_and_breaks_ties_by_code_point() {
    let texts = ["باب باب تاج ثوب", "تاج جار ثوب"];
    let vectorizer = Vectorizer::builder()
        .block(Ngrams::words(1..=1).counts().max_features(2))
        .build()
        .unwrap();
    let (fitted, matrix) = vectorizer.fit(&texts).unwrap();
    // باب, تاج and ثوب stand twice each: the first two in code point order stay.
    let names: Vec<_> = (0..2)
        .map(|c| fitted.name(FeatureId(c)).into_owned())
        .collect();
    assert_eq!(names, ["word:تاج", "word:باب"]);
    assert_eq!(matrix.row(0), (&[0, 1][..], &[1.0, 2.0][..]));
}

#[test]
fn counts_past_a_byte_are_exact() {
    let texts = ["نعم ".repeat(1000), "نعم لا".to_owned(), "لا ".repeat(70_000)];
    let vectorizer = Vectorizer::builder()
        .block(Ngrams::words(1..=2).counts())
        .build()
        .unwrap();
    let (fitted, matrix) = vectorizer.fit(&texts).unwrap();
    let id = |name: &str| (0..5).find(|&c| fitted.name(FeatureId(c)) == name).unwrap();
    assert_eq!(dense(&matrix, 0)[id("word:نعم") as usize], 1000.0);
    assert_eq!(dense(&matrix, 0)[id("word:نعم نعم") as usize], 999.0);
    assert_eq!(dense(&matrix, 2)[id("word:لا") as usize], 70_000.0);
    assert!(
        matrix == fitted.transform(&texts).unwrap(),
        "fit and transform differ"
    );
}

#[test]
fn bounds_and_parameters_that_cannot_be_are_named() {
    let build = |block| Vectorizer::builder().block(block).build();
    let message = |block| build(block).unwrap_err().to_string();
    assert_eq!(
        message(Ngrams::words(0..=1)),
        "block 1: n-gram range 0 to 1 is not inside 1 to 64"
    );
    assert_eq!(
        message(Ngrams::words(1..=1).max_df(DocumentFrequency::Share(1.5))),
        "block 1: a share of documents lies between 0 and 1"
    );
    let bound = |min, max| {
        build(Ngrams::words(1..=1).min_df(min).max_df(max))
            .unwrap()
            .fit(&["باب تاج", "باب"])
            .unwrap_err()
            .to_string()
    };
    assert_eq!(
        bound(DocumentFrequency::Count(3), DocumentFrequency::Count(9)),
        "no term is left of 2 in 2 documents: lower min_df or raise max_df"
    );
    assert_eq!(
        bound(DocumentFrequency::Count(3), DocumentFrequency::Share(1.0)),
        "block 1: max_df is 2 documents, fewer than min_df 3"
    );
    let empty: [&str; 0] = [];
    assert!(union().fit(&empty).is_err());
}

#[test]
fn named_features_come_last_and_keep_their_spans() {
    let vectorizer = Vectorizer::builder()
        .block(Ngrams::words(1..=1))
        .named(["A1", "H3"], Scaling::MaxAbs)
        .build()
        .unwrap();
    let row = |columns: &[u32], values: &[f32]| FeatureVector {
        columns: columns.to_vec(),
        values: values.to_vec(),
        provenance: Vec::new(),
    };
    let named = [row(&[0], &[4.0]), row(&[0, 1], &[2.0, 5.0])];
    let texts = ["باب تاج", "باب"];
    let (fitted, matrix) = vectorizer.fit_with(&texts, &named).unwrap();
    assert_eq!(matrix.columns(), 4);
    assert_eq!(matrix.row(1), (&[0, 2, 3][..], &[1.0, 0.5, 1.0][..]));
    assert_eq!(matrix, fitted.transform_with(&texts, &named).unwrap());
    assert_eq!(fitted.name(FeatureId(3)), "H3");
    let mut alone = fitted.transform_one("باب");
    fitted.push_named(&mut alone, &named[1]).unwrap();
    assert_eq!(matrix.row(1), (&alone.columns[..], &alone.values[..]));
    assert!(fitted.transform(&texts).is_err());
    assert!(vectorizer.fit_with(&texts, &named[..1]).is_err());
    assert!(
        vectorizer
            .fit_with(&texts, &[row(&[], &[]), row(&[2], &[1.0])])
            .is_err()
    );
}

#[test]
fn provenance_paints_the_original() {
    let vectorizer = Vectorizer::builder()
        .block(Ngrams::words(1..=2))
        .build()
        .unwrap();
    let (fitted, _) = vectorizer.fit(&["المدرسه الكبيره", "المدرسه"]).unwrap();
    let original = "زرتُ المَدرَســةَ الكبيرة، والمدرسة! المدرسةُ";
    let row = fitted.explain(original);
    let found: Vec<(String, Vec<&str>)> = row
        .provenance
        .iter()
        .map(|(id, spans)| {
            let texts = spans.iter().map(|span| span.of(original)).collect();
            (fitted.name(*id).into_owned(), texts)
        })
        .collect();
    let expected = [
        ("word:المدرسه".to_owned(), vec!["المَدرَســةَ", "المدرسةُ"]),
        ("word:المدرسه الكبيره".to_owned(), vec!["المَدرَســةَ الكبيرة"]),
        ("word:الكبيره".to_owned(), vec!["الكبيرة"]),
    ];
    assert_eq!(found, expected);
}

#[test]
fn parts_make_the_same_vectorizer_and_hostile_ones_none() {
    let texts = texts(60);
    let (fitted, matrix) = union().fit(&texts).unwrap();
    let parts = fitted.parts();
    let again = FittedVectorizer::from_parts(parts.clone()).unwrap();
    assert!(
        again.transform(&texts).unwrap() == matrix,
        "parts lose something"
    );
    type Break = fn(&mut khitab_features::VectorizerParts);
    let breaks: [Break; 8] = [
        |p| p.idf[3] = f32::NAN,
        |p| p.idf[3] = 1e30,
        |p| p.hashes.swap(0, 1),
        |p| p.columns[0] = p.columns[1],
        |p| p.ends[0] = u32::MAX,
        |p| p.hashes = p.hashes[..9].to_vec().into(),
        |p| p.scale.push(1.0),
        |p| p.ends.truncate(2),
    ];
    for (number, harm) in breaks.iter().enumerate() {
        let mut broken = parts.clone();
        harm(&mut broken);
        assert!(
            FittedVectorizer::from_parts(broken).is_err(),
            "break {number}"
        );
    }
}

#[cfg(feature = "serde")]
#[test]
fn serde_keeps_everything() {
    let (fitted, _) = union().fit(&texts(40)).unwrap();
    let json = serde_json::to_string(&fitted).unwrap();
    let again: FittedVectorizer = serde_json::from_str(&json).unwrap();
    assert!(fitted == again, "serde loses something");
    let short: Vectorizer = serde_json::from_str(
        r#"{"preparation": "raw", "blocks": [{"analyzer": "char_wb", "range": {"start": 2, "end": 5}}]}"#,
    )
    .unwrap();
    let expected = Vectorizer::builder()
        .preparation(Preparation::Raw)
        .block(Ngrams::char_wb(2..=5))
        .build();
    assert_eq!(short, expected.unwrap());
}

fn dense(matrix: &CsrMatrix, row: usize) -> Vec<f32> {
    let mut out = vec![0.0; matrix.columns()];
    let (columns, values) = matrix.row(row);
    for (&column, &value) in columns.iter().zip(values) {
        out[column as usize] = value;
    }
    out
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    /// Counts of char n-grams against the obvious way to count them.
    #[test]
    fn counts_are_those_of_the_strings(text in "[ابتل ،\u{064E}a]{0,30}") {
        let vectorizer = Vectorizer::builder()
            .preparation(Preparation::Raw)
            .block(Ngrams::chars(1..=3).counts())
            .build()
            .unwrap();
        let (fitted, matrix) = vectorizer.fit(&[text.as_str(), "ا"]).unwrap();
        let mut folded = String::new();
        for c in text.chars() {
            if c != ' ' || !folded.ends_with(' ') {
                folded.push(c);
            }
        }
        let chars: Vec<char> = folded.chars().collect();
        let mut expected = vec![0.0; matrix.columns()];
        for n in 1..=3 {
            for gram in chars.windows(n) {
                let name = format!("char:{}", gram.iter().collect::<String>());
                let at = (0..matrix.columns() as u32).find(|&c| fitted.name(FeatureId(c)) == name);
                expected[at.unwrap() as usize] += 1.0;
            }
        }
        prop_assert_eq!(dense(&matrix, 0), expected);
    }

    /// Any text: spans fit, rows ascend, nothing panics.
    #[test]
    fn any_text_has_a_row(text in any::<String>(), other in "\\PC{0,40}") {
        for preparation in [Preparation::Raw, Preparation::Lowercase, Preparation::default()] {
            let vectorizer = Vectorizer::builder()
                .preparation(preparation)
                .block(Ngrams::words(1..=3))
                .block(Ngrams::char_wb(1..=5))
                .block(Ngrams::chars(2..=3))
                .build()
                .unwrap();
            let Ok((fitted, matrix)) = vectorizer.fit(&[text.as_str(), &other]) else { continue };
            let row = fitted.explain(&text);
            prop_assert_eq!(matrix.row(0), (&row.columns[..], &row.values[..]));
            for (id, spans) in &row.provenance {
                prop_assert!(row.get(*id) != 0.0);
                for span in spans {
                    prop_assert!(text.get(span.range()).is_some());
                }
            }
            prop_assert_eq!(row.provenance.len(), row.columns.len());
        }
    }
}
