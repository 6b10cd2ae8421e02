//! One look-up per character: what all one-character steps together make of it.

use std::collections::BTreeMap;

use unicode_normalization::{IsNormalized, char::canonical_combining_class, is_nfc_quick};

use super::lanes::Lanes;
use super::unicode::is_starter;
use crate::offsets::Attach;

/// What a step makes of one character.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Fold {
    /// Another text in its place.
    To(String),
    /// Nothing; the second part tells where its bytes belong.
    Delete(Attach),
    /// Nothing, unless it joins the parts of an emoji.
    Joiner,
    /// Nothing, but the letter before it may compose with it.
    Compose,
    /// This text, once the text around is composed.
    Recompose(String),
}

/// The characters that one step changes.
pub(crate) type Rules = BTreeMap<char, Fold>;

/// The compiled one-character steps of a profile.
///
/// An entry is up to three bytes to write and a fourth that says how: see `LEN` to `RARE`.
#[derive(Clone, Debug)]
pub(crate) struct Table {
    /// Entries of the characters below U+0800, by code point.
    pub(crate) narrow: Box<[u32; NARROW]>,
    /// Where the 64 entries of a page begin in `wide`; page 0 is all unchanged.
    pages: Vec<u16>,
    wide: Vec<u32>,
    folds: Vec<Fold>,
    recompose: bool,
    /// The same for pieces of plain Arabic.
    pub(crate) lanes: Lanes,
    /// The same for text that was composed before, where the profile keeps what composes.
    pub(crate) composed: Option<Box<Table>>,
}

const NARROW: usize = 0x800;
const PAGE: usize = 64;
const PLANES: usize = 0x2_0000;

/// How many bytes to write: the low two bits of the fourth byte.
pub(crate) const LEN: u32 = 0x03 << 24;
/// The length differs from that of the source.
pub(crate) const CHANGED: u32 = 0x04 << 24;
/// Its bytes belong to the letter before it.
pub(crate) const ATTACHED: u32 = 0x08 << 24;
/// Not three bytes but the number of a [`Fold`].
pub(crate) const RARE: u32 = 0x10 << 24;
/// The character stays as it is.
pub(crate) const SAME: u32 = 0x20 << 24;
/// Nothing that stands before it composes with it, before folding or after.
pub(crate) const FRESH: u32 = 0x40 << 24;

impl Table {
    /// Composes the rules of all steps, in their order.
    pub(crate) fn new(steps: &[Rules], recompose: bool) -> Self {
        let mut table = Self {
            narrow: Box::new([SAME; NARROW]),
            pages: vec![0; PLANES / PAGE],
            wide: vec![SAME; PAGE],
            folds: Vec::new(),
            recompose,
            lanes: Lanes::default(),
            composed: None,
        };
        for code in 0..NARROW as u32 {
            if let Some(c) = char::from_u32(code) {
                table.narrow[code as usize] = keep(c);
                if recompose && needs_context(c) {
                    table.set(c, Fold::Recompose(c.to_string()));
                }
            }
        }
        let mut changed: Vec<char> = steps.iter().flat_map(Rules::keys).copied().collect();
        changed.sort_unstable();
        changed.dedup();
        for c in changed {
            if let Some(fold) = through(steps, c) {
                table.set(c, fold);
            } else {
                table.set(c, Fold::To(c.to_string()));
            }
        }
        table.lanes = Lanes::new(&table);
        table
    }

    fn set(&mut self, c: char, fold: Fold) {
        let fold = match fold {
            Fold::To(text) if self.recompose && text.chars().next().is_some_and(needs_context) => {
                Fold::Recompose(text)
            }
            fold => fold,
        };
        let entry = match fold {
            Fold::Delete(Attach::Before) => CHANGED | ATTACHED,
            Fold::Delete(_) => CHANGED,
            Fold::To(text) if text.len() <= 3 => inline(c, &text),
            fold => {
                self.folds.push(fold);
                RARE | (self.folds.len() - 1) as u32
            }
        };
        let code = c as usize;
        if code < NARROW {
            self.narrow[code] = entry;
        } else if let Some(page) = self.pages.get_mut(code / PAGE) {
            if *page == 0 {
                *page = self.wide.len() as u16;
                self.wide.extend([SAME; PAGE]);
            }
            self.wide[usize::from(*page) + code % PAGE] = entry;
        }
    }

