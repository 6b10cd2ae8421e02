//! Six short articles and eight paragraphs whose gold was made before the engine ever read them: agency news, an opinion,
//! a court report, an abstract, a sermon, an interview, and paragraphs full of speech in speech. Precision and recall, not every case.

use khitab_features::{Annotation, Kind, Value};
use serde_json::Value as Json;

use crate::article::{Article, text, words};

/// What was found, what the gold has, what agrees.
#[derive(Clone, Copy, Default)]
struct Count {
    found: usize,
    gold: usize,
    right: usize,
}

impl Count {
    /// Pairs each thing found with one of the gold that is the same, and prints what is left over.
    fn of<T: core::fmt::Debug>(
        found: Vec<T>,
        mut gold: Vec<T>,
        what: &str,
        same: impl Fn(&T, &T) -> bool,
    ) -> Self {
        let mut count = Self {
            found: found.len(),
            gold: gold.len(),
            right: 0,
        };
        for one in found {
            match gold.iter().position(|gold| same(&one, gold)) {
                Some(at) => {
                    gold.remove(at);
                    count.right += 1;
                }
                None => println!("{what} wrong: {one:?}"),
            }
        }
        for missed in gold {
            println!("{what} missed: {missed:?}");
        }
        count
    }

    fn add(&mut self, other: Self) {
        self.found += other.found;
        self.gold += other.gold;
        self.right += other.right;
    }

    fn precision(self) -> f64 {
        self.right as f64 / self.found as f64
    }

    fn recall(self) -> f64 {
        self.right as f64 / self.gold as f64
    }
}

fn word<'j>(row: &'j Json, key: &str) -> &'j str {
    row[key].as_str().unwrap_or_default()
}

/// Mentions of names by line and sort; one surface may hold the head noun or the clitics that the
/// other leaves out. Words for kinds of platforms are no names.
fn names(article: &Article) -> Count {
    let head = |kind: &str| kind.split('/').next().unwrap_or_default().to_owned();
    let mut gold = Vec::new();
    for entity in article.rows("entities") {
        for mention in entity["mentions"].as_array().into_iter().flatten() {
            for line in mention["lines"].as_array().into_iter().flatten() {
                let place = format!("{line} {}", head(word(entity, "type")));
                gold.push((place, word(mention, "surface").to_owned()));
            }
        }
    }
    let found = article.of(Kind::Entity);
    let found = found
        .iter()
        .filter(|name| name.get("anaphora").is_none() && text(name, "type") != "platform/generic");
    let found = found.map(|name| {
        let place = format!("{} {}", article.line(name), head(text(name, "type")));
        (place, article.surface(name).to_owned())
    });
    Count::of(found.collect(), gold, "name", |found, gold| {
        found.0 == gold.0 && (found.1.contains(&gold.1) || gold.1.contains(&found.1))
    })
}

fn quotations(article: &Article) -> Count {
    let found = article.of(Kind::Quotation);
    let found = found
        .iter()
        .map(|quote| format!("{} in {}", article.surface(quote), article.line(quote)));
    let gold = article.rows("quotations").iter();
    let gold = gold.map(|quote| format!("{} in {}", word(quote, "text"), quote["line"]));
    Count::of(found.collect(), gold.collect(), "quotation", |a, b| a == b)
}

fn quantities(article: &Article) -> Count {
    let number = |value: Option<&Value>| match value {
        Some(Value::Number(number)) => *number,
        _ => 0.0,
    };
    let found = article.of(Kind::Quantity);
    let found = found.iter().map(|quantity| {
        let (surface, line) = (article.surface(quantity), article.line(quantity));
        let (value, sort) = (number(quantity.get("value")), text(quantity, "comparator"));
        format!("{surface} in {line}: {sort} {value}")
    });
    let gold = article.rows("quantities").iter().map(|quantity| {
        let value = quantity["value"].as_f64().unwrap_or_default();
        let (surface, line) = (word(quantity, "surface"), &quantity["line"]);
        format!(
            "{surface} in {line}: {} {value}",
            word(quantity, "comparator")
        )
    });
    Count::of(found.collect(), gold.collect(), "quantity", |a, b| a == b)
}

