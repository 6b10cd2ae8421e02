//! All one-character steps in one pass over the bytes.
//!
//! A pass goes block by block. Within a block, [`Lanes`](super::lanes::Lanes) take plain Arabic
//! sixty-four bytes at a time and the table takes every other character, both into a small array
//! that is checked to be UTF-8 as it is appended. A character whose outcome does not fit a table
//! entry ends the block; those are rare. Where a character may compose with others, the pass goes
//! back to the block's start, composes from there to the end of that cluster, and folds again.

use fearless_simd::{Simd, dispatch};

use super::compose;
use super::lanes::wide_bytes;
use super::rewrite::Rewritten;
use super::table::{ATTACHED, CHANGED, FRESH, Fold, LEN, RARE, SAME, Table};
use super::unicode::{self, Unicode};
use crate::OffsetMap;
use crate::offsets::{Attach, Mark};
use crate::simd::{self, WIDTH, below};

/// Bytes that one block writes, about.
const BLOCK: usize = 512;
/// Room for the window or the character that goes beyond it.
const ROOM: usize = BLOCK + 2 * WIDTH;

/// Takes every character of `source` through `table`, composing to `form` where it must; writes
/// into the memory of `room`.
pub(crate) fn fold(table: &Table, form: Unicode, source: &str, room: Rewritten) -> Rewritten {
    let mut pass = Pass::new(table, source, Composed::No, room);
    let mut block = Block::new();
    let mut start = pass.mark(0);
    let mut at = 0;
    while at < source.len() {
        let reached = pass.block(at, &mut block);
        match pass.rare(reached, &block) {
            Some(next) => at = next,
            None => at = pass.compose_from(&start, reached, form),
        }
        if pass.starts_afresh(at) {
            start = pass.mark(at);
        }
    }
    pass.finish()
}

/// Takes composed text through `table`.
fn fold_composed(table: &Table, source: &str, room: Rewritten) -> Rewritten {
    let mut pass = Pass::new(table, source, Composed::Yes, room);
    let mut block = Block::new();
    let mut at = 0;
    while at < source.len() {
        let reached = pass.block(at, &mut block);
        at = pass.rare(reached, &block).unwrap_or(source.len());
    }
    pass.finish()
}

/// Whether the text still has to be composed when a character asks for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Composed {
    Yes,
    No,
}

/// A place to which a pass can go back.
struct Start {
    at: usize,
    written: usize,
    map: Mark,
}

/// What one block writes.
struct Block {
    /// How far it has come in the source.
    at: usize,
    written: usize,
    bytes: [u8; ROOM],
}

impl Block {
    const fn new() -> Self {
        Self {
            at: 0,
            written: 0,
            bytes: [0; ROOM],
        }
    }

    const fn is_full(&self) -> bool {
        self.written >= BLOCK
    }
}

struct Pass<'a> {
    table: &'a Table,
    source: &'a str,
    composed: Composed,
    text: String,
    map: OffsetMap,
}

impl<'a> Pass<'a> {
    fn new(table: &'a Table, source: &'a str, composed: Composed, room: Rewritten) -> Self {
        let Rewritten { text, map } = room.emptied(source.len());
        Self {
            table,
            source,
            composed,
            text,
            map,
        }
    }

    fn finish(self) -> Rewritten {
        Rewritten {
            text: self.text,
            map: self.map,
        }
    }

    /// Folds about a block from `at` on, at most up to a character for [`rare`](Self::rare),
    /// appends it, and gives where it stopped.
    fn block(&mut self, at: usize, block: &mut Block) -> usize {
        (block.at, block.written) = (at, 0);
        if at == 0 {
            // A window needs the byte before it.
            self.letters(block, 1);
        }
        // How far the table works before the lanes are tried again.
        let mut patience = 1;
        while block.at < self.source.len() && !block.is_full() {
            let from = block.at;
            if self.table.lanes.usable() {
                dispatch!(simd::level(), simd => self.plain(simd, block));
            }
            let went_far = block.at - from >= WIDTH / 4;
            patience = if went_far { 1 } else { 2 * patience };
            let until = self.source.len().min(block.at + patience);
            self.letters(block, until);
            if block.at < until {
                break;
            }
        }
        self.append(block);
        block.at
    }

