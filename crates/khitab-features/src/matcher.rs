//! All lists over one text in one pass.

pub(crate) mod find;
#[cfg(test)]
mod tests;

use std::sync::{Arc, OnceLock};

use crate::at_once::at_once;
use crate::clitics::Admit;
use crate::confirm::ConfirmedSplits;
use crate::lexicon::{Automaton, Entry, Lexicon, Target};
use crate::{Gazetteer, Name, shipped};
use khitab_text::Span;

/// Words of a text that a list or the gazetteer holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hit {
    /// Which entry.
    pub target: Target,
    /// Bytes of the original: whole words, clitics included.
    pub span: Span,
    /// Bytes of the normalised text: the words without clitics.
    pub core: Span,
    /// The proclitics in the original.
    pub proclitics: Option<Span>,
    /// The pronoun in the original.
    pub enclitics: Option<Span>,
    /// Whether it begins inside a hashtag.
    pub hashtag: bool,
}

/// Finds all entries of all lists and of the gazetteer in one pass.
///
/// A hit covers whole words. It never begins or ends inside one, except behind and before the
/// clitics that the class of its entry takes. Of the hits of one list that overlap, the first
/// and then the longest stands; hits of different lists stand side by side. A word that some list
/// holds whole is not cut into clitics for another, except after an article.
///
/// ```
/// use khitab_features::{Document, Lexicon, Matcher};
/// let list = Lexicon::from_tsv(
///     "tea.tsv",
///     "# name: tea\npattern\tlemma\tweight\tclass\tinflect\tnotes\nشاي\tشاي\t1\tnoun\n",
/// )?;
/// let matcher = Matcher::new(vec![list], Default::default());
/// let text = "وبالشاي شاينا والشايع";
/// let found = matcher.find(&Document::new(text));
/// let surfaces: Vec<&str> = found.iter().map(|hit| hit.span.of(text)).collect();
/// assert_eq!(surfaces, ["وبالشاي", "شاينا"]);
/// # Ok::<(), khitab_features::Error>(())
/// ```
#[derive(Clone)]
pub struct Matcher {
    lexicons: Vec<Lexicon>,
    gazetteer: Gazetteer,
    automaton: Automaton,
    admit: Arc<dyn Admit>,
}

impl Matcher {
    /// Builds the automaton of `lexicons` and `gazetteer`.
    #[must_use]
    pub fn new(lexicons: Vec<Lexicon>, gazetteer: Gazetteer) -> Self {
        let automaton = Automaton::new(&lexicons, gazetteer.variants());
        Self::with_automaton(lexicons, gazetteer, automaton)
    }

    fn with_automaton(lexicons: Vec<Lexicon>, gazetteer: Gazetteer, automaton: Automaton) -> Self {
        Self {
            lexicons,
            gazetteer,
            automaton,
            admit: Arc::new(ConfirmedSplits::default()),
        }
    }

    /// All cue lists and gazetteers that khitab ships, read once.
    #[must_use]
    pub fn shipped() -> &'static Self {
        static SHIPPED: OnceLock<Matcher> = OnceLock::new();
        SHIPPED.get_or_init(|| {
            let text = include_str!(concat!(env!("OUT_DIR"), "/forms.txt"));
            let image = include_bytes!(concat!(env!("OUT_DIR"), "/forms.image"));
            let (lexicons, (gazetteer, automaton)) = at_once(shipped::lexicons, || {
                (shipped::gazetteer(), Automaton::from_image(text, image))
            });
            // A broken list breaks the build: `build.rs` reads them all.
            Self::with_automaton(
                lexicons.unwrap_or_default(),
                gazetteer.unwrap_or_default(),
                automaton,
            )
        })
    }

    /// Lets `admit` decide about cuts into clitics, in place of [`ConfirmedSplits`](crate::ConfirmedSplits).
    #[must_use]
    pub fn with_admit(mut self, admit: impl Admit + 'static) -> Self {
        self.admit = Arc::new(admit);
        self
    }

    /// What decides about cuts.
    pub(crate) fn admit_version(&self) -> String {
        self.admit.version()
    }

    /// The cue lists, in the order of [`Target::Cue`].
    #[must_use]
    pub fn lexicons(&self) -> &[Lexicon] {
        &self.lexicons
    }

    /// The names, in the order of [`Target::Name`].
    #[must_use]
    pub fn gazetteer(&self) -> &Gazetteer {
        &self.gazetteer
    }

    /// Every written form that can stand as a word or phrase of its own, normalised.
    pub(crate) fn forms(&self) -> impl Iterator<Item = &str> {
        self.automaton.standing()
    }

    /// The list and the entry of a cue hit.
    #[must_use]
    pub fn cue(&self, hit: &Hit) -> Option<(&Lexicon, &Entry)> {
        let Target::Cue { list, entry } = hit.target else {
            return None;
        };
        let list = self.lexicons.get(list as usize)?;
        Some((list, list.entries().get(entry as usize)?))
    }

    /// The name and the variant of a gazetteer hit.
    #[must_use]
    pub fn name(&self, hit: &Hit) -> Option<(&Name, &Entry)> {
        let Target::Name { variant } = hit.target else {
            return None;
        };
        let entry = self.gazetteer.variants().get(variant as usize)?;
        Some((self.gazetteer.named(variant)?, entry))
    }
}

impl core::fmt::Debug for Matcher {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_struct("Matcher")
            .field("lexicons", &self.lexicons.len())
            .field("names", &self.gazetteer.names().len())
            .field("forms", &self.automaton.len())
            .finish_non_exhaustive()
    }
}
