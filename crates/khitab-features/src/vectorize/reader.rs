//! From a text to the n-grams of all blocks.

use khitab_text::Span;

use super::cut::Cutter;
use super::prepare::{Prepared, Preparer};
use super::{Ngrams, Vectorizer};
use crate::ngrams::{Analyzer, Gram, GramScratch, NgramScanner, TokenPattern, Unit};

/// Prepares texts and finds the n-grams of every block in them.
#[derive(Clone, Debug)]
pub(crate) struct GramReader {
    preparer: Preparer,
    blocks: Vec<BlockReader>,
}

/// Finds the n-grams of one block, in the text itself or in its words cut.
#[derive(Clone, Debug)]
struct BlockReader {
    cutter: Option<Cutter>,
    scanner: NgramScanner,
}

impl BlockReader {
    fn new(block: &Ngrams, number: usize, preparer: &Preparer) -> Self {
        let scanner = |analyzer| NgramScanner::new(analyzer, &block.range, number);
        match block.analyzer {
            Analyzer::Word(pattern) if block.is_cut() => Self {
                cutter: Some(Cutter::new(block.tokens, pattern, preparer.clone())),
                scanner: scanner(Analyzer::Word(TokenPattern::Whitespace)),
            },
            analyzer => Self {
                cutter: None,
                scanner: scanner(analyzer),
            },
        }
    }
}

impl GramReader {
    pub(crate) fn new(vectorizer: &Vectorizer) -> Self {
        let preparer = vectorizer.preparation.preparer();
        let blocks = vectorizer.blocks.iter().enumerate();
        Self {
            blocks: blocks
                .map(|(number, block)| BlockReader::new(block, number, &preparer))
                .collect(),
            preparer,
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
        self.each_block(text, |block, scanner, text| {
            scanner.each(text.as_str(), scratch, |grams, units| {
                emit(&GramBatch {
                    block,
                    grams,
                    units,
                    scanner,
                    text,
                });
            });
        });
    }

    /// Calls `take` with every block's number, its scanner and the text that it is to scan.
    #[inline]
    pub(crate) fn each_block(
        &self,
        text: &str,
        mut take: impl FnMut(u8, &NgramScanner, &Prepared<'_>),
    ) {
        let prepared = &self.preparer.prepare(text);
        for (block, BlockReader { cutter, scanner }) in (0u8..).zip(&self.blocks) {
            let cut = cutter.as_ref().map(|cutter| cutter.cut(text, prepared));
            let cut = cut.map(Prepared::Cut);
            take(block, scanner, cut.as_ref().unwrap_or(prepared));
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
