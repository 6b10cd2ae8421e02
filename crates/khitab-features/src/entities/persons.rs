//! Names of persons, by rule.
//!
//! A name is taken only where the text says that it is one: in a byline, beside a title, as a
//! kunya with a nisba, or as a family name that was introduced before.

use core::ops::Range;

use khitab_text::Span;
use rustc_hash::FxHashMap;

use super::mentions::Mention;
use crate::reader::{Reader, Role};
use crate::scope::endings::{FATHER, ends_in};
use crate::words::Class;

/// The longest name, in words.
const LONGEST: usize = 4;
const COMMA: [char; 2] = ['،', ','];
const DASH: [char; 4] = ['-', '–', '—', '/'];

/// Adds the persons that the rules find, in no order.
pub(super) fn find(reader: &Reader<'_>, found: &mut Vec<Mention>) {
    found.sort_by_key(|mention| mention.units.start);
    let known = found.len();
    let mut people = Vec::new();
    bylines(reader, found, &mut people);
    for &title in &reader.titles {
        people.extend(before_title(reader, title));
        people.extend(behind_title(reader, title));
    }
    for &at in &reader.frame.endings {
        if ends_in(reader.form(at), &FATHER) {
            people.extend(kunya(reader, at));
        }
    }
    people.sort_by_key(|mention| (mention.units.start, core::cmp::Reverse(mention.units.end)));
    for person in people {
        let last = found[known..].last().map_or(0, |mention| mention.units.end);
        if person.units.start >= last && is_free(&found[..known], &person.units) {
            found.push(person);
        }
    }
    let again = family_names(reader, &found[..known], &found[known..]);
    found.extend(again);
}

fn is_free(sorted: &[Mention], units: &Range<usize>) -> bool {
    let next = sorted.partition_point(|mention| mention.units.end <= units.start);
    sorted
        .get(next)
        .is_none_or(|mention| mention.units.start >= units.end)
}

/// `المغرب - NAME:` and `بقلم NAME`.
fn bylines(reader: &Reader<'_>, found: &[Mention], people: &mut Vec<Mention>) {
    for place in found
        .iter()
        .filter(|mention| mention.kind == "place/dateline")
    {
        let start = place.units.end + 1;
        if reader.is_mark(place.units.end, &DASH) {
            people.extend(byline(reader, start));
        }
    }
    for line in &reader.frame.lines {
        let at = line.start;
        if matches!(reader.form(at), "بقلم" | "كتب" | "كتبت" | "اعداد") {
            let colon = usize::from(reader.is_mark(at + 1, &[':']));
            people.extend(byline(reader, at + 1 + colon));
        }
    }
}

/// A name that fills the rest of its line, up to a colon.
fn byline(reader: &Reader<'_>, start: usize) -> Option<Mention> {
    let mut end = start;
    while reader.can_name(end) && !reader.opens_line(end) {
        end += 1;
    }
    let closed = reader.opens_line(end) || reader.is_mark(end, &[':']);
    let named = (2..=LONGEST).contains(&(end - start)) && !reader.form(start).starts_with("ال");
    let somebody = matches!(reader.form(start), "احد" | "احدي" | "بعض");
    (closed && named && !somebody).then(|| Mention::by_rule(reader, start..end, "person/author"))
}

/// `NAME، الباحث ...`: the words between the clause before and the comma.
fn before_title(reader: &Reader<'_>, title: usize) -> Option<Mention> {
    let comma = title.checked_sub(1)?;
    let end = comma;
    if !reader.is_mark(comma, &COMMA) || reader.opens_line(title) || begins_with_and(reader, title)
    {
        return None;
    }
    let mut start = end;
    while start > 0 && reader.can_name(start - 1) && end - start <= LONGEST {
        start -= 1;
        if reader.opens_line(start) {
            break;
        }
    }
    while end - start > 2 && looks_like_verb(reader, start) {
        start += 1;
    }
    let named = (2..=LONGEST).contains(&(end - start)) && !is_common_phrase(reader, start..end);
    named.then(|| titled(reader, start..end, title))
}

