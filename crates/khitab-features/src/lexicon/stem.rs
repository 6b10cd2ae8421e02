//! The pattern of an entry as its forms are made of it.

use std::sync::LazyLock;

use khitab_text::Normalizer;

/// A pattern, normalised, with the ending that normalisation would hide.
pub(super) struct Stem {
    pub(super) text: String,
    pub(super) ending: Ending,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Ending {
    TehMarbuta,
    AlefMaqsura,
    Alef,
    AlefHamza,
    Other,
}

impl Ending {
    fn of(pattern: &str) -> Self {
        match pattern.chars().next_back() {
            Some('ة') => Self::TehMarbuta,
            Some('ى') => Self::AlefMaqsura,
            Some('ا') => Self::Alef,
            Some('ء') if pattern.ends_with("اء") => Self::AlefHamza,
            _ => Self::Other,
        }
    }
}

/// What the search profile makes of each letter that the light one leaves alone. The normalisers
/// are asked once: a thousand short patterns cost them more than a long text.
static LETTERS: LazyLock<Vec<Option<char>>> = LazyLock::new(|| {
    let one = |c: char| {
        let written = c.to_string();
        let light = Normalizer::light();
        let search = Normalizer::search().normalize(&written);
        let mut letters = search.normalized().chars();
        let found = letters.next().filter(|_| letters.next().is_none());
        found.filter(|_| light.normalize(&written).normalized() == written)
    };
    (FIRST..='\u{064A}').map(one).collect()
});

/// The first of [`LETTERS`].
const FIRST: char = '\u{0621}';

/// What both profiles make of a letter or a space.
fn plain_letter(letters: &[Option<char>], c: char) -> Option<char> {
    if c == ' ' || c.is_ascii_alphanumeric() {
        return Some(c.to_ascii_lowercase());
    }
    let at = (c as usize).checked_sub(FIRST as usize)?;
    letters.get(at).copied().flatten()
}

impl Stem {
    pub(super) fn new(pattern: &str) -> Self {
        Self::plain(pattern).unwrap_or_else(|| Self::normalized(pattern))
    }

    /// A pattern of plain letters with single spaces, letter by letter; `None` for any other.
    fn plain(pattern: &str) -> Option<Self> {
        let mut text = String::with_capacity(pattern.len());
        let mut last = [' '; 2];
        let letters = LETTERS.as_slice();
        for c in pattern.chars() {
            let c = plain_letter(letters, c)?;
            // What is drawn out may be shortened, and blanks at the edge fall.
            if last == [c, c] || c == ' ' && last[1] == ' ' {
                return None;
            }
            text.push(c);
            last = [last[1], c];
        }
        (last[1] != ' ').then(|| Self {
            text,
            ending: Ending::of(pattern),
        })
    }

    fn normalized(pattern: &str) -> Self {
        let pattern = Normalizer::light()
            .normalize(pattern)
            .normalized()
            .to_owned();
        let words: Vec<&str> = pattern
            .split(|c: char| c.is_whitespace() || c == '_')
            .filter(|word| !word.is_empty())
            .collect();
        let text = Normalizer::search()
            .normalize(&words.join(" "))
            .normalized()
            .to_owned();
        Self {
            text,
            ending: Ending::of(&pattern),
        }
    }

    /// The stem without its last letter.
    pub(super) fn cut(&self) -> &str {
        let mut chars = self.text.chars();
        chars.next_back();
        chars.as_str()
    }

    /// The stem to which feminine and plural endings are joined.
    pub(super) fn open(&self) -> &str {
        match self.ending {
            Ending::TehMarbuta => self.cut(),
            _ => &self.text,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_patterns_are_read_as_the_normalisers_read_them() {
        let lists = khitab_data::LEXICONS.iter().chain(khitab_data::GAZETTEERS);
        let cells = lists.flat_map(|(_, text)| text.split(['\t', '\n', '*']));
        let mut plain = 0;
        for cell in cells.chain([" ا", "ا ", "ا  ب", "اااا", "ببب", "مـد", "كتابًا", "a"])
        {
            if let Some(read) = Stem::plain(cell) {
                let normalized = Stem::normalized(cell);
                assert_eq!(read.text, normalized.text, "{cell}");
                assert!(read.ending == normalized.ending, "{cell}");
                plain += 1;
            }
        }
        assert!(plain > 5_000, "{plain}");
    }
}
