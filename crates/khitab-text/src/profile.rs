//! Which steps a normaliser takes.

use crate::normalize::{
    Alef, Controls, DaggerAlef, Digits, Hamza, LetterCase, LookAlikes, Marks, PresentationForms,
    Punctuation, Tatweel, TehMarbuta, Unicode, Wasla, Yeh,
};

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
    /// Unicode's normal form.
    pub unicode: Unicode,
    /// Fixed shapes and ligatures: ﺩ ﻻ ﷲ.
    pub presentation_forms: PresentationForms,
    /// Persian and Urdu letters for Arabic ones: ک ی.
    pub look_alikes: LookAlikes,
    /// ٱ.
    pub wasla: Wasla,
    /// أ إ آ.
    pub alef: Alef,
    /// ؤ ئ.
    pub hamza: Hamza,
    /// ى and ي.
    pub yeh: Yeh,
    /// ة.
    pub teh_marbuta: TehMarbuta,
    /// U+0670.
    pub dagger_alef: DaggerAlef,
    /// Digits.
    pub digits: Digits,
    /// Arabic and typographic punctuation.
    pub punctuation: Punctuation,
    /// Capitals.
    pub letter_case: LetterCase,
    /// U+0640.
    pub tatweel: Tatweel,
    /// The classes of marks that are deleted.
    pub marks: Marks,
    /// Bidi and zero-width controls.
    pub controls: Controls,
}

impl Profile {
    /// Every step keeps what it finds.
    pub const NONE: Self = Self {
        unicode: Unicode::Keep,
        presentation_forms: PresentationForms::Keep,
        look_alikes: LookAlikes::Keep,
        wasla: Wasla::Keep,
        alef: Alef::Keep,
        hamza: Hamza::Keep,
        yeh: Yeh::Keep,
        teh_marbuta: TehMarbuta::Keep,
        dagger_alef: DaggerAlef::Keep,
        digits: Digits::Keep,
        punctuation: Punctuation::Keep,
        letter_case: LetterCase::Keep,
        tatweel: Tatweel::Keep,
        marks: Marks::NONE,
        controls: Controls::Keep,
    };

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
}
