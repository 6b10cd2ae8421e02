//! # Training the clitic segmenter
//!
//! The segmenter of `khitab-text` ranks the ways to cut a word with a linear model. This example
//! makes the two files that ship with it, byte for byte, from gold words and a frequency list:
//!
//! ```text
//! pip install wordfreq
//! python3 -c 'import wordfreq
//! for w, f in wordfreq.get_frequency_dict("ar", wordlist="large").items(): print(f"{w}\t{f:.3e}")' > large_ar.tsv
//! cargo run --release --example 20_train_segmenter -- standard large_ar.tsv data/models/segmenter \
//!     ar_pud-ud-test.conllu WikiNews.pos.ref
//! ```
//!
//! The spoken weights are trained on top, from our own list of analysed words beside the same
//! files: `spoken` for `standard`, and `data/models/segmenter/spoken.tsv` as one more gold file.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use khitab_examples::segmentation::frequencies;
use khitab_examples::segmentation::gold::{self, Gold};
use khitab_examples::segmentation::ranker::{Params, train};
use khitab_text::Variety;
use khitab_text::train::{Reader, weights};

const USAGE: &str = "usage: 20_train_segmenter standard|spoken FREQUENCIES.tsv OUT-FOLDER GOLD...";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [variety, frequencies, out, gold @ ..] = arguments.as_slice() else {
        eprintln!("{USAGE}");
        return ExitCode::from(2);
    };
    let variety = match variety.as_str() {
        "standard" => Variety::Standard,
        "spoken" => Variety::Spoken,
        _ => {
            eprintln!("{USAGE}");
            return ExitCode::from(2);
        }
    };
    let gold: Vec<PathBuf> = gold.iter().map(PathBuf::from).collect();
    match run(variety, Path::new(frequencies), Path::new(out), &gold) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run(variety: Variety, list: &Path, out: &Path, gold: &[PathBuf]) -> Result<(), String> {
    // ## The lexicon
    //
    // How common a stem is by itself is the best evidence there is. The lexicon answers that
    // from 12-bit fingerprints and a bucket of half a decade a word: no string is in it.
    let lexicon = frequencies::lexicon(list)?;
    write(&out.join("lexicon.bin"), &lexicon)?;

    // ## The weights
    //
    // Every reading of a word is a list of hashed features, and the perceptron pulls the right
    // one ahead of the best wrong one.
    let gold: Vec<Vec<Gold>> = gold
        .iter()
        .map(|path| gold::read(path))
        .collect::<Result<_, _>>()?;
    let gold: Vec<&[Gold]> = gold
        .iter()
        .flat_map(|g| vec![g.as_slice(); times(g.len())])
        .collect();
    let reader = Reader::new(variety, lexicon).map_err(|e| e.to_string())?;
    let learned = train(&reader, &gold, Params::default());
    println!(
        "{} words, {} weights",
        gold.iter().map(|g| g.len()).sum::<usize>(),
        learned.len()
    );

    // ## The file
    //
    // Eight bits a weight cost nothing measurable; 26,000 of them keep the file under 100 KB.
    let name = match variety {
        Variety::Standard => "standard.bin",
        Variety::Spoken => "spoken.bin",
    };
    write(
        &out.join(name),
        &weights(&learned, khitab_examples::segmentation::WEIGHTS),
    )
}

/// A short list counts five times, so that news does not drown it; three to ten times were alike
/// in cross-validation of the list.
const fn times(words: usize) -> usize {
    if words < 2_000 { 5 } else { 1 }
}

fn write(path: &Path, bytes: &[u8]) -> Result<(), String> {
    println!("{}: {} bytes", path.display(), bytes.len());
    fs::write(path, bytes).map_err(|error| format!("{}: {error}", path.display()))
}
