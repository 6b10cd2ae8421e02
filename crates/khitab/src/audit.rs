//! What a score must be asked before anyone relies on it: panels, groups, swaps, shortcuts, disguises,
//! calibration, prevalence, leakage.
//!
//! Schema `khitab.audit/1`, told in `docs/AUDIT.md`. Everything is counting over rows and scores;
//! what alters texts is handed a function that scores them again. No text is in the result.

mod altered;
mod bias;
mod leakage;
mod names;
mod rates;

use khitab_linear::evaluate::ProbabilitySummary;
use khitab_linear::metrics;
use serde::Serialize;

pub use altered::{Altered, Shift, SwapRow, TURNS};
pub use bias::{Bias, GroupRow, LEAST_ROWS, bias};
pub use leakage::{Leakage, PURITY, Revealing, SIMILARITY, leakage};
pub use rates::{PanelRow, Prevalence, Rates, panels, prevalences};

use crate::{Detector, Error};
use altered::Scored;

/// One labelled text of an audit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuditRow {
    /// Its name in the result.
    pub id: String,
    /// The text.
    pub text: String,
    /// Whether it is of the label that is looked for.
    pub positive: bool,
    /// The set it belongs to, such as `news`.
    pub panel: String,
}

/// Scores texts, in their order.
pub type Scorer<'s> = &'s dyn Fn(&[String]) -> Vec<f64>;

/// The whole audit; `serde` writes it as schema [`AuditReport::SCHEMA`].
///
/// ```
/// use khitab::audit::{AuditReport, AuditRow};
/// use khitab::{Detector, TextModel};
/// let row = |text: &str| AuditRow {
///     id: "1".into(),
///     text: text.into(),
///     positive: false,
///     panel: "news".into(),
/// };
/// let model = TextModel::discourse()?;
/// let detector = Detector::new(&model, None, None)?;
/// let score = |texts: &[String]| texts.iter().map(|text| detector.score(text)).collect();
/// let rows = [row("وصل وفد من تونس أمس"), row("قال الوزير إن الطقس جميل")];
/// let report = AuditReport::new("discourse", &detector, &rows, &[], &score)?;
/// assert_eq!(report.panels[0].rates.flagged.map(|share| share.hits), Some(0));
/// assert_eq!(report.swaps[0].kind, "place");
/// # Ok::<(), khitab::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct AuditReport {
    /// The name and version of this shape.
    pub schema: &'static str,
    /// The version of khitab that wrote it.
    pub khitab: &'static str,
    /// The model that was asked.
    pub model: String,
    /// The label that was looked for.
    pub positive: String,
    /// Rows of at least this score count as found.
    pub threshold: f64,
    /// How many rows were scored.
    pub rows: usize,
    /// What the threshold does to all of them.
    pub rates: Rates,
    /// What it does to each panel.
    pub panels: Vec<PanelRow>,
    /// Whether mentions of groups, places, persons and organisations move scores.
    pub bias: Bias,
    /// How far scores move when such names are exchanged.
    pub swaps: Vec<SwapRow>,
    /// What is left when names, hashtags, links or accounts are taken away.
    pub ablations: Vec<Altered>,
    /// What is left when words are hidden.
    pub attacks: Vec<Altered>,
    /// Whether probabilities mean what they say; absent where the model gives none.
    pub calibration: Option<ProbabilitySummary>,
    /// Precision on streams where positives are rarer; empty without both kinds of rows.
    pub prevalences: Vec<Prevalence>,
    /// Copies and telling words.
    pub leakage: Leakage,
}

/// The bins of a reliability diagram.
const BINS: usize = 10;

impl AuditReport {
    /// The schema that reports follow.
    pub const SCHEMA: &'static str = "khitab.audit/1";

    /// Asks `detector` everything; `scorer` is how it scores, so that a caller can show progress.
    /// `training` are the rows the model has learned from, where they are known.
    ///
    /// # Errors
    /// When there is no row, or the scorer gives other than one finite score a text.
    pub fn new(
        model: impl Into<String>,
        detector: &Detector<'_>,
        rows: &[AuditRow],
        training: &[AuditRow],
        scorer: Scorer<'_>,
    ) -> Result<Self, Error> {
        let texts: Vec<String> = rows.iter().map(|row| row.text.clone()).collect();
        let scores = scorer(&texts);
        drop(texts);
        if rows.is_empty()
            || scores.len() != rows.len()
            || !scores.iter().all(|score| score.is_finite())
        {
            return Err(Error::new(
                "an audit takes at least one row and a finite score for each",
            ));
        }
        let threshold = detector.threshold();
        let scored = Scored {
            rows,
            scores: &scores,
            threshold,
            scorer,
        };
        let positive: Vec<bool> = rows.iter().map(|row| row.positive).collect();
        let rates = Rates::of(
            positive.iter().copied().zip(scores.iter().copied()),
            threshold,
        );
        let calibration = detector
            .probabilities()
            .then(|| calibration(&scores, &positive));
        Ok(Self {
            schema: Self::SCHEMA,
            khitab: env!("CARGO_PKG_VERSION"),
            model: model.into(),
            positive: detector.label().to_owned(),
            threshold,
            rows: rows.len(),
            rates,
            panels: panels(rows, &scores, threshold),
            bias: bias(
                &positive,
                &scores,
                &bias::mentions(rows),
                threshold,
                LEAST_ROWS,
            ),
            swaps: scored.swaps(),
            ablations: scored.ablations(),
            attacks: scored.attacks(),
            calibration: calibration.transpose()?,
            prevalences: prevalences(&rates),
            leakage: leakage(rows, training),
        })
    }
}

fn calibration(probabilities: &[f64], positive: &[bool]) -> Result<ProbabilitySummary, Error> {
    let bins = metrics::reliability(probabilities, positive, BINS)?;
    Ok(ProbabilitySummary {
        brier: metrics::brier(probabilities, positive)?,
        log_loss: metrics::log_loss(probabilities, positive)?,
        ece: metrics::ece(&bins),
        bins,
    })
}
