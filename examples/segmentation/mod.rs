//! Gold, trainer and score of the clitic segmenter.

pub mod frequencies;
pub mod gold;
pub mod ranker;
mod spoken;
pub mod trainer;

/// Weights that are kept: as many as fit in 100 KB.
pub const WEIGHTS: usize = 26_000;

/// Where a segmenter cuts a word, in letters.
pub fn cuts(segmenter: &khitab_text::Segmenter, word: &str) -> Vec<usize> {
    let mut at = 0;
    let mut cuts: Vec<usize> = segmenter
        .segment(word)
        .split
        .pieces()
        .map(|span| {
            at += gold::letters(span.of(word));
            at
        })
        .collect();
    cuts.pop();
    cuts
}
