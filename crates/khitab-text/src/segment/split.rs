//! Where a word is cut.

use core::fmt;

use crate::Span;

use super::affixes::{Analysis, Inventory};
use super::letters::Word;

/// A word cut into proclitics, a stem and enclitics.
///
/// All spans are bytes of the text that the word stands in; together they are the word, marks
/// and tatweel with the letter before them.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Split {
    start: usize,
    /// Ends of the pieces, counted from `start`; only `pieces()` of them are used.
    ends: [u32; 7],
    proclitics: u8,
    enclitics: u8,
}

impl Split {
    /// A word of `len` bytes in one piece.
    pub(crate) fn whole(len: usize) -> Self {
        Self {
            start: 0,
            ends: [u32::try_from(len).unwrap_or(u32::MAX), 0, 0, 0, 0, 0, 0],
            proclitics: 0,
            enclitics: 0,
        }
    }

    /// Cuts `text`; a cut that would fall inside one character is not made.
    pub(crate) fn new(inventory: &Inventory, analysis: Analysis, word: Word, text: &str) -> Self {
        let mut split = Self::whole(text.len());
        if analysis == Analysis::default() {
            return split;
        }
        let (mut count, mut letter, mut last) = (0, 0, 0);
        let mut cut = |split: &mut Self, letters: usize| {
            letter += letters;
            let byte = word.byte_of(text, letter);
            let made = byte > last;
            if made {
                split.ends[count] = byte as u32;
                count += 1;
                last = byte;
            }
            u8::from(made)
        };
        let prefix = inventory.prefix(analysis);
        for piece in prefix.pieces() {
            split.proclitics += cut(&mut split, piece);
        }
        let suffix = inventory.suffix(analysis);
        // A ligature may swallow the start of the stem, never all of it unless nothing is left.
        if cut(&mut split, word.len() - prefix.len() - suffix.len()) == 0 {
            return Self::whole(text.len());
        }
        for piece in suffix.pieces() {
            split.enclitics += cut(&mut split, piece);
        }
        split
    }

    pub(crate) fn moved(mut self, by: usize) -> Self {
        self.start += by;
        self
    }

    const fn count(&self) -> usize {
        self.proclitics as usize + 1 + self.enclitics as usize
    }

    /// Whether the word has no clitic.
    #[must_use]
    pub const fn is_whole(&self) -> bool {
        self.proclitics == 0 && self.enclitics == 0
    }

    /// The spans of all pieces in order.
    pub fn pieces(&self) -> impl ExactSizeIterator<Item = Span> + Clone + use<> {
        let split = *self;
        (0..split.count()).map(move |at| split.piece(at))
    }

    /// The spans of و, ف, ب, ل, ك, س, أ and the like before the stem.
    pub fn proclitics(&self) -> impl ExactSizeIterator<Item = Span> + Clone + use<> {
        let split = *self;
        (0..usize::from(split.proclitics)).map(move |at| split.piece(at))
    }

    /// The span of the stem, the article ال with it.
    #[must_use]
    pub fn stem(&self) -> Span {
        self.piece(self.proclitics.into())
    }

    /// The spans of the pronouns after the stem.
    pub fn enclitics(&self) -> impl ExactSizeIterator<Item = Span> + Clone + use<> {
        let split = *self;
        (usize::from(split.proclitics) + 1..split.count()).map(move |at| split.piece(at))
    }

    fn piece(&self, at: usize) -> Span {
        let start = at.checked_sub(1).map_or(0, |before| self.ends[before]);
        Span::new(
            self.start + start as usize,
            self.start + self.ends[at] as usize,
        )
    }
}

impl fmt::Debug for Split {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Split")
            .field("proclitics", &self.proclitics().collect::<Vec<_>>())
            .field("stem", &self.stem())
            .field("enclitics", &self.enclitics().collect::<Vec<_>>())
            .finish()
    }
}
