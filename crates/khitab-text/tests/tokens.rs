//! What one token is: `data/golden/tokens.tsv`, the same for every preset that keeps links.

use khitab_text::{Normalizer, Tokenizer};

const CASES: &str = include_str!("../../../data/golden/tokens.tsv");

/// `\u{HEX}` as the character.
fn unescaped(text: &str) -> String {
    let mut parts = text.split("\\u{");
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (code, rest) = part.split_once('}').expect("a closing brace");
        let code = u32::from_str_radix(code, 16).expect("hexadecimal digits");
        out.push(char::from_u32(code).expect("a character"));
        out.push_str(rest);
    }
    out
}

fn seen(normalizer: &Normalizer, original: &str) -> Vec<String> {
    let text = normalizer.normalize(original);
    let tokens = Tokenizer::social().tokenize(&text);
    let shown = tokens.iter().map(|token| {
        let inside = if token.inside { ">" } else { "" };
        format!(
            "{inside}{}:{}",
            token.kind.as_str(),
            token.span.of(original)
        )
    });
    shown.collect()
}

#[test]
fn every_case_for_every_preset() {
    let presets = [
        Normalizer::strict(),
        Normalizer::light(),
        Normalizer::search(),
    ];
    let mut rows = 0;
    for row in CASES.lines().skip(2) {
        let cells: Vec<String> = row.split('\t').map(unescaped).collect();
        let (text, expected) = cells.split_first().expect("a text");
        for preset in &presets {
            assert_eq!(seen(preset, text), expected, "{text}");
        }
        rows += 1;
    }
    assert!(rows > 200, "{rows}");
}
