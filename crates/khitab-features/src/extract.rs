//! From a document to annotations in their scopes, and to the discourse columns of a model.

mod version;
#[cfg(feature = "serde")]
mod written;

use std::borrow::{Borrow, Cow};
use std::sync::{Arc, Once};
use std::{fmt, mem};

pub(crate) use version::short_hex;

use crate::annotation::{Words, copied};
use crate::at_once::at_once;
use crate::entities;
use crate::markers::cues::CueUses;
use crate::markers::{self, Measure, Measured, company, names, pronouns};
use crate::matcher::find;
use crate::own_lists::OwnLists;
use crate::pool::Pool;
use crate::quantities;
use crate::reader::Roles;
use crate::scope::scripture::ScriptureIndex;
use crate::scope::{self, frame::Frame};
use crate::taxonomy::{Feature, Role, Unit, measured};
use crate::{
    AnnotationSet, Annotator, Document, Error, FeatureId, FeatureSpace, FeatureVector, Hit, Kind,
    Lexicon, Links, Matcher, References, Scopes, Value,
};

/// Runs every list, name, rule and scope over a document and measures its discourse features.
///
/// Annotators run first, so that the scopes mark what they find. The columns are those of the
/// [`taxonomy`](crate::taxonomy) that one document has, each over everything and, as `<id>.use`, over what the
/// author uses and does not only mention.
///
/// ```
/// use khitab_features::{Document, Extractor};
/// let extractor = Extractor::default();
/// let document = Document::new("قال الوزير إن هؤلاء مرتدون في نظرهم");
/// let found = extractor.annotate(&document);
/// let label = found.counted("B1").next().unwrap();
/// assert_eq!(label.span.of(document.text().original()), "مرتدون");
/// assert!(!label.scope.in_use(), "the minister says it, not the author");
///
/// let row = extractor.vector(&extractor.measure(&document, &found));
/// let column = |name| extractor.space().id(name).unwrap();
/// assert!(row.get(column("B1")) > 0.0);
/// assert_eq!(row.get(column("B1.use")), 0.0);
/// ```
///
/// A file holds its version and the lists and names that are not the shipped ones; one that this
/// program would make otherwise is refused. Annotators are code and are not written.
#[derive(Clone)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(into = "written::Written"))]
#[cfg_attr(feature = "serde", serde(try_from = "written::Written"))]
pub struct Extractor {
    matcher: Cow<'static, Matcher>,
    uses: CueUses,
    roles: Roles,
    links: Links,
    scopes: Scopes,
    own_lists: Option<Arc<OwnLists>>,
    annotators: Vec<Arc<dyn Annotator>>,
    references: Option<Arc<References>>,
    measured: Measured,
    space: FeatureSpace,
    rooms: Pool<Room>,
}

/// Memory for one text after the other: what is too large for the quick part of an allocator costs a short text more
/// than some of the rules.
#[derive(Debug, Default)]
struct Room {
    frame: Frame<'static>,
    hits: Vec<Hit>,
    matcher: find::Room,
    scopes: scope::Room,
}

impl Room {
    /// The most tokens of a text whose memory is kept.
    const MOST: usize = 1 << 14;
}

impl Default for Extractor {
    /// All lists, names and rules that khitab ships.
    fn default() -> Self {
        static READ: Once = Once::new();
        // Both are kept: only the first extractor has something to read, and is worth a thread.
        READ.call_once(|| {
            at_once(ScriptureIndex::shipped, Matcher::shipped);
        });
        Self::build(Cow::Borrowed(Matcher::shipped()), ScriptureIndex::shipped())
    }
}

impl Extractor {
    /// Uses the lists and names of `matcher`; the scope rules need the shipped lists among them.
    #[must_use]
    pub fn new(matcher: Matcher) -> Self {
        Self::build(Cow::Owned(matcher), ScriptureIndex::shipped())
    }

    /// Finds Qur'an citations by `index` in place of the shipped one.
    #[must_use]
    pub fn with_scripture(mut self, index: ScriptureIndex) -> Self {
        self.scopes = Scopes::new(&self.matcher, Some(Arc::new(index)));
        self
    }

