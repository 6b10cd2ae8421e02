//! Which Arabic a text is written in, by words that only one side has.

use std::collections::HashMap;

use once_cell::sync::Lazy;

use crate::{Normalizer, Span, TokenKind, Tokenizer};

use super::affixes::{Inventory, SPOKEN, STANDARD};

/// Which clitics a segmenter looks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "lowercase"))]
pub enum Variety {
    /// Modern Standard Arabic.
    #[default]
    Standard,
    /// The spoken varieties: also ه and ع before ال, ح ه ش د before a verb, م … ش, and ل with a
    /// pronoun after a verb.
    Spoken,
}

/// A word by which a text shows its variety.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Marker {
    /// The word in the original.
    pub span: Span,
    /// What it shows.
    pub variety: Variety,
    /// The regions that say so, such as `egyptian` or `gulf,iraqi`; empty when it is not bound to one.
    pub regions: &'static str,
}

/// Spoken markers count so many times: news words stand in every register, dialect words do not.
const WEIGHT: usize = 4;

impl Variety {
    /// Tells the variety of a text by a closed list of some 500 words (`data/varieties`).
    ///
    /// It is spoken when it has a spoken marker, and more than a quarter as many of them as of
    /// standard ones; everything else, a text without a marker too, is standard. Short texts
    /// often have none: figures in `docs/DESIGN.md`, "Segmentation".
    ///
    /// ```
    /// use khitab_text::Variety;
    /// assert_eq!(Variety::of("مش عايز أروح دلوقتي"), Variety::Spoken);
    /// assert_eq!(Variety::of("لم أجد الكتاب الذي طلبته"), Variety::Standard);
    /// ```
    #[must_use]
    pub fn of(text: &str) -> Self {
        let markers = Self::markers(text);
        let spoken = |marker: &&Marker| marker.variety == Self::Spoken;
        let count = markers.iter().filter(spoken).count();
        if WEIGHT * count > markers.len() - count {
            Self::Spoken
        } else {
            Self::Standard
        }
    }

    /// The marked words of a text, in order; و and ف may stand before them.
    ///
    /// ```
    /// use khitab_text::Variety;
    /// let text = "شو هالحكي؟";
    /// let markers = Variety::markers(text);
    /// assert_eq!((markers.len(), markers[0].span.of(text)), (1, "شو"));
    /// assert_eq!(markers[0].regions, "levantine");
    /// ```
    #[must_use]
    pub fn markers(text: &str) -> Vec<Marker> {
        let text = Normalizer::search().normalize(text);
        let tokens = Tokenizer::social().tokenize(&text);
        let words = tokens.iter().filter(|token| token.kind == TokenKind::Word);
        let marker = |token: &crate::Token| {
            let word = &text.normalized()[token.normalized.range()];
            let bare = || WORDS.get(word.strip_prefix(['و', 'ف'])?);
            let &(variety, regions) = WORDS.get(word).or_else(bare)?;
            Some(Marker {
                span: token.span,
                variety,
                regions,
            })
        };
        words.filter_map(marker).collect()
    }

    pub(super) fn inventory(self) -> &'static Inventory {
        match self {
            Self::Standard => &STANDARD,
            Self::Spoken => &SPOKEN,
        }
    }
}

/// The list by the search form of its words.
static WORDS: Lazy<HashMap<String, (Variety, &'static str)>> = Lazy::new(|| {
    let normalizer = Normalizer::search();
    let rows = khitab_data::VARIETIES
        .iter()
        .flat_map(|(_, table)| table.lines())
        .filter(|line| !line.starts_with('#'))
        .skip(1);
    let mut words = HashMap::new();
    for row in rows {
        let mut cells = row.split('\t');
        let (Some(word), Some(variety)) = (cells.next(), cells.next()) else {
            continue;
        };
        let variety = match variety {
            "spoken" => Variety::Spoken,
            _ => Variety::Standard,
        };
        let form = normalizer.normalize(word).normalized().to_owned();
        words.insert(form, (variety, cells.next().unwrap_or_default()));
    }
    words
});

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_is_well_formed_and_no_word_stands_on_both_sides() {
        let mut seen: HashMap<String, &str> = HashMap::new();
        for (name, table) in khitab_data::VARIETIES {
            let rows = table.lines().filter(|line| !line.starts_with('#'));
            for row in rows.skip(1) {
                let cells: Vec<&str> = row.split('\t').collect();
                let [word, variety, regions] = cells[..] else {
                    panic!("{name}: {row:?} has no three cells");
                };
                assert!(["standard", "spoken"].contains(&variety), "{name}: {row}");
                let known = ["egyptian", "gulf", "iraqi", "levantine", "maghrebi"];
                let mut regions = regions.split(',').filter(|region| !region.is_empty());
                assert!(regions.all(|region| known.contains(&region)), "{row}");
                let form = Normalizer::search().normalize(word).normalized().to_owned();
                let other = seen.insert(form, variety);
                assert!(other.is_none_or(|other| other == variety), "{row}");
            }
        }
        assert!(seen.len() > 400);
    }

    #[test]
    fn varieties_are_told_in_short_sentences() {
        for spoken in [
            "ازاي أوصل المحطة دي؟",
            "شو بدك تاكل اليوم",
            "وش تبغى من السوق",
            "شلونك اليوم شكو ماكو",
            "واش كاين شي خبر جديد",
            "برشا ناس جاو للحفلة متاعنا",
        ] {
            assert_eq!(Variety::of(spoken), Variety::Spoken, "{spoken}");
        }
        for standard in [
            "",
            "صباح الخير",
            "أعلنت الوزارة أن المدارس التي أغلقت سوف تفتح غدا",
            "هذه القصيدة لم تنشر من قبل",
            "Paris 2017",
        ] {
            assert_eq!(Variety::of(standard), Variety::Standard, "{standard}");
        }
    }
}
