//! Numeric claims: a number with its comparator, what it counts, and for which time.
//!
//! Only a number that counts something is a claim: telephone numbers, years and dates, times,
//! scores, references to verses and pages, versions and durations are none, and quantifiers
//! such as معظم are no numbers.

mod number;
mod numeral;
mod period;
mod unit;

use core::ops::Range;
use std::borrow::Cow;

use khitab_text::{Span, TokenKind};

use crate::reader::{Reader, Role, Roles};
use crate::scope::frame::Frame;
use crate::words::Class;
use crate::{Annotation, Document, Hit, Kind, Matcher, Value};
use number::Number;
use period::Period;
use unit::Counted;

/// Finds numeric claims.
///
/// ```
/// use khitab_features::{Document, Matcher, Quantities, Value};
/// let matcher = Matcher::shipped();
/// let text = "أغلقت الشركة أزيد من 300 ألف حساب خلال السنة الجارية";
/// let document = Document::new(text);
/// let found = Quantities::new(matcher).find(&document, matcher, &matcher.find(&document));
/// assert_eq!(found[0].span.of(text), "أزيد من 300 ألف حساب");
/// assert_eq!(found[0].get("value"), Some(&Value::Number(300_000.0)));
/// assert_eq!(found[0].get("period"), Some(&Value::Text("خلال السنة الجارية".into())));
/// ```
#[derive(Clone, Debug)]
pub struct Quantities {
    roles: Roles,
}

/// A number with what belongs to it.
#[derive(Clone, Debug)]
struct Claim<'d> {
    units: Range<usize>,
    number: Number,
    /// The upper end of a range.
    upper: Option<f64>,
    comparator: &'d str,
    counted: Option<Counted>,
    period: Option<Period>,
}

impl Quantities {
    /// Takes the words that the rules need from the lists of `matcher`.
    #[must_use]
    pub fn new(matcher: &Matcher) -> Self {
        Self {
            roles: Roles::new(matcher),
        }
    }

    /// Finds the numeric claims of `document`, given the hits of `matcher` in it.
    ///
    /// Attributes: `value`, or `value_min` of a vague number, or `value_min` and `value_max` of a
    /// range; `exact`; `comparator` (`=`, `>`, `<`, `>=`, `<=`, `~`, `range` or `vague-tens` and
    /// so on); `multiplier` as written; `unit`, a singular by rule; `percent`; `period` as
    /// written and `rate`, such as `per day`.
    #[must_use]
    pub fn find(
        &self,
        document: &Document<'_>,
        matcher: &Matcher,
        hits: &[Hit],
    ) -> Vec<Annotation> {
        let frame = Frame::new(document);
        read(&self.roles.read(document, &frame, matcher, hits))
    }
}

/// Numeric claims of a text that is read already.
pub(crate) fn read(reader: &Reader<'_>) -> Vec<Annotation> {
    let mut claims = claims(reader);
    if !claims.is_empty() {
        give_periods(reader, &mut claims);
    }
    claims
        .iter()
        .map(|claim| claim.annotation(reader))
        .collect()
}

fn claims<'d>(reader: &Reader<'d>) -> Vec<Claim<'d>> {
    let digits = &reader.frame.numbers;
    let mut starts: Vec<usize> = digits.iter().chain(&reader.numbers).copied().collect();
    starts.sort_unstable();
    let mut out: Vec<Claim<'d>> = Vec::new();
    let mut free = 0;
    for at in starts {
        if at < free {
            continue;
        }
        let Some(number) = number::read(reader, at) else {
            continue;
        };
        let end = number.end;
        match claim(reader, at, number, free) {
            Some(claim) => {
                free = claim.units.end;
                out.push(claim);
            }
            None => free = end,
        }
    }
    out
}

