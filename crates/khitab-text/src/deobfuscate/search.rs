//! The walk over a text and the words at once.
//!
//! From the start of a run of letters every reading of every character is tried as long as
//! some word goes on with it. A fixed number of steps bounds the walk, so that hostile text
//! costs no more than a constant for each start.

use super::kind::{EvasionKind, EvasionKinds};
use super::readings::{Reading, Why, fold, readings};
use super::trie::{Node, Trie};
use super::units::{Role, Unit};
use crate::hashtags::Frequency;

/// Steps of one walk; ordinary text takes fewer than fifty.
pub(super) const STEPS: u32 = 1000;

/// Half-decades up to which a word is too rare to be meant as it is written, and how much rarer
/// than the word of the list it has to be else.
const RARE: u8 = 2;
const RARER: u8 = 4;
/// How much commoner two pieces may be together, as neighbours by chance, than the word they
/// make; with a mark between them, or a space.
const GLUED_PAIR: u8 = 18;
/// Single letters that spell a word in a longer row of them: no list of letters does by chance.
const ROW: u16 = 5;
const PAIR: u8 = 9;

/// What may stand before a word: conjunction, preposition, article.
const PREFIXES: [&str; 15] = [
    "ال", "و", "ف", "ب", "ل", "ك", "وال", "فال", "بال", "كال", "لل", "وب", "ول", "وبال", "ولل",
];

/// What may stand after a word: endings of number, gender and relation, pronouns.
const SUFFIXES: [&str; 17] = [
    "ي", "يه", "يين", "يون", "ين", "ون", "ات", "ان", "ه", "ها", "هم", "كم", "نا", "ك", "وا", "هن",
    "تهم",
];

/// How the letters of a match were found, up to some unit.
#[derive(Clone, Copy, Debug, Default)]
struct Path {
    cost: u16,
    kinds: EvasionKinds,
    letters: u16,
    /// Arabic letters, ordinary or foreign.
    arabic: u16,
    stand_ins: u16,
    /// An ordinary letter was read as one with dots, or one with dots was read.
    plain: bool,
    dotted: bool,
    /// Controls after the last letter, counted when another one follows.
    tail: EvasionKinds,
    /// Separators that were left out.
    spaces: u16,
    marks: u16,
    /// Letters of the piece at hand and of the longest and the shortest piece before it.
    piece: u16,
    longest: u16,
    shortest: u16,
    /// Where the first separator stands.
    cut: usize,
    /// A sign was read as alef at the edge of the word.
    edge_sign: bool,
}

/// A word found under some disguise.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Found {
    pub(super) word: u32,
    pub(super) cost: u16,
    pub(super) kinds: EvasionKinds,
    /// One past the last unit.
    pub(super) end: usize,
}

pub(super) struct Search<'d, 't> {
    pub(super) units: &'t [Unit],
    pub(super) names: &'d [String],
    pub(super) words: &'d Trie,
    pub(super) prefixes: &'d Trie,
    pub(super) suffixes: &'d Trie,
    pub(super) frequency: &'d (dyn Frequency + Send + Sync),
    pub(super) start: usize,
    pub(super) steps: u32,
    pub(super) best: Option<Found>,
}

