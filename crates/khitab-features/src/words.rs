//! The closed classes of words that the rules read, from `data/grammar/closed_classes.tsv`.
//!
//! A class holds normalised forms. Rules name single particles themselves; what is a list stands in the table.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use crate::scope::endings::last_two;

/// Declares the classes with their names in the table.
macro_rules! classes {
    ($($(#[$doc:meta])* $class:ident = $name:literal,)*) => {
        /// What a word is in grammar, for the rules.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub(crate) enum Class {
            $($(#[$doc])* $class,)*
        }

        impl Class {
            const NAMES: &[(&str, Self)] = &[$(($name, Self::$class),)*];
        }
    };
}

classes! {
    /// أن, إن and their forms with a pronoun; the Maghrebi باللي.
    Complementiser = "complementiser",
    /// A preposition that ends a noun phrase, also with a pronoun.
    Preposition = "preposition",
    /// An adverb of time or manner.
    Adverbial = "adverbial",
    /// إلى, also with a pronoun.
    Ila = "with_ila",
    /// عن, also with a pronoun.
    An = "with_an",
    /// على, also with a pronoun.
    Ala = "with_ala",
    /// من, also with a pronoun.
    Min = "with_min",
    /// Frequent words whose ب belongs to them.
    OwnBeh = "own_beh",
    /// What is told something: newspaper, agency, channel.
    Newsroom = "newsroom",
    /// Words with which a clause begins behind a subject: "according to the police, then …".
    ClauseOpener = "clause_opener",
    /// "Itself" behind a noun.
    Itself = "itself",
    /// ل with a pronoun.
    Dative = "dative",
    /// Words that tie a clause to the noun before: "where", "which is", "based in".
    ClauseLink = "clause_link",
    /// الذي and its forms.
    Relative = "relative",
    /// Words that open a clause of time.
    When = "when",
    /// Words before which no subject reaches back: "while", "but".
    Connective = "connective",
    /// Verbs of an aside between commas: "X, who asked not to be named, …".
    AsideVerb = "aside_verb",
    /// Words before a subject that are no part of it: "was", "as for".
    Auxiliary = "auxiliary",
    /// Adjectives behind a time or an occasion: "at an earlier time".
    TimeAdjective = "time_adjective",
    /// Words with which a reported question begins.
    Question = "question",
    /// Words that أن belongs to: "except that", "after that".
    BeforeExceptive = "before_that",
    /// Nouns that are spelled as the verb of reporting is.
    ReportingNoun = "reporting_noun",
    /// Words that take such a noun as their object: "without mention of".
    Denying = "denying",
    /// Words behind a negator that make an idiom with it and deny nothing: "no doubt".
    NegatedIdiom = "negated_idiom",
    /// Words that end what a negator denies: "but", "except".
    Turn = "turn",
    /// Words between a negator and what it denies that hide nothing.
    Copula = "copula",
    /// Nouns that head a phrase before a comma and begin no name of a person.
    CommonHead = "common_head",
    /// First names whose و belongs to them.
    NameWithWaw = "name_with_waw",
    /// Words inside a name behind which it goes on.
    NameLink = "name_link",
    /// Nouns that hold a group at a distance: "the gang X".
    GroupHead = "group_head",
    /// Words that hold a name at a distance: "what is called X".
    NamingHedge = "naming_hedge",
    /// Words with the pronoun of the second person plural.
    You = "you",
    /// Words and names whose own last letters are نا.
    OwnNa = "own_na",
    /// Words with نا that the list `pronoun_us` holds.
    ListedUs = "listed_us",
    /// What stands before كم in words whose own last letters it is.
    OwnKam = "own_kam",
    /// أبو in its cases and with particles.
    Kunya = "kunya",
    /// Words in ال…ي that close no nom de guerre.
    DefiniteInYeh = "definite_in_yeh",
    /// Words that are never part of the name of a person.
    FunctionWord = "function_word",
    /// Broken plurals that something can be a share of.
    PluralPeople = "countable",
    /// "These" and "those".
    These = "these",
    /// Nouns that begin with ي as verbs do.
    NounInYeh = "noun_in_yeh",
    /// Beginnings of nouns whose first و or ل belongs to them.
    StemWithParticleLetter = "own_particle",
    /// Words behind a counted noun that are no part of it though their shape would fit.
    Loose = "loose",
    /// Common adjectives without a shape of their own.
    Adjective = "adjective",
    /// Stems before ات whose singular has ة though they look like verbal nouns.
    FeminineStem = "feminine_stem",
    /// Lemmas of lists that name fighters.
    Fighter = "fighter",
    /// Where somebody writes: "his page", "his account", a network.
    Page = "page",
    /// Words with which another clause begins behind a comma.
    But = "but",
}

/// The classes of a word, a bit each.
type Bits = u64;

/// The words of all classes.
struct Table {
    words: FxHashMap<&'static str, Bits>,
    /// The classes with a word that ends as the place says: most words of a text are in no class, and one look tells.
    endings: [Bits; 1 << ENDING_BITS],
}

const ENDING_BITS: u32 = 10;

/// A place for the last two letters of a word; some share one.
const fn ending(form: &str) -> usize {
    const SPREAD: u32 = 0x9E37_79B1;
    (last_two(form).wrapping_mul(SPREAD) >> (u32::BITS - ENDING_BITS)) as usize
}

static TABLE: LazyLock<Table> = LazyLock::new(|| {
    let mut table = Table {
        words: FxHashMap::default(),
        endings: [0; 1 << ENDING_BITS],
    };
    for (word, class) in rows() {
        let bits = class.map_or(0, Class::bit);
        *table.words.entry(word).or_default() |= bits;
        table.endings[ending(word)] |= bits;
    }
    table
});

/// The words of the table with their class; `None` for a class that is not declared here.
fn rows() -> impl Iterator<Item = (&'static str, Option<Class>)> {
    table("closed_classes").map(|(word, class)| {
        let found = Class::NAMES.iter().find(|(name, _)| *name == class);
        (word, found.map(|(_, class)| *class))
    })
}

/// The rows of a table of `data/grammar`: a word and what stands beside it.
pub(crate) fn table(name: &str) -> impl Iterator<Item = (&'static str, &'static str)> {
    let text = khitab_data::grammar(name).unwrap_or_default();
    let rows = text.lines().filter(|line| !line.starts_with('#')).skip(1);
    rows.filter_map(|row| row.split_once('\t'))
}

impl Class {
    const fn bit(self) -> Bits {
        1 << self as u32
    }

    /// Whether the class holds a word.
    #[inline]
    pub(crate) fn holds(self, form: &str) -> bool {
        Classes(self.bit()).hold(form)
    }

    /// Whether a word begins with one of the class.
    pub(crate) fn begins(self, form: &str) -> bool {
        let ends = form.char_indices().map(|(at, c)| at + c.len_utf8());
        ends.into_iter().any(|end| self.holds(&form[..end]))
    }

    /// Whether a word ends with one of the class.
    pub(crate) fn ends(self, form: &str) -> bool {
        form.char_indices().any(|(at, _)| self.holds(&form[at..]))
    }
}

/// Some classes at once.
#[derive(Clone, Copy, Default)]
pub(crate) struct Classes(Bits);

impl Classes {
    /// Whether one of them holds a word.
    #[inline]
    pub(crate) fn hold(self, form: &str) -> bool {
        let is_in = |bits: Bits| bits & self.0 != 0;
        is_in(TABLE.endings[ending(form)]) && TABLE.words.get(form).is_some_and(|&bits| is_in(bits))
    }
}

impl FromIterator<Class> for Classes {
    fn from_iter<I: IntoIterator<Item = Class>>(classes: I) -> Self {
        Self(classes.into_iter().fold(0, |all, class| all | class.bit()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_and_the_classes_agree() {
        let mut seen = 0;
        let mut held = 0;
        for (word, class) in rows() {
            let class = class.unwrap_or_else(|| panic!("{word}: the class is declared"));
            assert!(class.holds(word), "{word}");
            seen |= class.bit();
            held += 1;
        }
        let once: u32 = TABLE.words.values().map(|bits| bits.count_ones()).sum();
        assert_eq!(held, once, "no word stands twice in a class");
        for (name, class) in Class::NAMES {
            assert!(seen & class.bit() != 0, "{name} has words");
        }
    }

    #[test]
    fn words_are_written_as_the_default_profile_leaves_them() {
        let tables = ["closed_classes", "numerals", "name_heads", "rates"];
        let rows = tables.into_iter().flat_map(table);
        let normalised = |word| crate::Document::new(word).text().normalized() == word;
        let wrong: Vec<_> = rows
            .filter(|(word, class)| {
                !["fighter", "feminine_stem"].contains(class) && !normalised(word)
            })
            .collect();
        assert!(wrong.is_empty(), "{wrong:?}");
    }

    #[test]
    fn a_class_holds_its_words_and_no_others() {
        assert!(Class::Preposition.holds("عبر"));
        assert!(!Class::Preposition.holds("الي جانب"));
        assert!(!Class::Adverbial.holds("عبر"));
        assert!(Class::StemWithParticleLetter.begins("وثائق"));
        assert!(!Class::StemWithParticleLetter.begins("وكتاب"));
        assert!(Class::NamingHedge.ends("يسمي"));
        assert!(!Class::NamingHedge.ends("يسمع"));
        assert!(!Class::When.begins(""));
    }
}
