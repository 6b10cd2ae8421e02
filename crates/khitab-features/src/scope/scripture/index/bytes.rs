//! The index as bytes: written from the verses, read into whole books.

use core::fmt;
use core::ops::Range;

use super::{BREAK, ScriptureIndex, Verse};
use crate::Document;
use crate::scope::scripture::words::words_of;

const MAGIC: &[u8; 5] = b"KHQI\x01";

/// Why bytes are not a [`ScriptureIndex`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ScriptureError {
    /// The first bytes are not those of an index of this version.
    Magic,
    /// The bytes end too early, or go on after the end.
    Length,
}

impl fmt::Display for ScriptureError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Magic => "scripture index: wrong magic bytes or version",
            Self::Length => "scripture index: length does not fit its header",
        })
    }
}

impl core::error::Error for ScriptureError {}

impl ScriptureIndex {
    /// Writes the index of `verses`, each a sura, an ayah and its text, in the order of the
    /// book. A verse may come again in another spelling; only what differs is kept.
    ///
    /// The opening formula before the first verse of a sura is cut off unless it is the verse.
    #[must_use]
    pub fn build<'v>(verses: impl IntoIterator<Item = (u8, u16, &'v str)>) -> Vec<u8> {
        let mut seen: Vec<(u8, u16, Vec<u32>)> = Vec::new();
        let mut known = rustc_hash::FxHashSet::default();
        let mut opening: Vec<u32> = Vec::new();
        for (sura, ayah, text) in verses {
            let document = Document::plain(text);
            let mut words: Vec<u32> = words_of(&document).iter().map(|word| word.hash).collect();
            if (sura, ayah) == (1, 1) && opening.is_empty() {
                opening.clone_from(&words);
            } else if ayah == 1 && sura != 1 && words.len() > opening.len() {
                let prefix = usize::from(words.starts_with(&opening)) * opening.len();
                words.drain(..prefix);
            }
            if known.insert((sura, ayah, words.clone())) {
                seen.push((sura, ayah, words));
            }
        }
        let mut bytes = MAGIC.to_vec();
        bytes.extend(u32::try_from(seen.len()).unwrap_or(u32::MAX).to_le_bytes());
        for (sura, ayah, words) in &seen {
            bytes.push(*sura);
            bytes.extend(ayah.to_le_bytes());
            bytes.extend(u16::try_from(words.len()).unwrap_or(u16::MAX).to_le_bytes());
        }
        for hash in seen.iter().flat_map(|(_, _, words)| words) {
            bytes.extend(hash.to_le_bytes());
        }
        bytes
    }

    /// Reads what [`ScriptureIndex::build`] wrote.
    ///
    /// # Errors
    /// When the bytes are not an index of this version, or are cut short.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, ScriptureError> {
        let rest = bytes.strip_prefix(MAGIC).ok_or(ScriptureError::Magic)?;
        let (count, rest) = rest.split_first_chunk().ok_or(ScriptureError::Length)?;
        let count = u32::from_le_bytes(*count) as usize;
        let header = count.checked_mul(5).ok_or(ScriptureError::Length)?;
        let (header, rest) = rest
            .split_at_checked(header)
            .ok_or(ScriptureError::Length)?;
        let (written, []) = rest.as_chunks::<4>() else {
            return Err(ScriptureError::Length);
        };
        let mut rows = Vec::with_capacity(count);
        let mut end = 0;
        for row in header.chunks_exact(5) {
            let start = end;
            end += usize::from(u16::from_le_bytes([row[3], row[4]]));
            rows.push(((row[0], u16::from_le_bytes([row[1], row[2]])), start..end));
        }
        if end != written.len() {
            return Err(ScriptureError::Length);
        }
        let mut verses = Vec::with_capacity(2 * count);
        let mut words = Vec::with_capacity(2 * written.len());
        let mut last = None;
        for ((sura, ayah), text) in whole_books(rows) {
            if last.is_some_and(|last| last != (sura, ayah)) {
                words.push(BREAK);
            }
            let start = u32::try_from(words.len()).map_err(|_| ScriptureError::Length)?;
            verses.push(Verse { sura, ayah, start });
            words.extend(written[text].iter().copied().map(u32::from_le_bytes));
            last = Some((sura, ayah.saturating_add(1)));
        }
        Ok(Self::with_seeds(verses, words))
    }
}

/// A verse as it is written: its sura and ayah, and where its words lie.
type Row = ((u8, u16), Range<usize>);

/// The rows as whole books: where another spelling gives only the verses that differ, the others
/// are those of the first, so that a citation goes on from one to the next in either.
fn whole_books(rows: Vec<Row>) -> Vec<Row> {
    let ends = rows.windows(2).position(|pair| pair[1].0 <= pair[0].0);
    let Some(first) = ends.map(|end| end + 1) else {
        return rows;
    };
    let mut books = rows[..first].to_vec();
    let mut known = [].iter().peekable();
    for row in &rows[first..] {
        if books.last().is_some_and(|last| row.0 <= last.0) {
            books.extend(known.by_ref().cloned());
            known = rows[..first].iter().peekable();
        }
        while let Some(same) = known.next_if(|same| same.0 < row.0) {
            books.push(same.clone());
        }
        let _ = known.next_if(|same| same.0 == row.0);
        books.push(row.clone());
    }
    books.extend(known.cloned());
    books
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn broken_bytes_are_named() {
        let bytes = ScriptureIndex::build([(1, 1, "a b c d")]);
        assert_eq!(
            ScriptureIndex::from_bytes(b"junk").err(),
            Some(ScriptureError::Magic)
        );
        for cut in MAGIC.len()..bytes.len() {
            assert_eq!(
                ScriptureIndex::from_bytes(&bytes[..cut]).err(),
                Some(ScriptureError::Length)
            );
        }
    }
}
