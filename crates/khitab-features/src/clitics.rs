//! What Arabic writes together with a word: one-letter particles before, pronouns after.
//!
//! Everything here reads the search-normalised form: alef without hamza, teh marbuta as heh.

use crate::WordClass;
use crate::lexicon::char_at;

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

    const fn with(self, other: Self) -> Self {
        Self(self.0 | other.0)
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

/// Writes every way to cut proclitics off the word at `start` to `out`, the uncut word first.
pub(crate) fn starts(text: &str, start: usize, out: &mut Vec<Start>) {
    out.clear();
    let letter = |at: usize| char_at(text, at).map_or('\0', |(c, _)| c);
    let mut add = |at: usize, proclitics: Proclitics| out.push(Start { at, proclitics });
    // Half of all words begin with a letter that is no particle.
    if !matches!(letter(start), 'ا' | 'و' | 'ف' | 'ب' | 'ك' | 'ل' | 'س') {
        add(start, Proclitics::NONE);
        return;
    }
    let question = letter(start) == 'ا' && letter(start + 2) != 'ل';
    let bare = [
        Some((start, Proclitics::NONE)),
        question.then_some((start + 2, Proclitics::QUESTION)),
    ];
    let joined = bare.map(|base| {
        let (at, before) = base?;
        let conjunction = matches!(letter(at), 'و' | 'ف');
        conjunction.then_some((at + 2, before.with(Proclitics::CONJUNCTION)))
    });
    for (at, before) in bare.into_iter().chain(joined).flatten() {
        add(at, before);
        let article = |at: usize| letter(at) == 'ا' && letter(at + 2) == 'ل';
        if article(at) {
            add(at + 4, before.with(Proclitics::ARTICLE));
        }
        match letter(at) {
            'ب' | 'ك' => {
                let before = before.with(Proclitics::PREPOSITION);
                add(at + 2, before);
                if article(at + 2) {
                    add(at + 6, before.with(Proclitics::ARTICLE));
                }
            }
            'ل' => {
                let before = before.with(Proclitics::LAM);
                add(at + 2, before);
                if letter(at + 2) == 'ل' {
                    add(at + 4, before.with(Proclitics::ARTICLE));
                }
            }
            'س' => add(at + 2, before.with(Proclitics::FUTURE)),
            _ => {}
        }
    }
}

impl WordClass {
    /// Whether words of this class take these proclitics.
    pub(crate) const fn takes(self, proclitics: Proclitics) -> bool {
        const AND: Proclitics = Proclitics::CONJUNCTION;
        const NAME: Proclitics = AND
            .with(Proclitics::PREPOSITION)
            .with(Proclitics::LAM)
            .with(Proclitics::QUESTION);
        const NOUN: Proclitics = AND
            .with(Proclitics::PREPOSITION)
            .with(Proclitics::LAM)
            .with(Proclitics::ARTICLE);
        const VERB: Proclitics = AND
            .with(Proclitics::FUTURE)
            .with(Proclitics::LAM)
            .with(Proclitics::QUESTION);
        proclitics.within(match self {
            Self::Noun | Self::Adjective | Self::Phrase | Self::OpenPhrase => NOUN,
            Self::Verb => VERB,
            Self::Imperative | Self::Particle => AND,
            Self::Name => NAME,
            Self::OpenName => NAME.with(Proclitics::ARTICLE),
            Self::Exact => Proclitics::NONE,
        })
    }

    /// Whether words of this class take a pronoun.
    pub(crate) const fn takes_pronoun(self) -> bool {
        matches!(
            self,
            Self::Noun | Self::Verb | Self::Imperative | Self::Particle | Self::OpenPhrase
        )
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
}

/// The rule without a model: a stem under one bare letter must have three letters.
///
/// Two letters are enough after و and ف, with an article, or for particles, whose closed lists
/// leave nothing to confuse.
#[derive(Clone, Copy, Debug, Default)]
pub struct StemLength;

impl Admit for StemLength {
    fn admits(&self, split: &Split<'_>) -> bool {
        let letters = split.stem.chars().count();
        let conjunction = matches!(split.proclitics, "" | "و" | "ف");
        let article = split.proclitics.ends_with("ال") || split.proclitics.ends_with("لل");
        let question = split.proclitics.starts_with('ا') && split.proclitics != "ال";
        match split.class {
            WordClass::Particle => true,
            _ if question && !article => letters > 3,
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
        starts(word, 0, &mut out);
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
    }

    #[test]
    fn classes_take_their_own_clitics() {
        let noun = Proclitics::CONJUNCTION.with(Proclitics::ARTICLE);
        assert!(WordClass::Noun.takes(noun));
        assert!(!WordClass::Name.takes(noun));
        assert!(!WordClass::Verb.takes(noun));
        assert!(WordClass::Verb.takes(Proclitics::FUTURE));
        assert!(!WordClass::Imperative.takes(Proclitics::LAM));
        assert!(WordClass::Exact.takes(Proclitics::NONE));
        assert!(!WordClass::Exact.takes(Proclitics::CONJUNCTION));
    }
}
