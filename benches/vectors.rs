//! Vectors: fitting, rows of a batch, rows of single documents, in CPU time of one thread.
//!
//! `cargo bench -p khitab-benches --bench vectors [-- DATA.jsonl]`: our own sentences, or rows
//! `{text, split}` of yours (`split` other than `train` is what is transformed), the input of
//! the scikit-learn bench it is compared with in `docs/COMPARE.md`. `--long` instead doubles one
//! document up to a hundred megabytes. `ONLY=char_wb` and the like measures one line, so that
//! its peak of memory is its own; the texts go when they are counted.

use std::env;
use std::time::Instant;

use khitab_benches::{Rate, Split, Texts, corpus, cpu_seconds, peak_megabytes, rate, rows, word};
use khitab_features::{
    Analyzer, CountedCorpus, CsrMatrix, FittedVectorizer, Ngrams, Preparation, TokenPattern,
    Tokens, Vectorizer,
};

fn main() {
    // The calling thread is the only worker: its clock sees everything.
    rayon::ThreadPoolBuilder::new()
        .num_threads(1)
        .use_current_thread()
        .build_global()
        .expect("the first pool of this process");
    if env::args().any(|arg| arg == "--long") {
        return long_documents();
    }
    let words = |pattern| Ngrams::new(Analyzer::Word(pattern), 1..=2);
    let characters = || Ngrams::char_wb(2..=5);
    let only = env::var("ONLY").unwrap_or_default();
    for (name, preparation, blocks) in [
        (
            "word 1-2, as scikit-learn",
            Preparation::Lowercase,
            vec![words(TokenPattern::Sklearn)],
        ),
        (
            "char_wb 2-5, as scikit-learn",
            Preparation::Lowercase,
            vec![characters()],
        ),
        (
            "word 1-2",
            Preparation::default(),
            vec![words(TokenPattern::Arabic)],
        ),
        (
            "segments 1-2",
            Preparation::default(),
            vec![words(TokenPattern::Arabic).tokens(Tokens::Segmented)],
        ),
        (
            "stems 1-2",
            Preparation::default(),
            vec![words(TokenPattern::Arabic).tokens(Tokens::Stems)],
        ),
        (
            "union, search profile",
            Preparation::default(),
            vec![words(TokenPattern::Arabic), characters()],
        ),
    ] {
        if name.starts_with(&only) {
            measure(name, preparation, blocks);
        }
    }
}

fn measure(name: &str, preparation: Preparation, blocks: Vec<Ngrams>) {
    let mut builder = Vectorizer::builder().preparation(preparation);
    for block in blocks {
        builder = builder.block(block);
    }
    let vectorizer = builder.build().expect("parameters that fit together");
    let counted = vectorizer.count(&texts(Split::Train).all());
    let (fitted, matrix) = counted.and_then(CountedCorpus::fit).expect("some terms");
    let peak = peak_megabytes();
    let train = texts(Split::Train);
    let train = train.all();
    println!(
        "{name}: {} texts, {} columns, {} values, peak {peak:.1} MB",
        train.len(),
        matrix.columns(),
        matrix.stored()
    );
    let fit = || vectorizer.fit(&train).expect("some terms");
    let stored = |(_, matrix): (FittedVectorizer, CsrMatrix)| matrix.stored();
    let rate_of_fit = rate(|| stored(fit()));
    assert_eq!(rate_of_fit.count, matrix.stored());
    drop(matrix);
    print("  fit", rate_of_fit, train.len());
    let test = texts(Split::Test);
    let test = test.all();
    let batch = rate(|| {
        let rows = fitted.transform(&test);
        rows.expect("no named features").stored()
    });
    print("  batch", batch, test.len());
    let single = rate(|| {
        let rows = test.iter().map(|text| fitted.transform_one(text));
        rows.map(|row| row.columns.len()).sum()
    });
    print("  one by one", single, test.len());
    assert_eq!(batch.count, single.count);
}

/// Seconds a megabyte stay what they are while one document doubles.
fn long_documents() {
    let sentences = corpus();
    let vectorizer = Vectorizer::builder()
        .block(Ngrams::words(1..=2))
        .block(Ngrams::char_wb(2..=5))
        .build()
        .expect("parameters that fit together");
    let lines: Vec<&str> = sentences.lines().take(1000).collect();
    let (fitted, _) = vectorizer.fit(&lines).expect("some terms");
    let start = Instant::now();
    for megabytes in [12, 25, 50, 100] {
        let document = sentences.repeat(megabytes * 1_000_000 / sentences.len() + 1);
        let begin = cpu_seconds(start);
        let row = fitted.transform_one(&document);
        let seconds = cpu_seconds(start) - begin;
        println!(
            "{:>4} MB: {seconds:>7.2} s, {} columns, peak {:.0} MB",
            document.len() / 1_000_000,
            row.columns.len(),
            peak_megabytes()
        );
    }
}

#[expect(clippy::cast_precision_loss, reason = "documents for a reader")]
fn print(name: &str, rate: Rate, documents: usize) {
    let per_second = documents as f64 / rate.seconds;
    println!(
        "{name:<14} {:>8.4} s {per_second:>12.0} documents/s",
        rate.seconds
    );
}

/// The texts to fit on, or those to transform.
fn texts(split: Split) -> Texts {
    let mut texts = Texts::default();
    if let Some(rows) = rows(split) {
        rows.for_each(|row| texts.push(word(&row, "text")));
        return texts;
    }
    let lines = corpus();
    let numbered = |(number, line): (usize, &str)| format!("{line} {}", number % 977);
    let all = lines.lines().enumerate().map(numbered);
    match split {
        Split::Train => texts.extend(all),
        Split::Test => texts.extend(all.take(lines.lines().count() / 5)),
    }
    texts
}
