//! Words of the lists in disguise: stretched, spaced, dotted, with signs for letters.
//!
//! The evasion reader of `khitab-text` believes a disguise only when it leads to a word of the
//! lists. It is asked only about runs of letters that look for it, which are few, so that ordinary
//! text costs one look at its tokens.
//!
//! Words in two pieces and words in Latin letters look like ordinary text one by one. They are read
//! where the text as a whole is written so (`pieces`, `latin`); and where letters stand apart, words
//! of the segmenter's list are read beside those of the lists (`rows`), so that a word counts as one.

mod latin;
mod pieces;
mod rows;
mod suspects;

use std::collections::BTreeSet;
use std::sync::OnceLock;

use khitab_text::{Deobfuscator, EvasionKind, EvasionKinds, Segmenter, Span};
use rustc_hash::FxHashSet;

use crate::{Document, Matcher};

/// The shortest word that is believed, in letters.
const SHORTEST: usize = 4;

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
    /// Latin words of the lists, which are read as they stand.
    latin: BTreeSet<String>,
}

impl Disguises {
    /// Reads the words of all lists and names of `matcher` that have four letters or more.
    #[must_use]
    pub fn new(matcher: &Matcher) -> Self {
        Self {
            reader: Deobfuscator::new(Self::words(matcher)),
            latin: latin_words(matcher)
                .into_iter()
                .map(str::to_owned)
                .collect(),
        }
    }

    /// The words that are read, of the forms of all lists and names, in order.
    pub(crate) fn words(matcher: &Matcher) -> Vec<&str> {
        let long = |word: &&str| word.len() >= 2 * SHORTEST && is_arabic(word);
        let phrases = || matcher.forms().filter(|form| form.contains(' '));
        let mut words: Vec<&str> = matcher.forms().filter(long).collect();
        // Phrases share most of their words: what comes again need not be sorted.
        let mut seen = FxHashSet::default();
        let all = phrases().flat_map(|form| form.split(' '));
        words.extend(all.filter(|word| long(word) && seen.insert(*word)));
        // Forms are in order already: this sort looks for such runs.
        words.sort();
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
        let suspects = suspects::suspects(document);
        let latin = latin::Latin::of(document);
        let mut out = pieces::find(document);
        if suspects.is_empty() && !latin.is_suspect() {
            return out;
        }
        let original = document.text().original();
        let lists = reader();
        let reader = &lists.reader;
        for suspect in suspects {
            let found = reader.find(suspect.of(original)).into_iter();
            let hidden = found.filter(|one| is_hidden(one.kinds));
            let mut hidden: Vec<Disguise> = hidden
                .map(|one| Disguise {
                    span: within(suspect, one.span),
                    word: one.word.to_owned(),
                    kinds: one.kinds,
                    cost: one.cost,
                })
                .collect();
            hidden.extend(rows::find(original, suspect, &hidden));
            out.extend(hidden);
        }
        out.extend(latin.read(lists, original));
        in_order(out)
    }
}

/// The Latin words of the lists, each once.
fn latin_words(matcher: &Matcher) -> BTreeSet<&str> {
    let some = |form: &&str| form.bytes().any(|byte| byte.is_ascii());
    let forms = matcher.forms().filter(some);
    let words = forms.flat_map(|form| form.split([' ', '_', '-']));
    words.filter(|word| word.is_ascii()).collect()
}

/// The place in the text of a span in a piece of it.
const fn within(piece: Span, span: Span) -> Span {
    Span::new(piece.start() + span.start(), piece.start() + span.end())
}

/// Sorted, without those that overlap one before.
fn in_order(mut all: Vec<Disguise>) -> Vec<Disguise> {
    all.sort_by_key(|one| one.span.start());
    let mut end = 0;
    all.retain(|one| {
        let free = one.span.start() >= end;
        end = end.max(if free { one.span.end() } else { end });
        free
    });
    all
}

/// The words of the segmenter: what is ordinary Arabic.
fn ordinary() -> &'static Segmenter {
    static ORDINARY: OnceLock<Segmenter> = OnceLock::new();
    ORDINARY.get_or_init(Segmenter::standard)
}

/// Whether one of the kinds is not undone by the normaliser already. Neighbours that make one word
/// and Latin letters are left to [`pieces`] and [`latin`]: in clean text they are found more often
/// than hidden words are.
fn is_hidden(kinds: EvasionKinds) -> bool {
    use EvasionKind::{
        Arabizi, Dotless, Elongation, ForeignLetter, Punctuated, Spaced, StandIn, TwoPieces,
    };
    let left = [TwoPieces, Arabizi];
    let hidden = [
        Elongation,
        Spaced,
        Punctuated,
        StandIn,
        Dotless,
        ForeignLetter,
    ];
    !left.into_iter().any(|kind| kinds.contains(kind))
        && hidden.into_iter().any(|kind| kinds.contains(kind))
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
    fn latin_names_and_sizes_are_no_disguise() {
        for (text, suspects) in [
            ("صورة: شبكة الإنترنت/Shutterstock", 0),
            ("وكالة/Getty-Images", 0),
            ("المقاس XS\nSM\nMD\nLG", 0),
            ("قالوا مرtدون عندهم", 1),
            ("قالوا مر-t-دون عندهم", 1),
            ("قالوا مرShutterدون عندهم", 1),
        ] {
            let found = suspects::suspects(&Document::plain(text));
            assert_eq!(found.len(), suspects, "{text}");
        }
    }

    #[test]
    fn letters_of_other_languages_and_scripts_are_read() {
        for (text, hidden) in [
            ("قالوا ݥڔٿڊۆݧ عندهم", "ݥڔٿڊۆݧ"),
            ("قالوا مרتدون عندهم", "مרتدون"),
        ] {
            assert_eq!(read(text), [(hidden.to_owned(), "مرتدون".to_owned())]);
        }
    }

    #[cfg(feature = "segmenter-data")]
    #[test]
    fn pieces_are_joined_where_the_text_is_cut_throughout() {
        let cut = "وص لوا إلى المد ينة القد يمة مع مرت دون";
        let words: Vec<String> = read(cut).into_iter().map(|found| found.1).collect();
        assert_eq!(words, ["وصلوا", "المدينه", "القديمه", "مرتدون"]);
        assert_eq!(read("وصلوا إلى المدينة القديمة مع مرت دون"), []);
    }

    #[cfg(feature = "segmenter-data")]
    #[test]
    fn ordinary_words_beside_hidden_ones_are_joined() {
        let words = |text: &str| -> Vec<String> { read(text).into_iter().map(|r| r.1).collect() };
        let apart = words("ا ل م د ي ن ة م ر ت د و ن");
        assert_eq!(apart, ["المدينه", "مرتدون"]);
        assert_eq!(words("ا.ل.م.د.ي.ن.ة ك.ب.ي.ر.ة").len(), 2);
    }

    #[test]
    fn latin_is_read_where_a_digit_is_a_letter() {
        let words = |text: &str| -> Vec<String> { read(text).into_iter().map(|r| r.1).collect() };
        assert!(words("homma mortadon ya 3ammi").contains(&"مرتدون".to_owned()));
        assert!(words("homma mortadon ya sadiqi").is_empty());
        assert!(words("the 3ammi said mortadon").is_empty());
    }

    #[test]
    fn tokens_cover_the_disguise() {
        let text = "هؤلاء م.ر.ت.د.و.ن عندنا";
        let document = Document::new(text);
        let words: Vec<&str> = document.tokens().iter().map(|t| t.span.of(text)).collect();
        assert_eq!(words, ["هؤلاء", "م.ر.ت.د.و.ن", "عندنا"]);
    }
}
