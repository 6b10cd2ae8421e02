//! Numbers in digits and in words.

use khitab_text::TokenKind;

use super::numeral::{multiplier, order, part, parts, small};
use super::unit;
use crate::reader::Reader;

/// A number of the text.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Number {
    /// One past its last unit.
    pub(super) end: usize,
    pub(super) value: f64,
    /// Whether it only says an order of size: آلاف.
    pub(super) vague: bool,
    /// The unit of the last ألف, مليون and the like behind a counted number.
    pub(super) multiplier: Option<usize>,
    pub(super) percent: bool,
    /// Whether it is a share in words, right before what it is a share of: `ثلثا الحسابات`, `تسعة من كل عشرة حسابات`.
    pub(super) share: bool,
    /// Whether it is written with the article: الآلاف.
    pub(super) definite: bool,
    /// Whether it is one number of one to four digits and nothing else.
    pub(super) bare_digits: bool,
}

/// Reads the number that begins at unit `at`.
pub(super) fn read(reader: &Reader<'_>, at: usize) -> Option<Number> {
    let counted = match reader.kind(at)? {
        TokenKind::Number => digits(reader, at),
        TokenKind::Word => fraction(reader, at).or_else(|| words(reader, at)),
        _ => None,
    };
    let mut number = counted.or_else(|| vague(reader, at))?;
    add_half(reader, &mut number);
    of_every(reader, &mut number);
    if let Some(end) = percent_end(reader, number.end) {
        number.percent = true;
        number.end = end;
    }
    Some(number)
}

/// `مليون ونصف`, `ثلاثة ملايين ونصف مليون`: half of the last multiplier more.
fn add_half(reader: &Reader<'_>, number: &mut Number) {
    let last = number.end - 1;
    let Some(scale) = reader.word(last).map(strip_clitics).and_then(multiplier) else {
        return;
    };
    if number.vague || reader.form(number.end) != "ونصف" {
        return;
    }
    // مليونان are two of one.
    let one = 10_f64.powf(scale.log10().floor());
    number.value += one / 2.0;
    number.end += 1;
    let again = reader.word(number.end).and_then(multiplier);
    number.end += usize::from(again == Some(one));
}

/// `تسعة من كل عشرة`: a share in per cent.
fn of_every(reader: &Reader<'_>, number: &mut Number) {
    let at = number.end;
    if number.vague || reader.form(at) != "من" || reader.form(at + 1) != "كل" {
        return;
    }
    let whole = match reader.kind(at + 2) {
        Some(TokenKind::Number) => digits(reader, at + 2),
        Some(TokenKind::Word) => words(reader, at + 2),
        _ => None,
    };
    if let Some(whole) = whole.filter(|whole| whole.value >= number.value) {
        number.value = (1e4 * number.value / whole.value).round() / 1e2;
        number.percent = true;
        number.share = true;
        number.bare_digits = false;
        number.end = whole.end;
    }
}

/// `ثلثا المواد`, `ثلاثة أرباع هذه الحسابات`: a share in per cent of what stands behind it.
fn fraction(reader: &Reader<'_>, at: usize) -> Option<Number> {
    let first = strip_clitics(reader.word(at)?);
    let (share, end) = match (part(first), reader.word(at + 1).and_then(parts)) {
        (Some(share), _) => (share, at + 1),
        (None, Some(share)) => (share * small(first)?, at + 2),
        (None, None) => return None,
    };
    (share < 1.0 && unit::is_whole(reader, end)).then_some(Number {
        end,
        value: (1e4 * share).round() / 1e2,
        vague: false,
        multiplier: None,
        percent: true,
        share: true,
        definite: false,
        bare_digits: false,
    })
}

/// Digits with their multipliers: `300 ألف`, `7 ملايين`.
fn digits(reader: &Reader<'_>, at: usize) -> Option<Number> {
    let form = reader.form(at);
    let value = parse_digits(form)?;
    let mut number = Number {
        end: at + 1,
        value,
        vague: false,
        multiplier: None,
        percent: false,
        share: false,
        definite: false,
        bare_digits: form.len() <= 4,
    };
    while let Some(scale) = reader.word(number.end).and_then(multiplier) {
        // Rounded, so that 33.2 million is not 33200000.000000004.
        number.value = (number.value * scale * 1e3).round() / 1e3;
        number.multiplier = Some(number.end);
        number.bare_digits = false;
        number.end += 1;
    }
    Some(number)
}

