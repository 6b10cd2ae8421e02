//! Links and e-mail addresses, also when they were made harmless for a report.
//!
//! `hxxp`, `[.]`, `(.)`, `[:]//` and `[at]` are how analysts write addresses that nobody
//! shall open by mistake; they are read as the link they stand for.

use super::class::{Class, Classes};
use crate::TokenKind;

/// What can follow the name of a scheme.
const AFTER_SCHEME: [&str; 5] = ["://", "[:]//", "[://]", ":\\/\\/", ":\\\\"];
const DEFANGED_DOTS: [&str; 4] = ["[.]", "(.)", "[dot]", "(dot)"];
const DEFANGED_ATS: [&str; 3] = ["[@]", "[at]", "(at)"];
const LONGEST_SCHEME: usize = 16;

/// Names that end a host without anything after it.
const TOP_LEVEL: [&str; 46] = [
    "ae", "app", "be", "biz", "blog", "cc", "club", "co", "com", "de", "dev", "edu", "eg", "eu",
    "fr", "gl", "gov", "info", "int", "io", "iq", "jo", "kw", "lb", "link", "live", "ly", "ma",
    "me", "media", "mil", "net", "news", "onion", "online", "org", "qa", "ru", "sa", "site", "sy",
    "tv", "uk", "us", "xyz", "ye",
];

/// The link whose first run of ASCII letters and digits is `start..end`.
///
/// `Err` holds where the search gave up, so that no byte is searched twice.
pub(crate) fn link_end(
    classes: Classes,
    text: &str,
    start: usize,
    end: usize,
) -> Result<(TokenKind, usize), usize> {
    let rest = &text[end..];
    if end - start <= LONGEST_SCHEME
        && let Some(mark) = AFTER_SCHEME.iter().find(|mark| rest.starts_with(**mark))
    {
        let host = end + mark.len();
        let url = path_end(classes, text, host);
        return if url > host {
            Ok((TokenKind::Url, url))
        } else {
            Err(host)
        };
    }
    let name = name_end(text, start);
    if let Some(host) = at_sign_end(text, name)
        && let Ok(mail) = host_end(text, host, name_end(text, host), Shape::AfterAt)
    {
        return Ok((TokenKind::Email, mail));
    }
    let host = host_end(text, start, name, Shape::Bare).map_err(|()| name)?;
    let path = match text.as_bytes().get(host) {
        Some(b'/' | b'?' | b'#') => path_end(classes, text, host),
        Some(b':')
            if text
                .as_bytes()
                .get(host + 1)
                .is_some_and(u8::is_ascii_digit) =>
        {
            path_end(classes, text, host)
        }
        _ => host,
    };
    Ok((TokenKind::Url, path))
}

/// The end of the run of characters that may stand in a host or before the `@`.
fn name_end(text: &str, mut at: usize) -> usize {
    loop {
        match text.as_bytes().get(at) {
            Some(b'.' | b'_' | b'+' | b'%' | b'-') => at += 1,
            Some(b) if b.is_ascii_alphanumeric() => at += 1,
            Some(b'[' | b'(') => match prefix_len(&text[at..], &DEFANGED_DOTS) {
                Some(len) => at += len,
                None => return at,
            },
            _ => return at,
        }
    }
}

fn prefix_len(rest: &str, prefixes: &[&str]) -> Option<usize> {
    prefixes
        .iter()
        .find(|prefix| rest.starts_with(**prefix))
        .map(|prefix| prefix.len())
}

fn at_sign_end(text: &str, at: usize) -> Option<usize> {
    let rest = &text[at..];
    if rest.starts_with('@') {
        return Some(at + 1);
    }
    prefix_len(rest, &DEFANGED_ATS).map(|len| at + len)
}

#[derive(Clone, Copy, PartialEq)]
enum Shape {
    /// Any host of two labels will do.
    AfterAt,
    /// The last label must be a known one, or a path must follow, or `www` stand first.
    Bare,
}

