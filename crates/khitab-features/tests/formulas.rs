//! Formulas of the taxonomy on small texts, against values computed by hand: every expected value stands as the
//! fraction that a reader counts in the text.

use khitab_features::{
    Document, Extractor, FeatureVector, PostingProfile, Timestamp, accommodation, burstiness,
    naming_shift,
};

const NEAR: f64 = 1e-9;

/// Features of a text over everything and in use.
type Case = (&'static str, &'static [(&'static str, f64, f64)]);

const CASES: [Case; 9] = [
    // 9 words, 2 sentences; "mortadun" twice, once in the minister's words, in which 5 words stand.
    (
        "قال الوزير إن هؤلاء مرتدون في نظرهم. هم مرتدون.",
        &[
            ("B1", 100.0 * 2.0 / 9.0, 100.0 / 9.0),
            // One of two, shrunk by one hit.
            ("H5", 1.0 / 3.0, 1.0 / 3.0),
            ("H3", 5.0 / 9.0, 5.0 / 9.0),
            // Reporting in one sentence of two; nothing else of a page of news.
            ("H11", 1.0 / 2.0, 1.0 / 2.0),
        ],
    ),
    // 6 words; one word of condemnation, none of praise, in the sentence of the name.
    (
        "داعش تنظيم إرهابي مجرم. المدينة جميلة.",
        &[
            ("H8", -1.0 / 2.0, -1.0 / 2.0),
            ("H8.condemn", 100.0 / 6.0, 100.0 / 6.0),
        ],
    ),
    // 6 words; "we" beside "soldiers". The bare pronoun weighs a half.
    (
        "نحن جنود هنا. قلنا للمدير كلمة.",
        &[
            ("D6", 100.0 / 6.0, 100.0 / 6.0),
            ("B5.us", 50.0 / 6.0, 50.0 / 6.0),
        ],
    ),
    // 19 words, 12 of them said by others: two statements of the director, one of Europol, one of nobody named.
    (
        "قال المدير إن المطر نزل. وقالت يوروبول إن الطريق مفتوح. وقيل إن الجسر مغلق. وذكر المدير أن السوق مفتوح.",
        &[
            ("H1", 100.0 * 4.0 / 19.0, 100.0 * 4.0 / 19.0),
            // - 2/3 log2 2/3 - 1/3 log2 1/3
            ("H4", 0.918_295_834_054_489_6, 0.918_295_834_054_489_6),
            ("H4.designated", 0.0, 0.0),
            // ln(4 + 10 * 12/19 + 1) = ln(215/19)
            ("G3", 2.426_199_048_961_222, 2.426_199_048_961_222),
        ],
    ),
    // 10 words, 6 of them said by two speakers, one of whom is designated.
    (
        "قال داعش إن المدينة بعيدة. وقالت يوروبول إن الطريق مفتوح.",
        &[
            ("H4", 1.0, 1.0),
            ("H4.designated", 1.0 / 2.0, 1.0 / 2.0),
            ("H3", 6.0 / 10.0, 6.0 / 10.0),
        ],
    ),
    // 8 words, 3 in quotation marks.
    (
        "كتبت \"الشمس دافئة اليوم\" على الورقة ثم نامت",
        &[("H2", 3.0 / 8.0, 3.0 / 8.0)],
    ),
    // 10 words; perhaps, may; certainly.
    (
        "ربما يصل القطار غدا، وقد يتأخر المطر. بالتأكيد نام الولد",
        &[
            ("H6", 100.0 * 2.0 / 10.0, 100.0 * 2.0 / 10.0),
            ("H6.certain", 100.0 / 10.0, 100.0 / 10.0),
        ],
    ),
    // 11 words; Facebook twice by name and once as "the company", Twitter, YouTube.
    (
        "زارت فيسبوك المدينة، ثم أغلقت الشركة بابها. التقت فيسبوك تويتر ويوتيوب",
        &[
            ("A4.other", 100.0 * 4.0 / 11.0, 100.0 * 4.0 / 11.0),
            // The company is one mention more: 3 of 5.
            ("D5", 3.0 / 5.0, 3.0 / 5.0),
        ],
    ),
    // 7 words of 17 letters, "and" three times, two in the hashtag; a link to Twitter, two to Telegram, one to an archive.
    (
        "انظر https://t.me/abc و https://t.me/def و https://archive.org/details/x و https://twitter.com/a ثم #كتاب_جديد",
        &[
            ("I1.messaging", 2.0, 2.0),
            ("I1.social", 1.0, 1.0),
            ("I1.archive", 1.0, 1.0),
            ("I1.other", 0.0, 0.0),
            ("I2.share", 2.0 / 7.0, 2.0 / 7.0),
            ("I5.word_length", 17.0 / 7.0, 17.0 / 7.0),
            ("I5.ttr", 5.0 / 7.0, 5.0 / 7.0),
            ("I5.hapax", 4.0 / 5.0, 4.0 / 5.0),
            // Too short for Yule's K.
            ("I5.yule", 0.0, 0.0),
        ],
    ),
];

#[test]
fn features_have_the_values_that_their_formulas_say() {
    let extractor = Extractor::default();
    let mut wrong = Vec::new();
    for (text, wanted) in CASES {
        let document = Document::new(text);
        let measures = extractor.measure(&document, &extractor.annotate(&document));
        for (id, value, in_use) in wanted {
            let found = measures.iter().find(|measure| measure.feature.id == *id);
            let found = found.expect("a feature of the taxonomy");
            if (found.value - value).abs() > NEAR || (found.in_use - in_use).abs() > NEAR {
                let (here, used) = (found.value, found.in_use);
                wrong.push(format!("{id} {here} {used}, not {value} {in_use}: {text}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn yule_of_eighteen_words() {
    // 18 words: 13 once, one twice, one three times. 10 (13 + 4 + 9 - 18) / 18^2.
    let text = "قال المدير: \"الطريق مفتوح\". وقيل إن الجسر مغلق. وقال المدير إن المطر نزل. وقالت يوروبول إن 300 حساب أغلقت.";
    let extractor = Extractor::default();
    let document = Document::new(text);
    let measures = extractor.measure(&document, &extractor.annotate(&document));
    let value = |id: &str| {
        let found = measures.iter().find(|measure| measure.feature.id == id);
        found.map_or(f64::NAN, |found| found.value)
    };
    assert!((value("I5.yule") - 80.0 / 324.0).abs() < NEAR);
    assert!((value("I5.ttr") - 15.0 / 18.0).abs() < NEAR);
    assert!((value("I5.hapax") - 13.0 / 15.0).abs() < NEAR);
}

fn at_hours(hours: &[i64]) -> Vec<Timestamp> {
    let hours = hours.iter();
    hours
        .map(|hour| Timestamp::from_unix(hour * 3600))
        .collect()
}

#[test]
fn posting_profile_in_bits() {
    // 1970-01-01 was a Thursday; two posts at nine on it, one at 14, one at 20 o'clock of the next day.
    let profile = PostingProfile::new(&at_hours(&[9, 9, 14, 24 + 20]));
    // 1/2, 1/4, 1/4 of the hours; 3/4 and 1/4 of the days.
    assert!((profile.hour_entropy - 1.5).abs() < NEAR);
    assert!((profile.day_entropy - 0.811_278_124_459_132_8).abs() < NEAR);
}

#[test]
fn burstiness_of_three_gaps() {
    // Gaps of 1, 2 and 4 hours: mean 7/3, variance 14/9.
    let (mean, deviation) = (7.0_f64 / 3.0, (14.0_f64 / 9.0).sqrt());
    let wanted = (deviation - mean) / (deviation + mean);
    let found = burstiness(&at_hours(&[0, 1, 3, 7])).expect("four posts");
    assert!((found - wanted).abs() < NEAR, "{found} {wanted}");
}

#[test]
fn accommodation_over_four_windows() {
    let row = |values: [f32; 2]| FeatureVector {
        columns: vec![0, 1],
        values: values.to_vec(),
        provenance: Vec::new(),
    };
    // Cosines 1, .8, .6 and 0: the slope is (-1.5 * .4 - .5 * .2 + 1.5 * -.6) / 5.
    let windows = [[1.0, 0.0], [4.0, 3.0], [3.0, 4.0], [0.0, 1.0]].map(row);
    let found = accommodation(&windows, &row([1.0, 0.0])).expect("four windows");
    assert!((found + 0.32).abs() < NEAR, "{found}");
}

#[test]
fn naming_shift_with_its_statistic() {
    // Shares of own names 0, 0, -, 0, 1/4, 1, 1, 1: of all splits the one before the first 1 is best.
    let posts = [
        (0.0, 1.0),
        (0.0, 2.0),
        (0.0, 0.0),
        (0.0, 1.0),
        (1.0, 3.0),
        (2.0, 0.0),
        (1.0, 0.0),
        (3.0, 0.0),
    ];
    let found = naming_shift(&posts, 1).expect("seven posts that name");
    assert_eq!((found.at, found.before, found.after), (5, 1.0 / 16.0, 1.0));
    // 15/16 times the root of 4 * 3 / 7.
    assert!((found.statistic - 15.0 / 16.0 * (12.0_f64 / 7.0).sqrt()).abs() < NEAR);
}