    /// Tells links apart by `links` in place of the shipped domains.
    #[must_use]
    pub fn with_links(mut self, links: Links) -> Self {
        self.links = links;
        self
    }

    /// Measures F6 against three corpora of the user: three more columns, over everything.
    ///
    /// ```
    /// use khitab_features::{Document, Extractor, References};
    /// let references = References::new(&["صلاة وصوم"], &["نصرة الدولة"], &["شتم وسب"]);
    /// let extractor = Extractor::default().with_references(references);
    /// let row = extractor.extract("قبل صلاة الظهر");
    /// let column = |name| extractor.space().id(name).unwrap();
    /// assert!(row.get(column("F6.religion")) > row.get(column("F6.hate")));
    /// ```
    #[must_use]
    pub fn with_references(mut self, references: References) -> Self {
        for feature in References::features() {
            self.measured.push(feature);
        }
        self.references = Some(Arc::new(references));
        self.space = columns(self.measured.features());
        self
    }

    /// Adds lists of the user: each is a feature `lexicon.<name>` with its two columns, hits by their
    /// weight per 100 words, over everything and in use.
    ///
    /// They are looked for apart from the lists that ship and change nothing else: a list that names a
    /// feature of the taxonomy in its header does not count for it, and no scope follows from them.
    ///
    /// ```
    /// use khitab_features::{Document, Extractor, Lexicon, LexiconFormat};
    /// let lists = Lexicon::read(LexiconFormat::Liwc, "drinks.dic", "%\n1\ttea\n%\nشاي\t1\n")?;
    /// let extractor = Extractor::default().with_lexicons(lists)?;
    /// let text = "قال الطبيب إن الشاي مفيد";
    /// let found = extractor.annotate(&Document::new(text));
    /// let tea = found.counted("lexicon.tea").next().unwrap();
    /// assert_eq!(tea.span.of(text), "الشاي");
    /// assert!(!tea.scope.in_use(), "the doctor says it");
    /// # Ok::<(), khitab_features::Error>(())
    /// ```
    ///
    /// # Errors
    /// When a list has no name or that of another.
    pub fn with_lexicons(mut self, lists: Vec<Lexicon>) -> Result<Self, Error> {
        let before = self.own_lists.as_ref();
        let mut all = before.map_or_else(Vec::new, |own| own.lexicons().to_vec());
        let known = all.len();
        all.extend(lists);
        let own = OwnLists::new(all)?;
        for feature in own.features().skip(known) {
            self.measured.push(feature);
        }
        self.own_lists = Some(Arc::new(own));
        self.space = columns(self.measured.features());
        Ok(self)
    }