/// The value of digits with thousands or decimal separators; `None` for dates, times, versions
/// and for what is too long or begins with a zero, as telephone numbers do.
fn parse_digits(form: &str) -> Option<f64> {
    let plain = form.chars().filter(char::is_ascii_digit).count();
    let separators: Vec<char> = form.chars().filter(|c| !c.is_ascii_digit()).collect();
    if plain == 0 || plain > 12 || form.starts_with('0') && plain == form.len() && plain > 1 {
        return None;
    }
    let Some(&first) = separators.first() else {
        return if plain < 9 { form.parse().ok() } else { None };
    };
    let groups: Vec<&str> = form.split(first).collect();
    let thousands = groups[0].len() <= 3 && groups[1..].iter().all(|group| group.len() == 3);
    let same = separators.iter().all(|&c| c == first);
    let digits = groups.concat();
    match first {
        ',' | '٬' | '،' | '\'' if same && thousands => digits.parse().ok(),
        // 1.250.000 has thousands; 1.250 is read as a decimal would be in English: no, in Arabic
        // news a point before three digits parts thousands unless the first group is zero.
        '.' if same && thousands && groups[0] != "0" => digits.parse().ok(),
        '.' | ',' | '٫' if groups.len() == 2 => groups.join(".").parse().ok(),
        _ => None,
    }
}

/// A number in words: `ثلاثة وعشرون ألفا وخمسمئة`.
fn words(reader: &Reader<'_>, at: usize) -> Option<Number> {
    // التاسعة عشر is an ordinal.
    let ordinal = at > 0 && reader.form(at - 1).starts_with("ال");
    if ordinal && matches!(reader.form(at), "عشر" | "عشره") {
        return None;
    }
    let (mut total, mut current) = (0.0, 0.0);
    let mut least = f64::INFINITY;
    let mut multiplied: Option<usize> = None;
    let mut last_scale = f64::INFINITY;
    let mut end = at;
    loop {
        let form = reader.word(end)?;
        let form = if end == at { strip_clitics(form) } else { form };
        // Behind the first word only و joins, except for ten and for multipliers.
        let (bare, joined) = match form.strip_prefix('و').filter(|_| end > at) {
            Some(rest) if small(rest).is_some() || multiplier(rest).is_some() => (rest, true),
            _ => (form, end == at),
        };
        if let Some(value) = small(bare).filter(|_| joined) {
            // خمسة وعشرون is 25, but خمسة وعشرة are two numbers.
            let tens = (20.0..100.0).contains(&value) && value % 10.0 == 0.0;
            let tens_behind_ones = current % 100.0 < 10.0 && tens;
            if current > 0.0 && !(value < least || tens_behind_ones) {
                break;
            }
            current += value;
            least = if value >= 100.0 { 100.0 } else { 1.0 };
        } else if matches!(bare, "عشر" | "عشره") && (1.0..10.0).contains(&current) {
            current += 10.0;
        } else if matches!(bare, "مئه" | "مائه") && (3.0..10.0).contains(&current) {
            current *= 100.0;
            least = 100.0;
        } else if let Some(scale) = multiplier(bare).filter(|_| joined || current > 0.0) {
            if end == at && is_plural(bare) {
                return None;
            }
            // "Five thousand and seven thousand" are two numbers.
            if let Some(before) = multiplied.filter(|_| scale >= last_scale) {
                (current, end) = (0.0, before + 1);
                break;
            }
            last_scale = scale;
            let two = end == at && is_dual(bare) && unit::is_counted(reader, end + 1, 2.0 * scale);
            total += f64::max(current, if two { 2.0 } else { 1.0 }) * scale;
            if current > 0.0 {
                multiplied = Some(end);
            }
            (current, least) = (0.0, f64::INFINITY);
        } else {
            break;
        }
        end += 1;
        if reader.opens_line(end) || reader.word(end).is_none() {
            break;
        }
    }
    let value = total + current;
    // One and two are said with the noun itself; they count nothing but "one of every five".
    let every = reader.form(end) == "من" && reader.form(end + 1) == "كل";
    (end > at && (value > 2.0 || every)).then_some(Number {
        end,
        value,
        vague: false,
        multiplier: multiplied,
        percent: false,
        share: false,
        definite: false,
        bare_digits: false,
    })
}

