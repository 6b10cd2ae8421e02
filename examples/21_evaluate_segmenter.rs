//! # How well the segmenter does, and on what
//!
//! ```text
//! cargo run --release --example 21_evaluate_segmenter -- PUD.conllu WikiNews.pos.ref [DIALECT...]
//! ```
//!
//! It trains on what the names of the rows say, with the lexicon that ships. More gold files, of
//! dialect tweets, are scored with the weights that ship.
//!
//! Folds are blocks of running text, so that no sentence lies in two of them. Parameters and
//! features were chosen by the first four rows alone; the last two were looked at afterwards.

use std::error::Error;
use std::path::Path;
use std::process::ExitCode;

use khitab_examples::segmentation::cuts;
use khitab_examples::segmentation::gold::{self, Score};
use khitab_examples::segmentation::trainer::Trainer;
use khitab_text::Segmenter;

fn main() -> ExitCode {
    let paths: Vec<String> = std::env::args().skip(1).collect();
    let [pud, wikinews, dialects @ ..] = paths.as_slice() else {
        eprintln!(
            "usage: 21_evaluate_segmenter PUD.conllu WikiNews.pos.ref FREQUENCIES.tsv [DIALECT...]"
        );
        return ExitCode::from(2);
    };
    let shown = run(Path::new(pud), Path::new(wikinews));
    match shown.and_then(|()| {
        dialects
            .iter()
            .try_for_each(|path| dialect(Path::new(path)))
    }) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run(pud: &Path, wikinews: &Path) -> Result<(), Box<dyn Error>> {
    let (pud, wikinews) = (gold::read(pud)?, gold::read(wikinews)?);
    let trainer = Trainer::default();
    println!("{:<24} {}", "", Score::HEADER);
    let row = |name: &str, score: Score| println!("{name:<24} {}", score.row());
    row("PUD 5-fold", trainer.folds(&pud, &[])?);
    row("WikiNews 5-fold", trainer.folds(&wikinews, &[])?);
    row("PUD 5-fold + WikiNews", trainer.folds(&pud, &[&wikinews])?);
    row("WikiNews 5-fold + PUD", trainer.folds(&wikinews, &[&pud])?);
    row("WikiNews -> PUD", trainer.score(&[&wikinews], &pud)?);
    row("PUD -> WikiNews", trainer.score(&[&pud], &wikinews)?);
    Ok(())
}

/// Dialect apart from the standard language, never as one number.
fn dialect(path: &Path) -> Result<(), Box<dyn Error>> {
    let gold = gold::read(path)?;
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let whole = Score::of(&gold, &[], |_| Vec::new());
    println!("{:<24} {}", format!("{name}, no split"), whole.row());
    for (weights, segmenter) in [
        ("standard", Segmenter::standard()),
        ("spoken", Segmenter::spoken()),
    ] {
        let score = Score::of(&gold, &[], |word| cuts(&segmenter, word));
        println!("{:<24} {}", format!("  {weights}"), score.row());
    }
    Ok(())
}
