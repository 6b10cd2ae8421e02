//! The words that make a scope: reporting verbs, negators, formulas, as the lists find them.

use core::ops::Range;

use khitab_text::Span;

use super::frame::Frame;
use crate::{Entry, Hit, Inflection, Matcher, Target};

/// What a list is for the scope rules.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Role {
    /// A finite reporting verb.
    Reporting,
    /// A participle that takes over the speaker of its sentence.
    Participle,
    /// A nominal cue such as "according to".
    Nominal,
    /// A word that introduces a name as such.
    Naming,
    /// The head of a noun phrase that can or cannot speak.
    Speaker,
    /// A negator.
    Negation,
    /// A hedge.
    Hedge,
    /// Web furniture.
    Boilerplate,
    /// Words around a hadith.
    Hadith,
    /// Words around a Qur'an citation.
    Quran,
    /// A word of war that may be a figure of speech.
    MetaphorHead,
    /// A word that makes it one.
    MetaphorFrame,
    /// A word of condemnation, refutation, arrest or trial, or the outsiders' name of a group.
    Counter,
    /// Words that set the author apart whatever names stand beside them: they call a group's name a lie or its work a
    /// crime, speak for an ordinary country, or make the words an object of talk (a definition, an exam, a slogan of others).
    Apart,
    /// A word that asks for a fact.
    Asking,
    /// A group's own name for itself.
    OwnName,
    /// A word of history.
    History,
    /// A slur for opponents.
    Slur,
    /// A stated intent: a violent verb of the first person.
    Intent,
    /// A call to harm: a violent imperative.
    Call,
    /// Words that drive out or wipe out whoever is meant.
    Exclusion,
    /// A threat, gloating, a call to join, a licence to kill or a report of an attack in the words of those who
    /// attack.
    OwnVoice,
    /// A word of sport, the kitchen, the garden, games, films, school or medicine.
    Ordinary,
    /// A word for a group of people.
    People,
}

impl Role {
    /// The role of the list of that name.
    fn of(list: &str) -> Option<Self> {
        Some(match list {
            "reporting" => Self::Reporting,
            "reporting_participles" => Self::Participle,
            "reporting_nominal" => Self::Nominal,
            "naming" => Self::Naming,
            "speaker_nouns" => Self::Speaker,
            "negation" => Self::Negation,
            "hedge" => Self::Hedge,
            "boilerplate" => Self::Boilerplate,
            "hadith" => Self::Hadith,
            "quran_formulas" => Self::Quran,
            "metaphor_heads" => Self::MetaphorHead,
            "metaphor_frames" => Self::MetaphorFrame,
            "opposition" | "counter_narrative" | "condemnation" | "family_terrorism"
            | "naming_outsider" => Self::Counter,
            "disavowal" | "homeland" | "talked_about" | "latin_talked_about" => Self::Apart,
            "asking" => Self::Asking,
            "naming_self" | "naming_public" => Self::OwnName,
            "history_words" => Self::History,
            "sectarian_slur" => Self::Slur,
            "intent_threat" => Self::Intent,
            "mobilise_imperative" | "mobilise_at_people" => Self::Call,
            "threat_formula" | "gloating" | "hijra_recruit" | "battle_report" | "violence_norm" => {
                Self::OwnVoice
            }
            "exclusion" => Self::Exclusion,
            "ordinary_frames" => Self::Ordinary,
            "human_group" => Self::People,
            _ => return None,
        })
    }
}

/// One hit of such a list.
#[derive(Clone, Debug)]
pub(crate) struct Cue<'m> {
    pub role: Role,
    /// The units it covers.
    pub units: Range<usize>,
    pub span: Span,
    /// Its row: the lemma, and in the notes what the rules need to know.
    pub entry: &'m Entry,
    /// The normalised word without clitics.
    pub core: &'m str,
    /// Whether a conjunction or preposition stands before it in the word.
    pub proclitic: bool,
    /// Whether the last of them is ل or ب.
    pub preposition: bool,
}

