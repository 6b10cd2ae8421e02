//! # Words in, clitics out
//!
//! One word a line on standard input; `word<TAB>seg+seg+seg` a line on standard output.
//!
//! ```text
//! printf 'وبمدرستهم\nواتساب\n' | cargo run --example 22_segment_words
//! ```
//!
//! `spoken` as an argument looks for the clitics of the spoken varieties, `rules` uses no data; a
//! folder after it is where `20_train_segmenter` wrote tables of your own.

use std::fs;
use std::io::{self, BufRead, BufWriter, Write};
use std::path::Path;

use khitab_text::{SegmentCache, Segmenter, Variety};

fn main() -> io::Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let segmenter = match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["rules"] => Segmenter::rules(),
        ["spoken"] => Segmenter::spoken(),
        ["spoken", folder] => trained(Variety::Spoken, &Path::new(folder).join("spoken.bin"))?,
        ["standard", folder] => {
            trained(Variety::Standard, &Path::new(folder).join("standard.bin"))?
        }
        _ => Segmenter::standard(),
    };
    // Running text repeats its words: most answers come from the cache.
    let mut cache = SegmentCache::new(&segmenter, 1 << 14);
    let mut input = io::stdin().lock();
    let mut output = BufWriter::new(io::stdout().lock());
    let mut line = String::new();
    while input.read_line(&mut line)? > 0 {
        let word = line.trim_end_matches(['\n', '\r']);
        output.write_all(word.as_bytes())?;
        for (at, piece) in cache.segment(word).split.pieces().enumerate() {
            output.write_all(if at == 0 { b"\t" } else { b"+" })?;
            output.write_all(piece.of(word).as_bytes())?;
        }
        output.write_all(b"\n")?;
        line.clear();
    }
    output.flush()
}

fn trained(variety: Variety, weights: &Path) -> io::Result<Segmenter> {
    let lexicon = fs::read(weights.with_file_name("lexicon.bin"))?;
    Segmenter::from_bytes(variety, fs::read(weights)?, lexicon).map_err(io::Error::other)
}
