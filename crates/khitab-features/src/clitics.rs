//! What Arabic writes together with a word: one-letter particles before, pronouns after.
//!
//! Everything here reads the search-normalised form: alef without hamza, teh marbuta as heh.

use crate::WordClass;
use crate::lexicon::Head;
use letters::{AIN, ALEF, BEH, FEH, HAH, HEH, KAF, LAM, SEEN, WAW, YEH};

/// Which proclitics stand before a stem; a set of flags.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Proclitics(u8);

impl Proclitics {
    /// Nothing.
    pub const NONE: Self = Self(0);
    /// أ of a question.
    pub const QUESTION: Self = Self(1);
    /// و or ف.
    pub const CONJUNCTION: Self = Self(1 << 1);
    /// ب or ك.
    pub const PREPOSITION: Self = Self(1 << 2);
    /// ل, preposition or jussive.
    pub const LAM: Self = Self(1 << 3);
    /// س of the future.
    pub const FUTURE: Self = Self(1 << 4);
    /// ال, or its rest in لل.
    pub const ARTICLE: Self = Self(1 << 5);
    /// ه, "this", or ع, "on", before an article, in the spoken varieties.
    pub const BEFORE_ARTICLE: Self = Self(1 << 6);
    /// ب, ح or ه before an imperfect with ي, in the spoken varieties; for ب with
    /// [`Proclitics::PREPOSITION`], since a noun may follow as well.
    pub const BEFORE_VERB: Self = Self(1 << 7);

    const fn with(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    const fn without(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }

    /// Whether every flag of `other` is set.
    #[must_use]
    pub const fn contains(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }

    /// Whether no flag is set outside `other`.
    const fn within(self, other: Self) -> bool {
        self.0 & !other.0 == 0
    }
}

/// A way to cut proclitics off a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Start {
    /// Byte where the stem begins.
    pub(crate) at: usize,
    pub(crate) proclitics: Proclitics,
}

/// The numbers of the letters that proclitics are written with.
mod letters {
    use crate::lexicon::number;

    pub(super) const ALEF: u16 = number('ا');
    pub(super) const BEH: u16 = number('ب');
    pub(super) const HAH: u16 = number('ح');
    pub(super) const SEEN: u16 = number('س');
    pub(super) const AIN: u16 = number('ع');
    pub(super) const FEH: u16 = number('ف');
    pub(super) const KAF: u16 = number('ك');
    pub(super) const LAM: u16 = number('ل');
    pub(super) const HEH: u16 = number('ه');
    pub(super) const WAW: u16 = number('و');
    pub(super) const YEH: u16 = number('ي');
}

/// Writes every way to cut proclitics off the word at `start` to `out`, the uncut word first.
pub(crate) fn starts(head: &Head, start: usize, out: &mut Vec<Start>) {
    out.clear();
    let letter = |at| head.letter(at);
    let article = |at| letter(at) == ALEF && letter(at + 1) == LAM;
    // Half of all words begin with a letter that is no particle.
    let particle = match letter(0) {
        ALEF | WAW | FEH | BEH | KAF | LAM | SEEN => true,
        HEH | AIN | HAH => article(1) || letter(1) == YEH,
        _ => false,
    };
    if !particle {
        out.push(Start {
            at: start,
            proclitics: Proclitics::NONE,
        });
        return;
    }
    let conjunction = |at| matches!(letter(at), WAW | FEH);
    let question = letter(0) == ALEF && letter(1) != LAM;
    let mut cut = |at, before| {
        behind(head, at, before, |letters, proclitics| {
            let at = start + 2 * letters;
            out.push(Start { at, proclitics });
        });
    };
    cut(0, Proclitics::NONE);
    if question {
        cut(1, Proclitics::QUESTION);
    }
    if conjunction(0) {
        cut(1, Proclitics::CONJUNCTION);
    }
    if question && conjunction(1) {
        let before = Proclitics::QUESTION.with(Proclitics::CONJUNCTION);
        cut(2, before);
    }
}

/// A bit for each letter with which a preposition or a particle before a verb or an article begins.
const PARTICLES: u64 = 1 << HEH | 1 << AIN | 1 << HAH | 1 << BEH | 1 << KAF | 1 << LAM | 1 << SEEN;

