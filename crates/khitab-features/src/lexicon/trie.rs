//! A double-array trie over characters: the one automaton behind all lists.
//!
//! One slot a state and one addition a character; what only one key goes on with lies in one
//! string, its tail (Aoe 1989). It is walked from the few places where a word or its stem can
//! begin, so that, unlike a search automaton that reads on through every word, it is left after two
//! or three letters almost everywhere; the state behind the first two or three is looked up.

use rustc_hash::FxHashMap;

use super::beginnings::{Beginnings, Lead};
use super::head;

/// The code of any run of blanks or underscores.
const SPACE: u32 = 1;
/// The code of a character of one or two bytes is one array look-up.
pub(super) const DIRECT: usize = 0x800;
const FREE: u32 = u32::MAX;
const NONE: u32 = u32::MAX;
/// Marks the base of a state that one key alone goes through: the rest says where its tail starts.
const TAIL: u32 = 1 << 31;
/// Stands behind every tail; no UTF-8 has it.
const TAIL_END: u8 = u8::MAX;
const ROOT: u32 = 0;

#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Slot {
    pub(super) base: u32,
    pub(super) check: u32,
    /// The key that ends here or, in a state with a tail, behind the tail.
    pub(super) value: u32,
    /// A bit for the code of every character that goes on from here: most walks end by it, without
    /// a look at the slot that they would go to.
    pub(super) next: u32,
}

impl Slot {
    const fn bit(code: u32) -> u32 {
        1 << (code % u32::BITS)
    }
}

const EMPTY: Slot = Slot {
    base: FREE / 2,
    check: FREE,
    value: NONE,
    next: 0,
};

/// The keys under a state that go on with one letter.
struct Child {
    code: u32,
    letter: char,
    /// Their numbers.
    keys: core::ops::Range<usize>,
    /// The byte behind the letter.
    depth: usize,
}

/// Keys of characters, each with a number.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Trie {
    pub(super) slots: Vec<Slot>,
    /// Tails of bytes, a blank for any.
    pub(super) tails: Vec<u8>,
    pub(super) direct: Box<[u32; DIRECT]>,
    pub(super) others: FxHashMap<char, u32>,
    pub(super) beginnings: Beginnings,
}

impl Trie {
    /// Numbers `keys`, which are sorted and without repeats, in their order.
    pub(super) fn new(keys: &[&str]) -> Self {
        debug_assert!(
            keys.is_sorted_by(|a, b| a < b),
            "keys are sorted and unlike"
        );
        let mut trie = Self {
            slots: vec![EMPTY],
            tails: Vec::new(),
            direct: Box::new([0; DIRECT]),
            others: FxHashMap::default(),
            beginnings: Beginnings::new(keys),
        };
        for c in (0..DIRECT).filter_map(|c| char::from_u32(c as u32)) {
            if is_blank(c) {
                trie.direct[c as usize] = SPACE;
            }
        }
        let wide = ('\u{2000}'..='\u{3000}').filter(|&c| is_blank(c));
        trie.others.extend(wide.map(|c| (c, SPACE)));
        trie.number_letters(keys);
        trie.build(keys);
        let pairs = Beginnings::pairs();
        for (pair, [first, second]) in pairs {
            if let Some(lead) = trie.behind(first, second) {
                trie.beginnings.lead(pair, lead);
            }
        }
        trie
    }

    /// Gives every key another number, by the one that it has.
    pub(super) fn renumber(&mut self, number: impl Fn(usize) -> u32) {
        for slot in &mut self.slots {
            if slot.value != NONE {
                slot.value = number(slot.value as usize);
            }
        }
    }

    /// What is behind two letters, unless something ends behind the first.
    fn behind(&self, first: char, second: char) -> Option<Lead> {
        let goes_on = |slot: Slot| slot.value == NONE && slot.base & TAIL == 0;
        let root = self.slots[ROOT as usize];
        let (one, slot) = self.next(ROOT, root, self.code(first))?;
        let two = goes_on(slot).then(|| self.next(one, slot, self.code(second)))?;
        two.map(|(state, slot)| Lead {
            state,
            base: if goes_on(slot) {
                slot.base
            } else {
                Lead::NO_BASE
            },
        })
    }

    /// The state from which a walk goes on whose first letters are known, and the byte behind them.
    #[inline]
    fn behind_letters(&self, letters: [usize; 3], start: usize) -> Option<(u32, usize)> {
        let Lead { state, base } = self.beginnings.of(letters)?;
        let third = letters[2];
        // That keys go on so was asked already: the slot of the third letter is theirs.
        if base != Lead::NO_BASE && third != 0 {
            let code = self.direct[head::FIRST + third];
            return Some((base + code, start + 6));
        }
        let known = if state == ROOT { 0 } else { 4 };
        Some((state, start + known))
    }

    /// The state behind a character of that code, and its slot.
    #[inline]
    fn next(&self, state: u32, slot: Slot, code: u32) -> Option<(u32, Slot)> {
        if slot.next & Slot::bit(code) == 0 {
            return None;
        }
        let next = slot.base.wrapping_add(code);
        let slot = *self.slots.get(next as usize)?;
        (code != 0 && slot.check == state).then_some((next, slot))
    }

