//! Unicode's own normal forms, NFC and NFKC, with the way back.

use unicode_normalization::char::canonical_combining_class;
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick, is_nfkc_quick};

use super::choice::choices;
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
    while start < source.len() {
        let end = segment_end(form, source, start);
        let segment = &source[start..end];
        if !is_normal(form, segment) {
            let composed: String = match form {
                Unicode::Nfkc => segment.nfkc().collect(),
                _ => segment.nfc().collect(),
            };
            if composed != segment {
                out.replace(Span::new(start, end), &composed, Attach::Before);
            }
        }
        start = end;
    }
    out.finish()
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
