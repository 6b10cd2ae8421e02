//! Folding of Arabic spelling, step by step, with the way back.
//!
//! Every step is a file of this module and a field of [`Profile`]. The steps that look at one
//! character at a time are compiled into one table and taken in one pass.

mod alef;
mod choice;
mod compose;
mod controls;
mod dagger_alef;
mod digits;
mod elongation;
mod fold;
mod hamza;
mod lanes;
mod letter_case;
mod look_alikes;
mod marks;
mod mask;
mod places;
mod presentation_forms;
mod punctuation;
mod rewrite;
mod table;
mod tanween_alef;
mod tatweel;
mod teh_marbuta;
mod unicode;
mod wasla;
mod whitespace;
mod yeh;

use std::sync::{Arc, LazyLock, Mutex, PoisonError};

use self::fold::composed_fold;
use crate::offsets::Attach;
use crate::profile::{Loss, NormalizerBuilder};
use crate::tokenize::cut;
use crate::{Profile, Span, Text, TokenReader};

pub(crate) use self::fold::fold;
pub(crate) use self::mask::masks;
pub(crate) use self::rewrite::{Rewriter, Rewritten};
pub(crate) use self::table::{Fold, Rules, Table};
pub(crate) use self::unicode::compose;

pub use self::alef::Alef;
pub use self::controls::Controls;
pub use self::dagger_alef::DaggerAlef;
pub use self::digits::Digits;
pub use self::elongation::Elongation;
pub use self::hamza::Hamza;
pub use self::letter_case::LetterCase;
pub use self::look_alikes::LookAlikes;
pub use self::marks::Marks;
pub use self::mask::Mask;
pub use self::presentation_forms::PresentationForms;
pub use self::punctuation::Punctuation;
pub use self::tanween_alef::TanweenAlef;
pub use self::tatweel::Tatweel;
pub use self::teh_marbuta::TehMarbuta;
pub use self::unicode::Unicode;
pub use self::wasla::Wasla;
pub use self::whitespace::Whitespace;
pub use self::yeh::Yeh;

/// Turns an original text into a [`Text`].
///
/// The tables of a profile are compiled once in a process and shared after that.
///
/// ```
/// use khitab_text::Normalizer;
/// let text = Normalizer::light().normalize("الحمـــد لله");
/// assert_eq!(text.normalized(), "الحمد لله");
/// ```
#[derive(Clone, Debug)]
pub struct Normalizer {
    profile: Profile,
    table: Arc<Table>,
}

impl Normalizer {
    /// Takes the steps of `profile`.
    #[must_use]
    pub fn new(profile: Profile) -> Self {
        Self {
            profile,
            table: shared(profile),
        }
    }

    /// Deletes marks, tatweel and controls; keeps every letter.
    #[must_use]
    pub fn light() -> Self {
        static LIGHT: LazyLock<Normalizer> = LazyLock::new(|| Normalizer::new(Profile::LIGHT));
        LIGHT.clone()
    }

    /// Folds the spellings of one word into one form; what the lexicons are matched on.
    #[must_use]
    pub fn search() -> Self {
        static SEARCH: LazyLock<Normalizer> = LazyLock::new(|| Normalizer::new(Profile::SEARCH));
        SEARCH.clone()
    }

    /// [`search`](Self::search) for posts: also masks links and names and shortens elongation.
    #[must_use]
    pub fn social() -> Self {
        static SOCIAL: LazyLock<Normalizer> = LazyLock::new(|| Normalizer::new(Profile::SOCIAL));
        SOCIAL.clone()
    }

    /// Never deletes or merges a letter.
    #[must_use]
    pub fn strict() -> Self {
        static STRICT: LazyLock<Normalizer> = LazyLock::new(|| Normalizer::new(Profile::STRICT));
        STRICT.clone()
    }

    /// Starts a normaliser that keeps everything until told otherwise.
    #[must_use]
    pub fn builder() -> NormalizerBuilder {
        NormalizerBuilder::default()
    }

