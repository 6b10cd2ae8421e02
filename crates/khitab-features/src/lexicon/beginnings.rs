//! Which three letters the keys of a trie begin with, and where it goes on behind two.
//!
//! Most stems of a text begin none of the keys. Three letters tell so nearly always, from a table
//! that fits the nearest caches, where the trie would be read in places that no cache foresees.

use super::head::{self, Head};

/// Numbers of letters, 0 included, end here.
const NUMBERS: usize = head::LETTERS as usize + 1;

/// What is known of the keys that begin with two letters.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct Pair {
    /// A bit for each third letter; bit 0 for anything else.
    thirds: u64,
    /// What is behind the two.
    lead: Lead,
}

/// Where keys go on that begin with two letters.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Lead {
    /// The state behind the two; 0 for none that may be led to.
    pub(super) state: u32,
    /// Its base if keys do no more in it than go on: a third letter leads from here at once. [`Lead::NO_BASE`]
    /// otherwise.
    pub(super) base: u32,
}

impl Lead {
    pub(super) const NO_BASE: u32 = u32::MAX;
}

impl Default for Lead {
    fn default() -> Self {
        Self {
            state: 0,
            base: Self::NO_BASE,
        }
    }
}

/// A pair for each two letters.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Beginnings(Vec<Pair>);

impl Beginnings {
    pub(super) fn new(keys: &[&str]) -> Self {
        let mut rows = vec![Pair::default(); NUMBERS * NUMBERS];
        // Only two Arabic letters can tell that nothing begins so.
        for other in 0..NUMBERS {
            rows[row(0, other)].thirds = u64::MAX;
            rows[row(other, 0)].thirds = u64::MAX;
        }
        for key in keys {
            let [first, second, third] = Head::of(key, 0).letters(0);
            let row = |second| row(first, second);
            match key.len() {
                // Shorter keys are followed by anything.
                0..=2 => (0..NUMBERS).for_each(|second| rows[row(second)].thirds = u64::MAX),
                3..=4 => rows[row(second)].thirds = u64::MAX,
                _ => rows[row(second)].thirds |= 1 << third,
            }
        }
        Self(rows)
    }

    /// The table as numbers: the bits of the third letters, the lower half first, the state and its base.
    pub(super) fn numbers(&self) -> impl Iterator<Item = [u32; 4]> {
        self.0.iter().map(|Pair { thirds, lead }| {
            let [low, high] = [*thirds as u32, (thirds >> 32) as u32];
            [low, high, lead.state, lead.base]
        })
    }

    /// The table of such numbers.
    pub(super) fn of_numbers(numbers: impl Iterator<Item = [u32; 4]>) -> Self {
        let pair = |[low, high, state, base]: [u32; 4]| Pair {
            thirds: u64::from(low) | u64::from(high) << 32,
            lead: Lead { state, base },
        };
        Self(numbers.map(pair).collect())
    }

    /// All pairs of letters, by their number.
    pub(super) fn pairs() -> impl Iterator<Item = (usize, [char; 2])> {
        let letters = || ('\u{0621}'..='\u{064A}').zip(1..);
        letters().flat_map(move |(first, high)| {
            letters().map(move |(second, low)| (row(high, low), [first, second]))
        })
    }

    /// Says where the keys of a pair go on.
    pub(super) fn lead(&mut self, pair: usize, lead: Lead) {
        self.0[pair].lead = lead;
    }

    /// Where a key may go on that begins with three letters; nothing where no key begins so.
    #[inline]
    pub(super) fn of(&self, [first, second, third]: [usize; 3]) -> Option<Lead> {
        let Pair { thirds, lead } = self.0[row(first, second)];
        (thirds & 1 << third != 0).then_some(lead)
    }
}

const fn row(first: usize, second: usize) -> usize {
    first * NUMBERS + second
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
                prop_assert!(beginnings.of(Head::of(&text, 0).letters(0)).is_some(), "{}", text);
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
                beginnings.of(Head::of(text, 0).letters(0)).is_some(),
                allowed,
                "{text}"
            );
        }
    }
}