    /// Gives every character of the keys a code; blanks have the lowest.
    fn number_letters(&mut self, keys: &[&str]) {
        let mut next = SPACE + 1;
        for c in keys.iter().flat_map(|key| key.chars()) {
            let slot = match self.direct.get_mut(c as usize) {
                Some(slot) => slot,
                None => self.others.entry(c).or_default(),
            };
            if *slot == 0 {
                *slot = next;
                next += 1;
            }
        }
    }

    /// Places the states breadth first; ranges of equal prefixes replace a linked tree.
    fn build(&mut self, keys: &[&str]) {
        // Most keys share their beginnings or end in a tail: this is more than all of them need.
        self.slots.reserve(4 * keys.len());
        let empty = keys.iter().take_while(|key| key.is_empty()).count();
        let mut queue = std::collections::VecDeque::from([(0, empty, keys.len(), 0)]);
        let mut first_free = 1;
        let mut children: Vec<Child> = Vec::new();
        while let Some((state, mut low, high, depth)) = queue.pop_front() {
            if low < high && keys[low].len() == depth {
                self.slots[state].value = u32::try_from(low).unwrap_or(NONE);
                low += 1;
            }
            children.clear();
            for (at, key) in (low..).zip(&keys[low..high]) {
                let Some((c, len)) = char_at(key, depth) else {
                    continue;
                };
                match children.last_mut() {
                    Some(last) if last.letter == c => last.keys.end = at + 1,
                    _ => children.push(Child {
                        code: self.code(c),
                        letter: c,
                        keys: at..at + 1,
                        depth: depth + len,
                    }),
                }
            }
            if children.is_empty() {
                continue;
            }
            let base = self.place(&children, &mut first_free);
            self.slots[state].base = base;
            for child in &children {
                self.slots[state].next |= Slot::bit(child.code);
                let slot = (base + child.code) as usize;
                self.slots[slot].check = u32::try_from(state).unwrap_or(FREE);
                let first = child.keys.start;
                match &keys[first][child.depth..] {
                    rest if child.keys.len() == 1 && !rest.is_empty() => {
                        self.slots[slot].base =
                            TAIL | u32::try_from(self.tails.len()).unwrap_or(FREE);
                        self.slots[slot].value = u32::try_from(first).unwrap_or(NONE);
                        self.add_tail(rest);
                    }
                    _ => queue.push_back((slot, first, child.keys.end, child.depth)),
                }
            }
        }
    }

    fn add_tail(&mut self, rest: &str) {
        // No other blank has two bytes that begin with D0 to DF.
        let plain = |byte: &u8| {
            byte.is_ascii_alphanumeric() || matches!(byte, b' ' | 0x80..=0xBF | 0xD0..=0xDF)
        };
        if rest.as_bytes().iter().all(plain) {
            self.tails.extend_from_slice(rest.as_bytes());
        } else {
            let letter = |c| if is_blank(c) { ' ' } else { c };
            let rest: String = rest.chars().map(letter).collect();
            self.tails.extend_from_slice(rest.as_bytes());
        }
        self.tails.push(TAIL_END);
    }

    /// Finds a base under which every child falls on a free slot.
    fn place(&mut self, children: &[Child], first_free: &mut usize) -> u32 {
        while self
            .slots
            .get(*first_free)
            .is_some_and(|slot| slot.check != FREE)
        {
            *first_free += 1;
        }
        let codes = || children.iter().map(|child| child.code as usize);
        let (least, most) = (codes().min().unwrap_or(0), codes().max().unwrap_or(0));
        let mut tried = 0;
        let mut at = (*first_free).max(least);
        loop {
            let base = at - least;
            let fits = |code: usize| {
                let slot = base + code;
                slot != 0 && self.slots.get(slot).is_none_or(|slot| slot.check == FREE)
            };
            if codes().all(fits) {
                let end = base + most + 1;
                if self.slots.len() < end {
                    self.slots.resize(end, EMPTY);
                }
                return u32::try_from(base).unwrap_or(FREE / 2);
            }
            tried += 1;
            at += 1;
            // A crowded stretch is given up, so that building stays linear.
            if tried % 64 == 0 {
                *first_free += 1;
            }
        }
    }

    fn code(&self, c: char) -> u32 {
        match self.direct.get(c as usize) {
            Some(&code) => code,
            None => self.others.get(&c).copied().unwrap_or_default(),
        }
    }

