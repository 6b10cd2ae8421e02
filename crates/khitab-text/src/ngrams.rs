//! Runs of words and of characters, as slices of what they were taken from.

use core::fmt;
use core::ops::RangeInclusive;

/// Runs of `sizes` neighbours: all of the smallest size first, then of the next.
///
/// Sizes below one are left out. Nothing is allocated.
///
/// ```
/// use khitab_text::ngrams;
/// let words = ["قال", "نعم", "ثم"];
/// let runs: Vec<&[&str]> = ngrams(&words, 2..=3).collect();
/// assert_eq!(runs, [&words[0..2], &words[1..3], &words[0..3]]);
/// ```
pub fn ngrams<T>(items: &[T], sizes: RangeInclusive<usize>) -> impl Iterator<Item = &[T]> {
    at_least_one(sizes).flat_map(move |size| items.windows(size))
}

/// Runs of `sizes` characters of `text`, size by size.
///
/// Nothing is allocated; a step moves both ends by one character.
///
/// ```
/// use khitab_text::char_ngrams;
/// assert_eq!(char_ngrams("سلام", 3..=4).collect::<Vec<_>>(), ["سلا", "لام", "سلام"]);
/// ```
pub fn char_ngrams(text: &str, sizes: RangeInclusive<usize>) -> impl Iterator<Item = &str> {
    at_least_one(sizes).flat_map(move |size| CharWindows::new(text, size))
}

fn at_least_one(sizes: RangeInclusive<usize>) -> RangeInclusive<usize> {
    *sizes.start().max(&1)..=*sizes.end()
}

/// A window of a fixed number of characters.
struct CharWindows<'s> {
    text: &'s str,
    start: usize,
    /// One past the last character of the next window; nothing when the text is too short.
    end: Option<usize>,
}

impl<'s> CharWindows<'s> {
    fn new(text: &'s str, size: usize) -> Self {
        let end = text
            .char_indices()
            .nth(size - 1)
            .map(|(at, c)| at + c.len_utf8());
        Self {
            text,
            start: 0,
            end,
        }
    }
}

impl<'s> Iterator for CharWindows<'s> {
    type Item = &'s str;

    fn next(&mut self) -> Option<&'s str> {
        let end = self.end?;
        let window = &self.text[self.start..end];
        self.start += window.chars().next()?.len_utf8();
        self.end = self.text[end..].chars().next().map(|c| end + c.len_utf8());
        Some(window)
    }
}

/// A run of characters of a word that is padded with one space on each side.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct BoundedNgram<'s> {
    /// The characters of the word.
    pub text: &'s str,
    /// The space before the word is part of the run.
    pub opens: bool,
    /// The space after the word is part of the run.
    pub closes: bool,
}

impl fmt::Display for BoundedNgram<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let space = |on| if on { " " } else { "" };
        write!(
            f,
            "{}{}{}",
            space(self.opens),
            self.text,
            space(self.closes)
        )
    }
}

/// Runs of `sizes` characters inside one padded word, as scikit-learn's `char_wb` makes them.
///
/// A size longer than the padded word gives the padded word once, and no longer size follows.
///
/// ```
/// use khitab_text::char_wb_ngrams;
/// let runs: Vec<String> = char_wb_ngrams("عن", 2..=5).map(|run| run.to_string()).collect();
/// assert_eq!(runs, [" ع", "عن", "ن ", " عن", "عن ", " عن "]);
/// ```
pub fn char_wb_ngrams(
    word: &str,
    sizes: RangeInclusive<usize>,
) -> impl Iterator<Item = BoundedNgram<'_>> {
    let padded = word.chars().count() + 2;
    let sizes = at_least_one(sizes);
    // The first size that does not fit twice is the last one that gives anything.
    let last = (*sizes.end()).min(padded.max(*sizes.start()));
    (*sizes.start()..=last).flat_map(move |size| bounded(word, size.min(padded), padded))
}

/// The runs of one size: with the space before, without any, with the space after.
fn bounded(word: &str, size: usize, padded: usize) -> impl Iterator<Item = BoundedNgram<'_>> {
    (0..=padded - size).scan(0, move |start, offset| {
        let opens = offset == 0;
        let closes = offset + size == padded;
        let letters = size - usize::from(opens) - usize::from(closes && padded > 1);
        let rest = word.get(*start..)?;
        let end = rest
            .char_indices()
            .nth(letters)
            .map_or(rest.len(), |(at, _)| at);
        let gram = BoundedNgram {
            text: rest.get(..end)?,
            opens,
            closes,
        };
        if !opens {
            *start += rest.chars().next().map_or(0, char::len_utf8);
        }
        Some(gram)
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// The definition of `char_wb` for one word, with everything allocated.
    fn char_wb(word: &str, sizes: RangeInclusive<usize>) -> Vec<String> {
        let padded: Vec<char> = format!(" {word} ").chars().collect();
        let mut out = Vec::new();
        for size in sizes {
            out.push(padded.iter().take(size).collect());
            let mut offset = 0;
            while offset + size < padded.len() {
                offset += 1;
                out.push(padded[offset..offset + size].iter().collect());
            }
            if offset == 0 {
                break;
            }
        }
        out
    }

    #[test]
    fn sizes_beyond_the_text_give_nothing() {
        assert_eq!(char_ngrams("لا", 3..=5).count(), 0);
        assert_eq!(char_ngrams("", 0..=2).count(), 0);
        assert_eq!(ngrams(&[1, 2], 0..=9).count(), 3);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(256))]

        #[test]
        fn character_runs_are_windows(text in "[a-cا-ت\u{1F600}]{0,12}", from in 1..4_usize, more in 0..4_usize) {
            let letters: Vec<char> = text.chars().collect();
            let expected: Vec<String> = (from..=from + more)
                .flat_map(|size| letters.windows(size).map(|w| w.iter().collect()).collect::<Vec<String>>())
                .collect();
            prop_assert_eq!(char_ngrams(&text, from..=from + more).collect::<Vec<_>>(), expected);
        }

        #[test]
        fn padded_runs_follow_the_definition(word in "[a-cا-ت\u{1F600}]{1,7}", from in 1..10_usize, more in 0..4_usize) {
            let ours: Vec<String> = char_wb_ngrams(&word, from..=from + more).map(|g| g.to_string()).collect();
            prop_assert_eq!(ours, char_wb(&word, from..=from + more));
        }
    }
}
