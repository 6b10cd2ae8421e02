//! Commands that learn from labelled rows, and that measure what was learned.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::{FieldNames, ResultArgs, RowArgs, examples};

/// A file that holds everything in place of arguments.
#[derive(Debug, Args)]
pub(crate) struct WholeExperiment {
    /// An experiment in TOML or JSON, told in docs/EXPERIMENT.md; no other argument is needed.
    #[arg(long, value_name = "FILE", requires = "run", conflicts_with_all = ["rows", "model", "LearningArgs", "FieldNames", "group"])]
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
pub(crate) struct LearningArgs {
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
    #[arg(
        long,
        default_value_t = 1.0,
        value_name = "C",
        allow_negative_numbers = true
    )]
    pub(crate) c: f64,
    /// The seed of every random choice.
    #[arg(long, default_value_t = 0, value_name = "N")]
    pub(crate) seed: u64,
    /// The label for which religion, prayer, reporting and counter-speech can never count, and for which risk in use does.
    #[arg(long, value_name = "LABEL")]
    pub(crate) risk: Option<String>,
    /// Learn probabilities on folds inside the training rows (svm always does).
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
    pub(crate) learning: LearningArgs,
    #[command(flatten)]
    pub(crate) fields: FieldNames,
}

#[derive(Debug, Args)]
#[command(after_help = examples::SCORE)]
pub(crate) struct Score {
    #[command(flatten)]
    pub(crate) rows: RowArgs,
    /// A model made by `khitab train`, or one that ships: discourse, register, offensive.
    #[arg(long, value_name = "M", default_value = "discourse")]
    pub(crate) model: PathBuf,
}

#[derive(Debug, Args)]
#[command(after_help = examples::EVALUATE)]
pub(crate) struct Evaluate {
    /// Rows with a text and a label.
    #[arg(required_unless_present = "experiment")]
    pub(crate) rows: Option<PathBuf>,
    /// A model made by `khitab train`, or one that ships: discourse, register, offensive.
    #[arg(long, value_name = "M", conflicts_with = "cv")]
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
    #[arg(
        long,
        value_name = "SHARE",
        default_value_t = 0.9,
        allow_negative_numbers = true
    )]
    pub(crate) precision: f64,
    /// The share of a stream that reviewers can read, for which a threshold is looked up.
    #[arg(
        long,
        value_name = "SHARE",
        default_value_t = 0.01,
        allow_negative_numbers = true
    )]
    pub(crate) budget: f64,
    #[command(flatten)]
    pub(crate) learning: LearningArgs,
    #[command(flatten)]
    pub(crate) fields: FieldNames,
    #[command(flatten)]
    pub(crate) result: ResultArgs,
}
