//! What the reproductions of published tables share: data by path, one way to test, one table.

use std::env;
use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};

use khitab_features::{Analyzer, CountedCorpus, Ngrams, Preparation, TokenPattern, Vectorizer};
use khitab_linear::evaluate::{Evaluation, Experiment};
use khitab_linear::metrics::Confusion;
use khitab_linear::split::{Fold, Folds};
use khitab_linear::{Algorithm, Params};
use linfa::ParamGuard;
use serde_json::Value;

/// A data set that the user brings.
#[derive(Clone, Copy, Debug)]
pub struct Source {
    /// Its file under the data folder, as JSONL or gzipped JSONL.
    pub file: &'static str,
    /// Where it comes from.
    pub from: &'static str,
    /// What its authors allow.
    pub licence: &'static str,
}

/// The rows of a JSONL file.
#[derive(Clone, Debug)]
pub struct Table(Vec<Value>);

/// The folder given by `--data DIR` or `KHITAB_DATA`.
fn folder() -> Option<PathBuf> {
    let mut arguments = env::args().skip(1);
    arguments
        .find(|argument| argument == "--data")
        .and_then(|_| arguments.next())
        .or_else(|| env::var("KHITAB_DATA").ok())
        .map(PathBuf::from)
}

/// Reads a data set, or says how to get it.
///
/// # Errors
/// When no folder is given, the file is missing, or a line is no JSON.
pub fn load(source: &Source) -> Result<Table, String> {
    let text = text(source, source.file)?;
    let row = |(number, line): (usize, &str)| {
        serde_json::from_str(line)
            .map_err(|error| format!("{}, line {}: {error}", source.file, number + 1))
    };
    text.lines()
        .enumerate()
        .map(row)
        .collect::<Result<_, _>>()
        .map(Table)
}

/// The text of one of the files of a data set, or how to get it.
///
/// # Errors
/// When no folder is given or the file is missing.
pub fn text(source: &Source, file: &str) -> Result<String, String> {
    let Source { from, licence, .. } = source;
    let how = format!("get it from {from} (licence: {licence}); khitab ships no data of others");
    let folder = folder().ok_or_else(|| {
        format!("no data folder: give --data DIR or set KHITAB_DATA; it should hold {file}: {how}")
    })?;
    let path = folder.join(file);
    read(&path).map_err(|error| format!("{}: {error}: {how}", path.display()))
}

fn read(path: &Path) -> std::io::Result<String> {
    let bytes = fs::read(path)?;
    let mut text = String::new();
    if path.extension().is_some_and(|extension| extension == "gz") {
        flate2::read::GzDecoder::new(&bytes[..]).read_to_string(&mut text)?;
    } else {
        (&bytes[..]).read_to_string(&mut text)?;
    }
    Ok(text)
}

impl Table {
    /// The rows that `keep` wants.
    #[must_use]
    pub fn filter(self, keep: impl Fn(&Value) -> bool) -> Self {
        Self(self.0.into_iter().filter(|row| keep(row)).collect())
    }

    /// A field of every row; empty where it is missing.
    #[must_use]
    pub fn column(&self, field: &str) -> Vec<String> {
        self.0
            .iter()
            .map(|row| row[field].as_str().unwrap_or_default().to_owned())
            .collect()
    }

    /// What `label` says of every row that it says something of.
    #[must_use]
    pub fn labels(&self, label: impl Fn(&Value) -> Option<&'static str>) -> Vec<String> {
        let named = self.0.iter().filter_map(label);
        named.map(str::to_owned).collect()
    }

    /// The texts, each changed by `change`.
    #[must_use]
    pub fn texts(&self, change: impl Fn(&str) -> String) -> Vec<String> {
        self.0
            .iter()
            .map(|row| change(row["text"].as_str().unwrap_or_default()))
            .collect()
    }

