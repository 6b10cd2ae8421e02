//! Commands over rows that need no label: features, copies, series, fingerprints.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use khitab::features::Period;

use super::{FeatureBlock, Lexicons, RowArgs, WordTokens, examples, shape};
use crate::problem::Stop;

#[derive(Debug, Args)]
#[command(after_help = examples::FEATURES)]
pub(crate) struct Features {
    #[command(flatten)]
    pub(crate) rows: RowArgs,
    /// Blocks of features: word, char, discourse.
    #[arg(long, value_delimiter = ',', default_value = "discourse")]
    pub(crate) features: Vec<FeatureBlock>,
    #[command(flatten)]
    pub(crate) lexicons: Lexicons,
    /// What the word block counts.
    #[arg(long, value_enum, default_value_t = WordTokens::Words)]
    pub(crate) tokens: WordTokens,
    /// The shape of the matrix; npz is scipy's sparse format. By default the output's extension tells it; jsonl on standard output.
    #[arg(long, value_enum)]
    pub(crate) format: Option<MatrixFormat>,
    /// The field that holds the label, for svmlight.
    #[arg(long, default_value = "label", value_name = "FIELD")]
    pub(crate) label: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum MatrixFormat {
    /// One object of non-zero values a row.
    Jsonl,
    /// A column a feature.
    Csv,
    /// LIBLINEAR's lines; labels are numbered in ascending order from 0.
    #[value(alias = "svm")]
    Svmlight,
    /// scipy.sparse.load_npz reads it.
    Npz,
}

impl Features {
    /// The shape asked for, or that of the output's extension.
    pub(crate) fn format(&self) -> Result<MatrixFormat, Stop> {
        shape::of(
            self.format,
            self.rows.output.as_deref(),
            MatrixFormat::Jsonl,
        )
    }
}

#[derive(Debug, Args)]
#[command(after_help = examples::DEDUPE)]
pub(crate) struct Dedupe {
    #[command(flatten)]
    pub(crate) rows: RowArgs,
    /// How alike two texts must be: the share of word pairs in common.
    #[arg(
        long,
        default_value_t = 0.7,
        value_name = "J",
        allow_negative_numbers = true
    )]
    pub(crate) similarity: f64,
}

#[derive(Debug, Args)]
#[command(after_help = examples::MONITOR)]
pub(crate) struct Monitor {
    #[command(flatten)]
    pub(crate) rows: RowArgs,
    /// The length of a step, in UTC; weeks begin on Monday.
    #[arg(long, value_enum, default_value_t = Step::Week)]
    pub(crate) by: Step,
    /// The field that holds the time: seconds since 1970 or 2017-09-15T08:30:00Z.
    #[arg(long, default_value = "time", value_name = "FIELD")]
    pub(crate) time: String,
    /// The field that holds the author; handles are compared.
    #[arg(long, default_value = "author", value_name = "FIELD")]
    pub(crate) author: String,
    /// How alike near-duplicates are: the share of word pairs in common.
    #[arg(
        long,
        default_value_t = 0.7,
        value_name = "J",
        allow_negative_numbers = true
    )]
    pub(crate) similarity: f64,
    /// The seed of the tests for changes.
    #[arg(long, default_value_t = 0, value_name = "N")]
    pub(crate) seed: u64,
    /// The whole report, the steps as a table, or a page with pictures. By default the output's extension tells it,
    /// json otherwise.
    #[arg(long, value_enum)]
    pub(crate) format: Option<SeriesFormat>,
}

impl Monitor {
    /// The shape asked for, or that of the output's extension.
    pub(crate) fn format(&self) -> Result<SeriesFormat, Stop> {
        shape::of(self.format, self.rows.output.as_deref(), SeriesFormat::Json)
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Step {
    Day,
    Week,
    Month,
}

impl From<Step> for Period {
    fn from(step: Step) -> Self {
        match step {
            Step::Day => Self::Day,
            Step::Week => Self::Week,
            Step::Month => Self::Month,
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum SeriesFormat {
    /// One object, schema khitab.monitor/1.
    Json,
    /// A row a step.
    Csv,
    /// One self-contained page.
    Html,
}

#[derive(Debug, Args)]
#[command(after_help = examples::FINGERPRINT)]
pub(crate) struct Fingerprint {
    #[command(flatten)]
    pub(crate) rows: RowArgs,
    /// Rows back with their fingerprints, or signals for Meta's `threatexchange`, without any text.
    #[arg(long, value_enum, default_value_t = PrintFormat::Rows)]
    pub(crate) format: PrintFormat,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum PrintFormat {
    /// Rows with sha256, simhash and tlsh, in the shape of the output's extension.
    #[value(alias = "jsonl")]
    Rows,
    /// `local_file` lines: `text_tlsh HASH`.
    Threatexchange,
    /// The CSV of `threatexchange dataset`.
    ThreatexchangeCsv,
}

#[derive(Debug, Args)]
#[command(after_help = examples::MATCH)]
pub(crate) struct Match {
    #[command(flatten)]
    pub(crate) rows: RowArgs,
    /// Signals: `local_file` lines or the CSV of `threatexchange dataset`.
    #[arg(long, value_name = "FILE")]
    pub(crate) signals: PathBuf,
}