    /// Folds plain Arabic as long as it goes.
    #[inline(always)]
    fn plain<S: Simd>(&mut self, simd: S, block: &mut Block) {
        while block.at < self.source.len() && !block.is_full() {
            let mut filler = [0; WIDTH + 2];
            let window = simd::window(self.source.as_bytes(), block.at, &mut filler);
            let Some(room) = block.bytes[block.written..].first_chunk_mut() else {
                return;
            };
            let folded = self.table.lanes.fold(simd, window, room);
            // A character that the window cuts in two is left to the next.
            let whole = WIDTH - usize::from(window[WIDTH] >= 0xC0);
            let rest = self.source.len() - block.at;
            let special = folded.special & below(whole);
            // A branch, so that the next window need not wait for the masks of this one.
            let ends = special != 0 || rest < whole;
            let len = if ends {
                rest.min(special.trailing_zeros() as usize)
            } else {
                whole
            };
            if folded.deleted & below(len) == 0 {
                block.written += len;
            } else {
                self.close_up(simd, folded.deleted & below(len), len, block);
            }
            block.at += len;
            if ends {
                return;
            }
        }
    }

    /// Drops the characters of two bytes that begin at a bit of `deleted`, of the `len` bytes that
    /// a window has just left behind the written.
    #[inline(always)]
    fn close_up<S: Simd>(&mut self, simd: S, deleted: u64, len: usize, block: &mut Block) {
        let pairs = deleted | deleted << 1;
        let Some(bytes) = block.bytes[block.written..].first_chunk() else {
            return;
        };
        // A mark behind a letter that is not ASCII belongs to it, and most marks are such.
        let runs = pairs & !(pairs << 1);
        let wide = wide_bytes(simd, bytes);
        let begins = runs & 1 == 1;
        let carried = begins && self.side(block) == Attach::Before;
        if runs & !(wide << 1 | u64::from(carried)) == 0 {
            self.map.delete_marks(block.at, deleted);
        } else {
            self.delete_runs(deleted, pairs, block);
        }
        if let Some(bytes) = block.bytes[block.written..].first_chunk_mut() {
            block.written += simd::keep(simd, bytes, !pairs & below(len));
        }
    }

    /// Notes the deletions of a window in which some marks belong to no letter.
    #[inline(never)]
    fn delete_runs(&mut self, deleted: u64, mut pairs: u64, block: &Block) {
        let bytes = &block.bytes[block.written..];
        while pairs != 0 {
            let start = pairs.trailing_zeros() as usize;
            let attach = match start.checked_sub(1) {
                Some(before) => side_after(bytes[before]),
                None => self.side(block),
            };
            let end = start + (pairs >> start).trailing_ones() as usize;
            let mut run = deleted & below(end) & !below(start);
            while run != 0 {
                let at = block.at + run.trailing_zeros() as usize;
                self.map.change(at, 2, 0, attach);
                run &= run - 1;
            }
            pairs &= !below(end);
        }
    }

    /// Folds through the table until `stop` or a rare character.
    fn letters(&mut self, block: &mut Block, stop: usize) {
        let bytes = self.source.as_bytes();
        while block.at < stop && !block.is_full() {
            let first = bytes[block.at];
            let (entry, width) = match first {
                0..0x80 => (self.table.narrow[usize::from(first)], 1),
                0x80..0xE0 => {
                    let second = bytes.get(block.at + 1).copied().unwrap_or_default();
                    let code = usize::from(first & 0x1F) << 6 | usize::from(second & 0x3F);
                    (self.table.narrow[code], 2)
                }
                _ => {
                    let c = char_at(self.source, block.at);
                    let entry = self.table.entry(c);
                    if entry & SAME != 0 {
                        if self.composed == Composed::No && self.table.needs_recompose(c) {
                            return;
                        }
                        let width = c.encode_utf8(&mut block.bytes[block.written..]).len();
                        block.written += width;
                        block.at += width;
                        continue;
                    }
                    (entry, c.len_utf8())
                }
            };
            if entry & RARE != 0 {
                return;
            }
            let len = ((entry & LEN) >> 24) as usize;
            if entry & CHANGED != 0 {
                let attach = if entry & ATTACHED == 0 {
                    Attach::Nothing
                } else {
                    self.side(block)
                };
                self.map.change(block.at, width, len, attach);
            }
            let room = &mut block.bytes[block.written..][..4];
            room.copy_from_slice(&entry.to_le_bytes());
            block.written += len;
            block.at += width;
        }
    }

