//! What is put out per day, week or month: volume, media types, naming, use, links, clusters.

mod copies;
mod handles;
mod period;
mod post;

use std::collections::BTreeMap;
use std::fmt::Write as _;

use rustc_hash::FxHashMap;

use crate::account::{ChangePoint, PostingProfile, Timestamp, naming_shift, tested_splits};
use crate::fingerprint::Clusterer;

pub use copies::{Burst, Cluster};
pub use handles::Return;
pub use period::Period;
pub use post::Post;

use handles::Life;
use post::COUNTS;

/// One step of a series.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Step {
    /// The first day of the step.
    pub start: String,
    /// The counts, named as in [`Series::columns`].
    pub values: Vec<f64>,
}

/// Where the level of a column, or of the names an author uses, changes.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Change {
    /// The column, or the author.
    pub of: String,
    /// The first day of the step from which the new level holds; for an author, of the step of
    /// the post.
    pub start: String,
    /// The place, the levels and the test; `at` counts steps, for an author posts with a name.
    #[cfg_attr(feature = "serde", serde(flatten))]
    pub point: ChangePoint,
    /// The level of the test after Benjamini and Hochberg, over all that was tested here.
    pub adjusted: f64,
}

/// Counts per step with what can be read from their course.
///
/// Nothing here is a verdict on anybody: a change has many causes, a burst may be a prayer, and
/// handles collide.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Series {
    /// The length of a step.
    pub period: Period,
    /// How many posts.
    pub posts: usize,
    /// How many different authors.
    pub authors: usize,
    /// The names of the columns.
    pub columns: Vec<String>,
    /// Every step from the first post to the last, empty ones too.
    pub steps: Vec<Step>,
    /// When posts are made, all authors together.
    pub profile: PostingProfile,
    /// Where the level of a column changes by more than chance, earliest first within a column.
    pub changes: Vec<Change>,
    /// Authors whose share of self names changes by more than chance (J4), the surest first.
    pub naming_shifts: Vec<Change>,
    /// How many clusters of near-duplicates there are.
    pub clusters: usize,
    /// The largest of them.
    pub top_clusters: Vec<Cluster>,
    /// Near-duplicates by several authors within an hour, most authors first.
    pub bursts: Vec<Burst>,
    /// Handles that may have come back, the most alike first.
    pub returns: Vec<Return>,
}

/// A change of level less likely than this by chance is told.
const LEVEL: f64 = 0.05;
/// Steps of a series at most: more means that a time is wrong.
const STEPS: i64 = 40_000;
/// Entries of a list at most; counts go on.
const LISTED: usize = 100;
/// Posts with a name below which an author's naming is not tested.
const NAMING_POSTS: usize = 8;

/// The number of an author in the order of first sight.
type Author = u32;

/// What is kept of a post: sixteen bytes or so.
#[derive(Clone, Copy, Debug)]
struct Seen {
    time: Timestamp,
    author: Option<Author>,
    /// Its own number while posts come in, then that of the first of its cluster.
    group: u32,
}

/// Takes posts one by one, in any order, and sums them up.
///
/// Memory: the counts of each step, some 16 bytes a post, each author's name once, and about
/// 700 bytes a distinct text for finding its near-duplicates.
///
/// ```
/// use khitab_features::{Document, Extractor, Period, Post, SeriesBuilder};
/// let extractor = Extractor::default();
/// let mut builder = SeriesBuilder::new(Period::Day, 0.7, 0);
/// for (time, text) in [("2024-03-01", "شاهدوا الفيديو"), ("2024-03-03", "صباح الخير")] {
///     let found = extractor.annotate(&Document::new(text));
///     builder.add(Post::new(time.parse()?, &found).by("tea_house"));
/// }
/// let series = builder.finish()?;
/// assert_eq!(series.steps.len(), 3);
/// assert!(series.csv().starts_with("start,posts,video,"));
/// # Ok::<(), String>(())
/// ```
#[derive(Debug)]
pub struct SeriesBuilder {
    period: Period,
    steps: BTreeMap<i64, [f64; COUNTS.len()]>,
    seen: Vec<Seen>,
    /// What the posts are called, for those that may begin a cluster.
    ids: FxHashMap<u32, Box<str>>,
    authors: FxHashMap<String, Author>,
    /// Posts with self names or outsiders' names: author, time, the two counts.
    naming: Vec<(Author, Timestamp, f64, f64)>,
    clusterer: Clusterer,
    seed: u64,
}

