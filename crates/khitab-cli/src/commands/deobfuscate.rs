//! `khitab deobfuscate`: words of a list that were written so that no list finds them.

use khitab::features::{Lexicon, Matcher, WordClass};
use khitab::text::{Deobfuscator, Evasion, EvasionKind};
use serde::Serialize;

use crate::args::Deobfuscate;
use crate::commands::stream;
use crate::problem::{Problems, Stop};
use crate::progress::Progress;
use crate::source::Source;

/// One line of output for every line of input.
#[derive(Serialize)]
struct Read<'t> {
    text: &'t str,
    found: Vec<Disguised<'t>>,
}

#[derive(Serialize)]
struct Disguised<'t> {
    start: usize,
    end: usize,
    surface: &'t str,
    word: &'t str,
    kinds: Vec<&'static str>,
    cost: u16,
}

impl<'t> Disguised<'t> {
    fn new(found: &Evasion<'t>, text: &'t str) -> Self {
        Self {
            start: found.span.start(),
            end: found.span.end(),
            surface: found.span.of(text),
            word: found.word,
            kinds: found.kinds.iter().map(EvasionKind::as_str).collect(),
            cost: found.cost,
        }
    }
}

pub(crate) fn run(args: &Deobfuscate, problems: &Problems) -> Result<(), Stop> {
    let reader = match &args.words {
        Some(path) => {
            let words = Source::open(path, &Progress::hidden())?.read_text()?;
            Deobfuscator::new(words.lines().map(str::trim).filter(|word| !word.is_empty()))
        }
        None => Deobfuscator::new(shipped()),
    };
    stream::map(&args.streams, problems, |line, page| match line.text() {
        Ok(text) => {
            let found = reader
                .find(text)
                .iter()
                .map(|one| Disguised::new(one, text))
                .collect();
            stream::object(page, &Read { text, found })
        }
        Err(problem) => Ok(Some(problem)),
    })
}

/// The single words of the lists that look for what people hide.
fn shipped() -> Vec<String> {
    let lists = Matcher::shipped().lexicons().iter();
    let block = |list: &Lexicon| list.feature().and_then(|feature| feature.chars().next());
    let risky = lists.filter(|list| matches!(block(list), Some('A'..='E')));
    risky
        .flat_map(Lexicon::entries)
        .filter(|entry| entry.class != WordClass::Phrase && !entry.pattern.contains(' '))
        .map(|entry| entry.pattern.clone())
        .collect()
}