    /// Calls `found` with the number and the end of every key that `text` has at `start`, whose first
    /// `letters` are known.
    ///
    /// A blank in a key stands for a run of blanks or underscores with one line break at most.
    #[inline]
    pub(super) fn walk(
        &self,
        text: &str,
        start: usize,
        letters: [usize; 3],
        mut found: impl FnMut(u32, usize),
    ) {
        let Some((mut state, mut at)) = self.behind_letters(letters, start) else {
            return;
        };
        let mut slot = self.slots[state as usize];
        loop {
            let Slot { base, value, .. } = slot;
            if base & TAIL != 0 {
                if let Some(end) = self.tail_end(base & !TAIL, text, at) {
                    found(value, end);
                }
                return;
            }
            if value != NONE {
                found(value, at);
            }
            let Some((code, len)) = self.code_at(text, at) else {
                return;
            };
            let Some(next) = self.next(state, slot, code) else {
                return;
            };
            at += match code {
                SPACE => match blank_run(text, at) {
                    Some(len) => len,
                    None => return,
                },
                _ => len,
            };
            (state, slot) = next;
        }
    }

    /// Where the text ends that the tail at `tail` stands for, if it stands at `at`.
    #[inline]
    fn tail_end(&self, tail: u32, text: &str, mut at: usize) -> Option<usize> {
        for &byte in &self.tails[tail as usize..] {
            at += match byte {
                TAIL_END => break,
                b' ' => match self.code_at(text, at)? {
                    (SPACE, _) => blank_run(text, at)?,
                    _ => return None,
                },
                _ if text.as_bytes().get(at) == Some(&byte) => 1,
                _ => return None,
            };
        }
        Some(at)
    }

    /// The code of the character at a byte, with its length.
    #[inline]
    fn code_at(&self, text: &str, at: usize) -> Option<(u32, usize)> {
        let bytes = text.as_bytes();
        let first = *bytes.get(at)?;
        if first >= 0xDC {
            let (c, len) = char_at(text, at)?;
            return Some((self.code(c), len));
        }
        // Letter or space: nobody foresees which, so both are decoded.
        let second = bytes.get(at + 1).copied().unwrap_or_default();
        let pair = usize::from(first & 0x1F) << 6 | usize::from(second & 0x3F);
        let (point, len) = match first {
            0..0x80 => (usize::from(first), 1),
            _ => (pair, 2),
        };
        Some((self.direct[point], len))
    }
}

/// The character at a byte, with its length; two-byte Arabic is decoded in place.
#[inline]
pub(crate) fn char_at(text: &str, at: usize) -> Option<(char, usize)> {
    let bytes = text.as_bytes();
    let first = *bytes.get(at)?;
    if first < 0x80 {
        return Some((first as char, 1));
    }
    if (0xC2..0xE0).contains(&first) {
        let second = *bytes.get(at + 1)?;
        let c = char::from_u32(u32::from(first & 0x1F) << 6 | u32::from(second & 0x3F))?;
        return Some((c, 2));
    }
    let c = text.get(at..)?.chars().next()?;
    Some((c, c.len_utf8()))
}

fn is_blank(c: char) -> bool {
    c == '_' || c.is_whitespace()
}

/// The length of the run of blanks at a byte; `None` when a paragraph ends in it.
fn blank_run(text: &str, at: usize) -> Option<usize> {
    let mut end = at;
    let mut breaks = 0;
    while let Some((c, len)) = char_at(text, end) {
        if !is_blank(c) {
            break;
        }
        breaks += usize::from(c == '\n');
        // No honest phrase has wider gaps; the bound keeps a page of blanks linear.
        if breaks > 1 || end - at > 16 {
            return None;
        }
        end += len;
    }
    Some(end - at)
}

#[cfg(test)]
mod tests {
    use super::super::head::Head;
    use super::*;
    use proptest::prelude::*;

    fn hits(keys: &[&str], text: &str, start: usize) -> Vec<(String, usize)> {
        let mut keys = keys.to_vec();
        keys.sort_unstable();
        keys.dedup();
        let mut out = Vec::new();
        let letters = Head::of(text, start).letters(0);
        Trie::new(&keys).walk(text, start, letters, |key, end| {
            out.push((keys[key as usize].to_owned(), end));
        });
        out
    }

    #[test]
    fn every_prefix_that_is_a_key_is_found() {
        let found = hits(&["ما", "ما يسمي", "مال", "b", "ماء"], "xما__يسمي", 1);
        assert_eq!(found, [("ما".to_owned(), 5), ("ما يسمي".to_owned(), 15)]);
        assert!(hits(&["ما يسمي"], "ما\n\nيسمي", 0).is_empty());
        assert_eq!(hits(&["ما يسمي"], "ما \n يسمي", 0).len(), 1);
        assert!(hits(&[], "ما", 0).is_empty());
        assert_eq!(hits(&["😀", "日本"], "😀", 0).len(), 1);
    }

    proptest! {
        #[test]
        fn it_finds_what_a_search_finds(
            keys in proptest::collection::btree_set("[ابتثجa日]{1,5}", 1..40),
            text in "[ابتثجa日]{0,12}",
        ) {
            let keys: Vec<&str> = keys.iter().map(String::as_str).collect();
            let mut expected: Vec<(String, usize)> = keys
                .iter()
                .filter(|key| text.starts_with(**key))
                .map(|key| ((*key).to_owned(), key.len()))
                .collect();
            expected.sort_by_key(|(_, end)| *end);
            prop_assert_eq!(hits(&keys, &text, 0), expected);
        }
    }
}
