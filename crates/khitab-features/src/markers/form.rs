//! Block I: links, hashtags, obfuscation and style, counted on the surface.

use khitab_text::{EvasionKind, TokenKind};
use rustc_hash::FxHashMap;

use super::{Page, Tally, tokens_of};
use crate::Kind;
use crate::links::feature_of;
use crate::scope::frame::Unit;
use crate::scope::grammar::is_preposition;

/// Words over which types are counted, so that long texts do not look poor.
const WINDOW: usize = 100;
/// Words under which Yule's K says nothing.
const YULE_WORDS: usize = 10;
/// Letters in a row that lengthen a word.
const ELONGATION: usize = 3;

pub(super) fn measure(page: &Page<'_>, tally: &mut Tally<'_>) {
    links(page, tally);
    let hashtags = tokens_of(page.document, TokenKind::Hashtag);
    tally.set("I2", hashtags, hashtags);
    obfuscation(page, tally);
    style(page, tally);
    vocabulary(page, tally);
}

fn links(page: &Page<'_>, tally: &mut Tally<'_>) {
    for link in page.found.of(Kind::Link) {
        tally.hit(feature_of(link), 1.0, true, link.span);
    }
}

fn obfuscation(page: &Page<'_>, tally: &mut Tally<'_>) {
    let original = page.document.text().original();
    let mut any = 0.0;
    for (at, unit) in page
        .frame
        .units
        .iter()
        .enumerate()
        .filter(|(_, unit)| unit.is_word())
    {
        let word = unit.span.of(original);
        if page.is_disguised(unit.span) {
            continue;
        }
        // Most words are nothing but Arabic letters, where four of the signs cannot be.
        let odd = !is_plain(word);
        let signs = [
            ("I3.elongation", is_elongated(unit.form)),
            ("I3.tatweel", odd && word.contains('\u{0640}')),
            ("I3.mixed_script", odd && is_mixed(word)),
            ("I3.arabizi", odd && is_arabizi(word)),
            ("I3.invisible", odd && word.contains(INVISIBLE)),
            ("I3.spaced", starts_spaced(&page.frame.units, at)),
            ("I3.dotted", starts_dotted(&page.frame.units, at)),
        ];
        for (id, _) in signs.iter().filter(|(_, found)| *found) {
            tally.hit(id, 1.0, true, unit.span);
        }
        any += f64::from(u8::from(signs.iter().any(|(_, found)| *found)));
    }
    for hidden in page.document.disguises() {
        for kind in hidden.kinds.iter() {
            tally.hit(sign_of(kind), 1.0, true, hidden.span);
        }
        any += 1.0;
    }
    tally.set("I3", any, any);
}

/// The sort of obfuscation that a disguise counts for.
const fn sign_of(kind: EvasionKind) -> &'static str {
    match kind {
        EvasionKind::Marks | EvasionKind::Tatweel => "I3.tatweel",
        EvasionKind::ZeroWidth | EvasionKind::Bidi => "I3.invisible",
        EvasionKind::Elongation => "I3.elongation",
        EvasionKind::Spaced | EvasionKind::TwoPieces => "I3.spaced",
        EvasionKind::Punctuated => "I3.dotted",
        EvasionKind::Arabizi => "I3.arabizi",
        // Letters of other scripts, other alphabets or another age in place of Arabic ones.
        _ => "I3.mixed_script",
    }
}

const INVISIBLE: [char; 5] = ['\u{200B}', '\u{200D}', '\u{2060}', '\u{00AD}', '\u{FEFF}'];

/// Whether all characters are letters or marks from U+0620 to U+065F, none of them a tatweel.
fn is_plain(word: &str) -> bool {
    let (pairs, rest) = word.as_bytes().as_chunks::<2>();
    rest.is_empty()
        && pairs
            .iter()
            .all(|pair| matches!(pair, [0xD8, 0xA0..=0xBF] | [0xD9, 0x81..=0x9F]))
}

fn is_elongated(form: &str) -> bool {
    if form.len() < ELONGATION {
        return false;
    }
    let mut run = 0;
    let mut last = None;
    form.chars().any(|c| {
        run = if last == Some(c) { run + 1 } else { 1 };
        last = Some(c);
        run >= ELONGATION && c.is_alphabetic()
    })
}

fn is_arabic(c: char) -> bool {
    matches!(c, '\u{0620}'..='\u{06D3}' | '\u{FB50}'..='\u{FEFC}')
}

fn is_mixed(word: &str) -> bool {
    word.chars().any(is_arabic) && word.chars().any(|c| !is_arabic(c) && c.is_alphabetic())
}

/// Latin letters with a digit that stands for an Arabic letter inside the word: 3arabi, a7mad.
fn is_arabizi(word: &str) -> bool {
    let letters = word.bytes().filter(u8::is_ascii_lowercase).count();
    letters >= 2
        && word.bytes().all(|byte| byte.is_ascii_alphanumeric())
        && word
            .bytes()
            .any(|byte| matches!(byte, b'2' | b'3' | b'5' | b'6' | b'7' | b'8' | b'9'))
        && !word.ends_with(|c: char| c.is_ascii_digit())
}