    /// The entry of any character.
    #[inline]
    pub(crate) fn entry(&self, c: char) -> u32 {
        let code = c as usize;
        if let Some(&entry) = self.narrow.get(code) {
            return entry;
        }
        let page = self.pages.get(code / PAGE).copied().unwrap_or_default();
        self.wide[usize::from(page) + code % PAGE]
    }

    /// Whether a character that keeps its form needs the whole text composed.
    pub(crate) fn needs_recompose(&self, c: char) -> bool {
        self.recompose && needs_context(c)
    }

    /// The fold of a [`RARE`] entry.
    pub(crate) fn rare(&self, entry: u32) -> &Fold {
        &self.folds[(entry & 0xFF_FFFF) as usize]
    }

    /// Every character that may change, in order.
    pub(crate) fn chars(&self) -> impl Iterator<Item = char> {
        let narrow = (0..NARROW).filter(|code| self.narrow[*code] & SAME == 0);
        let wide = (NARROW..PLANES).filter(|code| {
            let page = usize::from(self.pages[code / PAGE]);
            page != 0 && self.wide[page + code % PAGE] & SAME == 0
        });
        narrow
            .chain(wide)
            .filter_map(|code| char::from_u32(code as u32))
    }

    /// What it makes of one character on its own: `None` when it stays.
    pub(crate) fn fold(&self, c: char) -> Option<Fold> {
        let entry = self.entry(c);
        if entry & RARE != 0 {
            return Some(self.rare(entry).clone());
        }
        if entry & SAME != 0 {
            return None;
        }
        let bytes = &entry.to_le_bytes()[..((entry & LEN) >> 24) as usize];
        let text = core::str::from_utf8(bytes).unwrap_or_default();
        if text.is_empty() {
            let attach = if entry & ATTACHED == 0 {
                Attach::Nothing
            } else {
                Attach::Before
            };
            return Some(Fold::Delete(attach));
        }
        Some(Fold::To(text.to_owned())).filter(|_| !text.chars().eq([c]))
    }
}

fn keep(c: char) -> u32 {
    inline(c, c.encode_utf8(&mut [0; 4])) | SAME
}

/// Packs up to three bytes to write for `c`.
fn inline(c: char, text: &str) -> u32 {
    let mut bytes = [0; 4];
    bytes[..text.len()].copy_from_slice(text.as_bytes());
    // A place where the characters of both texts no longer stand in pairs is a change too.
    let paired = text.len() == c.len_utf8() && text.chars().nth(1).is_none();
    let changed = if paired { 0 } else { CHANGED };
    let fresh = if !text.is_empty() && is_starter(c) {
        FRESH
    } else {
        0
    };
    u32::from_le_bytes(bytes) | (text.len() as u32) << 24 | changed | fresh
}

/// Whether composing may change it or what follows it.
fn needs_context(c: char) -> bool {
    is_nfc_quick(core::iter::once(c)) != IsNormalized::Yes || canonical_combining_class(c) != 0
}

/// Takes one character through all steps; `None` when nothing changes it.
fn through(steps: &[Rules], c: char) -> Option<Fold> {
    let mut text = c.to_string();
    let mut gone = None;
    for rules in steps {
        if !text.chars().any(|c| rules.contains_key(&c)) {
            continue;
        }
        let mut next = String::new();
        for part in text.chars() {
            match rules.get(&part) {
                None => next.push(part),
                Some(Fold::To(other)) => next.push_str(other),
                Some(Fold::Delete(attach)) => gone = Some(Fold::Delete(*attach)),
                Some(fold) if text.chars().count() == 1 => return Some(fold.clone()),
                Some(_) => {}
            }
        }
        text = next;
    }
    match gone {
        Some(gone) if text.is_empty() => Some(gone),
        _ if text.chars().eq([c]) => None,
        _ => Some(Fold::To(text)),
    }
}
