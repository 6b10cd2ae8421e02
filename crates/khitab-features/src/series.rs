//! What is put out per day, week or month: volume, media types, naming, use, links, clusters.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use crate::account::{ChangePoint, Timestamp, change_point};
use crate::{AnnotationSet, Kind, Measure, Role};

/// The length of a step of a [`Series`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "lowercase"))]
pub enum Period {
    /// From midnight UTC.
    Day,
    /// From Monday.
    Week,
    /// From the first of the month.
    Month,
}

impl Period {
    /// The period of that name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Some(match name {
            "day" => Self::Day,
            "week" => Self::Week,
            "month" => Self::Month,
            _ => return None,
        })
    }

    /// The number of the step that holds `time`; steps follow one another without a gap.
    #[must_use]
    pub fn step(self, time: Timestamp) -> i64 {
        match self {
            Self::Day => time.days(),
            Self::Week => (time.days() + 3).div_euclid(7),
            Self::Month => {
                let (year, month, _) = time.date();
                year * 12 + month - 1
            }
        }
    }

    /// The first day of a step, such as `2017-09-11`.
    #[must_use]
    pub fn label(self, step: i64) -> String {
        let day = |days: i64| {
            let (year, month, day) = Timestamp::from_unix(days * 86_400).date();
            format!("{year:04}-{month:02}-{day:02}")
        };
        match self {
            Self::Day => day(step),
            Self::Week => day(step * 7 - 3),
            Self::Month => format!(
                "{:04}-{:02}-01",
                step.div_euclid(12),
                step.rem_euclid(12) + 1
            ),
        }
    }
}

/// What one text adds to a series.
#[derive(Clone, Debug, PartialEq)]
pub struct Post {
    /// When it was posted.
    pub time: Timestamp,
    /// Who posted it, as the caller names authors.
    pub author: String,
    /// The cluster of near-duplicates that it belongs to, as `clusters` numbers them.
    pub cluster: Option<u32>,
    counts: [f64; COUNTS.len()],
}

/// The counted columns of a [`Series`], in order.
const COUNTS: [&str; 17] = [
    "posts",
    "video",
    "image",
    "text",
    "audio",
    "self_names",
    "outsider_names",
    "risk",
    "risk_in_use",
    "links",
    "social",
    "messaging",
    "paste",
    "file_share",
    "archive",
    "shortener",
    "other_links",
];

impl Post {
    /// Counts what `found` and `measures` say about one text.
    #[must_use]
    pub fn new(
        time: Timestamp,
        author: impl Into<String>,
        found: &AnnotationSet,
        measures: &[Measure],
    ) -> Self {
        let hits = |id: &str| found.counted(id).filter(|cue| cue.scope.in_use()).count() as f64;
        let mut risk = (0.0, 0.0);
        for measure in measures
            .iter()
            .filter(|measure| measure.feature.role == Role::Risk)
        {
            for cue in found.counted(measure.feature.id) {
                risk.0 += 1.0;
                risk.1 += f64::from(u8::from(cue.scope.in_use()));
            }
        }
        let links = |id: &str| {
            let measure = measures.iter().find(|measure| measure.feature.id == id);
            measure.map_or(0.0, |measure| measure.value)
        };
        let platforms = [
            "I1.social",
            "I1.messaging",
            "I1.paste",
            "I1.file_share",
            "I1.archive",
            "I1.shortener",
        ]
        .map(links);
        let all = found.of(Kind::Link).count() as f64;
        let [social, messaging, paste, file_share, archive, shortener] = platforms;
        Self {
            time,
            author: author.into(),
            cluster: None,
            counts: [
                1.0,
                hits("G4.video"),
                hits("G4.image"),
                hits("G4.text"),
                hits("G4.audio"),
                hits("A1.self"),
                hits("A2"),
                risk.0,
                risk.1,
                all,
                social,
                messaging,
                paste,
                file_share,
                archive,
                shortener,
                all - platforms.iter().sum::<f64>(),
            ],
        }
    }

    /// Puts the post into a cluster of near-duplicates.
    #[must_use]
    pub fn in_cluster(mut self, cluster: u32) -> Self {
        self.cluster = Some(cluster);
        self
    }
}

/// One step of a series.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Step {
    /// The first day of the step.
    pub start: String,
    /// The counts, named as in [`Series::columns`].
    pub values: Vec<f64>,
}

