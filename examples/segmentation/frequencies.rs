//! The word frequency list.

use std::fs;
use std::path::Path;

/// Words that are kept: as many as fit in 700 KB.
const WORDS: usize = 300_000;

/// Makes the lexicon from a list with `word<TAB>share of all words` a line.
///
/// # Errors
///
/// When the file cannot be read or a line is not of that form.
pub fn lexicon(path: &Path) -> Result<Vec<u8>, String> {
    let name = path.display();
    let text = fs::read_to_string(path).map_err(|e| format!("{name}: {e}"))?;
    let mut words = Vec::new();
    for (at, line) in text.lines().enumerate() {
        let word = line
            .split_once('\t')
            .and_then(|(w, f)| Some((w, f.parse().ok()?)));
        words.push(word.ok_or_else(|| format!("{name} line {}: not a word and a share", at + 1))?);
    }
    Ok(khitab_text::train::lexicon(words, WORDS))
}
