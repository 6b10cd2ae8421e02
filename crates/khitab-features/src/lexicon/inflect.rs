//! The written forms of an entry, made by rule.
//!
//! Only what regular spelling decides; broken plurals and irregular verbs are rows of their own.

use super::stem::{Ending, Stem};
use super::{Entry, Inflection, WordClass};

/// What may follow a form inside the same word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum After {
    /// Nothing.
    Nothing,
    /// Nothing or a pronoun.
    Pronoun,
    /// A pronoun, which changed the spelling before it.
    OnlyPronoun,
    /// Any letters: the pattern ends in `*`.
    Letters,
}

impl After {
    /// Whether a form may stand so: `bare` with nothing behind it, behind an article or not.
    #[inline]
    pub(crate) const fn allows(self, bare: bool, article: bool) -> bool {
        // A bit for each of the four places: nobody foresees which of them comes.
        let places = match self {
            Self::Nothing => 0b1010,
            Self::Pronoun => 0b1011,
            Self::OnlyPronoun => 0b0001,
            Self::Letters => 0b1111,
        };
        places >> (bare as u8 | (article as u8) << 1) & 1 == 1
    }

    /// All, in order.
    pub(super) const ALL: [Self; 4] = [
        Self::Nothing,
        Self::Pronoun,
        Self::OnlyPronoun,
        Self::Letters,
    ];
}

/// A written form, normalised, without clitics.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Form<'f> {
    pub(super) text: &'f str,
    pub(super) after: After,
    /// The alef of its article fell behind a ل that must stand before it: للعراق.
    pub(super) behind_lam: bool,
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
            let apart = |word: &str| word.ends_with(['ا', 'د', 'ذ', 'ر', 'ز', 'و', 'ه', 'ء']);
            let mut words = self.text(made).split(' ').peekable();
            let mut joined = String::new();
            while let Some(word) = words.next() {
                joined.push_str(word);
                if words.peek().is_some() && !apart(word) {
                    joined.clear();
                    break;
                }
            }
            self.add(&joined, made.after);
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
