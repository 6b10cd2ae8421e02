//! Arabic in Latin letters and digits, by sound: `da3esh`.
//!
//! Written from the habits that surveys of chat Arabic describe: digits for letters that they
//! resemble (3 ع, 7 ح), vowels written or not, one Latin letter for several Arabic ones.

use std::sync::LazyLock;

use super::trie::{Node, Trie};

/// What a piece of Latin may stand for; `-` is nothing. Later letters are rarer and cost more.
const SOUNDS: [(&str, &str); 58] = [
    ("sh", "ش"),
    ("ch", "ش"),
    ("kh", "خ"),
    ("gh", "غ"),
    ("th", "ثذ"),
    ("dh", "ذظض"),
    ("3'", "غ"),
    ("7'", "خ"),
    ("9'", "ض"),
    ("6'", "ظ"),
    ("aa", "ا"),
    ("ee", "ي"),
    ("ii", "ي"),
    ("oo", "و"),
    ("ou", "و"),
    ("uu", "و"),
    ("iy", "ي"),
    ("ei", "ي"),
    ("ai", "ي"),
    ("ay", "ي"),
    ("aw", "و"),
    ("ah", "ه"),
    ("eh", "ه"),
    ("'", "-عء"),
    ("a", "-اهع"),
    ("e", "-يا"),
    ("i", "-ياع"),
    ("o", "-واع"),
    ("u", "-واع"),
    ("y", "ي"),
    ("w", "و"),
    ("b", "ب"),
    ("p", "ب"),
    ("t", "تط"),
    ("j", "ج"),
    ("g", "جغق"),
    ("7", "ح"),
    ("h", "هح"),
    ("5", "خ"),
    ("d", "دض"),
    ("r", "ر"),
    ("z", "زظذ"),
    ("s", "سص"),
    ("9", "صق"),
    ("6", "ط"),
    ("3", "ع"),
    ("8", "غق"),
    ("4", "ذش"),
    ("f", "ف"),
    ("v", "ف"),
    ("q", "ق"),
    ("2", "اق-"),
    ("k", "كق"),
    ("c", "كس"),
    ("l", "ل"),
    ("m", "م"),
    ("n", "ن"),
    ("x", "خ"),
];

/// The sounds that begin with the first letter of a piece of Latin, in their order.
fn sounds(latin: &str) -> &'static [(&'static str, &'static str)] {
    static BY_LETTER: LazyLock<Vec<(&str, &str)>> = LazyLock::new(|| {
        let mut sounds = SOUNDS.to_vec();
        sounds.sort_by_key(|(latin, _)| first(latin));
        sounds
    });
    let letter = first(latin);
    let start = BY_LETTER.partition_point(|(sound, _)| first(sound) < letter);
    let len = BY_LETTER[start..].partition_point(|(sound, _)| first(sound) == letter);
    &BY_LETTER[start..start + len]
}

fn first(latin: &str) -> Option<&u8> {
    latin.as_bytes().first()
}

/// Letters that Latin spelling may leave out.
const UNWRITTEN: [char; 3] = ['ا', 'ي', 'و'];
const UNWRITTEN_COST: u16 = 2;
const MOST: u16 = 4;
const STEPS: u32 = 3000;
/// A longer run of Latin is no word.
const LONGEST: usize = 24;

/// What Latin writes for the article, and for "and the", "in the".
const ARTICLES: [&str; 16] = [
    "", "al", "el", "il", "al-", "el-", "w", "wel", "bel", "wal", "wil", "oal", "bal", "lil",
    "lel", "o",
];

/// The words that `latin` may spell, cheapest first.
pub(super) fn candidates(words: &Trie, latin: &str) -> Vec<(u32, u16)> {
    let latin = latin.to_ascii_lowercase();
    if latin.len() > LONGEST || !latin.is_ascii() {
        return Vec::new();
    }
    let mut walk = Walk {
        words,
        found: Vec::new(),
        steps: STEPS,
    };
    for article in ARTICLES {
        if let Some(rest) = latin.strip_prefix(article) {
            let cost = u16::from(!article.is_empty());
            walk.step(rest, Trie::ROOT, cost, 0);
        }
    }
    let mut found = walk.found;
    found.sort_by_key(|(word, cost)| (*cost, *word));
    let mut seen = std::collections::HashSet::new();
    found.retain(|(word, _)| seen.insert(*word));
    found
}

struct Walk<'d> {
    words: &'d Trie,
    found: Vec<(u32, u16)>,
    steps: u32,
}

impl Walk<'_> {
    fn step(&mut self, rest: &str, node: Node, cost: u16, letters: u16) {
        if self.steps == 0 || cost > MOST {
            return;
        }
        self.steps -= 1;
        if rest.is_empty() {
            if let Some(word) = self.words.word(node).filter(|_| letters >= 3) {
                self.found.push((word, cost));
            }
            return;
        }
        for &(latin, arabic) in sounds(rest) {
            let Some(after) = rest.strip_prefix(latin) else {
                continue;
            };
            // gh and kh are one sound each.
            if matches!(latin, "g" | "k" | "c") && after.starts_with('h') {
                continue;
            }
            // A doubled consonant is written once in Arabic.
            let doubled = after.strip_prefix(latin).filter(|_| latin.len() == 1);
            for (rank, letter) in (0_u16..).zip(arabic.chars()) {
                // The first reading is free, also when it is nothing and the next a letter.
                let silent = arabic.starts_with('-');
                let price = cost + rank.saturating_sub(u16::from(silent));
                if letter == '-' {
                    // At the end of a word only e and a hamza are not heard.
                    if !after.is_empty() || matches!(latin, "e" | "'" | "2") {
                        self.step(after, node, cost, letters);
                    }
                } else if let Some(child) = self.words.child(node, letter) {
                    self.step(after, child, price, letters + 1);
                    if let Some(after) = doubled {
                        self.step(after, child, price, letters + 1);
                    }
                }
            }
        }
        for letter in UNWRITTEN {
            if let Some(child) = self.words.child(node, letter).filter(|_| letters > 0) {
                self.step(rest, child, cost + UNWRITTEN_COST, letters + 1);
            }
        }
    }
}

/// Whether a Latin word looks like Arabizi rather than another language: a digit among letters.
pub(super) fn has_digit_letter(latin: &str) -> bool {
    latin
        .bytes()
        .any(|b| matches!(b, b'2' | b'3' | b'5'..=b'9'))
        && latin.bytes().any(|b| b.is_ascii_alphabetic())
}
