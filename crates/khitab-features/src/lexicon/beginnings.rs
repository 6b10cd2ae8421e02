//! Which three letters the keys of a trie begin with, and where it goes on behind two.
//!
//! Most stems of a text begin none of the keys. Three letters tell so nearly always, from a table
//! that fits the nearest caches, where the trie would be read in places that no cache foresees.

/// The letters of U+0600 to U+067F that have a number: U+0621 to U+064A without the tatweel.
const LETTERS: usize = 41;

/// The number of each of those letters; 0 for any other character.
static NUMBERS: [u8; 128] = {
    let mut numbers = [0; 128];
    let (mut at, mut next) = (0x21, 1);
    while at <= 0x4A {
        if at != 0x40 {
            numbers[at] = next;
            next += 1;
        }
        at += 1;
    }
    numbers
};

/// What a table tells of a place in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Beginning {
    /// No key begins there.
    OfNone,
    /// If one does, it goes on from this state, four bytes further.
    Behind(u32),
    /// Any may.
    Unknown,
}

/// What is known of the keys that begin with two letters.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct Pair {
    /// A bit for each third letter; bit 0 for anything else.
    thirds: u64,
    /// The state behind the two; 0 for none that may be led to.
    state: u32,
}

/// A pair for each two letters.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Beginnings(Vec<Pair>);

impl Beginnings {
    pub(super) fn new(keys: &[&str]) -> Self {
        let mut rows = vec![Pair::default(); (LETTERS + 1) * (LETTERS + 1)];
        for key in keys {
            let key = key.as_bytes();
            let [first, second, third] = [0, 2, 4].map(|at| number(key, at));
            let row = |second| row(first, second);
            match key.len() {
                // Shorter keys are followed by anything.
                0..=2 => (0..=LETTERS).for_each(|second| rows[row(second)].thirds = u64::MAX),
                3..=4 => rows[row(second)].thirds = u64::MAX,
                _ => rows[row(second)].thirds |= 1 << third,
            }
        }
        Self(rows)
    }

    /// The table as numbers: the bits of the third letters, the lower half first, and the state.
    pub(super) fn numbers(&self) -> impl Iterator<Item = [u32; 3]> {
        self.0
            .iter()
            .map(|pair| [pair.thirds as u32, (pair.thirds >> 32) as u32, pair.state])
    }

    /// The table of such numbers.
    pub(super) fn of_numbers(numbers: impl Iterator<Item = [u32; 3]>) -> Self {
        let pair = |[low, high, state]: [u32; 3]| Pair {
            thirds: u64::from(low) | u64::from(high) << 32,
            state,
        };
        Self(numbers.map(pair).collect())
    }

    /// All pairs of letters, by their number.
    pub(super) fn pairs() -> impl Iterator<Item = (usize, [char; 2])> {
        let letters = || {
            ('\u{0621}'..='\u{064A}')
                .filter(|&c| c != '\u{0640}')
                .zip(1..)
        };
        letters().flat_map(move |(first, high)| {
            letters().map(move |(second, low)| (row(high, low), [first, second]))
        })
    }

    /// Says that the keys of a pair go on from `state`.
    pub(super) fn lead(&mut self, pair: usize, state: u32) {
        self.0[pair].state = state;
    }

    /// What may begin at a byte of `text`. Only two Arabic letters can tell that nothing does.
    #[inline]
    pub(super) fn of(&self, text: &str, at: usize) -> Beginning {
        let text = text.as_bytes();
        let [first, second, third] = [at, at + 2, at + 4].map(|at| number(text, at));
        if first == 0 || second == 0 {
            return Beginning::Unknown;
        }
        match self.0[row(first, second)] {
            Pair { thirds, .. } if thirds & 1 << third == 0 => Beginning::OfNone,
            Pair { state: 0, .. } => Beginning::Unknown,
            Pair { state, .. } => Beginning::Behind(state),
        }
    }
}

const fn row(first: usize, second: usize) -> usize {
    first * (LETTERS + 1) + second
}

/// The number of the letter at a byte, 0 for anything else.
#[inline]
fn number(text: &[u8], at: usize) -> usize {
    match text.get(at..at + 2) {
        Some(&[high @ (0xD8 | 0xD9), low]) => {
            usize::from(NUMBERS[usize::from(high & 1) << 6 | usize::from(low & 0x3F)])
        }
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn no_key_is_lost(
            keys in proptest::collection::vec("[ابتثa_ـ٣日]{1,5}", 1..8),
            rest in "[ابتثa _ـ]{0,4}",
        ) {
            let all: Vec<&str> = keys.iter().map(String::as_str).collect();
            let beginnings = Beginnings::new(&all);
            for key in &keys {
                let text = format!("{key}{rest}");
                prop_assert_ne!(beginnings.of(&text, 0), Beginning::OfNone, "{}", text);
            }
        }
    }

    #[test]
    fn other_letters_are_told() {
        let beginnings = Beginnings::new(&["كتاب", "من", "دار علم"]);
        for (text, allowed) in [
            ("كتاف", true),
            ("كتب", false),
            ("كمال", false),
            ("منهم", true),
            ("دار_علم", true),
            ("دم", false),
            ("xyz", true),
            ("", true),
        ] {
            assert_eq!(
                beginnings.of(text, 0) != Beginning::OfNone,
                allowed,
                "{text}"
            );
        }
    }
}
