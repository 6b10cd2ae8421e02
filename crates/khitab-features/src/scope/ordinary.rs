//! Sentences of ordinary life, where words of violence are meant otherwise: "we will crush them in the
//! final", "slaughter the sheep", "cut their heads off and plant the bulbs".
//!
//! A word of sport, the kitchen, the garden, games, films, school or medicine makes the sentence one, unless
//! it also insults a sect, speaks with the own name of a group, or threatens a faith: "we will slaughter the Shia after the
//! match" is no sport, and faiths have no teams as countries have.

use khitab_text::Span;

use super::aim;
use super::context::Context;
use super::cues::Role;
use crate::{Annotation, Kind};

/// The sentences of ordinary life, in order.
pub(crate) fn find(context: &Context<'_>) -> Vec<Span> {
    if !context.cues.iter().any(|cue| cue.role == Role::Ordinary) {
        return Vec::new();
    }
    let sentences = context.read_sentences(|here: &mut Sentence, cue| match cue.role {
        Role::Ordinary => here.ordinary = true,
        Role::Slur | Role::OwnName => here.hostile = true,
        Role::Intent | Role::Call => here.hostile |= aim::hits_faith(context, cue),
        Role::OwnVoice | Role::Exclusion => {
            here.hostile |= near(here.faith, cue.units.start);
            here.spoken = Some(cue.units.end);
        }
        Role::People if aim::is_faith(cue) => {
            here.hostile |= near(here.spoken, cue.units.start);
            here.faith = Some(cue.units.end);
        }
        _ => {}
    });
    let found = context.frame.sentences.iter().zip(sentences);
    found
        .filter(|(_, here)| here.ordinary && !here.hostile)
        .map(|(sentence, _)| context.span(sentence.clone()))
        .collect()
}

#[derive(Clone, Default)]
struct Sentence {
    ordinary: bool,
    hostile: bool,
    /// Where the last words of those who attack end.
    spoken: Option<usize>,
    /// Where the last word for a faith ends.
    faith: Option<usize>,
}

fn near(end: Option<usize>, start: usize) -> bool {
    end.is_some_and(|end| start <= end + aim::REACH)
}

/// Whether a cue tells of violence or calls for it.
pub(crate) fn is_violent(annotation: &Annotation) -> bool {
    let ids = [
        "C1",
        "C1.weak",
        "C1.jihad",
        "C5",
        "F2.war",
        "F2.brutality",
        "F3.military",
        "F3.execution",
    ];
    annotation.kind == Kind::Cue
        && annotation
            .feature
            .is_some_and(|id| id.starts_with('D') || ids.contains(&id))
}
