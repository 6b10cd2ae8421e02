//! What a character may stand for: the table `data/chars/stand_ins.tsv`.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::kind::EvasionKind;

/// One letter that a character may stand for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Reading {
    pub(crate) letter: char,
    pub(super) cost: u16,
    pub(crate) why: Why,
}

/// Why a character is read as a letter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Why {
    /// It is that letter, or a spelling of it that readers do not tell apart.
    Itself,
    /// A letter that was made to lack its dots.
    Dots,
    /// An ordinary letter, which is another one without dots.
    Plain,
    /// A letter of another language in Arabic script.
    Extended,
    /// A letter of another script.
    Letter,
    /// A digit or a sign.
    Sign,
}

impl Why {
    /// What each such letter costs, beside the kind: dots go from all letters at once.
    const fn letter_cost(self) -> u16 {
        match self {
            Self::Itself | Self::Dots | Self::Plain | Self::Extended => 0,
            Self::Letter | Self::Sign => 1,
        }
    }

    pub(super) const fn kind(self) -> Option<EvasionKind> {
        match self {
            Self::Itself => None,
            Self::Dots | Self::Plain => Some(EvasionKind::Dotless),
            Self::Extended => Some(EvasionKind::ForeignLetter),
            Self::Letter | Self::Sign => Some(EvasionKind::StandIn),
        }
    }
}

/// The readings of a character where a letter follows it in the word, and where none does.
#[derive(Clone, Debug, Default)]
struct Entry {
    joined: Vec<Reading>,
    last: Vec<Reading>,
}

static READINGS: LazyLock<HashMap<char, Entry>> = LazyLock::new(|| {
    let mut map: HashMap<char, Entry> = HashMap::new();
    for letter in "ابتثجحخدذرزسشصضطظعغفقكلمنهويءؤئىةأإآٱ".chars()
    {
        let reading = Reading {
            letter: fold(letter),
            cost: 0,
            why: Why::Itself,
        };
        map.insert(
            letter,
            Entry {
                joined: vec![reading],
                last: vec![reading],
            },
        );
    }
    for row in rows() {
        let entry = map.entry(row.c).or_default();
        for (rank, letter) in row.letters.split(' ').filter_map(first).enumerate() {
            let reading = Reading {
                letter: fold(letter),
                cost: row.why.letter_cost()
                    + u16::from(rank > 0 && !matches!(row.why, Why::Dots | Why::Plain)),
                why: row.why,
            };
            let known = |list: &[Reading]| list.iter().any(|r| r.letter == reading.letter);
            if row.position != "final" && !known(&entry.joined) {
                entry.joined.push(reading);
            }
            if row.position != "joined" && !known(&entry.last) {
                entry.last.push(reading);
            }
        }
    }
    map
});

struct Row {
    c: char,
    letters: &'static str,
    position: &'static str,
    why: Why,
}

fn rows() -> impl Iterator<Item = Row> {
    let table = khitab_data::CHARS
        .iter()
        .find(|(name, _)| *name == "stand_ins")
        .map_or("", |(_, text)| text);
    table
        .lines()
        .filter(|line| !line.starts_with('#'))
        .skip(1)
        .filter_map(|line| {
            let mut columns = line.split('\t');
            let c = char::from_u32(u32::from_str_radix(columns.next()?, 16).ok()?)?;
            let letters = columns.next()?;
            let position = columns.next()?;
            let why = match columns.next()? {
                "dots" => Why::Dots,
                "plain" => Why::Plain,
                "extended" => Why::Extended,
                "letter" => Why::Letter,
                _ => Why::Sign,
            };
            Some(Row {
                c,
                letters,
                position,
                why,
            })
        })
}

fn first(text: &str) -> Option<char> {
    text.chars().next()
}

/// One form for the spellings of a letter that readers do not tell apart.
pub(crate) const fn fold(c: char) -> char {
    match c {
        'أ' | 'إ' | 'آ' | 'ٱ' => 'ا',
        'ى' | 'ئ' => 'ي',
        'ؤ' => 'و',
        'ة' => 'ه',
        c => c,
    }
}

/// What `c` may stand for; `joined` when a letter follows it.
pub(crate) fn readings(c: char, joined: bool) -> &'static [Reading] {
    READINGS.get(&c).map_or(
        &[],
        |entry| {
            if joined { &entry.joined } else { &entry.last }
        },
    )
}

/// Ordinary letters with dots: a word that has one was not written without dots.
pub(super) const fn is_dotted(c: char) -> bool {
    matches!(
        c,
        'ب' | 'ت'
            | 'ث'
            | 'ج'
            | 'خ'
            | 'ذ'
            | 'ز'
            | 'ش'
            | 'ض'
            | 'ظ'
            | 'غ'
            | 'ف'
            | 'ق'
            | 'ن'
            | 'ي'
            | 'ة'
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_is_a_reading() {
        for row in rows() {
            assert!(!row.letters.is_empty(), "{:?}", row.c);
            for joined in [true, false] {
                let other = if joined { "final" } else { "joined" };
                assert!(
                    row.position == other || !readings(row.c, joined).is_empty(),
                    "{:?}",
                    row.c
                );
            }
            for letter in row.letters.split(' ') {
                let c = first(letter).expect("a letter");
                assert!(('\u{0627}'..='\u{064A}').contains(&c), "{letter:?}");
            }
        }
        assert!(rows().count() > 400);
    }

    #[test]
    fn position_decides_what_a_bare_tooth_is() {
        let letters =
            |c, joined| -> Vec<char> { readings(c, joined).iter().map(|r| r.letter).collect() };
        assert!(letters('\u{066E}', true).contains(&'ن'));
        assert!(!letters('\u{066E}', false).contains(&'ن'));
        assert_eq!(letters('\u{06BA}', false), ['ن']);
        assert_eq!(letters('ى', false), ['ي']);
        assert!(letters('ى', true).contains(&'ب'));
    }
}
