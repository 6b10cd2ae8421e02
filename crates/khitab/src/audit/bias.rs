//! Whether the mention of a group moves a score by itself: Borkan et al., Nuanced Metrics for
//! Measuring Unintended Bias with Real Data for Text Classification (2019).

use std::collections::BTreeMap;

use khitab_linear::{Share, metrics};
use serde::Serialize;

use super::AuditRow;
use super::names::Names;

/// Groups that fewer rows name are left out: their figures would say nothing.
pub const LEAST_ROWS: usize = 20;

/// The exponent of the generalised mean over groups: the worst groups weigh most, as in the
/// challenge that made the metric known (Jigsaw 2019).
const POWER: f64 = -5.0;

/// Bias over all groups that are named.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Bias {
    /// Groups named by fewer rows are not listed.
    pub least_rows: usize,
    /// The sum over groups of the distance of their false-positive rate from that of all rows
    /// (FPED of Dixon et al. 2018).
    pub false_positive_difference: f64,
    /// The same of false-negative rates (FNED).
    pub false_negative_difference: f64,
    /// Generalised means, power -5, of the areas that exist.
    pub subgroup_auc: Option<f64>,
    /// As above.
    pub bpsn_auc: Option<f64>,
    /// As above.
    pub bnsp_auc: Option<f64>,
    /// One a group, by type, then by id.
    pub groups: Vec<GroupRow>,
}

/// What the rows that name a group, person, place or organisation show.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct GroupRow {
    /// The id in the gazetteer.
    pub id: String,
    /// Its type there.
    pub kind: String,
    /// Rows that name it.
    pub rows: usize,
    /// Of those that are not positive, the share flagged.
    pub false_positives: Option<Share>,
    /// Of those that are positive, the share missed.
    pub false_negatives: Option<Share>,
    /// How often a positive outranks another, both naming the group.
    pub subgroup_auc: Option<f64>,
    /// How often a positive that does not name it outranks another that does (background positive,
    /// subgroup negative): low where the mention raises scores.
    pub bpsn_auc: Option<f64>,
    /// How often a positive that names it outranks another that does not (background negative,
    /// subgroup positive): low where the mention lowers scores.
    pub bnsp_auc: Option<f64>,
}

/// What is named in each row: types and ids of the shipped gazetteers and groups, each once.
pub(super) fn mentions(rows: &[AuditRow]) -> Vec<Vec<(String, String)>> {
    use rayon::prelude::*;
    let names = Names::shipped();
    let of = |row: &AuditRow| {
        let found = names.find(&row.text).into_iter();
        let mut ids: Vec<_> = found
            .map(|one| (one.name.kind.clone(), one.name.id.clone()))
            .collect();
        ids.sort_unstable();
        ids.dedup();
        ids
    };
    rows.par_iter().map(of).collect()
}

/// Compares the rows that name a group with all others; `mentions` holds the type and id of all
/// that a row names.
///
/// # Panics
/// When the three differ in length.
#[must_use]
pub fn bias(
    positive: &[bool],
    scores: &[f64],
    mentions: &[Vec<(String, String)>],
    threshold: f64,
    least_rows: usize,
) -> Bias {
    assert!(positive.len() == scores.len() && scores.len() == mentions.len());
    let mut members: BTreeMap<&(String, String), Vec<usize>> = BTreeMap::new();
    for (row, named) in mentions.iter().enumerate() {
        for name in named {
            members.entry(name).or_default().push(row);
        }
    }
    let data = Data {
        positive,
        scores,
        threshold,
    };
    let groups: Vec<GroupRow> = members
        .into_iter()
        .filter(|(_, rows)| rows.len() >= least_rows)
        .map(|((kind, id), rows)| data.group(kind, id, &rows))
        .collect();
    let all: Vec<usize> = (0..scores.len()).collect();
    let (fpr, fnr) = (data.wrong(&all, false), data.wrong(&all, true));
    let difference = |whole: Option<Share>, of: fn(&GroupRow) -> Option<Share>| {
        let whole = whole.map_or(0.0, |share| share.value);
        groups
            .iter()
            .filter_map(of)
            .fold(0.0, |sum, share| sum + (share.value - whole).abs())
    };
    let mean = |of: fn(&GroupRow) -> Option<f64>| power_mean(groups.iter().filter_map(of));
    Bias {
        least_rows,
        false_positive_difference: difference(fpr, |group| group.false_positives),
        false_negative_difference: difference(fnr, |group| group.false_negatives),
        subgroup_auc: mean(|group| group.subgroup_auc),
        bpsn_auc: mean(|group| group.bpsn_auc),
        bnsp_auc: mean(|group| group.bnsp_auc),
        groups,
    }
}

