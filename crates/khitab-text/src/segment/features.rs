//! What the ranker looks at: each analysis of a word as a list of hashed features.
//!
//! Only the word itself is read, never its neighbours, so that an answer holds for every
//! occurrence of the word.

use once_cell::sync::Lazy;

use super::affixes::{Analysis, Inventory};
use super::letters::{Letters, Word};
use super::lexicon::Lexicon;
use super::restore::{LETTERS, forms, hides_article};
use super::sums::Sums;
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
    clitics: Clitics,
    numbers: Numbers,
    prefix: Letters,
    suffix: Letters,
    /// The stem, with the alef of a hidden article.
    stem: Letters,
}

/// The numbers of a prefix and a suffix; with one of the [`Numbers`] they make features without letters.
#[derive(Clone, Copy)]
pub(super) struct Clitics {
    p: u8,
    s: u8,
}

/// What is counted of a stem.
#[derive(Clone, Copy)]
pub(super) struct Numbers {
    /// Letters, at most [`Numbers::LONGEST`].
    pub(super) length: u8,
    /// How common it is by itself: below [`Numbers::BUCKETS`].
    pub(super) bucket: u8,
    /// The same against the whole word: from 1 to 31.
    pub(super) gap: u8,
    /// How common it is with an article, or [`Numbers::WITH_ARTICLE`].
    pub(super) article: u8,
}

impl Numbers {
    pub(super) const LONGEST: u8 = 8;
    pub(super) const BUCKETS: u8 = 16;
    /// The stem has its article already.
    pub(super) const WITH_ARTICLE: u8 = 99;
}

impl Clitics {
    pub(super) const fn of(analysis: Analysis) -> Self {
        Self {
            p: analysis.prefix,
            s: analysis.suffix,
        }
    }

    #[inline]
    pub(super) fn lengths(self, n: u8) -> [u64; 6] {
        let Self { p, s } = self;
        [
            number(1, p, s, 0),
            number(2, p, 0, 0),
            number(3, s, 0, 0),
            number(4, p, n, 0),
            number(5, s, n, 0),
            number(6, p, s, n.min(7)),
        ]
    }

    #[inline]
    pub(super) fn shortness(self, n: u8) -> [u64; 2] {
        let short = u8::from(n <= 2);
        [number(10, self.p, short, 0), number(11, self.s, short, 0)]
    }

    #[inline]
    pub(super) fn buckets(self, bucket: u8) -> [u64; 3] {
        let Self { p, s } = self;
        [
            number(20, bucket, p, s),
            number(21, bucket, p, 0),
            number(22, bucket, s, 0),
        ]
    }

    #[inline]
    pub(super) fn gaps(self, gap: u8) -> [u64; 3] {
        let Self { p, s } = self;
        [
            number(23, gap, p, s),
            number(24, gap, p, 0),
            number(25, gap, s, 0),
        ]
    }

    #[inline]
    pub(super) fn articles(self, article: u8) -> [u64; 2] {
        [
            number(27, article, self.p, 0),
            number(28, article, self.s, 0),
        ]
    }
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

    /// The sum of the weights of one analysis; those of features without letters come from `sums`.
    pub(crate) fn score(&self, analysis: Analysis, weights: &Weights, sums: &Sums) -> i32 {
        let view = self.view(analysis);
        let mut score = sums.of(analysis, view.numbers, weights);
        let mut found = |feature| score += weights.get(feature);
        self.ends(&view, &mut found);
        self.identities(&view, &mut found);
        self.against_word(&view, &mut found);
        self.relatives(&view, &mut found);
        self.spelling(&view, &mut found);
        score
    }

