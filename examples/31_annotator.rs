//! # An annotator of your own
//!
//! One trait, one method: look at the document, push what you find. The scopes then mark it like
//! everything else, and each of its features becomes two columns, over everything and in use.
//!
//! ```sh
//! cargo run --example 31_annotator
//! ```

use khitab_features::{Annotation, AnnotationSet, Annotator, Document, Extractor, Kind};
use khitab_text::TokenKind;

/// Counts words written with three or more exclamation marks behind them.
struct Shouting;

impl Annotator for Shouting {
    fn name(&self) -> &str {
        "shouting"
    }

    fn annotate(&self, document: &Document<'_>, found: &mut AnnotationSet) {
        for token in document.tokens() {
            let mark = token.span.of(document.text().original());
            if token.kind == TokenKind::Punctuation && mark.starts_with("!!!") {
                found.push(Annotation::new(token.span, Kind::Cue).feature("shouting"));
            }
        }
    }
}

fn main() {
    let extractor = Extractor::default().with(Shouting, &["shouting"]);
    let text = "وصل القطار!!! وقال المراسل: \"تأخر كثيرا هذه المرة!!!\"";
    let document = Document::new(text);
    let found = extractor.annotate(&document);
    for mark in found.counted("shouting") {
        let scope: Vec<&str> = mark.scope.names().collect();
        println!("{:?} {} {scope:?}", mark.span, mark.span.of(text));
    }
    let row = extractor.vector(&extractor.measure(&document, &found));
    for name in ["shouting", "shouting.use"] {
        let column = extractor.space().id(name).map(|id| row.get(id));
        println!("{name:<12} {:.3}", column.unwrap_or_default());
    }
}
