//! The written forms of an entry, made by rule.
//!
//! Only what regular spelling decides; broken plurals and irregular verbs are rows of their own.

use std::sync::LazyLock;

use khitab_text::Normalizer;

use super::{Entry, WordClass};

/// Which forms are made of a pattern; a set of flags.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(into = "String", try_from = "String"))]
pub struct Inflection(u8);

impl Inflection {
    /// The pattern as it is.
    pub const NONE: Self = Self(0);
    /// ة.
    pub const FEMININE: Self = Self(1);
    /// ان ين.
    pub const DUAL: Self = Self(1 << 1);
    /// ون ين, in the construct state و ي.
    pub const MASCULINE_PLURAL: Self = Self(1 << 2);
    /// ات.
    pub const FEMININE_PLURAL: Self = Self(1 << 3);
    /// ي ية.
    pub const NISBA: Self = Self(1 << 4);
    /// ي ت ن أ before a stem, ون ين وا ن after it.
    pub const IMPERFECT: Self = Self(1 << 5);
    /// ت وا نا تم ن after the third person singular.
    pub const PERFECT: Self = Self(1 << 6);
    /// وا ي after the singular.
    pub const IMPERATIVE: Self = Self(1 << 7);

    const NAMES: [(&'static str, Self); 8] = [
        ("fem", Self::FEMININE),
        ("dual", Self::DUAL),
        ("mplural", Self::MASCULINE_PLURAL),
        ("fplural", Self::FEMININE_PLURAL),
        ("nisba", Self::NISBA),
        ("imperfect", Self::IMPERFECT),
        ("perfect", Self::PERFECT),
        ("impv", Self::IMPERATIVE),
    ];

    /// Reads a comma-separated list such as `fem,dual`.
    ///
    /// # Errors
    /// The rule that a name breaks.
    pub fn parse(names: &str) -> Result<Self, String> {
        let mut out = Self::NONE;
        for name in names
            .split(',')
            .map(str::trim)
            .filter(|name| !name.is_empty())
        {
            let known = Self::NAMES.iter().find(|(known, _)| *known == name);
            let (_, flag) = known.ok_or_else(|| format!("inflection `{name}` is unknown"))?;
            out.0 |= flag.0;
        }
        Ok(out)
    }

    /// Whether every flag of `other` is set.
    #[must_use]
    pub const fn contains(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }
}

/// The names as [`Inflection::parse`] reads them.
impl From<Inflection> for String {
    fn from(inflection: Inflection) -> Self {
        let named = Inflection::NAMES
            .iter()
            .filter(|(_, flag)| inflection.contains(*flag));
        let names: Vec<&str> = named.map(|(name, _)| *name).collect();
        names.join(",")
    }
}

impl TryFrom<String> for Inflection {
    type Error = String;

    fn try_from(names: String) -> Result<Self, String> {
        Self::parse(&names)
    }
}

/// What may follow a form inside the same word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum After {
    /// Nothing.
    Nothing,
    /// Nothing or a pronoun.
    Pronoun,
    /// A pronoun, which changed the spelling before it.
    OnlyPronoun,
    /// Any letters: the pattern ends in `*`.
    Letters,
}

/// A written form, normalised, without clitics.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Form<'f> {
    pub(super) text: &'f str,
    pub(super) after: After,
    /// The alef of its article fell behind a ل that must stand before it: للعراق.
    pub(super) behind_lam: bool,
}

