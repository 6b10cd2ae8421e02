//! Sentences in which the author writes about the group from outside.
//!
//! Whoever calls the group by the outsiders' name, condemns it, reports an arrest or a trial, tells
//! history, defines a term or sets an exam does not use the words of the group as the own. The sentence is the window,
//! because the rules see no syntax. A sentence in which the author also names the group by its own
//! name, insults its enemies by a sect or threatens them is not detached from outside: supporters mock
//! with their enemies' words and condemn their enemies.

use core::ops::Range;
use std::cell::LazyCell;

use khitab_text::Span;

use super::attribution::Statement;
use super::context::Context;
use super::cues::{Cue, Role};
use crate::set::Cover;

/// The sentences that are told from outside, in order.
pub(crate) fn find(context: &Context<'_>, statements: &[Statement]) -> Vec<Span> {
    let tells = |cue: &Cue<'_>| {
        let roles = [
            Role::Counter,
            Role::History,
            Role::Apart,
            Role::OwnName,
            Role::Asking,
        ];
        roles.contains(&cue.role)
    };
    if !context.cues.iter().any(tells) {
        return Vec::new();
    }
    let of_others = LazyCell::new(|| of_others(context, statements));
    let stances = context.read_sentences(|here: &mut Stance, cue| match cue.role {
        Role::Counter if is_label_of_rivals(&cue.entry.lemma) => {}
        Role::Counter => here.outside = true,
        Role::History | Role::Apart => here.apart = true,
        Role::OwnName => {
            here.named = true;
            here.asks |= context.is_mark(cue.units.end, &QUESTION);
        }
        Role::Naming => here.naming = true,
        Role::Slur if here.naming => {}
        Role::Slur if is_of_history(&cue.entry.lemma) => {}
        Role::Slur | Role::Intent | Role::OwnVoice if !of_others.overlaps(cue.span) => {
            here.hostile = true;
        }
        _ => {}
    });
    let sentences = context.frame.sentences.iter();
    sentences
        .zip(stances)
        .filter(|(sentence, stance)| {
            let asks = stance.asks || asks(context, sentence);
            let outside = stance.outside && !stance.named || asks;
            // Who names the group as its own and insults its enemies tells no news of both.
            let own = stance.named && stance.hostile;
            stance.apart && !own || outside && !stance.hostile
        })
        .map(|(sentence, _)| context.span(sentence.clone()))
        .collect()
}

const QUESTION: [char; 2] = ['؟', '?'];

/// How many words before the word that asks.
const ASKED_EARLY: usize = 3;

/// Whether a sentence asks for something that the author does not know.
fn asks(context: &Context<'_>, sentence: &Range<usize>) -> bool {
    let Some(last) = sentence.end.checked_sub(1) else {
        return false;
    };
    let early = sentence.start..sentence.end.min(sentence.start + ASKED_EARLY + 1);
    context.is_mark(last, &QUESTION) && context.cues_in(early).any(|cue| cue.role == Role::Asking)
}

/// Slurs that also name a people or an age in history.
fn is_of_history(lemma: &str) -> bool {
    let words = ["صليب", "مجوس", "نصيري", "وهابي"];
    words.iter().any(|word| lemma.starts_with(word))
}

#[derive(Clone, Copy, Default)]
struct Stance {
    outside: bool,
    /// History, words that call the name a lie, or talk about the words themselves.
    apart: bool,
    /// The group is called by its own name.
    named: bool,
    /// The author insults a sect or threatens.
    hostile: bool,
    /// The own name stands before a question mark.
    asks: bool,
    /// Somebody calls somebody something: what follows is the name.
    naming: bool,
}

/// What stands in a quotation or in the statement of somebody.
fn of_others(context: &Context<'_>, statements: &[Statement]) -> Cover {
    let quoted = context.quotes.iter().map(|quote| quote.inner);
    let said = statements.iter().map(|statement| statement.content);
    Cover::new(quoted.chain(said).collect())
}

/// Words of refutation that rival groups throw at each other.
fn is_label_of_rivals(lemma: &str) -> bool {
    matches!(lemma, "خوارج" | "الخوارج" | "خارجي")
}
