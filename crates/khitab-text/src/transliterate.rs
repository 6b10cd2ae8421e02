//! Arabic in Latin letters: reversible schemes for machines, readable ones for people.

mod romanize;

use std::collections::HashMap;
use std::sync::LazyLock;

pub use romanize::{Romanization, romanize};

/// A way to write the letters of Arabic one by one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "lowercase"))]
#[non_exhaustive]
pub enum Alphabet {
    /// Arabic script.
    Arabic,
    /// Buckwalter's ASCII transliteration.
    Buckwalter,
    /// Buckwalter without signs that mean something to a shell or a tagger.
    SafeBuckwalter,
    /// Buckwalter without `<`, `>` and `&`.
    XmlBuckwalter,
    /// Habash, Soudi and Buckwalter (2007), with accented letters.
    Hsb,
}

impl Alphabet {
    /// Every alphabet.
    pub const ALL: [Self; 5] = [
        Self::Arabic,
        Self::Buckwalter,
        Self::SafeBuckwalter,
        Self::XmlBuckwalter,
        Self::Hsb,
    ];

    /// The short name used in files: `ar`, `bw`, `safebw`, `xmlbw`, `hsb`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Arabic => "ar",
            Self::Buckwalter => "bw",
            Self::SafeBuckwalter => "safebw",
            Self::XmlBuckwalter => "xmlbw",
            Self::Hsb => "hsb",
        }
    }

    /// The alphabet of that short name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.as_str() == name)
    }

    const fn column(self) -> usize {
        self as usize
    }
}

/// One row of `transliteration.tsv`.
struct Row {
    /// The letter in each [`Alphabet`], in the order of the declaration.
    letters: [char; 5],
    /// The bare consonant in ISO 233-2 and in ALA-LC; `-` where a rule decides.
    readable: [&'static str; 2],
}

static ROWS: LazyLock<Vec<Row>> = LazyLock::new(|| {
    let table = khitab_data::CHARS
        .iter()
        .find(|(name, _)| *name == "transliteration")
        .map_or("", |(_, text)| text);
    let lines = table.lines().filter(|line| !line.starts_with('#')).skip(1);
    lines.filter_map(read_row).collect()
});

fn read_row(line: &'static str) -> Option<Row> {
    let columns: Vec<&str> = line.split('\t').collect();
    let [code, bw, safe, xml, hsb, iso, ala] = columns[..] else {
        return None;
    };
    let one = |text: &str| text.chars().next();
    Some(Row {
        letters: [
            char::from_u32(u32::from_str_radix(code, 16).ok()?)?,
            one(bw)?,
            one(safe)?,
            one(xml)?,
            one(hsb)?,
        ],
        readable: [iso, ala],
    })
}

/// Rewrites text from one [`Alphabet`] into another, letter by letter.
///
/// Characters that the first alphabet does not have stay as they are. All twenty maps of CAMeL
/// Tools, equal on every key.
///
/// ```
/// use khitab_text::{Alphabet, Transliterator};
/// let to = Transliterator::new(Alphabet::Arabic, Alphabet::Buckwalter);
/// assert_eq!(to.map("كِتَابٌ"), "kitaAbN");
/// let back = Transliterator::new(Alphabet::Buckwalter, Alphabet::Arabic);
/// assert_eq!(back.map("kitaAbN"), "كِتَابٌ");
/// ```
#[derive(Clone, Debug)]
pub struct Transliterator {
    map: HashMap<char, char>,
}

impl Transliterator {
    /// From one alphabet to the other.
    #[must_use]
    pub fn new(from: Alphabet, to: Alphabet) -> Self {
        let pair = |row: &Row| (row.letters[from.column()], row.letters[to.column()]);
        Self {
            map: ROWS.iter().map(pair).collect(),
        }
    }

    /// The text in the other alphabet.
    #[must_use]
    pub fn map(&self, text: &str) -> String {
        text.chars()
            .map(|c| self.map.get(&c).copied().unwrap_or(c))
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const VECTORS: &str = include_str!("../../../data/golden/reference/charmaps.tsv");

    #[test]
    fn equal_to_camel_tools_on_every_key_of_every_map() {
        let mut maps = std::collections::BTreeSet::new();
        for line in VECTORS.lines().filter(|l| !l.starts_with('#')).skip(1) {
            let columns: Vec<&str> = line.split('\t').collect();
            let text = |at: usize| -> String { serde_json::from_str(columns[at]).expect("JSON") };
            let (from, to) = columns[0].split_once('2').expect("a pair of names");
            let alphabet = |name| Alphabet::named(name).expect("one of ours");
            let ours = Transliterator::new(alphabet(from), alphabet(to));
            assert_eq!(ours.map(&text(1)), text(2), "{line}");
            maps.insert(columns[0]);
        }
        assert_eq!(maps.len(), 20);
    }

    #[test]
    fn every_map_has_a_way_back() {
        let letters: String = ROWS.iter().map(|row| row.letters[0]).collect();
        for other in Alphabet::ALL {
            let there = Transliterator::new(Alphabet::Arabic, other).map(&letters);
            let back = Transliterator::new(other, Alphabet::Arabic).map(&there);
            assert_eq!(back, letters, "{}", other.as_str());
        }
    }
}
