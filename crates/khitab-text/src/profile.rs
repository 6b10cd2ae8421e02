//! Which steps a normaliser takes.

mod builder;
mod diff;
mod digest;
mod loss;

use crate::normalize::{
    Alef, Controls, DaggerAlef, Digits, Elongation, Hamza, LetterCase, LookAlikes, Marks, Mask,
    PresentationForms, Punctuation, TanweenAlef, Tatweel, TehMarbuta, Unicode, Wasla, Whitespace,
    Yeh,
};

pub use builder::{NormalizerBuilder, ProfileError};
pub use diff::Difference;
pub use loss::Loss;

/// Declares the profile, its empty value and the builder's setters from one list of steps.
macro_rules! steps {
    ($($(#[$doc:meta])* $field:ident: $kind:ty = $none:expr,)*) => {
        /// The choice of every step, in the order in which they are taken.
        ///
        /// The default keeps everything. Take a preset and change what differs:
        ///
        /// ```
        /// use khitab_text::normalize::TehMarbuta;
        /// use khitab_text::{Normalizer, Profile};
        /// let mut profile = Profile::SEARCH;
        /// profile.teh_marbuta = TehMarbuta::Keep;
        /// assert_eq!(Normalizer::new(profile).normalize("أُسرة").normalized(), "اسرة");
        /// ```
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
        #[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
        #[cfg_attr(feature = "serde", serde(default, deny_unknown_fields))]
        #[non_exhaustive]
        pub struct Profile {
            $($(#[$doc])* pub $field: $kind,)*
        }

        impl Profile {
            /// Every step keeps what it finds.
            pub const NONE: Self = Self { $($field: $none,)* };

            /// The name of every step with that of its choice, as used in files.
            #[must_use]
            pub fn choices(&self) -> Vec<(&'static str, String)> {
                vec![$((stringify!($field), self.$field.to_string()),)*]
            }
        }

        impl NormalizerBuilder {
            $($(#[$doc])* #[must_use] pub const fn $field(mut self, choice: $kind) -> Self {
                self.profile.$field = choice;
                self
            })*
        }
    };
}

steps! {
    /// Links.
    urls: Mask = Mask::Keep,
    /// E-mail addresses.
    emails: Mask = Mask::Keep,
    /// Mentions: `@name`.
    mentions: Mask = Mask::Keep,
    /// Emoji.
    emoji: Mask = Mask::Keep,
    /// A final alef that carries fathatan.
    tanween_alef: TanweenAlef = TanweenAlef::Keep,
    /// Unicode's normal form.
    unicode: Unicode = Unicode::Keep,
    /// Fixed shapes and ligatures: ﺩ ﻻ ﷲ.
    presentation_forms: PresentationForms = PresentationForms::Keep,
    /// Persian and Urdu letters for Arabic ones: ک ی.
    look_alikes: LookAlikes = LookAlikes::Keep,
    /// ٱ.
    wasla: Wasla = Wasla::Keep,
    /// أ إ آ.
    alef: Alef = Alef::Keep,
    /// ؤ ئ.
    hamza: Hamza = Hamza::Keep,
    /// ى and ي.
    yeh: Yeh = Yeh::Keep,
    /// ة.
    teh_marbuta: TehMarbuta = TehMarbuta::Keep,
    /// U+0670.
    dagger_alef: DaggerAlef = DaggerAlef::Keep,
    /// Digits.
    digits: Digits = Digits::Keep,
    /// Arabic and typographic punctuation.
    punctuation: Punctuation = Punctuation::Keep,
    /// Capitals.
    letter_case: LetterCase = LetterCase::Keep,
    /// U+0640.
    tatweel: Tatweel = Tatweel::Keep,
    /// The classes of marks that are deleted.
    marks: Marks = Marks::NONE,
    /// Bidi and zero-width controls.
    controls: Controls = Controls::Keep,
    /// Letters repeated three times and more.
    elongation: Elongation = Elongation::Keep,
    /// White space.
    whitespace: Whitespace = Whitespace::Keep,
}

impl Profile {
    /// What no reader notices: marks, tatweel, controls and fixed shapes go, letters stay.
    pub const LIGHT: Self = Self {
        unicode: Unicode::Nfc,
        presentation_forms: PresentationForms::Letters,
        dagger_alef: DaggerAlef::Delete,
        tatweel: Tatweel::Delete,
        marks: Marks::ALL,
        controls: Controls::Delete,
        ..Self::NONE
    };

    /// Everything that makes two spellings of one word differ.
    pub const SEARCH: Self = Self {
        look_alikes: LookAlikes::Arabic,
        wasla: Wasla::Alef,
        alef: Alef::Bare,
        yeh: Yeh::Yeh,
        teh_marbuta: TehMarbuta::Heh,
        digits: Digits::Ascii,
        letter_case: LetterCase::Lower,
        ..Self::LIGHT
    };

    /// [`SEARCH`](Self::SEARCH) for posts: links, addresses and names are masked, elongated
    /// letters shortened, white space collapsed.
    pub const SOCIAL: Self = Self {
        urls: Mask::Token,
        emails: Mask::Token,
        mentions: Mask::Token,
        elongation: Elongation::One,
        whitespace: Whitespace::Collapse,
        ..Self::SEARCH
    };

    /// Never deletes or merges a letter: canonical composition, fixed shapes, tatweel, controls.
    pub const STRICT: Self = Self {
        unicode: Unicode::Nfc,
        presentation_forms: PresentationForms::Letters,
        tatweel: Tatweel::Delete,
        controls: Controls::Delete,
        ..Self::NONE
    };
}

#[cfg(all(test, feature = "serde"))]
mod tests {
    use super::*;

    #[test]
    fn a_profile_comes_back_from_json() {
        for profile in [
            Profile::LIGHT,
            Profile::SEARCH,
            Profile::SOCIAL,
            Profile::STRICT,
        ] {
            let json = serde_json::to_string(&profile).unwrap();
            assert_eq!(
                serde_json::from_str::<Profile>(&json).unwrap(),
                profile,
                "{json}"
            );
        }
    }

    #[test]
    fn what_is_not_named_is_kept_and_what_is_not_known_is_refused() {
        let profile: Profile =
            serde_json::from_str(r#"{"alef":"bare","marks":["vowel"]}"#).unwrap();
        assert_eq!((profile.alef, profile.marks), (Alef::Bare, Marks::VOWEL));
        assert_eq!(profile.tatweel, Tatweel::Keep);
        for wrong in [
            r#"{"alif":"bare"}"#,
            r#"{"alef":"none"}"#,
            r#"{"marks":["dots"]}"#,
        ] {
            assert!(serde_json::from_str::<Profile>(wrong).is_err(), "{wrong}");
        }
    }
}
