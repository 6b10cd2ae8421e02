//! `khitab stem`: the stems of the words of every line.

use khitab::text::{Normalizer, TokenKind, Tokenizer, stem};

use crate::args::Stem;
use crate::commands::stream;
use crate::problem::{Problems, Stop};

pub(crate) fn run(args: &Stem, problems: &Problems) -> Result<(), Stop> {
    let Some(stemmer) = stem::by_name(&args.method) else {
        let names = "light10, snowball, isri, arlstem";
        return Err(Stop::Usage(format!(
            "no method is called {:?}; there are {names}",
            args.method
        )));
    };
    // Stemmers fold what they want folded, but light10 looks for bare letters.
    let normalizer = match stemmer.name() {
        "light10" => Normalizer::search(),
        _ => Normalizer::light(),
    };
    let tokenizer = Tokenizer::social();
    stream::map(&args.streams, problems, |line| {
        stream::plain(line, |original| {
            let text = normalizer.normalize(original);
            let tokens = tokenizer.tokenize(&text);
            let words = tokens.iter().filter(|token| token.kind == TokenKind::Word);
            let stems: Vec<_> = words
                .map(|token| stemmer.stem(token.normalized.of(text.normalized())))
                .collect();
            stems.join(" ")
        })
    })
}