    /// How many rows there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// One fold: rows whose `field` is one of `train` against those where it is `test`.
    ///
    /// # Errors
    /// When a side is empty.
    pub fn fold(&self, field: &str, train: &[&str], test: &str) -> Result<Folds, String> {
        let side = |keep: &dyn Fn(&str) -> bool| -> Vec<usize> {
            let of = |row: usize| self.0[row][field].as_str().unwrap_or_default();
            (0..self.len()).filter(|&row| keep(of(row))).collect()
        };
        let fold = Fold {
            train: side(&|s| train.contains(&s)),
            test: side(&|s| s == test),
        };
        Folds::new(vec![fold], self.len()).map_err(|error| error.to_string())
    }
}

/// scikit-learn's `(?u)\b\w\w+\b` words.
#[must_use]
pub fn words(range: std::ops::RangeInclusive<usize>) -> Ngrams {
    Ngrams::new(Analyzer::Word(TokenPattern::Sklearn), range)
}

/// Words that were cut by white space before.
#[must_use]
pub fn tokens(range: std::ops::RangeInclusive<usize>) -> Ngrams {
    Ngrams::new(Analyzer::Word(TokenPattern::Whitespace), range)
}

/// Counts lower-cased texts, as scikit-learn's vectorizers do.
///
/// # Errors
/// When the blocks do not fit together.
pub fn count(texts: &[String], blocks: Vec<Ngrams>) -> Result<CountedCorpus, String> {
    let mut builder = Vectorizer::builder().preparation(Preparation::Lowercase);
    for block in blocks {
        builder = builder.block(block);
    }
    let vectorizer = builder.build().map_err(|error| error.to_string())?;
    vectorizer.count(texts).map_err(|error| error.to_string())
}

/// Runs one experiment.
///
/// # Errors
/// When the rows do not fit the classifier.
pub fn test<A: Algorithm>(
    params: Params<A>,
    corpus: &CountedCorpus,
    labels: &[String],
    folds: &Folds,
) -> Result<Evaluation<String>, String> {
    let params = params.check().map_err(|error| error.to_string())?;
    Experiment::new(&params, corpus, labels)
        .and_then(|experiment| experiment.cross_validate(folds))
        .map_err(|error| error.to_string())
}

/// A measure of each fold, averaged: what most papers print.
#[must_use]
pub fn mean(evaluation: &Evaluation<String>, measure: impl Fn(&Confusion) -> f64) -> f64 {
    let folds = evaluation.folds();
    folds.iter().map(measure).sum::<f64>() / folds.len() as f64
}

/// A table of published and own figures that remembers whether they agree.
#[derive(Clone, Debug)]
pub struct Comparison {
    tolerance: f64,
    cells: usize,
    within: usize,
}

impl Comparison {
    /// Prints the head.
    #[must_use]
    pub fn new(title: &str, tolerance: f64) -> Self {
        println!(
            "{title}\n{:<34} {:<12} {:>9} {:>9} {:>7}",
            "", "", "published", "ours", "off"
        );
        Self {
            tolerance,
            cells: 0,
            within: 0,
        }
    }

    /// Prints a row; each cell is (measure, published, ours).
    pub fn row(&mut self, name: &str, cells: &[(&str, f64, f64)]) {
        for (at, (measure, published, ours)) in cells.iter().enumerate() {
            let name = if at == 0 { name } else { "" };
            let off = ours - published;
            // Published figures are rounded: half their last digit is no difference.
            let fits = off.abs() <= self.tolerance + 0.0005;
            let mark = if fits { "" } else { " *" };
            println!("{name:<34} {measure:<12} {published:>9.3} {ours:>9.3} {off:>+7.3}{mark}");
            self.cells += 1;
            self.within += usize::from(fits);
        }
    }

    /// Prints how many cells agree.
    pub fn finish(self) {
        let Self {
            tolerance,
            cells,
            within,
        } = self;
        println!(
            "{within} of {cells} cells within {tolerance} of what was published (* outside)\n"
        );
    }
}
