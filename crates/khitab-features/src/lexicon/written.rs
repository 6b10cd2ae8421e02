//! The written forms of all entries, each once, with the entries behind it.

use core::ops::Range;

use super::inflect::{After, Forms};
use super::{Entry, Target, WordClass};

/// One entry behind a written form.
#[derive(Clone, Copy, Debug)]
pub(super) struct Reading {
    pub(super) target: Target,
    pub(super) class: WordClass,
    pub(super) after: After,
    pub(super) behind_lam: bool,
}

/// Forms in order of their text, one behind the other in one string.
#[derive(Clone, Debug)]
pub(super) struct WrittenForms {
    text: String,
    /// The end of each form, in bytes, and of its readings.
    ends: Vec<(u32, u32)>,
    /// Whether a reading of the form takes any letters behind it.
    open: Vec<bool>,
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

    /// Where the readings of a form lie among all readings.
    pub(super) fn readings(&self, form: usize) -> Range<usize> {
        self.end_before(form).1 as usize..self.ends[form].1 as usize
    }

    /// Whether a reading of the form takes any letters behind it.
    pub(super) fn is_open(&self, form: usize) -> bool {
        self.open[form]
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &str> {
        (0..self.len()).map(|form| self.text(form))
    }
}

/// Forms under way, in the order of the entries.
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
            });
        }
    }

    /// The forms in order, and the readings of one behind those of the other; those of one form
    /// keep the order of their entries.
    pub(super) fn sorted(mut self) -> (WrittenForms, Vec<Reading>) {
        let text = |row: &Row| &self.text[row.start as usize..row.end as usize];
        self.rows.sort_unstable_by(|a, b| {
            a.head
                .cmp(&b.head)
                .then_with(|| text(a).cmp(text(b)))
                .then(a.reading.cmp(&b.reading))
        });
        let mut forms = WrittenForms {
            text: String::with_capacity(self.text.len()),
            ends: Vec::with_capacity(self.rows.len()),
            open: Vec::with_capacity(self.rows.len()),
        };
        let mut readings = Vec::with_capacity(self.rows.len());
        for row in &self.rows {
            let known = forms.len().checked_sub(1).map(|last| forms.text(last));
            if known != Some(text(row)) {
                forms.text.push_str(text(row));
                forms.ends.push((number(forms.text.len()), 0));
                forms.open.push(false);
            }
            let reading = self.readings[row.reading as usize];
            readings.push(reading);
            if let Some(open) = forms.open.last_mut() {
                *open |= reading.after == After::Letters;
            }
            if let Some(last) = forms.ends.last_mut() {
                last.1 = number(readings.len());
            }
        }
        (forms, readings)
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
