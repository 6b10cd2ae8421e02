//! Many posts over time: schema `khitab.monitor/1`, told in `docs/MONITOR.md`.

use khitab_features::Series;
use serde::{Deserialize, Serialize};

/// The report on a collection of posts.
///
/// ```
/// use khitab::features::{Period, SeriesBuilder};
/// use khitab::{MonitorReport, Pipeline};
/// let pipeline = Pipeline::default();
/// let mut series = SeriesBuilder::new(Period::Day, 0.7, 0);
/// for (time, author, text) in [
///     ("2024-03-01T08:00:00Z", "tea_house", "شاهدوا الفيديو"),
///     ("2024-03-02T09:30:00Z", "tea_house", "صباح الخير"),
/// ] {
///     series.add(pipeline.post(time.parse()?, text).by(author));
/// }
/// let report = MonitorReport::new(series.finish()?).with_refused(1);
/// assert_eq!((report.schema.as_str(), report.refused), ("khitab.monitor/1", 1));
/// assert_eq!(report.series.steps.len(), 2);
/// # Ok::<(), String>(())
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct MonitorReport {
    /// The name and version of this shape.
    pub schema: String,
    /// The version of khitab that wrote it.
    pub khitab: String,
    /// How many rows could not be used: broken, or without a time.
    #[serde(default)]
    pub refused: u64,
    /// The counts and what can be read from their course.
    #[serde(flatten)]
    pub series: Series,
}

impl MonitorReport {
    /// The schema that reports follow.
    pub const SCHEMA: &'static str = "khitab.monitor/1";

    /// Reports a series.
    #[must_use]
    pub fn new(series: Series) -> Self {
        Self {
            schema: Self::SCHEMA.to_owned(),
            khitab: env!("CARGO_PKG_VERSION").to_owned(),
            refused: 0,
            series,
        }
    }

    /// Tells how many rows are in none of its counts.
    #[must_use]
    pub fn with_refused(self, refused: u64) -> Self {
        Self { refused, ..self }
    }
}
