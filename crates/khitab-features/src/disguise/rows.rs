//! Ordinary words whose letters stand apart, beside hidden words of the lists.
//!
//! Where every word is taken apart, those of no list would count as many words of one letter. Letters
//! with one sign between them are joined when they make a word of the segmenter's list; letters with
//! spaces only where a word of the lists was found in the same row, for nothing else tells there where
//! a word ends.

use khitab_text::{EvasionKind, EvasionKinds, HashtagSegmenter, Span};

use super::{Disguise, ordinary, within};

/// The fewest letters that are joined.
const FEWEST: usize = 4;
/// What such a word costs; none is nearer to a list than its letters are.
const COST: u16 = 2;

/// The ordinary words in the row at `suspect`, of which `hidden` are read already, in order.
pub(super) fn find(original: &str, suspect: Span, hidden: &[Disguise]) -> Vec<Disguise> {
    let spaced = hidden
        .iter()
        .any(|one| one.kinds.contains(EvasionKind::Spaced));
    let mut out = Vec::new();
    let mut from = suspect.start();
    let ends = hidden.iter().map(|one| (one.span.start(), one.span.end()));
    for (start, end) in ends.chain([(suspect.end(), suspect.end())]) {
        let free = Span::new(from, start.max(from));
        if spaced {
            apart(original, free, &mut out);
        } else {
            joined_by_signs(original, free, &mut out);
        }
        from = end;
    }
    out
}

/// `ا.ل.ن.ا.س`: one sign, or several of it, between letters that make an ordinary word.
fn joined_by_signs(original: &str, free: Span, out: &mut Vec<Disguise>) {
    let mut from = 0;
    for piece in free.of(original).split_inclusive(char::is_whitespace) {
        let chunk = piece.trim_matches(|c: char| !c.is_alphabetic());
        let start = from + piece.find(chunk).unwrap_or(0);
        from += piece.len();
        let letters: Vec<char> = chunk.chars().step_by(2).collect();
        let signs: Vec<char> = chunk.chars().skip(1).step_by(2).collect();
        let one_sign = signs.iter().all(|c| *c == signs[0] && !c.is_alphanumeric());
        if letters.len() < FEWEST || letters.len() != signs.len() + 1 || !one_sign {
            continue;
        }
        let word: String = letters.into_iter().collect();
        if ordinary().half_decades(&word).is_some() {
            let span = within(free, Span::new(start, start + chunk.len()));
            out.push(disguise(span, word, EvasionKind::Punctuated));
        }
    }
}

/// `ا ل ن ا س ه ن ا`: letters with spaces, parted into the likeliest words.
fn apart(original: &str, free: Span, out: &mut Vec<Disguise>) {
    let letters: Vec<(usize, char)> = free
        .of(original)
        .char_indices()
        .filter(|(_, c)| c.is_alphabetic())
        .collect();
    let row: String = letters.iter().map(|(_, c)| c).collect();
    let mut at = 0;
    for word in HashtagSegmenter::new(|word: &str| ordinary().half_decades(word)).segment(&row) {
        let word = word.of(&row);
        let count = word.chars().count();
        let Some([(start, _), .., (last, c)]) = letters.get(at..at + count) else {
            at += count;
            continue;
        };
        at += count;
        if ordinary().half_decades(word).is_some() {
            let span = within(free, Span::new(*start, last + c.len_utf8()));
            out.push(disguise(span, word.to_owned(), EvasionKind::Spaced));
        }
    }
}

fn disguise(span: Span, word: String, kind: EvasionKind) -> Disguise {
    Disguise {
        span,
        word,
        kinds: EvasionKinds::only(kind),
        cost: COST,
    }
}