fn single(unit: &Unit<'_>) -> bool {
    if unit.form.len() > '\u{FEFC}'.len_utf8() {
        return false;
    }
    let mut letters = unit.form.chars();
    unit.is_word() && letters.next().is_some_and(is_arabic) && letters.next().is_none()
}

/// Whether four single letters with nothing but a space between them begin here.
fn starts_spaced(units: &[Unit<'_>], at: usize) -> bool {
    let before = || {
        at.checked_sub(1)
            .is_some_and(|before| single(&units[before]))
    };
    units
        .get(at..at + 4)
        .is_some_and(|run| run.iter().all(single))
        && !before()
}

/// Whether three single letters with dots, dashes or stars between them begin here.
fn starts_dotted(units: &[Unit<'_>], at: usize) -> bool {
    let joint = |unit: &Unit<'_>| unit.is_mark(&['.', '-', '*', '_', '|', '/']);
    units.get(at..at + 5).is_some_and(|run| {
        run.iter().enumerate().all(|(place, unit)| {
            if place % 2 == 0 {
                single(unit)
            } else {
                joint(unit)
            }
        })
    })
}

fn style(page: &Page<'_>, tally: &mut Tally<'_>) {
    let original = page.document.text().original();
    let words = page.words.max(1.0);
    let units = &page.frame.units;
    let share = |test: &dyn Fn(&Unit<'_>) -> bool| {
        units
            .iter()
            .filter(|unit| unit.is_word() && test(unit))
            .count() as f64
            / words
    };
    let letters: usize = units
        .iter()
        .filter(|unit| unit.is_word())
        .map(|unit| unit.form.chars().count())
        .sum();
    // U+064B to U+0652 and U+0670, byte by byte: the compiler takes many at a time.
    let is_mark = |pair: &[u8]| pair[0] == 0xD9 && matches!(pair[1], 0x8B..=0x92 | 0xB0);
    let pairs = original.as_bytes().windows(2);
    let marks = pairs.filter(|pair| is_mark(pair)).count();
    let punctuation = tokens_of(page.document, TokenKind::Punctuation);
    let loud = units
        .iter()
        .filter(|unit| unit.is_mark(&['!', '؟', '?']))
        .count() as f64;
    for (id, value) in [
        ("I2.share", share(&|unit| unit.hashtag)),
        ("I5.words", page.words),
        ("I5.word_length", letters as f64 / words),
        ("I5.function", share(&|unit| is_preposition(unit.form))),
        ("I5.punctuation", punctuation),
        ("I5.exclamation", loud),
        ("I5.tashkeel", marks as f64 / letters.max(1) as f64),
        ("I5.digits", tokens_of(page.document, TokenKind::Number)),
        (
            "I5.latin",
            share(&|unit| unit.form.starts_with(|c: char| c.is_ascii_alphabetic())),
        ),
        ("I5.emoji", tokens_of(page.document, TokenKind::Emoji)),
        ("I5.mentions", tokens_of(page.document, TokenKind::Mention)),
        (
            "I5.conjunction",
            share(&|unit| unit.form.starts_with(['و', 'ف']) && unit.form.len() > 4),
        ),
        (
            "I5.article",
            share(&|unit| unit.form.starts_with("ال") || unit.form.starts_with("وال")),
        ),
    ] {
        tally.set(id, value.min(CAP), value.min(CAP));
    }
}

/// No value of style says more beyond this.
const CAP: f64 = 100_000.0;

fn vocabulary(page: &Page<'_>, tally: &mut Tally<'_>) {
    let words = page
        .frame
        .units
        .iter()
        .filter(|unit| unit.is_word())
        .take(WINDOW);
    let most = WINDOW.min(page.frame.units.len());
    let mut counts: FxHashMap<&str, u32> =
        FxHashMap::with_capacity_and_hasher(most, rustc_hash::FxBuildHasher);
    let mut total = 0_u32;
    for unit in words {
        *counts.entry(unit.form).or_default() += 1;
        total += 1;
    }
    let types = counts.len() as f64;
    let once = counts.values().filter(|&&count| count == 1).count() as f64;
    let squares: u32 = counts.values().map(|&count| count * count).sum();
    let ratio = |part: f64, whole: f64| if whole > 0.0 { part / whole } else { 0.0 };
    tally.set("I5.ttr", ratio(types, f64::from(total)), 0.0);
    tally.set("I5.hapax", ratio(once, types), 0.0);
    if total as usize >= YULE_WORDS {
        let excess = f64::from(squares - total.min(squares));
        tally.set("I5.yule", 10.0 * excess / f64::from(total * total), 0.0);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_of_obfuscation() {
        assert!(is_elongated("جميييل") && !is_elongated("جميل"));
        assert!(is_mixed("كلaمة") && !is_mixed("كلمة"));
        assert!(is_arabizi("3arabi") && !is_arabizi("covid19") && !is_arabizi("arabi"));
    }
}
