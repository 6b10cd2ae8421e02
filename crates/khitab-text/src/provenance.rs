//! What was undone, and where.
//!
//! Nothing is recorded while normalising: edits are found by laying the two texts side by side,
//! which costs time only where they are asked for.

mod reading;

use std::collections::{HashMap, VecDeque};
use std::sync::LazyLock;

use crate::chars;
use crate::offsets::{Change, Walk};
use crate::{Span, Text};

/// What kind of writing an edit undid.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum EditKind {
    /// Harakat, Qur'anic marks, dagger alef.
    Tashkeel,
    /// U+0640.
    Tatweel,
    /// Letters repeated three times and more.
    Elongation,
    /// A letter in a fixed shape, or a ligature.
    PresentationForm,
    /// A Persian, Urdu or Pashto letter for an Arabic one.
    LookAlike,
    /// Zero-width spaces and joiners.
    ZeroWidth,
    /// Controls of writing direction.
    Bidi,
    /// Another spelling of a letter: أ ى ة ٱ.
    Letter,
    /// Digits of another script.
    Digit,
    /// Capitals.
    Case,
    /// Punctuation.
    Punctuation,
    /// White space.
    Whitespace,
    /// A link, address, mention or emoji.
    Mask,
    /// A digit read as a letter: `3` for ع. As the four after it, only under a reading, see
    /// [`Normalizer::normalize_reading`](crate::Normalizer::normalize_reading).
    DigitAsLetter,
    /// A letter of another script or a sign read as a letter.
    StandIn,
    /// A letter without its dots read as one that has them.
    Dotless,
    /// Latin letters and digits read by sound.
    Arabizi,
    /// What stood between letters or pieces that were joined.
    Joint,
    /// Several characters that became one canonically, or several kinds at once.
    Mixed,
}

impl EditKind {
    /// Every kind that is counted, in the order of the declaration.
    const COUNTED: [Self; 18] = [
        Self::Tashkeel,
        Self::Tatweel,
        Self::Elongation,
        Self::PresentationForm,
        Self::LookAlike,
        Self::ZeroWidth,
        Self::Bidi,
        Self::Letter,
        Self::Digit,
        Self::Case,
        Self::Punctuation,
        Self::Whitespace,
        Self::Mask,
        Self::DigitAsLetter,
        Self::StandIn,
        Self::Dotless,
        Self::Arabizi,
        Self::Joint,
    ];

    /// Whether only a reading undoes it.
    const fn is_disguise(self) -> bool {
        matches!(
            self,
            Self::DigitAsLetter | Self::StandIn | Self::Dotless | Self::Arabizi | Self::Joint
        )
    }
}

/// One place where the normalised text differs from the original.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Edit {
    /// Bytes of the original.
    pub original: Span,
    /// Bytes of the normalised text; empty for a deletion.
    pub normalized: Span,
    /// What was undone.
    pub kind: EditKind,
}

/// How much of each kind was undone in a piece of text, in characters of the original.
///
/// ```
/// use khitab_text::{Normalizer, Span};
/// let text = Normalizer::search().normalize("دا\u{200C}عـــش وقُل");
/// let found = text.provenance(Span::new(0, 17));
/// assert_eq!((found.zero_width, found.tatweel, found.tashkeel), (1, 3, 0));
/// assert_eq!(found.evasions(), 4);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
pub struct Provenance {
    /// Harakat, Qur'anic marks, dagger alefs.
    pub tashkeel: u32,
    /// Tatweels.
    pub tatweel: u32,
    /// Repeated letters that were left out.
    pub elongation: u32,
    /// Letters in a fixed shape, and ligatures.
    pub presentation_forms: u32,
    /// Persian, Urdu and Pashto letters for Arabic ones.
    pub look_alikes: u32,
    /// Zero-width spaces and joiners.
    pub zero_width: u32,
    /// Controls of writing direction.
    pub bidi: u32,
    /// Other spellings of a letter.
    pub letters: u32,
    /// Digits of another script.
    pub digits: u32,
    /// Capitals.
    pub capitals: u32,
    /// Punctuation.
    pub punctuation: u32,
    /// White space.
    pub whitespace: u32,
    /// Masked links, addresses, mentions and emoji.
    pub masks: u32,
    /// Digits read as letters.
    pub digits_as_letters: u32,
    /// Letters of other scripts and signs read as letters.
    pub stand_ins: u32,
    /// Letters without their dots.
    pub dotless: u32,
    /// Latin letters and digits read by sound.
    pub arabizi: u32,
    /// Spaces and signs between letters or pieces that were joined.
    pub joints: u32,
}

