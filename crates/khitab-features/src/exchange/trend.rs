//! Trend queries: groups of words of which each must have one in a text, and words that must
//! not be there. Patterns for Arabic words that other programs can run.

use core::fmt::Write;

use khitab_text::{Normalizer, Span};
use regex::{Regex, RegexBuilder};
use serde_json::{Value, json};

use crate::lexicon::{Entry, Inflection, WordClass};

/// Marks and tatweel, any number of them: they may follow every letter.
const MARKS: &str = r"[\u0610-\u061A\u064B-\u065F\u0670\u0640]*";
/// Neither a letter, a digit, a mark nor an underscore. Python's `\w` leaves marks out and
/// Rust's does not, so they are named.
const OUTSIDE: &str = r"[^\w\u0610-\u061A\u064B-\u065F\u0670\u0640]";

/// A query of `threatexchange`: every group of `and` has a term in the text, `not` has none.
///
/// A term is a word, or `regex-/…/`. A bare Arabic word is looked for with its proclitics and
/// marks (`threatexchange` itself misses these: its word boundary falls between a letter and
/// its haraka); any other word between word boundaries, as there.
#[derive(Clone, Debug)]
pub struct TrendQuery {
    and: Vec<Vec<Term>>,
    not: Vec<Term>,
}

#[derive(Clone, Debug)]
struct Term {
    written: String,
    regex: Regex,
}

impl PartialEq for TrendQuery {
    fn eq(&self, other: &Self) -> bool {
        self.to_json() == other.to_json()
    }
}

impl TrendQuery {
    /// A query that any of `terms` answers, each with the clitics of a noun.
    ///
    /// Terms without a letter or digit are passed over.
    #[must_use]
    pub fn of_terms<S: AsRef<str>>(terms: &[S]) -> Self {
        let pattern = |term: &S| pattern(term.as_ref(), WordClass::Noun, Inflection::NONE);
        Self::any(terms.iter().filter_map(pattern))
    }

    /// A query that any entry of a lexicon answers, with the clitics of its class and the
    /// regular endings it lists. Prefixes of the imperfect are covered, broken forms are not.
    #[must_use]
    pub fn of_entries<'e>(entries: impl IntoIterator<Item = &'e Entry>) -> Self {
        let entries = entries.into_iter();
        Self::any(entries.filter_map(|e| pattern(&e.pattern, e.class, e.inflection)))
    }

    fn any(patterns: impl Iterator<Item = String>) -> Self {
        let term = |pattern: String| Term::parse(&format!("regex-/{pattern}/"));
        Self {
            and: vec![patterns.filter_map(|pattern| term(pattern).ok()).collect()],
            not: Vec::new(),
        }
    }

    /// Reads the JSON of a query.
    pub(super) fn from_json(text: &str) -> Result<Self, String> {
        let shape =
            || "a trend query has \"and\" with lists of terms under \"or\", and \"not\"".to_owned();
        let query: Value = serde_json::from_str(text).map_err(|_| shape())?;
        let terms = |list: &Value| -> Result<Vec<Term>, String> {
            let list = list.as_array().ok_or_else(shape)?.iter();
            list.map(|term| Term::parse(term.as_str().ok_or_else(shape)?))
                .collect()
        };
        let groups = query["and"].as_array().ok_or_else(shape)?.iter();
        Ok(Self {
            and: groups
                .map(|group| terms(&group["or"]))
                .collect::<Result<_, _>>()?,
            not: terms(&query["not"])?,
        })
    }

    /// The query as one line of JSON.
    #[must_use]
    pub fn to_json(&self) -> String {
        let written = |terms: &[Term]| -> Vec<Value> {
            let terms = terms.iter();
            terms.map(|term| term.written.clone().into()).collect()
        };
        let groups: Vec<Value> = self
            .and
            .iter()
            .map(|g| json!({ "or": written(g) }))
            .collect();
        json!({ "and": groups, "not": written(&self.not) }).to_string()
    }

    /// The places of `text` that answer the query; none when it does not.
    #[must_use]
    pub fn find(&self, text: &str) -> Vec<Span> {
        let mut spans = Vec::new();
        for group in &self.and {
            let before = spans.len();
            spans.extend(group.iter().flat_map(|term| term.find(text)));
            if spans.len() == before {
                return Vec::new();
            }
        }
        if self.not.iter().any(|term| term.regex.is_match(text)) {
            return Vec::new();
        }
        spans.sort_unstable();
        spans.dedup();
        spans
    }
}

