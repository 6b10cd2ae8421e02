//! Any bytes, and long rows of one unit, through every public entry.

mod entries;

use entries::ENTRIES;
use proptest::prelude::*;

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(96) })]

    #[test]
    fn any_bytes_are_carried_through(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        ENTRIES.iter().for_each(|(_, run)| run(&bytes));
    }

    #[test]
    fn any_text_of_what_the_crate_looks_at_is_carried_through(
        source in "([ابلنيةىأ]{1,4}|[\u{64B}-\u{655}\u{670}\u{640}]{1,3}|[\u{200B}-\u{200F}\u{202A}-\u{202E}]|[#@_.:/<>&;\\[\\]0-9٠-٩ ]{1,3}|https?://|www\\.|[a-z]{1,3}|[\u{FDF0}-\u{FDFB}\u{FEF5}-\u{FEFC}]|[😀👨\u{200D}\u{FE0F}🏽]){0,30}"
    ) {
        ENTRIES.iter().for_each(|(_, run)| run(source.as_bytes()));
    }
}

/// What could make a search start over: a mark, a letter, controls, the beginnings of links.
const UNITS: [&str; 20] = [
    "\u{64B}", "\u{654}", "ب", "ل", "\u{640}", "\u{202E}", "\u{200D}", "\u{200F}", "\u{FEFB}",
    "😀", "1", "a", "@", "#", "<", "&", "http", "a@", "a.", "د.",
];

/// Every entry on rows of one unit. A cost that grows with the square takes days here, and
/// memory is bounded by what the entries themselves assert; `KHITAB_BYTES` sets another size.
#[test]
fn rows_of_one_unit_cost_in_proportion() {
    let bytes =
        std::env::var("KHITAB_BYTES").map_or(200_000, |size| size.parse().expect("a number"));
    for unit in UNITS {
        let row = unit.repeat(bytes / unit.len());
        for (name, run) in ENTRIES {
            if std::env::var_os("KHITAB_BYTES").is_some() {
                let before = std::time::Instant::now();
                run(row.as_bytes());
                println!("{unit:?} {name} {:.2} s", before.elapsed().as_secs_f64());
            } else {
                run(row.as_bytes());
            }
        }
    }
}
