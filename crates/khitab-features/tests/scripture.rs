//! Qur'an citations on the gold tweets of El-Beltagy and Rafea 2021, counted as their notebook does,
//! and on news, where there is nothing to find. Both sets are read when they are there.

use std::fs;
use std::path::{Path, PathBuf};

use khitab_features::{Document, Extractor, Kind, ScriptureIndex, Value};

fn dataset(name: &str) -> Option<String> {
    let path: PathBuf = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../../shared/datasets")
        .join(name);
    fs::read_to_string(path).ok()
}

/// The verses cited in `text`; the opening formula and prayers are no citation for the gold, and what
/// goes on after an aside is none of its own. A few words whose verse nobody can tell count between
/// ornate brackets, but not where the tweet cuts them off behind the first one.
fn verses(extractor: &Extractor, text: &str) -> usize {
    let document = Document::new(text);
    let found = extractor.annotate(&document);
    found
        .of(Kind::Scripture)
        .filter(|passage| passage.feature == Some("E6"))
        .filter(|passage| passage.get("kind") == Some(&Value::Text("quran".into())))
        .filter(|passage| passage.get("continues").is_none())
        .filter(|passage| {
            let before = text[..passage.span.start()].trim_end();
            let after = text[passage.span.end()..].trim_start();
            passage.id.is_some() || before.ends_with('﴿') && after.starts_with('﴾')
        })
        .count()
}

/// Verses found, in the gold, and in tweets where the two counts agree: only those are right for the
/// notebook, and all of the others are wrong.
#[derive(Clone, Copy, Default)]
struct Count {
    found: usize,
    gold: usize,
    right: usize,
}

impl Count {
    fn add(&mut self, found: usize, gold: usize) {
        self.found += found;
        self.gold += gold;
        self.right += if found == gold { gold } else { 0 };
    }

    fn precision(self) -> f64 {
        self.right as f64 / self.found as f64
    }

    fn recall(self) -> f64 {
        self.right as f64 / self.gold as f64
    }
}

/// Whether errors in this tweet may be read: half of the tweets, by the parity of FNV-1a of the id.
fn is_readable(id: &str) -> bool {
    let hash = id.bytes().fold(0x811C_9DC5_u32, |hash, byte| {
        (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193)
    });
    (hash >> 16) & 1 == 0
}

#[test]
fn citations_in_tweets() {
    let Some(gold) = dataset("quran-detector/Tweets_Gold.txt") else {
        return;
    };
    let extractor = Extractor::default();
    let mut halves = [Count::default(); 2];
    for line in gold.lines() {
        let cells: Vec<&str> = line.split('\t').collect();
        let Some(count) = cells
            .get(2)
            .and_then(|cell| cell.trim().parse::<usize>().ok())
        else {
            continue;
        };
        let ours = verses(&extractor, cells[1]);
        halves[usize::from(!is_readable(cells[0]))].add(ours, count);
        if is_readable(cells[0]) && ours != count {
            println!("{ours} for {count}: {line}");
        }
    }
    let mut all = Count::default();
    for (half, count) in ["read", "unread"].iter().zip(halves) {
        println!(
            "{half}: precision {:.3}, recall {:.3} of {}",
            count.precision(),
            count.recall(),
            count.gold
        );
        all.found += count.found;
        all.gold += count.gold;
        all.right += count.right;
    }
    assert_eq!(all.gold, 91, "the revised gold");
    let (precision, recall) = (all.precision(), all.recall());
    println!(
        "all: {} right, {} found, precision {precision:.3}, recall {recall:.3}",
        all.right, all.found
    );
    assert!(
        precision > 0.956 && recall > 0.966,
        "{precision:.3} {recall:.3}"
    );
}

#[test]
fn no_citation_in_news() {
    let sets = [
        "panels/news.jsonl",
        "panels/news-isis-topic.jsonl",
        "sib200/data.jsonl",
    ];
    let extractor = Extractor::default();
    for news in sets.into_iter().filter_map(dataset) {
        for line in news.lines() {
            let row: serde_json::Value = serde_json::from_str(line).expect("a row");
            let text = row["text"].as_str().unwrap_or_default();
            assert_eq!(verses(&extractor, text), 0, "{}", row["id"]);
        }
    }
}

