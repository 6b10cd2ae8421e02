//! Everything the scope rules look at, one entry a unit.

use core::num::NonZeroU32;
use core::ops::Range;
use std::borrow::Cow;

use khitab_text::Span;

use super::cues::{Cue, Role};
use super::frame::{Frame, Unit};
use super::quotation::Quote;
use crate::pool::emptied;
use crate::{Annotation, AnnotationSet, Kind, Value};

/// What the head of a noun phrase is, as far as it can speak.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Noun {
    /// A person.
    Human,
    /// A study, a report, a statement.
    Document,
    /// A body of people.
    Organisation,
    /// Something that happens and shows, but does not speak.
    Event,
}

impl Noun {
    fn of(note: &str) -> Option<Self> {
        Some(match note {
            "human" => Self::Human,
            "document" => Self::Document,
            "organisation" => Self::Organisation,
            "event" => Self::Event,
            _ => return None,
        })
    }
}

/// A named thing in the text.
#[derive(Clone, Debug)]
pub(crate) struct Mention {
    pub units: Range<usize>,
    pub id: Cow<'static, str>,
    /// Whether a list of designated groups holds it.
    pub designated: bool,
    /// Whether it is a body of people.
    pub organisation: bool,
    /// Whether it is a newspaper, agency or channel.
    pub newsroom: bool,
    /// Whether it is a person.
    pub person: bool,
    /// Whether it is a place.
    pub place: bool,
    /// Whether it is a common noun ("small platforms") and no name.
    pub generic: bool,
}

/// The frame with cues, names and quotations beside it.
#[derive(Debug)]
pub(crate) struct Context<'d> {
    pub original: &'d str,
    pub frame: &'d Frame<'d>,
    pub cues: Vec<Cue<'d>>,
    pub quotes: Vec<Quote>,
    pub mentions: Vec<Mention>,
    places: Vec<Place>,
}

/// What is known of a unit. Mentions and quotations are counted from 1: nothing takes no room then.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Place {
    noun: Option<Noun>,
    mention: Option<NonZeroU32>,
    /// The outermost quotation of more than a phrase that it stands in.
    quote: Option<NonZeroU32>,
    /// How many cues begin before it.
    cues: u32,
}

impl<'d> Context<'d> {
    /// Reads cues, quotations and names; `places` is memory.
    pub(super) fn new(
        original: &'d str,
        frame: &'d Frame<'d>,
        cues: Vec<Cue<'d>>,
        quotes: Vec<Quote>,
        found: &AnnotationSet,
        mut places: Vec<Place>,
    ) -> Self {
        places.clear();
        places.resize(frame.units.len(), Place::default());
        for cue in &cues {
            let Some(place) = places.get_mut(cue.units.start) else {
                continue;
            };
            place.cues += 1;
            if cue.role == Role::Speaker {
                place.noun = Noun::of(cue.sort());
            }
        }
        let mut before = 0;
        for place in &mut places {
            (place.cues, before) = (before, before + place.cues);
        }
        let mentions: Vec<Mention> = found.of(Kind::Entity).map(|a| mention(a, frame)).collect();
        for (number, mention) in (1..).zip(&mentions) {
            for place in &mut places[mention.units.clone()] {
                place.mention = NonZeroU32::new(number);
            }
        }
        for (number, quote) in (1..).zip(&quotes) {
            for place in &mut places[frame.within(quote.inner)] {
                place.quote = place.quote.or(NonZeroU32::new(number));
            }
        }
        Self {
            original,
            frame,
            cues,
            quotes,
            mentions,
            places,
        }
    }

    /// The memory of its cues and places, for the next text.
    pub(super) fn into_memory(self) -> (Vec<Cue<'static>>, Vec<Place>) {
        (emptied(self.cues), self.places)
    }

