//! How a stem is spelt when it stands alone.

use std::borrow::Cow;

use once_cell::sync::Lazy;

use super::affixes::Affix;
use super::letters::Letters;

/// What the spelling lost when the clitics were put on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum Ending {
    /// Nothing.
    #[default]
    AsWritten,
    /// ت before a pronoun was ة: مدرستها, مدرسة.
    TehMarbuta,
    /// ا before a pronoun was ى: مستواه, مستوى.
    AlefMaqsura,
    /// و before a pronoun was وا: كتبوها, كتبوا.
    SilentAlef,
    /// ؤ or ئ before a pronoun was ء: أصدقاؤه, أصدقاء.
    Hamza,
}

/// What the spelling lost at the front of the stem.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum Onset {
    /// Nothing.
    #[default]
    AsWritten,
    /// The alef of the article after ل: للبيت, ل + البيت.
    Article,
    /// The article, whose lam is not written between two others: للغة, ل + اللغة.
    WholeArticle,
}

/// One spelling of a stem.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Form {
    pub(crate) letters: Letters,
    pub(crate) onset: Onset,
    pub(crate) ending: Ending,
}

pub(crate) struct Constants {
    pub(crate) alef: Letters,
    pub(crate) article: Letters,
    pub(crate) lam: Letters,
    /// What لله leaves of الله.
    pub(crate) rest_of_god: Letters,
    pub(crate) teh: Letters,
    pub(crate) teh_marbuta: Letters,
    pub(crate) yeh: Letters,
    pub(crate) waw: Letters,
    pub(crate) hamza: Letters,
    pub(crate) hamza_on_waw: Letters,
    pub(crate) hamza_on_yeh: Letters,
}

pub(crate) static LETTERS: Lazy<Constants> = Lazy::new(|| Constants {
    alef: Letters::of("ا"),
    article: Letters::of("ال"),
    lam: Letters::of("ل"),
    rest_of_god: Letters::of("له"),
    teh: Letters::of("ت"),
    teh_marbuta: Letters::of("ة"),
    yeh: Letters::of("ي"),
    waw: Letters::of("و"),
    hamza: Letters::of("ء"),
    hamza_on_waw: Letters::of("ؤ"),
    hamza_on_yeh: Letters::of("ئ"),
});

/// Whether this prefix and stem write ل + ال as لل.
pub(crate) fn hides_article(prefix: &Affix, stem: Letters) -> bool {
    let c = &*LETTERS;
    stem.len() > 2 && stem.starts_with(c.lam) && prefix.letters.ends_with(c.lam)
}

/// Calls `found` with the spellings that a stem may have alone; the one as written comes first.
pub(crate) fn forms(prefix: &Affix, stem: Letters, suffix: &Affix, mut found: impl FnMut(Form)) {
    let c = &*LETTERS;
    let mut endings = |onset, letters: Letters| {
        let mut form = |ending, letters| {
            found(Form {
                letters,
                onset,
                ending,
            });
        };
        form(Ending::AsWritten, letters);
        if suffix.len() == 0 {
            return;
        }
        let rest = letters.drop_last(1);
        if letters.ends_with(c.teh) {
            form(Ending::TehMarbuta, rest.then(c.teh_marbuta));
        } else if letters.ends_with(c.alef) {
            form(Ending::AlefMaqsura, rest.then(c.yeh));
        } else if letters.ends_with(c.waw) {
            form(Ending::SilentAlef, letters.then(c.alef));
        } else if letters.ends_with(c.hamza_on_waw) || letters.ends_with(c.hamza_on_yeh) {
            form(Ending::Hamza, rest.then(c.hamza));
        }
    };
    endings(Onset::AsWritten, stem);
    if hides_article(prefix, stem) {
        endings(Onset::Article, c.alef.then(stem));
        endings(Onset::WholeArticle, c.article.then(stem));
    } else if stem == c.rest_of_god && prefix.letters.ends_with(c.lam) {
        endings(Onset::WholeArticle, c.article.then(stem));
    }
}

/// How good a spelling of that frequency is: لل is nearly always ل + ال, so that a form with the
/// article wins unless the other is thirty times as frequent.
pub(crate) fn preference(form: Form, bucket: u8) -> u8 {
    let hidden = form.onset != Onset::AsWritten && bucket > 0;
    bucket + if hidden { 3 } else { 0 }
}

/// How likely a spelling is when no lexicon can be asked.
pub(crate) fn likelihood(form: Form) -> u8 {
    let onset = match form.onset {
        Onset::Article => 2,
        Onset::WholeArticle => 1,
        Onset::AsWritten => 0,
    };
    onset
        + u8::from(matches!(
            form.ending,
            Ending::TehMarbuta | Ending::SilentAlef | Ending::Hamza
        ))
}

/// Writes a stem as it is spelt alone.
pub(crate) fn spell(stem: &str, onset: Onset, ending: Ending) -> Cow<'_, str> {
    if onset == Onset::AsWritten && ending == Ending::AsWritten {
        return Cow::Borrowed(stem);
    }
    let front = match onset {
        Onset::AsWritten => "",
        Onset::Article => "ا",
        Onset::WholeArticle => "ال",
    };
    let last = stem
        .char_indices()
        .rfind(|&(_, c)| matches!(c, '\u{0621}'..='\u{063A}' | '\u{0641}'..='\u{064A}'));
    let body = last.map_or(stem, |(at, _)| &stem[..at]);
    Cow::Owned(match ending {
        Ending::AsWritten => format!("{front}{stem}"),
        Ending::SilentAlef => format!("{front}{stem}ا"),
        Ending::TehMarbuta => format!("{front}{body}ة"),
        Ending::AlefMaqsura => format!("{front}{body}ى"),
        Ending::Hamza => format!("{front}{body}ء"),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spelling_alone() {
        assert_eq!(
            spell("مدرست", Onset::AsWritten, Ending::TehMarbuta),
            "مدرسة"
        );
        assert_eq!(spell("لبيت", Onset::Article, Ending::AsWritten), "البيت");
        assert_eq!(
            spell("لغة", Onset::WholeArticle, Ending::AsWritten),
            "اللغة"
        );
        assert_eq!(spell("كتبو", Onset::AsWritten, Ending::SilentAlef), "كتبوا");
        assert_eq!(
            spell("مستوا", Onset::AsWritten, Ending::AlefMaqsura),
            "مستوى"
        );
        assert_eq!(spell("أصدقاؤ", Onset::AsWritten, Ending::Hamza), "أصدقاء");
        assert!(matches!(
            spell("بيت", Onset::AsWritten, Ending::AsWritten),
            Cow::Borrowed("بيت")
        ));
    }
}