    /// The steps it takes.
    #[must_use]
    pub const fn profile(&self) -> &Profile {
        &self.profile
    }

    /// What it deletes and what it can no longer tell apart.
    #[must_use]
    pub fn loss(&self) -> Loss {
        Loss::of(self.replacements())
    }

    /// Every single character that it changes, with the outcome.
    pub(crate) fn replacements(&self) -> impl Iterator<Item = (char, String)> {
        self.table.chars().filter_map(|c| {
            let source = c.to_string();
            let outcome = self.fold(&source, Rewritten::default()).text;
            (outcome != source).then_some((c, outcome))
        })
    }

    /// Normalises `original`, keeping the way back to every byte.
    #[must_use]
    pub fn normalize<'a>(&self, original: &'a str) -> Text<'a> {
        self.normalize_into(original, Rewritten::default())
    }

    /// Normalises a text of any length at one flat rate: hands out blocks, each with the byte of
    /// `text` at which it begins, and uses the same memory for all of them.
    ///
    /// Blocks end as those of [`TokenReader`] do.
    ///
    /// ```
    /// use khitab_text::Normalizer;
    /// let text = "قــال نعم. ".repeat(100_000);
    /// let mut normalized = String::new();
    /// Normalizer::light().for_each_block(&text, |_, block| normalized += block.normalized());
    /// assert_eq!(normalized, "قال نعم. ".repeat(100_000));
    /// ```
    pub fn for_each_block(&self, text: &str, mut each: impl FnMut(usize, &Text<'_>)) {
        let (mut start, mut room) = (0, Rewritten::default());
        while start < text.len() {
            let (least, most) = (TokenReader::BLOCK, TokenReader::MOST);
            let end = cut::block_end(text.as_bytes(), start, least, most);
            // Cuts lie between characters.
            let Some(piece) = text.get(start..end) else {
                return;
            };
            let mut block = self.normalize_into(piece, room);
            each(start, &block);
            (start, room) = (end, block.take_memory());
        }
    }

    /// The same in the memory of a text that is done with.
    pub(crate) fn normalize_into<'a>(&self, original: &'a str, room: Rewritten) -> Text<'a> {
        self.steps(original, None, room)
    }

    /// Normalises `original` as if the words of `readings` stood where it was written otherwise:
    /// what an evasion reader found. Spans rise, do not overlap and lie in the original.
    ///
    /// ```
    /// use khitab_text::{Normalizer, Span};
    /// let text = Normalizer::search().normalize_reading("ق.ل.م جديد", &[(Span::new(0, 8), "قلم")]);
    /// assert_eq!(text.normalized(), "قلم جديد");
    /// assert_eq!(text.to_original(Span::new(0, 6)), Span::new(0, 8));
    /// ```
    #[must_use]
    pub fn normalize_reading<'a>(&self, original: &'a str, readings: &[(Span, &str)]) -> Text<'a> {
        let mut read = Rewriter::new(original);
        for &(span, word) in readings {
            read.replace(span, word, Attach::Before);
        }
        self.steps(original, read.finish(), Rewritten::default())
            .of_readings()
    }

    fn steps<'a>(
        &self,
        original: &'a str,
        mut done: Option<Rewritten>,
        room: Rewritten,
    ) -> Text<'a> {
        let p = &self.profile;
        if done.is_none() && self.looks_at_single_characters() {
            let Rewritten { text, map } = self.fold(original, room);
            return Text::new(original, text, map);
        }
        take(&mut done, original, |text| mask::rewrite(p, text));
        take(&mut done, original, |text| {
            tanween_alef::rewrite(p.tanween_alef, text)
        });
        take(&mut done, original, |text| Some(self.fold(text, room)));
        take(&mut done, original, |text| {
            elongation::rewrite(p.elongation, text)
        });
        // Folding and shortening may have made what is masked: a link with an Arabic digit.
        take(&mut done, original, |text| mask::rewrite_folded(p, text));
        take(&mut done, original, |text| {
            whitespace::rewrite(p.whitespace, text)
        });
        let Rewritten { text, map } = done.unwrap_or_else(|| Rewritten::unchanged(original));
        Text::new(original, text, map)
    }

    /// Whether one pass is all: a short text feels every step that does nothing.
    fn looks_at_single_characters(&self) -> bool {
        let p = &self.profile;
        let keeps = (p.tanween_alef, p.elongation, p.whitespace)
            == (TanweenAlef::Keep, Elongation::Keep, Whitespace::Keep);
        keeps && masks(p).iter().all(|mask| *mask == Mask::Keep)
    }

    /// All steps that look at one character, or at those that compose with it.
    fn fold(&self, source: &str, room: Rewritten) -> Rewritten {
        let form = self.profile.unicode;
        match &self.table.composed {
            Some(table) => composed_fold(table, form, source, room),
            None => fold(&self.table, form, source, room),
        }
    }
}

