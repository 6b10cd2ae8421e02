//! Every attack on every word of the shipped lists, undone; and what is found in clean text.
//!
//! `cargo test -p khitab-text --test evasion -- --nocapture` prints the tables of docs/COMPARE.md.

use std::collections::BTreeSet;
use std::path::Path;

use khitab_text::{Deobfuscator, EvasionKind, Normalizer, Tokenizer};
use unicode_normalization::UnicodeNormalization;

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

/// One way to hide a word, and the least share of words that must be found again.
struct Attack {
    name: &'static str,
    least: f64,
    hide: fn(&str) -> Option<String>,
}

const ATTACKS: [Attack; 17] = [
    Attack {
        name: "marks",
        least: 1.0,
        hide: |w| Some(after_letters(w, "\u{064E}")),
    },
    Attack {
        name: "tatweel",
        least: 1.0,
        hide: |w| Some(after_letters(w, "\u{0640}")),
    },
    Attack {
        name: "zero width",
        least: 0.99,
        hide: |w| Some(between(w, "\u{200B}")),
    },
    Attack {
        name: "joiners",
        least: 0.99,
        hide: |w| Some(between(w, "\u{200D}")),
    },
    Attack {
        name: "bidi controls",
        least: 0.99,
        hide: |w| Some(between(w, "\u{202E}")),
    },
    Attack {
        name: "presentation forms",
        least: 0.99,
        hide: presentation,
    },
    Attack {
        name: "foreign letters",
        least: 0.95,
        hide: |w| replaced(w, foreign),
    },
    Attack {
        name: "dotless",
        least: 0.9,
        hide: dotless,
    },
    Attack {
        name: "one stand-in",
        least: 0.9,
        hide: stand_in,
    },
    Attack {
        name: "sign for alef",
        least: 0.9,
        hide: |w| inner(w, 'ا', "!"),
    },
    Attack {
        name: "elongation",
        least: 0.95,
        hide: elongated,
    },
    Attack {
        name: "spaced",
        least: 0.95,
        hide: |w| Some(between(w, " ")),
    },
    Attack {
        name: "dotted",
        least: 0.95,
        hide: |w| Some(between(w, ".")),
    },
    Attack {
        name: "underscores",
        least: 0.95,
        hide: |w| Some(between(w, "_")),
    },
    Attack {
        name: "one hyphen",
        least: 0.9,
        hide: |w| cut(w, "-"),
    },
    Attack {
        name: "two pieces",
        least: 0.7,
        hide: |w| cut(w, " "),
    },
    Attack {
        name: "arabizi",
        least: 0.95,
        hide: arabizi,
    },
];

fn after_letters(word: &str, sign: &str) -> String {
    let add = |c: char| {
        if c == ' ' {
            " ".to_owned()
        } else {
            format!("{c}{sign}")
        }
    };
    word.chars().map(add).collect()
}

/// `sign` between the letters of each word.
fn between(word: &str, sign: &str) -> String {
    let spread = |w: &str| w.chars().map(String::from).collect::<Vec<_>>().join(sign);
    let parts: Vec<String> = word.split(' ').map(spread).collect();
    parts.join(if sign == " " { "  " } else { " " })
}

fn presentation(word: &str) -> Option<String> {
    let form = |c: char| {
        ('\u{FE70}'..='\u{FEF4}').find(|f| core::iter::once(*f).nfkc().eq(core::iter::once(c)))
    };
    replaced(word, form)
}

/// Every letter that `other` knows replaced; nothing when it knows none.
fn replaced(word: &str, other: impl Fn(char) -> Option<char>) -> Option<String> {
    let new: String = word.chars().map(|c| other(c).unwrap_or(c)).collect();
    (new != word).then_some(new)
}

fn foreign(c: char) -> Option<char> {
    Some(match c {
        'ك' => '\u{06A9}',
        'ي' => '\u{06CC}',
        'ه' => '\u{06C1}',
        'ب' => '\u{0751}',
        'ت' => '\u{067F}',
        'ج' => '\u{0683}',
        'ح' => '\u{0772}',
        'د' => '\u{068A}',
        'ر' => '\u{0694}',
        'س' => '\u{075C}',
        'ش' => '\u{06FA}',
        'ع' => '\u{075D}',
        'ف' => '\u{06A3}',
        'ق' => '\u{06A7}',
        'ل' => '\u{06B5}',
        'م' => '\u{0765}',
        'ن' => '\u{0767}',
        'و' => '\u{06C6}',
        _ => return None,
    })
}

/// Every dot taken away, as in a hand of the first century.
fn dotless(word: &str) -> Option<String> {
    let letters: Vec<char> = word.chars().collect();
    let mut out = String::new();
    for (at, c) in letters.iter().enumerate() {
        let last = letters.get(at + 1).is_none_or(|c| *c == ' ');
        out.push(match c {
            'ب' | 'ت' | 'ث' => '\u{066E}',
            'ن' | 'ي' | 'ئ' if !last => '\u{066E}',
            'ن' => '\u{06BA}',
            'ي' => 'ى',
            'ج' | 'خ' => 'ح',
            'ذ' => 'د',
            'ز' => 'ر',
            'ش' => 'س',
            'ض' => 'ص',
            'ظ' => 'ط',
            'غ' => 'ع',
            'ف' => '\u{06A1}',
            'ق' if !last => '\u{06A1}',
            'ق' => '\u{066F}',
            'ة' => 'ه',
            c => *c,
        });
    }
    (out != word).then_some(out)
}

