//! A text as letters and what parts them.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::kind::{EvasionKind, EvasionKinds};
use super::readings::{is_dotted, readings};
use super::search::STEPS;
use crate::Span;

/// One character with ink and the inkless ones after it; thirty-two bytes, for a text has many.
#[derive(Clone, Copy, Debug)]
pub(super) struct Unit {
    pub(super) c: char,
    pub(super) span: Span,
    /// How many units from this one on hold the same character.
    run: u32,
    /// What was found in the character itself.
    pub(super) kinds: EvasionKinds,
    /// What was found after it, which counts when another letter follows.
    pub(super) tail: EvasionKinds,
    /// Bytes of the span that are its ink.
    ink: u8,
    pub(super) role: Role,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    /// A letter of the Arabic script.
    Arabic,
    /// A character of the table that is no Arabic letter.
    StandIn,
    /// White space.
    Space,
    /// Punctuation that may stand between letters.
    Mark,
    /// Anything else, which ends every word.
    Other,
}

impl Unit {
    pub(super) const fn is_letter(&self) -> bool {
        matches!(self.role, Role::Arabic | Role::StandIn)
    }

    pub(super) const fn run(&self) -> usize {
        self.run as usize
    }

    pub(super) const fn is_dotted(&self) -> bool {
        is_dotted(self.c)
    }

    /// The end of the word that it is the last letter of: controls after it stay outside.
    pub(super) fn end(&self) -> usize {
        let outside = [EvasionKind::ZeroWidth, EvasionKind::Bidi];
        if outside.iter().any(|kind| self.tail.contains(*kind)) {
            self.span.start() + usize::from(self.ink)
        } else {
            self.span.end()
        }
    }

    /// Whether it may be left out between two letters.
    pub(super) const fn is_separator(&self) -> bool {
        match self.role {
            Role::Space => self.run <= 2,
            Role::Mark => self.run <= 3,
            Role::StandIn => self.c.is_ascii_punctuation(),
            _ => false,
        }
    }
}

/// Units of one character that are kept at both ends of a longer run: no walk gets further into it,
/// and what is asked of its other end is asked of a few.
const RUN_START: usize = STEPS as usize + 8;
const RUN_END: usize = 8;

/// Reads `text[from..to]`; of a long run of one character the middle is left out.
pub(super) fn units(text: &str, range: Span) -> Vec<Unit> {
    let mut out: Vec<Unit> = Vec::with_capacity(range.len() / 2);
    for (at, c) in range.of(text).char_indices() {
        let start = range.start() + at;
        let span = Span::new(start, start + c.len_utf8());
        if let Some(kind) = inkless(c) {
            attach(&mut out, kind, span);
        } else if is_compatibility(c) {
            let found = EvasionKinds::only(EvasionKind::PresentationForm);
            for letter in core::iter::once(c).nfkc().filter(|c| inkless(*c).is_none()) {
                push(&mut out, letter, span, found);
            }
        } else {
            push(&mut out, c, span, EvasionKinds::default());
        }
    }
    count_runs(&mut out);
    out
}

fn push(out: &mut Vec<Unit>, c: char, span: Span, kinds: EvasionKinds) {
    // While they are read, `run` counts those before.
    let before = out.last().filter(|last| last.c == c);
    let run = before.map_or(1, |last| last.run.saturating_add(1));
    if run as usize > RUN_START + RUN_END {
        out.remove(out.len() - RUN_END);
    }
    out.push(Unit {
        c,
        span,
        run,
        kinds,
        tail: EvasionKinds::default(),
        ink: span.len() as u8,
        role: role(c),
    });
}

fn count_runs(units: &mut [Unit]) {
    if let Some(last) = units.last_mut() {
        last.run = 1;
    }
    for at in (1..units.len()).rev() {
        let same = units[at - 1].c == units[at].c;
        units[at - 1].run = if same {
            units[at].run.saturating_add(1)
        } else {
            1
        };
    }
}

fn attach(out: &mut [Unit], kind: EvasionKind, span: Span) {
    if let Some(last) = out.last_mut()
        && last.is_letter()
        && last.span.end() == span.start()
    {
        last.span = last.span.cover(span);
        last.tail = last.tail.and(EvasionKinds::only(kind));
    }
}

fn inkless(c: char) -> Option<EvasionKind> {
    match c {
        '\u{0640}' => Some(EvasionKind::Tatweel),
        '\u{061C}'
        | '\u{200E}'
        | '\u{200F}'
        | '\u{202A}'..='\u{202E}'
        | '\u{2066}'..='\u{2069}' => Some(EvasionKind::Bidi),
        '\u{00AD}'
        | '\u{034F}'
        | '\u{180E}'
        | '\u{200B}'..='\u{200D}'
        | '\u{2060}'..='\u{2064}'
        | '\u{FEFF}'
        | '\u{FE00}'..='\u{FE0F}' => Some(EvasionKind::ZeroWidth),
        c if is_combining_mark(c) => Some(EvasionKind::Marks),
        _ => None,
    }
}

fn is_compatibility(c: char) -> bool {
    matches!(c, '\u{FB50}'..='\u{FDFF}' | '\u{FE70}'..='\u{FEFC}' | '\u{1EE00}'..='\u{1EEFF}'
        | '\u{FF01}'..='\u{FF5E}')
}

fn role(c: char) -> Role {
    let known = !readings(c, true).is_empty() || !readings(c, false).is_empty();
    match c {
        '\n' | '\r' => Role::Other,
        '\u{0620}'..='\u{06FF}' | '\u{0750}'..='\u{077F}' | '\u{0870}'..='\u{08FF}'
            if c.is_alphabetic() =>
        {
            Role::Arabic
        }
        _ if known => Role::StandIn,
        _ if c.is_whitespace() => Role::Space,
        _ if c.is_alphanumeric() => Role::Other,
        _ => Role::Mark,
    }
}
