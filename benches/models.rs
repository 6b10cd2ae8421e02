//! Models: how fast a file of 300,000 features loads, what two threads bring to
//! cross-validation, how much memory a stream of ten million rows takes.
//!
//! `cargo bench -p khitab-benches --bench models [-- load|threads|stream]`, over generated rows.

use std::path::Path;
use std::sync::Arc;
use std::time::Instant;
use std::{env, fs};

use khitab_benches::{peak_megabytes, rate};
use khitab_features::{CsrMatrix, Ngrams, SharedBytes, Vectorizer};
use khitab_linear::evaluate::Experiment;
use khitab_linear::{Card, DataSource, Ftrl, Model, NaiveBayes, Storage, Svm, split};
use linfa::ParamGuard;

const FEATURES: usize = 300_000;
const STREAM: u64 = 10_000_000;
const HASHED: usize = 1 << 22;

fn main() {
    let wanted = env::args()
        .skip(1)
        .find(|argument| !argument.starts_with('-'));
    let run = |name: &str| wanted.as_deref().is_none_or(|wanted| wanted == name);
    // First, since the peak of a process only grows.
    if run("stream") {
        stream();
    }
    if run("load") {
        load();
    }
    if run("threads") {
        threads();
    }
}

/// A repeatable stream of numbers (splitmix64).
fn draw(state: &mut u64) -> u64 {
    *state = state.wrapping_add(0x9E37_79B9_7F4A_7C15);
    let mut z = *state;
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ (z >> 31)
}

fn load() {
    let mut state = 1;
    let texts: Vec<String> = (0..40_000)
        .map(|_| {
            (0..10)
                .map(|_| format!("w{} ", draw(&mut state) % 60_000))
                .collect()
        })
        .collect();
    let labels: Vec<String> = (0..texts.len()).map(|row| (row % 2).to_string()).collect();
    let block = Ngrams::words(1..=2).max_features(FEATURES);
    let vectorizer = Vectorizer::builder()
        .block(block)
        .build()
        .expect("one block");
    let (vectorizer, rows) = vectorizer.fit(&texts).expect("some terms");
    assert_eq!(rows.columns(), FEATURES);
    let params = NaiveBayes::params().check().expect("defaults");
    let linear = params.learn(&rows, &labels, None).expect("two classes");
    let card = Card {
        name: "load".into(),
        intended_use: "to be loaded".into(),
        limits: "generated words".into(),
        training: vec![DataSource::default()],
        ..Card::default()
    };
    let model = Model::new(linear, Some(vectorizer), card).expect("a whole model");
    for storage in [Storage::F32, Storage::F16, Storage::I8] {
        let bytes = model.to_bytes(storage).expect("weights that fit");
        let columns = |model: &Model| model.linear().weights().columns();
        let copied = rate(|| columns(&Model::for_scoring(&bytes).expect("our own file")));
        let path = env::temp_dir().join(format!("khitab-{}-{storage:?}", std::process::id()));
        fs::write(&path, &bytes).expect("a temporary folder takes files");
        let whole = rate(|| columns(&Model::from_shared(&map(&path)).expect("our own file")));
        fs::remove_file(&path).expect("our own file");
        assert_eq!((copied.count, whole.count), (FEATURES, FEATURES));
        println!(
            "load {storage:?}: {:.1} MB, {:.2} ms from path to model with its strings (mapped), \
             {:.2} ms from bytes without strings (copied)",
            bytes.len() as f64 / 1e6,
            whole.seconds * 1e3,
            copied.seconds * 1e3
        );
    }
}

/// As the command maps a model.
#[expect(
    unsafe_code,
    reason = "the file is our own and nobody else writes to it"
)]
fn map(path: &Path) -> SharedBytes {
    let file = fs::File::open(path).expect("our own file");
    // SAFETY: the file was written by this process and is not changed while it is mapped.
    Arc::new(unsafe { memmap2::Mmap::map(&file) }.expect("memory for it"))
}

fn threads() {
    let mut state = 2;
    let mut rows = CsrMatrix::new(50_000);
    let mut labels = Vec::new();
    for row in 0..20_000u64 {
        let mut columns: Vec<u32> = (0..40)
            .map(|_| {
                let column = draw(&mut state) % 25_000;
                (column * 2 + u64::from(draw(&mut state) % 5 > 1) * (row % 2)) as u32
            })
            .collect();
        columns.sort_unstable();
        columns.dedup();
        rows.push_row(&columns, &vec![0.16; columns.len()]);
        labels.push(row % 2 == 1);
    }
    let params = Svm::params().eps(1e-3).check().expect("in range");
    let folds = split::stratified(&labels, 8, Some(0)).expect("enough rows");
    let run = |threads| {
        let pool = rayon::ThreadPoolBuilder::new()
            .num_threads(threads)
            .build()
            .expect("a pool");
        let start = Instant::now();
        let experiment = Experiment::new(&params, &rows, &labels).expect("labels for rows");
        let evaluation = pool
            .install(|| experiment.cross_validate(&folds))
            .expect("eight fits");
        (start.elapsed().as_secs_f64(), evaluation)
    };
    let (mut one, mut two) = (f64::MAX, f64::MAX);
    for _ in 0..5 {
        let (seconds, alone) = run(1);
        one = one.min(seconds);
        let (seconds, together) = run(2);
        two = two.min(seconds);
        assert_eq!(alone, together, "threads change nothing");
    }
    println!(
        "cross-validation: {one:.3} s alone, {two:.3} s on two threads: {:.2} times",
        one / two
    );
}

fn stream() {
    let params = Ftrl::params().check().expect("defaults");
    let mut learner = params.algorithm().learner(HASHED);
    let (mut state, mut right) = (3, 0u64);
    for _ in 0..STREAM {
        let positive = draw(&mut state) % 2 == 1;
        let mut columns = [0u32; 12];
        for (at, column) in columns.iter_mut().enumerate() {
            let bits = draw(&mut state);
            // Two columns of a row lean to its class; ten are noise over all columns.
            *column = if at < 2 {
                (bits % 200) as u32 * 2 + u32::from(positive)
            } else {
                bits as u32 % HASHED as u32
            };
        }
        let p = learner
            .learn(&columns, &[1.0; 12], positive, 1.0)
            .expect("a row in range");
        right += u64::from((p > 0.5) == positive);
    }
    assert_eq!(learner.rows(), STREAM);
    assert!(right > STREAM * 9 / 10, "{right} right");
    println!(
        "stream: {STREAM} rows into {HASHED} columns, peak {:.0} MB",
        peak_megabytes()
    );
}
