//! Every attack on every word of the shipped lists, undone; and what is found in clean text.
//!
//! `cargo test -p khitab-text --test evasion -- --nocapture` prints the tables of docs/COMPARE.md.

use std::collections::BTreeSet;
use std::path::Path;

use khitab_text::{Attack, Deobfuscator, EvasionKind, Normalizer, Tokenizer};

/// Words and phrases of every shipped cue list, of four letters and more.
fn words() -> Vec<String> {
    let mut out = BTreeSet::new();
    for (_, text) in khitab_data::LEXICONS {
        for line in text.lines().filter(|line| !line.starts_with('#')).skip(1) {
            let pattern = line.split('\t').next().unwrap_or_default();
            let letters = pattern.chars().filter(|c| c.is_alphabetic()).count();
            let arabic = |c: char| c == ' ' || ('\u{0621}'..='\u{064A}').contains(&c);
            if letters >= 4 && pattern.chars().all(arabic) {
                out.insert(pattern.to_owned());
            }
        }
    }
    out.into_iter().collect()
}

/// The least share of words that must be found again.
fn least(attack: Attack) -> f64 {
    match attack {
        Attack::Marks | Attack::Tatweel => 1.0,
        Attack::ZeroWidth | Attack::Joiners | Attack::BidiControls | Attack::PresentationForms => {
            0.99
        }
        Attack::LookAlikes => 0.99,
        Attack::Dotless | Attack::StandIn | Attack::SignForAlef | Attack::Hyphen => 0.9,
        Attack::TwoPieces => 0.7,
        _ => 0.95,
    }
}

/// What became of an attacked word in its sentence.
#[derive(Clone, Copy, PartialEq)]
enum Read {
    /// Nothing was found on exactly its bytes.
    Not,
    /// Some word of the lists was found there, such as its stem with the rest as an ending.
    Covered,
    /// It was found as itself.
    Itself,
}

fn read(reader: &Deobfuscator, hidden: &str, word: &str, attack: Attack) -> Read {
    let fold = |text: &str| Normalizer::search().normalize(text).normalized().to_owned();
    let before = "سمعت كلمة «";
    let text = format!("{before}{hidden}» في الخبر");
    let target = fold(word);
    if attack == Attack::Arabizi {
        let found = reader.arabizi(hidden);
        let itself = found.iter().take(5).any(|(w, _)| fold(w) == target);
        return if itself { Read::Itself } else { Read::Not };
    }
    // Marks, tatweel and look-alikes are no disguise, nor is ه for ة: the normaliser reads them.
    if fold(&text).contains(&format!("«{target}»"))
        && matches!(
            attack,
            Attack::Marks | Attack::Tatweel | Attack::LookAlikes | Attack::Dotless
        )
    {
        return Read::Itself;
    }
    let (start, end) = (before.len(), before.len() + hidden.len());
    let found = reader.find(&text);
    let exact = found
        .iter()
        .find(|e| e.span.start() == start && e.span.end() == end);
    exact.map_or(Read::Not, |e| {
        if fold(e.word) == target {
            Read::Itself
        } else {
            Read::Covered
        }
    })
}

#[test]
fn attacks_on_every_word_are_undone() {
    let words = words();
    assert!(words.len() > 100, "the lists are there");
    let reader = Deobfuscator::new(&words);
    println!("| attack | words | found | as itself |\n|---|---:|---:|---:|");
    let mut low = Vec::new();
    for attack in Attack::ALL {
        let hidden: Vec<(String, &String)> = words
            .iter()
            .filter_map(|word| Some((attack.hide(word)?, word)))
            .collect();
        let results: Vec<Read> = hidden
            .iter()
            .map(|(hidden, word)| read(&reader, hidden, word, attack))
            .collect();
        let count = |wanted: &[Read]| results.iter().filter(|r| wanted.contains(r)).count();
        let share = |n: usize| n as f64 / hidden.len() as f64;
        let found = share(count(&[Read::Covered, Read::Itself]));
        let itself = share(count(&[Read::Itself]));
        println!(
            "| {} | {} | {:.1} % | {:.1} % |",
            attack.name(),
            hidden.len(),
            100.0 * found,
            100.0 * itself
        );
        if std::env::var_os("KHITAB_SHOW_MISSED").is_some() {
            let missed = hidden
                .iter()
                .zip(&results)
                .filter(|(_, r)| **r == Read::Not);
            println!(
                "{:?}",
                missed.take(12).map(|((h, _), _)| h).collect::<Vec<_>>()
            );
        }
        if found < least(attack) {
            low.push((attack.name(), found));
        }
    }
    assert!(low.is_empty(), "{low:?}");
}

/// The texts of a panel of `../shared`, where it is there.
fn panel(name: &str) -> Option<Vec<String>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/datasets/panels");
    let text = std::fs::read_to_string(folder.join(name).with_extension("jsonl")).ok()?;
    // Enough to tell, and quick.
    let most = 1500;
    let read = |line: &str| {
        let row: serde_json::Value = serde_json::from_str(line).ok()?;
        Some(row["text"].as_str()?.to_owned())
    };
    Some(text.lines().take(most).filter_map(read).collect())
}

#[test]
fn clean_text_is_left_alone() {
    let words = words();
    let reader = Deobfuscator::new(&words);
    let own =
        "عاد الوفد إلى المدينة مساء اليوم، وقال د. سالم إن الطريق مفتوح. مبروووك يا شباب! 3 في 1";
    assert_eq!(reader.find(own), []);
    println!("| clean text | words | found | in 10,000 words |\n|---|---:|---:|---:|");
    for (name, most) in [
        ("news", 3.0),
        ("religion", 3.0),
        ("wiki", 4.0),
        ("tweets-ordinary", 20.0),
    ] {
        let Some(texts) = panel(name) else { continue };
        let search = Normalizer::search();
        let social = Tokenizer::social();
        let mut total = 0;
        let mut found = 0;
        let mut by_kind = vec![0; EvasionKind::ALL.len()];
        for text in &texts {
            total += social.tokenize(&search.normalize(text)).words().count();
            for evasion in reader.find(text) {
                found += 1;
                for kind in evasion.kinds.iter() {
                    by_kind[kind as usize] += 1;
                }
                if std::env::var_os("KHITAB_SHOW_FOUND").is_some() {
                    println!("{} = {}", evasion.span.of(text), evasion.word);
                }
            }
        }
        let rate = 1e4 * f64::from(found) / total as f64;
        println!("| {name} | {total} | {found} | {rate:.2} |");
        for (kind, count) in EvasionKind::ALL.iter().zip(by_kind).filter(|(_, n)| *n > 0) {
            println!("  {}: {count}", kind.as_str());
        }
        assert!(rate <= most, "{name}: {rate:.2} in 10,000 words");
    }
}
