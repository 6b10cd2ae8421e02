//! Which lists of the user to look for beside those that ship.

use std::path::{Path, PathBuf};

use clap::Args;
use khitab::features::LexiconFormat;

use crate::source;

#[derive(Debug, Args)]
pub(crate) struct Lexicons {
    /// A list of your own to look for beside those that ship; may be given more than once. The extension
    /// tells .tsv (khitab's own format), .dic (LIWC) and .yml or .yaml (quanteda); where it does not,
    /// FORMAT:FILE does: khitab, arahate, hurtlex, grievance, nrc, liwc, quanteda.
    #[arg(long, value_name = "FILE", value_parser = LexiconFile::parse)]
    pub(crate) lexicon: Vec<LexiconFile>,
}

/// A file of lists and how to read it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct LexiconFile {
    pub(crate) path: PathBuf,
    pub(crate) format: ListFormat,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ListFormat {
    /// Our own TSV.
    Khitab,
    /// One of those that others publish.
    Published(LexiconFormat),
}

const FORMATS: [(&str, ListFormat); 7] = [
    ("khitab", ListFormat::Khitab),
    ("arahate", ListFormat::Published(LexiconFormat::AraHate)),
    ("hurtlex", ListFormat::Published(LexiconFormat::HurtLex)),
    ("grievance", ListFormat::Published(LexiconFormat::Grievance)),
    ("nrc", ListFormat::Published(LexiconFormat::Nrc)),
    ("liwc", ListFormat::Published(LexiconFormat::Liwc)),
    ("quanteda", ListFormat::Published(LexiconFormat::Quanteda)),
];

impl LexiconFile {
    fn parse(argument: &str) -> Result<Self, String> {
        let named = argument.split_once(':').and_then(|(name, path)| {
            let known = FORMATS.iter().find(|(format, _)| *format == name);
            known.map(|&(_, format)| (path, format))
        });
        let (path, format) = match named {
            Some((path, format)) => (path, Some(format)),
            None => (argument, of_extension(argument)),
        };
        let format = format.ok_or_else(|| {
            let names = FORMATS.map(|(name, _)| name).join(", ");
            format!("the extension does not tell the format: write FORMAT:FILE with one of {names}")
        })?;
        Ok(Self {
            path: path.into(),
            format,
        })
    }
}

/// The format that has an extension of its own.
fn of_extension(path: &str) -> Option<ListFormat> {
    Some(match source::shape(Path::new(path)).as_str() {
        "tsv" => ListFormat::Khitab,
        "dic" => ListFormat::Published(LexiconFormat::Liwc),
        "yml" | "yaml" => ListFormat::Published(LexiconFormat::Quanteda),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_extension_or_a_word_before_it_tells_the_format() {
        let read = |argument: &str| {
            let file = LexiconFile::parse(argument).ok()?;
            Some((file.path.display().to_string(), file.format))
        };
        let published = ListFormat::Published;
        for (argument, path, format) in [
            ("a.tsv", "a.tsv", ListFormat::Khitab),
            ("a.tsv.gz", "a.tsv.gz", ListFormat::Khitab),
            ("hurtlex:a.tsv", "a.tsv", published(LexiconFormat::HurtLex)),
            (
                "arahate:b:c.csv",
                "b:c.csv",
                published(LexiconFormat::AraHate),
            ),
            ("b:c.dic", "b:c.dic", published(LexiconFormat::Liwc)),
            ("a.yml", "a.yml", published(LexiconFormat::Quanteda)),
        ] {
            assert_eq!(
                read(argument),
                Some((path.to_owned(), format)),
                "{argument}"
            );
        }
        assert_eq!(read("a.csv"), None);
        assert_eq!(read("hurtlx:a.csv"), None);
    }
}
