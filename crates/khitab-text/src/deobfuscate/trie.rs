//! The words that are looked for, letter by letter.

use std::collections::VecDeque;

/// A place in a [`Trie`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Node(u32);

const NO_WORD: u32 = u32::MAX;

/// Words by their letters. The children of a place lie side by side, in order of their letters.
#[derive(Clone, Debug)]
pub(super) struct Trie {
    places: Vec<Place>,
}

/// A place that `letter` leads to.
#[derive(Clone, Copy, Debug)]
struct Place {
    letter: char,
    word: u32,
    first: u32,
    children: u32,
}

impl Place {
    const fn new(letter: char) -> Self {
        Self {
            letter,
            word: NO_WORD,
            first: 0,
            children: 0,
        }
    }
}

impl Trie {
    pub(super) const ROOT: Node = Node(0);

    /// Numbers `words` in their order; the first of two equal words stays.
    pub(super) fn new<'w>(words: impl Iterator<Item = &'w str>) -> Self {
        let mut words: Vec<(&str, u32)> = words.zip(0..).collect();
        // They come nearly in order, which this sort makes use of.
        words.sort();
        words.dedup_by_key(|(word, _)| *word);
        let mut places = vec![Place::new('\0')];
        // Each place with the words behind it and how much of them led there.
        let mut queue = VecDeque::from([(0, words.as_slice(), 0)]);
        while let Some((at, mut words, depth)) = queue.pop_front() {
            if let [(word, number), rest @ ..] = words
                && word.len() == depth
            {
                places[at].word = *number;
                words = rest;
            }
            // Far fewer letters than u32 holds: the lists are written by hand.
            places[at].first = places.len() as u32;
            let letter = |word: &str| word[depth..].chars().next().unwrap_or_default();
            for group in words.chunk_by(|a, b| letter(a.0) == letter(b.0)) {
                let letter = letter(group[0].0);
                queue.push_back((places.len(), group, depth + letter.len_utf8()));
                places.push(Place::new(letter));
                places[at].children += 1;
            }
        }
        Self { places }
    }

    fn children(&self, at: Node) -> &[Place] {
        let place = self.places[at.0 as usize];
        &self.places[place.first as usize..(place.first + place.children) as usize]
    }

    pub(super) fn child(&self, at: Node, letter: char) -> Option<Node> {
        let found = self
            .children(at)
            .binary_search_by_key(&letter, |place| place.letter);
        let first = self.places[at.0 as usize].first;
        found.ok().map(|child| Node(first + child as u32))
    }

    pub(super) fn word(&self, at: Node) -> Option<u32> {
        let word = self.places[at.0 as usize].word;
        (word != NO_WORD).then_some(word)
    }

    /// Whether these letters are one of the words.
    pub(super) fn contains(&self, letters: impl Iterator<Item = char>) -> bool {
        let mut at = Self::ROOT;
        for letter in letters {
            match self.child(at, letter) {
                Some(child) => at = child,
                None => return false,
            }
        }
        self.word(at).is_some()
    }
}
