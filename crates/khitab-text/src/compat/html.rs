//! Character references, as Python's `html.unescape` reads them.

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::Span;
use crate::normalize::{Rewriter, Rewritten};
use crate::offsets::Attach;

/// The names of the HTML standard, without `&`, some of them without `;` too.
static NAMES: LazyLock<HashMap<&str, &str>> = LazyLock::new(|| {
    let names = entities::ENTITIES.iter();
    names.map(|e| (&e.entity[1..], e.characters)).collect()
});

/// No name is longer.
const LONGEST: usize = 32;

/// What the numbers 128 to 159 stand for: the characters of Windows-1252.
const WINDOWS: [u32; 32] = [
    0x20AC, 0x81, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160, 0x2039,
    0x0152, 0x8D, 0x017D, 0x8F, 0x90, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
    0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x9D, 0x017E, 0x0178,
];

/// Puts characters in place of their references; `None` when there is none.
pub(super) fn unescape(source: &str) -> Option<Rewritten> {
    let mut out = Rewriter::new(source);
    let mut at = 0;
    while let Some(found) = memchr::memchr(b'&', &source.as_bytes()[at..]) {
        let start = at + found;
        at = start + 1;
        if let Some((len, text)) = reference(&source[at..]) {
            at += len;
            out.replace(Span::new(start, at), &text, Attach::Nothing);
        }
    }
    out.finish()
}

/// The bytes of the reference that begins `text` after its `&`, and what it stands for.
fn reference(text: &str) -> Option<(usize, String)> {
    let Some(number) = text.strip_prefix('#') else {
        return named(text);
    };
    let (digits, radix) = match number.strip_prefix(['x', 'X']) {
        Some(digits) => (digits, 16),
        None => (number, 10),
    };
    let count = digits
        .bytes()
        .take_while(|b| char::from(*b).is_digit(radix));
    let count = count.count();
    if count == 0 {
        return None;
    }
    let code = u32::from_str_radix(&digits[..count], radix).unwrap_or(u32::MAX);
    let end = text.len() - digits.len() + count;
    let end = end + usize::from(text[end..].starts_with(';'));
    Some((end, character(code)))
}

/// The longest name that begins `text`, of two characters or more unless it is all there is.
fn named(text: &str) -> Option<(usize, String)> {
    let stops = |c: char| matches!(c, '\t' | '\n' | '\u{0C}' | ' ' | '<' | '&' | '#' | ';');
    let inside = text.char_indices().take_while(|(_, c)| !stops(*c));
    let end = inside
        .take(LONGEST)
        .last()
        .map(|(at, c)| at + c.len_utf8())?;
    let whole = end + usize::from(text[end..].starts_with(';'));
    let ends = text[..whole].char_indices().map(|(at, _)| at).skip(2);
    let ends = ends.collect::<Vec<_>>().into_iter().rev();
    core::iter::once(whole)
        .chain(ends)
        .find_map(|end| Some((end, (*NAMES.get(&text[..end])?).to_owned())))
}

fn character(code: u32) -> String {
    let replacement = "\u{FFFD}".to_owned();
    match code {
        0 => replacement,
        0x80..=0x9F => {
            char::from_u32(WINDOWS[code as usize - 0x80]).map_or(replacement, String::from)
        }
        0x01..=0x08 | 0x0B | 0x0E..=0x1F | 0x7F | 0xFDD0..=0xFDEF => String::new(),
        _ if code & 0xFFFE == 0xFFFE && code <= 0x10_FFFF => String::new(),
        _ => char::from_u32(code).map_or(replacement, String::from),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_become_characters() {
        let cases = [
            ("&amp;lt; &ampx &notit; &nope;", "&lt; &x \u{AC}it; &nope;"),
            ("&#1575;&#x628 &#0; &#x80;", "اب \u{FFFD} €"),
            (
                "&#99999999999; &#xD800; &#1; &; &",
                "\u{FFFD} \u{FFFD}  &; &",
            ),
        ];
        for (source, expected) in cases {
            assert_eq!(unescape(source).unwrap().text, expected);
        }
        assert!(unescape("a & b").is_none());
    }

    #[test]
    fn every_name_of_the_standard_is_there() {
        assert_eq!(NAMES.len(), 2231);
        assert!(NAMES.keys().all(|name| name.len() <= LONGEST + 1));
    }
}
