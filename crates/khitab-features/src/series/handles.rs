//! Handles that may have come back under another number.

use rustc_hash::FxHashMap;

use crate::account::{Handle, Timestamp};

/// Two handles alike, the second of which begins to post when the first has ended (J5).
///
/// A reason to look, never an identification: common names collide.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Return {
    /// The handle that ended.
    pub earlier: String,
    /// The handle that began.
    pub later: String,
    /// The last post of the earlier one.
    pub ended: Timestamp,
    /// The first post of the later one.
    pub began: Timestamp,
    /// How alike the stems are, as [`Handle::similarity`] says.
    pub similarity: f64,
}

/// A handle with the time of its first and its last post.
#[derive(Clone, Copy, Debug)]
pub(super) struct Life<'a> {
    pub(super) name: &'a str,
    pub(super) first: Timestamp,
    pub(super) last: Timestamp,
}

/// Stems less alike than this are others.
const ALIKE: f64 = 0.8;
/// Letters of a stem below which it says nothing.
const LETTERS: usize = 4;
/// Handles that share a stem are compared with so many after them: a name that hundreds have
/// is a common name.
const COMPARED: usize = 8;

/// All pairs, the most alike first; the same for the same lives in any order.
pub(super) fn returns(lives: &[Life<'_>]) -> Vec<Return> {
    let handles: Vec<Handle> = lives.iter().map(|life| Handle::new(life.name)).collect();
    // Stems that differ by one edit share a form with at most one letter left out.
    let mut alike: FxHashMap<String, Vec<usize>> = FxHashMap::default();
    for (at, handle) in handles.iter().enumerate() {
        let stem: Vec<char> = handle.stem().chars().collect();
        if stem.len() < LETTERS {
            continue;
        }
        let mut forms: Vec<String> = (0..stem.len())
            .map(|out| [&stem[..out], &stem[out + 1..]].concat().iter().collect())
            .collect();
        forms.push(handle.stem());
        forms.sort_unstable();
        forms.dedup();
        for form in forms {
            alike.entry(form).or_default().push(at);
        }
    }
    let mut pairs = Vec::new();
    for mut group in alike.into_values() {
        group.sort_by_key(|&at| (lives[at].first, lives[at].name));
        for (place, &earlier) in group.iter().enumerate() {
            let next = group[place + 1..].iter().filter(|&&later| {
                lives[later].first > lives[earlier].last && lives[later].name != lives[earlier].name
            });
            pairs.extend(next.take(COMPARED).map(|&later| (earlier, later)));
        }
    }
    pairs.sort_unstable();
    pairs.dedup();
    let mut found: Vec<Return> = pairs
        .into_iter()
        .map(|(earlier, later)| Return {
            earlier: lives[earlier].name.to_owned(),
            later: lives[later].name.to_owned(),
            ended: lives[earlier].last,
            began: lives[later].first,
            similarity: handles[earlier].similarity(&handles[later]),
        })
        .filter(|pair| pair.similarity >= ALIKE)
        .collect();
    found.sort_by(|a, b| {
        let order = b.similarity.total_cmp(&a.similarity);
        order.then_with(|| (a.began, &a.earlier, &a.later).cmp(&(b.began, &b.earlier, &b.later)))
    });
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn life(name: &str, first: i64, last: i64) -> Life<'_> {
        Life {
            name,
            first: Timestamp::from_unix(first),
            last: Timestamp::from_unix(last),
        }
    }

    #[test]
    fn a_handle_comes_back_after_the_last_one_ended() {
        let lives = [
            life("tea_house_11", 0, 50),
            life("teahouse12", 60, 90),
            life("TeaHouze13", 100, 120),
            life("tea_house_10", 10, 70),
            life("coffee", 60, 90),
            life("12345", 200, 210),
        ];
        let found = returns(&lives);
        let pairs: Vec<(&str, &str)> = found
            .iter()
            .map(|pair| (pair.earlier.as_str(), pair.later.as_str()))
            .collect();
        assert_eq!(
            pairs,
            [
                ("tea_house_11", "teahouse12"),
                ("tea_house_10", "TeaHouze13"),
                ("tea_house_11", "TeaHouze13"),
                ("teahouse12", "TeaHouze13"),
            ]
        );
        assert!(found[0].similarity > found[1].similarity);
        let mut turned = lives;
        turned.reverse();
        assert_eq!(returns(&turned), found);
    }

    #[test]
    fn a_common_name_costs_no_square() {
        let names: Vec<String> = (0..3000).map(|number| format!("ahmad{number}")).collect();
        let lives: Vec<Life<'_>> = (0..)
            .zip(&names)
            .map(|(at, name)| life(name, 10 * at, 10 * at + 5))
            .collect();
        assert!(returns(&lives).len() <= 3000 * COMPARED);
    }
}
