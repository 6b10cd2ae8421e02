//! Links by the type of platform they lead to, hashtags and mentions.
//!
//! Nothing is resolved: a link is what its letters say, also when an analyst made it harmless
//! with `hxxp` or `[.]`.

use khitab_text::{Span, TokenKind};
use rustc_hash::FxHashMap;

use crate::table::Table;
use crate::{Annotation, Document, Error, Kind, Scope, Value};

const COLUMNS: [&str; 3] = ["domain", "type", "platform"];

/// The types that a table of domains may give.
const TYPES: [&str; 17] = [
    "social_network",
    "messaging",
    "video",
    "audio",
    "photo",
    "paste",
    "file_share",
    "archive",
    "shortener",
    "blog",
    "forum",
    "encyclopedia",
    "news",
    "store",
    "payment",
    "public_body",
    "own_site",
];

/// Finds links, hashtags and mentions, and tells platforms apart by their domains.
///
/// ```
/// use khitab_features::{Document, Links, Value};
/// let text = "نسخة على hxxps://archive[.]org/details/x";
/// let found = Links::shipped().find(&Document::new(text));
/// assert_eq!(found[0].get("type"), Some(&Value::Text("archive".into())));
/// assert_eq!(found[0].get("domain"), Some(&Value::Text("archive.org".into())));
/// ```
#[derive(Clone, Debug, Default)]
pub struct Links {
    domains: FxHashMap<String, Platform>,
}

#[derive(Clone, Debug)]
struct Platform {
    sort: &'static str,
    id: String,
}

impl Links {
    /// The domains that khitab ships.
    #[must_use]
    pub fn shipped() -> Self {
        let mut out = Self::default();
        for (name, text) in khitab_data::LINKS {
            // A test loads every shipped table; a broken one cannot reach a release.
            let read = out.extend_from_tsv(name, text);
            debug_assert!(read.is_ok(), "{read:?}");
        }
        out
    }

    /// Adds the rows of a table with the columns `domain type platform`; a later row wins.
    ///
    /// The type is one of the shipped ones or `own_site`, for sites that a group runs itself:
    /// none is shipped.
    ///
    /// # Errors
    /// The first line that breaks a rule, with its number.
    pub fn extend_from_tsv(&mut self, file: &str, text: &str) -> Result<(), Error> {
        for row in Table::parse(file, text, &COLUMNS)?.rows() {
            let wrong = |rule: String| Error::at(file, row.line, rule);
            let domain = row.cell(0).to_ascii_lowercase();
            let labels = domain.split('.').filter(|label| !label.is_empty()).count();
            if labels < 2 || domain.contains(['/', ':', ' ']) || domain.split('.').count() != labels
            {
                return Err(wrong(format!("`{domain}` is not a domain")));
            }
            let sort = TYPES.iter().find(|sort| **sort == row.cell(1));
            let sort = sort.ok_or_else(|| wrong(format!("type `{}` is unknown", row.cell(1))))?;
            let id = row.cell(2).to_owned();
            self.domains.insert(domain, Platform { sort, id });
        }
        Ok(())
    }

    /// The domains with what they are told to be, in order.
    pub(crate) fn domains(&self) -> Vec<String> {
        let rows = self.domains.iter();
        let mut rows: Vec<String> = rows
            .map(|(domain, platform)| format!("{domain} {} {}", platform.sort, platform.id))
            .collect();
        rows.sort_unstable();
        rows
    }

    /// Finds the links, hashtags and mentions of `document`, in order.
    ///
    /// Attributes of a link: `type` (`other` for an unknown domain), `domain`, `platform` where it
    /// is known, and `defanged` where it was made harmless.
    #[must_use]
    pub fn find(&self, document: &Document<'_>) -> Vec<Annotation> {
        let normalized = document.text().normalized();
        let mut out = Vec::new();
        for token in document.tokens() {
            let form = || &normalized[token.normalized.range()];
            match token.kind {
                TokenKind::Url => out.extend(self.link(token.span, form())),
                TokenKind::Hashtag => {
                    let mut tag = Annotation::new(token.span, Kind::Hashtag).feature("I2");
                    tag.scope.insert(Scope::HASHTAG);
                    out.push(tag.id(form().trim_start_matches(['#', '＃']).to_owned()));
                }
                TokenKind::Mention => {
                    let name = form().trim_start_matches(['@', '＠']).to_ascii_lowercase();
                    out.push(Annotation::new(token.span, Kind::Mention).id(name));
                }
                _ => {}
            }
        }
        out
    }

    fn link(&self, span: Span, form: &str) -> Option<Annotation> {
        let host = host(form)?;
        let platform = self.platform(&host);
        let text = |text: &str| Value::Text(text.to_owned().into());
        let mut out = Annotation::new(span, Kind::Link)
            .feature("I1")
            .attr(
                "type",
                Value::Text(platform.map_or("other", |p| p.sort).into()),
            )
            .attr("domain", text(&host));
        if let Some(platform) = platform.filter(|platform| !platform.id.is_empty()) {
            out = out.attr("platform", text(&platform.id));
        }
        if is_defanged(form) {
            out = out.attr("defanged", Value::Flag(true));
        }
        Some(out.id(host))
    }

    /// The platform of a host or of the nearest domain above it.
    fn platform(&self, host: &str) -> Option<&Platform> {
        let mut domain = host;
        loop {
            if let Some(platform) = self.domains.get(domain) {
                return Some(platform);
            }
            (_, domain) = domain.split_once('.')?;
        }
    }
}

