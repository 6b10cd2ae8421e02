//! What comes out at the end of the line: schema `khitab.report/1`, told in `docs/REPORT.md`.

use khitab_features::{Annotation, Document, FeatureId, Kind, Measure, Value};
use khitab_linear::{Explanation, Score};
use khitab_text::{Span, TokenKind};
use serde::Serialize;
use serde_json::{Map, json};

use crate::{Abstention, Frame};

/// The report on one text.
///
/// Every offset is a byte of the text as it was given; `serde` writes it as schema [`Report::SCHEMA`].
///
/// ```
/// let text = "قالت الوكالة إن داعش يتراجع";
/// let report = khitab::Pipeline::default().analyze(text);
/// for found in &report.annotations {
///     assert_eq!(found.surface, text[found.start..found.end]);
/// }
/// ```
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct Report {
    /// The name and version of this shape.
    pub schema: &'static str,
    /// The version of khitab that wrote it.
    pub khitab: &'static str,
    /// The size of the text.
    pub text: TextCounts,
    /// What was found, in the order of the text.
    pub annotations: Vec<Found>,
    /// Every taxonomy feature, over everything and in use.
    pub features: Vec<FeatureRow>,
    /// In which frame the text speaks, and how soon a person should read it.
    pub frame: Frame,
    /// What the model says; absent without a model.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub score: Option<Scored>,
    /// Why the model says so; absent without a model.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub explanation: Option<Explained>,
}

impl Report {
    /// The schema that reports follow.
    pub const SCHEMA: &'static str = "khitab.report/1";
}

/// The size of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct TextCounts {
    /// Bytes of UTF-8.
    pub bytes: usize,
    /// Unicode scalar values.
    pub chars: usize,
    /// Tokens of every kind, words inside hashtags left out.
    pub tokens: usize,
    /// Word tokens, those inside hashtags counted.
    pub words: usize,
    /// Those of them with an Arabic letter.
    pub arabic: usize,
}

/// Whether a letter of a normalised text is Arabic.
pub(crate) fn is_arabic(letter: char) -> bool {
    ('\u{0621}'..='\u{064A}').contains(&letter)
}

impl TextCounts {
    pub(crate) fn of(document: &Document<'_>) -> Self {
        let original = document.text().original();
        let count = |of: &dyn Fn(&khitab_text::Token) -> bool| {
            document.tokens().iter().filter(|token| of(token)).count()
        };
        let word = |token: &khitab_text::Token| token.kind == TokenKind::Word;
        let arabic = |token: &khitab_text::Token| {
            let letters = token.normalized.of(document.text().normalized());
            letters.contains(is_arabic)
        };
        Self {
            bytes: original.len(),
            chars: original.chars().count(),
            tokens: count(&|token| !token.inside),
            words: count(&word),
            arabic: count(&|token| word(token) && arabic(token)),
        }
    }

    /// What the words say against a reading.
    pub(crate) const fn unread(&self) -> Option<Abstention> {
        Abstention::of_words(self.words, self.arabic)
    }
}

/// One annotation with the piece of text it stands for.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Found {
    /// The first byte of the original.
    pub start: usize,
    /// One past the last byte of the original.
    pub end: usize,
    /// The original text between the two.
    pub surface: String,
    /// `entity`, `quotation`, `attribution`, `quantity`, `cue`, `link`, `hashtag`, `scripture` …
    pub kind: Kind,
    /// The taxonomy feature it counts for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub feature: Option<String>,
    /// The same for every mention of one thing.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// The clitics before the core, as written.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub proclitics: Option<String>,
    /// The clitics after the core, as written.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub enclitics: Option<String>,
    /// `quoted`, `attributed`, `negated`, `hedged`, `scripture`, `boilerplate`, `hashtag`, `metaphor`.
    pub scope: Vec<&'static str>,
    /// Whether the author uses the words rather than mentions them.
    pub in_use: bool,
    /// Everything else, by name.
    pub attrs: Map<String, serde_json::Value>,
}