    /// To which side a mark belongs that comes next.
    #[inline]
    fn side(&self, block: &Block) -> Attach {
        let written = block.bytes[..block.written].last();
        let last = written.or(self.text.as_bytes().last());
        last.map_or(Attach::After, |last| side_after(*last))
    }

    fn append(&mut self, block: &mut Block) {
        // The check takes whole windows, and what is left of one slowly; zeros are UTF-8 too.
        let len = block.written.next_multiple_of(WIDTH).max(WIDTH);
        block.bytes[block.written..][..WIDTH].fill(0);
        let text = simdutf8::basic::from_utf8(&block.bytes[..len]).ok();
        match text.and_then(|text| text.get(..block.written)) {
            Some(text) => self.text.push_str(text),
            None => {
                // Every entry holds whole characters, so that this is our own mistake.
                debug_assert!(false, "an entry of the table is not UTF-8");
                let bytes = &block.bytes[..block.written];
                self.text.push_str(&String::from_utf8_lossy(bytes));
            }
        }
        block.written = 0;
    }

    /// Folds the character at `at` if the inner loop could not; gives where the next begins,
    /// or `None` when the text around must be composed first.
    fn rare(&mut self, at: usize, block: &Block) -> Option<usize> {
        let Some(c) = self.source[at..].chars().next() else {
            return Some(at);
        };
        let entry = self.table.entry(c);
        if entry & RARE == 0 {
            // A character that stays may have to be composed all the same.
            let asks = c.len_utf8() > 2 && entry & SAME != 0 && self.composed == Composed::No;
            return (!asks || !self.table.needs_recompose(c)).then_some(at);
        }
        let (width, len) = (c.len_utf8(), self.text.len());
        let fold = self.table.rare(entry);
        let mut attach = Attach::Nothing;
        match fold {
            Fold::Recompose(_) if self.composed == Composed::No => return None,
            Fold::Joiner if joins_emoji(&self.source[..at]) => self.text.push(c),
            Fold::To(text) | Fold::Recompose(text) => self.text.push_str(text),
            Fold::Compose => {
                attach = self.side(block);
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

    fn mark(&self, at: usize) -> Start {
        Start {
            at,
            written: self.text.len(),
            map: self.map.mark(),
        }
    }

    /// Whether nothing that stands before `at` composes with what stands from it on, neither
    /// before nor after folding.
    fn starts_afresh(&self, at: usize) -> bool {
        let c = self.source[at..].chars().next();
        c.is_none_or(|c| {
            let entry = self.table.entry(c);
            match entry & (RARE | SAME) {
                RARE => matches!(self.table.rare(entry), Fold::To(_)) && unicode::is_starter(c),
                SAME if c.len_utf8() > 2 => unicode::is_starter(c),
                _ => entry & FRESH != 0,
            }
        })
    }

    /// Goes back to `start` and composes from there past `at`; gives where the next begins.
    #[cold]
    fn compose_from(&mut self, start: &Start, at: usize, form: Unicode) -> usize {
        self.text.truncate(start.written);
        self.map.go_back(&start.map);
        let mut chars = self.source[at..].char_indices().skip(1);
        let end = chars
            .find(|(i, _)| self.starts_afresh(at + i))
            .map_or(self.source.len(), |(i, _)| at + i);
        let piece = &self.source[start.at..end];
        let done = composed_fold(self.table, form, piece, Rewritten::default());
        self.map.append(start.at, &done.map);
        self.text.push_str(&done.text);
        end
    }
}

/// Composes, folds, and composes again what a deletion may have brought together.
pub(crate) fn composed_fold(
    table: &Table,
    form: Unicode,
    source: &str,
    room: Rewritten,
) -> Rewritten {
    let first = unicode::compose(form, source);
    let middle = first.as_ref().map_or(source, |first| &first.text);
    let mut done = fold_composed(table, middle, room);
    let same = done.text == middle;
    if let Some(first) = &first {
        done.map = first.map.then(&done.map);
    }
    if !same && let Some(last) = unicode::compose(form, &done.text) {
        done.map = done.map.then(&last.map);
        done.text = last.text;
    }
    done
}

/// A mark belongs to the letter before it; without one, to the letter after it.
const fn side_after(last: u8) -> Attach {
    if last >= 0x80 || last.is_ascii_alphanumeric() {
        Attach::Before
    } else {
        Attach::After
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

#[cfg(test)]
mod tests;
