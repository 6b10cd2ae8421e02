//! What the ranker looks at: each analysis of a word as a list of hashed features.
//!
//! Only the word itself is read, never its neighbours, so that an answer holds for every
//! occurrence of the word.

use once_cell::sync::Lazy;

use super::affixes::{Analysis, Inventory};
use super::letters::{Letters, Word};
use super::lexicon::Lexicon;
use super::restore::{LETTERS, forms, hides_article};
use super::table::fold;
use super::weights::Weights;

/// A 64-bit key of a number and some letters; the table that it is looked up in mixes it again.
#[inline]
pub(super) fn hash(number: u64, letters: Letters) -> u64 {
    let bits = letters.bits();
    let low = (bits as u64) ^ number.wrapping_mul(0x9E37_79B9_7F4A_7C15);
    let high = ((bits >> 64) as u64) ^ 0xE703_7ED1_A0B4_28DB;
    fold(low, high) ^ number
}

/// Pronouns and proclitics whose presence beside a stem tells that it is one.
static PRONOUNS: Lazy<[Letters; 5]> = Lazy::new(|| ["ه", "ها", "هم", "نا", "هما"].map(Letters::of));
static PROCLITICS: Lazy<[Letters; 6]> =
    Lazy::new(|| ["و", "ب", "ل", "ف", "ك", "س"].map(Letters::of));

/// One word whose analyses are to be compared.
pub(crate) struct Features<'a> {
    inventory: &'a Inventory,
    lexicon: &'a Lexicon,
    word: Word,
    whole: u8,
}

/// The parts of an analysis that its features name again and again.
struct View {
    p: u8,
    s: u8,
    prefix: Letters,
    suffix: Letters,
    /// The stem, with the alef of a hidden article.
    stem: Letters,
}

impl<'a> Features<'a> {
    pub(crate) fn new(inventory: &'a Inventory, lexicon: &'a Lexicon, word: Word) -> Self {
        Self {
            inventory,
            lexicon,
            word,
            whole: lexicon.bucket(word.folded),
        }
    }

    /// The sum of the weights of one analysis.
    pub(crate) fn score(&self, analysis: Analysis, weights: &Weights) -> i32 {
        let mut score = 0;
        self.visit(analysis, |feature| score += weights.get(feature));
        score
    }

    /// Calls `found` with each feature of one analysis.
    #[inline]
    pub(crate) fn visit(&self, analysis: Analysis, mut found: impl FnMut(u64)) {
        let prefix = self.inventory.prefix(analysis);
        let suffix = self.inventory.suffix(analysis);
        let bare = self.word.folded.skip(prefix.len()).drop_last(suffix.len());
        let stem = if hides_article(prefix, bare) {
            LETTERS.alef.then(bare)
        } else {
            bare
        };
        let view = View {
            p: analysis.prefix,
            s: analysis.suffix,
            prefix: prefix.letters,
            suffix: suffix.letters,
            stem,
        };
        let mut z = 0;
        forms(prefix, bare, suffix, |form| {
            z = z.max(self.lexicon.bucket(form.letters));
        });
        self.shape(&view, &mut found);
        self.frequency(&view, z, &mut found);
        self.relatives(&view, &mut found);
        self.spelling(&view, &mut found);
    }

    /// Clitics, lengths, letters and identities.
    #[inline]
    fn shape(&self, v: &View, found: &mut impl FnMut(u64)) {
        let (p, s, stem) = (v.p, v.s, v.stem);
        let n = stem.len() as u8;
        let mut add = |template: u8, a: u8, b: u8, c: u8, letters| {
            found(hash(pack(template, a, b, c), letters));
        };
        let none = Letters::EMPTY;
        add(1, p, s, 0, none);
        add(2, p, 0, 0, none);
        add(3, s, 0, 0, none);
        add(4, p, n.min(8), 0, none);
        add(5, s, n.min(8), 0, none);
        add(6, p, s, n.min(7), none);
        for k in 1..=4 {
            add(7, p, k, 0, stem.first(k.into()));
            add(8, s, k, 0, stem.last(k.into()));
        }
        add(9, p, s, 0, stem.first(1).then(stem.last(1)));
        add(10, p, u8::from(n <= 2), 0, none);
        add(11, s, u8::from(n <= 2), 0, none);
        add(12, p, s, 0, self.word.folded);
        add(13, 0, 0, 0, stem);
        add(14, p, 0, 0, stem);
        add(15, s, 0, 0, stem);
    }

    /// How common the stem is by itself, against the whole word.
    #[inline]
    fn frequency(&self, v: &View, z: u8, found: &mut impl FnMut(u64)) {
        let (p, s) = (v.p, v.s);
        let mut add = |template: u8, a: u8, b: u8, c: u8| {
            found(hash(pack(template, a, b, c), Letters::EMPTY));
        };
        let d = z + 16 - self.whole;
        add(20, z, p, s);
        add(21, z, p, 0);
        add(22, z, s, 0);
        add(23, d, p, s);
        add(24, d, p, 0);
        add(25, d, s, 0);
        add(26, z, self.whole, u8::from(p > 0) | u8::from(s > 0) << 1);
        let article = if v.stem.starts_with(LETTERS.article) {
            99
        } else {
            self.lexicon.bucket(LETTERS.article.then(v.stem))
        };
        add(27, article, p, 0);
        add(28, article, s, 0);
    }

    /// Whether the stem is seen with other pronouns and other proclitics.
    #[inline]
    fn relatives(&self, v: &View, found: &mut impl FnMut(u64)) {
        let (p, s) = (v.p, v.s);
        let mut add = |template: u8, a: u8, b: u8, c: u8| {
            found(hash(pack(template, a, b, c), Letters::EMPTY));
        };
        let known = |letters| self.lexicon.bucket(letters);
        let count = |forms: &mut dyn Iterator<Item = Letters>| {
            forms.filter(|&f| known(f) > 0).count() as u8
        };
        if s > 0 {
            let base = if v.stem.ends_with(LETTERS.teh) {
                v.stem.drop_last(1).then(LETTERS.teh_marbuta)
            } else {
                v.stem
            };
            let others = PRONOUNS
                .iter()
                .filter(|&&q| q != v.suffix)
                .map(|&q| v.stem.then(q));
            add(30, s, count(&mut others.into_iter()), 0);
            add(31, s, known(base), known(LETTERS.article.then(base)));
        }
        if p > 0 {
            let rest = self.word.folded.skip(v.prefix.len());
            let others = PROCLITICS
                .iter()
                .filter(|&&q| q != v.prefix)
                .map(|q| q.then(rest));
            let others = count(&mut others.into_iter());
            add(32, p, others, 0);
            add(33, p, others, v.stem.len().min(5) as u8);
            add(34, p, known(rest), 0);
            if v.prefix.len() == 2 {
                add(35, p, known(self.word.folded.skip(1)), 0);
            }
        }
    }

    /// What folding hides: hamza on the first alef, ى against ي at the end.
    #[inline]
    fn spelling(&self, v: &View, found: &mut impl FnMut(u64)) {
        let raw = self.word.raw.skip(v.prefix.len()).drop_last(v.suffix.len());
        found(hash(pack(40, v.p, 0, 0), raw.first(1)));
        found(hash(pack(41, v.s, 0, 0), self.word.raw.last(1)));
    }
}

/// A template and three small numbers in one.
#[inline]
const fn pack(template: u8, a: u8, b: u8, c: u8) -> u64 {
    u32::from_le_bytes([template, a, b, c]) as u64
}
