//! Words of the lists in disguise: stretched, spaced, dotted, with signs for letters.
//!
//! The evasion reader of `khitab-text` believes a disguise only when it leads to a word of the
//! lists. It is asked only about runs of letters that look for it, which are few, so that ordinary
//! text costs one look at its tokens.

use std::sync::OnceLock;

use khitab_text::{Deobfuscator, EvasionKind, EvasionKinds, Span, TokenKind};

use crate::{Document, Matcher};

/// The shortest word that is believed, in letters.
const SHORTEST: usize = 4;
/// Single letters in a row that look like a spaced word.
const SINGLES: usize = 3;
/// Equal letters in a row that stretch a word.
const STRETCHED: usize = 3;
/// The longest piece of a word around a sign, in bytes of Arabic letters.
const PIECE: usize = 8;

/// A word that was read under a disguise.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Disguise {
    /// Bytes of the original, clitics and endings included.
    pub span: Span,
    /// The word of a list that it is read as, normalised.
    pub word: String,
    /// How it was hidden.
    pub kinds: EvasionKinds,
    /// How far the writing is from the word; 1 is the least.
    pub cost: u16,
}

/// Reads the words of some lists under their disguises.
///
/// ```
/// use khitab_features::{Disguises, Document, Lexicon, Matcher};
/// let list = Lexicon::from_tsv(
///     "tea.tsv",
///     "# name: tea\npattern\tlemma\tweight\tclass\tinflect\tnotes\nنعناع\t\t\tnoun\n",
/// )?;
/// let matcher = Matcher::new(vec![list], Default::default());
/// let document = Document::read("شاي بالنعنااااع", &Disguises::new(&matcher));
/// assert_eq!(document.disguises()[0].word, "نعناع");
/// # Ok::<(), khitab_features::Error>(())
/// ```
#[derive(Debug)]
pub struct Disguises {
    reader: Deobfuscator,
}

impl Disguises {
    /// Reads the words of all lists and names of `matcher` that have four letters or more.
    #[must_use]
    pub fn new(matcher: &Matcher) -> Self {
        Self {
            reader: Deobfuscator::new(Self::words(matcher)),
        }
    }

    /// The words that are read, of the forms of all lists and names, in order.
    pub(crate) fn words(matcher: &Matcher) -> Vec<&str> {
        let mut words: Vec<&str> = matcher
            .forms()
            .flat_map(|form| form.split(' '))
            .filter(|word| word.len() >= 2 * SHORTEST && is_arabic(word))
            .collect();
        words.sort_unstable();
        words.dedup();
        words
    }

    /// Reads the words of what khitab ships.
    #[must_use]
    pub fn shipped() -> &'static Self {
        static SHIPPED: OnceLock<Disguises> = OnceLock::new();
        SHIPPED.get_or_init(|| Self::new(Matcher::shipped()))
    }

    /// The disguised words of a document; the reader is only made when there is a suspect.
    pub(crate) fn find<'d>(
        document: &Document<'_>,
        reader: impl FnOnce() -> &'d Self,
    ) -> Vec<Disguise> {
        let suspects = suspects(document);
        if suspects.is_empty() {
            return Vec::new();
        }
        let original = document.text().original();
        let reader = &reader().reader;
        let read = |suspect: Span| {
            let found = reader.find(suspect.of(original));
            let hidden = found.into_iter().filter(|one| is_hidden(one.kinds));
            hidden.map(move |one| Disguise {
                span: Span::new(
                    suspect.start() + one.span.start(),
                    suspect.start() + one.span.end(),
                ),
                word: one.word.to_owned(),
                kinds: one.kinds,
                cost: one.cost,
            })
        };
        suspects.into_iter().flat_map(read).collect()
    }
}

/// Whether one of the kinds is not undone by the normaliser already. Neighbours that make one word
/// and Latin letters are left alone: in clean text they are found more often than hidden words are.
fn is_hidden(kinds: EvasionKinds) -> bool {
    use EvasionKind::{Arabizi, Dotless, Elongation, Punctuated, Spaced, StandIn, TwoPieces};
    let left = [TwoPieces, Arabizi];
    let hidden = [Elongation, Spaced, Punctuated, StandIn, Dotless];
    !left.into_iter().any(|kind| kinds.contains(kind))
        && hidden.into_iter().any(|kind| kinds.contains(kind))
}

/// The runs of letters in the original that look like a disguise, in order: stretched, single in a
/// row, in pieces around a sign, without dots.
fn suspects(document: &Document<'_>) -> Vec<Span> {
    let normalized = document.text().normalized().as_bytes();
    let tokens = document.tokens();
    let mut out = Vec::new();
    let mut close = |run: Run, end: usize| {
        if let (true, [first, .., last] | [first @ last]) =
            (run.is_suspect(), &tokens[run.first..end])
        {
            out.push(first.span.cover(last.span));
        }
    };
    let look_inside = may_hold_odd_words(normalized);
    let mut run = Run::default();
    let mut end = 0;
    for (at, token) in tokens.iter().enumerate() {
        let form = &normalized[token.normalized.range()];
        let single = token.kind == TokenKind::Word && form.len() == 2;
        let gap = token.normalized.start().wrapping_sub(end);
        let goes_on = gap == 0 || gap <= 2 && run.single && single;
        end = token.normalized.end();
        match token.kind {
            TokenKind::Word | TokenKind::Punctuation | TokenKind::Symbol | TokenKind::Number => {
                if !goes_on {
                    close(run, at);
                    run = Run::from(at);
                }
                run.add(token.kind, form, single);
                run.odd |= look_inside && is_odd(form);
            }
            _ => {
                close(run, at);
                run = Run::from(at + 1);
            }
        }
    }
    close(run, tokens.len());
    out
}

