//! Unicode's own normal forms, NFC and NFKC, with the way back.

use std::sync::LazyLock;

use unicode_normalization::char::canonical_combining_class;
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick, is_nfkc_quick};

use super::choice::choices;
use super::places;
use super::rewrite::{Rewriter, Rewritten};
use crate::Span;
use crate::offsets::Attach;

choices! {
    /// Which of Unicode's normal forms the text gets before the other steps.
    Unicode {
        /// None.
        Keep = "keep",
        /// Canonical composition: two spellings of one character become one.
        Nfc = "nfc",
        /// Compatibility composition: also ﻻ ﷲ ｆ ① become their letters and digits.
        Nfkc = "nfkc",
    }
}

/// Composes the pieces of `source` that are not composed yet; `None` when all are.
pub(crate) fn compose(form: Unicode, source: &str) -> Option<Rewritten> {
    let mut out = Rewriter::new(source);
    let mut start = 0;
    let mut composed = String::new();
    loop {
        if form != Unicode::Nfkc {
            start = next_loose(source, start);
        }
        if start == source.len() {
            return out.finish();
        }
        let end = segment_end(form, source, start);
        let segment = &source[start..end];
        if !is_normal(form, segment) {
            composed.clear();
            if form == Unicode::Nfkc {
                composed.extend(segment.nfkc());
            } else if !sort_marks(segment, &mut composed) {
                composed.extend(segment.nfc());
            }
            if composed != segment {
                out.replace(Span::new(start, end), &composed, Attach::Before);
            }
        }
        start = end;
    }
}

/// A class that says: only Unicode's own tables know.
const ASK: u8 = u8::MAX;
/// Characters below this one have their class in a table: Arabic, marks, punctuation.
const KNOWN: usize = 0x3000;

/// The combining classes of the first characters, or [`ASK`].
static CLASSES: LazyLock<[u8; KNOWN]> = LazyLock::new(|| {
    core::array::from_fn(|code| match char::from_u32(code as u32) {
        Some(c) if is_sure(Unicode::Nfc, c) => canonical_combining_class(c),
        _ => ASK,
    })
});

/// Where the next segment starts that may not be composed, from the segment at `at` on.
fn next_loose(source: &str, mut at: usize) -> usize {
    /// After so many characters without marks the next mark is looked for with vectors.
    const CALM: usize = 8;
    let bytes = source.as_bytes();
    let classes = &*CLASSES;
    let (mut segment, mut last, mut calm) = (at, 0, 0);
    while let Some(&first) = bytes.get(at) {
        let (class, len) = class_at(classes, source, at, first);
        if class == 0 {
            (segment, calm) = (at, calm + 1);
        } else if class < last || class == ASK {
            return segment;
        } else {
            calm = 0;
        }
        (last, at) = (class, at + len);
        if calm == CALM {
            let found = places::unsettled(bytes, at);
            if found > at {
                let before = source[..found].char_indices().next_back();
                (segment, at) = (before.map_or(segment, |(start, _)| start), found);
            }
            calm = 0;
        }
    }
    source.len()
}

/// The class of the character at `at`, whose first byte is known, and its length.
#[inline(always)]
fn class_at(classes: &[u8; KNOWN], source: &str, at: usize, first: u8) -> (u8, usize) {
    let low = |i: usize| {
        let byte = source.as_bytes().get(at + i).copied().unwrap_or_default();
        usize::from(byte & 0x3F)
    };
    match first {
        0..0x80 => (0, 1),
        0x80..0xE0 => (classes[usize::from(first & 0x1F) << 6 | low(1)], 2),
        0xE0..0xE3 => (
            classes[usize::from(first & 0x0F) << 12 | low(1) << 6 | low(2)],
            3,
        ),
        _ => match source[at..].chars().next() {
            Some(c) if is_starter(c) => (0, c.len_utf8()),
            _ => (ASK, 1),
        },
    }
}

/// Puts the marks of a letter in their order, if that is all there is to do: true when it was.
fn sort_marks(segment: &str, out: &mut String) -> bool {
    const MOST: usize = 8;
    let mut marks = [(0, '\0'); MOST];
    let mut count = 0;
    let mut chars = segment.chars();
    let Some(letter) = chars.next().filter(|c| is_starter(*c)) else {
        return false;
    };
    for c in chars {
        let class = CLASSES.get(c as usize).copied().unwrap_or(ASK);
        if count == MOST || class == ASK || class == 0 {
            return false;
        }
        marks[count] = (class, c);
        count += 1;
    }
    marks[..count].sort_by_key(|(class, _)| *class);
    out.push(letter);
    out.extend(marks[..count].iter().map(|(_, mark)| mark));
    true
}

/// A segment is a starter that no composition reaches into, and all that may compose with it.
fn segment_end(form: Unicode, source: &str, start: usize) -> usize {
    let mut chars = source[start..].char_indices().skip(1);
    chars
        .find(|(_, c)| canonical_combining_class(*c) == 0 && is_sure(form, *c))
        .map_or(source.len(), |(at, _)| start + at)
}

/// Whether no canonical composition reaches from before the character into it.
pub(crate) fn is_starter(c: char) -> bool {
    canonical_combining_class(c) == 0 && is_sure(Unicode::Nfc, c)
}

/// Whether the character neither changes nor composes with the one before it.
fn is_sure(form: Unicode, c: char) -> bool {
    let one = core::iter::once(c);
    IsNormalized::Yes
        == if form == Unicode::Nfkc {
            is_nfkc_quick(one)
        } else {
            is_nfc_quick(one)
        }
}

fn is_normal(form: Unicode, segment: &str) -> bool {
    let chars = segment.chars();
    IsNormalized::Yes
        == if form == Unicode::Nfkc {
            is_nfkc_quick(chars)
        } else {
            is_nfc_quick(chars)
        }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::normalize::cases::check;

    #[test]
    fn cases() {
        check(
            |p| p.unicode = Unicode::Nfc,
            &[
                ("ا\u{0654}حمد cafe\u{0301}", "أحمد café"),
                ("ﻻ", "ﻻ"),
                // Shadda before fatha is the usual typing order, not the canonical one.
                ("م\u{0651}\u{064E}", "م\u{064E}\u{0651}"),
            ],
        );
        check(|p| p.unicode = Unicode::Nfkc, &[("ﻻ ①", "لا 1")]);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(256))]

        #[test]
        fn equals_the_iterators(source in "[اأويe\u{0301}\u{0323}\u{0653}-\u{0655}\u{064B}-\u{0652}ﻻ가각\u{0F71}\u{0F72}]{0,12}") {
            for form in [Unicode::Nfc, Unicode::Nfkc] {
                let whole: String = if form == Unicode::Nfc { source.nfc().collect() } else { source.nfkc().collect() };
                let ours = compose(form, &source).map_or(source.clone(), |r| r.text);
                prop_assert_eq!(ours, whole);
            }
        }
    }
}