    /// Adds an annotator, with the names of the features it gives its annotations.
    ///
    /// It runs before the scopes, which then mark what it found, and each of its features becomes
    /// two columns, hits per 100 words over everything and in use.
    #[must_use]
    pub fn with(mut self, annotator: impl Annotator + 'static, features: &[&'static str]) -> Self {
        self.annotators.push(Arc::new(annotator));
        for id in features {
            self.measured.push(Feature {
                id,
                name: id,
                block: "user",
                level: "T,D",
                unit: Unit::Rate,
                scoped: true,
                role: Role::Neutral,
                formula: "hits per 100 words",
                source: "user",
                guard: "",
            });
        }
        self.space = columns(self.measured.features());
        self
    }

    fn build(matcher: Cow<'static, Matcher>, scripture: Option<Arc<ScriptureIndex>>) -> Self {
        let measured = Measured::new(measured().copied());
        Self {
            uses: CueUses::new(&matcher),
            roles: Roles::new(&matcher),
            links: Links::shipped(),
            scopes: Scopes::new(&matcher, scripture),
            own_lists: None,
            annotators: Vec::new(),
            references: None,
            space: columns(measured.features()),
            measured,
            matcher,
            rooms: Pool::default(),
        }
    }

    /// The lists and names it uses, those of [`Extractor::with_lexicons`] left out.
    #[must_use]
    pub fn matcher(&self) -> &Matcher {
        &self.matcher
    }

    /// The columns of its vectors.
    #[must_use]
    pub fn space(&self) -> &FeatureSpace {
        &self.space
    }

    /// The features it measures, in the order of their columns.
    #[must_use]
    pub fn features(&self) -> &[Feature] {
        self.measured.features()
    }

    /// The hash of everything its numbers depend on: lists, names, cuts, links, scripture, words read
    /// in disguise, columns, references, annotators and the release of khitab.
    ///
    /// Two extractors with one version give the same numbers for the same text; annotators and
    /// [`Admit`](crate::Admit)s of the user are told apart by what they call themselves.
    #[must_use]
    pub fn version(&self) -> String {
        version::of(self)
    }

    /// Finds everything in `document` and the scope it stands in.
    #[must_use]
    pub fn annotate(&self, document: &Document<'_>) -> AnnotationSet {
        self.read(document, |_, found| found)
    }

    /// Annotates a document and lends its frame to `job`.
    fn read<R>(
        &self,
        document: &Document<'_>,
        job: impl FnOnce(&Frame<'_>, AnnotationSet) -> R,
    ) -> R {
        let read = |room: &mut Room| {
            let frame = Frame::new_in(document, mem::take(&mut room.frame));
            let found = match &self.matcher {
                Cow::Borrowed(shipped) => {
                    self.annotate_by(shipped, Cow::Borrowed, document, &frame, room)
                }
                Cow::Owned(own) => self.annotate_by(own, copied, document, &frame, room),
            };
            let done = job(&frame, found);
            room.frame = frame.into_memory();
            done
        };
        if document.tokens().len() > Room::MOST {
            return read(&mut Room::default());
        }
        self.rooms.with(read)
    }

    fn annotate_by<'m>(
        &self,
        matcher: &'m Matcher,
        words: Words<'m>,
        document: &Document<'_>,
        frame: &Frame<'_>,
        room: &mut Room,
    ) -> AnnotationSet {
        matcher.find_in(document, &mut room.hits, &mut room.matcher);
        let hits = room.hits.as_slice();
        let mut found: AnnotationSet = self
            .uses
            .annotate(matcher, words, hits, document, frame)
            .into();
        found.extend(pronouns::annotate(frame));
        let reader = self.roles.read(document, frame, matcher, hits);
        found.extend(entities::read(&reader, matcher, words, hits));
        found.extend(quantities::read(&reader));
        if frame.links {
            found.extend(self.links.find(document));
        }
        if let Some(own) = &self.own_lists {
            found.extend(own.annotate(document));
        }
        for annotator in &self.annotators {
            annotator.annotate(document, &mut found);
        }
        found.sort();
        self.scopes
            .annotate_in(document, frame, matcher, hits, &mut found, &mut room.scopes);
        names::settle(&mut found);
        company::settle(frame, &mut found);
        tell_disguises(document, &mut found);
        found
    }

    /// The value of every feature, by the formulas of the taxonomy.
    #[must_use]
    pub fn measure(&self, document: &Document<'_>, found: &AnnotationSet) -> Vec<Measure> {
        let frame = Frame::new(document);
        let measures = markers::measure(&self.measured, document, &frame, found);
        let mut measures: Vec<Measure> = measures.collect();
        if let Some(references) = &self.references {
            references.measure(document, &mut measures);
        }
        measures
    }

    /// One row of a matrix, with the places behind every value.
    #[must_use]
    pub fn vector(&self, measures: &[Measure]) -> FeatureVector {
        row(measures.iter())
    }

    /// Annotates, measures and makes the row of a text.
    #[must_use]
    pub fn extract(&self, text: &str) -> FeatureVector {
        let document = Document::new(text);
        self.read(&document, |frame, found| {
            if self.references.is_some() {
                return self.vector(&self.measure(&document, &found));
            }
            row(markers::measure(&self.measured, &document, frame, &found))
        })
    }
}

fn row<M: Borrow<Measure>>(measures: impl Iterator<Item = M>) -> FeatureVector {
    let mut out = FeatureVector::default();
    let mut column = 0;
    for measure in measures {
        let measure = measure.borrow();
        let columns = if measure.feature.scoped { 2 } else { 1 };
        for value in &measure.scaled[..columns] {
            if *value != 0.0 {
                out.columns.push(column);
                out.values.push(*value as f32);
                out.provenance
                    .push((FeatureId(column), measure.spans.clone()));
            }
            column += 1;
        }
    }
    out
}