impl Cue<'_> {
    /// Whether the notes hold that word.
    pub(crate) fn notes(&self, word: &str) -> bool {
        self.entry.has_note(word)
    }

    /// The first word of the notes.
    pub(crate) fn sort(&self) -> &str {
        let notes = &self.entry.notes;
        // They are a few letters: a plain loop is done before a search has begun.
        let end = notes.bytes().position(|byte| byte == b' ');
        &notes[..end.unwrap_or(notes.len())]
    }

    /// Whether the verb form is of the first person: the author's own report.
    pub(crate) fn first_person(&self) -> bool {
        let inflection = self.entry.inflection;
        let plural_perfect = inflection.contains(Inflection::PERFECT)
            && self.core.ends_with("نا")
            && !self.entry.pattern.ends_with("نا");
        // A stem that starts with the same letter has it twice: ننكر.
        let stem_starts = |c: char| {
            self.entry.pattern.starts_with(c) && !self.core[c.len_utf8()..].starts_with(c)
        };
        let imperfect = inflection.contains(Inflection::IMPERFECT)
            && (self.core.starts_with('ن') && !stem_starts('ن')
                || self.core.starts_with('ا') && !self.entry.pattern.starts_with(['ا', 'أ', 'إ']));
        plural_perfect || imperfect
    }

    /// Whether a preposition before a perfect makes it a verbal noun: لكشف.
    pub(crate) fn infinitive(&self) -> bool {
        self.preposition && self.entry.inflection.contains(Inflection::PERFECT)
    }

    /// Whether the verb form is feminine or, for an imperfect, of a feminine subject.
    pub(crate) fn feminine(&self) -> bool {
        let inflection = self.entry.inflection;
        if inflection.contains(Inflection::PERFECT) {
            // نفت has as many letters as نفى.
            let own =
                self.core.len() <= self.entry.pattern.len() && self.entry.pattern.ends_with('ت');
            self.core.ends_with('ت') && !own
        } else if inflection.contains(Inflection::IMPERFECT) {
            self.core.starts_with('ت') && !self.entry.pattern.starts_with('ت')
        } else {
            self.core.ends_with('ه') || self.core.ends_with('ت')
        }
    }
}

fn ends_in_preposition(hit: &Hit, normalized: &str) -> bool {
    hit.proclitics.is_some() && normalized[..hit.core.start()].ends_with(['ل', 'ب', 'ك'])
}

/// The scope lists of one matcher.
#[derive(Clone, Debug)]
pub(crate) struct CueLists {
    roles: Vec<Option<Role>>,
}

impl CueLists {
    pub(crate) fn new(matcher: &Matcher) -> Self {
        let lists = matcher.lexicons().iter();
        Self {
            roles: lists.map(|list| Role::of(list.name())).collect(),
        }
    }

    /// The scope cues among `hits`, in order of their start; `memory` is empty.
    pub(crate) fn select<'m>(
        &self,
        matcher: &'m Matcher,
        hits: &[Hit],
        frame: &Frame<'m>,
        normalized: &'m str,
        memory: Vec<Cue<'static>>,
    ) -> Vec<Cue<'m>> {
        let mut out: Vec<Cue<'m>> = memory;
        out.reserve(hits.len());
        let mut unit = 0;
        for hit in hits {
            let Target::Cue { list, .. } = hit.target else {
                continue;
            };
            let Some(role) = self.roles[list as usize] else {
                continue;
            };
            let Some((_, entry)) = matcher.cue(hit) else {
                continue;
            };
            while frame
                .units
                .get(unit)
                .is_some_and(|u| u.span.start() < hit.span.start())
            {
                unit += 1;
            }
            let mut end = unit;
            while frame
                .units
                .get(end)
                .is_some_and(|u| u.span.end() <= hit.span.end())
            {
                end += 1;
            }
            out.push(Cue {
                role,
                units: unit..end,
                span: hit.span,
                entry,
                core: hit.core.of(normalized),
                proclitic: hit.proclitics.is_some(),
                preposition: ends_in_preposition(hit, normalized),
            });
        }
        out
    }
}
