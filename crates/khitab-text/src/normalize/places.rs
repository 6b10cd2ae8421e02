//! Where a step that looks at neighbours may find something, sixty-four bytes at a time.
//!
//! Each of these steps is rare. A look at bytes tells where one can begin, and everything between
//! is left alone.

use fearless_simd::{Simd, SimdBase, SimdInt, SimdMask, dispatch};

use crate::simd::{self, WIDTH, below};

/// How far behind a byte the others stand that are looked at with it.
const REACH: usize = 8;
/// Bytes of which one look tells; a run that begins in them may go `REACH` further.
const STEP: usize = WIDTH - REACH;

type Window = [u8; WIDTH + REACH];

/// Where a letter stands three times in a row, from the character boundary `at` on; else the end.
pub(crate) fn thrice(bytes: &[u8], at: usize) -> usize {
    dispatch!(simd::level(), simd => first(bytes, at, |window| mark_thrice(simd, window)))
}

/// Where white space stands beside white space or is no plain space or line end, or may be.
pub(crate) fn spaces(bytes: &[u8], at: usize) -> usize {
    dispatch!(simd::level(), simd => first(bytes, at, |window| mark_spaces(simd, window)))
}

/// Where a sign stands that every link, address or mention has; with `emoji`, also where a
/// character is long enough to be part of one.
pub(crate) fn links(bytes: &[u8], at: usize, emoji: bool) -> usize {
    let longest = if emoji { 0xE2 } else { 0xFF };
    dispatch!(simd::level(), simd => first(bytes, at, |window| mark_links(simd, window, longest)))
}

/// Where a character stands that is neither ASCII nor a letter or digit of U+0600 to U+067F: all
/// others there begin no composition and end none.
pub(crate) fn unsettled(bytes: &[u8], at: usize) -> usize {
    dispatch!(simd::level(), simd => first(bytes, at, |window| mark_unsettled(simd, window)))
}

/// The first marked place.
#[inline(always)]
fn first(bytes: &[u8], mut at: usize, mark: impl Fn(&Window) -> u64) -> usize {
    while at < bytes.len() {
        let mut filler = [0; WIDTH + REACH];
        let rest = &bytes[at..];
        let window = rest.first_chunk().unwrap_or_else(|| {
            filler[..rest.len()].copy_from_slice(rest);
            &filler
        });
        let marks = mark(window) & below(STEP);
        if marks != 0 {
            return bytes.len().min(at + marks.trailing_zeros() as usize);
        }
        at += STEP;
    }
    bytes.len()
}

/// The bytes for which `test` holds, given the vectors from there and from `ahead` bytes on.
#[inline(always)]
fn bits<S: Simd>(
    simd: S,
    window: &Window,
    ahead: usize,
    test: impl Fn(S::u8s, S::u8s) -> S::mask8s,
) -> u64 {
    let mut bits = 0;
    for from in (0..WIDTH).step_by(S::u8s::N) {
        let here = S::u8s::from_slice(simd, &window[from..][..S::u8s::N]);
        let next = S::u8s::from_slice(simd, &window[from + ahead..][..S::u8s::N]);
        bits |= test(here, next).to_bitmask() << from;
    }
    bits
}

#[inline(always)]
fn mark_thrice<S: Simd>(simd: S, window: &Window) -> u64 {
    let letter = |b: S::u8s| ((b | 0x20) - b'a').simd_lt(26);
    let one = bits(simd, window, 1, |b, next| letter(b) & b.simd_eq(next));
    let two = bits(simd, window, 2, |b, next| (b ^ next).simd_eq(0));
    let starts = bits(simd, window, 1, |b, _| b.simd_ge(0xC0));
    let pairs = two & two >> 1;
    let mut marks = one & one >> 1 | starts & pairs & pairs >> 2;
    let long = bits(simd, window, 1, |b, _| b.simd_ge(0xE0));
    if long != 0 {
        let three = bits(simd, window, 3, |b, next| (b ^ next).simd_eq(0));
        let three = three & three >> 1 & three >> 2;
        let four = bits(simd, window, 4, |b, next| (b ^ next).simd_eq(0));
        let four = four & four >> 1;
        let four = four & four >> 2;
        marks |= long & (three & three >> 3 | four & four >> 4);
    }
    marks
}

