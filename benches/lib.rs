//! What the benches share: a corpus, a clock of CPU time, a line of output.
//!
//! CPU time of the calling thread and not wall time, so that a busy machine gives the same figure.

use std::io::{BufRead, BufReader};
use std::time::Instant;
use std::{env, fs};

use serde_json::Value;

/// A post of 120 bytes with a mention, a hashtag, a number and a link.
pub const TWEET: &str =
    "@user_1 وصلت القافلة إلى المدينة مساء اليوم ومعها 3.5 طن #خبر_عاجل t.me/a123";
/// Its tokens under `Tokenizer::social`, the words of the hashtag included.
pub const TWEET_TOKENS: usize = 14;

/// Sentences of our own, repeated to about four megabytes.
const SENTENCES: &str = "أعلنت الوزارة اليوم أن الطرق الرئيسية ستبقى مفتوحة أمام المسافرين حتى مساء الخميس.
قال المتحدث باسم اللجنة إن النتائج الأولية تشير إلى مشاركة بلغت 62.5 في المئة، وهي أعلى من سابقتها.
لماذا لا نجتمع غدا في الساعة 10:30 ونراجع الخطة كلها؟ @user_1 #موعد_جديد
ذَهَبَ الوَلَدُ إِلَى المَدْرَسَةِ وَعَادَ مَسَاءً إلى بيـــته.
نشر الموقع www.example.com تقريرا من ١٢ صفحة عن أسعار القمح في السوق العالمية \u{1F33E}\u{1F44D}\u{1F3FD}
وأضافت المديرة أن المكتبة ستفتح أبوابها للطلاب طوال أيام العطلة، وأن الدخول إليها مجاني للجميع.
";

/// The file named by the first argument that is no flag, or our own sentences.
///
/// # Panics
///
/// Panics when the file cannot be read as UTF-8.
#[must_use]
pub fn corpus() -> String {
    match env::args().skip(1).find(|arg| !arg.starts_with('-')) {
        Some(path) => fs::read_to_string(path).expect("a corpus in UTF-8"),
        None => SENTENCES.repeat(4_000_000 / SENTENCES.len()),
    }
}

/// The side of a set of rows `{text, label, split}`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Split {
    /// Rows whose split is `train`.
    Train,
    /// All others.
    Test,
}

/// The rows of one side, where the arguments name a file of JSONL.
///
/// They are read line by line and one side at a time, so that the peak of memory is not that of the file.
///
/// # Panics
///
/// Panics when the file cannot be read as JSONL.
#[must_use]
pub fn rows(split: Split) -> Option<impl Iterator<Item = Value>> {
    let path = env::args().skip(1).find(|arg| arg.ends_with(".jsonl"))?;
    let lines = BufReader::new(fs::File::open(path).expect("a file of rows")).lines();
    let rows = lines.map(|line| {
        let line = line.expect("JSONL in UTF-8");
        serde_json::from_str::<Value>(&line).expect("one JSON row a line")
    });
    Some(rows.filter(move |row| (row["split"] == "train") == (split == Split::Train)))
}

/// A field of a row.
///
/// # Panics
///
/// Panics when it is no word.
#[must_use]
pub fn word<'row>(row: &'row Value, field: &str) -> &'row str {
    row[field].as_str().expect("a word a field")
}

/// Texts in one buffer, which is given back as one: an allocator keeps room between many small ones.
#[derive(Clone, Debug, Default)]
pub struct Texts {
    buffer: String,
    ends: Vec<usize>,
}

impl Texts {
    /// Appends a text.
    pub fn push(&mut self, text: &str) {
        self.buffer.push_str(text);
        self.ends.push(self.buffer.len());
    }

    /// All of them, as vectorizers take them.
    #[must_use]
    pub fn all(&self) -> Vec<&str> {
        let starts = [0].into_iter().chain(self.ends.iter().copied());
        let bounds = starts.zip(&self.ends);
        bounds
            .map(|(start, &end)| &self.buffer[start..end])
            .collect()
    }
}

impl<T: AsRef<str>> Extend<T> for Texts {
    fn extend<I: IntoIterator<Item = T>>(&mut self, texts: I) {
        texts.into_iter().for_each(|text| self.push(text.as_ref()));
    }
}

/// The first kilobyte of `text`, repeated to about 1 KB, 100 KB, 1 MB, 10 MB and 100 MB.
pub fn growing(text: &str) -> impl Iterator<Item = String> {
    let end = (0..=1000).rev().find(|at| text.is_char_boundary(*at));
    let unit = format!("{} ", &text[..end.unwrap_or_default()]);
    [1, 100, 1000, 10_000, 100_000]
        .into_iter()
        .map(move |times| unit.repeat(times))
}

/// CPU seconds of this thread; wall time where the system does not tell.
#[must_use]
pub fn cpu_seconds(start: Instant) -> f64 {
    let nanoseconds = fs::read_to_string("/proc/thread-self/schedstat")
        .ok()
        .and_then(|line| line.split(' ').next()?.parse::<f64>().ok());
    nanoseconds.map_or_else(|| start.elapsed().as_secs_f64(), |n| n / 1e9)
}

/// One measured job.
#[derive(Clone, Copy, Debug)]
pub struct Rate {
    /// CPU seconds of one run, the best of several.
    pub seconds: f64,
    /// What the job counted.
    pub count: usize,
}

/// Runs `job` until it has used half a second of CPU five times; the best is kept.
///
/// # Panics
///
/// Panics when the job counts differently from one run to the next.
pub fn rate(mut job: impl FnMut() -> usize) -> Rate {
    let start = Instant::now();
    let count = job();
    let mut best = f64::MAX;
    for _ in 0..5 {
        let begin = cpu_seconds(start);
        let mut runs = 0_u32;
        let seconds = loop {
            assert_eq!(job(), count, "a job counts the same each time");
            runs += 1;
            let seconds = cpu_seconds(start) - begin;
            if seconds > 0.5 {
                break seconds;
            }
        };
        best = best.min(seconds / f64::from(runs));
    }
    Rate {
        seconds: best,
        count,
    }
}

/// One line of a bench's output.
#[derive(Clone, Copy, Debug)]
pub struct Line {
    name: &'static str,
    bytes: usize,
}

impl Line {
    /// A job of that name over so many bytes.
    #[must_use]
    pub const fn new(name: &'static str, bytes: usize) -> Self {
        Self { name, bytes }
    }

    /// Prints megabytes per CPU second and the count.
    #[expect(clippy::cast_precision_loss, reason = "megabytes for a reader")]
    pub fn print(self, rate: Rate) {
        let megabytes = self.bytes as f64 / 1e6;
        println!(
            "{:<28} {:>8.1} MB/s  {:>9} counted over {megabytes:.2} MB",
            self.name,
            megabytes / rate.seconds,
            rate.count,
        );
    }
}

/// The most memory this process ever held, where the system tells.
#[must_use]
pub fn peak_megabytes() -> f64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with("VmHWM"));
    line.and_then(|line| line.split_whitespace().nth(1))
        .and_then(|kilobytes| kilobytes.parse::<f64>().ok())
        .map_or(f64::NAN, |kilobytes| kilobytes / 1024.0)
}