/// The end of a host inside `start..end`, trailing punctuation left out.
fn host_end(text: &str, start: usize, end: usize, shape: Shape) -> Result<usize, ()> {
    let end = start
        + text[start..end]
            .trim_end_matches(['.', '_', '+', '%', '-'])
            .len();
    let host = &text[start..end];
    let (head, last) = split_last_label(host).ok_or(())?;
    let letters = last.len() >= 2 && last.bytes().all(|b| b.is_ascii_alphabetic());
    let plain = !host.contains(['_', '+', '%']);
    let known = || {
        let small = || last.bytes().map(|b| b.to_ascii_lowercase());
        let order = |name: &&str| name.bytes().cmp(small());
        TOP_LEVEL.binary_search_by(order).is_ok()
    };
    let path = text[end..].starts_with('/');
    let www = head.get(..3).is_some_and(|s| s.eq_ignore_ascii_case("www"));
    let good = match shape {
        Shape::AfterAt => true,
        Shape::Bare => known() || path || www,
    };
    (letters && plain && good && !head.is_empty())
        .then_some(end)
        .ok_or(())
}

/// The labels before the last dot, plain or defanged, and the one after it.
fn split_last_label(host: &str) -> Option<(&str, &str)> {
    if !host.ends_with(|c: char| c.is_ascii_alphabetic()) {
        return None;
    }
    if !host.contains(['[', '(']) {
        return host.rsplit_once('.');
    }
    let defanged = DEFANGED_DOTS
        .iter()
        .filter_map(|dot| host.rfind(dot).map(|at| (at, dot.len())));
    let (at, len) = defanged
        .chain(host.rfind('.').map(|at| (at, 1)))
        .max_by_key(|(at, len)| at + len)?;
    Some((&host[..at], &host[at + len..]))
}

/// The end of what follows a host, read up to the first character no link is written with.
pub(super) fn path_end(classes: Classes, text: &str, from: usize) -> usize {
    let mut at = from;
    let mut before = 0_u8;
    while let Some((class, len)) = classes.at(text, at) {
        let first = text.as_bytes()[at];
        let goes_on = match class {
            Class::Latin | Class::Digit | Class::Underscore | Class::Hash | Class::At => len == 1,
            // A word glued to a short link is not part of it; a page name after `/` is.
            Class::Arabic => !before.is_ascii_alphanumeric(),
            Class::Mark | Class::Tatweel | Class::Letter => true,
            Class::Punctuation => len == 1 && first != b'\\',
            Class::Bracket => matches!(first, b'$' | b'\'' | b'(' | b')' | b'+' | b'[' | b']'),
            _ => false,
        };
        if !goes_on {
            break;
        }
        before = first;
        at += len;
    }
    trim_end(text, from, at)
}

/// Leaves out the punctuation of the sentence and closing brackets that were never opened.
fn trim_end(text: &str, from: usize, to: usize) -> usize {
    let bytes = &text.as_bytes()[from..to];
    let count = |wanted: u8| bytes.iter().filter(|b| **b == wanted).count();
    let mut unopened = [
        count(b')').saturating_sub(count(b'(')),
        count(b']').saturating_sub(count(b'[')),
    ];
    let mut end = to;
    while end > from {
        let extra = match text.as_bytes()[end - 1] {
            b')' => Some(&mut unopened[0]),
            b']' => Some(&mut unopened[1]),
            b'.' | b',' | b':' | b';' | b'!' | b'?' | b'\'' | b'*' | b'~' | b'(' | b'[' => None,
            _ => break,
        };
        match extra {
            Some(0) => break,
            Some(left) => *left -= 1,
            None => {}
        }
        end -= 1;
    }
    end
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_sorted() {
        assert!(TOP_LEVEL.is_sorted());
    }

    #[test]
    fn trims_what_belongs_to_the_sentence() {
        let cases = [
            ("example.com/a).", "example.com/a"),
            ("example.com/a_(b)", "example.com/a_(b)"),
            ("example.com/a?q=1!", "example.com/a?q=1"),
        ];
        for (text, expected) in cases {
            let (_, end) = link_end(Classes::get(), text, 0, 7).expect("a link");
            assert_eq!(&text[..end], expected);
        }
    }
}
