//! The lists of a matcher, read and written out; those that ship by two threads.

use std::sync::Arc;

use super::{Matcher, Target};
use crate::at_once::at_once;
use crate::confirm::ConfirmedSplits;
use crate::lexicon::trie::Trie;
use crate::lexicon::written::{Written, merged};
use crate::{Error, Gazetteer, Lexicon};

/// A file that ships: its name and its text.
type File = (&'static str, &'static str);

/// Lists and names with all of their written forms.
#[derive(Default)]
pub(super) struct Part {
    lexicons: Vec<Lexicon>,
    gazetteer: Gazetteer,
    /// The forms, in order, of one part behind those of the other.
    written: Vec<Written>,
}

impl Part {
    /// Writes out all forms; the first of the lists has the number `first`.
    pub(super) fn new(first: usize, lexicons: Vec<Lexicon>, gazetteer: Gazetteer) -> Self {
        let rows = gazetteer.variants().len() + lexicons.iter().map(Lexicon::len).sum::<usize>();
        let mut written = Written::with_capacity(rows);
        for (variant, entry) in (0..).zip(gazetteer.variants()) {
            written.add(Target::Name { variant }, entry);
        }
        for (list, lexicon) in (first as u32..).zip(&lexicons) {
            for (entry, row) in (0..).zip(lexicon.entries()) {
                written.add(Target::Cue { list, entry }, row);
            }
        }
        written.sort();
        Self {
            lexicons,
            gazetteer,
            written: vec![written],
        }
    }

    /// All that ships: a program that reads one text mostly waits for this.
    pub(super) fn shipped() -> Result<Self, Error> {
        let lists = khitab_data::LEXICONS;
        let (before, behind) = lists.split_at(middle(lists));
        let (first, rest) = at_once(
            || Self::read(before.len(), behind, &[]),
            || Self::read(0, before, khitab_data::GAZETTEERS),
        );
        Ok(rest?.followed_by(first?))
    }

    fn read(first: usize, lists: &[File], names: &[File]) -> Result<Self, Error> {
        let lists = lists.iter();
        let lexicons = lists
            .map(|(name, text)| Lexicon::from_tsv(name, text))
            .collect::<Result<_, _>>()?;
        let mut gazetteer = Gazetteer::default();
        for (name, text) in names {
            gazetteer.extend_from_tsv(name, text)?;
        }
        Ok(Self::new(first, lexicons, gazetteer))
    }

    /// Adds the lists of `other`, which has no names.
    fn followed_by(mut self, other: Self) -> Self {
        self.lexicons.extend(other.lexicons);
        self.written.extend(other.written);
        self
    }

    /// The automaton of it.
    pub(super) fn matcher(self) -> Matcher {
        let (forms, readings) = merged(&self.written);
        Matcher {
            trie: Trie::new(&forms.iter().collect::<Vec<_>>()),
            lexicons: self.lexicons,
            gazetteer: self.gazetteer,
            forms,
            readings,
            admit: Arc::new(ConfirmedSplits::default()),
        }
    }
}

/// Where half of the bytes of the files lie before.
fn middle(files: &[File]) -> usize {
    let bytes = |files: &[File]| files.iter().map(|(_, text)| text.len()).sum::<usize>();
    let half = bytes(files) / 2;
    (0..files.len())
        .find(|&at| bytes(&files[..at]) >= half)
        .unwrap_or_default()
}