    pub(crate) fn unit(&self, at: usize) -> Option<&Unit<'d>> {
        self.frame.units.get(at)
    }

    /// The normalised form at `at`; empty outside the text.
    pub(crate) fn form(&self, at: usize) -> &'d str {
        self.unit(at).map_or("", |unit| unit.form)
    }

    pub(crate) fn is_mark<const N: usize>(&self, at: usize, marks: &[char; N]) -> bool {
        self.unit(at).is_some_and(|unit| unit.is_mark(marks))
    }

    pub(crate) fn noun(&self, at: usize) -> Option<Noun> {
        self.places.get(at)?.noun
    }

    pub(crate) fn mention(&self, at: usize) -> Option<&Mention> {
        let number = self.places.get(at)?.mention?.get();
        self.mentions.get(number as usize - 1)
    }

    /// The outermost quotation around a unit.
    pub(crate) fn quote(&self, at: usize) -> Option<&Quote> {
        let number = self.places.get(at)?.quote?.get();
        self.quotes.get(number as usize - 1)
    }

    /// The cues that begin in a range of units.
    pub(crate) fn cues_in(&self, units: Range<usize>) -> impl Iterator<Item = &Cue<'d>> {
        let place = self.places.get(units.start);
        let first = place.map_or(self.cues.len(), |place| place.cues as usize);
        self.cues[first..]
            .iter()
            .take_while(move |cue| cue.units.start < units.end)
    }

    /// One value a sentence, made by reading its cues in their order.
    pub(crate) fn read_sentences<S: Clone + Default>(
        &self,
        mut read: impl FnMut(&mut S, &Cue<'d>),
    ) -> Vec<S> {
        let sentences = &self.frame.sentences;
        let mut out = vec![S::default(); sentences.len()];
        let mut at = 0;
        for cue in &self.cues {
            while sentences
                .get(at)
                .is_some_and(|sentence| sentence.end <= cue.units.start)
            {
                at += 1;
            }
            let Some(here) = out.get_mut(at) else {
                break;
            };
            read(here, cue);
        }
        out
    }

    /// The quotation whose opening mark is unit `at`.
    pub(crate) fn quote_opened_at(&self, at: usize) -> Option<&Quote> {
        let unit = self.unit(at).filter(|unit| !unit.is_word())?;
        let next = self
            .quotes
            .partition_point(|quote| quote.outer.start() < unit.span.start());
        self.quotes.get(next).filter(|quote| {
            unit.span.start() <= quote.outer.start() && quote.outer.start() < unit.span.end()
        })
    }

    /// The outermost quotation whose closing mark is unit `at`.
    pub(crate) fn quote_closed_at(&self, at: usize) -> Option<&Quote> {
        let before = self.quote(at.checked_sub(1)?)?;
        let unit = self.unit(at)?;
        (before.inner.end() <= unit.span.start() && unit.span.start() < before.outer.end())
            .then_some(before)
    }

    /// The ids of everything named in a range of units, each once, in order.
    pub(crate) fn ids(&self, units: Range<usize>) -> Vec<Cow<'static, str>> {
        let mut ids = Vec::new();
        for at in units {
            if let Some(mention) = self.mention(at)
                && !ids.contains(&mention.id)
            {
                ids.push(mention.id.clone());
            }
        }
        ids
    }

    /// Whether a range of units names or describes someone who can speak.
    pub(crate) fn can_speak(&self, units: Range<usize>) -> bool {
        units.into_iter().any(|at| {
            self.mention(at).is_some()
                || matches!(
                    self.noun(at),
                    Some(Noun::Human | Noun::Document | Noun::Organisation)
                )
        })
    }

    /// The bytes of a range of units.
    pub(crate) fn span(&self, units: Range<usize>) -> Span {
        self.frame.span(units)
    }
}

fn mention(annotation: &Annotation, frame: &Frame<'_>) -> Mention {
    let sort = match annotation.get("type") {
        Some(Value::Text(sort)) => sort.as_ref(),
        _ => "",
    };
    Mention {
        units: frame.within(annotation.span),
        id: annotation.id.clone().unwrap_or_default(),
        designated: sort.ends_with("/designated"),
        organisation: sort.starts_with("organisation"),
        newsroom: sort == "organisation/media",
        person: sort.starts_with("person"),
        place: sort.starts_with("place"),
        generic: sort.ends_with("/generic"),
    }
}
