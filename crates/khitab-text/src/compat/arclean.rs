//! The `arclean` map of CAMeL Tools: what it does not know, it deletes.

use std::sync::LazyLock;

use crate::normalize::{Rewriter, Rewritten, take};
use crate::offsets::Attach;
use crate::{Span, chars};

/// A range of code points and what is put in place of each; `None` keeps it.
struct Range {
    first: char,
    last: char,
    to: Option<String>,
}

/// Observed rows, in the order of their code points.
static RANGES: LazyLock<Vec<Range>> = LazyLock::new(|| {
    chars::rows("arclean", |[first, last, to]| {
        let to = match to {
            "=" => None,
            codes => Some(
                codes
                    .split(' ')
                    .map(chars::code_point)
                    .collect::<Option<_>>()?,
            ),
        };
        let (first, last) = (chars::code_point(first)?, chars::code_point(last)?);
        Some(Range { first, last, to })
    })
});

pub(super) fn arclean(done: &mut Option<Rewritten>, original: &str) {
    take(done, original, |text| {
        let mut out = Rewriter::new(text);
        for (at, c) in text.char_indices() {
            let range = RANGES.get(RANGES.partition_point(|range| range.last < c));
            let span = Span::new(at, at + c.len_utf8());
            match range
                .filter(|range| range.first <= c)
                .map(|range| &range.to)
            {
                None => out.replace(span, "", Attach::Before),
                Some(Some(to)) => out.replace(span, to, Attach::Nothing),
                Some(None) => {}
            }
        }
        out.finish()
    });
}