/// Takes one step after those that are done.
pub(crate) fn take(
    done: &mut Option<Rewritten>,
    original: &str,
    step: impl FnOnce(&str) -> Option<Rewritten>,
) {
    let source = done.as_ref().map_or(original, |done| &done.text);
    if let Some(mut next) = step(source) {
        if let Some(Rewritten { text, map }) = done.take() {
            // A long text is not held while two maps become one.
            drop(text);
            next.map = map.then(&next.map);
        }
        *done = Some(next);
    }
}

/// The table of a profile, compiled at its first use.
fn shared(profile: Profile) -> Arc<Table> {
    /// A program has a handful of profiles; one that makes up thousands pays for each.
    const MOST: usize = 64;
    static TABLES: Mutex<Vec<(Profile, Arc<Table>)>> = Mutex::new(Vec::new());
    let mut tables = TABLES.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some((_, table)) = tables.iter().find(|(known, _)| *known == profile) {
        return Arc::clone(table);
    }
    let table = Arc::new(compile(&profile));
    if tables.len() < MOST {
        tables.push((profile, Arc::clone(&table)));
    }
    table
}

/// The rules of the one-character steps in the order in which they are taken.
fn compile(profile: &Profile) -> Table {
    let composes = profile.unicode != Unicode::Keep;
    let deletes_marks = profile.marks == Marks::ALL && profile.dagger_alef != DaggerAlef::Keep;
    let steps = [
        profile.presentation_forms.rules(),
        profile.look_alikes.rules(),
        if composes && deletes_marks {
            compose::rules()
        } else {
            Rules::new()
        },
        profile.wasla.rules(),
        profile.alef.rules(),
        profile.hamza.rules(),
        profile.yeh.rules(),
        profile.teh_marbuta.rules(),
        profile.dagger_alef.rules(),
        profile.digits.rules(),
        profile.punctuation.rules(),
        profile.letter_case.rules(),
        profile.tatweel.rules(),
        profile.marks.rules(),
        profile.controls.rules(),
    ];
    let mut table = Table::new(&steps, composes);
    // Where marks stay, nearly every word would have to be composed on the way.
    if composes && (!deletes_marks || profile.unicode == Unicode::Nfkc) {
        table.composed = Some(Box::new(Table::new(&steps, false)));
    }
    table
}

#[cfg(test)]
pub(crate) mod cases {
    use super::*;

    /// Checks one step alone: `change` sets it in a profile that keeps everything else.
    pub(crate) fn check(change: impl Fn(&mut Profile), cases: &[(&str, &str)]) {
        let mut profile = Profile::NONE;
        change(&mut profile);
        let normalizer = Normalizer::new(profile);
        for (original, normalized) in cases {
            let text = normalizer.normalize(original);
            assert_eq!(text.normalized(), *normalized, "{original:?}");
            let again = normalizer.normalize(normalized);
            assert_eq!(again.normalized(), *normalized, "twice: {original:?}");
        }
    }
}
