//! Links, e-mail addresses and mentions, each found as the pattern that AraBERT publishes finds it.

use super::python::{is_space, is_word, run_end};
use crate::Span;

/// Finds `lead` and the run of such characters after it, of at least so many bytes.
pub(super) fn led(
    source: &str,
    from: usize,
    lead: &str,
    least: usize,
    accept: impl Fn(char) -> bool,
) -> Option<Span> {
    let found = memchr::memmem::find_iter(&source.as_bytes()[from..], lead);
    found.map(|at| from + at).find_map(|start| {
        let after = start + lead.len();
        let end = run_end(source, after, &accept);
        (end >= after + least).then(|| Span::new(start, end))
    })
}

/// `http` or `www` to the next white space.
pub(super) fn to_space(source: &str, from: usize, lead: &str) -> Option<Span> {
    led(source, from, lead, 0, |c| !is_space(c))
}

/// `http://` or `https://` and the characters of a plain link.
pub(super) fn http(source: &str, from: usize) -> Option<Span> {
    let found = memchr::memmem::find_iter(&source.as_bytes()[from..], "http");
    found.map(|at| from + at).find_map(|start| {
        let rest = &source[start + "http".len()..];
        let path = rest.strip_prefix('s').unwrap_or(rest).strip_prefix("://")?;
        let after = source.len() - path.len();
        let end = run_end(source, after, is_plain);
        (end > after).then(|| Span::new(start, end))
    })
}

/// `www` and the characters of a plain link.
pub(super) fn www(source: &str, from: usize) -> Option<Span> {
    led(source, from, "www", 1, is_plain)
}

fn is_plain(c: char) -> bool {
    c.is_ascii_alphanumeric() || "_-./~?=%&".contains(c)
}

/// Latin letters and `.com`.
pub(super) fn dot_com(source: &str, from: usize) -> Option<Span> {
    let found = memchr::memmem::find_iter(&source.as_bytes()[from..], ".com");
    found.map(|at| from + at).find_map(|dot| {
        let before = &source[from..dot];
        let name = before.trim_end_matches(|c: char| c.is_ascii_alphabetic());
        (name.len() < before.len()).then(|| Span::new(from + name.len(), dot + ".com".len()))
    })
}

/// `@` and a name.
pub(super) fn mention(source: &str, from: usize) -> Option<Span> {
    led(source, from, "@", 1, is_word)
}

/// A name, `@`, and names with full stops between them.
pub(super) fn address(source: &str, from: usize) -> Option<Span> {
    let part = |c: char| is_word(c) || c == '-';
    memchr::memchr_iter(b'@', &source.as_bytes()[from..])
        .map(|at| from + at)
        .find_map(|at| {
            let before = source[from..at].trim_end_matches(part);
            let start = from + before.len();
            let end = (start < at).then(|| domain_end(source, at + 1, part))??;
            Some(Span::new(start, end))
        })
}

/// The end of two or more parts with full stops between them.
fn domain_end(source: &str, mut at: usize, part: impl Fn(char) -> bool) -> Option<usize> {
    let mut found = None;
    loop {
        let end = run_end(source, at, &part);
        if end == at {
            return found;
        }
        // The first part alone is none.
        if source[..at].ends_with('.') {
            found = Some(end);
        }
        if !source[end..].starts_with('.') {
            return found;
        }
        at = end + 1;
    }
}

/// All between white space, with an `@` that is neither first nor last.
pub(super) fn around_at(source: &str, mut from: usize) -> Option<Span> {
    while from < source.len() {
        let start = run_end(source, from, is_space);
        let end = run_end(source, start, |c| !is_space(c));
        let word = &source[start..end];
        let first = word.chars().next().map_or(0, char::len_utf8);
        let last = word.chars().next_back().map_or(0, char::len_utf8);
        let inner = word.get(first..word.len().saturating_sub(last));
        if inner.is_some_and(|inner| inner.contains('@')) {
            return Some(Span::new(start, end));
        }
        from = end;
    }
    None
}

/// Finds anything with a full stop and two to six small letters at its end.
///
/// The pattern: `(http(s)?://.)?(www.)?`, 2 to 256 characters of a name, a full stop, small
/// letters to the end of a word, and what may follow in a link.
pub(super) struct Domains<'a> {
    source: &'a str,
    /// The run of name characters looked at last, and its full stops that end a name.
    run: Span,
    stops: Vec<usize>,
}

