//! All one-character steps in one pass over the bytes.
//!
//! The inner loop writes into a small array and knows only characters whose outcome is at most
//! three bytes; it stops at the others, which are rare. Each full array is checked to be UTF-8
//! as it is appended.

use super::compose;
use super::rewrite::Rewritten;
use super::table::{ATTACHED, CHANGED, Fold, LEN, RARE, SAME, Table};
use crate::OffsetMap;
use crate::offsets::Attach;

/// Bytes of source that one run of the inner loop reads; its output fits the array.
const BLOCK: usize = 1024;
const SCRATCH: usize = 4 * BLOCK;

/// Whether the text still has to be composed when a character asks for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Composed {
    Yes,
    No,
}

/// Takes every character of `source` through `table`.
///
/// `None` when the text must be composed first.
pub(crate) fn fold(table: &Table, source: &str, composed: Composed) -> Option<Rewritten> {
    let mut pass = Pass {
        table,
        source,
        composed,
        text: String::with_capacity(source.len()),
        map: OffsetMap::default(),
    };
    let mut scratch = [0; SCRATCH];
    let mut at = 0;
    while at < source.len() {
        let stop = source.len().min(at + BLOCK);
        let (reached, written) = pass.block(at, stop, &mut scratch);
        pass.append(&scratch[..written]);
        at = reached;
        if at < stop {
            at = pass.rare(at)?;
        }
    }
    Some(Rewritten {
        text: pass.text,
        map: pass.map,
    })
}

struct Pass<'a> {
    table: &'a Table,
    source: &'a str,
    composed: Composed,
    text: String,
    map: OffsetMap,
}

impl Pass<'_> {
    /// Folds from `at` until `stop` or a rare character; gives where it stopped and how many
    /// bytes it wrote.
    fn block(&mut self, mut at: usize, stop: usize, out: &mut [u8; SCRATCH]) -> (usize, usize) {
        let bytes = self.source.as_bytes();
        let mut o = 0;
        while at < stop {
            let first = bytes[at];
            let (entry, width) = match first {
                0..0x80 => (self.table.narrow[usize::from(first)], 1),
                0x80..0xE0 => {
                    let second = bytes.get(at + 1).copied().unwrap_or_default();
                    let code = usize::from(first & 0x1F) << 6 | usize::from(second & 0x3F);
                    (self.table.narrow[code], 2)
                }
                _ => {
                    let c = char_at(self.source, at);
                    let entry = self.table.entry(c);
                    if entry & (RARE | SAME) != 0 {
                        if entry & RARE != 0
                            || (self.composed == Composed::No && self.table.needs_recompose(c))
                        {
                            return (at, o);
                        }
                        let width = c.len_utf8();
                        c.encode_utf8(&mut out[o..]);
                        o += width;
                        at += width;
                        continue;
                    }
                    (entry, c.len_utf8())
                }
            };
            if entry & (RARE | CHANGED) != 0 {
                if entry & RARE != 0 {
                    return (at, o);
                }
                let len = ((entry & LEN) >> 24) as usize;
                let attach = self.attach(entry, &out[..o]);
                self.map.change(at, width, len, attach);
            }
            out[o..o + 4].copy_from_slice(&entry.to_le_bytes());
            o += ((entry & LEN) >> 24) as usize;
            at += width;
        }
        (at, o)
    }

    /// A mark belongs to the letter before it; without one, to the letter after it.
    #[inline]
    fn attach(&self, entry: u32, written: &[u8]) -> Attach {
        if entry & ATTACHED == 0 {
            return Attach::Nothing;
        }
        match written.last().or(self.text.as_bytes().last()) {
            Some(byte) if *byte >= 0x80 || byte.is_ascii_alphanumeric() => Attach::Before,
            _ => Attach::After,
        }
    }

    fn append(&mut self, bytes: &[u8]) {
        // Every entry holds whole characters, so that a failure is our own mistake.
        match core::str::from_utf8(bytes) {
            Ok(text) => self.text.push_str(text),
            Err(_) => {
                debug_assert!(false, "an entry of the table is not UTF-8");
                self.text.push_str(&String::from_utf8_lossy(bytes));
            }
        }
    }

    /// Folds the one character at `at` that the inner loop left; gives where the next begins.
    #[cold]
    fn rare(&mut self, at: usize) -> Option<usize> {
        let c = char_at(self.source, at);
        let (width, len) = (c.len_utf8(), self.text.len());
        let entry = self.table.entry(c);
        let fold = if entry & RARE == 0 {
            &Fold::Recompose
        } else {
            self.table.rare(entry)
        };
        let mut attach = Attach::Nothing;
        match fold {
            Fold::Recompose if self.composed == Composed::No => return None,
            Fold::Recompose => self.text.push(c),
            Fold::Joiner if joins_emoji(&self.source[..at]) => self.text.push(c),
            Fold::To(text) => self.text.push_str(text),
            Fold::Compose => {
                attach = self.attach(ATTACHED, &[]);
                compose::recompose_last(self.table, self.source, at, &mut self.text);
            }
            Fold::Joiner | Fold::Delete(_) => {}
        }
        let added = self.text.len() - len;
        if added != width || matches!(fold, Fold::To(_)) {
            self.map.change(at, width, added, attach);
        }
        Some(at + width)
    }
}

fn char_at(source: &str, at: usize) -> char {
    source[at..].chars().next().unwrap_or_default()
}

/// Whether the text ends with a pictograph, its variation or its skin.
fn joins_emoji(before: &str) -> bool {
    before.chars().next_back().is_some_and(|c| {
        matches!(c, '\u{2190}'..='\u{2BFF}' | '\u{FE0F}' | '\u{1F000}'..='\u{1FAFF}' | '\u{E0020}'..='\u{E007F}')
    })
}
