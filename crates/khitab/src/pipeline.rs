//! The whole line in one call.

use khitab_features::exchange::{SignalMatch, SignalMatcher};
use khitab_features::{Canonical, Document, Extractor, Fingerprint, Post, Timestamp};

use crate::report::{FeatureRow, Found, Report, TextCounts};
use crate::{Frame, TextModel};

/// From a text to a report: normalise, tokenise, annotate, count, score, explain.
///
/// It holds no state between texts and can be shared by threads.
///
/// ```
/// let pipeline = khitab::Pipeline::default();
/// let report = pipeline.analyze("قال المتحدث إن تويتر أغلقت 300 ألف حساب");
/// assert_eq!(report.schema, "khitab.report/1");
/// assert!(report.annotations.iter().any(|found| found.id.as_deref() == Some("twitter")));
/// ```
#[derive(Debug, Default)]
pub struct Pipeline {
    extractor: Extractor,
    /// Whether the extractor is not the one that models are trained with.
    own_extractor: bool,
    model: Option<TextModel>,
}

impl Pipeline {
    /// Uses an extractor with lists or annotators of one's own.
    #[must_use]
    pub fn with_extractor(mut self, extractor: Extractor) -> Self {
        self.extractor = extractor;
        self.own_extractor = true;
        self
    }

    /// Scores with `model` from now on.
    #[must_use]
    pub fn with_model(mut self, model: TextModel) -> Self {
        self.model = Some(model);
        self
    }

    /// Reports on one text.
    #[must_use]
    pub fn analyze(&self, text: &str) -> Report {
        let document = Document::new(text);
        let found = self.extractor.annotate(&document);
        let measures = self.extractor.measure(&document, &found);
        let explain = |model: &TextModel| {
            let named = (!self.own_extractor).then(|| self.extractor.vector(&measures));
            model.explain_measured(text, named.as_ref())
        };
        let (score, explanation) = self.model.as_ref().map(explain).unzip();
        let counts = TextCounts::of(&document);
        let scored = self.model.as_ref().zip(score.as_ref());
        let risk = scored.and_then(|(model, score)| model.risk(score));
        Report {
            schema: Report::SCHEMA,
            khitab: env!("CARGO_PKG_VERSION"),
            text: counts,
            annotations: found.iter().map(|one| Found::new(one, text)).collect(),
            features: measures.iter().map(FeatureRow::new).collect(),
            frame: Frame::read(&found, counts.unread(), risk),
            score,
            explanation,
        }
    }

    /// The fingerprint of what is a text's own: scripture and web furniture left out.
    #[must_use]
    pub fn fingerprint(&self, text: &str) -> Fingerprint {
        let document = Document::new(text);
        let found = self.extractor.annotate(&document);
        Fingerprint::new(&Canonical::own_words(&document, &found))
    }

    /// What a text adds to a series of posts: its counts and its fingerprint.
    #[must_use]
    pub fn post(&self, time: Timestamp, text: &str) -> Post {
        let document = Document::new(text);
        let found = self.extractor.annotate(&document);
        let print = Fingerprint::new(&Canonical::own_words(&document, &found));
        Post::new(time, &found).with_print(print)
    }

    /// The signals of others that a text answers.
    #[must_use]
    pub fn matches(&self, matcher: &SignalMatcher, text: &str) -> Vec<SignalMatch> {
        let document = Document::new(text);
        let found = self.extractor.annotate(&document);
        matcher.search(&document, &Canonical::shared_spans(&found))
    }
}