impl fmt::Debug for Extractor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Extractor")
            .field("matcher", &self.matcher)
            .field("annotators", &self.annotators.len())
            .field("columns", &self.space.len())
            .finish_non_exhaustive()
    }
}

/// Says of every hit on a disguised word how it was hidden and how far from its spelling.
fn tell_disguises(document: &Document<'_>, found: &mut AnnotationSet) {
    let disguises = document.disguises();
    if disguises.is_empty() {
        return;
    }
    for annotation in found.as_mut_slice() {
        if !matches!(annotation.kind, Kind::Cue | Kind::Entity) {
            continue;
        }
        let next = disguises.partition_point(|d| d.span.end() <= annotation.span.start());
        let Some(hidden) = disguises.get(next) else {
            continue;
        };
        if hidden.span.overlaps(annotation.span) {
            let kinds = hidden.kinds.iter().map(|kind| kind.as_str().into());
            let kinds = Value::List(kinds.collect());
            annotation.attrs.push(("disguise", kinds));
            let cost = Value::Number(f64::from(hidden.cost));
            annotation.attrs.push(("disguise_cost", cost));
        }
    }
}

fn columns(features: &[Feature]) -> FeatureSpace {
    let names = features.iter().flat_map(|feature| {
        let used = feature.scoped.then(|| format!("{}.use", feature.id));
        core::iter::once(feature.id.to_owned()).chain(used)
    });
    FeatureSpace::from_names(names)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Annotation;
    use khitab_text::Span;

    struct Tea;

    impl Annotator for Tea {
        fn name(&self) -> &str {
            "tea"
        }

        fn annotate(&self, document: &Document<'_>, found: &mut AnnotationSet) {
            let text = document.text().original();
            for (at, word) in text.match_indices("شاي") {
                let span = Span::new(at, at + word.len());
                found.push(Annotation::new(span, Kind::Cue).feature("tea"));
            }
        }
    }

    #[test]
    fn an_annotator_of_the_user_gets_columns_and_scopes() {
        let extractor = Extractor::default().with(Tea, &["tea"]);
        let row = extractor.extract("طلب شاي ثم قال \"أريد شاي بالنعناع الآن\"");
        let value = |name: &str| row.get(extractor.space().id(name).unwrap());
        assert!(value("tea") > value("tea.use") && value("tea.use") > 0.0);
    }

    #[cfg(feature = "serde")]
    #[test]
    fn an_extractor_comes_back_from_a_file() {
        const fn shared<T: Send + Sync>(_: &T) {}
        let again = |extractor: &Extractor| {
            shared(extractor);
            let json = serde_json::to_string(extractor).unwrap();
            serde_json::from_str::<Extractor>(&json).map_err(|error| error.to_string())
        };
        let shipped = Extractor::default();
        assert_eq!(again(&shipped).unwrap().version(), shipped.version());

        let matcher = Matcher::shipped();
        let own = Matcher::new(
            matcher.lexicons()[..9].to_vec(),
            matcher.gazetteer().clone(),
        );
        let own = Extractor::new(own);
        let read = again(&own).unwrap();
        let text = "قال الوزير إن يوروبول رصدت 1029 كيانا";
        assert_eq!(read.version(), own.version());
        assert_eq!(read.extract(text), own.extract(text));

        let wrong = again(&shipped.clone().with(Tea, &["tea"])).unwrap_err();
        assert!(
            wrong.starts_with("annotators of the user (tea) are code"),
            "{wrong}"
        );
        let json = serde_json::to_string(&shipped).unwrap();
        let json = json.replace(&shipped.version(), "0000000000000000");
        let wrong = serde_json::from_str::<Extractor>(&json)
            .unwrap_err()
            .to_string();
        assert!(
            wrong.starts_with("the extractor was version 0000000000000000"),
            "{wrong}"
        );
    }

    #[test]
    fn an_empty_text_has_a_row_of_finite_numbers() {
        let extractor = Extractor::default();
        for text in ["", " ", "\u{200B}", "؟", "#"] {
            let row = extractor.extract(text);
            assert!(row.values.iter().all(|value| value.is_finite()), "{text:?}");
            assert!(row.columns.is_sorted());
        }
    }
}