/// The feature that a link counts for, by the type of its platform.
pub(crate) fn feature_of(link: &Annotation) -> &'static str {
    let Some(Value::Text(sort)) = link.get("type") else {
        return "I1.other";
    };
    match sort.as_ref() {
        "social_network" => "I1.social",
        "messaging" => "I1.messaging",
        "paste" => "I1.paste",
        "file_share" => "I1.file_share",
        "archive" => "I1.archive",
        "shortener" => "I1.shortener",
        "own_site" => "I1.own_site",
        _ => "I1.other",
    }
}

fn is_defanged(form: &str) -> bool {
    let marks = ["[.]", "(.)", "[dot]", "(dot)", "[:]", "[://]"];
    let head: &str = form.get(..form.len().min(8)).unwrap_or(form);
    let marked = || form.contains(['[', '(']) && marks.iter().any(|mark| form.contains(mark));
    head.to_ascii_lowercase().starts_with("hxx") || marked()
}

/// The host of a link in small letters, without `www.`, port and user.
fn host(form: &str) -> Option<String> {
    /// No host is longer (RFC 1035); the rest of a link is not read.
    const LONGEST: usize = 253;
    let cut = form
        .char_indices()
        .take(LONGEST)
        .last()
        .map_or(0, |(at, c)| at + c.len_utf8());
    let mut text = form[..cut].to_ascii_lowercase();
    // Few links are made harmless: one look spares most of them all others.
    let marked = text.contains(['[', '(', '\\']);
    for (mark, plain) in [
        ("[://]", "://"),
        ("[:]", ":"),
        ("[.]", "."),
        ("(.)", "."),
        ("[dot]", "."),
        ("(dot)", "."),
        ("\\", "/"),
    ] {
        if marked && text.contains(mark) {
            text = text.replace(mark, plain);
        }
    }
    let rest = text
        .split_once("://")
        .map_or(text.as_str(), |(_, rest)| rest);
    let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    let rest = &rest[..end];
    let rest = rest.rsplit_once('@').map_or(rest, |(_, host)| host);
    let rest = rest.split_once(':').map_or(rest, |(host, _)| host);
    let rest = rest.strip_prefix("www.").unwrap_or(rest).trim_matches('.');
    (!rest.is_empty()).then(|| rest.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn links(text: &str) -> Vec<(String, String)> {
        let attr = |a: &Annotation, name: &str| match a.get(name) {
            Some(Value::Text(text)) => text.to_string(),
            _ => String::new(),
        };
        let found = Links::shipped().find(&Document::new(text));
        let links = found.iter().filter(|a| a.kind == Kind::Link);
        links
            .map(|a| (attr(a, "type"), attr(a, "domain")))
            .collect()
    }

    #[test]
    fn platforms_are_told_by_their_domain() {
        for (text, sort, domain) in [
            (
                "https://www.YouTube.com/watch?v=1",
                "social_network",
                "youtube.com",
            ),
            (
                "http://m.facebook.com/x",
                "social_network",
                "m.facebook.com",
            ),
            ("https://t.me/joinchat/AAA", "messaging", "t.me"),
            ("t.me/abc", "messaging", "t.me"),
            ("https://t.co/abc", "shortener", "t.co"),
            ("hxxps://justpaste[.]it/abc", "paste", "justpaste.it"),
            (
                "https://drive.google.com/file/d/1",
                "file_share",
                "drive.google.com",
            ),
            ("https://example.com:8080/a@b", "other", "example.com"),
            ("https://notfacebook.com/", "other", "notfacebook.com"),
        ] {
            assert_eq!(
                links(text),
                [(sort.to_owned(), domain.to_owned())],
                "{text}"
            );
        }
    }

    #[test]
    fn hashtags_and_mentions_are_kept() {
        let text = "@Someone كتب #خبر_عاجل";
        let found = Links::shipped().find(&Document::new(text));
        let seen: Vec<_> = found
            .iter()
            .map(|a| (a.kind, a.id.as_deref().unwrap()))
            .collect();
        assert_eq!(
            seen,
            [(Kind::Mention, "someone"), (Kind::Hashtag, "خبر_عاجل")]
        );
    }

    #[test]
    fn shipped_domains_load() {
        let mut links = Links::default();
        for (name, text) in khitab_data::LINKS {
            links
                .extend_from_tsv(name, text)
                .expect("a shipped table is well formed");
        }
        assert!(links.domains.len() > 200);
    }

    #[test]
    fn a_users_table_adds_own_sites_and_tells_its_mistakes() {
        let mut links = Links::shipped();
        let head = "domain\ttype\tplatform\n";
        links
            .extend_from_tsv("own.tsv", &format!("{head}example.org\town_site\tx\n"))
            .unwrap();
        let found = links.find(&Document::new("https://sub.example.org/a"));
        assert_eq!(found[0].get("type"), Some(&Value::Text("own_site".into())));
        let mut wrong = |row: &str| {
            let text = format!("{head}{row}\n");
            links
                .extend_from_tsv("own.tsv", &text)
                .unwrap_err()
                .to_string()
        };
        assert_eq!(
            wrong("example\tpaste"),
            "own.tsv line 2: `example` is not a domain"
        );
        assert_eq!(
            wrong("http://a.b\tpaste"),
            "own.tsv line 2: `http://a.b` is not a domain"
        );
        assert_eq!(wrong("a.b\tpost"), "own.tsv line 2: type `post` is unknown");
    }
}