struct Data<'d> {
    positive: &'d [bool],
    scores: &'d [f64],
    threshold: f64,
}

impl Data<'_> {
    fn group(&self, kind: &str, id: &str, rows: &[usize]) -> GroupRow {
        let mut named = vec![false; self.scores.len()];
        for &row in rows {
            named[row] = true;
        }
        GroupRow {
            id: id.to_owned(),
            kind: kind.to_owned(),
            rows: rows.len(),
            false_positives: self.wrong(rows, false),
            false_negatives: self.wrong(rows, true),
            subgroup_auc: self.auc(|row| named[row]),
            bpsn_auc: self.auc(|row| named[row] != self.positive[row]),
            bnsp_auc: self.auc(|row| named[row] == self.positive[row]),
        }
    }

    /// Of the rows that are positive, or are not, those on the wrong side of the threshold.
    fn wrong(&self, rows: &[usize], positive: bool) -> Option<Share> {
        let own = rows.iter().filter(|&&row| self.positive[row] == positive);
        Share::count(own.map(|&row| (self.scores[row] >= self.threshold) != positive)).if_any()
    }

    fn auc(&self, of: impl Fn(usize) -> bool) -> Option<f64> {
        let rows: Vec<usize> = (0..self.scores.len()).filter(|&row| of(row)).collect();
        let scores: Vec<f64> = rows.iter().map(|&row| self.scores[row]).collect();
        let positive: Vec<bool> = rows.iter().map(|&row| self.positive[row]).collect();
        metrics::roc_auc(&scores, &positive).ok().flatten()
    }
}

fn power_mean(values: impl Iterator<Item = f64>) -> Option<f64> {
    let powers: Vec<f64> = values.map(|value| value.max(1e-9).powf(POWER)).collect();
    let mean = powers.iter().sum::<f64>() / powers.len() as f64;
    (!powers.is_empty()).then(|| mean.powf(1.0 / POWER))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn close(value: Option<f64>, expected: f64) {
        assert!(
            (value.unwrap() - expected).abs() < 1e-12,
            "{value:?} is not {expected}"
        );
    }

    #[test]
    fn areas_by_hand() {
        // Rows 0 to 3 name the group; of them 0 and 1 are positive, as are 4 and 5 of the others.
        let positive = [true, true, false, false, true, true, false, false];
        let scores = [0.9, 0.4, 0.8, 0.3, 0.7, 0.6, 0.5, 0.1];
        let named = [true, true, true, true, false, false, false, false];
        let mentions: Vec<Vec<(String, String)>> = named
            .map(|named| {
                if named {
                    vec![("group".into(), "g".into())]
                } else {
                    Vec::new()
                }
            })
            .into();
        let bias = bias(&positive, &scores, &mentions, 0.5, 1);
        let [group] = bias.groups.as_slice() else {
            panic!("{bias:?}")
        };
        // Within: .9 beats .8 and .3, .4 beats .3 alone: 3 of 4.
        close(group.subgroup_auc, 0.75);
        // Background positives .7 and .6 against the group's .8 and .3: 2 of 4.
        close(group.bpsn_auc, 0.5);
        // The group's positives .9 and .4 against the background's .5 and .1: 3 of 4.
        close(group.bnsp_auc, 0.75);
        let hits = |share: Option<Share>| share.map(|share| (share.hits, share.all));
        assert_eq!(hits(group.false_positives), Some((1, 2)));
        assert_eq!(hits(group.false_negatives), Some((1, 2)));
        // Of all: 2 of 4 others flagged (.8 and .5), 1 of 4 positives missed.
        close(Some(bias.false_positive_difference), 0.0);
        close(Some(bias.false_negative_difference), 0.25);
        close(bias.subgroup_auc, 0.75);
    }

    #[test]
    fn rare_groups_are_left_out_and_the_worst_weighs_most() {
        let mentions = vec![vec![("group".to_owned(), "g".to_owned())], Vec::new()];
        let bias = bias(&[true, false], &[0.9, 0.1], &mentions, 0.5, 2);
        assert!(bias.groups.is_empty());
        assert_eq!(bias.subgroup_auc, None);
        let mean = power_mean([0.5, 1.0].into_iter()).unwrap();
        assert!(mean > 0.5 && mean < 0.6, "{mean}");
    }
}
