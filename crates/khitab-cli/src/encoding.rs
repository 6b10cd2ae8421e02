//! What bytes that are no UTF-8 seem to be, so that a message can say what to do.

/// How many letters of windows-1256 make a guess.
const ENOUGH: usize = 4;

/// A hint for the end of a message; empty where nothing speaks for an encoding.
pub(crate) fn hint(bytes: &[u8]) -> &'static str {
    // Every second byte of Arabic is 06 there, and of spaces and digits 00.
    let marked = bytes.starts_with(&[0xFF, 0xFE]) || bytes.starts_with(&[0xFE, 0xFF]);
    if marked && bytes.iter().any(|byte| matches!(byte, 0 | 6)) {
        return ": it begins as UTF-16 does (iconv -f UTF-16 -t UTF-8)";
    }
    let high = bytes.iter().filter(|byte| !byte.is_ascii());
    let (letters, all) = high.fold((0, 0), |(letters, all), &byte| {
        (letters + usize::from(is_arabic_letter(byte)), all + 1)
    });
    // UTF-8 has a byte below C0 behind each first byte; a line of windows-1256 has hardly any.
    if letters >= ENOUGH && 10 * letters >= 9 * all {
        return ": it looks like windows-1256 (iconv -f WINDOWS-1256 -t UTF-8)";
    }
    ""
}

/// Whether a byte of windows-1256 is an Arabic letter, a vowel mark or an Arabic comma.
const fn is_arabic_letter(byte: u8) -> bool {
    matches!(
        byte,
        0xA1 | 0xC1..=0xD6 | 0xD8..=0xDF | 0xE1 | 0xE3..=0xE6 | 0xEC | 0xED | 0xF0..=0xF3 | 0xF5 | 0xF6 | 0xF8 | 0xFA
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn old_encodings_are_named_and_nothing_else_is() {
        // "peace be upon you" as windows-1256 writes it.
        let old = b"\xC7\xE1\xD3\xE1\xC7\xE3 \xDA\xE1\xED\xDF\xE3";
        assert!(hint(old).contains("windows-1256"));
        assert!(hint(b"\xFF\xFE\x27\x06").contains("UTF-16"));
        let cut = [b"\xFF".as_slice(), "السلام عليكم".as_bytes()].concat();
        for other in [&cut, b"\xC3\x28".as_slice(), b"\xE9t\xE9", b"\xFF\xFE", b""] {
            assert_eq!(hint(other), "");
        }
    }
}
