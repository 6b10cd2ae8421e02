//! Proclitics, stem and enclitics of a word.
//!
//! A linear model ranks every way to cut a word into clitics and a stem: `و ف أ`, then
//! `ب ل ك س`, the stem with its article, one pronoun. It looks at the word alone (neighbours
//! were tried and gave nothing), so that [`SegmentCache`] may keep answers by word. The scheme of
//! the clitics is that of the Universal Dependencies treebanks of Arabic; the method is a ranking
//! perceptron over features as in Abdelali et al., "Farasa" (NAACL 2016 demos), with word
//! frequencies in place of their dictionaries.

mod affixes;
mod cache;
mod error;
mod features;
mod lemma;
mod letters;
mod lexicon;
mod light;
mod restore;
mod rules;
mod scheme;
mod split;
mod sums;
mod table;
pub mod train;
mod variety;
mod weights;

use std::borrow::Cow;

use once_cell::sync::Lazy;

use affixes::Analysis;
use features::Features;
use letters::{Letters, Word};
use lexicon::Lexicon;
use sums::Sums;
use weights::Weights;

pub use cache::SegmentCache;
pub use error::SegmenterError;
pub use lemma::LemmaTable;
pub use light::CliticStemmer;
pub use restore::{Ending, Onset};
pub use scheme::Scheme;
pub use split::Split;
pub use variety::{Marker, Variety};

/// Rises when the same tables, or the rules, come to give other pieces.
const VERSION: u64 = 1;

/// Finds the clitics of words.
#[derive(Clone, Debug)]
pub struct Segmenter {
    variety: Variety,
    model: Option<Model>,
}

#[derive(Clone, Debug)]
struct Model {
    weights: Weights,
    lexicon: Lexicon,
    sums: Sums,
}

/// The clitics and the stem of one word.
///
/// ```
/// # #[cfg(feature = "segmenter-data")] {
/// let word = "وبمدرستهم";
/// let found = khitab_text::segment(word);
/// let pieces: Vec<_> = found.split.pieces().map(|span| span.of(word)).collect();
/// assert_eq!(pieces, ["و", "ب", "مدرست", "هم"]);
/// assert_eq!(found.restored_stem(word), "مدرسة");
/// # }
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Segmentation {
    /// The spans.
    pub split: Split,
    /// What the front of the stem lost when the proclitics were put on.
    pub onset: Onset,
    /// What the end of the stem lost when the pronoun was put on.
    pub ending: Ending,
    /// The sum of the weights; only differences within one word mean anything. 0 where nothing
    /// had to be ranked.
    pub score: f32,
    /// The second best split and its score, when more than one was possible.
    pub runner_up: Option<(Split, f32)>,
}

/// What ranking gives, in a form that a cache can keep.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct Ranked {
    best: Analysis,
    second: Option<Analysis>,
    scores: [i32; 2],
    onset: Onset,
    ending: Ending,
}

/// Cuts a word of Modern Standard Arabic with the weights that ship.
///
/// The same as [`Segmenter::standard`] and then [`Segmenter::segment`], made once.
#[must_use]
pub fn segment(word: &str) -> Segmentation {
    static STANDARD: Lazy<Segmenter> = Lazy::new(Segmenter::standard);
    STANDARD.segment(word)
}

impl Segmenter {
    /// For Modern Standard Arabic; without the cargo feature `segmenter-data`, the rules.
    #[must_use]
    pub fn standard() -> Self {
        Self::shipped(Variety::Standard)
    }

    /// For the spoken varieties; without the cargo feature `segmenter-data`, the rules.
    ///
    /// Trained on the same news words and some hundred words of our own: expect far less of it
    /// than of [`Segmenter::standard`] on news (figures in `docs/DESIGN.md`, "Segmentation").
    #[must_use]
    pub fn spoken() -> Self {
        Self::shipped(Variety::Spoken)
    }

    /// A dozen rules and no data.
    ///
    /// What it loses: every tenth word of news is cut wrongly, against one in a hundred (the
    /// figures are in `docs/DESIGN.md`, "Segmentation"), and a stem is restored by its letters
    /// alone.
    #[must_use]
    pub const fn rules() -> Self {
        Self {
            variety: Variety::Standard,
            model: None,
        }
    }

