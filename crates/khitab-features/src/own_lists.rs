//! Lists of the user beside those that ship: each is a feature of its own.

use std::sync::{Mutex, PoisonError};

use rustc_hash::FxHashSet;

use crate::annotation::copied;
use crate::markers::cues;
use crate::taxonomy::{Feature, Role, Unit};
use crate::{Annotation, Document, Error, Gazetteer, Hit, Lexicon, Matcher, Target};

/// The lists with an automaton of their own: what the shipped lists find does not depend on them.
#[derive(Clone)]
pub(crate) struct OwnLists {
    matcher: Matcher,
    /// The feature of each list.
    ids: Vec<&'static str>,
}

impl OwnLists {
    /// # Errors
    /// When two lists have one name, or one that of another's column in use, or a list has none.
    pub(crate) fn new(lists: Vec<Lexicon>) -> Result<Self, Error> {
        let mut names = FxHashSet::default();
        for list in &lists {
            if list.name().trim().is_empty() {
                return Err(Error::whole("a list", "it has no name"));
            }
            if !names.insert(list.name()) {
                return Err(Error::whole(list.name(), "two lists have this name"));
            }
        }
        let in_use = |list: &&Lexicon| {
            let other = list.name().strip_suffix(".use");
            other.is_some_and(|other| names.contains(other))
        };
        if let Some(list) = lists.iter().find(in_use) {
            let rule = "another list has this name as its column in use";
            return Err(Error::whole(list.name(), rule));
        }
        let ids = lists.iter().map(|list| interned(id_of(list.name())));
        Ok(Self {
            ids: ids.collect(),
            matcher: Matcher::new(lists, Gazetteer::default()),
        })
    }

    pub(crate) fn lexicons(&self) -> &[Lexicon] {
        self.matcher.lexicons()
    }

    /// A feature a list: its hits by their weight, per 100 words.
    pub(crate) fn features(&self) -> impl Iterator<Item = Feature> {
        self.ids.iter().map(|&id| Feature {
            id,
            name: "hits of a list of the user",
            block: "user",
            level: "T,D",
            unit: Unit::Rate,
            scoped: true,
            role: Role::Neutral,
            formula: "sum of the weights of all hits per 100 words",
            source: "user",
            guard: "",
        })
    }

    pub(crate) fn annotate(&self, document: &Document<'_>) -> Vec<Annotation> {
        let hits = self.matcher.find(document);
        let annotation = |hit: &Hit| {
            let Target::Cue { list, .. } = hit.target else {
                return None;
            };
            cues::annotation(&self.matcher, copied, hit, self.ids[list as usize])
        };
        hits.iter().filter_map(annotation).collect()
    }
}

fn id_of(name: &str) -> String {
    format!("lexicon.{name}")
}

/// The id as every annotation bears it: ids live as long as the program, each once.
fn interned(id: String) -> &'static str {
    static IDS: Mutex<Option<FxHashSet<&'static str>>> = Mutex::new(None);
    let mut ids = IDS.lock().unwrap_or_else(PoisonError::into_inner);
    let ids = ids.get_or_insert_default();
    if let Some(known) = ids.get(id.as_str()) {
        return known;
    }
    let id: &'static str = Box::leak(id.into_boxed_str());
    ids.insert(id);
    id
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Extractor, LexiconFormat};

    fn lists(rows: &str) -> Vec<Lexicon> {
        let text = format!("%\n1\tdrink\n2\thot\n%\n{rows}");
        Lexicon::read(LexiconFormat::Liwc, "f.dic", &text).unwrap()
    }

    #[test]
    fn hits_of_own_lists_have_scopes_and_columns() {
        let own = Extractor::default()
            .with_lexicons(lists("شاي\t1\t2\nعصير\t1\n"))
            .unwrap();
        let text = "شربت شايا وعصيرا، وقال الطبيب: \"لا تكثروا من الشاي في المساء\"";
        let found = own.annotate(&Document::new(text));
        let hits: Vec<_> = found
            .counted("lexicon.drink")
            .map(|hit| (hit.span.of(text), hit.scope.in_use()))
            .collect();
        assert_eq!(hits, [("شايا", true), ("وعصيرا", true), ("الشاي", false)]);
        let row = own.extract(text);
        let value = |name: &str| row.get(own.space().id(name).unwrap());
        assert!(value("lexicon.drink") > value("lexicon.drink.use"));
        assert!(value("lexicon.drink.use") > value("lexicon.hot.use"));
        assert!(value("lexicon.hot.use") > 0.0);
    }

    #[test]
    fn the_shipped_columns_are_as_without_them() {
        let shipped = Extractor::default();
        // A word of the shipped lists, a part of one, and one that begins such words.
        let own = Extractor::default()
            .with_lexicons(lists("مرتدون\t1\nمرتد\t2\nمر*\t2\nقال\t1\n"))
            .unwrap();
        let text = "قال الوزير إن هؤلاء مرتدون في نظرهم، وهم مرتدون كفار لا يعودون";
        let (row, alone) = (own.extract(text), shipped.extract(text));
        for name in shipped.space().names() {
            let (here, there) = (own.space().id(name).unwrap(), shipped.space().id(name));
            assert_eq!(row.get(here), alone.get(there.unwrap()), "{name}");
        }
        assert!(row.get(own.space().id("lexicon.hot").unwrap()) > 0.0);
    }

    #[test]
    fn weights_below_zero_give_finite_values_below_zero() {
        let text = "term,pmi_score\nشاي,-900.5\n";
        let lists = Lexicon::read(LexiconFormat::AraHate, "f", text).unwrap();
        let own = Extractor::default().with_lexicons(lists).unwrap();
        let row = own.extract("شربت الشاي");
        let value = row.get(own.space().id("lexicon.pmi_score").unwrap());
        assert!(value.is_finite() && value < -1.0, "{value}");
    }

    #[test]
    fn lists_of_one_name_are_refused() {
        let own = Extractor::default().with_lexicons(lists("شاي\t1\n"));
        let wrong = own.unwrap().with_lexicons(lists("ماء\t1\n")).unwrap_err();
        assert_eq!(wrong.to_string(), "drink: two lists have this name");
        let used = ["drink", "drink.use"].map(|name| Lexicon::new(name, Vec::new()));
        let wrong = Extractor::default().with_lexicons(used.into()).unwrap_err();
        let rule = "drink.use: another list has this name as its column in use";
        assert_eq!(wrong.to_string(), rule);
        let nameless = vec![Lexicon::new(" ", Vec::new())];
        let wrong = Extractor::default().with_lexicons(nameless).unwrap_err();
        assert_eq!(wrong.to_string(), "a list: it has no name");
    }

    #[test]
    fn every_list_changes_the_version() {
        let version = |rows| {
            let own = Extractor::default().with_lexicons(lists(rows));
            own.unwrap().version()
        };
        assert_eq!(version("شاي\t1\n"), version("شاي\t1\n"));
        assert_ne!(version("شاي\t1\n"), version("ماء\t1\n"));
        assert_ne!(version("شاي\t1\n"), Extractor::default().version());
    }

    #[cfg(feature = "serde")]
    #[test]
    fn an_extractor_with_own_lists_comes_back_from_a_file() {
        let own = Extractor::default().with_lexicons(lists("شاي\t1\t2\n"));
        let own = own.unwrap();
        let json = serde_json::to_string(&own).unwrap();
        let read: Extractor = serde_json::from_str(&json).unwrap();
        assert_eq!(read.version(), own.version());
        let text = "شربت الشاي";
        assert_eq!(read.extract(text), own.extract(text));
    }
}
