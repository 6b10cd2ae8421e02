//! News in which a group bears its own full name.
//!
//! The news at hand sets the group apart, by `تنظيم` before its name or by the name of outsiders. Other
//! newsrooms write the bare name, above all in headlines. A model that has met it from supporters alone takes
//! it for their mark: a change of the name must not change what a text is.

use khitab_features::{Document, Extractor, Kind};

/// The text with the bare full name in place of every other name of the group; `None` where it has none.
///
/// ```
/// use khitab_examples::renamed::renamed;
/// let extractor = khitab_features::Extractor::default();
/// let text = "طرد الجيش مسلحي داعش، وقال لتنظيم \"داعش\" كلمة";
/// let made = renamed(&extractor, text).unwrap();
/// assert_eq!(made, "طرد الجيش مسلحي الدولة الإسلامية، وقال للدولة الإسلامية كلمة");
/// assert_eq!(renamed(&extractor, "طرد الجيش المسلحين"), None);
/// ```
#[must_use]
pub fn renamed(extractor: &Extractor, text: &str) -> Option<String> {
    const QUOTES: [char; 4] = ['"', '«', '»', '”'];
    let found = extractor.annotate(&Document::new(text));
    let names = found
        .of(Kind::Entity)
        .filter(|name| name.id.as_deref() == Some("isis") && name.get("anaphora").is_none());
    let mut out = String::with_capacity(text.len());
    let mut done = 0;
    for name in names {
        let before = &text[done..name.span.start()];
        let own = name.proclitics.map_or("", |span| span.of(text));
        let (kept, proclitics) = without_head(before).unwrap_or((before, own));
        out.push_str(kept);
        out.push_str(&bare(proclitics));
        done = name.span.end();
        if kept.len() < before.len() && before.ends_with(QUOTES) {
            done += text[done..]
                .chars()
                .next()
                .filter(|c| QUOTES.contains(c))
                .map_or(0, char::len_utf8);
        }
    }
    out.push_str(&text[done..]);
    (done > 0).then_some(out)
}

/// What stands before `تنظيم` and before its proclitics, and these, if the text ends with it.
fn without_head(before: &str) -> Option<(&str, &str)> {
    let end = before.trim_end_matches(|c: char| !c.is_alphabetic());
    let start = end.rfind(|c: char| !c.is_alphabetic()).map_or(0, |at| {
        at + end[at..].chars().next().map_or(0, char::len_utf8)
    });
    let proclitics = end[start..].strip_suffix("تنظيم")?;
    let proclitics = proclitics.strip_suffix("ال").unwrap_or(proclitics);
    Some((&before[..start], proclitics))
}

fn bare(proclitics: &str) -> String {
    match proclitics.strip_suffix('ل') {
        Some(before) => format!("{before}للدولة الإسلامية"),
        None => format!("{proclitics}الدولة الإسلامية"),
    }
}

/// Each bare name with the word before it and eight words behind: as short as a headline.
///
/// ```
/// let text = "قال قائد إن قوات الدولة الإسلامية خرجت";
/// assert_eq!(khitab_examples::renamed::headlines(text), ["قوات الدولة الإسلامية خرجت"]);
/// ```
#[must_use]
pub fn headlines(text: &str) -> Vec<String> {
    let words: Vec<&str> = text.split_whitespace().collect();
    let named = |at: &usize| {
        words[*at].ends_with("لدولة")
            && words
                .get(at + 1)
                .is_some_and(|next| next.starts_with("الإسلامية"))
    };
    (0..words.len())
        .filter(named)
        .map(|at| words[at.saturating_sub(1)..words.len().min(at + 9)].join(" "))
        .collect()
}
