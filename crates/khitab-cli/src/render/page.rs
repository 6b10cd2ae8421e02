//! The shell of every page: right to left, light and dark, readable with a keyboard and a screen reader.
//!
//! A page is one file that asks nothing of any network: its policy allows the style and the script whose hashes stand
//! in its head, and no other. Whatever comes from a user passes through `maud`, which escapes it.

mod analysis;
mod audit;
mod check;
mod evaluation;
mod monitor;
mod plot;

use base64::Engine as _;
use maud::{DOCTYPE, Markup, PreEscaped, Render, html};
use sha2::{Digest as _, Sha256};

pub(crate) use analysis::analysis;
pub(crate) use audit::audit;
pub(crate) use check::check;
pub(crate) use evaluation::evaluation;
pub(crate) use monitor::monitor;

const STYLE: &str = include_str!("page.css");

/// The same words for both kinds of reader: Arabic first, English beside it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Words {
    pub(crate) arabic: &'static str,
    pub(crate) english: &'static str,
}

/// Words in both languages of a page.
pub(crate) const fn words(arabic: &'static str, english: &'static str) -> Words {
    Words { arabic, english }
}

impl Render for Words {
    fn render(&self) -> Markup {
        html! {
            (self.arabic)
            @if !self.english.is_empty() { " " span.en lang="en" dir="ltr" { (self.english) } }
        }
    }
}

/// A page in the making: a title, some facts, and sections in their order.
pub(crate) struct Page<'a> {
    title: Words,
    subject: &'a str,
    facts: Markup,
    style: &'static str,
    script: &'static str,
    sections: Vec<Section>,
}

struct Section {
    id: &'static str,
    title: Words,
    body: Markup,
}

impl<'a> Page<'a> {
    /// A page about `subject`: the name of a file, a model, a suite.
    pub(crate) fn new(title: Words, subject: &'a str) -> Self {
        Self {
            title,
            subject,
            facts: Markup::default(),
            style: "",
            script: "",
            sections: Vec::new(),
        }
    }

    /// What stands small below the title.
    pub(crate) fn facts(mut self, facts: Markup) -> Self {
        self.facts = facts;
        self
    }

    /// Rules of this page alone.
    pub(crate) fn style(mut self, style: &'static str) -> Self {
        self.style = style;
        self
    }

    /// The one script of the page; without it no script runs at all.
    pub(crate) fn script(mut self, script: &'static str) -> Self {
        self.script = script;
        self
    }

    /// One more section; `id` is where links into the page lead.
    pub(crate) fn section(mut self, id: &'static str, title: Words, body: Markup) -> Self {
        self.sections.push(Section { id, title, body });
        self
    }

    /// The whole file.
    pub(crate) fn render(&self) -> String {
        let style = format!("{STYLE}{}", self.style);
        html! {
            (DOCTYPE)
            html lang="ar" dir="rtl" {
                head {
                    meta charset="utf-8";
                    meta http-equiv="Content-Security-Policy" content=(policy(&style, self.script));
                    meta name="viewport" content="width=device-width, initial-scale=1";
                    meta name="referrer" content="no-referrer";
                    meta name="color-scheme" content="light dark";
                    title { (self.title.english) " · " (self.subject) }
                    // An empty picture: browsers would ask a server for one.
                    link rel="icon" href="data:,";
                    style { (PreEscaped(&style)) }
                }
                body {
                    a.skip href="#content" { (words("إلى المحتوى", "skip to the content")) }
                    (self.top())
                    main #content { @for section in &self.sections { (section) } }
                    @if !self.script.is_empty() { script { (PreEscaped(self.script)) } }
                }
            }
        }
        .into_string()
    }

    fn top(&self) -> Markup {
        html! {
            header {
                h1 { (self.title) }
                p.subject { bdi { (self.subject) } }
                div.facts.quiet {
                    (self.facts)
                    p.facts {
                        (words("أدلة لمراجع بشري، وليست حكما على أحد.", "Evidence for a reviewer, never a verdict on a person."))
                    }
                }
            }
            nav aria-label="أقسام الصفحة / sections" {
                ul { @for section in &self.sections { li { a href={ "#" (section.id) } { (section.title) } } } }
            }
        }
    }
}

impl Render for Section {
    fn render(&self) -> Markup {
        let title = format!("{}-title", self.id);
        html! {
            section id=(self.id) aria-labelledby=(title) {
                h2 id=(title) { (self.title) }
                (self.body)
            }
        }
    }
}

