//! In which frame a text speaks, and how soon a person should read it: rules over named features and the
//! score, told in `docs/REPORT.md`. Never a verdict, never an action.

use std::collections::{BTreeSet, HashSet};

use khitab_features::{Annotation, AnnotationSet, Kind, Role, Value, feature};
use khitab_text::Span;
use serde::Serialize;

/// In whose voice a text speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Voice {
    /// The voice of a supporter: self-names, slurs, threats, eulogies in use.
    SupporterLike,
    /// The form of an official release: outlets, provinces, release formulas in use.
    OfficialReleaseLike,
    /// A report about others: reporting verbs, attribution, quotation, outsider names.
    Reporting,
    /// Speech against a group: condemnation and counter-narrative.
    CounterSpeech,
    /// Prayer, scripture, formulas of piety.
    Religious,
    /// None of these.
    Ordinary,
}

/// How soon a person should read a text. There is no step beyond reading.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Priority {
    /// Nothing asks for a reader.
    None,
    /// Some cue of risk is in use, but the text does not speak in a frame of risk.
    Low,
    /// The evidence is divided, or near the threshold.
    Medium,
    /// A frame of risk, well above the threshold.
    High,
}

/// The frame of a text with the evidence for each candidate.
///
/// ```
/// use khitab::{Pipeline, Priority, Voice};
/// let frame = Pipeline::default().analyze("قالت الوكالة إن داعش يتراجع").frame;
/// assert_eq!(frame.voice, Some(Voice::Reporting));
/// assert_eq!((frame.about, frame.priority), (vec!["isis".to_owned()], Priority::None));
/// ```
#[derive(Clone, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Frame {
    /// The frame, absent where khitab abstains.
    pub voice: Option<Voice>,
    /// Why it abstains.
    pub abstains: Option<Abstention>,
    /// The designated groups and persons that the text names, by id: what a report is about.
    pub about: Vec<String>,
    /// How soon a person should read it.
    pub priority: Priority,
    /// The score on its scale; absent without a model that was bounded for a risk.
    pub risk: Option<Risk>,
    /// Every frame that anything speaks for, strongest first.
    pub candidates: Vec<Candidate>,
}

/// Why khitab names no frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Abstention {
    /// What speaks for a frame of risk does not outweigh what speaks for a report or against a group.
    Divided,
    /// The score, or the rule that stands in for it, lies near its threshold.
    NearThreshold,
    /// There is no Arabic word and no word of the lists: nothing that it could read.
    NoArabic,
    /// Fewer than one word in five is Arabic, and nothing speaks for another frame than an ordinary one.
    LittleArabic,
}

/// So many words stand to one Arabic one where little of a text could be read.
const WORDS_TO_ONE: usize = 5;

impl Abstention {
    /// Why a text with so many words, of them so many Arabic ones, could not be read.
    pub(crate) const fn of_words(words: usize, arabic: usize) -> Option<Self> {
        if arabic == 0 {
            Some(Self::NoArabic)
        } else if arabic * WORDS_TO_ONE < words {
            Some(Self::LittleArabic)
        } else {
            None
        }
    }
}

/// One frame with what speaks for it.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Candidate {
    /// Which frame.
    pub voice: Voice,
    /// Its points over those of all frames and one more: from 0 to 1.
    pub strength: f64,
    /// What it rests on, heaviest first.
    pub evidence: Vec<Evidence>,
}

/// What one feature says for a frame.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Evidence {
    /// The taxonomy feature.
    pub feature: String,
    /// Its name in words.
    pub name: &'static str,
    /// Hits times the points of each.
    pub points: f64,
    /// The places of the original: start and end bytes.
    pub spans: Vec<(usize, usize)>,
}

/// A probability of the risk with the threshold of the model that gave it.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Risk {
    /// The label of the risk.
    pub label: String,
    /// Its probability, from 0 to 1.
    pub probability: f64,
    /// From which probability on the model's card asks for a reader.
    pub threshold: f64,
    /// Between which probabilities khitab abstains: odds of half and of twice the threshold's.
    pub band: (f64, f64),
}

