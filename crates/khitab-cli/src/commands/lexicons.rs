//! An extractor that also looks for the lists of a user.

use khitab::features::{Extractor, Lexicon};

use crate::args::{LexiconFile, Lexicons, ListFormat};
use crate::problem::Problem;
use crate::progress::Progress;
use crate::source::Source;

/// The shipped extractor with the lists of those files.
pub(crate) fn extractor(args: &Lexicons) -> Result<Extractor, Problem> {
    args.lexicon.iter().try_fold(Extractor::default(), add)
}

fn add(extractor: Extractor, file: &LexiconFile) -> Result<Extractor, Problem> {
    let source = Source::open(&file.path, &Progress::hidden())?;
    let name = source.name.clone();
    let text = source.read_text()?;
    let lists = match file.format {
        ListFormat::Khitab => Lexicon::from_tsv(&name, &text).map(|list| vec![list]),
        ListFormat::Published(format) => Lexicon::read(format, &name, &text),
    };
    let lists = lists.map_err(|error| match error.line() {
        Some(line) => Problem::in_line(&name, line as u64, error.rule()),
        None => Problem::in_file(&name, error.rule()),
    })?;
    extractor
        .with_lexicons(lists)
        .map_err(|error| Problem::in_file(&name, error))
}
