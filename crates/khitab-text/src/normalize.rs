//! Folding of Arabic spelling, step by step, with the way back.

use unicode_normalization::UnicodeNormalization;

use crate::{OffsetMap, Span, Text};

/// Which steps a [`Normalizer`] takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
pub struct Profile {
    /// Presentation forms and ligatures become their letters.
    pub presentation_forms: bool,
    /// Harakat, Qur'anic marks and dagger alef are deleted.
    pub tashkeel: bool,
    /// U+0640 is deleted.
    pub tatweel: bool,
    /// Bidi and zero-width controls are deleted.
    pub controls: bool,
    /// أ إ آ ٱ become ا.
    pub alef: bool,
    /// ى and Persian yeh become ي.
    pub yeh: bool,
    /// ة becomes ه.
    pub teh_marbuta: bool,
    /// Arabic-Indic and Persian digits become ASCII.
    pub digits: bool,
    /// Persian and Urdu look-alikes of kaf and heh become Arabic.
    pub look_alikes: bool,
    /// ASCII capitals become small.
    pub lowercase: bool,
}

impl Profile {
    /// What no reader notices: marks, tatweel, controls, presentation forms.
    pub const LIGHT: Self = Self {
        presentation_forms: true,
        tashkeel: true,
        tatweel: true,
        controls: true,
        alef: false,
        yeh: false,
        teh_marbuta: false,
        digits: false,
        look_alikes: false,
        lowercase: false,
    };
    /// Everything that makes two spellings of one word differ.
    pub const SEARCH: Self = Self {
        alef: true,
        yeh: true,
        teh_marbuta: true,
        digits: true,
        look_alikes: true,
        lowercase: true,
        ..Self::LIGHT
    };
}

/// Turns an original text into a [`Text`].
#[derive(Clone, Debug)]
pub struct Normalizer {
    profile: Profile,
}

impl Normalizer {
    /// Takes the steps of `profile`.
    #[must_use]
    pub const fn new(profile: Profile) -> Self {
        Self { profile }
    }

    /// Deletes marks, tatweel and controls; keeps every letter.
    #[must_use]
    pub const fn light() -> Self {
        Self::new(Profile::LIGHT)
    }

    /// Folds the spellings of one word into one form; what the lexicons are matched on.
    #[must_use]
    pub const fn search() -> Self {
        Self::new(Profile::SEARCH)
    }

    /// The steps it takes.
    #[must_use]
    pub const fn profile(&self) -> &Profile {
        &self.profile
    }

    /// Normalises `original`, keeping the way back to every byte.
    #[must_use]
    pub fn normalize<'a>(&self, original: &'a str) -> Text<'a> {
        let mut normalized = String::with_capacity(original.len());
        let mut offsets = OffsetMap::default();
        let mut last = 0;
        for (at, c) in original.char_indices() {
            let source = Span::new(at, at + c.len_utf8());
            match self.step(c) {
                Step::Keep(c) => {
                    last = normalized.len();
                    offsets.push(last, c.len_utf8(), source);
                    normalized.push(c);
                }
                Step::Expand => {
                    for letter in core::iter::once(c)
                        .nfkc()
                        .filter_map(|c| match self.step(c) {
                            Step::Keep(c) => Some(c),
                            _ => None,
                        })
                    {
                        last = normalized.len();
                        offsets.push(last, letter.len_utf8(), source);
                        normalized.push(letter);
                    }
                }
                Step::Mark if normalized.is_empty() => {}
                Step::Mark => offsets.extend_last(last, source),
                Step::Delete => {}
            }
        }
        Text::new(original, normalized, offsets)
    }

    fn step(&self, c: char) -> Step {
        let p = &self.profile;
        match c {
            '\u{0640}' if p.tatweel => Step::Mark,
            '\u{064B}'..='\u{065F}' | '\u{0670}' | '\u{0610}'..='\u{061A}' if p.tashkeel => {
                Step::Mark
            }
            '\u{06D6}'..='\u{06DC}'
            | '\u{06DF}'..='\u{06E8}'
            | '\u{06EA}'..='\u{06ED}'
            | '\u{08D3}'..='\u{08FF}'
                if p.tashkeel && !matches!(c, '\u{06E5}' | '\u{06E6}' | '\u{08E2}') =>
            {
                Step::Mark
            }
            '\u{200B}'..='\u{200F}'
            | '\u{202A}'..='\u{202E}'
            | '\u{2066}'..='\u{2069}'
            | '\u{FEFF}'
            | '\u{061C}'
            | '\u{00AD}'
            | '\u{2060}'
                if p.controls =>
            {
                Step::Delete
            }
            'أ' | 'إ' | 'آ' | 'ٱ' if p.alef => Step::Keep('ا'),
            'ى' | 'ی' if p.yeh => Step::Keep('ي'),
            'ة' if p.teh_marbuta => Step::Keep('ه'),
            'ک' if p.look_alikes => Step::Keep('ك'),
            'ہ' | 'ە' if p.look_alikes => Step::Keep('ه'),
            '٠'..='٩' if p.digits => Step::Keep(ascii_digit(c, '٠')),
            '۰'..='۹' if p.digits => Step::Keep(ascii_digit(c, '۰')),
            'A'..='Z' if p.lowercase => Step::Keep(c.to_ascii_lowercase()),
            '\u{FB50}'..='\u{FDFF}' | '\u{FE70}'..='\u{FEFC}' if p.presentation_forms => {
                Step::Expand
            }
            _ => Step::Keep(c),
        }
    }
}

enum Step {
    Keep(char),
    Expand,
    Mark,
    Delete,
}

fn ascii_digit(c: char, zero: char) -> char {
    char::from_digit(c as u32 - zero as u32, 10).unwrap_or(c)
}