/// Statements by the words that their content begins with; then the speakers of those that agree.
fn statements(article: &Article) -> (Count, Count) {
    let found = article.of(Kind::Attribution);
    let rows = article.rows("attributions");
    let mut speakers = Count::default();
    for statement in &found {
        let ours = (article.line(statement), bare(article.surface(statement)));
        let row = rows.iter().find(|row| begins(&ours, &start_of(row)));
        let Some(row) = row else { continue };
        let right = same_speaker(article, statement, row);
        if !right {
            println!("speaker of {ours:?}: {:?}", words(statement, "speakers"));
        }
        speakers.found += 1;
        speakers.gold += 1;
        speakers.right += usize::from(right);
    }
    let found = found
        .iter()
        .map(|one| (article.line(one), bare(article.surface(one))));
    let gold = rows.iter().map(start_of);
    let counts = Count::of(found.collect(), gold.collect(), "statement", begins);
    (counts, speakers)
}

fn begins(ours: &(u64, String), gold: &(u64, String)) -> bool {
    ours.0 == gold.0 && ours.1.starts_with(&gold.1)
}

fn start_of(row: &Json) -> (u64, String) {
    let line = row["line"].as_u64().unwrap_or_default();
    (line, bare(word(row, "content_start")))
}

/// Words without the particle that opens a clause and without marks.
fn bare(content: &str) -> String {
    let plain: String = content
        .chars()
        .filter(|c| c.is_alphanumeric() || *c == ' ')
        .collect();
    const OPENERS: [&str; 9] = [
        "إن",
        "أن",
        "بأن",
        "إنه",
        "إنها",
        "أنه",
        "أنها",
        "بأنه",
        "بأنها",
    ];
    let opens = |word: &&str| OPENERS.contains(word);
    let words: Vec<&str> = plain.split_whitespace().collect();
    let from = usize::from(words.first().is_some_and(opens));
    words[from..].join(" ")
}

/// Whether a known speaker has its id, and another the words of the gold.
fn same_speaker(article: &Article, statement: &Annotation, row: &Json) -> bool {
    let said = words(statement, "speakers");
    let expected = row["speaker"].as_array().expect("a list");
    let surface = word(row, "speaker_surface");
    if let Some(id) = expected.first().and_then(Json::as_str) {
        return said
            .iter()
            .any(|said| article.ids(id).iter().any(|id| id == said));
    }
    if surface.is_empty() {
        return said.is_empty();
    }
    let written = match statement.get("speaker") {
        Some(Value::Span(span)) => span.of(&article.text),
        _ => "",
    };
    written.contains(surface) || said.iter().any(|said| said.contains(surface))
}

#[test]
fn unseen_articles_are_read_as_well_as_the_page_says() {
    let mut counts = [Count::default(); 5];
    for article in Article::unseen() {
        println!("## {}", article.gold["document"]["path"]);
        let (statements, speakers) = statements(&article);
        let of_one = [
            names(&article),
            quotations(&article),
            quantities(&article),
            statements,
            speakers,
        ];
        for (sum, count) in counts.iter_mut().zip(of_one) {
            sum.add(count);
        }
    }
    let kinds = [
        "names",
        "quotations",
        "quantities",
        "statements",
        "speakers",
    ];
    let floors = [
        (0.96, 0.68),
        (1.0, 1.0),
        (0.89, 0.83),
        (0.89, 0.81),
        (0.88, 0.88),
    ];
    for ((kind, count), (precision, recall)) in kinds.iter().zip(counts).zip(floors) {
        let Count { found, gold, right } = count;
        println!("{kind}: found {found}, gold {gold}, right {right}");
        assert!(
            count.precision() >= precision,
            "{kind}: {:.3}",
            count.precision()
        );
        assert!(count.recall() >= recall, "{kind}: {:.3}", count.recall());
    }
}
