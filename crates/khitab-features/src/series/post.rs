//! What one text adds to a series.

use crate::account::Timestamp;
use crate::{AnnotationSet, Fingerprint, Kind, Role, feature, links};

/// The columns that are summed over posts, in order.
pub(super) const COUNTS: [&str; 20] = [
    "posts",
    "video",
    "image",
    "text",
    "audio",
    "self_names",
    "neutral_names",
    "outsider_names",
    "hedged_names",
    "risk",
    "risk_in_use",
    "links",
    "social",
    "messaging",
    "paste",
    "file_share",
    "archive",
    "shortener",
    "own_site",
    "other_links",
];

/// What one text adds to a [`Series`](crate::Series): its counts, its time, its author, its print.
#[derive(Clone, Debug, PartialEq)]
pub struct Post {
    pub(super) time: Timestamp,
    pub(super) author: Option<String>,
    pub(super) id: String,
    pub(super) print: Option<Fingerprint>,
    pub(super) counts: [f64; COUNTS.len()],
}

impl Post {
    /// Counts what was found in a text.
    #[must_use]
    pub fn new(time: Timestamp, found: &AnnotationSet) -> Self {
        let hits = |id: &str| found.counted(id).filter(|cue| cue.scope.in_use()).count() as f64;
        let mut risk = [0.0; 2];
        for cue in found {
            let counts = cue.feature.and_then(feature);
            if counts.is_some_and(|feature| feature.role == Role::Risk) {
                risk[0] += 1.0;
                risk[1] += f64::from(u8::from(cue.scope.in_use()));
            }
        }
        let mut links = [0.0; LINKS.len()];
        for link in found.of(Kind::Link) {
            let id = links::feature_of(link);
            let place = LINKS.iter().position(|known| *known == id);
            links[place.unwrap_or(LINKS.len() - 1)] += 1.0;
        }
        let heads = [
            1.0,
            hits("G4.video"),
            hits("G4.image"),
            hits("G4.text"),
            hits("G4.audio"),
            hits("A1.self") + hits("A1.public") + hits("A1.tag"),
            hits("A1.neutral"),
            hits("A2"),
            hits("A3"),
            risk[0],
            risk[1],
            links.iter().sum(),
        ];
        let mut counts = [0.0; COUNTS.len()];
        counts[..heads.len()].copy_from_slice(&heads);
        counts[heads.len()..].copy_from_slice(&links);
        Self {
            time,
            author: None,
            id: String::new(),
            print: None,
            counts,
        }
    }

    /// Who posted it, as the caller names authors; a handle can be compared with others.
    #[must_use]
    pub fn by(mut self, author: impl Into<String>) -> Self {
        self.author = Some(author.into());
        self
    }

    /// What the caller calls the post: a cluster is named after its first.
    #[must_use]
    pub fn called(mut self, id: impl Into<String>) -> Self {
        self.id = id.into();
        self
    }

    /// The print of its text, by which near-duplicates are found.
    #[must_use]
    pub fn with_print(mut self, print: Fingerprint) -> Self {
        self.print = Some(print);
        self
    }

    /// The number of a column in this post.
    pub(super) fn count(&self, column: &str) -> f64 {
        let at = COUNTS.iter().position(|name| *name == column);
        at.map_or(0.0, |at| self.counts[at])
    }
}

const LINKS: [&str; 8] = [
    "I1.social",
    "I1.messaging",
    "I1.paste",
    "I1.file_share",
    "I1.archive",
    "I1.shortener",
    "I1.own_site",
    "I1.other",
];