#[inline(always)]
fn mark_spaces<S: Simd>(simd: S, window: &Window) -> u64 {
    let control = |b: S::u8s| (b - 9).simd_lt(5);
    let space = |b: S::u8s| b.simd_eq(b' ') | control(b);
    bits(simd, window, 1, |b, next| {
        let odd = control(b) & !b.simd_eq(b'\n');
        // U+0085 and U+00A0, U+1680, U+2000 to U+205F, U+3000.
        let wide = b.simd_eq(0xC2) | (b - 0xE1).simd_lt(3);
        odd | wide | space(b) & space(next)
    })
}

#[inline(always)]
fn mark_links<S: Simd>(simd: S, window: &Window, longest: u8) -> u64 {
    bits(simd, window, 1, |b, next| {
        let letter = ((next | 0x20) - b'a').simd_lt(26);
        let closes = next.simd_eq(b']');
        let dot = b.simd_eq(b'.') & (letter | closes | next.simd_eq(b')'));
        let slash = next.simd_eq(b'/') | next.simd_eq(b'\\');
        let scheme = b.simd_eq(b':') & (slash | closes);
        // `[dot]`, `(at)`
        let spelled = next.simd_eq(b'd') | next.simd_eq(b'a');
        let spelled = (b.simd_eq(b'[') | b.simd_eq(b'(')) & spelled;
        // U+FF20 is a sign of mentions too.
        let at = b.simd_eq(b'@') | b.simd_eq(0xEF);
        dot | scheme | spelled | at | b.simd_ge(longest)
    })
}

#[inline(always)]
fn mark_unsettled<S: Simd>(simd: S, window: &Window) -> u64 {
    bits(simd, window, 1, |b, next| {
        // U+0610 to U+061A, U+064B to U+065F, U+0670.
        let early = b.simd_eq(0xD8) & (next - 0x90).simd_lt(0x0B);
        let late = b.simd_eq(0xD9) & ((next - 0x8B).simd_lt(0x15) | next.simd_eq(0xB0));
        let other = b.simd_ge(0xC0) & !(b | 1).simd_eq(0xD9);
        early | late | other
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::unicode::is_starter;
    use super::*;

    /// The place of the first letter that stands three times, one character after the other.
    fn plain_thrice(text: &str) -> usize {
        let chars: Vec<_> = text.char_indices().collect();
        let run = |w: &&[(usize, char)]| {
            let letter = !w[0].1.is_ascii() || w[0].1.is_ascii_alphabetic();
            letter && w[1].1 == w[0].1 && w[2].1 == w[0].1
        };
        chars.windows(3).find(run).map_or(text.len(), |w| w[0].0)
    }

    fn plain_spaces(text: &str) -> Option<usize> {
        let odd = |c: char| c.is_whitespace() && c != ' ' && c != '\n';
        let mut before = 'x';
        for (at, c) in text.char_indices() {
            if odd(c) || (before.is_whitespace() && c.is_whitespace()) {
                return Some(at);
            }
            before = c;
        }
        None
    }

    #[test]
    fn what_is_settled_composes_with_nothing() {
        for c in ('\0'..'\u{3000}').filter(|c| *c != '\0') {
            let text = c.to_string();
            let settled = unsettled(text.as_bytes(), 0) == text.len();
            assert!(!settled || is_starter(c), "U+{:04X}", c as u32);
            assert_eq!(
                settled && !c.is_ascii(),
                settled && ('\u{600}'..'\u{680}').contains(&c)
            );
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(256) })]

        #[test]
        fn letters_three_times_are_found(text in "([a-cا-ج]{0,70}|[字\u{1F600}ﺍ ]{0,3}|字{2,3}|😀{2,4}|[. ]{0,90}){0,6}") {
            prop_assert_eq!(thrice(text.as_bytes(), 0), plain_thrice(&text));
        }

        #[test]
        fn no_white_space_is_passed_over(text in "([ا-ج]{0,40} |[ا-ج]{0,40}\n|  |[\t\u{A0}\u{2003}\u{3000}\u{85}a]|“){0,9}") {
            if let Some(at) = plain_spaces(&text) {
                prop_assert!(spaces(text.as_bytes(), 0) <= at);
            }
        }
    }
}
