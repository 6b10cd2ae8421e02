//! Scripture: words of the Qur'an and of hadith that the author quotes.

mod index;

pub use index::{Citation, ScriptureError, ScriptureIndex};