impl Term {
    fn parse(written: &str) -> Result<Self, String> {
        let regular = written
            .strip_prefix("regex-")
            .and_then(|rest| rest.strip_prefix('/')?.strip_suffix('/'));
        let source = match regular {
            Some(source) => source.to_owned(),
            None => pattern(written, WordClass::Noun, Inflection::NONE)
                .filter(|_| {
                    written
                        .chars()
                        .any(|c| ('\u{0620}'..='\u{06FF}').contains(&c))
                })
                .unwrap_or_else(|| format!(r"\b({})\b", regex::escape(written))),
        };
        // The limit is the size of the compiled program: no hostile file fills the memory.
        let regex = RegexBuilder::new(&source).size_limit(1 << 20).build();
        let shown: String = written.chars().take(60).collect();
        Ok(Self {
            written: written.to_owned(),
            regex: regex.map_err(|_| {
                format!("term {shown:?} is no regular expression that khitab reads")
            })?,
        })
    }

    /// The first group of every hit, or the whole of it.
    ///
    /// The next hit may begin with the very character that closed the last one, and with no
    /// other of it: a hostile pattern cannot make the search quadratic.
    fn find<'t>(&'t self, text: &'t str) -> impl Iterator<Item = Span> + 't {
        let mut at = 0;
        core::iter::from_fn(move || {
            let rest = text.get(at..)?;
            let found = self.regex.captures_at(text, at)?;
            let (whole, group) = (found.get(0)?, found.get(1));
            let hit = group.unwrap_or(whole);
            let closing = text[..whole.end()]
                .chars()
                .next_back()
                .map_or(0, char::len_utf8);
            let next = rest.chars().next().map_or(1, char::len_utf8);
            at = hit.end().max(whole.end() - closing).max(at + next);
            Some(Span::new(hit.start(), hit.end()))
        })
    }
}

/// A regular expression for Python and Rust alike: no look-around, one group around the hit.
fn pattern(term: &str, class: WordClass, inflection: Inflection) -> Option<String> {
    let (term, open) = match term.strip_suffix('*') {
        Some(stem) => (stem, format!(r"(?:\w{MARKS})*")),
        None => (term, String::new()),
    };
    let text = Normalizer::search().normalize(term);
    let words: Vec<&str> = text.normalized().split_whitespace().collect();
    if !text.normalized().chars().any(char::is_alphanumeric) {
        return None;
    }
    let mut out = format!("(?:^|{OUTSIDE})(");
    out.push_str(&before(class, inflection));
    for (number, word) in words.iter().enumerate() {
        if number > 0 {
            out.push_str(r"[\s_]+");
        }
        let last = number + 1 == words.len();
        push_word(&mut out, word, last);
    }
    out.push_str(&open);
    out.push_str(&after(class, inflection));
    let _ = write!(out, ")(?:$|{OUTSIDE})");
    Some(out)
}

/// The letters of a word, each with its spellings and its marks.
fn push_word(out: &mut String, word: &str, last: bool) {
    let mut letters = word.chars().peekable();
    while let Some(letter) = letters.next() {
        let final_letter = letters.peek().is_none();
        match letter {
            'ا' => out.push_str(r"[\u0622\u0623\u0625\u0627\u0671]"),
            'ي' => out.push_str(r"[\u0649\u064A\u06CC]"),
            'ك' => out.push_str(r"[\u0643\u06A9]"),
            // A feminine ending opens before a pronoun: مكتبة, مكتبته.
            'ه' if final_letter && last => out.push_str(r"[\u0629\u0647\u062A]"),
            'ه' if final_letter => out.push_str(r"[\u0629\u0647]"),
            c if c.is_ascii() => out.push_str(&regex::escape(c.encode_utf8(&mut [0; 4]))),
            c => {
                let _ = match u16::try_from(u32::from(c)) {
                    Ok(code) => write!(out, r"\u{code:04X}"),
                    Err(_) => write!(out, "{c}"),
                };
            }
        }
        out.push_str(MARKS);
    }
}

/// One of `letters` with its marks, or nothing.
fn optional(letters: &str) -> String {
    let mut out = String::from("(?:[");
    for c in letters.chars() {
        let _ = write!(out, r"\u{:04X}", u32::from(c));
    }
    let _ = write!(out, "]{MARKS})?");
    out
}

fn before(class: WordClass, inflection: Inflection) -> String {
    let article = format!(
        "(?:[\\u0627\\u0671]{MARKS}\\u0644{MARKS}|\\u0644{MARKS}\\u0644{MARKS}|\\u0644{MARKS})?"
    );
    let mut out = match class {
        WordClass::Exact => String::new(),
        WordClass::Imperative | WordClass::Particle => optional("وف"),
        WordClass::Verb => optional("أوف") + &optional("سل"),
        WordClass::Name => optional("أوف") + &optional("بلك"),
        _ => optional("وف") + &optional("بك") + &article,
    };
    if inflection.contains(Inflection::IMPERFECT) {
        out.push_str(&optional("يتنأ"));
    }
    out
}

