//! Where rows are made: room that is used again, and the columns of words looked up before.

use std::sync::{Mutex, PoisonError};

use super::tally::Tally;
use crate::ngrams::{GramScratch, NgramScanner, TokenPattern, each_word, hash_word};
use crate::vocabulary::Vocabulary;

/// Places that are free; one a thread at most is out at a time.
#[derive(Debug, Default)]
pub(super) struct Places(Mutex<Vec<Place>>);

impl Places {
    /// Works at a free place, or at a new one.
    pub(super) fn with<T>(&self, work: impl FnOnce(&mut Place) -> T) -> T {
        let mut place = self.free().pop().unwrap_or_default();
        let done = work(&mut place);
        self.free().push(place);
        done
    }

    fn free(&self) -> std::sync::MutexGuard<'_, Vec<Place>> {
        // What a thread that panicked has left behind is still a list of whole places.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Clone for Places {
    /// Places stay behind: they change no answer.
    fn clone(&self) -> Self {
        Self::default()
    }
}

/// What one document after another is worked on with.
#[derive(Debug, Default)]
pub(super) struct Place {
    grams: GramScratch,
    pub(super) tally: Tally,
    /// One a block whose n-grams end with their word.
    words: Vec<WordColumns>,
}

impl Place {
    /// Counts the columns of a text that was made ready for `scanner`.
    pub(super) fn count(
        &mut self,
        block: u8,
        text: &str,
        scanner: &NgramScanner,
        vocabulary: &Vocabulary,
    ) {
        if scanner.ends_with_words() {
            each_word(text, TokenPattern::Whitespace, |start, end| {
                self.count_word(block, &text[start..end], scanner, vocabulary);
            });
            return;
        }
        let Self { grams, tally, .. } = self;
        scanner.each(text, grams, |grams, _| {
            let hashes = grams.iter().map(|gram| gram.hash);
            vocabulary.columns(hashes, |_, column| tally.push(column));
        });
    }

    /// Counts the columns of a word whose n-grams reach no other word.
    #[inline]
    fn count_word(
        &mut self,
        block: u8,
        word: &str,
        scanner: &NgramScanner,
        vocabulary: &Vocabulary,
    ) {
        let block = usize::from(block);
        if self.words.len() <= block {
            self.words.resize_with(block + 1, WordColumns::default);
        }
        let Self {
            grams,
            tally,
            words,
        } = self;
        let words = &mut words[block];
        let mut look_up = |found: &mut dyn FnMut(u32)| {
            scanner.each(word, grams, |grams, _| {
                let hashes = grams.iter().map(|gram| gram.hash);
                vocabulary.columns(hashes, |_, column| found(column));
            });
        };
        if word.len() > LONGEST {
            look_up(&mut |column| tally.push(column));
            return;
        }
        let columns = words.get_or(word, |columns| {
            look_up(&mut |column| columns.push(column));
        });
        tally.extend(columns);
    }
}

/// Longer words are rare and are not kept, in bytes.
const LONGEST: usize = 64;
/// Words that are kept at most, a power of two.
const MOST_WORDS: usize = 1 << 16;
/// So many numbers are kept, four letters of a word or a column each, before all words are forgotten.
const MOST_NUMBERS: usize = 1 << 21;

/// The columns of words seen before. Words come back, most of them often; what is looked up here would
/// else be two dozen look-ups in a table that no near cache holds.
///
/// A word has one slot that it may lie in, so that no choice of words makes a look-up long; the words
/// themselves are compared, so that none has the columns of another.
#[derive(Debug, Default)]
struct WordColumns {
    slots: Vec<Slot>,
    filled: usize,
    /// Each word, four bytes a number, with its columns behind it: one place in memory is waited for.
    numbers: Vec<u32>,
}

/// Where a word and its columns lie; empty words stand for none.
#[derive(Clone, Copy, Debug, Default)]
struct Slot {
    hash: u64,
    start: u32,
    bytes: u16,
    columns: u16,
}

