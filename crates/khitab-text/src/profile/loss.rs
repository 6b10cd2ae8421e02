//! What a profile takes away from a text.

/// The characters that a profile deletes, and those that it can no longer tell apart.
///
/// Only the steps that look at one character at a time are told of.
///
/// ```
/// use khitab_text::Normalizer;
/// let loss = Normalizer::search().loss();
/// assert!(loss.deleted().contains(&'\u{064B}'));
/// assert!(loss.merged().iter().any(|(to, from)| to == "ا" && from.contains(&'أ')));
/// assert_eq!(Normalizer::strict().loss().deleted_letters().count(), 0);
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Loss {
    deleted: Vec<char>,
    merged: Vec<(String, Vec<char>)>,
}

impl Loss {
    /// Sorts single characters and their outcomes.
    pub(crate) fn of(replacements: impl Iterator<Item = (char, String)>) -> Self {
        let mut deleted = Vec::new();
        let mut sources = std::collections::BTreeMap::<String, Vec<char>>::new();
        for (c, text) in replacements {
            if text.is_empty() {
                deleted.push(c);
            } else {
                sources.entry(text).or_default().push(c);
            }
        }
        let merged = sources.into_iter().map(|(text, mut from)| {
            // The form itself is one of those that look alike afterwards.
            let mut chars = text.chars();
            if let (Some(c), None) = (chars.next(), chars.next()) {
                from.insert(0, c);
            }
            (text, from)
        });
        Self {
            deleted,
            merged: merged.collect(),
        }
    }

    /// The characters that leave nothing behind, in order.
    #[must_use]
    pub fn deleted(&self) -> &[char] {
        &self.deleted
    }

    /// The letters of words that leave nothing or only a space, which cuts the word; tatweel, a
    /// letter to Unicode, is none.
    pub fn deleted_letters(&self) -> impl Iterator<Item = char> {
        let letter = |c: &char| c.is_alphabetic() && *c != '\u{0640}' && !is_mark(*c);
        let blank = self
            .merged
            .iter()
            .filter(|(text, _)| text.trim().is_empty());
        let blank = blank.flat_map(|(_, from)| from);
        self.deleted.iter().chain(blank).copied().filter(letter)
    }

    /// Each outcome with the characters that have it.
    #[must_use]
    pub fn merged(&self) -> &[(String, Vec<char>)] {
        &self.merged
    }
}

/// Unicode counts vowel signs as alphabetic too.
fn is_mark(c: char) -> bool {
    unicode_normalization::char::is_combining_mark(c)
}

/// Two lines and more: what is deleted, then each outcome with those that have it; neighbours
/// as ranges.
impl core::fmt::Display for Loss {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        writeln!(f, "deleted: {}", codes(&self.deleted))?;
        for (text, from) in &self.merged {
            let to: Vec<String> = text.chars().map(code).collect();
            writeln!(f, "{} <- {}", to.join(" "), codes(from))?;
        }
        Ok(())
    }
}

fn code(c: char) -> String {
    format!("U+{:04X}", c as u32)
}

fn codes(chars: &[char]) -> String {
    let runs = chars.chunk_by(|a, b| *a as u32 + 1 == *b as u32);
    let runs = runs.map(|run| match run {
        [first, .., last] => format!("{}-{}", code(*first), code(*last)),
        _ => run.iter().copied().map(code).collect(),
    });
    runs.collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use crate::Normalizer;
    use crate::normalize::Marks;

    #[test]
    fn neighbours_are_one_range() {
        let builder = Normalizer::builder().marks(Marks::SHADDA | Marks::SUKUN);
        let report = builder.build().unwrap().loss().to_string();
        assert_eq!(report, "deleted: U+0651-U+0652\n");
    }
}