fn after(class: WordClass, inflection: Inflection) -> String {
    let mut endings: Vec<&str> = Vec::new();
    let mut add = |wanted, list: &[&'static str]| {
        if inflection.contains(wanted) {
            endings.extend(list);
        }
    };
    // The feminine ending opens before a pronoun.
    add(Inflection::FEMININE, &["ة", "ه", "ت"]);
    add(Inflection::DUAL, &["ان", "ين"]);
    add(Inflection::MASCULINE_PLURAL, &["ون", "ين"]);
    add(Inflection::FEMININE_PLURAL, &["ات"]);
    add(Inflection::NISBA, &["ي", "ية"]);
    add(Inflection::IMPERFECT, &["ون", "ين", "وا", "ن"]);
    add(Inflection::PERFECT, &["ت", "وا", "نا", "تم", "ن"]);
    add(Inflection::IMPERATIVE, &["وا", "ي"]);
    let pronouns: &[&str] = match class {
        WordClass::Noun | WordClass::OpenPhrase | WordClass::Particle => {
            &["ه", "ها", "هم", "هن", "هما", "ك", "كم", "كن", "ي", "نا"]
        }
        WordClass::Verb | WordClass::Imperative => {
            &["ه", "ها", "هم", "هن", "هما", "ك", "كم", "كن", "ني", "نا"]
        }
        _ => &[],
    };
    choice(&endings) + &choice(pronouns)
}

/// One of `endings`, or none.
fn choice(endings: &[&str]) -> String {
    if endings.is_empty() {
        return String::new();
    }
    let mut out = String::from("(?:");
    for (number, ending) in endings.iter().enumerate() {
        if number > 0 {
            out.push('|');
        }
        for c in ending.chars() {
            let _ = write!(out, r"\u{:04X}{MARKS}", u32::from(c));
        }
    }
    out + ")?"
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found<'t>(query: &TrendQuery, text: &'t str) -> Vec<&'t str> {
        query.find(text).iter().map(|span| span.of(text)).collect()
    }

    #[test]
    fn proclitics_marks_and_spellings_are_met() {
        let query = TrendQuery::of_terms(&["دعاية"]);
        for text in [
            "دعاية",
            "ودعاية",
            "الدعاية",
            "بدعاية",
            "دِعايةٌ",
            "دعايتهم",
            "للدعايه",
            "وبالدعـاية",
        ] {
            assert_eq!(found(&query, text), [text]);
        }
        assert!(found(&query, "ادعاء").is_empty());
        assert_eq!(found(&query, "قال: «الدعاية»، وانصرف"), ["الدعاية"]);
        let open = TrendQuery::of_terms(&["صحف*"]);
        assert_eq!(found(&open, "الصُّحفيّون"), ["الصُّحفيّون"]);
        let phrase = TrendQuery::of_terms(&["معرض الكتاب"]);
        assert_eq!(found(&phrase, "في #معرض_الكتاب غدا"), ["معرض_الكتاب"]);
    }

    #[test]
    fn entries_take_the_clitics_of_their_class() {
        let list = crate::Lexicon::from_tsv(
            "t.tsv",
            "# name: t\npattern\tlemma\tweight\tclass\tinflect\tnotes\n\
             معلم\tمعلم\t1\tnoun\tfem,mplural\nنيل\tنيل\t1\texact\nطبخ\tطبخ\t1\tverb\timperfect\n",
        );
        let list = list.unwrap();
        let query = TrendQuery::of_entries(list.entries());
        let text = "المعلمون والمعلمة معلمتهم والنيل نيل سيطبخون";
        assert_eq!(
            found(&query, text),
            ["المعلمون", "والمعلمة", "معلمتهم", "نيل", "سيطبخون"]
                .map(|w| w)
                .to_vec()
        );
    }

    #[test]
    fn groups_are_all_needed_and_not_is_not_there() {
        let query = TrendQuery::from_json(
            r#"{"and":[{"or":["ball","hoops"]},{"or":["اليوم","regex-/غد[اً]+/"]}],"not":["cancelled"]}"#,
        );
        let query = query.unwrap();
        assert_eq!(found(&query, "ball غدا"), ["ball", "غدا"]);
        assert!(found(&query, "football غدا").is_empty());
        assert!(found(&query, "ball").is_empty());
        assert!(found(&query, "ball غدا cancelled").is_empty());
        assert_eq!(found(&query, "hoops واليوم"), ["hoops", "واليوم"]);
    }
}
