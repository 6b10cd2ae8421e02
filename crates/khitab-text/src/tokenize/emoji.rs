//! Emoji sequences: skin tones, joined people, flags, keycaps.
//!
//! Follows the sequence grammar of Unicode Technical Standard 51, without its list of the
//! sequences that fonts draw: a joined pair is one emoji whether or not it is common.

use super::class::{Class, Classes, is_tag};

const VARIATION: char = '\u{FE0F}';
const TEXT_VARIATION: char = '\u{FE0E}';
const KEYCAP: char = '\u{20E3}';
pub(crate) const JOINER: char = '\u{200D}';

/// The end of the emoji whose first character ends at `at`.
pub(crate) fn sequence_end(classes: Classes, text: &str, mut at: usize) -> usize {
    let mut rest = text[at..].chars();
    while let Some(c) = rest.next() {
        let extends = matches!(
            c,
            VARIATION | TEXT_VARIATION | KEYCAP | '\u{1F3FB}'..='\u{1F3FF}'
        ) || is_tag(c);
        let after = at + c.len_utf8();
        if extends {
            at = after;
            continue;
        }
        let joined = (c == JOINER).then(|| rest.next()).flatten();
        match joined {
            Some(next) if begins_emoji(classes, text, after) => at = after + next.len_utf8(),
            _ => break,
        }
    }
    at
}

fn begins_emoji(classes: Classes, text: &str, at: usize) -> bool {
    match classes.at(text, at) {
        Some((Class::Emoji | Class::Flag, _)) => true,
        // Female and male signs, arrows and the like join without being emoji alone.
        Some((Class::Symbol, len)) => len == 3,
        _ => false,
    }
}

/// The end of a flag whose first half ends at `at`.
pub(crate) fn flag_end(classes: Classes, text: &str, at: usize) -> usize {
    match classes.at(text, at) {
        Some((Class::Flag, len)) => at + len,
        _ => sequence_end(classes, text, at),
    }
}

/// The end of a keycap such as `1` + U+FE0F + U+20E3, if the character before `at` is one.
pub(crate) fn keycap_end(text: &str, at: usize) -> Option<usize> {
    // Asked after every digit: one byte decides nearly always.
    if !matches!(text.as_bytes().get(at), Some(0xE2 | 0xEF)) {
        return None;
    }
    let rest = text.get(at..)?;
    let bare = rest.strip_prefix(VARIATION).unwrap_or(rest);
    let after = bare.strip_prefix(KEYCAP)?;
    Some(text.len() - after.len())
}

/// Whether a variation selector makes the symbol before `at` an emoji.
pub(crate) fn is_made_emoji(text: &str, at: usize) -> bool {
    text.as_bytes().get(at) == Some(&0xEF)
        && text.get(at..).is_some_and(|s| s.starts_with(VARIATION))
}
