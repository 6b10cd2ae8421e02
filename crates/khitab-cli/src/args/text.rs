//! Commands over lines of text: spellings, tokens, words, subword pieces.

use std::num::NonZeroUsize;
use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};

use super::{LineFormat, Streams, examples, shape};
use crate::problem::Stop;

#[derive(Debug, Args)]
#[command(after_help = examples::NORMALIZE)]
pub(crate) struct Normalize {
    #[command(flatten)]
    pub(crate) streams: Streams,
    /// Which steps to take: light, search, social, strict; camel, arclean, pyarabic, lucene,
    /// arabertv01, arabertv02, araclean as those toolkits do; or a profile in a .json file.
    #[arg(long, default_value = "search", value_name = "NAME")]
    pub(crate) preset: String,
    /// Plain lines, or objects with the original beside. By default the output's extension tells it, text otherwise.
    #[arg(long, value_enum)]
    pub(crate) format: Option<LineFormat>,
    /// Print the preset's hash and which characters it deletes or merges; read nothing.
    #[arg(long, conflicts_with_all = ["diff", "format", "files"])]
    pub(crate) loss: bool,
    /// Write only the words of which this other preset makes something else:
    /// file, line, first byte, word, outcome of --preset, outcome of this one.
    #[arg(long, value_name = "NAME", conflicts_with = "format")]
    pub(crate) diff: Option<String>,
}

impl Normalize {
    /// The shape asked for, or that of the output's extension.
    pub(crate) fn format(&self) -> Result<LineFormat, Stop> {
        line_format(self.format, &self.streams)
    }
}

fn line_format(asked: Option<LineFormat>, streams: &Streams) -> Result<LineFormat, Stop> {
    shape::of(asked, streams.output.as_deref(), LineFormat::Text)
}

#[derive(Debug, Args)]
#[command(after_help = examples::TOKENIZE)]
pub(crate) struct Tokenize {
    #[command(flatten)]
    pub(crate) streams: Streams,
    /// Which steps the normaliser takes before the cut: as for `khitab normalize`.
    #[arg(long, default_value = "search", value_name = "NAME")]
    pub(crate) preset: String,
    /// Tokens separated by spaces, or objects with spans. By default the output's extension tells it, text otherwise.
    #[arg(long, value_enum)]
    pub(crate) format: Option<LineFormat>,
    /// What start and end of a span count.
    #[arg(long, value_enum, default_value_t = SpanUnit::Byte)]
    pub(crate) units: SpanUnit,
    /// Adds to each object, as `undone`, how many characters of which kind the normaliser undid
    /// in the token: tashkeel, tatweel, zero_width, bidi, look_alike and others.
    #[arg(long)]
    pub(crate) provenance: bool,
}

impl Tokenize {
    /// The shape asked for, or that of the output's extension.
    pub(crate) fn format(&self) -> Result<LineFormat, Stop> {
        line_format(self.format, &self.streams)
    }
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
    /// `word<TAB>seg+seg+seg`, or everything that is known. By default the output's extension tells it, tsv otherwise.
    #[arg(long, value_enum)]
    pub(crate) format: Option<WordFormat>,
}

impl Segment {
    /// The shape asked for, or that of the output's extension.
    pub(crate) fn format(&self) -> Result<WordFormat, Stop> {
        shape::of(self.format, self.streams.output.as_deref(), WordFormat::Tsv)
    }
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
    #[value(alias = "txt")]
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
    #[arg(long, default_value = "32000", value_name = "N")]
    pub(crate) vocabulary: NonZeroUsize,
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
    /// Numbers separated by spaces, or objects with pieces and their bytes in the line. By default the output's extension
    /// tells it, text otherwise.
    #[arg(long, value_enum)]
    pub(crate) format: Option<LineFormat>,
}

impl SubwordEncode {
    /// The shape asked for, or that of the output's extension.
    pub(crate) fn format(&self) -> Result<LineFormat, Stop> {
        line_format(self.format, &self.streams)
    }
}