/// One letter inside of the word by one of another script.
fn stand_in(word: &str) -> Option<String> {
    let other = |c: char| {
        Some(match c {
            'ا' => '\u{05DF}',
            'س' => '\u{05E1}',
            'ش' => '$',
            'ع' => '3',
            'ه' => '\u{043E}',
            'و' => '\u{05D5}',
            'ب' => '\u{05D1}',
            'ر' => '\u{05E8}',
            'ل' => '\u{05DC}',
            'م' => '\u{2D4E}',
            'ن' => '\u{0782}',
            'ت' => '\u{078C}',
            'ح' => '7',
            _ => return None,
        })
    };
    let last = word.chars().count().saturating_sub(1);
    let (at, c) = word
        .char_indices()
        .enumerate()
        .filter(|(n, _)| *n > 0 && *n < last)
        .find_map(|(_, (at, c))| Some((at, other(c)?)))?;
    Some(put(word, at, &c.to_string()))
}

/// The first `letter` inside of the word replaced by `sign`.
fn inner(word: &str, letter: char, sign: &str) -> Option<String> {
    let bytes = word.len();
    let (at, _) = word.match_indices(letter).find(|(at, _)| {
        *at > 0 && at + 2 < bytes && !word[at + 2..].starts_with(' ') && !word[..*at].ends_with(' ')
    })?;
    Some(put(word, at, sign))
}

/// `word` with the two-byte letter at `at` replaced.
fn put(word: &str, at: usize, new: &str) -> String {
    format!("{}{new}{}", &word[..at], &word[at + 2..])
}

fn elongated(word: &str) -> Option<String> {
    let at = word.char_indices().nth(1)?.0;
    let letter = word[at..].chars().next()?;
    let pair = word[..at].ends_with(letter) || word[at + letter.len_utf8()..].starts_with(letter);
    (letter != ' ' && !pair).then(|| put(word, at, &letter.to_string().repeat(5)))
}

/// A single word in two pieces of two letters and more.
fn cut(word: &str, sign: &str) -> Option<String> {
    let letters = word.chars().count();
    let at = word.char_indices().nth(letters / 2)?.0;
    (!word.contains(' ')).then(|| format!("{}{sign}{}", &word[..at], &word[at..]))
}

fn arabizi(word: &str) -> Option<String> {
    let latin: String = word
        .chars()
        .map(|c| match c {
            'ا' | 'أ' | 'إ' | 'آ' => "a",
            'ب' => "b",
            'ت' | 'ط' => "t",
            'ث' => "th",
            'ج' => "j",
            'ح' => "7",
            'خ' => "5",
            'د' | 'ض' => "d",
            'ذ' | 'ظ' => "dh",
            'ر' => "r",
            'ز' => "z",
            'س' | 'ص' => "s",
            'ش' => "sh",
            'ع' => "3",
            'غ' => "gh",
            'ف' => "f",
            'ق' => "q",
            'ك' => "k",
            'ل' => "l",
            'م' => "m",
            'ن' => "n",
            'ه' => "h",
            'ة' => "a",
            'و' => "o",
            'ي' => "i",
            _ => "?",
        })
        .collect();
    (!latin.contains('?')).then_some(latin)
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

fn read(reader: &Deobfuscator, hidden: &str, word: &str, name: &str) -> Read {
    let fold = |text: &str| Normalizer::search().normalize(text).normalized().to_owned();
    let before = "سمعت كلمة «";
    let text = format!("{before}{hidden}» في الخبر");
    let target = fold(word);
    if name == "arabizi" {
        let found = reader.arabizi(hidden);
        let itself = found.iter().take(5).any(|(w, _)| fold(w) == target);
        return if itself { Read::Itself } else { Read::Not };
    }
    // Marks and tatweel are no disguise, nor is ه for ة: the normaliser reads them.
    if fold(&text).contains(&format!("«{target}»"))
        && matches!(name, "marks" | "tatweel" | "dotless")
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
    for attack in &ATTACKS {
        let hidden: Vec<(String, &String)> = words
            .iter()
            .filter_map(|word| Some(((attack.hide)(word)?, word)))
            .collect();
        let results: Vec<Read> = hidden
            .iter()
            .map(|(hidden, word)| read(&reader, hidden, word, attack.name))
            .collect();
        let count = |wanted: &[Read]| results.iter().filter(|r| wanted.contains(r)).count();
        let share = |n: usize| n as f64 / hidden.len() as f64;
        let found = share(count(&[Read::Covered, Read::Itself]));
        let itself = share(count(&[Read::Itself]));
        println!(
            "| {} | {} | {:.1} % | {:.1} % |",
            attack.name,
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
        if found < attack.least {
            low.push((attack.name, found));
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
