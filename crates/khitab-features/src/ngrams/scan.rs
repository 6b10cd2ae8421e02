//! Cuts a text into words and characters.
//!
//! The classes of the first 0x800 code points (all of Latin, Greek, Cyrillic, Hebrew and
//! the main Arabic block) come from one table of 2 KB; the rest is asked of the Unicode
//! tables one by one.

use std::sync::LazyLock;

use unicode_normalization::char::is_combining_mark;

use super::{TokenPattern, Unit};

/// A letter or a number, as Python's `\w` without the underscore.
const LETTER: u8 = 1;
/// A combining mark.
const MARK: u8 = 2;
/// `_`.
const UNDERSCORE: u8 = 4;
/// White space as Python's `str.isspace`.
const SPACE: u8 = 8;
/// U+0640, a letter to Unicode and nothing to a reader.
const TATWEEL: u8 = 16;
/// Punctuation, symbols, controls.
const OTHER: u8 = 32;

static CLASSES: LazyLock<[u8; 0x800]> = LazyLock::new(|| {
    let mut classes = [0; 0x800];
    for (code, class) in (0u32..).zip(classes.iter_mut()) {
        *class = char::from_u32(code).map_or(0, classify);
    }
    classes
});

fn classify(c: char) -> u8 {
    match c {
        '_' => UNDERSCORE,
        '\u{0640}' => LETTER | TATWEEL,
        c if is_space(c) => SPACE,
        c if is_combining_mark(c) => MARK,
        // Symbols with the derived property Alphabetic, which are no letters (category So).
        '\u{24B6}'..='\u{24E9}'
        | '\u{1F130}'..='\u{1F149}'
        | '\u{1F150}'..='\u{1F169}'
        | '\u{1F170}'..='\u{1F189}' => OTHER,
        c if c.is_alphanumeric() => LETTER,
        _ => OTHER,
    }
}

/// White space as Python sees it: Unicode's, and the four ASCII separators.
fn is_space(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{1C}'..='\u{1F}')
}

/// The class of the character at `at` and its length in bytes.
#[inline]
fn class_at(text: &str, classes: &[u8; 0x800], at: usize) -> (u8, usize) {
    let bytes = text.as_bytes();
    let first = bytes[at];
    if first < 0x80 {
        return (classes[first as usize], 1);
    }
    if first < 0xE0 && at + 1 < bytes.len() {
        let code = (usize::from(first & 0x1F) << 6) | usize::from(bytes[at + 1] & 0x3F);
        return (classes[code], 2);
    }
    text[at..]
        .chars()
        .next()
        .map_or((0, 1), |c| (classify(c), c.len_utf8()))
}

/// Calls `word` with the bounds of every word.
#[inline]
pub(crate) fn words(text: &str, pattern: TokenPattern, mut word: impl FnMut(usize, usize)) {
    let (inside, counted_not, least) = match pattern {
        TokenPattern::Arabic => (LETTER | MARK, MARK | TATWEEL, 2),
        TokenPattern::Sklearn => (LETTER | UNDERSCORE, 0, 2),
        TokenPattern::Whitespace => (!SPACE, 0, 1),
    };
    let classes: &[u8; 0x800] = &CLASSES;
    let (mut at, end) = (0, text.len());
    while at < end {
        let start = at;
        let mut counted = 0;
        let mut len = 0;
        while at < end {
            let (class, bytes) = class_at(text, classes, at);
            if class & inside == 0 {
                len = bytes;
                break;
            }
            counted += u32::from(class & counted_not == 0);
            at += bytes;
        }
        if counted >= least {
            word(start, at);
        }
        at += len;
    }
}

/// Calls `character` with every character; a run of white space is one space.
#[inline]
pub(super) fn characters(text: &str, mut character: impl FnMut(Unit)) {
    let mut chars = text.char_indices().peekable();
    while let Some((start, c)) = chars.next() {
        let mut end = start + c.len_utf8();
        let mut code = u64::from(u32::from(c));
        if is_space(c) {
            while let Some((at, next)) = chars.next_if(|(_, c)| is_space(*c)) {
                end = at + next.len_utf8();
                code = u64::from(b' ');
            }
        }
        character(Unit { start, end, code });
    }
}

/// Calls `piece` with every character of every word between two padding spaces, and with
/// `None` at the end of each word.
#[inline]
pub(super) fn padded_words(text: &str, mut piece: impl FnMut(Option<Unit>)) {
    let space = |at| {
        Some(Unit {
            start: at,
            end: at,
            code: u64::from(b' '),
        })
    };
    let mut inside = false;
    for (start, c) in text.char_indices() {
        if is_space(c) {
            if inside {
                piece(space(start));
                piece(None);
            }
            inside = false;
            continue;
        }
        if !inside {
            piece(space(start));
        }
        inside = true;
        piece(Some(Unit {
            start,
            end: start + c.len_utf8(),
            code: u64::from(u32::from(c)),
        }));
    }
    if inside {
        piece(space(text.len()));
        piece(None);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_agrees_with_the_slow_path() {
        for code in 0..0x800u32 {
            let c = char::from_u32(code).unwrap();
            let text = format!("{c}x");
            assert_eq!(
                class_at(&text, &CLASSES, 0),
                (classify(c), c.len_utf8()),
                "U+{code:04X}"
            );
        }
    }

    #[test]
    fn marks_are_no_letters_and_circled_letters_are_symbols() {
        assert_eq!(classify('\u{064E}'), MARK);
        assert_eq!(classify('\u{24B6}'), OTHER);
        assert_eq!(classify('ﷺ'), LETTER);
        assert_eq!(classify('\u{1C}'), SPACE);
    }
}
