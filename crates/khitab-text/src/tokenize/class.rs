//! What each character is to the social scanner.

use std::sync::{LazyLock, OnceLock};

use unicode_normalization::char::is_combining_mark;

/// The part a character plays in a token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Class {
    /// Whitespace and control characters.
    Space,
    /// A letter of the Arabic script.
    Arabic,
    /// A small or capital letter of ASCII.
    Latin,
    /// A letter of any other script, accented Latin among them.
    Letter,
    /// A digit of any script.
    Digit,
    /// A combining mark: never a token by itself.
    Mark,
    /// Tatweel: inside a word as a mark, alone a symbol.
    Tatweel,
    /// Bidi and zero-width controls: inside a word or nowhere.
    Control,
    /// A mark that only counts alone, such as a bracket or a quotation mark.
    Bracket,
    /// A mark that may repeat, such as `!`.
    Punctuation,
    /// The sign of a hashtag.
    Hash,
    /// The sign of a mention.
    At,
    /// The joint of a hashtag.
    Underscore,
    /// A character that begins an emoji.
    Emoji,
    /// One half of a flag.
    Flag,
    /// Anything else that can be seen.
    Symbol,
}

/// Characters of one or two bytes: all of ASCII and of the main Arabic block.
const SHORT: usize = 0x800;

static SHORT_CLASSES: LazyLock<[Class; SHORT]> = LazyLock::new(|| {
    core::array::from_fn(|at| {
        u32::try_from(at)
            .ok()
            .and_then(char::from_u32)
            .map_or(Class::Space, classify)
    })
});

/// Characters of which classes are kept, in pages.
const KEPT: usize = 0x2_0000;
const PAGE: usize = 64;

/// The classes of longer characters, a page at its first use.
static PAGES: [OnceLock<[Class; PAGE]>; KEPT / PAGE] = [const { OnceLock::new() }; KEPT / PAGE];

/// The class of a character of any length.
fn class(c: char) -> Class {
    let code = c as usize;
    let page = PAGES.get(code / PAGE).map(|page| {
        page.get_or_init(|| {
            let at = |at: usize| u32::try_from(code / PAGE * PAGE + at).ok();
            core::array::from_fn(|i| {
                at(i)
                    .and_then(char::from_u32)
                    .map_or(Class::Space, classify)
            })
        })
    });
    page.map_or_else(|| classify(c), |page| page[code % PAGE])
}

/// The classes of characters, by their bytes.
///
/// Tables all, for Unicode's search trees are slow (measured: three times the whole scan when asked
/// for every character, a tenth when asked for the longer ones of posts).
#[derive(Clone, Copy)]
pub(crate) struct Classes {
    short: &'static [Class; SHORT],
}

impl Classes {
    pub(crate) fn get() -> Self {
        Self {
            short: &SHORT_CLASSES,
        }
    }

    /// The class and the length of the character at `at`, if there is one.
    #[inline]
    pub(crate) fn at(self, text: &str, at: usize) -> Option<(Class, usize)> {
        let bytes = text.as_bytes();
        let first = *bytes.get(at)?;
        if first < 0x80 {
            return Some((self.short[usize::from(first)], 1));
        }
        if first < 0xE0 {
            let second = *bytes.get(at + 1)?;
            return Some((self.pair(first, second), 2));
        }
        let c = text.get(at..)?.chars().next()?;
        Some((class(c), c.len_utf8()))
    }

    /// The class of a character of two bytes.
    #[inline]
    pub(crate) fn pair(self, first: u8, second: u8) -> Class {
        let code = usize::from(first & 0x1F) << 6 | usize::from(second & 0x3F);
        self.short[code]
    }
}

fn classify(c: char) -> Class {
    match c {
        '#' | '＃' => Class::Hash,
        '@' | '＠' => Class::At,
        '_' => Class::Underscore,
        'a'..='z' | 'A'..='Z' => Class::Latin,
        '\u{0640}' => Class::Tatweel,
        '\u{06DD}' | '\u{0600}'..='\u{0605}' | '\u{06DE}' | '\u{06E9}' => Class::Symbol,
        '\u{1F1E6}'..='\u{1F1FF}' => Class::Flag,
        c if is_control(c) => Class::Control,
        c if c.is_whitespace() || c.is_control() => Class::Space,
        c if is_combining_mark(c) || is_tag(c) => Class::Mark,
        c if c.is_numeric() => Class::Digit,
        c if c.is_alphabetic() => {
            if is_arabic(c) {
                Class::Arabic
            } else {
                Class::Letter
            }
        }
        c if is_repeatable(c) => Class::Punctuation,
        c if is_bracket(c) => Class::Bracket,
        c if is_pictograph(c) => Class::Emoji,
        _ => Class::Symbol,
    }
}

fn is_control(c: char) -> bool {
    matches!(c, '\u{00AD}' | '\u{061C}' | '\u{180E}' | '\u{200B}'..='\u{200F}'
        | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{FEFF}'
        | '\u{FFF9}'..='\u{FFFB}')
}