/// A pattern, normalised, with the ending that normalisation would hide.
struct Stem {
    text: String,
    ending: Ending,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Ending {
    TehMarbuta,
    AlefMaqsura,
    Alef,
    AlefHamza,
    Other,
}

impl Ending {
    fn of(pattern: &str) -> Self {
        match pattern.chars().next_back() {
            Some('ة') => Self::TehMarbuta,
            Some('ى') => Self::AlefMaqsura,
            Some('ا') => Self::Alef,
            Some('ء') if pattern.ends_with("اء") => Self::AlefHamza,
            _ => Self::Other,
        }
    }
}

/// What the search profile makes of a letter that the light one leaves alone, or of a space. The
/// normalisers are asked once: a thousand short patterns cost them more than a long text.
fn plain_letter(c: char) -> Option<char> {
    const FIRST: char = '\u{0621}';
    static LETTERS: LazyLock<Vec<Option<char>>> = LazyLock::new(|| {
        let one = |c: char| {
            let written = c.to_string();
            let light = Normalizer::light();
            let search = Normalizer::search().normalize(&written);
            let mut letters = search.normalized().chars();
            let found = letters.next().filter(|_| letters.next().is_none());
            found.filter(|_| light.normalize(&written).normalized() == written)
        };
        (FIRST..='\u{064A}').map(one).collect()
    });
    if c == ' ' || c.is_ascii_alphanumeric() {
        return Some(c.to_ascii_lowercase());
    }
    let at = (c as usize).checked_sub(FIRST as usize)?;
    LETTERS.get(at).copied().flatten()
}

impl Stem {
    fn new(pattern: &str) -> Self {
        Self::plain(pattern).unwrap_or_else(|| Self::normalized(pattern))
    }

    /// A pattern of plain letters with single spaces, letter by letter; `None` for any other.
    fn plain(pattern: &str) -> Option<Self> {
        let mut text = String::with_capacity(pattern.len());
        let mut last = [' '; 2];
        for c in pattern.chars().map(plain_letter) {
            let c = c?;
            // What is drawn out may be shortened, and blanks at the edge fall.
            if last == [c, c] || c == ' ' && last[1] == ' ' {
                return None;
            }
            text.push(c);
            last = [last[1], c];
        }
        (last[1] != ' ').then(|| Self {
            text,
            ending: Ending::of(pattern),
        })
    }

    fn normalized(pattern: &str) -> Self {
        let pattern = Normalizer::light()
            .normalize(pattern)
            .normalized()
            .to_owned();
        let words: Vec<&str> = pattern
            .split(|c: char| c.is_whitespace() || c == '_')
            .filter(|word| !word.is_empty())
            .collect();
        let text = Normalizer::search()
            .normalize(&words.join(" "))
            .normalized()
            .to_owned();
        Self {
            text,
            ending: Ending::of(&pattern),
        }
    }

    /// The stem without its last letter.
    fn cut(&self) -> &str {
        let mut chars = self.text.chars();
        chars.next_back();
        chars.as_str()
    }

    /// The stem to which feminine and plural endings are joined.
    fn open(&self) -> &str {
        match self.ending {
            Ending::TehMarbuta => self.cut(),
            _ => &self.text,
        }
    }
}

/// Makes the forms of one entry after the other, in one buffer.
#[derive(Default)]
pub(super) struct Forms {
    text: String,
    list: Vec<Made>,
    pronouns: bool,
}

/// A [`Form`] whose text ends at `end` in the buffer, where the next begins.
#[derive(Clone, Copy)]
struct Made {
    start: usize,
    end: usize,
    after: After,
    behind_lam: bool,
}

impl Forms {
    /// All forms of an entry, the pattern itself first.
    pub(super) fn of(&mut self, entry: &Entry) -> impl Iterator<Item = Form<'_>> {
        self.make(entry);
        let made = &*self;
        made.list.iter().map(|form| Form {
            text: made.text(*form),
            after: form.after,
            behind_lam: form.behind_lam,
        })
    }

    fn make(&mut self, entry: &Entry) {
        self.text.clear();
        self.list.clear();
        if let Some(beginning) = entry.pattern.strip_suffix('*') {
            self.push(&[&Stem::new(beginning).text], After::Letters, false);
            return;
        }
        let base = Stem::new(&entry.pattern);
        self.pronouns = entry.class.takes_pronoun();
        let inflect = entry.inflection;
        match entry.class {
            WordClass::Noun | WordClass::Adjective => {
                self.noun(&base);
                nominal(&base, inflect, self);
            }
            WordClass::OpenPhrase => self.noun_without_accusative(&base),
            WordClass::Phrase | WordClass::Name | WordClass::OpenName | WordClass::Exact => {
                self.add(&base.text, After::Nothing);
                nominal(&base, inflect, self);
            }
            WordClass::Verb | WordClass::Imperative | WordClass::Particle => {
                // With `imperfect` alone the pattern is a stem, which is no word by itself.
                if !inflect.contains(Inflection::IMPERFECT) || inflect.contains(Inflection::PERFECT)
                {
                    self.verb(&base);
                }
                verbal(&base, inflect, self);
            }
        }
        if base.text.contains(' ') {
            self.without_spaces();
        }
        if entry.class != WordClass::Exact {
            self.behind_lam();
        }
    }