impl WordColumns {
    /// The columns of a word: those kept, or those that `look_up` appends, which are kept from now on.
    #[inline]
    fn get_or(&mut self, word: &str, look_up: impl FnOnce(&mut Vec<u32>)) -> &[u32] {
        let hash = hash_word(word.as_bytes());
        let slot = match self.slots.get(Self::place(hash, self.slots.len())) {
            Some(&slot) if slot.hash == hash && self.is_of(slot, word) => slot,
            _ => self.insert(hash, word, look_up),
        };
        &self.numbers[slot.start_of_columns()..][..usize::from(slot.columns)]
    }

    #[inline]
    fn is_of(&self, slot: Slot, word: &str) -> bool {
        usize::from(slot.bytes) == word.len()
            && packed(word).eq(self.numbers[slot.start as usize..slot.start_of_columns()]
                .iter()
                .copied())
    }

    #[cold]
    fn insert(&mut self, hash: u64, word: &str, look_up: impl FnOnce(&mut Vec<u32>)) -> Slot {
        if self.numbers.len() >= MOST_NUMBERS {
            *self = Self::default();
        }
        if 2 * self.filled >= self.slots.len() && self.slots.len() < MOST_WORDS {
            self.grow();
        }
        let start = self.numbers.len();
        self.numbers.extend(packed(word));
        let first = self.numbers.len();
        look_up(&mut self.numbers);
        let slot = Slot {
            hash,
            start: start as u32,
            bytes: word.len() as u16,
            columns: (self.numbers.len() - first) as u16,
        };
        let place = Self::place(hash, self.slots.len());
        self.filled += usize::from(self.slots[place].bytes == 0);
        self.slots[place] = slot;
        slot
    }

    fn grow(&mut self) {
        let wider = (4 * self.slots.len()).clamp(1 << 8, MOST_WORDS);
        let slots = core::mem::replace(&mut self.slots, vec![Slot::default(); wider]);
        for slot in slots.into_iter().filter(|slot| slot.bytes > 0) {
            self.slots[Self::place(slot.hash, wider)] = slot;
        }
    }

    #[inline]
    fn place(hash: u64, slots: usize) -> usize {
        hash as usize & slots.wrapping_sub(1)
    }
}

impl Slot {
    #[inline]
    fn start_of_columns(self) -> usize {
        self.start as usize + usize::from(self.bytes).div_ceil(4)
    }
}

/// The bytes of a word, four a number, the last filled up with zeros.
#[inline]
fn packed(word: &str) -> impl Iterator<Item = u32> {
    let (groups, rest) = word.as_bytes().as_chunks::<4>();
    let last = rest
        .iter()
        .rev()
        .fold(0, |all, &byte| all << 8 | u32::from(byte));
    let last = (!rest.is_empty()).then_some(last);
    groups
        .iter()
        .map(|group| u32::from_le_bytes(*group))
        .chain(last)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_has_its_own_columns_whatever_was_kept_or_forgotten() {
        let mut words = WordColumns::default();
        for number in 0..150_000u32 {
            let count = number % 40;
            for again in [false, true] {
                let mut looked_up = false;
                let columns = words.get_or(&format!("كلمة{number}"), |out| {
                    looked_up = true;
                    out.extend(number..number + count);
                });
                assert!(columns.iter().copied().eq(number..number + count));
                assert_eq!(looked_up, !again);
            }
            assert!(words.numbers.len() < MOST_NUMBERS + LONGEST + 40);
            assert!(words.slots.len() <= MOST_WORDS);
        }
    }

    #[test]
    fn words_without_columns_are_forgotten_too() {
        let mut words = WordColumns::default();
        for number in 0..200_000 {
            assert!(words.get_or(&format!("كلمة{number}"), |_| ()).is_empty());
            assert!(words.numbers.len() < MOST_NUMBERS + LONGEST);
        }
    }
}