/// An index of made-up verses: the words of the first two are everywhere in it, all others are rare.
fn made_up() -> Extractor {
    const COMMON: &str = "شارع رصيف حديقة سوق مخبز مصنع ملعب";
    let fillers = COMMON.split(' ').map(|word| [word; 101].join(" "));
    let fillers: Vec<String> = fillers.collect();
    let mut verses = vec![
        (1, 1, "كتاب ورقة حبر قلم"),
        (2, 1, COMMON),
        (3, 1, "قمر نهر جسر سور باب دار"),
        (3, 2, "شمس ريح بحر غيم"),
        (4, 1, "ونخل ووردة وعشب ثم ثمر"),
    ];
    verses.extend((9..).zip(&fillers).map(|(at, text)| (5, at, text.as_str())));
    let index = ScriptureIndex::from_bytes(&ScriptureIndex::build(verses));
    Extractor::default().with_scripture(index.expect("own bytes"))
}

/// What is cited in `text`: its words, its sort, whether it takes up the citation before it.
fn cited<'t>(extractor: &Extractor, text: &'t str) -> Vec<(&'t str, String, bool)> {
    let document = Document::new(text);
    let found = extractor.annotate(&document);
    let passages = found.of(Kind::Scripture).map(|passage| {
        let Some(Value::Text(sort)) = passage.get("kind") else {
            panic!("{text}: no sort");
        };
        let continues = passage.get("continues").is_some();
        (passage.span.of(text), sort.to_string(), continues)
    });
    passages.collect()
}

#[test]
fn how_a_citation_is_written_tells_it_from_chance() {
    let extractor = made_up();
    for (text, parts) in [
        // Common words: four are chance, seven are not, wherever a full stop parts them.
        ("مررنا على شارع رصيف حديقة سوق ثم عدنا", 0),
        ("مررنا على شارع رصيف حديقة سوق. مخبز مصنع ملعب ثم عدنا", 2),
        // Nothing but a verse, beside tags and a word that is cut off.
        ("#صباح شارع رصيف حديقة سوق 🌸 @someone", 1),
        ("RT @someone: شارع رصيف حديقة سوق مخ…", 1),
        // In brackets of its own, whatever nobody sees between.
        ("قرأت (\u{200F}شارع رصيف حديقة\u{200F}) ثم عدت", 1),
        ("قرأت 《شارع رصيف حديقة》 ثم عدت", 1),
        ("قرأت ”شارع رصيف حديقة“ ثم عدت", 1),
        ("قرأت (شارع رصيف حديقة كبيرة) ثم عدت", 0),
        // Three rare words, unless they are an enumeration.
        ("رأيت قمر نهر جسر أمس", 1),
        ("رأيت قمر نهر أمس", 0),
        ("عندنا ونخل ووردة وعشب كثير", 0),
    ] {
        assert_eq!(cited(&extractor, text).len(), parts, "{text}");
    }
}

#[test]
fn a_part_in_marks_of_its_own_is_a_citation_of_its_own() {
    let extractor = made_up();
    let parts = |text| -> Vec<bool> {
        let parts = cited(&extractor, text).into_iter();
        parts.map(|(_, _, continues)| continues).collect()
    };
    assert_eq!(parts("{قمر نهر جسر} كما شرح {سور باب دار}"), [false, false]);
    assert_eq!(parts("قمر نهر جسر كما شرح سور باب دار"), [false, true]);
}

#[test]
fn marks_around_two_verses_do_not_make_them_one() {
    let extractor = made_up();
    let words = |text| -> Vec<_> {
        let parts = cited(&extractor, text).into_iter();
        parts.map(|(words, sort, _)| (words, sort)).collect()
    };
    let quran = |words| (words, "quran".to_owned());
    assert_eq!(
        words("قال تعالى: \"شمس ريح بحر غيم وفي أخرى قمر نهر جسر سور\""),
        [quran("شمس ريح بحر غيم"), quran("قمر نهر جسر سور")]
    );
    assert_eq!(
        words("قال تعالى: \"كما شمس ريح بحر غيم\""),
        [quran("كما شمس ريح بحر غيم")]
    );
    // A saying of the Prophet keeps its own place.
    let hadith = "اقرؤوا شمس ريح بحر غيم كل يوم";
    assert_eq!(
        words("قال رسول الله: اقرؤوا شمس ريح بحر غيم كل يوم"),
        [(hadith, "hadith".to_owned()), quran("شمس ريح بحر غيم")]
    );
}

#[test]
fn the_opening_formula_is_no_verse_however_it_is_spelt() {
    let extractor = made_up();
    for text in [
        "كتاب ورقة حبر قلم",
        "كتـــاب وَرقة حبر قلم",
        "كتاب ورقةحبر قلم",
    ] {
        let found = cited(&extractor, text);
        assert!(found.iter().all(|(_, sort, _)| sort == "formula"), "{text}");
    }
}