    /// Calls `found` with each feature of one analysis.
    pub(crate) fn visit(&self, analysis: Analysis, mut found: impl FnMut(u64)) {
        let view = self.view(analysis);
        let (clitics, numbers) = (view.clitics, view.numbers);
        clitics
            .lengths(numbers.length)
            .into_iter()
            .for_each(&mut found);
        self.ends(&view, &mut found);
        clitics
            .shortness(numbers.length)
            .into_iter()
            .for_each(&mut found);
        self.identities(&view, &mut found);
        clitics
            .buckets(numbers.bucket)
            .into_iter()
            .for_each(&mut found);
        clitics.gaps(numbers.gap).into_iter().for_each(&mut found);
        self.against_word(&view, &mut found);
        clitics
            .articles(numbers.article)
            .into_iter()
            .for_each(&mut found);
        self.relatives(&view, &mut found);
        self.spelling(&view, &mut found);
    }

    fn view(&self, analysis: Analysis) -> View {
        let prefix = self.inventory.prefix(analysis);
        let suffix = self.inventory.suffix(analysis);
        let bare = self.word.folded.skip(prefix.len()).drop_last(suffix.len());
        let stem = if hides_article(prefix, bare) {
            LETTERS.alef.then(bare)
        } else {
            bare
        };
        let mut bucket = 0;
        forms(prefix, bare, suffix, |form| {
            bucket = bucket.max(self.lexicon.bucket(form.letters));
        });
        let article = if stem.starts_with(LETTERS.article) {
            Numbers::WITH_ARTICLE
        } else {
            self.lexicon.bucket(LETTERS.article.then(stem))
        };
        View {
            clitics: Clitics::of(analysis),
            numbers: Numbers {
                length: (stem.len() as u8).min(Numbers::LONGEST),
                bucket,
                gap: bucket + Numbers::BUCKETS - self.whole,
                article,
            },
            prefix: prefix.letters,
            suffix: suffix.letters,
            stem,
        }
    }

    /// The first and the last letters of the stem.
    #[inline]
    fn ends(&self, v: &View, found: &mut impl FnMut(u64)) {
        let (Clitics { p, s }, stem) = (v.clitics, v.stem);
        for k in 1..=4 {
            found(hash(pack(7, p, k, 0), stem.first(k.into())));
            found(hash(pack(8, s, k, 0), stem.last(k.into())));
        }
        found(hash(pack(9, p, s, 0), stem.first(1).then(stem.last(1))));
    }

    /// The word and the stem themselves.
    #[inline]
    fn identities(&self, v: &View, found: &mut impl FnMut(u64)) {
        let (Clitics { p, s }, stem) = (v.clitics, v.stem);
        found(hash(pack(12, p, s, 0), self.word.folded));
        found(hash(pack(13, 0, 0, 0), stem));
        found(hash(pack(14, p, 0, 0), stem));
        found(hash(pack(15, s, 0, 0), stem));
    }

    /// How common the stem is and how common the word.
    #[inline]
    fn against_word(&self, v: &View, found: &mut impl FnMut(u64)) {
        let Clitics { p, s } = v.clitics;
        let cut = u8::from(p > 0) | u8::from(s > 0) << 1;
        found(number(26, v.numbers.bucket, self.whole, cut));
    }

    /// Whether the stem is seen with other pronouns and other proclitics.
    #[inline]
    fn relatives(&self, v: &View, found: &mut impl FnMut(u64)) {
        let Clitics { p, s } = v.clitics;
        let mut add = |template, a, b, c| found(number(template, a, b, c));
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
        found(hash(pack(40, v.clitics.p, 0, 0), raw.first(1)));
        found(hash(pack(41, v.clitics.s, 0, 0), self.word.raw.last(1)));
    }
}

/// The key of a feature without letters.
#[inline]
fn number(template: u8, a: u8, b: u8, c: u8) -> u64 {
    hash(pack(template, a, b, c), Letters::EMPTY)
}

/// A template and three small numbers in one.
#[inline]
const fn pack(template: u8, a: u8, b: u8, c: u8) -> u64 {
    u32::from_le_bytes([template, a, b, c]) as u64
}
