//! Spans between quotation marks: ASCII, curly, guillemets and single quotes, nested or not.
//!
//! A mark opens or closes by its neighbours first (space before and a letter after opens) and
//! by its own shape second, because Arabic writers use “ ” and ” “ alike. Straight marks pair
//! inside a line; directed marks may cross a line end but never an empty line. A mark that
//! stays alone is dropped, unless it opens a text that a colon announces and that is cut off
//! before it closes, as retweets are.

use khitab_text::Span;

use super::frame::{Frame, Gap, Unit};

/// The longest text between single straight quotes, in units: longer ones are apostrophes.
const SINGLE_LIMIT: usize = 24;
/// Quotations inside quotations beyond this are noise.
const DEPTH_LIMIT: usize = 12;

/// A text between marks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Quote {
    /// The text without its marks.
    pub inner: Span,
    /// The text with its marks.
    pub outer: Span,
    /// The mark before and, unless the text is cut off, the mark after.
    pub marks: String,
    /// How many quotations it stands in.
    pub depth: usize,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Family {
    Straight,
    Curly,
    Guillemet,
    Single,
}

impl Family {
    fn of(mark: char) -> Option<Self> {
        Some(match mark {
            '"' | '\u{FF02}' => Self::Straight,
            '“' | '”' | '„' | '‟' => Self::Curly,
            '«' | '»' | '‹' | '›' | '《' | '》' => Self::Guillemet,
            '\'' | '‘' | '’' | '`' | '´' => Self::Single,
            _ => return None,
        })
    }

    /// Whether the text may go on in the next line.
    const fn crosses_lines(self) -> bool {
        matches!(self, Self::Curly | Self::Guillemet)
    }
}

#[derive(Clone, Copy, Debug)]
struct Open {
    family: Family,
    mark: char,
    unit: usize,
    span: Span,
}

/// Finds all quotations, in order of their start.
pub(crate) fn find(frame: &Frame<'_>, original: &str) -> Vec<Quote> {
    let mut stack: Vec<Open> = Vec::new();
    let mut found = Vec::new();
    let mut lines = frame.lines.iter().map(|line| line.start).peekable();
    for &at in &frame.marks {
        let unit = &frame.units[at];
        while let Some(line) = lines.next_if(|&line| line <= at) {
            leave_line(frame, original, &mut stack, line, &mut found);
        }
        for (offset, mark) in unit.span.of(original).char_indices() {
            let Some(family) = Family::of(mark) else {
                continue;
            };
            let start = unit.span.start() + offset;
            let here = Open {
                family,
                mark,
                unit: at,
                span: Span::new(start, start + mark.len_utf8()),
            };
            if let Some(quote) = step(&mut stack, here, side(original, here.span), original) {
                found.push(quote);
            }
        }
    }
    for line in lines.chain([frame.units.len()]) {
        leave_line(frame, original, &mut stack, line, &mut found);
    }
    found.retain(|quote| quote.inner.of(original).chars().any(is_alphanumeric));
    found.sort_by_key(|quote| (quote.outer.start(), core::cmp::Reverse(quote.outer.end())));
    set_depths(&mut found);
    found
}

/// Takes one mark; gives the quotation that it closes.
fn step(stack: &mut Vec<Open>, here: Open, side: Side, original: &str) -> Option<Quote> {
    let partner = stack.iter().rposition(|open| open.family == here.family);
    if here.family == Family::Single && partner.is_none() && side != Side::Before {
        return None;
    }
    let closes = match side {
        Side::Before => partner.is_some_and(|at| closes_by_shape(stack[at].mark, here.mark)),
        Side::After => true,
        Side::Both => partner.is_some(),
    };
    match partner {
        Some(at) if closes => {
            let open = stack[at];
            stack.truncate(at);
            let long = here.unit - open.unit > SINGLE_LIMIT;
            (open.family != Family::Single || !long).then(|| quote(open, here, original))
        }
        Some(at) if here.family == Family::Straight || here.family == Family::Single => {
            // The mark before it was never closed.
            stack.truncate(at);
            stack.push(here);
            None
        }
        _ if side != Side::After || opens_by_shape(here.mark) => {
            if stack.len() < DEPTH_LIMIT {
                stack.push(here);
            }
            None
        }
        _ => None,
    }
}

fn quote(open: Open, close: Open, original: &str) -> Quote {
    let inner = trimmed(Span::new(open.span.end(), close.span.start()), original);
    Quote {
        inner,
        outer: open.span.cover(close.span),
        marks: [open.mark, close.mark].into_iter().collect(),
        depth: 0,
    }
}

/// Where the text of a mark lies, by the characters beside it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Side {
    /// It stands before its text.
    Before,
    /// It stands after its text.
    After,
    /// The neighbours do not tell.
    Both,
}

fn side(original: &str, mark: Span) -> Side {
    let before = original[..mark.start()].chars().next_back();
    let after = original[mark.end()..].chars().next();
    let open_before = before
        .is_none_or(|c| c.is_whitespace() || matches!(c, '(' | '[' | ':' | '/' | '-' | '،' | '#'));
    let open_after =
        after.is_none_or(|c| c.is_whitespace() || !is_alphanumeric(c) && !is_mark_or_bracket(c));
    match (open_before, open_after) {
        (true, false) => Side::Before,
        (false, true) => Side::After,
        _ => Side::Both,
    }
}