/// Tokens that touch, or single letters with a space between.
#[derive(Clone, Copy, Default)]
struct Run {
    /// Its first token.
    first: usize,
    singles: usize,
    /// How many short pieces and signs in turn it ends with.
    pieces: usize,
    /// Whether the last token was a single letter.
    single: bool,
    odd: bool,
}

impl Run {
    fn from(first: usize) -> Self {
        Self {
            first,
            ..Self::default()
        }
    }

    #[inline]
    fn add(&mut self, kind: TokenKind, form: &[u8], single: bool) {
        self.single = single;
        if kind == TokenKind::Word {
            self.singles += usize::from(single);
            self.step(form.len() <= PIECE, 0);
        } else {
            self.step(matches!(form, [sign] if is_sign(*sign)), 1);
        }
    }

    /// Counts a piece, whose turn is `parity`; anything else ends the count.
    fn step(&mut self, fits: bool, parity: usize) {
        self.odd |= self.in_pieces();
        self.pieces = match (fits, self.pieces % 2 == parity) {
            (true, true) => self.pieces + 1,
            (true, false) if parity == 0 => 1,
            _ => 0,
        };
    }

    /// Whether it ends with at least two short pieces and a sign between.
    const fn in_pieces(&self) -> bool {
        self.pieces >= 3 && self.pieces % 2 == 1
    }

    const fn is_suspect(&self) -> bool {
        self.odd || self.in_pieces() || self.singles >= SINGLES
    }
}

/// What writers put between or in place of letters.
const fn is_sign(sign: u8) -> bool {
    matches!(
        sign,
        b'.' | b'-' | b'*' | b'_' | b'|' | b'/' | b'!' | b'@' | b'$' | b'+' | b'~' | b'0'..=b'9'
    )
}

/// Whether a text has at all what [`is_odd`] looks for; a plain loop, so that the compiler can take
/// many bytes at a time.
fn may_hold_odd_words(text: &[u8]) -> bool {
    let found = text.windows(6).fold(false, |found, b| {
        let stretched =
            (b[0] >= 0x80) & (b[0] == b[2]) & (b[1] == b[3]) & (b[2] == b[4]) & (b[3] == b[5]);
        found | stretched | is_dotless([b[0], b[1]])
    });
    found
        || text.len() < 6
        || text[text.len() - 5..]
            .windows(2)
            .any(|b| is_dotless([b[0], b[1]]))
}

/// Whether a word holds three equal letters in a row or letters without dots.
fn is_odd(form: &[u8]) -> bool {
    let mut last = [0; 2];
    let mut run = 0;
    form.as_chunks::<2>().0.iter().any(|&letter| {
        run = if letter == last { run + 1 } else { 1 };
        last = letter;
        run >= STRETCHED || is_dotless(letter)
    })
}

/// U+066E, U+066F, U+06A1 and U+06BA.
const fn is_dotless(letter: [u8; 2]) -> bool {
    matches!(letter, [0xD9, 0xAE | 0xAF] | [0xDA, 0xA1 | 0xBA])
}

fn is_arabic(word: &str) -> bool {
    word.chars().all(|c| ('\u{0621}'..='\u{064A}').contains(&c))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<(String, String)> {
        let document = Document::new(text);
        document
            .disguises()
            .iter()
            .map(|d| (d.span.of(text).to_owned(), d.word.clone()))
            .collect()
    }

    #[test]
    fn stretched_spaced_and_dotted_words_are_read() {
        for (text, hidden, word) in [
            ("هؤلاء مرتدووووون عندهم", "مرتدووووون", "مرتدون"),
            ("قالوا م ر ت د و ن عندهم", "م ر ت د و ن", "مرتدون"),
            ("سطر أول\nقالوا م-ر-ت-د-و-ن عندهم", "م-ر-ت-د-و-ن", "مرتدون"),
            ("إن مر.تدون عندهم", "مر.تدون", "مرتدون"),
        ] {
            assert_eq!(read(text), [(hidden.to_owned(), word.to_owned())], "{text}");
        }
    }

    #[test]
    fn ordinary_writing_is_left_alone() {
        for text in [
            "جمييييل جدا",
            "د. أحمد و أ. علي",
            "أ ب ت ث ج ح خ",
            "قال.ثم سكت،وعاد.إلى بيته",
            "من 5 إلى 6",
            "",
        ] {
            assert_eq!(read(text), [], "{text}");
        }
    }

    #[test]
    fn tokens_cover_the_disguise() {
        let text = "هؤلاء م.ر.ت.د.و.ن عندنا";
        let document = Document::new(text);
        let words: Vec<&str> = document.tokens().iter().map(|t| t.span.of(text)).collect();
        assert_eq!(words, ["هؤلاء", "م.ر.ت.د.و.ن", "عندنا"]);
    }
}
