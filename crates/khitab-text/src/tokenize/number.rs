//! Numbers with what stands inside them: decimals, thousands, exponents, dates, times, versions.

use super::class::{Class, Classes};

/// The end of the run of digits that starts at `at`.
pub(crate) fn digits_end(classes: Classes, text: &str, mut at: usize) -> usize {
    while let Some((Class::Digit, len)) = classes.at(text, at) {
        at += len;
    }
    at
}

/// The end of the number whose first run of digits is `start..end`.
///
/// `.` `,` `٫` `٬` `'` `/` and `:` continue a number when digits stand on both sides; the
/// Arabic comma only before groups of three; a hyphen only in a date of three groups. A time may
/// follow a date behind `T`, and an exponent a number with a separator.
pub(crate) fn number_end(classes: Classes, text: &str, start: usize, end: usize) -> usize {
    if let Some(date) = hyphen_date_end(classes, text, end) {
        return time_end(classes, text, date).unwrap_or(date);
    }
    let last = groups_end(classes, text, start, end);
    if last > end {
        exponent_end(text, last).unwrap_or(last)
    } else {
        last
    }
}

/// The end of the groups of digits of which the first is `start..end`.
fn groups_end(classes: Classes, text: &str, start: usize, end: usize) -> usize {
    let (mut group, mut end) = (start, end);
    while let Some((next, thousands)) = separator_end(text, end) {
        let after = digits_end(classes, text, next);
        if after == next {
            break;
        }
        if thousands && !is_thousands(text, group, end, next, after) {
            break;
        }
        (group, end) = (next, after);
    }
    end
}

/// The end of the exponent at `at`: `e-3`, `E+10`, `e5`.
fn exponent_end(text: &str, at: usize) -> Option<usize> {
    let rest = text[at..].strip_prefix(['e', 'E'])?;
    let digits = rest.strip_prefix(['+', '-']).unwrap_or(rest);
    let after = digits.trim_start_matches(|c: char| c.is_ascii_digit());
    let whole =
        after.len() < digits.len() && !after.starts_with(|c: char| c.is_ascii_alphanumeric());
    whole.then_some(text.len() - after.len())
}

/// The end of `1e-5`, whose digits end at `at`; without a sign it is a word like `1x5`.
pub(crate) fn signed_exponent_end(text: &str, at: usize) -> Option<usize> {
    let sign = text.as_bytes().get(at + 1)?;
    matches!(sign, b'+' | b'-')
        .then(|| exponent_end(text, at))
        .flatten()
}

/// The end of the version whose `v2` is `start..end`: `v2.0`, `V1.10.3`.
pub(crate) fn version_end(classes: Classes, text: &str, start: usize, end: usize) -> Option<usize> {
    let digits = text[start..end].strip_prefix(['v', 'V'])?;
    if digits.is_empty() || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let mut end = end;
    while let Some(rest) = text[end..].strip_prefix('.') {
        let next = text.len() - rest.len();
        let after = digits_end(classes, text, next);
        if after == next {
            break;
        }
        end = after;
    }
    Some(end)
}

/// The end of the time behind a date that ends at `at`: `T12:30`, `T12:30:45.5Z`, `T12:30+03:00`.
fn time_end(classes: Classes, text: &str, at: usize) -> Option<usize> {
    let hours = text[at..].strip_prefix(['T', 't'])?;
    let hours = text.len() - hours.len();
    let end = groups_end(classes, text, hours, clock_hours(text, hours)?);
    match text.as_bytes().get(end) {
        Some(b'Z' | b'z') => Some(end + 1),
        Some(b'+' | b'-') => match clock_hours(text, end + 1) {
            Some(zone) => Some(groups_end(classes, text, end + 1, zone)),
            None => Some(end),
        },
        _ => Some(end),
    }
}

/// The end of two digits at `at` that a colon and another digit follow.
fn clock_hours(text: &str, at: usize) -> Option<usize> {
    let [first, second, b':', third, ..] = text.as_bytes().get(at..)? else {
        return None;
    };
    let digits = [first, second, third].iter().all(|b| b.is_ascii_digit());
    digits.then_some(at + 2)
}

/// Where the separator at `at` ends, and whether it may only part thousands.
fn separator_end(text: &str, at: usize) -> Option<(usize, bool)> {
    let rest = text.get(at..)?;
    let c = rest.chars().next()?;
    match c {
        '.' | ',' | '\'' | '/' | ':' | '٫' | '٬' => Some((at + c.len_utf8(), false)),
        '،' => Some((at + c.len_utf8(), true)),
        '[' if rest.starts_with("[.]") || rest.starts_with("[:]") => Some((at + 3, false)),
        _ => None,
    }
}

fn is_thousands(text: &str, group: usize, end: usize, next: usize, after: usize) -> bool {
    let digits = |from: usize, to: usize| text[from..to].chars().take(4).count();
    (1..=3).contains(&digits(group, end)) && digits(next, after) == 3
}

/// `15-9-2017` and `2017-09-15`, the first group ending at `end`.
fn hyphen_date_end(classes: Classes, text: &str, end: usize) -> Option<usize> {
    let second = text.get(end..)?.strip_prefix('-')?;
    let second = text.len() - second.len();
    let second_end = digits_end(classes, text, second);
    let third = text.get(second_end..)?.strip_prefix('-')?;
    let third = text.len() - third.len();
    let third_end = digits_end(classes, text, third);
    let short = |from: usize, to: usize, most: usize| {
        to > from && text[from..to].chars().take(most + 1).count() <= most
    };
    let ends_there = !text[third_end..].starts_with('-');
    (short(second, second_end, 2) && short(third, third_end, 4) && ends_there).then_some(third_end)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn whole(text: &str) -> &str {
        let classes = Classes::get();
        let end = digits_end(classes, text, 0);
        &text[..number_end(classes, text, 0, end)]
    }

    #[test]
    fn separators_stay_inside() {
        for text in [
            "3.5",
            "1,029",
            "٣٫٥",
            "١٬٠٢٩",
            "1،029",
            "2017/09/15",
            "15-9-2017",
            "12:30",
            "192.168.0.1",
            "192[.]168[.]0[.]1",
            "2.5e-3",
            "1.5E+10",
            "2015-03-12T12:30:45Z",
            "2015-03-12T12:30:45.5+03:00",
        ] {
            assert_eq!(whole(text), text);
        }
    }

    #[test]
    fn separators_stay_outside() {
        assert_eq!(whole("5."), "5");
        assert_eq!(whole("2015،2016"), "2015");
        assert_eq!(whole("2014-2017"), "2014");
        assert_eq!(whole("050-123-4567-8"), "050");
        assert_eq!(whole("7،"), "7");
        assert_eq!(whole("2.5em"), "2.5");
        assert_eq!(whole("2.5e3m"), "2.5");
        assert_eq!(whole("2015-03-12Tab"), "2015-03-12");
    }
}