/// Gives `add` the ways to go on behind so many letters, the proclitics `before`: with the stem, or with
/// a preposition, the article or a particle before a verb.
#[inline]
fn behind(head: &Head, at: usize, before: Proclitics, mut add: impl FnMut(usize, Proclitics)) {
    let letter = |at| head.letter(at);
    let article = |at| letter(at) == ALEF && letter(at + 1) == LAM;
    add(at, before);
    if article(at) {
        add(at + 2, before.with(Proclitics::ARTICLE));
    }
    // Most letters are none of these, which one look at a bit tells better than a jump by the letter.
    if PARTICLES & 1 << letter(at) == 0 {
        return;
    }
    match letter(at) {
        HEH | AIN if article(at + 1) => {
            let before = before.with(Proclitics::BEFORE_ARTICLE);
            add(at + 3, before.with(Proclitics::ARTICLE));
        }
        HEH | HAH if letter(at + 1) == YEH => {
            add(at + 1, before.with(Proclitics::BEFORE_VERB));
        }
        BEH | KAF => {
            let imperfect = letter(at) == BEH && letter(at + 1) == YEH;
            let before = before.with(Proclitics::PREPOSITION);
            let verb = match imperfect {
                true => Proclitics::BEFORE_VERB,
                false => Proclitics::NONE,
            };
            add(at + 1, before.with(verb));
            if article(at + 1) {
                add(at + 3, before.with(Proclitics::ARTICLE));
            }
        }
        LAM => {
            let before = before.with(Proclitics::LAM);
            add(at + 1, before);
            if letter(at + 1) == LAM {
                add(at + 2, before.with(Proclitics::ARTICLE));
            }
        }
        SEEN => add(at + 1, before.with(Proclitics::FUTURE)),
        _ => {}
    }
}

/// What every class takes, by its number and the flags: a jump by the class would be foreseen worse.
static TAKES: [[bool; 1 << u8::BITS]; WordClass::ALL.len()] = {
    let mut takes = [[false; 1 << u8::BITS]; WordClass::ALL.len()];
    let mut class = 0;
    while class < takes.len() {
        let mut flags = 0;
        while flags < takes[class].len() {
            takes[WordClass::ALL[class] as usize][flags] =
                WordClass::ALL[class].may_take(Proclitics(flags as u8));
            flags += 1;
        }
        class += 1;
    }
    takes
};

impl WordClass {
    /// Whether words of this class take these proclitics.
    #[inline]
    pub(crate) fn takes(self, proclitics: Proclitics) -> bool {
        TAKES[self as usize][usize::from(proclitics.0)]
    }

    const fn may_take(self, proclitics: Proclitics) -> bool {
        const AND: Proclitics = Proclitics::CONJUNCTION;
        const NAME: Proclitics = AND
            .with(Proclitics::PREPOSITION)
            .with(Proclitics::LAM)
            .with(Proclitics::QUESTION);
        const NOUN: Proclitics = AND
            .with(Proclitics::PREPOSITION)
            .with(Proclitics::LAM)
            .with(Proclitics::ARTICLE)
            .with(Proclitics::BEFORE_ARTICLE);
        const VERB: Proclitics = AND
            .with(Proclitics::FUTURE)
            .with(Proclitics::LAM)
            .with(Proclitics::QUESTION);
        const SPOKEN_VERB: Proclitics = VERB
            .with(Proclitics::PREPOSITION)
            .with(Proclitics::BEFORE_VERB);
        let before_verb = proclitics.contains(Proclitics::BEFORE_VERB);
        // What is ب before a verb is ب before a noun as well.
        let proclitics = match before_verb && proclitics.contains(Proclitics::PREPOSITION) {
            true if !matches!(self, Self::Verb) => proclitics.without(Proclitics::BEFORE_VERB),
            _ => proclitics,
        };
        proclitics.within(match self {
            Self::Noun | Self::Adjective | Self::Phrase | Self::OpenPhrase => NOUN,
            Self::Verb if before_verb => SPOKEN_VERB,
            Self::Verb => VERB,
            Self::Imperative | Self::Particle => AND,
            Self::Name => NAME,
            Self::OpenName => NAME
                .with(Proclitics::ARTICLE)
                .with(Proclitics::BEFORE_ARTICLE),
            Self::Exact => Proclitics::NONE,
        })
    }
}

/// Whether the normalised `rest` of a word is a pronoun.
pub(crate) fn is_pronoun(rest: &str) -> bool {
    matches!(
        rest,
        "ه" | "ها" | "هم" | "هن" | "هما" | "ك" | "كم" | "كن" | "كما" | "نا" | "ي" | "ني"
    )
}

