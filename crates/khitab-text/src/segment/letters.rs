//! A word as packed letters: what the ranker reads, and the way back to the bytes.

use unicode_normalization::UnicodeNormalization;

/// Letters that fit: six bits each in 128. Longer runs are elongations, never one word.
pub(crate) const MAX_LETTERS: usize = 21;
const BITS: u32 = 6;

/// Up to [`MAX_LETTERS`] letters, the first in the lowest bits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default)]
pub(crate) struct Letters {
    bits: u128,
    len: u8,
}

impl Letters {
    pub(crate) const EMPTY: Self = Self { bits: 0, len: 0 };

    /// Packs letters of a constant; anything but an Arabic letter counts as one foreign letter.
    pub(crate) fn of(word: &str) -> Self {
        word.chars()
            .filter_map(Letter::of)
            .fold(Self::EMPTY, |letters, letter| letters.with(letter.folded()))
    }

    pub(crate) const fn len(self) -> usize {
        self.len as usize
    }

    pub(crate) const fn bits(self) -> u128 {
        self.bits
    }

    /// The first `n` letters, or all of them.
    pub(crate) fn first(self, n: usize) -> Self {
        let n = n.min(self.len());
        Self {
            bits: self.bits & mask(n),
            len: n as u8,
        }
    }

    /// The last `n` letters, or all of them.
    pub(crate) fn last(self, n: usize) -> Self {
        self.skip(self.len() - n.min(self.len()))
    }

    /// All letters but the first `n`.
    pub(crate) fn skip(self, n: usize) -> Self {
        let n = n.min(self.len());
        Self {
            bits: self.bits.checked_shr(BITS * n as u32).unwrap_or(0),
            len: self.len - n as u8,
        }
    }

    /// All letters but the last `n`.
    pub(crate) fn drop_last(self, n: usize) -> Self {
        self.first(self.len().saturating_sub(n))
    }

    /// This followed by `next`; letters that do not fit are lost, which no caller's lengths allow.
    pub(crate) fn then(self, next: Self) -> Self {
        let len = (self.len() + next.len()).min(MAX_LETTERS);
        let shifted = next.bits.checked_shl(BITS * self.len as u32).unwrap_or(0);
        Self {
            bits: (self.bits | shifted) & mask(len),
            len: len as u8,
        }
    }

    pub(crate) fn starts_with(self, prefix: Self) -> bool {
        prefix.len <= self.len && self.bits & mask(prefix.len()) == prefix.bits
    }

    pub(crate) fn ends_with(self, suffix: Self) -> bool {
        suffix.len <= self.len && self.last(suffix.len()).bits == suffix.bits
    }

    fn with(self, letter: u8) -> Self {
        self.then(Self {
            bits: u128::from(letter),
            len: 1,
        })
    }
}

const fn mask(letters: usize) -> u128 {
    (1 << (BITS * letters as u32)) - 1
}

/// The number of one letter, 1 to 63; the alefs with hamza and alef maqsura lie above 40.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Letter(u8);

impl Letter {
    const ALEF: u8 = 7;
    const YEH: u8 = 42;

    /// The letter of a character; `None` for marks, tatweel and controls, which stand on the
    /// letter before them.
    fn of(c: char) -> Option<Self> {
        Some(Self(match c {
            // U+0621..=U+063A are 1 to 26, U+0641..=U+064A are 33 to 42.
            '\u{0621}'..='\u{063A}' | '\u{0641}'..='\u{064A}' => (c as u32 - 0x0620) as u8,
            'ٱ' => 44,
            'ک' => 35,
            'ی' => Self::YEH,
            'ہ' | 'ە' | 'ھ' => 39,
            'گ' => 45,
            'پ' => 46,
            'چ' => 47,
            'ڤ' => 48,
            '\u{064B}'..='\u{065F}'
            | '\u{0670}'
            | '\u{0640}'
            | '\u{0610}'..='\u{061A}'
            | '\u{06D6}'..='\u{06DC}'
            | '\u{06DF}'..='\u{06E8}'
            | '\u{06EA}'..='\u{06ED}'
            | '\u{061C}'
            | '\u{200B}'..='\u{200F}'
            | '\u{202A}'..='\u{202E}'
            | '\u{2060}'
            | '\u{2066}'..='\u{2069}'
            | '\u{FEFF}'
            | '\u{00AD}' => return None,
            _ => FOREIGN,
        }))
    }

