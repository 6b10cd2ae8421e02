//! `khitab stem`: the stems of the words of every line.

use std::io::Write as _;

use khitab::text::{Normalizer, TokenKind, stem};

use crate::args::Stem;
use crate::commands::normalize::Preset;
use crate::commands::stream;
use crate::commands::tokenize::for_each_token;
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
    let preset = Preset::Own(normalizer);
    stream::map(&args.streams, problems, |line, page| {
        stream::plain(line, page, |original, page| {
            let mut space: &[u8] = b"";
            for_each_token(original, &preset, |_, text, token| {
                if token.kind != TokenKind::Word {
                    return Ok(());
                }
                page.write_all(space)?;
                space = b" ";
                let word = token.normalized.of(text.normalized());
                page.write_all(stemmer.stem(word).as_bytes())
            })
        })
    })
}
