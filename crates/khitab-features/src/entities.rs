//! Named organisations, platforms, persons and places, and the words that stand for them.
//!
//! Organisations, platforms and places come from the gazetteers. Persons come from rules, whose
//! promise is small: a byline or dateline, a name before or behind a title, a nom de guerre of
//! kunya and nisba. There is no statistical name finder, and no claim to find every name.

mod anaphora;
mod mentions;
mod organisations;
mod persons;

use crate::annotation::{Words, copied};
use crate::reader::{Reader, Roles};
use crate::scope::frame::Frame;
use crate::{Annotation, Document, Hit, Matcher};
use mentions::Mention;

/// Finds entities among the hits of a [`Matcher`].
///
/// ```
/// use khitab_features::{Document, Entities, Matcher};
/// let matcher = Matcher::shipped();
/// let document = Document::new("أعلنت كل من مايكروسوفت وفايسبوك عن مبادرة");
/// let hits = matcher.find(&document);
/// let found = Entities::new(matcher).find(&document, matcher, &hits);
/// let ids: Vec<_> = found.iter().filter_map(|entity| entity.id.as_deref()).collect();
/// assert_eq!(ids, ["microsoft", "facebook"]);
/// ```
#[derive(Clone, Debug)]
pub struct Entities {
    roles: Roles,
}

impl Entities {
    /// Takes the words that the rules need from the lists of `matcher`.
    #[must_use]
    pub fn new(matcher: &Matcher) -> Self {
        Self {
            roles: Roles::new(matcher),
        }
    }

    /// Turns the gazetteer hits of `document` into annotations, adds persons and anaphora.
    ///
    /// Attributes: `type` and `canonical`; `platform`, `designation` and `naming` (`self`,
    /// `outsider` or `neutral`) where the gazetteer has them; `anaphora` is true for words such
    /// as "the agency", which are no mentions but carry the id of what they stand for.
    #[must_use]
    pub fn find(
        &self,
        document: &Document<'_>,
        matcher: &Matcher,
        hits: &[Hit],
    ) -> Vec<Annotation> {
        let frame = Frame::new(document);
        let reader = self.roles.read(document, &frame, matcher, hits);
        read(&reader, matcher, copied, hits).collect()
    }
}

/// Entities and anaphora of a text that is read already.
pub(crate) fn read<'m>(
    reader: &Reader<'_>,
    matcher: &'m Matcher,
    words: Words<'m>,
    hits: &[Hit],
) -> impl Iterator<Item = Annotation> + use<> {
    let mut found = mentions::named(reader, matcher, words, hits);
    let opening = organisations::opening(reader);
    organisations::quoted(reader, &opening, &mut found);
    organisations::newsrooms(reader, &opening, &mut found);
    organisations::ministries(reader, &mut found);
    persons::find(reader, &mut found);
    found.sort_by_key(|mention| (mention.units.start, mention.units.end));
    let anaphora = anaphora::find(reader, &found);
    found.extend(anaphora);
    found.sort_by_key(|mention| (mention.span.start(), mention.span.end()));
    found.into_iter().map(Mention::annotation)
}
