//! Training: CPU time of one thread, objective and duality gap of each solver at C = 1.
//!
//! `cargo bench -p khitab-benches --bench linear [-- DATA.jsonl [EPS]]` (EPS: tolerance of the
//! dual solvers, a tenth of it for L1; LIBLINEAR's 0.1 unless given): our own sentences, or
//! rows `{text, label, split}` of yours (trained where `split` is `train`, tested elsewhere):
//! the input of the LIBLINEAR and scikit-learn benches it is compared with in
//! `docs/COMPARE.md`. `ONLY=word` or `ONLY=char` runs one feature set, so that its peak of memory is its own.

use std::env;

use khitab_benches::{Split, Texts, corpus, peak_megabytes, rate, rows, word};
use khitab_features::{
    Analyzer, CountedCorpus, CsrMatrix, FittedVectorizer, Ngrams, Preparation, TokenPattern,
    Vectorizer,
};
use khitab_linear::{
    HingeLoss, LinearModel, Logistic, Penalty, Svm, ValidParams, evaluate::Evaluation,
};
use linfa::ParamGuard;

/// Rows of one side with their labels.
#[derive(Default)]
struct Side {
    texts: Texts,
    labels: Vec<String>,
}

fn main() {
    // The calling thread is the only worker: its clock sees everything.
    rayon::ThreadPoolBuilder::new()
        .num_threads(1)
        .use_current_thread()
        .build_global()
        .expect("the first pool of this process");
    let eps = env::args()
        .skip(1)
        .find_map(|arg| arg.parse().ok())
        .unwrap_or(0.1);
    let only = env::var("ONLY").unwrap_or_default();
    let blocks = [
        (
            "word 1-2",
            Ngrams::new(Analyzer::Word(TokenPattern::Sklearn), 1..=2),
        ),
        ("char_wb 2-5", Ngrams::char_wb(2..=5)),
    ];
    for (name, block) in blocks
        .into_iter()
        .filter(|(name, _)| name.starts_with(&only))
    {
        let vectorizer = Vectorizer::builder()
            .preparation(Preparation::Lowercase)
            .block(block);
        let vectorizer = vectorizer.build().expect("parameters that fit together");
        let train = Side::new(Split::Train);
        let counted = vectorizer.count(&train.texts.all());
        // The texts go before the values need their room.
        let labels = train.labels;
        drop(train.texts);
        let (fitted, rows) = counted.and_then(CountedCorpus::fit).expect("some terms");
        let svm = Svm::params().eps(eps).check().expect("in range");
        let fit_peak = peak_megabytes();
        let model = learn(&svm, &rows, &labels);
        println!(
            "{name}: {} columns, {} values, peak {fit_peak:.0} MB fitted, {:.0} MB trained",
            rows.columns(),
            rows.stored(),
            peak_megabytes()
        );
        let test = Side::new(Split::Test);
        let held = fitted
            .transform(&test.texts.all())
            .expect("no named features");
        measure(&rows, &labels, &held, &test.labels, eps);
        raw_text_to_label(&fitted, &model, &test.texts.all());
    }
}

/// What the rows of a batch and single documents cost, from their bytes to a label.
#[expect(clippy::cast_precision_loss, reason = "documents for a reader")]
fn raw_text_to_label(fitted: &FittedVectorizer, model: &LinearModel<String>, texts: &[&str]) {
    let batch = rate(|| {
        let rows = fitted.transform(texts).expect("no named features");
        model.predict_rows(&rows).iter().sum()
    });
    let single = rate(|| {
        let score = |text: &&str| model.score(&fitted.transform_one(text)).class;
        texts.iter().map(score).sum()
    });
    assert_eq!(batch.count, single.count);
    for (name, rate) in [("a batch", batch), ("one by one", single)] {
        let per_second = texts.len() as f64 / rate.seconds;
        println!("  text to label, {name:<10} {per_second:>9.0} documents/s");
    }
}

fn measure(rows: &CsrMatrix, labels: &[String], held: &CsrMatrix, truth: &[String], eps: f64) {
    let svm = |loss| {
        Svm::params()
            .loss(loss)
            .eps(eps)
            .check()
            .expect("parameters in range")
    };
    let logistic = |penalty| {
        Logistic::params()
            .penalty(penalty)
            .eps(eps)
            .check()
            .expect("parameters in range")
    };
    let squared_l1 = Svm::params()
        .penalty(Penalty::L1)
        .eps(eps)
        .check()
        .expect("in range");
    let report = |name: &str, fit: &dyn Fn() -> LinearModel<String>| {
        let model = fit();
        let rate = rate(|| {
            fit()
                .weights()
                .as_slice()
                .iter()
                .filter(|w| **w != 0.0)
                .count()
        });
        let confusion = Evaluation::of(&model, held, truth)
            .expect("rows with labels")
            .confusion();
        let convergence = model.convergence();
        let objective: f64 = convergence.iter().map(|c| c.objective).sum();
        let gap: f64 = convergence.iter().filter_map(|c| c.gap).sum();
        let iterations: usize = convergence.iter().map(|c| c.iterations).sum();
        // Under L1 the dual point is only as good as the optimum is near; it is still printed.
        let near = gap < 0.2 * objective || name.ends_with("L1");
        assert!(near, "{name} is not near its optimum");
        println!(
            "  {name:<22} {:>8.4} s  objective {objective:>12.4}  gap {:.1e}  {iterations:>4} passes  \
             {:>7} weights  accuracy {:.4}  macro-F1 {:.4}",
            rate.seconds,
            gap / objective,
            rate.count,
            confusion.accuracy(),
            confusion.macro_average().f1
        );
    };
    report("svm, squared hinge", &|| {
        learn(&svm(HingeLoss::Squared), rows, labels)
    });
    report("svm, hinge", &|| {
        learn(&svm(HingeLoss::Hinge), rows, labels)
    });
    report("logistic", &|| learn(&logistic(Penalty::L2), rows, labels));
    report("logistic, L1", &|| {
        learn(&logistic(Penalty::L1), rows, labels)
    });
    report("svm, squared hinge, L1", &|| {
        learn(&squared_l1, rows, labels)
    });
}

fn learn<A: khitab_linear::Algorithm>(
    params: &ValidParams<A>,
    rows: &CsrMatrix,
    labels: &[String],
) -> LinearModel<String> {
    params
        .learn(rows, labels, None)
        .expect("rows with two classes")
}

impl Side {
    fn new(split: Split) -> Self {
        let mut side = Self::default();
        match rows(split) {
            Some(rows) => rows.for_each(|row| side.push(word(&row, "text"), word(&row, "label"))),
            None => side.take_sentences(split),
        }
        side
    }

    fn push(&mut self, text: &str, label: &str) {
        self.texts.push(text);
        self.labels.push(label.to_owned());
    }

    /// Our own sentences: the label is whether a line is an odd one; numbers make lines differ.
    fn take_sentences(&mut self, split: Split) {
        for (number, line) in corpus().lines().take(6000).enumerate() {
            if (number % 5 == 0) == (split == Split::Test) {
                let label = (number % 2).to_string();
                self.push(&format!("{line} {}", number % 977), &label);
            }
        }
    }
}
