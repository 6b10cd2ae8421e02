//! Who and what is named in a text: groups of people, organisations, persons, places, platforms.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use khitab_features::{Document, Entry, Gazetteer, Matcher, Name, Span};

/// One mention.
pub(super) struct Mention {
    /// Bytes of the original, clitics left out.
    pub(super) span: Span,
    /// What is named.
    pub(super) name: &'static Name,
    /// What may stand in its place; nothing where it is not named by its usual name.
    pub(super) class: Option<Class>,
}

/// A type of the gazetteer and a form: words of one class fit into each other's sentences.
pub(super) type Class = (&'static str, &'static str);

/// Everything that a mention may be of.
pub(super) struct Names {
    matcher: &'static Matcher,
    /// Of each class, the ids with the words for them, in the order of the ids.
    classes: BTreeMap<Class, BTreeMap<&'static str, &'static str>>,
}

impl Names {
    /// The gazetteers that ship, and the groups of people that only audits ask about.
    pub(super) fn shipped() -> &'static Self {
        static MATCHER: OnceLock<Matcher> = OnceLock::new();
        static NAMES: OnceLock<Names> = OnceLock::new();
        NAMES.get_or_init(|| Self::of(MATCHER.get_or_init(matcher)))
    }

    fn of(matcher: &'static Matcher) -> Self {
        let gazetteer = matcher.gazetteer();
        let mut classes: BTreeMap<_, BTreeMap<_, _>> = BTreeMap::new();
        for (at, entry) in gazetteer.variants().iter().enumerate() {
            let Some(name) = gazetteer.named(at as u32) else {
                continue;
            };
            if let Some(class) = class(name, entry) {
                classes
                    .entry(class)
                    .or_default()
                    .insert(&*name.id, &*entry.pattern);
            }
        }
        Self { matcher, classes }
    }

    /// The mentions of a text, in its order.
    pub(super) fn find(&self, text: &str) -> Vec<Mention> {
        let document = Document::new(text);
        let hits = self.matcher.find(&document).into_iter();
        let mention = |hit: khitab_features::Hit| {
            let (name, entry) = self.matcher.name(&hit)?;
            let start = hit.proclitics.map_or(hit.span.start(), Span::end);
            let end = hit.enclitics.map_or(hit.span.end(), Span::start);
            let counts = start < end && is_counted(name) && !entry.notes.contains("weak");
            counts.then(|| Mention {
                span: Span::new(start, end),
                name,
                class: class(name, entry),
            })
        };
        hits.filter_map(mention).collect()
    }

    /// The word for the `turn`-th other thing of a class behind `id`, going round.
    pub(super) fn other(&self, class: Class, id: &str, turn: usize) -> Option<&'static str> {
        let words = self.classes.get(&class)?;
        let own = words.keys().position(|one| *one == id)?;
        let others = words.len() - 1;
        // Steps over a third of the class: neighbours in the alphabet may be neighbours in the world.
        let step = 1 + turn % others.max(1) * others.div_ceil(3).max(1) % others.max(1);
        (others > 0).then(|| words.values().nth((own + step) % words.len()).copied())?
    }
}

fn matcher() -> Matcher {
    let groups = ("groups", khitab_data::AUDIT_GROUPS);
    let mut gazetteer = Gazetteer::default();
    for (file, text) in khitab_data::GAZETTEERS.iter().copied().chain([groups]) {
        // A test reads every file; a broken one cannot reach a release.
        let _ = gazetteer.extend_from_tsv(file, text);
    }
    Matcher::new(Vec::new(), gazetteer)
}

/// Things, not words for kinds of things.
fn is_counted(name: &Name) -> bool {
    let kinds = [
        "place",
        "person",
        "organisation",
        "group",
        "platform/app",
        "platform/company",
        "platform/service",
    ];
    kinds.iter().any(|kind| name.kind.starts_with(kind))
}

/// Groups stand for each other form by form; names by their usual name, with or without an article.
fn class(name: &'static Name, entry: &'static Entry) -> Option<Class> {
    let kind = name.kind.as_str();
    if kind.starts_with("group/") {
        return Some((kind, entry.notes.strip_prefix("form=")?));
    }
    let article = if entry.pattern.starts_with("ال") {
        "article"
    } else {
        ""
    };
    (is_counted(name) && entry.pattern == name.canonical).then_some((kind, article))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mentions_leave_their_clitics() {
        let text = "قال وزير من تونس إن الشيعة والمسيحيين وداعش";
        let found = Names::shipped().find(text);
        let seen: Vec<_> = found
            .iter()
            .map(|one| (one.span.of(text), &*one.name.id))
            .collect();
        assert_eq!(
            seen,
            [
                ("تونس", "tunisia"),
                ("شيعة", "shia"),
                ("مسيحيين", "christian"),
                ("داعش", "isis")
            ]
        );
    }

    #[test]
    fn others_are_of_the_class_and_in_the_form() {
        let names = Names::shipped();
        let oblique = ("group/religion", "obl");
        let turns: Vec<_> = (0..3)
            .filter_map(|turn| names.other(oblique, "christian", turn))
            .collect();
        assert_eq!(turns.len(), 3);
        for word in turns {
            assert!(word.ends_with("ين") && word != "مسيحيين", "{word}");
        }
        assert_eq!(names.other(("group/religion", "no-such"), "shia", 0), None);
    }

    #[test]
    fn every_list_is_read_and_every_class_of_groups_has_another() {
        let groups = Gazetteer::from_tsv("groups.tsv", khitab_data::AUDIT_GROUPS).unwrap();
        assert!(groups.names().len() >= 30);
        for (class, words) in &Names::shipped().classes {
            if ["masc", "fem", "nom", "obl", "coll"].contains(&class.1) {
                assert!(words.len() > 1, "{class:?}");
            }
        }
    }
}
