//! A hamza or maddah typed after its letter is one letter with it: ا + U+0654 is أ.
//!
//! Only for profiles that delete these marks anyway, so that both spellings of one letter come
//! out equal; the others compose the whole text first (see [`Unicode`](super::Unicode)).

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::canonical_combining_class;

use super::table::{Fold, Rules, Table};

/// Unicode's stream-safe text has no longer run of marks; a bound keeps hostile text linear.
const MOST_MARKS: usize = 30;

/// The three marks that compose with a letter.
pub(crate) fn rules() -> Rules {
    ('\u{0653}'..='\u{0655}')
        .map(|c| (c, Fold::Compose))
        .collect()
}

/// Replaces the last character of `out` when the letter under the mark at `at` composes.
pub(crate) fn recompose_last(table: &Table, source: &str, at: usize, out: &mut String) {
    let Some((letter, composed)) = composed(source, at) else {
        return;
    };
    let written = |c: char| match table.fold(c) {
        None => Some(c.to_string()),
        Some(Fold::To(text)) => Some(text),
        Some(_) => None,
    };
    if let (Some(old), Some(new)) = (written(letter), written(composed))
        && old.len() == new.len()
        && out.ends_with(&old)
    {
        out.truncate(out.len() - old.len());
        out.push_str(&new);
    }
}

/// The letter that the mark at `at` stands on, and what it becomes with all its marks.
fn composed(source: &str, at: usize) -> Option<(char, char)> {
    let is_mark = |c: &char| canonical_combining_class(*c) != 0;
    let before = source[..at].chars().rev().take(MOST_MARKS + 1);
    let (mut width, mut letter) = (0, None);
    for c in before {
        width += c.len_utf8();
        if !is_mark(&c) {
            letter = Some(c);
            break;
        }
    }
    let letter = letter?;
    let marks = source[at..].chars().take_while(is_mark).take(MOST_MARKS);
    let cluster = source[at - width..at].chars().chain(marks);
    let composed = cluster.nfc().next()?;
    (composed != letter).then_some((letter, composed))
}

#[cfg(test)]
mod tests {
    use unicode_normalization::UnicodeNormalization;

    use crate::Normalizer;

    #[test]
    fn both_spellings_come_out_equal() {
        let light = Normalizer::light();
        for letter in ['ا', 'و', 'ي', 'ه', 'ب', '\u{06D5}', '\u{06C1}', '\u{06D2}'] {
            for marks in [
                "\u{0654}",
                "\u{064E}\u{0654}",
                "\u{0655}\u{0650}",
                "\u{0653}",
                "\u{0653}\u{0655}",
            ] {
                let apart = format!("س{letter}{marks}ل");
                let whole: String = apart.nfc().collect();
                let text = light.normalize(&apart);
                assert_eq!(
                    text.normalized(),
                    light.normalize(&whole).normalized(),
                    "{apart:?}"
                );
            }
        }
        assert_eq!(light.normalize("ا\u{0654}حمد").normalized(), "أحمد");
    }

    #[test]
    fn a_megabyte_of_hamzas_is_looked_at_a_bounded_number_of_times() {
        let source = format!("ا{}", "\u{0654}".repeat(500_000));
        assert_eq!(Normalizer::search().normalize(&source).normalized(), "ا");
    }
}
