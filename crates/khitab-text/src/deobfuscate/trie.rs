//! The words that are looked for, letter by letter.

/// A place in a [`Trie`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Node(u32);

/// Words by their letters; children are sorted.
#[derive(Clone, Debug)]
pub(super) struct Trie {
    nodes: Vec<Children>,
}

#[derive(Clone, Debug, Default)]
struct Children {
    next: Vec<(char, Node)>,
    word: Option<u32>,
}

impl Trie {
    pub(super) const ROOT: Node = Node(0);

    pub(super) fn new() -> Self {
        Self {
            nodes: vec![Children::default()],
        }
    }

    /// Adds a word under its number; the first of two equal words stays.
    pub(super) fn insert(&mut self, letters: impl Iterator<Item = char>, word: u32) {
        let mut at = Self::ROOT;
        for letter in letters {
            at = match self.slot(at, letter) {
                Ok(child) => child,
                Err(place) => {
                    // Far fewer letters than u32 holds: the lists are written by hand.
                    let child = Node(self.nodes.len() as u32);
                    self.nodes.push(Children::default());
                    self.nodes[at.0 as usize]
                        .next
                        .insert(place, (letter, child));
                    child
                }
            };
        }
        self.nodes[at.0 as usize].word.get_or_insert(word);
    }

    fn slot(&self, at: Node, letter: char) -> Result<Node, usize> {
        let next = &self.nodes[at.0 as usize].next;
        next.binary_search_by_key(&letter, |(c, _)| *c)
            .map(|place| next[place].1)
    }

    pub(super) fn child(&self, at: Node, letter: char) -> Option<Node> {
        self.slot(at, letter).ok()
    }

    pub(super) fn word(&self, at: Node) -> Option<u32> {
        self.nodes[at.0 as usize].word
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