impl<'a> Domains<'a> {
    pub(super) fn new(source: &'a str) -> Self {
        Self {
            source,
            run: Span::default(),
            stops: Vec::new(),
        }
    }

    /// The first match at or after `from`.
    pub(super) fn find(&mut self, from: usize) -> Option<Span> {
        let mut at = from;
        while at < self.source.len() {
            at += self.source[at..].find(is_name)?;
            let end = run_end(self.source, at, is_name);
            for start in at..end {
                if let Some(end) = self.at(start) {
                    return Some(Span::new(start, end));
                }
            }
            at = end;
        }
        None
    }

    /// The end of the match that begins at `start`: the longest beginning first.
    fn at(&mut self, start: usize) -> Option<usize> {
        let scheme = self.after_scheme(start);
        for begin in scheme.into_iter().chain([start]) {
            let www = self.source[begin..].starts_with("www.");
            let bare = www.then_some(begin + "www.".len());
            for begin in bare.into_iter().chain([begin]) {
                if let Some(stop) = self.stop(begin) {
                    let letters = run_end(self.source, stop + 1, |c| c.is_ascii_lowercase());
                    return Some(run_end(self.source, letters, is_path));
                }
            }
        }
        None
    }

    /// Where the name begins after `http://` or `https://` and any one character.
    fn after_scheme(&self, start: usize) -> Option<usize> {
        let rest = self.source[start..].strip_prefix("http")?;
        let rest = rest.strip_prefix('s').unwrap_or(rest);
        let mut rest = rest.strip_prefix("://")?.chars();
        rest.next().filter(|c| *c != '\n')?;
        Some(self.source.len() - rest.as_str().len())
    }

    /// The last full stop that may end a name which begins at `begin`.
    fn stop(&mut self, begin: usize) -> Option<usize> {
        const LEAST: usize = 2;
        const MOST: usize = 256;
        if begin < self.run.start() || begin >= self.run.end() {
            self.run = Span::new(begin, run_end(self.source, begin, is_name));
            self.stops.clear();
            let stops = memchr::memchr_iter(b'.', self.run.of(self.source).as_bytes());
            let stops = stops.map(|at| begin + at);
            let source = self.source;
            self.stops
                .extend(stops.filter(|at| ends_name(source, at + 1)));
        }
        let reached = self.stops.partition_point(|stop| *stop <= begin + MOST);
        let stop = *self.stops.get(reached.checked_sub(1)?)?;
        (stop >= begin + LEAST).then_some(stop)
    }
}

/// Whether two to six small letters stand there and no more of a word.
fn ends_name(source: &str, at: usize) -> bool {
    let end = run_end(source, at, |c| c.is_ascii_lowercase());
    (2..=6).contains(&(end - at)) && !source[end..].starts_with(is_word)
}

fn is_name(c: char) -> bool {
    c.is_ascii_alphanumeric() || "-@:%._+~#=".contains(c)
}

fn is_path(c: char) -> bool {
    is_name(c) || "?&/".contains(c)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(find: impl FnOnce(&str) -> Option<Span>, source: &str) -> Option<&str> {
        find(source).map(|span| span.of(source))
    }

    #[test]
    fn domains_end_at_the_last_stop_that_ends_a_word() {
        let domain = |source| found(|s| Domains::new(s).find(0), source);
        assert_eq!(domain("في ab.com/x؟"), Some("ab.com/x"));
        assert_eq!(domain("http://ab.co"), Some("ab.co"));
        assert_eq!(domain("http://abc.co"), Some("http://abc.co"));
        assert_eq!(domain("a.toolong b.c2 x.y"), None);
    }

    #[test]
    fn addresses_need_a_name_on_both_sides() {
        assert_eq!(
            found(|s| address(s, 0), "@ a@b c-d@e.f.g."),
            Some("c-d@e.f.g")
        );
        assert_eq!(found(|s| around_at(s, 0), "@a a@ ع@ب"), Some("ع@ب"));
        assert_eq!(found(|s| around_at(s, 0), "@ع"), None);
    }

    #[test]
    fn plain_links_need_more_than_their_lead() {
        assert_eq!(
            found(|s| http(s, 0), "https http:// https://a ب"),
            Some("https://a")
        );
        assert_eq!(found(|s| www(s, 0), "wwwwx"), Some("wwwwx"));
        assert_eq!(found(|s| dot_com(s, 0), ".com 1a.com"), Some("a.com"));
    }
}