impl SeriesBuilder {
    /// Begins with no post. Texts at least `similarity` alike (a Jaccard index of word pairs; .7
    /// is usual) are near-duplicates; `seed` is that of the change-point tests.
    #[must_use]
    pub fn new(period: Period, similarity: f64, seed: u64) -> Self {
        Self {
            period,
            steps: BTreeMap::new(),
            seen: Vec::new(),
            ids: FxHashMap::default(),
            authors: FxHashMap::default(),
            naming: Vec::new(),
            clusterer: Clusterer::new(similarity),
            seed,
        }
    }

    /// Adds a post.
    pub fn add(&mut self, post: Post) {
        let sums = self.steps.entry(self.period.step(post.time)).or_default();
        for (sum, count) in sums.iter_mut().zip(&post.counts) {
            *sum += count;
        }
        let (own, other) = (post.count("self_names"), post.count("outsider_names"));
        let next = self.authors.len() as Author;
        let author = post
            .author
            .map(|name| *self.authors.entry(name).or_insert(next));
        if let Some(author) = author.filter(|_| own + other > 0.0) {
            self.naming.push((author, post.time, own, other));
        }
        let number = self.seen.len() as u32;
        if self.clusterer.push(post.print.as_ref()) {
            self.ids.insert(number, post.id.into());
        }
        self.seen.push(Seen {
            time: post.time,
            author,
            group: number,
        });
    }

    /// Sums up.
    ///
    /// # Errors
    /// When the posts lie so far apart that a time must be wrong.
    pub fn finish(mut self) -> Result<Series, String> {
        let groups = std::mem::replace(&mut self.clusterer, Clusterer::new(1.0)).finish();
        for (seen, group) in self.seen.iter_mut().zip(groups) {
            seen.group = group;
        }
        let clusters = copies::clusters(&self.seen);
        let columns = columns();
        let steps = self.rows(&clusters)?;
        let mut top: Vec<(u32, Cluster)> = clusters
            .iter()
            .map(|(group, posts)| (*group, Cluster::new(self.id(*group), posts)))
            .collect();
        top.sort_by_key(|(group, cluster)| (std::cmp::Reverse(cluster.posts), *group));
        let mut bursts: Vec<Burst> = clusters
            .iter()
            .filter_map(|(group, posts)| Burst::find(self.id(*group), posts))
            .collect();
        bursts.sort_by_key(|burst| (std::cmp::Reverse(burst.authors), burst.start));
        bursts.truncate(LISTED);
        let times: Vec<Timestamp> = self.seen.iter().map(|seen| seen.time).collect();
        Ok(Series {
            period: self.period,
            posts: self.seen.len(),
            authors: self.authors.len(),
            changes: changes(&columns, &steps, self.seed),
            naming_shifts: self.naming_shifts(),
            columns,
            steps,
            profile: PostingProfile::new(&times),
            clusters: clusters.len(),
            top_clusters: top
                .into_iter()
                .take(LISTED)
                .map(|(_, cluster)| cluster)
                .collect(),
            bursts,
            returns: self.returns(),
        })
    }

    fn id(&self, post: u32) -> &str {
        self.ids.get(&post).map_or("", |id| id)
    }

    /// The steps with the columns that are not sums.
    fn rows(&self, clusters: &BTreeMap<u32, Vec<Seen>>) -> Result<Vec<Step>, String> {
        let (Some(&first), Some(&last)) = (self.steps.keys().next(), self.steps.keys().next_back())
        else {
            return Ok(Vec::new());
        };
        if last.saturating_sub(first) > STEPS {
            let (from, to) = (self.period.label(first), self.period.label(last));
            return Err(format!(
                "the posts span {from} to {to}: a time must be wrong"
            ));
        }
        let step = |time: Timestamp| self.period.step(time);
        let with_author = |seen: &Seen| Some((step(seen.time), seen.author?));
        let authors = distinct(self.seen.iter().filter_map(with_author));
        let copies = || clusters.values().flatten();
        let clusters = distinct(copies().map(|seen| (step(seen.time), seen.group)));
        let copies = distinct(
            (0..)
                .zip(copies())
                .map(|(at, seen): (u32, &Seen)| (step(seen.time), at)),
        );
        let none = [0.0; COUNTS.len()];
        Ok((first..=last)
            .map(|step| {
                let sums = self.steps.get(&step).unwrap_or(&none);
                let of = |counts: &BTreeMap<i64, f64>| counts.get(&step).copied().unwrap_or(0.0);
                let mut values = sums.to_vec();
                values.extend([of(&authors), of(&clusters), of(&copies)]);
                values.extend(ratios(sums));
                Step {
                    start: self.period.label(step),
                    values,
                }
            })
            .collect())
    }

