//! The written forms of all entries, and what finds them.

use super::inflect::After;
use super::trie::Trie;
use super::written::{Reading, Written, WrittenForms};
use super::{Entry, Lexicon, Target};

/// All forms of all lists and names, and the trie that leads to them.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Automaton {
    pub(super) trie: Trie,
    pub(super) forms: WrittenForms,
}

impl Automaton {
    /// Writes out the forms of `lexicons` and of the `variants` of names.
    pub(crate) fn new(lexicons: &[Lexicon], variants: &[Entry]) -> Self {
        let rows = variants.len() + lexicons.iter().map(Lexicon::len).sum::<usize>();
        let mut written = Written::with_capacity(rows);
        for (variant, entry) in (0..).zip(variants) {
            written.add(Target::Name { variant }, entry);
        }
        for (list, lexicon) in (0..).zip(lexicons) {
            for (entry, row) in (0..).zip(lexicon.entries()) {
                written.add(Target::Cue { list, entry }, row);
            }
        }
        let forms = written.into_forms();
        let mut trie = Trie::new(&forms.iter().collect::<Vec<_>>());
        trie.renumber(|form| forms.place(form));
        Self { trie, forms }
    }

    /// The number of forms.
    pub(crate) fn len(&self) -> usize {
        self.forms.len()
    }

    /// Calls `found` with the place and the end of every form that `text` has at `start`, whose first
    /// `letters` are known.
    #[inline]
    pub(crate) fn walk(
        &self,
        text: &str,
        start: usize,
        letters: [usize; 3],
        found: impl FnMut(u32, usize),
    ) {
        self.trie.walk(text, start, letters, found);
    }

    /// The entries behind the form of that place.
    #[inline]
    pub(crate) fn readings(&self, place: u32) -> &[Reading] {
        self.forms.at(place)
    }

    /// Whether a reading of the form of that place takes any letters behind it.
    #[inline]
    pub(crate) const fn is_open(place: u32) -> bool {
        WrittenForms::is_open(place)
    }

    /// Every form that can stand as a word or phrase of its own.
    pub(crate) fn standing(&self) -> impl Iterator<Item = &str> {
        let stands = |reading: &Reading| reading.after != After::OnlyPronoun;
        (0..self.len())
            .filter(move |&form| self.forms.readings(form).iter().any(stands))
            .map(|form| self.forms.text(form))
    }
}