/// Whether words before a comma have the shape of a noun phrase and not of a name.
fn is_common_phrase(reader: &Reader<'_>, units: Range<usize>) -> bool {
    let first = reader.form(units.start);
    if first.starts_with("ال") || first.starts_with("لل") {
        return true;
    }
    let common = Class::CommonHead.holds(first);
    let given = reader.is(units.start, Role::Given);
    let feminine = units.clone().any(|at| is_feminine(reader, at));
    let adjective =
        |at: usize| reader.form(at).ends_with('ي') && !reader.form(at).starts_with("ال");
    common || !given && (feminine || units.len() == 2 && adjective(units.start + 1))
}

/// Whether a word ends in ة and is no first name such as أسامة.
fn is_feminine(reader: &Reader<'_>, at: usize) -> bool {
    let original = reader
        .unit(at)
        .map_or("", |unit| unit.span.of(reader.original));
    original.ends_with('ة') && !reader.is(at, Role::Given)
}

/// A word before a first name, or one with the prefix of an imperfect.
fn looks_like_verb(reader: &Reader<'_>, at: usize) -> bool {
    let form = reader.form(at).trim_start_matches(['و', 'ف']);
    let imperfect = form.starts_with(['ي', 'ت']) && form.chars().count() >= 4;
    !reader.is(at, Role::Given) && (imperfect || reader.is(at + 1, Role::Given))
}

fn begins_with_and(reader: &Reader<'_>, at: usize) -> bool {
    reader.form(at).starts_with("وال")
}

/// `الباحث المغربي NAME`, where the first word of the name is a common first name.
fn behind_title(reader: &Reader<'_>, title: usize) -> Option<Mention> {
    let mut start = title + 1;
    while (reader.is(start, Role::Title) || is_nisba(reader.form(start))) && start < title + 3 {
        start += 1;
    }
    // "The expert of the digital security": what a title without its article governs.
    let governs = !reader.form(title).contains("ال");
    while governs && start < title + 4 && is_definite(reader, start) {
        start += 1;
    }
    if matches!(reader.form(start), "في" | "باسم" | "لدي") {
        start = behind_field(reader, start)?;
    }
    if !reader.is(start, Role::Given)
        || begins_another(reader.form(start))
        || (title..start).any(|at| reader.opens_line(at + 1))
    {
        return None;
    }
    let mut end = start + 1;
    while end - start < LONGEST && !reader.opens_line(end) && continues(reader, end) {
        end += 1;
    }
    while end > start && is_link(reader.form(end - 1)) {
        end -= 1;
    }
    (end - start > 1).then(|| titled(reader, start..end, title))
}

/// The first name behind the field or body of a title: "the expert in the affairs of security X".
fn behind_field(reader: &Reader<'_>, from: usize) -> Option<usize> {
    const LONGEST: usize = 7;
    let plain = |&at: &usize| {
        let goes_on = !reader.opens_line(at) && reader.word(at).is_some();
        goes_on && !reader.is(at, Role::Reporting) && !reader.is(at, Role::Title)
    };
    let article =
        |at: usize| reader.form(at).starts_with("ال") || reader.form(at).starts_with("لل");
    (from + 1..from + 1 + LONGEST)
        .take_while(plain)
        .skip(1)
        .find(|&at| reader.is(at, Role::Given) && !article(at) && article(at - 1))
}

fn is_definite(reader: &Reader<'_>, at: usize) -> bool {
    let given = reader.is(at, Role::Given);
    !given && reader.can_name(at) && reader.form(at).starts_with("ال")
}

/// Whether و joins a first name to what stands before: another person.
fn begins_another(form: &str) -> bool {
    form.starts_with('و') && !Class::NameWithWaw.holds(form)
}

/// Whether a word goes on with a name.
fn continues(reader: &Reader<'_>, at: usize) -> bool {
    let form = reader.form(at);
    if is_link(form) || reader.is(at, Role::Given) {
        return reader.word(at).is_some() && !begins_another(form);
    }
    if !reader.can_name(at) || is_link(reader.form(at - 1)) {
        return reader.can_name(at);
    }
    let closed = reader.opens_line(at + 1) || !reader.can_name(at + 1);
    let family = form.starts_with("ال") || form.starts_with("بو");
    // القضاة and الطراونة are families, behind two first names and before a comma.
    let house = family && closed && at > 1 && (at - 2..at).all(|at| reader.is(at, Role::Given));
    if form.starts_with(['ي', 'ت', 'س']) && form.len() < 10 || is_feminine(reader, at) && !house
    {
        return false;
    }
    family || closed && form.len() > 4
}

