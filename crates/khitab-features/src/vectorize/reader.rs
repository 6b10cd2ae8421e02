//! From a text to the n-grams of all blocks.

use khitab_text::Span;

use super::Vectorizer;
use super::prepare::{Prepared, Preparer};
use crate::ngrams::{Gram, GramScratch, NgramScanner, Unit};

/// Prepares texts and finds the n-grams of every block in them.
#[derive(Clone, Debug)]
pub(crate) struct GramReader {
    preparer: Preparer,
    scanners: Vec<NgramScanner>,
}

impl GramReader {
    pub(crate) fn new(vectorizer: &Vectorizer) -> Self {
        let blocks = vectorizer.blocks.iter().enumerate();
        Self {
            preparer: vectorizer.preparation.preparer(),
            scanners: blocks
                .map(|(number, block)| NgramScanner::new(block.analyzer, &block.range, number))
                .collect(),
        }
    }

    /// Calls `emit` with the n-grams of `text`, batch by batch and block by block.
    #[inline]
    pub(crate) fn read(
        &self,
        text: &str,
        scratch: &mut GramScratch,
        mut emit: impl FnMut(&GramBatch<'_>),
    ) {
        let text = &self.preparer.prepare(text);
        for (block, scanner) in (0u8..).zip(&self.scanners) {
            scanner.each(text.as_str(), scratch, |grams, units| {
                emit(&GramBatch {
                    block,
                    grams,
                    units,
                    scanner,
                    text,
                });
            });
        }
    }
}

/// Some n-grams of one block of one text.
pub(crate) struct GramBatch<'a> {
    pub(crate) block: u8,
    pub(crate) grams: &'a [Gram],
    units: &'a [Unit],
    scanner: &'a NgramScanner,
    text: &'a Prepared<'a>,
}

impl GramBatch<'_> {
    /// The numbers of all of them.
    #[inline]
    pub(crate) fn hashes(&self) -> impl Iterator<Item = u64> {
        self.grams.iter().map(|gram| gram.hash)
    }

    /// Appends the n-gram as a reader sees it.
    pub(crate) fn write(&self, gram: Gram, out: &mut String) {
        let units = gram.of(self.units);
        self.scanner.write(self.text.as_str(), units, out);
    }

    /// The bytes of the original that an n-gram stands for.
    pub(crate) fn span(&self, gram: Gram) -> Span {
        self.text.to_original(gram.span(self.units))
    }
}