impl Risk {
    pub(crate) fn new(label: String, probability: f64, threshold: f64) -> Self {
        let at = |shift: f64| 1.0 / (1.0 + (-odds(threshold) - shift).exp());
        Self {
            label,
            probability,
            threshold,
            band: (at(-BAND), at(BAND)),
        }
    }

    /// Where the probability lies.
    pub(crate) fn side(&self) -> Side {
        let distance = odds(self.probability) - odds(self.threshold);
        match distance {
            d if d > BAND => Side::Above,
            d if d >= -BAND => Side::Near,
            _ => Side::Below,
        }
    }
}

/// The log-odds of a probability, kept finite.
fn odds(probability: f64) -> f64 {
    let p = probability.clamp(1e-9, 1.0 - 1e-9);
    (p / (1.0 - p)).ln()
}

/// How near the threshold, in units of log-odds, khitab abstains: odds between half and twice its own.
const BAND: f64 = core::f64::consts::LN_2;

/// Kinds of risk cue in use that stand in for a score where there is no model.
const KINDS: usize = 2;

/// Where a score, or the rule that stands in for it, lies.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Side {
    Below,
    Near,
    Above,
}

impl Frame {
    /// The frame of a text in which `found` was found; `unread` is what its words say against a reading.
    pub(crate) fn read(
        found: &AnnotationSet,
        unread: Option<Abstention>,
        risk: Option<Risk>,
    ) -> Self {
        let candidates = candidates(found);
        let kinds = kinds_in_use(found);
        let side = match &risk {
            Some(risk) => risk.side(),
            None if kinds >= KINDS => Side::Above,
            None if kinds + 1 >= KINDS => Side::Near,
            None => Side::Below,
        };
        let (voice, priority) = match (unread, settle(&candidates, side, kinds)) {
            (Some(why @ Abstention::NoArabic), _) if found.of(Kind::Cue).next().is_none() => {
                (Err(why), Priority::None)
            }
            (Some(why @ Abstention::LittleArabic), (Ok(Voice::Ordinary), priority)) => {
                (Err(why), priority)
            }
            (_, settled) => settled,
        };
        Self {
            voice: voice.ok(),
            abstains: voice.err(),
            about: designated(found),
            priority,
            risk,
            candidates,
        }
    }
}

/// The voice, or why there is none, with the priority.
fn settle(
    candidates: &[Candidate],
    side: Side,
    kinds: usize,
) -> (Result<Voice, Abstention>, Priority) {
    let strongest = |of: &[Voice]| {
        candidates
            .iter()
            .find(|one| of.contains(&one.voice))
            .map(|one| (one.voice, one.strength))
    };
    let own = strongest(&[Voice::SupporterLike, Voice::OfficialReleaseLike]);
    let about = strongest(&[Voice::Reporting, Voice::CounterSpeech]);
    let quiet = strongest(&[Voice::Reporting, Voice::CounterSpeech, Voice::Religious])
        .map_or(Voice::Ordinary, |(voice, _)| voice);
    match (side, own) {
        // A score without a single cue of its frame, or a report that outweighs them, is for a person.
        (Side::Above, Some((voice, points))) if about.is_none_or(|(_, other)| points > other) => {
            (Ok(voice), Priority::High)
        }
        (Side::Above, _) => (Err(Abstention::Divided), Priority::Medium),
        (Side::Near, _) => (Err(Abstention::NearThreshold), Priority::Medium),
        (Side::Below, _) if kinds > 0 => (Ok(quiet), Priority::Low),
        (Side::Below, _) => (Ok(quiet), Priority::None),
    }
}