/// The claim that the number at `at` makes, if it counts something.
fn claim<'d>(reader: &Reader<'d>, at: usize, mut number: Number, free: usize) -> Option<Claim<'d>> {
    let (before, mut comparator) = compared(reader, at, free);
    if unit::is_label(reader, at, &number) {
        return None;
    }
    let bare = number.bare_digits;
    let mut upper = None;
    if let Some(second) = second_of_range(reader, comparator, &number) {
        share_multiplier(reader, &mut number, &second);
        upper = Some(second.value).filter(|&value| value > number.value);
        if upper.is_some() {
            number.end = second.end;
            number.percent |= second.percent;
            number.bare_digits = false;
            comparator = "range";
        }
    }
    let years = |value: f64| (1900.0..2100.0).contains(&value) && value.fract() == 0.0;
    if bare && years(number.value) && upper.is_some_and(years) {
        return None;
    }
    let before = before.filter(|_| comparator != "range" || upper.is_some());
    if comparator == "range" && upper.is_none() {
        comparator = "";
    }
    let mut counted = unit::counted(reader, &number);
    if let Some(first) = &counted
        && upper.is_none()
        && let Some((second, again)) = second_with_noun(reader, at, &number, first)
    {
        upper = Some(second.value);
        counted = Some(again);
        comparator = "range";
    }
    let compared = before.is_some() && !matches!(comparator, "" | "range");
    let is_claim = match &counted {
        Some(counted) => number.percent || counts(reader, at, &number, comparator, counted),
        None => number.percent || number.definite || counts_alone(reader, &number, compared),
    };
    if !is_claim {
        return None;
    }
    let start = before.unwrap_or_else(|| clitic(reader, at));
    let end = counted
        .as_ref()
        .map_or(number.end, |counted| counted.units.end);
    let (end, behind) = comparator_behind(reader, end);
    Some(Claim {
        units: start..end,
        number,
        upper,
        comparator: if comparator.is_empty() {
            behind
        } else {
            comparator
        },
        counted,
        period: None,
    })
}

/// The sign of the comparator of the number at `at`, and where it begins if it touches the number.
fn compared<'d>(reader: &Reader<'d>, at: usize, free: usize) -> (Option<usize>, &'d str) {
    match touching(reader, at, free) {
        Some((start, sign)) => (Some(start), sign),
        None => (None, before_subject(reader, at, free).unwrap_or_default()),
    }
}

/// The comparator that ends before `at` and begins behind `free`.
fn touching<'d>(reader: &Reader<'d>, at: usize, free: usize) -> Option<(usize, &'d str)> {
    let next = reader
        .comparators
        .partition_point(|(units, _)| units.end <= at);
    let last = next.checked_sub(1).map(|last| &reader.comparators[last]);
    let (units, notes) = last?;
    let (sign, rest) = notes.split_once(' ').unwrap_or((notes, ""));
    let whole = matches!(rest, "" | SUBJECT);
    let touches = units.end == at && units.start >= free && !reader.opens_line(at);
    (whole && touches).then_some((units.start, sign))
}

/// In the notes of a comparator: a verb whose subject may stand before the number.
const SUBJECT: &str = "subject";
/// The words that a subject may have.
const LONGEST_SUBJECT: usize = 5;

/// `لا تتجاوز نسبة النجاح 8%`, `يزيد عدد الكتب على ألف`: a verb with its subject before the number.
fn before_subject<'d>(reader: &Reader<'d>, at: usize, free: usize) -> Option<&'d str> {
    let preposition = at.checked_sub(1).map(|last| reader.form(last));
    let preposition = preposition.filter(|form| matches!(*form, "عن" | "علي"));
    let end = at - usize::from(preposition.is_some());
    let next = reader
        .comparators
        .partition_point(|(units, _)| units.end < end);
    let (units, notes) = &reader.comparators[next.checked_sub(1)?];
    let (sign, rest) = notes.split_once(' ')?;
    let wanted = rest.strip_prefix(SUBJECT)?.trim_start();
    let right = match preposition {
        Some(form) => wanted.split(' ').any(|word| word.replace('ى', "ي") == form),
        None => wanted.is_empty(),
    };
    let near = units.start >= free && end - units.end <= LONGEST_SUBJECT && !reader.opens_line(at);
    (right && near && is_subject(reader, units.end..end)).then_some(sign)
}

