//! What is found in a text, where, and in which scope.

use std::borrow::Cow;

use khitab_text::Span;

/// How words of a list become words of annotations: shared where the list lives as long as the
/// program, copied otherwise.
pub(crate) type Words<'m> = fn(&'m str) -> Cow<'static, str>;

/// The words of a list that may go before the annotations do.
pub(crate) fn copied(word: &str) -> Cow<'static, str> {
    Cow::Owned(word.to_owned())
}

/// The kind of an [`Annotation`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum Kind {
    /// A named organisation, platform, person or place.
    Entity,
    /// Text between quotation marks (the span leaves the marks out).
    Quotation,
    /// A statement given to a speaker (the span is the reported content).
    Attribution,
    /// A number with its comparator and unit.
    Quantity,
    /// A hit of a lexicon.
    Cue,
    /// A link or a bare domain.
    Link,
    /// A hashtag.
    Hashtag,
    /// The name of an account, `@name`.
    Mention,
    /// A Qur'an citation or a hadith formula.
    Scripture,
    /// Text under a negation.
    Negation,
    /// Web furniture: bylines, "read also", contact lines.
    Boilerplate,
}

/// In which scopes a hit stands; a set of flags.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Scope(u16);

impl Scope {
    /// Inside quotation marks.
    pub const QUOTED: Self = Self(1);
    /// Inside the content given to a speaker.
    pub const ATTRIBUTED: Self = Self(1 << 1);
    /// Under a negation.
    pub const NEGATED: Self = Self(1 << 2);
    /// Under a hedge.
    pub const HEDGED: Self = Self(1 << 3);
    /// Inside a Qur'an citation or a hadith.
    pub const SCRIPTURE: Self = Self(1 << 4);
    /// Inside web furniture.
    pub const BOILERPLATE: Self = Self(1 << 5);
    /// Inside a hashtag.
    pub const HASHTAG: Self = Self(1 << 6);
    /// A weapon or war word that is a figure of speech.
    pub const METAPHOR: Self = Self(1 << 7);
    /// In a sentence that tells about the group from outside: condemnation, arrest, history.
    pub const DETACHED: Self = Self(1 << 8);

    const NAMES: [(Self, &'static str); 9] = [
        (Self::QUOTED, "quoted"),
        (Self::ATTRIBUTED, "attributed"),
        (Self::NEGATED, "negated"),
        (Self::HEDGED, "hedged"),
        (Self::SCRIPTURE, "scripture"),
        (Self::BOILERPLATE, "boilerplate"),
        (Self::HASHTAG, "hashtag"),
        (Self::METAPHOR, "metaphor"),
        (Self::DETACHED, "detached"),
    ];

    /// The scopes under which words are mentioned rather than used.
    const MENTION: u16 = Self::QUOTED.0
        | Self::ATTRIBUTED.0
        | Self::NEGATED.0
        | Self::SCRIPTURE.0
        | Self::BOILERPLATE.0
        | Self::METAPHOR.0
        | Self::DETACHED.0;

    /// Whether every flag of `other` is set.
    #[must_use]
    pub const fn contains(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }

    /// Sets the flags of `other`.
    pub const fn insert(&mut self, other: Self) {
        self.0 |= other.0;
    }

    /// Whether the author speaks in the own voice here: in no quotation, attribution,
    /// negation, scripture, web furniture or figure of speech, and about nobody's deeds from outside.
    #[must_use]
    pub const fn in_use(self) -> bool {
        self.0 & Self::MENTION == 0
    }

    /// The names of the flags that are set.
    pub fn names(self) -> impl Iterator<Item = &'static str> {
        Self::NAMES
            .into_iter()
            .filter(move |(flag, _)| self.contains(*flag))
            .map(|(_, name)| name)
    }
}

/// The value of an attribute.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "serde", serde(untagged))]
pub enum Value {
    /// A word or phrase.
    Text(Cow<'static, str>),
    /// A number.
    Number(f64),
    /// A yes or no.
    Flag(bool),
    /// A place in the original.
    Span(Span),
    /// Several words, such as the ids of speakers.
    List(Vec<Cow<'static, str>>),
}

/// A span of the original with what was found there.
///
/// ```
/// use khitab_features::{Annotation, Kind, Scope};
/// use khitab_text::Span;
/// let hit = Annotation::new(Span::new(0, 8), Kind::Cue).feature("D1");
/// assert!(hit.scope.in_use());
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Annotation {
    /// Bytes of the original: whole words, clitics included.
    pub span: Span,
    /// What it is.
    pub kind: Kind,
    /// The taxonomy feature it counts for, such as `"A4"`.
    pub feature: Option<&'static str>,
    /// The same for every mention of one thing, such as `"isis"`, or a lexicon lemma.
    pub id: Option<Cow<'static, str>>,
    /// The clitics before the core, inside the span.
    pub proclitics: Option<Span>,
    /// The clitics after the core, inside the span.
    pub enclitics: Option<Span>,
    /// Where it stands.
    pub scope: Scope,
    /// Everything else, by name.
    pub attrs: Vec<(&'static str, Value)>,
}

impl Annotation {
    /// Makes an annotation with nothing but a place and a kind.
    #[must_use]
    pub const fn new(span: Span, kind: Kind) -> Self {
        Self {
            span,
            kind,
            feature: None,
            id: None,
            proclitics: None,
            enclitics: None,
            scope: Scope(0),
            attrs: Vec::new(),
        }
    }

    /// Sets the taxonomy feature.
    #[must_use]
    pub const fn feature(mut self, feature: &'static str) -> Self {
        self.feature = Some(feature);
        self
    }

    /// Sets the identity.
    #[must_use]
    pub fn id(mut self, id: impl Into<Cow<'static, str>>) -> Self {
        self.id = Some(id.into());
        self
    }

    /// Adds an attribute.
    #[must_use]
    pub fn attr(mut self, name: &'static str, value: Value) -> Self {
        self.attrs.push((name, value));
        self
    }

    /// The attribute of that name.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Value> {
        self.attrs
            .iter()
            .find(|(key, _)| *key == name)
            .map(|(_, value)| value)
    }

    /// How sure a sign it is by the row of its list: 1 where the row says nothing.
    pub(crate) fn weight(&self) -> f64 {
        match self.get("weight") {
            Some(Value::Number(weight)) => *weight,
            _ => 1.0,
        }
    }
}
