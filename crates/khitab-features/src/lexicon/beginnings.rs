//! Which three letters the keys of a trie begin with.
//!
//! Most stems of a text begin none of the keys. Three letters tell so nearly always, from a table
//! that fits the nearest cache, where the trie would be read in places that no cache foresees.

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

/// For each pair of letters, a bit for each third one; bit 0 for anything else.
#[derive(Clone, Debug)]
pub(super) struct Beginnings(Vec<u64>);

impl Beginnings {
    pub(super) fn of(keys: &[&str]) -> Self {
        let mut rows = vec![0; (LETTERS + 1) * (LETTERS + 1)];
        for key in keys {
            let key = key.as_bytes();
            let [first, second, third] = [0, 2, 4].map(|at| number(key, at));
            let row = |second| row(first, second);
            match key.len() {
                // Shorter keys are followed by anything.
                0..=2 => (0..=LETTERS).for_each(|second| rows[row(second)] = u64::MAX),
                3..=4 => rows[row(second)] = u64::MAX,
                _ => rows[row(second)] |= 1 << third,
            }
        }
        Self(rows)
    }

    /// Whether a key may begin at a byte of `text`. Only two Arabic letters can tell that none does.
    #[inline]
    pub(super) fn allow(&self, text: &str, at: usize) -> bool {
        let text = text.as_bytes();
        let [first, second, third] = [at, at + 2, at + 4].map(|at| number(text, at));
        first == 0 || second == 0 || self.0[row(first, second)] & 1 << third != 0
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
            let beginnings = Beginnings::of(&all);
            for key in &keys {
                let text = format!("{key}{rest}");
                prop_assert!(beginnings.allow(&text, 0), "{text}");
            }
        }
    }

    #[test]
    fn other_letters_are_told() {
        let beginnings = Beginnings::of(&["كتاب", "من", "دار علم"]);
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
            assert_eq!(beginnings.allow(text, 0), allowed, "{text}");
        }
    }
}
