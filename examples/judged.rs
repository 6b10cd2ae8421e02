//! Rows of a panel of ordinary texts that somebody has read and found not to be ordinary.

/// Whether that tweet speaks for the organisation, by the reading in `data/golden/topic_tweets.tsv`.
///
/// ```
/// use khitab_examples::judged::is_supporters;
/// assert!(is_supporters("astd-4886") && !is_supporters("astd-769") && !is_supporters("astd-1"));
/// ```
#[must_use]
pub fn is_supporters(id: &str) -> bool {
    include_str!("../data/golden/topic_tweets.tsv")
        .lines()
        .filter_map(|line| line.split_once('\t'))
        .any(|(judged, rest)| judged == id && rest.starts_with("supporter\t"))
}
