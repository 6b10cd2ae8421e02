//! Numbers with what stands inside them: decimals, thousands, dates, times, addresses.

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
/// Arabic comma only before groups of three; a hyphen only in a date of three groups.
pub(crate) fn number_end(classes: Classes, text: &str, start: usize, end: usize) -> usize {
    if let Some(date) = hyphen_date_end(classes, text, end) {
        return date;
    }
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
    }
}