/// Every frame with its evidence, strongest first; ties go by the order of [`Voice`].
fn candidates(found: &AnnotationSet) -> Vec<Candidate> {
    let mut out: Vec<Candidate> = Vec::new();
    let introduced = introductions(found);
    for annotation in found.iter() {
        let Some((voice, points)) = speaks_for(annotation) else {
            continue;
        };
        let religious = introduced.contains(&annotation.span);
        let voice = if religious { Voice::Religious } else { voice };
        let at = out.iter().position(|one| one.voice == voice);
        let at = at.unwrap_or_else(|| {
            out.push(Candidate {
                voice,
                strength: 0.0,
                evidence: Vec::new(),
            });
            out.len() - 1
        });
        add(&mut out[at], annotation, points);
    }
    let all: f64 = out.iter().map(|one| one.strength).sum();
    for one in &mut out {
        one.strength /= all + 1.0;
        one.evidence.sort_by(|a, b| {
            b.points
                .total_cmp(&a.points)
                .then_with(|| a.feature.cmp(&b.feature))
        });
    }
    out.sort_by(|a, b| {
        b.strength
            .total_cmp(&a.strength)
            .then(a.voice.cmp(&b.voice))
    });
    out
}

/// What introduces scripture: "God said", with the statement that begins with a verse or a saying of the Prophet.
fn introductions(found: &AnnotationSet) -> HashSet<Span> {
    let verses: HashSet<usize> = found
        .of(Kind::Scripture)
        .map(|verse| verse.span.start())
        .collect();
    found
        .of(Kind::Attribution)
        .filter(|statement| verses.contains(&statement.span.start()))
        .flat_map(|statement| match statement.get("marker") {
            Some(&Value::Span(marker)) => vec![marker, statement.span],
            _ => vec![statement.span],
        })
        .collect()
}

fn add(candidate: &mut Candidate, annotation: &Annotation, points: f64) {
    let id = feature_of(annotation);
    let span = (annotation.span.start(), annotation.span.end());
    candidate.strength += points;
    match candidate.evidence.iter_mut().find(|one| one.feature == id) {
        Some(known) => {
            known.points += points;
            known.spans.push(span);
        }
        None => candidate.evidence.push(Evidence {
            feature: id.to_owned(),
            name: feature(id).map_or("", |feature| feature.name),
            points,
            spans: vec![span],
        }),
    }
}

/// The feature that an annotation is evidence of; quotations, statements, quantities and scripture are
/// measured as shares of the text and carry none themselves.
fn feature_of(annotation: &Annotation) -> &'static str {
    match annotation.kind {
        Kind::Quotation => "H2",
        Kind::Attribution => "H3",
        Kind::Quantity => "H10",
        Kind::Scripture => annotation.feature.unwrap_or("E6"),
        _ => annotation.feature.unwrap_or_default(),
    }
}

/// The frame that one annotation speaks for, with its points.
///
/// What is quoted, attributed or negated is evidence of a report, never of the voice it is quoted from.
fn speaks_for(annotation: &Annotation) -> Option<(Voice, f64)> {
    let used = annotation.scope.in_use();
    let id = feature_of(annotation);
    let voice = match id {
        "H2" | "H10" => (Voice::Reporting, 0.5),
        "H1" | "H3" => (Voice::Reporting, 1.0),
        "H11.news" | "H11.academic" | "A1.neutral" | "A3" => (Voice::Reporting, 1.0),
        "H7" | "H8.condemn" => (Voice::CounterSpeech, 1.0),
        "E4" | "E5" | "E6" | "E7" | "E2.plain" => (Voice::Religious, 1.0),
        "G1" | "G2" | "G2.province" if used => (Voice::OfficialReleaseLike, 1.0),
        _ if used && is_risk(id) => (Voice::SupporterLike, 1.0),
        _ => return None,
    };
    Some(voice)
}

fn is_risk(id: &str) -> bool {
    feature(id).is_some_and(|feature| feature.role == Role::Risk)
}

fn kinds_in_use(found: &AnnotationSet) -> usize {
    let cues = found.iter().filter(|one| one.scope.in_use());
    let kinds: BTreeSet<&str> = cues.map(feature_of).filter(|id| is_risk(id)).collect();
    kinds.len()
}

fn designated(found: &AnnotationSet) -> Vec<String> {
    let named = found.of(Kind::Entity).filter(|entity| {
        matches!(entity.get("type"), Some(Value::Text(sort)) if sort.ends_with("/designated"))
    });
    let ids: BTreeSet<&str> = named.filter_map(|entity| entity.id.as_deref()).collect();
    ids.into_iter().map(str::to_owned).collect()
}

#[cfg(test)]
mod tests;
