//! Toolkits that fold one character at a time: CAMeL Tools, PyArabic, Lucene.

use std::sync::LazyLock;

use crate::normalize::{Fold, Rewriter, Rewritten, Rules, Table, Unicode, compose, fold, take};
use crate::offsets::Attach;
use crate::{Span, chars};

/// CAMeL Tools: signs spelled out, NFKC, letters folded.
pub(super) fn camel(done: &mut Option<Rewritten>, original: &str) {
    take(done, original, |text| Some(each(&CAMEL_SIGNS, text)));
    take(done, original, |text| compose(Unicode::Nfkc, text));
    take(done, original, |text| Some(each(&CAMEL, text)));
}

/// PyArabic: marks stripped, then hamzas.
pub(super) fn pyarabic(done: &mut Option<Rewritten>, original: &str) {
    take(done, original, |text| Some(each(&PYARABIC_STRIP, text)));
    take(done, original, first_of_three);
    take(done, original, |text| Some(each(&PYARABIC, text)));
}

/// Lucene: one table.
pub(super) fn lucene(done: &mut Option<Rewritten>, original: &str) {
    take(done, original, |text| Some(each(&LUCENE, text)));
}

/// Takes every character through a table that composes nothing.
pub(super) fn each(table: &Table, text: &str) -> Rewritten {
    fold(table, Unicode::Keep, text, Rewritten::default())
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

pub(super) type Rule = (char, Fold);

pub(super) fn table(rules: impl IntoIterator<Item = Rule>) -> Table {
    Table::new(&[rules.into_iter().collect::<Rules>()], false)
}

pub(super) fn to(c: char, text: &str) -> Rule {
    (c, Fold::To(text.to_owned()))
}

pub(super) fn delete(c: char) -> Rule {
    (c, Fold::Delete(Attach::Before))
}

/// The eight marks of everyday vocalised text.
pub(super) fn tashkeel() -> impl Iterator<Item = Rule> {
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
