//! What a number counts: the noun phrase behind it.

use core::ops::Range;

use khitab_text::TokenKind;

use super::number::{Number, is_multiplier};
use crate::reader::{Reader, Role};
use crate::words::Class;

/// The counted thing.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Counted {
    /// Units of the phrase, from the noun on.
    pub(super) units: Range<usize>,
    /// The noun in a plain singular, with a nisba behind it.
    pub(super) name: String,
    /// Whether the noun stands behind من: أربعون في المئة من الحسابات.
    pub(super) partitive: bool,
}

/// The phrase that `number` counts.
pub(super) fn counted(reader: &Reader<'_>, number: &Number) -> Option<Counted> {
    let at = number.end;
    if reader.opens_line(at) {
        return None;
    }
    if let Some(currency) = reader
        .word(at)
        .is_none()
        .then(|| currency(reader, at))
        .flatten()
    {
        return Some(Counted {
            units: at..at + 1,
            name: currency.to_owned(),
            partitive: false,
        });
    }
    let partitive = reader.word(at) == Some("من");
    // Behind a share in words stands what is counted; behind a per cent it does not.
    if number.percent && !partitive && !number.share {
        return None;
    }
    let noun = at + usize::from(partitive || is_demonstrative(reader.form(at)) && number.share);
    if number.definite && !partitive {
        return searching(reader, noun);
    }
    if !is_counted(reader, noun, number.value) || reader.is(noun, Role::Time) {
        return None;
    }
    let definite = is_definite(reader.form(noun));
    if partitive && !definite || definite && !partitive && !number.vague && !number.share {
        return None;
    }
    // Two definite nouns behind a share may be a subject and its object: `قرأ ثلثا المشتركين النشرة`.
    let end = if number.share && definite && !partitive {
        noun + 1
    } else {
        phrase_end(reader, noun, definite)
    };
    Some(Counted {
        name: name(reader, noun..end, takes_plural(number, partitive)),
        units: noun..end,
        partitive,
    })
}

/// Whether the noun behind a number stands in the plural: behind three to ten, an order of size, a share, or من. Behind
/// all others it is a singular that may be spelled as a plural is: `3.5 مليون مشاهد`.
fn takes_plural(number: &Number, partitive: bool) -> bool {
    let few = (3.0..=10.0).contains(&number.value) && number.multiplier.is_none();
    partitive || number.vague || number.share || few
}

/// Whether words name what something can be a share of: these things, or a definite plural. `نصف النهائي` and
/// `نصف الطريق` are no shares that anybody counted.
pub(super) fn is_whole(reader: &Reader<'_>, at: usize) -> bool {
    let pointed = is_demonstrative(reader.form(at));
    let noun = at + usize::from(pointed);
    let form = reader.form(noun);
    let stem = form.strip_prefix("ال").unwrap_or_default();
    let plural = ["ات", "ين", "ون"]
        .iter()
        .any(|end| stem.strip_suffix(end).is_some_and(|rest| rest.len() > 4));
    let many = Class::PluralPeople.holds(stem);
    !stem.is_empty()
        && !is_multiplier(stem)
        && is_noun(reader, noun)
        && !reader.is(noun, Role::Time)
        && (pointed || plural || many)
}

fn is_demonstrative(form: &str) -> bool {
    Class::These.holds(form)
}

/// الآلاف with a plural verb: people who do something.
fn searching(reader: &Reader<'_>, verb: usize) -> Option<Counted> {
    let form = reader.form(verb);
    let plural = form.starts_with(['ي', 'ت']) && form.ends_with("ون");
    plural.then(|| Counted {
        units: verb..verb + 1,
        name: format!("من {}", original(reader, verb)),
        partitive: false,
    })
}