    /// Uses weights and a lexicon that [`train`] made.
    ///
    /// # Errors
    ///
    /// When one of the two is no table of its kind or is cut short.
    pub fn from_bytes(
        variety: Variety,
        weights: impl Into<Cow<'static, [u8]>>,
        lexicon: impl Into<Cow<'static, [u8]>>,
    ) -> Result<Self, SegmenterError> {
        let model = Model {
            weights: Weights::read(weights.into())?,
            lexicon: Lexicon::read(lexicon.into())?,
            sums: Sums::new(variety.inventory()),
        };
        Ok(Self {
            variety,
            model: Some(model),
        })
    }

    #[cfg(feature = "segmenter-data")]
    fn shipped(variety: Variety) -> Self {
        use khitab_data::segmenter::{LEXICON, SPOKEN, STANDARD};
        let weights = match variety {
            Variety::Standard => STANDARD,
            Variety::Spoken => SPOKEN,
        };
        let shipped = Self::from_bytes(variety, weights, LEXICON);
        debug_assert!(shipped.is_ok(), "a test reads the shipped tables");
        shipped.unwrap_or(Self::rules())
    }

    #[cfg(not(feature = "segmenter-data"))]
    fn shipped(_: Variety) -> Self {
        Self::rules()
    }

    /// Which clitics it looks for.
    #[must_use]
    pub const fn variety(&self) -> Variety {
        self.variety
    }

    /// Whether it has weights, or only the rules.
    #[must_use]
    pub const fn is_trained(&self) -> bool {
        self.model.is_some()
    }

    /// What tells one set of weights and words from another: 16 hexadecimal digits, or the number
    /// of the rules.
    ///
    /// Whatever was counted over pieces of words holds only for the segmenter that cut them.
    #[must_use]
    pub fn version(&self) -> String {
        match &self.model {
            Some(model) => {
                let (weights, lexicon) = (model.weights.checksum(), model.lexicon.checksum());
                format!("{:016x}", table::fold(weights, lexicon ^ VERSION))
            }
            None => format!("rules/{VERSION}"),
        }
    }

    /// Whether a word has only letters that it knows, and not too many of them; others stay whole.
    #[must_use]
    pub fn reads(&self, word: &str) -> bool {
        Word::read(word).is_some()
    }

    /// How common a word is: half-decades of occurrences in 10⁹ words, 1 to 15; nothing for a
    /// word of no list, or without weights.
    #[must_use]
    pub fn half_decades(&self, word: &str) -> Option<u8> {
        let bucket = self
            .model
            .as_ref()?
            .lexicon
            .bucket(Word::read(word)?.folded);
        (bucket > 0).then_some(bucket)
    }

    /// Finds the clitics of one word as it stands in a text, marks and tatweel included.
    ///
    /// A letter that stands three times or more in a row counts once, since no word is spelt so. A
    /// word with a letter that is not Arabic, and one of more than 21 letters, stays whole.
    #[must_use]
    pub fn segment(&self, word: &str) -> Segmentation {
        match Word::read(word) {
            Some(letters) => self.spell_out(self.rank(letters), letters, word),
            None => Segmentation::whole(word),
        }
    }

    /// How far behind its best reading a word falls when it is read with these proclitics and
    /// any enclitics: 0 when the best reading has them, `None` when the word cannot be read so.
    ///
    /// The unit is that of [`Segmentation::score`]. Without weights the answer is 0 or `None`, by
    /// the rules.
    ///
    /// ```
    /// # #[cfg(feature = "segmenter-data")] {
    /// let segmenter = khitab_text::Segmenter::standard();
    /// assert_eq!(segmenter.distance_of_proclitics("وبيتها", "و"), Some(0.0));
    /// assert!(segmenter.distance_of_proclitics("ولد", "و").is_some_and(|behind| behind > 0.0));
    /// assert_eq!(segmenter.distance_of_proclitics("ولد", "ب"), None);
    /// # }
    /// ```
    #[must_use]
    pub fn distance_of_proclitics(&self, word: &str, proclitics: &str) -> Option<f32> {
        let (inventory, asked) = (self.variety.inventory(), Letters::of(proclitics));
        self.distance(word, |way| inventory.prefix(way).letters == asked)
    }