/// Letters that spell the regions of a flag; they follow an emoji.
pub(crate) fn is_tag(c: char) -> bool {
    matches!(c, '\u{E0020}'..='\u{E007F}')
}

fn is_arabic(c: char) -> bool {
    matches!(c, '\u{0600}'..='\u{06FF}' | '\u{0750}'..='\u{077F}' | '\u{0870}'..='\u{08FF}'
        | '\u{FB50}'..='\u{FDFF}' | '\u{FE70}'..='\u{FEFF}' | '\u{10EC0}'..='\u{10EFF}'
        | '\u{1EE00}'..='\u{1EEFF}')
}

fn is_repeatable(c: char) -> bool {
    matches!(
        c,
        '!' | '?'
            | '.'
            | ','
            | '*'
            | '-'
            | '~'
            | '='
            | '/'
            | ':'
            | ';'
            | '&'
            | '%'
            | '\\'
            | '،'
            | '؛'
            | '؟'
            | '٪'
            | '٫'
            | '٬'
            | '٭'
            | '۔'
            | '…'
            | '‼'
            | '•'
            | '·'
            | '\u{2010}'..='\u{2015}'
    )
}

fn is_bracket(c: char) -> bool {
    c.is_ascii_punctuation()
        || matches!(c, '«' | '»' | '¡' | '§' | '¶' | '¿' | '\u{060D}' | '\u{061E}'
            | '\u{2016}'..='\u{2027}' | '\u{2030}'..='\u{205E}' | '\u{2308}'..='\u{230B}'
            | '\u{2329}' | '\u{232A}' | '\u{2768}'..='\u{2775}' | '\u{27E6}'..='\u{27EF}'
            | '\u{2E00}'..='\u{2E5D}' | '\u{3001}'..='\u{3003}' | '\u{3008}'..='\u{3011}'
            | '\u{3014}'..='\u{301F}' | '\u{FD3E}' | '\u{FD3F}' | '\u{FE10}'..='\u{FE19}'
            | '\u{FE30}'..='\u{FE6B}' | '\u{FF01}'..='\u{FF0F}' | '\u{FF1A}'..='\u{FF20}'
            | '\u{FF3B}'..='\u{FF3F}' | '\u{FF5B}'..='\u{FF65}')
}

/// The pictographs that are shown as emoji without a variation selector.
fn is_pictograph(c: char) -> bool {
    matches!(c, '\u{231A}' | '\u{231B}' | '\u{23E9}'..='\u{23F3}' | '\u{25FD}' | '\u{25FE}'
        | '\u{2600}'..='\u{2604}' | '\u{2607}'..='\u{2612}' | '\u{2614}'..='\u{2685}'
        | '\u{2690}'..='\u{2705}' | '\u{2708}'..='\u{2712}' | '\u{2714}' | '\u{2716}'
        | '\u{271D}' | '\u{2721}' | '\u{2728}' | '\u{2733}' | '\u{2734}' | '\u{2744}'
        | '\u{2747}' | '\u{274C}' | '\u{274E}' | '\u{2753}'..='\u{2755}' | '\u{2757}'
        | '\u{2763}'..='\u{2767}' | '\u{2795}'..='\u{2797}' | '\u{27A1}' | '\u{27B0}'
        | '\u{27BF}' | '\u{2934}' | '\u{2935}' | '\u{2B05}'..='\u{2B07}' | '\u{2B1B}'
        | '\u{2B1C}' | '\u{2B50}' | '\u{2B55}' | '\u{3030}' | '\u{303D}' | '\u{3297}'
        | '\u{3299}' | '\u{1F000}'..='\u{1F0FF}' | '\u{1F10D}'..='\u{1F10F}' | '\u{1F12F}'
        | '\u{1F16C}'..='\u{1F171}' | '\u{1F17E}' | '\u{1F17F}' | '\u{1F18E}'
        | '\u{1F191}'..='\u{1F19A}' | '\u{1F201}'..='\u{1F20F}' | '\u{1F21A}' | '\u{1F22F}'
        | '\u{1F232}'..='\u{1F23A}' | '\u{1F23C}'..='\u{1F23F}' | '\u{1F249}'..='\u{1F64F}'
        | '\u{1F680}'..='\u{1F6FF}' | '\u{1F774}'..='\u{1F77F}' | '\u{1F7D5}'..='\u{1F7FF}'
        | '\u{1F80C}'..='\u{1F80F}' | '\u{1F90C}'..='\u{1FAFF}' | '\u{1FC00}'..='\u{1FFFD}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn table_agrees_with_the_slow_path() {
        let classes = Classes::get();
        for c in '\0'..=char::MAX {
            let text = c.to_string();
            assert_eq!(classes.at(&text, 0), Some((class(c), c.len_utf8())));
        }
    }

    #[test]
    fn harakat_are_marks_although_alphabetic() {
        for c in ['\u{064B}', '\u{0670}', '\u{0651}', '\u{08F0}', '\u{06DC}'] {
            assert_eq!(classify(c), Class::Mark, "U+{:04X}", c as u32);
        }
        assert_eq!(classify('\u{200D}'), Class::Control);
        assert_eq!(classify('\u{202E}'), Class::Control);
    }
}
