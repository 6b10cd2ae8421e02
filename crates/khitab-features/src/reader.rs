//! The units of a text with what the guard lists say about each: what rules for names and
//! quantities read.

use core::ops::Range;

use khitab_text::{Span, TokenKind};

use crate::scope::frame::{Frame, Unit};
use crate::words::Class;
use crate::{Document, Hit, Matcher, Target};

/// What a word is for the rules.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u16)]
pub(crate) enum Role {
    /// الباحث: before or behind the name of a person.
    Title = 1,
    /// A common first name.
    Given = 1 << 1,
    /// A reporting verb or cue, which ends before a name.
    Reporting = 1 << 2,
    /// الوكالة: stands for something named before.
    Head = 1 << 3,
    /// A word of history.
    History = 1 << 4,
    /// A number word, or ال with one.
    Number = 1 << 5,
    /// أكثر من: compares with the number behind it.
    Comparator = 1 << 6,
    /// A noun behind which digits are a label: صفحة, سورة, هاتف.
    Label = 1 << 7,
    /// A unit of time or the name of a month.
    Time = 1 << 8,
    /// ألف مبروك: a wish with a number word that counts nothing.
    Idiom = 1 << 9,
    /// A broken plural of something that is counted: أشخاص.
    Plural = 1 << 10,
}

impl Role {
    fn of(list: &str) -> Option<Self> {
        Some(match list {
            "person_titles" => Self::Title,
            "given_names" => Self::Given,
            "reporting" | "reporting_participles" | "reporting_nominal" => Self::Reporting,
            "anaphora_heads" => Self::Head,
            "history_words" => Self::History,
            "number_words" => Self::Number,
            "comparators" => Self::Comparator,
            "number_labels" => Self::Label,
            "time_words" => Self::Time,
            "number_idioms" => Self::Idiom,
            "counted_plurals" => Self::Plural,
            _ => return None,
        })
    }
}

/// The role of each list of a matcher.
#[derive(Clone, Debug)]
pub(crate) struct Roles(Vec<Option<Role>>);

impl Roles {
    pub(crate) fn new(matcher: &Matcher) -> Self {
        let lists = matcher.lexicons().iter();
        Self(lists.map(|list| Role::of(list.name())).collect())
    }

    /// Reads a document by these roles.
    pub(crate) fn read<'d>(
        &self,
        document: &'d Document<'_>,
        frame: &'d Frame<'d>,
        matcher: &'d Matcher,
        hits: &[Hit],
    ) -> Reader<'d> {
        Reader::new(document.text().original(), frame, self, matcher, hits)
    }

    fn of(&self, list: u32) -> Option<Role> {
        self.0.get(list as usize).copied().flatten()
    }
}