    fn text(&self, made: Made) -> &str {
        &self.text[made.start..made.end]
    }

    fn push(&mut self, parts: &[&str], after: After, behind_lam: bool) -> Made {
        let start = self.text.len();
        self.text.extend(parts.iter().copied());
        let made = Made {
            start,
            end: self.text.len(),
            after,
            behind_lam,
        };
        self.list.push(made);
        made
    }

    fn add(&mut self, text: &str, after: After) {
        self.join(text, "", after);
    }

    /// Adds the form `stem` + `ending` unless it is there.
    fn join(&mut self, stem: &str, ending: &str, after: After) {
        let after = match after {
            After::OnlyPronoun if !self.pronouns => return,
            After::Pronoun if !self.pronouns => After::Nothing,
            after => after,
        };
        let made = self.push(&[stem, ending], after, false);
        let text = self.text(made);
        let earlier = &self.list[..self.list.len() - 1];
        let known = |other: &Made| other.after == after && self.text(*other) == text;
        if text.is_empty() || earlier.iter().any(known) {
            self.list.pop();
            self.text.truncate(made.start);
        }
    }

    /// A noun with what its last letter becomes before a pronoun or in the accusative.
    fn noun(&mut self, stem: &Stem) {
        self.noun_without_accusative(stem);
        if stem.ending == Ending::Other {
            self.join(&stem.text, "ا", After::Nothing);
        }
    }

    fn noun_without_accusative(&mut self, stem: &Stem) {
        match stem.ending {
            Ending::TehMarbuta => self.teh_marbuta(stem.cut()),
            Ending::AlefMaqsura => {
                self.add(&stem.text, After::Nothing);
                self.join(stem.cut(), "ا", After::OnlyPronoun);
            }
            Ending::AlefHamza => {
                self.add(&stem.text, After::Pronoun);
                self.join(stem.cut(), "ؤ", After::OnlyPronoun);
                self.join(stem.cut(), "ئ", After::OnlyPronoun);
            }
            Ending::Alef | Ending::Other => self.add(&stem.text, After::Pronoun),
        }
    }

    fn teh_marbuta(&mut self, stem: &str) {
        self.join(stem, "ه", After::Nothing);
        self.join(stem, "ت", After::OnlyPronoun);
    }

    /// A verb form; وا loses its alef before a pronoun, final alef maqsura opens to alef.
    fn verb(&mut self, stem: &Stem) {
        match stem.ending {
            Ending::AlefMaqsura => {
                self.add(&stem.text, After::Nothing);
                self.join(stem.cut(), "ا", After::OnlyPronoun);
            }
            _ => self.verb_form(&stem.text),
        }
    }

    fn verb_form(&mut self, text: &str) {
        match text.strip_suffix("وا") {
            Some(stem) => {
                self.add(text, After::Nothing);
                self.join(stem, "و", After::OnlyPronoun);
            }
            None => self.add(text, After::Pronoun),
        }
    }

    /// Adds, for every form of several words, the form that tweets save spaces with: دولةالخلافة. Only
    /// behind letters that never join the next one, where the eye sees two words still.
    fn without_spaces(&mut self) {
        for at in 0..self.list.len() {
            let made = self.list[at];
            let text = self.text(made);
            let apart = |word: &str| word.ends_with(['ا', 'د', 'ذ', 'ر', 'ز', 'و', 'ه', 'ء']);
            let mut words = text.split(' ').rev();
            words.next();
            if words.all(apart) {
                let text = text.replace(' ', "");
                self.add(&text, made.after);
            }
        }
    }

