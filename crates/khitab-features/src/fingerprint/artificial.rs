//! Artificial texts for the tests of prints.

use crate::{Canonical, Document, Fingerprint};

/// The print of a text.
pub(super) fn print(text: &str) -> Fingerprint {
    Fingerprint::new(&Canonical::new(&Document::new(text), &[]))
}

/// Texts of 40 words, all different, from a fixed sequence.
pub(super) fn text(number: u64) -> String {
    let mut state = number + 1;
    let mut word = || {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
        format!("كلمة{}", state >> 48)
    };
    (0..40).map(|_| word()).collect::<Vec<_>>().join(" ")
}