/// A cut of a word into proclitics, stem and pronoun, normalised but for `original`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Split<'t> {
    /// The whole word, or the words of a phrase.
    pub word: &'t str,
    /// The same as the text writes it, where أ, ى and ة are still told from ا, ي and ه.
    pub original: &'t str,
    /// The proclitics as they are written; empty for none.
    pub proclitics: &'t str,
    /// What stands between the clitics.
    pub stem: &'t str,
    /// The pronoun; empty for none.
    pub enclitic: &'t str,
    /// The class of the list entry that asks for the cut.
    pub class: WordClass,
}

/// Decides whether a cut that the letters allow is one that a reader would make.
///
/// It is asked only about cuts that take letters off, for words that no list holds whole.
pub trait Admit: Send + Sync {
    /// Whether the cut stands.
    fn admits(&self, split: &Split<'_>) -> bool;

    /// What tells it from others and from later ones: a part of
    /// [`Extractor::version`](crate::Extractor::version).
    fn version(&self) -> String {
        std::any::type_name::<Self>().to_owned()
    }
}

/// The rule without a model: a stem under one bare letter must have three letters.
///
/// Two letters are enough after و and ف, with an article, or for particles, whose closed lists
/// leave nothing to confuse.
#[derive(Clone, Copy, Debug, Default)]
pub struct StemLength;

/// A stem of so many letters may stand under anything.
const ENOUGH: usize = 4;

impl Admit for StemLength {
    fn admits(&self, split: &Split<'_>) -> bool {
        let letters = split.stem.chars().take(ENOUGH).count();
        if letters == ENOUGH {
            return true;
        }
        let conjunction = matches!(split.proclitics, "" | "و" | "ف");
        let spoken = split.proclitics.contains(['ه', 'ع', 'ح']);
        let article = split.proclitics.ends_with("ال") || split.proclitics.ends_with("لل");
        let question = split.proclitics.starts_with('ا') && split.proclitics != "ال";
        match split.class {
            WordClass::Particle => true,
            _ if question && !article => letters > 3,
            _ if spoken => letters > 2,
            _ if split.enclitic.is_empty() && (conjunction || article) => letters > 1,
            _ => letters > 2,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stems(word: &str) -> Vec<&str> {
        let mut out = Vec::new();
        starts(&Head::of(word, 0), 0, &mut out);
        out.iter().map(|start| &word[start.at..]).collect()
    }

    #[test]
    fn chains_are_cut_in_order() {
        assert_eq!(stems("قلم"), ["قلم"]);
        assert_eq!(stems("وبالقلم"), ["وبالقلم", "بالقلم", "القلم", "قلم"]);
        assert_eq!(stems("للقلم"), ["للقلم", "لقلم", "قلم"]);
        assert_eq!(stems("فسيكتب"), ["فسيكتب", "سيكتب", "يكتب"]);
        assert_eq!(stems("القلم"), ["القلم", "قلم"]);
        assert_eq!(stems("وو"), ["وو", "و"]);
        assert_eq!(stems(""), [""]);
        assert_eq!(stems("وهالقلم"), ["وهالقلم", "هالقلم", "قلم"]);
        assert_eq!(stems("حيكتب"), ["حيكتب", "يكتب"]);
        assert_eq!(stems("حكتب"), ["حكتب"]);
    }

    #[test]
    fn classes_take_their_own_clitics() {
        let noun = Proclitics::CONJUNCTION.with(Proclitics::ARTICLE);
        assert!(WordClass::Noun.takes(noun));
        assert!(!WordClass::Name.takes(noun));
        assert!(!WordClass::Verb.takes(noun));
        assert!(WordClass::Verb.takes(Proclitics::FUTURE));
        let with_beh = Proclitics::PREPOSITION.with(Proclitics::BEFORE_VERB);
        assert!(WordClass::Verb.takes(with_beh) && WordClass::Noun.takes(with_beh));
        assert!(!WordClass::Verb.takes(Proclitics::PREPOSITION));
        assert!(!WordClass::Noun.takes(Proclitics::BEFORE_VERB));
        assert!(!WordClass::Imperative.takes(Proclitics::LAM));
        assert!(WordClass::Exact.takes(Proclitics::NONE));
        assert!(!WordClass::Exact.takes(Proclitics::CONJUNCTION));
    }
}