    /// Adds, for every form with an article, the form that follows ل.
    fn behind_lam(&mut self) {
        for at in 0..self.list.len() {
            let made = self.list[at];
            let Some(rest) = self.text(made).strip_prefix("ال") else {
                continue;
            };
            let lam = if rest.starts_with('ل') { "" } else { "ل" };
            let rest = rest.to_owned();
            self.push(&[lam, &rest], made.after, true);
        }
    }
}

fn nominal(base: &Stem, inflect: Inflection, made: &mut Forms) {
    let open = base.open();
    let has = |flag| inflect.contains(flag);
    if has(Inflection::FEMININE) {
        made.teh_marbuta(open);
    }
    if has(Inflection::DUAL) {
        dual(base, made);
        if has(Inflection::FEMININE) && base.ending != Ending::TehMarbuta {
            made.join(open, "تان", After::Nothing);
            made.join(open, "تين", After::Nothing);
        }
    }
    if has(Inflection::MASCULINE_PLURAL) {
        made.join(open, "ون", After::Nothing);
        made.join(open, "ين", After::Nothing);
        made.join(open, "و", After::Pronoun);
        made.join(open, "ي", After::Pronoun);
    }
    if has(Inflection::FEMININE_PLURAL) {
        made.join(open, "ات", After::Pronoun);
    }
    if has(Inflection::NISBA) {
        let stem = match base.ending {
            Ending::TehMarbuta | Ending::Alef | Ending::AlefMaqsura => base.cut(),
            _ => &base.text,
        };
        made.join(stem, "ي", After::Nothing);
        made.join(stem, "يا", After::Nothing);
        made.teh_marbuta(&format!("{stem}ي"));
    }
}

fn dual(base: &Stem, made: &mut Forms) {
    let stem = match base.ending {
        Ending::TehMarbuta => format!("{}ت", base.cut()),
        _ => base.text.clone(),
    };
    made.join(&stem, "ان", After::Nothing);
    made.join(&stem, "ين", After::Nothing);
    if base.ending == Ending::TehMarbuta {
        made.join(&stem, "ا", After::Pronoun);
        made.join(&stem, "ي", After::Pronoun);
    }
}

fn verbal(base: &Stem, inflect: Inflection, made: &mut Forms) {
    if inflect.contains(Inflection::PERFECT) {
        perfect(base, made);
    }
    if inflect.contains(Inflection::IMPERFECT) {
        imperfect(base, made);
    }
    if inflect.contains(Inflection::IMPERATIVE) {
        for ending in ["وا", "ي", "ن"] {
            made.verb_form(&format!("{}{ending}", base.text));
        }
    }
}

/// The perfect of a verb given in the third person masculine singular.
///
/// A final ى falls before ت (she), وا and تا and is ي elsewhere; a final ا is و there.
fn perfect(base: &Stem, made: &mut Forms) {
    let (short, long) = match base.ending {
        Ending::AlefMaqsura => (base.cut().to_owned(), format!("{}ي", base.cut())),
        Ending::Alef => (base.cut().to_owned(), format!("{}و", base.cut())),
        _ => (base.text.clone(), base.text.clone()),
    };
    for ending in ["ت", "وا", "تا"] {
        made.verb_form(&format!("{short}{ending}"));
    }
    for ending in ["ت", "نا", "ن", "ا"] {
        made.verb_form(&format!("{long}{ending}"));
    }
    made.join(&long, "تم", After::Nothing);
    made.join(&long, "تمو", After::OnlyPronoun);
}

