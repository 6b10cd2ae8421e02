//! Letters in a fixed shape and ligatures: ﺩ ﻻ ﷲ ﷺ, and the letters of Arabic mathematics.

use unicode_normalization::UnicodeNormalization;

use super::choice::choices;
use super::table::{Fold, Rules};

choices! {
    /// What becomes of the letters of Arabic Presentation Forms A and B.
    PresentationForms {
        /// They stay.
        Keep = "keep",
        /// They become their letters, as Unicode's compatibility decomposition says.
        Letters = "letters",
    }
}

impl PresentationForms {
    pub(crate) fn rules(self) -> Rules {
        match self {
            Self::Keep => Rules::new(),
            Self::Letters => ('\u{FB50}'..='\u{FDFF}')
                .chain('\u{FE70}'..='\u{FEFC}')
                .chain('\u{1EE00}'..='\u{1EEFF}')
                .filter_map(|c| Some((c, Fold::To(letters(c)?))))
                .collect(),
        }
    }
}

/// Unicode gives a lone mark a space to sit on; a space would cut the word in two.
fn letters(c: char) -> Option<String> {
    let text: String = core::iter::once(c).nfkc().collect();
    let text = text.trim_start_matches(' ');
    (!text.chars().eq([c])).then(|| text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::normalize::cases::check;

    #[test]
    fn cases() {
        check(
            |p| p.presentation_forms = PresentationForms::Letters,
            &[
                ("ﺩﺍﻋﺶ", "داعش"),
                ("ﻻ ﻟﻠﻪ", "لا لله"),
                ("ﷲ", "الله"),
                ("ﷺ", "صلى الله عليه وسلم"),
                ("\u{FE70}\u{FE77}", "\u{064B}\u{0640}\u{064E}"),
                ("𞺃𞺀", "دا"),
            ],
        );
    }
}
