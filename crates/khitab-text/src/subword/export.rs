//! A normaliser spelled out as stock parts of `tokenizer.json`.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::SubwordError;
use crate::normalize::{Elongation, Mask, TanweenAlef, Unicode, Whitespace};
use crate::{Normalizer, Profile};

/// The zero-width joiner stays between emoji and goes elsewhere.
const JOINER: char = '\u{200D}';
const LONE_JOINER: &str = r"(?<![\p{So}\x{FE0F}\x{1F3FB}-\x{1F3FF}])\x{200D}|\x{200D}(?!\p{So})";

/// The stock counterpart: Unicode's normal form, then one replacement for each target.
pub(super) fn normalizer(normalizer: &Normalizer) -> Result<Value, SubwordError> {
    let profile = normalizer.profile();
    if let Some(step) = unspellable(profile) {
        let why = format!("the step {step} has no stock counterpart");
        return Err(SubwordError::new("tokenizer.json", why));
    }
    let form = match profile.unicode {
        Unicode::Nfc => Some(json!({"type": "NFC"})),
        Unicode::Nfkc => Some(json!({"type": "NFKC"})),
        _ => None,
    };
    let mut steps: Vec<Value> = form.clone().into_iter().collect();
    let mut targets: BTreeMap<String, Vec<char>> = BTreeMap::new();
    for c in ('\u{1}'..='\u{1FFFF}').filter(|c| *c != JOINER) {
        let one = c.to_string();
        let text = normalizer.normalize(&one);
        if text.normalized() != one {
            let target = text.normalized().to_owned();
            targets.entry(target).or_default().push(c);
        }
    }
    if normalizer.normalize("a\u{200D}b").normalized() == "ab" {
        steps.push(replace(LONE_JOINER, ""));
    }
    // Deletions last: a mark may be part of what the normal form has composed.
    let deleted = targets.remove("");
    for (target, sources) in &targets {
        steps.push(replace(&class(sources), target));
    }
    // A presentation form of marks has put some behind others, and the normal form orders them.
    let mark = |c: char| matches!(c, '\u{064B}'..='\u{0652}' | '\u{0670}');
    if targets.keys().any(|target| target.contains(mark)) {
        steps.extend(form);
    }
    if let Some(sources) = deleted {
        steps.push(replace(&class(&sources), ""));
    }
    Ok(json!({"type": "Sequence", "normalizers": steps}))
}

/// The first step of a profile that looks at more than one character.
pub(super) fn unspellable(profile: &Profile) -> Option<&'static str> {
    let masks = [
        profile.urls,
        profile.emails,
        profile.mentions,
        profile.emoji,
    ];
    if masks.iter().any(|mask| *mask != Mask::Keep) {
        return Some("mask");
    }
    if profile.tanween_alef != TanweenAlef::Keep {
        return Some("tanween_alef");
    }
    if profile.elongation != Elongation::Keep {
        return Some("elongation");
    }
    (profile.whitespace != Whitespace::Keep).then_some("whitespace")
}

fn replace(pattern: &str, content: &str) -> Value {
    json!({"type": "Replace", "pattern": {"Regex": pattern}, "content": content})
}

/// A character class of code points, neighbours as ranges.
fn class(sources: &[char]) -> String {
    let mut out = String::from("[");
    let mut rest = sources;
    while let Some(first) = rest.first() {
        let run = rest
            .iter()
            .zip(u32::from(*first)..)
            .take_while(|(c, code)| u32::from(**c) == *code)
            .count();
        let last = rest[run - 1];
        out.push_str(&format!("\\x{{{:04X}}}", u32::from(*first)));
        if run > 1 {
            out.push_str(&format!("-\\x{{{:04X}}}", u32::from(last)));
        }
        rest = &rest[run..];
    }
    out.push(']');
    out
}
