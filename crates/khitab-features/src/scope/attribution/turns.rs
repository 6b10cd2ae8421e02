//! The turns of an interview: lines that begin with one of a few names and a colon.

use core::ops::Range;

use khitab_text::Span;
use rustc_hash::FxHashMap;

use crate::scope::context::Context;
use crate::scope::frame::Unit;

/// The most words of a name before its colon.
const LONGEST: usize = 3;

/// The names that take turns in a text.
#[derive(Debug, Default)]
pub(super) struct Turns<'d> {
    names: Vec<&'d str>,
}

impl<'d> Turns<'d> {
    /// Names that open two lines or more, where there are two such names and one of them asks.
    pub(super) fn of(context: &Context<'d>) -> Self {
        let mut counts: FxHashMap<&str, usize> = FxHashMap::default();
        let mut asks = false;
        for sentence in &context.frame.sentences {
            let Some(colon) = colon(context, sentence) else {
                continue;
            };
            *counts
                .entry(name(context, sentence.start..colon))
                .or_default() += 1;
            asks |= (colon..sentence.end).any(|at| context.is_mark(at, &['؟', '?']));
        }
        counts.retain(|_, count| *count > 1);
        if !asks || counts.len() < 2 {
            return Self::default();
        }
        Self {
            names: counts.into_keys().collect(),
        }
    }

    /// Whether the words are one of the names.
    pub(super) fn has(&self, context: &Context<'d>, units: &Range<usize>) -> bool {
        !self.names.is_empty() && self.names.contains(&name(context, units.clone()))
    }
}

fn name<'d>(context: &Context<'d>, units: Range<usize>) -> &'d str {
    let span: Span = context.span(units);
    span.of(context.original)
}

/// The colon behind the words that a line opens with.
fn colon(context: &Context<'_>, sentence: &Range<usize>) -> Option<usize> {
    if !context.unit(sentence.start)?.starts_line() {
        return None;
    }
    let window = sentence.start + 1..sentence.end.min(sentence.start + LONGEST + 1);
    let colon = window.into_iter().find(|&at| context.is_mark(at, &[':']))?;
    let words = (sentence.start..colon).all(|at| context.unit(at).is_some_and(Unit::is_word));
    words.then_some(colon)
}

#[cfg(test)]
mod tests {
    use crate::{Document, Extractor, Kind, Value};

    fn speakers(text: &str) -> Vec<String> {
        let found = Extractor::default().annotate(&Document::new(text));
        let statements = found.of(Kind::Attribution);
        let spans = statements.filter_map(|one| match one.get("speaker") {
            Some(Value::Span(span)) => Some(span.of(text).to_owned()),
            _ => None,
        });
        spans.collect()
    }

    #[test]
    fn names_that_take_turns_speak() {
        let text = "المرسى: كيف الطقس اليوم؟\nريم: بارد وماطر جدا\nالمرسى: ومتى ينتهي الشتاء؟\nريم: بعد شهر واحد فقط";
        assert_eq!(speakers(text), ["المرسى", "ريم", "المرسى", "ريم"]);
    }

    #[test]
    fn labels_of_a_form_do_not() {
        let text = "اللون: أزرق فاتح جميل\nالحجم: صغير جدا للبيت\nاللون: أحمر داكن قليلا\nالحجم: كبير جدا للبيت";
        assert!(speakers(text).is_empty(), "nobody asks");
        let text = "ملاحظة: هل وصلت الرسالة اليوم؟\nملاحظة: وصلت الرسالة مساء أمس";
        assert!(speakers(text).is_empty(), "nobody answers");
    }
}
