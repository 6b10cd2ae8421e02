//! Texts whose words stand in two pieces: `الم سلمون في الش وارع`.
//!
//! Two neighbours that make one word are found in any text by chance. A writer who cuts words cuts
//! many of them: pieces are read only where much of the text is likelier as whole words than as it
//! stands, by the frequencies of the segmenter's list. Of 5,280 texts of news, scripture, encyclopaedia
//! and tweets none passes, of the same texts cut in two 93 to 100 in a hundred.

use khitab_text::{EvasionKind, EvasionKinds, Token, TokenKind};

use super::{Disguise, ordinary};
use crate::Document;

/// Pairs that are much likelier whole, and how many words the text may have for each.
const PAIRS: usize = 2;
const WORDS_A_PAIR: usize = 8;
/// How much likelier, in half-decades.
const LIKELIER: u8 = 5;
/// What two words lose against one: 10^9, in half-decades.
const CHANCE: u8 = 18;
/// Words so common are neighbours too often to tell anything.
const COMMON: u8 = 12;
/// What a pair costs beyond an ordinary reading.
const COST: u16 = 3;
/// A word of so many bytes is long: five letters. Whoever cuts words leaves few of them; of the words of news,
/// encyclopaedia and tweets half are long, of scripture four in ten.
const LONG: usize = 10;
/// How many words a text has at least for each long one, if its words are cut.
const WORDS_A_LONG: usize = 4;
/// The longest word that is made of two pieces, in bytes of Arabic letters.
const LONGEST: usize = 32;

/// The words in two pieces of a text that is written so.
pub(super) fn find(document: &Document<'_>) -> Vec<Disguise> {
    if !has_short_words(document) {
        return Vec::new();
    }
    let words = words(document);
    let mut telling = 0;
    let mut at = 0;
    while at + 1 < words.len() {
        let (first, second) = (&words[at], &words[at + 1]);
        let rare = first.common < COMMON && second.common < COMMON;
        let cut = rare && first.goes_on && gain(document, first, second) >= LIKELIER;
        telling += usize::from(cut);
        at += 1 + usize::from(cut);
    }
    if telling < PAIRS || telling * WORDS_A_PAIR < words.len() {
        return Vec::new();
    }
    let mut out = Vec::new();
    let mut at = 0;
    while at + 1 < words.len() {
        let (first, second) = (&words[at], &words[at + 1]);
        let cut = first.goes_on && gain(document, first, second) > 0;
        at += 1 + usize::from(cut);
        if cut {
            out.push(Disguise {
                span: first.token.span.cover(second.token.span),
                word: whole(document, first, second).unwrap_or_default(),
                kinds: EvasionKinds::only(EvasionKind::TwoPieces),
                cost: COST,
            });
        }
    }
    out
}

/// Whether so few words are long that they may be cut: one look at lengths spares ordinary text the rest.
fn has_short_words(document: &Document<'_>) -> bool {
    let (mut all, mut long) = (0, 0);
    for token in document.tokens() {
        let is_word = token.kind == TokenKind::Word;
        all += usize::from(is_word);
        long += usize::from(is_word & (token.normalized.len() >= LONG));
    }
    long * WORDS_A_LONG <= all
}

/// A word of Arabic letters.
struct Word<'t> {
    token: &'t Token,
    /// Half-decades; 0 for a word of no list.
    common: u8,
    /// Whether it has two letters and more and the next word stands behind one space.
    goes_on: bool,
}

fn words<'d>(document: &'d Document<'_>) -> Vec<Word<'d>> {
    let normalized = document.text().normalized();
    let tokens = document.tokens();
    let arabic = |token: &Token| {
        let form = token.normalized.of(normalized).as_bytes();
        token.kind == TokenKind::Word && !token.inside && matches!(form, [0xD8 | 0xD9, _, ..])
    };
    let next = |at: usize, token: &Token| {
        let behind = normalized.as_bytes().get(token.normalized.end()) == Some(&b' ');
        let next: Option<&Token> = tokens.get(at + 1);
        let long = |token: &Token| token.normalized.len() >= 4;
        let touches =
            |next: &Token| next.normalized.start() == token.normalized.end() + 1 && arabic(next);
        behind && long(token) && next.is_some_and(|next| touches(next) && long(next))
    };
    let all = tokens.iter().enumerate().filter(|(_, token)| arabic(token));
    all.map(|(at, token)| Word {
        token,
        common: common(token.normalized.of(normalized)),
        goes_on: next(at, token),
    })
    .collect()
}

fn common(word: &str) -> u8 {
    ordinary().half_decades(word).unwrap_or(0)
}

/// By how many half-decades two neighbours are likelier as one word; 0 when they are not.
fn gain(document: &Document<'_>, first: &Word<'_>, second: &Word<'_>) -> u8 {
    let together = whole(document, first, second).map_or(0, |word| common(&word));
    match together {
        0 => 0,
        together => (together + CHANCE).saturating_sub(first.common + second.common),
    }
}

/// Both pieces without the space; nothing when that is longer than words are.
fn whole(document: &Document<'_>, first: &Word<'_>, second: &Word<'_>) -> Option<String> {
    let normalized = document.text().normalized();
    let pieces = [first, second].map(|word| word.token.normalized.of(normalized));
    (pieces[0].len() + pieces[1].len() <= LONGEST).then(|| pieces.concat())
}
