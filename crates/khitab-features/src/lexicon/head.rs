//! The first letters of a word as small numbers, read at once for all that asks about them.

/// The letters that have a number: U+0621 to U+064A.
pub(super) const LETTERS: u16 = 0x2A;

/// The character before the first of them.
pub(super) const FIRST: usize = 0x620;

/// The number of one of those letters.
pub(crate) const fn number(letter: char) -> u16 {
    letter as u16 - FIRST as u16
}

/// The numbers of the first eight letters of a word. A character of another length than two bytes
/// has 0, and what stands behind it is told no more.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Head([u16; Self::LONGEST]);

impl Head {
    /// Proclitics have five letters at most, and three of the stem are looked at.
    const LONGEST: usize = 8;

    /// The letters of `text` from a byte on.
    #[inline]
    pub(crate) fn of(text: &str, start: usize) -> Self {
        let rest = &text.as_bytes()[start..];
        match rest.first_chunk() {
            Some(bytes) => Self::of_bytes(bytes),
            None => Self::of_last(rest),
        }
    }

    /// Those of the last bytes of a text. Apart, so that all others are read where they lie.
    #[cold]
    fn of_last(rest: &[u8]) -> Self {
        let mut bytes = [0; 2 * Self::LONGEST];
        bytes[..rest.len()].copy_from_slice(rest);
        Self::of_bytes(&bytes)
    }

    #[inline]
    fn of_bytes(bytes: &[u8; 2 * Self::LONGEST]) -> Self {
        let mut letters = [0; Self::LONGEST];
        let (pairs, _) = bytes.as_chunks();
        // Without a branch or a table, so that the compiler takes all at a time.
        for (letter, &pair) in letters.iter_mut().zip(pairs) {
            let pair = u16::from_le_bytes(pair);
            // Of U+0600 to U+067F: the lowest bit of the first byte, D8 or D9, and six of the second.
            let point = (pair & 1) << 6 | pair >> 8 & 0x3F;
            let number = point.wrapping_sub(0x20);
            let is_letter = (pair & 0xC0FE == 0x80D8) & (number <= LETTERS);
            *letter = if is_letter { number } else { 0 };
        }
        Self(letters)
    }

    /// The number of one letter.
    #[inline]
    pub(crate) fn letter(&self, at: usize) -> u16 {
        self.0[at % Self::LONGEST]
    }

    /// The numbers of three letters in a row.
    #[inline]
    pub(crate) fn letters(&self, at: usize) -> [usize; 3] {
        [at, at + 1, at + 2].map(|at| usize::from(self.letter(at)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_are_numbered_wherever_the_word_stands() {
        let numbers = |text: &str, start| Head::of(text, start).0;
        let word = numbers("كتاب", 0);
        assert_eq!(word[..3], ['ك', 'ت', 'ا'].map(number));
        assert_eq!(word[4..], [0; 4]);
        assert_eq!(numbers("من كتاب", 5), word);
        assert_eq!(numbers("كتاب الأمير الكبير", 0)[..4], word[..4]);
        assert_eq!([number('ء'), number('ي')], [1, LETTERS]);
    }

    #[test]
    fn other_characters_have_no_number() {
        for other in [
            "a", "\u{0620}", "\u{064B}", "\u{0661}", "\u{06A9}", "\u{05D0}", "",
        ] {
            assert_eq!(Head::of(other, 0).letter(0), 0, "{other}");
        }
    }
}
