//! Near-duplicates over time: clusters, and bursts of them.

use std::collections::BTreeMap;

use super::{Author, Seen};
use crate::account::Timestamp;

/// Near-duplicates of one text, directly or through others.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Cluster {
    /// What the caller calls its first post in the order of input.
    pub id: String,
    /// How many posts.
    pub posts: usize,
    /// How many different authors.
    pub authors: usize,
    /// When it was first seen.
    pub first: Timestamp,
    /// When it was last seen.
    pub last: Timestamp,
}

/// Near-duplicates of one cluster by several authors within an hour (J6).
///
/// Source: the "swarmcast" of Krona 2020 and others. Prayers and news wires go round like this
/// too: look at the text.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Burst {
    /// The cluster, by the name of its first post.
    pub cluster: String,
    /// Its first post within the hour.
    pub start: Timestamp,
    /// Its last post within the hour.
    pub end: Timestamp,
    /// Posts in the hour from the first.
    pub posts: usize,
    /// Different authors among them.
    pub authors: usize,
}

/// Authors that make near-duplicates within an hour a burst.
const BURST_AUTHORS: usize = 3;
const HOUR: f64 = 3600.0;

/// The posts of each cluster of two or more, in order of time.
pub(super) fn clusters(posts: &[Seen]) -> BTreeMap<u32, Vec<Seen>> {
    let mut all: BTreeMap<u32, Vec<Seen>> = BTreeMap::new();
    for post in posts {
        all.entry(post.group).or_default().push(*post);
    }
    all.retain(|_, posts| posts.len() > 1);
    for posts in all.values_mut() {
        posts.sort_by_key(|post| post.time);
    }
    all
}

impl Cluster {
    /// Sums up the posts of a cluster, which are in order of time.
    pub(super) fn new(id: &str, posts: &[Seen]) -> Self {
        let mut authors: Vec<Author> = posts.iter().filter_map(|post| post.author).collect();
        authors.sort_unstable();
        authors.dedup();
        Self {
            id: id.to_owned(),
            posts: posts.len(),
            authors: authors.len(),
            first: posts[0].time,
            last: posts[posts.len() - 1].time,
        }
    }
}

impl Burst {
    /// The hour of a cluster in which most authors post it, when they are enough; `posts` are in
    /// order of time.
    pub(super) fn find(id: &str, posts: &[Seen]) -> Option<Self> {
        let mut best: Option<Self> = None;
        let mut counts: BTreeMap<Author, usize> = BTreeMap::new();
        let mut start = 0;
        for (end, post) in posts.iter().enumerate() {
            while post.time.seconds_since(posts[start].time) > HOUR {
                let left = posts[start].author;
                start += 1;
                let Some(author) = left else { continue };
                if let Some(count) = counts.get_mut(&author) {
                    *count -= 1;
                }
                counts.retain(|_, count| *count > 0);
            }
            if let Some(author) = post.author {
                *counts.entry(author).or_default() += 1;
            }
            let most = best.as_ref().map_or(BURST_AUTHORS - 1, |best| best.authors);
            if counts.len() > most {
                best = Some(Self {
                    cluster: id.to_owned(),
                    start: posts[start].time,
                    end: post.time,
                    posts: end + 1 - start,
                    authors: counts.len(),
                });
            }
        }
        best
    }
}
