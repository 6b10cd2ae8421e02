//! Commands that report on texts, and on the model that scores them.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::{FieldNames, Lexicons, ResultArgs, examples, shape};
use crate::problem::Stop;

/// Which texts, and how to report on them.
#[derive(Debug, Args)]
#[command(after_help = examples::ANALYZE)]
pub(crate) struct Analyze {
    /// Texts, one a file; folders are walked for .txt; `-` is standard input. With --rows, files of rows.
    #[arg(required = true)]
    pub(crate) files: Vec<PathBuf>,
    /// The shape of the report. By default the output's extension tells it, text otherwise.
    #[arg(long, value_enum)]
    pub(crate) format: Option<ReportFormat>,
    /// A model made by `khitab train`, or one that ships: discourse, register, offensive (with the last two the frame rests
    /// on rules).
    #[arg(long, value_name = "PATH", default_value = "discourse")]
    pub(crate) model: PathBuf,
    /// No score: the frame rests on rules alone.
    #[arg(long, conflicts_with = "model")]
    pub(crate) no_model: bool,
    #[command(flatten)]
    pub(crate) lexicons: Lexicons,
    /// The files hold rows with a text: JSONL, CSV, TSV, Parquet, .txt (a line a text), .gz, .zst. One report a row comes
    /// out.
    #[arg(long, alias = "jsonl")]
    pub(crate) rows: bool,
    /// The field of a row that holds the text.
    #[arg(long, default_value = "text", value_name = "FIELD", requires = "rows")]
    pub(crate) text: String,
    /// Where to write instead of standard output.
    #[arg(short, long, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
}

impl Analyze {
    /// The shape asked for, or that of the output's extension.
    pub(crate) fn format(&self) -> Result<ReportFormat, Stop> {
        shape::of(self.format, self.output.as_deref(), ReportFormat::Text)
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum ReportFormat {
    /// For reading on a terminal.
    #[value(alias = "txt")]
    Text,
    /// Schema khitab.report/1.
    #[value(alias = "jsonl")]
    Json,
    /// One self-contained page.
    Html,
}

/// Which model is asked for what.
#[derive(Debug, Args)]
pub(crate) struct Asked {
    /// A model made by `khitab train`, or one that ships: discourse, register, offensive.
    #[arg(long, value_name = "M", default_value = "discourse")]
    pub(crate) model: PathBuf,
    /// The label to look for; needed where a model has more than two.
    #[arg(long, value_name = "LABEL")]
    pub(crate) positive: Option<String>,
    /// From which score on a text counts as found, instead of the threshold in the model's card.
    #[arg(long, value_name = "T", allow_negative_numbers = true, value_parser = finite)]
    pub(crate) threshold: Option<f64>,
}

/// A score that others can be compared with.
fn finite(text: &str) -> Result<f64, String> {
    let number: f64 = text.parse().map_err(|_| "is no number".to_owned())?;
    number
        .is_finite()
        .then_some(number)
        .ok_or_else(|| "is no finite number".to_owned())
}

#[derive(Debug, Args)]
#[command(after_help = examples::CHECK)]
pub(crate) struct Check {
    /// Suites: `khitabcheck` and `khitabcheck-blind`, which ship, JSONL of their shape, or the CSV of
    /// Multilingual HateCheck.
    #[arg(long, value_name = "FILE", default_values = khitab::check::SHIPPED)]
    pub(crate) suite: Vec<PathBuf>,
    #[command(flatten)]
    pub(crate) asked: Asked,
    #[command(flatten)]
    pub(crate) result: ResultArgs,
}

#[derive(Debug, Args)]
#[command(after_help = examples::AUDIT)]
pub(crate) struct Audit {
    /// Rows with a text and a label; `panel` names their set, or else the file does.
    #[arg(long, required = true, num_args = 1.., value_name = "FILE")]
    pub(crate) data: Vec<PathBuf>,
    /// Leave out rows whose field FIELD holds something else than VALUE.
    #[arg(long, value_name = "FIELD=VALUE")]
    pub(crate) only: Option<String>,
    /// The rows that the model has learned from: copies of them in the data are reported.
    #[arg(long, num_args = 1.., value_name = "FILE")]
    pub(crate) train: Vec<PathBuf>,
    /// As --only, for the training rows.
    #[arg(long, value_name = "FIELD=VALUE", requires = "train")]
    pub(crate) train_only: Option<String>,
    #[command(flatten)]
    pub(crate) asked: Asked,
    /// Where to write one JSON object, schema khitab.audit/1.
    #[arg(long, value_name = "OUT")]
    pub(crate) json: Option<PathBuf>,
    /// Where to write one self-contained page.
    #[arg(long, value_name = "OUT")]
    pub(crate) html: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) fields: FieldNames,
}

#[derive(Debug, Args)]
#[command(after_help = examples::CARD)]
pub(crate) struct Card {
    /// A model made by `khitab train`, or one that ships: discourse, register, offensive.
    #[arg(default_value = "discourse", value_name = "M")]
    pub(crate) model: PathBuf,
    /// The shape of the card.
    #[arg(long, default_value = "markdown", value_name = "FORMAT")]
    pub(crate) format: CardFormat,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum CardFormat {
    /// For reading.
    Markdown,
    /// One JSON object with all that the file says.
    Json,
}
