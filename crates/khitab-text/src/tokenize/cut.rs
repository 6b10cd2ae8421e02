//! Where a text can be cut without a trace in its tokens.
//!
//! Behind white space that an ordinary character follows: no token, mark, emoji sequence or control
//! reaches over such a place.

use super::class::{Class, Classes};

/// The last such place within the first `end` bytes, judged by all of `bytes`; they need not be
/// UTF-8.
pub(crate) fn last(bytes: &[u8], mut end: usize) -> Option<usize> {
    while let Some(at) = bytes[..end].iter().rposition(is_space) {
        if is_ordinary(bytes, at + 1) {
            return Some(at + 1);
        }
        end = at;
    }
    None
}

/// Whether `at` is such a place.
#[cfg(feature = "hf")]
pub(crate) fn is_cut(bytes: &[u8], at: usize) -> bool {
    bytes[..at].last().is_some_and(is_space) && is_ordinary(bytes, at)
}

/// The first such place behind `from`, or the end.
pub(crate) fn next(bytes: &[u8], from: usize) -> usize {
    let mut at = from;
    while let Some(found) = bytes[at..].iter().position(is_space) {
        at += found + 1;
        if is_ordinary(bytes, at) {
            return at;
        }
    }
    bytes.len()
}

/// Where the block that begins at `start` ends: it has `least` bytes if the text allows it, and is
/// cut between two characters at `most`.
pub(crate) fn block_end(bytes: &[u8], start: usize, least: usize, most: usize) -> usize {
    let mut wanted = least;
    while bytes.len() - start > wanted {
        let block = &bytes[start..start + wanted];
        if let Some(end) = last(block, wanted) {
            return start + end;
        }
        if wanted >= most {
            return start + forced(block);
        }
        wanted = (2 * wanted).min(most);
    }
    bytes.len()
}

/// The last place between two characters, so that text without spaces ends somewhere.
pub(crate) fn forced(bytes: &[u8]) -> usize {
    let starts = |b: &u8| *b & 0xC0 != 0x80;
    let tail = bytes.len() - 4;
    bytes[tail..]
        .iter()
        .rposition(starts)
        .map_or(bytes.len(), |at| tail + at)
}

fn is_space(byte: &u8) -> bool {
    matches!(byte, b' ' | b'\n' | b'\t' | b'\r')
}

/// Whether what stands at `at` has nothing to do with what stands before it.
fn is_ordinary(bytes: &[u8], at: usize) -> bool {
    // One character is at most four bytes; reading on would be quadratic.
    let next = bytes[at..bytes.len().min(at + 4)].utf8_chunks().next();
    let class = next.and_then(|chunk| Classes::get().at(chunk.valid(), 0));
    !matches!(
        class,
        None | Some((
            Class::Space | Class::Mark | Class::Control | Class::Tatweel,
            _
        ))
    )
}
