//! The annotations of one text.

use khitab_text::Span;

use crate::{Annotation, Kind, Scope};

/// Annotations in order of their start, longer ones first.
///
/// ```
/// use khitab_features::{Annotation, AnnotationSet, Kind, Scope, Span};
/// let mut found = AnnotationSet::default();
/// found.push(Annotation::new(Span::new(4, 10), Kind::Cue).feature("D1"));
/// found.mark([Span::new(0, 12)], Scope::QUOTED);
/// assert!(found.counted("D1").all(|hit| !hit.scope.in_use()));
/// ```
#[derive(Clone, Debug, Default, PartialEq)]
pub struct AnnotationSet {
    annotations: Vec<Annotation>,
}

impl AnnotationSet {
    /// Adds one annotation; order is restored by [`AnnotationSet::sort`].
    pub fn push(&mut self, annotation: Annotation) {
        self.annotations.push(annotation);
    }

    /// Sorts by start, then longer first, then kind.
    pub fn sort(&mut self) {
        self.annotations.sort_by(|a, b| {
            let key = |x: &Annotation| (x.span.start(), core::cmp::Reverse(x.span.end()), x.kind);
            key(a).cmp(&key(b))
        });
    }

    /// All annotations.
    #[must_use]
    pub fn as_slice(&self) -> &[Annotation] {
        &self.annotations
    }

    /// All annotations, to be changed in place.
    pub fn as_mut_slice(&mut self) -> &mut [Annotation] {
        &mut self.annotations
    }

    /// Iterates over the annotations.
    pub fn iter(&self) -> core::slice::Iter<'_, Annotation> {
        self.annotations.iter()
    }

    /// Iterates over those of one kind.
    pub fn of(&self, kind: Kind) -> impl Iterator<Item = &Annotation> {
        self.annotations
            .iter()
            .filter(move |annotation| annotation.kind == kind)
    }

    /// Iterates over those that count for one taxonomy feature.
    pub fn counted(&self, feature: &str) -> impl Iterator<Item = &Annotation> {
        self.annotations
            .iter()
            .filter(move |annotation| annotation.feature == Some(feature))
    }

    /// Sets `scope` on every annotation that lies inside one of `spans`, in whatever order they
    /// come; spans that overlap count as one.
    pub fn mark(&mut self, spans: impl IntoIterator<Item = Span>, scope: Scope) {
        self.mark_where(spans, scope, |_| true);
    }

    /// As [`AnnotationSet::mark`], for the annotations that `wanted` lets through.
    pub fn mark_where(
        &mut self,
        spans: impl IntoIterator<Item = Span>,
        scope: Scope,
        wanted: impl Fn(&Annotation) -> bool,
    ) {
        let mut cover = Cover::new(spans.into_iter().collect());
        if cover.spans.is_empty() {
            return;
        }
        for annotation in &mut self.annotations {
            if cover.holds(annotation.span) && wanted(annotation) {
                annotation.scope.insert(scope);
            }
        }
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.annotations.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.annotations.is_empty()
    }
}

/// Spans, those that overlap as one, asked about places that mostly come in order.
pub(crate) struct Cover {
    spans: Vec<Span>,
    /// How many spans start at or before the place that was asked about last.
    next: usize,
    last: usize,
}

impl Cover {
    pub(crate) fn new(mut spans: Vec<Span>) -> Self {
        spans.sort_unstable();
        spans.dedup_by(|span, before| {
            let overlaps = span.start() < before.end();
            if overlaps {
                *before = before.cover(*span);
            }
            overlaps
        });
        Self {
            spans,
            next: 0,
            last: 0,
        }
    }

    /// Whether one of them and `span` share a byte.
    pub(crate) fn overlaps(&self, span: Span) -> bool {
        let started = self
            .spans
            .partition_point(|cover| cover.start() < span.end());
        started > 0 && self.spans[started - 1].end() > span.start()
    }

    /// Whether one of them holds `span`.
    #[inline]
    fn holds(&mut self, span: Span) -> bool {
        let start = span.start();
        let started = |cover: &&Span| cover.start() <= start;
        if start < self.last {
            self.next = self.spans.partition_point(|cover| started(&cover));
        } else {
            let later = self.spans[self.next..].iter();
            self.next += later.take_while(started).count();
        }
        self.last = start;
        self.next > 0 && self.spans[self.next - 1].contains(span)
    }
}

impl From<Vec<Annotation>> for AnnotationSet {
    fn from(annotations: Vec<Annotation>) -> Self {
        Self { annotations }
    }
}

impl Extend<Annotation> for AnnotationSet {
    fn extend<I: IntoIterator<Item = Annotation>>(&mut self, annotations: I) {
        self.annotations.extend(annotations);
    }
}

impl<'s> IntoIterator for &'s AnnotationSet {
    type Item = &'s Annotation;
    type IntoIter = core::slice::Iter<'s, Annotation>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_that_share_a_byte_with_one_of_many_are_found() {
        let cover = Cover::new(
            [(8, 12), (2, 4), (3, 6)]
                .map(|(a, b)| Span::new(a, b))
                .to_vec(),
        );
        let overlaps = |start, end| cover.overlaps(Span::new(start, end));
        assert!(overlaps(0, 3) && overlaps(5, 7) && overlaps(0, 20) && overlaps(11, 14));
        assert!(!overlaps(0, 2) && !overlaps(6, 8) && !overlaps(12, 14));
    }
}