/// The imperfect of a verb given as the stem without its prefix.
fn imperfect(base: &Stem, made: &mut Forms) {
    let short = match base.ending {
        Ending::AlefMaqsura | Ending::Alef => base.cut(),
        _ if base.text.ends_with(['ي', 'و']) => base.cut(),
        _ => base.text.as_str(),
    };
    for prefix in ["ي", "ت", "ن", "ا"] {
        let stem = Stem {
            text: format!("{prefix}{}", base.text),
            ending: base.ending,
        };
        made.verb(&stem);
    }
    for prefix in ["ي", "ت"] {
        for ending in ["ون", "وا"] {
            made.verb_form(&format!("{prefix}{short}{ending}"));
        }
        made.verb_form(&format!("{prefix}{}ن", base.text));
        made.verb_form(&format!("{prefix}{}ان", base.text));
    }
    made.verb_form(&format!("ت{short}ين"));
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(pattern: &str, class: WordClass, inflect: &str) -> Vec<String> {
        let entry = Entry {
            pattern: pattern.to_owned(),
            lemma: pattern.to_owned(),
            weight: 1.0,
            class,
            inflection: Inflection::parse(inflect).unwrap(),
            notes: String::new(),
        };
        let mark = |form: Form<'_>| match form.after {
            After::OnlyPronoun => format!("{}+", form.text),
            _ => form.text.to_owned(),
        };
        Forms::default().of(&entry).map(mark).collect()
    }

    #[test]
    fn a_noun_opens_its_last_letter_before_a_pronoun() {
        assert_eq!(texts("دعاية", WordClass::Noun, ""), ["دعايه", "دعايت+"]);
        assert_eq!(texts("مستشفى", WordClass::Noun, ""), ["مستشفي", "مستشفا+"]);
        assert_eq!(
            texts("أعداء", WordClass::Noun, ""),
            ["اعداء", "اعداؤ+", "اعدائ+"]
        );
        assert_eq!(texts("كيان", WordClass::Noun, ""), ["كيان", "كيانا"]);
        assert_eq!(texts("العراق", WordClass::Name, ""), ["العراق", "لعراق"]);
        assert_eq!(texts("فتاة", WordClass::Adjective, ""), ["فتاه"]);
    }

    #[test]
    fn plain_patterns_are_read_as_the_normalisers_read_them() {
        let lists = khitab_data::LEXICONS.iter().chain(khitab_data::GAZETTEERS);
        let cells = lists.flat_map(|(_, text)| text.split(['\t', '\n', '*']));
        let mut plain = 0;
        for cell in cells.chain([" ا", "ا ", "ا  ب", "اااا", "ببب", "مـد", "كتابًا", "a"])
        {
            if let Some(read) = Stem::plain(cell) {
                let normalized = Stem::normalized(cell);
                assert_eq!(read.text, normalized.text, "{cell}");
                assert!(read.ending == normalized.ending, "{cell}");
                plain += 1;
            }
        }
        assert!(plain > 5_000, "{plain}");
    }

    #[test]
    fn plurals_lose_their_nun() {
        let made = texts("مؤيد", WordClass::Noun, "mplural,fem");
        for form in ["مؤيدون", "مؤيدين", "مؤيدو", "مؤيدي", "مؤيده", "مؤيدت+"]
        {
            assert!(made.iter().any(|made| made == form), "{form} of {made:?}");
        }
    }

    #[test]
    fn verbs_take_their_persons() {
        let perfect = texts("قتل", WordClass::Verb, "perfect");
        for form in ["قتل", "قتلت", "قتلوا", "قتلو+", "قتلنا", "قتلتم", "قتلتمو+"]
        {
            assert!(
                perfect.iter().any(|made| made == form),
                "{form} of {perfect:?}"
            );
        }
        let imperfect = texts("قاتل", WordClass::Verb, "imperfect");
        for form in ["يقاتل", "تقاتل", "نقاتل", "اقاتل", "يقاتلون", "يقاتلو+"]
        {
            assert!(
                imperfect.iter().any(|made| made == form),
                "{form} of {imperfect:?}"
            );
        }
        assert!(!imperfect.iter().any(|made| made == "قاتل"));
        let weak = texts("دعا", WordClass::Verb, "perfect");
        for form in ["دعت", "دعوا", "دعونا", "دعو+"] {
            assert!(weak.iter().any(|made| made == form), "{form} of {weak:?}");
        }
        let call = texts("انفر", WordClass::Imperative, "impv");
        assert_eq!(call[..3], ["انفر", "انفروا", "انفرو+"]);
    }
}
