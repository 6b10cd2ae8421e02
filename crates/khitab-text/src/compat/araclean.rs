//! araclean's profile `search`: eighteen steps, some of which look at neighbours.

use std::sync::LazyLock;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::folds::{Rule, delete, each, table, to};
use super::python::{is_digit, replace_all, replace_spaces, shorten_runs};
use crate::Span;
use crate::normalize::{Rewriter, Rewritten, Table, Unicode, compose, take};
use crate::offsets::Attach;

const JOINER: char = '\u{200D}';
const ALEF: char = 'ا';
const FATHATAN: char = '\u{064B}';

pub(super) fn search(done: &mut Option<Rewritten>, original: &str) {
    let mut step = |f: &dyn Fn(&str) -> Option<Rewritten>| take(done, original, f);
    step(&|t| compose(Unicode::Nfc, t));
    step(&joiners);
    step(&|t| Some(each(&REPAIR, t)));
    step(&|t| {
        replace_spaces(
            t,
            |run, _| if run.contains(is_line_end) { "\n" } else { " " },
        )
    });
    step(&|t| compose(Unicode::Nfc, t));
    step(&|t| replace_all(t, "", |at| tanween_alef(t, at)));
    step(&|t| Some(each(&FOLD, t)));
    step(&punctuation);
    step(&|t| shorten_runs(t, 1, is_elongated));
    step(&|t| replace_spaces(t, |_, _| " "));
    step(&|t| compose(Unicode::Nfc, t));
}

/// Controls, presentation forms, tatweel and five letters of neighbours.
static REPAIR: LazyLock<Table> = LazyLock::new(|| {
    let controls = [
        '\u{061C}', '\u{200B}', '\u{200C}', '\u{200E}', '\u{200F}', '\u{202A}', '\u{202B}',
        '\u{202C}', '\u{202D}', '\u{202E}', '\u{2060}', '\u{2066}', '\u{2067}', '\u{2068}',
        '\u{2069}', '\u{FEFF}',
    ];
    let letters = [
        ('\u{06A9}', 'ك'),
        ('\u{06CC}', 'ي'),
        ('\u{06C1}', 'ه'),
        ('\u{06D5}', 'ه'),
        ('\u{06BE}', 'ه'),
    ];
    let rules: Vec<Rule> = presentation_forms(&letters)
        .chain(letters.map(|(from, letter)| to(from, letter.encode_utf8(&mut [0; 4]))))
        .chain(controls.map(delete))
        .chain([delete('\u{0640}')])
        .collect();
    table(rules)
});

/// Unicode's own decomposition, the later steps of the table taken at once.
fn presentation_forms(letters: &[(char, char)]) -> impl Iterator<Item = Rule> {
    ('\u{FB50}'..='\u{FDFF}')
        .chain('\u{FE70}'..='\u{FEFE}')
        .filter_map(move |c| {
            let plain: String = core::iter::once(c).nfkc().collect();
            let changed = !plain.chars().eq([c]);
            let letter = |c: char| {
                letters
                    .iter()
                    .find(|(from, _)| *from == c)
                    .map_or(c, |l| l.1)
            };
            let kept = plain.chars().filter(|c| *c != '\u{0640}').map(letter);
            changed.then(|| to(c, &kept.collect::<String>()))
        })
}

/// Marks, alefs, hamzas, final letters and digits.
static FOLD: LazyLock<Table> = LazyLock::new(|| {
    let alefs = ['أ', 'إ', 'آ', '\u{0671}', '\u{0672}', '\u{0673}'].map(|c| to(c, "ا"));
    let rest = [
        to('ؤ', "و"),
        to('ئ', "ي"),
        to('ة', "ه"),
        to('\u{06C3}', "ه"),
        to('ى', "ي"),
    ];
    let digits = ['\u{0660}', '\u{06F0}'].into_iter().flat_map(|zero| {
        ('0'..='9')
            .zip(zero..)
            .map(|(ascii, c)| to(c, ascii.encode_utf8(&mut [0; 4])))
    });
    table(marks().chain(alefs).chain(rest).chain(digits))
});

