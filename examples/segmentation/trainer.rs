//! Training and scoring on the same or on other gold, with the lexicon that ships.

use khitab_text::train::{Reader, weights};
use khitab_text::{Segmenter, SegmenterError, Variety};

use super::gold::{Gold, Score};
use super::ranker::{Params, train};
use super::{WEIGHTS, cuts};

const FOLDS: usize = 5;

/// Makes segmenters for Modern Standard Arabic and scores them.
#[derive(Clone, Debug)]
pub struct Trainer {
    lexicon: Vec<u8>,
}

impl Default for Trainer {
    fn default() -> Self {
        Self {
            lexicon: khitab_data::segmenter::LEXICON.to_vec(),
        }
    }
}

impl Trainer {
    fn segmenter(&self, training: &[&[Gold]]) -> Result<Segmenter, SegmenterError> {
        let reader = Reader::new(Variety::Standard, self.lexicon.clone())?;
        let bytes = weights(&train(&reader, training, Params::default()), WEIGHTS);
        Segmenter::from_bytes(Variety::Standard, bytes, self.lexicon.clone())
    }

    /// Trains on `training` and scores `test`.
    ///
    /// # Errors
    /// When the lexicon is broken.
    pub fn score(&self, training: &[&[Gold]], test: &[Gold]) -> Result<Score, SegmenterError> {
        let segmenter = self.segmenter(training)?;
        Ok(Score::of(test, training, |word| cuts(&segmenter, word)))
    }

    /// Scores each fifth of `gold`, a block of running text, by training on the rest and `more`.
    ///
    /// # Errors
    /// When the lexicon is broken.
    pub fn folds(&self, gold: &[Gold], more: &[&[Gold]]) -> Result<Score, SegmenterError> {
        let mut score = Score::default();
        for fold in 0..FOLDS {
            let (from, to) = (gold.len() * fold / FOLDS, gold.len() * (fold + 1) / FOLDS);
            let mut training = vec![&gold[..from], &gold[to..]];
            training.extend(more);
            score = score.with(self.score(&training, &gold[from..to])?);
        }
        Ok(score)
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::segmentation::gold;

    /// The data lie beside the project on the machines that have them.
    #[test]
    fn one_gold_set_predicts_the_other() {
        let folder =
            Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/datasets/segmentation");
        if !folder.exists() {
            return;
        }
        let pud = gold::read(&folder.join("ud-pud/ar_pud-ud-test.conllu")).expect("readable");
        let wikinews = gold::read(&folder.join("wikinews/WikiNews.pos.ref")).expect("readable");
        assert_eq!((pud.len(), wikinews.len()), (15_665, 16_215));
        let trainer = Trainer::default();
        let score = |training, test| trainer.score(&[training], test).expect("a good lexicon");
        let (forth, back) = (score(&pud, &wikinews), score(&wikinews, &pud));
        assert!(
            forth.accuracy() >= 0.992 && forth.f1() >= 0.98,
            "{}",
            forth.row()
        );
        assert!(
            back.accuracy() >= 0.987 && back.f1() >= 0.96,
            "{}",
            back.row()
        );
    }

    #[test]
    fn training_is_the_same_each_time() {
        let words = [
            "و+ولد",
            "ولد",
            "ل+ولد",
            "بيت+ها",
            "بيت",
            "مياه",
            "و+بيت+ه",
            "اتجاه",
        ];
        let gold: Vec<Gold> = words
            .iter()
            .map(|w| Gold::of(&w.split('+').collect::<Vec<_>>()))
            .collect();
        let reader = Reader::new(Variety::Standard, Trainer::default().lexicon).expect("shipped");
        let once = train(&reader, &[&gold], Params::default());
        assert_eq!(once, train(&reader, &[&gold], Params::default()));
        let segmenter = Trainer::default().segmenter(&[&gold]).expect("own bytes");
        for gold in &gold {
            assert_eq!(cuts(&segmenter, &gold.word), gold.cuts, "{}", gold.word);
        }
    }
}