/// Whether words are one noun phrase: a word alone, or nouns without the article and then one or two that have it. Two
/// phrases, `السائق الإشارة`, are a subject and its object.
fn is_subject(reader: &Reader<'_>, units: Range<usize>) -> bool {
    let plain = |at: usize| reader.can_name(at) && !reader.opens_line(at);
    if !units.clone().all(plain) {
        return false;
    }
    let definite = |at: &usize| reader.form(*at).starts_with("ال");
    let heads = units.clone().take_while(|at| !definite(at)).count();
    let articles = units.clone().filter(definite).count();
    match units.len() {
        0 => false,
        1 => true,
        words => heads > 0 && heads + articles == words && (1..=2).contains(&articles),
    }
}

/// على الأقل and تقريبا behind the phrase.
fn comparator_behind<'d>(reader: &Reader<'d>, at: usize) -> (usize, &'d str) {
    let next = reader
        .comparators
        .partition_point(|(units, _)| units.start < at);
    match reader.comparators.get(next) {
        Some((units, sign))
            if units.start == at && matches!(reader.form(at), "علي" | "تقريبا" | "كحد" | "بحد") =>
        {
            (units.end, sign)
        }
        _ => (at, ""),
    }
}

/// The second number of `بين 500 و700` and `20-30`.
fn second_of_range(reader: &Reader<'_>, comparator: &str, first: &Number) -> Option<Number> {
    let at = first.end;
    let joined = match reader.form(at) {
        "و" if comparator == "range" => at + 1,
        "الي" if !first.vague && reader.word(at).is_some() => at + 1,
        "-" | "–" if first.bare_digits => at + 1,
        form if comparator == "range" && form.starts_with('و') => at,
        _ => return None,
    };
    number::read(reader, joined).filter(|second| !second.vague || comparator == "range")
}

/// `من 3 إلى 4 ملايين` are millions both.
fn share_multiplier(reader: &Reader<'_>, first: &mut Number, second: &Number) {
    let Some(scale) = number::scale(reader, second) else {
        return;
    };
    if first.multiplier.is_none() && !first.vague && first.value * scale < second.value {
        first.value *= scale;
        first.multiplier = second.multiplier;
    }
}

/// The second number of `من 5 دولارات إلى 10 دولارات` with what it counts.
fn second_with_noun(
    reader: &Reader<'_>,
    at: usize,
    first: &Number,
    counted: &Counted,
) -> Option<(Number, Counted)> {
    let to = counted.units.end;
    if at == 0 || reader.form(at - 1) != "من" || reader.form(to) != "الي" {
        return None;
    }
    let second = number::read(reader, to + 1).filter(|second| second.value > first.value)?;
    let again = unit::counted(reader, &second)?;
    (again.name == counted.name).then_some((second, again))
}

/// Whether the number is one that counts, by its own shape and that of the noun.
fn counts(
    reader: &Reader<'_>,
    at: usize,
    number: &Number,
    comparator: &str,
    counted: &Counted,
) -> bool {
    let digits = reader.kind(at) == Some(TokenKind::Number);
    let compared = !comparator.is_empty() && comparator != "range";
    if !digits || compared || number.multiplier.is_some() {
        return true;
    }
    // 2017 before a noun is most often a year; Arabic grammar tells: behind 11 to 99 the noun
    // counted stands in the accusative, كيانا. No year stands behind على: على 1400 رسالة.
    let year = number.bare_digits && (1300.0..2100.0).contains(&number.value);
    let noun = reader.form(counted.units.start);
    let tanwin = noun.ends_with('ا') && !noun.ends_with("وا");
    let after = (11.0..100.0).contains(&(number.value % 100.0));
    let governed = at > 0 && reader.form(at - 1) == "علي" && !reader.opens_line(at);
    !year || tanwin && after || governed
}

/// Whether a number without a noun counts: nobody writes "360 thousand" or "more than a hundred" for a label or a year,
/// but both may count years.
fn counts_alone(reader: &Reader<'_>, number: &Number, compared: bool) -> bool {
    let ends = reader.word(number.end).is_none() || !reader.can_name(number.end);
    let years = reader.is(number.end, Role::Time);
    !years && (number.multiplier.is_some() || compared && ends && !number.vague)
}