impl Provenance {
    /// How much of it a writer does to get past a filter: everything but tashkeel, spellings,
    /// digits, capitals, punctuation, white space and masks.
    ///
    /// Elongation is for emphasis more often than for evasion and is left out too.
    #[must_use]
    pub const fn evasions(&self) -> u32 {
        self.tatweel
            + self.presentation_forms
            + self.look_alikes
            + self.zero_width
            + self.bidi
            + self.digits_as_letters
            + self.stand_ins
            + self.dotless
            + self.arabizi
            + self.joints
    }

    /// How much of one kind was undone; 0 for [`EditKind::Mixed`], which is counted by its parts.
    #[must_use]
    pub const fn count(&self, kind: EditKind) -> u32 {
        match kind {
            EditKind::Tashkeel => self.tashkeel,
            EditKind::Tatweel => self.tatweel,
            EditKind::Elongation => self.elongation,
            EditKind::PresentationForm => self.presentation_forms,
            EditKind::LookAlike => self.look_alikes,
            EditKind::ZeroWidth => self.zero_width,
            EditKind::Bidi => self.bidi,
            EditKind::Letter => self.letters,
            EditKind::Digit => self.digits,
            EditKind::Case => self.capitals,
            EditKind::Punctuation => self.punctuation,
            EditKind::Whitespace => self.whitespace,
            EditKind::Mask => self.masks,
            EditKind::DigitAsLetter => self.digits_as_letters,
            EditKind::StandIn => self.stand_ins,
            EditKind::Dotless => self.dotless,
            EditKind::Arabizi => self.arabizi,
            EditKind::Joint => self.joints,
            EditKind::Mixed => 0,
        }
    }

    /// The kinds of which something was undone: the flags of a token.
    pub fn kinds(&self) -> impl Iterator<Item = EditKind> + '_ {
        EditKind::COUNTED
            .into_iter()
            .filter(|kind| self.count(*kind) > 0)
    }

    fn note(&mut self, kind: EditKind, count: u32) {
        let field = match kind {
            EditKind::Tashkeel => &mut self.tashkeel,
            EditKind::Tatweel => &mut self.tatweel,
            EditKind::Elongation => &mut self.elongation,
            EditKind::PresentationForm => &mut self.presentation_forms,
            EditKind::LookAlike => &mut self.look_alikes,
            EditKind::ZeroWidth => &mut self.zero_width,
            EditKind::Bidi => &mut self.bidi,
            EditKind::Letter => &mut self.letters,
            EditKind::Digit => &mut self.digits,
            EditKind::Case => &mut self.capitals,
            EditKind::Punctuation => &mut self.punctuation,
            EditKind::Whitespace => &mut self.whitespace,
            EditKind::Mask => &mut self.masks,
            EditKind::DigitAsLetter => &mut self.digits_as_letters,
            EditKind::StandIn => &mut self.stand_ins,
            EditKind::Dotless => &mut self.dotless,
            EditKind::Arabizi => &mut self.arabizi,
            EditKind::Joint => &mut self.joints,
            EditKind::Mixed => return,
        };
        *field += count;
    }

    /// Counts every character of a piece where several things happened at once.
    fn note_each(&mut self, original: &str, normalized: &str) {
        let letters = |s: &str| {
            s.chars()
                .filter(|c| kind_of(*c) == EditKind::Letter)
                .count()
        };
        for c in original.chars() {
            match kind_of(c) {
                EditKind::Letter | EditKind::Digit | EditKind::Case => {}
                kind => self.note(kind, 1),
            }
        }
        let lost = letters(original).saturating_sub(letters(normalized));
        self.note(EditKind::Elongation, lost as u32);
    }
}

impl Text<'_> {
    /// Every place where the normalised text differs, in order.
    pub fn edits(&self) -> impl Iterator<Item = Edit> + '_ {
        self.edits_in(Span::new(0, self.original().len()))
    }

    /// The edits that touch a span of the original. O(log n) and the length of the span.
    pub fn edits_in(&self, span: Span) -> impl Iterator<Item = Edit> + '_ {
        Edits::new(self, span)
    }

    /// What was undone in a span of the original.
    #[must_use]
    pub fn provenance(&self, span: Span) -> Provenance {
        let mut out = Provenance::default();
        for edit in self.edits_in(span) {
            let original = edit.original.of(self.original());
            if edit.kind == EditKind::Mixed {
                out.note_each(original, edit.normalized.of(self.normalized()));
            } else if edit.kind == EditKind::Mask {
                out.note(edit.kind, 1);
            } else {
                out.note(edit.kind, original.chars().count() as u32);
            }
        }
        out
    }
}

/// Walks over both texts, from one difference to the next.
struct Edits<'t> {
    original_text: &'t str,
    normalized_text: &'t str,
    changes: Walk<'t>,
    change: Option<Change>,
    original: usize,
    normalized: usize,
    end: usize,
    is_reading: bool,
    /// What is left to tell of a word that was read under a disguise.
    reading: VecDeque<Edit>,
}

