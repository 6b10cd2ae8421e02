//! The ways in which a word was hidden.

/// One way to hide a word from a word list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum EvasionKind {
    /// Vowel signs between the letters; ordinary by itself.
    Marks,
    /// Tatweel between the letters; ordinary by itself.
    Tatweel,
    /// Zero-width characters inside the word.
    ZeroWidth,
    /// Bidi controls inside the word.
    Bidi,
    /// The fixed shapes of old code pages, or mathematical letters.
    PresentationForm,
    /// Letters that other languages add to the Arabic script.
    ForeignLetter,
    /// Letters without their dots.
    Dotless,
    /// Letters of another script, digits or signs in place of letters.
    StandIn,
    /// A letter repeated.
    Elongation,
    /// Spaces between single letters.
    Spaced,
    /// Punctuation between letters.
    Punctuated,
    /// Two pieces with a space between.
    TwoPieces,
    /// Latin letters and digits by sound.
    Arabizi,
}

impl EvasionKind {
    /// Every kind, in the order of the declaration.
    pub const ALL: [Self; 13] = [
        Self::Marks,
        Self::Tatweel,
        Self::ZeroWidth,
        Self::Bidi,
        Self::PresentationForm,
        Self::ForeignLetter,
        Self::Dotless,
        Self::StandIn,
        Self::Elongation,
        Self::Spaced,
        Self::Punctuated,
        Self::TwoPieces,
        Self::Arabizi,
    ];

    /// The name used in files.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Marks => "marks",
            Self::Tatweel => "tatweel",
            Self::ZeroWidth => "zero_width",
            Self::Bidi => "bidi",
            Self::PresentationForm => "presentation_form",
            Self::ForeignLetter => "foreign_letter",
            Self::Dotless => "dotless",
            Self::StandIn => "stand_in",
            Self::Elongation => "elongation",
            Self::Spaced => "spaced",
            Self::Punctuated => "punctuated",
            Self::TwoPieces => "two_pieces",
            Self::Arabizi => "arabizi",
        }
    }

    /// What one use of it in a word costs, beside the cost of each letter.
    pub(super) const fn cost(self) -> u16 {
        match self {
            Self::Marks | Self::Tatweel => 0,
            Self::ZeroWidth | Self::Bidi | Self::PresentationForm | Self::Spaced => 1,
            Self::ForeignLetter | Self::Elongation | Self::Punctuated | Self::Arabizi => 1,
            Self::Dotless | Self::StandIn => 2,
            Self::TwoPieces => 3,
        }
    }
}

/// A set of [`EvasionKind`]s.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct EvasionKinds(u16);

impl EvasionKinds {
    /// The set of one kind.
    #[must_use]
    pub const fn only(kind: EvasionKind) -> Self {
        Self(1 << kind as u16)
    }

    /// Whether `kind` is in the set.
    #[must_use]
    pub const fn contains(self, kind: EvasionKind) -> bool {
        self.0 & Self::only(kind).0 != 0
    }

    /// Whether the set is empty.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Both sets together.
    #[must_use]
    pub const fn and(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// The set without `kind`.
    #[must_use]
    pub const fn without(self, kind: EvasionKind) -> Self {
        Self(self.0 & !Self::only(kind).0)
    }

    /// The kinds, in the order of their declaration.
    pub fn iter(self) -> impl Iterator<Item = EvasionKind> {
        EvasionKind::ALL
            .into_iter()
            .filter(move |kind| self.contains(*kind))
    }

    pub(super) fn cost(self) -> u16 {
        self.iter().map(EvasionKind::cost).sum()
    }
}