    /// أ إ آ ٱ become ا and ى becomes ي: what the lexicon knows.
    const fn folded(self) -> u8 {
        match self.0 {
            2 | 3 | 5 | 44 => Self::ALEF,
            41 => Self::YEH,
            other => other,
        }
    }
}

const FOREIGN: u8 = 63;

/// A letter that stands so often in a row is drawn out.
const DRAWN: usize = 3;

/// A word taken apart into letters.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Word {
    /// As written.
    pub(crate) raw: Letters,
    /// With alefs and yehs folded.
    pub(crate) folded: Letters,
    shape: Shape,
}

/// How letters and bytes go together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Shape {
    /// Every letter is one character of two bytes.
    Plain,
    /// There are marks, or characters of several letters.
    Marked,
    /// There are letters that stand three times or more in a row and count once.
    Drawn,
}

impl Word {
    /// Reads a word; `None` when a letter is not Arabic or there are too many.
    pub(crate) fn read(word: &str) -> Option<Self> {
        let (mut raw, mut folded, mut len) = (0u128, 0u128, 0u32);
        let (mut last, mut run, mut drawn) = (FOREIGN, 0, false);
        let mut push = |c: char| {
            let Some(letter) = Letter::of(c) else {
                return Some(());
            };
            run = if letter.0 == last { run + 1 } else { 1 };
            last = letter.0;
            drawn |= run == DRAWN;
            if drawn || letter.0 == FOREIGN || len as usize >= MAX_LETTERS {
                return None;
            }
            raw |= u128::from(letter.0) << (BITS * len);
            folded |= u128::from(letter.folded()) << (BITS * len);
            len += 1;
            Some(())
        };
        let mut read_all = || {
            for c in word.chars() {
                if is_presentation_form(c) {
                    core::iter::once(c).nfkc().try_for_each(&mut push)?;
                } else {
                    push(c)?;
                }
            }
            Some(())
        };
        if read_all().is_none() {
            return drawn.then(|| Self::read_drawn(word)).flatten();
        }
        let plain = word.len() == 2 * len as usize && word.chars().count() == len as usize;
        let len = len as u8;
        Some(Self {
            raw: Letters { bits: raw, len },
            folded: Letters { bits: folded, len },
            shape: if plain { Shape::Plain } else { Shape::Marked },
        })
    }

    /// Reads a word in which letters are drawn out.
    fn read_drawn(word: &str) -> Option<Self> {
        let letters = undrawn(word);
        let known = letters.iter().all(|(_, letter)| letter.0 != FOREIGN);
        let fits = letters.len() <= MAX_LETTERS;
        let pack = |number: fn(Letter) -> u8| {
            let start = Letters::EMPTY;
            letters
                .iter()
                .fold(start, |all, &(_, letter)| all.with(number(letter)))
        };
        (known && fits).then(|| Self {
            raw: pack(|letter| letter.0),
            folded: pack(Letter::folded),
            shape: Shape::Drawn,
        })
    }

    pub(crate) const fn len(self) -> usize {
        self.folded.len()
    }

    /// The byte where letter `at` of `text`, which this was read from, begins; the end of the
    /// text when there are no more.
    ///
    /// A letter inside a ligature character begins where the character after it does: a cut
    /// inside one character cannot be made.
    pub(crate) fn byte_of(self, text: &str, at: usize) -> usize {
        if at == 0 {
            return 0;
        }
        match self.shape {
            Shape::Plain => return (2 * at).min(text.len()),
            Shape::Drawn => return undrawn(text).get(at).map_or(text.len(), |one| one.0),
            Shape::Marked => {}
        }
        let mut seen = 0;
        for (byte, c) in text.char_indices() {
            let letters = letters_in(c);
            if letters > 0 && seen >= at {
                return byte;
            }
            seen += letters;
        }
        text.len()
    }
}

