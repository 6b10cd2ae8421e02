//! An article with its gold.

use std::fs;
use std::path::{Path, PathBuf};

use khitab_features::{Annotation, AnnotationSet, Document, Extractor, Kind, Measure, Value};
use serde_json::Value as Json;

pub(crate) struct Article {
    pub(crate) text: String,
    pub(crate) gold: Json,
}

impl Article {
    fn read(text: &Path, gold: &Path) -> Option<Self> {
        Some(Self {
            text: fs::read_to_string(text).ok()?,
            gold: serde_json::from_str(&fs::read_to_string(gold).ok()?).expect("the gold is JSON"),
        })
    }

    pub(crate) fn sample() -> Self {
        let folder = root().join("data/samples");
        Self::read(
            &folder.join("article.txt"),
            &folder.join("article.gold.json"),
        )
        .expect("the sample is part of the repository")
    }

    pub(crate) fn seed() -> Option<Self> {
        let folder = root().join("../shared/seed");
        Self::read(&folder.join("article.txt"), &folder.join("gold.json"))
    }

    pub(crate) fn all() -> impl Iterator<Item = Self> {
        core::iter::once(Self::sample()).chain(Self::seed())
    }

    /// The articles that the rules were not written on.
    pub(crate) fn unseen() -> Vec<Self> {
        let folder = root().join("data/golden/articles");
        let names = [
            "raid",
            "opinion",
            "court",
            "abstract",
            "sermon",
            "interview",
            "paragraphs",
        ];
        let read = |name: &str| {
            let gold = folder.join(format!("{name}.gold.json"));
            Self::read(&folder.join(format!("{name}.txt")), &gold).expect("part of the repository")
        };
        names.map(read).into()
    }

    pub(crate) fn analyse(&self) -> (AnnotationSet, Vec<Measure>) {
        let extractor = Extractor::default();
        let document = Document::new(&self.text);
        let found = extractor.annotate(&document);
        let measures = extractor.measure(&document, &found);
        (found, measures)
    }

    /// The annotations of one kind, in order.
    pub(crate) fn of(&self, kind: Kind) -> Vec<Annotation> {
        self.analyse().0.of(kind).cloned().collect()
    }

    pub(crate) fn line(&self, annotation: &Annotation) -> u64 {
        self.text[..annotation.span.start()].matches('\n').count() as u64 + 1
    }

    pub(crate) fn surface(&self, annotation: &Annotation) -> &str {
        annotation.span.of(&self.text)
    }

    pub(crate) fn rows(&self, key: &str) -> &[Json] {
        self.gold[key].as_array().expect("the gold has that list")
    }

    /// The ids that may stand for an entity of the gold: its own, or its name in one word.
    pub(crate) fn ids(&self, id: &str) -> Vec<String> {
        let named = self
            .rows("entities")
            .iter()
            .find(|entity| entity["id"] == id);
        let canonical = named.and_then(|entity| entity["canonical"].as_str());
        let slug = canonical.map(|name| name.replace(' ', "_"));
        core::iter::once(id.to_owned()).chain(slug).collect()
    }
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// An attribute that is a word; empty when there is none.
pub(crate) fn text<'v>(annotation: &'v Annotation, name: &str) -> &'v str {
    match annotation.get(name) {
        Some(Value::Text(text)) => text,
        _ => "",
    }
}

/// An attribute that is a list of words.
pub(crate) fn words<'v>(annotation: &'v Annotation, name: &str) -> Vec<&'v str> {
    match annotation.get(name) {
        Some(Value::List(ids)) => ids.iter().map(AsRef::as_ref).collect(),
        _ => Vec::new(),
    }
}

/// What one side has and the other lacks.
pub(crate) fn difference(found: &[String], gold: &[String]) -> String {
    let lacks = |a: &[String], b: &[String]| {
        let mut rest = b.to_vec();
        let mut out = Vec::new();
        for one in a {
            match rest.iter().position(|other| other == one) {
                Some(at) => drop(rest.remove(at)),
                None => out.push(one.clone()),
            }
        }
        out.join("\n  ")
    };
    format!(
        "wrong:\n  {}\nmissed:\n  {}",
        lacks(found, gold),
        lacks(gold, found)
    )
}
