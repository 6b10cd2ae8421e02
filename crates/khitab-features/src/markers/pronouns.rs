//! Pronouns at the end of words (the words themselves are lists), names of war and other cues that a list cannot hold.

use crate::scope::endings::{PRONOUNS, ends_in};
use crate::scope::frame::{Frame, Unit};
use crate::words::Class;
use crate::{Annotation, Kind, Scope};

/// Words of first, second and third person plural, and a kunya with its nisba.
pub(crate) fn annotate(frame: &Frame<'_>) -> Vec<Annotation> {
    let mut out = Vec::new();
    for &at in &frame.endings {
        let unit = &frame.units[at];
        if !(unit.is_word() & ends_in(unit.form, &PRONOUNS)) {
            continue;
        }
        if let Some(feature) = person(unit.form) {
            out.push(cue(unit, feature));
        }
        if is_kunya(unit.form)
            && let Some([name, nisba]) = frame.units.get(at + 1..at + 3)
            && name.is_word()
            && is_nisba(nisba)
        {
            let mut found = cue(unit, "A5");
            found.span = unit.span.cover(nisba.span);
            out.push(found);
        }
        if matches!(unit.form, "قد" | "وقد" | "فقد")
            && frame
                .units
                .get(at + 1)
                .is_some_and(|next| is_imperfect(next.form))
        {
            out.push(cue(unit, "H6"));
        }
    }
    out
}

fn cue(unit: &Unit<'_>, feature: &'static str) -> Annotation {
    let mut out = Annotation::new(unit.span, Kind::Cue).feature(feature);
    if unit.hashtag {
        out.scope.insert(Scope::HASHTAG);
    }
    out
}

fn person(form: &str) -> Option<&'static str> {
    let word = form
        .strip_prefix('و')
        .filter(|rest| rest.chars().count() > 2)
        .unwrap_or(form);
    if Class::You.holds(word) {
        return Some("B5.you");
    }
    suffix_person(word)
}

/// The pronoun at the end of a longer word. A ن that belongs to the stem, as in كيانا or قانونا,
/// stands behind a long vowel; a few stems that end otherwise are listed.
fn suffix_person(word: &str) -> Option<&'static str> {
    if !word.ends_with("نا") && !word.ends_with("كم") || word.chars().count() < 5 {
        return None;
    }
    if let Some(stem) = word.strip_suffix("نا") {
        let long = stem.ends_with(['ا', 'و', 'ي']);
        let listed = Class::OwnNa.holds(word) || Class::ListedUs.holds(word);
        return (!long && !listed).then_some("B5.us");
    }
    if let Some(stem) = word.strip_suffix("كم") {
        let lexical = Class::OwnKam.holds(stem)
            || word.ends_with("حاكم")
            || word.ends_with("حكم")
            || word.ends_with("تراكم");
        return (!lexical).then_some("B5.you");
    }
    None
}

fn is_kunya(form: &str) -> bool {
    Class::Kunya.holds(form)
}

/// A word in ال…ي that closes a nom de guerre.
fn is_nisba(unit: &Unit<'_>) -> bool {
    let letters = unit.form.chars().count();
    unit.is_word()
        && letters > 5
        && unit.form.starts_with("ال")
        && unit.form.ends_with('ي')
        && !Class::DefiniteInYeh.holds(unit.form)
}

/// An imperfect for certain: ت, ن and أ also begin perfects.
fn is_imperfect(form: &str) -> bool {
    form == "تكون" || form.starts_with('ي') && form.chars().count() > 2
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Document;

    fn found(text: &str) -> Vec<(&'static str, String)> {
        let document = Document::new(text);
        let frame = Frame::new(&document);
        annotate(&frame)
            .iter()
            .filter_map(|a| Some((a.feature?, a.span.of(text).to_owned())))
            .collect()
    }

    #[test]
    fn pronouns_are_told_from_stems() {
        assert_eq!(
            found("تواصلوا معنا وزوروا موقعنا"),
            [("B5.us", "موقعنا".to_owned())]
        );
        assert_eq!(found("كتب يوحنا إلى حسن البنا مطمئنا"), []);
        assert_eq!(found("رصدت كيانا وأحيانا قانونا هنا"), []);
        assert_eq!(
            found("يمكنكم إرسال آراءكم"),
            [
                ("B5.you", "يمكنكم".to_owned()),
                ("B5.you", "آراءكم".to_owned())
            ]
        );
        assert_eq!(found("الحكم في المحاكم والتراكم"), []);
    }

    #[test]
    fn a_kunya_needs_its_nisba() {
        assert_eq!(found("زار أبو أحمد السوق"), []);
        assert_eq!(found("زار أبو أحمد الشمالي السوق")[0].0, "A5");
    }

    #[test]
    fn qad_hedges_only_an_imperfect() {
        assert_eq!(found("قد يصل غدا")[0].0, "H6");
        assert_eq!(found("وقد يصل غدا")[0].0, "H6");
        assert_eq!(found("قد وصل أمس"), []);
        assert_eq!(found("فقد الولد كرته"), []);
    }
}