/// The letters of a text with the byte where each may be cut off, drawn-out ones once.
fn undrawn(text: &str) -> Vec<(usize, Letter)> {
    let mut all: Vec<(usize, Letter)> = Vec::new();
    for (byte, c) in text.char_indices() {
        let mut from = byte;
        for letter in core::iter::once(c).nfkc().filter_map(Letter::of) {
            all.push((from, letter));
            // A cut inside one character cannot be made.
            from = byte + c.len_utf8();
        }
    }
    let runs = all.chunk_by(|a, b| a.1 == b.1);
    let kept = runs.flat_map(|run| match run.len() {
        DRAWN.. => &run[..1],
        _ => run,
    });
    kept.copied().collect()
}

fn letters_in(c: char) -> usize {
    if is_presentation_form(c) {
        core::iter::once(c).nfkc().filter_map(Letter::of).count()
    } else {
        usize::from(Letter::of(c).is_some())
    }
}

fn is_presentation_form(c: char) -> bool {
    matches!(c, '\u{FB50}'..='\u{FDFF}' | '\u{FE70}'..='\u{FEFC}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Span;

    fn span_of(text: &str, from: usize, to: usize) -> Span {
        let word = Word::read(text).expect("arabic");
        Span::new(word.byte_of(text, from), word.byte_of(text, to))
    }

    #[test]
    fn marks_stay_with_the_letter_before() {
        let word = "وَبِالكِتـــابِ";
        assert_eq!(Word::read(word).map(Word::len), Some(8));
        assert_eq!(span_of(word, 0, 1).of(word), "وَ");
        assert_eq!(span_of(word, 1, 2).of(word), "بِ");
        assert_eq!(span_of(word, 2, 8).of(word), "الكِتـــابِ");
    }

    #[test]
    fn folding_keeps_the_raw_letters() {
        let word = Word::read("أإى").expect("arabic");
        assert_ne!(word.raw, word.folded);
        assert_eq!(word.folded, Letters::of("ااي"));
    }

    #[test]
    fn foreign_and_overlong_words_are_left() {
        assert!(Word::read("لYouTube").is_none());
        assert!(Word::read(&"هم".repeat(MAX_LETTERS / 2)).is_some());
        assert!(Word::read(&"هم".repeat(MAX_LETTERS / 2 + 1)).is_none());
    }

    #[test]
    fn drawn_letters_count_once() {
        let word = "كتاااابهُمممم";
        assert_eq!(
            Word::read(word).map(|read| read.folded),
            Some(Letters::of("كتابهم"))
        );
        assert_eq!(span_of(word, 0, 4).of(word), "كتااااب");
        assert_eq!(span_of(word, 4, 6).of(word), "هُمممم");
        assert_eq!(Word::read("الله").map(Word::len), Some(4));
        assert_eq!(Word::read(&"ه".repeat(100_000)).map(Word::len), Some(1));
        assert!(Word::read("ههههYouTube").is_none());
    }

    #[test]
    fn pieces_add_up() {
        let word = Letters::of("وبالكتاب");
        assert_eq!(word.first(2).then(word.skip(2)), word);
        assert_eq!(word.drop_last(3).then(word.last(3)), word);
        assert!(word.starts_with(Letters::of("وب")) && word.ends_with(Letters::of("تاب")));
        assert_eq!(word.skip(100), Letters::EMPTY);
    }

    #[test]
    fn no_cut_inside_a_ligature() {
        // U+FEF7 is lam with alef with hamza above in one character.
        let word = "\u{FEF7}ن";
        assert_eq!(Word::read(word).map(Word::len), Some(3));
        assert_eq!(span_of(word, 0, 1).of(word), "\u{FEF7}");
        assert_eq!(span_of(word, 1, 3).of(word), "ن");
    }
}
