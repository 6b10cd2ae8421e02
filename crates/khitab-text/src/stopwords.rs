//! Words that carry grammar and no topic, with the clitics they take.

use std::collections::HashMap;

use crate::Normalizer;

/// What a stop word does in a sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "lowercase"))]
#[non_exhaustive]
pub enum StopClass {
    /// من, على, and with pronouns: منه, عليهم.
    Preposition,
    /// أو, ثم, إذا.
    Conjunction,
    /// إن, قد, يا.
    Particle,
    /// هو, نحن.
    Pronoun,
    /// هذا, هناك.
    Demonstrative,
    /// الذي, ما.
    Relative,
    /// متى, كيف.
    Interrogative,
    /// لا, ليس; keep these where scope matters.
    Negation,
    /// كان and its sisters.
    Auxiliary,
    /// بعد, عند, كل.
    Adverb,
}

impl StopClass {
    fn named(name: &str) -> Option<Self> {
        Some(match name {
            "preposition" => Self::Preposition,
            "conjunction" => Self::Conjunction,
            "particle" => Self::Particle,
            "pronoun" => Self::Pronoun,
            "demonstrative" => Self::Demonstrative,
            "relative" => Self::Relative,
            "interrogative" => Self::Interrogative,
            "negation" => Self::Negation,
            "auxiliary" => Self::Auxiliary,
            "adverb" => Self::Adverb,
            _ => return None,
        })
    }

    /// What may stand before a word of this class besides nothing.
    const fn proclitics(self) -> &'static [&'static str] {
        match self {
            Self::Preposition | Self::Conjunction | Self::Auxiliary => &["و", "ف"],
            Self::Particle | Self::Interrogative => &["و", "ف", "ل", "ب"],
            Self::Negation => &["و", "ف", "أ", "ب"],
            Self::Pronoun | Self::Demonstrative | Self::Relative | Self::Adverb => {
                &["و", "ف", "ب", "ل", "ك", "وب", "ول", "وك"]
            }
        }
    }

    /// Whether a pronoun may stand after it.
    const fn takes_pronoun(self) -> bool {
        matches!(self, Self::Preposition | Self::Particle | Self::Adverb)
    }
}

const PRONOUNS: [&str; 12] = [
    "ي", "ك", "ه", "ها", "هم", "هن", "هما", "كم", "كن", "كما", "نا", "ني",
];

/// A set of stop words with the forms that clitics give them.
///
/// Words are looked up as the search profile leaves them.
///
/// ```
/// use khitab_text::{Normalizer, StopClass, StopWords};
/// let stop = StopWords::standard();
/// let text = Normalizer::search().normalize("وعليهم");
/// assert_eq!(stop.class(text.normalized()), Some(StopClass::Preposition));
/// assert!(!stop.contains("قتال"));
/// ```
#[derive(Clone, Debug)]
pub struct StopWords {
    forms: HashMap<String, StopClass>,
}

impl StopWords {
    /// Those of Modern Standard Arabic.
    #[must_use]
    pub fn standard() -> Self {
        Self::of_registers(&["msa"])
    }

    /// Those of the standard and of the spoken varieties.
    #[must_use]
    pub fn with_spoken() -> Self {
        Self::of_registers(&["msa", "spoken"])
    }

    fn of_registers(registers: &[&str]) -> Self {
        let mut forms = HashMap::new();
        for (word, class, register) in rows() {
            if registers.contains(&register) {
                add(&mut forms, word, class);
            }
        }
        Self { forms }
    }

    /// What kind of stop word it is, if it is one.
    #[must_use]
    pub fn class(&self, word: &str) -> Option<StopClass> {
        self.forms.get(word).copied()
    }

    /// Whether it is a stop word.
    #[must_use]
    pub fn contains(&self, word: &str) -> bool {
        self.forms.contains_key(word)
    }

    /// Takes out a class, such as [`StopClass::Negation`].
    #[must_use]
    pub fn without(mut self, class: StopClass) -> Self {
        self.forms.retain(|_, found| *found != class);
        self
    }

    /// How many forms it knows.
    #[must_use]
    pub fn len(&self) -> usize {
        self.forms.len()
    }

    /// Whether it knows none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.forms.is_empty()
    }
}

/// Adds a word with every clitic it takes; plain words come before longer forms of others.
fn add(forms: &mut HashMap<String, StopClass>, word: &str, class: StopClass) {
    let search = Normalizer::search();
    let fold = |form: String| search.normalize(&form).normalized().to_owned();
    let bare = word.chars().count() == 1;
    if !bare {
        forms.insert(fold(word.to_owned()), class);
    }
    let befores = core::iter::once(&"").chain(class.proclitics());
    for before in befores {
        if !bare && !before.is_empty() {
            forms
                .entry(fold(format!("{before}{word}")))
                .or_insert(class);
        }
        let afters = PRONOUNS.iter().filter(|_| class.takes_pronoun());
        for after in afters {
            forms
                .entry(fold(format!("{before}{word}{after}")))
                .or_insert(class);
        }
    }
}

fn rows() -> impl Iterator<Item = (&'static str, StopClass, &'static str)> {
    khitab_data::STOPWORDS
        .iter()
        .flat_map(|(_, text)| text.lines().filter(|line| !line.starts_with('#')).skip(1))
        .filter_map(|line| {
            let mut columns = line.split('\t');
            let word = columns.next()?;
            let class = StopClass::named(columns.next()?)?;
            Some((word, class, columns.next()?))
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_is_read() {
        let lines: usize = khitab_data::STOPWORDS
            .iter()
            .map(|(_, text)| text.lines().filter(|l| !l.starts_with('#')).count() - 1)
            .sum();
        assert_eq!(rows().count(), lines);
        assert!(lines > 300);
    }

    #[test]
    fn clitics_are_put_on_by_class() {
        let stop = StopWords::standard();
        for word in [
            "منه",
            "وعليهم",
            "فانهم",
            "لهذا",
            "بما",
            "والذي",
            "عندنا",
            "وله",
            "اليس",
        ] {
            assert!(stop.contains(word), "{word}");
        }
        assert_eq!(stop.class("هو"), Some(StopClass::Pronoun));
        assert_eq!(stop.class("لا"), Some(StopClass::Negation));
        for word in ["ل", "كتاب", "الدوله", "وطن", "بيت"] {
            assert!(!stop.contains(word), "{word}");
        }
    }

    #[test]
    fn spoken_words_only_on_request() {
        assert!(!StopWords::standard().contains("علشان"));
        assert!(StopWords::with_spoken().contains("علشان"));
        let kept = StopWords::standard().without(StopClass::Negation);
        assert!(!kept.contains("ليس"));
        assert!(kept.len() < StopWords::standard().len());
    }
}