fn currency(reader: &Reader<'_>, at: usize) -> Option<&'static str> {
    Some(match reader.unit(at)?.form {
        "$" => "دولار",
        "€" => "يورو",
        "£" => "جنيه",
        _ => return None,
    })
}

/// Whether a word can be the noun that such a number counts.
pub(super) fn is_counted(reader: &Reader<'_>, at: usize, value: f64) -> bool {
    is_noun(reader, at) || is_homograph(reader.form(at), value)
}

/// Whether a word can be a noun that is counted.
fn is_noun(reader: &Reader<'_>, at: usize) -> bool {
    let form = reader.form(at);
    let verb = form.starts_with('ي') && !Class::NounInYeh.holds(form);
    let cut = form.starts_with(['و', 'ل']) && !begins_with_particle_letter(form);
    let preposition = form.starts_with("بال") || form.starts_with("لل") || form.starts_with("كال");
    reader.can_name(at)
        && !reader.opens_line(at)
        && !verb
        && !cut
        && !preposition
        && !is_loose(form)
        || reader.is(at, Role::Title) && !form.starts_with('و')
        // طالبا behind a number is a student, not a verb of demanding.
        || reader.is(at, Role::Reporting) && form.ends_with('ا') && !reader.opens_line(at)
}

/// Nouns that are written as a reporting verb is, told by the number: three to ten take the plural كتب, hundreds and
/// thousands the singular طالب.
fn is_homograph(form: &str, value: f64) -> bool {
    match form {
        "كتب" => (3.0..=10.0).contains(&value),
        "طالب" => value >= 100.0 && value % 100.0 == 0.0,
        _ => false,
    }
}

/// Nouns whose own first letter is و or ل.
fn begins_with_particle_letter(form: &str) -> bool {
    Class::StemWithParticleLetter.begins(form)
}

/// Where the phrase ends whose noun is at `noun`: behind its adjectives or a noun it governs.
fn phrase_end(reader: &Reader<'_>, noun: usize, definite: bool) -> usize {
    let mut end = noun + 1;
    while end < noun + 3 && !reader.opens_line(end) && joins(reader, noun, end, definite) {
        end += 1;
    }
    end
}

fn joins(reader: &Reader<'_>, noun: usize, at: usize, definite: bool) -> bool {
    let (head, form) = (reader.form(noun), reader.form(at));
    if !reader.can_name(at) || reader.is(at, Role::Time) || is_loose(form) {
        return false;
    }
    if definite {
        return is_definite(form) && form.starts_with("ال");
    }
    let feminine = original(reader, at).ends_with('ة');
    let tanwin = head.ends_with('ا');
    let verb = form.starts_with(['ي', 'ت']) && !feminine;
    if is_definite(form) || verb || form.starts_with(['و', 'ف', 'ب', 'ل']) && !is_adjective(form)
    {
        return false;
    }
    if head.ends_with('ه') || head.ends_with("ات") {
        return feminine && at - noun < 3;
    }
    let nisba = form.ends_with("ي") || form.ends_with("يا") && tanwin;
    // طلب إزالة: a noun that governs a feminine one; never behind a tanwin.
    let governed = feminine && !tanwin && at == noun + 1;
    nisba || is_adjective(form) || governed
}

fn is_definite(form: &str) -> bool {
    form.starts_with("ال") && form.len() > 6
}

/// Words behind a counted noun that are no part of it though their shape would fit.
fn is_loose(form: &str) -> bool {
    Class::Loose.holds(form)
}

/// Common adjectives without a shape of their own, also in the accusative.
fn is_adjective(form: &str) -> bool {
    let bare = form.strip_suffix('ا').unwrap_or(form);
    Class::Adjective.holds(bare)
}

fn original<'d>(reader: &Reader<'d>, at: usize) -> &'d str {
    reader
        .unit(at)
        .map_or("", |unit| unit.span.of(reader.original))
}

/// The noun without article, tanwin and regular plural, and a nisba that agrees with it.
fn name(reader: &Reader<'_>, units: Range<usize>, plural: bool) -> String {
    let known = plural
        .then(|| reader.singular(units.start))
        .flatten()
        .map(str::to_owned);
    let mut out = known.unwrap_or_else(|| singular(original(reader, units.start)));
    for at in units.start + 1..units.end {
        let word = original(reader, at);
        let bare = word.strip_prefix("ال").unwrap_or(word);
        let kept = ["ية", "ي", "يا"].iter().any(|end| bare.ends_with(end));
        let governed = !is_adjective(reader.form(at)) && !word.starts_with("ال");
        if kept || governed && at == units.start + 1 {
            let accusative = bare.strip_suffix('ا').filter(|_| bare.ends_with("يا"));
            // A plural of things has a feminine adjective: تسجيلات صوتية, تسجيل صوتي.
            let masculine = bare
                .strip_suffix('ة')
                .filter(|_| bare.ends_with("ية") && !out.ends_with('ة'));
            out.push(' ');
            out.push_str(accusative.or(masculine).unwrap_or(bare));
        }
    }
    out
}