    /// Authors whose naming shifts.
    fn naming_shifts(&mut self) -> Vec<Change> {
        // Posts of one second stay in the order of input.
        self.naming
            .sort_by_key(|(author, time, ..)| (*author, *time));
        let mut names = vec![""; self.authors.len()];
        for (name, author) in &self.authors {
            names[*author as usize] = name;
        }
        let mut tested = Vec::new();
        for posts in self.naming.chunk_by(|a, b| a.0 == b.0) {
            let counts: Vec<(f64, f64)> = posts.iter().map(|post| (post.2, post.3)).collect();
            if counts.len() < NAMING_POSTS {
                continue;
            }
            if let Some(point) = naming_shift(&counts, self.seed) {
                tested.push(Change {
                    of: names[posts[0].0 as usize].to_owned(),
                    start: self.period.label(self.period.step(posts[point.at].1)),
                    point,
                    adjusted: point.level,
                });
            }
        }
        adjust(&mut tested);
        tested.retain(|change| change.point.level < LEVEL);
        tested.sort_by(|a, b| {
            let order = a.point.level.total_cmp(&b.point.level);
            order
                .then_with(|| b.point.statistic.total_cmp(&a.point.statistic))
                .then_with(|| a.of.cmp(&b.of))
        });
        tested.truncate(LISTED);
        tested
    }

    fn returns(&self) -> Vec<Return> {
        let mut spans: Vec<Option<(Timestamp, Timestamp)>> = vec![None; self.authors.len()];
        for seen in &self.seen {
            let Some(author) = seen.author else { continue };
            let (first, last) = spans[author as usize].get_or_insert((seen.time, seen.time));
            *first = seen.time.min(*first);
            *last = seen.time.max(*last);
        }
        let lives: Vec<Life<'_>> = self
            .authors
            .iter()
            .filter_map(|(name, author)| {
                let (first, last) = spans[*author as usize]?;
                Some(Life { name, first, last })
            })
            .collect();
        let mut found = handles::returns(&lives);
        found.truncate(LISTED);
        found
    }
}

impl Series {
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
    let derived = ["authors", "clusters", "copies", "naming_ratio", "use_ratio"];
    COUNTS
        .iter()
        .chain(&derived)
        .map(|name| (*name).to_owned())
        .collect()
}

/// The naming ratio and the use ratio of a step; 0 where there is nothing to divide.
fn ratios(sums: &[f64; COUNTS.len()]) -> [f64; 2] {
    let of = |name: &str| {
        let at = COUNTS.iter().position(|column| *column == name);
        at.map_or(0.0, |at| sums[at])
    };
    let ratio = |part: f64, whole: f64| if whole > 0.0 { part / whole } else { 0.0 };
    let own = of("self_names");
    [
        ratio(own, own + of("outsider_names")),
        ratio(of("risk_in_use"), of("risk")),
    ]
}

/// How many different keys each step has.
fn distinct(keys: impl Iterator<Item = (i64, u32)>) -> BTreeMap<i64, f64> {
    let mut keys: Vec<(i64, u32)> = keys.collect();
    keys.sort_unstable();
    keys.dedup();
    let mut counts = BTreeMap::new();
    for (step, _) in keys {
        *counts.entry(step).or_default() += 1.0;
    }
    counts
}

/// The changes of all columns that chance does not explain.
fn changes(columns: &[String], steps: &[Step], seed: u64) -> Vec<Change> {
    let mut all = Vec::new();
    for (column, name) in columns.iter().enumerate() {
        let course: Vec<f64> = steps.iter().map(|step| step.values[column]).collect();
        let points = tested_splits(&course, LEVEL, seed);
        all.extend(points.into_iter().map(|point| Change {
            of: name.clone(),
            start: steps[point.at].start.clone(),
            point,
            adjusted: point.level,
        }));
    }
    adjust(&mut all);
    all.retain(|change| change.point.level < LEVEL);
    all
}

