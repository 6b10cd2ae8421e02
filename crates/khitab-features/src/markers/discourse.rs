//! Block H: reporting, quotation, attribution, use against mention, stance toward entities.

use khitab_text::Span;
use rustc_hash::FxHashMap;

use super::{Page, Tally};
use crate::taxonomy::{Role, feature};
use crate::{Annotation, Kind, Value};

pub(super) fn measure(page: &Page<'_>, tally: &mut Tally<'_>) {
    let quoted = page.covered(Kind::Quotation);
    let attributed = page.covered(Kind::Attribution);
    tally.set("H2", quoted, quoted);
    tally.set("H3", attributed, attributed);
    speakers(page, tally);
    use_ratio(page, tally);
    stance(page, tally);
    for quantity in page.found.of(Kind::Quantity) {
        tally.hit("H10", 1.0, quantity.scope.in_use(), quantity.span);
    }
    register(page, tally);
}

/// H4: entropy of the statements over their speakers, those of nobody named left out, and the share of designated ones.
fn speakers(page: &Page<'_>, tally: &mut Tally<'_>) {
    let mut counts: FxHashMap<&str, f64> = FxHashMap::default();
    let designated: Vec<&str> = page
        .found
        .of(Kind::Entity)
        .filter(|entity| matches!(entity.get("type"), Some(Value::Text(sort)) if sort.ends_with("/designated")))
        .filter_map(|entity| entity.id.as_deref())
        .collect();
    let mut total = 0.0;
    let (mut own, mut named) = (0.0, 0.0);
    for statement in page.found.of(Kind::Attribution) {
        let Some(Value::List(ids)) = statement.get("speakers") else {
            continue;
        };
        total += 1.0;
        named += f64::from(u8::from(!ids.is_empty()));
        own += f64::from(u8::from(
            ids.iter().any(|id| designated.contains(&id.as_ref())),
        ));
        for id in ids {
            *counts.entry(id.as_ref()).or_default() += 1.0 / ids.len() as f64;
        }
    }
    // Sorted, because a sum of floats depends on its order and a hash map has none.
    let mut shares: Vec<f64> = counts
        .into_values()
        .map(|count| count / f64::max(named, 1.0))
        .collect();
    shares.sort_by(f64::total_cmp);
    let entropy = -shares.iter().map(|share| share * share.log2()).sum::<f64>();
    tally.set("H4", entropy.max(0.0), entropy.max(0.0));
    let share = own / f64::max(total, 1.0);
    tally.set("H4.designated", share, share);
}

/// H5: the share of risk cues in use by the weights of their rows, shrunk by one sure hit.
fn use_ratio(page: &Page<'_>, tally: &mut Tally<'_>) {
    let risky = |cue: &&Annotation| {
        cue.kind == Kind::Cue
            && cue
                .feature
                .and_then(feature)
                .is_some_and(|feature| feature.role == Role::Risk)
    };
    let mut all = 0.0;
    let mut used = 0.0;
    for cue in page.found.iter().filter(risky) {
        let weight = cue.weight();
        all += weight;
        used += if cue.scope.in_use() { weight } else { 0.0 };
    }
    let ratio = used / (all + 1.0);
    tally.set("H5", ratio, ratio);
}

/// H8: condemnation against praise in sentences that name a designated entity.
fn stance(page: &Page<'_>, tally: &mut Tally<'_>) {
    let sentence = |span: Span| page.frame.sentence_number(span);
    let mut named: Vec<usize> = page
        .found
        .of(Kind::Entity)
        .filter(|entity| matches!(entity.get("type"), Some(Value::Text(sort)) if sort.ends_with("/designated")))
        .map(|entity| sentence(entity.span))
        .collect();
    named.dedup();
    let near = |id: &str| {
        let cues = page
            .found
            .counted(id)
            .filter(|cue| named.binary_search(&sentence(cue.span)).is_ok());
        let (mut all, mut used) = (0.0, 0.0);
        for cue in cues {
            all += 1.0;
            used += f64::from(u8::from(cue.scope.in_use()));
        }
        (all, used)
    };
    let (praise, condemn) = (near("H8.praise"), near("H8.condemn"));
    let score = |praise: f64, condemn: f64| (praise - condemn) / (praise + condemn + 1.0);
    tally.set("H8", score(praise.0, condemn.0), score(praise.1, condemn.1));
}

/// H11: what a page of news or research looks like.
fn register(page: &Page<'_>, tally: &mut Tally<'_>) {
    let furniture = page.found.of(Kind::Boilerplate).next().is_some();
    let wire = tally.get("H11.news").0 > 0.0;
    let references = tally.get("H11.academic").0 > 0.0;
    let dateline = has_dateline(page);
    let flags = [furniture, wire, references, dateline].map(|flag| f64::from(u8::from(flag)));
    let mut reporting: Vec<usize> = page
        .found
        .counted("H1")
        .map(|cue| page.frame.sentence_number(cue.span))
        .collect();
    reporting.dedup();
    let share = reporting.len() as f64 / page.frame.sentences.len().max(1) as f64;
    let score = flags.iter().sum::<f64>() + share;
    tally.set("H11", score, score);
}

/// `Place - Name:` or `Place (Agency) -` at the head of a line.
fn has_dateline(page: &Page<'_>) -> bool {
    page.frame.sentences.iter().take(12).any(|range| {
        let head = &page.frame.units[range.start..range.end.min(range.start + 8)];
        let places = page.found.of(Kind::Entity).any(|entity| {
            head.first().is_some_and(|unit| entity.span.contains(unit.span))
                && matches!(entity.get("type"), Some(Value::Text(sort)) if sort.starts_with("place"))
        });
        let bracket = head.iter().position(|unit| unit.is_mark(&['(']));
        let dash = head.iter().skip(1).position(|unit| unit.is_mark(&['-', '–', '—', ':']));
        places && dash.is_some() && (bracket.is_some() || head.iter().any(|unit| unit.is_mark(&[':'])))
    })
}
