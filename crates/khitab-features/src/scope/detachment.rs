//! Sentences in which the author writes about the group from outside.
//!
//! Whoever calls the group by the outsiders' name, condemns it, reports an arrest or a trial, or
//! tells history does not use the words of the group as the own. The sentence is the window,
//! because the rules see no syntax. A sentence that also names the group by its own name in the
//! author's voice is not detached: supporters mock with their enemies' words.

use khitab_text::Span;

use super::context::Context;
use super::cues::Role;

/// The sentences that are told from outside, in order.
pub(crate) fn find(context: &Context<'_>) -> Vec<Span> {
    let sentences = &context.frame.sentences;
    let mut stance = vec![Stance::default(); sentences.len()];
    let mut at = 0;
    for cue in &context.cues {
        while sentences
            .get(at)
            .is_some_and(|sentence| sentence.end <= cue.units.start)
        {
            at += 1;
        }
        let Some(here) = stance.get_mut(at) else {
            break;
        };
        match cue.role {
            Role::Counter if is_label_of_rivals(&cue.entry.lemma) => {}
            Role::Counter => here.outside = true,
            Role::History => here.history = true,
            Role::OwnName => here.own_name = true,
            _ => {}
        }
    }
    let found = sentences.iter().zip(stance);
    found
        .filter(|(_, stance)| stance.history || stance.outside && !stance.own_name)
        .map(|(sentence, _)| context.span(sentence.clone()))
        .collect()
}

#[derive(Clone, Copy, Default)]
struct Stance {
    outside: bool,
    history: bool,
    own_name: bool,
}

/// Words of refutation that rival groups throw at each other.
fn is_label_of_rivals(lemma: &str) -> bool {
    matches!(lemma, "خوارج" | "الخوارج" | "خارجي")
}
