//! What was undone inside of a word that was read under a disguise, character by character.
//!
//! A reading replaces a whole piece of text, `م.ر.ت.3.و.ن` say, by a word. Laid beside the word,
//! each character of the piece is one of its letters, stands for one, or was left out.

use super::{Edit, EditKind, kind_of};
use crate::Span;
use crate::deobfuscate::readings::{Why, fold, readings};

/// The edits that make `before`, at `original`, of a disguise the word `after`, at `normalized`.
///
/// Nothing when no character of it is of a disguise, or too little of the word is found in it: then
/// the piece is no reading.
pub(super) fn edits(original: Span, before: &str, normalized: Span, after: &str) -> Vec<Edit> {
    if is_latin(before) && after.chars().all(|c| !c.is_ascii()) {
        return vec![Edit {
            original,
            normalized,
            kind: EditKind::Arabizi,
        }];
    }
    let mut side = Side {
        letters: after.char_indices().collect(),
        at: 0,
        last: None,
    };
    let mut out = Vec::new();
    for (start, c) in before.char_indices() {
        let span = Span::new(start, start + c.len_utf8());
        let place = side.place(after.len());
        let Some(kind) = side.read(c, span.end() == before.len()) else {
            continue;
        };
        let taken = side.place(after.len());
        out.push(Edit {
            original: shifted(original, span),
            normalized: shifted(normalized, Span::new(place, taken)),
            kind,
        });
    }
    let told = out.iter().any(|edit| edit.kind.is_disguise());
    if told
        && 2 * side.at > side.letters.len()
        && rebuilds(&out, original, before, normalized, after)
    {
        out
    } else {
        Vec::new()
    }
}

/// Whether the edits make all of `after`: letters that stand on neither side would be lost.
fn rebuilds(edits: &[Edit], original: Span, before: &str, normalized: Span, after: &str) -> bool {
    let (mut made, mut at) = (String::new(), 0);
    for edit in edits {
        made.push_str(&before[at..edit.original.start() - original.start()]);
        let written = edit.normalized.start() - normalized.start();
        made.push_str(&after[written..edit.normalized.end() - normalized.start()]);
        at = edit.original.end() - original.start();
    }
    made.push_str(&before[at..]);
    made == after
}

const fn shifted(base: Span, span: Span) -> Span {
    Span::new(base.start() + span.start(), base.start() + span.end())
}

/// The letters of the word and how far they are read.
struct Side {
    letters: Vec<(usize, char)>,
    at: usize,
    /// The last character that was a letter of the word.
    last: Option<char>,
}

impl Side {
    /// Where the next letter stands in the word.
    fn place(&self, end: usize) -> usize {
        self.letters.get(self.at).map_or(end, |(place, _)| *place)
    }

    /// What `c` is beside the next letter; nothing for that letter itself.
    fn read(&mut self, c: char, is_last: bool) -> Option<EditKind> {
        let kind = kind_of(c);
        if matches!(
            kind,
            EditKind::Tashkeel | EditKind::Tatweel | EditKind::ZeroWidth | EditKind::Bidi
        ) {
            return Some(kind);
        }
        let next = self.letters.get(self.at).map(|(_, letter)| *letter);
        if let Some(letter) = next
            && let Some(kind) = stands_for(c, letter, is_last)
        {
            self.at += 1;
            self.last = Some(c);
            return kind;
        }
        Some(match kind {
            _ if self.last == Some(c) => EditKind::Elongation,
            EditKind::Whitespace | EditKind::Punctuation => EditKind::Joint,
            // A letter of an ending or of a particle, which the list has not.
            _ => EditKind::Letter,
        })
    }
}

/// Whether `c` stands for `letter`, and as what; nothing inside when it is that letter as it stands.
fn stands_for(c: char, letter: char, is_last: bool) -> Option<Option<EditKind>> {
    if c == letter {
        return Some(None);
    }
    if kind_of(c) == EditKind::PresentationForm {
        return Some(Some(EditKind::PresentationForm));
    }
    let all = [!is_last, is_last].map(|joined| readings(c, joined));
    let reading = all
        .iter()
        .flat_map(|list| list.iter())
        .find(|one| one.letter == fold(letter))?;
    Some(Some(match reading.why {
        Why::Itself => EditKind::Letter,
        Why::Dots | Why::Plain => EditKind::Dotless,
        Why::Extended => EditKind::LookAlike,
        Why::Letter | Why::Sign if c.is_numeric() => EditKind::DigitAsLetter,
        Why::Letter | Why::Sign => EditKind::StandIn,
    }))
}

/// Latin letters, with digits and apostrophes.
fn is_latin(text: &str) -> bool {
    text.bytes().any(|b| b.is_ascii_alphabetic())
        && text
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || b == b'\'')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Normalizer, Text};

    fn read<'t>(source: &'t str, word: &str) -> Text<'t> {
        let all = Span::new(0, source.len());
        Normalizer::search().normalize_reading(source, &[(all, word)])
    }

    #[track_caller]
    fn check(source: &str, word: &str, expected: &[(EditKind, &str, &str)]) {
        let text = read(source, word);
        let found: Vec<_> = text
            .edits()
            .map(|edit| {
                let (before, after) = (edit.original, edit.normalized);
                (
                    edit.kind,
                    before.of(source),
                    after.of(text.normalized()).to_owned(),
                )
            })
            .collect();
        let expected: Vec<_> = expected
            .iter()
            .map(|(kind, before, after)| (*kind, *before, (*after).to_owned()))
            .collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn every_character_of_a_disguise_is_told() {
        use EditKind as K;
        check("ق.ل.م", "قلم", &[(K::Joint, ".", ""), (K::Joint, ".", "")]);
        check(
            "مد ينة",
            "مدينه",
            &[(K::Joint, " ", ""), (K::Letter, "ة", "ه")],
        );
        check("م3لم", "معلم", &[(K::DigitAsLetter, "3", "ع")]);
        check(
            "كת!ب",
            "كتاب",
            &[(K::StandIn, "ת", "ت"), (K::StandIn, "!", "ا")],
        );
        check("ڡلم", "قلم", &[(K::Dotless, "ڡ", "ق")]);
        check("mo3alem", "معلم", &[(K::Arabizi, "mo3alem", "معلم")]);
        check(
            "وم\u{64E}.ـع.لممم",
            "معلم",
            &[
                (K::Letter, "و", ""),
                (K::Tashkeel, "\u{64E}", ""),
                (K::Joint, ".", ""),
                (K::Tatweel, "ـ", ""),
                (K::Joint, ".", ""),
                (K::Elongation, "م", ""),
                (K::Elongation, "م", ""),
            ],
        );
    }

    #[test]
    fn counts_of_a_token_are_those_of_its_edits() {
        let text = read("م.3.ل_م", "معلم");
        let found = text.provenance(Span::new(0, text.original().len()));
        assert_eq!((found.joints, found.digits_as_letters), (3, 1));
        assert_eq!(found.evasions(), 4);
        assert_eq!(found.count(EditKind::Joint), 3);
        let kinds: Vec<EditKind> = found.kinds().collect();
        assert_eq!(kinds, [EditKind::DigitAsLetter, EditKind::Joint]);
    }
}
