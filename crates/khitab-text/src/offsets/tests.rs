use proptest::prelude::*;

use super::*;

/// (gap, removed, added, attach) rows as a map, and the changes they describe.
fn build(rows: &[(usize, usize, usize, u8)]) -> (OffsetMap, Vec<Change>) {
    let mut map = OffsetMap::default();
    let mut changes = Vec::new();
    let (mut original, mut normalized) = (0, 0);
    for &(gap, removed, added, attach) in rows {
        let attach = [Attach::Nothing, Attach::Before, Attach::After][usize::from(attach)];
        original += gap;
        normalized += gap;
        map.change(original, removed, added, attach);
        changes.push(Change {
            original: Span::new(original, original + removed),
            normalized: Span::new(normalized, normalized + added),
            attach,
        });
        original += removed;
        normalized += added;
    }
    (map, changes)
}

/// The place of a span by the definition of attachment, from all changes.
fn plain_to_original(changes: &[Change], span: Span) -> Span {
    let shift = |p: usize, passed: &[Change]| {
        let last = passed.last();
        last.map_or(p, |c| c.original.end() + p - c.normalized.end())
    };
    let (from, to) = (span.start(), span.end());
    let here = |c: &Change, p: usize| c.normalized == Span::new(p, p);
    // Deletions at the start lie before it, up to the first that belongs to what follows.
    let first = changes
        .iter()
        .position(|c| c.normalized.end() > from || (here(c, from) && c.attach == Attach::After));
    let first = first.unwrap_or(changes.len());
    let start = match changes.get(first) {
        Some(c) if c.normalized.start() <= from => c.original.start(),
        _ => shift(from, &changes[..first]),
    };
    if span.is_empty() {
        return Span::new(start, start);
    }
    let last = changes
        .iter()
        .position(|c| c.normalized.end() > to || c.normalized.start() >= to);
    let last = last.unwrap_or(changes.len());
    let rest = &changes[last..];
    let end = match rest.first() {
        Some(c) if c.normalized.start() < to => c.original.end(),
        _ => rest
            .iter()
            .take_while(|c| here(c, to) && c.attach != Attach::After)
            .filter(|c| c.attach == Attach::Before)
            .last()
            .map_or(shift(to, &changes[..last]), |c| c.original.end()),
    };
    Span::new(start, end)
}

fn rows() -> impl Strategy<Value = Vec<(usize, usize, usize, u8)>> {
    let gap = prop_oneof![0..4_usize, 0..40_usize, 0..9000_usize];
    let removed = prop_oneof![1..5_usize, 1..60_usize];
    let added = prop_oneof![Just(0), 0..40_usize];
    proptest::collection::vec((gap, removed, added, 0..3_u8), 0..400)
}

#[test]
fn a_long_gap_and_a_long_change_come_back() {
    let (map, changes) = build(&[(5000, 3, 33, 0), (31, 100, 0, 1), (0, 2, 0, 0)]);
    assert_eq!(map.changes().collect::<Vec<_>>(), changes);
    assert_eq!(
        map.to_original(Span::new(5001, 5002)),
        Span::new(5000, 5003)
    );
    assert_eq!(map.to_original(Span::new(0, 5064)), Span::new(0, 5134));
    assert_eq!(
        map.to_normalized(Span::new(5001, 5002)),
        Span::new(5000, 5033)
    );
    assert_eq!(
        map.to_normalized(Span::new(5040, 5050)),
        Span::new(5064, 5064)
    );
}

#[test]
fn changes_that_begin_in_one_place_are_told_apart() {
    let rows = [
        (63, 0, 3, 0),
        (0, 2, 0, 1),
        (0, 2, 0, 1),
        (0, 0, 70, 2),
        (0, 0, 1, 0),
        (0, 5, 0, 1),
        (9, 0, 1, 0),
    ];
    let (map, changes) = build(&rows);
    assert_eq!(map.changes().collect::<Vec<_>>(), changes);
}

#[test]
fn going_back_forgets_what_came_since() {
    let (mut map, _) = build(&[(3, 2, 0, 1), (1990, 2, 0, 1), (0, 3, 1, 0)]);
    let before = map.clone();
    let mark = map.mark();
    for at in 0..900 {
        map.change(2000 + 2 * at, 2, at % 2, Attach::Before);
    }
    map.go_back(&mark);
    assert_eq!(map, before);
}

#[test]
fn controls_stay_outside_and_marks_inside() {
    // letter, control, mark, control: the first control is inside, the last is not.
    let (map, _) = build(&[(2, 3, 0, 0), (0, 2, 0, 1), (0, 3, 0, 0)]);
    assert_eq!(map.to_original(Span::new(0, 2)), Span::new(0, 7));
    assert_eq!(map.to_original(Span::new(2, 4)), Span::new(10, 12));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn changes_are_kept(rows in rows()) {
        let (map, changes) = build(&rows);
        prop_assert_eq!(map.changes().collect::<Vec<_>>(), changes);
    }

    #[test]
    fn there_and_back_covers(rows in rows(), at in 0..20_000_usize, len in 1..300_usize) {
        let (map, _) = build(&rows);
        let span = Span::new(at, at + len);
        let original = map.to_original(span);
        prop_assert!(map.to_normalized(original).contains(span));
        let normalized = map.to_normalized(span);
        if !normalized.is_empty() {
            let back = map.to_original(normalized);
            prop_assert!(map.to_normalized(back).contains(normalized));
        }
    }

    #[test]
    fn the_search_agrees_with_a_look_at_every_change(rows in rows(), at in 0..20_000_usize, len in 0..300_usize) {
        let (map, changes) = build(&rows);
        let span = Span::new(at, at + len);
        prop_assert_eq!(map.to_original(span), plain_to_original(&changes, span));
        for change in changes {
            let start = change.normalized.start();
            let span = Span::new(start, start + len);
            prop_assert_eq!(map.to_original(span), plain_to_original(&map.changes().collect::<Vec<_>>(), span));
        }
    }

    #[test]
    fn a_cursor_agrees_with_the_search(rows in rows(), ends in proptest::collection::vec((0..40_000_usize, 0..30_usize), 1..60)) {
        let (map, _) = build(&rows);
        let mut cursor = map.cursor();
        for (start, len) in ends {
            let span = Span::new(start, start + len);
            prop_assert_eq!(cursor.to_original(span), map.to_original(span));
            let next = Span::new(start + len, start + len + 3);
            prop_assert_eq!(cursor.to_original(next), map.to_original(next));
        }
    }
}

proptest! {
    /// Marks come in windows that begin anywhere, also around a sample.
    #[test]
    fn marks_of_a_window_are_deletions_one_by_one(
        windows in prop::collection::vec((0..70_usize, 1..u64::MAX), 1..60),
    ) {
        let (mut together, mut singly) = (OffsetMap::default(), OffsetMap::default());
        let mut at = 0;
        for (gap, bits) in windows {
            at += gap;
            // Two bytes each: no two neighbours, and none that reaches over the window.
            let firsts = bits & 0x5555_5555_5555_5555;
            if firsts == 0 {
                continue;
            }
            together.delete_marks(at, firsts);
            for bit in (0..64).filter(|bit| firsts >> bit & 1 == 1) {
                singly.change(at + bit, 2, 0, Attach::Before);
            }
            at += 64;
        }
        prop_assert_eq!(together, singly);
    }
}
