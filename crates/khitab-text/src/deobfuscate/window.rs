//! A long text in windows, so that the reader takes the memory of one.
//!
//! A walk takes a bounded number of steps, and a step goes on by one run of the same character at
//! most. So whatever begins that many runs before the end of a window is decided by the window.

use super::search::STEPS;
use super::units::{Unit, units};
use crate::Span;

/// Bytes of the first window, and from how many on a run of Latin letters is no word any more.
const FIRST: usize = 1 << 16;
const LONGEST_LATIN: usize = 1 << 20;
/// Runs that a walk may pass, and those that are asked for what stands behind a word.
const AHEAD: usize = STEPS as usize + 16;
/// Units that are asked for what stands before a word.
const BEHIND: usize = 4;

/// A piece of a text as units.
pub(super) struct Window<'t> {
    pub(super) text: &'t str,
    /// What is to be read, and what of it the units hold.
    range: Span,
    held: Span,
    pub(super) units: Vec<Unit>,
    /// A word that begins before this unit is read as in the whole text.
    pub(super) decided: usize,
}

impl<'t> Window<'t> {
    /// The beginning of `range`.
    pub(super) fn first(text: &'t str, range: Span) -> Self {
        Self::read(text, range, range.start(), FIRST)
    }

    fn read(text: &'t str, range: Span, from: usize, len: usize) -> Self {
        let mut to = from.saturating_add(len).min(range.end());
        while !text.is_char_boundary(to) {
            to += 1;
        }
        let held = Span::new(from, to);
        let units = units(text, held);
        let decided = if to == range.end() {
            units.len()
        } else {
            decided(&units, held.len())
        };
        Self {
            text,
            range,
            held,
            units,
            decided,
        }
    }

    /// The next window and where in it reading goes on, when `at` is the unit to be read next.
    pub(super) fn next(&self, at: usize) -> Option<(Self, usize)> {
        if self.held.end() == self.range.end() {
            return None;
        }
        let start = |unit: usize| {
            let unit = self.units.get(unit);
            unit.map_or(self.held.end(), |unit| unit.span.start())
        };
        let mut first = at.saturating_sub(BEHIND);
        // The letters of one character have one place: they stay together.
        while first > 0 && start(first) == start(first - 1) {
            first -= 1;
        }
        let from = start(first);
        // A window that decides little is too small for what stands here.
        let len = self.held.len();
        let much = 2 * (from - self.held.start()) >= len;
        let len = if much { len } else { 2 * len };
        let next = Self::read(self.text, self.range, from, len);
        Some((next, at - first))
    }
}

/// How many units of a window of `len` bytes, behind which the text goes on, are decided by it.
fn decided(units: &[Unit], len: usize) -> usize {
    let begins_run = |at: &usize| *at == 0 || units[*at].c != units[*at - 1].c;
    let runs = (0..units.len()).rev().filter(begins_run);
    let walks = runs.take(AHEAD).last().unwrap_or(0);
    if len >= LONGEST_LATIN {
        return walks;
    }
    let latin = |unit: &&Unit| unit.c.is_ascii_alphanumeric() || unit.c == '\'';
    let in_latin = units.iter().rev().take_while(latin).count();
    walks.min(units.len() - in_latin)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::{Deobfuscator, Evasion};
    use super::*;

    const WORDS: [&str; 5] = ["داعش", "مقاتل", "الدولة الإسلامية", "انصار", "حرق"];

    /// What is found with the whole text in one window.
    fn whole<'d>(reader: &'d Deobfuscator, text: &str) -> Vec<Evasion<'d>> {
        let all = Span::new(0, text.len());
        let mut out = Vec::new();
        reader.read_windows(Window::read(text, all, 0, text.len()), &mut out);
        out
    }

    fn in_windows<'d>(reader: &'d Deobfuscator, text: &str, len: usize) -> Vec<Evasion<'d>> {
        let all = Span::new(0, text.len());
        let mut out = Vec::new();
        reader.read_windows(Window::read(text, all, 0, len), &mut out);
        out
    }

    #[test]
    fn a_run_of_any_length_is_one_step() {
        let reader = Deobfuscator::new(WORDS);
        for len in [3, 900, 1020, 5000] {
            let long = format!("د{}عش", "ا".repeat(len));
            for text in [long.clone(), format!("{} {long} ,", "\"".repeat(len))] {
                let found = reader.find(&text);
                assert_eq!(found.len(), 1, "{len}");
                assert_eq!(found[0].span.of(&text), long);
            }
        }
    }

    #[test]
    fn hostile_rows_are_few_units() {
        for sign in ["\"", "ب", "3", "\u{064E}", "#"] {
            let text = sign.repeat(1 << 16);
            let window = Window::read(&text, Span::new(0, text.len()), 0, text.len());
            assert!(window.units.len() < 1100, "{sign}");
        }
        let text = "da3esh ".repeat(1 << 16);
        assert!(Window::first(&text, Span::new(0, text.len())).units.len() <= FIRST);
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(48) })]

        #[test]
        fn windows_find_what_the_whole_finds(
            parts in prop::collection::vec(prop_oneof![
                4 => Just(" ".to_owned()), 2 => Just("قال".to_owned()), 2 => Just("د ا ع ش".to_owned()),
                2 => Just("د!عش".to_owned()), 1 => Just("د\u{200C}اعش".to_owned()), 1 => Just("da3esh".to_owned()),
                1 => Just("ﻣﻘﺎﺗﻞ ﷺ".to_owned()), 2 => Just("ح.ر.ق".to_owned()), 1 => Just("\u{064E}".to_owned()),
                1 => Just("الدو لة الإسلامية".to_owned()), 1 => Just("x'".to_owned()), 1 => Just("،".to_owned()),
                1 => (1..40_usize).prop_map(|n| "ا".repeat(n)), 1 => (1..9_usize).prop_map(|n| "-".repeat(n)),
                1 => (900..1200_usize).prop_map(|n| "ا3\"ش ".chars().map(|c| c.to_string().repeat(n % 7 + 1)).collect::<String>()),
                1 => (1..600_usize).prop_map(|n| format!("د{}عش", "ا".repeat(n))),
            ], 400..2500),
            len in 1..9000_usize,
        ) {
            let reader = Deobfuscator::new(WORDS);
            let text = parts.concat();
            prop_assert_eq!(in_windows(&reader, &text, len), whole(&reader, &text));
        }
    }
}