/// Near-duplicates of one cluster by several authors within an hour (J6).
///
/// Source: the "swarmcast" of Krona 2020 and others. Prayers and news wires go round like this
/// too: look at the text.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Burst {
    /// The cluster.
    pub cluster: u32,
    /// Seconds since 1970 of its first post.
    pub start: i64,
    /// Posts within the hour from the first.
    pub posts: usize,
    /// Different authors among them.
    pub authors: usize,
}

/// Counts per step with what can be read from their course.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Series {
    /// The names of the columns.
    pub columns: Vec<String>,
    /// Every step from the first post to the last, empty ones too.
    pub steps: Vec<Step>,
    /// Where the level of a column changes, for columns that do and whose level is below .05.
    pub changes: Vec<(String, ChangePoint)>,
    /// Bursts of near-duplicates.
    pub bursts: Vec<Burst>,
}

/// Authors that make near-duplicates within an hour a burst.
const BURST_AUTHORS: usize = 3;
const HOUR: f64 = 3600.0;
/// A change of level less likely than this by chance is reported.
const LEVEL: f64 = 0.05;
/// Steps of a series at most: more means that a time is wrong.
const STEPS: i64 = 40_000;

impl Series {
    /// Sums `posts`, in any order, over the steps of `period`. `seed` is that of the change-point
    /// test.
    ///
    /// # Errors
    /// When the posts lie so far apart that a time must be wrong.
    pub fn new(posts: &[Post], period: Period, seed: u64) -> Result<Self, String> {
        let mut steps: BTreeMap<i64, Vec<&Post>> = BTreeMap::new();
        for post in posts {
            steps.entry(period.step(post.time)).or_default().push(post);
        }
        let (Some(&first), Some(&last)) = (steps.keys().next(), steps.keys().next_back()) else {
            return Ok(Self {
                columns: columns(),
                steps: Vec::new(),
                changes: Vec::new(),
                bursts: Vec::new(),
            });
        };
        if last.saturating_sub(first) > STEPS {
            let (from, to) = (period.label(first), period.label(last));
            return Err(format!(
                "the posts span {from} to {to}: a time must be wrong"
            ));
        }
        let none = Vec::new();
        let rows: Vec<Step> = (first..=last)
            .map(|step| Step {
                start: period.label(step),
                values: values(steps.get(&step).unwrap_or(&none)),
            })
            .collect();
        let names = columns();
        let changes = names.iter().enumerate().filter_map(|(column, name)| {
            let course: Vec<f64> = rows.iter().map(|row| row.values[column]).collect();
            let change = change_point(&course, seed).filter(|change| change.level < LEVEL)?;
            Some((name.clone(), change))
        });
        Ok(Self {
            changes: changes.collect(),
            bursts: bursts(posts),
            columns: names,
            steps: rows,
        })
    }

    /// The steps as a table of comma-separated values with a header.
    #[must_use]
    pub fn csv(&self) -> String {
        let mut out = format!("start,{}\n", self.columns.join(","));
        for step in &self.steps {
            out.push_str(&step.start);
            for value in &step.values {
                // Writing to a string cannot fail.
                let _ = write!(out, ",{}", (value * 1e6).round() / 1e6);
            }
            out.push('\n');
        }
        out
    }
}

fn columns() -> Vec<String> {
    let derived = ["authors", "clusters", "naming_ratio", "use_ratio"];
    COUNTS
        .iter()
        .chain(&derived)
        .map(|name| (*name).to_owned())
        .collect()
}

fn values(posts: &[&Post]) -> Vec<f64> {
    let mut out = vec![0.0; COUNTS.len()];
    for post in posts {
        for (sum, count) in out.iter_mut().zip(&post.counts) {
            *sum += count;
        }
    }
    let distinct = |mut keys: Vec<&str>| {
        keys.sort_unstable();
        keys.dedup();
        keys.len() as f64
    };
    let authors = distinct(posts.iter().map(|post| post.author.as_str()).collect());
    let mut clusters: Vec<u32> = posts.iter().filter_map(|post| post.cluster).collect();
    clusters.sort_unstable();
    clusters.dedup();
    let ratio = |part: f64, whole: f64| if whole > 0.0 { part / whole } else { 0.0 };
    let at = |name: &str| {
        COUNTS
            .iter()
            .position(|column| *column == name)
            .map_or(0.0, |at| out[at])
    };
    let naming = ratio(at("self_names"), at("self_names") + at("outsider_names"));
    let using = ratio(at("risk_in_use"), at("risk"));
    out.extend([authors, clusters.len() as f64, naming, using]);
    out
}

