//! Answers kept by word.

use crate::{Text, Token, TokenKind};

use super::letters::Word;
use super::{Ranked, Segmentation, Segmenter};

/// A segmenter that remembers the words it has seen, in bounded memory.
///
/// Answers are the same as without it; running text repeats its words, so most are found here.
///
/// ```
/// use khitab_text::{SegmentCache, Segmenter};
/// let segmenter = Segmenter::standard();
/// let mut cache = SegmentCache::new(&segmenter, 1 << 14);
/// let word = "وكتابها";
/// assert_eq!(cache.segment(word), segmenter.segment(word));
/// assert_eq!(cache.segment(word), segmenter.segment(word));
/// ```
#[derive(Clone, Debug)]
pub struct SegmentCache<'s> {
    segmenter: &'s Segmenter,
    slots: Box<[Slot]>,
}

#[derive(Clone, Copy, Debug, Default)]
struct Slot {
    /// The letters as written; 0 is no word.
    word: u128,
    ranked: Ranked,
}

impl<'s> SegmentCache<'s> {
    /// Keeps at most `words` answers, rounded up to a power of two, of about 50 bytes each.
    ///
    /// Each word has one place; a newer one with the same place puts it out.
    #[must_use]
    pub fn new(segmenter: &'s Segmenter, words: usize) -> Self {
        let slots = words.clamp(1, 1 << 24).next_power_of_two();
        Self {
            segmenter,
            slots: vec![Slot::default(); slots].into_boxed_slice(),
        }
    }

    /// The segmenter that it asks.
    #[must_use]
    pub const fn segmenter(&self) -> &'s Segmenter {
        self.segmenter
    }

    /// The same as [`Segmenter::segment`].
    pub fn segment(&mut self, word: &str) -> Segmentation {
        let Some(letters) = Word::read(word) else {
            return Segmentation::whole(word);
        };
        let ranked = self.rank(letters);
        self.segmenter.spell_out(ranked, letters, word)
    }

    /// The clitics of each token of a text, all spans in the original; what is no word is whole.
    ///
    /// ```
    /// # #[cfg(feature = "segmenter-data")] {
    /// use khitab_text::{Normalizer, SegmentCache, Segmenter, Tokenizer};
    /// let text = Normalizer::search().normalize("في بيته، وللمدرسة");
    /// let tokens = Tokenizer::social().tokenize(&text);
    /// let segmenter = Segmenter::standard();
    /// let mut cache = SegmentCache::new(&segmenter, 1 << 10);
    /// let pieces: Vec<&str> = cache
    ///     .tokens(&text, &tokens)
    ///     .flat_map(|(_, found)| found.split.pieces())
    ///     .map(|span| span.of(text.original()))
    ///     .collect();
    /// assert_eq!(pieces, ["في", "بيت", "ه", "،", "و", "ل", "لمدرسة"]);
    /// # }
    /// ```
    pub fn tokens<'t, I: IntoIterator<Item = &'t Token>>(
        &'t mut self,
        text: &'t Text<'_>,
        tokens: I,
    ) -> impl Iterator<Item = (Token, Segmentation)> + use<'t, 's, I> {
        tokens.into_iter().map(move |token| {
            let word = token.span.of(text.original());
            let found = match token.kind {
                TokenKind::Word => self.segment(word),
                _ => Segmentation::whole(word),
            };
            (*token, found.moved(token.span.start()))
        })
    }

    fn rank(&mut self, word: Word) -> Ranked {
        let key = word.raw.bits();
        let folded = (key as u64 ^ (key >> 64) as u64).wrapping_mul(0x9E37_79B9_7F4A_7C15);
        let place = (folded >> 40) as usize & (self.slots.len() - 1);
        let slot = &mut self.slots[place];
        if slot.word != key {
            *slot = Slot {
                word: key,
                ranked: self.segmenter.rank(word),
            };
        }
        slot.ranked
    }
}
