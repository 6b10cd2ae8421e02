//! All one-character steps in one pass over the bytes.
//!
//! A pass goes block by block. Within a block, pieces of plain Arabic go through
//! [`Lanes`](super::lanes::Lanes) and the rest character by character through the table, into a
//! small array that is checked to be UTF-8 as it is appended. A character whose outcome does not
//! fit a table entry ends the block; those are rare. Where a character may compose with others,
//! the pass goes back to the block's start, composes from there to the end of that cluster, and
//! folds again.

use super::compose;
use super::lanes::{LANES, WINDOW};
use super::rewrite::Rewritten;
use super::table::{ATTACHED, CHANGED, Fold, LEN, LETTER, RARE, SAME, Table};
use super::unicode::{self, Unicode};
use crate::OffsetMap;
use crate::offsets::{self, Attach, LONG, Mark};

/// Bytes of source that one run of the inner loop reads.
const BLOCK: usize = 256;
/// Room for its output: three bytes for each, the last character, and a whole piece to spare.
const SCRATCH: usize = 3 * BLOCK + 2 * LANES;

/// Takes every character of `source` through `table`, composing to `form` where it must.
pub(crate) fn fold(table: &Table, form: Unicode, source: &str) -> Rewritten {
    let mut pass = Pass::new(table, source, Composed::No);
    let mut room = Room::new();
    let mut start = pass.mark(0);
    let mut at = 0;
    while at < source.len() {
        let reached = pass.block(at, &mut room);
        match pass.rare(reached) {
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
fn fold_composed(table: &Table, source: &str) -> Rewritten {
    let mut pass = Pass::new(table, source, Composed::Yes);
    let mut room = Room::new();
    let mut at = 0;
    while at < source.len() {
        let reached = pass.block(at, &mut room);
        at = pass.rare(reached).unwrap_or(source.len());
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

/// What one block writes: bytes, and changes of length packed for the map.
struct Room {
    bytes: [u8; SCRATCH],
    changes: [u16; BLOCK + 1],
}

impl Room {
    const fn new() -> Self {
        Self {
            bytes: [0; SCRATCH],
            changes: [0; BLOCK + 1],
        }
    }
}

/// How far a block has come: in the source, in what it writes, and where the source last changed.
struct Run {
    at: usize,
    written: usize,
    changes: usize,
    changed: usize,
}

struct Pass<'a> {
    table: &'a Table,
    source: &'a str,
    composed: Composed,
    text: String,
    map: OffsetMap,
}

impl<'a> Pass<'a> {
    fn new(table: &'a Table, source: &'a str, composed: Composed) -> Self {
        Self {
            table,
            source,
            composed,
            text: String::with_capacity(source.len()),
            map: OffsetMap::default(),
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
    fn block(&mut self, at: usize, room: &mut Room) -> usize {
        let stop = self.source.len().min(at + BLOCK);
        let mut run = Run {
            at,
            written: 0,
            changes: 0,
            changed: self.map.original_end(),
        };
        // How far the table works before the lanes are tried again.
        let mut patience = LANES;
        while run.at < stop {
            let plain = self.lanes(run.at, stop, &mut room.bytes[run.written..]);
            if plain > 0 {
                run.at += plain;
                run.written += plain;
                patience = LANES;
                continue;
            }
            let until = stop.min(run.at + patience);
            patience = (patience * 2).min(BLOCK);
            self.letters(&mut run, until, room);
            if run.at < until {
                break;
            }
        }
        self.append(&run, room);
        run.at
    }

    /// Folds plain Arabic as long as it goes; the number of bytes done, in and out alike.
    #[inline]
    fn lanes(&self, from: usize, stop: usize, out: &mut [u8]) -> usize {
        let bytes = self.source.as_bytes();
        let mut done = 0;
        while from + done < stop
            && let Some(before) = (from + done).checked_sub(1)
            && let Some(window) = bytes[before..].first_chunk::<WINDOW>()
            && let Some(room) = out[done..].first_chunk_mut::<LANES>()
            && let Some(more) = self.table.lanes.fold(window, room)
        {
            done += more;
        }
        if done == 0 && from < stop {
            return self.edge(from, stop, out);
        }
        done
    }

    /// The same for the first and the last piece, which the window does not fit: zeros stand
    /// for the bytes beyond the text.
    fn edge(&self, from: usize, stop: usize, out: &mut [u8]) -> usize {
        let bytes = self.source.as_bytes();
        let end = bytes.len().min(from + LANES + 1);
        let inner = from > 0 && from + LANES < bytes.len();
        if inner || stop < end.min(from + LANES) {
            return 0;
        }
        let mut window = [0; WINDOW];
        window[1..=end - from].copy_from_slice(&bytes[from..end]);
        let Some(room) = out.first_chunk_mut::<LANES>() else {
            return 0;
        };
        let done = self.table.lanes.fold(&window, room).unwrap_or_default();
        done.min(bytes.len() - from)
    }

    /// Folds until `stop` or a rare character.
    ///
    /// Whether a character is deleted cannot be foretold in vocalised text, so that nothing here
    /// branches on it: what is not wanted is written over.
    fn letters(&self, run: &mut Run, stop: usize, room: &mut Room) {
        let bytes = self.source.as_bytes();
        let Run {
            mut at,
            written: mut o,
            mut changes,
            mut changed,
        } = *run;
        let last = room.bytes[..o].last().or(self.text.as_bytes().last());
        let mut side = if last.is_some_and(|b| *b >= 0x80 || b.is_ascii_alphanumeric()) {
            Attach::Before as usize
        } else {
            Attach::After as usize
        };
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
                    if entry & SAME != 0 {
                        if self.composed == Composed::No && self.table.needs_recompose(c) {
                            break;
                        }
                        let width = c.encode_utf8(&mut room.bytes[o..]).len();
                        side = Attach::Before as usize;
                        o += width;
                        at += width;
                        continue;
                    }
                    (entry, c.len_utf8())
                }
            };
            let gap = at - changed;
            if entry & RARE != 0 || (gap >= LONG && entry & CHANGED != 0) {
                break;
            }
            let len = ((entry & LEN) >> 24) as usize;
            room.bytes[o..o + 4].copy_from_slice(&entry.to_le_bytes());
            o += len;
            let attach = if entry & ATTACHED == 0 { 0 } else { side };
            room.changes[changes] = offsets::entry(gap, attach, width, len);
            at += width;
            if entry & CHANGED != 0 {
                changes += 1;
                changed = at;
            }
            if len != 0 {
                side = if entry & LETTER == 0 { 2 } else { 1 };
            }
        }
        *run = Run {
            at,
            written: o,
            changes,
            changed,
        };
    }

    /// A mark belongs to the letter before it; without one, to the letter after it.
    fn side(&self) -> Attach {
        match self.text.as_bytes().last() {
            Some(byte) if *byte >= 0x80 || byte.is_ascii_alphanumeric() => Attach::Before,
            _ => Attach::After,
        }
    }

    fn append(&mut self, run: &Run, room: &Room) {
        // Every entry holds whole characters, so that a failure is our own mistake.
        let bytes = &room.bytes[..run.written];
        match simdutf8::basic::from_utf8(bytes) {
            Ok(text) => self.text.push_str(text),
            Err(_) => {
                debug_assert!(false, "an entry of the table is not UTF-8");
                self.text.push_str(&String::from_utf8_lossy(bytes));
            }
        }
        let since = run.at - run.changed;
        let changes = &room.changes[..run.changes];
        self.map
            .extend(changes, run.changed, self.text.len().saturating_sub(since));
    }

    /// Folds the character at `at` if the inner loop could not; gives where the next begins,
    /// or `None` when the text around must be composed first.
    fn rare(&mut self, at: usize) -> Option<usize> {
        let Some(c) = self.source[at..].chars().next() else {
            return Some(at);
        };
        let entry = self.table.entry(c);
        if entry & RARE == 0 {
            return self.far_change(at, entry, c);
        }
        let (width, len) = (c.len_utf8(), self.text.len());
        let fold = self.table.rare(entry);
        let mut attach = Attach::Nothing;
        match fold {
            Fold::Recompose(_) if self.composed == Composed::No => return None,
            Fold::Joiner if joins_emoji(&self.source[..at]) => self.text.push(c),
            Fold::To(text) | Fold::Recompose(text) => self.text.push_str(text),
            Fold::Compose => {
                attach = self.side();
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

    /// A change after a long gap, which the inner loop leaves.
    fn far_change(&mut self, at: usize, entry: u32, c: char) -> Option<usize> {
        let len = ((entry & LEN) >> 24) as usize;
        if entry & CHANGED == 0 {
            let asks = entry & SAME != 0 && c.len_utf8() > 2 && self.composed == Composed::No;
            return (!asks || !self.table.needs_recompose(c)).then_some(at);
        }
        let attach = if entry & ATTACHED == 0 {
            Attach::Nothing
        } else {
            self.side()
        };
        self.map.change(at, c.len_utf8(), len, attach);
        let bytes = &entry.to_le_bytes()[..len];
        self.text
            .push_str(core::str::from_utf8(bytes).unwrap_or_default());
        Some(at + c.len_utf8())
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
            let kept = matches!(self.table.fold(c), None | Some(Fold::To(_)));
            kept && unicode::is_starter(c)
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
        let done = composed_fold(self.table, form, &self.source[start.at..end]);
        self.map.append(start.at, &done.map);
        self.text.push_str(&done.text);
        end
    }
}

/// Composes, folds, and composes again what a deletion may have brought together.
pub(crate) fn composed_fold(table: &Table, form: Unicode, source: &str) -> Rewritten {
    let first = unicode::compose(form, source);
    let middle = first.as_ref().map_or(source, |first| &first.text);
    let mut done = fold_composed(table, middle);
    if let Some(first) = &first {
        done.map = first.map.then(&done.map);
    }
    if let Some(last) = unicode::compose(form, &done.text) {
        done.map = done.map.then(&last.map);
        done.text = last.text;
    }
    done
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