/// A singular by rule, good for what is regular: الحسابات becomes حساب, كيانا becomes كيان.
fn singular(word: &str) -> String {
    let is_mark = |c: char| ('\u{064B}'..='\u{0652}').contains(&c) || c == '\u{0640}';
    let bare: String = word.chars().filter(|&c| !is_mark(c)).collect();
    let word = bare.strip_prefix("ال").unwrap_or(&bare);
    let long = |stem: &str, least: usize| stem.chars().count() >= least;
    if let Some(stem) = word.strip_suffix("ات") {
        return match stem {
            // أصوات and the like are broken plurals.
            _ if !long(stem, 3) || stem.starts_with('أ') && !long(stem, 4) => word.to_owned(),
            _ if is_masculine(stem) => stem.to_owned(),
            _ => format!("{stem}ة"),
        };
    }
    for ending in ["ين", "ون"] {
        if let Some(stem) = word.strip_suffix(ending).filter(|stem| long(stem, 4)) {
            return stem.to_owned();
        }
    }
    match word.strip_suffix('ا').filter(|stem| long(stem, 2)) {
        Some(stem) => stem.to_owned(),
        None => word.to_owned(),
    }
}

/// Whether the singular of a plural in ات has no ة: verbal nouns with a long vowel before the
/// last letter (حساب, تصريح), and participles such as منشور.
fn is_masculine(stem: &str) -> bool {
    let before_last = stem.chars().rev().nth(1);
    let vowel = matches!(before_last, Some('ا' | 'ي')) && stem.chars().count() >= 4;
    let participle =
        stem.starts_with('م') && before_last == Some('و') && !stem.starts_with("مجموع");
    vowel && !Class::FeminineStem.holds(stem)
        || participle
        || matches!(stem, "منتج" | "مقترح" | "مستند")
}

/// Whether digits at `at` are a label, a date, a score or an address, and count nothing.
pub(super) fn is_label(reader: &Reader<'_>, at: usize, number: &Number) -> bool {
    let before = at.checked_sub(1).filter(|_| !reader.opens_line(at));
    let labelled = before.is_some_and(|at| {
        let month = reader.is(at, Role::Time) && reader.sort(at) == "month";
        let latin = reader
            .form(at)
            .bytes()
            .all(|b| b.is_ascii_alphabetic() || b == b'#');
        reader.is(at, Role::Label) || month || latin
    });
    let dated = reader.is(number.end, Role::Time) && reader.sort(number.end) == "month";
    let score = before.is_some_and(|mark| {
        let digits = mark > 0 && reader.kind(mark - 1) == Some(TokenKind::Number);
        digits && reader.is_mark(mark, &['-', '–', ':', '/'])
    });
    // كم2 is a unit of area.
    let power = before.is_some_and(|at| {
        let touches = reader.span(at..at + 1).end() == reader.span(at + 1..at + 2).start();
        touches && matches!(reader.form(at), "كم" | "م" | "متر" | "سم" | "ميل")
    });
    labelled
        || dated
        || score
        || power
        || reader.is(at, Role::Idiom)
        || reader.kind(at) == Some(TokenKind::Number) && hashtag(reader, at)
}

fn hashtag(reader: &Reader<'_>, at: usize) -> bool {
    reader.unit(at).is_some_and(|unit| unit.hashtag)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn regular_plurals_become_singulars() {
        for (plural, one) in [
            ("الحسابات", "حساب"),
            ("كيانا", "كيان"),
            ("ميلًا", "ميل"),
            ("سيارات", "سيارة"),
            ("شركات", "شركة"),
            ("بطولات", "بطولة"),
            ("منشورات", "منشور"),
            ("تصريحات", "تصريح"),
            ("المتابعين", "متابع"),
            ("أصوات", "أصوات"),
            ("قناة", "قناة"),
        ] {
            assert_eq!(singular(plural), one);
        }
    }
}