/// A word inside a name behind which the name must go on.
fn is_link(form: &str) -> bool {
    Class::NameLink.holds(form)
}

/// أبو with a name and a nisba, as noms de guerre are made.
fn kunya(reader: &Reader<'_>, at: usize) -> Option<Mention> {
    let form = reader.form(at);
    let bare = form.strip_prefix(['و', 'ف', 'ل', 'ب']).unwrap_or(form);
    if !matches!(bare, "ابو" | "ابي" | "ابا")
        || !matches!(reader.unit(at), Some(unit) if unit.is_word())
    {
        return None;
    }
    let given = 1 + usize::from(reader.form(at + 1) == "عبد");
    let nisba = at + 1 + given;
    let whole = (at + 1..=nisba).all(|at| reader.can_name(at) && !reader.opens_line(at));
    if !whole || !is_nisba(reader.form(nisba)) || reader.form(nisba).ends_with('ه') {
        return None;
    }
    // A narrator of hadith stands behind عن or حدثنا and is no nom de guerre.
    let narrated = at > 0 && matches!(reader.form(at - 1), "عن" | "حدثنا" | "اخبرنا" | "وعن");
    let kind = if narrated {
        "person/narrator"
    } else {
        "person/kunya"
    };
    let name = Mention::by_rule(reader, at + 1..nisba + 1, kind);
    let span = reader.span(at..nisba + 1);
    let letter = span.of(reader.original).chars().next();
    let particle = letter.filter(|_| form != bare).map(char::len_utf8);
    Some(Mention {
        // One id for أبو, أبي and أبا.
        id: format!("ابو_{}", name.id).into(),
        canonical: format!("أبو {}", name.canonical).into(),
        units: at..nisba + 1,
        clitics: [
            particle.map(|len| Span::new(span.start(), span.start() + len)),
            None,
        ],
        span,
        feature: (!narrated).then_some("A5"),
        ..name
    })
}

/// Whether a word has the shape of a nisba with its article: المغربي, المغربية.
pub(super) fn is_nisba(form: &str) -> bool {
    let stem = form.strip_prefix("ال").unwrap_or_default();
    let stem = stem.strip_suffix('ه').unwrap_or(stem);
    stem.ends_with('ي') && stem.chars().count() >= 4
}

/// The family name of a person introduced before, behind a reporting verb.
fn family_names(reader: &Reader<'_>, known: &[Mention], introduced: &[Mention]) -> Vec<Mention> {
    let mut families: FxHashMap<&str, Vec<&Mention>> = FxHashMap::default();
    for person in introduced {
        let family = reader.form(person.units.end - 1);
        // "Said God" is not said by the son of Abdullah.
        if family != "الله" {
            families.entry(family).or_default().push(person);
        }
    }
    let mut out = Vec::new();
    if families.is_empty() {
        return out;
    }
    for at in 1..reader.len() {
        if !reader.is(at - 1, Role::Reporting) || !reader.can_name(at) || reader.is(at, Role::Given)
        {
            continue;
        }
        let form = reader.form(at);
        let Some(people) = families.get(form) else {
            continue;
        };
        let before = people.partition_point(|person| person.units.end <= at);
        let unit = at..at + 1;
        let alone = is_free(known, &unit) && is_free(introduced, &unit);
        if before > 0 && alone && form.chars().count() >= 3 {
            out.push(Mention {
                span: reader.span(unit.clone()),
                units: unit,
                ..people[before - 1].clone()
            });
        }
    }
    out
}

/// A person of the sort that the title at a unit tells.
fn titled(reader: &Reader<'_>, units: Range<usize>, title: usize) -> Mention {
    let kind = match reader.sort(title) {
        "" => "person".to_owned(),
        sort => format!("person/{sort}"),
    };
    Mention {
        title: bare_title(reader.form(title)).to_owned(),
        ..Mention::by_rule(reader, units, kind)
    }
}

/// A title without particle, article and feminine ending.
pub(super) fn bare_title(form: &str) -> &str {
    let bare = form
        .strip_prefix(['و', 'ف'])
        .filter(|rest| rest.starts_with("ال"))
        .unwrap_or(form);
    let bare = bare
        .strip_prefix("لل")
        .or_else(|| bare.strip_prefix("بال"))
        .unwrap_or(bare);
    let bare = bare.strip_prefix("ال").unwrap_or(bare);
    bare.strip_suffix('ه').unwrap_or(bare)
}
