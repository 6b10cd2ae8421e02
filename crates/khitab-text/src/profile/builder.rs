//! A profile put together choice by choice.

use core::fmt;

use super::Profile;
use crate::Normalizer;

/// Puts a [`Normalizer`] together, from nothing or from a preset.
///
/// ```
/// use khitab_text::Normalizer;
/// use khitab_text::normalize::{Alef, Digits};
/// let normalizer = Normalizer::builder().alef(Alef::Bare).digits(Digits::Ascii).build()?;
/// assert_eq!(normalizer.normalize("أحمد ٣").normalized(), "احمد 3");
/// # Ok::<(), khitab_text::ProfileError>(())
/// ```
#[derive(Clone, Copy, Debug, Default)]
pub struct NormalizerBuilder {
    pub(super) profile: Profile,
    keep_letters: bool,
}

impl NormalizerBuilder {
    /// Starts from a profile instead of nothing.
    #[must_use]
    pub const fn profile(mut self, profile: Profile) -> Self {
        self.profile = profile;
        self
    }

    /// Lets [`build`](Self::build) refuse choices that delete a letter of any script.
    #[must_use]
    pub const fn keep_letters(mut self) -> Self {
        self.keep_letters = true;
        self
    }

    /// Makes the normaliser.
    ///
    /// # Errors
    ///
    /// When [`keep_letters`](Self::keep_letters) was asked for and a choice deletes letters.
    pub fn build(self) -> Result<Normalizer, ProfileError> {
        let normalizer = Normalizer::new(self.profile);
        if self.keep_letters
            && let Some(letter) = normalizer.loss().deleted_letters().next()
        {
            return Err(ProfileError { letter });
        }
        Ok(normalizer)
    }
}

/// The profile does what its builder was told it must not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProfileError {
    letter: char,
}

impl fmt::Display for ProfileError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "the profile deletes the letter U+{:04X} and was told to keep letters",
            self.letter as u32
        )
    }
}

impl core::error::Error for ProfileError {}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::normalize::Marks;

    #[test]
    fn a_profile_that_deletes_letters_is_refused() {
        let strict = Normalizer::builder()
            .profile(Profile::STRICT)
            .keep_letters();
        assert!(strict.build().is_ok());
        let error = strict.marks(Marks::ALL).build().unwrap_err();
        let message = "the profile deletes the letter U+06E5 and was told to keep letters";
        assert_eq!(error.to_string(), message);
    }
}