/// A one-letter particle that touches the digits before it: `ب300`.
fn clitic(reader: &Reader<'_>, at: usize) -> usize {
    let touches = at > 0
        && matches!(reader.form(at - 1), "و" | "ف" | "ب" | "ل" | "ك")
        && reader.span(at - 1..at).end() == reader.span(at..at + 1).start();
    at - usize::from(touches)
}

/// Gives each claim the time it is said for: one that touches it, else the first that follows in
/// its sentence before another claim, else a span of time that the sentence opened before.
fn give_periods(reader: &Reader<'_>, claims: &mut [Claim<'_>]) {
    let periods = period::find(reader);
    let spanning: Vec<&Period> = periods.iter().filter(|period| period.spans).collect();
    for index in 0..claims.len() {
        let sentence = reader.frame.sentence_of(claims[index].units.start);
        let end = claims[index].units.end;
        let next = claims
            .get(index + 1)
            .map_or(usize::MAX, |claim| claim.units.start);
        let first = periods.partition_point(|period| period.units.start < end);
        let behind = periods.get(first);
        let touching = behind.filter(|period| period.units.start == end);
        if let Some(period) = touching.filter(|period| period.rate.is_some()) {
            claims[index].units.end = period.units.end;
            claims[index].period = Some(period.clone());
            continue;
        }
        let after = behind
            .filter(|period| period.units.start < next.min(sentence.end))
            .filter(|period| one_clause(reader, end..period.units.start));
        let last = spanning.partition_point(|period| period.units.end <= claims[index].units.start);
        let before = last
            .checked_sub(1)
            .map(|last| spanning[last])
            .filter(|period| period.units.start >= sentence.start);
        claims[index].period = after.or(before).cloned();
    }
}

/// Whether no other clause begins among units: no quotation, no colon, no "but".
fn one_clause(reader: &Reader<'_>, mut units: Range<usize>) -> bool {
    let opens = |at: usize| {
        let turn = Class::But.holds(reader.form(at));
        turn && reader.is_mark(at - 1, &['،', ','])
            || reader.is_mark(at, &[':', '«', '“', '"', '؛'])
    };
    !units.any(opens)
}

impl Claim<'_> {
    fn annotation(&self, reader: &Reader<'_>) -> Annotation {
        let text = |span: Span| Value::Text(span.of(reader.original).to_owned().into());
        let number = &self.number;
        let mut out =
            Annotation::new(reader.span(self.units.clone()), Kind::Quantity).feature("H10");
        let least = number.vague || self.upper.is_some();
        let name = if least { "value_min" } else { "value" };
        out = out.attr(name, Value::Number(number.value));
        if let Some(upper) = self.upper {
            out = out.attr("value_max", Value::Number(upper));
        }
        let comparator = match self.comparator {
            "" if number.vague => vague(number.value),
            "" => "=".into(),
            sign => sign.to_owned().into(),
        };
        out = out
            .attr("exact", Value::Flag(comparator == "="))
            .attr("comparator", Value::Text(comparator));
        if let Some(at) = number.multiplier {
            out = out.attr("multiplier", text(reader.span(at..at + 1)));
        }
        if let Some(counted) = &self.counted {
            out = out.attr("unit", Value::Text(counted.name.clone().into()));
        }
        if number.percent {
            out = out.attr("percent", Value::Flag(true));
        }
        if let Some(period) = &self.period {
            out = out.attr("period", text(reader.span(period.units.clone())));
            if let Some(rate) = period.rate {
                out = out.attr("rate", Value::Text(rate.into()));
            }
        }
        out
    }
}

/// The comparator of a vague number: its order of size.
fn vague(value: f64) -> Cow<'static, str> {
    Cow::Borrowed(match value {
        value if value < 100.0 => "vague-tens",
        value if value < 1e3 => "vague-hundreds",
        value if value < 1e6 => "vague-thousands",
        value if value < 1e9 => "vague-millions",
        _ => "vague-billions",
    })
}