/// Nothing may be loaded, and nothing may run but what we wrote.
fn policy(style: &str, script: &str) -> String {
    let script = if script.is_empty() {
        "'none'".to_owned()
    } else {
        hash(script)
    };
    format!(
        "default-src 'none'; img-src data:; style-src {}; script-src {script}; base-uri 'none'; form-action 'none'",
        hash(style)
    )
}

fn hash(source: &str) -> String {
    let digest = base64::engine::general_purpose::STANDARD.encode(Sha256::digest(source));
    format!("'sha256-{digest}'")
}

/// One cell of a table.
pub(crate) enum Cell {
    /// Words of any language; those of a text are isolated from what stands beside them.
    Words(String),
    /// A figure, already written out.
    Number(String),
    /// An id or a name for machines.
    Code(String),
    /// Anything else.
    Markup(Markup),
}

impl Cell {
    /// A figure with so many places.
    pub(crate) fn number(value: f64, places: usize) -> Self {
        if value.is_finite() {
            Self::Number(format!("{value:.places$}"))
        } else {
            Self::Number("–".to_owned())
        }
    }

    /// A whole number.
    pub(crate) fn count(value: impl Into<u64>) -> Self {
        Self::Number(value.into().to_string())
    }
}

impl Render for Cell {
    fn render(&self) -> Markup {
        match self {
            Self::Words(text) => html! { td { bdi { (text) } } },
            Self::Number(text) => html! { td.number { span { (text) } } },
            Self::Code(text) => html! { td.code { (text) } },
            Self::Markup(markup) => html! { td { (markup) } },
        }
    }
}

/// The rows that one table shows.
const ROWS: usize = 1000;

/// A table with a caption and a head; wide ones scroll inside their section, and long ones end with a count.
pub(crate) fn table(
    caption: Words,
    columns: &[Words],
    rows: impl IntoIterator<Item = Vec<Cell>>,
) -> Markup {
    let mut rows = rows.into_iter();
    let shown: Vec<_> = rows.by_ref().take(ROWS).collect();
    let more = rows.count();
    html! {
        div.scroll tabindex="0" role="region" aria-label=(caption.english) {
            table {
                caption { (caption) }
                thead { tr { @for column in columns { th scope="col" { (column) } } } }
                tbody { @for row in shown { tr { @for cell in row { (cell) } } } }
            }
        }
        @if more > 0 { p.quiet { (words("وصفوف أخرى عددها", "and more rows:")) " " bdi { (more) } } }
    }
}

/// A picture with its caption; `description` is what a screen reader says of it.
pub(crate) fn figure(caption: Words, description: &str, svg: &Markup) -> Markup {
    html! {
        figure {
            div.scroll dir="ltr" role="img" tabindex="0" aria-label=(description) { (svg) }
            figcaption { (caption) }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_user_wrote_is_escaped_everywhere() {
        let hostile = "</title><script>alert(1)</script>\"'&";
        let rows = [vec![
            Cell::Words(hostile.into()),
            Cell::Code(hostile.into()),
            Cell::Number(hostile.into()),
        ]];
        let page = Page::new(words("صفحة", "page"), hostile)
            .section(
                "a",
                words("قسم", "section"),
                table(words("جدول", "table"), &[], rows),
            )
            .section(
                "b",
                words("صورة", "picture"),
                figure(words("شكل", "figure"), hostile, &html! { svg {} }),
            )
            .render();
        assert!(!page.contains("<script"), "{page}");
        assert_eq!(page.matches("&lt;script&gt;").count(), 6, "{page}");
    }

    #[test]
    fn the_policy_names_the_hashes_of_what_stands_in_the_page() {
        let page = Page::new(words("صفحة", "page"), "x")
            .script("document.title")
            .render();
        // printf 'document.title' | openssl dgst -sha256 -binary | base64
        assert!(
            page.contains("script-src &#39;sha256-") || page.contains("script-src 'sha256-"),
            "{page}"
        );
        assert!(page.contains(&hash("document.title")[1..10]), "{page}");
        assert!(page.contains("<script>document.title</script>"), "{page}");
        assert!(!page.contains("unsafe-inline"), "{page}");
    }

    #[test]
    fn a_page_without_a_script_allows_none() {
        assert!(policy("", "").contains("script-src 'none'"));
    }
}
