//! Marks above and below letters, by class: harakat, tanween, shadda, the Qur'an's signs.

use core::fmt;
use core::ops::BitOr;

use super::table::{Fold, Rules};
use crate::chars;
use crate::offsets::Attach;

/// A set of classes of marks, the ones that a profile deletes.
///
/// Dagger alef is a step of its own, see [`DaggerAlef`](super::DaggerAlef).
///
/// ```
/// use khitab_text::normalize::Marks;
/// let spoken = Marks::VOWEL | Marks::TANWEEN | Marks::SUKUN;
/// assert!(spoken.contains(Marks::VOWEL) && !spoken.contains(Marks::SHADDA));
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Marks(u16);

impl Marks {
    /// No mark.
    pub const NONE: Self = Self(0);
    /// Fatha, damma, kasra.
    pub const VOWEL: Self = Self(1);
    /// Fathatan, dammatan, kasratan and their open forms.
    pub const TANWEEN: Self = Self(1 << 1);
    /// Shadda.
    pub const SHADDA: Self = Self(1 << 2);
    /// Sukun.
    pub const SUKUN: Self = Self(1 << 3);
    /// Maddah and hamza as marks of their own (U+0653 to U+0655).
    pub const HAMZA: Self = Self(1 << 4);
    /// Vowels of other languages in Arabic script.
    pub const EXTENDED: Self = Self(1 << 5);
    /// Pause, recitation and small letter signs of the Qur'an.
    pub const QURANIC: Self = Self(1 << 6);
    /// Signs of honour above a name (U+0610 to U+0614).
    pub const HONORIFIC: Self = Self(1 << 7);
    /// Small waw and small yeh, which Unicode counts as letters.
    pub const SMALL_LETTER: Self = Self(1 << 8);
    /// The eight of everyday vocalised text: vowels, tanween, shadda, sukun.
    pub const TASHKEEL: Self = Self(0x0F);
    /// All classes.
    pub const ALL: Self = Self(0x1FF);

    const NAMES: [(&'static str, Self); 9] = [
        ("vowel", Self::VOWEL),
        ("tanween", Self::TANWEEN),
        ("shadda", Self::SHADDA),
        ("sukun", Self::SUKUN),
        ("hamza", Self::HAMZA),
        ("extended", Self::EXTENDED),
        ("quranic", Self::QURANIC),
        ("honorific", Self::HONORIFIC),
        ("small_letter", Self::SMALL_LETTER),
    ];

    /// Whether every class of `other` is in the set.
    #[must_use]
    pub const fn contains(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }

    /// The names of its classes, as used in files.
    pub fn names(self) -> impl Iterator<Item = &'static str> {
        Self::NAMES
            .into_iter()
            .filter(move |(_, class)| self.contains(*class))
            .map(|(name, _)| name)
    }

    /// The class of that name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::NAMES.iter().find(|(n, _)| *n == name).map(|n| n.1)
    }

    pub(crate) fn rules(self) -> Rules {
        chars::marks()
            .filter(|(_, class)| Self::named(class).is_some_and(|class| self.contains(class)))
            .map(|(c, _)| (c, Fold::Delete(Attach::Before)))
            .collect()
    }
}

impl fmt::Display for Marks {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<_> = self.names().collect();
        f.write_str(&names.join(","))
    }
}

impl BitOr for Marks {
    type Output = Self;

    fn bitor(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

#[cfg(feature = "serde")]
impl serde::Serialize for Marks {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.names())
    }
}

#[cfg(feature = "serde")]
impl<'de> serde::Deserialize<'de> for Marks {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let names = <Vec<String> as serde::Deserialize>::deserialize(deserializer)?;
        names.iter().try_fold(Self::NONE, |set, name| {
            let class = Self::named(name);
            class.map(|class| set | class).ok_or_else(|| {
                serde::de::Error::custom(format_args!("unknown class of marks {name:?}"))
            })
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::normalize::cases::check;

    #[test]
    fn cases() {
        let vocalised = "قُرْآن\u{064F}\u{06DA} مُحَمَّدٌ";
        check(|p| p.marks = Marks::ALL, &[(vocalised, "قرآن محمد")]);
        check(
            |p| p.marks = Marks::VOWEL,
            &[("مُحَمَّدٌ", "محم\u{0651}د\u{064C}")],
        );
        check(
            |p| p.marks = Marks::TASHKEEL,
            &[("ا\u{0654}\u{064E}", "ا\u{0654}")],
        );
    }

    #[test]
    fn every_class_of_the_table_has_a_name() {
        for (c, class) in chars::marks() {
            assert!(
                class == "dagger_alef" || Marks::named(class).is_some(),
                "{c:?} {class}"
            );
        }
        assert_eq!(Marks::ALL.names().count(), Marks::NAMES.len());
    }
}
