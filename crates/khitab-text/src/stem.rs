//! Stems: what is left of a word when its affixes are cut off.
//!
//! Four published methods behind one trait. None of them knows a dictionary: a stem groups
//! spellings for counting, it is no lemma. [`Snowball`] and [`Light10`] cut lightly, [`Isri`]
//! goes for three-letter roots, [`Arlstem`] stands between.

mod arlstem;
mod isri;
mod light10;
mod snowball;

use std::borrow::Cow;

pub use arlstem::Arlstem;
pub use isri::Isri;
pub use light10::Light10;
pub use snowball::Snowball;

/// Cuts one word down to its stem.
///
/// ```
/// use khitab_text::stem::{Isri, Light10, Stemmer};
/// assert_eq!(Light10.stem("والمكتبات"), "مكتب");
/// assert_eq!(Isri.stem("يستخدمون"), "خدم");
/// let stemmers: [&dyn Stemmer; 2] = [&Light10, &Isri];
/// assert!(stemmers.iter().all(|s| s.stem("قلم") == "قلم"));
/// ```
pub trait Stemmer {
    /// The name used in files.
    fn name(&self) -> &'static str;

    /// The stem of `word`; the word itself where nothing is cut.
    fn stem<'w>(&self, word: &'w str) -> Cow<'w, str>;
}

/// The stemmer of that name.
///
/// ```
/// use khitab_text::stem::by_name;
/// assert_eq!(by_name("isri").map(|s| s.name()), Some("isri"));
/// assert!(by_name("porter").is_none());
/// ```
#[must_use]
pub fn by_name(name: &str) -> Option<Box<dyn Stemmer + Send + Sync>> {
    match name {
        "light10" => Some(Box::new(Light10)),
        "snowball" => Some(Box::new(Snowball::default())),
        "isri" => Some(Box::new(Isri)),
        "arlstem" => Some(Box::new(Arlstem)),
        _ => None,
    }
}

/// The letters of a word, for methods that count and index them.
fn letters(word: &str) -> Vec<char> {
    word.chars().collect()
}

/// Whether the letters begin with `prefix`.
fn starts(word: &[char], prefix: &str) -> bool {
    prefix.chars().count() <= word.len() && prefix.chars().zip(word).all(|(a, b)| a == *b)
}

/// Whether the letters end in `suffix`.
fn ends(word: &[char], suffix: &str) -> bool {
    let len = suffix.chars().count();
    len <= word.len() && starts(&word[word.len() - len..], suffix)
}

/// The harakat from fathatan to sukun.
fn is_short_vowel(c: char) -> bool {
    matches!(c, '\u{064B}'..='\u{0652}')
}

#[cfg(test)]
mod tests;
