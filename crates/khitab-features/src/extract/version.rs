//! What tells one extractor from another.

use sha2::{Digest, Sha256};

use super::Extractor;
use crate::{Disguises, Matcher};

/// Parts under their names, each with its length, so that none runs into the next.
struct Parts(Sha256);

impl Parts {
    fn add(&mut self, name: &str, part: &str) {
        for text in [name, part] {
            self.0.update((text.len() as u64).to_le_bytes());
            self.0.update(text);
        }
    }
}

/// The hash of everything that the numbers of `extractor` depend on.
pub(super) fn of(extractor: &Extractor) -> String {
    let mut parts = Parts(Sha256::new());
    parts.add("release", env!("CARGO_PKG_VERSION"));
    parts.add("taxonomy", khitab_data::TAXONOMY);
    let matcher = &extractor.matcher;
    for list in matcher.lexicons() {
        parts.add("list", &format!("{list:?}"));
    }
    for list in extractor.own_lists.iter().flat_map(|own| own.lexicons()) {
        parts.add("own list", &format!("{list:?}"));
    }
    parts.add("names", &format!("{:?}", matcher.gazetteer().names()));
    for variant in matcher.gazetteer().variants() {
        parts.add("variant", &format!("{variant:?}"));
    }
    parts.add("cuts", &matcher.admit_version());
    for domain in extractor.links.domains() {
        parts.add("domain", &domain);
    }
    if let Some(index) = extractor.scopes.scripture() {
        parts.add("scripture", &index.version());
    }
    // `Document::new` reads the words of the shipped lists in disguise, whatever lists are used.
    for word in Disguises::words(Matcher::shipped()) {
        parts.add("disguised", word);
    }
    if let Some(references) = &extractor.references {
        parts.add("references", &references.version());
    }
    for annotator in &extractor.annotators {
        parts.add("annotator", annotator.name());
    }
    for feature in extractor.features() {
        parts.add("feature", feature.id);
    }
    short_hex(parts.0)
}

/// The first eight bytes of a hash in hexadecimal.
pub(crate) fn short_hex(hash: Sha256) -> String {
    let digest = hash.finalize();
    let bytes = digest.iter().take(8);
    bytes.map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clitics::StemLength;
    use crate::{
        AnnotationSet, Annotator, Document, Gazetteer, Lexicon, Links, References, ScriptureIndex,
    };

    struct Named(&'static str);

    impl Annotator for Named {
        fn name(&self) -> &str {
            self.0
        }

        fn annotate(&self, _: &Document<'_>, _: &mut AnnotationSet) {}
    }

    const HEAD: &str = "# name: tea\npattern\tlemma\tweight\tclass\tinflect\tnotes\n";

    fn with_list(row: &str) -> Extractor {
        let list = Lexicon::from_tsv("tea.tsv", &format!("{HEAD}{row}\n")).expect("a list");
        Extractor::new(Matcher::new(vec![list], Gazetteer::default()))
    }

    fn with_name(row: &str) -> Extractor {
        let head = "id\ttype\tcanonical\tvariant\tclass\tnotes\n";
        let names = Gazetteer::from_tsv("names.tsv", &format!("{head}{row}\n")).expect("a name");
        Extractor::new(Matcher::new(Vec::new(), names))
    }

    fn with_scripture(text: &str) -> Extractor {
        let bytes = ScriptureIndex::build([(1, 1, text)]);
        Extractor::default().with_scripture(ScriptureIndex::from_bytes(&bytes).expect("an index"))
    }

    fn with_domain(row: &str) -> Extractor {
        let mut links = Links::shipped();
        let table = format!("domain\ttype\tplatform\n{row}\n");
        links
            .extend_from_tsv("links.tsv", &table)
            .expect("a domain");
        Extractor::default().with_links(links)
    }

    /// Everything that changes the numbers, once each; neighbours differ in one thing only.
    fn extractors() -> Vec<Extractor> {
        let shipped = Extractor::default;
        let by_rule = Matcher::new(Vec::new(), Gazetteer::default()).with_admit(StemLength);
        vec![
            shipped(),
            with_list("شاي\t\t\tnoun"),
            with_list("شاي\t\t2\tnoun"),
            with_list("شاي\t\t\tverb"),
            with_list("شاي\t\t\tnoun\t\tbare"),
            with_name("a\tplace\tمدينة\tمدينة\tname"),
            with_name("a\tplace\tمدينة\tالمدينة\tname"),
            with_name("a\torganisation\tمدينة\tمدينة\tname"),
            Extractor::new(Matcher::new(Vec::new(), Gazetteer::default())),
            Extractor::new(by_rule),
            with_scripture("one two three four"),
            with_scripture("one two three five"),
            with_domain("example.org\tnews\texample"),
            with_domain("example.org\tblog\texample"),
            shipped().with(Named("tea"), &["tea"]),
            shipped().with(Named("tea"), &["tea", "coffee"]),
            shipped().with(Named("coffee"), &["tea"]),
            shipped().with_references(References::new(&["a"], &["b"], &["c"])),
            shipped().with_references(References::new(&["a"], &["b"], &["d"])),
        ]
    }

    #[test]
    fn each_change_changes_the_version_and_nothing_else_does() {
        let versions: Vec<String> = extractors().iter().map(Extractor::version).collect();
        for (at, version) in versions.iter().enumerate() {
            assert_eq!(version.len(), 16);
            let same = versions.iter().rposition(|other| other == version);
            assert_eq!(same, Some(at), "two extractors share a version");
        }
        let again: Vec<String> = extractors().iter().map(Extractor::version).collect();
        assert_eq!(versions, again);
    }

    #[test]
    fn parts_do_not_run_into_each_other() {
        let hash = |pairs: &[(&str, &str)]| {
            let mut parts = Parts(Sha256::new());
            for (name, part) in pairs {
                parts.add(name, part);
            }
            short_hex(parts.0)
        };
        assert_ne!(hash(&[("a", "bc")]), hash(&[("ab", "c")]));
        assert_ne!(hash(&[("a", "b"), ("a", "c")]), hash(&[("a", "bac")]));
    }
}
