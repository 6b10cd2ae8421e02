//! An automaton from bytes.

use super::super::beginnings::Beginnings;
use super::super::inflect::After;
use super::super::trie::{DIRECT, Slot, Trie};
use super::super::written::{Reading, WrittenForms};
use super::super::{Automaton, Target, WordClass};

impl Automaton {
    /// The automaton whose forms are `text`, from its [`image`](Automaton::image).
    pub(crate) fn from_image(text: &'static str, image: &[u8]) -> Self {
        let mut runs = Runs(image);
        Self {
            trie: Trie::read(&mut runs),
            forms: WrittenForms::read(text, &mut runs),
        }
    }
}

/// Runs of bytes, each behind its count.
struct Runs<'b>(&'b [u8]);

impl<'b> Runs<'b> {
    fn bytes(&mut self) -> &'b [u8] {
        let (count, rest) = self.0.split_first_chunk().unwrap_or((&[0; 4], &[]));
        let count = u32::from_le_bytes(*count) as usize;
        let (run, rest) = rest.split_at_checked(count).unwrap_or_default();
        self.0 = rest;
        run
    }

    /// A run of records of `N` numbers each.
    fn records<const N: usize>(&mut self) -> impl Iterator<Item = [u32; N]> + use<'b, N> {
        let (numbers, _) = self.bytes().as_chunks::<4>();
        let (records, _) = numbers.as_chunks::<N>();
        records.iter().map(|record| record.map(u32::from_le_bytes))
    }
}

impl Trie {
    fn read(runs: &mut Runs<'_>) -> Self {
        let slot = |[base, check, value, next]: [u32; 4]| Slot {
            base,
            check,
            value,
            next,
        };
        let letter = |[c, code]: [u32; 2]| Some((char::from_u32(c)?, code));
        let slots = runs.records().map(slot).collect();
        let tails = runs.bytes().to_vec();
        let mut direct = Box::new([0; DIRECT]);
        for (code, [read]) in direct.iter_mut().zip(runs.records()) {
            *code = read;
        }
        Self {
            slots,
            tails,
            direct,
            others: runs.records().filter_map(letter).collect(),
            beginnings: Beginnings::of_numbers(runs.records()),
        }
    }
}

impl WrittenForms {
    fn read(text: &'static str, runs: &mut Runs<'_>) -> Self {
        Self {
            text: text.into(),
            ends: runs
                .records()
                .map(|[text, readings]| (text, readings))
                .collect(),
            readings: runs.records().map(reading).collect(),
        }
    }
}

fn reading([list, entry, kind]: [u32; 3]) -> Reading {
    let target = match list.checked_sub(1) {
        None => Target::Name { variant: entry },
        Some(list) => Target::Cue { list, entry },
    };
    let [class, after, behind_lam, flags] = kind.to_le_bytes();
    Reading {
        target,
        class: WordClass::ALL[usize::from(class)],
        after: After::ALL[usize::from(after)],
        behind_lam: behind_lam != 0,
        spelt: flags & 1 != 0,
        last: flags & 2 != 0,
    }
}