/// Every mark of the script, and the signs among those of the Qur'an that are none.
fn marks() -> impl Iterator<Item = Rule> {
    let signs = ('\u{06D6}'..='\u{06ED}').chain(['\u{08E2}']);
    blocks()
        .filter(|c| is_combining_mark(*c))
        .chain(signs)
        .map(delete)
}

fn blocks() -> impl Iterator<Item = char> {
    ('\u{0600}'..='\u{06FF}')
        .chain('\u{0750}'..='\u{077F}')
        .chain('\u{0870}'..='\u{08FF}')
        .chain('\u{10EC0}'..='\u{10EFF}')
}

/// A joiner stays between the parts of an emoji.
fn joiners(source: &str) -> Option<Rewritten> {
    let mut out = Rewriter::new(source);
    for at in memchr::memmem::find_iter(source.as_bytes(), "\u{200D}") {
        let end = at + JOINER.len_utf8();
        let inside = source[..at].ends_with(|c| is_emoji(c) || c == '\u{FE0F}')
            && source[end..].starts_with(is_emoji);
        if !inside {
            out.replace(Span::new(at, end), "", Attach::Nothing);
        }
    }
    out.finish()
}

/// The blocks and single signs that araclean counts as emoji.
fn is_emoji(c: char) -> bool {
    matches!(c,
        '\u{1F000}'..='\u{1F64F}' | '\u{1F680}'..='\u{1F6FF}' | '\u{1F900}'..='\u{1F9FF}' | '\u{1FA00}'..='\u{1FAFF}'
        | '\u{203C}' | '\u{2049}' | '\u{231A}'..='\u{231B}' | '\u{23E9}'..='\u{23F3}' | '\u{23F8}'..='\u{23FA}'
        | '\u{25AA}'..='\u{25AB}' | '\u{25B6}' | '\u{25C0}' | '\u{25FB}'..='\u{25FE}' | '\u{2600}'..='\u{27BF}'
        | '\u{2B05}'..='\u{2B07}' | '\u{2B1B}'..='\u{2B1C}' | '\u{2B50}' | '\u{2B55}')
}

fn is_line_end(c: char) -> bool {
    matches!(c, '\n'..='\r' | '\u{1C}'..='\u{1E}' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

/// An alef with fathatan, in either order, that no letter or mark follows.
fn tanween_alef(source: &str, from: usize) -> Option<Span> {
    let mut at = from;
    loop {
        at += source[at..].find([ALEF, FATHATAN])?;
        let mut rest = source[at..].chars();
        let pair = (rest.next(), rest.next());
        let pairs = [(Some(ALEF), Some(FATHATAN)), (Some(FATHATAN), Some(ALEF))];
        if pairs.contains(&pair) && !rest.as_str().starts_with(is_arabic) {
            return Some(Span::new(at, source.len() - rest.as_str().len()));
        }
        at += ALEF.len_utf8();
    }
}

/// A letter or mark of the script.
fn is_arabic(c: char) -> bool {
    let block = matches!(c,
        '\u{0600}'..='\u{06FF}' | '\u{0750}'..='\u{077F}' | '\u{0870}'..='\u{08FF}'
        | '\u{FB50}'..='\u{FDFF}' | '\u{FE70}'..='\u{FEFF}' | '\u{10EC0}'..='\u{10EFF}');
    block && (c.is_alphabetic() || is_combining_mark(c))
}

/// ، ؛ ؟ in ASCII, unless a digit stands on both sides.
fn punctuation(source: &str) -> Option<Rewritten> {
    let mut out = Rewriter::new(source);
    for (at, c) in source.char_indices() {
        let with = match c {
            '،' => ",",
            '؛' => ";",
            '؟' => "?",
            _ => continue,
        };
        let end = at + c.len_utf8();
        if !(source[..at].ends_with(is_digit) && source[end..].starts_with(is_digit)) {
            out.replace(Span::new(at, end), with, Attach::Nothing);
        }
    }
    out.finish()
}

fn is_elongated(c: char) -> bool {
    matches!(c, '\u{0621}'..='\u{063A}' | '\u{0641}'..='\u{064A}')
}
