//! `khitab transliterate`: lines in another alphabet.

use std::io::Write as _;

use khitab::text::{Alphabet, Romanization, Transliterator, romanize};

use crate::args::Transliterate;
use crate::commands::stream;
use crate::problem::{Problems, Stop};

/// Letter by letter and back, or one way for readers.
enum Way {
    Letters(Transliterator),
    Readable(Romanization),
}

pub(crate) fn run(args: &Transliterate, problems: &Problems) -> Result<(), Stop> {
    let way = way(args)?;
    stream::map(&args.streams, problems, |line, page| {
        stream::plain(line, page, |text, page| {
            let written = match &way {
                Way::Letters(map) => map.map(text),
                Way::Readable(scheme) => romanize(text, *scheme),
            };
            page.write_all(written.as_bytes())
        })
    })
}

fn way(args: &Transliterate) -> Result<Way, Stop> {
    let readable = match args.to.as_str() {
        "iso233" => Some(Romanization::Iso233),
        "ala-lc" => Some(Romanization::AlaLc),
        _ => None,
    };
    match readable {
        Some(scheme) if args.from == "ar" => Ok(Way::Readable(scheme)),
        Some(_) => Err(Stop::Usage(format!(
            "--to {} is written from ar only",
            args.to
        ))),
        None => Ok(Way::Letters(Transliterator::new(
            alphabet(&args.from, "")?,
            alphabet(&args.to, "; for reading, iso233, ala-lc")?,
        ))),
    }
}

/// The alphabet of that name, or an error that tells the names and `others`.
fn alphabet(name: &str, others: &str) -> Result<Alphabet, Stop> {
    Alphabet::named(name).ok_or_else(|| {
        let names: Vec<&str> = Alphabet::ALL.iter().map(|one| one.as_str()).collect();
        Stop::Usage(format!(
            "no alphabet is called {name:?}; there are {}{others}",
            names.join(", ")
        ))
    })
}