impl Found {
    pub(crate) fn new(annotation: &Annotation, original: &str) -> Self {
        let surface = |span: Span| span.of(original).to_owned();
        Self {
            start: annotation.span.start(),
            end: annotation.span.end(),
            surface: surface(annotation.span),
            kind: annotation.kind,
            feature: annotation.feature.map(str::to_owned),
            id: annotation.id.as_deref().map(str::to_owned),
            proclitics: annotation.proclitics.map(surface),
            enclitics: annotation.enclitics.map(surface),
            scope: annotation.scope.names().collect(),
            in_use: annotation.scope.in_use(),
            attrs: annotation
                .attrs
                .iter()
                .map(|(name, value)| ((*name).to_owned(), attribute(value, original)))
                .collect(),
        }
    }
}

/// A place becomes its offsets and its surface; everything else is written as it is.
fn attribute(value: &Value, original: &str) -> serde_json::Value {
    match value {
        Value::Span(span) => {
            json!({ "start": span.start(), "end": span.end(), "surface": span.of(original) })
        }
        Value::Number(number) if number.fract() == 0.0 && number.abs() < 9e15 => {
            json!(*number as i64)
        }
        other => json!(other),
    }
}

/// One taxonomy feature of one text.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct FeatureRow {
    /// The id of the taxonomy, such as `A1`.
    pub id: &'static str,
    /// What it measures.
    pub name: &'static str,
    /// Its value over everything, in the unit of the taxonomy.
    pub value: f64,
    /// Its value where the author uses the words: outside quotation, attribution, negation and scripture.
    pub in_use: f64,
}

impl FeatureRow {
    pub(crate) fn new(measure: &Measure) -> Self {
        let Measure {
            feature,
            value,
            in_use,
            ..
        } = measure;
        Self {
            id: feature.id,
            name: feature.name,
            value: *value,
            in_use: *in_use,
        }
    }
}

/// What a model says.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Scored {
    /// The label with the greatest probability.
    pub predicted: String,
    /// Every label with its probability, in the order of the model; empty where it has none.
    pub probability: Map<String, serde_json::Value>,
    /// The value of the linear function, before calibration, for the label that is explained.
    pub decision: f64,
}

impl Scored {
    pub(crate) fn new(classes: &[String], score: &Score<String>) -> Self {
        let probabilities = score.probabilities.iter().flatten().map(|&p| json!(p));
        Self {
            predicted: score.label.clone(),
            probability: classes.iter().cloned().zip(probabilities).collect(),
            decision: score
                .decisions
                .get(score.class)
                .or(score.decisions.first())
                .copied()
                .unwrap_or_default(),
        }
    }
}

/// Why a model says it: contributions that add up, with the intercept, to the decision value.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Explained {
    /// The label that a positive contribution speaks for.
    pub label: String,
    /// What the model says of an empty text.
    pub intercept: f64,
    /// One a feature of the text, greatest absolute value first.
    pub contributions: Vec<Contribution>,
}

impl Explained {
    pub(crate) fn new(
        label: String,
        explanation: &Explanation,
        name: impl Fn(FeatureId) -> String,
    ) -> Self {
        let contribution = |one: &khitab_linear::Contribution| Contribution {
            feature: name(one.feature),
            value: f64::from(one.value),
            weight: one.weight,
            contribution: one.amount,
            spans: one
                .spans
                .iter()
                .map(|span| (span.start(), span.end()))
                .collect(),
        };
        Self {
            label,
            intercept: explanation.intercept,
            contributions: explanation.contributions.iter().map(contribution).collect(),
        }
    }

    /// The intercept and all contributions: the decision value.
    #[must_use]
    pub fn decision(&self) -> f64 {
        self.intercept
            + self
                .contributions
                .iter()
                .map(|one| one.contribution)
                .sum::<f64>()
    }
}

/// What one feature adds to the decision value.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Contribution {
    /// The name of the feature.
    pub feature: String,
    /// Its value in the text.
    pub value: f64,
    /// Its weight in the model.
    pub weight: f64,
    /// Value times weight.
    pub contribution: f64,
    /// The places of the original behind it: start and end bytes.
    pub spans: Vec<(usize, usize)>,
}