/// The tries of [`PREFIXES`] and [`SUFFIXES`].
pub(super) fn affixes() -> (Trie, Trie) {
    let build = |list: &[&'static str]| Trie::new(list.iter().copied());
    (build(&PREFIXES), build(&SUFFIXES))
}

impl Search<'_, '_> {
    /// The cheapest word that starts at unit `start`, if any is hidden there.
    pub(super) fn run(mut self) -> Option<Found> {
        self.steps = STEPS;
        let path = Path {
            shortest: u16::MAX,
            ..Path::default()
        };
        self.words(self.start, Trie::ROOT, path);
        self.before(self.start, Trie::ROOT, path);
        self.best
    }

    /// Walks over a prefix, and over words wherever one may end.
    fn before(&mut self, at: usize, node: Node, path: Path) {
        if self.prefixes.word(node).is_some() {
            // No space between a prefix of two letters and a word that is whole without it.
            let piece = if path.piece > 1 { 0 } else { path.piece };
            self.words(at, Trie::ROOT, Path { piece, ..path });
        }
        self.step(at, path, |search, letter, at, path| {
            if let Some(child) = search.prefixes.child(node, letter) {
                search.before(at, child, path);
            }
        });
    }

    fn words(&mut self, at: usize, node: Node, path: Path) {
        if let Some(word) = self.words.word(node) {
            self.judge(at, word, path);
            if path.marks > 0 && path.spaces == 0 {
                self.after(at, Trie::ROOT, word, path);
            }
        }
        // A space of the phrase itself.
        if let (Some(Role::Space), Some(child)) = (
            self.units.get(at).map(|u| u.role),
            self.words.child(node, ' '),
        ) {
            let path = Path {
                piece: 0,
                longest: path.longest.max(path.piece),
                ..path
            };
            self.words(at + self.units[at].run(), child, path);
        }
        self.step(at, path, |search, letter, at, path| {
            if let Some(child) = search.words.child(node, letter) {
                search.words(at, child, path);
            }
        });
    }

    /// Walks over an ending whose letters are parted as those of the word: `ك.ل.ا.ب.ه.م`.
    fn after(&mut self, at: usize, node: Node, word: u32, path: Path) {
        self.step(at, path, |search, letter, at, path| {
            if let Some(child) = search.suffixes.child(node, letter) {
                if search.suffixes.word(child).is_some() {
                    let cost = path.cost + 1;
                    search.judge(at, word, Path { cost, ..path });
                }
                search.after(at, child, word, path);
            }
        });
    }

    /// Tries every reading of the unit at `at`, and leaving it out.
    fn step(
        &mut self,
        at: usize,
        path: Path,
        mut go: impl FnMut(&mut Self, char, usize, Path) + Copy,
    ) {
        let Some(unit) = self.units.get(at).copied() else {
            return;
        };
        if self.steps == 0 {
            return;
        }
        self.steps -= 1;
        if unit.is_letter() {
            let joined = self.units.get(at + 1).is_some_and(Unit::is_letter);
            for reading in readings(unit.c, joined) {
                let next = self.read(path, &unit, *reading, at);
                go(self, reading.letter, at + 1, next);
                // Two of a letter are a spelling; three are an emphasis.
                if unit.run() > 2 {
                    let kind = EvasionKinds::only(EvasionKind::Elongation);
                    let kinds = next.kinds.and(kind);
                    go(
                        self,
                        reading.letter,
                        at + unit.run(),
                        Path { kinds, ..next },
                    );
                }
            }
        }
        if unit.is_separator() && path.letters > 0 && path.piece > 0 {
            let path = skip(path, &unit, at);
            self.step(at + unit.run(), path, go);
        }
    }

    fn read(&self, path: Path, unit: &Unit, reading: Reading, at: usize) -> Path {
        let mut next = path;
        next.kinds = next.kinds.and(path.tail).and(unit.kinds);
        if let Some(kind) = reading.why.kind() {
            next.kinds = next.kinds.and(EvasionKinds::only(kind));
        }
        next.tail = unit.tail;
        next.cost += reading.cost;
        next.letters += 1;
        next.piece += 1;
        match reading.why {
            Why::Itself | Why::Dots | Why::Plain | Why::Extended => next.arabic += 1,
            Why::Letter | Why::Sign => next.stand_ins += 1,
        }
        next.plain |= reading.why == Why::Plain;
        next.dotted |= unit.is_dotted();
        let edge = at == self.start || !self.units.get(at + 1).is_some_and(Unit::is_letter);
        next.edge_sign |= edge && reading.why == Why::Sign && reading.letter == 'ا';
        next
    }

    /// Weighs a word whose letters end before unit `at`.
    fn judge(&mut self, at: usize, word: u32, path: Path) {
        let Some((end, suffix)) = self.word_end(at) else {
            return;
        };
        let path = Path {
            longest: path.longest.max(path.piece),
            shortest: path.shortest.min(path.piece),
            ..path
        };
        let Some(kinds) = self.kinds(path, end, word) else {
            return;
        };
        let found = Found {
            word,
            cost: path.cost + kinds.cost() + u16::from(suffix),
            kinds,
            end,
        };
        if self
            .best
            .is_none_or(|best| (found.cost, best.end) < (best.cost, found.end))
        {
            self.best = Some(found);
        }
    }

    /// Where the word ends, an ending included, if letters that follow allow it.
    fn word_end(&self, at: usize) -> Option<(usize, bool)> {
        let rest = &self.units[at..];
        let follows = rest.iter().take_while(|unit| unit.role == Role::Arabic);
        let count = follows.clone().take(4).count();
        let ends = |end: usize| {
            self.units.get(end).is_none_or(|unit| {
                !unit.is_letter() || unit.c.is_ascii_digit() || unit.is_separator()
            })
        };
        if count == 0 {
            return ends(at).then_some((at, false));
        }
        let known = count < 4 && self.suffixes.contains(follows.map(|unit| fold(unit.c)));
        (known && ends(at + count)).then_some((at + count, true))
    }

    /// The kinds of a match that is more than ordinary text; nothing when it is not believed.
    fn kinds(&self, path: Path, end: usize, word: u32) -> Option<EvasionKinds> {
        let mut kinds = path.kinds;
        let separators = path.spaces + path.marks;
        if separators > 0 {
            kinds = kinds.and(self.separated(path, end, word)?);
        }
        let telling = kinds
            .without(EvasionKind::Marks)
            .without(EvasionKind::Tatweel);
        let guessed = kinds.contains(EvasionKind::Dotless) || kinds.contains(EvasionKind::StandIn);
        let believed = !telling.is_empty()
            && path.letters >= if guessed { 4 } else { 3 }
            && path.stand_ins < path.arabic
            && !path.edge_sign
            && !(path.plain && self.has_dots(path, end));
        (believed && !(path.plain && self.is_meant(end, word))).then_some(kinds)
    }

    /// Whether the word as it stands is common enough to be meant as it stands.
    fn is_meant(&self, end: usize, word: u32) -> bool {
        let written = self.common(self.start, end);
        written > RARE && written + RARER > self.common_word(word)
    }

    fn common_word(&self, word: u32) -> u8 {
        let name = &self.names[word as usize];
        self.frequency.half_decades(name).unwrap_or(0)
    }

    /// Whether dots are left somewhere in the word: then none were taken away.
    fn has_dots(&self, path: Path, end: usize) -> bool {
        path.dotted || self.units[self.start..end].iter().any(Unit::is_dotted)
    }

    /// What kind of separation it is, if the pieces look like one word.
    fn separated(&self, path: Path, end: usize, word: u32) -> Option<EvasionKinds> {
        let single = path.longest == 1;
        let kind = if path.spaces == 0 {
            EvasionKind::Punctuated
        } else if single || path.spaces > 1 {
            EvasionKind::Spaced
        } else {
            EvasionKind::TwoPieces
        };
        let good = if single {
            path.letters >= ROW || path.letters >= 3 && !self.stands_in_a_row(path, end)
        } else if path.spaces + path.marks > 1 {
            path.stand_ins == 0 && (path.longest <= 2 || (path.spaces == 0 && path.letters >= 4))
        } else {
            path.letters >= 4
                && path.shortest >= 2
                && path.stand_ins == 0
                && self.strange_pair(path, end, word)
        };
        good.then_some(EvasionKinds::only(kind))
    }

    /// Whether single letters go on before or after the match, as in `أ ب ج`, parted as its own are:
    /// after `ك.ل.ا.ب` a space ends the word.
    fn stands_in_a_row(&self, path: Path, end: usize) -> bool {
        let single = |at: usize| {
            let letter = |at: usize| self.units.get(at).is_some_and(|u| u.role == Role::Arabic);
            letter(at) && !letter(at + 1) && !at.checked_sub(1).is_some_and(letter)
        };
        let goes_on = |at: usize| {
            let parted = |unit: &Unit| (unit.role == Role::Space) == (path.spaces > 0);
            self.units.get(at).is_some_and(parted)
        };
        let before = self.start >= 2 && goes_on(self.start - 1) && single(self.start - 2);
        before || goes_on(end) && single(end + 1)
    }

    /// Whether the two pieces are too rare to stand side by side by chance.
    fn strange_pair(&self, path: Path, end: usize, word: u32) -> bool {
        let pair = self.common(self.start, path.cut) + self.common(path.cut + 1, end);
        // Glued by a mark, two words of a sentence are rarer still.
        let by_chance = if path.spaces == 0 { GLUED_PAIR } else { PAIR };
        pair <= by_chance + self.common_word(word)
    }

    /// How common the letters `from..to` are as a word, in half-decades; 0 when unknown.
    fn common(&self, from: usize, to: usize) -> u8 {
        let piece: String = self.units[from..to]
            .iter()
            .filter(|unit| unit.is_letter())
            .map(|unit| unit.c)
            .collect();
        self.frequency.half_decades(&piece).unwrap_or(0)
    }
}

fn skip(mut path: Path, unit: &Unit, at: usize) -> Path {
    if path.spaces + path.marks == 0 {
        path.cut = at;
    }
    if unit.role == Role::Space {
        path.spaces += 1;
    } else {
        path.marks += 1;
    }
    path.longest = path.longest.max(path.piece);
    path.shortest = path.shortest.min(path.piece);
    path.piece = 0;
    path
}