/// The largest hour of each cluster, when enough authors post in it.
fn bursts(posts: &[Post]) -> Vec<Burst> {
    let mut clusters: BTreeMap<u32, Vec<&Post>> = BTreeMap::new();
    for post in posts {
        if let Some(cluster) = post.cluster {
            clusters.entry(cluster).or_default().push(post);
        }
    }
    let found = clusters.into_iter().filter_map(|(cluster, mut posts)| {
        posts.sort_by_key(|post| post.time);
        let mut best: Option<Burst> = None;
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        let mut start = 0;
        for (end, post) in posts.iter().enumerate() {
            *counts.entry(&post.author).or_default() += 1;
            while post.time.seconds_since(posts[start].time) > HOUR {
                if let Some(count) = counts.get_mut(posts[start].author.as_str()) {
                    *count -= 1;
                }
                counts.retain(|_, count| *count > 0);
                start += 1;
            }
            if counts.len() > best.as_ref().map_or(BURST_AUTHORS - 1, |best| best.authors) {
                best = Some(Burst {
                    cluster,
                    start: posts[start].time.unix(),
                    posts: end + 1 - start,
                    authors: counts.len(),
                });
            }
        }
        best
    });
    found.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Document, Extractor};

    fn post(extractor: &Extractor, time: &str, author: &str, text: &str) -> Post {
        let document = Document::new(text);
        let found = extractor.annotate(&document);
        let measures = extractor.measure(&document, &found);
        Post::new(time.parse().unwrap(), author, &found, &measures)
    }

    #[test]
    fn steps_follow_one_another_and_are_labelled_by_their_first_day() {
        let time: Timestamp = "2017-09-15T08:00:00Z".parse().unwrap();
        for (period, label) in [
            (Period::Day, "2017-09-15"),
            (Period::Week, "2017-09-11"),
            (Period::Month, "2017-09-01"),
        ] {
            assert_eq!(period.label(period.step(time)), label);
        }
        let sunday: Timestamp = "2017-09-17T23:59:59Z".parse().unwrap();
        assert_eq!(Period::Week.step(sunday), Period::Week.step(time));
    }

    #[test]
    fn a_series_counts_by_step_and_keeps_empty_ones() {
        let extractor = Extractor::default();
        let posts = [
            post(&extractor, "2024-03-01", "a", "شاهدوا الفيديو والصور"),
            post(
                &extractor,
                "2024-03-03",
                "b",
                "شاهدوا الفيديو https://t.me/tea",
            ),
        ];
        let series = Series::new(&posts, Period::Day, 1).unwrap();
        assert_eq!(series.steps.len(), 3);
        let value = |step: usize, name: &str| {
            let column = series
                .columns
                .iter()
                .position(|column| column == name)
                .unwrap();
            series.steps[step].values[column]
        };
        assert_eq!(
            (value(0, "posts"), value(1, "posts"), value(2, "posts")),
            (1.0, 0.0, 1.0)
        );
        assert_eq!(
            (value(0, "video"), value(0, "image"), value(2, "links")),
            (1.0, 1.0, 1.0)
        );
        let csv = series.csv();
        assert!(
            csv.starts_with("start,posts,video,") && csv.lines().count() == 4,
            "{csv}"
        );
    }

    #[test]
    fn a_burst_needs_several_authors_within_an_hour() {
        let extractor = Extractor::default();
        let at = |minute: u32, author: &str| {
            post(
                &extractor,
                &format!("2024-03-01T10:{minute:02}:00Z"),
                author,
                "نص",
            )
            .in_cluster(4)
        };
        let posts = [at(0, "a"), at(20, "b"), at(30, "b"), at(50, "c")];
        let series = Series::new(&posts, Period::Day, 1).unwrap();
        assert_eq!(series.bursts.len(), 1);
        assert_eq!((series.bursts[0].posts, series.bursts[0].authors), (4, 3));
        assert_eq!(Series::new(&posts[..3], Period::Day, 1).unwrap().bursts, []);
    }

    #[test]
    fn a_wild_time_is_an_error_and_no_endless_series() {
        let extractor = Extractor::default();
        let posts = [
            post(&extractor, "0001-01-01", "a", "نص"),
            post(&extractor, "9999-01-01", "a", "نص"),
        ];
        let error = Series::new(&posts, Period::Day, 1).unwrap_err();
        assert_eq!(
            error,
            "the posts span 0001-01-01 to 9999-01-01: a time must be wrong"
        );
        assert_eq!(Series::new(&[], Period::Day, 1).unwrap().steps, []);
    }
}
