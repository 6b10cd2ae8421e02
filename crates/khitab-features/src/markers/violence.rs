//! Block B5 and D: us and them, fixation, warrior identification.

use rustc_hash::FxHashMap;

use super::{Page, Tally};
use crate::words::Class;
use crate::{Annotation, Kind};

/// How far a first person plural may stand from a word for fighters, in units.
const REACH: usize = 5;
/// Mentions that make a share of one entity a fixation.
const MENTIONS: usize = 3;

pub(super) fn measure(page: &Page<'_>, tally: &mut Tally<'_>) {
    fixation(page, tally);
    warriors(page, tally);
    contrast(page, tally);
}

fn fixation(page: &Page<'_>, tally: &mut Tally<'_>) {
    let mut counts: FxHashMap<&str, (usize, usize)> = FxHashMap::default();
    let mut total = (0, 0);
    for entity in page.found.of(Kind::Entity) {
        let Some(id) = &entity.id else { continue };
        let used = usize::from(entity.scope.in_use());
        let count = counts.entry(id).or_default();
        *count = (count.0 + 1, count.1 + used);
        total = (total.0 + 1, total.1 + used);
    }
    let share = |most: usize, all: usize| {
        if all >= MENTIONS {
            most as f64 / all as f64
        } else {
            0.0
        }
    };
    let most = counts.values().map(|count| count.0).max().unwrap_or(0);
    let most_used = counts.values().map(|count| count.1).max().unwrap_or(0);
    tally.set("D5", share(most, total.0), share(most_used, total.1));
}

/// First person plural near a word of the jihad vocabulary that names fighters.
fn warriors(page: &Page<'_>, tally: &mut Tally<'_>) {
    let us: Vec<&Annotation> = page.found.counted("B5.us").collect();
    let fighters: Vec<usize> = page
        .found
        .iter()
        .filter(|cue| cue.kind == Kind::Cue && cue.id.as_deref().is_some_and(is_fighter))
        .map(|cue| page.frame.unit_at(cue.span.start()))
        .collect();
    for cue in us {
        let at = page.frame.unit_at(cue.span.start());
        let next = fighters.partition_point(|&fighter| fighter + REACH < at);
        if fighters
            .get(next)
            .is_some_and(|&fighter| fighter <= at + REACH)
        {
            tally.hit("D6", 1.0, cue.scope.in_use(), cue.span);
        }
    }
}

fn is_fighter(lemma: &str) -> bool {
    Class::Fighter.holds(lemma)
}

/// Sentences that hold both us and them.
fn contrast(page: &Page<'_>, tally: &mut Tally<'_>) {
    let sentence = |cue: &Annotation| page.frame.sentence_number(cue.span);
    let sides = |id: &str| -> Vec<(usize, bool)> {
        page.found
            .counted(id)
            .map(|cue| (sentence(cue), cue.scope.in_use()))
            .collect()
    };
    let (us, them) = (sides("B5.us"), sides("B5.them"));
    let both = |used: bool| {
        let mut count = 0;
        let mut last = usize::MAX;
        for (at, _) in us.iter().filter(|(_, in_use)| *in_use || !used) {
            let next = them.partition_point(|(other, _)| other < at);
            let meets = them[next..]
                .iter()
                .take_while(|(other, _)| other == at)
                .any(|(_, in_use)| *in_use || !used);
            if meets && last != *at {
                count += 1;
                last = *at;
            }
        }
        f64::from(count) / page.frame.sentences.len().max(1) as f64
    };
    tally.set("B5", both(false), both(true));
}