    /// The same as [`Segmenter::distance_of_proclitics`] for the enclitics, with any proclitics.
    #[must_use]
    pub fn distance_of_enclitics(&self, word: &str, enclitics: &str) -> Option<f32> {
        let (inventory, asked) = (self.variety.inventory(), Letters::of(enclitics));
        self.distance(word, |way| inventory.suffix(way).letters == asked)
    }

    fn distance(&self, word: &str, asked: impl Fn(Analysis) -> bool) -> Option<f32> {
        let word = Word::read(word)?;
        let inventory = self.variety.inventory();
        let Some(model) = self
            .model
            .as_ref()
            .filter(|_| inventory.closed(word).is_none())
        else {
            return asked(self.rank(word).best).then_some(0.0);
        };
        let features = Features::new(inventory, &model.lexicon, word);
        let (mut best, mut own) = (i32::MIN, None);
        inventory.analyses(word, |way| {
            let score = features.score(way, &model.weights, &model.sums);
            best = best.max(score);
            if asked(way) {
                own = own.max(Some(score));
            }
        });
        own.map(|own| (best - own) as f32)
    }

    fn spell_out(&self, ranked: Ranked, letters: Word, word: &str) -> Segmentation {
        let inventory = self.variety.inventory();
        let split = |analysis| Split::new(inventory, analysis, letters, word);
        Segmentation {
            split: split(ranked.best),
            onset: ranked.onset,
            ending: ranked.ending,
            score: ranked.scores[0] as f32,
            runner_up: ranked
                .second
                .map(|second| (split(second), ranked.scores[1] as f32)),
        }
    }

    fn rank(&self, word: Word) -> Ranked {
        let inventory = self.variety.inventory();
        let mut ranked = Ranked::default();
        if let Some(closed) = inventory.closed(word) {
            ranked.best = closed;
            self.restore(&mut ranked, word);
            return ranked;
        }
        let Some(model) = &self.model else {
            ranked.best = rules::analysis(inventory, word);
            self.restore(&mut ranked, word);
            return ranked;
        };
        let mut ways = Vec::with_capacity(16);
        inventory.analyses(word, |analysis| ways.push(analysis));
        if ways.len() < 2 {
            return ranked;
        }
        let features = Features::new(inventory, &model.lexicon, word);
        let mut scores = [i32::MIN; 2];
        for way in ways {
            let score = features.score(way, &model.weights, &model.sums);
            if score > scores[0] {
                ranked.second = (scores[0] > i32::MIN).then_some(ranked.best);
                scores = [score, scores[0]];
                ranked.best = way;
            } else if score > scores[1] {
                ranked.second = Some(way);
                scores[1] = score;
            }
        }
        ranked.scores = scores;
        self.restore(&mut ranked, word);
        ranked
    }

    /// Chooses the spelling of the stem: the most common of those it may have.
    fn restore(&self, ranked: &mut Ranked, word: Word) {
        let inventory = self.variety.inventory();
        let (prefix, suffix) = (inventory.prefix(ranked.best), inventory.suffix(ranked.best));
        let stem = word.folded.skip(prefix.len()).drop_last(suffix.len());
        let mut most = None;
        restore::forms(prefix, stem, suffix, |form| {
            let common = match &self.model {
                Some(model) => restore::preference(form, model.lexicon.bucket(form.letters)),
                None => restore::likelihood(form),
            };
            if most.is_none_or(|most| common > most) {
                most = Some(common);
                (ranked.onset, ranked.ending) = (form.onset, form.ending);
            }
        });
    }
}

impl Segmentation {
    fn whole(word: &str) -> Self {
        Self {
            split: Split::whole(word.len()),
            onset: Onset::AsWritten,
            ending: Ending::AsWritten,
            score: 0.0,
            runner_up: None,
        }
    }

    /// The same with all spans moved on by `bytes`: for a word that starts there in its text.
    #[must_use]
    pub fn moved(mut self, bytes: usize) -> Self {
        self.split = self.split.moved(bytes);
        self.runner_up = self
            .runner_up
            .map(|(split, score)| (split.moved(bytes), score));
        self
    }

    /// The stem as it is spelt alone; `text` is what the spans point into.
    #[must_use]
    pub fn restored_stem<'t>(&self, text: &'t str) -> Cow<'t, str> {
        restore::spell(self.split.stem().of(text), self.onset, self.ending)
    }
}

#[cfg(test)]
mod tests;
