//! The names of the forms that a row of a list asks for.

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
