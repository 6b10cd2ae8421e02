//! The command line: its names are a contract.

mod evidence;
mod examples;
mod learning;
mod lexicons;
mod rows;
pub(crate) mod shape;
mod text;

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::problem::Stop;

pub(crate) use evidence::{Analyze, Asked, Audit, Card, CardFormat, Check, ReportFormat};
pub(crate) use learning::*;
pub(crate) use lexicons::{LexiconFile, Lexicons, ListFormat};
pub(crate) use rows::*;
pub(crate) use text::*;

/// Arabic radicalisation-discourse toolkit: evidence for human reviewers, never a verdict.
#[derive(Debug, Parser)]
#[command(
    name = "khitab",
    version,
    propagate_version = true,
    max_term_width = 100
)]
#[command(after_help = examples::CODES)]
pub(crate) struct Cli {
    #[command(subcommand)]
    pub(crate) command: Command,
    /// Threads to work on; the output is the same for any number.
    #[arg(short = 'j', long, global = true, value_name = "N")]
    pub(crate) threads: Option<usize>,
    /// No colour, also when standard output is a terminal (so does NO_COLOR).
    #[arg(long, global = true)]
    pub(crate) no_color: bool,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Report what a text says, who says it, and why it scores as it does.
    Analyze(Analyze),
    /// Fold spellings: one line in, one line out.
    Normalize(Normalize),
    /// Cut lines into tokens with their places in the original.
    Tokenize(Tokenize),
    /// Cut words, one a line, into clitics and stem.
    Segment(Segment),
    /// Write lines in another alphabet.
    Transliterate(Transliterate),
    /// Stem the words of lines.
    Stem(Stem),
    /// Find words of the lists under a disguise.
    Deobfuscate(Deobfuscate),
    /// Train and run subword models that other programs read.
    #[command(subcommand, after_help = examples::SUBWORD)]
    Subword(Subword),
    /// Write the feature matrix of rows for other programs.
    Features(Features),
    /// Group rows that are near copies of each other.
    Dedupe(Dedupe),
    /// Count rows with a time per day, week or month, and read what changes.
    Monitor(Monitor),
    /// Take fingerprints of rows, to be matched elsewhere without the text.
    Fingerprint(Fingerprint),
    /// Find the rows that answer signals of others.
    Match(Match),
    /// Train a model on labelled rows.
    Train(Train),
    /// Label rows with a model.
    Score(Score),
    /// Measure a model, or cross-validate one, on labelled rows.
    Evaluate(Evaluate),
    /// Ask a model narrow questions: a functional test suite.
    Check(Check),
    /// Ask a model what must be known before anyone relies on it.
    Audit(Audit),
    /// Print the card of a model: what it learned from, how good it is, what it is not for.
    Card(Card),
    /// Print a completion script for a shell.
    Completions(Completions),
    /// Print the manual page.
    #[command(after_help = examples::MAN)]
    Man,
}

/// Where lines come from and go to.
#[derive(Debug, Args)]
pub(crate) struct Streams {
    /// Files of lines; `-` or none is standard input; `.gz` and `.zst` are unpacked.
    pub(crate) files: Vec<PathBuf>,
    /// Where to write instead of standard output; packed by extension.
    #[arg(short, long, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
}

/// Which rows to read, and where those that come of them go.
#[derive(Debug, Args)]
pub(crate) struct RowArgs {
    /// Rows with a text: JSONL, CSV, TSV, Parquet, .txt (a line a text), .gz, .zst; a folder stands for
    /// the files in it, `-` for JSONL on standard input.
    #[arg(required = true, value_name = "ROWS")]
    pub(crate) rows: Vec<PathBuf>,
    /// Where to write instead of standard output; the extension tells the shape and the packing.
    #[arg(short, long, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
    /// The field that holds the text.
    #[arg(long, default_value = "text", value_name = "FIELD")]
    pub(crate) text: String,
}

impl RowArgs {
    /// The files by name, for messages and titles.
    pub(crate) fn names(&self) -> String {
        let names: Vec<_> = self
            .rows
            .iter()
            .map(|path| path.display().to_string())
            .collect();
        names.join(", ")
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum LineFormat {
    /// Plain lines.
    #[value(alias = "txt")]
    Text,
    /// One JSON object a line.
    Jsonl,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum TableFormat {
    /// For reading on a terminal.
    #[value(alias = "txt")]
    Text,
    /// One JSON object.
    Json,
    /// One self-contained page.
    Html,
}

/// How figures are written, and where to.
#[derive(Debug, Args)]
pub(crate) struct ResultArgs {
    /// The shape of the result. By default the output's extension tells it, text otherwise.
    #[arg(long, value_enum)]
    format: Option<TableFormat>,
    /// Where to write instead of standard output.
    #[arg(short, long, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
}

impl ResultArgs {
    /// The shape asked for, or that of the output's extension.
    pub(crate) fn format(&self) -> Result<TableFormat, Stop> {
        shape::of(self.format, self.output.as_deref(), TableFormat::Text)
    }
}

/// Which fields of a row mean what.
#[derive(Debug, Args)]
pub(crate) struct FieldNames {
    /// The field that holds the text.
    #[arg(long, default_value = "text", value_name = "FIELD")]
    pub(crate) text: String,
    /// The field that holds the label.
    #[arg(long, default_value = "label", value_name = "FIELD")]
    pub(crate) label: String,
}

#[derive(Debug, Args)]
#[command(after_help = examples::COMPLETIONS)]
pub(crate) struct Completions {
    /// The shell.
    pub(crate) shell: clap_complete::Shell,
}
