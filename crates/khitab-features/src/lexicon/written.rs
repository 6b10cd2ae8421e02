//! The written forms of all entries, each once, with the entries behind it.

use std::borrow::Cow;

use super::inflect::{After, Forms};
use super::{Entry, Target, WordClass};

/// One entry behind a written form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Reading {
    pub(crate) target: Target,
    pub(crate) class: WordClass,
    pub(crate) after: After,
    pub(crate) behind_lam: bool,
    /// Whether the text must write it as the row does.
    pub(crate) spelt: bool,
    /// Whether it is the last reading of its form.
    pub(super) last: bool,
}

/// Marks the place of a form of which a reading takes any letters behind it.
const OPEN: u32 = 1 << 31;

/// Forms in order of their text, one behind the other in one string.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct WrittenForms {
    pub(super) text: Cow<'static, str>,
    /// The end of each form, in bytes, and of its readings.
    pub(super) ends: Vec<(u32, u32)>,
    pub(super) readings: Vec<Reading>,
}

impl WrittenForms {
    pub(super) fn len(&self) -> usize {
        self.ends.len()
    }

    fn end_before(&self, form: usize) -> (u32, u32) {
        form.checked_sub(1)
            .map_or((0, 0), |before| self.ends[before])
    }

    pub(super) fn text(&self, form: usize) -> &str {
        &self.text[self.end_before(form).0 as usize..self.ends[form].0 as usize]
    }

    pub(super) fn readings(&self, form: usize) -> &[Reading] {
        &self.readings[self.end_before(form).1 as usize..self.ends[form].1 as usize]
    }

    /// Where the readings of a form begin, with [`OPEN`]: what is all that a hit needs to look at.
    pub(super) fn place(&self, form: usize) -> u32 {
        let open = self
            .readings(form)
            .iter()
            .any(|reading| reading.after == After::Letters);
        self.end_before(form).1 | if open { OPEN } else { 0 }
    }

    /// The readings of the form of that place.
    #[inline]
    pub(super) fn at(&self, place: u32) -> &[Reading] {
        let rest = &self.readings[(place & !OPEN) as usize..];
        let last = rest.iter().position(|reading| reading.last);
        &rest[..last.map_or(rest.len(), |last| last + 1)]
    }

    /// Whether a reading of the form of that place takes any letters behind it.
    pub(super) const fn is_open(place: u32) -> bool {
        place & OPEN != 0
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &str> {
        (0..self.len()).map(|form| self.text(form))
    }

    /// Adds a reading of the last form or of one behind it.
    fn push(&mut self, text: &str, reading: Reading) {
        let known = self.len().checked_sub(1).map(|last| self.text(last));
        if known != Some(text) {
            self.text.to_mut().push_str(text);
            self.ends.push((number(self.text.len()), 0));
        } else if let Some(before) = self.readings.last_mut() {
            before.last = false;
        }
        self.readings.push(reading);
        if let Some(end) = self.ends.last_mut() {
            end.1 = number(self.readings.len());
        }
    }
}

/// Forms under way.
#[derive(Default)]
pub(super) struct Written {
    text: String,
    rows: Vec<Row>,
    readings: Vec<Reading>,
    forms: Forms,
}

/// One form of one entry.
#[derive(Clone, Copy)]
struct Row {
    /// The first bytes of the text, which nearly always tell two forms apart.
    head: u128,
    start: u32,
    end: u32,
    reading: u32,
}

impl Written {
    /// Room for about so many entries.
    pub(super) fn with_capacity(entries: usize) -> Self {
        Self {
            text: String::with_capacity(entries * 24),
            rows: Vec::with_capacity(entries * 2),
            readings: Vec::with_capacity(entries * 2),
            forms: Forms::default(),
        }
    }

    /// Adds all forms of an entry.
    pub(super) fn add(&mut self, target: Target, entry: &Entry) {
        for form in self.forms.of(entry) {
            let start = number(self.text.len());
            self.text.push_str(form.text);
            self.rows.push(Row {
                head: head(form.text),
                start,
                end: number(self.text.len()),
                reading: number(self.readings.len()),
            });
            self.readings.push(Reading {
                target,
                class: entry.class,
                after: form.after,
                behind_lam: form.behind_lam,
                spelt: entry.is_spelt(),
                last: true,
            });
        }
    }

    fn text(&self, row: &Row) -> &str {
        &self.text[row.start as usize..row.end as usize]
    }

    /// Puts the forms in order; equal ones keep the order of their entries.
    pub(super) fn into_forms(mut self) -> WrittenForms {
        let mut rows = core::mem::take(&mut self.rows);
        rows.sort_unstable_by(|a, b| {
            a.head
                .cmp(&b.head)
                .then_with(|| self.text(a).cmp(self.text(b)))
                .then(a.reading.cmp(&b.reading))
        });
        let mut forms = WrittenForms {
            text: String::with_capacity(self.text.len()).into(),
            ends: Vec::with_capacity(rows.len()),
            readings: Vec::with_capacity(rows.len()),
        };
        for row in &rows {
            forms.push(self.text(row), self.readings[row.reading as usize]);
        }
        forms
    }
}

/// The first sixteen bytes as a number that sorts as they do.
fn head(text: &str) -> u128 {
    let mut bytes = [0; 16];
    let len = text.len().min(bytes.len());
    bytes[..len].copy_from_slice(&text.as_bytes()[..len]);
    u128::from_be_bytes(bytes)
}

/// Lists of four gigabytes are nobody's.
fn number(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}
