//! An automaton into bytes.

use super::super::trie::{Slot, Trie};
use super::super::written::{Reading, WrittenForms};
use super::super::{Automaton, Target};

impl Automaton {
    /// All but the text of the forms, which is [`Automaton::text`].
    pub(crate) fn image(&self) -> Vec<u8> {
        let mut image = Vec::new();
        self.trie.write(&mut image);
        self.forms.write(&mut image);
        image
    }

    /// The forms, one behind the other.
    pub(crate) fn text(&self) -> &str {
        &self.forms.text
    }
}

impl Trie {
    fn write(&self, image: &mut Vec<u8>) {
        let numbers = |slot: &Slot| [slot.base, slot.check, slot.value, slot.next];
        records(image, self.slots.iter().map(numbers));
        run(image, &self.tails);
        records(image, self.direct.iter().map(|&code| [code]));
        let mut others: Vec<_> = self.others.iter().collect();
        others.sort_unstable();
        records(image, others.iter().map(|&(&c, &code)| [c.into(), code]));
        records(image, self.beginnings.numbers());
    }
}

impl WrittenForms {
    fn write(&self, image: &mut Vec<u8>) {
        records(
            image,
            self.ends.iter().map(|&(text, readings)| [text, readings]),
        );
        records(image, self.readings.iter().map(numbers));
    }
}

fn numbers(reading: &Reading) -> [u32; 3] {
    let (list, entry) = match reading.target {
        Target::Name { variant } => (0, variant),
        Target::Cue { list, entry } => (list + 1, entry),
    };
    let kind = u32::from_le_bytes([
        reading.class as u8,
        reading.after as u8,
        reading.behind_lam.into(),
        u8::from(reading.spelt) | u8::from(reading.last) << 1,
    ]);
    [list, entry, kind]
}

/// Records of as many numbers each, as a run.
fn records<const N: usize>(image: &mut Vec<u8>, records: impl Iterator<Item = [u32; N]>) {
    let numbers = records.flatten().flat_map(u32::to_le_bytes);
    run(image, &numbers.collect::<Vec<_>>());
}

/// The count of the bytes, then the bytes.
fn run(image: &mut Vec<u8>, bytes: &[u8]) {
    image.extend(u32::try_from(bytes.len()).unwrap_or(u32::MAX).to_le_bytes());
    image.extend(bytes);
}
