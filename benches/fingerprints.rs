//! Fingerprints: texts a second, and the cost of a search while the index grows tenfold.
//!
//! `cargo bench -p khitab-benches --bench fingerprints`; texts are made, one thread.

use khitab_benches::rate;
use khitab_features::{Canonical, Document, Fingerprint, MinHash, NearIndex, clusters};

fn main() {
    let texts: Vec<String> = (0..100_000).map(text).collect();
    let some = &texts[..10_000];
    let bytes: usize = some.iter().map(String::len).sum();
    let taking = rate(|| some.iter().map(|text| print(text).words).sum());
    println!(
        "fingerprint: {:.1} us a text of {} bytes",
        taking.seconds * 1e6 / 1e4,
        bytes / some.len()
    );
    let prints: Vec<Fingerprint> = texts.iter().map(|text| print(text)).collect();
    let queries: Vec<MinHash> = (0..1000)
        .map(|number| print(&(text(number * 7) + " وكلمة أخرى")).minhash)
        .collect();
    let mut index = NearIndex::new();
    for size in [1_000, 10_000, 100_000] {
        for print in &prints[index.len()..size] {
            index.insert(&print.minhash);
        }
        let search = || {
            queries
                .iter()
                .map(|query| index.search(query, 0.6).len())
                .sum()
        };
        let search = rate(search);
        assert!(
            search.count >= size.min(7_000) / 7,
            "every query has its text"
        );
        println!(
            "search in {size:>7}: {:.2} us, {} found by 1000 queries",
            search.seconds * 1e6 / 1e3,
            search.count
        );
    }
    let grouping = rate(|| clusters(&prints, 0.7).iter().max().copied().unwrap_or(0) as usize);
    assert!(grouping.count > 90_000, "made texts are no copies");
    println!(
        "clusters: {:.2} us a text of 100000",
        grouping.seconds * 1e6 / 1e5
    );
}

fn print(text: &str) -> Fingerprint {
    Fingerprint::new(&Canonical::new(&Document::new(text), &[]))
}

/// Twenty words of a made vocabulary, from a fixed sequence.
fn text(number: u64) -> String {
    const SYLLABLES: [&str; 12] = [
        "با", "تي", "سو", "كر", "مل", "نا", "في", "قد", "رح", "عم", "لك", "هن",
    ];
    let mut state = number.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1;
    let mut next = |below: u64| {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) % below
    };
    let mut out = String::new();
    for _ in 0..20 {
        for _ in 0..2 + next(2) {
            out.push_str(SYLLABLES[next(12) as usize]);
        }
        out.push(' ');
    }
    out
}