/// Orders of size: `مئات`, `عشرات الآلاف`, `بضعة آلاف`.
fn vague(reader: &Reader<'_>, at: usize) -> Option<Number> {
    let first = strip_clitics(reader.word(at)?);
    let several = matches!(first, "بضعه" | "بضع" | "عده");
    let start = at + usize::from(several);
    let mut form = if several { reader.word(start)? } else { first };
    let mut definite = false;
    let mut value = 1.0;
    let mut end = start;
    loop {
        // آلاف begins with the letters of the article without having it.
        let bare = form.strip_prefix("ال").or_else(|| form.strip_prefix("لل"));
        let bare = bare.filter(|_| order(form).is_none());
        let Some(order) = order(bare.unwrap_or(form)) else {
            break;
        };
        definite = bare.is_some();
        value *= order;
        end += 1;
        match reader.word(end) {
            Some(next) if !reader.opens_line(end) => form = next,
            _ => break,
        }
    }
    (end > start).then_some(Number {
        end,
        value,
        vague: true,
        multiplier: None,
        percent: false,
        share: false,
        definite,
        bare_digits: false,
    })
}

/// Cuts و ف and ب ل ك off a number word.
fn strip_clitics(form: &str) -> &str {
    let known = |form: &str| {
        let bare = form.strip_prefix("ال").unwrap_or(form);
        small(form).is_some()
            || part(form).is_some()
            || multiplier(form).is_some()
            || order(bare).is_some()
            || matches!(form, "بضعه" | "بضع" | "عده")
            || form
                .strip_prefix("لل")
                .is_some_and(|rest| order(rest).is_some())
    };
    let mut rest = form;
    for letters in [['و', 'ف', 'و'], ['ب', 'ل', 'ك']] {
        if known(rest) {
            return rest;
        }
        rest = rest.strip_prefix(letters).unwrap_or(rest);
    }
    if known(rest) { rest } else { form }
}

fn percent_end(reader: &Reader<'_>, at: usize) -> Option<usize> {
    if reader.is_mark(at, &['%', '٪']) {
        return Some(at + 1);
    }
    let percent = |form: &str| matches!(form, "المئه" | "المائه" | "الميه");
    match reader.word(at)? {
        "بالمئه" | "بالمائه" | "بالميه" => Some(at + 1),
        "في" if reader.word(at + 1).is_some_and(percent) => Some(at + 2),
        _ => None,
    }
}

/// What the last multiplier of a number multiplies by; `None` where a number has none.
pub(super) fn scale(reader: &Reader<'_>, number: &Number) -> Option<f64> {
    multiplier(reader.word(number.multiplier?)?)
}

pub(super) fn is_multiplier(form: &str) -> bool {
    multiplier(form).is_some()
}

/// Written as the dual that has lost its ن before the noun: مليونا زائر. Behind a number, before و and alone it is
/// the accusative of one.
fn is_dual(form: &str) -> bool {
    matches!(form, "الفا" | "مليونا" | "مليارا" | "تريليونا")
}

fn is_plural(form: &str) -> bool {
    matches!(form, "الاف" | "ملايين" | "مليارات" | "تريليونات")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_are_read_with_their_separators() {
        for (form, value) in [
            ("1029", 1029.0),
            ("1,029", 1029.0),
            ("1.250.000", 1_250_000.0),
            ("3.5", 3.5),
            ("3٫5", 3.5),
            ("12٬000", 12_000.0),
            ("0.125", 0.125),
        ] {
            assert_eq!(parse_digits(form), Some(value), "{form}");
        }
        for form in [
            "12:30",
            "3/4",
            "001202277365",
            "123456789",
            "2017-09-15",
            "5.1.2",
            "007",
        ] {
            assert_eq!(parse_digits(form), None, "{form}");
        }
    }
}