impl<'t> Edits<'t> {
    fn new(text: &'t Text<'_>, span: Span) -> Self {
        let mut start = span.start().min(text.original().len());
        while !text.original().is_char_boundary(start) {
            start -= 1;
        }
        let mut changes = text.offsets().changes_from(start);
        let (mut original, mut normalized) = changes.position();
        let mut change = changes.next();
        while let Some(passed) = change.filter(|c| c.original.end() <= start) {
            (original, normalized) = (passed.original.end(), passed.normalized.end());
            change = changes.next();
        }
        let begin = change.map_or(start, |c| start.min(c.original.start()));
        Self {
            original_text: text.original(),
            normalized_text: text.normalized(),
            changes,
            change,
            normalized: normalized + (begin - original),
            original: begin,
            end: span.end().min(text.original().len()),
            is_reading: text.is_reading(),
            reading: VecDeque::new(),
        }
    }

    /// The first edit of a change, the others of a reading are kept.
    fn first(&mut self, change: Change) -> Edit {
        let edit = self.edit(change.original, change.normalized);
        if self.is_reading && edit.kind == EditKind::Mixed {
            let (before, after) = (
                edit.original.of(self.original_text),
                edit.normalized.of(self.normalized_text),
            );
            self.reading = reading::edits(edit.original, before, edit.normalized, after).into();
        }
        self.reading.pop_front().unwrap_or(edit)
    }

    fn edit(&self, original: Span, normalized: Span) -> Edit {
        let (before, after) = (
            original.of(self.original_text),
            normalized.of(self.normalized_text),
        );
        Edit {
            original,
            normalized,
            kind: kind_of_piece(before, after),
        }
    }
}

impl Iterator for Edits<'_> {
    type Item = Edit;

    fn next(&mut self) -> Option<Edit> {
        if let Some(edit) = self.reading.pop_front() {
            return Some(edit);
        }
        while self.original < self.end {
            if let Some(change) = self.change.filter(|c| c.original.start() == self.original) {
                self.change = self.changes.next();
                self.original = change.original.end();
                self.normalized = change.normalized.end();
                return Some(self.first(change));
            }
            let (from, to) = (self.original, self.normalized);
            let before = self.original_text[from..].chars().next()?;
            let after = self.normalized_text[to..].chars().next()?;
            self.original += before.len_utf8();
            self.normalized += before.len_utf8();
            if before != after {
                let (from, to) = (
                    Span::new(from, self.original),
                    Span::new(to, self.normalized),
                );
                return Some(self.edit(from, to));
            }
        }
        None
    }
}

/// What is undone when `before` becomes `after`.
fn kind_of_piece(before: &str, after: &str) -> EditKind {
    let mut kinds = before.chars().map(kind_of);
    let Some(first) = kinds.next() else {
        return EditKind::Mixed;
    };
    let one = kinds.clone().all(|kind| kind == first);
    let single = before.chars().nth(1).is_none();
    match first {
        EditKind::Letter if one && after.is_empty() => EditKind::Elongation,
        EditKind::Letter if single && is_case(before, after) => EditKind::Case,
        _ if after.starts_with('[') && !single => EditKind::Mask,
        _ if single || (one && (after.is_empty() || first == EditKind::Whitespace)) => first,
        _ => EditKind::Mixed,
    }
}

fn is_case(before: &str, after: &str) -> bool {
    before.chars().all(char::is_uppercase) && !after.is_empty()
}

/// The kind of writing that a character on its own is.
fn kind_of(c: char) -> EditKind {
    static KINDS: LazyLock<HashMap<char, EditKind>> = LazyLock::new(|| {
        let controls = chars::controls().map(|(c, kind)| match kind {
            "bidi" => (c, EditKind::Bidi),
            _ => (c, EditKind::ZeroWidth),
        });
        let look_alikes =
            chars::folds("look_alikes", "arabic").map(|(c, _)| (c, EditKind::LookAlike));
        let digits = chars::folds("digits", "ascii").map(|(c, _)| (c, EditKind::Digit));
        let marks = chars::marks().map(|(c, _)| (c, EditKind::Tashkeel));
        marks
            .chain(controls)
            .chain(look_alikes)
            .chain(digits)
            .collect()
    });
    match c {
        '\u{0640}' => EditKind::Tatweel,
        '\u{FB50}'..='\u{FDFF}' | '\u{FE70}'..='\u{FEFC}' | '\u{1EE00}'..='\u{1EEFF}' => {
            EditKind::PresentationForm
        }
        c if c.is_ascii_alphabetic() => EditKind::Letter,
        c if c.is_whitespace() => EditKind::Whitespace,
        c => match KINDS.get(&c) {
            Some(kind) => *kind,
            None if c.is_alphabetic() => EditKind::Letter,
            None if c.is_numeric() => EditKind::Digit,
            None => EditKind::Punctuation,
        },
    }
}

#[cfg(test)]
mod tests;
