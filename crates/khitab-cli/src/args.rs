//! The command line: its names are a contract.

mod examples;
mod lexicons;

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use khitab::features::Period;

pub(crate) use lexicons::{LexiconFile, Lexicons, ListFormat};

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
    /// Cut words into clitics and stem.
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

/// Which texts, and how to report on them.
#[derive(Debug, Args)]
#[command(after_help = examples::ANALYZE)]
pub(crate) struct Analyze {
    /// Texts, one a file; folders are walked for .txt; `-` is standard input.
    #[arg(required = true)]
    pub(crate) files: Vec<PathBuf>,
    /// The shape of the report.
    #[arg(long, value_enum, default_value_t = ReportFormat::Text)]
    pub(crate) format: ReportFormat,
    /// A model made by `khitab train`, or `discourse`, the one that ships.
    #[arg(long, value_name = "PATH", default_value = "discourse")]
    pub(crate) model: PathBuf,
    /// No score: the frame rests on rules alone.
    #[arg(long, conflicts_with = "model")]
    pub(crate) no_model: bool,
    #[command(flatten)]
    pub(crate) lexicons: Lexicons,
    /// The files hold one {"id","text"} a line; one report a line comes out.
    #[arg(long)]
    pub(crate) jsonl: bool,
    /// Where to write instead of standard output.
    #[arg(short, long, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum ReportFormat {
    /// For reading on a terminal.
    Text,
    /// Schema khitab.report/1.
    Json,
    /// One self-contained page.
    Html,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum LineFormat {
    /// Plain lines.
    Text,
    /// One JSON object a line.
    Jsonl,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum TableFormat {
    /// For reading on a terminal.
    Text,
    /// One JSON object.
    Json,
    /// One self-contained page.
    Html,
}

#[derive(Debug, Args)]
#[command(after_help = examples::NORMALIZE)]
pub(crate) struct Normalize {
    #[command(flatten)]
    pub(crate) streams: Streams,
    /// Which steps to take: light, search, social, strict; camel, arclean, pyarabic, lucene,
    /// arabertv01, arabertv02, araclean as those toolkits do; or a profile in a .json file.
    #[arg(long, default_value = "search", value_name = "NAME")]
    pub(crate) preset: String,
    /// Plain lines, or objects with the original beside.
    #[arg(long, value_enum, default_value_t = LineFormat::Text)]
    pub(crate) format: LineFormat,
    /// Print the preset's hash and which characters it deletes or merges; read nothing.
    #[arg(long, conflicts_with_all = ["diff", "format", "files"])]
    pub(crate) loss: bool,
    /// Write only the words of which this other preset makes something else:
    /// file, line, first byte, word, outcome of --preset, outcome of this one.
    #[arg(long, value_name = "NAME", conflicts_with = "format")]
    pub(crate) diff: Option<String>,
}

#[derive(Debug, Args)]
#[command(after_help = examples::TOKENIZE)]
pub(crate) struct Tokenize {
    #[command(flatten)]
    pub(crate) streams: Streams,
    /// Which steps the normaliser takes before the cut: as for `khitab normalize`.
    #[arg(long, default_value = "search", value_name = "NAME")]
    pub(crate) preset: String,
    /// Tokens separated by spaces, or objects with spans.
    #[arg(long, value_enum, default_value_t = LineFormat::Text)]
    pub(crate) format: LineFormat,
    /// What start and end of a span count.
    #[arg(long, value_enum, default_value_t = SpanUnit::Byte)]
    pub(crate) units: SpanUnit,
    /// Adds to each object, as `undone`, how many characters of which kind the normaliser undid
    /// in the token: tashkeel, tatweel, zero_width, bidi, look_alike and others.
    #[arg(long)]
    pub(crate) provenance: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum SpanUnit {
    /// Bytes of UTF-8, as in Rust and Go.
    Byte,
    /// Characters, as in Python.
    Char,
    /// UTF-16 code units, as in JavaScript and Java.
    Utf16,
}

#[derive(Debug, Args)]
#[command(after_help = examples::SEGMENT)]
pub(crate) struct Segment {
    #[command(flatten)]
    pub(crate) streams: Streams,
    /// Which clitics to look for.
    #[arg(long, value_enum, default_value_t = Variety::Standard)]
    pub(crate) variety: Variety,
    /// `word<TAB>seg+seg+seg`, or everything that is known.
    #[arg(long, value_enum, default_value_t = WordFormat::Tsv)]
    pub(crate) format: WordFormat,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Variety {
    /// Modern Standard Arabic.
    Standard,
    /// The spoken varieties.
    Spoken,
    /// What the first 64 kB of each file look like.
    Auto,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum WordFormat {
    /// Tab separated.
    Tsv,
    /// One JSON object a line.
    Jsonl,
}

#[derive(Debug, Args)]
#[command(after_help = examples::TRANSLITERATE)]
pub(crate) struct Transliterate {
    #[command(flatten)]
    pub(crate) streams: Streams,
    /// The alphabet of the input: ar, bw, safebw, xmlbw, hsb.
    #[arg(long, default_value = "ar", value_name = "NAME")]
    pub(crate) from: String,
    /// The alphabet of the output: ar, bw, safebw, xmlbw, hsb; or, for reading, iso233, ala-lc.
    #[arg(long, value_name = "NAME")]
    pub(crate) to: String,
}

#[derive(Debug, Args)]
#[command(after_help = examples::STEM)]
pub(crate) struct Stem {
    #[command(flatten)]
    pub(crate) streams: Streams,
    /// The method: light10, snowball, isri, arlstem.
    #[arg(long, default_value = "light10", value_name = "NAME")]
    pub(crate) method: String,
}

#[derive(Debug, Args)]
#[command(after_help = examples::DEOBFUSCATE)]
pub(crate) struct Deobfuscate {
    #[command(flatten)]
    pub(crate) streams: Streams,
    /// A file of words to look for, one a line, instead of the lists that ship.
    #[arg(long, value_name = "FILE")]
    pub(crate) words: Option<PathBuf>,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Subword {
    /// Learn a vocabulary from lines; writes a stock tokenizer.json of Hugging Face.
    Train(SubwordTrain),
    /// Cut lines into the pieces of a vocabulary.
    Encode(SubwordEncode),
}

#[derive(Debug, Args)]
#[command(after_help = examples::SUBWORD)]
pub(crate) struct SubwordTrain {
    #[command(flatten)]
    pub(crate) streams: Streams,
    /// How pieces are found.
    #[arg(long, value_enum, default_value_t = Vocabulary::Bpe)]
    pub(crate) kind: Vocabulary,
    /// The most pieces that the vocabulary may have.
    #[arg(long, default_value_t = 32_000, value_name = "N")]
    pub(crate) vocabulary: usize,
    /// Merge only what occurs so often (not for unigram).
    #[arg(long, default_value_t = 2, value_name = "N")]
    pub(crate) min_frequency: u64,
    /// Which steps the normaliser takes: light, search, strict, or a profile in a .json file.
    #[arg(long, default_value = "search", value_name = "NAME")]
    pub(crate) preset: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Vocabulary {
    /// Byte-pair encoding over characters.
    Bpe,
    /// WordPiece, as in BERT.
    Wordpiece,
    /// The unigram language model, as in SentencePiece.
    Unigram,
}

#[derive(Debug, Args)]
#[command(after_help = examples::SUBWORD)]
pub(crate) struct SubwordEncode {
    #[command(flatten)]
    pub(crate) streams: Streams,
    /// A tokenizer.json of `khitab subword train`.
    #[arg(long, value_name = "FILE")]
    pub(crate) model: PathBuf,
    /// The preset that the model was trained with; read from the file where it is light, search or strict.
    #[arg(long, value_name = "NAME")]
    pub(crate) preset: Option<String>,
    /// Numbers separated by spaces, or objects with pieces and their bytes in the line.
    #[arg(long, value_enum, default_value_t = LineFormat::Text)]
    pub(crate) format: LineFormat,
}

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
    /// The shape of the matrix; npz is scipy's sparse format. By default the output's extension tells it, jsonl otherwise.
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
    Svmlight,
    /// scipy.sparse.load_npz reads it.
    Npz,
}

impl Features {
    /// The shape asked for, or that of the output's extension.
    pub(crate) fn format(&self) -> MatrixFormat {
        let told = || {
            let extension = self.rows.output.as_deref()?.extension()?.to_str()?;
            MatrixFormat::from_str(extension, true).ok()
        };
        self.format.or_else(told).unwrap_or(MatrixFormat::Jsonl)
    }
}

#[derive(Debug, Args)]
#[command(after_help = examples::DEDUPE)]
pub(crate) struct Dedupe {
    #[command(flatten)]
    pub(crate) rows: RowArgs,
    /// How alike two texts must be: the share of word pairs in common.
    #[arg(long, default_value_t = 0.7, value_name = "J")]
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
    #[arg(long, default_value_t = 0.7, value_name = "J")]
    pub(crate) similarity: f64,
    /// The seed of the tests for changes.
    #[arg(long, default_value_t = 0, value_name = "N")]
    pub(crate) seed: u64,
    /// The whole report, the steps as a table, or a page with pictures.
    #[arg(long, value_enum, default_value_t = SeriesFormat::Json)]
    pub(crate) format: SeriesFormat,
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
    #[arg(long, value_enum, default_value_t = PrintFormat::Jsonl)]
    pub(crate) format: PrintFormat,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum PrintFormat {
    /// Rows with sha256, simhash and tlsh.
    Jsonl,
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

/// A file that holds everything in place of arguments.
#[derive(Debug, Args)]
pub(crate) struct WholeExperiment {
    /// An experiment in TOML or JSON, told in docs/EXPERIMENT.md; no other argument is needed.
    #[arg(long, value_name = "FILE", requires = "run", conflicts_with_all = ["rows", "model", "Recipe", "FieldNames", "group"])]
    pub(crate) experiment: Option<PathBuf>,
    /// The folder for what the experiment gives.
    #[arg(long, value_name = "DIR", requires = "experiment")]
    pub(crate) run: Option<PathBuf>,
}

impl WholeExperiment {
    /// The file and the folder, when they were given.
    pub(crate) fn paths(&self) -> Option<(&PathBuf, &PathBuf)> {
        self.experiment.as_ref().zip(self.run.as_ref())
    }
}

/// What kind of model.
#[derive(Debug, Args)]
pub(crate) struct Recipe {
    /// Blocks of features: word, char, discourse.
    #[arg(long, value_delimiter = ',', default_value = "word,char,discourse")]
    pub(crate) features: Vec<FeatureBlock>,
    /// What the word block counts.
    #[arg(long, value_enum, default_value_t = WordTokens::Words)]
    pub(crate) tokens: WordTokens,
    /// The learner.
    #[arg(long, value_enum, default_value_t = Algorithm::Logistic)]
    pub(crate) algorithm: Algorithm,
    /// The inverse strength of regularisation.
    #[arg(long, default_value_t = 1.0, value_name = "C")]
    pub(crate) c: f64,
    /// The seed of every random choice.
    #[arg(long, default_value_t = 0, value_name = "N")]
    pub(crate) seed: u64,
    /// The label of two for which religion, prayer, reporting and counter-speech may never speak.
    #[arg(long, value_name = "LABEL")]
    pub(crate) risk: Option<String>,
    /// Learn probabilities on inner folds (svm always does).
    #[arg(long)]
    pub(crate) calibrate: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum FeatureBlock {
    /// Word n-grams, 1 to 2.
    Word,
    /// Character n-grams within words, 2 to 5.
    Char,
    /// The named discourse features.
    Discourse,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum WordTokens {
    /// Words as written.
    Words,
    /// Clitics and stems: `و+ ب+ مدرسة +هم`.
    Segmented,
    /// Stems without clitics, article and light ending.
    Stems,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Algorithm {
    /// L2-regularised logistic regression.
    Logistic,
    /// Linear support vector machine, squared hinge.
    Svm,
}

#[derive(Debug, Args)]
#[command(after_help = examples::TRAIN)]
pub(crate) struct Train {
    /// Rows with a text and a label.
    #[arg(required_unless_present = "experiment")]
    pub(crate) rows: Option<PathBuf>,
    /// Where to write the model.
    #[arg(long, value_name = "OUT", required_unless_present = "experiment")]
    pub(crate) model: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) whole: WholeExperiment,
    /// What stays in one inner fold of calibration: as for `khitab evaluate`.
    #[arg(
        long,
        value_name = "FIELD",
        value_delimiter = ',',
        default_value = "auto"
    )]
    pub(crate) group: Vec<String>,
    #[command(flatten)]
    pub(crate) recipe: Recipe,
    #[command(flatten)]
    pub(crate) fields: FieldNames,
}

#[derive(Debug, Args)]
#[command(after_help = examples::SCORE)]
pub(crate) struct Score {
    #[command(flatten)]
    pub(crate) rows: RowArgs,
    /// A model made by `khitab train`, or one that ships: discourse, register, offensive.
    #[arg(long, value_name = "M")]
    pub(crate) model: PathBuf,
}

#[derive(Debug, Args)]
#[command(after_help = examples::EVALUATE)]
pub(crate) struct Evaluate {
    /// Rows with a text and a label.
    #[arg(required_unless_present = "experiment")]
    pub(crate) rows: Option<PathBuf>,
    /// A model made by `khitab train`, or one that ships: discourse, register, offensive.
    #[arg(
        long,
        value_name = "M",
        conflicts_with = "cv",
        required_unless_present_any = ["cv", "experiment"]
    )]
    pub(crate) model: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) whole: WholeExperiment,
    /// Cross-validate with so many folds instead.
    #[arg(long, value_name = "K")]
    pub(crate) cv: Option<usize>,
    /// What stays in one fold: rows with equal values of a field, near-duplicate texts (`auto`), both
    /// (`FIELD,auto`), or nothing (`none`).
    #[arg(
        long,
        value_name = "FIELD",
        value_delimiter = ',',
        default_value = "auto",
        requires = "cv"
    )]
    pub(crate) group: Vec<String>,
    /// The precision for which a threshold is looked up.
    #[arg(long, value_name = "SHARE", default_value_t = 0.9)]
    pub(crate) precision: f64,
    /// The share of a stream that reviewers can read, for which a threshold is looked up.
    #[arg(long, value_name = "SHARE", default_value_t = 0.01)]
    pub(crate) budget: f64,
    #[command(flatten)]
    pub(crate) recipe: Recipe,
    #[command(flatten)]
    pub(crate) fields: FieldNames,
    /// The shape of the result.
    #[arg(long, value_enum, default_value_t = TableFormat::Text)]
    pub(crate) format: TableFormat,
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
    #[arg(long, value_name = "T")]
    pub(crate) threshold: Option<f64>,
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
    /// The shape of the result.
    #[arg(long, value_enum, default_value_t = TableFormat::Text)]
    pub(crate) format: TableFormat,
    /// Where to write instead of standard output.
    #[arg(short, long, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
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
#[command(after_help = examples::COMPLETIONS)]
pub(crate) struct Completions {
    /// The shell.
    pub(crate) shell: clap_complete::Shell,
}
