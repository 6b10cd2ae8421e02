//! Normalisation exactly as other toolkits publish it, so that their results can be reproduced.
//!
//! Each is checked byte for byte against the toolkit itself, on every Arabic code point alone and
//! between letters and on some sixty thousand words: `data/golden/reference/normalizers.tsv`,
//! made by the script beside it.

use std::sync::LazyLock;

use crate::normalize::{Fold, Rewriter, Rewritten, Rules, Table, Unicode, compose, fold, take};
use crate::offsets::Attach;
use crate::{Span, Text, chars};

/// A normalisation that another toolkit defines.
///
/// ```
/// use khitab_text::Compat;
/// assert_eq!(Compat::Camel.normalize("أُسرة ﷲ").normalized(), "اسره الله");
/// assert_eq!(Compat::PyArabic.normalize("أُسرة").normalized(), "ءسرة");
/// assert_eq!(Compat::Lucene.normalize("أُسرة ٣").normalized(), "اسره 3");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "lowercase"))]
#[non_exhaustive]
pub enum Compat {
    /// CAMeL Tools 1.6: `normalize_unicode`, `normalize_alef_ar`, `normalize_alef_maksura_ar`,
    /// `normalize_teh_marbuta_ar`, `dediac_ar`. It keeps tatweel.
    Camel,
    /// PyArabic 0.6: `strip_tashkeel`, `strip_tatweel`, `normalize_ligature`, `normalize_hamza`.
    /// It makes ءء of آ, but ءا at the start of a text of three letters: meant for one word at
    /// a time, as PyArabic's own functions are.
    PyArabic,
    /// Lucene 8: `LowerCaseFilter`, `DecimalDigitFilter`, `ArabicNormalizationFilter` on the
    /// text of one token. It keeps ٱ and dagger alef.
    Lucene,
}

impl Compat {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Camel, Self::PyArabic, Self::Lucene];

    /// The name used in files.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Camel => "camel",
            Self::PyArabic => "pyarabic",
            Self::Lucene => "lucene",
        }
    }

    /// Normalises `original` as that toolkit does, with the way back to every byte.
    #[must_use]
    pub fn normalize(self, original: &str) -> Text<'_> {
        let mut done = None;
        if self == Self::Camel {
            take(&mut done, original, |text| {
                Some(fold(&CAMEL_SIGNS, Unicode::Keep, text))
            });
            take(&mut done, original, |text| compose(Unicode::Nfkc, text));
        }
        if self == Self::PyArabic {
            take(&mut done, original, |text| {
                Some(fold(&PYARABIC_STRIP, Unicode::Keep, text))
            });
            take(&mut done, original, first_of_three);
        }
        let table = match self {
            Self::Camel => &CAMEL,
            Self::PyArabic => &PYARABIC,
            Self::Lucene => &LUCENE,
        };
        take(&mut done, original, |text| {
            Some(fold(table, Unicode::Keep, text))
        });
        let Rewritten { text, map } = done.unwrap_or_default();
        Text::new(original, text, map)
    }
}

/// Two signs that CAMeL Tools spells out before it lets Unicode decompose the rest.
static CAMEL_SIGNS: LazyLock<Table> = LazyLock::new(|| {
    table([
        to('\u{FDFC}', "ريال"),
        to('\u{FDFD}', "بسم الله الرحمن الرحيم"),
    ])
});

static CAMEL: LazyLock<Table> = LazyLock::new(|| {
    let letters = ['أ', 'إ', 'آ', 'ٱ'].map(|c| to(c, "ا"));
    let finals = [to('ى', "ي"), to('ة', "ه"), delete('\u{0670}')];
    table(letters.into_iter().chain(finals).chain(tashkeel()))
});

static PYARABIC_STRIP: LazyLock<Table> = LazyLock::new(|| {
    let ligatures = ['\u{FEF5}', '\u{FEF7}', '\u{FEF9}', '\u{FEFB}'].map(|c| to(c, "لا"));
    table(
        ligatures
            .into_iter()
            .chain([delete('\u{0640}')])
            .chain(tashkeel()),
    )
});

static PYARABIC: LazyLock<Table> = LazyLock::new(|| {
    let hamzas = ['أ', 'إ', 'ؤ', 'ئ', '\u{0654}', '\u{0655}'].map(|c| to(c, "ء"));
    table(hamzas.into_iter().chain([to('آ', "ءء")]))
});

/// PyArabic treats the maddah of آكل, a stem of three letters, apart.
fn first_of_three(text: &str) -> Option<Rewritten> {
    if !text.starts_with('آ') || text.chars().count() != 3 {
        return None;
    }
    let mut out = Rewriter::new(text);
    out.replace(Span::new(0, 'آ'.len_utf8()), "ءا", Attach::Nothing);
    out.finish()
}

static LUCENE: LazyLock<Table> = LazyLock::new(|| {
    let letters = ['أ', 'إ', 'آ'].map(|c| to(c, "ا"));
    let rest = [to('ى', "ي"), to('ة', "ه"), delete('\u{0640}')];
    table(
        small()
            .chain(decimal_digits())
            .chain(letters)
            .chain(rest)
            .chain(tashkeel()),
    )
});

type Rule = (char, Fold);

fn table(rules: impl IntoIterator<Item = Rule>) -> Table {
    Table::new(&[rules.into_iter().collect::<Rules>()], false)
}

fn to(c: char, text: &str) -> Rule {
    (c, Fold::To(text.to_owned()))
}

fn delete(c: char) -> Rule {
    (c, Fold::Delete(Attach::Before))
}

/// The eight marks of everyday vocalised text.
fn tashkeel() -> impl Iterator<Item = Rule> {
    ('\u{064B}'..='\u{0652}').map(delete)
}

/// One small letter for each capital, as Java's `Character.toLowerCase` has it.
fn small() -> impl Iterator<Item = Rule> {
    ('A'..='\u{1FFFF}').filter_map(|c| {
        let small = c.to_lowercase().next()?;
        (small != c).then(|| to(c, small.encode_utf8(&mut [0; 4])))
    })
}

/// The decimal digits of every script.
fn decimal_digits() -> impl Iterator<Item = Rule> {
    chars::DECIMAL_ZEROS.into_iter().flat_map(|zero| {
        (0..10).filter_map(move |value| {
            let digit = char::from_u32(zero as u32 + value)?;
            Some(to(
                digit,
                char::from_digit(value, 10)?.encode_utf8(&mut [0; 4]),
            ))
        })
    })
}