/// The units of a text with their roles.
pub(crate) struct Reader<'d> {
    pub(crate) original: &'d str,
    pub(crate) frame: &'d Frame<'d>,
    roles: Vec<u16>,
    /// The notes of titles and words of time, in order of their units.
    notes: Vec<(usize, &'d str)>,
    /// Heads that may stand for something, with the types their list allows.
    pub(crate) heads: Vec<(Range<usize>, &'d str)>,
    /// Titles in order.
    pub(crate) titles: Vec<usize>,
    /// Units where a number word begins, in order.
    pub(crate) numbers: Vec<usize>,
    /// Comparators with their symbol, in order.
    pub(crate) comparators: Vec<(Range<usize>, &'d str)>,
    /// Broken plurals with their singular, in order.
    plurals: Vec<(usize, &'d str)>,
}

impl<'d> Reader<'d> {
    fn new(
        original: &'d str,
        frame: &'d Frame<'d>,
        roles: &Roles,
        matcher: &'d Matcher,
        hits: &[Hit],
    ) -> Self {
        let mut reader = Self {
            original,
            frame,
            roles: vec![0; frame.units.len()],
            notes: Vec::new(),
            heads: Vec::new(),
            titles: Vec::new(),
            numbers: Vec::new(),
            comparators: Vec::new(),
            plurals: Vec::new(),
        };
        for hit in hits {
            let Target::Cue { list, .. } = hit.target else {
                continue;
            };
            let Some(role) = roles.of(list) else { continue };
            let Some((_, entry)) = matcher.cue(hit) else {
                continue;
            };
            let units = frame.within(hit.span);
            for at in units.clone() {
                reader.roles[at] |= role as u16;
            }
            match role {
                Role::Head => reader.heads.push((units, &entry.notes)),
                Role::Comparator => reader.comparators.push((units, &entry.notes)),
                Role::Plural => reader.plurals.push((units.start, &entry.lemma)),
                Role::Number => reader.numbers.push(units.start),
                Role::Title => {
                    reader.titles.push(units.start);
                    reader.notes.push((units.start, &entry.notes));
                }
                Role::Time => reader.notes.push((units.start, &entry.notes)),
                _ => {}
            }
        }
        reader
    }

    pub(crate) fn len(&self) -> usize {
        self.frame.units.len()
    }

    pub(crate) fn unit(&self, at: usize) -> Option<&'d Unit<'d>> {
        self.frame.units.get(at)
    }

    /// The normalised form; empty outside the text.
    pub(crate) fn form(&self, at: usize) -> &'d str {
        self.unit(at).map_or("", |unit| unit.form)
    }

    pub(crate) fn is(&self, at: usize, role: Role) -> bool {
        self.roles
            .get(at)
            .is_some_and(|roles| roles & role as u16 != 0)
    }

    /// The notes of the title or word of time at a unit: the sort of person, `unit`, `month`.
    pub(crate) fn sort(&self, at: usize) -> &'d str {
        let next = self.notes.partition_point(|(unit, _)| *unit <= at);
        let last = next.checked_sub(1).map(|last| self.notes[last]);
        last.filter(|(unit, _)| *unit == at)
            .map_or("", |(_, notes)| notes)
    }

    /// The singular of the broken plural at a unit.
    pub(crate) fn singular(&self, at: usize) -> Option<&'d str> {
        let found = self
            .plurals
            .binary_search_by_key(&at, |(unit, _)| *unit)
            .ok()?;
        Some(self.plurals[found].1)
    }

    pub(crate) fn is_mark<const N: usize>(&self, at: usize, marks: &[char; N]) -> bool {
        self.unit(at).is_some_and(|unit| unit.is_mark(marks))
    }

    pub(crate) fn kind(&self, at: usize) -> Option<TokenKind> {
        self.unit(at).map(|unit| unit.kind)
    }

    /// The normalised form of a word; `None` for a mark or a number.
    pub(crate) fn word(&self, at: usize) -> Option<&'d str> {
        self.unit(at)
            .filter(|unit| unit.is_word())
            .map(|unit| unit.form)
    }

    /// Whether the unit opens a line, or lies outside the text.
    pub(crate) fn opens_line(&self, at: usize) -> bool {
        self.unit(at).is_none_or(Unit::starts_line)
    }

    pub(crate) fn span(&self, units: Range<usize>) -> Span {
        self.frame.span(units)
    }

    /// Whether a unit can be a word of a name of a person.
    pub(crate) fn can_name(&self, at: usize) -> bool {
        let Some(unit) = self.unit(at) else {
            return false;
        };
        let arabic = |c: char| ('\u{0621}'..='\u{064A}').contains(&c);
        unit.is_word()
            && !unit.hashtag
            && unit.form.chars().all(arabic)
            && unit.form.chars().nth(1).is_some()
            && !self.is(at, Role::Reporting)
            && !self.is(at, Role::Title)
            && !is_function_word(unit.form)
    }
}

/// Words that are never part of the name of a person, in normalised spelling.
fn is_function_word(form: &str) -> bool {
    let bare = form
        .strip_prefix(['و', 'ف'])
        .filter(|rest| rest.len() > 2)
        .unwrap_or(form);
    Class::FunctionWord.holds(bare)
}
