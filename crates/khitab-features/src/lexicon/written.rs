//! The written forms of all entries, each once, with the entries behind it.

use core::ops::Range;

use super::inflect::{After, Forms};
use super::{Entry, Target, WordClass};

/// One entry behind a written form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
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

    /// Adds a reading of the last form or of one behind it.
    fn push(&mut self, text: &str, reading: Reading, readings: &mut Vec<Reading>) {
        let known = self.len().checked_sub(1).map(|last| self.text(last));
        if known != Some(text) {
            self.text.push_str(text);
            self.ends.push((number(self.text.len()), 0));
            self.open.push(false);
        }
        readings.push(reading);
        if let (Some(end), Some(open)) = (self.ends.last_mut(), self.open.last_mut()) {
            end.1 = number(readings.len());
            *open |= reading.after == After::Letters;
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
            });
        }
    }

    fn text(&self, row: &Row) -> &str {
        &self.text[row.start as usize..row.end as usize]
    }

    /// Puts the forms in order; equal ones keep the order of their entries.
    pub(super) fn sort(&mut self) {
        let mut rows = core::mem::take(&mut self.rows);
        rows.sort_unstable_by(|a, b| {
            a.head
                .cmp(&b.head)
                .then_with(|| self.text(a).cmp(self.text(b)))
                .then(a.reading.cmp(&b.reading))
        });
        self.rows = rows;
    }
}

/// The forms of parts that are in order, and the readings of one behind those of the other; those
/// of one form keep the order of the parts and of their entries.
pub(super) fn merged(parts: &[Written]) -> (WrittenForms, Vec<Reading>) {
    let rows = parts.iter().map(|part| part.rows.len()).sum();
    let bytes = parts.iter().map(|part| part.text.len()).sum();
    let mut forms = WrittenForms {
        text: String::with_capacity(bytes),
        ends: Vec::with_capacity(rows),
        open: Vec::with_capacity(rows),
    };
    let mut readings = Vec::with_capacity(rows);
    let mut rests: Vec<_> = parts.iter().map(|part| (part, part.rows.iter())).collect();
    for _ in 0..rows {
        let first = rests
            .iter_mut()
            .filter_map(|(part, rest)| {
                let row = rest.as_slice().first()?;
                Some((row.head, part.text(row), rest, *part))
            })
            .min_by_key(|(head, text, ..)| (*head, *text));
        let Some((_, text, rest, part)) = first else {
            break;
        };
        let Some(row) = rest.next() else { break };
        forms.push(text, part.readings[row.reading as usize], &mut readings);
    }
    (forms, readings)
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