/// As the method of that name; Arabic letters, which nearly all are, need no table.
fn is_alphanumeric(c: char) -> bool {
    matches!(c, '\u{0621}'..='\u{064A}') || c.is_alphanumeric()
}

fn is_mark_or_bracket(c: char) -> bool {
    Family::of(c).is_some()
        || matches!(
            c,
            '(' | '[' | '#' | '@' | '﴿' | '{' | '\u{064B}'..='\u{0652}'
        )
}

const fn opens_by_shape(mark: char) -> bool {
    matches!(mark, '«' | '‹' | '《' | '„')
}

/// Whether `mark` is the partner of `open` by shape alone.
const fn closes_by_shape(open: char, mark: char) -> bool {
    matches!(
        (open, mark),
        ('“', '”')
            | ('”', '“')
            | ('„', '“' | '”')
            | ('«', '»')
            | ('»', '«')
            | ('‹', '›')
            | ('《', '》')
            | ('‘', '’')
    )
}

/// Drops what cannot stay open at the start of unit `at`, a new line or the end.
fn leave_line(
    frame: &Frame<'_>,
    original: &str,
    stack: &mut Vec<Open>,
    at: usize,
    found: &mut Vec<Quote>,
) {
    let paragraph = frame
        .units
        .get(at)
        .is_none_or(|unit| unit.gap == Gap::Paragraph);
    let Some(cut) = stack
        .iter()
        .position(|open| paragraph || !open.family.crosses_lines())
    else {
        return;
    };
    for open in stack.drain(cut..) {
        if announced(&frame.units, open.unit) && ends_cut_off(&frame.units[open.unit..at]) {
            let last = frame.units[at - 1].span;
            let inner = trimmed(Span::new(open.span.end(), last.end()), original);
            found.push(Quote {
                inner,
                outer: open.span.cover(inner),
                marks: open.mark.to_string(),
                depth: 0,
            });
        }
    }
}

/// Whether a colon stands before the mark at `unit`.
fn announced(units: &[Unit<'_>], unit: usize) -> bool {
    unit.checked_sub(1)
        .is_some_and(|before| units[before].is_mark(&[':']))
}

/// Whether the text breaks off: an ellipsis or a link at its end, or no full stop at all.
fn ends_cut_off(units: &[Unit<'_>]) -> bool {
    units.len() > 3
        && !units
            .iter()
            .skip(1)
            .any(|unit| unit.is_mark(&['"', '“', '”', '«', '»']))
}

fn trimmed(span: Span, original: &str) -> Span {
    let text = span.of(original);
    let start = span.start() + (text.len() - text.trim_start().len());
    Span::new(start, start + text.trim().len())
}

fn set_depths(quotes: &mut [Quote]) {
    let mut ends: Vec<usize> = Vec::new();
    for quote in quotes {
        while ends.last().is_some_and(|&end| end <= quote.outer.start()) {
            ends.pop();
        }
        quote.depth = ends.len();
        ends.push(quote.outer.end());
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Document;

    fn quotes(text: &str) -> Vec<String> {
        let document = Document::new(text);
        let frame = Frame::new(&document);
        find(&frame, text)
            .into_iter()
            .map(|quote| format!("{}{}", quote.depth, quote.inner.of(text)))
            .collect()
    }

    #[test]
    fn straight_curly_and_guillemets() {
        assert_eq!(
            quotes("قال \"نعم\"، ثم “لا” ثم «ربما»."),
            ["0نعم", "0لا", "0ربما"]
        );
        assert_eq!(quotes("كتب ”الوقت قصير“ ومضى"), ["0الوقت قصير"]);
        assert_eq!(quotes("قال »نعم« ومضى"), ["0نعم"]);
    }

    #[test]
    fn nested_marks_keep_their_depth() {
        assert_eq!(
            quotes("قال «سمعت \"نداء\" بعيدا» ثم سكت"),
            ["0سمعت \"نداء\" بعيدا", "1نداء"]
        );
    }

    #[test]
    fn a_lost_mark_spoils_neither_its_line_nor_the_next() {
        assert_eq!(quotes("كلمة \" ضائعة\nقال \"نعم\" ومضى"), ["0نعم"]);
        assert_eq!(quotes("بدأ \"كلاما لم يغلق ثم قال \"نعم\" ومضى"), ["0نعم"]);
        assert_eq!(quotes("فتح «كلاما\n\nثم قال «نعم»"), ["0نعم"]);
    }

    #[test]
    fn a_cut_off_text_after_a_colon_is_quoted() {
        assert_eq!(
            quotes("كتب الوزير: \"سنعمل معا من أجل…"),
            ["0سنعمل معا من أجل…"]
        );
    }

    #[test]
    fn apostrophes_are_not_quotes() {
        assert_eq!(quotes("it's a test isn't it"), Vec::<String>::new());
        assert_eq!(quotes("كلمة 'واحدة' فقط"), ["0واحدة"]);
    }

    #[test]
    fn many_marks_stay_linear() {
        let text = "\"".repeat(200_000);
        assert_eq!(quotes(&text), Vec::<String>::new());
    }
}