/// The step-up procedure of Benjamini and Hochberg 1995 over all tests at hand.
fn adjust(tests: &mut [Change]) {
    let mut order: Vec<usize> = (0..tests.len()).collect();
    order.sort_by(|&a, &b| tests[a].point.level.total_cmp(&tests[b].point.level));
    let mut least = 1.0_f64;
    for (rank, at) in order.into_iter().enumerate().rev() {
        let level = tests[at].point.level * tests.len() as f64 / (rank + 1) as f64;
        least = least.min(level);
        tests[at].adjusted = least;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Canonical, Document, Extractor, Fingerprint};

    fn post(extractor: &Extractor, time: &str, author: &str, text: &str) -> Post {
        let document = Document::new(text);
        let found = extractor.annotate(&document);
        let print = Fingerprint::new(&Canonical::own_words(&document, &found));
        let post = Post::new(time.parse().unwrap(), &found).called(time);
        post.by(author).with_print(print)
    }

    fn series(posts: impl IntoIterator<Item = Post>, period: Period) -> Result<Series, String> {
        let mut builder = SeriesBuilder::new(period, 0.7, 1);
        for post in posts {
            builder.add(post);
        }
        builder.finish()
    }

    fn value(series: &Series, step: usize, name: &str) -> f64 {
        let column = series.columns.iter().position(|column| column == name);
        series.steps[step].values[column.unwrap()]
    }

    #[test]
    fn a_series_counts_by_step_and_keeps_empty_ones() {
        let extractor = Extractor::default();
        let link = "شاهدوا الفيديو https://t.me/tea";
        let series = series(
            [
                post(&extractor, "2024-03-01", "a", "شاهدوا الفيديو والصور"),
                post(&extractor, "2024-03-03", "b", link),
            ],
            Period::Day,
        )
        .unwrap();
        assert_eq!(
            (series.steps.len(), series.posts, series.authors),
            (3, 2, 2)
        );
        let posts = [0, 1, 2].map(|step| value(&series, step, "posts"));
        assert_eq!(posts, [1.0, 0.0, 1.0]);
        assert_eq!(value(&series, 0, "video"), 1.0);
        assert_eq!(value(&series, 0, "image"), 1.0);
        assert_eq!(value(&series, 2, "links"), 1.0);
        assert_eq!(value(&series, 2, "messaging"), 1.0);
        let csv = series.csv();
        assert!(csv.starts_with("start,posts,video,") && csv.lines().count() == 4);
    }

    #[test]
    fn a_burst_needs_several_authors_within_an_hour() {
        let extractor = Extractor::default();
        let text = "ينعقد اللقاء السنوي لنادي القراءة مساء الغد في مكتبة الحي القديمة";
        let at = |minute: u32, author: &str| {
            let time = format!("2024-03-01T10:{minute:02}:00Z");
            post(&extractor, &time, author, text)
        };
        let posts = [at(0, "a"), at(20, "b"), at(30, "b"), at(50, "c")];
        let all = series(posts.clone(), Period::Day).unwrap();
        assert_eq!((all.clusters, all.top_clusters[0].posts), (1, 4));
        assert_eq!(all.top_clusters[0].id, "2024-03-01T10:00:00Z");
        assert_eq!((all.bursts[0].posts, all.bursts[0].authors), (4, 3));
        assert_eq!(
            (value(&all, 0, "clusters"), value(&all, 0, "copies")),
            (1.0, 4.0)
        );
        let few = series(posts[..3].to_vec(), Period::Day).unwrap();
        assert!(few.bursts.is_empty() && few.clusters == 1);
    }

    #[test]
    fn a_change_of_volume_is_placed_and_tested() {
        let extractor = Extractor::default();
        let mut posts = Vec::new();
        for day in 1..=28 {
            for minute in 0..if day < 15 { 1 } else { 4 } {
                let time = format!("2024-02-{day:02}T10:{minute:02}:00Z");
                posts.push(post(&extractor, &time, "a", &format!("يوم {day} {minute}")));
            }
        }
        let series = series(posts, Period::Day).unwrap();
        let volume: Vec<&Change> = series.changes.iter().filter(|c| c.of == "posts").collect();
        assert_eq!(volume.len(), 1);
        assert_eq!(volume[0].start, "2024-02-15");
        assert_eq!((volume[0].point.before, volume[0].point.after), (1.0, 4.0));
        assert!(volume[0].adjusted < 0.01 && volume[0].adjusted >= volume[0].point.level);
    }

    #[test]
    fn a_wild_time_is_an_error_and_no_post_no_step() {
        let extractor = Extractor::default();
        let wild = ["0001-01-01", "9999-01-01"].map(|time| post(&extractor, time, "a", "نص"));
        assert_eq!(
            series(wild, Period::Day).unwrap_err(),
            "the posts span 0001-01-01 to 9999-01-01: a time must be wrong"
        );
        assert_eq!(series([], Period::Day).unwrap().steps, []);
    }
}