/// The phrases of the list that are everyday piety.
fn formulas() -> Vec<String> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../data/lexicons/quran_formulas.tsv");
    let list = fs::read_to_string(path).expect("the list is part of the repository");
    let rows = list.lines().filter(|row| row.ends_with("\tformula"));
    rows.filter_map(|row| row.split('\t').next().map(str::to_owned))
        .collect()
}

#[test]
fn everyday_piety_is_no_verse() {
    let extractor = Extractor::default();
    for phrase in formulas() {
        let text = format!("أردد كل صباح {phrase} وأمضي إلى عملي");
        assert_eq!(verses(&extractor, &text), 0, "{text}");
    }
}

/// The verses of the book, in order, without vowel marks.
fn book() -> Option<Vec<(u8, String)>> {
    let book = dataset("quran-detector/quran-simple.txt")?;
    let rows = book.trim_start_matches('\u{FEFF}').lines();
    let verses = rows.filter_map(|row| {
        let mut cells = row.splitn(3, '|');
        let sura = cells.next()?.parse().ok()?;
        let marks =
            |c: char| matches!(c, '\u{064B}'..='\u{0652}' | '\u{0670}' | '\u{06D6}'..='\u{06ED}');
        let text = cells.nth(1)?.replace(marks, "");
        Some((sura, text.split_whitespace().collect::<Vec<_>>().join(" ")))
    });
    Some(verses.collect())
}

#[test]
fn a_verse_that_holds_everyday_piety_stays_a_verse() {
    let Some(book) = book() else {
        return;
    };
    let extractor = Extractor::default();
    let phrases = formulas();
    let mut wrong = Vec::new();
    for (_, verse) in book.iter().skip(1) {
        let held = phrases
            .iter()
            .find(|phrase| verse.contains(phrase.as_str()));
        let longer =
            held.is_some_and(|phrase| verse.split(' ').count() >= phrase.split(' ').count() + 5);
        if longer && verses(&extractor, &format!("قرأت اليوم {verse} وفكرت")) != 1 {
            wrong.push(verse);
        }
    }
    assert!(wrong.is_empty(), "{wrong:?}");
}

/// How verses are put down in a text.
type Way = fn(&[String]) -> String;

/// Ways to write verses that change no count.
const WRITTEN: [(&str, Way); 8] = [
    ("one after the other", |verses| verses.join(" ")),
    ("lines", |verses| verses.join("\n")),
    ("full stops", |verses| verses.join(". ")),
    ("dashes", |verses| verses.join(" - ")),
    ("emoji", |verses| verses.join(" \u{1F338} ")),
    ("numbers", |verses| verses.join(" (7) ")),
    ("brackets", |verses| format!("﴿{}﴾", verses.join("﴾ ﴿"))),
    ("a space left out", |verses| {
        let text = verses.join(" ");
        let spaces: Vec<usize> = text.match_indices(' ').map(|(at, _)| at).collect();
        let space = spaces[spaces.len() / 2];
        text[..space].to_owned() + &text[space + 1..]
    }),
];

/// Every thirteenth verse of the book with none to two behind it, six words or more, in a text of the
/// writer's own: how many are counted as one citation.
#[test]
fn verses_are_counted_once_however_they_are_written() {
    let Some(book) = book() else {
        return;
    };
    let extractor = Extractor::default();
    let opening = &book[0].1;
    for (name, write) in WRITTEN {
        let (mut right, mut all) = (0, 0);
        for at in (0..book.len()).step_by(13) {
            let same = |verse: &&(u8, String)| verse.0 == book[at].0;
            let verses_there = book[at..].iter().take(1 + at % 3).take_while(same);
            let texts: Vec<String> = verses_there.map(|(_, text)| text.clone()).collect();
            // The opening formula before the first verse of a chapter is none of it.
            if texts.join(" ").split(' ').count() < 6 || texts[0].starts_with(opening.as_str()) {
                continue;
            }
            let text = format!("قرأت في هذا الصباح {} فكتبته لكم", write(&texts));
            all += 1;
            right += usize::from(verses(&extractor, &text) == 1);
        }
        println!("{name}: {right} of {all}");
        let least = if name == "a space left out" { 96 } else { 100 };
        assert!(100 * right >= least * all, "{name}: {right} of {all}");
    }
}
